"""The page with a real chat model behind it, in Chromium: the verdict first, stopping, and a server that dies."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("langchain", reason="LangChain is not installed; `make install` brings it along for tests.")

from assistant.answer import factual
from assistant.answer.counsel import Counsel
from assistant.answer.generative import ChatModel
from assistant.page.indonesian import INDONESIAN as WORDS
from assistant.settings import Settings
from assistant.wording import INDONESIAN as SAID
from tests.browser.conftest import Visit, serving, visiting
from tests.browser.scripted import ScriptedAssistant
from tests.chat_models import assistant_over
from tests.fakes import SIMPLE_RANKING, passage
from tests.llama_server import LlamaServer, running_llama_server

RULE = "Pegawai ASN dilarang memberi like pada unggahan calon di media sosial."
QUESTION = "Bolehkah PNS memberi like pada unggahan calon?"
TRUE = "Anda tidak boleh memberi like pada unggahan calon di media sosial."
LIE = "PNS boleh memberi like pada unggahan calon."
SENTENCES = ".explained > span"
GONE = "http://127.0.0.1:9/v1"  # nobody answers there


@pytest.fixture(scope="module")
def server() -> Iterator[LlamaServer]:
    with running_llama_server() as running:
        yield running


def model_at(address: str, *lines: str) -> ChatModel:
    """The real model, where a grammar leaves it nothing else to say."""
    opened = ChatModel.open(Settings(chat_model="openai:smollm2", chat_base_url=address))
    grammar = f"root ::= {json.dumps(chr(10).join([*lines, '']))}"
    return replace(opened, model=opened.model.model_copy(update={"extra_body": {"grammar": grammar}}))


@pytest.fixture
def page_of(browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Opens the page over one rule and a model."""
    monkeypatch.setattr(factual, "load_ranking", lambda: SIMPLE_RANKING)

    def opened(model: ChatModel):
        return serving(assistant_over([passage(RULE)], Counsel(model, 60)), tmp_path)

    return opened


def ask_until_the_verdict(visit: Visit) -> None:
    visit.ask(QUESTION)
    visit.page.wait_for_selector(".writing")
    assert visit.page.inner_text(".verdict span").lower() == "tidak boleh"
    assert RULE in visit.page.inner_text(".block--verdict, .block--rule")
    assert visit.page.locator(SENTENCES).count() == 0


def wait_until(is_so, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "It never happened."
        time.sleep(0.05)


def test_the_verdict_is_there_before_any_prose_and_only_what_is_true_follows(browser, page_of, server) -> None:
    model = model_at(server.address, f"{LIE} [S1]", f"{TRUE} [S1]")
    with page_of(model) as address, visiting(browser, address, ScriptedAssistant()) as visit:
        ask_until_the_verdict(visit)
        visit.page.wait_for_selector(".answer-text > .actions", timeout=40_000)
        assert [text.rstrip(" 0123456789\n") for text in visit.page.locator(SENTENCES).all_inner_texts()] == [TRUE]
        assert LIE not in visit.page.content()
        assert visit.page.locator(".notice--model-failed").count() == 0
        visit.page.click(f"{SENTENCES} .cite")
        assert visit.page.wait_for_selector(".opened mark").inner_text() == RULE


def test_stopping_keeps_the_verdict_and_gives_the_server_no_more_work(browser, page_of, server) -> None:
    model = model_at(server.address, *(f"{LIE} Nomor {number}." for number in range(40)))
    with page_of(model) as address, visiting(browser, address, ScriptedAssistant()) as visit:
        ask_until_the_verdict(visit)
        wait_until(server.is_working)
        visit.page.click("#stop")
        visit.page.wait_for_selector(f".remark:has-text('{WORDS.stopped_writing}')")
        assert visit.page.is_visible("#send")
        wait_until(lambda: not server.is_working())  # it finishes reading
        visit.page.wait_for_timeout(500)
        assert not server.is_working()
        assert visit.page.inner_text(".verdict span").lower() == "tidak boleh"


def test_a_server_that_dies_leaves_the_verdict_and_a_quiet_notice(browser, page_of) -> None:
    with (
        running_llama_server() as doomed,
        page_of(model_at(doomed.address, f"{LIE} [S1]")) as address,
        visiting(browser, address, ScriptedAssistant()) as visit,
    ):
        ask_until_the_verdict(visit)
        doomed.kill()
        notice = visit.page.wait_for_selector(".notice--model-failed", timeout=20_000).inner_text()
        assert notice in (SAID.model_failed, SAID.model_cut)
        assert visit.page.inner_text(".verdict span").lower() == "tidak boleh"
        assert RULE in visit.page.inner_text(".answer-text")
        assert visit.page.is_visible("#send")


def test_a_server_that_is_not_there_is_told_at_once(browser, page_of) -> None:
    with page_of(model_at(GONE, LIE)) as address, visiting(browser, address, ScriptedAssistant()) as visit:
        visit.ask(QUESTION)
        notice = visit.page.wait_for_selector(".notice--model-failed")
        assert notice.inner_text() == SAID.model_failed
        assert RULE in visit.page.inner_text(".answer-text")
