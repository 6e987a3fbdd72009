"""`python -m ingest` as an operator types it: what it prints, where, and its exit codes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import FakeEmbedder
from ingesting import MODEL, OTHERS, PARAGRAPHS, ids, index, write

from assistant.errors import ReadError
from assistant.search import lock
from assistant.settings import Settings
from assistant.types import Document
from ingest import __main__ as command
from ingest import check, commands, rebuild, update
from ingest.answers import Answered
from ingest.files import Entry
from ingest.update import Report

Run = Callable[..., int]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(vectorstore=tmp_path / "store")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "berita"
    write(folder / "a.txt", "Judul Artikel Pertama", *PARAGRAPHS)
    write(folder / "b.md", "# Judul Artikel Kedua", *OTHERS)
    return folder


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command with a fake model on the test's store."""
    for module in (commands, update, rebuild):
        monkeypatch.setattr(module, "model_name", lambda settings: MODEL)
    for module in (update, rebuild, check):
        monkeypatch.setattr(module, "load_embedder", lambda settings: FakeEmbedder())

    def run_command(*arguments: object) -> int:
        return command.main([*map(str, arguments), "--store", str(settings.vectorstore)])

    return run_command


class TestIngest:
    def test_it_counts_in_indonesian_and_is_quiet_the_second_time(
        self, run: Run, folder: Path, capsys: pytest.CaptureFixture[str]
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
        self, run: Run, folder: Path, capsys: pytest.CaptureFixture[str]
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

    def test_an_address_that_cannot_be_read_fails_with_one_line_and_the_rest_is_stored(
        self, run: Run, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run("https://contoh.invalid/a", folder) == 1
        captured = capsys.readouterr()
        assert "2 ditambah" in captured.out
        failures = [line for line in captured.err.splitlines() if line.startswith("Gagal")]
        assert len(failures) == 1
        assert failures[0].startswith("Gagal: https://contoh.invalid/a: ")

    def test_an_intranet_is_read_only_where_that_is_allowed(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        allowed: list[bool] = []

        def refuse(entry: Entry, allow_private: bool) -> Document:
            allowed.append(allow_private)
            raise ReadError("tidak.")

        monkeypatch.setattr(update, "read_entry", refuse)
        run("http://intranet/a")
        run("http://intranet/a", "--allow-private")
        assert allowed == [False, True]

    def test_it_says_what_a_changed_document_alters(
        self, run: Run, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(folder)
        write(folder / "a.txt", "Judul Artikel Pertama", PARAGRAPHS[0], PARAGRAPHS[2], OTHERS[0] + " Lihat PP 94/2021.")
        capsys.readouterr()
        assert run(folder) == 0
        told = capsys.readouterr().out
        assert (
            "berita/a.txt: berubah; bagian baru: paragraf 3; bagian hilang: paragraf 2; baru menyebut PP 94/2021"
            in told
        )
        write(folder / "a.txt", "Judul Artikel Pertama", *PARAGRAPHS)
        run(folder, "--json")
        (change,) = json.loads(capsys.readouterr().out)["changes"]
        assert change == {
            "document": "berita/a.txt",
            "new": False,
            "passages_added": ["paragraf 2"],
            "passages_removed": ["paragraf 3"],
            "newly_cited": [],
            "no_longer_cited": ["PP 94/2021"],
        }

    def test_it_says_what_is_the_same_as_what(self, run: Run, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        write(folder / "c.txt", "Judul Lain", *PARAGRAPHS)
        assert run(folder) == 0
        assert "  berita/c.txt sama dengan berita/a.txt, 100 %" in capsys.readouterr().out
        run(folder, "--json")
        assert json.loads(capsys.readouterr().out)["copies"] == [
            {"document": "berita/c.txt", "same_as": "berita/a.txt", "share": 1.0}
        ]

    def test_a_dry_run_says_so_and_writes_nothing(
        self, run: Run, folder: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(folder, "--dry-run") == 0
        captured = capsys.readouterr()
        assert captured.out.startswith("Yang akan terjadi (tidak ada yang ditulis). Dokumen: 2 ditambah")
        assert captured.err == "", "nothing is embedded"
        assert not settings.vectorstore.exists()

    def test_who_has_to_wait_hears_who_is_writing(
        self,
        run: Run,
        folder: Path,
        settings: Settings,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setattr(lock, "_LONGEST_RUN_SECONDS", 0.5)
        run(folder)
        capsys.readouterr()
        with lock.one_writer(settings.vectorstore):
            assert run(folder) == 1
            assert run("--remove", "berita/a.txt") == 1
            assert run("--list") == 0, "readers go on"
        said = capsys.readouterr().err.splitlines()
        assert len(said) == 4
        assert f"sedang diisi oleh proses {os.getpid()} di " in said[0]
        assert said[0].endswith("menit …")
        assert said[1].endswith("Tunggu sampai selesai atau hentikan proses itu, lalu ulangi.")
        assert ids(settings) == ["berita/a.txt", "berita/b.md"]


class TestList:
    def test_list_shows_each_document(self, run: Run, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        run(folder)
        capsys.readouterr()
        assert run("--list") == 0
        assert capsys.readouterr().out.splitlines() == [
            "ID            Bagian  Tanggal     Judul dan penerbit",
            "berita/a.txt       3  –           Judul Artikel Pertama",
            "berita/b.md        3  –           Judul Artikel Kedua",
            "2 dokumen, 6 bagian.",
        ]
        assert run("--list", "--json") == 0
        rows = json.loads(capsys.readouterr().out)
        assert [(row["id"], row["passages"], row["date"]) for row in rows] == [
            ("berita/a.txt", 3, None),
            ("berita/b.md", 3, None),
        ]

    def test_its_json_tells_what_each_document_cites(
        self, run: Run, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        write(
            folder / "a.txt",
            "Judul Artikel",
            "Netralitas diatur dalam Pasal 2 huruf f UU Nomor 5 Tahun 2014 dan UU 98/2020.",
        )
        run(folder)
        capsys.readouterr()
        run("--list", "--json")
        first, second = json.loads(capsys.readouterr().out)
        assert (first["cited"], first["unknown"], second["cited"]) == (["UU 5/2014"], ["UU 98/2020"], [])
        assert [one["by"] for one in first["repealed"]] == ["UU 20/2023"]


class TestRemove:
    def test_remove_removes_what_is_named(
        self, run: Run, folder: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(folder)
        capsys.readouterr()
        assert run("--remove", "berita/a.txt", "berita/a.txt") == 0
        assert capsys.readouterr().out == "Dokumen: 1 dihapus (3 bagian).\n"
        assert [source.id for source in index(settings).documents()] == ["berita/b.md"]
        assert (folder / "a.txt").exists()

    def test_removing_what_is_not_there_says_what_is_near_and_removes_nothing(
        self, run: Run, folder: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(folder)
        assert run("--remove", "berita/b.md", "berita/a.text") == 1
        assert "Maksud Anda 'berita/a.txt'?" in capsys.readouterr().err
        assert len(index(settings).documents()) == 2

    def test_a_dry_run_removes_nothing(
        self, run: Run, folder: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(folder)
        capsys.readouterr()
        assert run("--remove", "berita/a.txt", "--dry-run") == 0
        assert capsys.readouterr().out.endswith("Dokumen: 1 dihapus (3 bagian).\n")
        assert len(ids(settings)) == 2


class TestRebuild:
    def test_it_says_what_was_read_again_and_what_was_taken_along(
        self, run: Run, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(folder)
        capsys.readouterr()
        assert run("--rebuild", folder / "a.txt") == 0
        captured = capsys.readouterr()
        assert captured.out.startswith(
            "Dibangun ulang. Dokumen: 0 ditambah, 0 berubah, 1 sama, 0 dihapus, 1 dibawa serta tanpa dibaca.\n"
            "Bagian teks: 6 baru, 0 dipakai lagi, 0 dihapus; seluruhnya 6 di penyimpanan."
        )
        assert captured.err.count("Memproses 3 dari 3 bagian") == 2


class TestCheck:
    def test_a_sound_store_is_said_to_be_sound(
        self, run: Run, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(folder)
        capsys.readouterr()
        assert run("--check") == 0
        assert capsys.readouterr().out == "2 dokumen, 6 bagian diperiksa: semuanya utuh.\n"
        assert run("--check", "--json") == 0
        assert json.loads(capsys.readouterr().out) == {"documents": 2, "passages": 6, "sound": True, "findings": []}

    def test_what_is_left_to_do_is_in_the_exit_code(
        self, run: Run, folder: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(folder)
        index(settings)._place.using(lambda collections: collections.passages.delete(where={"number": 2}, limit=1))
        capsys.readouterr()
        assert run("--check", "--dry-run") == run("--check") == 1
        told = capsys.readouterr().out
        assert told.count("2 bagian, seharusnya 3") == 2
        assert told.endswith("1 masih perlu Anda kerjakan.\n")
        assert run("--check") == 0


class TestCases:
    """Test cases are asked before and after; here by a fake."""

    def answered(self, verdict: str, quote: str = "Dilarang.") -> Answered:
        return Answered("suka-1", "Boleh menyukai?", "answered", verdict, (("a.txt", "paragraf 1", quote),))

    @pytest.fixture
    def asked(self, monkeypatch: pytest.MonkeyPatch) -> list[list[Answered]]:
        """What the next answers are; those that were asked for are taken from it."""
        answers: list[list[Answered]] = []
        monkeypatch.setattr(commands, "ask_all", lambda cases, settings: answers.pop(0))
        return answers

    def test_the_answers_that_changed_are_told(
        self, run: Run, folder: Path, asked: list[list[Answered]], capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(folder)
        for arguments in ([], ["--json"]):
            asked += [[self.answered("tidak_boleh"), self.answered("boleh")]]
            asked += [[self.answered("bersyarat", "Asalkan."), self.answered("boleh")]]
            capsys.readouterr()
            assert run(folder, *arguments, "--cases", "soal.jsonl") == 0
        changed = json.loads(capsys.readouterr().out)["cases"]
        assert (changed["asked"], changed["compared"], len(changed["changed"])) == (2, True, 1)
        (one,) = changed["changed"]
        assert (one["before"]["verdict"], one["after"]["verdict"]) == ("tidak_boleh", "bersyarat")
        assert one["after"]["cited"] == [{"document": "a.txt", "locator": "paragraf 1", "quote": "Asalkan."}]

    def test_in_words(
        self, run: Run, folder: Path, asked: list[list[Answered]], capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(folder)
        asked += [[self.answered("tidak_boleh")], [self.answered("bersyarat", "Asalkan.")]]
        capsys.readouterr()
        run(folder, "--cases", "soal.jsonl")
        assert capsys.readouterr().out.endswith(
            "Soal uji: 1 dari 1 jawaban berubah.\n"
            "  suka-1: tidak_boleh → bersyarat; kutipan baru: a.txt paragraf 1; hilang: a.txt paragraf 1\n"
        )

    def test_an_empty_store_has_no_answers_to_compare_with(
        self, run: Run, folder: Path, asked: list[list[Answered]], capsys: pytest.CaptureFixture[str]
    ) -> None:
        asked += [[self.answered("boleh")]]
        assert run(folder, "--cases", "soal.jsonl") == 0
        assert "sebelumnya penyimpanan masih kosong" in capsys.readouterr().out
        assert asked == []


class TestCommand:
    @pytest.mark.parametrize("arguments", [["--list"], ["--remove", "a/b.txt"], ["--check"], ["--rebuild"]])
    def test_a_store_that_is_not_there_is_one_clear_line(
        self, run: Run, arguments: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(*arguments) == 1
        captured = capsys.readouterr()
        assert captured.out == ""
        assert "python -m ingest" in captured.err
        assert len(captured.err.splitlines()) == 1

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
            "--check",
            "--rebuild",
            "--dry-run",
            "--cases",
            "--allow-private",
            ".pdf, .docx",
            "https://",
            "title:",
            "Kode keluar",
        ):
            assert part in shown
        assert "usage" not in shown

    @pytest.mark.parametrize(
        "arguments",
        [
            [],
            ["--list", "a.txt"],
            ["--prune", "--list"],
            ["--tidak-ada"],
            ["a", "--store"],
            ["--list=x"],
            ["--check", "a.txt"],
            ["--rebuild", "a", "--prune"],
            ["--list", "--dry-run"],
            ["a", "--dry-run", "--cases", "soal.jsonl"],
            ["--list", "--cases", "soal.jsonl"],
        ],
    )
    def test_a_wrong_command_names_the_help(self, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as ended:
            command.main(arguments)
        assert ended.value.code == 2
        said = capsys.readouterr().err
        assert "python -m ingest --help" in said
        assert "argument" not in said, "argparse's English is translated"

    def test_ctrl_c_says_what_is_kept(
        self, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def interrupt(*arguments: object, **options: object) -> Report:
            raise KeyboardInterrupt

        monkeypatch.setattr(commands, "ingest_paths", interrupt)
        assert run(folder) == 130
        assert "Dihentikan." in capsys.readouterr().err

    def test_a_file_name_that_is_no_text_can_be_named(
        self, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(tmp_path / "caf\udce9.txt") == 1
        assert "caf" in capsys.readouterr().err
