"""A file becomes a Document, or one clear sentence says why not."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from assistant.errors import ReadError
from assistant.types import Document
from ingest import read
from ingest.read import LARGEST_FILE, read_document

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


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "kosong"),
        (b" \n\t\r\n ", "kosong"),
        (b"%PDF-1.7\nTeks", "PDF"),
        (b"PK\x03\x04docx", "ZIP"),
        (b"{\\rtf1 teks}", "RTF"),
        (b"<!DOCTYPE html><p>Teks</p>", "HTML"),
        (b"\n <html><body>Teks</body></html>", "HTML"),
        (bytes(range(256)) * 20, "bukan teks"),
        (b"\x00" * 500, "bukan teks"),
        (b"teks\x00\x01\x02\x03 biner", "bukan teks"),
        ("Теперь это русский текст".encode("koi8-r"), "bukan teks"),
        (b"\xff\xfe\x00", "bukan teks"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=says):
        read_document(path, "uji/a.txt", "a.txt")


@pytest.mark.parametrize("content", ["• Bagikan\n\nShare\n0 Comments", "***\n---\n", "\u200b\u200b", "()"])
def test_a_page_without_article_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(ReadError, match="tidak berisi teks"):
        document(tmp_path, content)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "besar.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(ReadError, match="20 MB"):
        read_document(path, "uji/besar.txt", "besar.txt")


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
