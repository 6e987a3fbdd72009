"""A real browser on the real page with a scripted assistant behind it."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import app
from assistant.desk import Desk
from assistant.settings import Settings
from assistant.warm_up import Answering, WarmUp
from tests.browser.scripted import ScriptedAssistant

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
# A browser of its own calls home; these switches are what keeps it quiet, and what lets it run as root.
SWITCHES = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
DESKTOP = {"viewport": {"width": 1280, "height": 860}, "reduced_motion": "reduce", "locale": "id-ID"}
PHONE = {"viewport": {"width": 360, "height": 740}}
DARK = {"color_scheme": "dark"}
ENGLISH = {"locale": "en-US"}

# `@open_with(PHONE, DARK)` sets how the fixture `visit` opens its window.
open_with = lambda *options: pytest.mark.parametrize(  # noqa: E731
    "visit", [{key: value for one in options for key, value in one.items()}], indirect=True
)


@dataclass
class Visit:
    """An open page and what happened on it that should not."""

    page: object
    assistant: ScriptedAssistant
    address: str
    dialogs: list[str] = field(default_factory=list)
    foreign_requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        self.page.fill("#question textarea", question)
        self.page.press("#question textarea", "Enter")

    def ask_and_wait(self, question: str, *, turns: int = 1) -> None:
        self.ask(question)
        self.page.wait_for_function(f"document.querySelectorAll('.answer-text > .actions').length >= {turns}")
        self.page.wait_for_function("document.querySelector('.answer--pending') === null")

    def hint(self) -> str:
        """What is said under the question box, once something is."""
        return self.page.wait_for_selector("#hint >> visible=true").inner_text()

    def reload(self) -> None:
        self.page.reload()
        self.wait_until_drawn()

    def wait_until_drawn(self) -> None:
        """The rooms are set up before Gradio has drawn everything in them: both must be there."""
        self.page.wait_for_function("document.body.dataset.view !== undefined")
        self.page.wait_for_selector("#send >> visible=true")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(answering: Answering | Callable[[WarmUp], Answering], store: Path, **settings: object) -> Iterator[str]:
    """The page with an assistant, or with what opens one, behind it; yields its address."""
    chosen = Settings(**{"vectorstore": store, "port": free_port(), **settings})
    opened = answering if callable(answering) else lambda _: answering
    desk = Desk(WarmUp(opened), chosen)
    page = app.build_page(desk)
    desk.warm_up.start()
    try:
        yield app.launch_page(page, desk, chosen)
    finally:
        page.close(verbose=False)


# Not for the whole session: while Playwright runs, its event loop keeps every other test from starting one.
@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is missing: run `make install`.")
    if not shutil.which(CHROMIUM):
        pytest.skip("The browser tests need Chromium: apt-get install chromium")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture(scope="module")
def address(assistant: ScriptedAssistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("store")
    with serving(assistant, folder, feedback_file=folder / "feedback.jsonl") as served:
        yield served
    assistant.release.set()


@contextmanager
def visiting(browser, address: str, assistant: ScriptedAssistant, **options: object) -> Iterator[Visit]:
    """The page in a window of its own."""
    context = browser.new_context(**{**DESKTOP, **options})
    page = context.new_page()
    page.set_default_timeout(10_000)
    opened = Visit(page, assistant, address)
    page.on("dialog", lambda dialog: (opened.dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda sent: _is_foreign(sent.url) and opened.foreign_requests.append(sent.url))
    page.on("pageerror", lambda error: opened.errors.append(str(error)))
    try:
        page.goto(address)
        opened.wait_until_drawn()
        yield opened
    finally:
        context.close()
    assert not opened.foreign_requests, "The page asked another machine for something."
    assert not opened.dialogs, "Something in a text was run."
    assert not opened.errors


@pytest.fixture
def visit(request: pytest.FixtureRequest, browser, address: str, assistant: ScriptedAssistant) -> Iterator[Visit]:
    """The page in a fresh window, opened as `@open_with(…)` says."""
    with visiting(browser, address, assistant, **getattr(request, "param", {})) as opened:
        yield opened


def _is_foreign(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1"
