"""Which instruments a document cites and how they stand, and how `python -m ingest` tells it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import FakeEmbedder

from assistant.settings import Settings
from assistant.types import Document, Source
from ingest import __main__ as command
from ingest import commands, update
from ingest.instruments import Cited, Repealed, instruments_of

TODAY = datetime.date(2026, 11, 22)
OLD_ASN_LAW = Repealed("UU 5/2014", "UU 20/2023", datetime.date(2023, 10, 31))
REPEALED = (
    "Netralitas diatur dalam Pasal 2 huruf f UU Nomor 5 Tahun 2014, demikian penjelasan yang disampaikan kemarin."
)
UNKNOWN = "Pedoman itu tertulis dalam Pasal 3 SKB Nomor 22\nTahun 2022 dan SKB 22/2022, juga menurut UU 5 Tahun 2014."
IN_FORCE = "Disiplin pegawai diatur dalam PP 94/2021 dan kewajibannya ditegaskan lagi dalam UU 20/2023 tentang ASN."
SILENT = "Seluruh pegawai diingatkan agar tetap netral selama masa kampanye, baik di kantor maupun di media sosial."


def cited(text: str, date: datetime.date | None = None, today: datetime.date = TODAY) -> Cited:
    return instruments_of(Document(Source("berita/a.md", "a.md", "Judul", date=date), text), today)


class TestInstrumentsOf:
    def test_a_repealed_one_is_told_with_what_replaces_it(self) -> None:
        assert cited(REPEALED) == Cited("berita/a.md", ("UU 5/2014",), (OLD_ASN_LAW,), ())

    def test_it_stands_as_of_today_and_not_of_the_documents_date(self) -> None:
        assert cited(REPEALED, date=datetime.date(2020, 1, 1)).repealed == (OLD_ASN_LAW,)
        assert cited(REPEALED, today=datetime.date(2023, 10, 30)).repealed == ()

    def test_a_provision_that_is_still_applied_is_not_repealed(self) -> None:
        still = cited("Jenis hukuman sedang masih mengikuti Pasal 7 ayat (3) PP 53/2010.")
        assert (still.known, still.repealed) == (("PP 53/2010",), ())
        assert [one.label for one in cited("Lihat Pasal 7 ayat (3) PP 53/2010 dan Pasal 4 PP 53/2010.").repealed] == [
            "PP 53/2010"
        ]

    def test_an_unknown_one_is_told_once_as_first_written(self) -> None:
        found = cited(UNKNOWN)
        assert found.unknown == ("Pasal 3 SKB Nomor 22 Tahun 2022",)
        assert found.known == ("UU 5/2014",)

    def test_different_unknown_ones_are_told_apart(self) -> None:
        assert cited("Menurut UU 98/2020, UU 98/2021, PP 98/2020, dan UU ASN 2020.").unknown == (
            "UU 98/2020",
            "UU 98/2021",
            "PP 98/2020",
            "UU ASN 2020",
        )

    def test_a_name_means_the_one_in_force_on_the_documents_date(self) -> None:
        text = "Semua pegawai wajib menaati UU ASN."
        assert cited(text, date=datetime.date(2020, 6, 1)).repealed == (OLD_ASN_LAW,)
        assert cited(text, date=datetime.date(2024, 6, 1)) == Cited("berita/a.md", ("UU 20/2023",), (), ())
        assert cited(text).known == ("UU 20/2023",), "without a date it is today's"

    def test_each_is_told_once_in_order_of_appearance(self) -> None:
        assert cited("PP 94/2021, UU 5/2014, PP Nomor 94 Tahun 2021, lagi UU 5/2014, lalu UU 20/2023.") == Cited(
            "berita/a.md", ("PP 94/2021", "UU 5/2014", "UU 20/2023"), (OLD_ASN_LAW,), ()
        )

    def test_a_text_may_cite_nothing(self) -> None:
        assert cited(SILENT) == Cited("berita/a.md", (), (), ())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "berita"
    folder.mkdir()
    for name, text in {"a": UNKNOWN, "b": IN_FORCE, "c": SILENT}.items():
        write(folder / f"{name}.md", text)
    return folder


def write(path: Path, text: str) -> None:
    path.write_text(f"# Judul Sebuah Artikel\n\n{text}\n", encoding="utf-8")


Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """What the command prints, with a fake model on the test's store."""
    settings = Settings(vectorstore=tmp_path / "store")
    for module in (commands, update):
        monkeypatch.setattr(module, "model_name", lambda settings: "fake-64")
    monkeypatch.setattr(update, "load_embedder", lambda settings: FakeEmbedder())

    def output(*arguments: object) -> str:
        assert command.main([*map(str, arguments), "--store", str(settings.vectorstore)]) == 0
        return capsys.readouterr().out

    return output


def told(output: str) -> list[str]:
    """The lines about instruments: after the two with the counts, and not those about passages."""
    return [line for line in output.splitlines()[2:] if ": baru, " not in line and ": berubah" not in line]


LINE_OF_UNKNOWN = (
    "  berita/a.md: 2 peraturan disebut; dicabut: UU 5/2014 (diganti UU 20/2023 sejak 31 Oktober 2023); "
    "tidak dikenal: Pasal 3 SKB Nomor 22 Tahun 2022"
)


class TestCommand:
    def test_of_a_few_documents_each_gets_a_line(self, run: Run, folder: Path) -> None:
        *lines, how_to_add = told(run(folder))
        assert lines == [
            LINE_OF_UNKNOWN,
            "  berita/b.md: 2 peraturan disebut, dikenal dan tidak tercatat dicabut",
            "  berita/c.md: tidak menyebut peraturan",
        ]
        assert "src/assistant/regulations.yaml" in how_to_add

    def test_of_many_those_in_order_are_counted(self, run: Run, folder: Path) -> None:
        write(folder / "d.md", f"Camat membacanya di rapat. {IN_FORCE}")
        assert told(run(folder))[:-1] == [
            LINE_OF_UNKNOWN,
            "  2 dokumen lain hanya menyebut peraturan yang dikenal dan tidak tercatat dicabut.",
            "  1 dokumen lain tidak menyebut peraturan.",
        ]

    def test_without_any_to_look_into_there_are_no_others(self, run: Run, folder: Path) -> None:
        for name in "ade":
            write(folder / f"{name}.md", f"Camat {name} membacanya di rapat. {IN_FORCE}")
        assert told(run(folder)) == [
            "  4 dokumen hanya menyebut peraturan yang dikenal dan tidak tercatat dicabut.",
            "  1 dokumen tidak menyebut peraturan.",
        ]

    def test_only_what_is_new_or_changed_is_told(self, run: Run, folder: Path) -> None:
        run(folder)
        assert told(run(folder)) == []
        write(folder / "b.md", REPEALED)
        assert told(run(folder)) == [
            "  berita/b.md: 1 peraturan disebut; dicabut: UU 5/2014 (diganti UU 20/2023 sejak 31 Oktober 2023)"
        ]

    def test_json_tells_every_new_or_changed_document(self, run: Run, folder: Path) -> None:
        first = json.loads(run(folder, "--json"))["instruments"]
        assert first == [
            {
                "document": "berita/a.md",
                "cited": ["UU 5/2014"],
                "repealed": [{"label": "UU 5/2014", "by": "UU 20/2023", "since": "2023-10-31"}],
                "unknown": ["Pasal 3 SKB Nomor 22 Tahun 2022"],
            },
            {"document": "berita/b.md", "cited": ["PP 94/2021", "UU 20/2023"], "repealed": [], "unknown": []},
            {"document": "berita/c.md", "cited": [], "repealed": [], "unknown": []},
        ]
        assert json.loads(run(folder, "--json"))["instruments"] == []
        listed = json.loads(run("--list", "--json"))
        assert [row["cited"] for row in listed] == [one["cited"] for one in first], "all of them are in the list"

    def test_the_register_named_to_the_reader_is_there(self) -> None:
        assert (Path(command.__file__).parents[1] / "src/assistant/regulations.yaml").is_file()

    def test_help_mentions_it(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit):
            command.main(["--help"])
        assert "sudah dicabut atau tidak dikenal" in capsys.readouterr().out
