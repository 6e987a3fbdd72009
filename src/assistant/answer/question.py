"""A question as understood: what kind it is, which act it asks about, for whom, and whether it asks for the opposite."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.answer.reading import Reading, load_reading
from assistant.text import words
from assistant.vocabulary import Term, Vocabulary, Weight


class Kind(StrEnum):
    """What would answer the question."""

    PERMISSION = "permission"
    SANCTION = "sanction"
    LEGAL_BASIS = "legal_basis"
    PROHIBITIONS = "prohibitions"
    REASON = "reason"
    DEFINITION = "definition"
    WHEN = "when"
    HOW_MANY = "how_many"
    WHO = "who"
    WHERE = "where"
    WHAT = "what"


# How much each sort of word counts in a question. The first act is what is asked about; later acts and objects
# describe it; a word outside the vocabulary may be anything and must be accounted for unless it is a circumstance.
FIRST_ACT = 1.0
LATER_ACT = 0.7
OBJECT = 0.3
OTHER = 1.0
CIRCUMSTANCE = 0.25
# Words after "di", "saat", "karena" … that still belong to the circumstance.
CIRCUMSTANCE_REACH = 3


@dataclass(frozen=True, slots=True)
class Need:
    """A term that a passage should speak of to answer, and how much that counts."""

    term: str
    weight: float
    is_act: bool
    circumstance: bool
    position: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood."""

    text: str
    kind: Kind
    needs: tuple[Need, ...]
    actors: frozenset[str]
    """Canonical actors that are asked about; empty means the one who asks."""
    negated: bool
    """True when the opposite of the act is asked about ("bolehkah tidak netral")."""
    language: str

    @property
    def acts(self) -> tuple[Need, ...]:
        return tuple(need for need in self.needs if need.is_act)


def read_question(text: str, vocabulary: Vocabulary) -> Question:
    """Read a clean, stand-alone question."""
    reading = load_reading()
    terms = vocabulary.terms(text)
    needs = _needs(text, terms, reading)
    return Question(
        text=text,
        kind=_kind(text.lower(), needs, reading),
        needs=needs,
        actors=frozenset(term.name for term in terms if term.weight is Weight.ACTOR),
        negated=_is_negated(text, needs, reading),
        language=detect_language(text),
    )


def _needs(text: str, terms: list[Term], reading: Reading) -> tuple[Need, ...]:
    tokens = words(text)
    needs: dict[str, Need] = {}
    act_seen = False
    for term in terms:
        if term.weight is Weight.ACTOR or term.name in needs:
            continue
        circumstance = bool(set(tokens[max(0, term.start - CIRCUMSTANCE_REACH) : term.start]) & reading.circumstance)
        if term.weight is Weight.ACT:
            weight = LATER_ACT if act_seen else FIRST_ACT
            act_seen = True
        elif term.weight is Weight.OBJECT:
            weight = OBJECT
        else:
            weight = CIRCUMSTANCE if circumstance else OTHER
        needs[term.name] = Need(term.name, weight, term.weight is Weight.ACT, circumstance, term.start)
    return tuple(needs.values())


def _kind(text: str, needs: tuple[Need, ...], reading: Reading) -> Kind:
    for name, pattern in reading.kinds_anywhere:
        if pattern.search(text):
            return Kind(name)
    matches = ((pattern.search(text), name) for name, pattern in reading.kinds_first)
    found = sorted((match.start(), order, name) for order, (match, name) in enumerate(matches) if match)
    if found:
        return Kind(found[0][2])
    return Kind.PERMISSION if any(need.is_act for need in needs) else Kind.WHAT


def _is_negated(text: str, needs: tuple[Need, ...], reading: Reading) -> bool:
    """Whether a negation belongs to the act itself and not to "boleh gak" or "tidak boleh"."""
    tokens = words(text)
    act_positions = {need.position for need in needs if need.weight >= LATER_ACT}
    marked = bool(reading.question_marks.search(text.lower()))
    for position, token in enumerate(tokens):
        if token not in reading.negations:
            continue
        if not act_positions & {position + 1, position + 2}:
            continue
        before = tokens[position - 1] if position else ""
        after = tokens[position + 1] if position + 1 < len(tokens) else ""
        # "boleh gak ikut kampanye" asks; "bolehkah … boleh tidak netral" denies, since the question is marked already.
        is_tag = before in reading.modals and not (marked and token == "tidak")
        if not is_tag and after not in reading.modals:
            return True
    return False


_ENGLISH = frozenset(
    "the a an is are am can could may must should do does did i we my our their to of in on at for with by if when what "
    "who where why how which that allowed permitted civil servant servants vote and or not be will have".split()
)


def detect_language(text: str) -> str:
    """`en` when at least a third of the words are common English ones, else `id`."""
    tokens = re.findall(r"[a-z]+", text.lower())
    english = sum(token in _ENGLISH for token in tokens)
    return "en" if english >= 2 and 3 * english >= len(tokens) else "id"
