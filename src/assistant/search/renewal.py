"""What is made from a store, and made anew in the background when the store has changed: nobody waits long for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, Protocol, TypeVar, overload

Item = TypeVar("Item", covariant=True)
# So long is worked before a pause, and so long is the pause: half of the time is left to those who ask meanwhile. With it
# the vector of a question takes 2.8 times as long as otherwise, without 4.2 times: Python runs one thread at a time.
WORK_SECONDS = 0.005
PAUSE_SECONDS = 0.005
# Who asks first after a change waits so long at most. An office's store is ready by then, so that nobody is told what has
# just been replaced; whoever asks meanwhile, or of a large store, is answered from the old content.
PATIENCE_SECONDS = 1.0


class Watched(Protocol):
    """A store whose content has a version; `index.Index` is one."""

    def known_version(self) -> str | None:
        """The version where it is known at once."""

    def version(self) -> str:
        """The version, though it may take a while to find out."""


class Versioned(Protocol):
    """What is made from one version of a store."""

    @property
    def version(self) -> str: ...


Made = TypeVar("Made", bound=Versioned)
Pace = Callable[[Sequence[Any]], Sequence[Any]]
"""How fast a long sequence is gone through."""


def hurried(items: Sequence[Item]) -> Sequence[Item]:
    """The items as they are: somebody waits."""
    return items


class Unhurried(Sequence[Item]):
    """Items that are gone through with pauses, and no further once the process is to end."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, place: int) -> Item: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Item]: ...
    def __getitem__(self, place: int | slice) -> Item | Sequence[Item]:
        return self._items[place]

    def __iter__(self) -> Iterator[Item]:
        begun = time.perf_counter()
        for item in self._items:
            yield item
            if time.perf_counter() - begun > WORK_SECONDS:
                if not threading.main_thread().is_alive():
                    raise SystemExit  # ends this thread alone, without a word
                time.sleep(PAUSE_SECONDS)
                begun = time.perf_counter()


class Renewed(Generic[Made]):
    """The newest that was made from a store. Safe to ask from several threads.

    A renewal that fails is known to nobody but the next who asks: that one renews by itself, and is told what is wrong.
    """

    def __init__(self, store: Watched, make: Callable[[Pace], Made]) -> None:
        """The first is made here, and waited for."""
        self._store = store
        self._make = make
        self._made = make(hurried)
        self._has_failed = False
        self._renewing = threading.Lock()
        """Held by the one who renews."""

    def current(self) -> Made:
        """The newest that is ready; where the store may have changed since, renewing it begins and is waited for a moment.

        Raises what making it raises only after a renewal has failed.
        """
        if self._store.known_version() == self._made.version:
            return self._made
        if self._has_failed:
            with self._renewing:
                self._renew(hurried)
        elif self._renewing.acquire(blocking=False):
            try:
                # No daemon: one that is killed while it reads the store takes the whole process down with a crash.
                renewing = threading.Thread(target=self._renew_beside, name="renewal", daemon=False)
                renewing.start()
            except RuntimeError:  # no further thread at this moment; the next who asks tries again
                self._renewing.release()
            else:
                renewing.join(PATIENCE_SECONDS)
        return self._made

    def _renew_beside(self) -> None:
        try:
            self._renew(Unhurried)
        except Exception:
            self._has_failed = True
        finally:
            self._renewing.release()

    def _renew(self, pace: Pace) -> None:
        if self._store.version() != self._made.version:
            self._made = self._make(pace)
        self._has_failed = False
