"""What the votes on the verdict are fitted to, and the weights that come of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import FakeEmbedder
from invented import CAMPAIGN, RULES, Line, assistant_over, cases

from assistant.answer.vote import FEATURES, VoteError, load_weights
from assistant.calibration.expectation import Judged, fit_expectation
from assistant.calibration.verdicts import PARTS, Polled, fit, read_polled
from assistant.pipeline import Assistant, Learned
from assistant.settings import Settings
from assistant.types import Verdict


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    return assistant_over(tmp_path / "store", RULES)


def polled_of(assistant: Assistant, folder: Path, *lines: Line) -> list[Polled]:
    return read_polled((assistant, case) for case in cases(folder, *lines))


def test_a_judged_question_holds_the_accepted_verdicts_and_what_the_rules_say(
    assistant: Assistant, tmp_path: Path
) -> None:
    (one,) = polled_of(assistant, tmp_path, CAMPAIGN)

    assert one.accepted == {Verdict.BERSYARAT}
    assert one.features.shape == (len(one.cast), len(FEATURES))
    assert [ballot.verdict is Verdict.BERSYARAT for ballot in one.cast] == list(one.is_right)
    assert set(one.is_right) == {True, False}


def test_questions_that_are_not_judged_or_ask_for_no_verdict_are_left_out(assistant: Assistant, tmp_path: Path) -> None:
    unjudged = {**CAMPAIGN, "id": "a", "verdict": None}
    no_permission = {"id": "b", "question": "Kapan pemilu digelar?", "status": "answered", "verdict": "boleh"}

    assert polled_of(assistant, tmp_path, unjudged, no_permission) == []


def test_ballots_hold_what_the_assistant_expects_of_the_question(tmp_path: Path) -> None:
    known, vector = assistant_over(tmp_path / "store", RULES).understand(str(CAMPAIGN["question"]))
    assert vector is not None
    expectation = fit_expectation([Judged(known.text, vector, [Verdict.BERSYARAT])], FakeEmbedder().name)
    learned = Learned(question_map=None, expectation=expectation)
    assistant = Assistant.open(Settings(vectorstore=tmp_path / "store"), FakeEmbedder(), learned)

    (one,) = polled_of(assistant, tmp_path, CAMPAIGN)

    expected = expectation.expected(known.text, vector)
    place = FEATURES.index("expected")
    assert [ballot.features[place] for ballot in one.cast] == [expected[ballot.verdict] for ballot in one.cast]
    assert expected[Verdict.BERSYARAT] > expected[Verdict.TIDAK_BOLEH]


def test_the_weights_can_be_read_and_tell_what_they_reached(assistant: Assistant, tmp_path: Path) -> None:
    text = fit(polled_of(assistant, tmp_path, CAMPAIGN) * PARTS)
    output = tmp_path / "vote.yaml"
    output.write_text(text, encoding="utf-8")

    assert any(load_weights(output))
    assert f"# {PARTS} pertanyaan: putusan menurut aturan saja" in text


def test_too_few_questions_are_an_error(assistant: Assistant, tmp_path: Path) -> None:
    with pytest.raises(VoteError, match="terlalu sedikit"):
        fit(polled_of(assistant, tmp_path, CAMPAIGN) * (PARTS - 1))
