"""Fits the map of `search/question_map.npz`: a question's vector is turned towards the passages that hold its evidence.

Of the loss, half is that of the evidence that is nearest already and half that of the rest: test questions seldom list all that
would do, and what they list need not all be found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.search.question_map import Floats, QuestionMap

STEPS = 400
BATCH = 256
PACE = 2e-3
RIDGE = 1e-3
# Similarities of one model lie close together: differences of a hundredth count.
TEMPERATURE = 0.01
NEAREST_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Bank:
    """Questions over one store."""

    passages: Floats
    """Shape (passages, dimensions)."""
    questions: Floats
    """Shape (questions, dimensions)."""
    holds: NDArray[np.bool_]
    """Shape (questions, passages): which passages hold evidence; at least one for every question."""


def fit_map(banks: Sequence[Bank], model: str) -> QuestionMap:
    """The map over all banks, by Adam with a falling pace; the same for the same banks."""
    chance = np.random.default_rng(0)
    dimensions = banks[0].passages.shape[1]
    turn, slope, curve = (np.zeros((dimensions, dimensions), dtype=np.float32) for _ in range(3))
    places = [(bank, place) for bank in banks for place in range(len(bank.questions))]
    for step in range(1, STEPS + 1):
        drawn = [places[number] for number in chance.permutation(len(places))[:BATCH]]
        gradient = 2 * RIDGE * turn
        for bank in banks:
            rows = [place for of, place in drawn if of is bank]
            if rows:
                gradient = gradient + _gradient(bank, rows, turn) / len(drawn)
        slope = 0.9 * slope + 0.1 * gradient
        curve = 0.999 * curve + 0.001 * gradient**2
        pace = PACE * 0.5 * (1 + np.cos(np.pi * (step - 1) / STEPS))
        turn = turn - pace * (slope / (1 - 0.9**step)) / (np.sqrt(curve / (1 - 0.999**step)) + 1e-8)
    # In half precision as it is stored, so that what is measured is what is used.
    return QuestionMap(model, turn.astype(np.float16).astype(np.float32))


def _gradient(bank: Bank, rows: Sequence[int], turn: Floats) -> Floats:
    """The slope of the summed loss of some questions of a bank, of the shape of `turn`."""
    asked, holds = bank.questions[rows], bank.holds[rows]
    turned = asked + asked @ turn
    length = np.linalg.norm(turned, axis=1, keepdims=True)
    unit = turned / length
    nearness = unit @ bank.passages.T / TEMPERATURE
    others = np.where(holds, -np.inf, nearness)
    highest = others.max(axis=1, keepdims=True)
    shares = np.exp(others - highest)
    total = shares.sum(axis=1, keepdims=True)
    # How far each piece of evidence falls short of all passages without any, as a logistic loss.
    short = 1 / (1 + np.exp(-np.clip(highest + np.log(total) - nearness, -50, 50)))
    weights = np.where(holds, (1 - NEAREST_SHARE) / holds.sum(axis=1, keepdims=True), 0.0)
    nearest = np.where(holds, nearness, -np.inf).argmax(axis=1)
    weights[np.arange(len(rows)), nearest] += NEAREST_SHARE
    pull = weights * short
    by_passage = (shares / total * pull.sum(axis=1, keepdims=True) - pull).astype(np.float32)
    by_unit = by_passage @ bank.passages / TEMPERATURE
    by_turned = (by_unit - (by_unit * unit).sum(axis=1, keepdims=True) * unit) / length
    slope: Floats = asked.T @ by_turned
    return slope
