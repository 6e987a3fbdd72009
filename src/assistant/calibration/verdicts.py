"""Fits the weights of `answer/vote.yaml` on test questions: how much each statement that was found says about the verdict.

The weights maximise the share of votes that the accepted
verdicts get, over all questions whose verdict is judged, with a ridge.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import yaml
from numpy.typing import NDArray

from assistant.answer.deontic import rule
from assistant.answer.extractive import sure_facts
from assistant.answer.factual import measure
from assistant.answer.matching import match_statements
from assistant.answer.question import Kind
from assistant.answer.vote import FEATURES, Ballot, VoteError, ballots, count
from assistant.evaluation.cases import Case
from assistant.pipeline import Assistant
from assistant.types import Verdict

RIDGE = 20.0
STEPS = 200
PARTS = 5
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Polled:
    """A question's ballots, what the rules said, and the verdicts that are accepted."""

    cast: tuple[Ballot, ...]
    ruled: Verdict | None
    accepted: frozenset[Verdict | None]

    @property
    def features(self) -> Floats:
        """Shape (ballots, features)."""
        return np.array([ballot.features for ballot in self.cast])

    @property
    def is_right(self) -> NDArray[np.bool_]:
        """Whether each ballot is cast for an accepted verdict."""
        return np.array([ballot.verdict in self.accepted for ballot in self.cast])


def read_polled(unseen: Iterable[tuple[Assistant, Case]]) -> list[Polled]:
    """Every question whose verdict is judged and for which the rules find anything."""
    found = (_polled(assistant, case) for assistant, case in unseen if case.verdicts)
    return [one for one in found if one]


def _polled(assistant: Assistant, case: Case) -> Polled | None:
    lookup = assistant.look_up(case.question, case.history)
    if lookup.question.kind is not Kind.PERMISSION:
        return None
    sentences = measure(lookup.question, lookup.hits, lookup.rarity)
    matches, facts = match_statements(lookup.question, lookup.hits, sentences.relevances()), sure_facts(sentences)
    ruling = rule(lookup.question, matches, facts)
    if ruling is None or ruling.against:
        return None
    cast = ballots(matches, ruling.verdict, ruling.quotes, facts, lookup.expected)
    return Polled(tuple(cast), ruling.verdict, frozenset(case.verdicts)) if cast else None


def fit(polled: Sequence[Polled]) -> str:
    """The weights as the text of `vote.yaml`, with what they reach on parts that were left out of the fit."""
    undecided = [one.is_right.any() and not one.is_right.all() for one in polled]
    if sum(undecided) < PARTS:
        raise VoteError("Soalnya terlalu sedikit: harus ada pertanyaan dengan pernyataan yang benar dan yang keliru.")
    left_out: list[bool] = []
    for part in range(PARTS):
        weights = _weights([one for n, one in enumerate(polled) if n % PARTS != part and undecided[n]])
        left_out += [_elected(one, weights) in one.accepted for one in polled[part::PARTS]]
    by_rules = np.mean([one.ruled in one.accepted for one in polled])
    return _written(_weights([one for one, open_ in zip(polled, undecided, strict=True) if open_]), (
        f"{len(polled)} pertanyaan: putusan menurut aturan saja tepat {by_rules:.1%}, menurut suara pada soal yang tidak",
        f"dipakai menghitung {np.mean(left_out):.1%}.",
    ))  # fmt: skip


def _elected(one: Polled, weights: Sequence[float]) -> Verdict | None:
    shares = count(one.cast, weights)
    return max(shares, key=lambda verdict: shares[verdict])


def _weights(polled: Sequence[Polled]) -> list[float]:
    """One weight per feature: gradient ascent on the log of the accepted verdicts' share, features standardised."""
    rows = np.vstack([one.features for one in polled])
    right = np.concatenate([one.is_right for one in polled])
    sizes = np.array([len(one.cast) for one in polled])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    scale = rows.std(axis=0)
    scale[scale == 0] = 1.0
    x = rows / scale
    weights, velocity = np.zeros(len(FEATURES)), np.zeros(len(FEATURES))
    for _ in range(STEPS):
        strengths = x @ weights
        shares = np.exp(strengths - np.repeat(np.maximum.reduceat(strengths, starts), sizes))
        shares /= np.repeat(np.add.reduceat(shares, starts), sizes)
        accepted = np.where(right, shares, 0.0)
        of_accepted = accepted / np.repeat(np.add.reduceat(accepted, starts), sizes)
        gradient = (of_accepted - shares) @ x - RIDGE * weights
        velocity = 0.9 * velocity + gradient / (len(polled) + RIDGE)
        weights = weights + 0.3 * velocity
    return [float(weight) for weight in weights / scale]


def _written(weights: Sequence[float], measured: Sequence[str]) -> str:
    head = (
        "# Bobot suara setiap pernyataan tentang putusannya. Jangan disunting dengan tangan: dihitung oleh\n"
        "# `python -m assistant.calibrate` (lihat --help).\n"
    )
    lines = "".join(f"# {line}\n" for line in measured)
    rounded = {name: round(weight, 3) for name, weight in zip(FEATURES, weights, strict=True)}
    return head + lines + yaml.safe_dump({"weights": rounded}, sort_keys=False)
