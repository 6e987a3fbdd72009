"""What is compared, and the records that become the report, in the order in which they are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.evaluation.cases import Case
from assistant.evaluation.rates import Rate
from assistant.evaluation.retrieval import Retrieval

Text = tuple[str, str]
"""The name of a document and a piece of it."""
Find = Callable[[str, Sequence[str], int], Sequence[Text]]
"""A question, the earlier questions of its conversation, and how many pieces to give, best first."""


@dataclass(frozen=True, slots=True)
class System:
    """One way to search."""

    key: str
    """Its name in the JSON."""
    label: str
    """Its name in the tables."""
    pieces: str
    """What it searches, in words."""
    find: Find
    searched: tuple[Text, ...]
    """All the pieces that it can find."""
    family: str
    """What it was made with; systems of one family share a colour."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How one system did on one question."""

    case: Case
    rank: int | None
    """The place of the evidence among the first ten; None when it is not there."""
    characters: int | None
    """The fewest of BUDGETS characters that hold evidence, read from the first; None when the most of them do not."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Figures:
    """How one system did on many questions."""

    retrieval: Retrieval
    mrr_interval: tuple[float, float]
    at: tuple[Rate, ...]
    """Found among the first 1, 2, … 10 pieces."""
    within: tuple[Rate, ...]
    """Found within each of BUDGETS characters."""
    median_seconds: float


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are reported together, and how every system did on them."""

    name: str
    """A test set, a tag, or empty for all test sets together."""
    held_back: bool
    questions: int
    figures: dict[str, Figures]
    """By the system's key."""


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that one run of the benchmark measured."""

    measured: str
    """The day, as 2026-01-31."""
    surroundings: dict[str, str]
    """Name to version of what the figures depend on."""
    documents: int
    systems: tuple[System, ...]
    sizes: dict[str, tuple[int, int]]
    """What is searched to the number of pieces and their mean length in characters."""
    left_out: tuple[str, ...]
    """A sentence for each system that could not be had."""
    groups: tuple[Group, ...]
