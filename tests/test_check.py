"""What is wrong with a store is found, told, and repaired as far as that goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import FakeEmbedder
from ingesting import OTHERS, PARAGRAPHS, TinyEmbedder, content_of, ids, write

from assistant.errors import DamagedStoreError, StoreError
from assistant.search.connection import Collections
from assistant.search.generations import add_generation
from assistant.search.index import Index
from assistant.settings import Settings
from ingest.check import CheckReport, check_store
from ingest.update import ingest_paths

EMBEDDER = TinyEmbedder()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Of a store of two documents with three passages each."""
    write(tmp_path / "berita" / "a.txt", "Judul Artikel Pertama", *PARAGRAPHS)
    write(tmp_path / "berita" / "b.txt", "Judul Artikel Kedua", *OTHERS)
    settings = Settings(vectorstore=tmp_path / "store")
    ingest_paths([tmp_path / "berita"], settings, embedder=EMBEDDER)
    return settings


def check(settings: Settings, *, dry_run: bool = False) -> CheckReport:
    return check_store(settings, embedder=EMBEDDER, dry_run=dry_run)


def tamper(settings: Settings, work: Callable[[Collections], Any]) -> None:
    """Change what is in the store behind its back."""
    Index.open(settings, None)._place.using(work)


def whats(report: CheckReport) -> list[str]:
    return [finding.what for finding in report.findings]


def test_a_sound_store_has_no_findings_and_is_not_touched(settings: Settings) -> None:
    version = Index.open(settings, EMBEDDER.name).version()
    assert check(settings) == CheckReport(documents=2, passages=6, findings=())
    assert Index.open(settings, EMBEDDER.name).version() == version


def test_half_a_document_goes_and_its_file_brings_it_back(settings: Settings, tmp_path: Path) -> None:
    before = content_of(settings.vectorstore, EMBEDDER.name)
    tamper(settings, lambda collections: collections.passages.delete(where={"locator": "paragraf 2"}))
    with pytest.raises(DamagedStoreError):
        Index.open(settings, EMBEDDER.name).snapshot()

    (one, _) = check(settings, dry_run=True).findings
    assert (one.what, one.repaired) == ("berita/a.txt: 2 bagian, seharusnya 3", False)
    report = check(settings)
    assert not report.sound
    assert [one.remedy for one in report.findings] == ["dihapus; masukkan lagi berkasnya"] * 2
    assert ids(settings, EMBEDDER.name) == []
    assert check(settings).findings == ()

    ingest_paths([tmp_path / "berita"], settings, embedder=EMBEDDER)
    assert content_of(settings.vectorstore, EMBEDDER.name) == before


def test_vectors_that_are_no_use_are_made_anew(settings: Settings) -> None:
    before = content_of(settings.vectorstore, EMBEDDER.name)

    def spoil(collections: Collections) -> None:
        found = collections.passages.get(where={"locator": "paragraf 2"})["ids"]
        collections.passages.update(ids=found[:1], embeddings=np.zeros((1, 16), dtype=np.float32))

    tamper(settings, spoil)
    (one,) = check(settings, dry_run=True).findings
    assert (one.repaired, one.remedy) == (True, "dapat dihitung lagi")
    report = check(settings)
    assert (report.sound, report.findings[0].remedy) == (True, "dihitung lagi")
    assert "vektor 1 bagian tidak dapat dipakai" in whats(report)[0]
    assert content_of(settings.vectorstore, EMBEDDER.name) == before
    assert check(settings).findings == ()


def test_what_nobody_reads_is_cleared_away(settings: Settings) -> None:
    passages = [passage for passage, _ in Index.open(settings, EMBEDDER.name).stored_passages("berita/a.txt")]
    vectors = EMBEDDER.embed_passages([passage.text for passage in passages])
    tamper(settings, lambda collections: add_generation(collections, passages, vectors))
    (settings.vectorstore / ".draft").mkdir()
    (settings.vectorstore / ".rebuild").mkdir()

    assert check(settings, dry_run=True).sound
    assert (settings.vectorstore / ".draft").exists()
    report = check(settings)
    assert report.sound
    assert whats(report)[0] == "1 versi dokumen yang tidak selesai ditulis atau sudah diganti"
    assert ".draft" in whats(report)[1]
    assert ".rebuild" in whats(report)[1]
    assert check(settings).findings == ()
    assert sorted(path.name for path in settings.vectorstore.iterdir() if path.name.startswith(".")) == []


def test_vectors_of_another_model_of_the_same_name_are_told(settings: Settings) -> None:
    class Newer(TinyEmbedder):
        def embed_passages(self, texts: Any, progress: Any = None) -> Any:
            return np.roll(super().embed_passages(texts, progress), 1, axis=1)

    (one,) = check_store(settings, embedder=Newer()).findings
    assert "bukan dari model 'tiny-16'" in one.what
    assert (one.repaired, "python -m ingest --rebuild" in one.remedy) == (False, True)

    (one,) = check_store(settings, embedder=TinyEmbedder(dimensions=8)).findings
    assert "(16 angka) bukan dari model 'tiny-16' (8 angka)" in one.what


def test_lost_vectors_are_all_made_anew_from_the_texts(settings: Settings, tmp_path: Path) -> None:
    """They are in files of their own as soon as there are a thousand."""
    for number in range(30):
        write(
            tmp_path / "banyak" / f"{number}.txt",
            f"Judul {number}",
            *[f"Kalimat nomor {number} dan {part} {'sangat ' * 20}panjang {number * part}." for part in range(40)],
        )
    ingest_paths([tmp_path / "banyak"], settings, embedder=EMBEDDER)
    before = content_of(settings.vectorstore, EMBEDDER.name)
    for file in settings.vectorstore.rglob("*.bin"):
        file.write_bytes(b"")
    with pytest.raises(DamagedStoreError):
        Index.open(settings, EMBEDDER.name).snapshot()

    assert whats(check(settings, dry_run=True)) == ["vektornya tidak dapat dibaca"]
    report = check(settings)
    assert report.sound
    assert [one.remedy for one in report.findings] == ["semuanya dihitung lagi"]
    assert content_of(settings.vectorstore, EMBEDDER.name) == before
    assert check(settings).findings == ()


def test_a_store_that_cannot_be_opened_at_all_says_how_to_make_it_anew(settings: Settings) -> None:
    (settings.vectorstore / "chroma.sqlite3").write_bytes(b"bukan basis data" * 500)
    with pytest.raises(StoreError, match="--rebuild"):
        check(settings)


def test_another_model_is_no_damage(settings: Settings) -> None:
    with pytest.raises(StoreError, match="dibuat dengan model embedding 'tiny-16'"):
        check_store(settings, embedder=FakeEmbedder())
    assert check(settings).findings == ()


def test_what_is_left_of_somebody_who_is_still_at_work_is_not_taken_away(settings: Settings) -> None:
    """Whoever repairs waits for who is writing."""
    from assistant.search import lock

    told: list[str] = []
    with lock.one_writer(settings.vectorstore), pytest.MonkeyPatch.context() as patched:
        patched.setattr(lock, "_LONGEST_RUN_SECONDS", 0.5)
        with pytest.raises(StoreError, match="sedang diisi oleh"):
            check_store(settings, embedder=EMBEDDER, tell=told.append)
        assert check(settings, dry_run=True).sound, "only looking needs not wait"
    assert len(told) == 1
