"""People on the page: many who ask at once, and one who watches how long an answer takes to appear."""

from __future__ import annotations

import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Before the client is imported, which would otherwise report its use.
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

import httpx
from gradio_client import Client

from assistant.settings import PROJECT_ROOT

READY_SECONDS = 300.0
SWITCHES = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")


@dataclass(frozen=True, slots=True)
class Together:
    """What happened while many asked at once; times in seconds."""

    people: int
    seconds: float
    answers: int
    errors: int
    crossed: int
    """Answers to another question, or other than when asked alone."""
    median: float
    p95: float
    slowest: float


@dataclass(frozen=True, slots=True)
class Watched:
    """Seconds from Enter to the verdict on the screen."""

    questions: int
    median: float
    p95: float
    slowest: float


@contextmanager
def served(store: Path) -> Iterator[str]:
    """The page in a process of its own, once it is ready; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "app.py", "--store", str(store), "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
    with subprocess.Popen(command, cwd=PROJECT_ROOT, stdout=subprocess.DEVNULL, env=environment) as running:
        try:
            address = f"http://127.0.0.1:{port}/"
            _wait_until_ready(address, running)
            yield address
        finally:
            running.terminate()


def _wait_until_ready(address: str, running: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while running.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(f"{address}health", trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise SystemExit("Halaman tidak siap; jalankan `python app.py` untuk melihat sebabnya.")


def ask_together(address: str, questions: Sequence[str], people: int, seconds: float) -> Together:
    """Everyone asks one question after another until the time is over; each answer is compared with the one given alone."""
    alone = Client(address, verbose=False)
    expected = {question: _substance(alone.predict(question, [], api_name="/ask")) for question in questions}
    clients = [Client(address, verbose=False) for _ in range(people)]
    times: list[float] = []
    errors: list[str] = []
    crossed: list[str] = []
    together = threading.Barrier(people)
    started = time.monotonic()

    def ask(number: int) -> None:
        order = random.Random(number)
        together.wait()
        while time.monotonic() - started < seconds:
            question, begun = order.choice(questions), time.perf_counter()
            try:
                answer = clients[number].predict(question, [], api_name="/ask")
            except Exception as error:
                errors.append(f"{type(error).__name__}: {error}")
                continue
            times.append(time.perf_counter() - begun)
            if answer["question"] != question or _substance(answer) != expected[question]:
                crossed.append(question)

    with ThreadPoolExecutor(people) as pool:
        list(pool.map(ask, range(people)))
    for error in sorted(set(errors)):
        print(error, file=sys.stderr)
    took = time.monotonic() - started
    return Together(people, round(took, 1), len(times), len(errors), len(crossed), *_spread(times))


def _substance(answer: Mapping[str, Any]) -> tuple[object, ...]:
    return answer["status"], answer["verdict"], tuple(one["quote"] for one in answer["citations"])


def watch(address: str, questions: Sequence[str]) -> Watched | None:
    """Each question typed into the page in Chromium, in one conversation after another; None without a browser."""
    chromium = shutil.which("chromium")
    if not chromium:
        print("Tanpa Chromium, waktu di layar tidak diukur: apt-get install chromium", file=sys.stderr)
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(SWITCHES))
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(address)
        page.wait_for_selector(".welcome")
        page.evaluate(STOPWATCH)
        for number, question in enumerate(questions, start=1):
            page.click("#new")
            page.fill("#question textarea", question)
            page.press("#question textarea", "Enter")
            page.wait_for_function(f"window.times.length === {number}")
        times = [milliseconds / 1_000 for milliseconds in page.evaluate("window.times")]
        browser.close()
    return Watched(len(times), *_spread(times))


# From the key to the frame in which the answer is painted.
STOPWATCH = """
() => {
  window.times = [];
  let started = null;
  document.addEventListener("keydown", (event) => { if (event.key === "Enter") started = performance.now(); }, true);
  new MutationObserver(() => {
    if (started === null || !document.querySelector("#turns .answer-text > .actions")) return;
    const begun = started;
    started = null;
    requestAnimationFrame(() => window.times.push(performance.now() - begun));
  }).observe(document.getElementById("turns"), { childList: true });
}
"""


def _spread(times: Sequence[float]) -> tuple[float, float, float]:
    """Median, 95th percentile and maximum, rounded to milliseconds."""
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return round(statistics.median(ordered), 3), round(p95, 3), round(ordered[-1], 3)
