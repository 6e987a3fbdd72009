"""Who acts in a question: the one who asks, somebody of the family, or the holder of an office that is named.

Statements are held against the actor whose act is asked about. An office that is only mentioned ("diajak pak camat",
"situs KPU") is not the actor; a member of the family is an ordinary person unless an office is named for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answer.people import HEAD, REACH, RETIRED, Mention, People, Person
from assistant.answer.reading import Reading
from assistant.vocabulary import Term, Vocabulary

ANYBODY = "swasta"
"""Ordinary people, who are bound by no rule on neutrality."""


def who_acts(
    text: str, terms: Sequence[Term], vocabulary: Vocabulary, reading: Reading, *, asks_for_a_deed: bool
) -> frozenset[str]:
    """Canonical actors whose act is asked about; empty means the one who asks, a civil servant.

    Where no deed is asked for ("sanksi bagi PNS"), everybody who is named counts.
    """
    cast = _Cast(People(text, terms, vocabulary, reading), vocabulary, reading)
    return cast.acting() if asks_for_a_deed else cast.named()


@dataclass(frozen=True, slots=True)
class _Cast:
    """The people of a question, and which of them acts."""

    people: People
    vocabulary: Vocabulary
    reading: Reading

    def acting(self) -> frozenset[str]:
        """The actors whose act is asked about."""
        subject = self._subject()
        if subject is None:
            return self.named()
        if subject.person is Person.ASKER:
            return self._settled(self._offices_of(subject))
        if subject.person is Person.RELATIVE:
            offices = self._offices_of(subject)
            return self._settled(offices) if offices else frozenset({ANYBODY})
        return self._settled(self._same_phrase(subject))

    def named(self) -> frozenset[str]:
        """Everybody who is named and may act; where "dia" is spoken of, the others and not the asker's like."""
        offices = [m for m in self.people.offices() if not self.people.is_institution(m) and m.name != HEAD]
        others = [m for m in offices if m.name and not self.vocabulary.belongs_to(m.name, "asn")]
        people = {m.person for m in self.people.mentions}
        return self._settled(others if Person.OTHER in people and Person.ASKER not in people and others else offices)

    def _subject(self) -> Mention | None:
        """Whoever the last clause that asks speaks of, else the one spoken of nearest before it, else after it."""
        asking = [number for number, clause in enumerate(self.people.clauses) if clause.asked is not None]
        if not asking:
            return None
        last = asking[-1]
        is_event = any(self._speaks_of_the_event(number) for number in asking)
        for number in (*range(last, -1, -1), *range(last + 1, len(self.people.clauses))):
            told = self.people.clauses[number].asked is None
            subject = self._told_subject(number, is_event, last) if told else self._asked_subject(number)
            if subject is not None:
                return self.people.meant(subject)
        return None

    def _asked_subject(self, number: int) -> Mention | None:
        """The subject in a clause that asks: just behind "boleh", or at the head of the clause."""
        clause = self.people.clauses[number]
        assert clause.asked is not None
        place = clause.asked + 1
        while place < clause.end and self.people.opens(place):
            place += 1
        is_passive = self.people.tokens[clause.asked].startswith("di")
        for_whom = set(self.people.tokens[clause.asked + 1 : place]) & self.reading.persons["for_whom"]
        here = self.people.of_clause(number)
        behind = next((m for m in here if m.start == place), None)
        if behind and (for_whom or not is_passive):
            return behind
        heads = [m for m in here if self.people.heads_its_clause(m) and not self.people.is_denied(m)]
        ahead = next((m for m in heads if m.end <= clause.asked), None)
        askers = [m for m in here if m.person is Person.ASKER]
        statuses = [m for m in here if m.name in self.reading.persons["statuses"] and not self.people.is_denied(m)]
        return self._urged_by(ahead, here) or next(iter([*askers, *statuses]), None)

    def _told_subject(self, number: int, is_event: bool, asking: int) -> Mention | None:
        """The subject in a clause of the story; "boleh begitu?" asks about the deed of its subject."""
        here = [m for m in self.people.of_clause(number) if not self.people.has("denials", m.start)]
        first = next((m for m in here if m.person is Person.ASKER or self.people.heads_its_clause(m)), None)
        if first is None or first.person is Person.ASKER:
            return first
        urged = self._urged_by(first, here)
        if first.person is Person.OFFICE:
            return None if self.people.is_institution(first) else first if is_event else urged
        if urged is not first:
            return urged
        root = self.people.meant(first)
        has_office = root is not None and bool(self._offices_of(root))
        # "Suami nyaleg, boleh foto bareng?": the relative stands, the asker acts.
        acts_here = (self._is_bare(asking) or has_office) and not self._stands_for_office(number)
        return first if acts_here else None

    def _urged_by(self, first: Mention | None, here: Sequence[Mention]) -> Mention | None:
        """The asker where somebody urges them ("kabag menyuruh saya …, boleh?"), else the first."""
        if first is None or first.person is Person.ASKER:
            return first
        for m in here:
            near = range(max(first.end, m.start - REACH), m.start)
            if m.person is Person.ASKER and self.people.any_has("urging", near):
                return m
        return first

    def _speaks_of_the_event(self, number: int) -> bool:
        clause = self.people.clauses[number]
        return self.people.any_has("whole_event", range(clause.start, clause.end))

    def _is_bare(self, number: int) -> bool:
        """Whether a clause says no more than "boleh?"."""
        clause = self.people.clauses[number]
        return all(self.people.opens(place) or self.people.asks(place) for place in range(clause.start, clause.end))

    def _stands_for_office(self, number: int) -> bool:
        clause = self.people.clauses[number]
        here = {term.name for term in self.people.terms if clause.start <= term.start < clause.end}
        acts = {name for name in here if name in self.vocabulary.acts} - self.reading.persons["candidacy"]
        return bool(here & self.reading.persons["candidacy"]) and not acts

    def _offices_of(self, person: Mention) -> list[Mention]:
        offices = [office for office in self.people.offices() if not self.people.is_institution(office)]
        own = [office for office in offices if self._is_held_by(person, office)]
        if own or person.person is not Person.ASKER:
            return own
        statuses = self.reading.persons["statuses"]
        return [office for office in offices if office.name in statuses and self.people.holder(office) is None]

    def _is_held_by(self, person: Mention, office: Mention) -> bool:
        holder = self.people.meant(self.people.holder(office))
        if holder is not None:
            return (holder.person, holder.name) == (person.person, person.name)
        places = range(self.people.clauses[office.clause].start, office.start)
        return person.person is Person.ASKER and self.people.any_has("roles", places)

    def _same_phrase(self, subject: Mention) -> list[Mention]:
        """The office and those joined to it: "PNS sama PPPK", "camat selaku ASN"."""
        joined, end = [subject], subject.end
        for office in self.people.offices():
            gap = range(end, office.start)
            is_joined = all(self.people.opens(place) or self.people.has("joining", place) for place in gap)
            # "penyuluh agama PNS": the words after an occupation belong to it.
            is_joined |= not subject.name and office.clause == subject.clause and len(gap) <= REACH
            if office.start >= end and is_joined:
                joined.append(office)
                end = office.end
        return joined

    def _settled(self, offices: Iterable[Mention]) -> frozenset[str]:
        """Civil servants where any are meant, else the others; who has retired is neither."""
        names = frozenset(office.name for office in offices if office.name)
        if RETIRED in names:
            return frozenset({RETIRED})
        civil = frozenset(name for name in names if self.vocabulary.belongs_to(name, "asn"))
        return civil or (names - {ANYBODY}) or names
