"""Fits the weights of `answer/scope.npz` to the examples of `answer/scope.yaml`: which requests are refused, and why.

A softmax regression, fitted once over the meaning of the questions and their characters, and once over their characters
alone for when another embedding model is configured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answer.classifier import Classifier, measured, to_arrays
from assistant.answer.scope import EXAMPLES_FILE, SCALES, SCOPES, Scope, as_seen, digest, examples
from assistant.calibration.softmax import Floats, softmax, softmax_fit
from assistant.evaluation.cases import Case, load_cases
from assistant.search.embedding import Embedder
from assistant.types import Status

# Share of the questions for us that may be refused: the threshold is set there, as measured on parts left out of the fit.
FALSE_REFUSALS = 0.005
RIDGE = 0.5
PARTS = 5
# The test sets ask about a hundred times for each request to refuse; nobody knows how often people do.
LEAST_THRESHOLD = 0.35


@dataclass(frozen=True, slots=True)
class Labelled:
    """A request and what it is; one that is `asked` comes from a test set."""

    text: str
    scope: Scope
    asked: bool


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


def fit(questions: Sequence[Path], embedder: Embedder, output: Path, examples_file: Path = EXAMPLES_FILE) -> list[str]:
    """Fit both classifiers to the examples and the test questions, and store them; what they reach, a line each."""
    labelled = read_labelled(examples_file, questions)
    vectors = np.array([embedder.embed_question(as_seen(one.text)) for one in labelled], dtype=np.float32)
    centre = vectors.mean(axis=0)
    rows = {
        "meaning": [measured(one.text, vector - centre, SCALES) for one, vector in zip(labelled, vectors, strict=True)],
        "characters": [measured(one.text, None, SCALES) for one in labelled],
    }
    stored: dict[str, NDArray[np.generic]] = {"examples": np.array(digest(examples(examples_file)))}
    reached: list[str] = []
    for kind, found in rows.items():
        samples = np.array(found, dtype=np.float64)
        threshold, lines = _measured(samples, labelled)
        weights, bias = softmax_fit(samples, _right(labelled), RIDGE)
        model, middle = (embedder.name, centre) if kind == "meaning" else ("", np.zeros(0, dtype=np.float32))
        stored |= to_arrays(kind, Classifier(model, middle, weights.astype(np.float32), bias.astype(np.float32)))
        stored[f"{kind}_threshold"] = np.array(threshold)
        reached += [f"{kind}: ambang {threshold:.3f}", *lines]
    with output.open("wb") as file:
        np.savez_compressed(file, **stored)  # type: ignore[arg-type]
    return reached


def _right(labelled: Sequence[Labelled]) -> NDArray[np.bool_]:
    return np.array([[scope is one.scope for scope in SCOPES] for one in labelled])


def _measured(rows: Floats, labelled: Sequence[Labelled]) -> tuple[float, list[str]]:
    """The threshold that refuses few questions in error, and what is reached with it on requests left out of the fit."""
    right = _right(labelled)
    part = np.random.default_rng(0).permutation(len(rows)) % PARTS
    likely = np.zeros(right.shape)
    for left_out in range(PARTS):
        weights, bias = softmax_fit(rows[part != left_out], right[part != left_out], RIDGE)
        likely[part == left_out] = softmax(rows[part == left_out] @ weights + bias)
    refused = 1 - likely[:, 0]
    asked = np.array([one.asked for one in labelled])
    ours = right[:, 0]
    judged = asked & ours if (asked & ours).any() else ours
    threshold = round(max(LEAST_THRESHOLD, float(np.quantile(refused[judged], 1 - FALSE_REFUSALS))), 4)
    lines = []
    for name, group in (("contoh", ~asked), ("soal uji", asked)):
        for number, scope in enumerate(SCOPES):
            chosen = group & right[:, number]
            if chosen.any():
                share = (refused[chosen] > threshold).mean()
                lines.append(f"  {name:9} {scope:14} {int(chosen.sum()):5}: {share:6.1%} ditolak")
    return threshold, lines
