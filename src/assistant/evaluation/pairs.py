"""The same question in formal and in everyday words: how much is lost between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evaluation.outcomes import Check, Outcome
from assistant.evaluation.rates import Rate
from assistant.evaluation.retrieval import retrieval_summary

FORMAL, SLANG = "formal", "slang"


@dataclass(frozen=True, slots=True)
class Side:
    """The figures of one manner of asking."""

    found: Rate
    """Evidence among the first five passages, of the cases with evidence."""
    verdicts: Rate
    """Right verdicts, of the cases whose verdict is judged."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Questions that were asked in both manners."""

    count: int
    formal: Side
    slang: Side

    @property
    def found_ratio(self) -> float | None:
        """1 when everyday words find evidence as often as formal ones; None when formal ones never do."""
        return _ratio(self.slang.found, self.formal.found)

    @property
    def verdict_ratio(self) -> float | None:
        """The same for right verdicts."""
        return _ratio(self.slang.verdicts, self.formal.verdicts)


def compare_pairs(outcomes: Sequence[Outcome]) -> Pairs | None:
    """The figures over every `pair` that has a case tagged `formal` and one tagged `slang`; None without such a pair."""
    paired = [outcome for outcome in outcomes if outcome.case.pair]
    formal = [outcome for outcome in paired if FORMAL in outcome.case.tags]
    slang = [outcome for outcome in paired if SLANG in outcome.case.tags]
    complete = {o.case.pair for o in formal} & {o.case.pair for o in slang}
    if not complete:
        return None
    return Pairs(
        len(complete),
        _side([outcome for outcome in formal if outcome.case.pair in complete]),
        _side([outcome for outcome in slang if outcome.case.pair in complete]),
    )


def _side(outcomes: Sequence[Outcome]) -> Side:
    judged = [outcome.passed(Check.VERDICT) for outcome in outcomes if outcome.case.verdicts]
    found = retrieval_summary([outcome.rank for outcome in outcomes if outcome.case.evidence]).at_5
    return Side(found, Rate(sum(judged), len(judged)))


def _ratio(part: Rate, whole: Rate) -> float | None:
    return part.value / whole.value if part.total and whole.count else None
