"""The test sets in the groups in which they are measured, and an embedder that does nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.cases import Case, load_cases
from assistant.evaluation.outcomes import Outcome
from assistant.evaluation.summary import Summary
from assistant.search.embedding import Embedder

QUESTIONS = Path(__file__).parent / "questions"
BASELINE = Path(__file__).parent / "baseline.json"
# Which fixture makes the store of which articles.
STORES = {"raw articles": "seed_store", "retold articles": "retold_store", "starter articles": "starter_store"}


@dataclass(frozen=True)
class Group:
    """Test sets whose names begin alike, asked over the same articles."""

    sets: str
    articles: str
    tag: str = ""
    """Only cases that carry it are asked; empty: all."""
    every: int = 1
    """Of these, only every so many-th is asked."""

    def __str__(self) -> str:
        part = ", ".join([*filter(None, [self.tag]), *([f"1 of {self.every}"] if self.every > 1 else [])])
        return f"{self.sets}{f' ({part})' if part else ''} on {self.articles}"

    def cases(self) -> tuple[Case, ...]:
        cases = load_cases(sorted(QUESTIONS.glob(f"{self.sets}*.jsonl")))
        return tuple(case for case in cases if not self.tag or self.tag in case.tags)[:: self.every]


GROUPS = (
    # A part of these: they are many, the first of them the same questions twice.
    Group("seed_development", "raw articles", every=3),
    Group("seed_development", "retold articles", every=3),
    Group("seed_heldback", "raw articles"),
    Group("seed_heldback", "retold articles"),
    Group("facts_development", "starter articles"),
    Group("counsel_development", "starter articles"),
    Group("slices_development", "starter articles", every=2),
    Group("articles_development", "starter articles", every=4),
    Group("situations_development", "starter articles", every=4),
    Group("slices_heldback", "starter articles"),
    Group("injection_heldback", "starter articles"),
)
# Small enough to be asked again for every fault that is planted, large enough to show each of them.
SAMPLES = (
    Group("seed_development", "retold articles", every=14),
    Group("seed_development", "retold articles", tag="not-in-documents", every=3),
)


@dataclass(frozen=True)
class Measured:
    """The outcomes of a group over its store."""

    group: Group
    store: Path
    outcomes: tuple[Outcome, ...]
    summary: Summary


MeasureGroup = Callable[[Group], Measured]
"""Asks every question of a group, once in a session."""


@dataclass(frozen=True)
class RememberingEmbedder:
    """The vectors of another embedder; a text that was embedded before is not embedded again."""

    inner: Embedder
    passages: dict[str, NDArray[np.float32]] = field(default_factory=dict)
    questions: dict[str, NDArray[np.float32]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.inner.name

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        new = [text for text in dict.fromkeys(texts) if text not in self.passages]
        if new:
            self.passages.update(zip(new, self.inner.embed_passages(new, progress), strict=True))
        if not texts:
            return self.inner.embed_passages([])
        return np.stack([self.passages[text] for text in texts])

    def embed_question(self, text: str) -> NDArray[np.float32]:
        if text not in self.questions:
            self.questions[text] = self.inner.embed_question(text)
        return self.questions[text]

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([self.embed_question(text) for text in texts])
