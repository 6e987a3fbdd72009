"""The bytes of a file as a page: its clean paragraphs, and title, publisher and date as it gives them or as its text does.

This is all the work on what came from outside, and it needs nothing but the bytes: `read` has it done here for what is
small and simple, and in a process with limits (`formats/process.py`) for everything else.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.errors import ReadError
from assistant.text import clean_line, clean_text, words
from ingest.clean import is_byline, is_furniture, remove_furniture, remove_signature, trim_end
from ingest.dates import date_line, find_date, parse_date
from ingest.formats.content import Content
from ingest.formats.text import decode
from ingest.front_matter import LONGEST_FIELD, read_front_matter
from ingest.headlines import Head, dateline, split_head, title_from_text
from ingest.layout import clean_lines, paragraphs_of
from ingest.markdown import markdown_lines
from ingest.titles import regulation_title


@dataclass(frozen=True, slots=True)
class Page:
    """What a file holds. Unknown fields are empty."""

    text: str
    """Clean paragraphs separated by one blank line, without the title."""
    title: str = ""
    publisher: str = ""
    date: datetime.date | None = None
    url: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A page of which only that is filled in which the file says itself."""

    page: Page
    paragraphs: Sequence[str]
    head: Sequence[str] = ()
    """Other lines above the text: they may hold the date."""


def make_page(data: bytes, suffix: str) -> Page:
    """The page in the bytes of a file with one of the supported suffixes.

    Raises ReadError with what is wrong and what to do; the libraries for PDF, Word and HTML raise anything else too.
    """
    if suffix == ".txt":
        draft = _text_draft(decode(data))
    elif suffix == ".md":
        draft = _markdown_draft(decode(data))
    else:
        draft = _content_draft(_content(data, suffix))
    text = "\n\n".join(draft.paragraphs)
    if not any(character.isalnum() for character in text):
        raise ReadError("tidak berisi teks setelah bagian halaman web dibuang. Periksa isi berkasnya.")
    page, first = draft.page, draft.paragraphs[0]
    return replace(
        page,
        text=text,
        title=page.title or title_from_text(first),
        publisher=page.publisher or dateline(first)[1],
        date=page.date or find_date(draft.head, "\n".join((page.title, text))),
    )


def _content(data: bytes, suffix: str) -> Content:
    """Libraries are imported when the first file of their kind comes: trafilatura takes half a second."""
    if suffix == ".pdf":
        from ingest.formats.pdf import read_pdf

        return read_pdf(data)
    if suffix == ".docx":
        from ingest.formats.word import read_word

        return read_word(data)
    from ingest.formats.webpage import read_webpage

    return read_webpage(data)


def _text_draft(text: str) -> _Draft:
    head = _divided(_clean_paragraphs(clean_lines(text)))
    return _Draft(Page("", head.title), trim_end(head.body), head.lines)


def _markdown_draft(text: str) -> _Draft:
    fields, content = read_front_matter(clean_text(text))
    heading, lines = markdown_lines(content)
    paragraphs = _clean_paragraphs(lines)
    head: tuple[str, ...] = ()
    if not heading and not fields.title:
        divided = split_head(paragraphs)
        heading = regulation_title(paragraphs)[0] or divided.title
        head, paragraphs = divided.lines, list(divided.body)
    title = fields.title or heading
    paragraphs = _without_title(paragraphs, title)
    if paragraphs:
        paragraphs[-1] = remove_signature(paragraphs[-1])
    return _Draft(Page("", title, fields.publisher, fields.date, fields.url, fields.kind), paragraphs, head)


def _content_draft(content: Content) -> _Draft:
    title = clean_line(content.title, LONGEST_FIELD)
    paragraphs = _clean_paragraphs(clean_lines(content.text))
    if title and not regulation_title(paragraphs)[0]:
        body = _without_title(paragraphs, title)
        above = next((number for number, line in enumerate(body) if not (is_byline(line) or date_line(line))), 0)
        head = Head(title=title, lines=tuple(body[:above]), body=tuple(body[above:]))
    else:
        head = _divided(paragraphs)
    page = Page(
        text="",
        title=head.title,
        publisher=clean_line(content.publisher, LONGEST_FIELD),
        date=parse_date(content.date),
        url=clean_line(content.url, LONGEST_FIELD),
    )
    return _Draft(page, trim_end(head.body), head.lines)


def _divided(paragraphs: Sequence[str]) -> Head:
    """Title and text of paragraphs that nothing else names: those of a regulation have the title on several lines."""
    title, lines = regulation_title(paragraphs)
    if title and len(paragraphs) > lines:
        return Head(title=title, lines=(), body=tuple(paragraphs[lines:]))
    return split_head(paragraphs)


def _clean_paragraphs(lines: Sequence[str]) -> list[str]:
    """Paragraphs without page furniture, which may stand on one line or on several."""
    paragraphs = paragraphs_of(remove_furniture(lines))
    return [paragraph for paragraph in paragraphs if "\n" in paragraph or not is_furniture(paragraph)]


def _without_title(paragraphs: list[str], title: str) -> list[str]:
    """Paragraphs without those at their start that together are the title, which may stand there on several lines."""
    named = words(title)
    for number, paragraph in enumerate(paragraphs):
        found = words(paragraph)
        if not named or named[: len(found)] != found:
            return paragraphs
        named = named[len(found) :]
        if not named:
            return paragraphs[number + 1 :]
    return paragraphs
