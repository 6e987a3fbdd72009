"""What the ranking of sentences is fitted to: what counts as answerable, and the weights that come of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented import ATTENDING, DAY, MOON, NEWS, PLACE, Line, assistant_over, cases

from assistant.answer.ranking import RankingError, load_ranking
from assistant.calibration.facts import GATING, ORDERING, WITHOUT_EVIDENCE, Asked, fit, read_asked
from assistant.pipeline import Assistant

PARTISAN: Line = {"id": "pilih", "question": "Siapa calon terbaik?", "status": "declined"}
UNPROVEN: Line = {"id": "tanpa-bukti", "question": "Kapan deklarasi dibacakan?", "status": "answered"}


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    return assistant_over(tmp_path / "store", NEWS)


def asked_of(assistant: Assistant, folder: Path, *lines: Line) -> list[Asked]:
    return read_asked((assistant, case) for case in cases(folder, *lines))


def test_an_answerable_question_is_asked_again_without_its_evidence(assistant: Assistant, tmp_path: Path) -> None:
    asked, again = asked_of(assistant, tmp_path, DAY)

    assert (asked.answerable, asked.weight) == (True, 1.0)
    proof = [one.quote.text for one, is_evidence in zip(asked.sentences, asked.is_evidence, strict=True) if is_evidence]
    assert proof == ["Penyuluhan netralitas digelar pada Rabu, 14 Juni 2023 di Aula Melati."]
    assert (again.answerable, again.weight) == (False, WITHOUT_EVIDENCE)
    assert not any(again.is_evidence)
    assert "penyuluhan.md" not in {one.quote.passage.source.name for one in again.sentences}


def test_what_is_to_be_refused_counts_fully_and_has_no_evidence(assistant: Assistant, tmp_path: Path) -> None:
    (asked,) = asked_of(assistant, tmp_path, MOON)

    assert (asked.answerable, asked.weight, any(asked.is_evidence)) == (False, 1.0, False)


def test_a_question_for_permission_helps_to_order_but_not_to_decide(assistant: Assistant, tmp_path: Path) -> None:
    (asked,) = asked_of(assistant, tmp_path, ATTENDING)

    assert (asked.answerable, asked.weight) == (True, 0.0)


def test_questions_that_say_nothing_about_it_are_left_out(assistant: Assistant, tmp_path: Path) -> None:
    assert asked_of(assistant, tmp_path, PARTISAN, UNPROVEN) == []


def test_every_question_is_looked_up_with_the_assistant_it_comes_with(assistant: Assistant, tmp_path: Path) -> None:
    elsewhere = assistant_over(tmp_path / "other", {"lain": "Penyuluhan netralitas diumumkan lewat radio."})
    (case,) = cases(tmp_path, DAY)

    here, _, there, *_ = read_asked([(assistant, case), (elsewhere, case)])

    assert any(here.is_evidence)
    assert {one.quote.passage.source.name for one in there.sentences} == {"lain.md"}


def test_the_weights_can_be_read_and_tell_what_they_reached(assistant: Assistant, tmp_path: Path) -> None:
    asked = asked_of(assistant, tmp_path, DAY, PLACE, MOON, ATTENDING)
    output = tmp_path / "ranking.yaml"
    output.write_text(text := fit(asked), encoding="utf-8")

    fitted = load_ranking(output)
    assert "#   3 pertanyaan: bukti di urutan pertama" in text
    assert "#   2 pertanyaan fakta yang dapat dijawab" in text
    assert all(f"  {name}: " in text for name in (*ORDERING, *GATING, "order"))
    for one in asked:
        if any(one.is_evidence) and one.weight == 1.0:
            best = max(one.sentences, key=lambda sentence: fitted.score(sentence.signals))
            assert one.is_evidence[one.sentences.index(best)]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([], id="none"),
        pytest.param([MOON], id="none to be answered"),
        pytest.param([ATTENDING], id="none to be refused"),
    ],
)
def test_too_few_questions_are_an_error(assistant: Assistant, tmp_path: Path, lines: list[Line]) -> None:
    asked = asked_of(assistant, tmp_path, *lines) if lines else []

    with pytest.raises(RankingError, match="terlalu sedikit"):
        fit(asked)
