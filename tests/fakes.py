"""Small stand-ins for what is slow to load."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.text import clean_line, stems


@dataclass(frozen=True)
class FakeEmbedder:
    """Each stem of a text adds one to one of 64 dimensions: texts that share words are near each other."""

    name: str = "fake-64"
    dimensions: int = 64

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self.embed_question(text)
            if progress:
                progress(1)
        return vectors

    def embed_question(self, text: str) -> NDArray[np.float32]:
        vector = np.full(self.dimensions, 1e-3, dtype=np.float32)
        for stem in stems(clean_line(text, 4_000)):
            vector[int(hashlib.md5(stem.encode()).hexdigest(), 16) % self.dimensions] += 1.0
        return vector / np.float32(np.linalg.norm(vector))
