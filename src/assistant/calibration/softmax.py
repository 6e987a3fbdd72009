"""A ridge softmax regression in which more than one class may be right."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
STEPS = 250


def softmax(sums: Floats) -> Floats:
    """How likely each class is; rows add up to one."""
    likely = np.exp(sums - sums.max(axis=1, keepdims=True))
    shares: Floats = likely / likely.sum(axis=1, keepdims=True)
    return shares


def softmax_fit(rows: Floats, right: NDArray[np.bool_], ridge: float) -> tuple[Floats, Floats]:
    """Weights and bias, by accelerated gradient descent.

    `rows` has one row a sample; `right`, of shape (samples, classes), says which classes are right: at least one for each.
    """
    rows = np.column_stack([rows, np.ones(len(rows))])
    ridges = np.full((rows.shape[1], 1), ridge)
    ridges[-1] = 1e-3
    # The curvature is at most half the largest eigenvalue of the rows' products, found by a few multiplications.
    probe = np.ones(rows.shape[1])
    for _ in range(30):
        probe = rows.T @ (rows @ probe)
        largest = float(np.linalg.norm(probe))
        probe /= largest
    step = 1 / (0.5 * largest + ridge)
    weights = ahead = np.zeros((rows.shape[1], right.shape[1]))
    for count in range(STEPS):
        likely = softmax(rows @ ahead)
        target = np.where(right, likely, 0.0)
        target /= target.sum(axis=1, keepdims=True)
        after = ahead - step * (rows.T @ (likely - target) + ridges * ahead)
        ahead = after + count / (count + 3) * (after - weights)
        weights = after
    return weights[:-1], weights[-1]
