"""Measures what ingest adds to the work of the embedding model. `python -m benchmarks.ingest --help`.

The path of a run: documents of made passages → into an empty store → the same again → the model alone over the same passages.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import AssistantError
from assistant.evaluation import numbers
from assistant.search.embedding import Embedder, load_embedder, passage_text
from assistant.search.index import Index
from assistant.settings import Settings
from benchmarks.generated import generated_text
from benchmarks.page import circumstances
from benchmarks.start import RESULTS, load_of_machine, resident_bytes
from ingest.update import ingest_paths

PARAGRAPHS = 10
YESTERDAY = time.time() - 86_400
SHARE_AIM, AGAIN_AIM = 0.85, 0.02

DESCRIPTION = """\
Cara pakai: python -m benchmarks.ingest [--times 2] [--documents 1000] [--output FOLDER]

Membuat dokumen berisi bagian-bagian buatan, lalu mengukur, tiap kali dengan dokumen baru:

  memasukkan   ke penyimpanan kosong, dari membaca berkas sampai tersimpan
  model saja   menghitung vektor bagian-bagian yang sama, tanpa yang lain
  sekali lagi  dokumen yang sama, tak satu pun berubah

Hasilnya ditulis ke ingest.md."""


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds over one set of documents."""

    passages: int
    ingest: float
    model: float
    again: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and write the result."""
    parser = argparse.ArgumentParser(
        description=DESCRIPTION, usage=argparse.SUPPRESS, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=2, help="berapa kali")
    parser.add_argument("--documents", type=int, default=1000, help="berapa dokumen tiap kali")
    parser.add_argument("--output", type=Path, default=RESULTS, help="folder hasil")
    options = parser.parse_args(arguments)
    try:
        embedder = load_embedder(Settings())
        before = resident_bytes() or 0
        runs = [measured(number, options.documents, embedder) for number in range(options.times)]
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    grown = (resident_bytes() or 0) - before
    shown = report(runs, options.documents, grown, {**circumstances(), "load": load_of_machine()})
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / "ingest.md").write_text(shown, "utf-8")
    print(shown)
    return 0


def measured(number: int, documents: int, embedder: Embedder) -> Run:
    """One set of documents that no other has, through all three."""
    with tempfile.TemporaryDirectory() as name:
        folder, settings = Path(name) / "dokumen", Settings(vectorstore=Path(name) / "store")
        write_documents(folder, number * documents, documents)
        begun = time.perf_counter()
        ingest_paths([folder], settings, embedder=embedder)
        stored = time.perf_counter()
        ingest_paths([folder], settings, embedder=embedder)
        again = time.perf_counter()
        texts = [passage_text(one) for one in Index.open(settings, embedder.name).snapshot().passages]
        read = time.perf_counter()
        embedder.embed_passages(texts)
        return Run(len(texts), stored - begun, time.perf_counter() - read, again - stored)


def write_documents(folder: Path, first: int, count: int) -> None:
    """Documents of ten paragraphs, each paragraph a made passage."""
    folder.mkdir(parents=True)
    for number in range(first, first + count):
        paragraphs = [generated_text(number * PARAGRAPHS + place) for place in range(PARAGRAPHS)]
        text = "\n\n".join([f"Catatan ke-{number} dari lingkungan kantor", *paragraphs])
        file = folder / f"catatan-{number}.txt"
        file.write_text(text + "\n", "utf-8")
        os.utime(file, (YESTERDAY, YESTERDAY))  # a file that has only just been written is read once more


def report(runs: Sequence[Run], documents: int, grown: int, about: Mapping[str, str]) -> str:
    """The page: a line for each run, their medians, and the two aims."""
    share = statistics.median(run.model / run.ingest for run in runs)
    again = statistics.median(run.again / run.ingest for run in runs)
    pace = statistics.median(run.passages / run.ingest for run in runs)
    lines = [
        f"| {run.passages} | {_shown(run.ingest)} d | {_shown(run.model)} d | {_shown(run.model / run.ingest)} | "
        f"{_shown(run.again)} d | {_shown(100 * run.again / run.ingest, 1)} % |"
        for run in runs
    ]
    return "\n".join(
        [
            "# Memasukkan dokumen",
            "",
            f"Ditulis oleh `python -m benchmarks.ingest`; jangan disunting dengan tangan. Diukur {about['date']} pada "
            f"{about['machine']}, Python {about['python']}; beban komputernya {about['load']}.",
            "",
            "| Bagian | memasukkan | model saja | model ÷ memasukkan | sekali lagi | sekali lagi ÷ memasukkan |",
            "| ---: | ---: | ---: | ---: | ---: | ---: |",
            *lines,
            "",
            f"Tiap kali {documents} dokumen baru. Median: **{_shown(share)}** dari kecepatan modelnya (sasaran ≥ "
            f"{_shown(SHARE_AIM)}: {_reached(share >= SHARE_AIM)}), {pace:.0f} bagian per detik; sekali lagi "
            f"**{_shown(100 * again, 1)} %** (sasaran ≤ {_shown(100 * AGAIN_AIM, 0)} % atas 1.000 dokumen: "
            f"{_reached(again <= AGAIN_AIM)}). Ingatan prosesnya bertambah {grown / 1e6:.0f} MB.",
            "",
        ]
    )


def _shown(value: float, digits: int = 2) -> str:
    return numbers.number(value, digits)


def _reached(is_reached: bool) -> str:
    return "tercapai" if is_reached else "belum tercapai"


if __name__ == "__main__":
    sys.exit(main())
