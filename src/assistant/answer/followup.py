"""Makes an elliptical follow-up ("kalau komentar?", "sanksinya apa?") a question that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer.question import Kind, Question, read_question
from assistant.text import words
from assistant.vocabulary import Term, Vocabulary, Weight

_OPENERS = re.compile(
    r"^\W*(?:(?:oh|ok|oke|hmm|eh|nah)\W+)?(?:kalau|kalo|klo|klau|kl|terus|trus|trs|lalu|lantas|nah|dan|and|tapi|tp|but|"
    r"bagaimana dengan|gimana dengan|gimana kalau|gimana klo|gmn klo|bagaimana kalau|bagaimana jika|misal(?:nya)? |"
    r"what about|how about|what if|and if|jika|bila|berarti|jadi)\b"
)
_POINTS_BACK = re.compile(r"\b\w+nya\b|\b(?:itu|tersebut|tadi|begitu|gitu|that|it)\b")
SHORT = 4
# Kinds that ask for something *about* the act of the question before.
_ABOUT_THE_ACT = (Kind.SANCTION, Kind.LEGAL_BASIS, Kind.REASON)


def stand_alone(question: str, history: Sequence[str], vocabulary: Vocabulary) -> str:
    """The question as it would be asked without the conversation; unchanged when it stands alone already."""
    context = ""
    for earlier in history:
        context = _join(earlier, context, vocabulary) if context else earlier
    return _join(question, context, vocabulary) if context else question


def _join(question: str, context: str, vocabulary: Vocabulary) -> str:
    terms = vocabulary.terms(question)
    now = read_question(question, vocabulary)
    if not _is_elliptical(question, terms, now):
        return question
    before = read_question(context, vocabulary)
    earlier = vocabulary.terms(context)
    if now.kind in _ABOUT_THE_ACT or (now.kind not in (Kind.PERMISSION, Kind.WHAT) and not now.acts):
        asked = f"Apa {question}" if now.kind is Kind.SANCTION else question
        return _compose(asked, context, _without(earlier, terms))
    if not now.rule_needs:
        return _swap_actor(context, question, terms, earlier) if now.actors else f"{question} {context}"
    if now.kind in (Kind.PERMISSION, Kind.WHAT) and (now.acts or before.kind is Kind.PERMISSION):
        kept = [term for term in earlier if _frames(term, now, vocabulary)]
        if not now.acts:
            kept = earlier
        return _compose(f"Apakah boleh {question}", context, _without(kept, terms))
    if not now.acts and now.kind in (Kind.PERMISSION, Kind.WHAT):
        # "Kalau yang di Banjarbaru?" asks the same thing about another place or person.
        unnamed = _without_words(context, [term for term in earlier if _is_name(term, context)])
        return f"{unnamed.rstrip(' ?!.')} {_content(question, terms)}?"
    return _compose(question, context, _without([t for t in earlier if not _is_name(t, context)], terms))


def _is_elliptical(question: str, terms: list[Term], now: Question) -> bool:
    lowered = question.lower()
    if _OPENERS.match(lowered):
        return True
    has_subject = bool(now.acts) and bool(now.actors)
    return not has_subject and (
        len(words(question)) <= SHORT or (bool(_POINTS_BACK.search(lowered)) and len(terms) <= 2)
    )


def _frames(term: Term, now: Question, vocabulary: Vocabulary) -> bool:
    """Whether a term of the earlier question says for whom or about what, so that it holds for another act too."""
    if term.weight is Weight.ACTOR:
        return not now.actors
    if term.weight is Weight.ACT:
        # "kalau cuma hadir?" is about attending what was asked about before.
        return all(act.term in vocabulary.light for act in now.acts)
    return term.weight is Weight.OBJECT and term.name in vocabulary.subject


def _without(terms: list[Term], present: list[Term]) -> list[Term]:
    names = {term.name for term in present}
    return [term for term in terms if term.name not in names]


def _compose(question: str, context: str, added: list[Term]) -> str:
    tokens = words(context)
    extra = ", ".join(" ".join(tokens[term.start : term.end]) for term in added)
    return f"{question.rstrip(' ?!.')}, {extra}?" if extra else question


def _swap_actor(context: str, question: str, terms: list[Term], earlier: list[Term]) -> str:
    """The earlier question with its actors replaced by those of the follow-up ("kalau PPPK?")."""
    swapped = _without_words(context, [term for term in earlier if term.weight is Weight.ACTOR])
    actors = " ".join(" ".join(words(question)[t.start : t.end]) for t in terms if t.weight is Weight.ACTOR)
    return f"{swapped.rstrip(' ?!.')} {actors}?"


def _without_words(context: str, terms: list[Term]) -> str:
    """The earlier question without the words of some of its terms."""
    tokens = words(context)
    for word in [word for term in terms for word in tokens[term.start : term.end]]:
        context = re.sub(rf"\b{re.escape(word)}\b", "", context, count=1, flags=re.IGNORECASE)
    return context


def _content(question: str, terms: list[Term]) -> str:
    """The words of the terms as they were typed: a capital shows a name."""
    tokens = re.findall(r"[^\W_]+", question)
    return ", ".join(" ".join(tokens[term.start : term.end]) for term in terms)


def _is_name(term: Term, context: str) -> bool:
    """Whether a word outside the vocabulary is written like a name in the earlier question."""
    if term.weight not in (Weight.OTHER, Weight.NAME):
        return False
    word = words(context)[term.start]
    return bool(re.search(rf"\s{re.escape(word.capitalize())}\b", context))
