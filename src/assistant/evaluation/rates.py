"""A share with what it is a share of, and how sure it is."""

from __future__ import annotations

import math
from dataclasses import dataclass

# Two-sided 95 % of the normal distribution, for Wilson's interval.
Z_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something held, of how many."""

    count: int
    total: int

    @property
    def value(self) -> float:
        """The share in [0, 1]; NaN when nothing was counted, so that no threshold is passed by measuring nothing."""
        return self.count / self.total if self.total else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval, which stays within [0, 1] and is honest about small totals."""
        if not self.total:
            return 0.0, 1.0
        n, p, z2 = self.total, self.value, Z_95**2
        centre = (p + z2 / (2 * n)) / (1 + z2 / n)
        half = Z_95 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
        return max(0.0, centre - half), min(1.0, centre + half)
