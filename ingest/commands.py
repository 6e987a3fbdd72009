"""What `python -m ingest` can do: each command does its work, prints what came of it, and gives the exit code."""

from __future__ import annotations

import datetime
import difflib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import StoreError
from assistant.search.embedding import model_name
from assistant.search.index import Index, is_empty, writing
from assistant.settings import Settings
from assistant.types import Document, Source
from ingest.answers import ask_all, changed_answers
from ingest.check import CheckReport, check_store
from ingest.instruments import instruments_of
from ingest.progress import Display
from ingest.rebuild import rebuild_store
from ingest.report import Report
from ingest.report_text import answers_as_object, answers_as_text, as_json, as_object, as_text, cited_as_object
from ingest.update import ingest_paths

_LONGEST_ID = 60


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line; paths and addresses as typed."""

    paths: Sequence[str] = ()
    remove: Sequence[str] = ()
    cases: Sequence[Path] = ()
    prune: bool = False
    dry_run: bool = False
    allow_private: bool = False
    as_json: bool = False


def tell(line: str) -> None:
    """A line for the operator that is not part of the result."""
    print(line, file=sys.stderr, flush=True)


def ingest(options: Options, settings: Settings) -> int:
    """Add, update and with `prune` remove documents."""

    def work(display: Display) -> Report:
        return ingest_paths(
            options.paths,
            settings,
            prune=options.prune,
            progress=display.show,
            dry_run=options.dry_run,
            allow_private=options.allow_private,
            tell=tell,
        )

    return _with_answers(work, options, settings)


def rebuild(options: Options, settings: Settings) -> int:
    """Make the whole store anew while the old one serves."""

    def work(display: Display) -> Report:
        return rebuild_store(
            options.paths,
            settings,
            progress=display.show,
            dry_run=options.dry_run,
            allow_private=options.allow_private,
            tell=tell,
        )

    return _with_answers(work, options, settings)


def _with_answers(work: Callable[[Display], Report], options: Options, settings: Settings) -> int:
    """Do the work, between asking test cases and asking them again where some are named."""
    asks_before = bool(options.cases) and not is_empty(settings)
    before = ask_all(options.cases, settings) if asks_before else None
    display = Display()
    try:
        report = work(display)
    finally:
        display.close()
    result = as_object(report)
    lines = [as_text(report)]
    if options.cases:
        after = ask_all(options.cases, settings)
        changes = None if before is None else changed_answers(before, after)
        result["cases"] = answers_as_object(changes, len(after))
        lines.append(answers_as_text(changes, len(after)))
    print(as_json(result) if options.as_json else "\n".join(lines))
    for failure in report.failed:
        tell(f"Gagal: {failure.path}: {failure.reason}")
    return 1 if report.failed else 0


def list_documents(options: Options, settings: Settings) -> int:
    """Print what is stored."""
    index = Index.open(settings, model_name(settings))
    records = index.records()
    if options.as_json:
        texts, today = index.texts(), datetime.date.today()
        rows = []
        for record in records:
            text = "\n\n".join(passage.text for passage in texts[record.source.id])
            cited = cited_as_object(instruments_of(Document(record.source, text), today))
            rows.append({**_as_object(record.source), "passages": record.passages, **cited})
        print(as_json(rows))
        return 0
    rows_shown = [
        (
            record.source.id,
            str(record.passages),
            record.source.date.isoformat() if record.source.date else "–",
            " · ".join(filter(None, [record.source.title, record.source.publisher])),
        )
        for record in records
    ]
    width = min(_LONGEST_ID, max([2, *(len(id) for id, *_ in rows_shown)]))
    for id, passages, date, about in [("ID", "Bagian", "Tanggal", "Judul dan penerbit"), *rows_shown]:
        print(f"{id:<{width}}  {passages:>6}  {date:<10}  {about}")
    print(f"{len(records)} dokumen, {sum(record.passages for record in records)} bagian.")
    return 0


def _as_object(source: Source) -> dict[str, object]:
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "date": source.date.isoformat() if source.date else None,
        "url": source.url,
        "kind": source.kind,
    }


def remove(options: Options, settings: Settings) -> int:
    """Remove documents by their ids: all of them or, when one is not there, none."""
    index = Index.open(settings, model_name(settings))
    if options.dry_run:
        counts = _counted(index, options.remove)
        return _say_removed(counts, sum(counts.values()), options)
    with writing(settings, tell):
        counts = _counted(index, options.remove)
        passages = index.remove_documents(list(counts))
    return _say_removed(counts, passages, options)


def _counted(index: Index, ids: Sequence[str]) -> dict[str, int]:
    """Passages of the documents that are named."""
    stored = index.passage_counts()
    unknown = [id for id in ids if id not in stored]
    if unknown:
        near = difflib.get_close_matches(unknown[0], stored, n=1)
        hint = f" Maksud Anda {near[0]!r}?" if near else ""
        raise StoreError(f"Tidak ada dokumen {unknown[0]!r} di penyimpanan.{hint} Lihat: python -m ingest --list")
    return {id: stored[id] for id in ids}


def _say_removed(counts: dict[str, int], passages: int, options: Options) -> int:
    if options.as_json:
        print(as_json({"dry_run": options.dry_run, "removed": len(counts), "passages_removed": passages}))
    else:
        would = "Yang akan terjadi (tidak ada yang ditulis). " if options.dry_run else ""
        print(f"{would}Dokumen: {len(counts)} dihapus ({passages} bagian).")
    return 0


def check(options: Options, settings: Settings) -> int:
    """Look for what is wrong with the store, and repair it."""
    report = check_store(settings, dry_run=options.dry_run, tell=tell)
    print(as_json(_checked_as_object(report)) if options.as_json else _checked_as_text(report))
    return 0 if report.sound else 1


def _checked_as_text(report: CheckReport) -> str:
    counted = f"{report.documents} dokumen, {report.passages} bagian diperiksa"
    if not report.findings:
        return f"{counted}: semuanya utuh."
    found = [f"  {one.what}: {one.remedy}" for one in report.findings]
    left = sum(not one.repaired for one in report.findings)
    end = f"{left} masih perlu Anda kerjakan." if left else "Tidak ada lagi yang perlu Anda kerjakan."
    return "\n".join([f"{counted}. Ditemukan:", *found, end])


def _checked_as_object(report: CheckReport) -> dict[str, object]:
    return {
        "documents": report.documents,
        "passages": report.passages,
        "sound": report.sound,
        "findings": [{"what": one.what, "repaired": one.repaired, "remedy": one.remedy} for one in report.findings],
    }
