"""Word documents: what the reader of the page sees, in order, and nothing that was deleted."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml

from assistant.errors import ReadError
from ingest.formats.word import read_word
from tests.make_documents import FOLDER

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def saved(document: Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def with_body(
    inner: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>', parts: dict[str, bytes] | None = None
) -> bytes:
    """The sample letter with another body, and with more parts."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(FOLDER / "edaran.docx") as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            body = f"{head}<w:document {W} {MC}><w:body>{inner}</w:body></w:document>".encode()
            target.writestr(name, body if name == "word/document.xml" else source.read(name))
        for name, data in (parts or {}).items():
            target.writestr(name, data)
    return packed.getvalue()


def text(inner: str) -> str:
    return read_word(with_body(inner)).text


def run(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def test_a_letter_is_read_with_its_numbers_headings_and_tables() -> None:
    content = read_word((FOLDER / "edaran.docx").read_bytes())
    assert content.title == "Surat Edaran tentang Netralitas Pegawai Contoh Raya"
    assert content.text.split("\n\n")[1:] == [
        "Nomor: 5/SE/2024",
        "Hal: Netralitas pegawai",
        "Larangan",
        "Selama masa kampanye pegawai dilarang:",
        "1. memasang alat peraga kampanye di kantor;",
        "2. menghadiri kampanye dengan seragam dinas.",
        "Sanksi",
        "1. Perbuatan: Memasang spanduk calon; Sanksi: Teguran tertulis",
        "2. Perbuatan: Menjadi tim kampanye; Sanksi: Hukuman disiplin berat",
        "Surat edaran ini berlaku sejak Senin, 5 Februari 2024.",
    ]


def test_a_title_in_the_style_for_titles_serves_where_the_properties_have_none() -> None:
    document = docx.Document()
    document.core_properties.title = "Word Document"
    document.add_paragraph("Pengantar.")
    document.add_paragraph("Panduan  Netralitas", style="Title")
    assert read_word(saved(document)).title == "Panduan Netralitas"


def test_inserted_text_is_read_and_deleted_text_is_not() -> None:
    inner = (
        "<w:p><w:r><w:t>Pegawai </w:t></w:r><w:ins><w:r><w:t>wajib</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>boleh</w:delText><w:t>boleh</w:t></w:r></w:del><w:r><w:t> netral.</w:t></w:r></w:p>"
    )
    assert text(inner) == "Pegawai wajib netral."


def test_signs_between_runs_are_spaces_hyphens_and_lines() -> None:
    inner = (
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>non</w:t><w:noBreakHyphen/><w:t>ASN</w:t></w:r></w:p>"
    )
    assert text(inner) == "a b\nnon-ASN"


def test_content_controls_links_and_fields_are_text() -> None:
    inner = (
        f"<w:sdt><w:sdtContent>{run('Di dalam kontrol.')}</w:sdtContent></w:sdt>"
        "<w:p><w:hyperlink><w:r><w:t>tautan</w:t></w:r></w:hyperlink><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:fldSimple><w:r><w:t> 2024</w:t></w:r></w:fldSimple></w:p>"
    )
    assert text(inner) == "Di dalam kontrol.\n\ntautan 2024"


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{run('Di dalam kotak.')}</w:txbxContent>"
    inner = (
        f"<w:p><w:r><w:t>Sebelum.</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert text(inner) == "Sebelum.\n\nDi dalam kotak."


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{run(words)}</w:tc>"


def test_cells_over_several_rows_or_columns_keep_rows_and_headings_together() -> None:
    inner = (
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>"
        + cell("Golongan")
        + cell("Perbuatan")
        + cell("Sanksi")
        + "</w:tr><w:tr>"
        + cell("Ringan", '<w:vMerge w:val="restart"/>')
        + cell("Menyukai unggahan")
        + cell("Teguran")
        + "</w:tr><w:tr>"
        + cell("", "<w:vMerge/>")
        + cell("Berfoto bersama", '<w:gridSpan w:val="2"/>')
        + "</w:tr></w:tbl>"
    )
    assert text(inner).split("\n\n") == [
        "Golongan: Ringan; Perbuatan: Menyukai unggahan; Sanksi: Teguran",
        "Golongan: Ringan; Perbuatan: Berfoto bersama",
    ]


def test_a_table_of_one_cell_is_a_frame_around_paragraphs() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{run('Satu.')}{run('Dua.')}</w:tc></w:tr></w:tbl>"
    assert text(inner) == "Satu.\n\nDua."


def test_a_table_in_a_table_is_read_once() -> None:
    nested = f"<w:tbl><w:tr>{cell('a')}{cell('b')}</w:tr></w:tbl>"
    assert text(f"<w:tbl><w:tr>{cell('kiri')}<w:tc>{nested}{run('c')}</w:tc></w:tr></w:tbl>") == "kiri; a; b\n\nc"


def test_entities_are_not_expanded_and_files_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "rahasia.txt"
    secret.write_text("isi rahasia")
    head = f'<!DOCTYPE d [<!ENTITY a "lol"><!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    found = read_word(with_body(run("awal &x;&a; akhir"), head)).text
    assert "rahasia" not in found
    assert found.startswith("awal")


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04" + b"rusak" * 100, with_body("<w:p>"), with_body("<w:p>" * 100_000 + "</w:p>" * 100_000)],
    ids=["no package", "open element", "too deep"],
)
def test_broken_documents_raise(data: bytes) -> None:
    # python-docx and lxml also raise errors of their own, which the process around them takes for damage.
    with pytest.raises((ReadError, SyntaxError)):
        read_word(data)


@pytest.mark.parametrize(
    "parts",
    [{f"word/media/{n}.bin": bytes(80_000_000) for n in range(4)}, {f"word/{n}.xml": b"" for n in range(10_001)}],
    ids=["large parts", "many parts"],
)
def test_a_bomb_is_refused_before_it_unfolds(parts: dict[str, bytes]) -> None:
    with pytest.raises(ReadError, match="mengembang"):
        read_word(with_body(run("a"), parts=parts))


def test_an_encrypted_package_asks_for_the_password_to_be_removed() -> None:
    data = bytearray((FOLDER / "edaran.docx").read_bytes())
    start = data.rfind(b"PK\x01\x02")
    data[start + 8] |= 1
    with pytest.raises(ReadError, match="berkata sandi"):
        read_word(bytes(data))


def test_numbers_of_a_style_come_from_the_part_for_lists() -> None:
    document = docx.Document()
    for words in ("satu;", "dua."):
        document.add_paragraph(words, style="List Bullet")
    document.element.body.append(parse_xml(f"<w:p {W}><w:r><w:t>Selesai.</w:t></w:r></w:p>"))
    assert read_word(saved(document)).text == "- satu;\n\n- dua.\n\nSelesai."
