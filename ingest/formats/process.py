"""Reading in a process of its own, with limits on time and memory: what crashes, hangs or swells there is a ReadError.

One process is started for all files and used again, because importing its libraries takes longer than most files; when
it dies, the next file gets a new one.
"""

from __future__ import annotations

import atexit
import dataclasses
import datetime
import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.errors import ReadError
from ingest.page import Page

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take."""

    seconds: float = 120.0
    """By the clock. A thousand pages of a PDF take five to fifteen, on a machine that is busy with other things more."""
    cpu_seconds: int = 60
    memory: int = 1536 * 1024 * 1024
    """Bytes of address space. A PDF of 100 MB that holds pictures takes a fifth of it."""


def as_json(page: Page) -> dict[str, str]:
    """A page on its way from one process to the other."""
    return {**dataclasses.asdict(page), "date": page.date.isoformat() if page.date else ""}


def from_json(fields: dict[str, str]) -> Page:
    """The page that `as_json` was given."""
    date = fields.pop("date")
    return Page(**fields, date=datetime.date.fromisoformat(date) if date else None)


class ReadingProcess:
    """Reads one file at a time in a child process. Safe to share between threads."""

    def __init__(self, limits: Limits = Limits()) -> None:
        self.limits = limits
        self._child: subprocess.Popen[bytes] | None = None
        self._used = False
        self._lock = threading.Lock()

    def read(self, data: bytes, suffix: str) -> Page:
        """The page of a file. suffix: `.html`, `.htm`, `.pdf` or `.docx`."""
        with self._lock:
            answer = self._ask(data, suffix)
            if answer.get("memory") and self._used:
                # What earlier files left behind may be what was too much.
                self._stop()
                answer = self._ask(data, suffix)
            if answer.get("memory"):
                self._stop()
            self._used = self._child is not None
        if "page" in answer:
            return from_json(answer["page"])
        raise ReadError(answer.get("error") or self._too_much_memory())

    def close(self) -> None:
        """End the child; the next file starts another."""
        with self._lock:
            self._stop()

    def _ask(self, data: bytes, suffix: str) -> dict[str, Any]:
        """The child's answer, or why there is none."""
        child = self._child = self._running()
        late = threading.Event()

        def stop() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(self.limits.seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            line = self._exchange(child, data, suffix)
        except BaseException:
            self._stop()
            raise
        finally:
            timer.cancel()
        if line:
            return dict(json.loads(line))
        child.wait()
        self._stop()
        return self._reason(child.returncode, late=late.is_set())

    @staticmethod
    def _exchange(child: subprocess.Popen[bytes], data: bytes, suffix: str) -> bytes:
        """One request and its answer; nothing when the child died over it."""
        assert child.stdin
        assert child.stdout
        request = {"suffix": suffix, "size": len(data)}
        try:
            child.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            child.stdin.write(data)
            child.stdin.flush()
        except OSError:
            pass
        line = child.stdout.readline()
        return line if line.endswith(b"\n") else b""

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._used = False
        try:
            return subprocess.Popen(
                [sys.executable, "-m", "ingest.formats.child", str(self.limits.memory), str(self.limits.cpu_seconds)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Where `ingest` is found; files come through the pipe, so no path of theirs depends on it.
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT), *_python_path()])},
            )
        except OSError as error:
            reason = error.strerror or error
            raise ReadError(
                f"proses pembacanya tidak dapat dijalankan ({reason}). Coba lagi setelah menutup program lain."
            ) from error

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            try:
                if pipe:
                    pipe.close()
            except OSError:
                continue
        child.wait()

    def _reason(self, code: int, *, late: bool) -> dict[str, Any]:
        """Why a child that gave no answer died, by its exit code (negative: the signal that killed it)."""
        if late or code == -_CPU_LIMIT:
            seconds = self.limits.seconds if late else self.limits.cpu_seconds
            return {
                "error": f"pembacaannya dihentikan karena belum selesai setelah {seconds:.0f} detik. Berkasnya rusak atau "
                "terlalu rumit: simpan ulang atau bagi menjadi beberapa berkas."
            }
        if code == -_KILLED:
            return {"memory": True}
        return {
            "error": f"pembacaannya terhenti mendadak (kode {code}). Berkasnya rusak: simpan ulang dengan program "
            "pembuatnya, lalu jalankan lagi."
        }

    def _too_much_memory(self) -> str:
        most = f"{self.limits.memory / 1024**3:.1f}".replace(".", ",")
        return (
            f"pembacaannya dihentikan karena memerlukan lebih dari {most} GB memori. Berkasnya rusak atau terlalu besar: "
            "simpan ulang atau bagi menjadi beberapa berkas."
        )


def _python_path() -> list[str]:
    path = os.environ.get("PYTHONPATH", "")
    return [path] if path else []


# Numbers of SIGXCPU and SIGKILL where such signals exist; the names are missing on Windows.
_CPU_LIMIT = 24
_KILLED = 9


@cache
def reading_process() -> ReadingProcess:
    """The one process of this run; it ends with the run."""
    process = ReadingProcess()
    atexit.register(process.close)
    return process
