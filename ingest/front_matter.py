"""The front matter of a Markdown file: what its author says about it. The only file that knows python-frontmatter."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

import frontmatter
import yaml

from assistant.errors import ReadError
from assistant.text import clean_line
from ingest.dates import parse_date

LONGEST_FIELD = 300
"""Characters of a title or a publisher."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields that are ours; unknown ones are empty."""

    title: str = ""
    publisher: str = ""
    date: datetime.date | None = None
    url: str = ""
    kind: str = ""


def read_front_matter(text: str) -> tuple[FrontMatter, str]:
    """The fields at the top of a text, and the text below them. Raises ReadError with the field and what it should be."""
    handler = frontmatter.YAMLHandler()
    text = text.lstrip()
    if not handler.detect(text):
        return FrontMatter(), text
    try:
        front, content = handler.split(text)
    except ValueError as error:
        raise ReadError(
            "bagian depan (front matter) tidak ditutup. Akhiri dengan baris yang hanya berisi '---'."
        ) from error
    try:
        # Plain strings, whatever they look like: a title may be a number, and dates are ours to read.
        values = handler.load(front, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise ReadError(f"bagian depan (front matter) bukan YAML yang sah: {_where(error)}.") from error
    if values is None or values == "":
        values = {}
    if not isinstance(values, dict):
        raise ReadError(
            "bagian depan (front matter) harus berupa baris 'kunci: nilai', misalnya 'title: Judul artikel'."
        )
    fields = FrontMatter(
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
    text = clean_line(value, LONGEST_FIELD)
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
