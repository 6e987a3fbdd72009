"""A Chroma server for tests: the `chroma run` command that comes with the library, in a folder of its own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

_LONGEST_START_SECONDS = 60.0


def chroma_command() -> str | None:
    """The command beside the Python that runs the tests, or on the path; None where there is none."""
    return shutil.which("chroma", path=str(Path(sys.executable).parent)) or shutil.which("chroma")


class ChromaServer:
    """One server that can be stopped and started again with what it stored, always at the same address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.address = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Returns once it answers. Raises RuntimeError with what it printed when it does not."""
        command = chroma_command()
        assert command
        printed = self._folder.with_suffix(".log")
        with printed.open("ab") as log:
            self._process = subprocess.Popen(
                [command, "run", "--path", str(self._folder), "--host", "127.0.0.1", "--port", str(self._port)],
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + _LONGEST_START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"The Chroma server did not start:\n{printed.read_text(errors='replace')[-3_000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Kill it, as a power cut would. Nothing happens when it does not run."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/api/v2/heartbeat", timeout=1.0, trust_env=False).is_success
        except httpx.HTTPError:
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
