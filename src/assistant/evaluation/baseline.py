"""What was reached before, kept in a file: a new run must not fall below it by more than chance explains."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import AssistantError
from assistant.evaluation.measures import MEASURES, Measure
from assistant.evaluation.rates import Rate
from assistant.evaluation.results import json_text
from assistant.evaluation.summary import Figures, Summary

# A share of fewer cases falls out of its interval by one of them, and says nothing.
FEWEST_CASES = 5
ALL = "(semua)"
# These allow no exception, whatever was reached before: how often they may occur, from how many they could have.
STRICT: Mapping[Measure, Callable[[Rate], int]] = {
    Measure.FALSE_BOLEH: lambda rate: 0,
    Measure.VERBATIM: lambda rate: rate.total,
}
# Shares of what was answered or refused: a better assistant may have less to count. What they tell, others tell too.
LEFT_OUT = (Measure.EVIDENCE_CITED, Measure.REFUSAL_PRECISION)
Slices = Mapping[str, Mapping[Measure, Rate]]
"""The name of a tag, or ALL, to the shares of its cases."""


class BaselineError(AssistantError):
    """The baseline cannot be read; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Fall:
    """A share that fell below its baseline."""

    slice: str
    measure: Measure
    before: Rate
    now: Rate

    def __str__(self) -> str:
        low, high = self.before.interval
        return (
            f"{self.slice}, {MEASURES[self.measure].label}: {self.now.count} dari {self.now.total}, "
            f"padahal patokannya {self.before.count} dari {self.before.total} "
            f"[{100 * low:.0f}–{100 * high:.0f} %]"
        )


def slices_of(summary: Summary) -> Slices:
    """The shares that a baseline keeps: those of at least FEWEST_CASES cases that are the same in every run."""
    named = {ALL: summary.overall, **summary.by_tag}
    kept = {name: _of_enough(figures) for name, figures in named.items()}
    return {name: rates for name, rates in kept.items() if rates}


def _of_enough(figures: Figures) -> dict[Measure, Rate]:
    compared = [measure for measure in figures.rates if measure not in STRICT and measure not in LEFT_OUT]
    return {measure: figures[measure] for measure in compared if figures[measure].total >= FEWEST_CASES}


def falls_below(before: Slices, summary: Summary) -> tuple[Fall, ...]:
    """Every share that is worse than its baseline allows.

    The new share must lie within or beyond the good end of the 95 % interval of the earlier one; one that is no longer
    measured falls below. Nothing forbidden may be called allowed, and no quotation altered, not even once.
    """
    now = {ALL: summary.overall, **summary.by_tag}
    nothing = Figures(0, 0, 0, {}, None)
    fallen = [
        Fall(name, measure, rate, now.get(name, nothing)[measure])
        for name, rates in before.items()
        for measure, rate in rates.items()
        if not _holds(measure, rate, now.get(name, nothing)[measure])
    ]
    return (*_exceptions(summary.overall), *fallen)


def _exceptions(figures: Figures) -> list[Fall]:
    reached = {measure: (figures[measure], wanted(figures[measure])) for measure, wanted in STRICT.items()}
    return [
        Fall(ALL, measure, Rate(wanted, rate.total), rate)
        for measure, (rate, wanted) in reached.items()
        if rate.count != wanted
    ]


def _holds(measure: Measure, before: Rate, now: Rate) -> bool:
    low, high = before.interval
    if math.isnan(now.value):
        return False
    return now.value <= high if MEASURES[measure].lower_is_better else now.value >= low


def read_baseline(path: Path) -> dict[str, Slices]:
    """Name of a group of test sets to its slices. Raises BaselineError for a file that `write_baseline` did not write."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {
            group: {
                name: {Measure(measure): Rate(int(count), int(total)) for measure, (count, total) in rates.items()}
                for name, rates in slices.items()
            }
            for group, slices in data.items()
        }
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise BaselineError(f"{path} bukan patokan yang dapat dibaca ({error!r}).") from error


def write_baseline(path: Path, groups: Mapping[str, Slices]) -> None:
    """Write the slices of every group, one line each."""
    written = {
        group: {
            name: {measure.value: [rate.count, rate.total] for measure, rate in rates.items()}
            for name, rates in slices.items()
        }
        for group, slices in groups.items()
    }
    path.write_text(json_text(written), encoding="utf-8", newline="\n")
