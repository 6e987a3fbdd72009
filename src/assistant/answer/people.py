"""Everybody a question speaks of: the asker, relatives, "dia", the holders of offices, and who holds which office."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.answer.needs import clauses
from assistant.answer.reading import Reading
from assistant.text import words
from assistant.vocabulary import Term, Vocabulary, Weight

RETIRED = "pensiunan"
HEAD = "kepala_daerah"
# Words that may stand between a verb like "minta" and the one who is asked, or between two words for one person.
REACH = 2
_POSSESSIVES = ("ku", "nya", "mu")


class Person(StrEnum):
    """What a mention says of somebody."""

    ASKER = "asker"
    RELATIVE = "relative"
    OTHER = "other"
    """ "dia", "beliau": somebody spoken of before."""
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Mention:
    """Where somebody is spoken of, in words from the start."""

    start: int
    end: int
    person: Person
    name: str
    """The actor of an office, the root word of a relative."""
    clause: int


@dataclass(frozen=True, slots=True)
class Clause:
    """Start and end in words."""

    start: int
    end: int
    asked: int | None
    """Where the last word like "boleh" stands, if there is one."""


@dataclass(slots=True)
class People:
    """Everybody a question speaks of, in order."""

    text: str
    terms: Sequence[Term]
    vocabulary: Vocabulary
    reading: Reading
    tokens: list[str] = field(init=False)
    clauses: list[Clause] = field(init=False)
    mentions: list[Mention] = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = words(self.text)
        self.clauses = self._read_clauses()
        self.mentions = self._read_mentions()

    def of_clause(self, number: int) -> list[Mention]:
        """The mentions of a clause in order."""
        return [m for m in self.mentions if m.clause == number]

    def any_has(self, kind: str, places: Iterable[int]) -> bool:
        """Whether a word of a list stands at one of the places."""
        return any(self.has(kind, place) for place in places)

    def _read_clauses(self) -> list[Clause]:
        found = []
        for start, end in clauses(self.text, self.reading):
            asked = [place for place in range(start, end) if self.asks(place)]
            found.append(Clause(start, end, asked[-1] if asked else None))
        return found

    def _read_mentions(self) -> list[Mention]:
        found: list[Mention] = []
        named = {t.start: t for t in self.terms if t.weight is Weight.ACTOR}
        for number, clause in enumerate(self.clauses):
            place = clause.start
            while place < clause.end:
                mention = self._office_at(place, number, named) or self._person_at(place, number, found)
                if mention:
                    found.append(mention)
                place = mention.end if mention else place + 1
        return found

    def _office_at(self, place: int, clause: int, named: dict[int, Term]) -> Mention | None:
        before = self.tokens[place - 1] if place > self.clauses[clause].start else ""
        term = named.get(place)
        if term is None:
            return self._unlisted_office_at(place, before, clause)
        name = RETIRED if before in self.reading.persons["former"] else term.name
        return Mention(place, term.end, Person.OFFICE, name, clause)

    def _unlisted_office_at(self, place: int, before: str, clause: int) -> Mention | None:
        """A sitting mayor, governor, minister …; or an occupation, which says nothing of the rules that hold."""
        pair = " ".join(self.tokens[place : place + 2])
        for kind, name in (("heads", HEAD), ("occupations", "")):
            listed = self.reading.persons[kind]
            length = 2 if pair in listed else 1 if self.tokens[place] in listed else 0
            if length and not (name and before in self.reading.persons["not_sitting"]):
                return Mention(place, place + length, Person.OFFICE, name, clause)
        return None

    def _person_at(self, place: int, clause: int, found: Sequence[Mention]) -> Mention | None:
        token = self.tokens[place]
        if token in self.reading.first_person - self.reading.persons["possessors"]:
            is_possessor = any(m.end == place and m.clause == clause for m in found[-1:]) or self._is_friend(place - 1)
            return None if is_possessor else Mention(place, place + 1, Person.ASKER, "", clause)
        if token in self.reading.third_person:
            return Mention(place, place + 1, Person.OTHER, "", clause)
        return self._relative_at(place, clause)

    def _relative_at(self, place: int, clause: int) -> Mention | None:
        pair = " ".join(self.tokens[place : place + 2])
        if pair in self.reading.persons["relatives"]:
            return Mention(place, place + 2, Person.RELATIVE, pair, clause)
        root = self._root(place)
        is_relative = root in self.reading.persons["relatives"] and not self.has("not_relatives", place + 1)
        if is_relative or (root in self.reading.persons["addresses"] and self._is_owned_somewhere(root)):
            # "bapak mertua", "kakak ipar" are one person.
            length = 2 if self.has("kinds_of_relative", place + 1) else 1
            return Mention(place, place + length, Person.RELATIVE, root, clause)
        return None

    def has(self, kind: str, place: int) -> bool:
        return 0 <= place < len(self.tokens) and self.tokens[place] in self.reading.persons[kind]

    def _is_friend(self, place: int) -> bool:
        return place >= 0 and self._root(place) in self.reading.persons["friends"]

    def _root(self, place: int) -> str:
        token = self.tokens[place]
        ending = next((e for e in _POSSESSIVES if token.endswith(e) and len(token) > len(e) + 2), "")
        return token.removesuffix(ending)

    def _is_owned(self, place: int) -> bool:
        """Whether a relative's owner is named: "suami saya", "suaminya", but not "suami PNS"."""
        owner = place + 1 + self.has("kinds_of_relative", place + 1)
        after = self.tokens[owner] if owner < len(self.tokens) else ""
        return self._root(place) != self.tokens[place] or after in self.reading.first_person

    def _is_owned_somewhere(self, root: str) -> bool:
        """Whether "ibu", "kakak" … is a relative somewhere in the question, and no mere form of address."""
        places = [place for place in range(len(self.tokens)) if self._root(place) == root]
        return any(self._is_owned(place) or self.has("kinds_of_relative", place + 1) for place in places)

    def opens(self, place: int) -> bool:
        return self.has("openers", place) or self.tokens[place] in self.reading.tags

    def asks(self, place: int) -> bool:
        return bool(self.reading.asks_permission.fullmatch(self.tokens[place]))

    def heads_its_clause(self, mention: Mention) -> bool:
        """Whether nothing but particles, forms of address and other people stand before it in its clause."""
        covered = {p for m in self.mentions if m.end <= mention.start for p in range(m.start, m.end)}
        places = range(self.clauses[mention.clause].start, mention.start)
        return all(place in covered or self.opens(place) or self.asks(place) for place in places)

    def meant(self, mention: Mention | None) -> Mention | None:
        """Who "dia" is: the last one spoken of before who is not the asker."""
        if mention is None or mention.person is not Person.OTHER:
            return mention
        before = [m for m in self.mentions if m.start < mention.start and m.person in (Person.RELATIVE, Person.OFFICE)]
        heads = [
            m for m in before if self.heads_its_clause(m) and not self.is_institution(m) and not self._is_of_asker(m)
        ]
        return next((m for m in heads if m.clause == heads[-1].clause), None)

    def _is_of_asker(self, mention: Mention) -> bool:
        """Whether an office is the asker's own: "saya PNS"."""
        holder = self.holder(mention) if mention.person is Person.OFFICE else None
        return holder is not None and holder.person is Person.ASKER

    def offices(self) -> list[Mention]:
        return [m for m in self.mentions if m.person is Person.OFFICE and not self.is_denied(m)]

    def is_institution(self, mention: Mention) -> bool:
        return mention.name in self.vocabulary.institutions

    def is_denied(self, mention: Mention) -> bool:
        """Whether an office is denied ("bukan perangkat"), still to come ("mau pensiun") or only argued with."""
        before = range(max(self.clauses[mention.clause].start, mention.start - 2), mention.start)
        if mention.start > 0 and self.has("denials", mention.start - 1):
            return True
        after = range(mention.end, min(mention.end + REACH + 1, self.clauses[mention.clause].end))
        if mention.name == RETIRED and (self.any_has("not_yet", before) or self.any_has("later", after)):
            return True
        if self._is_generic(mention):
            return True
        # "kan bukan ASN lagi" gives a reason, and may be mistaken.
        clause = self.clauses[mention.clause]
        argued = self.any_has("arguing", range(clause.start, clause.end))
        return self.has("denials", mention.start) and argued

    def _is_generic(self, mention: Mention) -> bool:
        """Whether the words after it say what is meant: "pegawai rendahan PDAM"."""
        if mention.end - mention.start > 1 or not self.has("generic", mention.start):
            return False
        near = range(mention.end, mention.end + REACH)
        return any(m.start in near and m.person is Person.OFFICE and m.clause == mention.clause for m in self.mentions)

    def holder(self, office: Mention) -> Mention | None:
        """Who holds an office: the one spoken of before it, without an act between; None where nobody is."""
        before = [m for m in self.mentions if m.end <= office.start and m.person is not Person.OFFICE]
        if not before:
            return None
        last = before[-1]
        is_apposition = last.clause == office.clause - 1 and self.heads_its_clause(office)
        is_apposition &= self.clauses[office.clause].asked is None
        between = range(last.end, office.start)
        apart = any(t.weight is Weight.ACT and t.start in between for t in self.terms)
        if apart or not (last.clause == office.clause or is_apposition) or self.is_elsewhere(office):
            return None
        return None if self._is_owner(last, office) else last

    def _is_owner(self, relative: Mention, office: Mention) -> bool:
        """Whether "suami PNS" is the husband of a PNS, and not a husband spoken of already who is one."""
        if relative.person is not Person.RELATIVE or relative.end != office.start or self._is_owned(relative.start):
            return False
        is_known = any(m.name == relative.name and m.start < relative.start for m in self.mentions)
        return not is_known and self.vocabulary.belongs_to(office.name, "asn")

    def is_elsewhere(self, office: Mention) -> bool:
        """Whether an office is somebody else's: "diajak pak camat", "undangan dari kades"."""
        return self.has("oblique", office.start - 1) and not self.heads_its_clause(office)
