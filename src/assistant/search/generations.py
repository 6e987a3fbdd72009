"""Documents and the generations of their passages in an open store: the single steps that `index` puts in order."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.search.connection import Collections, DamageError
from assistant.search.records import DocumentRecord, document_metadata, passage_metadata, read_document, read_passage
from assistant.types import Passage

# Below a megabyte, which is what proxies let through by themselves.
_WRITTEN_AT_ONCE = 200
_READ_AT_ONCE = 1_000
_GENERATIONS_AT_ONCE = 200
# Writing a document takes seconds; what is older and does not count belongs to nobody any more.
_ABANDONED_SECONDS = 3_600.0

Stored = tuple[Passage, NDArray[np.float32]]
"""A passage and its vector of shape (dimensions,)."""


def records_of(collections: Collections, source_ids: Sequence[str] | None = None) -> list[DocumentRecord]:
    """The records of all documents or of some, sorted by source id."""
    records: list[DocumentRecord] = []
    # In groups: what one question to the database may name is limited.
    for start in range(0, 1 if source_ids is None else len(source_ids), _READ_AT_ONCE):
        ids = None if source_ids is None else list(source_ids[start : start + _READ_AT_ONCE])
        found = collections.documents.get(ids=ids, include=["metadatas"])
        records += [read_document(id, data) for id, data in zip(found["ids"], found["metadatas"], strict=True)]
    return sorted(records, key=lambda record: record.source.id)


def passages_of(
    collections: Collections, records: Sequence[DocumentRecord], *, may_vanish: bool
) -> dict[str, list[Stored]]:
    """What is there of the generations that the records name, each ordered by number.

    Where they `may_vanish` while they are read, nothing is found of those that Chroma stumbled over.
    """
    sources = {record.generation: record.source for record in records}
    found: dict[str, list[Stored]] = {generation: [] for generation in sources}
    for group in _groups(records):
        try:
            rows = collections.passages.get(
                where={"generation": {"$in": group}}, include=["documents", "metadatas", "embeddings"]
            )
        except DamageError:
            if not may_vanish:
                raise
            continue  # it looks up the text first and the vector then: "Error finding id" where it is gone by that time
        vectors = np.asarray(rows["embeddings"], dtype=np.float32)
        for metadata, text, vector in zip(rows["metadatas"], rows["documents"], vectors, strict=True):
            generation = metadata["generation"]
            found[generation].append((read_passage(sources[generation], metadata, text), vector))
    for passages in found.values():
        passages.sort(key=lambda stored: stored[0].number)
    return found


def texts_of(collections: Collections, records: Sequence[DocumentRecord]) -> dict[str, list[Passage]]:
    """The passages without their vectors, by source id and ordered by number: what is left when the vectors are damaged."""
    sources = {record.generation: record.source for record in records}
    found: dict[str, list[Passage]] = {record.source.id: [] for record in records}
    for group in _groups(records):
        rows = collections.passages.get(where={"generation": {"$in": group}}, include=["documents", "metadatas"])
        for metadata, text in zip(rows["metadatas"], rows["documents"], strict=True):
            source = sources[metadata["generation"]]
            found[source.id].append(read_passage(source, metadata, text))
    for passages in found.values():
        passages.sort(key=lambda passage: passage.number)
    return found


def _groups(records: Sequence[DocumentRecord]) -> Iterator[list[str]]:
    """The generations that hold anything, as many at a time as are read at once."""
    group: list[str] = []
    size = 0
    for record in records:
        if group and (size + record.passages > _READ_AT_ONCE or len(group) >= _GENERATIONS_AT_ONCE):
            yield group
            group, size = [], 0
        if record.passages:
            group.append(record.generation)
            size += record.passages
    if group:
        yield group


def add_generation(collections: Collections, passages: Sequence[Passage], vectors: NDArray[np.float32]) -> str:
    """Write passages of a document that do not count yet; the name of their generation."""
    return add_generations(collections, [(passages, vectors)])[0]


def add_generations(
    collections: Collections, documents: Sequence[tuple[Sequence[Passage], NDArray[np.float32]]]
) -> list[str]:
    """The same for several documents; Chroma takes as long for one call with a single passage as with hundreds."""
    names = [f"{int(collections.now())}-{secrets.token_hex(8)}" for _ in documents]
    rows = [
        (name, passage, vector)
        for name, (passages, vectors) in zip(names, documents, strict=True)
        for passage, vector in zip(passages, vectors, strict=True)
    ]
    for start in range(0, len(rows), _WRITTEN_AT_ONCE):
        part = rows[start : start + _WRITTEN_AT_ONCE]
        collections.passages.add(
            ids=[f"{name}#{passage.number}" for name, passage, _ in part],
            embeddings=np.stack([vector for _, _, vector in part]).astype(np.float32),
            documents=[passage.text for _, passage, _ in part],
            metadatas=[passage_metadata(passage, name) for name, passage, _ in part],
        )
    return names


def size_of(collections: Collections, generation: str) -> int:
    """How many passages of a generation are there."""
    return len(collections.passages.get(where={"generation": generation}, include=[])["ids"])


def switch(collections: Collections, *records: DocumentRecord) -> None:
    """Make generations the ones that count. Of one document: one record, hence one transaction."""
    for start in range(0, len(records), _WRITTEN_AT_ONCE):
        part = records[start : start + _WRITTEN_AT_ONCE]
        collections.documents.upsert(
            ids=[record.source.id for record in part],
            embeddings=[[1.0]] * len(part),  # Chroma asks for one; documents are never searched
            metadatas=[document_metadata(record) for record in part],
        )


def delete_generations(collections: Collections, names: Sequence[str]) -> None:
    """Delete the passages of generations that no longer count."""
    for start in range(0, len(names), _WRITTEN_AT_ONCE):
        collections.passages.delete(where={"generation": {"$in": list(names[start : start + _WRITTEN_AT_ONCE])}})


def remove_all(collections: Collections, source_ids: Sequence[str]) -> int:
    """Remove documents; the number of passages that counted of them."""
    before = records_of(collections, source_ids)
    for start in range(0, len(source_ids), _WRITTEN_AT_ONCE):
        collections.documents.delete(ids=list(source_ids[start : start + _WRITTEN_AT_ONCE]))
    delete_generations(collections, [record.generation for record in before])
    return sum(record.passages for record in before)


def remember(collections: Collections, stamps: Mapping[str, str]) -> None:
    """Note stamps of documents by source id; the rest of their records stays."""
    there = {record.source.id for record in records_of(collections)}
    stamped = [(id, stamp) for id, stamp in stamps.items() if id in there]
    for start in range(0, len(stamped), _WRITTEN_AT_ONCE):
        part = stamped[start : start + _WRITTEN_AT_ONCE]
        collections.documents.update(ids=[id for id, _ in part], metadatas=[{"stamp": stamp} for _, stamp in part])


def uncounted(collections: Collections, *, shared: bool) -> list[str]:
    """The generations that do not count; where others may be writing, only those too old for anybody to switch to them."""
    # In this order: what is switched to between the two looks was written before the first.
    there = {row["generation"] for row in collections.passages.get(include=["metadatas"])["metadatas"]}
    counting = {record.generation for record in records_of(collections)}
    oldest = collections.now() - _ABANDONED_SECONDS
    return sorted(name for name in there - counting if not shared or _began(name) < oldest)


def clear_abandoned(collections: Collections, *, shared: bool = True) -> int:
    """Delete the generations that do not count; how many there were."""
    names = uncounted(collections, shared=shared)
    delete_generations(collections, names)
    return len(names)


def _began(generation: str) -> int:
    """When writing a generation began, in seconds since 1970; 0 for those of a folder that was moved to a server."""
    seconds, _, token = generation.partition("-")
    return int(seconds) if token else 0
