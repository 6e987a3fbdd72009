"""A report as an operator reads it, and as a program does."""

from __future__ import annotations

import json
from collections.abc import Sequence

from assistant.wording import wording
from ingest.answers import AnswerChange, Answered
from ingest.instruments import Cited, Repealed
from ingest.report import Alteration, Report

# Up to so many added or changed documents get a line each about the instruments they cite and the passages that are new.
MOST_TOLD_EACH = 3
_MOST_LINES = 12
# Not "berlaku": of some instruments the register does not know for sure whether they still are in force.
_IN_ORDER = "dikenal dan tidak tercatat dicabut"
_HOW_TO_ADD = (
    "Periksa nomor dan tahun yang tidak dikenal; bila benar, tambahkan peraturannya di src/assistant/regulations.yaml "
    "(caranya tertulis di awal berkas itu)."
)


def as_text(report: Report) -> str:
    """Lines for a terminal: what was done, what that alters, and what to look into. Failures are told elsewhere."""
    lines = [
        _what_it_was(report) + f"Dokumen: {report.added} ditambah, {report.changed} berubah, {report.unchanged} sama, "
        f"{report.removed} dihapus"
        + (f", {report.carried} dibawa serta tanpa dibaca" if report.carried else "")
        + (f", {len(report.failed)} gagal." if report.failed else "."),
        f"Bagian teks: {report.passages_embedded} baru, {report.passages_reused} dipakai lagi, "
        f"{report.passages_removed} dihapus; seluruhnya {report.passages} di penyimpanan.",
    ]
    if report.skipped:
        lines.append(f"Dilewati {len(report.skipped)} berkas: {some(report.skipped)}.")
    if report.gone:
        lines.append(f"Dihapus: {some(report.gone)}.")
    copies = [
        f"  {one.document} sama dengan {one.original}, {one.share:.0%}".replace("%", " %") for one in report.copies
    ]
    if copies:
        lines.append("Tidak disimpan dua kali:")
    return "\n".join([*lines, *_cut(copies), *_alteration_lines(report), *_instrument_lines(report)])


def as_object(report: Report) -> dict[str, object]:
    """The same, and every passage by its locator, for a program."""
    return {
        "dry_run": report.dry_run,
        "rebuilt": report.rebuilt,
        "carried": report.carried,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "passages": report.passages,
        "passages_embedded": report.passages_embedded,
        "passages_reused": report.passages_reused,
        "passages_removed": report.passages_removed,
        "skipped": list(report.skipped),
        "failed": [{"path": failure.path, "reason": failure.reason} for failure in report.failed],
        "removed_documents": list(report.gone),
        "copies": [
            {"document": one.document, "same_as": one.original, "share": round(one.share, 2)} for one in report.copies
        ],
        "changes": [
            {
                "document": one.document,
                "new": one.is_new,
                "passages_added": list(one.added),
                "passages_removed": list(one.removed),
                "newly_cited": list(one.newly_cited),
                "no_longer_cited": list(one.no_longer_cited),
            }
            for one in report.alterations
        ],
        "instruments": [cited_as_object(cited) for cited in report.instruments],
    }


def cited_as_object(cited: Cited) -> dict[str, object]:
    """What a document cites, for a program."""
    return {
        "document": cited.document,
        "cited": list(cited.known),
        "repealed": [{"label": one.label, "by": one.by, "since": one.since.isoformat()} for one in cited.repealed],
        "unknown": list(cited.unknown),
    }


def answers_as_text(changes: Sequence[AnswerChange] | None, asked: int) -> str:
    """What became of the answers to test cases; None where there was nothing to ask before."""
    if changes is None:
        return f"Soal uji: {asked} ditanyakan; sebelumnya penyimpanan masih kosong, jadi tidak ada yang dibandingkan."
    lines = [f"Soal uji: {len(changes)} dari {asked} jawaban berubah."]
    return "\n".join([*lines, *_cut([f"  {one.after.id}: {_difference(one)}" for one in changes])])


def answers_as_object(changes: Sequence[AnswerChange] | None, asked: int) -> dict[str, object]:
    """The same for a program."""
    return {
        "asked": asked,
        "compared": changes is not None,
        "changed": [
            {
                "id": one.after.id,
                "question": one.after.question,
                "before": _answered_as_object(one.before),
                "after": _answered_as_object(one.after),
            }
            for one in changes or ()
        ],
    }


def as_json(value: object) -> str:
    """One line of JSON."""
    return json.dumps(value, ensure_ascii=False)


def some(names: Sequence[str], most: int = 8) -> str:
    """The first of many names, and how many there are besides."""
    rest = len(names) - most
    return ", ".join(names[:most]) + (f", dan {rest} lainnya" if rest > 0 else "")


def _what_it_was(report: Report) -> str:
    if report.dry_run:
        return "Yang akan terjadi (tidak ada yang ditulis). "
    return "Dibangun ulang. " if report.rebuilt else ""


def _answered_as_object(one: Answered) -> dict[str, object]:
    cited = [{"document": document, "locator": locator, "quote": quote} for document, locator, quote in one.cited]
    return {"status": one.status, "verdict": one.verdict, "cited": cited}


def _difference(change: AnswerChange) -> str:
    before, after = change.before, change.after
    parts = []
    if (before.status, before.verdict) != (after.status, after.verdict):
        parts.append(f"{before.verdict or before.status} → {after.verdict or after.status}")
    for word, cited, others in (("kutipan baru", after, before), ("hilang", before, after)):
        places = dict.fromkeys(f"{document} {locator}" for document, locator, _ in set(cited.cited) - set(others.cited))
        if places:
            parts.append(f"{word}: {some(sorted(places), 3)}")
    return "; ".join(parts)


def _cut(lines: Sequence[str]) -> list[str]:
    rest = len(lines) - _MOST_LINES
    return [*lines[:_MOST_LINES], *([f"  … dan {rest} lagi (semuanya dengan --json)"] if rest > 0 else [])]


def _alteration_lines(report: Report) -> list[str]:
    """A line per changed document; of new ones only where they are few, because all of their passages are new."""
    few = len(report.alterations) <= MOST_TOLD_EACH
    told = [one for one in report.alterations if few or not one.is_new]
    return _cut([f"  {one.document}: {_altered(one)}" for one in told])


def _altered(one: Alteration) -> str:
    parts = ["baru" if one.is_new else "berubah"]
    if one.is_new:
        parts.append(f"{len(one.added)} bagian ({some(one.added, 3)})")
        return ", ".join(parts)
    if one.added:
        parts.append(f"bagian baru: {some(one.added)}")
    if one.removed:
        parts.append(f"bagian hilang: {some(one.removed)}")
    if one.newly_cited:
        parts.append(f"baru menyebut {some(one.newly_cited)}")
    if one.no_longer_cited:
        parts.append(f"tidak lagi menyebut {some(one.no_longer_cited)}")
    return "; ".join(parts) if len(parts) > 1 else "berubah, tetapi bukan teksnya"


def _instrument_lines(report: Report) -> list[str]:
    """A line per added or changed document; of many, those with nothing to look into are only counted."""
    few = len(report.instruments) <= MOST_TOLD_EACH
    told = [cited for cited in report.instruments if few or cited.repealed or cited.unknown]
    rest = [cited for cited in report.instruments if not (few or cited.repealed or cited.unknown)]
    lines = [f"  {cited.document}: {_cited_as_text(cited)}" for cited in told]
    if citing := sum(bool(cited.known) for cited in rest):
        lines.append(f"  {citing} dokumen{' lain' if told else ''} hanya menyebut peraturan yang {_IN_ORDER}.")
    if silent := len(rest) - citing:
        lines.append(f"  {silent} dokumen{' lain' if told else ''} tidak menyebut peraturan.")
    if any(cited.unknown for cited in told):
        lines.append(_HOW_TO_ADD)
    return lines


def _cited_as_text(cited: Cited) -> str:
    if not (cited.known or cited.unknown):
        return "tidak menyebut peraturan"
    parts = [f"{len(cited.known) + len(cited.unknown)} peraturan disebut"]
    if cited.repealed:
        parts.append(f"dicabut: {some([_repealed_as_text(one) for one in cited.repealed])}")
    if cited.unknown:
        parts.append(f"tidak dikenal: {some(cited.unknown)}")
    return "; ".join(parts) if len(parts) > 1 else f"{parts[0]}, {_IN_ORDER}"


def _repealed_as_text(one: Repealed) -> str:
    return f"{one.label} (diganti {one.by} sejak {wording('id').written(one.since)})"
