"""The numbers and letters that Word shows before paragraphs and stores apart from them: "(1)", "a.", "Pasal 5".

Works on the XML elements of a Word document and knows no library.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "m cm d cd c xc l xl x ix v iv i".split(),
        strict=True,
    )
)
_LEVELS = 9
# Higher numbers are nonsense, and Roman figures for them endless.
_HIGHEST = 3_999
_MOST_BASES = 20


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts."""

    start: int = 1
    form: str = "decimal"
    text: str = "%1."


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style says about numbers; `list` is None when it says nothing."""

    list: str | None
    level: int
    base: str


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted. Ask for the marks in the order of the paragraphs."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    """By abstract list, then level."""
    lists: dict[str, str] = field(default_factory=dict)
    """The abstract list behind each list."""
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    """Where a list begins at a number of its own."""
    styles: dict[str, _Style] = field(default_factory=dict)
    counts: dict[str, list[int | None]] = field(default_factory=dict)

    def mark(self, paragraph: Any) -> str:
        """What stands before a `w:p` element: "a.", "(1)", "-" for a bullet, or "" when it is not numbered."""
        list_id, level = self._list_of(paragraph)
        abstract = self.lists.get(list_id)
        if abstract is None:
            return ""
        levels = self.levels.get(abstract, {})
        counts = self.counts.setdefault(abstract, [None] * _LEVELS)
        restart = self.restarts.pop((list_id, level), None)
        before = counts[level]
        kind = levels.get(level, _Level())
        counts[level] = restart if restart is not None else kind.start if before is None else before + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        if kind.form == "bullet":
            return "-"
        return re.sub(r"%([1-9])", lambda match: self._shown(levels, counts, int(match[1]) - 1), kind.text).strip()

    def _list_of(self, paragraph: Any) -> tuple[str, int]:
        """The list and the level of a paragraph, by itself or by its style."""
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        style = _value(paragraph.find(f"{_W}pPr/{_W}pStyle"))
        list_id = _value(own.find(f"{_W}numId")) if own is not None else ""
        level = _whole(_value(own.find(f"{_W}ilvl")), 0) if own is not None else -1
        for _ in range(_MOST_BASES):
            known = self.styles.get(style)
            if list_id or known is None:
                break
            if known.list is not None:
                list_id, level = known.list, known.level if level < 0 else level
            style = known.base
        return list_id, min(max(level, 0), _LEVELS - 1)

    def _shown(self, levels: dict[int, _Level], counts: list[int | None], level: int) -> str:
        kind = levels.get(level, _Level())
        number = counts[level]
        return _figure(kind.start if number is None else number, kind.form)


def read_numbering(numbering: Any | None, styles: Any | None) -> Numbering:
    """The lists of a document. numbering, styles: the roots of those parts, or None where there is no such part."""
    found = Numbering()
    for abstract in _children(numbering, "abstractNum"):
        levels = {_whole(level.get(f"{_W}ilvl", ""), 0): _level(level) for level in _children(abstract, "lvl")}
        found.levels[abstract.get(f"{_W}abstractNumId", "")] = levels
    for number in _children(numbering, "num"):
        list_id = number.get(f"{_W}numId", "")
        found.lists[list_id] = _value(number.find(f"{_W}abstractNumId"))
        for override in _children(number, "lvlOverride"):
            start = _value(override.find(f"{_W}startOverride"))
            if start:
                found.restarts[list_id, _whole(override.get(f"{_W}ilvl", ""), 0)] = _whole(start, 1)
    for style in _children(styles, "style"):
        numbers = style.find(f"{_W}pPr/{_W}numPr")
        found.styles[style.get(f"{_W}styleId", "")] = _Style(
            list=_value(numbers.find(f"{_W}numId")) if numbers is not None else None,
            level=_whole(_value(numbers.find(f"{_W}ilvl")), 0) if numbers is not None else 0,
            base=_value(style.find(f"{_W}basedOn")),
        )
    return found


def _children(element: Any | None, name: str) -> Iterator[Any]:
    return iter(()) if element is None else element.iterchildren(f"{_W}{name}")


def _level(element: Any) -> _Level:
    text = element.find(f"{_W}lvlText")
    return _Level(
        start=_whole(_value(element.find(f"{_W}start")), 1),
        form=_value(element.find(f"{_W}numFmt")) or "decimal",
        text=text.get(f"{_W}val", "") if text is not None else "",
    )


def _value(element: Any | None) -> str:
    return str(element.get(f"{_W}val", "")) if element is not None else ""


def _whole(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else otherwise


def _figure(number: int, form: str) -> str:
    """A number as a level shows it: 3, c, iii."""
    if form == "none":
        return ""
    if form.endswith("Letter") and 1 <= number <= 26 * _LEVELS:
        # After z Word writes aa, bb, cc.
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form.startswith("upper") else letters
    if form.endswith("Roman") and 1 <= number <= _HIGHEST:
        letters = ""
        for value, sign in _ROMAN:
            letters += sign * (number // value)
            number %= value
        return letters.upper() if form.startswith("upper") else letters
    return f"{number:02d}" if form == "decimalZero" else str(number)
