"""An answer that a language model puts in other words while people read: what comes when, and what stays when it fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from desks import ENGLISH_VISITOR, QUESTION, VISITOR, Visitor, desk_of, replies, run, sendable

from assistant.desk import ANSWERS_AT_A_TIME, MODELS_AT_A_TIME, Desk
from assistant.page.indonesian import INDONESIAN as WORDS
from assistant.page.turns import read_turn
from assistant.presentation import explanation_of
from assistant.types import Answer
from assistant.wording import ENGLISH, INDONESIAN
from tests.browser.scripted import PHRASED, PhrasingAssistant, ruling


@pytest.fixture
def assistant() -> Iterator[PhrasingAssistant]:
    scripted = PhrasingAssistant()
    yield scripted
    scripted.release.set()
    scripted.go_on()


@pytest.fixture
def desk(assistant: PhrasingAssistant, tmp_path: Path) -> Desk:
    return desk_of(assistant, tmp_path)


def asked(desk: Desk, question: str = QUESTION, visitor: Visitor = VISITOR) -> list[dict[str, Any]]:
    return run(replies(desk, {"question": question}, visitor))


def answer_in(reply: dict[str, Any]) -> Answer:
    answer = read_turn(reply["turn"]).answer
    assert answer is not None
    return answer


def said_in(reply: dict[str, Any]) -> list[str]:
    return [sentence.text for sentence in explanation_of(answer_in(reply))]


def failures_in(answer: Answer) -> list[str]:
    return [notice.text for notice in answer.notices if notice.kind == "model_failed"]


def test_the_verdict_comes_first_and_then_sentence_after_sentence(desk: Desk, assistant: PhrasingAssistant) -> None:
    async def ask() -> list[dict[str, Any]]:
        found = []
        async for reply in desk.ask({"question": QUESTION, "number": 4}, VISITOR):
            found.append(sendable(reply))
            assistant.go_on(1)
        return found

    *partial, last = run(ask())
    assert [reply["state"] for reply in partial] == ["partial"] * (1 + len(PHRASED))
    assert [said_in(reply) for reply in partial] == [list(PHRASED[:count]) for count in range(1 + len(PHRASED))]
    assert last["state"] == "done"
    assert said_in(last) == list(PHRASED)
    assert all('id="turn-4"' in reply["html"] for reply in (*partial, last))
    assert all(WORDS.writing in reply["html"] for reply in partial)
    assert WORDS.writing not in last["html"]
    assert last["further"].endswith(" ".join(PHRASED))
    assert answer_in(last).engine == "generative"
    assert read_turn(last["turn"]).corpus == read_turn(partial[0]["turn"]).corpus != ""


def test_what_is_not_phrased_comes_once(desk: Desk, assistant: PhrasingAssistant) -> None:
    for question in ("cuaca?", "tidak ada?"):
        (reply,) = asked(desk, question)
        assert (reply["state"], reply["further"]) == ("done", "")


def test_an_english_answer_comes_once(
    desk: Desk, assistant: PhrasingAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant, "answer", lambda *_: replace(ruling("May I?"), language="en"))
    (reply,) = asked(desk, "May I?")
    assert reply["state"] == "done"


def test_a_model_that_says_nothing_leaves_the_answer_as_it_was(desk: Desk) -> None:
    partial, done = asked(desk, "bungkam?")
    assert (partial["state"], done["state"], done["further"]) == ("partial", "done", "")
    assert answer_in(done) == ruling("bungkam?")


@pytest.mark.parametrize(
    ("question", "said", "told"),
    [("gagal?", 0, INDONESIAN.model_failed), ("terputus?", 1, INDONESIAN.model_cut)],
)
def test_a_model_that_fails_leaves_what_there_is_and_says_so(
    desk: Desk, assistant: PhrasingAssistant, caplog: pytest.LogCaptureFixture, question: str, said: int, told: str
) -> None:
    assistant.go_on()
    last = asked(desk, question)[-1]
    assert last["state"] == "done"
    assert read_turn(last["turn"]).message == ""
    assert said_in(last) == list(PHRASED[:said])
    assert answer_in(last).citations == ruling(question).citations
    assert failures_in(answer_in(last)) == [told]
    assert told in last["further"]
    assert "scripted failure of the model" in caplog.text


def test_a_failure_before_the_first_answer_is_an_apology_as_ever(desk: Desk) -> None:
    (reply,) = asked(desk, "rusak")
    assert read_turn(reply["turn"]).message == WORDS.answer_failed


def test_a_question_leaves_no_trace_in_the_log(
    desk: Desk, assistant: PhrasingAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    assistant.go_on()
    with caplog.at_level(logging.DEBUG):
        asked(desk, f"gagal {QUESTION}")
    assert "scripted failure" in caplog.text
    assert "menyukai" not in caplog.text


def test_who_reads_english_is_told_of_a_failure_in_the_language_of_the_answer(
    desk: Desk, assistant: PhrasingAssistant
) -> None:
    assistant.go_on()
    assert failures_in(answer_in(asked(desk, "gagal?", ENGLISH_VISITOR)[-1])) == [INDONESIAN.model_failed]
    assert ENGLISH.model_failed != INDONESIAN.model_failed


async def until(is_so: Any) -> None:
    """Wait until something that happens in a thread has happened."""
    for _ in range(200):
        if is_so():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("It never happened.")


async def partials(desk: Desk, count: int) -> list[Any]:
    """So many answers before which somebody sits and reads."""
    begun = [desk.ask({"question": QUESTION}, Visitor(f"halaman-{n}", "10.0.0.9", WORDS)) for n in range(count)]
    for one in begun:
        assert (await anext(one))["state"] == "partial"
    return begun


def test_waiting_for_a_model_holds_up_nobody_elses_verdict(desk: Desk) -> None:
    async def crowd() -> None:
        begun = await partials(desk, 3 * ANSWERS_AT_A_TIME)
        for one in begun:
            await one.aclose()

    run(crowd())


def test_only_so_many_models_write_at_once_and_who_comes_then_gets_the_quotations(
    monkeypatch: pytest.MonkeyPatch, assistant: PhrasingAssistant, tmp_path: Path
) -> None:
    monkeypatch.setattr("assistant.desk.LONGEST_WAIT_FOR_MODEL", 0.2)
    desk = desk_of(assistant, tmp_path)

    async def crowd() -> list[dict[str, Any]]:
        begun = await partials(desk, MODELS_AT_A_TIME)
        waiting = [asyncio.create_task(anext(one)) for one in begun]
        await until(lambda: assistant.writing == MODELS_AT_A_TIME)
        late = await replies(desk, {"question": QUESTION})
        assert assistant.writing == MODELS_AT_A_TIME
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        assistant.go_on()
        await until(lambda: assistant.writing == 0)
        assert said_in((await replies(desk, {"question": QUESTION}))[-1]) == list(PHRASED), "The places are free again."
        return late

    late = run(crowd())
    assert failures_in(answer_in(late[-1])) == [INDONESIAN.model_busy]
    assert said_in(late[-1]) == []


def test_who_stops_reading_ends_the_models_work(desk: Desk, assistant: PhrasingAssistant) -> None:
    async def stop() -> None:
        (stopped,) = await partials(desk, 1)
        reading = asyncio.create_task(anext(stopped))
        await until(lambda: assistant.writing == 1)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        assert not assistant.closed.is_set()
        assistant.go_on(1)
        await until(assistant.closed.is_set)

        (left,) = await partials(desk, 1)
        assistant.go_on(1)
        assert said_in(await anext(left)) == list(PHRASED[:1])
        await left.aclose()
        await until(assistant.closed.is_set)

    run(stop())
    assert assistant.writing == 0


def test_programs_get_the_last_of_all_answers_and_hold_up_nobody(desk: Desk, assistant: PhrasingAssistant) -> None:
    async def crowd() -> list[Answer]:
        programs = [asyncio.create_task(desk.answer(QUESTION, [], VISITOR)) for _ in range(ANSWERS_AT_A_TIME)]
        await until(lambda: assistant.writing == ANSWERS_AT_A_TIME)
        (beside,) = await partials(desk, 1)
        await beside.aclose()
        assistant.go_on()
        return await asyncio.gather(*programs)

    for answer in run(crowd()):
        assert [sentence.text for sentence in explanation_of(answer)] == list(PHRASED)


def test_programs_get_what_there_is_when_the_model_fails(desk: Desk, assistant: PhrasingAssistant) -> None:
    assistant.go_on()
    assert failures_in(run(desk.answer("gagal?", [], VISITOR))) == [INDONESIAN.model_failed]
