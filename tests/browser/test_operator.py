"""What whoever runs the page can set: passwords, a trusted gateway, limits, the line, and the off switch."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest
from gradio_client import Client

from assistant.page.english import ENGLISH
from assistant.page.indonesian import INDONESIAN as WORDS
from assistant.service.accounts import add_user
from tests.browser.conftest import Visit, serving, visiting
from tests.browser.scripted import ScriptedAssistant

LIKES = "Bolehkah PNS menyukai unggahan caleg?"


@pytest.fixture
def scripted() -> ScriptedAssistant:
    return ScriptedAssistant()


def sign_in(page: object, name: str, password: str) -> None:
    page.fill("input >> nth=0", name)
    page.fill("input[type=password]", password)
    page.click("button")


def test_only_those_who_know_a_password_get_in(browser, tmp_path: Path, scripted: ScriptedAssistant) -> None:
    add_user(tmp_path / "users", "sari", "rahasia-sekali")
    with serving(scripted, tmp_path, auth_file=tmp_path / "users") as address:
        context = browser.new_context(locale="id-ID")
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("input[type=password]")
        assert page.evaluate("document.documentElement.lang") == "id"
        assert WORDS.sign_in_text in page.inner_text("body")
        sign_in(page, "sari", "salah")
        page.wait_for_selector(f"[role=alert]:has-text('{WORDS.sign_in_wrong}')")
        sign_in(page, "sari", "rahasia-sekali")
        page.wait_for_selector(".welcome")
        page.fill("#question textarea", LIKES)
        page.press("#question textarea", "Enter")
        page.wait_for_selector("#turn-0 .verdict")
        page.click("#turn-0 .answer-text .cite >> nth=0")
        page.wait_for_selector("#turn-0 .opened mark")
        page.click("#sign-out")
        page.wait_for_selector("input[type=password]")
        context.close()
        assert httpx.get(f"{address}config").status_code == 401
        with pytest.raises(Exception, match=r"(?i)login|401"):
            Client(address, verbose=False)
        known = Client(address, auth=("sari", "rahasia-sekali"), verbose=False)
        assert known.predict(LIKES, api_name="/ask")["verdict"] == "tidak_boleh"


def test_guessing_a_password_is_slowed_down(tmp_path: Path, scripted: ScriptedAssistant) -> None:
    add_user(tmp_path / "users", "sari", "rahasia-sekali")
    with serving(scripted, tmp_path, auth_file=tmp_path / "users") as address:
        for _ in range(10):
            assert httpx.post(f"{address}login", data={"username": "sari", "password": "salah"}).status_code == 400
        right = {"username": "sari", "password": "rahasia-sekali"}
        assert httpx.post(f"{address}login", data=right).status_code == 400


def test_a_gateway_may_say_who_asks(tmp_path: Path, scripted: ScriptedAssistant) -> None:
    settings = {"auth_header": "X-Remote-User", "trusted_proxies": ("127.0.0.1",)}
    with serving(scripted, tmp_path, **settings) as address:
        refused = httpx.get(address, headers={"accept-language": "en"})
        assert (refused.status_code, refused.text) == (403, ENGLISH.forbidden)
        assert httpx.get(address, headers={"X-Remote-User": "sari"}).status_code == 200
        assert httpx.get(f"{address}health").status_code in (200, 503)
    with serving(scripted, tmp_path, **{**settings, "trusted_proxies": ("10.1.2.3",)}) as address:
        assert httpx.get(address, headers={"X-Remote-User": "sari"}).status_code == 403


def test_too_many_questions_are_told_when_to_come_back(browser, tmp_path: Path, scripted: ScriptedAssistant) -> None:
    with (
        serving(scripted, tmp_path, session_limit="2/minute") as address,
        visiting(browser, address, scripted) as visit,
    ):
        visit.ask_and_wait(LIKES)
        visit.ask_and_wait("Apa sanksinya?", turns=2)
        visit.ask("Siapa yang menghukum?")
        assert visit.hint().startswith(WORDS.too_many.split("{")[0])
        assert visit.page.input_value("#question textarea") == "Siapa yang menghukum?"
        assert visit.page.locator(".turn").count() == 2
        assert len(scripted.asked) == 2


def test_programs_from_one_address_are_limited_too(tmp_path: Path, scripted: ScriptedAssistant) -> None:
    with serving(scripted, tmp_path, address_limit="3/minute") as address:
        for _ in range(3):
            Client(address, verbose=False).predict(LIKES, api_name="/ask")
        last = Client(address, verbose=False)
        with pytest.raises(Exception, match=WORDS.too_many.split("{")[0]):
            last.predict(LIKES, api_name="/ask")


def test_who_waits_in_line_is_told_their_place(browser, tmp_path: Path, scripted: ScriptedAssistant) -> None:
    scripted.release.clear()
    with serving(scripted, tmp_path) as address, visiting(browser, address, scripted) as visit:
        client = Client(address, verbose=False)
        before = [client.submit(f"lambat {number}", api_name="/ask") for number in range(4)]
        deadline = time.monotonic() + 10
        while len(scripted.asked) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.5)
        visit.ask(LIKES)
        visit.page.wait_for_selector(f".answer--pending:has-text('{WORDS.in_line.format(position=3)}')")
        scripted.release.set()
        visit.page.wait_for_selector(".verdict")
        assert all(job.result()["status"] == "answered" for job in before)


def test_the_off_switch_shows_its_notice_and_answers_nothing(
    browser, tmp_path: Path, scripted: ScriptedAssistant
) -> None:
    with serving(scripted, tmp_path) as address:
        assert _state(address) == (200, "ready")
        (tmp_path / "off.txt").write_text("Sedang diperbaiki <b>sampai</b> Senin.", "utf-8")
        assert _state(address) == (503, "off")
        with visiting(browser, address, scripted) as visit:
            visit.page.wait_for_selector(".banner:has-text('Sedang diperbaiki <b>sampai</b> Senin.')")
            visit.ask(LIKES)
            visit.page.wait_for_selector("#hint:has-text('Sedang diperbaiki')")
            assert not scripted.asked
            (tmp_path / "off.txt").unlink()
            visit.ask_and_wait(LIKES)


def _state(address: str) -> tuple[int, str]:
    deadline = time.monotonic() + 5
    while True:
        served = httpx.get(f"{address}health")
        state = served.json()["status"]
        if state != "preparing" or time.monotonic() > deadline:
            return served.status_code, state
        time.sleep(0.05)


def test_nothing_else_is_open(visit: Visit) -> None:
    for path in ("monitoring", "monitoring/summary", "gradio_api/runs"):
        assert httpx.get(f"{visit.address}{path}").status_code in (401, 403, 404), path
