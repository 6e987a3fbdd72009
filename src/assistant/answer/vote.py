"""Every statement that was found votes for its verdict, weighed by how well it fits; the weights stand in `vote.yaml`.

A single best statement is often a special case of what was asked; several that say the same are seldom all wrong.
`python -m assistant.calibrate` fits the weights anew.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul
from pathlib import Path

import yaml

from assistant.answer.expectation import NOTHING_EXPECTED, Expected
from assistant.answer.matching import Match
from assistant.errors import AssistantError
from assistant.types import Modality, Quote, Verdict

WEIGHTS_FILE = Path(__file__).with_name("vote.yaml")
# What a modality says about the asked act; None says that no rule does. Threats and legal bases say nothing.
SAYS: dict[Modality, Verdict | None] = {
    Modality.BOLEH: Verdict.BOLEH,
    Modality.TIDAK_BOLEH: Verdict.TIDAK_BOLEH,
    Modality.WAJIB: Verdict.WAJIB,
    Modality.BERSYARAT: Verdict.BERSYARAT,
    Modality.TIDAK_DIATUR: None,
}
FEATURES = (
    "coverage", "covers_all_acts", "covers_asked_acts", "leaves_objects_open", "leaves_words_open", "directness",
    "relevance", "unasked", "precision", "speaks_of_them", "is_just_about_it", "boleh", "bersyarat", "wajib",
    "tidak_diatur", "boleh_leaves_words_open", "boleh_leaves_acts_open", "bersyarat_precision", "tidak_boleh_precision",
    "ruled", "is_ground", "is_fact", "nearness", "comes_first", "is_limit",
    "expected",
)  # fmt: skip
# In a sentence that permits, these are only the limits of the permission.
LIMITS = frozenset({Modality.TIDAK_BOLEH, Modality.WAJIB})
PERMITS = frozenset({Modality.BOLEH, Modality.BERSYARAT})
# Beyond these a fit is bad, and more makes it no worse.
LOWEST_RELEVANCE = -5.0
MOST_UNASKED = 3
Key = tuple[str, int, int]
"""A sentence: its passage's id, its start and its end."""


class VoteError(AssistantError):
    """The weights cannot be read; the message says what is wrong."""


@cache
def load_weights(path: Path = WEIGHTS_FILE) -> tuple[float, ...]:
    """One weight for each of `FEATURES`, from a file with the sections of `vote.yaml`; one that is missing counts nothing."""
    try:
        weights = {
            str(name): float(weight) for name, weight in yaml.safe_load(path.read_text("utf-8"))["weights"].items()
        }
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise VoteError(
            f"{path} tidak dapat dibaca: {error!r}. Buat lagi dengan: python -m assistant.calibrate"
        ) from error
    if unknown := weights.keys() - set(FEATURES):
        raise VoteError(f"{path}: {sorted(unknown)} tidak dikenal; pilihannya {list(FEATURES)}.")
    return tuple(weights.get(name, 0.0) for name in FEATURES)


@dataclass(frozen=True, slots=True)
class Ballot:
    """A statement that may vote, with its features in the order of `FEATURES`."""

    match: Match
    features: tuple[float, ...]

    @property
    def verdict(self) -> Verdict | None:
        return SAYS[self.match.modality]


def ballots(
    matches: Sequence[Match],
    ruled: Verdict | None,
    grounds: Collection[Quote],
    facts: Collection[Quote],
    expected: Expected = NOTHING_EXPECTED,
) -> list[Ballot]:
    """One ballot for each sentence and verdict, its best statement.

    `ruled` and `grounds` are what the rules of reading say; `facts` are the sentences that surely answer the question;
    `expected` are the verdicts that questions like it get.
    """
    best: dict[tuple[Key, Modality], Match] = {}
    modalities: dict[Key, set[Modality]] = {}
    first: dict[Key, int] = {}
    for match in matches:
        quote = _key_of(match)
        key = (quote, match.modality)
        modalities.setdefault(quote, set()).add(match.modality)
        place = place_of(match)
        first[quote] = min(first.get(quote, place), place)
        if match.modality in SAYS and (key not in best or match.score > best[key].score):
            best[key] = match
    return [
        Ballot(
            match,
            (
                *_features(match, ruled, grounds, facts),
                float(place_of(match) == first[quote]),
                float(modality in LIMITS and bool(modalities[quote] & PERMITS)),
                expected.get(SAYS[modality], 0.0),
            ),
        )
        for (quote, modality), match in best.items()
    ]


def _key_of(match: Match) -> Key:
    quote = match.statement.quote
    return quote.passage.id, quote.start, quote.end


def place_of(match: Match) -> int:
    """Where the act of a statement stands in its sentence; what is said first is what the sentence is about."""
    return match.statement.quote.text.lower().find(match.statement.act)


def _features(
    match: Match, ruled: Verdict | None, grounds: Collection[Quote], facts: Collection[Quote]
) -> tuple[float, ...]:
    allows, forbids = match.modality is Modality.BOLEH, match.modality is Modality.TIDAK_BOLEH
    depends = match.modality is Modality.BERSYARAT
    return (
        match.coverage,
        float(match.covers_all_acts),
        float(match.covers_asked_acts),
        float(match.leaves_objects_open),
        float(match.leaves_words_open),
        match.directness,
        max(match.relevance, LOWEST_RELEVANCE),
        float(min(match.unasked, MOST_UNASKED)),
        match.precision,
        float(match.speaks_of_them),
        float(match.is_just_about_it),
        float(allows),
        float(depends),
        float(match.modality is Modality.WAJIB),
        float(match.modality is Modality.TIDAK_DIATUR),
        float(allows and match.leaves_words_open),
        float(allows and not match.covers_all_acts),
        match.precision if depends else 0.0,
        match.precision if forbids else 0.0,
        float(SAYS[match.modality] is ruled),
        float(match.statement.quote in grounds),
        float(match.statement.quote in facts),
        math.exp(max(match.relevance, LOWEST_RELEVANCE)),
    )


def count(cast: Sequence[Ballot], weights: Sequence[float]) -> dict[Verdict | None, float]:
    """Share of the votes for each verdict, in [0, 1]; empty where nothing votes. Adds up to 1."""
    strengths = [strength(ballot, weights) for ballot in cast]
    highest = max(strengths, default=0.0)
    shares: dict[Verdict | None, float] = {}
    for ballot, value in zip(cast, strengths, strict=True):
        shares[ballot.verdict] = shares.get(ballot.verdict, 0.0) + math.exp(value - highest)
    total = sum(shares.values())
    return {verdict: share / total for verdict, share in shares.items()}


def strength(ballot: Ballot, weights: Sequence[float]) -> float:
    """The weighted sum of a ballot's features: comparable within one question."""
    summed: float = sum(map(mul, weights, ballot.features))
    return summed
