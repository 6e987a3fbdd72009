"""What a system found for each question becomes shares with intervals. Knows neither files nor libraries of search."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from assistant.evaluation.cases import Case
from assistant.evaluation.rates import Rate
from assistant.evaluation.retrieval import DEEPEST, rank_of_evidence, retrieval_summary
from benchmarks.types import Figures, Group, System, Text, Trial

# Pieces differ in length, so systems are also compared over equally much text: about what a reader or a language
# model is given. The last of them is the one in the tables.
BUDGETS = (500, 1_000, 1_500, 2_000, 3_000, 4_000)
BUDGET = BUDGETS[-1]
# Enough pieces to fill the budget whatever their length; only the first ten count for ranks.
DEPTH = 40
TAGS = ("slang", "everyday", "formal", "misspelt", "english")
RESAMPLES = 2_000


def try_case(system: System, case: Case) -> Trial:
    """Ask one system one question."""
    started = time.perf_counter()
    found = system.find(case.question, case.history, DEPTH)
    seconds = time.perf_counter() - started
    rank = next((place for place, piece in enumerate(found[:DEEPEST], start=1) if _is_evidence(case, piece)), None)
    characters = next((budget for budget in BUDGETS if _stands_within(case, found, budget)), None)
    return Trial(case, rank, characters, seconds)


def _stands_within(case: Case, found: Sequence[Text], budget: int) -> bool:
    return any(_is_evidence(case, piece) for piece in first_characters(found, budget))


@lru_cache(maxsize=100_000)
def _is_evidence(case: Case, piece: Text) -> bool:
    """Remembered, because systems find much the same and an expression may take milliseconds over one piece."""
    return rank_of_evidence(case, [piece]) is not None


def first_characters(found: Sequence[Text], budget: int) -> list[Text]:
    """The pieces that fit into so many characters, the last of them cut short."""
    kept: list[Text] = []
    for name, text in found:
        if budget <= 0:
            break
        kept.append((name, text[:budget]))
        budget -= len(text)
    return kept


def figures_of(trials: Sequence[Trial]) -> Figures:
    """The figures of at least one trial."""
    ranks = [trial.rank for trial in trials]
    needed = [trial.characters for trial in trials]
    return Figures(
        retrieval=retrieval_summary(ranks),
        mrr_interval=mrr_interval(ranks),
        at=tuple(_up_to(ranks, depth) for depth in range(1, DEEPEST + 1)),
        within=tuple(_up_to(needed, budget) for budget in BUDGETS),
        median_seconds=statistics.median(trial.seconds for trial in trials),
    )


def _up_to(values: Sequence[int | None], most: int) -> Rate:
    return Rate(sum(value is not None and value <= most for value in values), len(values))


def mrr_interval(ranks: Sequence[int | None]) -> tuple[float, float]:
    """The interval of the mean reciprocal rank."""
    return mean_interval([1 / rank if rank else 0.0 for rank in ranks])


def mean_interval(values: Sequence[float]) -> tuple[float, float]:
    """The middle 95 % of the mean over resampled questions; the same values give the same interval."""
    drawn = np.random.default_rng(0).integers(len(values), size=(RESAMPLES, len(values)))
    low, high = np.quantile(np.array(values)[drawn].mean(axis=1), [0.025, 0.975])
    return float(low), float(high)


def groups_of(trials: dict[str, dict[str, list[Trial]]]) -> list[Group]:
    """All test sets together, each of them, and the questions of each tag; held-back sets always apart.

    `trials` holds the name of the test set, then the key of the system.
    """
    groups: list[Group] = []
    for held_back in (True, False):
        sets = {name: by_system for name, by_system in trials.items() if is_held_back(name) == held_back}
        if not sets:
            continue
        together = _merged(list(sets.values()))
        groups.append(_group("", held_back, together))
        groups += [_group(name, held_back, by_system) for name, by_system in sets.items()]
        groups += list(_tag_groups(held_back, together))
    return groups


def is_held_back(name: str) -> bool:
    return "heldback" in name


def has_tag(case: Case, tag: str) -> bool:
    """`formal` is also what is tagged `permission-formal`."""
    return any(own == tag or own.endswith(f"-{tag}") for own in case.tags)


def _tag_groups(held_back: bool, together: dict[str, list[Trial]]) -> Iterator[Group]:
    for tag in TAGS:
        chosen = {key: [trial for trial in trials if has_tag(trial.case, tag)] for key, trials in together.items()}
        if all(chosen.values()):
            yield _group(tag, held_back, chosen)


def _merged(sets: Sequence[dict[str, list[Trial]]]) -> dict[str, list[Trial]]:
    return {key: [trial for by_system in sets for trial in by_system[key]] for key in sets[0]}


def _group(name: str, held_back: bool, by_system: dict[str, list[Trial]]) -> Group:
    figures = {key: figures_of(trials) for key, trials in by_system.items()}
    return Group(name, held_back, len(next(iter(by_system.values()))), figures)
