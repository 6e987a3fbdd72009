"""The path of documents into the store: what is added, changed, left alone, found twice, and taken away again."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder
from ingesting import (
    MODEL,
    OTHERS,
    PARAGRAPHS,
    CountingEmbedder,
    counts,
    ids,
    index,
    settle,
    texts,
    write,
)

from assistant.errors import ModelError, StoreError
from assistant.search.embedding import passage_text
from assistant.search.index import Replacement, is_empty
from assistant.settings import Settings
from assistant.types import Document, Source
from ingest import plan, read, update, writing
from ingest.files import Entry
from ingest.read import read_document
from ingest.update import ingest_paths


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(vectorstore=tmp_path / "store")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "berita"
    write(folder / "a.txt", "Judul Artikel Pertama", *PARAGRAPHS)
    write(folder / "b.md", "# Judul Artikel Kedua", *OTHERS)
    return folder


class TestIngestPaths:
    def test_new_documents_are_added_whole(self, folder: Path, settings: Settings) -> None:
        embedder = CountingEmbedder()
        report = ingest_paths([folder], settings, embedder=embedder)
        assert counts(report) == (2, 0, 0, 0)
        assert (report.passages, report.passages_embedded, report.failed, report.skipped) == (6, 6, (), ())
        assert texts(settings, "berita/a.txt") == PARAGRAPHS
        assert [source.title for source in index(settings).documents()] == [
            "Judul Artikel Pertama",
            "Judul Artikel Kedua",
        ]

    def test_stored_vectors_are_those_of_their_passages(self, folder: Path, settings: Settings) -> None:
        ingest_paths([folder], settings, embedder=FakeEmbedder())
        write(
            folder / "a.txt", "Judul Artikel Pertama", PARAGRAPHS[2], "Paragraf baru. " + PARAGRAPHS[0], PARAGRAPHS[1]
        )
        ingest_paths([folder], settings, embedder=FakeEmbedder())
        for passage, vector in index(settings).stored_passages("berita/a.txt"):
            np.testing.assert_allclose(vector, FakeEmbedder().embed_passages([passage_text(passage)])[0], atol=1e-6)

    def test_again_changes_nothing_and_loads_no_model(
        self, folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(update, "model_name", lambda settings: "fake-64")
        monkeypatch.setattr(update, "load_embedder", lambda settings: FakeEmbedder())
        ingest_paths([folder], settings)
        version = index(settings).version()
        monkeypatch.setattr(update, "load_embedder", refuse_to_load)
        monkeypatch.setitem(sys.modules, "ingest.split", None)
        report = ingest_paths([folder], settings, progress=never_called)
        assert counts(report) == (0, 0, 2, 0)
        assert (report.passages, report.passages_embedded) == (6, 0)
        assert index(settings).version() == version

    def test_only_changed_passages_are_embedded(self, folder: Path, settings: Settings) -> None:
        ingest_paths([folder], settings, embedder=FakeEmbedder())
        changed = [PARAGRAPHS[0], PARAGRAPHS[1].replace("tuntas", "selesai"), PARAGRAPHS[2]]
        write(folder / "a.txt", "Judul Artikel Pertama", *changed)
        embedder = CountingEmbedder()
        report = ingest_paths([folder], settings, embedder=embedder)
        assert counts(report) == (0, 1, 1, 0)
        assert (report.passages_embedded, report.passages_reused, report.passages_removed) == (1, 2, 1)
        assert embedder.embedded == [f"Judul Artikel Pertama. {changed[1]}"]
        assert texts(settings, "berita/a.txt") == changed

    def test_what_vanished_from_a_document_vanishes_from_the_store_without_a_model(
        self, folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ingest_paths([folder], settings, embedder=FakeEmbedder())
        monkeypatch.setattr(update, "model_name", lambda settings: "fake-64")
        monkeypatch.setattr(update, "load_embedder", refuse_to_load)
        write(folder / "a.txt", "Judul Artikel Pertama", PARAGRAPHS[0], PARAGRAPHS[2])
        report = ingest_paths([folder], settings)
        assert (report.changed, report.passages_embedded, report.passages_removed, report.passages) == (1, 0, 1, 5)
        assert texts(settings, "berita/a.txt") == [PARAGRAPHS[0], PARAGRAPHS[2]]

    def test_a_new_recipe_makes_stored_documents_anew(
        self, folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ingest_paths([folder], settings, embedder=FakeEmbedder())
        monkeypatch.setattr(read, "RECIPE", "another way of reading")
        assert counts(ingest_paths([folder], settings, embedder=FakeEmbedder())) == (0, 2, 0, 0)

    def test_the_same_key_from_another_place_is_replaced(
        self, folder: Path, settings: Settings, tmp_path: Path
    ) -> None:
        ingest_paths([folder], settings, embedder=FakeEmbedder())
        other = tmp_path / "lain" / "berita"
        other.mkdir(parents=True)
        write(other / "a.txt", "Judul Lain", PARAGRAPHS[1])
        assert counts(ingest_paths([other], settings, embedder=FakeEmbedder())) == (0, 1, 0, 0)
        assert texts(settings, "berita/a.txt") == [PARAGRAPHS[1]]

    def test_without_prune_vanished_documents_stay_and_with_it_they_go(self, folder: Path, settings: Settings) -> None:
        ingest_paths([folder], settings, embedder=FakeEmbedder())
        (folder / "a.txt").unlink()
        assert counts(ingest_paths([folder], settings, embedder=FakeEmbedder())) == (0, 0, 1, 0)
        report = ingest_paths([folder], settings, embedder=FakeEmbedder(), prune=True)
        assert counts(report) == (0, 0, 1, 1)
        assert (report.passages, report.passages_removed) == (3, 3)
        assert [source.id for source in index(settings).documents()] == ["berita/b.md"]

    def test_prune_touches_neither_other_folders_nor_what_could_not_be_read(
        self, folder: Path, settings: Settings, tmp_path: Path
    ) -> None:
        other = tmp_path / "berita-lain"
        write(other / "c.txt", "Judul Artikel Ketiga", "Panitia pengawas membagikan jadwal rapat kepada seluruh camat.")
        ingest_paths([folder, other], settings, embedder=FakeEmbedder())
        (other / "c.txt").unlink()
        (folder / "a.txt").write_bytes(b"\x00" * 100)
        report = ingest_paths([folder], settings, embedder=FakeEmbedder(), prune=True)
        assert report.removed == 0
        assert [Path(failure.path).name for failure in report.failed] == ["a.txt"]
        assert len(index(settings).documents()) == 3

    def test_prune_of_an_emptied_folder(self, folder: Path, settings: Settings) -> None:
        ingest_paths([folder], settings, embedder=FakeEmbedder())
        for path in folder.iterdir():
            path.unlink()
        report = ingest_paths([folder], settings, embedder=FakeEmbedder(), prune=True)
        assert (counts(report), report.failed, report.passages) == ((0, 0, 0, 2), (), 0)

    def test_a_single_file_prunes_nothing(self, folder: Path, settings: Settings) -> None:
        ingest_paths([folder], settings, embedder=FakeEmbedder())
        assert ingest_paths([folder / "a.txt"], settings, embedder=FakeEmbedder(), prune=True).removed == 0

    def test_what_cannot_be_read_is_reported_and_the_rest_is_stored(self, folder: Path, settings: Settings) -> None:
        write(folder / "kosong.txt")
        write(folder / "rusak.md", "---\ntitle: [a]\n---\nIsi.")
        write(folder / "foto.jpg")
        report = ingest_paths([folder, folder / "foto.jpg", folder / "hilang.txt"], settings, embedder=FakeEmbedder())
        assert counts(report) == (2, 0, 0, 0)
        assert sorted(Path(failure.path).name for failure in report.failed) == [
            "foto.jpg",
            "hilang.txt",
            "kosong.txt",
            "rusak.md",
        ]
        assert [Path(path).name for path in report.skipped] == ["foto.jpg"]

    def test_a_wrong_path_makes_no_store(self, settings: Settings, tmp_path: Path) -> None:
        report = ingest_paths([tmp_path / "hilang"], settings, embedder=FakeEmbedder())
        assert (counts(report), report.passages, len(report.failed)) == ((0, 0, 0, 0), 0, 1)
        assert not settings.vectorstore.exists()

    def test_a_folder_without_documents_is_a_failure(self, settings: Settings, tmp_path: Path) -> None:
        (tmp_path / "kosong").mkdir()
        report = ingest_paths([tmp_path / "kosong"], settings, embedder=FakeEmbedder())
        assert "tidak ada berkas .txt, .md" in report.failed[0].reason

    def test_progress_counts_passages_over_all_documents(self, folder: Path, settings: Settings) -> None:
        calls: list[tuple[int, int]] = []
        ingest_paths(
            [folder], settings, embedder=FakeEmbedder(), progress=lambda done, total: calls.append((done, total))
        )
        assert calls[0] == (0, 6)
        assert calls[-1] == (6, 6)
        assert [done for done, _ in calls] == sorted(done for done, _ in calls)

    def test_passages_of_several_documents_are_embedded_together(self, folder: Path, settings: Settings) -> None:
        embedder = CountingEmbedder()
        ingest_paths([folder], settings, embedder=embedder)
        assert embedder.calls == 1

    def test_an_interruption_keeps_finished_documents_and_the_next_run_completes(
        self, folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(writing, "FEWEST_AT_ONCE", 1)
        monkeypatch.setattr(writing, "MOST_AT_ONCE", 1)

        def interrupt(done: int, total: int) -> None:
            if done > 3:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            ingest_paths([folder], settings, embedder=FakeEmbedder(), progress=interrupt)
        assert texts(settings, "berita/a.txt") == PARAGRAPHS
        assert texts(settings, "berita/b.md") == []
        assert counts(ingest_paths([folder], settings, embedder=FakeEmbedder())) == (1, 0, 1, 0)

    def test_a_model_that_cannot_be_loaded_leaves_the_store_as_it_was(
        self, folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(update, "model_name", lambda settings: MODEL)
        monkeypatch.setattr(update, "load_embedder", refuse_to_load)
        with pytest.raises(ModelError):
            ingest_paths([folder], settings)
        assert is_empty(settings)

    def test_another_model_is_refused(self, folder: Path, settings: Settings) -> None:
        ingest_paths([folder], settings, embedder=FakeEmbedder())
        with pytest.raises(StoreError, match="model embedding"):
            ingest_paths([folder], settings, embedder=FakeEmbedder(name="other"))

    def test_the_raw_articles_are_stored_once(self, seeds: Path, settings: Settings) -> None:
        first = ingest_paths([seeds], settings, embedder=FakeEmbedder())
        assert (counts(first), first.failed) == ((5, 0, 0, 0), ())
        assert counts(ingest_paths([seeds], settings, embedder=FakeEmbedder())) == (0, 0, 5, 0)
        everything = "\n".join(passage.text for passage in index(settings).snapshot().passages)
        for furniture in ("Skip to", "Bagikan", "Comments", "Leave a comment", "Alamat email", "(Eka)", "(pal)", "(*)"):
            assert furniture not in everything

    def test_the_starter_articles_are_stored_and_the_readme_is_not(self, settings: Settings) -> None:
        articles = Path(__file__).resolve().parents[1] / "ingest" / "articles"
        report = ingest_paths([articles], settings, embedder=FakeEmbedder())
        assert report.failed == ()
        assert report.added == len([path for path in articles.glob("*.md") if path.name != "README.md"])
        assert all(source.date and source.publisher and source.kind for source in index(settings).documents())


def refuse_to_load(settings: Settings) -> FakeEmbedder:
    raise ModelError("Model tidak boleh dimuat.")


def refuse_to_read(entry: Entry, allow_private: bool) -> Document:
    raise AssertionError(f"{entry.shown} was read though nothing touched it")


def never_called(done: int, total: int) -> None:
    raise AssertionError("nothing to do is nothing to show")


class TestUntouched:
    """A file that nothing has touched since it was read is not read again."""

    @pytest.fixture(autouse=True)
    def _fine_clock(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """File times are told apart after a twentieth of a second, so that the tests need not wait for two."""
        monkeypatch.setattr(plan, "_CLOCK_STEP_SECONDS", 0.05)

    def test_what_is_untouched_is_not_even_read(
        self, folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settle()
        ingest_paths([folder], settings, embedder=FakeEmbedder())
        monkeypatch.setattr(update, "read_entry", refuse_to_read)
        assert counts(ingest_paths([folder], settings, embedder=FakeEmbedder())) == (0, 0, 2, 0)

    def test_what_was_written_a_moment_ago_is_read_again_until_its_time_can_be_trusted(
        self, folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ingest_paths([folder], settings, embedder=FakeEmbedder())
        version = index(settings).version()
        settle()
        assert counts(ingest_paths([folder], settings, embedder=FakeEmbedder())) == (0, 0, 2, 0)
        assert index(settings).version() == version, "readers need not read the store again"
        monkeypatch.setattr(update, "read_entry", refuse_to_read)
        assert counts(ingest_paths([folder], settings, embedder=FakeEmbedder())) == (0, 0, 2, 0)

    def test_a_change_of_the_same_length_and_the_same_time_of_writing_is_seen(
        self, folder: Path, settings: Settings
    ) -> None:
        settle()
        ingest_paths([folder], settings, embedder=FakeEmbedder())
        before = (folder / "a.txt").stat()
        content = (folder / "a.txt").read_text("utf-8")
        (folder / "a.txt").write_text(content.replace("pertama", "pernama"), "utf-8")
        os.utime(folder / "a.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
        assert (folder / "a.txt").stat().st_size == before.st_size
        assert counts(ingest_paths([folder], settings, embedder=FakeEmbedder())) == (0, 1, 1, 0)

    def test_what_changes_while_it_is_read_is_read_again(
        self, folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It is stored as it was read; the time of the newer content must not be noted for it."""
        settle()

        def read_and_change(entry: Entry, allow_private: bool) -> Document:
            document = read_document(entry.path, entry.id, entry.name)
            write(entry.path, "Judul Lain", f"Isi {entry.name} yang lain sama sekali, ditulis selagi berkasnya dibaca.")
            return document

        monkeypatch.setattr(update, "read_entry", read_and_change)
        monkeypatch.setattr(plan, "_CLOCK_STEP_SECONDS", 0.0)
        ingest_paths([folder], settings, embedder=FakeEmbedder())
        monkeypatch.undo()
        assert counts(ingest_paths([folder], settings, embedder=FakeEmbedder())) == (0, 2, 0, 0)

    def test_a_file_that_is_touched_but_the_same_changes_nothing(self, folder: Path, settings: Settings) -> None:
        settle()
        ingest_paths([folder], settings, embedder=FakeEmbedder())
        os.utime(folder / "a.txt")
        embedder = CountingEmbedder()
        assert counts(ingest_paths([folder], settings, embedder=embedder)) == (0, 0, 2, 0)
        assert embedder.embedded == []

    def test_a_web_address_is_always_asked(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[str] = []

        def fetched(entry: Entry, allow_private: bool) -> Document:
            asked.append(entry.address)
            assert allow_private
            return Document(Source(entry.id, entry.name, "Judul", digest="1"), " ".join(PARAGRAPHS))

        monkeypatch.setattr(update, "read_entry", fetched)
        for _ in range(2):
            ingest_paths(["https://contoh.go.id/a"], settings, embedder=FakeEmbedder(), allow_private=True)
        assert asked == ["https://contoh.go.id/a"] * 2
        assert ids(settings) == ["https://contoh.go.id/a"]

    def test_a_thousand_documents_are_looked_through_in_a_moment(self, tmp_path: Path, settings: Settings) -> None:
        """Measured with the real model it is below one percent of the first run; a bound that no busy machine breaks."""
        for number in range(200):
            words = " ".join(f"kata{number}x{word}" for word in range(60))
            write(tmp_path / "banyak" / f"{number}.txt", f"Judul {number}", f"Pegawai {number} {words}.")
        settle()
        started = time.monotonic()
        assert ingest_paths([tmp_path / "banyak"], settings, embedder=FakeEmbedder()).added == 200
        first = time.monotonic() - started
        started = time.monotonic()
        assert ingest_paths([tmp_path / "banyak"], settings, embedder=FakeEmbedder()).unchanged == 200
        assert time.monotonic() - started < first / 4


class TestDryRun:
    def test_it_tells_what_would_happen_and_does_nothing(self, folder: Path, settings: Settings) -> None:
        first = ingest_paths([folder], settings, dry_run=True, embedder=CountingEmbedder())
        assert counts(first) == (2, 0, 0, 0)
        assert (first.dry_run, first.passages, first.passages_embedded) == (True, 6, 6)
        assert not settings.vectorstore.exists()

        ingest_paths([folder], settings, embedder=FakeEmbedder())
        version = index(settings).version()
        write(folder / "a.txt", "Judul Artikel Pertama", PARAGRAPHS[0], OTHERS[0])
        (folder / "b.md").unlink()
        embedder = CountingEmbedder()
        report = ingest_paths([folder], settings, dry_run=True, prune=True, embedder=embedder)
        assert counts(report) == (0, 1, 0, 1)
        assert (report.gone, report.passages, report.passages_embedded) == (("berita/b.md",), 2, 1)
        assert embedder.embedded == []
        assert index(settings).version() == version

        real = ingest_paths([folder], settings, prune=True, embedder=FakeEmbedder())
        assert (counts(real), real.passages, real.alterations) == (counts(report), report.passages, report.alterations)


class TestCopies:
    """The same text under two names is stored once."""

    @pytest.fixture
    def article(self) -> list[str]:
        name = "akun-dan-grup-whatsapp-pemenangan-calon.md"
        return (Path(read.__file__).parent / "articles" / name).read_text("utf-8").split("\n\n")

    def test_a_copy_is_told_and_not_stored(self, folder: Path, settings: Settings) -> None:
        write(folder / "salinan.txt", "Judul yang Lain Sama Sekali", *PARAGRAPHS)
        report = ingest_paths([folder], settings, embedder=FakeEmbedder())
        assert (counts(report), report.failed) == ((2, 0, 0, 0), ())
        assert [(one.document, one.original, one.share) for one in report.copies] == [
            ("berita/salinan.txt", "berita/a.txt", 1.0)
        ]
        assert ids(settings) == ["berita/a.txt", "berita/b.md"]

    def test_what_was_there_first_stays(self, folder: Path, settings: Settings) -> None:
        (folder / "a.txt").rename(folder / "z.txt")
        ingest_paths([folder], settings, embedder=FakeEmbedder())
        write(folder / "a.txt", "Judul yang Lain", *PARAGRAPHS)
        (copy,) = ingest_paths([folder], settings, embedder=FakeEmbedder()).copies
        assert (copy.document, copy.original) == ("berita/a.txt", "berita/z.txt")
        assert ids(settings) == ["berita/b.md", "berita/z.txt"]

    @pytest.mark.parametrize("how", ["removed", "pruned"])
    def test_when_the_first_goes_the_copy_comes(self, folder: Path, settings: Settings, how: str) -> None:
        write(folder / "salinan.txt", "Judul yang Lain", *PARAGRAPHS)
        ingest_paths([folder], settings, embedder=FakeEmbedder())
        if how == "removed":
            index(settings).remove_document("berita/a.txt")
        (folder / "a.txt").unlink()
        ingest_paths([folder], settings, embedder=FakeEmbedder(), prune=True)
        assert ids(settings) == ["berita/b.md", "berita/salinan.txt"]

    def test_when_the_first_becomes_another_text_the_copy_comes(self, folder: Path, settings: Settings) -> None:
        write(folder / "salinan.txt", "Judul yang Lain", *PARAGRAPHS)
        ingest_paths([folder], settings, embedder=FakeEmbedder())
        write(folder / "a.txt", "Judul Baru", "Lurah membuka pameran kerajinan warga di balai kota pada hari Senin.")
        assert counts(ingest_paths([folder], settings, embedder=FakeEmbedder())) == (1, 1, 1, 0)

    def test_a_stored_document_that_becomes_a_copy_goes(self, folder: Path, settings: Settings) -> None:
        ingest_paths([folder], settings, embedder=FakeEmbedder())
        write(folder / "b.md", "# Judul Artikel Kedua", *PARAGRAPHS)
        report = ingest_paths([folder], settings, embedder=FakeEmbedder())
        assert (counts(report), report.gone) == ((0, 0, 1, 1), ("berita/b.md",))
        assert ids(settings) == ["berita/a.txt"]

    def test_documents_without_a_signature_are_compared_by_their_passages(
        self, folder: Path, settings: Settings
    ) -> None:
        """As in a store of an earlier version."""
        ingest_paths([folder], settings, embedder=FakeEmbedder())
        opened = index(settings)
        stored = opened.stored_passages("berita/a.txt")
        source, vectors = stored[0][0].source, np.stack([vector for _, vector in stored])
        opened.replace_documents([Replacement(source, [passage for passage, _ in stored], vectors)])
        write(folder / "salinan.txt", "Judul yang Lain", *PARAGRAPHS)
        report = ingest_paths([folder], settings, embedder=FakeEmbedder())
        assert [one.original for one in report.copies] == ["berita/a.txt"]

    def test_an_article_on_a_second_site_is_found(self, settings: Settings, tmp_path: Path, article: list[str]) -> None:
        """Another headline, byline and date, and a word here and there."""
        write(tmp_path / "satu" / "asli.md", *article)
        second = "\n\n".join(article[1:]).replace(" yang ", " yg ").replace("pegawai", "karyawan")
        write(tmp_path / "dua" / "salinan.md", "# Simak, Ini Aturan Mainnya!", "JAKARTA - Redaksi Warta Kita", second)
        report = ingest_paths([tmp_path / "satu", tmp_path / "dua"], settings, embedder=FakeEmbedder())
        (copy,) = report.copies
        assert (copy.document, copy.original) == ("dua/salinan.md", "satu/asli.md")
        assert 0.88 < copy.share < 1.0
