"""Figures as people read them: with a comma, in percent, with their interval."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.evaluation.rates import Rate
from assistant.evaluation.summary import Figures

NONE = "-"
"""Stands where nothing was counted."""


def percent(rate: Rate, digits: int = 1) -> str:
    """`83,3 %`"""
    return f"{100 * rate.value:.{digits}f} %".replace(".", ",") if rate.total else NONE


def interval(rate: Rate, digits: int = 1) -> str:
    """`64,2–93,3`: the 95 % interval in percent."""
    low, high = rate.interval
    return f"{100 * low:.{digits}f}–{100 * high:.{digits}f}".replace(".", ",") if rate.total else NONE


def number(value: float | None, digits: int = 3) -> str:
    """`0,813`"""
    return NONE if value is None else f"{value:.{digits}f}".replace(".", ",")


def scores(figures: Figures) -> Mapping[str, float | None]:
    """The figures that are no shares, under their labels."""
    return {"MRR: rata-rata 1/urutan bukti": figures.mrr, "F1 penolakan": figures.refusal_f1}
