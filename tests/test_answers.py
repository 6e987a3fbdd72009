"""What the product promises, measured on its test sets: over raw articles, their retold form, and all starter articles."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from assistant.evaluation.measures import Measure
from assistant.evaluation.summary import figures_of
from assistant.search.embedding import model_name
from assistant.search.index import Index
from assistant.settings import Settings
from assistant.types import Status
from tests.measured import GROUPS, Group, Measured, MeasureGroup


@dataclass(frozen=True)
class Floors:
    """What a group of test sets must reach over a store: shares of its questions."""

    verdicts: float
    evidence: float
    refused: float
    most_false_refusals: float


# The promise, over the questions that the rules were developed on and over the articles as newspapers print them.
PROMISED = Floors(verdicts=0.9, evidence=0.9, refused=0.9, most_false_refusals=0.05)
# What is measured elsewhere, less the width of chance: a fall below it is a step back. See README for the figures.
FLOORS = {
    Group("seed_development", "raw articles", every=3): replace(PROMISED, refused=0.85),
    Group("seed_development", "retold articles", every=3): replace(PROMISED, evidence=0.88, refused=0.8),
    Group("seed_heldback", "raw articles"): Floors(verdicts=0.75, evidence=0.75, refused=0.7, most_false_refusals=0.2),
    Group("seed_heldback", "retold articles"): Floors(
        verdicts=0.75, evidence=0.7, refused=0.6, most_false_refusals=0.2
    ),
    Group("facts_development", "starter articles"): Floors(
        verdicts=0.8, evidence=0.9, refused=0.0, most_false_refusals=0.05
    ),
    Group("counsel_development", "starter articles"): Floors(
        verdicts=0.75, evidence=0.9, refused=0.5, most_false_refusals=0.05
    ),
}


@pytest.fixture(params=GROUPS, ids=str)
def measured(request: pytest.FixtureRequest, measure: MeasureGroup) -> Measured:
    return measure(request.param)


@pytest.fixture(params=FLOORS, ids=str)
def promised(request: pytest.FixtureRequest, measure: MeasureGroup) -> Measured:
    return measure(request.param)


def test_permission_questions_get_the_right_verdict(promised: Measured) -> None:
    asked = [outcome for outcome in promised.outcomes if "permission" in outcome.case.tags]
    right = figures_of(asked)[Measure.VERDICT_RIGHT]
    assert right.value >= FLOORS[promised.group].verdicts, right


def test_nothing_forbidden_is_called_allowed(measured: Measured) -> None:
    assert measured.summary.overall[Measure.FALSE_BOLEH].count == 0


def test_an_expected_quotation_is_cited(promised: Measured) -> None:
    cited = promised.summary.overall[Measure.EVIDENCE_OF_ANSWERABLE]
    assert cited.value >= FLOORS[promised.group].evidence, cited


def test_what_the_documents_do_not_settle_is_refused(promised: Measured) -> None:
    refused = promised.summary.overall[Measure.REFUSAL_RECALL]
    if refused.total:
        assert refused.value >= FLOORS[promised.group].refused, refused


def test_answerable_questions_are_seldom_refused(promised: Measured) -> None:
    refused = promised.summary.overall[Measure.FALSE_REFUSALS]
    assert refused.value <= FLOORS[promised.group].most_false_refusals, refused


def test_every_quotation_stands_in_the_stored_passage(measured: Measured) -> None:
    snapshot = Index.open(measured.store, model_name(Settings())).snapshot()
    stored = {passage.id: passage.text for passage in snapshot.passages}
    checked = 0
    for outcome in measured.outcomes:
        for citation in outcome.answer.citations:
            assert citation.quote.text.strip(), outcome.case.id
            assert citation.quote.text in stored[citation.quote.passage.id], outcome.case.id
            checked += 1
        for sentence in (s for block in outcome.answer.blocks for s in block.sentences):
            assert sentence.text in stored[sentence.quotes[0].passage.id], outcome.case.id
    assert checked > 20


def test_a_refusal_cites_nothing_and_gives_no_verdict(measured: Measured) -> None:
    for outcome in measured.outcomes:
        answer = outcome.answer
        if answer.status is not Status.ANSWERED:
            assert answer.verdict is None, outcome.case.id
            assert answer.citations == (), outcome.case.id
