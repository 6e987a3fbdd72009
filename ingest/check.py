"""Looks through a store, repairs what can be repaired, and says what it found."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass

import numpy as np

from assistant.errors import StoreError
from assistant.search.embedding import Embedder, load_embedder, passage_text
from assistant.search.index import Index, Inspection, Replacement, writing
from assistant.settings import Settings
from ingest.rebuild import rebuild_store

# Vectors of the same text by the same model differ by no more than rounding.
_LEAST_LIKENESS = 0.99


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong with a store."""

    what: str
    """In Indonesian."""
    repaired: bool
    remedy: str
    """What was done or, where it is not repaired, what the operator is to do."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was looked at, and what was found."""

    documents: int
    passages: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is left for the operator to do."""
        return all(finding.repaired for finding in self.findings)


def check_store(
    settings: Settings,
    *,
    embedder: Embedder | None = None,
    dry_run: bool = False,
    tell: Callable[[str], None] | None = None,
) -> CheckReport:
    """Look at everything that is stored and repair it, or with `dry_run` only look.

    Loads the model. Raises StoreError when the store cannot be opened at all, ModelError when the model cannot.
    """
    embedder = embedder or load_embedder(settings)
    with nullcontext() if dry_run else writing(settings, tell):
        index = Index.open(settings, embedder.name)
        seen = index.inspect()
        findings = [*_leftovers(seen, index, dry_run), *_incomplete(seen, index, dry_run)]
        if seen.stored is not None:
            findings += _vectors(seen, index, embedder, dry_run)
        documents, passages = len(seen.records), sum(record.passages for record in seen.records)
    if seen.stored is None:
        findings.append(_unreadable_vectors(settings, embedder, dry_run, tell))
    return CheckReport(documents, passages, tuple(findings))


def _leftovers(seen: Inspection, index: Index, dry_run: bool) -> list[Finding]:
    found = []
    if seen.uncounted:
        what = f"{seen.uncounted} versi dokumen yang tidak selesai ditulis atau sudah diganti"
        found.append(_finding(what, dry_run, "dibersihkan"))
    if seen.remains:
        found.append(_finding(f"sisa pekerjaan yang terputus ({', '.join(seen.remains)})", dry_run, "dibersihkan"))
    if found and not dry_run:
        index.clear_leftovers()
    return found


def _incomplete(seen: Inspection, index: Index, dry_run: bool) -> list[Finding]:
    """Half a document is none: it goes, and only its file can bring it back."""
    if seen.incomplete and not dry_run:
        index.remove_documents(list(seen.incomplete))
    expected = {record.source.id: record.passages for record in seen.records}
    return [
        Finding(
            f"{id}: {there} bagian, seharusnya {expected[id]}",
            repaired=False,
            remedy="akan dihapus; masukkan lagi berkasnya" if dry_run else "dihapus; masukkan lagi berkasnya",
        )
        for id, there in seen.incomplete.items()
    ]


def _vectors(seen: Inspection, index: Index, embedder: Embedder, dry_run: bool) -> list[Finding]:
    stored = seen.stored or {}
    unusable = seen.unusable_vectors()
    sample = next(
        ((passage, vector) for id, passages in stored.items() if id not in unusable for passage, vector in passages),
        None,
    )
    if sample:
        (again,) = embedder.embed_passages([passage_text(sample[0])])
        if len(again) != len(sample[1]) or float(again @ sample[1]) < _LEAST_LIKENESS:
            what = f"vektornya ({len(sample[1])} angka) bukan dari model {embedder.name!r} ({len(again)} angka)"
            return [Finding(what, repaired=False, remedy="bangun ulang: python -m ingest --rebuild")]
    if unusable and not dry_run:
        index.replace_documents([_with_new_vectors(seen, id, embedder) for id in unusable])
    return [
        _finding(f"{id}: vektor {len(positions)} bagian tidak dapat dipakai", dry_run, "dihitung lagi")
        for id, positions in unusable.items()
    ]


def _with_new_vectors(seen: Inspection, id: str, embedder: Embedder) -> Replacement:
    (record,) = [record for record in seen.records if record.source.id == id]
    passages = [passage for passage, _ in (seen.stored or {})[id]]
    vectors = embedder.embed_passages([passage_text(passage) for passage in passages])
    return Replacement(record.source, passages, np.asarray(vectors), record.stamp, record.signature)


def _unreadable_vectors(
    settings: Settings, embedder: Embedder, dry_run: bool, tell: Callable[[str], None] | None
) -> Finding:
    """The texts are in another file than the vectors, which can be made anew from them."""
    what = "vektornya tidak dapat dibaca"
    if dry_run:
        return _finding(what, dry_run, "semuanya dihitung lagi")
    try:
        rebuild_store([], settings, embedder=embedder, tell=tell)
    except StoreError as error:
        return Finding(what, repaired=False, remedy=str(error))
    return Finding(what, repaired=True, remedy="semuanya dihitung lagi")


def _finding(what: str, dry_run: bool, remedy: str) -> Finding:
    return Finding(what, repaired=True, remedy=f"dapat {remedy}" if dry_run else remedy)
