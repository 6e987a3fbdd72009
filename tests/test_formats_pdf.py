"""PDF: all pages as one text, whatever wrote them; scans, passwords and damage in one sentence each."""

from __future__ import annotations

import time
import zlib

import pytest

from assistant.errors import ReadError
from ingest.formats.pdf import read_pdf
from ingest.formats.process import reading_process
from tests.make_documents import (
    ARTICLE,
    ARTICLE_TITLE,
    FOLDER,
    article_pdf,
    locked_pdf,
    new_pdf,
    regulation,
    scanned_pdf,
)

SENTENCE = "Pegawai wajib menjaga netralitas dalam pemilihan."
SHOWN = f"BT /F1 12 Tf 50 700 Td ({SENTENCE}) Tj ET".encode()


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first one is its catalog."""
    data, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    xref = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return data + xref + b"trailer <</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(data))


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(content), entries, content)


def page_pdf(content: bytes, *more: bytes, resources: bytes = b"", entries: bytes = b"") -> bytes:
    """A PDF of one page; `more` are objects from number 6 on."""
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]%s/Resources<</Font<</F1 5 0 R>>%s>>/Contents 4 0 R>>"
        % (entries, resources),
        content,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    )


def test_an_article_over_two_pages_is_one_text() -> None:
    content = read_pdf((FOLDER / "berita.pdf").read_bytes())
    assert content.text.split("\n\n") == [ARTICLE_TITLE, *ARTICLE]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (ARTICLE_TITLE, ARTICLE_TITLE),
        ("Pegawai Jaga Netralitas", "Pegawai Jaga Netralitas"),
        (f"Microsoft Word - {ARTICLE_TITLE}.docx", ARTICLE_TITLE),
        ("Laporan Keuangan Tahunan", ARTICLE_TITLE),
        ("", ARTICLE_TITLE),
    ],
)
def test_the_title_is_a_useful_property_or_what_stands_in_large_letters(title: str, expected: str) -> None:
    assert read_pdf(bytes(article_pdf(title).output())).title == expected


def test_a_regulation_of_a_hundred_pages_is_read_whole_in_seconds() -> None:
    made = regulation(pages=100)
    assert made.pages >= 100
    started = time.perf_counter()
    found = read_pdf(made.data).text.split("\n\n")
    seconds = time.perf_counter() - started
    assert found == list(made.paragraphs)
    assert seconds < 10, "It takes about a quarter of a second on an idle machine."


def test_a_regulation_without_gaps_between_paragraphs_is_the_same_text() -> None:
    made = regulation(pages=12, gap=0)
    assert read_pdf(made.data).text.split("\n\n") == list(made.paragraphs)


def test_a_document_locked_against_changes_only_is_read() -> None:
    assert read_pdf(locked_pdf(reader="")).text == read_pdf(bytes(article_pdf().output())).text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (locked_pdf(reader="rahasia"), ("berkata sandi", "simpan tanpa kata sandi")),
        (scanned_pdf(), ("lapisan teks", "ocrmypdf")),
        (raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>"), ("lapisan teks", "OCR")),
        ((FOLDER / "berita.pdf").read_bytes()[:1500], ("terpotong", "sekali lagi")),
        (b"%PDF-1.7\n", ("terpotong", "sekali lagi")),
    ],
    ids=["password", "scan", "no pages", "cut short", "header only"],
)
def test_what_cannot_be_read_is_told_with_a_remedy(data: bytes, says: tuple[str, str]) -> None:
    with pytest.raises(ReadError) as refused:
        read_pdf(data)
    assert all(part in str(refused.value) for part in says)
    assert "\n" not in str(refused.value)


def with_scans(pages_with_text: int, scans: int, stamp: str = "") -> bytes:
    pdf = new_pdf("")
    for number in range(pages_with_text + scans):
        if number:
            pdf.add_page()
        pdf.set_font("Times", "", 11)
        pdf.multi_cell(0, 6, f"{SENTENCE} Butir {number * 7 % 11}." if number < pages_with_text else " ")
        pdf.text(20, 150, stamp)
    return bytes(pdf.output())


def test_pages_that_have_text_are_read_when_others_are_scans() -> None:
    assert SENTENCE in read_pdf(with_scans(1, 9)).text
    with pytest.raises(ReadError, match="lapisan teks"):
        read_pdf(with_scans(1, 11))


def test_a_stamp_on_every_scanned_page_is_no_text_layer() -> None:
    with pytest.raises(ReadError, match="lapisan teks"):
        read_pdf(with_scans(0, 5, "Dokumen ini ditandatangani secara elektronik oleh Balai Sertifikasi"))


@pytest.mark.parametrize("turns", range(4))
def test_a_page_that_is_turned_reads_like_one_that_is_not(turns: int) -> None:
    a, b = ((1, 0), (0, 1), (-1, 0), (0, -1))[turns]
    lines = ("Pegawai wajib menjaga netralitas dalam semua pemilihan yang", "diselenggarakan di daerahnya.")
    shown = b"".join(
        b"BT /F1 12 Tf %d %d %d %d %d %d Tm (%s) Tj ET\n"
        % (a, b, -b, a, 300 + b * 15 * number, 400 - a * 15 * number, line.encode())
        for number, line in enumerate(lines)
    )
    assert read_pdf(page_pdf(stream(shown), entries=b"/Rotate %d" % (90 * turns))).text == " ".join(lines)


def test_a_watermark_at_a_slant_is_no_text() -> None:
    mark = b"BT /F1 60 Tf 0.7 0.7 -0.7 0.7 100 100 Tm (SALINAN) Tj ET\n"
    assert read_pdf(page_pdf(stream(mark + SHOWN))).text == SENTENCE


def test_text_within_forms_is_read_and_forms_within_themselves_end() -> None:
    form = stream(SHOWN + b"/A Do", b"/Subtype/Form/Resources<</Font<</F1 5 0 R>>/XObject<</A 6 0 R>>>>")
    assert read_pdf(page_pdf(stream(b"/A Do"), form, resources=b"/XObject<</A 6 0 R>>")).text == SENTENCE


def test_a_page_whose_content_is_gone_is_damage_and_no_empty_page() -> None:
    whole = page_pdf(stream(SHOWN))
    assert read_pdf(whole).text == SENTENCE
    for lost in (b"/Contents 9 0 R", b"/Contents[9 0 R]"):
        data = whole.replace(b"/Contents 4 0 R", lost)
        with pytest.raises(ReadError, match="rusak"):
            read_pdf(data)


BROKEN = {
    "pages within themselves": raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 2/Kids[2 0 R 2 0 R]>>"),
    "a reference to itself": raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"3 0 R", b"2 0 R"),
    "a hundred thousand arrays": raw_pdf(b"<</Type/Catalog/Pages 2 0 R/A " + b"[" * 100_000 + b">>"),
    "a hundred thousand dictionaries": raw_pdf(b"<</Type/Catalog/Pages 2 0 R/A " + b"<</A " * 100_000 + b">>"),
    "arrays in the content": page_pdf(stream(b"[" * 100_000 + SHOWN)),
    "two billion pages": raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 2000000000/Kids[]/A 2>>"),
    "a stream that swells": page_pdf(stream(zlib.compress(b" " * 100_000_000), b"/Filter/FlateDecode")),
    "no objects": b"%PDF-1.7\n" + b"\x00" * 100_000 + b"%%EOF",
    "an open object": b"%PDF-1.7\n" + b"1 0 obj\n" * 10_000 + b"%%EOF",
}


@pytest.mark.parametrize("name", BROKEN)
def test_whatever_is_wrong_within_ends_soon_and_in_one_sentence(name: str) -> None:
    started = time.perf_counter()
    # pypdf raises whatever it happens to meet; the process around it takes that for damage.
    with pytest.raises(ReadError) as refused:
        reading_process().read(BROKEN[name], ".pdf")
    assert time.perf_counter() - started < 15
    assert "\n" not in str(refused.value)
