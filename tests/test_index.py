from __future__ import annotations

import datetime
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.errors import StoreError
from assistant.search import index as index_module
from assistant.search import lock
from assistant.search.index import Index
from assistant.search.records import DocumentRecord
from assistant.settings import Settings
from assistant.types import Passage, Source

MODEL = "model-uji"
SOURCE = Source(
    id="arsip/netralitas.md",
    name="netralitas.md",
    title="Netralitas “ASN” – 50 % & ﷺ",
    publisher="Kantor Berita",
    date=datetime.date(2023, 11, 30),
    url="https://contoh.id/netralitas?a=1",
    kind="berita",
    digest="abc",
)
UNDATED = Source(id="arsip/lain.md", name="lain.md", title="Lain")


def passages_of(source: Source, *texts: str) -> list[Passage]:
    return [
        Passage(f"{source.id}#{number}", source, number, f"paragraf {number}", text)
        for number, text in enumerate(texts, start=1)
    ]


def vectors_for(count: int, seed: int = 1) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(count, 8)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def store_texts(index: Index, source: Source, *texts: str, seed: int = 1) -> None:
    index.replace_document(source, passages_of(source, *texts), vectors_for(len(texts), seed))


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return Index.open(tmp_path / "store", MODEL, create=True)


def run_python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run code in another process that has this file's helpers."""
    prelude = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); from test_index import *\n"
    return subprocess.run(
        [sys.executable, "-c", prelude + textwrap.dedent(code), *arguments], capture_output=True, text=True, timeout=120
    )


def test_a_missing_store_names_the_command_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="python -m ingest ingest/articles"):
        Index.open(tmp_path / "store", MODEL)
    assert list(tmp_path.iterdir()) == []


def test_the_command_fills_the_store_that_was_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreError, match=r"--store '.*/my store'"):
        Index.open(tmp_path / "my store", MODEL)

    monkeypatch.setattr(index_module, "Settings", lambda: Settings(vectorstore=tmp_path))
    with pytest.raises(StoreError) as raised:
        Index.open(tmp_path, MODEL)
    assert "--store" not in str(raised.value)


def test_what_is_stored_comes_back_exactly(index: Index) -> None:
    passages = passages_of(SOURCE, "Satu.\n\nDua “kutip”.", "Emoji 🙂 dan <b>tanda</b>.")
    vectors = vectors_for(2)
    index.replace_document(SOURCE, passages, vectors)

    snapshot = index.snapshot()

    assert snapshot.passages == tuple(passages)
    assert snapshot.vectors.dtype == np.float32
    np.testing.assert_array_equal(snapshot.vectors, vectors)
    assert index.documents() == [SOURCE]
    assert index.passage_counts() == {SOURCE.id: 2}


def test_a_document_without_date_comes_back_without(index: Index) -> None:
    store_texts(index, UNDATED, "Satu.")

    assert index.documents() == [UNDATED]


def test_a_snapshot_is_ordered_by_source_and_number(index: Index) -> None:
    store_texts(index, SOURCE, *[f"Kalimat {number}." for number in range(1, 13)])
    store_texts(index, UNDATED, "Satu.", "Dua.")

    snapshot = index.snapshot()

    assert [(passage.source.id, passage.number) for passage in snapshot.passages] == [
        *[(UNDATED.id, number) for number in (1, 2)],
        *[(SOURCE.id, number) for number in range(1, 13)],
    ]


def test_an_empty_store_has_an_empty_snapshot(index: Index) -> None:
    snapshot = index.snapshot()

    assert snapshot.passages == ()
    assert len(snapshot.vectors) == 0
    assert index.documents() == []


def test_a_document_of_no_passages_is_still_listed(index: Index) -> None:
    index.replace_document(SOURCE, [], np.zeros((0, 8), dtype=np.float32))

    assert index.passage_counts() == {SOURCE.id: 0}
    assert index.snapshot().passages == ()


def test_replacing_leaves_nothing_of_the_old(index: Index) -> None:
    store_texts(index, SOURCE, "Lama satu.", "Lama dua.", "Lama tiga.")
    store_texts(index, UNDATED, "Tetap.")
    newer = Source(id=SOURCE.id, name=SOURCE.name, title="Judul baru", digest="def")

    store_texts(index, newer, "Baru satu.", seed=2)

    assert index.documents() == [UNDATED, newer]
    assert [passage.text for passage in index.snapshot().passages] == ["Tetap.", "Baru satu."]
    assert count_rows(index) == 2


def count_rows(index: Index) -> int:
    """Passages in the database, whether they count or not."""
    with index._opened() as collections:
        return int(collections.passages.count())


def test_stored_passages_are_those_of_one_document_with_their_vectors(index: Index) -> None:
    store_texts(index, SOURCE, "Satu.", "Dua.")
    store_texts(index, UNDATED, "Lain.")

    stored = index.stored_passages(SOURCE.id)

    assert [passage for passage, _ in stored] == passages_of(SOURCE, "Satu.", "Dua.")
    np.testing.assert_array_equal(np.stack([vector for _, vector in stored]), vectors_for(2))
    assert index.stored_passages("tidak/ada") == []


def test_removing_counts_the_passages_and_forgets_the_document(index: Index) -> None:
    store_texts(index, SOURCE, "Satu.", "Dua.")
    store_texts(index, UNDATED, "Lain.")

    assert index.remove_document(SOURCE.id) == 2
    assert index.remove_document(SOURCE.id) == 0
    assert index.documents() == [UNDATED]
    assert count_rows(index) == 1


def test_more_passages_than_one_batch(index: Index) -> None:
    texts = [f"Kalimat {number}." for number in range(1, 2_102)]
    store_texts(index, SOURCE, *texts)

    snapshot = index.snapshot()

    assert [passage.text for passage in snapshot.passages] == texts
    np.testing.assert_array_equal(snapshot.vectors, vectors_for(len(texts)))


def test_the_version_changes_with_the_content_and_only_then(index: Index) -> None:
    seen = [index.version()]
    store_texts(index, SOURCE, "Satu.")
    seen.append(index.version())
    store_texts(index, SOURCE, "Dua.")
    seen.append(index.version())
    index.remove_document(SOURCE.id)

    assert len(set(seen)) == 3
    assert index.version() == index.version() == index.snapshot().version
    assert index.version() == seen[0], "empty again"


def test_an_unchanged_file_is_not_opened_again_for_its_version(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    store_texts(index, SOURCE, "Satu.")
    monkeypatch.setattr(index_module, "_CLOCK_STEP_SECONDS", -1.0)
    version = index.version()
    monkeypatch.setattr(Index, "_opened", lambda self: pytest.fail("opened the store"))

    assert index.version() == version


def test_a_recently_changed_file_is_read_again_where_its_time_is_too_coarse_to_show_a_change(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_texts(index, SOURCE, "Satu.")
    second = int(time.time()) * 1_000_000_000
    monkeypatch.setattr(Index, "_file_state", lambda self: (1, second, 1))
    before = index.version()
    store_texts(index, SOURCE, "Dua.")

    assert index.version() != before


def test_a_young_file_with_a_fine_time_is_not_opened_again(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    store_texts(index, SOURCE, "Satu.")
    monkeypatch.setattr(Index, "_file_state", lambda self: (1, 1_700_000_000_000_000_007, 1))
    version = index.version()
    monkeypatch.setattr(Index, "_opened", lambda self: pytest.fail("opened the store"))

    assert index.version() == version


def test_reopening_finds_what_was_stored(index: Index, tmp_path: Path) -> None:
    store_texts(index, SOURCE, "Satu.")

    assert Index.open(tmp_path / "store", MODEL).snapshot().passages == index.snapshot().passages


def test_two_in_one_process_see_each_others_changes(index: Index, tmp_path: Path) -> None:
    other = Index.open(tmp_path / "store", MODEL)
    store_texts(index, SOURCE, "Satu.", "Dua.")
    assert len(other.snapshot().passages) == 2
    store_texts(other, UNDATED, "Lain.")
    store_texts(index, SOURCE, "Baru.")

    assert [passage.text for passage in other.snapshot().passages] == ["Lain.", "Baru."]
    assert index.version() == other.version()


def test_stores_in_different_folders_do_not_meet(index: Index, tmp_path: Path) -> None:
    other = Index.open(tmp_path / "other", MODEL, create=True)
    store_texts(index, SOURCE, "Satu.")

    assert other.documents() == []


def test_another_model_is_refused_with_what_to_do(index: Index, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"'model-uji'.*'model-lain'.*python -m ingest"):
        Index.open(tmp_path / "store", "model-lain")
    with pytest.raises(StoreError, match="model-lain"):
        Index.open(tmp_path / "store", "model-lain", create=True)


def test_another_splitting_is_refused_with_what_to_do(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "SPLITTING", "sentences-99")

    with pytest.raises(StoreError, match=r"pemotongan.*sentences-99.*python -m ingest"):
        Index.open(tmp_path / "store", MODEL)


def test_passages_and_vectors_must_match(index: Index) -> None:
    with pytest.raises(ValueError, match="1 passages but 2 vectors"):
        index.replace_document(SOURCE, passages_of(SOURCE, "Satu."), vectors_for(2))


def test_a_mistake_of_ours_is_not_called_damage(index: Index) -> None:
    store_texts(index, SOURCE, "Satu.")
    with pytest.raises(Exception, match="dimension") as raised:
        index.replace_document(UNDATED, passages_of(UNDATED, "Dua."), np.ones((1, 9), dtype=np.float32))
    assert not isinstance(raised.value, StoreError)

    assert [passage.text for passage in index.snapshot().passages] == ["Satu."]


def test_stopped_before_the_switch_the_old_document_stays(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    store_texts(index, SOURCE, "Lama.")
    version = index.version()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupted:
        interrupted.setattr(index_module, "_switch", stop)
        with pytest.raises(KeyboardInterrupt):
            store_texts(index, SOURCE, "Baru.", "Baru.")

    assert [passage.text for passage in index.snapshot().passages] == ["Lama."]
    assert [passage.text for passage, _ in index.stored_passages(SOURCE.id)] == ["Lama."]
    assert index.version() == version
    store_texts(index, SOURCE, "Lebih baru.")
    assert [passage.text for passage in index.snapshot().passages] == ["Lebih baru."]
    assert count_rows(index) == 1


def test_stopped_after_the_switch_the_new_document_counts(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    store_texts(index, SOURCE, "Lama.")
    switch = index_module._switch

    def switch_and_stop(collections: index_module._Collections, record: DocumentRecord) -> None:
        switch(collections, record)
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupted:
        interrupted.setattr(index_module, "_switch", switch_and_stop)
        with pytest.raises(KeyboardInterrupt):
            store_texts(index, SOURCE, "Baru.")

    assert [passage.text for passage in index.snapshot().passages] == ["Baru."]
    assert index.remove_document(SOURCE.id) == 1
    assert count_rows(index) == 0


def test_a_process_that_is_killed_while_writing_leaves_a_whole_store(index: Index, tmp_path: Path) -> None:
    store_texts(index, SOURCE, *["Lama."] * 300)
    code = """
        index = Index.open(Path(sys.argv[1]), MODEL)
        print("ready", flush=True)
        for number in range(10_000):
            store_texts(index, SOURCE, *[f"Baru {number}."] * 300, seed=number)
    """
    prelude = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); from test_index import *\n"
    for _ in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", prelude + textwrap.dedent(code), str(tmp_path / "store")], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        threading.Event().wait(0.4)
        writer.kill()
        writer.wait()

        texts = [passage.text for passage in index.snapshot().passages]
        assert len(texts) == 300
        assert len(set(texts)) == 1, "a mixture of two generations"


def test_another_process_may_write_between_our_reading_and_writing(index: Index, tmp_path: Path) -> None:
    """Chroma alone fails here: its vectors in memory do not notice, and the next writing damages the file."""
    store_texts(index, SOURCE, *["Lama."] * 1_500)
    assert len(index.snapshot().passages) == 1_500

    result = run_python(
        """
        index = Index.open(Path(sys.argv[1]), MODEL)
        store_texts(index, UNDATED, *["Dari proses lain."] * 2_500)
        store_texts(index, SOURCE, "Diganti.")
        """,
        str(tmp_path / "store"),
    )
    assert result.returncode == 0, result.stderr

    assert len(index.snapshot().passages) == 2_501
    store_texts(index, SOURCE, *["Terakhir."] * 1_500, seed=3)
    result = run_python(
        """
        snapshot = Index.open(Path(sys.argv[1]), MODEL).snapshot()
        np.testing.assert_array_equal(snapshot.vectors[-1_500:], vectors_for(1_500, 3))
        print(len(snapshot.passages))
        """,
        str(tmp_path / "store"),
    )
    assert result.stdout.strip() == "4000", result.stderr


def test_threads_may_read_while_one_writes(index: Index) -> None:
    store_texts(index, SOURCE, "0", "0")
    failures: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            texts = {passage.text for passage in index.snapshot().passages}
            if len(texts) != 1:
                failures.append(texts)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(10):
        store_texts(index, SOURCE, str(number), str(number))
    done.set()
    for reader in readers:
        reader.join()

    assert failures == []


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


def test_ids_that_resemble_each_other_stay_apart(index: Index) -> None:
    sources = [Source(id=name, name=name, title=name) for name in ("a/b", "a/b#1", "a/b.md", "A/B", "a/ﷺ\"'")]
    for source in sources:
        store_texts(index, source, source.id)
    index.remove_document("a/b")

    assert {source.id for source in index.documents()} == {source.id for source in sources[1:]}
    assert {passage.text for passage in index.snapshot().passages} == {source.id for source in sources[1:]}
