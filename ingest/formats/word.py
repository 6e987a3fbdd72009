"""Word documents (.docx): paragraphs with the numbers that Word shows, headings, and tables. The home of python-docx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError, PackageNotFoundError

from assistant.errors import ReadError
from ingest.formats.content import LARGEST_TEXT, Content, useful_title
from ingest.formats.kinds import damaged
from ingest.formats.numbering import Numbering, read_numbering
from ingest.formats.tables import table_lines

LOCKED = "dokumen Word-nya berkata sandi. Buka dengan kata sandinya, hapus kata sandi itu, simpan, lalu jalankan lagi."
TOO_MUCH = (
    "isinya mengembang menjadi lebih dari {most} MB setelah dibuka. Buang gambarnya atau bagi menjadi beberapa dokumen."
)
# A picture book of 100 MB is hardly packed at all; what unfolds further was made to fill the memory.
_LARGEST_UNPACKED = 300_000_000
_MOST_PARTS = 10_000
_ENCRYPTED = 0x1
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Deleted text, the old place of moved text, and what repeats a drawing for older programs.
_NOT_SHOWN = frozenset((f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", _FALLBACK))
# Wrapped around blocks: content controls, tracked insertions, custom markup.
_WRAPPERS = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_SIGNS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}ptab": " "}
_TITLE_STYLES = ("title", "judul")


def read_word(data: bytes) -> Content:
    """The text of a Word document. Raises ReadError for passwords, damage and bombs; other exceptions mean damage too."""
    try:
        _check_package(data)
        document = docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, OpcError, PackageNotFoundError, KeyError, ValueError) as error:
        raise ReadError(damaged(".docx")) from error
    reader = _Reader(read_numbering(_numbering_part(document), document.styles.element))
    blocks = list(reader.blocks(document.element.body))
    text = "\n\n".join(block for block in blocks if block.strip())
    if len(text) > LARGEST_TEXT:
        raise ReadError(TOO_MUCH.format(most=LARGEST_TEXT // 1_000_000))
    title = useful_title(document.core_properties.title or "", text)
    return Content(text=text, title=title or _styled_title(document))


def _check_package(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entries = package.infolist()
    if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _LARGEST_UNPACKED:
        raise ReadError(TOO_MUCH.format(most=_LARGEST_UNPACKED // 1_000_000))
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise ReadError(LOCKED)


def _numbering_part(document: Any) -> Any | None:
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING and not relation.is_external:
            return getattr(relation.target_part, "element", None)
    return None


def _styled_title(document: Any) -> str:
    """The first paragraph in the style for titles."""
    names = {style.style_id: (style.name or "").lower() for style in document.styles}
    for paragraph in document.element.body.iterchildren(f"{_W}p"):
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        if style is not None and names.get(style.get(f"{_W}val")) in _TITLE_STYLES:
            return " ".join(_text_of(paragraph).split())
    return ""


class _Reader:
    """Walks through a document once, in order, so that its lists count as Word counts them."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering

    def blocks(self, parent: Any) -> Iterator[str]:
        """The paragraphs and table rows below an element."""
        for element in parent.iterchildren():
            if element.tag == f"{_W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{_W}tbl":
                yield from self._table(element)
            elif element.tag in _WRAPPERS:
                yield from self.blocks(element)

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        text = _text_of(paragraph)
        if text.strip():
            mark = self.numbering.mark(paragraph)
            yield f"{mark} {text}" if mark else text
        for box in paragraph.iter(f"{_W}txbxContent"):
            if next(box.iterancestors(_FALLBACK), None) is None:
                yield from self.blocks(box)

    def _table(self, table: Any) -> Iterator[str]:
        rows = [row for row in table.iter(f"{_W}tr") if next(row.iterancestors(f"{_W}tbl")) is table]
        cells: list[list[str]] = []
        for row in rows:
            cells.append(self._row(row, cells[-1] if cells else ()))
        if len(cells) == 1 and len(cells[0]) == 1:
            yield from cells[0][0].split("\n")
            return
        yield from table_lines(cells, headed=bool(rows) and rows[0].find(f"{_W}trPr/{_W}tblHeader") is not None)

    def _row(self, row: Any, above: Sequence[str]) -> list[str]:
        """The cells of a row, by columns: a cell over two rows is repeated, one over two columns leaves one empty."""
        cells: list[str] = []
        for cell in row.iter(f"{_W}tc"):
            if next(cell.iterancestors(f"{_W}tr")) is not row:
                continue
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            column = len(cells)
            if merged is not None and merged.get(f"{_W}val") != "restart" and column < len(above):
                cells.append(above[column])
            else:
                cells.append("\n".join(self.blocks(cell)))
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            width = span.get(f"{_W}val", "1") if span is not None else "1"
            cells += [""] * (min(int(width), 63) - 1 if width.isdecimal() else 0)
        return cells


def _text_of(paragraph: Any) -> str:
    """The text that a paragraph shows, without that of boxes anchored in it."""
    parts: list[str] = []
    waiting = [paragraph]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_W}t":
            parts.append(element.text or "")
        elif element.tag in _SIGNS:
            parts.append(_SIGNS[element.tag])
        elif element.tag not in _NOT_SHOWN and element.tag != f"{_W}txbxContent":
            waiting.extend(reversed(element))
    return "".join(parts)
