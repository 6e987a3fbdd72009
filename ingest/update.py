"""The path of documents on one screen: find → plan (read, compare with the store, split) → embed → replace → report."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import cache, partial
from pathlib import Path

from assistant.search.embedding import Embedder, load_embedder, model_name
from assistant.search.index import Index, is_empty, writing
from assistant.settings import Settings
from assistant.types import Document
from ingest.files import Failure, Found, find_files, read_entry
from ingest.instruments import Cited, instruments_of
from ingest.plan import Change, Plan, make_plan
from ingest.read import SUPPORTED
from ingest.report import Report, altered
from ingest.writing import Progress, write_changes

__all__ = ["Progress", "Report", "ingest_paths"]

Tell = Callable[[str], None]
"""Hears a line for the operator that cannot wait for the report."""


def ingest_paths(
    paths: Sequence[Path | str],
    settings: Settings,
    *,
    embedder: Embedder | None = None,
    prune: bool = False,
    progress: Progress | None = None,
    dry_run: bool = False,
    allow_private: bool = False,
    tell: Tell | None = None,
) -> Report:
    """Bring the store up to date with files, folders and web addresses; the model is loaded only to embed something.

    What cannot be read is listed in the report, the rest is ingested. With `prune`, documents of the given folders
    that are no longer there are removed. With `dry_run` nothing is written. Raises StoreError or ModelError when the
    store or the model cannot be used. Every document is written whole: after an interruption the finished ones are
    stored, and running again continues. Another run of writing is waited for, about which `tell` hears.
    """
    found = _with_empty_folders(find_files(paths), prune=prune)
    model = embedder.name if embedder else model_name(settings)
    if not found.entries and found.failures and is_empty(settings):
        return Report(skipped=found.skipped, failed=found.failures, dry_run=dry_run)
    with nullcontext() if dry_run else writing(settings, tell):
        # Without anything to store, a store that is not there is what is wrong.
        index = None if found.entries and is_empty(settings) else Index.open(settings, model)
        if index and not dry_run and index.clear_remains() and tell:
            tell("Sisa pekerjaan yang terputus dibersihkan.")
        plan = make_plan(found, index, partial(read_entry, allow_private=allow_private), prune=prune)
        if not dry_run:

            @cache  # made with the first document that is stored
            def made() -> Index:
                return index or Index.open(settings, model, create=True)

            carry_out(plan, index, made, lambda: embedder or load_embedder(settings), progress)
        return report_of(plan, found, dry_run=dry_run)


def _with_empty_folders(found: Found, *, prune: bool) -> Found:
    if found.entries or found.failures or prune:
        return found
    # An empty folder is nearly always a slip of the pen, and an exit code of 0 would hide it.
    reason = f"tidak ada berkas {', '.join(SUPPORTED[:-1])}, atau {SUPPORTED[-1]} di dalam folder ini."
    return Found(found.entries, found.skipped, (Failure(", ".join(found.folders), reason),), found.folders)


def carry_out(
    plan: Plan,
    index: Index | None,
    made: Callable[[], Index],
    embedder: Callable[[], Embedder],
    progress: Progress | None,
) -> None:
    """Do what is planned. `index` is None where nothing is stored yet; `made` gives one to store something in."""
    write_changes(plan.changes, made, embedder, progress)
    if index:
        index.remove_documents([record.source.id for record in plan.gone])
        index.remember_stamps(plan.stamps)


def report_of(plan: Plan, found: Found, *, dry_run: bool) -> Report:
    """What was done, or would be."""
    today = datetime.date.today()
    cited = {change.source.id: _instruments(change, today) for change in plan.changes}
    return Report(
        added=sum(change.record is None for change in plan.changes),
        changed=sum(change.record is not None for change in plan.changes),
        unchanged=plan.unchanged,
        removed=len(plan.gone),
        passages=plan.passages_afterwards,
        passages_embedded=sum(change.missing for change in plan.changes),
        passages_reused=sum(len(change.passages) - change.missing for change in plan.changes),
        passages_removed=sum(change.gone for change in plan.changes) + sum(one.passages for one in plan.gone),
        skipped=found.skipped,
        failed=plan.failed,
        renewed=tuple(cited),
        gone=tuple(record.source.id for record in plan.gone),
        copies=plan.copies,
        alterations=tuple(
            altered(
                change.source.id, change.before, change.passages, *cited[change.source.id], is_new=not change.record
            )
            for change in plan.changes
        ),
        instruments=tuple(now for now, _ in cited.values()),
        dry_run=dry_run,
    )


def _instruments(change: Change, today: datetime.date) -> tuple[Cited, Cited]:
    """What a document cites, and what it cited before."""
    before = change.record.source if change.record else change.source
    text = "\n\n".join(passage.text for passage in change.before)
    return instruments_of(Document(change.source, change.text), today), instruments_of(Document(before, text), today)
