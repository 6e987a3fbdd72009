"""A file becomes a Document, or one clear sentence says why not."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import pytest

from assistant.errors import ReadError
from assistant.types import Document
from ingest import read
from ingest.read import LARGEST_DOCUMENT, LARGEST_FILE, read_data, read_document
from tests.make_documents import ARTICLE as NEWS
from tests.make_documents import ARTICLE_TITLE, FOLDER, documents, regulation

ARTICLE = (
    "Contoh, Kabar.id – Badan pengawas mengingatkan pegawai agar netral, Selasa (30/1/2024).\n"
    "“Pegawai dilarang berkampanye,” kata ketuanya.\n"
)


def document(tmp_path: Path, content: str | bytes, name: str = "a.txt") -> Document:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_document(path, f"uji/{name}", name)


def markdown(tmp_path: Path, front: str, body: str = "Isi artikel yang netral.") -> Document:
    return document(tmp_path, f"---\n{front}\n---\n\n{body}\n", "a.md")


def test_a_raw_text_tells_title_publisher_and_date(tmp_path: Path) -> None:
    read = document(tmp_path, f"Pemkot Ingatkan Netralitas ASN\n\n• Bagikan\n\n{ARTICLE}")
    source = read.source
    assert (source.id, source.name, source.url, source.kind) == ("uji/a.txt", "a.txt", "", "")
    assert source.title == "Pemkot Ingatkan Netralitas ASN"
    assert source.publisher == "Kabar.id"
    assert source.date == datetime.date(2024, 1, 30)
    assert read.text == ARTICLE.strip().replace("\n", "\n\n")


def test_without_a_title_line_the_first_sentence_is_the_title_and_stays_in_the_text(tmp_path: Path) -> None:
    read = document(tmp_path, ARTICLE)
    assert read.source.title == "Badan pengawas mengingatkan pegawai agar netral, Selasa (30/1/2024)"
    assert read.text.startswith("Contoh, Kabar.id – Badan")


SEEDS = {
    "000": ("indonesianews.co.id", "2024-01-30"),
    "001": ("RAKYATSULSEL", "2023-02-07"),
    "002": ("", "2024-01-23"),
    "003": ("Natmed.id", "2024-01-19"),
    "004": ("Prokopim Setda KLU", None),
}


@pytest.mark.parametrize("number", SEEDS)
def test_publisher_and_date_of_the_raw_articles(seeds: Path, number: str) -> None:
    (path,) = seeds.glob(f"{number}_*.txt")
    source = read_document(path, path.name, path.name).source
    date = source.date.isoformat() if source.date else None
    assert (source.publisher, date) == SEEDS[number]


@pytest.mark.parametrize("number", ["001", "002", "004"])
def test_titles_of_the_raw_articles_are_not_searchable(seeds: Path, number: str) -> None:
    (path,) = seeds.glob(f"{number}_*.txt")
    read = read_document(path, path.name, path.name)
    assert read.source.title in [line.strip() for line in path.read_text(encoding="utf-8").split("\n")[:4]]
    assert read.source.title not in read.text


def test_front_matter_wins_over_the_text(tmp_path: Path) -> None:
    front = "title: Judul Sendiri\npublisher: Humas\ndate: 2023-05-06\nurl: https://contoh.go.id/a\nkind: panduan\nlanguage: id"
    source = markdown(tmp_path, front, f"# Judul Lain\n\n{ARTICLE}").source
    assert (source.title, source.publisher, source.kind) == ("Judul Sendiri", "Humas", "panduan")
    assert (source.date, source.url) == (datetime.date(2023, 5, 6), "https://contoh.go.id/a")


def test_what_front_matter_leaves_out_is_found_in_the_text(tmp_path: Path) -> None:
    source = markdown(tmp_path, "kind: berita\ntitle:", f"# Judul Lain\n\n{ARTICLE}").source
    assert (source.title, source.publisher, source.date) == ("Judul Lain", "Kabar.id", datetime.date(2024, 1, 30))


def test_markdown_needs_no_front_matter(tmp_path: Path) -> None:
    read = document(tmp_path, "Pemkot Ingatkan Netralitas ASN\n\nPegawai **wajib** netral.", "a.md")
    assert (read.source.title, read.text) == ("Pemkot Ingatkan Netralitas ASN", "Pegawai wajib netral.")


def test_empty_front_matter_is_none(tmp_path: Path) -> None:
    assert document(tmp_path, "---\n---\nPegawai wajib netral.", "a.md").text == "Pegawai wajib netral."


def test_a_title_repeated_as_heading_is_not_searchable(tmp_path: Path) -> None:
    assert markdown(tmp_path, "title: Judul Sendiri", "## Judul sendiri\n\nIsi.").text == "Isi."


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-01-30", "2024-01-30"),
        ("2024-01-30T08:00:00", "2024-01-30"),
        ("30 Januari 2024", "2024-01-30"),
        ("null", None),
    ],
)
def test_dates_of_front_matter(tmp_path: Path, value: str, expected: str | None) -> None:
    date = markdown(tmp_path, f"date: {value}").source.date
    assert (date.isoformat() if date else None) == expected


def test_a_title_that_looks_like_a_number_is_a_title(tmp_path: Path) -> None:
    assert markdown(tmp_path, "title: 2024").source.title == "2024"


@pytest.mark.parametrize(
    ("front", "says"),
    [
        ("title: [a, b]", "'title'"),
        ("publisher: {nama: a}", "'publisher'"),
        ("date: kemarin", "'date'"),
        ("date: 2024-13-40", "'date'"),
        ("url: javascript:alert(1)", "'url'"),
        ("kind:\n  - berita", "'kind'"),
        ("title: Judul: anak judul", "baris"),
        ('title: "tidak ditutup', "YAML"),
        ("- satu\n- dua", "kunci: nilai"),
        ("hanya kata", "kunci: nilai"),
        ("title: " + "[" * 5_000, "YAML"),
    ],
)
def test_broken_front_matter_is_refused_by_name(tmp_path: Path, front: str, says: str) -> None:
    with pytest.raises(ReadError) as refused:
        markdown(tmp_path, front)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_front_matter_that_is_not_closed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="---"):
        document(tmp_path, "---\ntitle: Judul\n\nIsi artikel.", "a.md")


@pytest.mark.parametrize(
    "encoded",
    [
        ARTICLE.encode("utf-8"),
        ARTICLE.encode("utf-8-sig"),
        ARTICLE.encode("utf-16"),
        b"\xfe\xff" + ARTICLE.encode("utf-16-be"),
        ARTICLE.encode("cp1252"),
        ARTICLE.replace("\n", "\r\n").encode(),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16 big-endian", "windows-1252", "windows lines"],
)
def test_encodings_give_the_same_document(tmp_path: Path, encoded: bytes) -> None:
    assert document(tmp_path, encoded) == document(tmp_path, ARTICLE)


@pytest.mark.parametrize("content", ["• Bagikan\n\nShare\n0 Comments", "***\n---\n", "\u200b\u200b", "()"])
def test_a_page_without_article_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(ReadError, match="tidak berisi teks"):
        document(tmp_path, content)


@pytest.mark.parametrize(
    ("suffix", "most"), [(".txt", "20 MB"), (".md", "20 MB"), (".html", "20 MB"), (".pdf", "100 MB")]
)
def test_a_file_that_is_too_large_is_refused_unread(
    tmp_path: Path, suffix: str, most: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"besar{suffix}"
    with path.open("wb") as file:
        file.truncate((LARGEST_DOCUMENT if suffix == ".pdf" else LARGEST_FILE) + 1)
    monkeypatch.setattr(Path, "open", None)
    with pytest.raises(ReadError, match=f"paling banyak {most}"):
        read_document(path, "uji/besar", "besar")


def test_a_file_that_grows_while_it_is_read_is_too_large_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tumbuh.txt"
    path.write_bytes(b"Pegawai wajib netral. " * 10)
    monkeypatch.setattr(read, "LARGEST_FILE", 100)
    small = path.stat()
    monkeypatch.setattr(Path, "stat", lambda self: os.stat_result((*small[:6], 50, *small[7:])))
    with pytest.raises(ReadError, match="terlalu besar"):
        read_document(path, "uji/tumbuh.txt", "tumbuh.txt")


def test_too_many_bytes_from_an_address_are_refused() -> None:
    with pytest.raises(ReadError, match="20 MB"):
        read_data(b"a" * (LARGEST_FILE + 1), ".html", "https://a.example", "https://a.example")


def test_a_file_that_vanished_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="tidak ada lagi"):
        read_document(tmp_path / "hilang.txt", "uji/hilang.txt", "hilang.txt")


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE, encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # permissions do not stop the root user
    with pytest.raises(ReadError, match="izin"):
        read_document(path, "uji/a.txt", "a.txt")


@pytest.mark.parametrize("suffix", [".txt", ".pdf"])
def test_a_folder_is_no_file(tmp_path: Path, suffix: str) -> None:
    folder = tmp_path / f"berkas{suffix}"
    folder.mkdir()
    with pytest.raises(ReadError, match="folder"):
        read_document(folder, "uji/a", "a")


def test_a_link_to_itself_is_told(tmp_path: Path) -> None:
    path = tmp_path / "putar.txt"
    path.symlink_to(path)
    with pytest.raises(ReadError, match="tidak dapat dibaca"):
        read_document(path, "uji/putar.txt", "putar.txt")


def test_the_digest_depends_on_everything_that_is_stored_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = markdown(tmp_path, "title: Judul\nkind: berita").source.digest
    assert markdown(tmp_path, "kind: berita\nlanguage: id\ntitle: Judul").source.digest == first
    others = [
        markdown(tmp_path, "title: Judul\nkind: panduan"),
        markdown(tmp_path, "title: Judul baru\nkind: berita"),
        markdown(tmp_path, "title: Judul\nkind: berita\ndate: 2024-01-30"),
        markdown(tmp_path, "title: Judul\nkind: berita\nurl: https://contoh.go.id"),
        markdown(tmp_path, "title: Judul\nkind: berita", "Isi artikel yang lain."),
    ]
    digests = {other.source.digest for other in others}
    assert first not in digests
    assert len(digests) == len(others)
    monkeypatch.setattr(read, "RECIPE", "another way of reading")
    assert markdown(tmp_path, "title: Judul\nkind: berita").source.digest != first


def test_hostile_text_is_only_text(tmp_path: Path) -> None:
    read = document(tmp_path, f"<script>alert(1)</script> ﷺ 😀 \u202eabc\u0000\n{ARTICLE}")
    assert "\u202e" not in read.text
    assert "\u0000" not in read.text
    assert "<script>" in read.text + read.source.title, "a text file is taken at its word"


# The committed documents: each of their kinds says the same.


def committed(name: str) -> Document:
    return read_document(FOLDER / name, f"uji/{name}", name)


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("berita*") if "bersandi" not in path.name))
def test_every_format_gives_the_same_article(name: str) -> None:
    document = committed(name)
    paragraphs = [
        paragraph.replace("–", "-").replace("“", "").replace("”", "") for paragraph in document.text.split("\n\n")
    ]
    assert paragraphs[: len(NEWS)] == list(NEWS)
    source = document.source
    assert (source.title, source.publisher) == (ARTICLE_TITLE, "Warta Contoh")
    assert source.date == datetime.date(2024, 1, 19)


def test_the_committed_documents_are_those_that_the_script_makes() -> None:
    keys_by_chance = ("berita-terkunci.pdf", "berita-bersandi.pdf")
    made = documents()
    assert {path.name for path in FOLDER.iterdir()} == set(made)
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 200_000
    # Another version of a library may pack its files differently; texts and pages are ours alone.
    for name in made:
        if name not in keys_by_chance and Path(name).suffix in (".txt", ".md", ".html", ".htm"):
            assert made[name] == (FOLDER / name).read_bytes(), f"Run: python -m tests.make_documents ({name})"


def test_a_letter_from_word_is_a_document() -> None:
    document = committed("edaran.docx")
    assert document.source.title == "Surat Edaran tentang Netralitas Pegawai Contoh Raya"
    assert document.source.date == datetime.date(2024, 2, 5)
    assert document.text.startswith("Nomor: 5/SE/2024\n\nHal: Netralitas pegawai\n\nLarangan\n\nSelama masa kampanye")
    assert "dilarang:\n1. memasang alat peraga kampanye di kantor;\n2. menghadiri" in document.text


@pytest.mark.parametrize(("name", "says"), [("berita-bersandi.pdf", "berkata sandi"), ("pindaian.pdf", "ocrmypdf")])
def test_a_document_that_cannot_be_read_is_told(name: str, says: str) -> None:
    with pytest.raises(ReadError, match=says):
        committed(name)


def test_a_regulation_has_the_title_of_its_first_lines_and_keeps_its_parts() -> None:
    made = regulation(pages=3)
    document = read_data(made.data, ".pdf", "uji/p.pdf", "p.pdf")
    assert document.source.title == "Peraturan Contoh Raya Nomor 7 Tahun 2023 tentang Netralitas Pegawai"
    assert document.text.split("\n\n")[:2] == ["BAB I", "KETENTUAN UMUM"]
    assert " ".join(document.text.split()) == " ".join(" ".join(made.paragraphs[4:]).split())


def test_what_looks_like_a_title_below_the_title_of_the_file_stays_in_the_text() -> None:
    page = (
        "<html><head><title>Panduan Netralitas Pegawai</title></head><body><article><h2>Latar Belakang Masalah Ini</h2>"
    )
    document = read_data(f"{page}<p>Pegawai wajib netral.</p></article></body></html>".encode(), ".html", "a", "a")
    assert document.source.title == "Panduan Netralitas Pegawai"
    assert document.text == "Latar Belakang Masalah Ini\n\nPegawai wajib netral."


def test_the_address_a_page_came_from_is_surer_than_the_one_it_gives_itself() -> None:
    page = (FOLDER / "berita.html").read_bytes()
    assert read_data(page, ".html", "a", "a").source.url == "https://warta.contoh.example/berita/netralitas"
    fetched = read_data(page, ".html", "a", "a", "https://cermin.contoh.example/1")
    assert fetched.source.url == "https://cermin.contoh.example/1"


def test_front_matter_overrules_the_address_a_text_came_from() -> None:
    text = b"---\nurl: https://contoh.go.id/a\n---\nPegawai wajib netral."
    assert read_data(text, ".md", "a", "a", "https://cermin.contoh.example/1").source.url == "https://contoh.go.id/a"
    assert (
        read_data(b"Pegawai wajib netral.", ".md", "a", "a", "https://a.example/1").source.url == "https://a.example/1"
    )


@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_a_long_text_is_the_same_text_as_a_short_one(suffix: str) -> None:
    paragraphs = [f"Pegawai nomor {number} wajib menjaga netralitas selama masa kampanye." for number in range(2_000)]
    text = "\n\n".join(["Judul Artikel Yang Panjang", *paragraphs])
    assert len(text) > read._SMALL
    assert read_data(text.encode(), suffix, "a", "a").text.split("\n\n") == paragraphs
