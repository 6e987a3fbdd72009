"""The whole default path opens no connection to anywhere but this machine.

The path runs in a process of its own, in which every Python call that would reach the network is seen by an audit hook:
from an empty store to an answer over HTTP, with the packaged model and the real server.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from assistant.settings import PROJECT_ROOT

# Runs as `python -c GUARDED STORE ARTICLES`; prints one JSON object.
GUARDED = r"""
import json, sys

LOOPBACK = ("127.", "localhost", "::1")
attempts = []

def guard(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        target = arguments[1]
        host = target[0] if isinstance(target, tuple) else ""
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0] or ""
    elif event == "socket.gethostbyaddr":
        host = arguments[0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else str(host)
    if host and not host.startswith(LOOPBACK):
        attempts.append(f"{event} {host}")
        raise PermissionError(f"The network is closed: {event} {host}")

sys.addaudithook(guard)

import socket, time, urllib.request
from pathlib import Path

import app
import assistant.warm_up
from assistant.settings import read_settings

assistant.warm_up.STARTER_ARTICLES = Path(sys.argv[2])
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
settings = read_settings(store=sys.argv[1], port=port)
warm_up = app.WarmUp(lambda warm_up: app.open_assistant(settings, warm_up))
desk = app.Desk(warm_up, settings)
page = app.build_page(desk)
address = app.launch_page(page, desk, settings)
warm_up.start()

from gradio_client import Client

client = Client(address, verbose=False)
answers = [client.predict(question, [], api_name="/ask") for question in json.loads(sys.argv[3])]
served = urllib.request.urlopen(address).read().decode()
styles = {}
for name in ("theme.css", *(part.split('"')[0] for part in served.split('href="')[1:] if ".css" in part.split('"')[0])):
    styles[name] = urllib.request.urlopen(f"{address}{name.removeprefix('./')}").read().decode()
time.sleep(1)  # reports are sent by threads that may start late
page.close(verbose=False)

attempts_on_the_path = list(attempts)
for reach in (lambda: socket.socket().connect(("192.0.2.1", 80)), lambda: socket.getaddrinfo("example.com", 80)):
    try:
        reach()
    except PermissionError:
        pass
print(json.dumps({
    "attempts": attempts_on_the_path, "attempts_of_the_check": attempts[len(attempts_on_the_path):], "answers": answers,
    "error": str(warm_up.error or ""), "address": address, "page": served, "styles": styles,
}))
"""

QUESTIONS = ("Bolehkah ASN memberi like pada unggahan calon?", "Berapa harga beras hari ini?")
ARTICLE = """\
---
title: Contoh penyuluhan netralitas
publisher: Penerbit Contoh
date: 2024-01-30
kind: ringkasan-berita
---

Penyuluhan tentang netralitas digelar di aula kantor bagi seluruh pegawai.

ASN tidak boleh memberi like pada unggahan calon di media sosial selama masa kampanye.

ASN tetap berhak memilih di bilik suara.
"""


@dataclass(frozen=True)
class Outcome:
    """What the guarded process saw."""

    attempts: list[str]
    attempts_of_the_check: list[str]
    answers: list[dict[str, object]]
    error: str
    address: str
    page: str
    styles: dict[str, str]


class Loaded(HTMLParser):
    """Addresses that a browser loads by itself when it reads a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            loads = name in ("src", "srcset", "poster", "data") or (name == "href" and tag in ("link", "base"))
            if value and (loads or (tag == "meta" and "://" in value)):
                self.addresses.append(value)


def run_guarded(folder: Path) -> Outcome:
    articles = folder / "articles"
    articles.mkdir()
    (articles / "contoh.md").write_text(ARTICLE, "utf-8")
    command = [sys.executable, "-c", GUARDED, str(folder / "store"), str(articles), json.dumps(QUESTIONS)]
    done = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return Outcome(**json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return run_guarded(tmp_path_factory.mktemp("offline"))


def test_the_guard_sees_attempts(outcome: Outcome) -> None:
    assert outcome.attempts_of_the_check == ["socket.connect 192.0.2.1", "socket.getaddrinfo example.com"]


def test_from_an_empty_store_to_an_answer_nothing_reaches_for_the_network(outcome: Outcome) -> None:
    assert outcome.error == ""
    assert [answer["status"] for answer in outcome.answers] == ["answered", "out_of_scope"]
    assert outcome.answers[0]["verdict"] == "tidak_boleh"
    assert outcome.attempts == []


def test_the_page_loads_nothing_from_another_host(outcome: Outcome) -> None:
    addresses = Loaded(outcome.page).addresses
    assert any(".js" in address for address in addresses), "The page was not read: it loads no script at all."
    own = urlsplit(outcome.address).netloc
    assert [a for a in addresses if urlsplit(urljoin(outcome.address, a)).netloc not in ("", own)] == []
    assert "preconnect" not in outcome.page


def test_the_styles_load_nothing_from_another_host(outcome: Outcome) -> None:
    assert len(outcome.styles) >= 2
    for name, style in outcome.styles.items():
        assert "url(http" not in style.replace("'", "").replace('"', ""), name
        assert "@import" not in style, name
