"""The assistant gets ready behind the page: an empty store is filled once, and whatever goes wrong is told."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.errors import ModelError
from assistant.page import terminal
from assistant.settings import Settings
from assistant.warm_up import STARTER_ARTICLES, Answering, WarmUp, open_assistant, remote_model, start_thread
from tests.browser.scripted import ScriptedAssistant


def opened(assistant: Answering) -> WarmUp:
    warm_up = WarmUp(lambda _: assistant)
    warm_up.run()
    return warm_up


def failed(error: Exception) -> WarmUp:
    def fail(_: WarmUp) -> Answering:
        raise error

    warm_up = WarmUp(fail)
    warm_up.run()
    return warm_up


def test_the_page_does_not_wait_and_who_asks_gets_the_assistant_as_soon_as_it_is_there(
    capsys: pytest.CaptureFixture[str],
) -> None:
    may_open, assistant = threading.Event(), ScriptedAssistant()

    def open_later(_: WarmUp) -> Answering:
        assert may_open.wait(20)
        return assistant

    warm_up = WarmUp(open_later)

    async def wait_twice() -> list[Answering]:
        waiting = [asyncio.create_task(warm_up.wait()) for _ in range(2)]
        await asyncio.sleep(0.15)
        assert not any(task.done() for task in waiting)
        may_open.set()
        return await asyncio.wait_for(asyncio.gather(*waiting), 10)

    warm_up.start()
    assert (warm_up.assistant, warm_up.error, warm_up.progress) == (None, None, (0, 0))
    assert asyncio.run(wait_twice()) == [assistant, assistant]
    for thread in threading.enumerate():
        if thread.name == "warm-up":
            thread.join(10)
    assert terminal.READY in capsys.readouterr().out


def test_once_it_is_ready_nobody_waits() -> None:
    assistant = ScriptedAssistant()
    warm_up = opened(assistant)
    assert asyncio.run(asyncio.wait_for(warm_up.wait(), 0.05)) is assistant


def test_what_the_operator_can_mend_is_told_in_the_terminal(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    warm_up = failed(ModelError("Bobot model rusak. Hapus .cache, lalu jalankan lagi."))
    assert f"{terminal.FAILED}: Bobot model rusak. Hapus .cache" in capsys.readouterr().err
    assert not caplog.records, "A traceback helps nobody here."
    with pytest.raises(ModelError, match=r"Hapus \.cache"):
        asyncio.run(warm_up.wait())


def test_an_unexpected_failure_is_loud(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    warm_up = failed(RuntimeError("unexpected"))
    assert "unexpected" in caplog.text
    assert "Traceback" in caplog.text
    assert terminal.READY not in capsys.readouterr().out
    with pytest.raises(RuntimeError, match="unexpected"):
        asyncio.run(warm_up.wait())


# The first start


@pytest.fixture
def starter(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Stands in for ingest and for the assistant.

    `calls` says what was done, `seen` how far the filling was on the way; with `fail` the filling breaks off.
    """
    stand_in = SimpleNamespace(calls=[], seen=[], fail=False, assistant=ScriptedAssistant())
    stand_in.warm_up = WarmUp(lambda _: stand_in.assistant)

    def ingest_paths(paths: list[Path], settings: Settings, *, progress: Any) -> None:
        assert paths == [STARTER_ARTICLES]
        stand_in.calls.append("ingest")
        progress(1, 5)
        stand_in.seen.append(stand_in.warm_up.progress)
        (settings.vectorstore / "chroma.sqlite3").touch()
        if stand_in.fail:
            raise KeyboardInterrupt
        progress(5, 5)

    def open_store(settings: Settings) -> ScriptedAssistant:
        stand_in.calls.append("open")
        return stand_in.assistant

    monkeypatch.setattr("ingest.update.ingest_paths", ingest_paths)
    monkeypatch.setattr("assistant.pipeline.Assistant.open", open_store)
    return stand_in


def test_an_empty_store_is_filled_once(tmp_path: Path, starter: SimpleNamespace) -> None:
    settings = Settings(vectorstore=tmp_path / "store")
    for _ in range(2):
        assert open_assistant(settings, starter.warm_up) is starter.assistant
    assert starter.calls == ["ingest", "open", "open"]
    assert starter.assistant.rehearsed.wait(10), "Follow-ups are tried before somebody waits for them."


def test_the_filling_ends_without_a_word_with_the_process_and_the_next_start_completes_it(
    tmp_path: Path, starter: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(vectorstore=tmp_path / "store")
    with monkeypatch.context() as ending:
        ending.setattr("assistant.warm_up.is_ending", lambda: True)
        with pytest.raises(SystemExit):  # which a thread keeps to itself
            WarmUp(lambda warm_up: open_assistant(settings, warm_up)).run()
    assert starter.calls == ["ingest"]
    assert capsys.readouterr() == ("", "")

    assert open_assistant(settings, starter.warm_up) is starter.assistant
    assert starter.calls == ["ingest", "ingest", "open"]


def test_no_thread_is_killed_inside_the_model_not_even_one_that_a_daemon_starts() -> None:
    seen: list[bool] = []
    inner = lambda: seen.append(threading.current_thread().daemon)  # noqa: E731
    daemon = threading.Thread(target=lambda: start_thread("inner", inner), daemon=True)
    daemon.start()
    daemon.join(10)
    for thread in threading.enumerate():
        if thread.name == "inner":
            thread.join(10)
    assert seen == [False]


def test_how_far_the_filling_is_can_be_seen_on_the_page_and_in_the_terminal(
    tmp_path: Path, starter: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    open_assistant(Settings(vectorstore=tmp_path), starter.warm_up)
    assert starter.seen == [(1, 5)]
    assert starter.warm_up.progress == (0, 0), "Nothing is filled any more."
    assert terminal.PREPARING_ARTICLES.format(done=5, total=5) in capsys.readouterr().out


def test_a_store_that_somebody_filled_is_left_as_it_is(tmp_path: Path, starter: SimpleNamespace) -> None:
    (tmp_path / "chroma.sqlite3").touch()
    open_assistant(Settings(vectorstore=tmp_path), starter.warm_up)
    assert starter.calls == ["open"]


@pytest.mark.parametrize(("is_empty", "calls"), [(False, ["open"]), (True, ["ingest", "open"])])
def test_whether_a_store_on_a_server_is_empty_is_asked_there(
    tmp_path: Path, starter: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, is_empty: bool, calls: list[str]
) -> None:
    settings = Settings(vectorstore=tmp_path, chroma_url="http://chroma.example:8000")
    monkeypatch.setattr("assistant.search.index.is_empty", lambda asked: is_empty and asked is settings)
    open_assistant(settings, starter.warm_up)
    assert starter.calls == calls


def test_an_interrupted_first_start_is_completed_by_the_next(tmp_path: Path, starter: SimpleNamespace) -> None:
    settings = Settings(vectorstore=tmp_path)
    starter.fail = True
    with pytest.raises(KeyboardInterrupt):
        open_assistant(settings, starter.warm_up)
    starter.fail = False
    for _ in range(2):
        open_assistant(settings, starter.warm_up)
    assert starter.calls == ["ingest", "ingest", "open", "open"]
    assert [path.name for path in tmp_path.iterdir()] == ["chroma.sqlite3"]


def test_the_articles_it_comes_with_are_there() -> None:
    assert list(STARTER_ARTICLES.glob("*.md"))


# Where questions go


@pytest.mark.parametrize(
    ("model", "address", "engine", "told"),
    [
        ("openai:besar", "", "generative", "openai:besar"),
        ("openai:besar", "http://127.0.0.1:8080/v1", "generative", ""),
        ("ollama:qwen3:8b", "", "generative", ""),
        ("ollama:qwen3:8b", "http://server.kantor:11434", "generative", "ollama:qwen3:8b"),
        ("openai:besar", "", "extractive", ""),
        ("", "", "extractive", ""),
    ],
)
def test_only_a_model_that_is_asked_and_lives_elsewhere_is_told_of(
    monkeypatch: pytest.MonkeyPatch, model: str, address: str, engine: str, told: str
) -> None:
    monkeypatch.delenv("OLLAMA_HOST", raising=False)
    assert remote_model(Settings(chat_model=model, chat_base_url=address, engine=engine)) == told
