"""The file that switches the assistant off, as an operator would write and remove it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.service.off_switch import LONGEST_NOTICE, notice


@pytest.fixture
def switch(tmp_path: Path) -> Path:
    return tmp_path / "off.txt"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were opened, in order."""
    paths: list[Path] = []
    original = Path.open

    def remembered(path: Path, *arguments: object, **options: object) -> object:
        paths.append(path)
        return original(path, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", remembered)
    return paths


def test_without_the_file_nothing_is_off(switch: Path) -> None:
    assert notice(switch) is None
    assert notice(switch.parent / "no folder" / "off.txt") is None


def test_with_the_file_its_text_is_shown_until_it_is_removed(switch: Path) -> None:
    switch.write_text("\n  Sedang diperbaiki.\nKembali pukul 13.  \n", "utf-8")
    assert notice(switch) == "Sedang diperbaiki.\nKembali pukul 13."
    switch.unlink()
    assert notice(switch) is None
    switch.touch()
    assert notice(switch) == ""


@pytest.mark.parametrize("content", [b"", b"  \n\t", b"\xef\xbb\xbf"])
def test_an_empty_file_switches_off_without_a_text(switch: Path, content: bytes) -> None:
    switch.write_bytes(content)
    assert notice(switch) == ""


def test_a_new_text_of_another_length_is_read(switch: Path) -> None:
    switch.write_text("Satu")
    assert notice(switch) == "Satu"
    written = switch.stat()
    switch.write_text("Sebelas")
    # Where the clock of the file system is coarse, the time stays.
    os.utime(switch, ns=(0, written.st_mtime_ns))
    assert notice(switch) == "Sebelas"


def test_a_new_text_of_the_same_length_is_read(switch: Path) -> None:
    switch.write_text("Satu")
    assert notice(switch) == "Satu"
    switch.write_text("Tiga")
    os.utime(switch, ns=(0, switch.stat().st_mtime_ns + 1))
    assert notice(switch) == "Tiga"


def test_a_text_that_stays_is_read_once(switch: Path, opened: list[Path]) -> None:
    switch.write_text("Satu")
    opened.clear()
    assert [notice(switch) for _ in range(100)] == ["Satu"] * 100
    assert opened == [switch]


def test_a_file_that_is_not_there_is_not_opened(switch: Path, opened: list[Path]) -> None:
    notice(switch)
    assert opened == []


def test_two_stores_have_two_switches(switch: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    for path, text in ((switch, "Satu"), (other, "Tiga")):
        path.write_text(text)
        os.utime(path, ns=(0, 0))
    assert [notice(path) for path in (switch, other, switch)] == ["Satu", "Tiga", "Satu"]


@pytest.mark.parametrize("before", ["", " " * 600])
@pytest.mark.parametrize("letter", ["a", "é", "好", "😀"])
def test_a_long_text_is_cut(switch: Path, letter: str, before: str) -> None:
    switch.write_text(before + letter * 500, "utf-8")
    assert notice(switch) == letter * 500
    switch.write_text(before + letter * 50_000, "utf-8")
    assert notice(switch) == letter * 499 + "…"
    assert LONGEST_NOTICE == 500


def test_bytes_that_are_no_text_are_replaced(switch: Path) -> None:
    switch.write_bytes(b"Mati\xff sebentar\xc3")
    assert notice(switch) == "Mati� sebentar�"


def test_what_cannot_be_read_switches_off_too(switch: Path) -> None:
    switch.mkdir()
    assert notice(switch) == ""


def test_a_file_removed_between_looking_and_reading_is_gone(switch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    switch.write_text("Satu")

    def vanished(path: Path, *arguments: object) -> object:
        raise FileNotFoundError(path)

    monkeypatch.setattr(Path, "open", vanished)
    assert notice(switch) is None
