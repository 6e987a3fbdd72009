"""Passages in, passages out, in a Chroma store that is a folder of this machine or on a server (`place`).

Two collections: `documents` holds one record per document, which names the *generation* of its passages that counts;
`passages` holds the passages with their vectors. A document is replaced by writing a new generation, switching its
record (one transaction), and deleting the old generation. Whatever is interrupted in between is never read. In a folder
it is cleared away when the document is next replaced or removed.

On a server others may write and read meanwhile. A generation never changes, so a reader who finds one incomplete (its
document was replaced between two looks) looks again for that one only. A writer deletes only the generation that its own
switch put out of use, never one that another writer may be about to switch to: of two who replace the same document the
last one wins, and both leave it whole. What an interrupted writer left is cleared away once it is an hour old, before the
first thing that an index writes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import StoreError
from assistant.search.connection import Collections, Made, Result
from assistant.search.generations import (
    Stored,
    add_generation,
    clear_abandoned,
    passages_of,
    records_of,
    size_of,
    switch,
)
from assistant.search.place import Place, State, place_of, unreadable
from assistant.search.records import DocumentRecord, version_of
from assistant.settings import Settings
from assistant.types import Passage, Source

# Recorded in the store: raise it when ingest splits documents differently or `passage_text` changes.
SPLITTING = "sentences-1"

# Seconds before another look at generations that were incomplete.
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything in a store at one moment, ordered by source id and passage number."""

    passages: tuple[Passage, ...]
    vectors: NDArray[np.float32]
    """Shape (number of passages, dimensions), in the order of `passages`, L2-normalised."""
    version: str


def is_empty(settings: Settings) -> bool:
    """Whether nothing was ever stored in an installation's folder, or nothing is stored on its server.

    Raises StoreError when a server cannot say.
    """
    return place_of(settings).is_empty()


class Index:
    """The passages of one store, made with one model and one way of splitting."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._seen: tuple[State, str] | None = None
        """State of the place when the version was last computed, and that version."""
        self._is_clear = not place.shared
        """Whether what others left unfinished needs no further look."""

    @classmethod
    def open(cls, store: Path | Settings, model: str, *, create: bool = False) -> Index:
        """The store in a folder, or where an installation's settings say.

        Raises StoreError when there is none (unless `create`), when it was made with another model or splitting, or
        when it cannot be got at.
        """
        place = place_of(store)
        made = {"model": model, "splitting": SPLITTING}
        place.using(lambda collections: _check_made_with(collections, place, made), made if create else None)
        return cls(place)

    @property
    def location(self) -> str:
        """Where it is, as messages call it."""
        return self._place.name

    def documents(self) -> list[Source]:
        """What is stored, sorted by id."""
        return [record.source for record in self._place.using(records_of)]

    def passage_counts(self) -> dict[str, int]:
        """Source id to number of passages."""
        return {record.source.id: record.passages for record in self._place.using(records_of)}

    def stored_passages(self, source_id: str) -> list[Stored]:
        """The passages of one document with their vectors, in order; none when it is not stored."""
        return self._place.using(lambda collections: self._read(collections, source_id)[1])

    def snapshot(self) -> Snapshot:
        """Every passage with its vector."""

        def look(collections: Collections) -> tuple[str, list[Stored]]:
            records, stored = self._read(collections)
            return self._remember(records), stored

        version, found = self._place.using(look)
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
        if self._seen and self._place.is_still(self._seen[0]):
            return self._seen[1]

        def look(collections: Collections) -> str:
            return self._remember(records_of(collections))

        return self._place.using(look)

    def replace_document(self, source: Source, passages: Sequence[Passage], vectors: NDArray[np.float32]) -> None:
        """Store a document in place of what was stored under its id: all of it or nothing.

        `vectors` has one row per passage.
        """
        if len(passages) != len(vectors):
            raise ValueError(f"{len(passages)} passages but {len(vectors)} vectors")

        def replace(collections: Collections) -> None:
            generation = add_generation(collections, passages, vectors)
            if self._place.shared:
                self._check_added(collections, generation, len(passages))
            before = records_of(collections, source.id)
            switch(collections, DocumentRecord(source, generation, len(passages)))
            self._delete_passages(collections, source.id, before, kept=generation)

        self._write(replace)

    def remove_document(self, source_id: str) -> int:
        """Remove a document; the number of passages that went with it, 0 when it is not stored."""

        def remove(collections: Collections) -> int:
            before = records_of(collections, source_id)
            collections.documents.delete(ids=[source_id])
            self._delete_passages(collections, source_id, before, kept="")
            return sum(record.passages for record in before)

        return self._write(remove)

    def _write(self, work: Callable[[Collections], Result]) -> Result:
        def write(collections: Collections) -> Result:
            if not self._is_clear:
                clear_abandoned(collections)
                self._is_clear = True
            return work(collections)

        try:
            return self._place.using(write)
        finally:
            self._seen = None

    def _check_added(self, collections: Collections, generation: str, passages: int) -> None:
        """What a switch makes count has to be there: who was held up for an hour finds that others cleared it away."""
        there = size_of(collections, generation)
        if there != passages:
            raise StoreError(
                f"Dokumen tidak tersimpan utuh di {self.location} ({there} bagian, seharusnya {passages}); yang lama "
                "tetap berlaku. Ulangi perintahnya."
            )

    def _delete_passages(
        self, collections: Collections, source_id: str, before: Sequence[DocumentRecord], *, kept: str
    ) -> None:
        """Delete what no longer counts: on a server what `before` names, in a folder everything but what is kept."""
        if not self._place.shared:
            collections.passages.delete(where={"$and": [{"source_id": source_id}, {"generation": {"$ne": kept}}]})
            return
        for record in before:
            collections.passages.delete(where={"generation": record.generation})

    def _read(
        self, collections: Collections, source_id: str | None = None
    ) -> tuple[list[DocumentRecord], list[Stored]]:
        """The records of all documents or of one, and their passages, ordered by source id and number."""
        whole: dict[str, list[Stored]] = {}
        for pause in (*(_PAUSES if self._place.shared else ()), None):
            records = records_of(collections, source_id)
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

    def _remember(self, records: Sequence[DocumentRecord]) -> str:
        version = version_of(records)
        self._seen = (self._place.state(), version)
        return version


def _check_made_with(collections: Collections, place: Place, expected: Made) -> None:
    made = collections.passages.metadata or {}
    for what, key in (("model embedding", "model"), ("cara pemotongan", "splitting")):
        if made.get(key) != expected[key]:
            raise StoreError(
                f"Penyimpanan di {place.name} dibuat dengan {what} {made.get(key)!r}, sedangkan yang dipakai sekarang "
                f"{expected[key]!r}. {place.renewal}"
            )
