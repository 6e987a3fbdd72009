"""A unit of a regulation: where its text stands, what it is called, and what it consists of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.provisions.items import Item
from ingest.provisions.markers import Level, label, spelled


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` of the mended text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A pasal, an ayat, a huruf … or another part of a regulation."""

    locator: str
    """`Pasal 5 huruf n`, `Penjelasan umum`."""
    text: Span
    """Its own text: what leads in to its parts, or all of it."""
    mark: Span | None = None
    """Its number or heading, as it stands in the text."""
    shown: str = ""
    """Its number or heading, as it should stand there: "(2)", "Pasal 5"."""
    is_heading: bool = False
    """Whether its mark stands above its text rather than in front of it."""
    parts: tuple[Unit, ...] = ()
    tail: Span | None = None
    """What follows the parts and belongs to none of them."""
    above: Span | None = None
    """The headings of chapters that stand above it."""
    keeps_lines: bool = False
    """Whether its lines mean something, as in tables and forms."""


def ends_of(starts: Sequence[int], end: int) -> list[int]:
    """Where each of several stretches ends: at the next one's start, the last at `end`."""
    return [*starts[1:], end] if starts else []


def unit_of_items(locator: str, root: Item, mark: Span, shown: str) -> Unit:
    """The unit of a pasal whose items were read."""
    return Unit(
        locator,
        Span(root.start, root.own_end),
        mark,
        shown,
        is_heading=True,
        parts=_parts(locator, root, in_words=False),
        tail=Span(root.tail, root.end) if root.tail else None,
    )


def unit_of_explanation(locator: str, root: Item, mark: Span, shown: str) -> Unit:
    """The unit of an explained pasal, whose items are named in words: "Huruf a"."""
    parts = _parts(locator, root, in_words=True)
    return Unit(locator, Span(root.start, root.own_end), mark, shown, is_heading=True, parts=parts)


def _parts(locator: str, item: Item, *, in_words: bool) -> tuple[Unit, ...]:
    units = []
    for part in item.parts:
        name = f"{part.level.word} {_number(part)}"
        place = f"{locator} {name}"
        units.append(
            Unit(
                place,
                Span(part.start, part.own_end),
                Span(*part.mark),
                name[0].upper() + name[1:] if in_words else spelled(part.level, part.ordinal),
                is_heading=in_words,
                parts=_parts(place, part, in_words=in_words),
                tail=Span(part.tail, part.end) if part.tail else None,
            )
        )
    return tuple(units)


def _number(item: Item) -> str:
    """ "(2)", "n"; "d–e" where the number of the one behind it is missing."""
    number = label(item.level, item.ordinal)
    if item.last and item.last > item.ordinal:
        number = f"{number}–{label(item.level, item.last)}"
    return f"({number})" if item.level is Level.AYAT else number
