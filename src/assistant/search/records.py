"""Documents and passages as the vector store keeps them: flat records of text and numbers, and back."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.types import Passage, Source

Metadata = Mapping[str, str | int]
"""What a store keeps beside an id, a text and a vector: neither dates nor missing values."""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document's record: which generation of its passages counts, and how many passages that one has."""

    source: Source
    generation: str
    passages: int


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
    return DocumentRecord(source, str(metadata["generation"]), int(metadata["passages"]))


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
