"""What is made step by step, each step in a thread, for one event loop.

The first step is a matter of tens of milliseconds. The further ones may wait long for another program; so only a few are
made at once, in threads of their own, and whoever finds no room for too long is told so.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Generic, TypeVar

from assistant.errors import AssistantError

T = TypeVar("T")
_END: Any = object()


class StepsBusy(AssistantError):  # noqa: N818 (named for what happened)
    """There was no room for further steps, and none came free in time."""


class Steps(Generic[T]):
    """An iterator whose steps are made in threads. `close` it, whatever happens: also when it came to its end.

    An iterator cannot be closed while it makes a step. So it is made with a question that it may ask from any thread as
    often as it likes: whether its steps are still wanted.
    """

    def __init__(self, make: Callable[[Callable[[], bool]], Iterator[T]], room: Room) -> None:
        self._make = make
        self._room = room
        self._steps: Iterator[T] | None = None
        self._loop = asyncio.get_running_loop()
        self._has_place = False
        # Whoever makes the last step closes the iterator then.
        self._lock = threading.Lock()
        self._is_running = False
        self._is_closed = False

    async def first(self) -> T:
        """The first step; an iterator without any is an error of its maker."""
        step = await asyncio.to_thread(self._step)
        if step is _END:
            raise RuntimeError("What is made step by step has at least one step.")
        return step

    async def further(self) -> AsyncIterator[T]:
        """Every step after the first. Raises StepsBusy, and whatever making a step raises."""
        await self._room.enter()
        self._has_place = True
        while (step := await self._loop.run_in_executor(self._room.threads, self._step)) is not _END:
            yield step

    def close(self) -> None:
        """End it: at once, or after the step that is being made, which is told. Returns at once; twice is once."""
        with self._lock:
            waits = self._is_closed or self._is_running
            self._is_closed = True
        if not waits:
            threading.Thread(target=self._end, name="steps-end").start()

    def _step(self) -> T:
        """In a thread."""
        with self._lock:
            if self._is_closed:
                return _END  # type: ignore[no-any-return]
            self._is_running = True
        try:
            if self._steps is None:
                self._steps = self._make(lambda: not self._is_closed)
            return next(self._steps, _END)
        finally:
            with self._lock:
                self._is_running = False
                ends = self._is_closed
            if ends:
                self._end()

    def _end(self) -> None:
        """In a thread: whatever the iterator holds is let go, then its place is."""
        try:
            close = getattr(self._steps, "close", None)
            if close:
                close()
        except Exception:
            logging.exception("What was made step by step could not be closed")
        finally:
            if self._has_place:
                with suppress(RuntimeError):  # the server has stopped, and nobody waits for places any more
                    self._loop.call_soon_threadsafe(self._room.leave)


class Room:
    """Room for the further steps of so many iterators at once; who comes then waits for at most `longest_wait` seconds."""

    def __init__(self, at_once: int, longest_wait: float) -> None:
        self.threads = ThreadPoolExecutor(at_once, thread_name_prefix="steps")
        self._places = asyncio.Semaphore(at_once)
        self._longest_wait = longest_wait

    async def enter(self) -> None:
        """Take a place. Raises StepsBusy."""
        try:
            async with asyncio.timeout(self._longest_wait):
                await self._places.acquire()
        except TimeoutError:
            raise StepsBusy("Semua tempat sedang terpakai. Coba lagi sekitar satu menit lagi.") from None

    def leave(self) -> None:
        """Give a place back."""
        self._places.release()

    async def spare(self, make: Callable[[Callable[[], bool]], T], otherwise: T) -> T:
        """What is made in one of the threads, told like steps whether it is still wanted; else, where none is free."""
        if self._places.locked():
            return otherwise
        await self._places.acquire()
        is_left = threading.Event()
        try:
            return await asyncio.get_running_loop().run_in_executor(self.threads, make, lambda: not is_left.is_set())
        finally:
            is_left.set()
            self.leave()
