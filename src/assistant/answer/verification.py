"""The gate: every sentence of a draft against its cited passages, before anything reaches the screen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from assistant.types import Block, Draft, Passage, Role, Sentence


def verify(draft: Draft, passages: Collection[Passage]) -> tuple[Draft | None, int]:
    """The draft without what its citations do not support, and how many sentences were dropped.

    A sentence stays when it cites passages that were retrieved for this question and, being a quotation, stands in
    them word for word. A verdict whose every supporting sentence fell is no verdict: then the result is None.
    """
    retrieved = {passage.id: passage for passage in passages}
    kept: list[Block] = []
    dropped = 0
    for block in draft.blocks:
        supported = tuple(sentence for sentence in block.sentences if _is_supported(sentence, retrieved))
        dropped += len(block.sentences) - len(supported)
        if supported or not block.sentences:
            kept.append(replace(block, sentences=supported))
        elif block.role is Role.VERDICT:
            return None, dropped
    if not any(block.sentences for block in kept):
        return None, dropped
    return replace(draft, blocks=tuple(kept)), dropped


def _is_supported(sentence: Sentence, retrieved: dict[str, Passage]) -> bool:
    if not sentence.quotes:
        return False
    for quote in sentence.quotes:
        passage = retrieved.get(quote.passage.id)
        if passage is None or not 0 <= quote.start < quote.end <= len(passage.text):
            return False
        if passage.text != quote.passage.text:
            return False
    return not sentence.verbatim or sentence.text == sentence.quotes[0].text
