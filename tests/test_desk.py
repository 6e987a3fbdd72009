"""Asking at the desk: what comes back, who waits, who is refused, and what is told when something fails.

What else can be asked for there, documents and notes and feedback, has a file of its own: `test_desk_rooms.py`.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from desks import (
    ENGLISH_VISITOR,
    NEIGHBOUR,
    QUESTION,
    STRANGER,
    VISITOR,
    desk_of,
    failed,
    last_reply,
    opened,
    replies,
    run,
)
from page_reader import PageReader

from assistant.desk import ANSWERS_AT_A_TIME, HISTORY, Desk, Refused, Visitor
from assistant.errors import AssistantError, ModelError, StoreError
from assistant.page.conversation import announcement, turn_html
from assistant.page.indonesian import INDONESIAN as WORDS
from assistant.page.library import Library
from assistant.page.turns import read_turn
from assistant.types import Answer
from assistant.warm_up import WarmUp
from tests.browser.scripted import RULE, ScriptedAssistant, ruling

SLOW = "pertanyaan lambat"


@pytest.fixture
def assistant() -> Iterator[ScriptedAssistant]:
    scripted = ScriptedAssistant()
    yield scripted
    scripted.release.set()


@pytest.fixture
def desk(assistant: ScriptedAssistant, tmp_path: Path) -> Desk:
    return desk_of(assistant, tmp_path)


class Broken(ScriptedAssistant):
    """Fails at every question."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        raise self.error


# What comes back


def test_a_question_comes_back_as_html_and_as_what_the_browser_keeps(desk: Desk, assistant: ScriptedAssistant) -> None:
    (reply,) = run(replies(desk, {"question": f"  {QUESTION}\n", "number": 7}))
    turn = read_turn(reply["turn"])
    assert reply["state"] == "done"
    assert (turn.question, turn.corpus) == (QUESTION, Library.of(assistant.corpus.passages).fingerprint)
    assert turn.answer is not None
    assert turn.answer.citations[0].quote.text == RULE
    assert turn.asked is not None
    assert turn.asked.utcoffset() is not None
    assert reply["html"] == turn_html(7, turn, WORDS)
    assert reply["announcement"] == announcement(turn, WORDS)


def test_who_reads_english_gets_english(desk: Desk) -> None:
    html = last_reply(desk, visitor=ENGLISH_VISITOR)["html"]
    assert ENGLISH_VISITOR.words.you_asked in html
    assert WORDS.you_asked not in html


@pytest.mark.parametrize("number", [None, -1, 10_000, 10**30, 1.5, "3", [1], {}, float("nan")], ids=str)
def test_a_number_that_is_none_counts_as_the_first(desk: Desk, number: object) -> None:
    assert 'id="turn-0"' in last_reply(desk, number=number)["html"]


def test_earlier_questions_go_with_a_new_one(desk: Desk, assistant: ScriptedAssistant) -> None:
    last_reply(desk, "Apa sanksinya?", history=["Satu?", "", " ", "Dua?"])
    assert assistant.asked == [("Apa sanksinya?", ["Satu?", "Dua?"])]


def test_of_many_earlier_questions_the_latest_count(desk: Desk, assistant: ScriptedAssistant) -> None:
    earlier = [f"Pertanyaan {n}?" for n in range(3 * HISTORY)]
    last_reply(desk, history=earlier)
    assert assistant.asked == [(QUESTION, earlier[-HISTORY:])]


@pytest.mark.parametrize("history", [None, "teks", 1, {"0": "Satu?"}, [1, None, ["Satu?"], {}]], ids=str)
def test_a_history_that_is_none_is_passed_over(desk: Desk, assistant: ScriptedAssistant, history: object) -> None:
    assert last_reply(desk, history=history)["state"] == "done"
    assert assistant.asked == [(QUESTION, [])]


@pytest.mark.parametrize(
    "question",
    ["😀" * 100, "a\x00\x07\x1b[31m", "ﷺ" * 50, "<script>alert(1)</script>", "a\u202e", "setengah \ud83d", "a" * 2_000],
    ids=["emoji", "control characters", "ligatures", "markup", "reordering", "half a character", "the longest"],
)
def test_odd_questions_are_answered_and_not_a_crash(desk: Desk, question: str) -> None:
    reply = last_reply(desk, question, history=[question])
    assert reply["state"] == "done"
    assert PageReader(reply["html"]).texts("h3")
    assert read_turn(reply["turn"]).answer is not None


def test_feedback_is_asked_for_where_the_operator_wants_it(assistant: ScriptedAssistant, tmp_path: Path) -> None:
    wanted = desk_of(assistant, tmp_path, feedback_file=tmp_path / "tanggapan.jsonl")
    assert "data-rate" in last_reply(wanted)["html"]
    assert "data-rate" not in last_reply(desk_of(assistant, tmp_path))["html"]


# What cannot be asked


@pytest.mark.parametrize("question", ["", " \n", None, 5, ["Bolehkah?"], {"question": "Bolehkah?"}, True], ids=str)
def test_what_holds_no_question_is_sent_back(desk: Desk, assistant: ScriptedAssistant, question: object) -> None:
    assert last_reply(desk, question) == {"state": "refused", "message": WORDS.empty_question}
    assert run(replies(desk, {})) == [{"state": "refused", "message": WORDS.empty_question}]
    assert assistant.asked == []


def test_what_is_too_long_is_sent_back(desk: Desk, assistant: ScriptedAssistant) -> None:
    reply = last_reply(desk, "a" * 2_001)
    assert reply["state"] == "refused"
    assert "2001" in reply["message"]
    assert assistant.asked == []


@pytest.mark.parametrize(("notice", "told"), [("Sedang <b>dirawat</b>.", "Sedang <b>dirawat</b>."), ("", "")])
def test_nothing_is_answered_while_the_operator_has_switched_off(
    desk: Desk, assistant: ScriptedAssistant, tmp_path: Path, notice: str, told: str
) -> None:
    (tmp_path / "off.txt").write_text(notice)
    for visitor in (VISITOR, ENGLISH_VISITOR):
        expected = told or visitor.words.switched_off
        assert last_reply(desk, visitor=visitor) == {"state": "refused", "message": expected}
        with pytest.raises(AssistantError, match=expected.rstrip(".")):
            run(desk.answer(QUESTION, [], visitor))
    (tmp_path / "off.txt").unlink()
    assert last_reply(desk)["state"] == "done"
    assert len(assistant.asked) == 1


# What goes wrong


def test_an_unexpected_failure_is_loud_in_the_terminal_and_an_apology_on_the_page(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    reply = last_reply(desk, "rusak", number=3)
    turn = read_turn(reply["turn"])
    assert (turn.question, turn.answer, turn.message) == ("rusak", None, WORDS.answer_failed)
    assert reply["html"] == turn_html(3, turn, WORDS)
    assert reply["announcement"] == WORDS.answer_failed
    assert "scripted failure" in caplog.text
    assert last_reply(desk)["announcement"] != WORDS.answer_failed, "The next question is answered again."


def test_a_question_leaves_no_trace_in_the_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        last_reply(desk, history=["Bolehkah berkampanye?"])
        last_reply(desk, f"rusak {QUESTION}")
    assert "scripted failure" in caplog.text
    assert "menyukai" not in caplog.text
    assert "berkampanye" not in caplog.text


def test_what_the_operator_can_mend_is_told_with_its_remedy(tmp_path: Path) -> None:
    desk = desk_of(Broken(StoreError("Belum ada dokumen. Jalankan: python -m ingest")), tmp_path)
    reply = last_reply(desk)
    assert read_turn(reply["turn"]).message == "Belum ada dokumen. Jalankan: python -m ingest"
    with pytest.raises(StoreError, match="python -m ingest"):
        run(desk.answer(QUESTION, [], VISITOR))


def test_who_asks_an_assistant_that_cannot_be_opened_is_told_why(tmp_path: Path) -> None:
    told = desk_of(failed(ModelError("Bobot model rusak. Hapus .cache.")), tmp_path)
    first, last = run(replies(told, {"question": QUESTION}))
    assert first == {"state": "waiting", "message": WORDS.waiting}
    assert read_turn(last["turn"]).message == "Bobot model rusak. Hapus .cache."
    untold = desk_of(failed(RuntimeError("unexpected")), tmp_path)
    assert read_turn(last_reply(untold)["turn"]).message == WORDS.answer_failed


# Waiting


def test_a_question_asked_too_early_waits_and_is_answered(tmp_path: Path) -> None:
    may_open = threading.Event()

    def open_later(_: WarmUp) -> ScriptedAssistant:
        assert may_open.wait(20)
        return ScriptedAssistant()

    desk = desk_of(warm_up := WarmUp(open_later), tmp_path)
    warm_up.start()

    async def ask() -> list[str]:
        states = []
        async for reply in desk.ask({"question": QUESTION}, VISITOR):
            states.append(reply["state"])
            may_open.set()
        return states

    assert run(ask()) == ["waiting", "done"]


async def start(desk: Desk, question: str, count: int = 1) -> list[asyncio.Task[list[dict[str, Any]]]]:
    """So many ask at once, each from a page of their own, and are where they can get."""
    visitors = [Visitor(f"{question}-{n}", "10.0.0.1", WORDS) for n in range(count)]
    tasks = [asyncio.create_task(replies(desk, {"question": question}, visitor)) for visitor in visitors]
    await asyncio.sleep(0.1)
    return tasks


def test_who_has_to_wait_knows_their_position_until_it_is_their_turn(desk: Desk, assistant: ScriptedAssistant) -> None:
    async def crowd() -> list[list[dict[str, Any]]]:
        answered = await start(desk, SLOW, ANSWERS_AT_A_TIME)
        waiting = await start(desk, QUESTION, 2)
        assert (QUESTION, []) not in assistant.asked
        assistant.release.set()
        return await asyncio.gather(*answered, *waiting)

    *_, first, second = run(crowd())
    positions = [WORDS.in_line.format(position=position) for position in (1, 2)]
    assert [reply.get("message") for reply in first] == [positions[0], None]
    # Two are answered in the same moment, so that the last may never see the first position.
    assert second[0]["message"] == positions[1]
    assert second[-1]["state"] == "done"


def test_when_too_many_wait_the_next_is_asked_to_come_back(
    monkeypatch: pytest.MonkeyPatch, assistant: ScriptedAssistant, tmp_path: Path
) -> None:
    monkeypatch.setattr("assistant.desk.LONGEST_LINE", 1)
    desk = desk_of(assistant, tmp_path)

    async def crowd() -> None:
        tasks = await start(desk, SLOW, ANSWERS_AT_A_TIME + 1)
        assert await replies(desk, {"question": QUESTION}) == [{"state": "refused", "message": WORDS.line_full}]
        with pytest.raises(Refused, match=ENGLISH_VISITOR.words.line_full[:20]):
            await desk.answer(QUESTION, [], ENGLISH_VISITOR)
        assistant.release.set()
        await asyncio.gather(*tasks)

    run(crowd())


def test_who_stops_waiting_frees_the_place(desk: Desk, assistant: ScriptedAssistant) -> None:
    async def crowd() -> None:
        answered = await start(desk, SLOW, ANSWERS_AT_A_TIME)
        stopped = desk.ask({"question": QUESTION}, VISITOR)
        assert (await anext(stopped))["message"] == WORDS.in_line.format(position=1)
        behind = desk.ask({"question": QUESTION}, NEIGHBOUR)
        assert (await anext(behind))["message"] == WORDS.in_line.format(position=2)
        await stopped.aclose()  # type: ignore[attr-defined]
        assert (await anext(behind))["message"] == WORDS.in_line.format(position=1)
        await behind.aclose()  # type: ignore[attr-defined]
        assistant.release.set()
        await asyncio.gather(*answered)

    run(crowd())
    assert [question for question, _ in assistant.asked] == [SLOW] * ANSWERS_AT_A_TIME


def test_who_stops_an_answer_frees_the_place_at_once(desk: Desk, assistant: ScriptedAssistant) -> None:
    async def crowd() -> list[dict[str, Any]]:
        tasks = await start(desk, SLOW, ANSWERS_AT_A_TIME)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        found = await asyncio.wait_for(replies(desk, {"question": QUESTION}), 5)
        assistant.release.set()
        return found

    (reply,) = run(crowd())
    assert reply["state"] == "done"


def test_a_failure_frees_the_place_too(desk: Desk) -> None:
    for _ in range(ANSWERS_AT_A_TIME + 1):
        last_reply(desk, "rusak")
    assert last_reply(desk)["state"] == "done"


# How often


def test_one_page_may_not_ask_without_end(assistant: ScriptedAssistant, tmp_path: Path) -> None:
    desk = desk_of(assistant, tmp_path, session_limit="2/hour")
    states = [last_reply(desk)["state"] for _ in range(3)]
    assert states == ["done", "done", "refused"]
    assert last_reply(desk, visitor=NEIGHBOUR)["state"] == "done", "Another page at the same address."


def test_one_address_may_not_ask_without_end_through_many_pages(assistant: ScriptedAssistant, tmp_path: Path) -> None:
    desk = desk_of(assistant, tmp_path, session_limit="5/hour", address_limit="2/hour")
    assert [last_reply(desk, visitor=visitor)["state"] for visitor in (VISITOR, NEIGHBOUR, VISITOR, STRANGER)] == [
        "done",
        "done",
        "refused",
        "done",
    ]


def test_who_asks_too_often_is_told_how_long_to_wait(assistant: ScriptedAssistant, tmp_path: Path) -> None:
    desk = desk_of(assistant, tmp_path, session_limit="1/minute")
    words = ENGLISH_VISITOR.words
    last_reply(desk, visitor=ENGLISH_VISITOR)
    told = [words.too_many.format(seconds=seconds) for seconds in (59, 60)]
    assert last_reply(desk, visitor=ENGLISH_VISITOR)["message"] in told
    with pytest.raises(Refused, match="Too many questions"):
        run(desk.answer(QUESTION, [], ENGLISH_VISITOR))
    assert len(assistant.asked) == 1


def test_what_cannot_be_asked_does_not_count(assistant: ScriptedAssistant, tmp_path: Path) -> None:
    desk = desk_of(assistant, tmp_path, session_limit="1/hour")
    for question in ("", "a" * 5_000):
        last_reply(desk, question)
    assert last_reply(desk)["state"] == "done"


# Programs


def test_programs_get_the_answer(desk: Desk, assistant: ScriptedAssistant) -> None:
    answer = run(desk.answer(QUESTION, ["Apa itu netralitas?", " "], VISITOR))
    assert answer == ruling(QUESTION)
    assert assistant.asked == [(QUESTION, ["Apa itu netralitas?"])]


@pytest.mark.parametrize(("question", "message"), [("", WORDS.empty_question), ("a" * 20_000, "20000")])
def test_programs_are_told_what_cannot_be_asked(desk: Desk, question: str, message: str) -> None:
    with pytest.raises(Refused, match=message):
        run(desk.answer(question, [], VISITOR))


def test_programs_hear_of_an_unexpected_failure(desk: Desk) -> None:
    with pytest.raises(RuntimeError, match="scripted failure"):
        run(desk.answer("rusak", [], VISITOR))


# The banner, and what programs that watch the server are told


@pytest.mark.parametrize("words", [WORDS, ENGLISH_VISITOR.words], ids=["id", "en"])
def test_the_banner_follows_the_warm_up_and_then_goes(tmp_path: Path, words: Any) -> None:
    desk = desk_of(warm_up := WarmUp(lambda _: ScriptedAssistant()), tmp_path)
    shown, changes = desk.banner(words)
    assert PageReader(shown).text == words.preparing
    assert changes
    warm_up.progress = (3, 5)
    assert PageReader(desk.banner(words)[0]).text == words.preparing_articles.format(done=3, total=5)
    assert desk.health() == "preparing"
    warm_up.run()
    assert desk.banner(words) == ("", False)
    assert desk.health() == "ready"


@pytest.mark.parametrize("words", [WORDS, ENGLISH_VISITOR.words], ids=["id", "en"])
def test_the_banner_says_why_the_assistant_cannot_be_used(tmp_path: Path, words: Any) -> None:
    desk = desk_of(failed(ModelError("Hapus <.cache>.")), tmp_path)
    shown, changes = desk.banner(words)
    assert PageReader(shown).text == f"{words.failed} Hapus <.cache>."
    assert not changes
    assert desk.health() == "failed"
    unexpected = PageReader(desk_of(failed(RuntimeError("unexpected")), tmp_path).banner(words)[0])
    assert unexpected.text == f"{words.failed} {words.answer_failed}"


@pytest.mark.parametrize("words", [WORDS, ENGLISH_VISITOR.words], ids=["id", "en"])
def test_the_banner_shows_what_the_operator_wrote_whatever_else_is_the_matter(tmp_path: Path, words: Any) -> None:
    off = tmp_path / "off.txt"
    for warm_up in (opened(ScriptedAssistant()), failed(ModelError("Rusak.")), WarmUp(lambda _: ScriptedAssistant())):
        desk = desk_of(warm_up, tmp_path)
        off.write_text("Libur sampai <i>Senin</i>.")
        shown, changes = desk.banner(words)
        assert PageReader(shown).text == "Libur sampai <i>Senin</i>."
        assert not changes
        off.write_text("")
        assert PageReader(desk.banner(words)[0]).text == words.switched_off
        assert desk.health() == "off"
        off.unlink()
        assert desk.health() != "off"
