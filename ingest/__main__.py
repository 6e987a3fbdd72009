"""`python -m ingest`: documents into the vector store, from the command line."""

from __future__ import annotations

import argparse
import difflib
import io
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from tqdm import tqdm

from assistant.errors import AssistantError, StoreError
from assistant.search.embedding import model_name
from assistant.search.index import Index
from assistant.settings import Settings, read_settings
from assistant.wording import wording
from ingest.instruments import Cited, Repealed
from ingest.update import Report, ingest_paths

HELP = """\
Memasukkan dokumen ke penyimpanan agar dapat dicari dan dikutip oleh Asisten Netralitas ASN.

Cara pakai:
  python -m ingest BERKAS_ATAU_FOLDER…      tambahkan atau perbarui dokumen
  python -m ingest --list                   daftar dokumen yang tersimpan
  python -m ingest --remove ID…             hapus dokumen dari penyimpanan (berkas Anda tidak disentuh)

Contoh:
  python -m ingest ingest/articles
  python -m ingest ~/dokumen/berita surat-edaran.md
  python -m ingest berita --prune
  python -m ingest --remove berita/pilkada-2024.txt

Pilihan:
  --prune        hapus dari penyimpanan dokumen yang berkasnya sudah tidak ada di folder yang disebut
  --store DIR    folder penyimpanan (bawaan: vectorstore, atau isi ASSISTANT_VECTORSTORE)
  --json         hasil sebagai satu objek JSON di keluaran baku
  -h, --help     tampilkan bantuan ini

Yang dapat dibaca: .txt dan .md, paling besar 20 MB per berkas. Folder dibaca sampai ke dalam; berkas jenis lain,
README, dan berkas tersembunyi dilewati. Perintah yang sama boleh diulang kapan saja: yang tidak berubah dilewati.
Dari dokumen yang baru atau berubah dilaporkan peraturan mana yang disebutnya sudah dicabut atau tidak dikenal.

Judul, penerbit, dan tanggal berkas .txt dicari di dalam teksnya. Untuk .md Anda dapat menuliskannya sendiri
di bagian paling atas berkas (semuanya boleh dikosongkan):

  ---
  title: Netralitas ASN pada Pemilu 2024
  publisher: Bagian Humas
  date: 2024-01-30
  url: https://contoh.go.id/berita/netralitas
  kind: berita
  ---

Kode keluar: 0 bila semuanya terbaca, 1 bila ada yang gagal, 2 bila perintahnya salah, 130 bila Anda hentikan.
"""

# Up to so many added or changed documents get a line each about the instruments they cite.
MOST_TOLD_EACH = 3
# Not "berlaku": of some instruments the register does not know for sure whether they still are in force.
_IN_ORDER = "dikenal dan tidak tercatat dicabut"
_HOW_TO_ADD = (
    "Periksa nomor dan tahun yang tidak dikenal; bila benar, tambahkan peraturannya di src/assistant/regulations.yaml "
    "(caranya tertulis di awal berkas itu)."
)

# What argparse says, in the operator's language.
_MISTAKES = (
    (r"^unrecognized arguments: (.+)$", r"pilihan \1 tidak dikenal"),
    (r"^argument (\S+): expected (?:one|at least one) argument$", r"pilihan \1 perlu diisi"),
    (r"^argument (\S+): ignored explicit argument (.+)$", r"pilihan \1 tidak dapat diisi"),
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        for english, indonesian in _MISTAKES:
            message = re.sub(english, indonesian, message)
        self.exit(2, f"Perintah tidak dapat dijalankan: {message}.\nLihat: python -m ingest --help\n")


@dataclass(slots=True)
class _Display:
    """Progress on stderr: a bar on a terminal, a line per quarter elsewhere, nothing when there is nothing to do."""

    bar: tqdm[NoReturn] | None = None
    said: int = -1

    def show(self, done: int, total: int) -> None:
        """Say that `done` of `total` passages are embedded."""
        if sys.stderr.isatty():
            self.bar = self.bar or tqdm(total=total, desc="Memproses", unit=" bagian", file=sys.stderr)
            self.bar.update(done - self.bar.n)
        elif done * 4 // total > self.said:
            self.said = done * 4 // total
            print(f"Memproses {done} dari {total} bagian …", file=sys.stderr, flush=True)

    def close(self) -> None:
        """Leave the bar as it stands."""
        if self.bar is not None:
            self.bar.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code as the help says."""
    for stream in (sys.stdout, sys.stderr):
        # A file name may hold bytes that are no text; it is still to be named.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    options = _parse(arguments)
    try:
        return _run(options, read_settings(store=options.store))
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(
            "\nDihentikan. Dokumen yang sudah selesai tetap tersimpan; ulangi perintahnya untuk melanjutkan.",
            file=sys.stderr,
        )
        return 130


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _Parser(prog="python -m ingest", add_help=False, allow_abbrev=False)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--store")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--remove", nargs="+", default=[], metavar="ID")
    parser.add_argument("--prune", action="store_true")
    parser.add_argument("-h", "--help", action="store_true")
    options = parser.parse_args(arguments)
    if options.help:
        print(HELP, end="")
        parser.exit(0)
    chosen = [bool(options.paths), options.list, bool(options.remove)]
    if sum(chosen) == 0:
        parser.error("sebutkan berkas atau folder, misalnya: python -m ingest ingest/articles")
    if sum(chosen) > 1 or (options.prune and not options.paths):
        parser.error("pilih salah satu: menambah berkas, --list, atau --remove; --prune hanya saat menambah folder")
    return options


def _run(options: argparse.Namespace, settings: Settings) -> int:
    if options.list:
        return _list(settings, as_json=options.json)
    if options.remove:
        return _remove(options.remove, settings, as_json=options.json)
    display = _Display()
    try:
        report = ingest_paths(options.paths, settings, prune=options.prune, progress=display.show)
    finally:
        display.close()
    print(_as_json(report) if options.json else _as_text(report))
    for failure in report.failed:
        print(f"Gagal: {failure.path}: {failure.reason}", file=sys.stderr)
    return 1 if report.failed else 0


def _as_json(report: Report) -> str:
    return json.dumps(
        {
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
            "instruments": [_cited_as_json(cited) for cited in report.instruments],
        },
        ensure_ascii=False,
    )


def _cited_as_json(cited: Cited) -> dict[str, object]:
    return {
        "document": cited.document,
        "cited": list(cited.known),
        "repealed": [{"label": one.label, "by": one.by, "since": one.since.isoformat()} for one in cited.repealed],
        "unknown": list(cited.unknown),
    }


def _as_text(report: Report) -> str:
    lines = [
        f"Dokumen: {report.added} ditambah, {report.changed} berubah, {report.unchanged} sama, "
        f"{report.removed} dihapus" + (f", {len(report.failed)} gagal." if report.failed else "."),
        f"Bagian teks: {report.passages_embedded} baru, {report.passages_reused} dipakai lagi, "
        f"{report.passages_removed} dihapus; seluruhnya {report.passages} di penyimpanan.",
    ]
    if report.skipped:
        lines.append(f"Dilewati {len(report.skipped)} berkas: {_some(report.skipped)}.")
    return "\n".join([*lines, *_instrument_lines(report)])


def _instrument_lines(report: Report) -> list[str]:
    """A line per added or changed document; of many, those with nothing to look into are only counted."""
    ids = frozenset(report.renewed)
    renewed = [cited for cited in report.instruments if cited.document in ids]
    few = len(renewed) <= MOST_TOLD_EACH
    told = [cited for cited in renewed if few or cited.repealed or cited.unknown]
    rest = [cited for cited in renewed if not (few or cited.repealed or cited.unknown)]
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
        parts.append(f"dicabut: {_some([_repealed_as_text(one) for one in cited.repealed])}")
    if cited.unknown:
        parts.append(f"tidak dikenal: {_some(cited.unknown)}")
    return "; ".join(parts) if len(parts) > 1 else f"{parts[0]}, {_IN_ORDER}"


def _repealed_as_text(one: Repealed) -> str:
    return f"{one.label} (diganti {one.by} sejak {wording('id').written(one.since)})"


def _some(names: Sequence[str], most: int = 8) -> str:
    rest = len(names) - most
    return ", ".join(names[:most]) + (f", dan {rest} lainnya" if rest > 0 else "")


def _list(settings: Settings, *, as_json: bool) -> int:
    index = Index.open(settings, model_name(settings))
    counts = index.passage_counts()
    sources = index.documents()
    if as_json:
        rows = [
            {
                "id": source.id,
                "title": source.title,
                "publisher": source.publisher,
                "date": source.date.isoformat() if source.date else None,
                "url": source.url,
                "kind": source.kind,
                "passages": counts.get(source.id, 0),
            }
            for source in sources
        ]
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    for source in sources:
        about = ", ".join(filter(None, [source.publisher, source.date.isoformat() if source.date else ""]))
        print(f"{source.id}\n    {source.title}\n    {about or 'tanpa penerbit dan tanggal'}; {counts.get(source.id, 0)} bagian")
    print(f"{len(sources)} dokumen, {sum(counts.values())} bagian.")
    return 0


def _remove(ids: Sequence[str], settings: Settings, *, as_json: bool) -> int:
    index = Index.open(settings, model_name(settings))
    stored = [source.id for source in index.documents()]
    unknown = [id for id in ids if id not in stored]
    if unknown:
        near = difflib.get_close_matches(unknown[0], stored, n=1)
        hint = f" Maksud Anda {near[0]!r}?" if near else ""
        raise StoreError(f"Tidak ada dokumen {unknown[0]!r} di penyimpanan.{hint} Lihat: python -m ingest --list")
    passages = sum(index.remove_document(id) for id in dict.fromkeys(ids))
    removed = len(set(ids))
    if as_json:
        print(json.dumps({"removed": removed, "passages_removed": passages}))
    else:
        print(f"Dokumen: {removed} dihapus ({passages} bagian).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
