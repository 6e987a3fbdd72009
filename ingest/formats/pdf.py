"""PDF documents with a text layer. The home of pypdf."""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError
from pypdf.generic import ArrayObject, NullObject

from assistant.errors import ReadError
from ingest.formats.content import LARGEST_TEXT, Content, useful_title
from ingest.formats.kinds import damaged
from ingest.formats.pages import paragraphs_of_pages, title_of_pages
from ingest.formats.running import Line, without_running_lines

SCANNED = (
    "tidak punya lapisan teks (hasil pindaian). Jalankan OCR, misalnya: "
    "ocrmypdf -l ind berkas.pdf hasil.pdf, lalu baca hasil.pdf."
)
CUT_SHORT = "PDF-nya terpotong: akhirnya tidak ada. Unduh atau salin sekali lagi, lalu jalankan perintah ini lagi."
LOCKED = "PDF-nya berkata sandi. Buka dengan kata sandinya, simpan tanpa kata sandi, lalu jalankan lagi."
NO_CIPHER = "PDF-nya terkunci dengan cara yang tidak dikenal. Simpan ulang lewat Cetak → Simpan sebagai PDF."
# A page with fewer letters shows a stamp or a page number, no text.
_FEWEST_LETTERS = 20
_FEWEST_PAGES_WITH_TEXT = 0.1
_END_WITHIN = 4096
_SKEW = 0.1


def read_pdf(data: bytes) -> Content:
    """The text of all pages. Raises ReadError for scans, passwords and damage; other exceptions mean damage too."""
    if b"%%EOF" not in data[-_END_WITHIN:]:
        raise ReadError(CUT_SHORT)
    try:
        reader = PdfReader(io.BytesIO(data))
        # Many documents are only locked against changes: they open without a password.
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError(LOCKED)
        pages = _pages(reader)
    except FileNotDecryptedError as error:
        raise ReadError(LOCKED) from error
    except (DependencyError, NotImplementedError) as error:
        raise ReadError(NO_CIPHER) from error
    except LimitReachedError as error:
        raise ReadError(damaged(".pdf")) from error
    # What every page repeats is no sign of a text layer: scans carry a stamp of the signature service.
    with_text = sum(_letters(page) >= _FEWEST_LETTERS for page in without_running_lines(pages))
    if with_text == 0 or with_text < _FEWEST_PAGES_WITH_TEXT * len(pages):
        raise ReadError(SCANNED)
    text = "\n\n".join(paragraphs_of_pages(pages))
    return Content(text=text, title=useful_title(_property_title(reader), text) or title_of_pages(pages))


def _pages(reader: PdfReader) -> list[list[Line]]:
    pages: list[list[Line]] = []
    letters = 0
    for number, page in enumerate(reader.pages, start=1):
        if _has_lost_content(page):
            raise ReadError(damaged(".pdf"))
        lines = _lines(page)
        letters += sum(len(line.text) for line in lines)
        if letters > LARGEST_TEXT:
            raise ReadError(
                f"teksnya lebih dari {LARGEST_TEXT // 1_000_000} juta huruf (sampai halaman {number}). Bagi PDF-nya."
            )
        pages.append(lines)
    return pages


def _has_lost_content(page: PageObject) -> bool:
    """Whether a page names a content that is not in the file: it would pass for an empty page."""
    named: Any = page.get("/Contents")
    parts = named if isinstance(named, ArrayObject) else [named]
    return named is not None and any(isinstance(part.get_object(), NullObject | None) for part in parts)


def _letters(page: Sequence[Line]) -> int:
    return sum(character.isalnum() for line in page for character in line.text)


def _property_title(reader: PdfReader) -> str:
    """The title among the properties. Whatever is wrong with them does not matter to the text."""
    try:
        return str(reader.metadata.title or "") if reader.metadata else ""
    except Exception:
        return ""


@dataclass(slots=True)
class _Collector:
    """Puts together the lines of a page from the pieces that pypdf reports, for each direction of writing."""

    lines: dict[int, list[Line]] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    place: tuple[int, float, float, float] | None = None

    def add(self, text: str, user: Sequence[float], own: Sequence[float], _font: Any, size: float) -> None:
        """A piece of text with the matrices of the page and of the text; a line feed ends the line."""
        for number, part in enumerate(text.split("\n")):
            if number:
                self.finish()
            if part.strip() and self.place is None:
                self.place = _place(user, own, size)
            self.pieces.append(part)

    def finish(self) -> None:
        """Keep the line so far. Text at a slant is a watermark."""
        if self.place is not None and self.place[0] >= 0:
            direction, x, y, size = self.place
            self.lines.setdefault(direction, []).append(Line("".join(self.pieces), x, y, size))
        self.pieces, self.place = [], None


def _lines(page: PageObject) -> list[Line]:
    """The lines of a page in the direction in which most of it is written."""
    collector = _Collector()
    page.extract_text(visitor_text=collector.add)
    collector.finish()
    if not collector.lines:
        return []
    letters = Counter({direction: _letters(lines) for direction, lines in collector.lines.items()})
    return collector.lines[letters.most_common(1)[0][0]]


def _place(user: Sequence[float], own: Sequence[float], size: float) -> tuple[int, float, float, float]:
    """Quarter turns to the left (-1 for a slant), then x, y and letter height as if the page were turned upright."""
    a, b = own[0] * user[0] + own[1] * user[2], own[0] * user[1] + own[1] * user[3]
    x = own[4] * user[0] + own[5] * user[2] + user[4]
    y = own[4] * user[1] + own[5] * user[3] + user[5]
    scale = math.hypot(a, b)
    height = abs(size) * scale
    if not all(map(math.isfinite, (x, y, height))) or not scale:
        return -1, 0.0, 0.0, 0.0
    if min(abs(a), abs(b)) > _SKEW * scale:
        return -1, x, y, height
    if abs(a) >= abs(b):
        return (0, x, y, height) if a > 0 else (2, -x, -y, height)
    return (1, y, -x, height) if b > 0 else (3, -y, x, height)
