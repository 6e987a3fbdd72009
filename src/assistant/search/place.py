"""Where a store is, whatever kind of place that is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from assistant.errors import StoreError
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


def unreadable(place: Place, finding: str) -> StoreError:
    """The error for a store that is there but cannot be read."""
    return StoreError(f"Penyimpanan di {place.name} tidak dapat dibaca ({finding}). {place.renewal}")
