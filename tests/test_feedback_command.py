"""`python -m assistant.feedback`: what people said of a scripted answer becomes test cases that judge it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluation.cases import Case, load_cases
from assistant.evaluation.outcomes import Check, check_answer
from assistant.feedback import main
from assistant.service.feedback import Feedback, store
from assistant.types import Answer, Block, Citation, Role, Sentence, Status, Verdict
from tests.browser.scripted import PASSAGE, RULE, message, passage, quote, ruling

QUESTION = "Bolehkah PNS menyukai unggahan caleg?"
ANSWER = ruling(QUESTION)
MINUTE = datetime.timedelta(minutes=1)
START = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)

Say = Callable[..., None]


@pytest.fixture
def said(tmp_path: Path) -> Path:
    return tmp_path / "feedback.jsonl"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "questions" / "umpan_balik.jsonl"


@pytest.fixture
def say(said: Path) -> Say:
    """Stores that an answer was helpful, or with reasons, what is wrong with it; a minute later each time."""
    given = START

    def say_it(answer: Answer = ANSWER, *reasons: str, comment: str = "", history: tuple[str, ...] = ()) -> None:
        nonlocal given
        store(said, Feedback(answer, history, not reasons, reasons, comment, given, "korpus-1"))
        given += MINUTE

    return say_it


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def only_case(said: Path, output: Path) -> tuple[Case, dict[str, Any]]:
    """The one test case that the feedback makes, as the test sets read it and as it is written."""
    assert main([str(said), "--output", str(output)]) == 0
    ((case,), (line,)) = load_cases([output]), lines_of(output)
    return case, line


def failed(case: Case, answer: Answer) -> set[Check]:
    return {failure.check for failure in check_answer(case, answer)}


# A helpful answer


def test_a_helpful_answer_is_expected_again(said: Path, output: Path, say: Say) -> None:
    say(comment="Jelas.", history=("Apa itu caleg?",))
    case, line = only_case(said, output)
    assert (case.question, case.history) == (QUESTION, ("Apa itu caleg?",))
    assert (case.status, case.verdicts) == (Status.ANSWERED, (Verdict.TIDAK_BOLEH,))
    assert line["tags"] == ["feedback", "helpful"]
    assert line["review"] == {"reasons": [], "comment": "Jelas.", "given_verdict": "tidak_boleh"}


def test_the_case_of_a_helpful_answer_judges_that_answer_right(said: Path, output: Path, say: Say) -> None:
    say()
    case, _ = only_case(said, output)
    assert failed(case, ANSWER) == set()


def test_the_case_of_a_helpful_answer_judges_other_answers_wrong(said: Path, output: Path, say: Say) -> None:
    say()
    case, _ = only_case(said, output)
    silent = message(QUESTION, Status.NOT_FOUND, "Tidak ditemukan.")
    without_rule = replace(ANSWER, citations=ANSWER.citations[1:], blocks=(ANSWER.blocks[0], ANSWER.blocks[2]))
    assert failed(case, ruling(QUESTION, verdict=Verdict.BOLEH)) == {Check.VERDICT}
    assert failed(case, silent) == {Check.STATUS, Check.VERDICT, Check.EVIDENCE}
    assert failed(case, without_rule) == {Check.EVIDENCE}, "the sanction beside the rule is no evidence"


def test_a_rule_is_known_by_its_document_and_first_words(said: Path, output: Path, say: Say) -> None:
    say()
    _, line = only_case(said, output)
    first = "ASN tidak boleh menyukai, mengomentari, atau membagikan unggahan"
    assert RULE.startswith(first)
    assert line["evidence"] == [{"document": "media-sosial.md", "contains": first}]


def quoting(*texts: str, name: str = "media-sosial.md", of: str = PASSAGE) -> Answer:
    """An answer whose rule quotes these texts of one passage."""
    within = passage(of)
    within = replace(within, source=replace(within.source, name=name))
    quotes = [quote(within, text) for text in texts]
    return replace(
        ANSWER,
        blocks=(Block(Role.VERDICT, "Tidak boleh.", tuple(Sentence(one.text, (one,)) for one in quotes)),),
        citations=tuple(Citation(n, one) for n, one in enumerate(quotes, start=1)),
    )


def test_sentences_that_begin_alike_are_told_apart(said: Path, output: Path, say: Say) -> None:
    alike = "Pada tahap calon, ASN yang menyukai atau membagikan unggahan caleg dikenai"
    mild, severe = f"{alike} teguran.", f"{alike} hukuman berat."
    say(quoting(severe, of=f"{mild} {severe}"))
    case, _ = only_case(said, output)
    assert failed(case, quoting(severe, of=f"{mild} {severe}")) == set()
    assert failed(case, quoting(mild, of=f"{mild} {severe}")) == {Check.EVIDENCE}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Apakah boleh (like)? Tidak! [Lihat] UU 5/2014 + PP 94\\2021 * $x^2$ {a|b}.", "a.md"),
        ("Dilarang.", "catatan [2024] *?.md"),
        ("ASN dilarang\nmenyukai  unggahan\n\nsiapa pun yang mencalonkan diri.", "folder/spasi  dua.md"),
    ],
)
def test_any_quotation_of_any_document_is_found_again(said: Path, output: Path, say: Say, text: str, name: str) -> None:
    say(quoting(text, name=name, of=f"Awal. {text} Akhir."))
    case, line = only_case(said, output)
    assert failed(case, quoting(text, name=name, of=f"Awal. {text} Akhir.")) == set()
    assert line["evidence"][0]["document"] == name
    assert failed(case, quoting(text, name="lain.md", of=f"Awal. {text} Akhir.")) == {Check.EVIDENCE}


def test_every_quotation_of_the_rule_is_evidence(said: Path, output: Path, say: Say) -> None:
    say(quoting(RULE, "Larangan itu berlaku pula bagi pegawai dengan perjanjian kerja."))
    case, _ = only_case(said, output)
    assert len(case.evidence) == 2


def test_a_helpful_answer_without_a_verdict_is_expected_without_one(said: Path, output: Path, say: Say) -> None:
    say(ruling(QUESTION, verdict=None))
    case, _ = only_case(said, output)
    assert failed(case, ruling(QUESTION, verdict=None)) == set()
    assert failed(case, ANSWER) == {Check.VERDICT}


def test_a_helpful_refusal_is_expected_again(said: Path, output: Path, say: Say) -> None:
    refusal = message("Besok hujan?", Status.OUT_OF_SCOPE, "Itu di luar cakupan.")
    say(refusal)
    case, _ = only_case(said, output)
    assert (failed(case, refusal), case.evidence) == (set(), ())
    assert Check.STATUS in failed(case, ANSWER)


# A complaint


def test_a_verdict_complained_of_is_judged_wrong_and_every_other_right(said: Path, output: Path, say: Say) -> None:
    say(ANSWER, "verdict", comment="PP-nya sudah diganti.")
    case, line = only_case(said, output)
    assert failed(case, ANSWER) == {Check.VERDICT}
    for verdict in {*Verdict, None} - {Verdict.TIDAK_BOLEH}:
        assert failed(case, ruling(QUESTION, verdict=verdict)) == set()
    assert line["tags"] == ["feedback", "complaint", "verdict"]
    assert line["review"] == {
        "reasons": ["verdict"],
        "comment": "PP-nya sudah diganti.",
        "given_verdict": "tidak_boleh",
    }


def test_a_missing_verdict_complained_of_is_judged_wrong(said: Path, output: Path, say: Say) -> None:
    say(ruling(QUESTION, verdict=None), "verdict")
    case, _ = only_case(said, output)
    assert set(case.verdicts) == set(Verdict)


@pytest.mark.parametrize("reason", ["quotations", "old_source", "not_answered", "hard_to_read", "other"])
def test_other_complaints_judge_nothing_until_a_lawyer_has_filled_them_in(
    said: Path, output: Path, say: Say, reason: str
) -> None:
    say(ANSWER, reason)
    case, line = only_case(said, output)
    assert (case.status, case.verdicts, case.evidence) == (None, (), ())
    assert (line["status"], line["verdict"], line["evidence"]) == ("any", None, [])
    assert line["tags"] == ["feedback", "complaint", reason]


def test_a_question_that_was_not_answered_should_be(said: Path, output: Path, say: Say) -> None:
    silent = message("Berapa lama cutinya?", Status.NOT_FOUND, "Tidak ditemukan.")
    say(silent, "not_answered")
    case, _ = only_case(said, output)
    assert case.status is Status.ANSWERED
    assert failed(case, silent) == {Check.STATUS}


def test_a_refusal_on_purpose_is_not_expected_to_become_an_answer(said: Path, output: Path, say: Say) -> None:
    say(message("Pilih siapa?", Status.DECLINED, "Tidak dapat dibantu."), "not_answered")
    case, _ = only_case(said, output)
    assert case.status is None


# Many remarks, again and again


def test_what_is_said_twice_is_one_case_with_both_comments(said: Path, output: Path, say: Say) -> None:
    for comment in ("Keliru.", "", "Sudah dicabut.", "Keliru."):
        say(ANSWER, "verdict", comment=comment)
    _, line = only_case(said, output)
    assert line["review"]["comment"] == "Keliru.\nSudah dicabut."


def test_what_differs_is_a_case_of_its_own(said: Path, output: Path, say: Say) -> None:
    say()
    say(ANSWER, "verdict")
    say(ANSWER, "other")
    say(ruling(QUESTION, verdict=Verdict.BOLEH))
    say(ruling("Kalau komentar?"))
    say(history=("Apa itu caleg?",))
    assert main([str(said), "--output", str(output)]) == 0
    assert len(load_cases([output])) == 6


def test_all_makes_a_case_of_every_remark(said: Path, output: Path, say: Say) -> None:
    say(ANSWER, "verdict", comment="Keliru.")
    say(ANSWER, "verdict", comment="Sudah dicabut.")
    main([str(said), "--output", str(output)])
    assert main([str(said), "--output", str(output), "--all"]) == 0
    assert len(load_cases([output])) == 2, "the first of them was there already"


def test_a_second_run_adds_only_what_is_new_and_leaves_edited_cases(
    said: Path, output: Path, say: Say, capsys: pytest.CaptureFixture[str]
) -> None:
    say(ANSWER, "verdict")
    main([str(said), "--output", str(output)])
    (line,) = lines_of(output)
    edited = json.dumps({**line, "verdict": "bersyarat", "tags": ["ditinjau"]})
    output.write_text(edited, encoding="utf-8")  # without an end of line, as some editors leave it
    say(ANSWER, "verdict")
    say()
    capsys.readouterr()
    assert main([str(said), "--output", str(output)]) == 0
    first, second = output.read_text(encoding="utf-8").splitlines()
    assert first == edited
    assert json.loads(second)["tags"] == ["feedback", "helpful"]
    assert len(load_cases([output])) == 2
    summary = "Tanggapan dibaca: 3. Kasus baru: 1. Sudah ada: 1. Digabung karena sama: 1. Baris rusak: 0."
    assert capsys.readouterr().err == f"{summary}\n"
    before = output.read_bytes()
    assert main([str(said), "--output", str(output)]) == 0
    assert output.read_bytes() == before


def test_without_output_the_cases_are_printed(said: Path, say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    say()
    say(replace(ANSWER, question="Kalau \udc80?"), "other")
    assert main([str(said)]) == 0
    printed = capsys.readouterr()
    assert [json.loads(line)["question"] for line in printed.out.splitlines()] == [QUESTION, "Kalau \udc80?"]
    assert "Kasus baru: 2" in printed.err
    assert "perlu diisi ahli hukum: 1" in printed.err


def test_damaged_lines_are_told_and_the_rest_goes_on(
    said: Path, output: Path, say: Say, capsys: pytest.CaptureFixture[str]
) -> None:
    say()
    said.write_bytes(said.read_bytes() + b'{"given": "2026-\n')
    say(ANSWER, "other")
    assert main([str(said), "--output", str(output)]) == 1
    assert len(load_cases([output])) == 2
    told = capsys.readouterr().err
    assert f"{said}, baris 2:" in told
    assert "Baris rusak: 1" in told


def test_damaged_test_cases_stop_the_command_before_it_writes(
    said: Path, output: Path, say: Say, capsys: pytest.CaptureFixture[str]
) -> None:
    say()
    output.parent.mkdir()
    output.write_text('{"id": "a", "question": "Boleh?"}\n{"id": \n', encoding="utf-8")
    before = output.read_bytes()
    assert main([str(said), "--output", str(output)]) == 1
    assert output.read_bytes() == before
    assert f"{output}, baris 2:" in capsys.readouterr().err


def test_feedback_is_never_taken_for_the_test_cases(said: Path, say: Say) -> None:
    say()
    before = said.read_bytes()
    assert main([str(said), "--output", str(said)]) == 1
    assert said.read_bytes() == before


def test_what_cannot_be_read_or_written_is_told(
    said: Path, say: Say, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(said)]) == 1
    assert str(said) in capsys.readouterr().err
    say()
    assert main([str(said), "--output", str(said / "kasus.jsonl")]) == 1
    assert "--output" in capsys.readouterr().err
    assert main([str(said), "--output", str(tmp_path)]) == 1


def test_without_a_file_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "Cara pakai: python -m assistant.feedback" in capsys.readouterr().err


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    shown = capsys.readouterr().out
    for word in ("ASSISTANT_FEEDBACK_FILE", "--output", "--all", "assistant.evaluate", "ahli hukum"):
        assert word in shown
