"""Lines of pages into paragraphs. Where a line ends by itself is known from its place: indents, gaps and widths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.formats.running import Line, Page, without_running_lines
from ingest.layout import LIST_ITEM, divides_reference, ends_sentence, goes_on, joined, known_words, tidy_line

# The width of a letter in heights of the font: only compared with itself, so an average does.
_LETTER = 0.48
# Lines farther apart than usual: by much, or by a little after a sentence. Scanned lines stand a little unevenly.
_LARGE_GAP = 1.35
_LARGER_GAP = 1.12
_OTHER_SIZE = 0.15
_INDENT = 1.2
# A line is full when the next word would have passed this share of the text's width.
_FULL = 0.93
# Columns of a page begin farther apart than the lines within one, in points.
_COLUMN_STEP = 50
_NARROWEST_COLUMN = 0.3
# A part of a regulation that has a line to itself.
_PART = re.compile(r"^(?:pasal\s+\d+[a-z]{0,2}|(?:bab|buku)\s+[ivxlc]+|(?:bagian|paragraf)\s+\w+)$", re.IGNORECASE)
_OPENS = re.compile(
    r"^(?:nomor\s*:?\s+\S*\d|tentang$|(?:menimbang|mengingat|memutuskan|menetapkan|dengan rahmat)\b"
    r"|(?:ditetapkan|diundangkan) di\b)",
    re.IGNORECASE,
)
# "a. …; dan" whose last word did not fit.
_CONJUNCTION = re.compile(r"^(?:dan|atau|dan/atau)[;:,]?$")
_STANDS_ALONE = re.compile(r"^(?:tentang|memutuskan\s*:?|dengan rahmat .*)$", re.IGNORECASE)
_LARGE_LETTERS = 1.2
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class _Measures:
    """What is usual in a document, in points."""

    gap: float
    """From one base line to the next within a paragraph."""
    all: tuple[float, float]
    """Where lines begin and full lines end."""
    columns: dict[int, tuple[float, float]]
    """The same for those lines only that begin near to each other."""


def paragraphs_of_pages(pages: Sequence[Page]) -> list[str]:
    """The paragraphs of a document; sentences run on over page breaks, and divided words are whole again."""
    clean = [[line for line in map(_tidied, page) if line.text] for page in pages]
    pages = without_running_lines(clean)
    measures = _measures(pages)
    known = known_words([line.text for page in pages for line in page])
    paragraphs: list[str] = []
    previous: Line | None = None
    for page in pages:
        new_page = True
        for line in page:
            if previous is None or _starts_paragraph(previous, line, measures, new_page=new_page):
                paragraphs.append(line.text)
            else:
                paragraphs[-1] = joined(paragraphs[-1], line.text, known)
            previous, new_page = line, False
    return paragraphs


def title_of_pages(pages: Sequence[Page]) -> str:
    """The lines in clearly larger letters at the top of the first page, or ""."""
    first = [line for line in map(_tidied, pages[0] if pages else ()) if line.text]
    usual = _usual_size(pages)
    large = [line for line in first if line.size >= _LARGE_LETTERS * usual]
    if not large:
        return ""
    largest = max(line.size for line in large)
    title = " ".join(line.text for line in large if line.size >= 0.95 * largest)
    return title if len(title) <= _LONGEST_TITLE else ""


def _tidied(line: Line) -> Line:
    # A soft hyphen that is drawn is a hyphen.
    return Line(tidy_line(line.text.replace("\u00ad", "-")), line.x, line.y, line.size)


def _usual_size(pages: Sequence[Page]) -> float:
    """The size of most letters."""
    sizes: dict[float, int] = {}
    for page in pages:
        for line in page:
            sizes[round(line.size, 1)] = sizes.get(round(line.size, 1), 0) + len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _measures(pages: Sequence[Page]) -> _Measures:
    gaps = [a.y - b.y for page in pages for a, b in pairwise(page) if 0 < a.y - b.y < 5 * max(a.size, 1)]
    usual = _usual_size(pages)
    body = [line for page in pages for line in page if abs(line.size - usual) <= _OTHER_SIZE * usual]
    columns: dict[int, list[Line]] = {}
    for line in body:
        # A first line may begin farther in: a column takes in what begins up to one step to either side.
        for column in range(_column(line) - 1, _column(line) + 2):
            columns.setdefault(column, []).append(line)
    left, right = _edges(body)
    edges = {column: _edges(lines) for column, lines in columns.items()}
    # Short lines in the middle are headings, no column.
    wide = {column: one for column, one in edges.items() if one[1] - one[0] > _NARROWEST_COLUMN * (right - left)}
    return _Measures(gap=median(gaps) if gaps else 0.0, all=(left, right), columns=wide)


def _column(line: Line) -> int:
    return int(line.x // _COLUMN_STEP)


def _edges(lines: Sequence[Line]) -> tuple[float, float]:
    """Where most lines begin and where the full ones end."""
    if not lines:
        return 0.0, 0.0
    starts, ends = sorted(line.x for line in lines), sorted(map(_end, lines))
    return starts[len(starts) // 10], ends[len(ends) * 9 // 10]


def _end(line: Line) -> float:
    return line.x + len(line.text) * _LETTER * line.size


def _starts_paragraph(line: Line, following: Line, measures: _Measures, *, new_page: bool) -> bool:
    """Whether a line break is more than a wrap."""
    if re.search(r"[^\W\d_]-$", line.text):
        return False
    reference = divides_reference(line.text, following.text) and not _stands_alone(line.text)
    if reference and _is_full(line, following, measures):
        return False
    if _CONJUNCTION.match(following.text) and line.text.endswith((";", ",")):
        return False
    if LIST_ITEM.match(following.text) or _OPENS.match(following.text):
        return True
    if _stands_alone(line.text) or _stands_alone(following.text):
        return True
    gap = measures.gap if new_page else line.y - following.y
    if goes_on(line.text, following.text) and gap <= 3 * measures.gap and not _is_heading(line.text):
        return False
    if abs(line.size - following.size) > _OTHER_SIZE * line.size:
        return True
    if gap < 0 or gap > (_LARGER_GAP if ends_sentence(line.text) else _LARGE_GAP) * measures.gap:
        return True
    if _is_heading(line.text) or _is_heading(following.text):
        return not (_is_heading(line.text) and _is_heading(following.text) and _is_centred(line, following))
    if line.text.endswith((":", ";")) or not _is_full(line, following, measures):
        return True
    indented = following.x > line.x + _INDENT * line.size
    return ends_sentence(line.text) and indented and not LIST_ITEM.match(line.text)


def _stands_alone(text: str) -> bool:
    return bool(_PART.match(text) or _STANDS_ALONE.match(text))


def _is_heading(text: str) -> bool:
    """Whether a line is in capitals, without being the sign of an abbreviation in running text."""
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 3 and all(letter.isupper() for letter in letters) and not ends_sentence(text)


def _is_centred(line: Line, following: Line) -> bool:
    """Whether two lines have one middle, as the lines of a long title do."""
    middle, below = ((one.x + _end(one)) / 2 for one in (line, following))
    return abs(middle - below) <= 2 * line.size and not line.text.endswith(",")


def _is_full(line: Line, following: Line, measures: _Measures) -> bool:
    """Whether the first word of the next line would not have fitted."""
    word = following.text.split(" ", 1)[0]
    end = _end(line) + (1 + len(word)) * _LETTER * line.size
    left, right = measures.columns.get(_column(line), measures.all)
    return end > left + _FULL * (right - left)
