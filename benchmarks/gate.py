"""How much the gate of a language model lets through: `python -m benchmarks.gate` writes `benchmarks/results/gate.md`.

The pairs are those of `tests/gate`: passages with true and with false sentences. Beside the rates stands what they would be
with another least share of known words, the one threshold that was fitted by counting; seconds are of this machine.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from assistant.answer.gate import support
from assistant.answer.gate.support import Flaw, find_support
from benchmarks.gate_pairs import CONTRAST, Pair, false_pairs, parts, true_pairs

RESULT = Path(__file__).parent / "results" / "gate.md"
SHARES = (0.5, 0.6, 0.7, 0.8, 0.9)


def main() -> None:
    """Measure every part, print the report, and write it."""
    found = parts()
    contrasts = [part for part in found if part.startswith(CONTRAST)]
    written = [part for part in found if part not in contrasts]
    tables = [
        _rates(found),
        _thresholds(found),
        _kinds("cara berbohong", written),
        _kinds("cara berbohong (kontras)", contrasts),
    ]
    report = "\n\n".join(["# Pintu pemeriksaan model bahasa", *tables, ""])
    print(report)
    RESULT.write_text(report, encoding="utf-8")


def _passing(pairs: Sequence[Pair]) -> list[Pair]:
    return [pair for pair in pairs if not isinstance(find_support(pair.sentence, pair.passage), Flaw)]


def _share(some: Sequence[Pair], all_: Sequence[Pair]) -> str:
    return f"{len(some)}/{len(all_)} = {100 * len(some) / len(all_):.1f} %"


def _rates(found: Sequence[str]) -> str:
    rows = [
        "| bagian | kalimat benar yang lolos | kalimat salah yang lolos | milidetik per kalimat |",
        "|---|---|---|---|",
    ]
    for part in found:
        true, false = true_pairs(part), false_pairs(part)
        started = time.perf_counter()
        told = f"| {part} | {_share(_passing(true), true)} | {_share(_passing(false), false)} |"
        spent = 1_000 * (time.perf_counter() - started) / (len(true) + len(false))
        rows.append(f"{told} {spent:.1f} |")
    return "\n".join(rows)


def _thresholds(found: Sequence[str]) -> str:
    developed = [part for part in found if part.startswith("development")]
    true = [pair for part in developed for pair in true_pairs(part)]
    false = [pair for part in developed for pair in false_pairs(part)]
    rows = ["| bagian kata yang harus ada (pengembangan) | benar yang lolos | salah yang lolos |", "|---|---|---|"]
    chosen = support.LEAST_COVERAGE
    for share in SHARES:
        support.LEAST_COVERAGE = share
        mark = " (dipakai)" if share == chosen else ""
        rows.append(f"| {share}{mark} | {_share(_passing(true), true)} | {_share(_passing(false), false)} |")
    support.LEAST_COVERAGE = chosen
    return "\n".join(rows)


def _kinds(heading: str, found: Sequence[str]) -> str:
    every = [pair for part in found for pair in false_pairs(part)]
    total, passed = Counter(pair.kind for pair in every), Counter(pair.kind for pair in _passing(every))
    rows = [f"| {heading} | lolos |", "|---|---|"]
    rows += [f"| {kind} | {passed[kind]}/{count} |" for kind, count in sorted(total.items())]
    return "\n".join(rows)


if __name__ == "__main__":
    main()
