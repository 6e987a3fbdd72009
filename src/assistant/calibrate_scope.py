"""Fits the weights of `answer/scope.npz` to the examples of `answer/scope.yaml`: which requests are refused, and why.

`python -m assistant.calibrate_scope --help` says how to use it. A softmax regression, fitted once over the meaning of the
questions and their characters, and once over their characters alone for when another embedding model is configured.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answer.scope import (
    CHARACTER_SCALE,
    EXAMPLES_FILE,
    MEANING_SCALE,
    SCOPES,
    WEIGHTS_FILE,
    Scope,
    as_seen,
    character_runs,
    digest,
    examples,
)  # fmt: skip
from assistant.errors import AssistantError
from assistant.evaluation.cases import Case, load_cases
from assistant.search.embedding import Embedder, load_embedder
from assistant.settings import Settings
from assistant.types import Status

DESCRIPTION = """\
Menghitung ulang bobot yang mengenali permintaan yang harus ditolak, dari contoh-contoh dalam src/assistant/answer/scope.yaml.
Soal uji yang disebut ikut dipelajari dan dipakai mengukur. Hasilnya ditulis ke src/assistant/answer/scope.npz.

Contoh:
  python -m assistant.calibrate_scope tests/questions/*_development*.jsonl"""

# Share of the questions for us that may be refused: the threshold is set there, as measured on parts left out of the fit.
FALSE_REFUSALS = 0.005
RIDGE = 0.5
STEPS = 250
PARTS = 5
# The test sets ask about a hundred times for each request to refuse; nobody knows how often people do.
LEAST_THRESHOLD = 0.35
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A request and what it is; one that is `asked` comes from a test set."""

    text: str
    scope: Scope
    asked: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when the weights were written."""
    parser = argparse.ArgumentParser(
        prog="python -m assistant.calibrate_scope",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("questions", nargs="*", type=Path, help="berkas soal uji")
    parser.add_argument("--examples", type=Path, default=EXAMPLES_FILE, help="berkas contoh (bawaan: %(default)s)")
    parser.add_argument("--output", type=Path, default=WEIGHTS_FILE, help="berkas bobot (bawaan: %(default)s)")
    options = parser.parse_args(arguments)
    try:
        labelled = read_labelled(options.examples, options.questions)
        embedder = load_embedder(Settings())
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    fit_and_write(labelled, embedder, digest(examples(options.examples)), options.output)
    return 0


def read_labelled(examples_file: Path, questions: Sequence[Path]) -> list[Labelled]:
    """The examples, and those test questions whose expected status says what they are; each text once."""
    found = {
        as_seen(text): Labelled(text, scope, False)
        for scope, texts in examples(examples_file).items()
        for text in texts
    }
    for case in load_cases(questions):
        scope = _scope_of(case)
        if scope:
            found.setdefault(as_seen(case.question), Labelled(case.question, scope, True))
    return list(found.values())


def _scope_of(case: Case) -> Scope | None:
    """A question that follows another is not judged by itself; one that is plainly no part of the documents may be
    about personnel matters as well as about ours."""
    if case.history or (case.status is Status.NOT_FOUND and "near-miss" not in case.tags):
        return None
    if case.status is Status.DECLINED:
        return Scope.EVASION if "evasion" in case.tags else Scope.PARTISAN
    ours_or_not = {Status.ANSWERED: Scope.OURS, Status.NOT_FOUND: Scope.OURS, Status.OUT_OF_SCOPE: Scope.OTHER_SUBJECT}
    return ours_or_not[case.status] if case.status else None


def fit_and_write(labelled: Sequence[Labelled], embedder: Embedder, of_examples: str, output: Path) -> None:
    """Fit both classifiers, say what they reach, and store them."""
    vectors = np.array([embedder.embed_question(as_seen(one.text)) for one in labelled], dtype=np.float64)
    characters = CHARACTER_SCALE * np.array([character_runs(one.text) for one in labelled], dtype=np.float64)
    centre = vectors.mean(axis=0)
    stored: dict[str, NDArray[np.generic]] = {
        "model": np.array(embedder.name),
        "examples": np.array(of_examples),
        "centre": centre.astype(np.float16),
    }
    both = np.hstack([MEANING_SCALE * (vectors - centre), characters])
    for kind, rows in (("meaning", both), ("characters", characters)):
        threshold = _measure(kind, rows, labelled)
        weights, bias = softmax_fit(rows, _numbers(labelled))
        stored |= {
            f"{kind}_weights": weights.astype(np.float16),
            f"{kind}_bias": bias.astype(np.float32),
            f"{kind}_threshold": np.array(threshold),
        }
    with output.open("wb") as file:
        np.savez_compressed(file, **stored)  # type: ignore[arg-type]


def _numbers(labelled: Sequence[Labelled]) -> NDArray[np.int64]:
    return np.array([SCOPES.index(one.scope) for one in labelled])


def _measure(kind: str, rows: Floats, labelled: Sequence[Labelled]) -> float:
    """Print what is reached on requests left out of the fit; the threshold that refuses few questions in error."""
    numbers = _numbers(labelled)
    part = np.random.default_rng(0).permutation(len(rows)) % PARTS
    likely = np.zeros((len(rows), len(SCOPES)))
    for left_out in range(PARTS):
        weights, bias = softmax_fit(rows[part != left_out], numbers[part != left_out])
        likely[part == left_out] = softmax(rows[part == left_out] @ weights + bias)
    refused = 1 - likely[:, 0]
    asked = np.array([one.asked for one in labelled])
    judged = asked & (numbers == 0) if (asked & (numbers == 0)).any() else numbers == 0
    threshold = max(LEAST_THRESHOLD, float(np.quantile(refused[judged], 1 - FALSE_REFUSALS)))
    print(f"{kind}: ambang {threshold:.3f}")
    for name, group in (("contoh", ~asked), ("soal uji", asked)):
        for number, scope in enumerate(SCOPES):
            chosen = group & (numbers == number)
            if chosen.any():
                share = (refused[chosen] > threshold).mean()
                print(f"  {name:9} {scope:14} {int(chosen.sum()):5}: {share:6.1%} ditolak")
    return round(threshold, 4)


def softmax(sums: Floats) -> Floats:
    """How likely each scope is; rows add up to one."""
    likely = np.exp(sums - sums.max(axis=1, keepdims=True))
    shares: Floats = likely / likely.sum(axis=1, keepdims=True)
    return shares


def softmax_fit(rows: Floats, numbers: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Weights and bias of a ridge softmax regression, by accelerated gradient descent; `rows` has one row a request."""
    target = np.eye(len(SCOPES))[numbers]
    rows = np.column_stack([rows, np.ones(len(rows))])
    ridge = np.full((rows.shape[1], 1), RIDGE)
    ridge[-1] = 1e-3
    # The curvature is at most half the largest eigenvalue of the rows' products, found by a few multiplications.
    probe = np.ones(rows.shape[1])
    for _ in range(30):
        probe = rows.T @ (rows @ probe)
        largest = float(np.linalg.norm(probe))
        probe /= largest
    step = 1 / (0.5 * largest + RIDGE)
    weights = ahead = np.zeros((rows.shape[1], len(SCOPES)))
    for count in range(STEPS):
        gradient = rows.T @ (softmax(rows @ ahead) - target) + ridge * ahead
        after = ahead - step * gradient
        ahead = after + count / (count + 3) * (after - weights)
        weights = after
    return weights[:-1], weights[-1]


if __name__ == "__main__":
    sys.exit(main())
