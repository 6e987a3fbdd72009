"""How near every passage is to a question: exact, no approximate index."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from assistant.search.cores import cores, shared_threads

Floats = NDArray[np.float32]

# Passages that stay in a core's cache while every vector is held against them. Over 100,000 passages two vectors take
# 20 ms in one product, 13 ms in such blocks, and 9 ms when two cores share the blocks.
BLOCK = 1_024
# Below, handing half of it to another core costs more than it saves.
SHARED_FROM = 8_192


class Similarities:
    """The vectors of all passages, shape (number of passages, dimensions)."""

    def __init__(self, vectors: Floats) -> None:
        self._vectors = vectors
        self._blas = ThreadpoolController()

    def to(self, questions: Sequence[Floats]) -> Floats:
        """The cosine of every passage with each of some normalised vectors, shape (number of vectors, number of passages)."""
        size = len(self._vectors)
        found = np.empty((len(questions), size), dtype=np.float32)
        ends = np.linspace(0, size, (cores() if size >= SHARED_FROM else 1) + 1, dtype=int)
        # NumPy's own threads would wait, spinning, for each other, and for the cores that somebody else's question uses.
        with self._blas.limit(limits=1, user_api="blas"):
            others = [
                shared_threads().submit(self._fill, found, questions, begin, end) for begin, end in pairwise(ends[1:])
            ]
            self._fill(found, questions, 0, ends[1])
            for other in others:
                other.result()
        return found

    def _fill(self, found: Floats, questions: Sequence[Floats], begin: int, end: int) -> None:
        for start in range(begin, end, BLOCK):
            stop = min(start + BLOCK, end)
            block = self._vectors[start:stop]
            for row, question in zip(found, questions, strict=True):
                np.dot(block, question, out=row[start:stop])
