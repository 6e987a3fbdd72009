"""What the product promises, measured on its test sets: over raw articles, their retold form, and all starter articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from assistant.evaluation.cases import load_cases
from assistant.evaluation.outcomes import Outcome, Summary, run_case, summarise
from assistant.pipeline import Assistant
from assistant.search.embedding import model_name
from assistant.search.index import Index
from assistant.settings import Settings
from assistant.types import Status

QUESTIONS = Path(__file__).parent / "questions"


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
    ("seed_development", "raw articles"): replace(PROMISED, refused=0.85),
    ("seed_development", "retold articles"): replace(PROMISED, evidence=0.88, refused=0.8),
    ("seed_heldback", "raw articles"): Floors(verdicts=0.75, evidence=0.75, refused=0.7, most_false_refusals=0.2),
    ("seed_heldback", "retold articles"): Floors(verdicts=0.75, evidence=0.7, refused=0.7, most_false_refusals=0.2),
    ("facts_development", "starter articles"): Floors(verdicts=0.8, evidence=0.9, refused=0.0, most_false_refusals=0.05),
    ("counsel_development", "starter articles"): Floors(verdicts=0.75, evidence=0.9, refused=0.5, most_false_refusals=0.05),
}
# How the names of the test sets begin, and over which articles they are asked, are the keys above.
STORES = {"raw articles": "seed_store", "retold articles": "retold_store", "starter articles": "starter_store"}


@dataclass(frozen=True)
class Measured:
    """The outcomes of a group of test sets over a store, and what they must reach."""

    store: Path
    outcomes: tuple[Outcome, ...]
    floors: Floors


@pytest.fixture(scope="module", params=sorted(FLOORS), ids=" on ".join)
def measured(request: pytest.FixtureRequest) -> Measured:
    group, articles = request.param
    store: Path = request.getfixturevalue(STORES[articles])
    assistant = Assistant.open(Settings(vectorstore=store))
    cases = load_cases(sorted(QUESTIONS.glob(f"{group}*.jsonl")))
    return Measured(store, tuple(run_case(assistant, case) for case in cases), FLOORS[request.param])


def _tagged(outcomes: Sequence[Outcome], tag: str) -> Summary:
    return summarise([outcome for outcome in outcomes if tag in outcome.case.tags])


def test_permission_questions_get_the_right_verdict(measured: Measured) -> None:
    summary = _tagged(measured.outcomes, "permission")
    assert summary.verdict_accuracy.value >= measured.floors.verdicts, summary.verdict_accuracy


def test_nothing_forbidden_is_called_allowed(measured: Measured) -> None:
    assert summarise(measured.outcomes).false_boleh.count == 0


def test_an_expected_quotation_is_cited(measured: Measured) -> None:
    summary = summarise(measured.outcomes)
    assert summary.evidence_of_answerable.value >= measured.floors.evidence, summary.evidence_of_answerable


def test_what_the_documents_do_not_settle_is_refused(measured: Measured) -> None:
    summary = summarise(measured.outcomes)
    if summary.refusal_rate.total:
        assert summary.refusal_rate.value >= measured.floors.refused, summary.refusal_rate


def test_answerable_questions_are_seldom_refused(measured: Measured) -> None:
    summary = summarise(measured.outcomes)
    assert summary.false_refusals.value <= measured.floors.most_false_refusals, summary.false_refusals


def test_every_quotation_stands_in_the_stored_passage(measured: Measured) -> None:
    index = Index.open(measured.store, model_name(Settings()))
    stored = {passage.id: passage.text for source in index.documents() for passage, _ in index.stored_passages(source.id)}
    checked = 0
    for outcome in measured.outcomes:
        for citation in outcome.answer.citations:
            assert citation.quote.text.strip(), outcome.case.id
            assert citation.quote.text in stored[citation.quote.passage.id], outcome.case.id
            checked += 1
        for sentence in (s for block in outcome.answer.blocks for s in block.sentences):
            assert sentence.text in stored[sentence.quotes[0].passage.id], outcome.case.id
    assert checked > 50


def test_a_refusal_cites_nothing_and_gives_no_verdict(measured: Measured) -> None:
    for outcome in measured.outcomes:
        answer = outcome.answer
        if answer.status is not Status.ANSWERED:
            assert answer.verdict is None, outcome.case.id
            assert answer.citations == (), outcome.case.id
