"""The web chat as its server serves it: what browsers and programs get, and what is not offered to anybody."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from desks import QUESTION, desk_of, kept
from gradio_client import Client

import app
from assistant import __version__
from assistant.page.english import ENGLISH
from assistant.page.indonesian import INDONESIAN as WORDS
from assistant.service.accounts import add_user
from assistant.settings import Settings
from tests.browser.scripted import RULE, ScriptedAssistant

PASSWORD = "kata sandi uji"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="module")
def address(store: Path) -> Iterator[str]:
    yield from served(store)


@pytest.fixture(scope="module")
def guarded_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page for which a password is needed."""
    folder = tmp_path_factory.mktemp("guarded")
    add_user(folder / "pengguna", "siti", PASSWORD)
    yield from served(folder, auth_file=folder / "pengguna")


def served(folder: Path, **settings: Any) -> Iterator[str]:
    """A page with the scripted assistant behind it, as long as it is needed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    desk = desk_of(ScriptedAssistant(), folder, **settings)
    page = app.build_page(desk)
    yield app.launch_page(page, desk, Settings(vectorstore=folder, port=port, **settings))
    page.close(verbose=False)


@pytest.fixture(scope="module")
def client(address: str) -> Client:
    return Client(address, verbose=False)


# For programs


def test_programs_get_the_answer_object(client: Client) -> None:
    answer = client.predict(QUESTION, ["Apa itu netralitas?"], api_name="/ask")
    assert answer["verdict"] == "tidak_boleh"
    assert answer["citations"][0]["quote"] == RULE
    assert client.predict(QUESTION, api_name="/ask")["status"] == "answered"


@pytest.mark.parametrize(
    ("question", "message"),
    [("", WORDS.empty_question), ("a" * 20_000, "20000"), ("rusak", WORDS.answer_failed[:40])],
    ids=["empty", "too long", "fails"],
)
def test_programs_get_a_message_for_what_cannot_be_answered(client: Client, question: str, message: str) -> None:
    with pytest.raises(Exception, match=message):
        client.predict(question, [], api_name="/ask")


def test_asking_is_the_only_thing_programs_are_offered(client: Client) -> None:
    offered = client.view_api(return_format="dict", print_info=False)
    assert list(offered["named_endpoints"]) == ["/ask"]
    assert not offered["unnamed_endpoints"]
    (returned,) = offered["named_endpoints"]["/ask"]["returns"]
    parameters = [one["parameter_name"] for one in offered["named_endpoints"]["/ask"]["parameters"]]
    assert parameters == ["question", "history"]
    assert returned


@pytest.mark.parametrize("name", ["/ask_on_page", "/progress", "/predict", "/lambda"])
def test_what_the_page_does_for_itself_is_not_offered_to_programs(client: Client, name: str) -> None:
    with pytest.raises(ValueError, match="api_name"):
        client.predict({}, api_name=name)


# For the page's scripts


def call(address: str, name: str, data: object, **headers: str) -> Any:
    """What a script of the page gets when it calls the server."""
    components = httpx.get(f"{address}config", headers=headers).json()["components"]
    number = next(one["id"] for one in components if one["props"].get("elem_id") == "conversation")
    body = {"session_hash": "uji", "component_id": number, "fn_name": name, "data": data}
    return httpx.post(f"{address}gradio_api/component_server", json=body, headers=headers)


def test_the_scripts_reach_the_desk_in_the_language_of_the_page(address: str) -> None:
    for words in (WORDS, ENGLISH):
        cookie = f"bahasa={words.language}"
        shown = call(address, "show", {"turns": [kept()]}, cookie=cookie).json()
        assert words.standing_line in shown["html"][0]
        assert call(address, "document", {"document": "?"}, cookie=cookie).json() == {"error": words.no_documents}


def test_the_scripts_reach_nothing_but_the_desk(address: str) -> None:
    for name in ("ask", "answer", "health", "_check_rate", "postprocess", "__init__"):
        assert call(address, name, {}).status_code == 404


def test_a_question_of_the_page_is_answered_through_the_queue(address: str) -> None:
    """As the framework's own script does it; a browser sends no more than this."""
    found = httpx.get(f"{address}config").json()
    number = next(one["id"] for one in found["dependencies"] if one["api_name"] == "ask_on_page")
    data = {"ask": 3, "question": QUESTION, "number": 0, "history": []}
    joined = {"data": [], "fn_index": number, "session_hash": "uji-antre", "event_data": data}
    httpx.post(f"{address}gradio_api/queue/join", json=joined).raise_for_status()
    with httpx.stream("GET", f"{address}gradio_api/queue/data?session_hash=uji-antre", timeout=20) as stream:
        events = [json.loads(line.removeprefix("data: ")) for line in stream.iter_lines() if line.startswith("data: ")]
    (reply,) = [event["output"]["data"][0] for event in events if event["msg"] == "process_generating"]
    assert (reply["ask"], reply["state"]) == (3, "done")
    assert RULE in reply["html"]


# For browsers


def test_the_server_says_what_the_browser_may_load(address: str) -> None:
    served = httpx.get(address)
    assert "default-src 'self'" in served.headers["content-security-policy"]
    assert served.headers["referrer-policy"] == "no-referrer"
    assert httpx.get(f"{address}config").headers["content-security-policy"]


@pytest.mark.parametrize(
    ("headers", "language"),
    [({}, "id"), ({"accept-language": "en"}, "en"), ({"accept-language": "en", "cookie": "bahasa=id"}, "id")],
    ids=str,
)
def test_the_page_is_served_in_the_language_of_the_browser(
    address: str, headers: dict[str, str], language: str
) -> None:
    page = httpx.get(address, headers=headers).text
    assert f'lang="{language}"' in page
    assert f'get:()=>"{language}"' in page
    assert WORDS.product in page


def test_the_page_has_our_icon(address: str) -> None:
    assert httpx.get(f"{address}favicon.ico").content == (app.PAGE / "page.png").read_bytes()


@pytest.mark.parametrize("path", ["gradio_api/runs", "monitoring", "monitoring/summary", "gradio_api/mcp/sse"])
def test_nothing_is_kept_of_what_was_asked_and_nobody_can_watch(address: str, path: str) -> None:
    assert httpx.get(f"{address}{path}").status_code in (401, 403, 404)


@pytest.mark.parametrize("path", ["app.py", "README.md", "vectorstore/off.txt", "/etc/passwd", "src/assistant/desk.py"])
def test_no_file_of_this_machine_is_served(address: str, path: str) -> None:
    assert httpx.get(f"{address}gradio_api/file={path}").status_code in (401, 403, 404)


def test_who_watches_over_the_server_is_told_how_it_is(address: str, store: Path) -> None:
    assert httpx.get(f"{address}health").json() == {"status": "ready", "version": __version__}
    (store / "off.txt").touch()
    try:
        switched_off = httpx.get(f"{address}health")
    finally:
        (store / "off.txt").unlink()
    assert (switched_off.status_code, switched_off.json()["status"]) == (503, "off")


# With passwords


def test_without_the_password_nothing_of_the_page_can_be_used(guarded_address: str) -> None:
    for words in (WORDS, ENGLISH):
        assert words.sign_in_text in httpx.get(guarded_address, headers={"cookie": f"bahasa={words.language}"}).text
    assert WORDS.welcome_title not in httpx.get(guarded_address).text
    for path in ("config", "gradio_api/info", "gradio_api/queue/data?session_hash=uji"):
        assert httpx.get(f"{guarded_address}{path}").status_code == 401
    body = {"session_hash": "uji", "component_id": 1, "fn_name": "documents", "data": {}}
    assert httpx.post(f"{guarded_address}gradio_api/component_server", json=body).status_code == 401
    assert httpx.get(f"{guarded_address}health").status_code == 200


def test_with_the_password_everything_can(guarded_address: str) -> None:
    client = Client(guarded_address, auth=("siti", PASSWORD), verbose=False)
    assert client.predict(QUESTION, api_name="/ask")["status"] == "answered"
    with pytest.raises(Exception, match="login"):
        Client(guarded_address, auth=("siti", "keliru sama sekali"), verbose=False)
