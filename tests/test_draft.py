"""The files of a store change places all at once, however that is interrupted."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import StoreError
from assistant.search import draft
from assistant.search.index import Index
from tests.stored import MODEL, SOURCE, UNDATED, store_texts, texts_of

VECTORS = "0a7cb628-a872-4c3e-ab16-80c354e5c785"
OTHER_VECTORS = "db43e304-6f15-4447-8430-b3a9e8b500ed"


def make_store(store: Path, words: str, vectors: str = VECTORS) -> None:
    (store / vectors).mkdir(parents=True)
    (store / draft.DATABASE_FILE).write_text(words)
    (store / vectors / "data_level0.bin").write_text(words)


def contents(store: Path) -> dict[str, str]:
    return {str(path.relative_to(store)): path.read_text() for path in sorted(store.rglob("*")) if path.is_file()}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    make_store(tmp_path / "store", "old")
    (tmp_path / "store" / "README.md").write_text("Tetap di sini")
    return tmp_path / "store"


def test_a_draft_holds_the_files_of_the_store_and_nothing_else(store: Path) -> None:
    (store / f"{draft.DATABASE_FILE}-journal").write_text("unfinished")
    files = draft.begin(store)

    assert contents(files) == {
        draft.DATABASE_FILE: "old",
        f"{draft.DATABASE_FILE}-journal": "unfinished",
        f"{VECTORS}/data_level0.bin": "old",
    }


def test_a_draft_of_somebody_who_was_killed_is_not_continued(store: Path) -> None:
    (draft.begin(store) / draft.DATABASE_FILE).write_text("half")

    assert contents(draft.begin(store))[draft.DATABASE_FILE] == "old"


def new_files(store: Path) -> Path:
    """A draft with a new database, new vectors in one folder, and a second folder instead of none."""
    files = draft.begin(store)
    shutil.rmtree(files)
    make_store(files, "new")
    (files / OTHER_VECTORS).mkdir()
    (files / OTHER_VECTORS / "data_level0.bin").write_text("new")
    return files


NEW = {
    "README.md": "Tetap di sini",
    f"{VECTORS}/data_level0.bin": "new",
    f"{OTHER_VECTORS}/data_level0.bin": "new",
    draft.DATABASE_FILE: "new",
}


def test_what_is_put_in_place_is_all_there_is_of_the_store(store: Path) -> None:
    (store / "db43e304-6f15-4447-8430-000000000000").mkdir()
    (store / f"{draft.DATABASE_FILE}-journal").write_text("would be played back into the new database")
    draft.put_in_place(new_files(store), store)

    assert contents(store) == NEW
    assert {path.name for path in store.iterdir()} == {"README.md", VECTORS, OTHER_VECTORS, draft.DATABASE_FILE}


class _Killed(BaseException):
    """Stands for a process that ends here."""


def killed_after(calls: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next functions that change the disk work so many times in all."""
    left = [calls]

    def limited(function: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            if not left[0]:
                raise _Killed
            left[0] -= 1
            return function(*arguments, **options)

        return call

    for module, name in ((os, "replace"), (os, "fsync"), (shutil, "rmtree"), (Path, "unlink"), (Path, "write_text")):
        monkeypatch.setattr(module, name, limited(getattr(module, name)))


def test_killed_at_each_step_of_the_change_it_is_the_old_or_the_new_one(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = contents(store)
    files = new_files(store)
    outcomes = []
    for calls in range(200):
        copy = tmp_path / str(calls)
        shutil.copytree(store, copy)
        with monkeypatch.context() as patched:
            killed_after(calls, patched)
            try:
                draft.put_in_place(copy / files.name, copy)
            except _Killed:
                pass
            else:
                assert contents(copy) == NEW
                break
        assert draft.is_there(copy)
        draft.finish(copy)
        draft.discard(copy)
        assert contents(copy) in (old, NEW)
        outcomes.append(contents(copy) == NEW)

    assert len(outcomes) > 10
    assert outcomes == sorted(outcomes), "first the old one, from a certain step on the new one"
    assert 0 < sum(outcomes) < len(outcomes)


def test_killed_while_finishing_it_is_finished_the_next_time(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = new_files(store)
    with monkeypatch.context() as patched:
        patched.setattr(draft, "finish", lambda store: None)
        draft.put_in_place(files, store)
    for calls in range(200):
        copy = tmp_path / str(calls)
        shutil.copytree(store, copy)
        with monkeypatch.context() as patched:
            killed_after(calls, patched)
            try:
                draft.finish(copy)
            except _Killed:
                pass
            else:
                break
        draft.finish(copy)
        assert contents(copy) == NEW
        assert not (copy / ".ready").exists()
    assert calls > 3


def test_an_unfinished_database_is_not_put_in_place(store: Path) -> None:
    files = new_files(store)
    (files / f"{draft.DATABASE_FILE}-journal").write_text("unfinished")
    with pytest.raises(OSError, match="not complete"):
        draft.put_in_place(files, store)

    assert contents(store)[draft.DATABASE_FILE] == "old"


def test_a_store_is_read_after_somebody_was_killed_while_putting_it_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Index.open(tmp_path / "store", MODEL, create=True)
    store_texts(index, SOURCE, "Lama.")
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", once(os.replace))
        with pytest.raises(_Killed):
            store_texts(index, UNDATED, "Baru.")

    assert texts_of(Index.open(tmp_path / "store", MODEL)) == ["Baru.", "Lama."]


def once(function: Callable[..., object]) -> Callable[..., object]:
    """A function that can be called once; then the process ends."""
    called: list[object] = []

    def call(*arguments: object) -> object:
        if called:
            raise _Killed
        called.append(arguments)
        return function(*arguments)

    return call


def test_what_was_cut_off_without_an_error_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chroma may believe that it has written what a full disk has not taken: the draft is read back before it counts."""
    index = Index.open(tmp_path / "store", MODEL, create=True)
    store_texts(index, SOURCE, "Lama.")
    from assistant.search import index as index_module

    add = index_module.add_generations

    def add_and_lose(collections, documents):  # type: ignore[no-untyped-def]
        names = add(collections, documents)
        collections.passages.delete(where={"generation": names[0]})
        return names

    monkeypatch.setattr(index_module, "add_generations", add_and_lose)
    with pytest.raises(StoreError, match=r"tidak dapat diubah \(yang ditulis tidak terbaca kembali\); isinya tetap"):
        store_texts(index, SOURCE, "Baru.")

    assert texts_of(index) == ["Lama."]
