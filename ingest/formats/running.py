"""What pages repeat: running headers and footers, page numbers, and the first words of the next page.

A line is a running one when it stands near the top or bottom of at least three pages, always at the same height, and
hardly ever elsewhere. Numbers in it must either stay the same or count the pages: "Pasal 5" and "Pasal 9" at the
top of two pages are content.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from assistant.text import words


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page as it is read. Positions and sizes in points, from the lower left corner of the upright page."""

    text: str
    x: float
    """Where it starts."""
    y: float
    """Its base line."""
    size: float
    """Height of its letters."""


Page = Sequence[Line]

# Letterheads of the President take three lines, and the page number one more.
_EDGE_LINES = 4
_FEWEST_PAGES = 3
_SAME_HEIGHT = 6.0
_SAME_LINE = 2.0
_LARGEST_ELSEWHERE = 0.2
_SMALLEST_COUNTING = 0.8
_NUMBER = re.compile(r"\d+")
_ROMAN = re.compile(r"^\W*([ivxl]{1,8})\W*$", re.IGNORECASE)
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50}
# "5", "- 5 -", "Halaman 5 dari 100", "5/100": the number of a page and nothing else.
_PAGE_NUMBER = re.compile(
    r"^(?:hal(?:aman)?|page|hlm)?[\W_]*\d+(?:[\W_]*(?:dari|of|/)[\W_]*\d+)?[\W_]*$", re.IGNORECASE
)
# What a browser prints above and below a page: the time and the title, the address and the page. In templates.
_PRINTED = re.compile(r"^(?:#/#/#, #[:.]#(?: [ap]m)?(?: .*)?|(?:https?|file)://\S+ #/#)$")
# Numbered parts of a regulation, which may count along with the pages.
_PART = re.compile(r"^(?:pasal|bab|bagian|paragraf|buku|ayat|angka|huruf|ketentuan)\b|^\(?\d+[.)]\s+\w", re.IGNORECASE)
# ". . ." closes the words that a page of the State Gazette prints below its text and the next page begins with.
_CATCHWORD = re.compile(r"^(?P<words>.{1,60}?)\s*(?:\.\s?\.\s?\.|…)[\s.]*$")


@dataclass(frozen=True, slots=True)
class _Seen:
    """A line at the edge of a page."""

    page: int
    line: int
    height: float
    numbers: tuple[int, ...]


def without_running_lines(pages: Sequence[Page]) -> list[list[Line]]:
    """The pages without headers, footers, page numbers and catchwords; the order of the other lines stays."""
    running = _running(pages)
    kept = [[line for n, line in enumerate(page) if (number, n) not in running] for number, page in enumerate(pages)]
    return [_without_catchword(page, after) for page, after in zip(kept, [*kept[1:], []], strict=False)]


def _running(pages: Sequence[Page]) -> set[tuple[int, int]]:
    """Page and position of every line to drop."""
    groups: dict[tuple[str, bool], list[_Seen]] = defaultdict(list)
    total: dict[str, int] = defaultdict(int)
    for number, page in enumerate(pages):
        for line in page:
            total[_template(line.text)] += 1
        for position, at_top in _edges(page):
            line = page[position]
            groups[_template(line.text), at_top].append(_Seen(number, position, line.y, _numbers(line.text)))
    dropped: set[tuple[int, int]] = set()
    for (template, _), seen in groups.items():
        for level in _levels(seen):
            if _runs(template, level, total[template], len(pages)):
                dropped.update((one.page, one.line) for one in level)
    return dropped


def _edges(page: Page) -> Iterator[tuple[int, bool]]:
    """Positions of the lines nearest to the top (True) and to the bottom (False) of a page."""
    order = sorted(range(len(page)), key=lambda n: -page[n].y)
    half = (len(order) + 1) // 2
    yield from ((position, True) for position in _first_lines(page, order[:half]))
    yield from ((position, False) for position in _first_lines(page, order[::-1][: len(order) - half]))


def _first_lines(page: Page, order: Iterable[int]) -> Iterator[int]:
    """Positions in the given order until there are more than a few heights; a line may be made of several pieces."""
    height, levels = None, 0
    for position in order:
        if height is None or abs(page[position].y - height) > _SAME_LINE:
            height, levels = page[position].y, levels + 1
        if levels > _EDGE_LINES:
            return
        yield position


def _levels(seen: Sequence[_Seen]) -> Iterator[list[_Seen]]:
    """Lines of one template divided by the height at which they stand."""
    level: list[_Seen] = []
    for one in sorted(seen, key=lambda one: one.height):
        if level and one.height - level[0].height > _SAME_HEIGHT:
            yield level
            level = []
        level.append(one)
    if level:
        yield level


def _runs(template: str, level: Sequence[_Seen], total: int, pages: int) -> bool:
    count = len({one.page for one in level})
    if _PART.match(template.replace("#", "1")):
        return False
    if _PRINTED.match(template):
        return True
    numbers_only = bool(_PAGE_NUMBER.match(template.replace("#", "1"))) or template == "§"
    if numbers_only and pages <= _FEWEST_PAGES:
        # Too few pages to count along: the number of the very page is enough.
        return all(one.page + 1 in one.numbers for one in level)
    if count < min(_FEWEST_PAGES, max(2, pages)) or not _numbers_count_pages(level, must=numbers_only):
        return False
    return numbers_only or total - len(level) <= _LARGEST_ELSEWHERE * len(level)


def _numbers_count_pages(level: Sequence[_Seen], *, must: bool) -> bool:
    """Whether every number either stays the same or grows with the pages; with `must`, one of them grows."""
    grows = False
    for column in zip(*(one.numbers for one in level), strict=True):
        steps = [number - one.page for number, one in zip(column, level, strict=True)]
        same, counting = (_share_of_commonest(values) for values in (column, steps))
        if max(same, counting) < _SMALLEST_COUNTING:
            return False
        grows = grows or counting >= _SMALLEST_COUNTING
    return grows or not must


def _share_of_commonest(values: Sequence[int]) -> float:
    return max(values.count(value) for value in set(values)) / len(values) if len(values) < 1000 else _share(values)


def _share(values: Sequence[int]) -> float:
    middle = median(values)
    return sum(value == middle for value in values) / len(values)


def _template(text: str) -> str:
    """A line with every number as "#"; a number in Roman figures alone is "§"."""
    return "§" if _roman(text) else _NUMBER.sub("#", " ".join(text.casefold().split()))


def _numbers(text: str) -> tuple[int, ...]:
    roman = _roman(text)
    return (roman,) if roman else tuple(int(number[:9]) for number in _NUMBER.findall(text))


def _roman(text: str) -> int:
    """The value of a line that is a Roman number alone ("- iv -"), or 0."""
    match = _ROMAN.match(text) if len(text) < 20 else None
    if not match:
        return 0
    values = [_ROMAN_DIGITS[letter] for letter in match[1].lower()]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def _without_catchword(page: list[Line], following: Sequence[Line]) -> list[Line]:
    """A page without the last line that only says how the next page begins."""
    if not page or not following:
        return page
    lowest = min(range(len(page)), key=lambda n: page[n].y)
    match = _CATCHWORD.match(page[lowest].text)
    first = max(following, key=lambda line: line.y)
    said = words(match["words"]) if match else []
    if said and words(first.text)[: len(said)] == said:
        return page[:lowest] + page[lowest + 1 :]
    return page
