"""What a reader should know about the instruments in a question and about the sources of an answer."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from assistant.answer.cited import Slip, cited_in_passage, slips
from assistant.regulations import Instrument, find_citations, load_register, repealed_among
from assistant.types import OWN_WORDS, Notice, Quote
from assistant.wording import Wording, wording


def question_notices(question: str, language: str) -> tuple[Notice, ...]:
    """What is wrong with the instruments that a question names: unknown, misnamed, or repealed."""
    said = wording(language)
    wrong = [Notice("unknown_law", _correction(slip, said), about_question=True) for slip in slips(question)]
    repealed = repealed_instruments(question, datetime.date.today())
    return (*wrong, *_repealed(repealed, said, about_question=True))


def _correction(slip: Slip, said: Wording) -> str:
    if slip.meant is None:
        return said.notice_unknown.format(written=slip.written)
    words = {"written": slip.written, "label": slip.meant.label, "title": slip.meant.title}
    return (said.notice_other_name if slip.bears_other_name else said.notice_garbled).format(**words)


def notices_for(asked: str, quotes: Sequence[Quote], disagrees: bool, language: str) -> tuple[Notice, ...]:
    """The notices of an answer to `asked` that cites these quotes; `disagrees` when they contradict each other."""
    said = wording(language)
    notices = list(question_notices(asked, language))
    told = {notice.text for notice in notices}
    if disagrees:
        notices.append(Notice("sources_disagree", said.notice_disagree))
    today = datetime.date.today()
    leaning = _repealed((one for quote in quotes for one in repealed_in_quote(quote, today)), said)
    notices += [notice for notice in leaning if notice.text not in told]
    if any(quote.passage.source.kind in OWN_WORDS for quote in quotes):
        notices.append(Notice("digest", said.notice_digest))
    return tuple(notices)


def _repealed(instruments: Iterable[Instrument], said: Wording, *, about_question: bool = False) -> list[Notice]:
    notices = []
    for instrument in dict.fromkeys(instruments):
        successor = load_register().instrument(instrument.repealed_by).label if instrument.repealed_by else "–"
        since = said.written(instrument.repealed_on) if instrument.repealed_on else "–"
        written = said.notice_repealed.format(instrument=instrument.label, since=since, successor=successor)
        notices.append(Notice("repealed_law", written, about_question))
    return notices


def repealed_instruments(text: str, on: datetime.date) -> tuple[Instrument, ...]:
    """The instruments that a text cites and that are repealed on a day, each once, in order of appearance."""
    return repealed_among(find_citations(text), on)


def repealed_in_quote(quote: Quote, on: datetime.date) -> tuple[Instrument, ...]:
    """The same of a quotation."""
    return repealed_among(cited_in_passage(quote.text, on), on)
