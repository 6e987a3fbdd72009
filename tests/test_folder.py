"""A store in a folder: its files, its lock, and what is said when they are damaged or cannot be used."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest

from assistant.errors import StoreError
from assistant.search import folder as folder_module
from assistant.search import lock
from assistant.search.folder import Folder
from assistant.search.index import Index, is_empty
from assistant.settings import Settings
from tests.stored import MODEL, SOURCE, store_texts


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return Index.open(tmp_path / "store", MODEL, create=True)


def test_a_missing_store_names_the_command_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="python -m ingest ingest/articles"):
        Index.open(tmp_path / "store", MODEL)
    assert list(tmp_path.iterdir()) == []


def test_the_command_fills_the_store_that_was_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreError, match=r"--store '.*/my store'"):
        Index.open(tmp_path / "my store", MODEL)

    monkeypatch.setattr(folder_module, "Settings", lambda: Settings(vectorstore=tmp_path))
    with pytest.raises(StoreError) as raised:
        Index.open(tmp_path, MODEL)
    assert "--store" not in str(raised.value)


def test_an_unchanged_file_is_not_opened_again_for_its_version(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    store_texts(index, SOURCE, "Satu.")
    monkeypatch.setattr(folder_module, "_CLOCK_STEP_SECONDS", -1.0)
    version = index.version()
    monkeypatch.setattr(Folder, "using", lambda *_: pytest.fail("opened the store"))

    assert index.version() == version


def test_a_recently_changed_file_is_read_again_where_its_time_is_too_coarse_to_show_a_change(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_texts(index, SOURCE, "Satu.")
    second = int(time.time()) * 1_000_000_000
    monkeypatch.setattr(Folder, "state", lambda self: (1, second, 1))
    before = index.version()
    store_texts(Index.open(tmp_path / "store", MODEL), SOURCE, "Dua.")

    assert index.version() != before


def test_a_young_file_with_a_fine_time_is_not_opened_again(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    store_texts(index, SOURCE, "Satu.")
    monkeypatch.setattr(Folder, "state", lambda self: (1, 1_700_000_000_000_000_007, 1))
    version = index.version()
    monkeypatch.setattr(Folder, "using", lambda *_: pytest.fail("opened the store"))

    assert index.version() == version


def test_stores_in_different_folders_do_not_meet(index: Index, tmp_path: Path) -> None:
    other = Index.open(tmp_path / "other", MODEL, create=True)
    store_texts(index, SOURCE, "Satu.")

    assert other.documents() == []


def test_a_store_in_use_elsewhere_is_said_after_waiting(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "_LONGEST_WAIT_SECONDS", 0.1)
    holder = sqlite3.connect(tmp_path / "store" / "lock.sqlite3", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="sedang dipakai"):
        index.documents()
    holder.close()

    assert index.documents() == []


def test_a_folder_that_cannot_be_written_is_the_operators_to_mend(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where a folder should be")
    with pytest.raises(StoreError, match="tidak dapat dibuat"):
        Index.open(tmp_path / "file", MODEL, create=True)

    (tmp_path / "store" / "lock.sqlite3").mkdir(parents=True)
    with pytest.raises(StoreError, match="boleh ditulisi"):
        Index.open(tmp_path / "store", MODEL, create=True)


@pytest.mark.parametrize("damage", ["not a database", "empty", "truncated"])
def test_a_damaged_store_says_how_to_rebuild_it(index: Index, tmp_path: Path, damage: str) -> None:
    store_texts(index, SOURCE, *["Satu."] * 200)
    database = tmp_path / "store" / "chroma.sqlite3"
    content = database.read_bytes()
    database.write_bytes(
        {"not a database": b"bukan basis data" * 500, "empty": b"", "truncated": content[: len(content) // 2]}[damage]
    )

    for _ in range(2):
        with pytest.raises(StoreError, match="python -m ingest"):
            Index.open(tmp_path / "store", MODEL).snapshot()
    database.write_bytes(content)
    assert len(Index.open(tmp_path / "store", MODEL).snapshot().passages) == 200


def test_lost_vectors_are_noticed(index: Index, tmp_path: Path) -> None:
    store_texts(index, SOURCE, *["Satu."] * 1_200)
    for file in (tmp_path / "store").rglob("*.bin"):
        file.unlink()

    with pytest.raises(StoreError, match="python -m ingest"):
        Index.open(tmp_path / "store", MODEL).snapshot()


def test_other_files_in_the_folder_stay_untouched(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("Apa yang ada di sini")
    store_texts(Index.open(tmp_path, MODEL, create=True), SOURCE, "Satu.")

    assert readme.read_text() == "Apa yang ada di sini"


def test_a_folder_is_empty_until_something_was_stored(tmp_path: Path) -> None:
    settings = Settings(vectorstore=tmp_path / "store")
    assert is_empty(settings)
    assert list(tmp_path.iterdir()) == [], "looking makes nothing"

    store_texts(Index.open(settings, MODEL, create=True), SOURCE, "Satu.")
    assert not is_empty(settings)


def test_settings_without_a_server_mean_their_folder(index: Index, tmp_path: Path) -> None:
    store_texts(index, SOURCE, "Satu.")

    opened = Index.open(Settings(vectorstore=tmp_path / "store"), MODEL)
    assert opened.documents() == [SOURCE]
    assert opened.location == str(tmp_path / "store")
