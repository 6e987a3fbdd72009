"""What is to be done so that the store holds what the given files say: nothing is written here.

A document is known by its id, its content by its digest. What a file looks like from outside (its stamp) saves reading it
when nothing has touched it since.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ReadError
from assistant.search.embedding import passage_text
from assistant.search.index import DocumentRecord, Index
from assistant.types import Document, Passage, Source
from ingest import read
from ingest.files import Entry, Failure, Found
from ingest.report import Copy

# File times may be as coarse as this. What was touched a moment before it was read could change again and look the same.
_CLOCK_STEP_SECONDS = 2.0

ReadEntry = Callable[[Entry], Document]


@dataclass(frozen=True, slots=True)
class Change:
    """A document to write. `vectors` has a row per passage, or None where it must be embedded."""

    source: Source
    text: str
    passages: tuple[Passage, ...]
    vectors: tuple[NDArray[np.float32] | None, ...]
    before: tuple[Passage, ...]
    """What is stored of it so far."""
    record: DocumentRecord | None
    """Its record so far; None when it is new."""
    stamp: str
    signature: str

    @property
    def missing(self) -> int:
        """How many passages must be embedded."""
        return sum(vector is None for vector in self.vectors)

    @property
    def gone(self) -> int:
        """How many of the stored passages are not used again."""
        return max(0, len(self.before) - (len(self.vectors) - self.missing))


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done with a store."""

    passages: int
    """In the store so far."""
    unchanged: int
    stamps: Mapping[str, str]
    """To note of unchanged documents, by source id."""
    changes: tuple[Change, ...]
    copies: tuple[Copy, ...]
    gone: tuple[DocumentRecord, ...]
    """To remove: what left its folder, and what became a copy of another document."""
    failed: tuple[Failure, ...]

    @property
    def passages_afterwards(self) -> int:
        """In the store when all of it is done."""
        written = sum(len(change.passages) - len(change.before) for change in self.changes)
        return self.passages + written - sum(record.passages for record in self.gone)


@dataclass(frozen=True, slots=True)
class _Sighted:
    """A document as read, with the stamp that its file had."""

    document: Document
    stamp: str


def make_plan(
    found: Found,
    index: Index | None,
    read_entry: ReadEntry,
    *,
    prune: bool = False,
    older: Collection[str] = (),
) -> Plan:
    """Compare what was found with what is stored; reads the files that may have changed.

    `index` is None where nothing is stored. Documents with an id in `older` come before others when near copies of each
    other are found, as those do that are stored already. What cannot be read is listed, the rest is planned.
    """
    records = {record.source.id: record for record in (index.records() if index else [])}
    touched = [entry for entry in found.entries if not _is_untouched(entry, records.get(entry.id))]
    sighted, failures = _read_all(touched, read_entry)
    stored = {id: record.source.digest for id, record in records.items()}
    new = [one for one in sighted if stored.get(one.document.source.id) != one.document.source.digest]
    same = [one for one in sighted if stored.get(one.document.source.id) == one.document.source.digest]
    vanished = _vanished(found, records) if prune else []
    # Those that are stored already come first: the copy goes, not what was there before it.
    new.sort(key=lambda one: one.document.source.id not in records and one.document.source.id not in older)
    kept, signatures, copies = _without_copies(new, records, vanished, index)
    became_copies = [records[copy.document] for copy in copies if copy.document in records]
    return Plan(
        passages=sum(record.passages for record in records.values()),
        unchanged=len(found.entries) - len(touched) + len(same),
        stamps={
            one.document.source.id: one.stamp
            for one in same
            if one.stamp and one.stamp != records[one.document.source.id].stamp
        },
        changes=tuple(_changes(kept, signatures, records, index)),
        copies=tuple(copies),
        gone=(*vanished, *became_copies),
        failed=(*found.failures, *failures),
    )


def _is_untouched(entry: Entry, record: DocumentRecord | None) -> bool:
    return bool(record and record.stamp and record.stamp == stamp_of(entry, record.source.digest))


def stamp_of(entry: Entry, digest: str) -> str:
    """What a file looks like from outside, for content of this digest; empty where that says nothing.

    Another file that takes its place has another inode or time of change, however its time of writing was set.
    """
    if entry.address:
        return ""
    try:
        stat = entry.path.stat()
    except OSError:
        return ""
    seen = (read.RECIPE, digest, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_dev, stat.st_ino)
    return hashlib.sha256(repr(seen).encode("ascii")).hexdigest()[:32]


def _read_all(entries: Sequence[Entry], read_entry: ReadEntry) -> tuple[list[_Sighted], list[Failure]]:
    sighted: list[_Sighted] = []
    failures: list[Failure] = []
    for entry in entries:
        before, settled = stamp_of(entry, ""), _is_settled(entry)
        try:
            document = read_entry(entry)
        except ReadError as error:
            failures.append(Failure(entry.shown, str(error)))
        else:
            trusted = settled and before == stamp_of(entry, "")
            sighted.append(_Sighted(document, stamp_of(entry, document.source.digest) if trusted else ""))
    return sighted, failures


def _is_settled(entry: Entry) -> bool:
    """Whether a further change of a file would show."""
    try:
        stat = entry.path.stat()
    except OSError:
        return False
    return time.time() - max(stat.st_mtime, stat.st_ctime) > _CLOCK_STEP_SECONDS


def _vanished(found: Found, records: Mapping[str, DocumentRecord]) -> list[DocumentRecord]:
    """The stored documents of fully read folders that are no longer there.

    A file that is there but could not be read keeps what is stored of it.
    """
    there = {entry.id for entry in found.entries}
    return [
        record
        for id, record in records.items()
        if id not in there and any(id.startswith(f"{folder}/") for folder in found.folders)
    ]


def _without_copies(
    new: Sequence[_Sighted],
    records: Mapping[str, DocumentRecord],
    vanished: Sequence[DocumentRecord],
    index: Index | None,
) -> tuple[list[_Sighted], dict[str, str], list[Copy]]:
    """The documents that are no near copies of stored or earlier ones, the signatures of those, and the others."""
    if not new:
        return [], {}, []
    from ingest.duplicates import Known, is_current, signature_of  # its library takes a second to import

    replaced = {one.document.source.id for one in new} | {record.source.id for record in vanished}
    staying = [record for id, record in records.items() if id not in replaced]
    without = [record.source.id for record in staying if not is_current(record.signature)]
    texts = index.texts(without) if index and without else {}
    known = Known()
    for record in staying:
        passages = texts.get(record.source.id)
        text = "\n\n".join(passage.text for passage in passages or ())
        known.add(record.source, record.signature if passages is None else signature_of(text))
    kept, signatures, copies = [], {}, []
    for one in new:
        source, signature = one.document.source, signature_of(one.document.text)
        original = known.original_of(source, signature)
        if original:
            copies.append(Copy(source.id, original.id, original.share))
        else:
            known.add(source, signature)
            signatures[source.id] = signature
            kept.append(one)
    return kept, signatures, copies


def _changes(
    kept: Sequence[_Sighted],
    signatures: Mapping[str, str],
    records: Mapping[str, DocumentRecord],
    index: Index | None,
) -> list[Change]:
    """The documents with their passages, and the stored vectors of those whose embedded text is the same."""
    if not kept:
        return []
    from ingest.split import split_document  # LangChain takes half a second to import

    changed = [one.document.source.id for one in kept if one.document.source.id in records]
    before: dict[str, list[tuple[Passage, NDArray[np.float32]]]] = {id: [] for id in changed}
    for passage, vector in index.stored_passages_of(changed) if index and changed else []:
        before[passage.source.id].append((passage, vector))
    changes = []
    for one in kept:
        source = one.document.source
        stored = before.get(source.id, [])
        vectors = {passage_text(passage): vector for passage, vector in stored}
        passages = split_document(one.document)
        changes.append(
            Change(
                source=source,
                text=one.document.text,
                passages=tuple(passages),
                vectors=tuple(vectors.get(passage_text(passage)) for passage in passages),
                before=tuple(passage for passage, _ in stored),
                record=records.get(source.id),
                stamp=one.stamp,
                signature=signatures[source.id],
            )
        )
    return changes
