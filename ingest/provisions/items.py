"""Ayat, huruf and angka of a pasal, told by the order of their numbers rather than by how they are laid out.

An item begins where its number is the next of a list that is open, or the first of a new one; "ayat (2) huruf b" inside
a sentence never does. Where numbers are missing, doubled or scattered over a page, the items below are given up: their
text then belongs to what they stand in, so that no piece gets a wrong number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.provisions.markers import Level, Marker, Ordinal, follows, markers

# A number further on is looked for within so many characters.
_FORESIGHT = 6_000
_MOST_SKIPPED = 2
_REFERENCE = frozenset(
    "ayat huruf angka pasal nomor butir bab dan atau sampai dengan dimaksud dalam pada juncto jo no sebagaimana tahun ke".split()
)
_CONJUNCTION = re.compile(r"[;,]\s*(?:dan/atau|dan|atau|serta)$")
_LAST_WORD = re.compile(r"([^\W\d_]+)\W*$")
_NOTHING = re.compile(r"[\W_]*")
_INNER_STOP = re.compile(r";\s+(?!dan\b|atau\b)(?=[a-z]{3})")
_LOST_TEXT = re.compile(r"[.]\s+(?=[A-Z(“\"])")
_FIRST: Ordinal = (1, "")


@dataclass(slots=True)
class Item:
    """An item while a pasal is read; `text[start:end]` is its own text without its number and without its parts."""

    level: Level
    ordinal: Ordinal
    mark: tuple[int, int]
    end: int = 0
    last: Ordinal | None = None
    """The last number that it covers, where numbers behind its own are missing."""
    parts: list[Item] = field(default_factory=list)
    tail: int = 0
    """Where text begins that follows its parts and belongs to none of them; 0 when there is none."""

    @property
    def start(self) -> int:
        return self.mark[1]

    @property
    def own_end(self) -> int:
        """Where its own text ends: at its first part."""
        return self.parts[0].mark[0] if self.parts else self.end


@dataclass(frozen=True, slots=True)
class _Fault:
    """Where a number stands that fits no list, or several without any text."""

    at: int
    level: Level


def read_items(text: str, start: int, end: int) -> tuple[Item, bool]:
    """A pasal with its items, and whether numbers of ayat lie scattered in it; `text[start:end]` follows its heading.

    The item that is returned stands for the pasal itself; its own number means nothing.
    """
    reader = _Reader(text, start, end)
    root = Item(Level.ANGKA, (0, ""), (start, start), end)
    root.parts = reader.read()
    _close(root, end)
    for fault in (*reader.faults, *_suspicious(text, root)):
        _give_up(root, fault)
    _find_tails(text, root)
    return root, any(fault.level is Level.AYAT for fault in reader.scattered)


class _Reader:
    """Walks over the possible numbers of one text with a stack of the lists that are open."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.candidates = [one for one in markers(text, start, end) if self._stands_free(one)]
        self.scattered = self._scattered()
        alone = {fault.at for fault in self.scattered}
        self.candidates = [one for one in self.candidates if one.start not in alone]
        self.faults: list[_Fault] = list(self.scattered)
        self.top: list[Item] = []
        self.stack: list[Item] = []

    def read(self) -> list[Item]:
        position = self.start
        unfit: dict[int, _Fault] = {}
        for number, marker in enumerate(self.candidates):
            if marker.start < position:
                continue
            if self._continued(marker, number) or self._opened(marker, number):
                position = marker.end
                unfit.pop(marker.start, None)
            elif marker.sure and self._at_edge(marker.start) and not self._is_sentence_number(marker):
                unfit[marker.start] = _Fault(marker.start, marker.level)
        self.faults += unfit.values()
        if not any(item.level is Level.AYAT for item in self.top):
            # "(l)" above a list: the other ayat lost their numbers, and the items belong to one that cannot be named.
            at_start = (one for one in self.candidates if one.level is Level.AYAT and self._is_start(one))
            self.faults += [_Fault(item.mark[0], item.level) for _ in at_start for item in self.top[:1]]
        return self.top

    def _continued(self, marker: Marker, number: int) -> bool:
        """Whether a marker is the next of an open list; then the lists below it are closed."""
        for depth in range(len(self.stack) - 1, -1, -1):
            item = self.stack[depth]
            if item.level is marker.level and (ordinal := self._next_in(item, marker, number)):
                if not follows(item.last or item.ordinal, ordinal):
                    item.last = (ordinal[0] - 1, "")
                siblings = self.stack[depth - 1].parts if depth else self.top
                del self.stack[depth:]
                self._add(siblings, marker, ordinal)
                return True
        return False

    def _next_in(self, item: Item, marker: Marker, number: int) -> Ordinal | None:
        edge = self._at_edge(marker.start)
        for ordinal in marker.readings:
            if not follows(item.ordinal, ordinal):
                continue
            if edge or (marker.sure and not marker.anything and self._begins_text(marker)):
                return None if marker.anything and not self._is_between(item, number) else ordinal
        if not edge:
            return None
        expected = (item.ordinal[0] + 1, "")
        if marker.anything and not marker.readings and self._is_between(item, number):
            return expected
        if marker.sure and not marker.anything:
            skipped = [
                one for one in marker.readings if 1 < one[0] - item.ordinal[0] <= _MOST_SKIPPED + 1 and not one[1]
            ]
            if skipped and not self._is_coming(marker.level, expected, number):
                return skipped[0]
        return None

    def _is_between(self, item: Item, number: int) -> bool:
        """Whether the next sure number of a list is the one after next: then this sign stands for the next."""
        after = (item.ordinal[0] + 2, "")
        for marker in self.candidates[number + 1 :]:
            if marker.start > self.candidates[number].start + _FORESIGHT:
                return False
            if marker.level is item.level and marker.sure and self._at_edge(marker.start):
                return after in marker.readings
        return False

    def _opened(self, marker: Marker, number: int) -> bool:
        """Whether a marker is the first of a new list."""
        if _FIRST not in marker.readings or not self._at_edge(marker.start):
            return False
        before = self.text[self.start : marker.start].rstrip()
        at_start = not _NOTHING.sub("", self.text[self.stack[-1].start if self.stack else self.start : marker.start])
        second = self._is_coming(marker.level, (2, ""), number)
        if marker.level is Level.AYAT:
            opens = not self.stack and at_start and (marker.sure or second)
        elif any(item.level is marker.level for item in self.stack) and (
            not before.endswith(":") or _LOST_TEXT.search(self.text, self.stack[-1].start, marker.start)
        ):
            # Behind another sentence it is no list within this one but that of an ayat that lost its number.
            opens = False
        else:
            opens = (before.endswith(":") and (marker.sure or second)) or ((at_start or not marker.anything) and second)
        if opens:
            self._add(self.stack[-1].parts if self.stack else self.top, marker, _FIRST)
        return opens

    def _is_coming(self, level: Level, ordinal: Ordinal, number: int) -> bool:
        """Whether an item with this number follows before its list could begin anew."""
        for marker in self.candidates[number + 1 :]:
            if marker.start > self.candidates[number].start + _FORESIGHT:
                return False
            if marker.level is level and not marker.anything and self._at_edge(marker.start):
                if ordinal in marker.readings:
                    return True
                if marker.sure and ordinal > _FIRST and _FIRST in marker.readings:
                    return False
        return False

    def _add(self, siblings: list[Item], marker: Marker, ordinal: Ordinal) -> None:
        item = Item(marker.level, ordinal, (marker.start, marker.end))
        siblings.append(item)
        self.stack.append(item)

    def _stands_free(self, marker: Marker) -> bool:
        """Whether no word before it makes it a reference: "ayat (2)", "huruf b dan c."."""
        before = self.text[max(self.start, marker.start - 24) : marker.start].rstrip()
        if not before or before[-1] in ".;:" or _CONJUNCTION.search(before):
            return True
        word = _LAST_WORD.search(before)
        return not word or word.end() < len(before) or word[1].lower() not in _REFERENCE

    def _at_edge(self, position: int) -> bool:
        """Whether an item may begin here: on a line of its own, behind a stop, or right behind another number."""
        before = self.text[self.start : position]
        bare = before.rstrip()
        if not bare or "\n" in before[len(bare) :] or bare[-1] in ".;:,":
            return True
        if _CONJUNCTION.search(bare[-12:]):
            return True
        return bool(self.stack) and len(bare) + self.start == self.stack[-1].start

    def _begins_text(self, marker: Marker) -> bool:
        """Whether what follows can be the text of an ayat or huruf that lost the stop before it."""
        before = self.text[max(self.start, marker.start - 3) : marker.start].rstrip()
        after = self.text[marker.end : marker.end + 3].lstrip()
        return marker.level in (Level.AYAT, Level.HURUF) and after[:1].isalpha() and before[-1:].isalpha()

    def _is_sentence_number(self, marker: Marker) -> bool:
        """Whether a number with a full stop may end a sentence rather than begin an item."""
        return marker.level is Level.ANGKA and "\n" not in self.text[marker.start - 2 : marker.start]

    def _is_start(self, marker: Marker) -> bool:
        return _FIRST in marker.readings and bool(_NOTHING.fullmatch(self.text, self.start, marker.start))

    def _scattered(self) -> list[_Fault]:
        """Numbers with nothing but further numbers behind them: a scanner read the margin by itself."""
        faults: list[_Fault] = []
        likely = [one for one in self.candidates if not one.anything]
        for one, two in pairwise(likely):
            alike = one.level is two.level and one.start < two.start
            if alike and _NOTHING.fullmatch(self.text, one.end, two.start) and _FIRST not in two.readings[:1]:
                faults += [_Fault(one.start, one.level), _Fault(two.start, two.level)]
        return faults


def _close(item: Item, end: int) -> None:
    """Every part ends where the next begins."""
    item.end = end
    ends = [part.mark[0] for part in item.parts[1:]] + [end]
    for part, part_end in zip(item.parts, ends, strict=False):
        _close(part, part_end)


def _suspicious(text: str, item: Item) -> list[_Fault]:
    """Lists of one item, and items in which others seem to have lost their numbers."""
    faults = [_Fault(item.parts[0].mark[0], item.parts[0].level)] if len(item.parts) == 1 else []
    for part in item.parts:
        if part.level is not Level.AYAT and not part.parts and _INNER_STOP.search(text, part.start, part.end):
            faults.append(_Fault(part.mark[0], part.level))
        faults += _suspicious(text, part)
    return faults


def _give_up(item: Item, fault: _Fault) -> None:
    """Take away the list that a fault disturbs, with all lists below it."""
    levels = [part.level for part in item.parts]
    if fault.level in levels or not levels:
        item.parts = []
        return
    for part in item.parts:
        if part.mark[0] <= fault.at < part.end:
            _give_up(part, fault)
            return


def _find_tails(text: str, item: Item) -> None:
    """What follows the last huruf or angka of a list as a sentence of its own belongs to what the list stands in."""
    for part in item.parts:
        _find_tails(text, part)
    if len(item.parts) < 2 or item.parts[0].level is Level.AYAT or item.parts[-1].parts:
        return
    *others, last = item.parts
    stops = {text[one.start : one.end].rstrip()[-1:] for one in _leaves(others)}
    rest = _LOST_TEXT.search(text, last.start, last.end)
    if rest and "." not in stops and rest.end() < last.end:
        item.tail = last.end = rest.end()


def _leaves(items: Sequence[Item]) -> list[Item]:
    return [leaf for item in items for leaf in (_leaves(item.parts[-1:]) if item.parts else [item])]
