"""A file becomes a Document: decoded, cleaned, with title, publisher and date from its front matter or its text.

To read another format, write a function `bytes → Page` and name its suffix in `_READERS`.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import frontmatter
import yaml

from assistant.errors import ReadError
from assistant.text import clean_line, clean_text
from assistant.types import Document, Source
from ingest.clean import is_furniture, remove_furniture, remove_signature, trim_end
from ingest.dates import find_date, parse_date
from ingest.headlines import dateline, split_head, title_from_text
from ingest.layout import clean_lines, paragraphs_of
from ingest.markdown import markdown_lines

# Part of every digest. Raise it when reading, cleaning or splitting changes: stored documents are then made anew.
RECIPE = "1"
LARGEST_FILE = 20 * 1024 * 1024
_LONGEST_FIELD = 300
# Text holds hardly any control characters; compressed or binary data is full of them.
_LARGEST_CONTROL_SHARE = 0.01
_LARGEST_ODD_SHARE = 0.3
_OTHER_FORMATS = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "dokumen Office atau arsip ZIP"),
    (b"\xd0\xcf\x11\xe0", "dokumen Office lama"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "gambar"),
    (b"\xff\xd8\xff", "gambar"),
    (b"GIF8", "gambar"),
)
_HTML = re.compile(r"^\s*<(?:!doctype|html|head|body|\?xml)\b", re.IGNORECASE)


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
    return read_data(_read_bytes(path), path.suffix.lower(), id, name)


def read_data(data: bytes, suffix: str, id: str, name: str, url: str = "") -> Document:
    """The document in bytes that came from a file or from `url`, which front matter may overrule."""
    page = _READERS[suffix](data)
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


def _read_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            megabytes = path.stat().st_size / 1024 / 1024
            most = LARGEST_FILE // 1024 // 1024
            raise ReadError(f"terlalu besar ({megabytes:.0f} MB, paling banyak {most} MB). Bagi menjadi beberapa berkas.")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError("berkas tidak ada lagi. Jalankan perintah ini sekali lagi.") from error
    except PermissionError as error:
        raise ReadError("tidak boleh dibaca oleh pengguna ini. Periksa izin berkasnya.") from error
    except OSError as error:
        raise ReadError(f"tidak dapat dibaca ({error.strerror or error}).") from error


def decode(data: bytes) -> str:
    """Bytes as text: UTF-8 or UTF-16 by its mark, else UTF-8, else Windows-1252.

    Raises ReadError for what is empty or no text at all.
    """
    if not data.strip():
        raise ReadError("kosong. Isi berkasnya atau hapus dari folder ini.")
    for start, kind in _OTHER_FORMATS:
        if data.startswith(start):
            raise ReadError(f"isinya {kind}, bukan teks. Simpan sebagai teks (.txt, UTF-8).")
    text = _decoded(data)
    if text is None or not _looks_like_text(text):
        raise ReadError("isinya bukan teks yang dapat dikenali. Simpan sebagai teks (.txt, UTF-8).")
    if _HTML.match(text):
        raise ReadError("isinya HTML, bukan teks. Simpan teks artikelnya saja (.txt, UTF-8).")
    return text


def _decoded(data: bytes) -> str | None:
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _looks_like_text(text: str) -> bool:
    sample = text[:100_000]
    control = sum(unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs") and c not in "\n\r\t\f\v\x85" for c in sample)
    # Windows-1252 reads nearly any bytes; in real text its accented letters and signs are few.
    odd = sum("\x80" <= c <= "\xff" for c in sample)
    return control <= _LARGEST_CONTROL_SHARE * len(sample) and odd <= _LARGEST_ODD_SHARE * len(sample)


def _read_text(data: bytes) -> Page:
    head = split_head(_clean_paragraphs(clean_lines(decode(data))))
    return Page(paragraphs=tuple(trim_end(head.body)), head=head.lines, title=head.title)


def _read_markdown(data: bytes) -> Page:
    fields, content = _front_matter(clean_text(decode(data)))
    heading, lines = markdown_lines(content)
    paragraphs = _clean_paragraphs(lines)
    head: tuple[str, ...] = ()
    if not heading and not fields.title:
        divided = split_head(paragraphs)
        heading, head, paragraphs = divided.title, divided.lines, list(divided.body)
    title = fields.title or heading
    if paragraphs and paragraphs[0].casefold() == title.casefold():
        paragraphs = paragraphs[1:]
    if paragraphs:
        paragraphs[-1] = remove_signature(paragraphs[-1])
    return replace(fields, paragraphs=tuple(paragraphs), head=head, title=title)


def _clean_paragraphs(lines: Sequence[str]) -> list[str]:
    """Paragraphs without page furniture, which may stand on one line or on several."""
    paragraphs = paragraphs_of(remove_furniture(lines))
    return [paragraph for paragraph in paragraphs if "\n" in paragraph or not is_furniture(paragraph)]


def _front_matter(text: str) -> tuple[Page, str]:
    """The fields of the front matter, as a page without paragraphs, and the text below it."""
    handler = frontmatter.YAMLHandler()
    text = text.lstrip()
    if not handler.detect(text):
        return Page(paragraphs=()), text
    try:
        front, content = handler.split(text)
    except ValueError as error:
        raise ReadError("bagian depan (front matter) tidak ditutup. Akhiri dengan baris yang hanya berisi '---'.") from error
    try:
        # Plain strings, whatever they look like: a title may be a number, and dates are ours to read.
        values = handler.load(front, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise ReadError(f"bagian depan (front matter) bukan YAML yang sah: {_where(error)}.") from error
    if values is None or values == "":
        values = {}
    if not isinstance(values, dict):
        raise ReadError("bagian depan (front matter) harus berupa baris 'kunci: nilai', misalnya 'title: Judul artikel'.")
    fields = Page(
        paragraphs=(),
        title=_field(values, "title"),
        publisher=_field(values, "publisher"),
        date=_date_field(values),
        url=_url_field(values),
        kind=_field(values, "kind"),
    )
    return fields, content


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return "susunannya tidak dapat dibaca"
    return f"periksa baris {mark.line + 1} (nilai yang berisi titik dua harus diapit tanda kutip)"


def _field(values: dict[object, object], key: str) -> str:
    value = values.get(key, "")
    if not isinstance(value, str):
        raise ReadError(f"bagian depan: {key!r} harus berupa satu baris teks, bukan {_kind_of(value)}.")
    text = clean_line(value, _LONGEST_FIELD)
    return "" if text.lower() in ("null", "~") else text


def _kind_of(value: object) -> str:
    return "daftar" if isinstance(value, list) else "kumpulan kunci"


def _date_field(values: dict[object, object]) -> datetime.date | None:
    text = _field(values, "date")
    date = parse_date(text)
    if text and date is None:
        raise ReadError(f"bagian depan: 'date' berisi {text!r}. Tulis seperti 2024-01-30 atau 30 Januari 2024.")
    return date


def _url_field(values: dict[object, object]) -> str:
    url = _field(values, "url")
    if url and not re.match(r"https?://\S+$", url, re.IGNORECASE):
        raise ReadError(f"bagian depan: 'url' berisi {url!r}. Alamat harus dimulai dengan http:// atau https://.")
    return url


_READERS: dict[str, Callable[[bytes], Page]] = {".txt": _read_text, ".md": _read_markdown}
SUPPORTED = tuple(_READERS)
