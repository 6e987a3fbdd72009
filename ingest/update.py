"""The path of a document on one screen: read → compare with the store → split → embed what is new → replace."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ReadError, StoreError
from assistant.search.embedding import Embedder, load_embedder, model_name, passage_text
from assistant.search.index import Index
from assistant.settings import Settings
from assistant.types import Document, Passage
from ingest.files import Failure, Found, find_files
from ingest.instruments import Cited, instruments_of
from ingest.read import SUPPORTED, read_document

Progress = Callable[[int, int], None]
"""Called with the number of passages embedded so far and the number to embed; the first call says 0."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest did. The first four count documents, the `passages…` count passages."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    """In the whole store afterwards."""
    passages_embedded: int = 0
    passages_reused: int = 0
    """Passages of changed documents that were stored before with the same text."""
    passages_removed: int = 0
    """Passages that are gone: of removed documents, and of changed ones where the text is no longer the same."""
    skipped: tuple[str, ...] = ()
    """Files inside the given folders that were left alone."""
    failed: tuple[Failure, ...] = ()
    renewed: tuple[str, ...] = ()
    """Ids of the added and changed documents."""
    instruments: tuple[Cited, ...] = ()
    """What every document that was read cites, unchanged ones too."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A document to write. `vectors` has a row per passage, or None where it must be embedded."""

    document: Document
    passages: tuple[Passage, ...]
    vectors: tuple[NDArray[np.float32] | None, ...]
    stored: int
    """How many passages the document has in the store so far."""

    @property
    def missing(self) -> int:
        return sum(vector is None for vector in self.vectors)

    @property
    def gone(self) -> int:
        return max(0, self.stored - (len(self.vectors) - self.missing))


def ingest_paths(
    paths: Sequence[Path],
    settings: Settings,
    *,
    embedder: Embedder | None = None,
    prune: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Bring the store up to date with files and folders; the model is loaded only when there is something to embed.

    What cannot be read is listed in the report, the rest is ingested. With `prune`, documents of the given folders
    that are no longer there are removed. Raises StoreError or ModelError when the store or the model cannot be used.
    Every document is written whole: after an interruption the finished ones are stored, and running again continues.
    """
    found = find_files(paths)
    documents, failures = _read_all(found, prune=prune)
    model = embedder.name if embedder else model_name(settings)
    try:
        index = Index.open(settings, model, create=bool(documents))
    except StoreError:
        if documents or not failures:
            raise
        return Report(skipped=found.skipped, failed=failures)
    today = datetime.date.today()
    instruments = tuple(instruments_of(document, today) for document in documents)
    digests = {source.id: source.digest for source in index.documents()}
    new = [document for document in documents if digests.get(document.source.id) != document.source.digest]
    changes = [_plan(document, index, stored=document.source.id in digests) for document in new]
    _write(changes, index, settings, embedder, progress)
    removed = _prune(found, index, digests) if prune else []
    return Report(
        added=sum(change.document.source.id not in digests for change in changes),
        changed=sum(change.document.source.id in digests for change in changes),
        unchanged=len(documents) - len(new),
        removed=len(removed),
        passages=sum(index.passage_counts().values()),
        passages_embedded=sum(change.missing for change in changes),
        passages_reused=sum(len(change.passages) - change.missing for change in changes),
        passages_removed=sum(removed) + sum(change.gone for change in changes),
        skipped=found.skipped,
        failed=failures,
        renewed=tuple(document.source.id for document in new),
        instruments=instruments,
    )


def _read_all(found: Found, *, prune: bool) -> tuple[list[Document], tuple[Failure, ...]]:
    documents: list[Document] = []
    failures = list(found.failures)
    for entry in found.entries:
        try:
            documents.append(read_document(entry.path, entry.id, entry.name))
        except ReadError as error:
            failures.append(Failure(str(entry.path), str(error)))
    if not found.entries and not failures and not prune:
        # An empty folder is nearly always a slip of the pen, and an exit code of 0 would hide it.
        folders = ", ".join(found.folders)
        failures.append(Failure(folders, f"tidak ada berkas {' atau '.join(SUPPORTED)} di dalam folder ini."))
    return documents, tuple(failures)


def _plan(document: Document, index: Index, *, stored: bool) -> _Change:
    """The passages of a document, with the stored vectors of those whose embedded text is the same."""
    from ingest.split import split_document  # LangChain takes half a second to import: only when something is new

    passages = split_document(document)
    before = index.stored_passages(document.source.id) if stored else []
    known = {passage_text(passage): vector for passage, vector in before}
    return _Change(
        document=document,
        passages=tuple(passages),
        vectors=tuple(known.get(passage_text(passage)) for passage in passages),
        stored=len(before),
    )


def _write(
    changes: Sequence[_Change],
    index: Index,
    settings: Settings,
    embedder: Embedder | None,
    progress: Progress | None,
) -> None:
    """Embed what has no vector yet and store each document as soon as it is complete."""
    total = sum(change.missing for change in changes)
    counter = _Counter(total, progress)
    if total:
        counter.add(0)
        embedder = embedder or load_embedder(settings)
    for change in changes:
        vectors = list(change.vectors)
        missing = [position for position, vector in enumerate(vectors) if vector is None]
        if missing and embedder:
            texts = [passage_text(change.passages[position]) for position in missing]
            for position, vector in zip(missing, embedder.embed_passages(texts, counter.add), strict=True):
                vectors[position] = vector
        index.replace_document(
            change.document.source, change.passages, np.stack([vector for vector in vectors if vector is not None])
        )


@dataclass(slots=True)
class _Counter:
    """Adds up what documents report one by one."""

    total: int
    progress: Progress | None
    done: int = field(default=0)

    def add(self, number: int) -> None:
        self.done += number
        if self.progress:
            self.progress(self.done, self.total)


def _prune(found: Found, index: Index, stored: dict[str, str]) -> list[int]:
    """Remove the documents of fully read folders that are no longer there; the number of passages of each.

    A file that is there but could not be read keeps what is stored of it.
    """
    there = {entry.id for entry in found.entries}
    gone = [id for id in stored if id not in there and any(id.startswith(f"{folder}/") for folder in found.folders)]
    return [index.remove_document(id) for id in gone]
