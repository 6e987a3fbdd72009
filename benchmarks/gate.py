"""How much the gate of a language model lets through: `python -m benchmarks.gate` writes `benchmarks/results/gate.md`.

The pairs are those of `tests/gate`: passages with true and with false sentences. Beside the rates stands what they would be
with another least share of known words, the one threshold that was fitted by counting; seconds are of this machine.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from assistant.answer.gate import support
from assistant.answer.gate.support import Flaw, find_support
from assistant.settings import PROJECT_ROOT
from assistant.types import Passage, Source

PAIRS = PROJECT_ROOT / "tests" / "gate"
RESULT = Path(__file__).parent / "results" / "gate.md"
SHARES = (0.5, 0.6, 0.7, 0.8, 0.9)

Pair = tuple[str, str, Passage]


def main() -> None:
    """Measure every part, print the report, and write it."""
    parts = sorted(path.stem.removeprefix("lies_") for path in PAIRS.glob("lies_*.jsonl"))
    lines = ["# Pintu pemeriksaan model bahasa", "", _rates(parts), "", _thresholds(parts), "", _kinds(parts), ""]
    report = "\n".join(lines)
    print(report)
    RESULT.write_text(report, encoding="utf-8")


def read_pairs(name: str) -> list[Pair]:
    """Kind, sentence and passage of every line of a file in `tests/gate`."""
    found = []
    for line in (PAIRS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        fields = json.loads(line)
        source = Source("set/dokumen", "dokumen", fields["title"])
        passage = Passage("set/dokumen#1", source, 1, fields["locator"], fields["passage"])
        found.append((fields["kind"], fields["sentence"], passage))
    return found


def _passing(pairs: Sequence[Pair]) -> list[Pair]:
    return [pair for pair in pairs if not isinstance(find_support(pair[1], pair[2]), Flaw)]


def _share(some: Sequence[Pair], all_: Sequence[Pair]) -> str:
    return f"{len(some)}/{len(all_)} = {100 * len(some) / len(all_):.1f} %"


def _rates(parts: Sequence[str]) -> str:
    rows = [
        "| bagian | kalimat benar yang lolos | kalimat salah yang lolos | milidetik per kalimat |",
        "|---|---|---|---|",
    ]
    for part in parts:
        true, false = read_pairs(f"paraphrases_{part}"), read_pairs(f"lies_{part}")
        started = time.perf_counter()
        told = f"| {part} | {_share(_passing(true), true)} | {_share(_passing(false), false)} |"
        spent = 1_000 * (time.perf_counter() - started) / (len(true) + len(false))
        rows.append(f"{told} {spent:.1f} |")
    return "\n".join(rows)


def _thresholds(parts: Sequence[str]) -> str:
    developed = [part for part in parts if part.startswith("development")]
    true = [pair for part in developed for pair in read_pairs(f"paraphrases_{part}")]
    false = [pair for part in developed for pair in read_pairs(f"lies_{part}")]
    rows = ["| bagian kata yang harus ada (pengembangan) | benar yang lolos | salah yang lolos |", "|---|---|---|"]
    chosen = support.LEAST_COVERAGE
    for share in SHARES:
        support.LEAST_COVERAGE = share
        mark = " (dipakai)" if share == chosen else ""
        rows.append(f"| {share}{mark} | {_share(_passing(true), true)} | {_share(_passing(false), false)} |")
    support.LEAST_COVERAGE = chosen
    return "\n".join(rows)


def _kinds(parts: Sequence[str]) -> str:
    every = [pair for part in parts for pair in read_pairs(f"lies_{part}")]
    total, passed = Counter(kind for kind, *_ in every), Counter(kind for kind, *_ in _passing(every))
    rows = ["| cara berbohong | lolos |", "|---|---|"]
    rows += [f"| {kind} | {passed[kind]}/{count} |" for kind, count in sorted(total.items())]
    return "\n".join(rows)


if __name__ == "__main__":
    main()
