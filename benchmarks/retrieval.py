"""Measures our retrieval beside what one would otherwise put together. `python -m benchmarks.retrieval --help`.

The path of a run: read_corpus → systems_over → try_case for every question and system → groups_of → a page and JSON.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import json
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from assistant.errors import AssistantError
from assistant.evaluation.cases import Case, load_cases
from assistant.settings import PROJECT_ROOT
from benchmarks.figures import groups_of, try_case
from benchmarks.peers import keep_to_ourselves
from benchmarks.plots import PICTURES
from benchmarks.report import json_object, page
from benchmarks.types import Run, System, Trial

ARTICLES = PROJECT_ROOT / "ingest" / "articles"
QUESTIONS = PROJECT_ROOT / "tests" / "questions"
SETS = ("facts_*.jsonl", "counsel_*.jsonl", "slices_*.jsonl")
RESULTS = PROJECT_ROOT / "benchmarks" / "results"
LIBRARIES = (
    "torch", "onnxruntime", "sentence-transformers", "chromadb", "langchain-text-splitters", "llama-index-core", "haystack-ai",
    "txtai", "bm25s",
)  # fmt: skip

DESCRIPTION = """\
Cara pakai: make bench, atau python -m benchmarks.retrieval [SOAL.jsonl…] [--articles FOLDER] [--output FOLDER]

Mengukur seberapa sering bagian yang membuktikan jawaban ditemukan, dan seberapa tinggi letaknya: pencarian kami di
samping rangkaian yang biasa dipakai orang. Semuanya atas artikel yang sama, soal yang sama, dan dalam satu proses.

  LangChain + Chroma   potongan 1000 huruf yang bertumpang 200, vektor, tanpa aturan lain
  LlamaIndex           potongan 1024 token yang bertumpang 200, vektor
  Haystack             potongan 200 kata, vektor; juga BM25-nya
  txtai                paragraf, vektor; juga vektor bersama kata kunci (hybrid)
  BM25 saja            kata huruf kecil, atas potongan LangChain dan atas bagian kami
  Vektor saja          model kami atas bagian kami, pertanyaan apa adanya
  Pencarian kami       pertanyaan dipahami dahulu, lalu vektor dan kata kunci bersama-sama

Keempat rangkaian pertama diukur dengan all-MiniLM-L6-v2 dan dengan model kami. Yang pustakanya tidak terpasang
dilewati dan disebut."""
EPILOG = """\
Dari sebuah soal hanya question, history, evidence, dan tags yang dibaca; soal tanpa evidence dilewati. Bentuknya
dijelaskan di tests/questions/README.md. Himpunan dengan `heldback` dalam namanya dilaporkan terpisah, dan tidak ada
satu soal pun yang ditampilkan: yang ditulis hanya angka.

Contoh:
  python -m benchmarks.retrieval                                        semua himpunan facts, counsel, dan slices
  python -m benchmarks.retrieval soal-anda.jsonl --output reports       soal Anda sendiri, hasil ke folder lain

Cara membaca hasilnya, termasuk ukuran yang adil bagi potongan pendek, ada di atas tabel-tabelnya."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and write the results. Returns 0, 1 for an AssistantError, 2 when there is nothing to ask."""
    options = _parser().parse_args(arguments)
    files: list[Path] = options.cases or sorted(path for pattern in SETS for path in QUESTIONS.glob(pattern))
    try:
        sets = {path.stem: [case for case in load_cases([path]) if case.evidence] for path in files}
        sets = {name: cases for name, cases in sets.items() if cases}
        if not sets:
            print(f"Tidak ada soal dengan evidence di {QUESTIONS}. Sebutkan berkas soalnya.", file=sys.stderr)
            return 2
        run = measure(sets, options.articles)
        _write(run, options.output)
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    for sentence in run.left_out:
        print(f"Tidak diukur: {sentence}", file=sys.stderr)
    print(f"Hasil ditulis ke {options.output / 'retrieval.md'} dan retrieval.json.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.retrieval",
        usage=argparse.SUPPRESS,
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
    )
    group = parser.add_argument_group("Pilihan")
    group.add_argument("cases", nargs="*", type=Path, metavar="SOAL.jsonl", help="berkas soal (bawaan: lihat Contoh)")
    group.add_argument(
        "--articles", type=Path, default=ARTICLES, metavar="FOLDER", help="artikelnya (bawaan: ingest/articles)"
    )
    group.add_argument(
        "--output", type=Path, default=RESULTS, metavar="FOLDER", help="tempat hasilnya (bawaan: benchmarks/results)"
    )
    group.add_argument("-h", "--help", action="help", help="tampilkan penjelasan ini")
    return parser


def measure(sets: dict[str, list[Case]], articles: Path) -> Run:
    """Ask every system every question over the articles."""
    keep_to_ourselves()
    # Imported late: the libraries take seconds that --help and a broken test set need not wait for.
    from benchmarks.systems import read_corpus, systems_over

    with tempfile.TemporaryDirectory() as folder:
        print("Membaca artikel dan menghitung vektornya …", file=sys.stderr)
        corpus = read_corpus(articles, Path(folder))
        systems, left_out = systems_over(corpus, Path(folder))
        trials = run_trials(systems, sets)
    return Run(
        measured=datetime.date.today().isoformat(),
        surroundings=_surroundings(),
        documents=len(corpus.documents),
        systems=tuple(systems),
        sizes=sizes_of(systems),
        left_out=tuple(left_out),
        groups=tuple(groups_of(trials)),
    )


def sizes_of(systems: Sequence[System]) -> dict[str, tuple[int, int]]:
    """What is searched to the number of pieces and their mean length in characters."""
    lengths = {system.pieces: [len(text) for _, text in system.searched] for system in systems}
    return {pieces: (len(each), round(sum(each) / len(each))) for pieces, each in lengths.items()}


def run_trials(systems: Sequence[System], sets: dict[str, list[Case]]) -> dict[str, dict[str, list[Trial]]]:
    """By test set and by the system's key.

    Every question goes to all systems in turn: what else the computer does then slows each of them alike. All are asked
    once beforehand, so that nobody's time holds the start.
    """
    for system in systems:
        system.find("Bolehkah pegawai memilih?", (), 1)
    trials: dict[str, dict[str, list[Trial]]] = {name: {system.key: [] for system in systems} for name in sets}
    for name, cases in sets.items():
        # disable=None: a bar on a terminal, silence elsewhere.
        for case in tqdm(cases, desc=name, unit=" soal", disable=None, file=sys.stderr):
            for system in systems:
                trials[name][system.key].append(try_case(system, case))
    return trials


def _surroundings() -> dict[str, str]:
    versions = {library: version for library in LIBRARIES if (version := _version(library))}
    return {platform.system(): f"dengan {os.cpu_count()} inti", "Python": platform.python_version(), **versions}


def _version(library: str) -> str | None:
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        return None


def _write(run: Run, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "retrieval.md").write_text(page(run), encoding="utf-8")
        shown = json.dumps(json_object(run), ensure_ascii=False, indent=1)
        (folder / "retrieval.json").write_text(f"{shown}\n", encoding="utf-8")
        for picture in PICTURES:
            (folder / picture.file).write_text(picture.draw(run), encoding="utf-8")
    except OSError as error:
        raise AssistantError(
            f"Hasil tidak dapat ditulis ke {folder} ({error}). Pilih folder lain dengan --output."
        ) from error


if __name__ == "__main__":
    sys.exit(main())
