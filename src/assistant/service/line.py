"""The waiting line for answers: first come, first served, and everyone who waits knows their position.

Answering is work for the processor, so a few answers at once are as fast as many; the others wait here. Everything is
used from one event loop, so nothing needs a lock; and nobody looks again and again, because whoever moves up is woken.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from types import TracebackType

from assistant.errors import AssistantError


class LineFull(AssistantError):  # noqa: N818 (named for what happened)
    """As many wait already as may wait."""


class Line:
    """A line in which at most `at_once` places are served and at most `longest` wait."""

    def __init__(self, at_once: int, longest: int) -> None:
        if at_once < 1 or longest < 0:
            raise ValueError(f"A line serves one or more at once, and none or more wait: {at_once=}, {longest=}")
        self.at_once = at_once
        self.longest = longest
        self._served: set[Place] = set()
        self._waiting: deque[Place] = deque()

    @property
    def waiting(self) -> int:
        """How many wait; those being served are not among them."""
        return len(self._waiting)

    def join(self) -> Place:
        """A place at the end of the line; it is served at once if there is room. Raises LineFull.

        Whoever joins must leave: `async with line.join() as place`, or `place.leave()` in a `finally`.
        """
        place = Place(self)
        # Room is handed to the next who waits as soon as there is some, so nobody is overtaken here.
        if len(self._served) < self.at_once:
            self._served.add(place)
        elif len(self._waiting) < self.longest:
            self._waiting.append(place)
        else:
            raise LineFull(
                f"Sudah {self.waiting} pertanyaan menunggu dijawab, paling banyak {self.longest}. "
                "Coba lagi sekitar satu menit lagi."
            )
        return place

    def _position(self, place: Place) -> int:
        """0 while served, 1 for the next."""
        if place in self._served:
            return 0
        try:
            return self._waiting.index(place) + 1
        except ValueError:
            raise RuntimeError("This place was left: it has no turn any more.") from None

    def _leave(self, place: Place) -> None:
        moved = list(self._waiting)
        if place in self._served:
            self._served.remove(place)
            if self._waiting:
                self._served.add(self._waiting.popleft())
        elif place in self._waiting:
            moved = moved[self._waiting.index(place) :]
            self._waiting.remove(place)
        else:
            return
        for one in moved:
            one._moved.set()


class Place:
    """One place in a line, until it is left; `Line.join` makes it."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._moved = asyncio.Event()

    def positions(self) -> AsyncIterator[int]:
        """The position (1 is next), at once and whenever it changes; ends when it is this place's turn.

        Yields nothing when nobody had to be waited for. Raises RuntimeError when the place was left meanwhile, since
        its turn never comes.
        """
        return _Positions(self)

    def leave(self) -> None:
        """Make room, whether waiting or being served; everyone behind moves up. Leaving twice is leaving once."""
        self._line._leave(self)

    async def __aenter__(self) -> Place:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()


class _Positions:
    """An iterator rather than a generator: one that is dropped half-way leaves nothing to be closed later."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._told = 0

    def __aiter__(self) -> _Positions:
        return self

    async def __anext__(self) -> int:
        place = self._place
        while position := place._line._position(place):
            if position != self._told:
                self._told = position
                return position
            place._moved.clear()
            await place._moved.wait()
        raise StopAsyncIteration
