"""Units of a regulation become pieces of text that are understood alone: each with the words that lead in to it.

A unit that fits stays whole. A longer one is divided into its parts, and each of them carries the heading and the lead-in
of what it stands in: "Pasal 5 · PNS dilarang: · n. memberikan dukungan …". Every piece is a slice of the mended text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from assistant.text import sentence_spans
from ingest.layout import LIST_ITEM, LONGEST_LIST
from ingest.provisions.units import Span, Unit

Divide = Callable[[str], Sequence[tuple[int, int]]]
"""Divides a text that is too long into slices of whole sentences."""

# Characters of all that leads in to a piece; beyond them only the numbers of what it stands in are repeated.
_LONGEST_LEADS = 600
_CLEAR = re.compile(r"\W*[Cc]ukup\s+[Jj]elas\W*")
_WORD = re.compile(r"[^\W\d_]{4}")
_LINE = re.compile(r"[^\n]+")
_ITEM_END = re.compile(r";\s+")
_STOP = re.compile(r"[.]\s+(?=[A-Z(])")
_BLANK = re.compile(r"\n\s*\n")
_TABLE_ROW = re.compile(r"\S\s*\|\s*\S|\S(?:\t| {2,})\S.*\S(?:\t| {2,})\S")
_FEWEST_ROWS = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A slice of the mended text, with what stands between it and the piece before."""

    span: Span
    between: str = "\n"
    shown: str = ""
    """What is shown in its place: the number of an item as it should read; empty for the slice itself."""
    keeps_lines: bool = False
    is_heading: bool = False
    """Whether what follows it begins a paragraph."""


Lead = tuple[Piece | None, Piece | None]
"""The number of a unit and its lead-in."""


class Cutter:
    """Cuts the units of one mended text."""

    def __init__(self, text: str, divide: Divide, longest: int) -> None:
        self.text, self.divide, self.longest = text, divide, longest

    def cut(self, units: Sequence[Unit]) -> Iterator[tuple[str, tuple[Piece, ...]]]:
        """Locator and pieces of every passage, in order."""
        for unit in self._without_clear_ones(units):
            above = (Piece(unit.above),) if unit.above else ()
            for locator, pieces in self._cut(unit, ()):
                first = replace(pieces[0], between="\n\n")
                yield locator, tuple(_below_headings((*above, first, *pieces[1:])))
                above = ()

    def _cut(self, unit: Unit, leads: tuple[Lead, ...]) -> Iterator[tuple[str, tuple[Piece, ...]]]:
        whole = self._whole(unit)
        holds_pasal = bool(unit.mark and unit.parts and unit.parts[0].shown.startswith("Pasal"))
        if not whole:
            return
        if unit.keeps_lines:
            yield from ((unit.locator, pieces) for pieces in self._lines(unit.text))
        elif self._length(whole) <= self.longest and not holds_pasal:
            yield unit.locator, (*self._led_by(leads), *whole)
        elif unit.parts:
            yield from self._cut_parts(unit, leads)
        else:
            yield from self._cut_text(unit, unit.text, self._mark(unit), leads)

    def _cut_parts(self, unit: Unit, leads: tuple[Lead, ...]) -> Iterator[tuple[str, tuple[Piece, ...]]]:
        mark = self._mark(unit)
        own = Piece(unit.text, between=_between(unit)) if self._has_text(unit.text) else None
        if own and self._length([own]) > self.longest:
            yield from self._cut_text(unit, unit.text, mark, leads)
            own = self._last_sentence(own)
        for part in self._without_clear_ones(unit.parts):
            yield from self._cut(part, (*leads, (mark, own)))
            # The first part carries all of it, the others the sentence that leads in to them.
            own = self._last_sentence(own) if own else None
        if unit.tail and self._has_text(unit.tail):
            yield from self._cut_text(unit, unit.tail, mark, leads)

    def _cut_text(
        self, unit: Unit, span: Span, mark: Piece | None, leads: tuple[Lead, ...]
    ) -> Iterator[tuple[str, tuple[Piece, ...]]]:
        between = _between(unit) if mark else "\n\n"
        for start, end in self._chunks(self.text[span.start : span.end]):
            whole = Span(span.start + start, span.start + end)
            for part in self._at_semicolons(whole):
                lead = self._sentence_start(whole, part.start)
                pieces = [Piece(lead, between=between), Piece(part)] if lead else [Piece(part, between=between)]
                yield unit.locator, (*self._led_by((*leads, (mark, None))), *pieces)

    def _chunks(self, text: str) -> list[tuple[int, int]]:
        """The slices of a text; one without any word joins the one before it."""
        chunks: list[tuple[int, int]] = []
        for start, end in self.divide(_unbroken(text)):
            if chunks and not _WORD.search(text, start, end):
                start = chunks.pop()[0]
            chunks.append((start, end))
        return chunks

    def _at_semicolons(self, span: Span) -> list[Span]:
        """A sentence that is too long is a list whose numbers were lost: it is divided where its items end."""
        if span.end - span.start <= LONGEST_LIST:
            return [span]
        starts = [span.start]
        stops = [match.end() for match in _ITEM_END.finditer(self.text, span.start, span.end)]
        for stop, following in pairwise([*stops, span.end]):
            if following - starts[-1] > self.longest and stop > starts[-1]:
                starts.append(stop)
        return [Span(start, end) for start, end in zip(starts, [*starts[1:], span.end], strict=True)]

    def _sentence_start(self, whole: Span, position: int) -> Span | None:
        """The beginning, up to its colon, of the sentence that goes on at a position; None where one begins there."""
        colon = self.text.rfind(":", whole.start, position) + 1
        if not colon or _STOP.search(self.text, colon, position):
            return None
        start = max([match.end() for match in _STOP.finditer(self.text, whole.start, colon)], default=whole.start)
        return Span(start, colon) if colon - start <= _LONGEST_LEADS and position > colon else None

    def _whole(self, unit: Unit) -> list[Piece]:
        pieces = [piece for piece in (self._mark(unit),) if piece]
        if self._has_text(unit.text):
            pieces.append(Piece(unit.text, between=_between(unit) if pieces else "\n", keeps_lines=unit.keeps_lines))
        for part in unit.parts:
            pieces += self._whole(part)
        if unit.tail and self._has_text(unit.tail):
            pieces.append(Piece(unit.tail))
        return pieces

    def _mark(self, unit: Unit) -> Piece | None:
        if not unit.mark:
            return None
        apart = unit.is_heading or unit.shown.startswith("(")
        return Piece(unit.mark, between="\n\n" if apart else "\n", shown=unit.shown, is_heading=unit.is_heading)

    def _led_by(self, leads: tuple[Lead, ...]) -> list[Piece]:
        """What leads in to a piece: from within outwards as much as is short enough, and all numbers."""
        room = _LONGEST_LEADS
        pieces: list[Piece] = []
        for mark, text in reversed(leads):
            length = self._length([text]) if text else 0
            room -= length
            kept = [piece for piece in (mark, text if room >= 0 else None) if piece]
            pieces = kept + pieces
        return pieces

    def _last_sentence(self, piece: Piece) -> Piece:
        start, end = piece.span.start, piece.span.end
        spans = sentence_spans(self.text[start:end])
        return replace(piece, span=Span(start + spans[-1][0], end)) if spans else piece

    def _without_clear_ones(self, units: Sequence[Unit]) -> Iterator[Unit]:
        """Units of which it is only said that they are clear enough become one: `Penjelasan Pasal 16–23`."""
        for clear, group in groupby(units, key=self._is_clear):
            rest = list(group)
            while clear and rest:
                together = self._fitting(rest)
                rest = rest[len(together) :]
                yield together[0] if len(together) == 1 else _joined(together)
            yield from rest

    def _is_clear(self, unit: Unit) -> bool:
        if not unit.is_heading or not unit.mark:
            return False
        if unit.parts:
            return not self._has_text(unit.text) and all(self._is_clear(part) for part in unit.parts)
        # A heading whose text a scan lost says as little.
        return not self._has_text(unit.text) or bool(_CLEAR.fullmatch(self.text, unit.text.start, unit.text.end))

    def _fitting(self, units: Sequence[Unit]) -> list[Unit]:
        length = 0
        fitting: list[Unit] = []
        for unit in units:
            length += self._length(self._whole(unit)) + 2
            if fitting and length > self.longest:
                break
            fitting.append(unit)
        return fitting

    def _lines(self, span: Span) -> Iterator[tuple[Piece, ...]]:
        """Text whose lines mean something. The rows of a table that is divided each time follow its heading."""
        for start, end, is_table in _blocks(self.text, span):
            if not is_table:
                for first, last in self.divide(self.text[start:end]):
                    yield (Piece(Span(start + first, start + last), keeps_lines=True),)
                continue
            rows = [Piece(Span(*row), keeps_lines=True) for row in _rows(self.text, start, end)]
            heading, chunk = rows[0], rows[:1]
            for row in rows[1:]:
                if len(chunk) > 1 and self._length([*chunk, row]) > self.longest:
                    yield tuple(chunk)
                    chunk = [heading]
                chunk.append(row)
            yield tuple(chunk)

    def _has_text(self, span: Span) -> bool:
        return any(map(str.isalnum, self.text[span.start : span.end]))

    def _length(self, pieces: Sequence[Piece]) -> int:
        return sum(len(piece.shown) or piece.span.end - piece.span.start for piece in pieces) + len(pieces)


def _below_headings(pieces: Sequence[Piece]) -> Iterator[Piece]:
    before = None
    for piece in pieces:
        yield replace(piece, between="\n\n") if before and before.is_heading else piece
        before = piece


def tidy(text: str) -> str:
    """A slice as it is shown: lines that were broken inside a sentence are joined, items stay on lines of their own."""
    shown = ""
    for paragraph in filter(str.strip, _BLANK.split(text)):
        lines = [" ".join(line.split()) for line in paragraph.split("\n") if line.strip()]
        joined = lines[0]
        for line in lines[1:]:
            joined += ("\n" if LIST_ITEM.match(line) else " ") + line
        goes_on = shown and (joined[0].islower() or shown[-1] not in '.;:!?”")')
        shown += (" " if goes_on else "\n\n" if shown else "") + joined
    return shown


def _unbroken(text: str) -> str:
    """A text of the same length in which no paragraph ends inside a sentence."""
    return _BLANK.sub(lambda match: " " * len(match.group()) if _goes_on(text, match) else match.group(), text)


def _goes_on(text: str, gap: re.Match[str]) -> bool:
    after = text[gap.end() : gap.end() + 1]
    return after.islower() or text[gap.start() - 1 : gap.start()] not in '.;:!?”")'


def _between(unit: Unit) -> str:
    """What stands between the number of a unit and its text."""
    return "\n\n" if unit.is_heading else " "


def _joined(units: Sequence[Unit]) -> Unit:
    first, last = units[0], units[-1]
    stem, number = last.locator.rsplit(" ", 1)
    same = first.locator.rsplit(" ", 1)[0] == stem
    to = number.rsplit("–", 1)[-1]
    locator = f"{first.locator.split('–')[0]}–{to}" if same else f"{first.locator} – {last.locator}"
    return Unit(locator, Span(first.text.start, first.text.start), parts=tuple(units), above=first.above)


def _blocks(text: str, span: Span) -> Iterator[tuple[int, int, bool]]:
    """Stretches of lines, and whether they are rows of a table."""
    lines = _rows(text, span.start, span.end)
    for looks_so, group in groupby(lines, key=lambda line: bool(_TABLE_ROW.search(text[line[0] : line[1]]))):
        rows = list(group)
        yield rows[0][0], rows[-1][1], looks_so and len(rows) >= _FEWEST_ROWS


def _rows(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Start and end of the lines that are not blank."""
    return [match.span() for match in _LINE.finditer(text, start, end) if match.group().strip()]
