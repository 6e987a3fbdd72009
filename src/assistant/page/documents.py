"""The documents as HTML: their list, and one of them with a quotation marked. Pure functions; everything is escaped.

The page's script knows these attributes: `data-document` (the id of the document to open), `data-copy` with
`data-copied` (text for the clipboard, and what the button says afterwards) and `data-locator` (where in its document a
passage stands).
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.page.library import Library, Shelved
from assistant.page.markup import escape
from assistant.page.standing import Cited, instruments_in
from assistant.page.wording import PageWording
from assistant.presentation import quoted
from assistant.regulations import Standing
from assistant.types import OWN_WORDS, Citation, Passage, Quote, Source

# More titles than that nobody reads through, and a telephone is slow to draw them; a search finds the others.
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """Where a quotation stood when it was given: the number of its passage, its words, and where a reader finds it."""

    passage_number: int
    text: str
    locator: str


def place(shelved: Shelved, quote: QuotePlace) -> Quote | None:
    """Where a quotation stands word for word in a document now; None when it is gone.

    It is looked for in its own passage first, then where the locator is the same, then everywhere.
    """

    def distance(passage: Passage) -> tuple[bool, bool]:
        return passage.number != quote.passage_number, passage.locator != quote.locator

    for passage in sorted(shelved.passages, key=distance):
        start = passage.text.find(quote.text) if quote.text else -1
        if start >= 0:
            return Quote(passage, start, start + len(quote.text))
    return None


def reference(source: Source, locator: str, words: PageWording) -> str:
    """A document and a place in it on one line of plain text, as one cites it: title, publisher, date, place, address."""
    parts = (source.title or source.name, source.publisher, words.written(source.date), locator, source.url)
    return ", ".join(" ".join(part.split()) for part in parts if part.strip())


def document_list(library: Library, search: str, words: PageWording, today: datetime.date) -> str:
    """The documents that a search finds, the first MOST_SHOWN of them, each a button that opens it."""
    found = library.find(search)
    if not found:
        return f'<p role="status">{escape(words.no_documents)}</p>'
    status = words.documents_found.format(count=len(found))
    if len(found) > MOST_SHOWN:
        status += f". {words.documents_first.format(shown=MOST_SHOWN)}"
    entries = "".join(_entry(shelved, words, today) for shelved in found[:MOST_SHOWN])
    return f'<p role="status">{escape(status)}</p><ol class="documents">{entries}</ol>'


def document(shelved: Shelved, words: PageWording, today: datetime.date, quote: QuotePlace | None = None) -> str:
    """A whole document; with a quotation that still stands in it (see `place`) marked and ready to be copied."""
    marked = place(shelved, quote) if quote else None
    cited = instruments_in(shelved.text, today, shelved.source.date)
    return _viewer("quotation" if quote else "document", shelved, cited, words, marked)


def saved_source(citation: Citation, words: PageWording, today: datetime.date) -> str:
    """The passage of a citation alone, said to be what is left of a document that is gone or has changed."""
    passage = citation.quote.passage
    cited = instruments_in(passage.text, today, passage.source.date)
    return _viewer("saved", Shelved(passage.source, (passage,)), cited, words, citation.quote, words.source_gone)


def _entry(shelved: Shelved, words: PageWording, today: datetime.date) -> str:
    source = shelved.source
    about = (
        source.publisher,
        words.written(source.date),
        _kind(source),
        words.passage_count.format(count=len(shelved.passages)),
        _short_standing(instruments_in(shelved.text, today, source.date), words),
    )
    return (
        f'<li><button type="button" class="document" data-document="{escape(source.id)}">'
        f'<span class="title" dir="auto">{escape(shelved.title)}</span>'
        f'<span class="line">{escape(" · ".join(part for part in about if part))}</span></button></li>'
    )


def _kind(source: Source) -> str:
    return source.kind.replace("-", " ").capitalize()


def _short_standing(cited: Sequence[Cited], words: PageWording) -> str:
    """What a list says of all instruments of a document; nothing when it names none."""
    repealed = sum(one.standing is Standing.DICABUT for one in cited)
    others = sum(one.standing is not Standing.BERLAKU for one in cited)
    if repealed:
        return words.some_repealed.format(count=repealed)
    if others:
        return words.some_unsettled.format(count=others)
    return words.all_in_force if cited else ""


def _viewer(
    look: str, shelved: Shelved, cited: Sequence[Cited], words: PageWording, marked: Quote | None, notice: str = ""
) -> str:
    # The same document may be open in the list of documents and beside an answer: an id for each look.
    heading = f"viewer-{look}-{hashlib.sha256(shelved.source.id.encode()).hexdigest()[:8]}"
    title = escape(shelved.title)
    remark = f'<p class="notice">{escape(notice)}</p>' if notice else ""
    passages = "".join(_passage(passage, marked, words) for passage in shelved.passages)
    return (
        f'<article class="viewer" aria-labelledby="{heading}"><h3 id="{heading}" tabindex="-1" dir="auto">{title}</h3>'
        f"{remark}{_about(shelved.source, cited, words)}{_actions(shelved.source, marked, words)}"
        f'<div class="text" tabindex="0" role="region" aria-label="{title}">{passages}</div></article>'
    )


def _about(source: Source, cited: Sequence[Cited], words: PageWording) -> str:
    kind = escape(_kind(source) or words.unknown_kind)
    if source.kind in OWN_WORDS:
        kind += f" ({escape(words.own_words_kind)})"
    rows = (
        (words.publisher, escape(source.publisher or words.unknown_publisher)),
        (words.date, escape(words.written(source.date))),
        (words.kind, kind),
        (words.legal_status, _instruments(cited, words)),
    )
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in rows)
    return f'<dl class="about">{items}</dl>'


def _instruments(cited: Sequence[Cited], words: PageWording) -> str:
    """How many there are and how they stand on one line; which they are, unfolded where one is not simply in force."""
    if not cited:
        return escape(words.no_instruments)
    items = "".join(_instrument(one, words) for one in cited)
    is_open = "" if all(one.standing is Standing.BERLAKU for one in cited) else " open"
    summary = f"{len(cited)}: {_short_standing(cited, words)}"
    return f'<details class="law"{is_open}><summary>{escape(summary)}</summary><ul class="instruments">{items}</ul></details>'


def _instrument(one: Cited, words: PageWording) -> str:
    label = " ".join(part for part in (one.provisions, one.label) if part)
    return (
        f'<li class="instrument instrument--{one.standing.value.replace("_", "-")}">{_link(one.official_page, label)} '
        f'<span class="title">{escape(one.title)}</span> <span class="standing">{escape(_standing(one, words))}</span></li>'
    )


def _standing(one: Cited, words: PageWording) -> str:
    if one.standing is Standing.DICABUT:
        since = words.written(one.repealed_on) if one.repealed_on else "–"
        return words.repealed.format(since=since, by=one.repealed_by or "–")
    return {
        Standing.BERLAKU: words.in_force,
        Standing.BELUM_BERLAKU: words.not_yet_in_force,
        Standing.BELUM_DIPASTIKAN: words.unsettled,
    }[one.standing]


def _is_web_address(address: str) -> bool:
    return address.lower().startswith(("https://", "http://"))


def _link(address: str, label: str) -> str:
    """A label that leads to a web address in a window of its own; the label alone for any other address."""
    if not _is_web_address(address):
        return f"<span>{escape(label)}</span>"
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(label)}</a>'


def _actions(source: Source, marked: Quote | None, words: PageWording) -> str:
    link = _link(source.url, words.source_link) if _is_web_address(source.url) else ""
    copy = _copy_button(marked, words) if marked else ""
    return f'<div class="actions">{copy}{link}</div>' if copy or link else ""


def _copy_button(quote: Quote, words: PageWording) -> str:
    text = f"{quoted(quote.text)}\n{reference(quote.passage.source, quote.passage.locator, words)}"
    return (
        f'<button type="button" class="action" data-copy="{escape(text)}" data-copied="{escape(words.copied)}">'
        f"{escape(words.copy_quote)}</button>"
    )


def _passage(passage: Passage, marked: Quote | None, words: PageWording) -> str:
    here = marked if marked and marked.passage.id == passage.id else None
    locator = escape(passage.locator)
    return (
        f'<section class="passage" data-locator="{locator}"><p class="locator">{locator}</p>'
        f"{_lines(passage.text, here)}{_original(passage, words)}</section>"
    )


def _original(passage: Passage, words: PageWording) -> str:
    """The text as it stood in the file, where faults of scanning were repaired."""
    if not passage.original:
        return ""
    summary = escape(words.original_text)
    return f'<details class="original"><summary>{summary}</summary>{_lines(passage.original, None)}</details>'


def _lines(text: str, marked: Quote | None) -> str:
    """A paragraph for each line that is not empty, with the part of the quotation that stands on it marked."""
    first, last = (marked.start, marked.end) if marked else (0, 0)
    paragraphs = []
    position = 0
    for line in text.split("\n"):
        start, end = max(first - position, 0), min(last - position, len(line))
        position += len(line) + 1
        if line.strip():
            content = escape(line)
            if start < end:
                content = f"{escape(line[:start])}<mark>{escape(line[start:end])}</mark>{escape(line[end:])}"
            paragraphs.append(f'<p dir="auto">{content}</p>')
    return "".join(paragraphs)
