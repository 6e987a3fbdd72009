"""Web pages: the article with its lists and tables, what the page says of itself, and nothing around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import ReadError
from ingest.formats.webpage import read_webpage
from tests.make_documents import ARTICLE_TITLE, FOLDER, article_html


def text(body: str) -> str:
    return read_webpage(f"<html><head><title>Contoh</title></head><body>{body}</body></html>".encode()).text


def test_a_news_page_gives_its_article_and_what_it_says_of_itself() -> None:
    content = read_webpage((FOLDER / "berita.html").read_bytes())
    assert (content.title, content.publisher, content.date) == (ARTICLE_TITLE, "Warta Contoh", "2024-01-19")
    assert content.url == "https://warta.contoh.example/berita/netralitas"
    for part in ("Beranda", "Skip to content", "Bagikan", "Jalan Kabupaten", "Bagus sekali", "Hak cipta", "rahasia"):
        assert part not in content.text


def test_lists_and_tables_keep_their_marks_and_headings() -> None:
    paragraphs = read_webpage((FOLDER / "berita.html").read_bytes()).text.split("\n\n")
    assert "a. tidak mengunggah dukungan di media sosial;\nb. tidak menghadiri kampanye dengan seragam." in paragraphs
    assert "Perbuatan: Memasang spanduk; Sanksi: Teguran tertulis" in paragraphs
    assert "Perbuatan: Menjadi tim kampanye; Sanksi: Hukuman disiplin berat" in paragraphs


def test_a_page_in_another_encoding_than_it_declares_is_the_same_page() -> None:
    wrong, right = ((FOLDER / name).read_bytes() for name in ("berita-salah-charset.htm", "berita.html"))
    assert read_webpage(wrong) == read_webpage(right)


@pytest.mark.parametrize("charset", ["utf-16", "utf-8-sig", "cp1252"])
def test_encodings_give_the_same_page(charset: str) -> None:
    html = article_html("windows-1252" if charset == "cp1252" else "utf-8")
    assert read_webpage(html.encode(charset)) == read_webpage(article_html().encode())


@pytest.mark.parametrize(
    ("attributes", "marks"),
    [
        ("", ("1.", "2.")),
        ('type="a"', ("a.", "b.")),
        ('type="I" start="4"', ("IV.", "V.")),
        ('style="list-style-type: lower-alpha"', ("a.", "b.")),
        ('start="x"', ("1.", "2.")),
    ],
)
def test_ordered_lists_have_the_numbers_that_a_browser_shows(attributes: str, marks: tuple[str, str]) -> None:
    found = text(
        f"<p>Pegawai dilarang:</p><ol {attributes}><li>memasang spanduk;</li><li><p>berkampanye.</p></li></ol>"
    )
    assert found == f"Pegawai dilarang:\n\n{marks[0]} memasang spanduk;\n{marks[1]} berkampanye."


def test_a_nested_list_is_told_once_and_in_order() -> None:
    found = text(
        "<p>Pegawai dilarang:</p><ol type=a><li>berkampanye:<ul><li>dengan seragam;</li><li>di kantor;</li></ul></li>"
        "<li>memasang spanduk.</li></ol>"
    )
    assert found.split("\n\n")[1].split("\n") == [
        "a. berkampanye:",
        "- dengan seragam;",
        "- di kantor;",
        "b. memasang spanduk.",
    ]


_PARAGRAPHS = (
    "Sekretaris Daerah Contoh Raya mengingatkan seluruh pegawai agar menjaga netralitas menjelang pemilihan bupati.",
    "Pegawai tidak boleh memasang alat peraga di kantor maupun di kendaraan dinas, ujarnya dalam apel di halaman kantor.",
    "Ada dua hal yang ia tekankan:",
)
_ITEMS = "<ol><li>tidak mengunggah dukungan;</li><li>tidak menghadiri kampanye.</li></ol>"


@pytest.mark.parametrize(
    "around",
    [
        "<div class='entry-content'>{}</div>",
        "<div class='kolom-kiri'>{}</div>",
        "<table><tr><td><ul><li><a href='/'>Beranda</a></li></ul></td><td>{}</td></tr></table>",
        "<center><section>{}</section></center>",
        "{}",
    ],
)
@pytest.mark.parametrize(("start", "end"), [("<p>", "</p>"), ("<div>", "</div>"), ("", "<br><br>")])
def test_an_article_is_read_with_its_list_whatever_stands_around_it(around: str, start: str, end: str) -> None:
    inner = "".join(f"{start}{paragraph}{end}" for paragraph in _PARAGRAPHS) + _ITEMS
    page = (
        f"<nav><a href='/politik'>Politik</a></nav><h1>Judul Berita</h1>{around.format(inner)}<footer>© 2024</footer>"
    )
    found = [paragraph for paragraph in text(page).split("\n\n") if paragraph != "Judul Berita"]
    assert found == [*_PARAGRAPHS, "1. tidak mengunggah dukungan;\n2. tidak menghadiri kampanye."]


def test_a_break_is_a_line() -> None:
    assert (
        text("<p>Ditetapkan di Contoh<br>pada tanggal 5 Februari 2024</p>")
        == "Ditetapkan di Contoh\npada tanggal 5 Februari 2024"
    )


@pytest.mark.parametrize(
    "page",
    [
        b"<p>Pegawai wajib netral.</p>",
        b"<div>Pegawai wajib netral.</div>",
        b"<?xml version='1.0' encoding='utf-8'?><html><body><p>Pegawai wajib netral.</p></body></html>",
        b"<html><p>Pegawai wajib netral.",
        b"<html><body><main><p>Pegawai <b>wajib</b> <!-- komentar -->netral.</p></main>",
    ],
)
def test_short_and_careless_pages_are_read(page: bytes) -> None:
    assert read_webpage(page).text == "Pegawai wajib netral."


def test_text_without_markup_is_no_page() -> None:
    with pytest.raises(ReadError, match=r"\.txt"):
        read_webpage(b"Hanya teks biasa.")


@pytest.mark.parametrize("page", [b"<html></html>", b"<html><body><script>x()</script></body></html>", b"<p>"])
def test_a_page_without_text_is_empty(page: bytes) -> None:
    assert read_webpage(page).text == ""


def test_entities_of_a_page_open_no_files(tmp_path: Path) -> None:
    secret = tmp_path / "rahasia.txt"
    secret.write_text("isi rahasia")
    page = f"<!DOCTYPE html [<!ENTITY x SYSTEM '{secret.as_uri()}'>]><html><body><p>Pegawai &x; wajib netral.</p>"
    assert "rahasia" not in read_webpage(page.encode()).text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "http://[", "mailto:a@contoh.example"])
def test_an_address_that_is_none_is_not_taken_over(url: str) -> None:
    page = f'<html><head><link rel="canonical" href="{url}"></head><body><p>Pegawai wajib netral.</p></body></html>'
    assert read_webpage(page.encode()).url == ""
