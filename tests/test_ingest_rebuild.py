"""A store is made anew beside the one that serves: with another model, or another way of splitting."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import FakeEmbedder
from ingesting import (
    OTHERS,
    PARAGRAPHS,
    TinyEmbedder,
    content_of,
    counts,
    ids,
    index,
    texts,
    write,
)

from assistant.errors import DamagedStoreError, StoreError
from assistant.search import index as index_module
from assistant.search.embedding import passage_text
from assistant.search.index import Index
from assistant.settings import Settings
from ingest import rebuild
from ingest.rebuild import rebuild_store
from ingest.update import ingest_paths

NEWER = TinyEmbedder(name="model-baru")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(vectorstore=tmp_path / "store")


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """Of two documents that are stored."""
    folder = tmp_path / "berita"
    write(folder / "a.txt", "Judul Artikel Pertama", *PARAGRAPHS)
    write(folder / "b.md", "# Judul Artikel Kedua", *OTHERS)
    ingest_paths([folder], settings, embedder=FakeEmbedder())
    return folder


def check_vectors(settings: Settings, embedder: TinyEmbedder) -> None:
    """Every vector is the embedder's own."""
    snapshot = Index.open(settings, embedder.name).snapshot()
    expected = embedder.embed_passages([passage_text(passage) for passage in snapshot.passages])
    np.testing.assert_allclose(snapshot.vectors, expected, atol=1e-6)


def test_another_model_without_any_files(folder: Path, settings: Settings) -> None:
    before = content_of(settings.vectorstore, "fake-64")
    shutil.rmtree(folder)
    report = rebuild_store([], settings, embedder=NEWER)
    assert (counts(report), report.carried, report.passages, report.failed) == ((0, 0, 0, 0), 2, 6, ())
    after = content_of(settings.vectorstore, NEWER.name)
    assert {id: source for id, (source, _) in after.items()} == {id: source for id, (source, _) in before.items()}
    for id, (_, passages) in after.items():
        assert [passage[:2] for passage in passages] == [passage[:2] for passage in before[id][1]]
    check_vectors(settings, NEWER)
    with pytest.raises(StoreError, match="model embedding"):
        index(settings)


def test_files_that_are_given_are_read_again_and_the_others_are_taken_along(folder: Path, settings: Settings) -> None:
    write(folder / "a.txt", "Judul Artikel Pertama", PARAGRAPHS[0])
    write(folder / "c.txt", "Judul Ketiga", "Camat membuka rapat persiapan di kantor kecamatan pada hari Senin.")
    report = rebuild_store([folder / "a.txt", folder / "c.txt"], settings, embedder=NEWER)
    assert (counts(report), report.carried, report.rebuilt) == ((1, 1, 0, 0), 1, True)
    assert ids(settings, NEWER.name) == ["berita/a.txt", "berita/b.md", "berita/c.txt"]
    assert texts(settings, "berita/a.txt", NEWER.name) == PARAGRAPHS[:1]
    assert [one.removed for one in report.alterations] == [("paragraf 2", "paragraf 3"), ()]
    check_vectors(settings, NEWER)


def test_what_cannot_be_read_now_keeps_what_is_stored_of_it(folder: Path, settings: Settings) -> None:
    (folder / "a.txt").write_bytes(b"\x00" * 100)
    report = rebuild_store([folder], settings, embedder=NEWER)
    assert [Path(failure.path).name for failure in report.failed] == ["a.txt"]
    assert report.carried == 1
    assert texts(settings, "berita/a.txt", NEWER.name) == PARAGRAPHS


def test_another_splitting(folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is taken along is cut anew as soon as its file is ingested again."""
    for module in (index_module, rebuild):
        monkeypatch.setattr(module, "SPLITTING", "sentences-99")
    with pytest.raises(StoreError, match=r"cara pemotongan.*--rebuild"):
        index(settings)
    rebuild_store([folder / "a.txt"], settings, embedder=FakeEmbedder())
    assert len(index(settings).snapshot().passages) == 6
    assert counts(ingest_paths([folder], settings, embedder=FakeEmbedder())) == (0, 1, 1, 0)


def test_the_same_model_makes_the_same_store(folder: Path, settings: Settings) -> None:
    before = content_of(settings.vectorstore, "fake-64")
    report = rebuild_store([folder], settings, embedder=FakeEmbedder())
    assert (counts(report), report.alterations) == ((0, 0, 2, 0), ())
    assert content_of(settings.vectorstore, "fake-64") == before
    assert counts(ingest_paths([folder], settings, embedder=FakeEmbedder())) == (0, 0, 2, 0)


def test_a_copy_of_what_is_stored_is_not_stored_either(folder: Path, settings: Settings) -> None:
    write(folder / "0.txt", "Judul Lain", *PARAGRAPHS)
    report = rebuild_store([folder / "0.txt"], settings, embedder=NEWER)
    assert [(one.document, one.original) for one in report.copies] == [("berita/0.txt", "berita/a.txt")]
    report = rebuild_store([folder], settings, embedder=NEWER)
    assert [(one.document, one.original) for one in report.copies] == [("berita/0.txt", "berita/a.txt")]
    assert ids(settings, NEWER.name) == ["berita/a.txt", "berita/b.md"]


class _StopError(Exception):
    """Something goes wrong in the middle."""


class _Stopping(TinyEmbedder):
    """Fails at a text."""

    def embed_passages(self, texts: Sequence[str], progress: Any = None) -> Any:
        if any("Inspektorat" in text for text in texts):
            raise _StopError
        return super().embed_passages(texts, progress)


@dataclass(frozen=True)
class _Counting(TinyEmbedder):
    """Remembers how many texts it got each time."""

    embedded: list[int] = field(default_factory=list)

    def embed_passages(self, texts: Sequence[str], progress: Any = None) -> Any:
        self.embedded.append(len(texts))
        return super().embed_passages(texts, progress)


def test_while_it_is_built_and_when_that_is_interrupted_the_old_one_serves(
    folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ingest import writing

    monkeypatch.setattr(writing, "FEWEST_AT_ONCE", 1)
    monkeypatch.setattr(writing, "MOST_AT_ONCE", 1)
    before = content_of(settings.vectorstore, "fake-64")
    reader = index(settings)
    version = reader.version()
    with pytest.raises(_StopError):
        rebuild_store([], settings, embedder=_Stopping(name=NEWER.name))
    assert reader.version() == version
    assert content_of(settings.vectorstore, "fake-64") == before

    report = rebuild_store([], settings, embedder=(again := _Counting(name=NEWER.name)))
    assert (report.carried, again.embedded) == (2, [3]), "what was done is not done again"
    assert len(ids(settings, NEWER.name)) == 2
    with pytest.raises(StoreError, match="model-baru"):
        reader.version()


def test_what_was_begun_with_a_third_model_is_begun_anew(folder: Path, settings: Settings) -> None:
    with pytest.raises(_StopError):
        rebuild_store([], settings, embedder=_Stopping(name="ketiga"))
    rebuild_store([], settings, embedder=NEWER)
    check_vectors(settings, NEWER)


def test_an_ordinary_run_clears_away_what_was_begun(folder: Path, settings: Settings) -> None:
    with pytest.raises(_StopError):
        rebuild_store([], settings, embedder=_Stopping(name=NEWER.name))
    assert (settings.vectorstore / ".rebuild").exists()
    told: list[str] = []
    ingest_paths([folder], settings, embedder=FakeEmbedder(), tell=told.append)
    assert told == ["Sisa pekerjaan yang terputus dibersihkan."]
    assert not (settings.vectorstore / ".rebuild").exists()


def test_what_was_removed_since_an_interruption_does_not_come_back(
    folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ingest import writing

    monkeypatch.setattr(writing, "FEWEST_AT_ONCE", 1)
    with pytest.raises(_StopError):
        rebuild_store([], settings, embedder=_Stopping(name=NEWER.name))
    index(settings).remove_document("berita/a.txt")
    rebuild_store([], settings, embedder=NEWER)
    assert ids(settings, NEWER.name) == ["berita/b.md"]


def test_a_dry_run_tells_and_does_nothing(folder: Path, settings: Settings) -> None:
    before = content_of(settings.vectorstore, "fake-64")
    report = rebuild_store([folder / "a.txt"], settings, embedder=NEWER, dry_run=True)
    assert (counts(report), report.carried, report.passages_embedded, report.passages) == ((0, 0, 1, 0), 1, 6, 6)
    assert content_of(settings.vectorstore, "fake-64") == before
    assert not (settings.vectorstore / ".rebuild").exists()


def test_a_damaged_store_is_made_anew_from_the_files_and_only_from_them(folder: Path, settings: Settings) -> None:
    (settings.vectorstore / "chroma.sqlite3").write_bytes(b"bukan basis data" * 500)
    with pytest.raises(DamagedStoreError):
        rebuild_store([], settings, embedder=NEWER)
    told: list[str] = []
    report = rebuild_store([folder / "a.txt"], settings, embedder=NEWER, tell=told.append)
    assert (report.added, report.carried) == (1, 0)
    assert "Penyimpanan lama tidak dapat dibaca" in told[0]
    assert ids(settings, NEWER.name) == ["berita/a.txt"]


def test_half_a_document_is_not_taken_along(folder: Path, settings: Settings) -> None:
    index(settings)._place.using(
        lambda collections: collections.passages.delete(where={"$and": [{"number": 1}, {"source_id": "berita/a.txt"}]})
    )
    report = rebuild_store([], settings, embedder=NEWER)
    assert [failure.path for failure in report.failed] == ["berita/a.txt"]
    assert ids(settings, NEWER.name) == ["berita/b.md"]


def test_a_store_that_is_not_there_is_made(tmp_path: Path) -> None:
    settings = Settings(vectorstore=tmp_path / "baru")
    write(tmp_path / "berita" / "a.txt", "Judul Artikel Pertama", *PARAGRAPHS)
    with pytest.raises(StoreError, match="Belum ada dokumen"):
        rebuild_store([], settings, embedder=NEWER)
    assert rebuild_store([tmp_path / "berita"], settings, embedder=NEWER).added == 1


def test_on_a_server_it_is_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.search.server import Server

    with pytest.raises(StoreError, match="tidak dapat dibangun ulang sementara yang lama melayani"):
        Server("http://chroma:8000").beside()
