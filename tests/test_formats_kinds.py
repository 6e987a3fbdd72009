"""A file with a wrong suffix is known by its bytes, and the person is told what to do."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from assistant.errors import ReadError
from ingest.formats.kinds import kind_of, refuse_other_kinds, remedy_for
from ingest.read import SUPPORTED


def packed(name: str, content: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500


@pytest.mark.parametrize(
    ("data", "suffix", "says"),
    [
        (b"%PDF-1.7\nTeks", ".txt", ("PDF", "menjadi .pdf")),
        (b"\r\n%PDF-1.7\nTeks", ".docx", ("PDF", "menjadi .pdf")),
        (packed("word/document.xml"), ".pdf", ("Word", "menjadi .docx")),
        (packed("xl/workbook.xml"), ".docx", ("Excel", ".txt")),
        (
            packed("mimetype", "application/vnd.oasis.opendocument.text"),
            ".docx",
            ("OpenDocument", "simpan sebagai .docx"),
        ),
        (packed("foto.jpg"), ".docx", ("arsip ZIP", "Buka arsipnya")),
        (OLE + "WordDocument".encode("utf-16-le"), ".docx", ("Word lama", "simpan sebagai .docx")),
        (OLE + "EncryptedPackage".encode("utf-16-le"), ".docx", ("berkata sandi", "hapus kata sandi")),
        (OLE, ".docx", ("Office lama", "simpan sebagai .docx")),
        (b"{\\rtf1 teks}", ".txt", ("RTF", "simpan sebagai .docx")),
        (b"\x89PNG\r\n", ".pdf", ("gambar", "OCR")),
        (b"\xff\xd8\xff\xe0", ".txt", ("gambar", "OCR")),
        (b"<!DOCTYPE html><p>Teks</p>", ".txt", ("HTML", "menjadi .html")),
        (b"\n <html><body>Teks</body></html>", ".md", ("HTML", "menjadi .html")),
        (b"<!-- catatan --><!-- lagi -->\n<html>", ".pdf", ("HTML", "menjadi .html")),
        ("\ufeff<html>".encode("utf-16-le"), ".txt", ("HTML", "menjadi .html")),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0", ".html", ("MHTML", "HTML saja")),
    ],
)
def test_another_kind_is_refused_with_its_name_and_a_remedy(data: bytes, suffix: str, says: tuple[str, str]) -> None:
    with pytest.raises(ReadError) as refused:
        refuse_other_kinds(data, suffix)
    assert all(part in str(refused.value) for part in says)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("suffix", SUPPORTED)
def test_nothing_is_refused_as_empty(suffix: str) -> None:
    with pytest.raises(ReadError, match="kosong"):
        refuse_other_kinds(b" \n", suffix)


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (b"%PDF-1.7", ".pdf"),
        (packed("word/document.xml"), ".docx"),
        (b"<html>", ".htm"),
        (b"<html>", ".html"),
        (b"<p>Tanpa kepala", ".html"),
        (b"Teks <html>", ".txt"),
        ("Teks biasa".encode("utf-16"), ".md"),
    ],
)
def test_the_right_kind_passes(data: bytes, suffix: str) -> None:
    refuse_other_kinds(data, suffix)


def test_comments_without_end_are_looked_through_quickly() -> None:
    started = time.perf_counter()
    for data in (b"<!---->" * 1_000, b"<!--" * 1_000, b" " * 4_000, b"<!-- a -->  " * 400 + b"<b>"):
        assert kind_of(data) is None
    assert time.perf_counter() - started < 1.0


def test_other_suffixes_have_remedies() -> None:
    assert ".docx" in remedy_for(".DOC")
    assert "OCR" in remedy_for(".jpg")
    assert remedy_for(".xyz") == ""
