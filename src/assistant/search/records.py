"""Documents and passages as the vector store keeps them: flat records of text and numbers, and back."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.types import Passage, Source

Metadata = Mapping[str, str | int]
"""What a store keeps beside an id, a text and a vector: neither dates nor missing values."""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document's record: which generation of its passages counts, and how many passages that one has."""

    source: Source
    generation: str
    passages: int
    stamp: str = ""
    """What its file looked like from outside, as `ingest` wrote it; empty when that is not known."""
    signature: str = ""
    """By which `ingest` finds near copies of it; empty when that was not made."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """A document as it is to be stored, in place of what was stored under its source's id."""

    source: Source
    passages: Sequence[Passage]
    vectors: NDArray[np.float32]
    """One row per passage."""
    stamp: str = ""
    signature: str = ""

    def __post_init__(self) -> None:
        if len(self.passages) != len(self.vectors):
            raise ValueError(f"{len(self.passages)} passages but {len(self.vectors)} vectors")

    def record(self, generation: str) -> DocumentRecord:
        """Its record, once its passages are written."""
        return DocumentRecord(self.source, generation, len(self.passages), self.stamp, self.signature)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything in a store at one moment, ordered by source id and passage number."""

    passages: tuple[Passage, ...]
    vectors: NDArray[np.float32]
    """Shape (number of passages, dimensions), in the order of `passages`, L2-normalised."""
    version: str


def document_metadata(record: DocumentRecord) -> Metadata:
    """A document's record without its source's id, which is the record's own id."""
    source = record.source
    return {
        "name": source.name,
        "title": source.title,
        "publisher": source.publisher,
        "date": source.date.isoformat() if source.date else "",
        "url": source.url,
        "kind": source.kind,
        "digest": source.digest,
        "generation": record.generation,
        "passages": record.passages,
        "stamp": record.stamp,
        "signature": record.signature,
    }


def read_document(source_id: str, metadata: Metadata) -> DocumentRecord:
    """The document record that `document_metadata` wrote."""
    date = str(metadata["date"])
    source = Source(
        id=source_id,
        name=str(metadata["name"]),
        title=str(metadata["title"]),
        publisher=str(metadata["publisher"]),
        date=datetime.date.fromisoformat(date) if date else None,
        url=str(metadata["url"]),
        kind=str(metadata["kind"]),
        digest=str(metadata["digest"]),
    )
    return DocumentRecord(
        source,
        generation=str(metadata["generation"]),
        passages=int(metadata["passages"]),
        stamp=str(metadata.get("stamp", "")),
        signature=str(metadata.get("signature", "")),
    )


def passage_metadata(passage: Passage, generation: str) -> Metadata:
    """A passage without its text."""
    return {
        "source_id": passage.source.id,
        "generation": generation,
        "number": passage.number,
        "locator": passage.locator,
        "original": passage.original,
    }


def read_passage(source: Source, metadata: Metadata, text: str) -> Passage:
    """The passage that `passage_metadata` wrote, of a document that is known."""
    number = int(metadata["number"])
    # Stores from before scanning faults were repaired have no original: it was the text.
    original = str(metadata.get("original", ""))
    return Passage(f"{source.id}#{number}", source, number, str(metadata["locator"]), text, original)


def version_of(records: Sequence[DocumentRecord]) -> str:
    """A name for the content of these records: generations are never used twice. Order matters."""
    listing = "\n".join(f"{record.source.id}\t{record.generation}" for record in records)
    return hashlib.sha256(listing.encode("utf-8", "surrogatepass")).hexdigest()[:16]
