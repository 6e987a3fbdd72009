"""A plan becomes what is stored: passages are embedded many at a time, documents are stored whole."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assistant.search.embedding import Embedder, passage_text
from assistant.search.index import Index, Replacement
from ingest.plan import Change

Progress = Callable[[int, int], None]
"""Called with the number of passages embedded so far and the number to embed; the first call says 0."""

# So many passages at least are embedded together, across documents: the encoder takes those of like length at a time.
FEWEST_AT_ONCE = 256
MOST_AT_ONCE = 4_096
# Storing takes longer the more is stored. A unit grows until embedding it takes so many times as long.
_WORTH = 30.0


def write_changes(
    changes: Sequence[Change],
    index: Callable[[], Index],
    embedder: Callable[[], Embedder],
    progress: Progress | None = None,
) -> None:
    """Embed what has no vector yet and store each document as soon as it is complete, several at a time.

    The embedder is asked for only when there is something to embed, the index only when there is something to store.
    """
    counter = _Counter(sum(change.missing for change in changes), progress)
    if counter.total:
        counter.add(0)
        model: Embedder | None = embedder()
    else:
        model = None
    pace = _Pace()
    for unit in _units(changes, pace):
        started = time.monotonic()
        texts = [
            passage_text(passage)
            for change in unit
            for passage, vector in zip(change.passages, change.vectors, strict=True)
            if vector is None
        ]
        made: Iterator[NDArray[np.float32]] = iter(model.embed_passages(texts, counter.add) if model and texts else [])
        replacements = [_complete(change, made) for change in unit]
        embedded = time.monotonic()
        index().replace_documents(replacements)
        pace.learn(len(texts), embedded - started, time.monotonic() - embedded)


@dataclass(slots=True)
class _Pace:
    """How many passages go into a unit."""

    at_once: int = field(default_factory=lambda: FEWEST_AT_ONCE)

    def learn(self, passages: int, embedding: float, storing: float) -> None:
        """Take note of how long a unit took, in seconds."""
        if passages and embedding > 0:
            worthwhile = round(_WORTH * storing * passages / embedding)
            self.at_once = min(max(worthwhile, FEWEST_AT_ONCE), MOST_AT_ONCE)


def _units(changes: Sequence[Change], pace: _Pace) -> Iterator[list[Change]]:
    unit: list[Change] = []
    size = 0
    for change in changes:
        unit.append(change)
        size += len(change.passages)
        if size >= pace.at_once:
            yield unit
            unit, size = [], 0
    if unit:
        yield unit


def _complete(change: Change, made: Iterator[NDArray[np.float32]]) -> Replacement:
    """A document with all its vectors, the missing ones taken from `made` in order."""
    vectors = [next(made) if vector is None else vector for vector in change.vectors]
    return Replacement(change.source, change.passages, np.stack(vectors), change.stamp, change.signature)


@dataclass(slots=True)
class _Counter:
    """Adds up what batches report one by one."""

    total: int
    progress: Progress | None
    done: int = field(default=0)

    def add(self, number: int) -> None:
        self.done += number
        if self.progress:
            self.progress(self.done, self.total)
