"""A file becomes a Document: read, cleaned, with title, publisher and date from what it says of itself or from its text.

Text and Markdown are read here, the other formats in a process of their own (`formats`). To read another one, write a
function `bytes → Content` there, name it in `formats/child.py` and its suffix below.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import ReadError
from assistant.text import clean_line, clean_text, words
from assistant.types import Document, Source
from ingest.clean import is_byline, is_furniture, remove_furniture, remove_signature, trim_end
from ingest.dates import date_line, find_date, parse_date
from ingest.formats.content import Content
from ingest.formats.kinds import refuse_other_kinds
from ingest.formats.process import reading_process
from ingest.formats.text import decode
from ingest.front_matter import LONGEST_FIELD, read_front_matter
from ingest.headlines import Head, dateline, split_head, title_from_text
from ingest.layout import clean_lines, paragraphs_of
from ingest.markdown import markdown_lines

# Part of every digest. Raise it when reading, cleaning or splitting changes: stored documents are then made anew.
RECIPE = "1"
LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of text, Markdown or HTML."""
LARGEST_DOCUMENT = 100 * 1024 * 1024
"""Bytes of a PDF or Word document, most of which are pictures."""
SUPPORTED = (".txt", ".md", ".html", ".htm", ".pdf", ".docx")
_WITH_PICTURES = (".pdf", ".docx")


@dataclass(frozen=True, slots=True)
class Page:
    """What a file says about itself, and its paragraphs without the title. Unknown fields are empty."""

    paragraphs: tuple[str, ...]
    head: tuple[str, ...] = ()
    """Other lines above the text: they may hold the date."""
    title: str = ""
    publisher: str = ""
    date: datetime.date | None = None
    url: str = ""
    kind: str = ""


def read_document(path: Path, id: str, name: str) -> Document:
    """The document in a file, under the given key and name. Raises ReadError with what is wrong and what to do."""
    suffix = path.suffix.lower()
    return read_data(_read_bytes(path, _largest(suffix)), suffix, id, name)


def read_data(data: bytes, suffix: str, id: str, name: str, url: str = "") -> Document:
    """The document in bytes that came from a file or from `url`, which front matter may overrule."""
    if len(data) > _largest(suffix):
        raise _too_large(len(data), _largest(suffix))
    refuse_other_kinds(data, suffix)
    if suffix == ".txt":
        page = _read_text(data)
    elif suffix == ".md":
        page = _read_markdown(data)
    else:
        page = _page_of(reading_process().read(data, suffix), url)
    text = "\n\n".join(page.paragraphs)
    if not any(character.isalnum() for character in text):
        raise ReadError("tidak berisi teks setelah bagian halaman web dibuang. Periksa isi berkasnya.")
    source = Source(
        id=id,
        name=name,
        title=page.title or title_from_text(page.paragraphs[0]),
        publisher=page.publisher or dateline(page.paragraphs[0])[1],
        date=page.date or find_date(page.head, "\n".join((page.title, text))),
        url=page.url or url,
        kind=page.kind,
    )
    return Document(source=replace(source, digest=_digest(source, text)), text=text)


def _digest(source: Source, text: str) -> str:
    """SHA-256 of everything that is stored or searched, and of how it was made."""
    date = source.date.isoformat() if source.date else ""
    fields = [RECIPE, source.id, source.name, source.title, source.publisher, date, source.url, source.kind, text]
    return hashlib.sha256(json.dumps(fields).encode("ascii")).hexdigest()


def _largest(suffix: str) -> int:
    return LARGEST_DOCUMENT if suffix in _WITH_PICTURES else LARGEST_FILE


def _too_large(size: int, most: int) -> ReadError:
    shown = f"{size / 1024 / 1024:.0f} MB, paling banyak {most // 1024 // 1024} MB"
    return ReadError(f"terlalu besar ({shown}). Bagi menjadi beberapa berkas.")


def _read_bytes(path: Path, most: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > most:
            raise _too_large(size, most)
        with path.open("rb") as file:
            # A file that is still being written may have grown since.
            return file.read(most + 1)
    except FileNotFoundError as error:
        raise ReadError("berkas tidak ada lagi. Jalankan perintah ini sekali lagi.") from error
    except PermissionError as error:
        raise ReadError("tidak boleh dibaca oleh pengguna ini. Periksa izin berkasnya.") from error
    except IsADirectoryError as error:
        raise ReadError("ini folder, bukan berkas. Berikan folder itu sendiri, bukan sebagai berkas.") from error
    except OSError as error:
        raise ReadError(f"tidak dapat dibaca ({error.strerror or error}). Periksa berkas dan diskonya.") from error


def _read_text(data: bytes) -> Page:
    head = split_head(_clean_paragraphs(clean_lines(decode(data))))
    return Page(paragraphs=tuple(trim_end(head.body)), head=head.lines, title=head.title)


def _read_markdown(data: bytes) -> Page:
    fields, content = read_front_matter(clean_text(decode(data)))
    heading, lines = markdown_lines(content)
    paragraphs = _clean_paragraphs(lines)
    head: tuple[str, ...] = ()
    if not heading and not fields.title:
        divided = split_head(paragraphs)
        heading, head, paragraphs = divided.title, divided.lines, list(divided.body)
    title = fields.title or heading
    paragraphs = _without_title(paragraphs, title)
    if paragraphs:
        paragraphs[-1] = remove_signature(paragraphs[-1])
    return Page(tuple(paragraphs), head, title, fields.publisher, fields.date, fields.url, fields.kind)


def _page_of(content: Content, url: str) -> Page:
    """The page in what another format holds. The address it was fetched from is surer than the one it gives itself."""
    title = clean_line(content.title, LONGEST_FIELD)
    paragraphs = _clean_paragraphs(clean_lines(content.text))
    if title:
        body = _without_title(paragraphs, title)
        above = next((number for number, line in enumerate(body) if not (is_byline(line) or date_line(line))), 0)
        head = Head(title=title, lines=tuple(body[:above]), body=tuple(body[above:]))
    else:
        head = split_head(paragraphs)
    return Page(
        paragraphs=tuple(trim_end(head.body)),
        head=head.lines,
        title=head.title,
        publisher=clean_line(content.publisher, LONGEST_FIELD),
        date=parse_date(content.date),
        url=url or clean_line(content.url, LONGEST_FIELD),
    )


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
