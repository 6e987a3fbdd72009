"""Tables as text: every row is one line in which each cell stands behind the heading of its column."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LONGEST_HEADING = 60
_NUMBER_HEADINGS = frozenset(("no", "no.", "nomor", "nr", "#"))


def table_lines(rows: Sequence[Sequence[str]], *, headed: bool) -> list[str]:
    """One line per row: "Perbuatan: memasang spanduk; Sanksi: teguran" below a row of headings, else the cells alone.

    rows: cells as text, possibly of different lengths and of several lines; headed: whether the file marks the first
    row as headings.
    """
    tidy = [[" ".join(cell.split()) for cell in row] for row in rows]
    filled = [number for number, row in enumerate(tidy) if any(row)]
    if len(filled) > 1 and sum(map(bool, tidy[filled[0]])) > 1 and (headed or _names_columns(tidy[filled[0]])):
        return [_headed_line(tidy[filled[0]], tidy[number]) for number in filled[1:]]
    return [line for number in filled for line in _plain_lines(rows[number])]


def _names_columns(row: Sequence[str]) -> bool:
    """Whether a first row that nothing marks is one of headings: it begins with the column of numbers."""
    short = all(
        len(cell) <= _LONGEST_HEADING and re.search(r"[^\W\d_]", cell) and not re.search(r"\d", cell) for cell in row
    )
    return short and row[0].casefold() in _NUMBER_HEADINGS


def _headed_line(headings: Sequence[str], row: Sequence[str]) -> str:
    cells: list[str] = []
    for number, cell in enumerate(row):
        heading = headings[number].rstrip(" :") if number < len(headings) else ""
        if cell and heading.casefold() in _NUMBER_HEADINGS and len(cell) <= 6:
            cells.insert(0, f"{cell.rstrip('.')}.")
        elif cell:
            cells.append(f"{heading}: {cell}" if heading and heading != cell else cell)
    return _joined(cells)


def _plain_lines(row: Sequence[str]) -> list[str]:
    """A row without headings. Further lines of its last cell stay lines: "Menimbang", ":", "a. …" above "b. …"."""
    lines = [[" ".join(line.split()) for line in cell.split("\n") if line.strip()] for cell in row]
    cells = [cell for cell in lines if cell]
    first, rest = [" ".join(cell) for cell in cells[:-1]] + cells[-1][:1], cells[-1][1:]
    if len(first) >= 2 and first[1] == ":":
        return [" ".join([f"{first[0]}:", *first[2:]]), *rest]
    return [_joined(first), *rest]


def _joined(cells: Sequence[str]) -> str:
    number = f"{cells[0]} " if len(cells) > 1 and cells[0].rstrip(".").isdigit() else ""
    rest = cells[1:] if number else cells
    return number + "; ".join(cell.rstrip(";") for cell in rest)
