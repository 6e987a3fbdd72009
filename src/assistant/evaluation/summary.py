"""Many outcomes become figures: all together, by tag, expected against given verdicts, and pairs of wordings."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.evaluation.measures import MEASURES, Measure, retrieval_of
from assistant.evaluation.outcomes import NO_VERDICT, Grade, Outcome, verdict_word
from assistant.evaluation.pairs import Pairs, compare_pairs
from assistant.evaluation.rates import Rate
from assistant.types import Verdict

VERDICT_WORDS = (*(verdict.value for verdict in Verdict), NO_VERDICT)
Confusion = Mapping[tuple[str, str], int]
"""Expected and given verdict to the number of cases; what did not occur is left out."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of some cases. A measure that counted nothing is left out of `rates`."""

    correct: int
    wrong: int
    refused: int
    rates: Mapping[Measure, Rate]
    mrr: float | None
    """None when no case has evidence."""

    @property
    def cases(self) -> int:
        return self.correct + self.wrong + self.refused

    def __getitem__(self, measure: Measure) -> Rate:
        return self.rates.get(measure, Rate(0, 0))

    @property
    def refusal_f1(self) -> float | None:
        """Harmonic mean of precision and recall of refusals; None when nothing was to be refused."""
        precision, recall = self[Measure.REFUSAL_PRECISION], self[Measure.REFUSAL_RECALL]
        if not recall.total:
            return None
        return 2 * recall.count / (recall.total + precision.total)


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds from question to answer."""

    median: float
    p95: float
    """The smallest time that 95 % do not exceed."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that is reported about many outcomes."""

    overall: Figures
    by_tag: Mapping[str, Figures]
    """In the order of the tags' names."""
    confusion: Confusion
    pairs: Pairs | None
    latency: Latency


def summarise(outcomes: Sequence[Outcome]) -> Summary:
    """The figures of all outcomes and of every tag. Raises ValueError when there are none."""
    if not outcomes:
        raise ValueError("There is nothing to summarise.")
    tags = sorted({tag for outcome in outcomes for tag in outcome.case.tags})
    return Summary(
        overall=figures_of(outcomes),
        by_tag={tag: figures_of([o for o in outcomes if tag in o.case.tags]) for tag in tags},
        confusion=confusion_of(outcomes),
        pairs=compare_pairs(outcomes),
        latency=_latency(outcomes),
    )


def figures_of(outcomes: Sequence[Outcome]) -> Figures:
    """Grades and every measure that concerns at least one of the outcomes."""
    grades = Counter(outcome.grade for outcome in outcomes)
    rates = {measure: definition.count(outcomes) for measure, definition in MEASURES.items()}
    counted = {measure: rate for measure, rate in rates.items() if rate.total}
    mrr = retrieval_of(outcomes).mrr if Measure.FOUND_AT_1 in counted else None
    return Figures(grades[Grade.CORRECT], grades[Grade.WRONG], grades[Grade.REFUSED], counted, mrr)


def confusion_of(outcomes: Sequence[Outcome]) -> Confusion:
    """Of the cases whose verdict is judged: what was expected against what was given.

    Where several are accepted, the given one was expected when it is among them, else the first.
    """
    return Counter(
        _cell(outcome.case.verdicts, outcome.answer.verdict) for outcome in outcomes if outcome.case.verdicts
    )


def _cell(accepted: Sequence[Verdict | None], given: Verdict | None) -> tuple[str, str]:
    expected = given if given in accepted else accepted[0]
    return verdict_word(expected), verdict_word(given)


def _latency(outcomes: Sequence[Outcome]) -> Latency:
    seconds = sorted(outcome.seconds for outcome in outcomes)
    return Latency(statistics.median(seconds), seconds[math.ceil(0.95 * len(seconds)) - 1])
