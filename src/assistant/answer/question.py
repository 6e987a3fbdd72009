"""A question as understood: what kind it is, which act it asks about, for whom, and whether it asks for the opposite."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.answer.actors import who_acts
from assistant.answer.needs import Need, Sort, read_needs
from assistant.answer.negation import is_negated
from assistant.answer.reading import Reading, load_reading
from assistant.text import sentence_spans
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


# Kinds that the last words of a clause may want, though it opens like a question for permission.
_FACTS = (Kind.WHO, Kind.WHEN, Kind.HOW_MANY, Kind.WHERE)


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
        negated=is_negated(text, needs, reading),
        language=detect_language(text),
    )


def search_text(question: Question, vocabulary: Vocabulary) -> str:
    """The question with the documents' words for those it is about: "istri saya" may be what they call "warga biasa"."""
    said = vocabulary.names(question.text)
    others = [actor for actor in sorted(question.actors - said) if not vocabulary.belongs_to(actor, "asn")]
    meant = [vocabulary.says.get(actor, "") for actor in others]
    return " ".join([question.text, *(f"({word})" for word in meant if word)])


def _kind(text: str, needs: tuple[Need, ...], reading: Reading) -> Kind:
    for name, pattern in reading.kinds_anywhere:
        if pattern.search(text):
            return Kind(name)
    asked = _sentences_that_ask(text)
    matches = ((pattern.search(asked), name) for name, pattern in reading.kinds_first)
    found = sorted((match.start(), order, name) for order, (match, name) in enumerate(matches) if match)
    names = [name for _, _, name in found]
    if names and names[0] == Kind.PERMISSION and (wanted := _fact_wanted(asked, found[0][0], reading)):
        return wanted
    if names and names[0] != Kind.WHAT:
        return Kind(names[0])
    # "… gimana, boleh?" and a bare "kalau like postingan caleg gimana" ask for permission all the same.
    has_act = any(need.sort is Sort.ACT for need in needs)
    if Kind.PERMISSION in names or (has_act and _asks_about_consequence(text, names)):
        return Kind.PERMISSION
    return Kind.WHAT


def _sentences_that_ask(text: str) -> str:
    """The sentences with a question mark and the last one: "siapa" in a story asks nothing."""
    # In capitals, since in a chat a sentence may start with a small letter.
    sentences = [text[start:end] for start, end in sentence_spans(text.upper())]
    return " ".join(one for one in sentences if one.endswith("?") or one is sentences[-1])


def _fact_wanted(asked: str, place: int, reading: Reading) -> Kind | None:
    """What "harus disetujui siapa" and "mundurnya terhitung sejak kapan" want: a fact, no permission."""
    cuts = [match.start() for match in reading.clause_end.finditer(asked)]
    start = max((cut for cut in cuts if cut <= place), default=0)
    clause = asked[start : min((cut for cut in cuts if cut > place), default=len(asked))]
    duty = reading.yields_to_facts.search(clause)
    if duty is None or reading.asks_leave.search(clause):
        return None
    facts = (Kind(name) for name, pattern in reading.kinds_first if pattern.search(clause, duty.end()))
    return next((kind for kind in facts if kind in _FACTS), None)


def _asks_about_consequence(text: str, names: list[str]) -> bool:
    if not names:
        # "online atau tatap muka?" asks for one of two things.
        return not re.search(r"\b(?:atau|or)\b", text)
    return bool(
        re.search(
            r"\b(?:gimana|gmn|bagaimana)(?:\s+(?:menurut|aturan\w*|hukum\w*)\b.*)?\W*$",
            text,
        )
    )


_ENGLISH = frozenset(
    "the a an is are am can could may must should do does did i we my our their to of in on at for with by if when what "
    "who where why how which that allowed permitted civil servant servants vote and or not be will have".split()
)


def detect_language(text: str) -> str:
    """`en` when at least a third of the words are common English ones, else `id`."""
    tokens = re.findall(r"[a-z]+", text.lower())
    english = sum(token in _ENGLISH for token in tokens)
    return "en" if english >= 2 and 3 * english >= len(tokens) else "id"
