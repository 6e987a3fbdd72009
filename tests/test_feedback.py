"""What people say about answers, on its way to the file and back."""

from __future__ import annotations

import datetime
import json
import os
import stat
import threading
from dataclasses import replace
from io import FileIO
from pathlib import Path
from typing import Any

import pytest

from assistant import __version__
from assistant.errors import FeedbackError
from assistant.page.english import ENGLISH
from assistant.page.indonesian import INDONESIAN
from assistant.presentation import answer_object
from assistant.service import feedback as module
from assistant.service.feedback import LONGEST_COMMENT, REASONS, Feedback, feedback_object, read_remarks, store
from assistant.types import Status
from tests.browser.scripted import RULE, message, ruling

GIVEN = datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))
FEEDBACK = Feedback(
    answer=ruling("Kalau komentar?"),
    history=("Bolehkah PNS menyukai unggahan caleg?",),
    helpful=False,
    reasons=("verdict",),
    comment="Aturannya sudah “berubah”.",
    given=GIVEN,
    corpus="2026-11-20",
)


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "new" / "folder" / "feedback.jsonl"


@pytest.mark.parametrize("words", [INDONESIAN, ENGLISH])
def test_every_reason_has_a_name_for_people(words: Any) -> None:
    assert len(words.feedback_reason_names) == len(REASONS)


def test_a_line_holds_the_answer_and_what_was_said_of_it_but_not_by_whom(file: Path) -> None:
    store(file, FEEDBACK)
    assert lines_of(file) == [
        {
            "given": "2026-11-22T09:30:00+07:00",
            "helpful": False,
            "reasons": ["verdict"],
            "comment": "Aturannya sudah “berubah”.",
            "corpus": "2026-11-20",
            "version": __version__,
            "history": ["Bolehkah PNS menyukai unggahan caleg?"],
            "answer": answer_object(FEEDBACK.answer),
            "grounds": [1],
        }
    ]
    assert "“berubah”" in file.read_text(encoding="utf-8"), "people should be able to read the file"


def test_only_the_owner_may_read_the_file(file: Path) -> None:
    before = os.umask(0)
    try:
        store(file, FEEDBACK)
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_reasons_that_are_not_ours_are_dropped_and_the_others_put_in_order() -> None:
    given = replace(FEEDBACK, reasons=("other", "<script>", "verdict", "other"))
    assert feedback_object(given)["reasons"] == ["verdict", "other"]


def test_a_comment_is_cleaned_and_clipped() -> None:
    comment = "  baris satu\r\nbaris\x1b[31m dua\x00\u202e \udc80" + "x" * 3 * LONGEST_COMMENT
    stored = feedback_object(replace(FEEDBACK, comment=comment))["comment"]
    assert stored.startswith("baris satu\nbaris[31m dua xx")
    assert len(stored) == LONGEST_COMMENT


def test_a_comment_that_cleaning_lengthens_is_clipped_too() -> None:
    stored = feedback_object(replace(FEEDBACK, comment="\ufdfa" * LONGEST_COMMENT))["comment"]
    assert len(stored) == LONGEST_COMMENT


@pytest.mark.parametrize("odd", ["baris\u2028lain", "baris\nlain", "pengganti \udc80 sendirian"])
def test_whatever_is_said_stays_one_line_that_can_be_read_back(file: Path, odd: str) -> None:
    answer = replace(FEEDBACK.answer, question=odd)
    store(file, replace(FEEDBACK, answer=answer))
    ((remark,), damages) = read_remarks(file)
    assert (remark.question, damages) == (odd, [])
    assert file.read_bytes().count(b"\n") == 1


def test_many_threads_can_write_at_once(file: Path) -> None:
    def write(number: int) -> None:
        for turn in range(5):
            store(file, replace(FEEDBACK, comment=f"{number}-{turn} " + "x" * 1_500))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    said = {line["comment"].split()[0] for line in lines_of(file)}
    assert said == {f"{number}-{turn}" for number in range(8) for turn in range(5)}


def test_a_line_that_was_cut_off_does_not_spoil_the_next(file: Path) -> None:
    store(file, FEEDBACK)
    with file.open("ab") as opened:
        opened.write(b'{"given": "2026-')
    store(file, replace(FEEDBACK, comment="sesudahnya"))
    remarks, damages = read_remarks(file)
    assert [remark.comment for remark in remarks] == [FEEDBACK.comment, "sesudahnya"]
    assert len(damages) == 1
    assert "baris 2" in damages[0]


def test_a_full_disk_is_told_and_leaves_no_half_line(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store(file, FEEDBACK)
    before = file.read_bytes()

    class AlmostFull(FileIO):
        def write(self, data: Any) -> int:
            return super().write(data[:10])

    monkeypatch.setattr(module, "open", lambda *given, **options: AlmostFull(file, "a+b"), raising=False)
    with pytest.raises(FeedbackError, match="ASSISTANT_FEEDBACK_FILE"):
        store(file, FEEDBACK)
    assert file.read_bytes() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="There is no device that is always full here.")
def test_a_device_that_is_full_is_told() -> None:
    with pytest.raises(FeedbackError, match="/dev/full"):
        store(Path("/dev/full"), FEEDBACK)


def test_a_path_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    for path in (tmp_path, tmp_path / "berkas" / "feedback.jsonl"):
        with pytest.raises(FeedbackError, match=path.name):
            store(path, FEEDBACK)


def test_the_disk_has_the_line_before_the_page_says_so(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda number: synced.append(os.fstat(number).st_size))
    store(file, FEEDBACK)
    assert synced == [file.stat().st_size]


def test_an_answer_stands_on_the_first_block_that_quotes() -> None:
    answer = FEEDBACK.answer
    lead, rule, sanction = answer.blocks
    both = replace(lead, sentences=(*rule.sentences, *sanction.sentences))
    for blocks, grounds in (((lead, rule, sanction), [1]), ((sanction, rule), [2]), ((both, rule), [1, 2])):
        given = replace(FEEDBACK, answer=replace(answer, blocks=blocks))
        assert feedback_object(given)["grounds"] == grounds


def test_an_answer_without_quotations_stands_on_none() -> None:
    given = replace(FEEDBACK, answer=message("Besok hujan?", Status.OUT_OF_SCOPE, "Itu di luar cakupan."))
    assert feedback_object(given)["grounds"] == []


def test_what_is_read_back_is_what_was_stored(file: Path) -> None:
    store(file, FEEDBACK)
    ((remark,), _) = read_remarks(file)
    assert (remark.question, remark.history) == (FEEDBACK.answer.question, FEEDBACK.history)
    assert (remark.status, remark.verdict) == (FEEDBACK.answer.status, FEEDBACK.answer.verdict)
    assert (remark.helpful, remark.reasons, remark.comment) == (False, ("verdict",), FEEDBACK.comment)
    (ground,) = remark.grounds
    assert (ground.document, ground.text) == ("media-sosial.md", RULE)
    assert RULE in ground.around


DAMAGES: list[tuple[str, Any]] = [
    ("helpful", "ya"),
    ("reasons", "verdict"),
    ("reasons", [1]),
    ("history", None),
    ("comment", None),
    ("given", 5),
    ("answer", []),
    ("answer", {**answer_object(FEEDBACK.answer), "status": "entah"}),
    ("answer", {**answer_object(FEEDBACK.answer), "verdict": "mungkin"}),
    ("answer", {**answer_object(FEEDBACK.answer), "citations": ["kutipan"]}),
]


@pytest.mark.parametrize(("key", "value"), DAMAGES)
def test_a_line_of_another_shape_is_reported_with_its_number(tmp_path: Path, key: str, value: Any) -> None:
    whole = dict(feedback_object(FEEDBACK))
    file = tmp_path / "feedback.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in (whole, {**whole, key: value}, whole)), encoding="utf-8")
    remarks, damages = read_remarks(file)
    assert len(remarks) == 2
    assert len(damages) == 1
    assert f"{file}, baris 2:" in damages[0]


@pytest.mark.parametrize("line", [b"{", b"[]", b"5", b"null", b"\xff\xfe", b"[" * 100_000, b"{}"])
def test_a_line_that_is_no_json_object_is_reported(tmp_path: Path, line: bytes) -> None:
    file = tmp_path / "feedback.jsonl"
    file.write_bytes(line + b"\n\n")
    remarks, damages = read_remarks(file)
    assert remarks == []
    assert len(damages) == 1
    assert len(damages[0]) < 500


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FeedbackError, match="ASSISTANT_FEEDBACK_FILE"):
        read_remarks(tmp_path / "tidak-ada.jsonl")
