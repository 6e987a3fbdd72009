"""What a question names, and how much each thing counts: the acts that are asked about, and what describes them.

People tell a story before they ask. What counts is the act in the clause that asks ("… boleh?"), the political object
it is aimed at, and everything else only where nothing shows that the question is about elections at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise

from assistant.answer.cited import Cited, citations
from assistant.answer.reading import Reading
from assistant.text import words
from assistant.vocabulary import Term, Vocabulary, Weight

ACT = 1.0
# Acts beside the one that a statement is held against: each act is judged by itself.
OTHER_ACT = 0.2
POLITICAL_OBJECT = 0.3
OBJECT = 0.15
# A word outside the vocabulary may be anything. Beside a known act and a political object it is a side remark;
# otherwise it may be what the question is really about, and must be accounted for.
OTHER = 1.0
SIDE_REMARK = 0.05
# A rule need not cite the instrument that the question names; a fact about it must, see `factual`.
INSTRUMENT = 0.0
# Words after "di", "saat" … that still belong to the circumstance.
CIRCUMSTANCE_REACH = 3


class Sort(StrEnum):
    """What a needed term is in the question."""

    ACT = "act"
    OBJECT = "object"
    CIRCUMSTANCE = "circumstance"
    ACTOR = "actor"
    NAME = "name"
    INSTRUMENT = "instrument"
    """A registered instrument, or a pasal of one, that the question cites."""
    CATEGORY = "category"
    """The kind of thing that is asked for: "lembaga" in "lembaga apa"."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Need:
    """A term that a passage should speak of to answer, and how much that counts when a rule is sought."""

    term: str
    weight: float
    sort: Sort
    position: int
    """In words from the start of the question."""
    is_stray: bool = False
    """True for a word of the asking clause that is neither in the vocabulary nor a pronoun, a number or a particle."""
    exclusive: bool = False
    """True when only a rule about this very act can answer."""


def read_needs(text: str, terms: list[Term], vocabulary: Vocabulary, reading: Reading) -> tuple[Need, ...]:
    """One need per term, in order. `terms` are those of `text`."""
    tokens = words(text)
    cited = citations(text)
    terms = [term for term in terms if not _is_within(term, [(one.start, one.end) for one in cited] or [(0, 0)])]
    asking = asking_clauses(text, reading)
    acts = _asked_acts(terms, tokens, asking, vocabulary, reading)
    predicate = None if acts else _unknown_predicate(terms, tokens, asking, reading)
    is_political = any(term.name in vocabulary.subject for term in terms)
    stray = SIDE_REMARK if acts and is_political else OTHER
    needs: dict[str, Need] = {}
    for term in terms:
        sort = _sort(term, text, tokens, terms, acts, reading)
        weight = {Sort.ACT: ACT, Sort.ACTOR: 0.0, Sort.CIRCUMSTANCE: SIDE_REMARK, Sort.CATEGORY: SIDE_REMARK}.get(
            sort, stray
        )
        if sort is Sort.OBJECT:
            weight = POLITICAL_OBJECT if term.name in vocabulary.subject else OBJECT
        if term is predicate:
            sort, weight = Sort.ACT, ACT
        if term.name not in needs or sort is Sort.ACT:
            exclusive = term is predicate or term.name in vocabulary.exclusive
            needs[term.name] = Need(
                term.name, weight, sort, term.start, _is_stray(term, tokens, asking, reading), exclusive
            )
    return (*needs.values(), *_instrument_needs(cited))


def _instrument_needs(cited: tuple[Cited, ...]) -> list[Need]:
    found = {term: Need(term, INSTRUMENT, Sort.INSTRUMENT, one.start) for one in cited for term in one.terms}
    return list(found.values())


def _sort(term: Term, text: str, tokens: list[str], terms: list[Term], acts: list[Term], reading: Reading) -> Sort:
    before = tokens[max(0, term.start - CIRCUMSTANCE_REACH) : term.start]
    if term.weight is Weight.ACTOR:
        return Sort.ACTOR
    if term.weight is Weight.ACT:
        if term in acts:
            return Sort.ACT
        return Sort.CIRCUMSTANCE if _is_aside(term, terms, tokens, reading) else Sort.OBJECT
    if term.weight is Weight.OBJECT:
        return Sort.OBJECT
    if term.weight is Weight.OTHER and set(tokens[term.end : term.end + 1]) & reading.asked_for:
        return Sort.CATEGORY
    if term.weight is Weight.NAME or _is_capitalised(text, tokens[term.start]):
        return Sort.NAME
    if set(before) & reading.circumstance and before[-1:] != ["mana"]:
        return Sort.CIRCUMSTANCE
    return Sort.OTHER


def _asked_acts(
    terms: list[Term], tokens: list[str], asking: list[tuple[int, int]], vocabulary: Vocabulary, reading: Reading
) -> list[Term]:
    """The acts that are asked about: those of the asking clauses, where they have any, without mere complements."""
    named = [term for term in terms if term.weight is Weight.ACT]
    acts = [term for term in named if not _is_done_to_the_asker(term, tokens, vocabulary, reading)]
    own = [term for term in acts if not _is_aside(term, terms, tokens, reading)]
    deeds = [term for term in own if not vocabulary.places & set(tokens[term.start : term.end])]
    own = deeds or own
    own = [term for term in own if not _is_not_worn(term, tokens, reading)] or own
    weighty = [term for term in own if term.name not in vocabulary.light]
    in_clause = [term for term in weighty if asking and _is_within(term, asking)]
    return in_clause or _nearest_to_light(weighty, own, asking) or weighty or own


def _nearest_to_light(weighty: list[Term], own: list[Term], asking: list[tuple[int, int]]) -> list[Term]:
    """The act that "… boleh hadir?" is about, where only a light act stands in the asking clause: the nearest before it."""
    light = [term for term in own if term not in weighty and asking and _is_within(term, asking)]
    before = [term for term in weighty if light and term.end <= light[0].start]
    return before[-1:]


def _is_within(term: Term, asking: list[tuple[int, int]]) -> bool:
    """Whether a term stands in one of the clauses; where no clause asks, the whole question does."""
    return not asking or any(start <= term.start < end for start, end in asking)


def _is_stray(term: Term, tokens: list[str], asking: list[tuple[int, int]], reading: Reading) -> bool:
    word = tokens[term.start]
    is_word = len(word) > 2 and word.isalpha() and word not in reading.first_person | reading.third_person
    return term.weight is Weight.OTHER and is_word and _is_within(term, asking)


def _is_done_to_the_asker(term: Term, tokens: list[str], vocabulary: Vocabulary, reading: Reading) -> bool:
    """Whether somebody does it to the one who asks: in "teman ngajak saya foto" only the photograph is asked about."""
    if term.name not in vocabulary.governs:
        return False
    return tokens[term.start].startswith("di") or bool(set(tokens[term.end : term.end + 2]) & reading.first_person)


def _unknown_predicate(
    terms: list[Term], tokens: list[str], asking: list[tuple[int, int]], reading: Reading
) -> Term | None:
    """The verb outside the vocabulary that follows "boleh": where no known act is asked about, it is."""
    for start, end in asking:
        asked = [place for place in range(start, end) if reading.asks_permission.fullmatch(tokens[place])]
        if not asked:
            continue
        following = [t for t in terms if asked[0] < t.start < end and t.weight is not Weight.ACTOR]
        if (
            following
            and following[0].weight is Weight.OTHER
            and reading.verb_prefixes.match(tokens[following[0].start])
        ):
            return following[0]
    return None


def asking_clauses(text: str, reading: Reading) -> list[tuple[int, int]]:
    """Start and end, in words, of the clauses that hold a word like "boleh"."""
    tokens = words(text)
    return [
        (start, end)
        for start, end in clauses(text, reading)
        if reading.asks_permission.search(" ".join(tokens[start:end]))
    ]


def clauses(text: str, reading: Reading) -> list[tuple[int, int]]:
    """Start and end of every clause in words; a word that divides two, like "tapi", opens the second."""
    cuts = [0, *(match.start() for match in reading.clause_end.finditer(text)), len(text)]
    lengths = [len(words(text[start:end])) for start, end in pairwise(cuts)]
    ends = list(accumulate(lengths))
    return [(end - length, end) for end, length in zip(ends, lengths, strict=True) if length]


def _is_aside(term: Term, terms: list[Term], tokens: list[str], reading: Reading) -> bool:
    """Whether an act is only a time ("saat kampanye"), one left undone ("tanpa komentar"), or about an earlier act."""
    if set(tokens[max(0, term.start - 1) : term.start]) & (reading.time_words | reading.without):
        return True
    if _describes_a_thing(term, terms, tokens, reading):
        return True
    between = _since_the_act_before(term, terms, tokens)
    return bool(between & (reading.reason_words | reading.relative_words))


def _is_not_worn(term: Term, tokens: list[str], reading: Reading) -> bool:
    """Whether something is only told to be left at home: "ga pake atribut"."""
    before = tokens[max(0, term.start - 2) : term.start]
    return len(before) == 2 and before[0] in reading.negations and before[1] in reading.wearing


def _describes_a_thing(term: Term, terms: list[Term], tokens: list[str], reading: Reading) -> bool:
    """Whether an act only says which thing or person is meant: "istri yang menjadi caleg", but not "ASN yang kampanye"."""
    start = next(
        (place for place in (term.start - 1, term.start - 2) if place >= 0 and tokens[place] in reading.relative_words),
        0,
    )
    described = [other for other in terms if other.end == start]
    return bool(described) and all(other.weight is not Weight.ACTOR for other in described)


def _since_the_act_before(term: Term, terms: list[Term], tokens: list[str]) -> set[str]:
    ends = [act.end for act in terms if act.weight is Weight.ACT and act.end <= term.start]
    return set(tokens[ends[-1] : term.start]) if ends else set()


def _is_capitalised(text: str, word: str) -> bool:
    """Whether a word is written with a capital somewhere but at the start."""
    return word.isalpha() and bool(re.search(rf"(?<=\S\s){re.escape(word.capitalize())}\b", text))
