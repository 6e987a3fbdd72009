"""What is wrong with a store: for who repairs it, and for who has just written to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.search.connection import Collections, Made
from assistant.search.generations import Stored, passages_of, records_of, texts_of, uncounted
from assistant.search.records import DocumentRecord, Replacement
from assistant.types import Passage


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in a store, repaired or not."""

    records: tuple[DocumentRecord, ...]
    incomplete: dict[str, int]
    """Documents of which passages are missing or too many, by source id: how many are there."""
    stored: dict[str, list[Stored]] | None
    """The passages of the complete documents by source id; None when the vectors cannot be read at all."""
    uncounted: int
    """Unfinished or outdated versions of documents that nobody reads."""
    remains: tuple[str, ...]
    """Files beside the store that an interrupted writer left."""
    dimensions: int
    """Of the vectors that are there; 0 when there are none."""

    def unusable_vectors(self) -> dict[str, list[int]]:
        """Positions of passages whose vector is not finite or not of length one, by source id."""
        found = {
            id: [
                position
                for position, (_, vector) in enumerate(passages)
                if len(vector) != self.dimensions or not abs(float(np.linalg.norm(vector)) - 1.0) < 1e-3
            ]
            for id, passages in (self.stored or {}).items()
        }
        return {id: positions for id, positions in found.items() if positions}


@dataclass(frozen=True, slots=True)
class Salvage:
    """What can be had of a store without its vectors."""

    made: Made
    """The model and the way of splitting it was made with."""
    records: dict[str, DocumentRecord]
    """By source id."""
    texts: dict[str, list[Passage]]
    """The passages of every document by source id, in order."""


def salvaged(collections: Collections) -> Salvage:
    """Everything in an open store but the vectors."""
    records = records_of(collections)
    return Salvage(
        made=dict(collections.passages.metadata or {}),
        records={record.source.id: record for record in records},
        texts=texts_of(collections, records),
    )


def inspected(collections: Collections, remains: Sequence[str], *, shared: bool, vectors: bool = True) -> Inspection:
    """Look at everything in an open store, or at all but the vectors. `shared`: whether others may be writing meanwhile."""
    records = records_of(collections)
    texts = texts_of(collections, records)
    incomplete = {
        record.source.id: len(texts[record.source.id])
        for record in records
        if [passage.number for passage in texts[record.source.id]] != list(range(1, record.passages + 1))
    }
    whole = [record for record in records if record.source.id not in incomplete]
    found = passages_of(collections, whole, may_vanish=False) if vectors else {}
    lengths = [len(vector) for passages in found.values() for _, vector in passages]
    return Inspection(
        records=tuple(records),
        incomplete=incomplete,
        stored={record.source.id: found[record.generation] for record in whole} if vectors else None,
        uncounted=len(uncounted(collections, shared=shared)),
        remains=tuple(remains),
        dimensions=max(set(lengths), key=lengths.count, default=0),
    )


def check_written(collections: Collections, written: Sequence[Replacement]) -> None:
    """Raise OSError unless the store can be read and holds what was just written, to the last bit."""
    collections.passages.get(limit=1, include=["embeddings"])  # vectors that are still in the log reach their file
    records = records_of(collections, [one.source.id for one in written])
    found = passages_of(collections, records, may_vanish=False)
    there = {record.source.id: found[record.generation] for record in records}
    for one in written:
        passages = there.get(one.source.id, [])
        same_texts = [passage for passage, _ in passages] == list(one.passages)
        if not same_texts or not all(np.array_equal(a, b) for (_, a), b in zip(passages, one.vectors, strict=True)):
            raise OSError("yang ditulis tidak terbaca kembali")
