"""The gate: every sentence of a draft against its cited passages, before anything reaches the screen.

The same for both engines. A quotation must stand in its passage word for word; a sentence in other words must say nothing
that one of its passages does not say (see `support`), and must not rule otherwise than the verdict does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from assistant.answer.deontic import is_about_the_act
from assistant.answer.gate.support import find_support
from assistant.answer.matching import match_statements
from assistant.answer.question import Kind, Question
from assistant.answer.vote import SAYS
from assistant.types import Block, Draft, Hit, Passage, Quote, Role, Sentence, Source, Verdict

# What a sentence may say about the asked act under each verdict. Under "bersyarat" it may forbid, never simply allow.
_COMPATIBLE: dict[Verdict | None, frozenset[Verdict | None]] = {
    Verdict.BOLEH: frozenset({Verdict.BOLEH, Verdict.BERSYARAT}),
    Verdict.TIDAK_BOLEH: frozenset({Verdict.TIDAK_BOLEH}),
    Verdict.BERSYARAT: frozenset({Verdict.BERSYARAT, Verdict.TIDAK_BOLEH}),
    Verdict.WAJIB: frozenset({Verdict.WAJIB}),
    None: frozenset({None}),
}


@dataclass(frozen=True, slots=True)
class Gate:
    """What sentences are held against: the passages that were retrieved, the question, and its verdict."""

    passages: Mapping[str, Passage]
    """By their id."""
    question: Question | None
    """None where nothing is asked about an act."""
    verdict: Verdict | None

    @classmethod
    def of(cls, passages: Iterable[Passage], question: Question | None, verdict: Verdict | None) -> Gate:
        return cls({passage.id: passage for passage in passages}, question, verdict)

    def admit(self, sentence: Sentence) -> Sentence | None:
        """The sentence with the quotes that say it, or None when nothing that it cites does."""
        if not sentence.quotes or not all(self._is_retrieved(quote) for quote in sentence.quotes):
            return None
        if sentence.verbatim:
            return sentence if sentence.text == sentence.quotes[0].text else None
        if self._rules_otherwise(sentence.text):
            return None
        found = (find_support(sentence.text, quote.passage) for quote in sentence.quotes)
        saying = tuple(one for one in found if isinstance(one, Quote))
        return replace(sentence, quotes=saying) if saying else None

    def _is_retrieved(self, quote: Quote) -> bool:
        passage = self.passages.get(quote.passage.id)
        return (
            passage is not None
            and passage.text == quote.passage.text
            and 0 <= quote.start < quote.end <= len(passage.text)
        )

    def _rules_otherwise(self, text: str) -> bool:
        """Whether a sentence says about the asked act what the verdict does not."""
        if self.question is None or (self.question.kind is not Kind.PERMISSION and self.verdict is None):
            return False
        alone = Hit(Passage("", Source("", "", ""), 1, "", text), 1.0, 1.0, 0.0, 1.0, 0.0, 0.0)
        ruled = {
            SAYS[match.modality]
            for match in match_statements(self.question, [alone])
            if match.modality in SAYS and is_about_the_act(match, self.question)
        }
        return bool(ruled - _COMPATIBLE[self.verdict])


def verify(draft: Draft, passages: Collection[Passage], question: Question | None = None) -> tuple[Draft | None, int]:
    """The draft without what its citations do not support, and how many sentences were dropped.

    A verdict whose every supporting sentence fell is no verdict: then the result is None.
    """
    gate = Gate.of(passages, question, draft.verdict)
    kept: list[Block] = []
    dropped = 0
    for block in draft.blocks:
        supported = tuple(one for sentence in block.sentences if (one := gate.admit(sentence)))
        dropped += len(block.sentences) - len(supported)
        if supported or not block.sentences:
            kept.append(replace(block, sentences=supported))
        elif block.role is Role.VERDICT:
            return None, dropped
    if not any(block.sentences for block in kept):
        return None, dropped
    return replace(draft, blocks=tuple(kept)), dropped
