"""A store is made anew beside the one that serves, which gives way only when the new one is complete.

Needed for another model or another way of splitting. Where somebody was interrupted, the next run goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from assistant.errors import DamagedStoreError
from assistant.search.embedding import Embedder, load_embedder, model_name
from assistant.search.index import SPLITTING, Index, Salvage, is_empty, put_beside_in_place, writing
from assistant.settings import Settings
from ingest.files import Failure, Found, find_files, read_entry
from ingest.plan import Change, Plan, make_plan
from ingest.report import Report
from ingest.update import carry_out, ingest_paths, report_of
from ingest.writing import Progress, write_changes


def rebuild_store(
    paths: Sequence[Path | str],
    settings: Settings,
    *,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
    dry_run: bool = False,
    allow_private: bool = False,
    tell: Callable[[str], None] | None = None,
) -> Report:
    """Make all vectors anew: documents under the paths are read again, the others keep the passages that are stored.

    Readers are served from the old store until the new one takes its place at once. What cannot be read keeps what is
    stored of it, too. Raises StoreError, then the old store is as it was.
    """
    if is_empty(settings) and paths:
        return ingest_paths(
            paths,
            settings,
            embedder=embedder,
            progress=progress,
            dry_run=dry_run,
            allow_private=allow_private,
            tell=tell,
        )
    found = find_files(paths)
    read = partial(read_entry, allow_private=allow_private)
    model = embedder.name if embedder else model_name(settings)
    with nullcontext() if dry_run else writing(settings, tell):
        old = _old_store(settings, found, tell)
        if dry_run:
            plan = make_plan(found, None, read, older=old.records)
            carried, failures = _carried(old, _not_read(old, found, plan))
            return _report(plan, found, old, carried, failures, dry_run=True)
        beside = Index.open_beside(settings, model)
        loaded = cache(lambda: embedder or load_embedder(settings))
        # First, so that a copy among the files finds its original.
        carried, failures = _carried(old, _not_found(old, found))
        _carry(carried, beside, loaded, progress)
        plan = make_plan(found, beside, read, older=old.records)
        carry_out(plan, beside, lambda: beside, loaded, progress)
        unread, more_failures = _carried(old, _not_read(old, found, plan) - _not_found(old, found))
        _carry(unread, beside, loaded, progress)
        _forget_others(beside, {change.source.id for change in carried} | {entry.id for entry in found.entries})
        passages = sum(beside.passage_counts().values())
        put_beside_in_place(settings)
    report = _report(plan, found, old, [*carried, *unread], [*failures, *more_failures], dry_run=False)
    return replace(report, passages=passages)


def _old_store(settings: Settings, found: Found, tell: Callable[[str], None] | None) -> Salvage:
    try:
        return Index.open(settings, None).salvage()
    except DamagedStoreError:
        if not found.entries:
            raise
        if tell:
            tell("Penyimpanan lama tidak dapat dibaca: yang baru hanya berisi dokumen yang disebut dalam perintah ini.")
        return Salvage({}, {}, {})


def _is_whole(old: Salvage, id: str) -> bool:
    """Whether no passage of a document is missing."""
    return len(old.texts[id]) == old.records[id].passages


def _is_cut_alike(old: Salvage) -> bool:
    return old.made.get("splitting") == SPLITTING


def _not_found(old: Salvage, found: Found) -> set[str]:
    return set(old.records) - {entry.id for entry in found.entries}


def _not_read(old: Salvage, found: Found, plan: Plan) -> set[str]:
    """Ids of documents in the old store that are under no path, or whose file could not be read."""
    failed = {failure.path for failure in plan.failed}
    return _not_found(old, found) | {
        entry.id for entry in found.entries if entry.id in old.records and entry.shown in failed
    }


def _carried(old: Salvage, ids: set[str]) -> tuple[list[Change], list[Failure]]:
    """Documents as the old store has them, to be embedded anew; and those of which it has not all passages."""
    changes = []
    for id in sorted(ids):
        if not _is_whole(old, id):
            continue
        record = old.records[id]
        # Cut as it used to be, it must not look as if its file were known: the next ingest of that cuts it anew.
        source = record.source if _is_cut_alike(old) else replace(record.source, digest="")
        passages = tuple(replace(passage, source=source) for passage in old.texts[id])
        changes.append(
            Change(
                source=source,
                text="\n\n".join(passage.text for passage in passages),
                passages=passages,
                vectors=(None,) * len(passages),
                before=passages,
                record=record,
                stamp=record.stamp if _is_cut_alike(old) else "",
                signature=record.signature,
            )
        )
    failures = [
        Failure(id, "tidak utuh di penyimpanan lama, jadi tidak dibawa serta. Masukkan lagi berkasnya.")
        for id in sorted(ids)
        if not _is_whole(old, id)
    ]
    return changes, failures


def _carry(
    changes: Sequence[Change], beside: Index, embedder: Callable[[], Embedder], progress: Progress | None
) -> None:
    """Write what an interrupted run has not written already."""
    there = {(record.source, record.passages) for record in beside.records()}
    write_changes(
        [change for change in changes if (change.source, len(change.passages)) not in there],
        lambda: beside,
        embedder,
        progress,
    )


def _forget_others(beside: Index, wanted: set[str]) -> None:
    """Remove what only an interrupted run had to do with."""
    beside.remove_documents([source.id for source in beside.documents() if source.id not in wanted])


def _report(
    plan: Plan,
    found: Found,
    old: Salvage,
    carried: Sequence[Change],
    failures: Sequence[Failure],
    *,
    dry_run: bool,
) -> Report:
    """What became of the documents since the old store; all vectors are new anyway."""
    since = [
        replace(change, record=old.records.get(change.source.id), before=tuple(old.texts.get(change.source.id, ())))
        for change in plan.changes
    ]
    differing = [one for one in since if not one.record or one.record.source.digest != one.source.digest]
    copies = [old.records[copy.document] for copy in plan.copies if copy.document in old.records]
    report = report_of(replace(plan, changes=tuple(differing), gone=tuple(copies)), found, dry_run=dry_run)
    embedded = sum(len(change.passages) for change in (*plan.changes, *carried))
    return replace(
        report,
        unchanged=plan.unchanged + len(plan.changes) - len(differing),
        carried=len(carried),
        passages=embedded,
        passages_embedded=embedded,
        passages_reused=0,
        failed=(*plan.failed, *failures),
        rebuilt=True,
    )
