"""What a run found, kept as JSON and compared with another run."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.evaluation.cases import Case, Evidence
from assistant.evaluation.comparison import Kind, compare
from assistant.evaluation.measures import Measure
from assistant.evaluation.outcomes import Outcome, check_answer
from assistant.evaluation.rates import Rate
from assistant.evaluation.results import (
    CaseResult,
    Results,
    ResultsError,
    Store,
    json_text,
    read_results,
    results_of,
    write_results,
)
from assistant.evaluation.terminal import change_line
from assistant.types import Answer, Block, Role, Status, Verdict

FORBIDDEN = Answer("?", Status.ANSWERED, Verdict.TIDAK_BOLEH, (Block(Role.MESSAGE, "Tidak boleh."),))
ALLOWED = replace(FORBIDDEN, verdict=Verdict.BOLEH)
SILENT = Answer("?", Status.NOT_FOUND, None, (Block(Role.MESSAGE, "Tidak ditemukan."),))
CASE = Case(
    "a", "Boleh?", status=Status.ANSWERED, verdicts=(Verdict.TIDAK_BOLEH,), evidence=(Evidence(),), tags=("medsos",)
)
DATE = datetime.date(2026, 11, 22)


def outcome_of(case: Case, answer: Answer, rank: int | None = None) -> Outcome:
    return Outcome(case, answer, check_answer(case, answer), 0.123456, rank=rank)


def results(**answers: Answer) -> Results:
    """The results of a set in which every case expects “tidak boleh”."""
    outcomes = [outcome_of(Case(id_, "?", verdicts=(Verdict.TIDAK_BOLEH,)), answer) for id_, answer in answers.items()]
    return results_of({"himpunan": outcomes}, Store("model", 1, 2), DATE)


FULL = results_of(
    {
        "satu": [outcome_of(CASE, FORBIDDEN, rank=3), outcome_of(replace(CASE, id="b\ud800"), ALLOWED)],
        "dua": [outcome_of(CASE, SILENT, rank=1), outcome_of(Case("r", "?", status=Status.DECLINED), SILENT)],
    },
    Store("model", 5, 61),
    DATE,
)


def test_results_hold_figures_by_set_and_tag_and_every_case() -> None:
    assert list(FULL.sets) == ["satu", "dua"]
    assert FULL.overall.figures[Measure.VERDICT_RIGHT] == Rate(1, 3)
    assert FULL.sets["satu"].tags["medsos"][Measure.VERDICT_RIGHT] == Rate(1, 2)
    assert FULL.sets["satu"].confusion == {("tidak_boleh", "tidak_boleh"): 1, ("tidak_boleh", "boleh"): 1}
    assert FULL.cases["satu"]["a"] == CaseResult("salah", "answered", "tidak_boleh", ("evidence",), 3)
    assert FULL.cases["dua"]["a"] == CaseResult(
        "diam", "not_found", "tanpa putusan", ("status", "verdict", "evidence"), 1
    )


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "new" / "results.json"
    write_results(FULL, file)
    read = read_results(file)
    assert read.cases == FULL.cases
    assert read.store == FULL.store
    assert compare(FULL, read).changes == ()
    write_results(read, tmp_path / "again.json")
    assert (tmp_path / "again.json").read_text(encoding="utf-8") == file.read_text(encoding="utf-8")


def test_the_file_is_made_to_be_compared(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    write_results(FULL, file)
    lines = file.read_text(encoding="utf-8").splitlines()
    case = (
        '"a": {"failures": ["evidence"], "grade": "salah", "rank": 3, "status": "answered", "verdict": "tidak_boleh"}'
    )
    assert [line.strip(" ,") for line in lines if '"rank": 3' in line] == [case]
    data = json.loads(file.read_text(encoding="utf-8"))
    assert list(data) == sorted(data)
    assert data["store"] == {"documents": 5, "passages": 61}
    assert data["seconds"] == {"median": 0.1235, "p95": 0.1235}
    assert data["overall"]["figures"]["rates"]["verdict_right"] == {
        "count": 1, "total": 3, "value": 0.3333, "interval": [0.0615, 0.7923],
    }  # fmt: skip


def test_objects_without_objects_inside_stand_on_one_line() -> None:
    assert json_text({"b": {"d": 1, "c": [2, 3]}, "a": "é"}) == '{\n  "a": "é",\n  "b": {"c": [2, 3], "d": 1}\n}\n'


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": "1", "date": "kemarin"}', "[" * 100_000])
def test_what_no_run_wrote_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "old.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ResultsError, match=r"old\.json.*--json"):
        read_results(file)


def test_a_file_that_is_not_there_or_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match=r"missing\.json"):
        read_results(tmp_path / "missing.json")
    with pytest.raises(ResultsError, match="--json"):
        write_results(FULL, tmp_path)


def test_cases_that_broke_or_were_mended_or_changed_are_told() -> None:
    old = results(same=FORBIDDEN, broken=FORBIDDEN, fixed=SILENT, other=SILENT, gone=SILENT)
    new = results(same=FORBIDDEN, broken=ALLOWED, fixed=FORBIDDEN, other=ALLOWED, new_1=SILENT, new_2=SILENT)
    comparison = compare(old, new)
    assert [(change.id, change.kind) for change in comparison.changes] == [
        ("broken", Kind.BROKEN),
        ("fixed", Kind.FIXED),
        ("other", Kind.OTHER),
    ]
    assert (comparison.only_old, comparison.only_new) == (1, 2)
    assert change_line(comparison.changes[0]) == (
        "rusak    himpunan/broken: benar (answered, tidak_boleh) → salah (answered, boleh)"
    )


def test_the_same_id_in_another_set_is_another_case() -> None:
    old = results_of({"lain": [outcome_of(CASE, SILENT)]}, Store("model", 1, 2), DATE)
    new = results_of({"himpunan": [outcome_of(CASE, FORBIDDEN)]}, Store("model", 1, 2), DATE)
    comparison = compare(old, new)
    assert (comparison.changes, comparison.only_old, comparison.only_new) == ((), 1, 1)
