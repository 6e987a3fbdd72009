"""What a reader should know about the sources of an answer."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.types import Notice, Quote
from assistant.wording import wording

DIGEST_PREFIX = "ringkasan"


def notices_for(quotes: Sequence[Quote], disagrees: bool, language: str) -> tuple[Notice, ...]:
    """The notices of an answer that cites these quotes."""
    said = wording(language)
    notices = []
    if disagrees:
        notices.append(Notice("sources_disagree", said.notice_disagree))
    if any(quote.passage.source.kind.startswith(DIGEST_PREFIX) for quote in quotes):
        notices.append(Notice("digest", said.notice_digest))
    return tuple(notices)
