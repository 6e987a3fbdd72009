"""A question as understood: what kind it is, which act it asks about, for whom, and whether it asks for the opposite."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.answer.actors import who_acts
from assistant.answer.needs import Need, Sort, read_needs
from assistant.answer.reading import Reading, load_reading
from assistant.text import words
from assistant.vocabulary import Vocabulary


class Kind(StrEnum):
    """What would answer the question."""

    PERMISSION = "permission"
    SANCTION = "sanction"
    LEGAL_BASIS = "legal_basis"
    PROHIBITIONS = "prohibitions"
    REASON = "reason"
    PURPOSE = "purpose"
    CONSEQUENCE = "consequence"
    DEFINITION = "definition"
    WHEN = "when"
    HOW_MANY = "how_many"
    WHO = "who"
    WHERE = "where"
    WHAT = "what"


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
        """What a rule must speak of: everything but the actors, who are matched apart, and the law that is named."""
        return tuple(need for need in self.needs if need.sort not in (Sort.ACTOR, Sort.INSTRUMENT))


def read_question(text: str, vocabulary: Vocabulary) -> Question:
    """Read a clean, stand-alone question."""
    reading = load_reading()
    terms = vocabulary.terms(text)
    needs = read_needs(text, terms, vocabulary, reading)
    kind = _kind(text.lower(), needs, reading)
    return Question(
        text=text,
        kind=kind,
        needs=needs,
        actors=who_acts(text, terms, vocabulary, reading, asks_for_a_deed=kind is Kind.PERMISSION),
        negated=_is_negated(text, needs, reading),
        language=detect_language(text),
    )


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
    if not names:
        # "online atau tatap muka?" asks for one of two things.
        return not re.search(r"\b(?:atau|or)\b", text)
    return bool(re.search(r"\b(?:gimana|gmn|bagaimana)\W*$", text))


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
        # "boleh gak ikut kampanye" asks; "bolehkah tidak netral" denies, since the question is marked already.
        is_tag = token in reading.tags and before in reading.modals and not marked
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
