"""A text with repairs in it that still knows, character by character, where it stood before they were made."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """`text[start:end]` becomes `now`; an empty `now` takes it away."""

    start: int
    end: int
    now: str
    kind: str
    """`mark`, `head`, `catchword`, `hyphen`, `number`, `word`: what was wrong there."""


@dataclass(frozen=True, slots=True)
class Repair:
    """An edit as it reads: what stood in the file and what stands there now."""

    kind: str
    was: str
    now: str
    at: int
    """Offset in the original text."""


@dataclass(frozen=True, slots=True, eq=False)
class Mended:
    """A text, the text it was made of, and for each of its characters the start and end of what it was made of."""

    text: str
    original: str
    starts: array[int]
    ends: array[int]
    repairs: tuple[Repair, ...] = ()

    @classmethod
    def of(cls, text: str) -> Mended:
        """A text in which nothing is repaired yet."""
        return cls(text, text, array("l", range(len(text))), array("l", range(1, len(text) + 1)))

    def before(self, start: int, end: int) -> str:
        """The original of `text[start:end]`, with what was taken away inside but not around it."""
        return self.original[self.starts[start] : self.ends[end - 1]] if start < end else ""

    def edited(self, edits: Iterable[Edit]) -> Mended:
        """This text after these edits; of those that overlap only the first is made."""
        pieces: list[str] = []
        starts, ends = array("l"), array("l")
        repairs = list(self.repairs)
        position = 0
        for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
            if edit.start < position or edit.start >= edit.end:
                continue
            pieces += (self.text[position : edit.start], edit.now)
            starts += self.starts[position : edit.start]
            ends += self.ends[position : edit.start]
            starts.extend([self.starts[edit.start]] * len(edit.now))
            ends.extend([self.ends[edit.end - 1]] * len(edit.now))
            position = edit.end
            if edit.now.strip() != self.text[edit.start : edit.end].strip():
                was = self.before(edit.start, edit.end)
                repairs.append(Repair(edit.kind, was, edit.now, self.starts[edit.start]))
        if not pieces:
            return self
        pieces.append(self.text[position:])
        starts += self.starts[position:]
        ends += self.ends[position:]
        return Mended("".join(pieces), self.original, starts, ends, tuple(repairs))
