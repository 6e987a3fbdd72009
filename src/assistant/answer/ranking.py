"""Which sentence answers best, and whether it answers at all: two weighted sums over its signals.

The weights stand in `ranking.yaml` with the measurement they come from; `python -m assistant.calibrate` fits them anew.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter, mul
from pathlib import Path

import yaml

from assistant.answer.signals import Signals
from assistant.errors import AssistantError

RANKING_FILE = Path(__file__).with_name("ranking.yaml")
SIGNALS = tuple(field.name for field in fields(Signals))
_VALUES = attrgetter(*SIGNALS)


class RankingError(AssistantError):
    """The weights cannot be read; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Weights per signal. A sentence answers when `answers` is at least 0."""

    order: tuple[float, ...]
    """One weight for each of `SIGNALS`: orders the sentences of one question."""
    gate: tuple[float, ...]
    """One weight for each of `SIGNALS`."""
    gate_order: float
    """The weight of `score` within the gate."""
    threshold: float

    def score(self, signals: Signals) -> float:
        """Orders sentences, the best highest; comparable between sentences of one question only."""
        summed: float = sum(map(mul, self.order, values(signals)))
        return summed

    def answers(self, signals: Signals) -> float:
        """At least 0 when the sentence answers the question; comparable between questions."""
        gate = sum(weight * value for weight, value in zip(self.gate, values(signals), strict=True))
        return gate + self.gate_order * self.score(signals) - self.threshold


def values(signals: Signals) -> tuple[float, ...]:
    """The signals in the order of `SIGNALS`."""
    measured: tuple[float, ...] = _VALUES(signals)
    return measured


@cache
def load_ranking(path: Path = RANKING_FILE) -> Ranking:
    """The weights of a file with the sections of `ranking.yaml`; a signal without a weight counts nothing."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        order, gate = dict(data["order"]), dict(data["gate"])
        gate_order, threshold = float(gate.pop("order", 0.0)), float(data["threshold"])
        if unknown := (order.keys() | gate.keys()) - set(SIGNALS):
            raise RankingError(f"{path}: {sorted(unknown)} tidak dikenal; pilihannya {list(SIGNALS)}.")
        weights = [tuple(float(section.get(name, 0.0)) for name in SIGNALS) for section in (order, gate)]
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise RankingError(
            f"{path} tidak dapat dibaca: {error!r}. Buat lagi dengan: python -m assistant.calibrate"
        ) from error
    return Ranking(weights[0], weights[1], gate_order, threshold)
