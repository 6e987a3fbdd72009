"""Fits the weights of `answer/ranking.yaml` on test questions: which sentence answers, and whether any does.

Two logistic regressions over the signals of `answer/signals.py`: one tells the sentences that are evidence from the others
of the same question, one tells questions that are answered from those that are not. For the latter, every answerable question
is also asked with its evidence taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import yaml
from numpy.typing import NDArray

from assistant.answer.question import Kind
from assistant.answer.ranking import SIGNALS, RankingError, values
from assistant.answer.signals import Candidate, candidates
from assistant.evaluation.cases import Case
from assistant.pipeline import PASSAGES_READ, Assistant, Lookup
from assistant.types import Status

ORDERING = (
    "below_best", "dense_below_best", "fit_below_best", "keywords", "in_sentence", "holds", "strength", "same_thing",
)  # fmt: skip
GATING = (
    "best_dense", "best_dense_z", "margin", "best_fit", "fit_margin", "keywords", "in_sentence", "in_passage",
    "in_document", "holds", "same_thing",
)  # fmt: skip
# Questions with their evidence taken away count this much: near misses that no score tells well from answers, and
# other passages often hold the same fact.
WITHOUT_EVIDENCE = 0.1
# Share of the answerable questions that may be refused: the threshold is set there.
FALSE_REFUSALS = 0.02
RIDGE = 1.0
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's sentences, which of them are evidence, and whether it is to be answered."""

    sentences: tuple[Candidate, ...]
    is_evidence: tuple[bool, ...]
    answerable: bool
    weight: float = 1.0


def read_asked(unseen: Iterable[tuple[Assistant, Case]]) -> list[Asked]:
    """Every judged question, and each answerable one again without its evidence."""
    found: list[Asked] = []
    for assistant, case in unseen:
        answerable = case.status == Status.ANSWERED and bool(case.evidence)
        if not answerable and case.status not in (Status.NOT_FOUND, Status.OUT_OF_SCOPE):
            continue
        lookup = assistant.look_up(case.question, case.history, 3 * PASSAGES_READ)
        if not lookup.question.needs or not lookup.hits:
            continue
        is_fact = lookup.question.kind is not Kind.PERMISSION
        found.append(_asked(case, lookup, answerable, 1.0 if is_fact else 0.0))
        if answerable and is_fact:
            found.append(_asked(case, _without_evidence(case, lookup), False, WITHOUT_EVIDENCE))
    return [one for one in found if one.sentences]


def _asked(case: Case, lookup: Lookup, answerable: bool, weight: float) -> Asked:
    found = candidates(lookup.question, lookup.hits[:PASSAGES_READ], lookup.rarity) if lookup.hits else []
    sentences = [one for one in found if not one.misses_a_name]
    return Asked(tuple(sentences), tuple(_is_evidence(case, one) for one in sentences), answerable, weight)


def _is_evidence(case: Case, candidate: Candidate) -> bool:
    quote = candidate.quote
    return any(one.fits(quote.passage.source.name, quote.text) for one in case.evidence)


def _without_evidence(case: Case, lookup: Lookup) -> Lookup:
    proving = {
        one.quote.passage.id
        for one in candidates(lookup.question, lookup.hits, lookup.rarity)
        if _is_evidence(case, one)
    }
    kept = tuple(hit for hit in lookup.hits if hit.passage.id not in proving)
    return replace(lookup, hits=kept)


def fit(asked: Sequence[Asked]) -> str:
    """The weights as the text of `ranking.yaml`, with what they reach on the questions they were fitted on."""
    if not any(any(one.is_evidence) for one in asked) or not any(not one.answerable for one in asked):
        raise RankingError(
            "Soalnya terlalu sedikit: harus ada pertanyaan dengan bukti yang ditemukan dan pertanyaan yang harus ditolak."
        )
    order = _fit_order(asked)
    judged = [one for one in asked if one.weight]
    tops = [
        max((values(one.signals) for one in question.sentences), key=lambda v: _sum(order, v)) for question in judged
    ]
    rows = np.array([[*(v[SIGNALS.index(name)] for name in GATING), _sum(order, v)] for v in tops])
    labels = np.array([one.answerable for one in judged])
    gate = dict(zip((*GATING, "order"), _logistic(rows, labels, np.array([one.weight for one in judged])), strict=True))
    reached = rows @ np.array(list(gate.values()))
    threshold = float(np.quantile(reached[labels], FALSE_REFUSALS))
    real = np.array([not one.answerable and one.weight == 1.0 for one in judged])
    near = np.array([not one.answerable and one.weight != 1.0 for one in judged])
    answered = [one for one in asked if any(one.is_evidence)]
    among = [np.mean([_place(one, order) < first for one in answered]) for first in (1, 3)]
    return _written(order, gate, threshold, (
        f"{len(answered)} pertanyaan: bukti di urutan pertama {among[0]:.1%}, di antara tiga pertama {among[1]:.1%}.",
        f"{int(labels.sum())} pertanyaan fakta yang dapat dijawab: {(reached[labels] < threshold).mean():.1%} ditolak; "
        f"{int(real.sum())} yang tidak: {(reached[real] < threshold).mean():.1%} ditolak; "
        f"{int(near.sum())} yang buktinya disingkirkan: {(reached[near] < threshold).mean():.1%} ditolak.",
    ))  # fmt: skip


def _fit_order(asked: Sequence[Asked]) -> dict[str, float]:
    rows, labels, weights = [], [], []
    for one in asked:
        proofs = sum(one.is_evidence)
        if not proofs:
            continue
        for candidate, is_evidence in zip(one.sentences, one.is_evidence, strict=True):
            rows.append([getattr(candidate.signals, name) for name in ORDERING])
            labels.append(is_evidence)
            # Every question counts the same, however many sentences prove its answer.
            weights.append(1 / proofs if is_evidence else 1 / max(1, len(one.sentences) - proofs))
    return dict(zip(ORDERING, _logistic(np.array(rows), np.array(labels), np.array(weights)), strict=True))


def _logistic(rows: Floats, labels: NDArray[np.bool_], weights: Floats) -> list[float]:
    """Weights of a ridge logistic regression by Newton's method, both classes counting the same; without intercept.

    `rows` is of shape (samples, signals); signals are standardised for the fit, the weights are for the raw ones.
    """
    scale = rows.std(axis=0)
    scale[scale == 0] = 1.0
    x = np.column_stack([(rows - rows.mean(axis=0)) / scale, np.ones(len(rows))])
    weights = np.where(labels, weights / weights[labels].sum(), weights / weights[~labels].sum()) * len(rows) / 2
    beta = np.zeros(x.shape[1])
    penalty = np.diag([RIDGE] * (x.shape[1] - 1) + [1e-6])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (weights * (p - labels)) + penalty @ beta
        hessian = (x * (weights * p * (1 - p))[:, None]).T @ x + penalty
        step = np.linalg.solve(hessian, gradient)
        beta -= step
        if np.abs(step).max() < 1e-8:
            break
    return [float(value) for value in beta[:-1] / scale]


def _sum(weights: dict[str, float], signals: tuple[float, ...]) -> float:
    return sum(weight * signals[SIGNALS.index(name)] for name, weight in weights.items())


def _place(one: Asked, order: dict[str, float]) -> int:
    """How many sentences stand before the first that is evidence."""
    scores = [_sum(order, values(candidate.signals)) for candidate in one.sentences]
    best = max(score for score, proof in zip(scores, one.is_evidence, strict=True) if proof)
    return sum(score > best for score in scores)


def _written(order: dict[str, float], gate: dict[str, float], threshold: float, measured: Sequence[str]) -> str:
    head = (
        "# Bobot untuk pertanyaan fakta: `order` mengurutkan kalimat, `gate` menentukan apakah ada yang menjawab.\n"
        "# Jangan disunting dengan tangan: dihitung oleh `python -m assistant.calibrate` (lihat --help).\n"
        "# Ukurannya pada soal yang dipakai menghitung, jadi lebih baik daripada kenyataan:\n"
    )
    lines = "".join(f"#   {line}\n" for line in measured)
    rounded = {
        "order": {name: round(weight, 3) for name, weight in order.items()},
        "gate": {name: round(weight, 3) for name, weight in gate.items()},
        "threshold": round(threshold, 3),
    }
    return head + lines + yaml.safe_dump(rounded, sort_keys=False)
