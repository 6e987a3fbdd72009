"""The path of documents into the store, and the command that walks it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder
from numpy.typing import NDArray

from assistant.errors import ModelError, StoreError
from assistant.search.embedding import passage_text
from assistant.search.index import Index
from assistant.settings import Settings
from ingest import __main__ as command
from ingest import read, update
from ingest.update import Report, ingest_paths

PARAGRAPHS = [
    f"Paragraf {name} mengingatkan seluruh pegawai agar tetap netral selama masa kampanye, baik di kantor maupun di "
    "media sosial, karena pelanggaran akan diproses sampai tuntas."
    for name in ("pertama", "kedua", "ketiga")
]


@dataclass
class CountingEmbedder:
    """A fake that remembers what it embedded."""

    name: str = "fake-64"
    embedded: list[str] = field(default_factory=list)

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        self.embedded += texts
        return FakeEmbedder().embed_passages(texts, progress)

    def embed_question(self, text: str) -> NDArray[np.float32]:
        raise AssertionError("ingest asks no questions")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(vectorstore=tmp_path / "store")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "berita"
    folder.mkdir()
    write(folder / "a.txt", "Judul Artikel Pertama", *PARAGRAPHS)
    write(folder / "b.md", "# Judul Artikel Kedua", *PARAGRAPHS)
    return folder


def write(path: Path, *paragraphs: str) -> None:
    path.write_text("\n\n".join(paragraphs), encoding="utf-8")


def index(settings: Settings) -> Index:
    return Index.open(settings.vectorstore, "fake-64")


def texts(settings: Settings, id: str) -> list[str]:
    return [passage.text for passage, _ in index(settings).stored_passages(id)]


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.removed


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
        other.mkdir()
        write(other / "c.txt", "Judul Artikel Ketiga", *PARAGRAPHS)
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
        assert "tidak ada berkas .txt atau .md" in report.failed[0].reason

    def test_progress_counts_passages_over_all_documents(self, folder: Path, settings: Settings) -> None:
        calls: list[tuple[int, int]] = []
        ingest_paths(
            [folder], settings, embedder=FakeEmbedder(), progress=lambda done, total: calls.append((done, total))
        )
        assert calls[0] == (0, 6)
        assert calls[-1] == (6, 6)
        assert [done for done, _ in calls] == sorted(done for done, _ in calls)

    def test_an_interruption_keeps_finished_documents_and_the_next_run_completes(
        self, folder: Path, settings: Settings
    ) -> None:
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
        monkeypatch.setattr(update, "model_name", lambda settings: "fake-64")
        monkeypatch.setattr(update, "load_embedder", refuse_to_load)
        with pytest.raises(ModelError):
            ingest_paths([folder], settings)
        assert index(settings).documents() == []

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


def never_called(done: int, total: int) -> None:
    raise AssertionError("nothing to do is nothing to show")


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """The command with a fake model on the test's store."""
    for module in (command, update):
        monkeypatch.setattr(module, "model_name", lambda settings: "fake-64")
    monkeypatch.setattr(update, "load_embedder", lambda settings: FakeEmbedder())

    def run_command(*arguments: object) -> int:
        return command.main([*map(str, arguments), "--store", str(settings.vectorstore)])

    return run_command


class TestCommand:
    def test_it_counts_in_indonesian_and_is_quiet_the_second_time(
        self, run: Callable[..., int], folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(folder) == 0
        first = capsys.readouterr()
        assert "Dokumen: 2 ditambah, 0 berubah, 0 sama, 0 dihapus." in first.out
        assert "6 baru" in first.out
        assert "Memproses 6 dari 6 bagian" in first.err
        assert run(folder) == 0
        second = capsys.readouterr()
        assert "Dokumen: 0 ditambah, 0 berubah, 2 sama, 0 dihapus." in second.out
        assert second.err == ""

    def test_json_is_one_object_on_stdout_and_failures_are_on_stderr_too(
        self, run: Callable[..., int], folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        write(folder / "kosong.txt")
        write(folder / "foto.jpg", "x")
        assert run(folder, "--json") == 1
        captured = capsys.readouterr()
        result = json.loads(captured.out)
        assert {name: result[name] for name in ("added", "changed", "unchanged", "removed", "passages")} == {
            "added": 2,
            "changed": 0,
            "unchanged": 0,
            "removed": 0,
            "passages": 6,
        }
        assert result["skipped"] == [str(folder / "foto.jpg")]
        assert [set(failure) for failure in result["failed"]] == [{"path", "reason"}]
        assert f"Gagal: {folder / 'kosong.txt'}: kosong." in captured.err

    def test_an_address_fails_with_one_line_and_the_rest_is_stored(
        self, run: Callable[..., int], folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run("https://contoh.go.id/a", folder) == 1
        captured = capsys.readouterr()
        assert "2 ditambah" in captured.out
        failures = [line for line in captured.err.splitlines() if line.startswith("Gagal")]
        assert len(failures) == 1
        assert failures[0].startswith("Gagal: https://contoh.go.id/a: alamat web belum dapat dibaca.")

    def test_list_shows_each_document(
        self, run: Callable[..., int], folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(folder)
        capsys.readouterr()
        assert run("--list") == 0
        listed = capsys.readouterr().out
        assert "berita/a.txt\n    Judul Artikel Pertama\n    tanpa penerbit dan tanggal; 3 bagian" in listed
        assert listed.endswith("2 dokumen, 6 bagian.\n")
        assert run("--list", "--json") == 0
        rows = json.loads(capsys.readouterr().out)
        assert [(row["id"], row["passages"], row["date"]) for row in rows] == [
            ("berita/a.txt", 3, None),
            ("berita/b.md", 3, None),
        ]

    def test_remove_removes_what_is_named(
        self, run: Callable[..., int], folder: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(folder)
        capsys.readouterr()
        assert run("--remove", "berita/a.txt", "berita/a.txt") == 0
        assert capsys.readouterr().out == "Dokumen: 1 dihapus (3 bagian).\n"
        assert [source.id for source in index(settings).documents()] == ["berita/b.md"]
        assert (folder / "a.txt").exists()

    def test_removing_what_is_not_there_says_what_is_near_and_removes_nothing(
        self, run: Callable[..., int], folder: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(folder)
        assert run("--remove", "berita/b.md", "berita/a.text") == 1
        assert "Maksud Anda 'berita/a.txt'?" in capsys.readouterr().err
        assert len(index(settings).documents()) == 2

    @pytest.mark.parametrize("arguments", [["--list"], ["--remove", "a/b.txt"]])
    def test_a_store_that_is_not_there_is_one_clear_line(
        self, run: Callable[..., int], arguments: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(*arguments) == 1
        captured = capsys.readouterr()
        assert captured.out == ""
        assert "python -m ingest" in captured.err

    def test_help_teaches_in_indonesian(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as ended:
            command.main(["--help"])
        assert ended.value.code == 0
        shown = capsys.readouterr().out
        for part in (
            "Cara pakai",
            "Contoh:",
            "--list",
            "--remove",
            "--prune",
            "--store",
            "--json",
            "title:",
            "Kode keluar",
        ):
            assert part in shown
        assert "usage" not in shown

    @pytest.mark.parametrize(
        "arguments",
        [[], ["--list", "a.txt"], ["--prune", "--list"], ["--tidak-ada"], ["a", "--store"], ["--list=x"]],
    )
    def test_a_wrong_command_names_the_help(self, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as ended:
            command.main(arguments)
        assert ended.value.code == 2
        said = capsys.readouterr().err
        assert "python -m ingest --help" in said
        assert "argument" not in said, "argparse's English is translated"

    def test_ctrl_c_says_what_is_kept(
        self, run: Callable[..., int], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def interrupt(*arguments: object, **options: object) -> Report:
            raise KeyboardInterrupt

        monkeypatch.setattr(command, "ingest_paths", interrupt)
        assert run(folder) == 130
        assert "Dihentikan." in capsys.readouterr().err

    def test_a_file_name_that_is_no_text_can_be_named(
        self, run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(tmp_path / "caf\udce9.txt") == 1
        assert "caf" in capsys.readouterr().err
