"""Measures the page as people meet it: many who ask at once, and the time until a verdict is on the screen.

`python -m benchmarks.page --help`. The path of a run: a page in a process of its own → `ask_together` → `watch` → a report.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from assistant.evaluation.cases import load_cases
from assistant.settings import PROJECT_ROOT, Settings
from benchmarks.people import Together, Watched, ask_together, served, watch

QUESTIONS = PROJECT_ROOT / "tests" / "questions"
RESULTS = PROJECT_ROOT / "benchmarks" / "results"
WATCHED = 40

DESCRIPTION = """\
Cara pakai: python -m benchmarks.page [--people 16] [--seconds 120] [--store FOLDER] [--output FOLDER]

Menjalankan halaman dengan artikel bawaan, lalu mengukur dua hal:

  bersamaan   sekian orang bertanya terus-menerus selama sekian detik, masing-masing lewat sesinya sendiri. Setiap jawaban
              dicocokkan dengan jawaban atas pertanyaan itu ketika ditanyakan sendirian: yang tertukar atau berbeda dihitung.
  di layar    waktu dari menekan Enter sampai putusan tampil, diukur di dalam Chromium, seorang diri.

Hasilnya ditulis ke page.md dan page.json."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and write the results; 1 when an answer failed or was crossed."""
    parser = argparse.ArgumentParser(
        description=DESCRIPTION, usage=argparse.SUPPRESS, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=16, help="berapa orang sekaligus")
    parser.add_argument("--seconds", type=float, default=120.0, help="berapa lama")
    parser.add_argument("--store", type=Path, default=Settings().vectorstore, help="folder penyimpanan")
    parser.add_argument("--output", type=Path, default=RESULTS, help="folder hasil")
    options = parser.parse_args(arguments)
    questions = sorted({case.question for case in load_cases(sorted(QUESTIONS.glob("seed_development*.jsonl")))})
    with served(options.store) as address:
        together = ask_together(address, questions[:100], options.people, options.seconds)
        watched = watch(address, questions[100 : 100 + WATCHED])
    options.output.mkdir(parents=True, exist_ok=True)
    measured = {"together": asdict(together), "watched": asdict(watched) if watched else None, **circumstances()}
    (options.output / "page.json").write_text(json.dumps(measured, indent=1) + "\n", "utf-8")
    report = written(together, watched, circumstances())
    (options.output / "page.md").write_text(report, "utf-8")
    print(report)
    return 1 if together.errors or together.crossed else 0


def circumstances() -> dict[str, str]:
    """When and on what it was measured."""
    return {
        "date": datetime.date.today().isoformat(),
        "machine": f"{platform.system()}, {platform.machine()}, {os.cpu_count()} inti",
        "python": platform.python_version(),
    }


def written(together: Together, watched: Watched | None, about: Mapping[str, str]) -> str:
    """The results as Markdown."""
    lines = [
        "# Halaman seperti yang dialami orang",
        "",
        f"Diukur {about['date']} pada {about['machine']}, Python {about['python']}, dengan `python -m benchmarks.page`.",
        "",
        f"**{together.people} orang bertanya bersamaan selama {together.seconds:.0f} detik**, tanpa jeda di antara pertanyaan: "
        f"{together.answers} jawaban ({together.answers / together.seconds:.1f} per detik), {together.errors} gagal, "
        f"{together.crossed} tertukar. Median {together.median:.2f} detik, p95 {together.p95:.2f} detik, paling lama "
        f"{together.slowest:.2f} detik.",
    ]
    if watched:
        lines += [
            "",
            f"**Dari menekan Enter sampai putusan tampil**, di dalam Chromium, {watched.questions} pertanyaan: median "
            f"{watched.median:.2f} detik, p95 {watched.p95:.2f} detik, paling lama {watched.slowest:.2f} detik.",
        ]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
