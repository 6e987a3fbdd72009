"""Who writes keeps other writers out for a run, and says so to them; readers go on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from assistant.errors import StoreError
from assistant.search import lock
from assistant.search.lock import locked, one_writer

# Takes the lock of the folder that is named, says so, and keeps it until it is killed.
HOLDER = """
import sys, time
from pathlib import Path
from assistant.search.lock import one_writer
with one_writer(Path(sys.argv[1])):
    print("taken", flush=True)
    time.sleep(60)
"""


def test_who_waits_hears_once_who_is_writing_and_comes_next(tmp_path: Path) -> None:
    heard: list[str] = []
    waiting, order = threading.Event(), []

    def tell(line: str) -> None:
        heard.append(line)
        waiting.set()

    def second() -> None:
        with one_writer(tmp_path, tell):
            order.append("second")

    thread = threading.Thread(target=second)
    with one_writer(tmp_path):
        thread.start()
        assert waiting.wait(10)
        order.append("first")
    thread.join(10)

    assert order == ["first", "second"]
    (line,) = heard
    assert f"sedang diisi oleh proses {os.getpid()} di " in line
    assert "ditunggu paling lama 10 menit" in line


def test_waiting_ends_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_LONGEST_RUN_SECONDS", 0.3)
    with (
        one_writer(tmp_path),
        pytest.raises(StoreError, match=rf"proses {os.getpid()} di .* sejak .*hentikan proses itu"),
        one_writer(tmp_path),
    ):
        pytest.fail("two at once")


def test_the_lock_ends_with_its_process_and_what_that_left_is_not_believed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        holder.stdout.readline()
        assert json.loads((tmp_path / "writer.json").read_text())["process"] == holder.pid
        holder.kill()
    told: list[str] = []
    with one_writer(tmp_path, told.append):
        assert told == []
        assert json.loads((tmp_path / "writer.json").read_text())["process"] == os.getpid()
    assert not (tmp_path / "writer.json").exists()


def test_readers_do_not_wait_for_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_LONGEST_WAIT_SECONDS", 0.1)
    with one_writer(tmp_path), locked(tmp_path):
        pass


@pytest.mark.parametrize("written", ["", "{", "[]", '{"since": "kemarin"}', "\xff"])
def test_who_is_writing_need_not_have_said_it(tmp_path: Path, written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_LONGEST_RUN_SECONDS", 0.0)
    with one_writer(tmp_path):
        (tmp_path / "writer.json").write_text(written)
        with pytest.raises(StoreError, match="oleh proses lain"), one_writer(tmp_path):
            pytest.fail("two at once")


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "writer.sqlite3").mkdir()
    with pytest.raises(StoreError, match="tidak dapat ditulisi"), one_writer(tmp_path):
        pytest.fail("no lock")
