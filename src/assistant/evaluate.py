"""The path of a test set: load_sets → run_case (the same Assistant as everywhere) → summarise → table, JSON and page.

`python -m assistant.evaluate --help` says how to use it. It reports and judges nothing: thresholds belong to tests.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from tqdm import tqdm

from assistant.errors import AssistantError
from assistant.evaluation.cases import CaseSet, load_cases, load_sets
from assistant.evaluation.comparison import Comparison, compare
from assistant.evaluation.html_report import write_page
from assistant.evaluation.outcomes import Answers, Outcome, run_case
from assistant.evaluation.results import Results, Store, read_results, results_of, write_results
from assistant.evaluation.summary import summarise
from assistant.evaluation.terminal import report
from assistant.presentation import answer_object
from assistant.settings import Settings, read_settings

__all__ = ["load_cases", "main", "run_case", "summarise"]

DESCRIPTION = """\
Cara pakai: python -m assistant.evaluate KASUS.jsonl… [pilihan]

Menanyakan setiap pertanyaan uji kepada asisten dan menghitung seberapa tepat jawabannya.
Diam padahal dapat menjawab dihitung terpisah dari salah, karena jawaban salah lebih buruk."""
EPILOG = """\
Satu kasus uji adalah satu baris JSON, misalnya:
  {"id": "suka-1", "question": "Bolehkah PNS menyukai unggahan caleg?", "status": "answered",
   "verdict": "tidak_boleh", "evidence": [{"document": "*.md", "contains": "menyukai"}], "tags": ["medsos"]}

  status      answered, not_found, out_of_scope, declined, atau any (tidak dinilai)
  verdict     boleh, tidak_boleh, bersyarat, wajib, daftar yang diterima, atau null (tidak dinilai)
  evidence    cukup satu yang cocok dengan kutipan yang dirujuk; juga dicari di antara 10 bagian teratas
  conditions  syarat-syarat yang semuanya harus disebutkan jawaban
  pair        nama bersama pertanyaan yang sama dengan label formal dan slang
  juga        history, notice, must_include, must_not_include, tags

Contoh:
  python -m assistant.evaluate tests/questions/*.jsonl --report reports/laporan.html
  python -m assistant.evaluate tests/questions/*.jsonl --json reports/dahulu.json
  … ubah dokumen atau aturan, lalu lihat apa yang membaik dan apa yang rusak:
  python -m assistant.evaluate tests/questions/*.jsonl --against reports/dahulu.json"""


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line."""

    cases: tuple[Path, ...]
    store: str | None
    answers: Path | None
    report: Path | None
    json: Path | None
    against: Path | None
    failures: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the test sets and print the report. Returns the exit code: 0 ran, 1 an AssistantError, 2 nothing to run."""
    parser = _parser()
    options = Options(**vars(parser.parse_args(arguments)))
    if not options.cases:
        parser.print_help(sys.stderr)
        return 2
    try:
        print(evaluate(options))
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def evaluate(options: Options) -> str:
    """Run the test sets, write the files that were asked for, and return the report for the terminal."""
    sets = load_sets(options.cases)
    earlier = read_results(options.against) if options.against else None
    for path in (options.report, options.json):
        _check_writable(path)
    settings = read_settings(store=options.store)
    measured = _run(sets, settings, options.answers)
    outcomes = [outcome for of_set in measured.values() for outcome in of_set]
    results = results_of(measured, stored(settings), datetime.date.today())
    comparison = compare(earlier, results) if earlier else None
    _write(options, measured, results, comparison)
    return report(summarise(outcomes), outcomes, options.failures, comparison)


def _write(
    options: Options, measured: Mapping[str, Sequence[Outcome]], results: Results, comparison: Comparison | None
) -> None:
    if options.json:
        write_results(results, options.json)
    if options.report:
        write_page(options.report, measured, results, comparison)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant.evaluate",
        usage=argparse.SUPPRESS,
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
    )
    group = parser.add_argument_group("Pilihan")
    group.add_argument("cases", nargs="*", type=Path, metavar="KASUS.jsonl", help="berkas uji; boleh lebih dari satu")
    group.add_argument("--store", metavar="DIR", help="folder penyimpanan dokumen (bawaan: vectorstore/)")
    for option, name, words in (
        ("--report", "HASIL.html", "tulis laporan lengkap sebagai satu halaman web, dengan setiap kasus gagal"),
        ("--json", "HASIL.json", "tulis angka dan nilai setiap kasus, untuk dibandingkan kelak"),
        ("--against", "DAHULU.json", "bandingkan dengan hasil --json dari waktu lain"),
        ("--answers", "HASIL.jsonl", "tulis semua jawaban lengkap ke berkas ini"),
    ):
        group.add_argument(option, type=Path, metavar=name, help=words)
    group.add_argument(
        "--failures",
        type=int,
        default=20,
        metavar="N",
        help="tampilkan paling banyak N kasus gagal (bawaan: 20; 0: tidak)",
    )
    group.add_argument("-h", "--help", action="help", help="tampilkan penjelasan ini")
    return parser


def _run(sets: Sequence[CaseSet], settings: Settings, answers: Path | None) -> dict[str, list[Outcome]]:
    # Imported late: loading the language libraries takes seconds that --help and a broken test set need not wait for.
    from assistant.pipeline import Assistant

    assistant: Answers = Assistant.open(settings)
    measured: dict[str, list[Outcome]] = {one.name: [] for one in sets}
    asked = [(one.name, case) for one in sets for case in one.cases]
    with _opened(answers) as file:
        # disable=None: a bar on a terminal, silence elsewhere.
        for name, case in tqdm(asked, desc="Menjawab", unit=" kasus", disable=None, file=sys.stderr):
            outcome = run_case(assistant, case)
            measured[name].append(outcome)
            if file:
                file.write(answer_line(outcome))
    return measured


def stored(settings: Settings) -> Store:
    """What the questions are asked of, as results name it."""
    from assistant.search.embedding import model_name
    from assistant.search.index import Index

    model = model_name(settings)
    counts = Index.open(settings, model).passage_counts()
    return Store(model, len(counts), sum(counts.values()))


def _check_writable(path: Path | None) -> None:
    """A path that cannot be written to is told before minutes of asking, not after."""
    if path and (path.is_dir() or any(parent.is_file() for parent in path.parents)):
        raise AssistantError(f"{path} tidak dapat ditulis karena bukan nama berkas. Pilih nama berkas lain.")


@contextmanager
def _opened(path: Path | None) -> Iterator[TextIO | None]:
    """The file for the answers. A lone surrogate from a question is written as its JSON escape."""
    if path is None:
        yield None
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise AssistantError(
            f"Jawaban tidak dapat ditulis ke {path} ({error}). Pilih berkas lain dengan --answers."
        ) from error
    with file:
        yield file


def answer_line(outcome: Outcome) -> str:
    """The answer as one line of JSON with the case's id in front."""
    return json.dumps({"id": outcome.case.id, **answer_object(outcome.answer)}, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
