"""Turns the vector of a question towards the passages that answer it: a linear map, fitted once over the test questions.

An embedding model is trained on what texts are about. That "istri ikut timses" is answered by "suami atau istri yang warga
biasa boleh …" it can only learn from questions whose answers are known. `python -m assistant.calibrate` fits the map;
it stands in `question_map.npz` with the name of the model whose vectors it is for. Passages are stored as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

MAP_FILE = Path(__file__).with_name("question_map.npz")


@dataclass(frozen=True, slots=True)
class QuestionMap:
    """Adds `vector @ turn` to a question's vector; `turn` is of shape (dimensions, dimensions)."""

    model: str
    """The embedding model that it was fitted with."""
    turn: Floats

    def applied(self, vectors: Floats) -> Floats:
        """The vectors as turned, L2-normalised; any shape whose last axis holds the dimensions."""
        turned = vectors + vectors @ self.turn
        normalised: Floats = turned / np.linalg.norm(turned, axis=-1, keepdims=True)
        return normalised


def save_map(question_map: QuestionMap, path: Path = MAP_FILE) -> None:
    """Write a map in half precision."""
    with path.open("wb") as file:
        np.savez_compressed(file, model=np.array(question_map.model), turn=question_map.turn.astype(np.float16))


def map_for(model: str, path: Path = MAP_FILE) -> QuestionMap | None:
    """The stored map, where it was fitted with this embedding model."""
    stored = _stored(path)
    return stored if stored and stored.model == model else None


@cache
def _stored(path: Path) -> QuestionMap | None:
    if not path.is_file():
        return None
    with np.load(path, allow_pickle=False) as parts:
        return QuestionMap(str(parts["model"]), parts["turn"].astype(np.float32))
