"""The path of a test set: load_cases → run_case (the same Assistant as everywhere) → summarise → a table.

`python -m assistant.evaluate --help` says how to use it. It reports and judges nothing: thresholds belong to tests.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from tqdm import tqdm

from assistant.errors import AssistantError
from assistant.evaluation.cases import Case, load_cases
from assistant.evaluation.outcomes import Answers, Check, Grade, Outcome, Summary, run_case, summarise
from assistant.evaluation.rates import Rate
from assistant.presentation import answer_object
from assistant.settings import Settings, read_settings
from assistant.text import clean_line

__all__ = ["load_cases", "main", "run_case", "summarise"]

DESCRIPTION = """\
Cara pakai: python -m assistant.evaluate KASUS.jsonl… [--store DIR] [--answers HASIL.jsonl] [--failures N]

Menanyakan setiap pertanyaan uji kepada asisten dan menghitung seberapa tepat jawabannya.
Diam padahal dapat menjawab dihitung terpisah dari salah, karena jawaban salah lebih buruk."""
EPILOG = """\
Satu kasus uji adalah satu baris JSON, misalnya:
  {"id": "suka-1", "question": "Bolehkah PNS menyukai unggahan caleg?", "status": "answered",
   "verdict": "tidak_boleh", "evidence": [{"document": "*.md", "contains": "menyukai"}], "tags": ["medsos"]}

  status     answered, not_found, out_of_scope, declined, atau any (tidak dinilai)
  verdict    boleh, tidak_boleh, bersyarat, wajib, daftar yang diterima, atau null (tidak dinilai)
  evidence   cukup satu yang cocok dengan kutipan yang dirujuk
  juga       history, notice, must_include, must_not_include, tags

Contoh:
  python -m assistant.evaluate tests/questions/*.jsonl --answers reports/jawaban.jsonl"""

# What the tables show: label, heading of the column by tag (none: only overall), and the figure.
MEASURES: tuple[tuple[str, str, Callable[[Summary], Rate]], ...] = (
    ("Status tepat", "status", lambda summary: summary.status_right),
    ("Putusan tepat", "putusan", lambda summary: summary.verdict_accuracy),
    ("“Boleh” padahal tidak boleh", "boleh!", lambda summary: summary.false_boleh),
    ("Bukti dikutip, dari yang dijawab", "bukti", lambda summary: summary.evidence_cited),
    ("Bukti dikutip, dari yang dapat dijawab", "", lambda summary: summary.evidence_of_answerable),
    ("Ditolak, dari yang harus ditolak", "ditolak", lambda summary: summary.refusal_rate),
    ("… dengan status yang persis", "", lambda summary: summary.exact_refusals),
    ("Ditolak padahal dapat dijawab", "salah tolak", lambda summary: summary.false_refusals),
    ("Kutipan sama persis dengan sumbernya", "verbatim", lambda summary: summary.verbatim),
)
CHECK_WORDS = {
    Check.STATUS: "status",
    Check.VERDICT: "putusan",
    Check.EVIDENCE: "bukti",
    Check.NOTICE: "catatan",
    Check.MUST_INCLUDE: "harus memuat",
    Check.MUST_NOT_INCLUDE: "tidak boleh memuat",
    Check.VERBATIM: "kutipan",
}
# A question, an expectation or a finding is cut to this many characters in the list of failures.
LONGEST_PART = 120


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the test sets and print the report. Returns the exit code: 0 ran, 1 an AssistantError, 2 nothing to run."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if not options.cases:
        parser.print_help(sys.stderr)
        return 2
    try:
        cases = load_cases(options.cases)
        outcomes = _run(cases, read_settings(store=options.store), options.answers)
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    print(report(outcomes, options.failures))
    return 0


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
    group.add_argument("--answers", type=Path, metavar="HASIL.jsonl", help="tulis semua jawaban lengkap ke berkas ini")
    group.add_argument(
        "--failures",
        type=int,
        default=20,
        metavar="N",
        help="tampilkan paling banyak N kasus gagal (bawaan: 20; 0: tidak)",
    )
    group.add_argument("-h", "--help", action="help", help="tampilkan penjelasan ini")
    return parser


def _run(cases: Sequence[Case], settings: Settings, answers: Path | None) -> list[Outcome]:
    # Imported late: loading the language libraries takes seconds that --help and a broken test set need not wait for.
    from assistant.pipeline import Assistant

    assistant: Answers = Assistant.open(settings)
    outcomes = []
    with _opened(answers) as file:
        # disable=None: a bar on a terminal, silence elsewhere.
        for case in tqdm(cases, desc="Menjawab", unit=" kasus", disable=None, file=sys.stderr):
            outcome = run_case(assistant, case)
            outcomes.append(outcome)
            if file:
                file.write(answer_line(outcome))
    return outcomes


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


def report(outcomes: Sequence[Outcome], most_failures: int = 20) -> str:
    """What the terminal shows: the figures, the figures by tag, and the failed cases."""
    summary = summarise(outcomes)
    parts = [_headline(summary), _overall_table(summary)]
    if summary.by_tag:
        parts.append(_tag_table(summary))
    if most_failures > 0 and summary.correct < summary.cases:
        parts.append(_failure_list(outcomes, most_failures))
    return "\n\n".join(parts)


def _headline(summary: Summary) -> str:
    return (
        f"{summary.cases} kasus: {summary.correct} benar, {summary.wrong} salah, "
        f"{summary.refused} diam padahal dapat dijawab.\n"
        f"Waktu per pertanyaan: median {_seconds(summary.median_seconds)}, p95 {_seconds(summary.p95_seconds)} detik."
    )


def _overall_table(summary: Summary) -> str:
    rows = [["ukuran", "jumlah", "persen", "rentang 95 %"]]
    for label, _, measure in MEASURES:
        rate = measure(summary)
        cells = [_percent(rate.value), _interval(rate)] if rate.total else ["-", "-"]
        rows.append([label, f"{rate.count}/{rate.total}", *cells])
    return _aligned(rows)


def _tag_table(summary: Summary) -> str:
    """One row per tag, in percent; a column nobody has figures for is left out."""
    shown = [(heading, measure) for _, heading, measure in MEASURES if heading and measure(summary).total]
    rows = [["label", "n", "benar", "salah", "diam", *(heading for heading, _ in shown), "median", "p95"]]
    for part in summary.by_tag:
        rates = [measure(part) for _, measure in shown]
        cells = [f"{100 * rate.value:.0f} [{_interval(rate, 0)}]" if rate.total else "-" for rate in rates]
        counts = map(str, (part.cases, part.correct, part.wrong, part.refused))
        rows.append([part.tag, *counts, *cells, _seconds(part.median_seconds), _seconds(part.p95_seconds)])
    return f"Per label, dalam persen [rentang 95 %]:\n{_aligned(rows)}"


def _failure_list(outcomes: Sequence[Outcome], most: int) -> str:
    failed = [outcome for outcome in outcomes if outcome.failures]
    failed.sort(key=lambda outcome: outcome.grade is Grade.REFUSED)
    lines = [f"Kasus gagal ({min(most, len(failed))} dari {len(failed)}; --failures N menampilkan N):"]
    return "\n".join([*lines, *(f"  {failure_line(outcome)}" for outcome in failed[:most])])


def failure_line(outcome: Outcome) -> str:
    """One line: id, grade, what was expected and what came, and the question.

    Of a case answered with silence only the first failure is told: the others follow from it.
    """
    failures = outcome.failures[:1] if outcome.grade is Grade.REFUSED else outcome.failures
    told = "; ".join(f"{CHECK_WORDS[f.check]}: diharapkan {_cut(f.expected)}, didapat {_cut(f.got)}" for f in failures)
    return f"{_cut(outcome.case.id)} [{outcome.grade}] “{_cut(outcome.case.question)}” {told}"


def _cut(text: str) -> str:
    line = clean_line(text, LONGEST_PART)
    return line if len(line) < LONGEST_PART else f"{line[:-1]}…"


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """Columns of equal width: the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *others in rows:
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join([lines[0], "─" * max(map(len, lines)), *lines[1:]])


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %".replace(".", ",")


def _interval(rate: Rate, digits: int = 1) -> str:
    low, high = rate.interval
    return f"{100 * low:.{digits}f}–{100 * high:.{digits}f}".replace(".", ",")


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}".replace(".", ",")


if __name__ == "__main__":
    sys.exit(main())
