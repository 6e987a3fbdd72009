"""Tells what sort of question a text is, by its meaning and by its runs of characters: a fitted softmax regression."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.text import words

# Runs of three to five characters are counted in this many places; some share one.
PLACES = 2048
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scales:
    """How much a unit of either kind of measurement weighs before the fit: vectors of one model lie close together."""

    meaning: float
    characters: float


@dataclass(frozen=True, slots=True)
class Classifier:
    """Weights of shape (measurements, classes), and what they were fitted with."""

    model: str
    """The embedding model that the first weights are for; empty when only characters count."""
    centre: Floats
    """The mean vector of the questions; empty when only characters count."""
    weights: Floats
    bias: Floats

    def likely(self, text: str, vector: Floats | None, scales: Scales) -> Floats:
        """How likely each class is, adding up to 1; `vector` is that of the text, None where only characters count."""
        sums = measured(text, None if vector is None else vector - self.centre, scales) @ self.weights + self.bias
        shares = np.exp(sums - sums.max())
        likely: Floats = shares / shares.sum()
        return likely


def measured(text: str, centred: Floats | None, scales: Scales) -> Floats:
    """What the weights are for, in order: a centred vector where there is one, then runs of characters."""
    characters = np.float32(scales.characters) * character_runs(text)
    if centred is None:
        return characters
    return np.concatenate([np.float32(scales.meaning) * centred, characters])


def character_runs(text: str) -> Floats:
    """How often each run of characters occurs, of length one in all."""
    spoken = f" {' '.join(words(text))} "
    runs = {spoken[start : start + length] for length in (3, 4, 5) for start in range(len(spoken) - length + 1)}
    places = np.array([zlib.crc32(run.encode()) for run in runs], dtype=np.int64)
    signs = (places >> 16 & 1) * 2 - 1
    counted = np.bincount(places % PLACES, weights=signs, minlength=PLACES).astype(np.float32)
    norm = float(np.linalg.norm(counted))
    return counted / np.float32(norm) if norm else counted


def to_arrays(prefix: str, classifier: Classifier) -> dict[str, NDArray[np.generic]]:
    """What is stored of a classifier, in half precision."""
    return {
        f"{prefix}_model": np.array(classifier.model),
        f"{prefix}_centre": classifier.centre.astype(np.float16),
        f"{prefix}_weights": classifier.weights.astype(np.float16),
        f"{prefix}_bias": classifier.bias.astype(np.float32),
    }


def from_arrays(prefix: str, stored: Mapping[str, NDArray[np.generic]]) -> Classifier:
    """The classifier that was stored under this prefix."""
    return Classifier(
        str(stored[f"{prefix}_model"]),
        stored[f"{prefix}_centre"].astype(np.float32),
        stored[f"{prefix}_weights"].astype(np.float32),
        stored[f"{prefix}_bias"].astype(np.float32),
    )
