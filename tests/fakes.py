"""Small stand-ins for what is slow to load."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answer.ranking import SIGNALS, Ranking
from assistant.text import clean_line, stems
from assistant.types import Hit, Passage, Quote, Source


def ranking(
    order: Mapping[str, float], gate: Mapping[str, float], threshold: float, gate_order: float = 0.0
) -> Ranking:
    """Weights by the names of their signals; a signal that is not named counts nothing."""
    weights = [tuple(section.get(name, 0.0) for name in SIGNALS) for section in (order, gate)]
    return Ranking(weights[0], weights[1], gate_order, threshold)


SIMPLE_RANKING = ranking(
    order={"in_sentence": 1.0, "holds": 1.0, "strength": 1.0, "same_thing": 1.0},
    gate={"in_document": 1.0, "holds": 1.0, "same_thing": 1.0},
    threshold=2.5,
)
"""Stands in for the fitted weights, which change with every fit and are meant for the similarities of the real model:
the sentence that speaks of most comes first; it answers when it is of the kind asked for, about that very thing, and
its document speaks of at least half of what is asked about."""


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

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([self.embed_question(text) for text in texts], dtype=np.float32)


def passage(
    text: str,
    *,
    document: str = "arsip/warta.md",
    number: int = 1,
    title: str = "Warta pegawai",
    kind: str = "",
    publisher: str = "",
) -> Passage:
    """A passage of an invented document; passages of one document share its `document` and differ in their `number`."""
    source = Source(document, document.split("/")[-1], title, publisher=publisher, kind=kind)
    return Passage(f"{document}#{number}", source, number, f"paragraf {number}", text)


def hit(found: Passage | str, dense: float = 0.8) -> Hit:
    """A passage as a search gives it; a bare text becomes a passage first."""
    of = passage(found) if isinstance(found, str) else found
    return Hit(of, score=dense, dense=dense, dense_z=1.0, fit=dense, keywords=1.0, ngrams=1.0)


def hits(*texts: str) -> list[Hit]:
    """One hit for each text, each from a document of its own, ever less similar to the question."""
    return [
        hit(passage(text, document=f"arsip/warta-{number}.md"), dense=0.9 - number / 100)
        for number, text in enumerate(texts, start=1)
    ]


def quote_of(of: Passage, text: str = "") -> Quote:
    """A quote of the whole passage, or of the part of it that reads `text`."""
    start = of.text.index(text) if text else 0
    return Quote(of, start, start + len(text or of.text))
