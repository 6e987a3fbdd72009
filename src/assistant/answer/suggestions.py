"""Questions that the documents can answer, offered after an answer or in place of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.answer.question import Question
from assistant.answer.statements import read_statements
from assistant.types import Draft, Hit, Modality, Role, Verdict
from assistant.vocabulary import load_vocabulary
from assistant.wording import wording

MOST = 3


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


def nearest(hits: Sequence[Hit]) -> tuple[str, ...]:
    """Questions about the acts that the nearest passages speak of."""
    return tuple(_acts(hits, set()))[:MOST]


def _acts(hits: Iterable[Hit], asked: set[str]) -> list[str]:
    asks = load_vocabulary().asks
    found: dict[str, None] = {}
    for hit in hits:
        for statement in read_statements(hit.passage):
            if statement.modality in (Modality.TIDAK_BOLEH, Modality.BOLEH, Modality.WAJIB):
                found.update(dict.fromkeys(sorted(statement.terms & asks.keys() - asked)))
    return [wording("id").suggestion_act.format(act=asks[term]) for term in found]
