"""Fits the weights of `answer/expectation.npz`: which verdict questions like this one get."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answer.classifier import Classifier, Floats, measured
from assistant.answer.expectation import SCALES, VERDICTS, Expectation
from assistant.calibration.softmax import softmax_fit
from assistant.types import Verdict

RIDGE = 3.0


@dataclass(frozen=True, slots=True)
class Judged:
    """A stand-alone question, its vector, and the verdicts that are accepted."""

    text: str
    vector: Floats
    accepted: Collection[Verdict | None]


def fit_expectation(judged: Sequence[Judged], model: str) -> Expectation:
    """The weights over these questions; there must be one at least."""
    centre = np.mean([one.vector for one in judged], axis=0).astype(np.float32)
    rows = np.array([measured(one.text, one.vector - centre, SCALES) for one in judged], dtype=np.float64)
    right = np.array([[verdict in one.accepted for verdict in VERDICTS] for one in judged])
    weights, bias = softmax_fit(rows, right, RIDGE)
    return Expectation(
        Classifier(model, centre, weights.astype(np.float16).astype(np.float32), bias.astype(np.float32))
    )
