"""What the product promises, measured on its test sets: over the raw articles and over the starter articles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from assistant.cases import load_cases
from assistant.outcomes import Outcome, Summary, run_case, summarise
from assistant.pipeline import Assistant
from assistant.search.index import Index
from assistant.types import Status

QUESTIONS = Path(__file__).parent / "questions"
SETS = sorted(path.stem for path in QUESTIONS.glob("*.jsonl"))
# Questions that the documents answer but the assistant may leave unanswered; wrong is worse than silent.
MOST_FALSE_REFUSALS = 0.05


@pytest.fixture(scope="session", params=["raw articles", "starter articles"])
def store(request: pytest.FixtureRequest) -> Path:
    fixture = "seed_store" if request.param == "raw articles" else "starter_store"
    path: Path = request.getfixturevalue(fixture)
    return path


@cache
def _assistant(store: Path) -> Assistant:
    from assistant.settings import Settings

    return Assistant.open(Settings(vectorstore=store))


@cache
def _outcomes(store: Path, name: str) -> tuple[Outcome, ...]:
    assistant = _assistant(store)
    return tuple(run_case(assistant, case) for case in load_cases([QUESTIONS / f"{name}.jsonl"]))


def _tagged(outcomes: Sequence[Outcome], tag: str) -> Summary:
    return summarise([outcome for outcome in outcomes if tag in outcome.case.tags])


@pytest.fixture(params=SETS)
def outcomes(request: pytest.FixtureRequest, store: Path) -> tuple[Outcome, ...]:
    return _outcomes(store, request.param)


def test_permission_questions_get_the_right_verdict(outcomes: tuple[Outcome, ...]) -> None:
    summary = _tagged(outcomes, "permission")
    assert summary.verdict_accuracy.value >= 0.9, summary.verdict_accuracy


def test_nothing_forbidden_is_called_allowed(outcomes: tuple[Outcome, ...]) -> None:
    wrong = [o.case.question for o in outcomes if o.case.verdicts == ("tidak_boleh",) and o.answer.verdict == "boleh"]
    assert summarise(outcomes).false_boleh.count == 0, wrong


def test_an_expected_quotation_is_cited(outcomes: tuple[Outcome, ...]) -> None:
    summary = summarise(outcomes)
    assert summary.evidence_of_answerable.value >= 0.9, summary.evidence_of_answerable


def test_what_the_documents_do_not_settle_is_refused(outcomes: tuple[Outcome, ...]) -> None:
    summary = summarise(outcomes)
    assert summary.refusal_rate.value >= 0.9, summary.refusal_rate


def test_answerable_questions_are_seldom_refused(outcomes: tuple[Outcome, ...]) -> None:
    summary = summarise(outcomes)
    assert summary.false_refusals.value <= MOST_FALSE_REFUSALS, summary.false_refusals


def test_every_quotation_stands_in_the_stored_passage(outcomes: tuple[Outcome, ...], store: Path) -> None:
    assistant = _assistant(store)
    index = Index.open(store, assistant.model)
    stored = {passage.id: passage.text for source in index.documents() for passage, _ in index.stored_passages(source.id)}
    checked = 0
    for outcome in outcomes:
        for citation in outcome.answer.citations:
            quote = citation.quote
            assert quote.text.strip(), outcome.case.id
            assert quote.text in stored[quote.passage.id], outcome.case.id
            checked += 1
        for sentence in (s for block in outcome.answer.blocks for s in block.sentences):
            assert sentence.text in stored[sentence.quotes[0].passage.id], outcome.case.id
    assert checked > 50


def test_a_refusal_cites_nothing_and_gives_no_verdict(outcomes: tuple[Outcome, ...]) -> None:
    for outcome in outcomes:
        answer = outcome.answer
        if answer.status is not Status.ANSWERED:
            assert answer.verdict is None, outcome.case.id
            assert answer.citations == (), outcome.case.id
