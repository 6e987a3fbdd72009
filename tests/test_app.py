"""The web chat without a browser: what its handlers answer, what the server serves, how it starts and fails."""

from __future__ import annotations

import asyncio
import logging
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import httpx
import pytest
from gradio_client import Client

import app
from assistant.errors import ModelError, StoreError
from assistant.page.conversation import Turn
from assistant.page.wording import INDONESIAN as WORDS
from assistant.settings import PROJECT_ROOT, Settings
from tests.browser.scripted import RULE, ScriptedAssistant

QUESTION = "Bolehkah PNS menyukai unggahan caleg?"


def ready(answer: Any) -> app.Handlers:
    warm_up = app.WarmUp(lambda _: answer)
    warm_up._run()
    return app.Handlers(warm_up)


def failed(error: Exception) -> app.Handlers:
    def fail(_: app.WarmUp) -> app.Answering:
        raise error

    warm_up = app.WarmUp(fail)
    warm_up._run()
    return app.Handlers(warm_up)


@pytest.fixture
def scripted() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture
def handlers(scripted: ScriptedAssistant) -> app.Handlers:
    return ready(scripted.answer)


def finish(handlers: app.Handlers, turns: list[Turn]) -> list[Turn]:
    return asyncio.run(handlers.finish(turns))[0]


def asked(handlers: app.Handlers, question: str, turns: list[Turn] | None = None) -> list[Turn]:
    return handlers.send(question, turns or [])[2]


def pressed(**data: object) -> gr.EventData:
    return gr.EventData(None, data)


def test_the_page_comes_up_without_anything_heavy() -> None:
    heavy = "{'torch', 'sentence_transformers', 'transformers', 'chromadb', 'langchain_core', 'bm25s'}"
    program = f"import sys, app; app.build_page(app.WarmUp(lambda _: None)); print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_question_is_shown_at_once_and_answered_after_the_earlier_ones(
    handlers: app.Handlers, scripted: ScriptedAssistant
) -> None:
    box, hint, turns, html, *_ = handlers.send(f"  {QUESTION} ", [])
    assert (box, hint) == ("", "")
    assert turns == [Turn(QUESTION, message=WORDS.searching, pending=True)]
    assert QUESTION in html
    turns = finish(handlers, turns)
    assert turns[-1].answer is not None
    finish(handlers, asked(handlers, "Apa sanksinya?", turns))
    assert scripted.asked == [(QUESTION, []), ("Apa sanksinya?", [QUESTION])]


@pytest.mark.parametrize("question", ["", "   ", "a" * 2_001])
def test_what_cannot_be_asked_stays_in_the_box(handlers: app.Handlers, question: str) -> None:
    box, hint, turns, *_ = handlers.send(question, [])
    assert box == question
    assert 'class="hint"' in hint
    assert turns == []


@pytest.mark.parametrize(
    "question",
    ["😀" * 100, "\x00\x07\x1b[31m", "ﷺ" * 50, "<script>alert(1)</script>", "\u202e"],
    ids=["emoji", "control characters", "ligatures", "markup", "reordering"],
)
def test_odd_questions_are_answered_and_not_a_crash(handlers: app.Handlers, question: str) -> None:
    assert finish(handlers, asked(handlers, question))[-1].answer is not None


def test_a_second_question_waits_for_the_first(handlers: app.Handlers) -> None:
    waiting = asked(handlers, QUESTION)
    box, hint, turns, *_ = handlers.send("Lain?", waiting)
    assert box == "Lain?"
    assert WORDS.busy in hint
    assert turns == waiting


def test_chips_ask_and_the_last_question_can_be_asked_again(
    handlers: app.Handlers, scripted: ScriptedAssistant
) -> None:
    turns = finish(handlers, handlers.press([], pressed(question=QUESTION))[1])
    again = handlers.press(turns, pressed(retry=True))[1]
    assert [turn.question for turn in again] == [QUESTION]
    assert again[-1].pending
    finish(handlers, again)
    assert scripted.asked == [(QUESTION, []), (QUESTION, [])]
    assert handlers.press([], pressed(retry=True))[1] == []
    assert handlers.press([], gr.EventData(None, None))[1] == []


def test_stopping_leaves_the_question_unanswered(handlers: app.Handlers) -> None:
    turns = handlers.stop(asked(handlers, QUESTION))[0]
    assert turns == [Turn(QUESTION, message=WORDS.stopped)]
    assert finish(handlers, turns) == turns
    assert handlers.stop([])[0] == []


def test_an_unexpected_failure_is_loud_in_the_terminal_and_an_apology_on_the_page(
    handlers: app.Handlers, caplog: pytest.LogCaptureFixture
) -> None:
    turns = finish(handlers, asked(handlers, "rusak"))
    assert turns[-1].message == WORDS.answer_failed
    assert "scripted failure" in caplog.text
    assert finish(handlers, asked(handlers, QUESTION, turns))[-1].answer is not None


def test_a_question_leaves_no_trace_in_the_log(handlers: app.Handlers, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        finish(handlers, asked(handlers, QUESTION))
    assert "menyukai" not in caplog.text


def test_a_store_that_vanished_is_told_with_its_remedy() -> None:
    def answer(question: str, history: object) -> None:
        raise StoreError("Belum ada dokumen. Jalankan: python -m ingest")

    turns = finish(ready(answer), asked(ready(answer), QUESTION))
    assert turns[-1].message == "Belum ada dokumen. Jalankan: python -m ingest"


def test_the_banner_follows_the_warm_up_and_then_goes() -> None:
    warm_up = app.WarmUp(lambda _: ScriptedAssistant().answer)
    handlers = app.Handlers(warm_up)
    banner, clock = handlers.progress()
    assert WORDS.preparing in banner
    assert clock.active
    warm_up.message = "3 dari 5"
    assert "3 dari 5" in handlers.progress()[0]
    assert asked(handlers, QUESTION)[-1].message == WORDS.waiting
    warm_up._run()
    banner, clock = handlers.progress()
    assert banner == ""
    assert not clock.active


def test_a_failed_warm_up_is_told_on_the_page_and_in_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    handlers = failed(ModelError("Bobot model rusak. Hapus .cache, lalu jalankan lagi."))
    banner, clock = handlers.progress()
    assert "Hapus .cache" in banner
    assert not clock.active
    assert "Hapus .cache" in capsys.readouterr().err
    assert "Hapus .cache" in finish(handlers, asked(handlers, QUESTION))[-1].message


def test_an_unexpected_failure_while_warming_up_is_loud_too(caplog: pytest.LogCaptureFixture) -> None:
    banner, _ = failed(RuntimeError("unexpected")).progress()
    assert WORDS.answer_failed in banner
    assert "unexpected" in caplog.text
    assert "unexpected" not in banner


@pytest.fixture
def starter(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Stands in for ingest and for the assistant; `calls` says what was done, `fail` makes the ingest break off."""
    seen = SimpleNamespace(calls=[], fail=False, messages=[])

    def ingest_paths(paths: list[Path], settings: Settings, *, progress: Any) -> None:
        seen.calls.append("ingest")
        progress(1, 5)
        seen.messages.append(seen.warm_up.message)
        (settings.vectorstore / "chroma.sqlite3").touch()
        if seen.fail:
            raise KeyboardInterrupt
        progress(5, 5)

    def open_store(settings: Settings) -> ScriptedAssistant:
        seen.calls.append("open")
        return ScriptedAssistant()

    monkeypatch.setattr("ingest.update.ingest_paths", ingest_paths)
    monkeypatch.setattr("assistant.pipeline.Assistant.open", open_store)
    seen.warm_up = app.WarmUp(lambda _: open_store(Settings()).answer)
    return seen


def test_an_empty_store_is_filled_once(tmp_path: Path, starter: SimpleNamespace) -> None:
    settings = Settings(vectorstore=tmp_path / "store")
    for _ in range(2):
        app.open_assistant(settings, starter.warm_up)
    assert starter.calls == ["ingest", "open", "open"]
    assert starter.messages == [WORDS.preparing_articles.format(done=1, total=5)]
    assert starter.warm_up.message == WORDS.preparing


def test_an_interrupted_first_start_is_completed_by_the_next(tmp_path: Path, starter: SimpleNamespace) -> None:
    settings = Settings(vectorstore=tmp_path)
    starter.fail = True
    with pytest.raises(KeyboardInterrupt):
        app.open_assistant(settings, starter.warm_up)
    starter.fail = False
    app.open_assistant(settings, starter.warm_up)
    assert starter.calls == ["ingest", "ingest", "open"]


def test_help_teaches_in_indonesian(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        app.main(["--help"])
    assert stopped.value.code == 0
    assert "Cara pakai" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--port", "abc"], ["--prot", "8000"], ["berkas.md"]])
def test_a_wrong_command_points_to_the_help(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        app.main(arguments)
    assert stopped.value.code == 2
    assert "python app.py --help" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told_with_another_to_choose(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert app.main(["--port", str(port)]) == 1
    error = capsys.readouterr().err
    assert f"Port {port} sudah dipakai" in error
    assert "--port" in error


def test_a_port_that_does_not_exist_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.main(["--port", "99999"]) == 1
    assert "99999" in capsys.readouterr().err


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    warm_up = app.WarmUp(lambda _: ScriptedAssistant().answer)
    page = app.build_page(warm_up)
    warm_up.start()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    yield app.launch_page(page, "127.0.0.1", port)
    page.close(verbose=False)


@pytest.fixture(scope="module")
def client(address: str) -> Client:
    return Client(address, verbose=False)


def test_programs_get_the_answer_object(client: Client) -> None:
    answer = client.predict(QUESTION, ["Apa itu netralitas?"], api_name="/ask")
    assert answer["verdict"] == "tidak_boleh"
    assert answer["citations"][0]["quote"] == RULE
    assert client.predict(QUESTION, api_name="/ask")["status"] == "answered"


@pytest.mark.parametrize(("question", "message"), [("", WORDS.empty_question), ("a" * 20_000, "20000")])
def test_programs_get_a_message_for_what_cannot_be_asked(client: Client, question: str, message: str) -> None:
    with pytest.raises(Exception, match=message):
        client.predict(question, [], api_name="/ask")


def test_asking_is_the_only_thing_programs_are_offered(client: Client) -> None:
    offered = client.view_api(return_format="dict", print_info=False)
    assert list(offered["named_endpoints"]) == ["/ask"]
    assert not offered["unnamed_endpoints"]


def test_the_server_says_what_the_browser_may_load_and_keeps_no_history_of_runs(address: str) -> None:
    served = httpx.get(address)
    assert "default-src 'self'" in served.headers["content-security-policy"]
    assert 'lang="id"' in served.text
    assert httpx.get(f"{address}favicon.ico").content == Path(app.html.__file__).with_name("page.png").read_bytes()
    assert httpx.get(f"{address}gradio_api/runs").status_code == 404
    assert httpx.get(f"{address}monitoring/summary").status_code in (401, 403, 404)


def test_the_page_is_served_while_the_assistant_is_still_opening() -> None:
    """`main` in a process of its own: the address is printed and answers before the warm-up is through."""
    program = (
        "import sys, time, app\n"
        "app.open_assistant = lambda settings, warm_up: time.sleep(60)\n"
        "sys.exit(app.main(sys.argv[1:]))"
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", program, "--port", str(port)]
    with subprocess.Popen(command, cwd=PROJECT_ROOT, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            assert f"http://127.0.0.1:{port}/" in running.stdout.readline()
            started = time.monotonic()
            assert WORDS.product in httpx.get(f"http://127.0.0.1:{port}/").text
            assert time.monotonic() - started < 5
        finally:
            running.kill()
