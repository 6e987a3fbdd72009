"""Passages in, passages out, in a Chroma store that is a folder of this machine or on a server (`place`).

Two collections: `documents` holds one record per document, which names the *generation* of its passages that counts;
`passages` holds the passages with their vectors. A document is replaced by writing a new generation, switching its
record (one transaction), and deleting the old generation. Whatever is interrupted in between is never read. In a folder
nothing of it is there at all: a change is made on a copy of the files, which counts as a whole (`draft`).

On a server others may write and read meanwhile. A generation never changes, so a reader who finds one incomplete (its
document was replaced between two looks) looks again for that one only. A writer deletes only the generation that its own
switch put out of use, never one that another writer may be about to switch to: of two who replace the same document the
last one wins, and both leave it whole. What an interrupted writer left is cleared away once it is an hour old, before the
first thing that an index writes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import DamagedStoreError, StoreError
from assistant.search.connection import Collections, Made, Result
from assistant.search.generations import (
    Stored,
    add_generation,
    add_generations,
    clear_abandoned,
    delete_generations,
    passages_of,
    records_of,
    remember,
    remove_all,
    size_of,
    switch,
    texts_of,
)
from assistant.search.inspection import Inspection, Salvage, check_written, inspected, salvaged
from assistant.search.place import Place, State, check_made, place_of, unreadable
from assistant.search.records import DocumentRecord, Replacement, Snapshot, version_of
from assistant.settings import Settings
from assistant.types import Passage, Source

__all__ = [
    "SPLITTING",
    "DocumentRecord",
    "Index",
    "Inspection",
    "Replacement",
    "Salvage",
    "Snapshot",
    "Stored",
    "is_empty",
    "put_beside_in_place",
    "writing",
]

# Recorded in the store: raise it when ingest splits documents differently or `passage_text` changes.
SPLITTING = "sentences-1"

# Seconds before another look at generations that were incomplete.
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)


def is_empty(settings: Settings) -> bool:
    """Whether nothing was ever stored in an installation's folder, or nothing is stored on its server.

    Raises StoreError when a server cannot say.
    """
    return place_of(settings).is_empty()


def writing(settings: Settings, tell: Callable[[str], None] | None = None) -> AbstractContextManager[None]:
    """Keeps other runs of writing from the store of an installation while it lasts; readers go on.

    Who has to wait for another run hears from `tell` who is writing since when, and gets a StoreError after ten minutes.
    On a server several may write at once.
    """
    return place_of(settings).writing(tell)


def put_beside_in_place(settings: Settings) -> None:
    """Put the index that was built beside (`Index.open_beside`) in place of the one in use, at once."""
    place_of(settings).take_beside()


class Index:
    """The passages of one store, made with one model and one way of splitting."""

    def __init__(self, place: Place, made: Made | None) -> None:
        self._place = place
        self._made = made
        """What it must be made with; None when that does not matter."""
        self._seen: tuple[State, str] | None = None
        """State of the place when the version was last computed, and that version."""
        self._is_clear = not place.shared
        """Whether what others left unfinished needs no further look."""

    @classmethod
    def open(cls, store: Path | Settings, model: str | None, *, create: bool = False) -> Index:
        """The store in a folder, or where an installation's settings say. Without a model: whatever it was made with.

        Raises StoreError when there is none (unless `create`), when it was made with another model or splitting, or
        when it cannot be got at.
        """
        return cls._opened(place_of(store), {"model": model, "splitting": SPLITTING} if model else None, create=create)

    @classmethod
    def open_beside(cls, store: Path | Settings, model: str) -> Index:
        """An index that is built while the one in use serves, begun anew or continued where somebody was interrupted.

        Only for who is `writing`. Raises StoreError where there can be none.
        """
        place, made = place_of(store), {"model": model, "splitting": SPLITTING}
        beside = place.beside()
        try:
            return cls._opened(beside, made, create=True)
        except StoreError:  # begun with another model, or damaged
            place.clear_remains()
            return cls._opened(place.beside(), made, create=True)

    @classmethod
    def _opened(cls, place: Place, made: Made | None, *, create: bool = False) -> Index:
        index = cls(place, made)
        place.using(index._check_made, made if create else None)
        return index

    @property
    def location(self) -> str:
        """Where it is, as messages call it."""
        return self._place.name

    def records(self) -> list[DocumentRecord]:
        """What is stored and what `ingest` remembers of it, sorted by id."""
        return self._using(records_of)

    def documents(self) -> list[Source]:
        """What is stored, sorted by id."""
        return [record.source for record in self.records()]

    def passage_counts(self) -> dict[str, int]:
        """Source id to number of passages."""
        return {record.source.id: record.passages for record in self.records()}

    def stored_passages(self, source_id: str) -> list[Stored]:
        """The passages of one document with their vectors, in order; none when it is not stored."""
        return self.stored_passages_of([source_id])

    def stored_passages_of(self, source_ids: Sequence[str]) -> list[Stored]:
        """The same for several documents, ordered by source id and number."""
        return self._using(lambda collections: self._read(collections, source_ids)[1])

    def texts(self, source_ids: Sequence[str] | None = None) -> dict[str, list[Passage]]:
        """The passages of all documents or of some by source id, in order."""
        return self._using(lambda collections: texts_of(collections, records_of(collections, source_ids)))

    def snapshot(self) -> Snapshot:
        """Every passage with its vector."""

        def look(collections: Collections) -> tuple[str, list[Stored]]:
            records, stored = self._read(collections)
            return self._remember_version(records), stored

        version, found = self._using(look)
        return Snapshot(
            passages=tuple(passage for passage, _ in found),
            vectors=np.stack([vector for _, vector in found]) if found else np.zeros((0, 0), dtype=np.float32),
            version=version,
        )

    def version(self) -> str:
        """Changes whenever the content changes.

        Of a folder at once; microseconds as long as the database file stays the same. Of a server within a second after
        others wrote, because it is asked at most once a second: a question waits for one short answer of it or for none.
        """
        return self.known_version() or self._using(lambda collections: self._remember_version(records_of(collections)))

    def known_version(self) -> str | None:
        """The version where it is certain without opening the store, for which others' work on it might be waited for."""
        seen = self._seen
        return seen[1] if seen and self._place.is_still(seen[0]) else None

    def replace_document(self, source: Source, passages: Sequence[Passage], vectors: NDArray[np.float32]) -> None:
        """Store a document in place of what was stored under its id: all of it or nothing.

        `vectors` has one row per passage.
        """
        self.replace_documents([Replacement(source, passages, vectors)])

    def replace_documents(self, replacements: Sequence[Replacement]) -> None:
        """The same for several: each of them whole or not at all, and in a folder all of them or none."""
        # On a server one by one: whatever happens to the connection, only one is written again.
        for unit in [[one] for one in replacements] if self._place.shared else [replacements]:
            self._write(partial(self._replace, unit), unit)

    def _replace(self, replacements: Sequence[Replacement], collections: Collections) -> None:
        if self._place.shared:
            (one,) = replacements
            names = [add_generation(collections, one.passages, one.vectors)]
            # What a switch makes count has to be there: who was held up for an hour finds that others cleared it away.
            if size_of(collections, names[0]) != len(one.passages):
                raise StoreError(
                    f"Dokumen tidak tersimpan utuh di {self.location}; yang lama tetap berlaku. Ulangi perintahnya."
                )
        else:
            names = add_generations(collections, [(one.passages, one.vectors) for one in replacements])
        before = records_of(collections, [one.source.id for one in replacements])
        switch(collections, *[one.record(name) for one, name in zip(replacements, names, strict=True)])
        # On a server others may be about to switch to any generation but those.
        delete_generations(collections, [record.generation for record in before])

    def remove_document(self, source_id: str) -> int:
        """Remove a document; the number of passages that went with it, 0 when it is not stored."""
        return self.remove_documents([source_id])

    def remove_documents(self, source_ids: Sequence[str]) -> int:
        """Remove documents, in a folder all at once; the number of passages that went with them."""
        return self._write(lambda collections: remove_all(collections, source_ids)) if source_ids else 0

    def remember_stamps(self, stamps: Mapping[str, str]) -> None:
        """Note what the files of stored documents look like from outside, by source id; the version stays the same."""
        if stamps:
            self._write(lambda collections: remember(collections, stamps))

    def inspect(self) -> Inspection:
        """What is wrong with the store. Raises StoreError when not even its texts can be read."""
        look = partial(inspected, remains=self._place.remains(), shared=self._place.shared)
        try:
            return self._using(look)
        except DamagedStoreError:
            return self._place.salvaging(partial(look, vectors=False))

    def salvage(self) -> Salvage:
        """Documents and texts, though the vectors may be damaged. Raises StoreError when not even they can be read."""
        return self._place.salvaging(salvaged)

    def clear_leftovers(self) -> None:
        """Remove what interrupted writers left. Only for who is `writing`."""
        self._write(lambda collections: clear_abandoned(collections, shared=self._place.shared))
        self._place.clear_remains()

    def clear_remains(self) -> bool:
        """Remove what an interrupted rebuilding left beside the store; whether there was any. Only for who is `writing`."""
        if found := bool(self._place.remains()):
            self._place.clear_remains()
        return found

    def _using(self, work: Callable[[Collections], Result]) -> Result:
        def checked(collections: Collections) -> Result:
            self._check_made(collections)
            return work(collections)

        return self._place.using(checked)

    def _write(self, work: Callable[[Collections], Result], written: Sequence[Replacement] = ()) -> Result:
        def write(collections: Collections) -> Result:
            self._check_made(collections)
            if not self._is_clear:
                clear_abandoned(collections)
                self._is_clear = True
            return work(collections)

        try:
            return self._place.changing(write, lambda collections: check_written(collections, written))
        finally:
            self._seen = None

    def _read(
        self, collections: Collections, source_ids: Sequence[str] | None = None
    ) -> tuple[list[DocumentRecord], list[Stored]]:
        """The records of all documents or of some, and their passages, ordered by source id and number."""
        whole: dict[str, list[Stored]] = {}
        for pause in (*(_PAUSES if self._place.shared else ()), None):
            records = records_of(collections, source_ids)
            missing = [record for record in records if record.generation not in whole]
            found = passages_of(collections, missing, may_vanish=pause is not None)
            sizes = {record.generation: record.passages for record in records}
            whole |= {name: passages for name, passages in found.items() if len(passages) == sizes[name]}
            if all(name in whole for name in sizes):
                return records, [stored for name in sizes for stored in whole[name]]
            if pause is not None:
                time.sleep(pause)
        there = sum(len((found | whole)[name]) for name in sizes)
        raise unreadable(self._place, f"{there} bagian, seharusnya {sum(sizes.values())}")

    def _remember_version(self, records: Sequence[DocumentRecord]) -> str:
        version = version_of(records)
        self._seen = (self._place.state(), version)
        return version

    def _check_made(self, collections: Collections) -> None:
        if self._made is not None:
            check_made(self._place, collections, self._made)
