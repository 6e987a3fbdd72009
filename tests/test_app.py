"""The web chat without a server: what its handlers pass on, who may sign in, how the program starts and fails.

What the server serves has a file of its own, `test_app_served.py`; what is answered is tested with the desk.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr
import httpx
import pytest
from desks import QUESTION, VISITOR, desk_of, kept
from page_reader import PageReader
from starlette.requests import Request

import app
from assistant.desk import Desk
from assistant.errors import AssistantError, SettingsError, StoreError
from assistant.page.english import ENGLISH
from assistant.page.indonesian import INDONESIAN as WORDS
from assistant.page.languages import LANGUAGES
from assistant.page.wording import PageWording
from assistant.service.rates import WRONG_SIGN_INS, Rates
from assistant.settings import PROJECT_ROOT, Settings
from assistant.types import Answer
from assistant.warm_up import WarmUp
from tests.browser.scripted import RULE, ScriptedAssistant


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture
def handlers(assistant: ScriptedAssistant, tmp_path: Path) -> app.Handlers:
    return app.Handlers(desk_of(assistant, tmp_path))


def request(session: str | None = "halaman-1", address: str = "10.0.0.1", **headers: str) -> gr.Request:
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "headers": sent, "client": (address, 50_000) if address else None}
    return gr.Request(Request(scope), session_hash=session)


def asked(handlers: app.Handlers, data: object, **about: Any) -> list[dict[str, Any]]:
    """Everything that the page gets for what its script sends."""

    async def collect() -> list[dict[str, Any]]:
        return [reply async for reply in handlers.ask_on_page(gr.EventData(None, data), request(**about))]

    return asyncio.run(collect())


def asked_by_program(handlers: app.Handlers, question: str, history: list[str] | None = None) -> dict[str, Any]:
    return asyncio.run(handlers.ask_for_programs(question, request(), history))


# What the page asks


def test_every_reply_bears_the_number_of_its_question(handlers: app.Handlers, assistant: ScriptedAssistant) -> None:
    (reply,) = asked(handlers, {"ask": 12, "question": QUESTION, "history": ["Apa itu netralitas?"], "number": 1})
    assert (reply["ask"], reply["state"]) == (12, "done")
    assert 'id="turn-1"' in reply["html"]
    assert assistant.asked == [(QUESTION, ["Apa itu netralitas?"])]


@pytest.mark.parametrize("data", [None, "teks", 7, [], ["ask"], {}], ids=str)
def test_what_is_no_question_from_the_page_is_refused(handlers: app.Handlers, data: object) -> None:
    assert asked(handlers, data) == [{"state": "refused", "message": WORDS.empty_question, "ask": None}]


def test_the_page_is_answered_in_the_language_of_its_browser(handlers: app.Handlers) -> None:
    assert asked(handlers, {"question": ""}, cookie="bahasa=en")[0]["message"] == ENGLISH.empty_question
    assert asked(handlers, {"question": ""}, accept_language="en")[0]["message"] == ENGLISH.empty_question
    assert (
        ENGLISH.preparing
        in app.Handlers(Desk(WarmUp(lambda _: ScriptedAssistant()), Settings())).progress(request(cookie="bahasa=en"))[
            0
        ]
    )


def test_pages_are_told_apart_and_without_a_session_their_addresses(
    assistant: ScriptedAssistant, tmp_path: Path
) -> None:
    handlers = app.Handlers(desk_of(assistant, tmp_path, session_limit="1/hour"))
    pages = [
        ("a", "10.0.0.1"),
        ("b", "10.0.0.1"),
        ("a", "10.0.0.2"),
        (None, "10.0.0.3"),
        (None, "10.0.0.3"),
        (None, ""),
    ]
    states = [
        asked(handlers, {"question": QUESTION}, session=session, address=address)[0]["state"]
        for session, address in pages
    ]
    assert states == ["done", "done", "refused", "done", "refused", "done"]


def test_the_banner_looks_again_soon_while_something_changes_and_else_now_and_then(tmp_path: Path) -> None:
    desk = desk_of(warm_up := WarmUp(lambda _: ScriptedAssistant()), tmp_path)
    handlers = app.Handlers(desk)
    shown, clock = handlers.progress(request())
    assert PageReader(shown).text == WORDS.preparing
    assert clock.value == app.PREPARING_SECONDS
    warm_up.run()
    shown, clock = handlers.progress(request())
    assert shown == ""
    assert clock.value == app.READY_SECONDS
    assert clock.active, "The operator may switch off at any time."


def test_the_scripts_may_call_what_they_need_and_nothing_else(handlers: app.Handlers) -> None:
    offered = {call.__name__: call for call in handlers.calls()}
    scripts = "".join((app.PAGE / name).read_text("utf-8") for name in app.SCRIPTS)
    assert set(offered) == set(re.findall(r'call\("([a-z]+)"', scripts))
    shown = offered["show"]({"turns": [kept()]}, request())
    assert shown == handlers.desk.show({"turns": [kept()]}, VISITOR)


@pytest.mark.parametrize("data", [None, "teks", 7, [], {}, {"turns": "teks", "turn": 1}], ids=str)
def test_what_is_wrong_with_a_call_is_told_in_place_of_its_result(handlers: app.Handlers, data: object) -> None:
    for call in handlers.calls():
        result = call(data, request())
        if call.__name__ != "documents":
            assert result["error"]


# What programs ask


def test_programs_get_the_answer_object(handlers: app.Handlers, assistant: ScriptedAssistant) -> None:
    answer = asked_by_program(handlers, QUESTION, ["Apa itu netralitas?"])
    assert answer["verdict"] == "tidak_boleh"
    assert answer["citations"][0]["quote"] == RULE
    assert asked_by_program(handlers, QUESTION)["status"] == "answered"
    assert assistant.asked == [(QUESTION, ["Apa itu netralitas?"]), (QUESTION, [])]


@pytest.mark.parametrize(("question", "message"), [("", WORDS.empty_question), ("a" * 20_000, "20000")])
def test_programs_are_told_what_cannot_be_asked(
    handlers: app.Handlers, question: str, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(gr.Error, match=message):
        asked_by_program(handlers, question)
    assert not caplog.records


@pytest.mark.parametrize("question", [None, 5, ["Bolehkah?"], {}], ids=str)
def test_programs_that_send_no_text_are_told_so_and_not_the_operator(
    handlers: app.Handlers, question: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(gr.Error, match=WORDS.empty_question):
        asked_by_program(handlers, question)
    assert asked_by_program(handlers, QUESTION, [1, None, ["Bolehkah?"]])["status"] == "answered"  # type: ignore[list-item]
    assert not caplog.records


def test_an_unexpected_failure_is_loud_in_the_terminal_and_an_apology_to_programs(
    handlers: app.Handlers, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(gr.Error, match=re.escape(WORDS.answer_failed)):
        asked_by_program(handlers, f"rusak {QUESTION}")
    assert "scripted failure" in caplog.text
    assert "menyukai" not in caplog.text


def test_a_question_leaves_no_trace_in_the_log(handlers: app.Handlers, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        asked(handlers, {"question": QUESTION})
        asked_by_program(handlers, QUESTION)
    assert "menyukai" not in caplog.text


def test_a_store_that_vanished_is_told_to_programs_with_its_remedy(
    handlers: app.Handlers, assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(*_: object) -> Answer:
        raise StoreError("Belum ada dokumen. Jalankan: python -m ingest")

    monkeypatch.setattr(assistant, "answer", answer)
    with pytest.raises(gr.Error, match="python -m ingest"):
        asked_by_program(handlers, QUESTION)


# What is put on the page


def test_the_page_comes_up_without_anything_heavy() -> None:
    heavy = "{'torch', 'sentence_transformers', 'transformers', 'chromadb', 'langchain_core', 'bm25s'}"
    program = (
        "import sys, app\n"
        "app.build_page(app.Desk(app.WarmUp(lambda _: None), app.Settings()))\n"
        f"print(sorted({heavy} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_is_reported_to_anybody() -> None:
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert os.environ["HF_HUB_DISABLE_TELEMETRY"] in ("1", "True")  # ours, or Gradio's own word once a page was built
    assert not app.build_page(Desk(WarmUp(lambda _: ScriptedAssistant()), Settings())).analytics_enabled


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_every_part_of_the_page_is_there_in_every_language(words: PageWording) -> None:
    source = Path(app.__file__).read_text("utf-8")
    texts = app.texts(words)
    assert set(texts) == set(re.findall(r'\btext\("([a-z_]+)"\)', source))
    for html in texts.values():
        assert PageReader(html).text.strip()


def test_every_script_of_the_page_is_run() -> None:
    assert sorted(app.SCRIPTS) == sorted(file.name for file in app.PAGE.glob("*.js"))


# Signing in


class Users:
    """Knows one password, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def knows(self, name: str, password: str) -> bool:
        self.asked += 1
        return (name, password) == ("siti", "benar")


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the address from which somebody signs in."""
    return lambda address: monkeypatch.setattr(app, "client_address", lambda: address)


def test_a_password_is_not_tried_without_end(address: Callable[[str], None]) -> None:
    users, limit = Users(), WRONG_SIGN_INS.amount
    check = app.sign_in(users, Rates("", ""))  # type: ignore[arg-type]

    async def tried(password: str, times: int = 1) -> list[bool]:
        """So many try it at the same time."""
        return list(await asyncio.gather(*(check("siti", password) for _ in range(times))))

    async def day() -> None:
        address("10.0.0.1")
        assert await tried("benar", 3) == [True] * 3
        assert await tried("keliru", 2 * limit) == [False] * 2 * limit
        assert users.asked == 3 + limit, "Who comes too often is not even looked up."
        assert await tried("benar") == [False]
        address("10.0.0.2")
        assert await tried("benar") == [True], "Somebody else's mistakes lock nobody out."

    asyncio.run(day())


# How the program starts, and fails


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


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"auth_file": Path("/tidak/ada")}, "/tidak/ada"),
        ({"trusted_proxies": ("proksi",)}, "proksi"),
        ({"auth_header": "X-User"}, "ASSISTANT_TRUSTED_PROXIES"),
    ],
    ids=["users", "proxies", "header"],
)
def test_settings_that_would_let_in_anybody_or_nobody_are_told_before_anything_is_served(
    assistant: ScriptedAssistant, tmp_path: Path, settings: dict[str, Any], told: str
) -> None:
    desk = desk_of(assistant, tmp_path)
    page = app.build_page(desk)
    with pytest.raises(SettingsError, match=told):
        app.launch_page(page, desk, Settings(vectorstore=tmp_path, port=free_port(), **settings))
    assert not page.is_running


@pytest.mark.parametrize("limit", ["session_limit", "address_limit"])
def test_a_limit_that_is_none_is_told_before_anything_is_served(tmp_path: Path, limit: str) -> None:
    with pytest.raises(AssistantError, match=f"ASSISTANT_{limit.upper()}"):
        Desk(WarmUp(lambda _: ScriptedAssistant()), Settings(vectorstore=tmp_path, **{limit: "banyak"}))  # type: ignore[arg-type]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_page_is_served_while_the_assistant_is_still_opening() -> None:
    """`main` in a process of its own: the address is printed and answers before the warm-up is through."""
    program = (
        "import sys, time, app\n"
        "app.open_assistant = lambda settings, warm_up: time.sleep(60)\n"
        "sys.exit(app.main(sys.argv[1:]))"
    )
    address = f"http://127.0.0.1:{(port := free_port())}/"
    command = [sys.executable, "-c", program, "--port", str(port)]
    with subprocess.Popen(command, cwd=PROJECT_ROOT, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            assert address in running.stdout.readline()
            started = time.monotonic()
            assert WORDS.product in httpx.get(address).text
            assert httpx.get(f"{address}health").json()["status"] == "preparing"
            assert time.monotonic() - started < 5
        finally:
            running.kill()
