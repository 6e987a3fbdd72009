"""A real browser on the real page with a scripted assistant behind it."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest

import app
from tests.browser.scripted import ScriptedAssistant

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
# A browser of its own calls home; these switches are what keeps it quiet, and what lets it run as root.
SWITCHES = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@dataclass
class Visit:
    """An open page and what happened on it that should not."""

    page: object
    assistant: ScriptedAssistant
    dialogs: list[str] = field(default_factory=list)
    foreign_requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
def address(assistant: ScriptedAssistant) -> Iterator[str]:
    warm_up = app.WarmUp(lambda _: assistant.answer)
    page = app.build_page(warm_up)
    warm_up.start()
    yield app.launch_page(page, "127.0.0.1", free_port())
    assistant.release.set()
    page.close(verbose=False)


@pytest.fixture
def visit(request: pytest.FixtureRequest, browser, address: str, assistant: ScriptedAssistant) -> Iterator[Visit]:
    """The page in a fresh window; `@pytest.mark.parametrize("visit", [{…}], indirect=True)` sets the window's options."""
    options = {"viewport": {"width": 1280, "height": 860}, "reduced_motion": "reduce", **getattr(request, "param", {})}
    context = browser.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(10_000)
    opened = Visit(page, assistant)
    page.on("dialog", lambda dialog: (opened.dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda sent: _is_foreign(sent.url) and opened.foreign_requests.append(sent.url))
    page.on("pageerror", lambda error: opened.errors.append(str(error)))
    page.goto(address)
    page.wait_for_selector(".welcome")
    yield opened
    context.close()
    assert not opened.foreign_requests, "The page asked another machine for something."
    assert not opened.dialogs, "Something in a text was run."
    assert not opened.errors


def _is_foreign(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1"
