"""Vectors that are kept from one run of the benchmark to the next, so that a second run takes a fraction of the time."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.search.embedding import Embedder


class RememberingEmbedder:
    """An embedder that computes the vector of a passage's text once. Questions are never remembered: their time counts.

    Only `save` writes. What is remembered is the text's digest and the model's name, so changed articles and another way
    of splitting are computed anew.
    """

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self._embedder = embedder
        self._file = folder / f"{_digest(embedder.name)}.npz"
        self._known = _read(self._file)

    @property
    def name(self) -> str:
        return self._embedder.name

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        missing = [text for text in dict.fromkeys(texts) if _digest(text) not in self._known]
        if missing:
            vectors = self._embedder.embed_passages(missing)
            self._known |= {_digest(text): vector for text, vector in zip(missing, vectors, strict=True)}
        if progress:
            progress(len(texts))
        return np.stack([self._known[_digest(text)] for text in texts])

    def embed_question(self, text: str) -> NDArray[np.float32]:
        return self._embedder.embed_question(text)

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embedder.embed_questions(texts)

    def save(self) -> None:
        """Keep the vectors for the next run."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        np.savez(self._file, texts=np.array(list(self._known)), vectors=np.stack(list(self._known.values())))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _read(file: Path) -> dict[str, NDArray[np.float32]]:
    """What an earlier run kept; nothing when it kept nothing or was stopped while writing."""
    try:
        with np.load(file) as kept:
            return dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return {}
