"""Passages in, passages out, in an embedded Chroma store. The only file that knows chromadb.

Two collections: `documents` holds one record per document, which names the *generation* of its passages that counts;
`passages` holds the passages with their vectors. A document is replaced by writing a new generation, switching its
record (one transaction), and deleting the old generation. Whatever is interrupted in between is never read, and is
cleared away when the document is next replaced or removed.

Chroma keeps its vector file in memory and does not notice that another process wrote to it: reading then fails, and
writing damages the store for good. So every operation here opens the store afresh (5 ms) and holds a lock meanwhile,
across threads and processes.
"""

from __future__ import annotations

import secrets
import shlex
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import InternalError, NotFoundError
from numpy.typing import NDArray

from assistant.errors import StoreError
from assistant.search.lock import locked
from assistant.search.records import (
    DocumentRecord,
    document_metadata,
    passage_metadata,
    read_document,
    read_passage,
    version_of,
)
from assistant.settings import Settings
from assistant.types import Passage, Source

# Recorded in the store: raise it when ingest splits documents differently or `passage_text` changes.
SPLITTING = "sentences-1"

_DATABASE_FILE = "chroma.sqlite3"
# File times may be as coarse as this; a younger file could change again without looking different. Where they are finer than
# a millisecond, no other process can open the store and write to it within one step.
_CLOCK_STEP_SECONDS = 2.0
_FINE_STEP_NS = 1_000_000


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything in a store at one moment, ordered by source id and passage number."""

    passages: tuple[Passage, ...]
    vectors: NDArray[np.float32]
    """Shape (number of passages, dimensions), in the order of `passages`, L2-normalised."""
    version: str


@dataclass(frozen=True, slots=True)
class _Collections:
    documents: Any
    passages: Any


class Index:
    """The passages of one store folder, made with one model and one way of splitting."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._seen: tuple[tuple[int, ...], str] | None = None
        """State of the database file when the version was last computed, and that version."""

    @classmethod
    def open(cls, store: Path, model: str, *, create: bool = False) -> Index:
        """The store in a folder.

        Raises StoreError when there is none (unless `create`), when it was made with another model or splitting, or
        when it cannot be read.
        """
        exists = (store / _DATABASE_FILE).is_file()
        if not exists and not create:
            raise StoreError(
                f"Belum ada dokumen di {store}. Isi dahulu dengan `{_ingest_command(store)}`, "
                "atau sebutkan folder dokumen Anda sendiri."
            )
        try:
            store.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"Folder {store} tidak dapat dibuat: {error}. Pilih folder lain dengan --store."
            ) from error
        index = cls(store)
        with index._client() as client:
            if create:
                _create_collections(client, model)
            _check_made_with(client, store, model)
        return index

    def documents(self) -> list[Source]:
        """What is stored, sorted by id."""
        with self._opened() as collections:
            return [record.source for record in _records(collections)]

    def passage_counts(self) -> dict[str, int]:
        """Source id to number of passages."""
        with self._opened() as collections:
            return {record.source.id: record.passages for record in _records(collections)}

    def stored_passages(self, source_id: str) -> list[tuple[Passage, NDArray[np.float32]]]:
        """The passages of one document with their vectors, in order; none when it is not stored."""
        with self._opened() as collections:
            records = [record for record in _records(collections) if record.source.id == source_id]
            return self._read_passages(collections, records, {"source_id": source_id})

    def snapshot(self) -> Snapshot:
        """Every passage with its vector."""
        with self._opened() as collections:
            records = _records(collections)
            found = self._read_passages(collections, records, None)
        return Snapshot(
            passages=tuple(passage for passage, _ in found),
            vectors=np.stack([vector for _, vector in found]) if found else np.zeros((0, 0), dtype=np.float32),
            version=version_of(records),
        )

    def version(self) -> str:
        """Changes whenever the content changes; microseconds as long as the database file stays the same."""
        state = self._file_state()
        if self._seen and state and self._seen[0] == state and _is_settled(state[1]):
            return self._seen[1]
        with self._opened() as collections:
            version = version_of(_records(collections))
            self._seen = (self._file_state(), version)
        return version

    def replace_document(self, source: Source, passages: Sequence[Passage], vectors: NDArray[np.float32]) -> None:
        """Store a document in place of what was stored under its id: all of it or nothing.

        `vectors` has one row per passage.
        """
        if len(passages) != len(vectors):
            raise ValueError(f"{len(passages)} passages but {len(vectors)} vectors")
        generation = secrets.token_hex(8)
        with self._opened() as collections:
            self._add_passages(collections, generation, passages, vectors)
            _switch(collections, DocumentRecord(source, generation, len(passages)))
            collections.passages.delete(where={"$and": [{"source_id": source.id}, {"generation": {"$ne": generation}}]})

    def remove_document(self, source_id: str) -> int:
        """Remove a document; the number of passages that went with it, 0 when it is not stored."""
        with self._opened() as collections:
            count = sum(record.passages for record in _records(collections) if record.source.id == source_id)
            collections.documents.delete(ids=[source_id])
            collections.passages.delete(where={"source_id": source_id})
        return count

    def _add_passages(
        self, collections: _Collections, generation: str, passages: Sequence[Passage], vectors: NDArray[np.float32]
    ) -> None:
        step = 1_000  # well below what one SQLite statement takes (5,461 records)
        for start in range(0, len(passages), step):
            part = passages[start : start + step]
            collections.passages.add(
                ids=[f"{generation}#{passage.number}" for passage in part],
                embeddings=np.ascontiguousarray(vectors[start : start + step], dtype=np.float32),
                documents=[passage.text for passage in part],
                metadatas=[passage_metadata(passage, generation) for passage in part],
            )

    def _read_passages(
        self, collections: _Collections, records: Sequence[DocumentRecord], where: Mapping[str, str] | None
    ) -> list[tuple[Passage, NDArray[np.float32]]]:
        """The passages of the generations that count, ordered by source id and number."""
        found = collections.passages.get(where=where, include=["documents", "metadatas", "embeddings"])
        vectors = np.asarray(found["embeddings"], dtype=np.float32)
        sources = {record.generation: record.source for record in records}
        passages = [
            (read_passage(sources[metadata["generation"]], metadata, text), vector)
            for metadata, text, vector in zip(found["metadatas"], found["documents"], vectors, strict=True)
            if metadata["generation"] in sources
        ]
        expected = sum(record.passages for record in records)
        if len(passages) != expected:
            raise self._damaged(f"{len(passages)} bagian, seharusnya {expected}")
        return sorted(passages, key=lambda found: (found[0].source.id, found[0].number))

    def _file_state(self) -> tuple[int, ...]:
        """What tells two states of the database file apart: identity, time of change in ns, size."""
        try:
            stat = (self._store / _DATABASE_FILE).stat()
        except FileNotFoundError:
            return ()
        return (stat.st_ino, stat.st_mtime_ns, stat.st_size)

    def _damaged(self, finding: str) -> StoreError:
        return StoreError(
            f"Penyimpanan di {self._store} tidak dapat dibaca ({finding}). Pindahkan isinya ke tempat lain "
            f"(kecuali README.md), lalu isi kembali dengan `{_ingest_command(self._store)}`."
        )

    @contextmanager
    def _opened(self) -> Iterator[_Collections]:
        with self._client() as client:
            yield _Collections(_collection(client, "documents"), _collection(client, "passages"))

    @contextmanager
    def _client(self) -> Iterator[Any]:
        """The store, opened afresh and for us alone."""
        with locked(self._store):
            try:
                client = _open_client(self._store)
                try:
                    yield client
                finally:
                    client.close()
            except (InternalError, NotFoundError) as error:
                raise self._damaged(str(error)[:300]) from error


def _is_settled(changed_ns: int) -> bool:
    """Whether a further change would show. Opening the store touches its file, so it is young as long as questions come."""
    return changed_ns % _FINE_STEP_NS != 0 or time.time() - changed_ns / 1e9 > _CLOCK_STEP_SECONDS


def _ingest_command(store: Path) -> str:
    """What an operator types to fill this store."""
    command = "python -m ingest ingest/articles"
    return command if store == Settings().vectorstore else f"{command} --store {shlex.quote(str(store))}"


def _open_client(store: Path) -> Any:
    try:
        return chromadb.PersistentClient(path=str(store), settings=ChromaSettings(anonymized_telemetry=False))
    except BaseException:
        # Chroma would keep what it could not start and hand it out the next time. Ours are the only clients.
        SharedSystemClient.clear_system_cache()
        raise


def _create_collections(client: Any, model: str) -> None:
    """Create what is missing. The inner product of normalised vectors is their cosine, and leaves them as they are."""
    for name in ("documents", "passages"):
        client.get_or_create_collection(
            name,
            metadata={"model": model, "splitting": SPLITTING},
            configuration={"hnsw": {"space": "ip"}},
            embedding_function=None,
        )


def _collection(client: Any, name: str) -> Any:
    return client.get_collection(name, embedding_function=None)


def _check_made_with(client: Any, store: Path, model: str) -> None:
    made = _collection(client, "passages").metadata or {}
    for what, recorded, expected in (
        ("model embedding", made.get("model"), model),
        ("cara pemotongan", made.get("splitting"), SPLITTING),
    ):
        if recorded != expected:
            raise StoreError(
                f"Penyimpanan di {store} dibuat dengan {what} {recorded!r}, sedangkan yang dipakai sekarang "
                f"{expected!r}. Hapus isi folder itu (kecuali README.md) lalu isi kembali dengan "
                f"`{_ingest_command(store)}`, atau pilih folder lain dengan --store."
            )


def _records(collections: _Collections) -> list[DocumentRecord]:
    """The records of all documents, sorted by source id."""
    found = collections.documents.get(include=["metadatas"])
    records = [read_document(source_id, data) for source_id, data in zip(found["ids"], found["metadatas"], strict=True)]
    return sorted(records, key=lambda record: record.source.id)


def _switch(collections: _Collections, record: DocumentRecord) -> None:
    """Make a generation the one that counts: one record, hence one transaction."""
    collections.documents.upsert(
        ids=[record.source.id],
        embeddings=[[1.0]],  # Chroma asks for one; documents are never searched
        metadatas=[document_metadata(record)],
    )
