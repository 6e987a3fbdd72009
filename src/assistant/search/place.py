"""Where a store is, whatever kind of place that is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from assistant.errors import DamagedStoreError, StoreError
from assistant.search.connection import Collections, Made, Result
from assistant.search.folder import Folder
from assistant.search.server import Server
from assistant.settings import Settings

State = tuple[float, ...]
"""Tells one state of a place from another."""


class Place(Protocol):
    """Where a store is, and how to get at it."""

    @property
    def name(self) -> str:
        """As messages call it."""

    @property
    def shared(self) -> bool:
        """Whether others may write while we work."""

    @property
    def renewal(self) -> str:
        """What an operator does to begin anew, as an Indonesian sentence."""

    def using(self, work: Callable[[Collections], Result], made: Made | None = None) -> Result:
        """What `work` makes of the open store; with `made`, what is missing of the store is created first.

        `work` may be called twice. Raises StoreError when there is no store or it cannot be got at.
        """

    def changing(
        self, work: Callable[[Collections], Result], check: Callable[[Collections], None], made: Made | None = None
    ) -> Result:
        """As `using`, for work that writes: of what it writes in a folder all counts or, when anything goes wrong, nothing.

        `check` looks at what was written there before it counts, and raises what is wrong with it.
        """

    def salvaging(self, work: Callable[[Collections], Result]) -> Result:
        """As `using`, for work that looks at no vectors: it may be done though they are damaged."""

    def writing(self, tell: Callable[[str], None] | None = None) -> AbstractContextManager[None]:
        """Keeps others from a run of writing where that is possible; `tell` hears who makes us wait. Raises StoreError."""

    def beside(self) -> Place:
        """Where a new store is built while this one serves. Raises StoreError where that cannot be."""

    def take_beside(self) -> None:
        """Put what was built beside in place of this store, at once."""

    def remains(self) -> tuple[str, ...]:
        """What interrupted writers left, as far as it is not in the store itself. Only for who is writing."""

    def clear_remains(self) -> None:
        """Remove that."""

    def is_empty(self) -> bool:
        """Whether nothing can be asked because nothing is stored. Raises StoreError when that cannot be found out."""

    def state(self) -> State:
        """The state it is in, found out without opening the store."""

    def is_still(self, state: State) -> bool:
        """Whether what was read in that state is still to be believed."""


def place_of(store: Path | Settings) -> Place:
    """A folder, or the place that an installation's settings name."""
    if isinstance(store, Path):
        return Folder(store)
    return Server(store.chroma_url, store.chroma_token) if store.chroma_url else Folder(store.vectorstore)


def unreadable(place: Place, finding: str) -> DamagedStoreError:
    """The error for a store that is there but cannot be read."""
    return DamagedStoreError(f"Penyimpanan di {place.name} tidak dapat dibaca ({finding}). {place.renewal}")


def check_made(place: Place, collections: Collections, expected: Made) -> None:
    """Raise a StoreError unless a store was made with the model and the way of splitting that are used now."""
    made = collections.passages.metadata or {}
    for what, key in (("model embedding", "model"), ("cara pemotongan", "splitting")):
        if made.get(key) != expected[key]:
            raise StoreError(
                f"Penyimpanan di {place.name} dibuat dengan {what} {made.get(key)!r}, sedangkan yang dipakai sekarang "
                f"{expected[key]!r}. {place.renewal}"
            )
