"""A file becomes a Document.

To read another format, write a function `bytes → Content` in `formats`, name it in `page.py` and its suffix below.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from assistant.errors import ReadError
from assistant.types import Document, Source
from ingest.formats.kinds import refuse_other_kinds
from ingest.formats.process import reading_process
from ingest.page import Page, make_page

# Part of every digest. Raise it when reading, cleaning or splitting changes: stored documents are then made anew.
RECIPE = "2"
LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of text, Markdown or HTML."""
LARGEST_DOCUMENT = 100 * 1024 * 1024
"""Bytes of a PDF or Word document, most of which are pictures."""
SUPPORTED = (".txt", ".md", ".html", ".htm", ".pdf", ".docx")
_WITH_PICTURES = (".pdf", ".docx")
_PLAIN = (".txt", ".md")
# An article. However strange a text of this size is, it is read in a few seconds.
_SMALL = 30_000


def read_document(path: Path, id: str, name: str) -> Document:
    """The document in a file, under the given key and name. Raises ReadError with what is wrong and what to do."""
    suffix = path.suffix.lower()
    return read_data(_read_bytes(path, _largest(suffix)), suffix, id, name)


def read_data(data: bytes, suffix: str, id: str, name: str, url: str = "") -> Document:
    """The document in bytes that came from a file or from `url`, which only front matter may overrule."""
    if len(data) > _largest(suffix):
        raise _too_large(len(data), _largest(suffix))
    refuse_other_kinds(data, suffix)
    here = suffix in _PLAIN and len(data) <= _SMALL
    page = make_page(data, suffix) if here else reading_process().read(data, suffix)
    return _document(page, id, name, _address(page, suffix, url))


def _address(page: Page, suffix: str, url: str) -> str:
    """Where a document was found is surer than the address that a web page gives itself."""
    return page.url or url if suffix in _PLAIN else url or page.url


def _document(page: Page, id: str, name: str, url: str) -> Document:
    source = Source(
        id=id, name=name, title=page.title, publisher=page.publisher, date=page.date, url=url, kind=page.kind
    )
    return Document(source=replace(source, digest=_digest(source, page.text)), text=page.text)


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
