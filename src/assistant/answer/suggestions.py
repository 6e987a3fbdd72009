"""Questions that the documents can answer, offered after an answer or in place of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from assistant.answer.classifier import character_runs
from assistant.answer.question import Question
from assistant.answer.scope import Scope
from assistant.answer.statements import read_statements
from assistant.types import Draft, Hit, Modality, Role, Verdict
from assistant.vocabulary import Vocabulary, Weight, load_vocabulary
from assistant.wording import wording

SUGGESTIONS_FILE = Path(__file__).with_name("suggestions.yaml")
MOST = 3
# So many of the nearest questions are tried on the documents before fewer than `MOST` are offered.
TRIED = 8
# What is so much less near than the nearest one that is answered is about something else.
NEAR_ENOUGH = 0.6
# What sharing a term counts beside the similarity of all runs of characters, which lies between 0 and 1. The embedding
# model was tried in its place: it put questions of the same form ("Bolehkah …") before those about the same thing.
SHARED = {Weight.ACT: 0.6, Weight.ACTOR: 0.4, Weight.OBJECT: 0.2, Weight.NAME: 0.2}


@dataclass(frozen=True, slots=True)
class Offers:
    """The questions of `suggestions.yaml` by language."""

    near: Mapping[str, tuple[str, ...]]
    instead: Mapping[str, Mapping[str, tuple[str, ...]]]
    """By language and scope; `other` for every scope that is not named."""


def after_answer(question: Question, draft: Draft, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Follow-ups: sanction and legal basis of the same act, then acts that the same passages speak of."""
    said = wording(question.language)
    offered = []
    modalities = {statement.modality for hit in hits for statement in read_statements(hit.passage)}
    if draft.verdict not in (None, Verdict.BOLEH) and Modality.SANKSI in modalities:
        offered.append(said.suggestion_sanction)
    if draft.verdict and Modality.DASAR_HUKUM in modalities:
        offered.append(said.suggestion_legal_basis)
    asked = {need.term for need in question.needs}
    cited = {quote.passage.id for block in draft.blocks for s in block.sentences for quote in s.quotes}
    near = [hit for hit in hits if hit.passage.id in cited and any(b.role is not Role.FACT for b in draft.blocks)]
    offered += [act for act in _acts([*near, *hits], asked) if act not in offered]
    return tuple(offered[:MOST])


def _acts(hits: Iterable[Hit], asked: set[str]) -> list[str]:
    asks = load_vocabulary().asks
    found: dict[str, None] = {}
    for hit in hits:
        for statement in read_statements(hit.passage):
            if statement.modality in (Modality.TIDAK_BOLEH, Modality.BOLEH, Modality.WAJIB):
                found.update(dict.fromkeys(sorted(statement.terms & asks.keys() - asked)))
    return [wording("id").suggestion_act.format(act=asks[term]) for term in found]


def nearest(question: Question, vocabulary: Vocabulary, is_answered: Callable[[str], bool]) -> tuple[str, ...]:
    """The questions nearest to one that found no answer, of those that the documents answer."""
    asked = _terms(question.text, vocabulary)
    runs = character_runs(question.text)

    def nearness(offered: str) -> float:
        shared = asked.keys() & _terms(offered, vocabulary).keys()
        return sum(SHARED.get(asked[name], 0.0) for name in shared) + float(character_runs(offered) @ runs)

    ranked = sorted(((nearness(one), one) for one in load_offers().near[question.language]), reverse=True)
    found: list[tuple[float, str]] = []
    for near, offered in ranked[:TRIED]:
        is_near = not found or near >= NEAR_ENOUGH * found[0][0]
        if len(found) < MOST and is_near and is_answered(offered):
            found.append((near, offered))
    return tuple(offered for _, offered in found)


def _terms(text: str, vocabulary: Vocabulary) -> dict[str, Weight]:
    """The terms of a question but for "ASN", which nearly all of them name."""
    return {term.name: term.weight for term in vocabulary.terms(text) if term.name not in ("asn", "pns")}


def instead_of(scope: Scope, language: str) -> tuple[str, ...]:
    """What can be asked instead of a request that was refused."""
    instead = load_offers().instead[language]
    return instead.get(scope.value, instead["other"])


@cache
def load_offers(path: Path = SUGGESTIONS_FILE) -> Offers:
    """The questions of a file."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return Offers(
        near={language: tuple(questions) for language, questions in data["near"].items()},
        instead={
            language: {scope: tuple(questions) for scope, questions in scopes.items()}
            for language, scopes in data["instead"].items()
        },
    )
