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
# Where the question speaks of elections anyway, a strange word is more likely a side remark.
OTHER_BESIDE_SUBJECT = 0.5
CIRCUMSTANCE = 0.25
# Words after "di", "saat" … that still belong to the circumstance.
CIRCUMSTANCE_REACH = 3


class Sort(StrEnum):
    """What a needed term is in the question."""

    ACT = "act"
    OBJECT = "object"
    CIRCUMSTANCE = "circumstance"
    ACTOR = "actor"
    NAME = "name"
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
    facet: int = 0
    """Which of several coordinated acts it belongs to: "berfoto lalu mengunggahnya" has two."""


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
        """The acts that are asked about."""
        return tuple(need for need in self.needs if need.sort is Sort.ACT)

    @property
    def rule_needs(self) -> tuple[Need, ...]:
        """What a rule must speak of: everything but the actors, who are matched apart."""
        return tuple(need for need in self.needs if need.sort is not Sort.ACTOR)


def read_question(text: str, vocabulary: Vocabulary) -> Question:
    """Read a clean, stand-alone question."""
    reading = load_reading()
    terms = vocabulary.terms(text)
    needs = _needs(text, terms, vocabulary, reading)
    return Question(
        text=text,
        kind=_kind(text.lower(), needs, reading),
        needs=needs,
        actors=frozenset(term.name for term in terms if term.weight is Weight.ACTOR),
        negated=_is_negated(text, needs, reading),
        language=detect_language(text),
    )


def _needs(text: str, terms: list[Term], vocabulary: Vocabulary, reading: Reading) -> tuple[Need, ...]:
    tokens = words(text)
    reason_from = _reason_start(tokens, terms, reading)
    beside_subject = any(term.name in vocabulary.subject for term in terms)
    needs: dict[str, Need] = {}
    acts: list[Term] = []
    facet = 0
    for term in terms:
        before = tokens[max(0, term.start - CIRCUMSTANCE_REACH) : term.start]
        sort, weight = Sort.OTHER, OTHER_BESIDE_SUBJECT if beside_subject else OTHER
        if term.start >= reason_from or _is_circumstance(term, before, reading):
            sort, weight = Sort.CIRCUMSTANCE, CIRCUMSTANCE
        elif term.weight is Weight.ACTOR:
            sort, weight = Sort.ACTOR, 0.0
        elif term.weight is Weight.OTHER and set(tokens[term.end : term.end + 1]) & _ASKED_FOR:
            sort, weight = Sort.CATEGORY, CIRCUMSTANCE
        elif term.weight is Weight.NAME or (term.weight is Weight.OTHER and _is_capitalised(text, tokens[term.start])):
            sort = Sort.NAME
        elif term.weight is Weight.OBJECT:
            sort, weight = Sort.OBJECT, OBJECT
        elif term.weight is Weight.ACT:
            sort, weight = Sort.ACT, FIRST_ACT
            if acts:
                between = set(tokens[acts[-1].end : term.start])
                if between & reading.coordinators:
                    facet += 1
                elif acts[-1].name in vocabulary.governs or set(before) & reading.relative_words:
                    sort, weight = Sort.OBJECT, OBJECT
                else:
                    weight = LATER_ACT
            acts.append(term)
        needs.setdefault(term.name, Need(term.name, weight, sort, term.start, facet))
    return tuple(needs.values())


def _is_circumstance(term: Term, before: list[str], reading: Reading) -> bool:
    if term.weight is Weight.OTHER:
        asks_where = before[-2:] == ["di", "mana"] or before[-1:] == ["mana"]
        return bool(set(before) & reading.circumstance) and not asks_where
    return term.weight is Weight.ACT and bool(set(before[-1:]) & reading.time_words)


def _reason_start(tokens: list[str], terms: list[Term], reading: Reading) -> int:
    """Where a clause of reason or purpose begins that follows the act that is asked about; past the end if none does."""
    for position, token in enumerate(tokens):
        if token in reading.reason_words and any(t.weight is Weight.ACT and t.end <= position for t in terms):
            return position
    return len(tokens)


_ASKED_FOR = frozenset({"apa", "mana", "siapa", "apakah"})


def _is_capitalised(text: str, word: str) -> bool:
    """Whether a word is written with a capital somewhere but at the start."""
    return word.isalpha() and bool(re.search(rf"(?<=\S\s){re.escape(word.capitalize())}\b", text))


def _kind(text: str, needs: tuple[Need, ...], reading: Reading) -> Kind:
    for name, pattern in reading.kinds_anywhere:
        if pattern.search(text):
            return Kind(name)
    matches = ((pattern.search(text), name) for name, pattern in reading.kinds_first)
    found = sorted((match.start(), order, name) for order, (match, name) in enumerate(matches) if match)
    names = [name for _, _, name in found]
    if names and names[0] != Kind.WHAT:
        return Kind(names[0])
    # "… gimana, boleh?" and a bare "kalau like postingan caleg gimana" ask for permission all the same.
    has_act = any(need.sort is Sort.ACT for need in needs)
    if Kind.PERMISSION in names or (has_act and _asks_about_consequence(text, names)):
        return Kind.PERMISSION
    return Kind.WHAT


def _asks_about_consequence(text: str, names: list[str]) -> bool:
    return not names or bool(re.search(r"\b(?:gimana|gmn|bagaimana)\W*$", text))


def _is_negated(text: str, needs: tuple[Need, ...], reading: Reading) -> bool:
    """Whether a negation belongs to the act itself and not to "boleh gak" or "tidak boleh"."""
    tokens = words(text)
    act_positions = {need.position for need in needs if need.sort is Sort.ACT}
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
