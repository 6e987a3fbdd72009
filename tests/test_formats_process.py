"""A file can crash, hang or swell the process that reads it, and nothing else; the next file is read all the same."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import ReadError
from ingest.formats.process import Limits, ReadingProcess, as_json, from_json, reading_process
from ingest.page import Page, make_page
from tests.make_documents import FOLDER

PAGE = b"<html><body><p>Pegawai wajib netral.</p></body></html>"
# Each of the brackets is looked at from all those before it: hours.
ENDLESS = b"[" * 3_000_000
has_limits = pytest.mark.skipif(os.name == "nt", reason="This system cannot limit a process: nothing to test.")


@pytest.fixture
def process() -> Iterator[ReadingProcess]:
    made = ReadingProcess()
    yield made
    made.close()


def child_of(process: ReadingProcess) -> int:
    assert process._child is not None
    return process._child.pid


@pytest.mark.parametrize("name", ["berita.html", "berita.pdf", "edaran.docx", "berita.txt", "berita.md"])
def test_a_file_is_the_same_page_in_either_process(name: str) -> None:
    data, suffix = (FOLDER / name).read_bytes(), Path(name).suffix
    assert reading_process().read(data, suffix) == make_page(data, suffix)


def test_a_page_travels_whole() -> None:
    page = make_page((FOLDER / "berita.html").read_bytes(), ".html")
    assert page.date is not None
    assert from_json(as_json(page)) == page
    assert from_json(as_json(Page("Teks “é” 😀"))) == Page("Teks “é” 😀")


def test_one_child_reads_all_files(process: ReadingProcess) -> None:
    process.read(PAGE, ".html")
    first = child_of(process)
    with pytest.raises(ReadError):
        process.read(b"%PDF-1.7 rusak %%EOF", ".pdf")
    process.read(PAGE, ".html")
    assert child_of(process) == first


def test_a_child_that_died_between_files_is_replaced(process: ReadingProcess) -> None:
    process.read(PAGE, ".html")
    os.kill(child_of(process), signal.SIGTERM)
    time.sleep(0.2)
    assert process.read(PAGE, ".html").text == "Pegawai wajib netral."


def test_a_child_that_crashes_over_a_file_is_told_and_replaced(process: ReadingProcess) -> None:
    process.read(PAGE, ".html")
    crash = threading.Timer(0.5, os.kill, (child_of(process), signal.SIGABRT))
    crash.start()
    with pytest.raises(ReadError, match="terhenti mendadak"):
        process.read(ENDLESS, ".md")
    assert process.read(PAGE, ".html").text == "Pegawai wajib netral."


def test_a_file_that_takes_too_long_is_given_up() -> None:
    process = ReadingProcess(Limits(seconds=1.5))
    started = time.perf_counter()
    with pytest.raises(ReadError, match="belum selesai setelah 2 detik"):
        process.read(ENDLESS, ".md")
    assert time.perf_counter() - started < 10
    assert process.read(PAGE, ".html").text == "Pegawai wajib netral."
    process.close()


@has_limits
def test_computing_time_is_limited_for_each_file_not_for_all_together() -> None:
    process = ReadingProcess(Limits(cpu_seconds=2))
    for _ in range(2):
        with pytest.raises(ReadError, match="belum selesai setelah 2 detik"):
            process.read(ENDLESS, ".md")
    lasting = b"Pegawai wajib netral.\n\n" * 40_000
    for _ in range(4):
        assert process.read(lasting, ".txt").text
    process.close()


@has_limits
def test_a_file_that_needs_too_much_memory_is_given_up() -> None:
    process = ReadingProcess(Limits(memory=200 * 1024 * 1024))
    with pytest.raises(ReadError, match="lebih dari 0,2 GB memori"):
        process.read("Pegawai\u200b wajib netral.\n\n".encode() * 700_000, ".txt")
    assert process.read(PAGE, ".html").text == "Pegawai wajib netral."
    process.close()


@has_limits
def test_an_interrupt_from_the_keyboard_leaves_the_child_to_its_parent(process: ReadingProcess) -> None:
    process.read(PAGE, ".html")
    child = child_of(process)
    os.kill(child, signal.SIGINT)
    assert process.read(PAGE, ".html").text
    assert child_of(process) == child


def test_files_from_several_threads_are_read_one_after_the_other(process: ReadingProcess) -> None:
    found: list[str] = []

    def read(number: int) -> None:
        found.append(process.read(f"<html><body><p>Butir {number}.</p></body></html>".encode(), ".html").text)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [f"Butir {number}." for number in range(8)]


def test_a_closed_process_ends_its_child_and_may_start_another(process: ReadingProcess) -> None:
    process.read(PAGE, ".html")
    child = process._child
    process.close()
    assert child is not None
    assert child.poll() is not None
    assert process.read(PAGE, ".html").text
    process.close()
    process.close()


def test_a_child_that_cannot_be_started_is_told(process: ReadingProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/tidak/ada/python")
    with pytest.raises(ReadError, match="tidak dapat dijalankan"):
        process.read(PAGE, ".html")
