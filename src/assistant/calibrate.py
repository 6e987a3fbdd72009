"""`python -m assistant.calibrate`: everything that is weighed in an answer, fitted anew to test questions.

What is fitted later looks at what was fitted before it, so the order is fixed; see `assistant.calibration`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

from assistant.answer import expectation, ranking, scope, vote
from assistant.calibration import facts, verdicts
from assistant.calibration import scope as scope_fit
from assistant.calibration.unseen import read_tests
from assistant.errors import AssistantError
from assistant.search import question_map
from assistant.search.embedding import load_embedder
from assistant.settings import Settings

DESCRIPTION = """\
Menghitung ulang semua bobot dari soal yang jawabannya diketahui, berurutan:
  search/question_map.npz  peta yang mengarahkan pertanyaan ke bagian dokumen yang menjawabnya
  answer/expectation.npz   putusan yang biasanya didapat pertanyaan semacam itu
  answer/ranking.yaml      kalimat mana yang menjawab, dan kapan asisten diam
  answer/vote.yaml         bobot suara setiap pernyataan tentang putusan
  answer/scope.npz         permintaan mana yang ditolak (juga dari contoh dalam scope.yaml)
Setiap keluarga soal diukur dengan peta dan bobot yang belum pernah melihatnya. Perlu seperempat jam.

Contoh (satu --over untuk setiap penyimpanan beserta soalnya):
  python -m assistant.calibrate --over vectorstore tests/questions/*_development*.jsonl"""

STAGES = ("learned", "facts", "verdicts", "scope")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when everything was written. What was written before an error stays."""
    parser = argparse.ArgumentParser(
        prog="python -m assistant.calibrate",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--over", nargs="+", action="append", required=True, metavar="PENYIMPANAN_LALU_SOAL",
        help="folder penyimpanan, lalu berkas soal yang dijawab dari sana",
    )  # fmt: skip
    parser.add_argument(
        "--output", type=Path, help="folder lain untuk berkas bobot; vote.yaml di situ memakai ranking.yaml yang lama"
    )
    parser.add_argument(
        "--only", choices=STAGES, nargs="+", default=list(STAGES), metavar="BAGIAN",
        help="hanya sebagian: learned (peta dan putusan yang diduga), facts, verdicts, scope",
    )  # fmt: skip
    options = parser.parse_args(arguments)
    if options.output and not options.output.is_dir():
        parser.error(f"{options.output} bukan folder.")
    over = [(Path(store), [Path(file) for file in files]) for store, *files in options.over]
    try:
        _fit(over, options.only, options.output)
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _fit(over: Sequence[tuple[Path, Sequence[Path]]], stages: Collection[str], output: Path | None) -> None:
    def place(default: Path) -> Path:
        return output / default.name if output else default

    embedder = load_embedder(Settings())
    if set(stages) - {"scope"}:
        tests = read_tests(over, embedder)
        print(f"{len(tests.tested)} soal dibaca.", flush=True)
    # Before anything is written: the votes are the one part that may still fail for want of questions.
    ranked = facts.fit(facts.read_asked(tests.unseen())) if "facts" in stages else ""
    if "learned" in stages:
        learned = tests.learned()
        if learned.question_map:
            question_map.save_map(learned.question_map, place(question_map.MAP_FILE))
        if learned.expectation:
            expectation.save_expectation(learned.expectation, place(expectation.EXPECTATION_FILE))
    if ranked:
        place(ranking.RANKING_FILE).write_text(ranked, encoding="utf-8")
        ranking.load_ranking.cache_clear()
        print(ranked, flush=True)
    if "verdicts" in stages:
        voted = verdicts.fit(verdicts.read_polled(tests.unseen()))
        place(vote.WEIGHTS_FILE).write_text(voted, encoding="utf-8")
        print(voted, flush=True)
    if "scope" in stages:
        files = [file for _, files in over for file in files]
        print("\n".join(scope_fit.fit(files, embedder, place(scope.WEIGHTS_FILE))))


if __name__ == "__main__":
    sys.exit(main())
