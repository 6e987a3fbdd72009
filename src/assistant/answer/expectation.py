"""What verdict a question usually gets, before anything is looked up: one voice among those that `vote` counts.

Fitted to the test questions by `python -m assistant.calibrate`. It rules on nothing by itself: a verdict needs a statement
that says so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np

from assistant.answer.classifier import Classifier, Floats, Scales, from_arrays, to_arrays
from assistant.types import Verdict

EXPECTATION_FILE = Path(__file__).with_name("expectation.npz")
VERDICTS: tuple[Verdict | None, ...] = (None, *Verdict)
SCALES = Scales(meaning=10.0, characters=5.0)
LEAST_SHARE = 0.001

Expected = Mapping[Verdict | None, float]
"""The logarithm of the share that each verdict has among questions like this one; empty where nothing is known."""
NOTHING_EXPECTED: Expected = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Expectation:
    """Expects verdicts of questions whose vectors are of the model it was fitted with."""

    classifier: Classifier

    @property
    def model(self) -> str:
        return self.classifier.model

    def expected(self, text: str, vector: Floats) -> Expected:
        """What is expected of a stand-alone question."""
        likely = self.classifier.likely(text, vector, SCALES)
        return {
            verdict: math.log(max(float(share), LEAST_SHARE)) for verdict, share in zip(VERDICTS, likely, strict=True)
        }


def save_expectation(expectation: Expectation, path: Path = EXPECTATION_FILE) -> None:
    """Write the weights."""
    with path.open("wb") as file:
        np.savez_compressed(file, **to_arrays("verdict", expectation.classifier))  # type: ignore[arg-type]


def expectation_for(model: str, path: Path = EXPECTATION_FILE) -> Expectation | None:
    """The stored weights, where they were fitted with this embedding model."""
    stored = _stored(path)
    return stored if stored and stored.model == model else None


@cache
def _stored(path: Path) -> Expectation | None:
    if not path.is_file():
        return None
    with np.load(path, allow_pickle=False) as stored:
        return Expectation(from_arrays("verdict", stored))
