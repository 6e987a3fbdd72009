"""What every store promises, whether it is a folder of this machine or on a Chroma server."""

from __future__ import annotations

import dataclasses
import threading
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import StoreError
from assistant.search import generations
from assistant.search import index as index_module
from assistant.search.connection import Collections
from assistant.search.index import Index
from assistant.search.records import DocumentRecord, passage_metadata, read_passage
from assistant.types import Source
from tests.chroma_server import ChromaServer
from tests.stored import (
    MODEL,
    SOURCE,
    UNDATED,
    count_rows,
    empty,
    passages_of,
    run_python,
    start_python,
    store_at,
    store_texts,
    texts_of,
    vectors_for,
)


@pytest.fixture(params=["folder", "server"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A folder that does not exist yet, or the address of a server without a store."""
    if request.param == "folder":
        return str(tmp_path / "store")
    server: ChromaServer = request.getfixturevalue("chroma_server")
    empty(server.address)
    return server.address


@pytest.fixture
def index(where: str) -> Index:
    return Index.open(store_at(where), MODEL, create=True)


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


def test_the_original_of_a_repaired_passage_comes_back(index: Index) -> None:
    (passage,) = passages_of(SOURCE, "Dewan Perwakilan Rakyat.")
    repaired = dataclasses.replace(passage, original="Dewan Perwakilan Ralryat.")
    index.replace_document(SOURCE, [repaired], vectors_for(1))

    assert index.snapshot().passages == (repaired,)


def test_a_passage_that_was_stored_before_originals_were_kept_has_none() -> None:
    (passage,) = passages_of(SOURCE, "Satu.")
    metadata = {key: value for key, value in passage_metadata(passage, "1").items() if key != "original"}

    assert read_passage(SOURCE, metadata, "Satu.") == passage


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
    assert texts_of(index) == ["Tetap.", "Baru satu."]
    assert count_rows(index) == 2


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


def test_reopening_finds_what_was_stored(index: Index, where: str) -> None:
    store_texts(index, SOURCE, "Satu.")

    assert Index.open(store_at(where), MODEL).snapshot().passages == index.snapshot().passages


def test_two_in_one_process_see_each_others_changes(index: Index, where: str) -> None:
    other = Index.open(store_at(where), MODEL)
    store_texts(index, SOURCE, "Satu.", "Dua.")
    assert len(other.snapshot().passages) == 2
    store_texts(other, UNDATED, "Lain.")
    store_texts(index, SOURCE, "Baru.")

    assert texts_of(other) == ["Lain.", "Baru."]
    assert index.version() == other.version()


def test_another_model_is_refused_with_what_to_do(index: Index, where: str) -> None:
    with pytest.raises(StoreError, match=r"'model-uji'.*'model-lain'.*python -m ingest"):
        Index.open(store_at(where), "model-lain")
    with pytest.raises(StoreError, match="model-lain"):
        Index.open(store_at(where), "model-lain", create=True)


def test_another_splitting_is_refused_with_what_to_do(
    index: Index, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "SPLITTING", "sentences-99")

    with pytest.raises(StoreError, match=r"pemotongan.*sentences-99.*python -m ingest"):
        Index.open(store_at(where), MODEL)


def test_passages_and_vectors_must_match(index: Index) -> None:
    with pytest.raises(ValueError, match="1 passages but 2 vectors"):
        index.replace_document(SOURCE, passages_of(SOURCE, "Satu."), vectors_for(2))


def test_a_mistake_of_ours_is_not_called_damage(index: Index) -> None:
    store_texts(index, SOURCE, "Satu.")
    with pytest.raises(Exception, match="dimension") as raised:
        index.replace_document(UNDATED, passages_of(UNDATED, "Dua."), np.ones((1, 9), dtype=np.float32))
    assert not isinstance(raised.value, StoreError)

    assert texts_of(index) == ["Satu."]


@pytest.fixture
def _nobody_waits_for_the_unfinished(monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not count is cleared from a server as soon as it is written, as if an hour had passed."""
    monkeypatch.setattr(generations, "_ABANDONED_SECONDS", -10.0)


@pytest.mark.usefixtures("_nobody_waits_for_the_unfinished")
def test_stopped_before_the_switch_the_old_document_stays(
    index: Index, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_texts(index, SOURCE, "Lama.")
    version = index.version()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupted:
        interrupted.setattr(index_module, "switch", stop)
        with pytest.raises(KeyboardInterrupt):
            store_texts(index, SOURCE, "Baru.", "Baru.")

    assert texts_of(index) == ["Lama."]
    assert [passage.text for passage, _ in index.stored_passages(SOURCE.id)] == ["Lama."]
    assert index.version() == version
    store_texts(Index.open(store_at(where), MODEL), SOURCE, "Lebih baru.")
    assert texts_of(index) == ["Lebih baru."]
    assert count_rows(index) == 1


@pytest.mark.usefixtures("_nobody_waits_for_the_unfinished")
def test_stopped_after_the_switch_one_document_counts_and_nothing_is_left_of_the_other(
    index: Index, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new one on a server; in a folder the old one, as the whole change counts only when it is finished."""
    store_texts(index, SOURCE, "Lama.")
    switch = generations.switch

    def switch_and_stop(collections: Collections, record: DocumentRecord) -> None:
        switch(collections, record)
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupted:
        interrupted.setattr(index_module, "switch", switch_and_stop)
        with pytest.raises(KeyboardInterrupt):
            store_texts(index, SOURCE, "Baru.")

    assert texts_of(index) == ["Baru." if where.startswith("http") else "Lama."]
    assert Index.open(store_at(where), MODEL).remove_document(SOURCE.id) == 1
    assert count_rows(index) == 0


def test_a_process_that_is_killed_while_writing_leaves_a_whole_store(index: Index, where: str) -> None:
    store_texts(index, SOURCE, *["Lama."] * 300)
    code = """
        index = Index.open(store_at(sys.argv[1]), MODEL)
        print("ready", flush=True)
        for number in range(10_000):
            store_texts(index, SOURCE, *[f"Baru {number}."] * 300, seed=number)
    """
    for _ in range(3):
        writer = start_python(code, where)
        assert writer.stdout is not None
        writer.stdout.readline()
        threading.Event().wait(0.4)
        writer.kill()
        writer.wait()

        texts = texts_of(index)
        assert len(texts) == 300
        assert len(set(texts)) == 1, "a mixture of two generations"


def test_another_process_may_write_between_our_reading_and_writing(index: Index, where: str) -> None:
    """In a folder Chroma alone fails here: its vectors in memory do not notice, and the next writing damages the file."""
    store_texts(index, SOURCE, *["Lama."] * 1_500)
    assert len(index.snapshot().passages) == 1_500

    run_python(
        """
        index = Index.open(store_at(sys.argv[1]), MODEL)
        store_texts(index, UNDATED, *["Dari proses lain."] * 2_500)
        store_texts(index, SOURCE, "Diganti.")
        """,
        where,
    )

    assert len(index.snapshot().passages) == 2_501
    store_texts(index, SOURCE, *["Terakhir."] * 1_500, seed=3)
    printed = run_python(
        """
        snapshot = Index.open(store_at(sys.argv[1]), MODEL).snapshot()
        np.testing.assert_array_equal(snapshot.vectors[-1_500:], vectors_for(1_500, 3))
        print(len(snapshot.passages))
        """,
        where,
    )
    assert printed == "4000"


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


def test_ids_that_resemble_each_other_stay_apart(index: Index) -> None:
    sources = [Source(id=name, name=name, title=name) for name in ("a/b", "a/b#1", "a/b.md", "A/B", "a/ﷺ\"'")]
    for source in sources:
        store_texts(index, source, source.id)
    index.remove_document("a/b")

    assert {source.id for source in index.documents()} == {source.id for source in sources[1:]}
    assert {passage.text for passage in index.snapshot().passages} == {source.id for source in sources[1:]}
