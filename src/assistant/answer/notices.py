"""What a reader should know about the sources of an answer."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from assistant.regulations import Instrument, Standing, find_citations, load_register, standing
from assistant.types import Notice, Quote
from assistant.wording import wording

DIGEST_PREFIX = "ringkasan"


def notices_for(quotes: Sequence[Quote], disagrees: bool, language: str) -> tuple[Notice, ...]:
    """The notices of an answer that cites these quotes; `disagrees` when they contradict each other."""
    said = wording(language)
    notices = []
    if disagrees:
        notices.append(Notice("sources_disagree", said.notice_disagree))
    for instrument in repealed_instruments(" ".join(quote.text for quote in quotes), datetime.date.today()):
        successor = load_register().instrument(instrument.repealed_by).label if instrument.repealed_by else "–"
        since = said.written(instrument.repealed_on) if instrument.repealed_on else "–"
        text = said.notice_repealed.format(instrument=instrument.label, since=since, successor=successor)
        notices.append(Notice("repealed_law", text))
    if any(quote.passage.source.kind.startswith(DIGEST_PREFIX) for quote in quotes):
        notices.append(Notice("digest", said.notice_digest))
    return tuple(notices)


def repealed_instruments(text: str, on: datetime.date) -> tuple[Instrument, ...]:
    """The instruments that a text cites and that are repealed on a day, each once, in order of appearance."""
    cited = [(mention.instrument, mention.pasal) for mention in find_citations(text)]
    repealed = [one for one, pasal in cited if one and standing(one, on, pasal) is Standing.DICABUT]
    return tuple(dict.fromkeys(repealed))
