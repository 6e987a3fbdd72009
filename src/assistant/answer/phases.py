"""Which side of the day on which the election commission sets the candidates a text speaks of; from `reading.yaml`."""

from __future__ import annotations

from enum import StrEnum

from assistant.answer.reading import load_reading


class Phase(StrEnum):
    """Before and after that day, in this order."""

    BAKAL_CALON = "bakal_calon"
    CALON = "calon"


def phases_of(text: str) -> frozenset[Phase]:
    """The phases that a text names; empty when it holds for all."""
    lowered = text.lower()
    return frozenset(phase for phase in Phase if load_reading().phases[phase].search(lowered))
