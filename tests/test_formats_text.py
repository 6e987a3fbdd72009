"""Bytes become the same text in whatever encoding they are; what is no text is refused."""

from __future__ import annotations

import pytest

from assistant.errors import ReadError
from ingest.formats.text import declared_encoding, decode

PLAIN = "Badan pengawas mengingatkan pegawai agar netral, Selasa (30/1/2024).\n"
CURLY = "“Pegawai dilarang berkampanye,” kata ketuanya – lagi… di kafé Contoh.\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "cp1252", "mac-roman"],
)
def test_every_encoding_gives_the_same_text(encoding: str) -> None:
    text = PLAIN * 3 + CURLY
    # UTF-32 without its mark is nobody's: only the mark tells it.
    mark = "\ufeff" if encoding == "utf-32-le" else ""
    assert decode((mark + text).encode(encoding)).removeprefix("\ufeff") == text


@pytest.mark.parametrize("declared", ["", "utf-8", "windows-1251", "tidak-dikenal", "rot13", "base64", "utf-8\x00"])
def test_valid_utf8_is_utf8_whatever_is_declared(declared: str) -> None:
    assert decode(CURLY.encode(), declared) == CURLY


def test_a_wrong_declaration_of_utf8_is_seen_through() -> None:
    assert decode(CURLY.encode("cp1252"), "utf-8") == CURLY


def test_latin_1_is_declared_for_what_is_written_in_windows_1252() -> None:
    assert decode(CURLY.encode("cp1252"), "iso-8859-1") == CURLY


def test_a_declared_encoding_is_believed_where_the_bytes_allow_it() -> None:
    assert decode("Kafé à la carte".encode("cp850"), "cp850") == "Kafé à la carte"


def test_a_text_cut_within_a_character_loses_that_character_only() -> None:
    assert decode(CURLY.encode() * 3 + "”".encode()[:2]) == CURLY * 3
    assert decode(b"\xff\xfe" + CURLY.encode("utf-16-le") + b"\x1c") == CURLY


def test_one_meaningless_byte_does_not_make_a_text_unreadable() -> None:
    assert decode(CURLY.encode("cp1252") * 3 + b"\x81") == CURLY * 3


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "kosong"),
        (b" \n\t\r\n ", "kosong"),
        (bytes(range(256)) * 20, "bukan teks"),
        (b"\x00" * 500, "bukan teks"),
        (b"teks\x00\x01\x02\x03 biner", "bukan teks"),
        ("Теперь это русский текст, совсем русский".encode("koi8-r"), "bukan teks"),
        (b"\xff\xfe\x00", "bukan teks"),
        (b"\xff\xfe\x00\x00", "bukan teks"),
        (b"\xef\xbb\xbf \n", "bukan teks"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(ReadError, match=says):
        decode(data)


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (b"<html><head><meta charset=utf-8>", "utf-8"),
        (b"<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-1'>", "iso-8859-1"),
        (b'<?xml version="1.0" encoding="windows-1252"?><html>', "windows-1252"),
        (b"<html><body>charset=utf-8", ""),
    ],
)
def test_the_encoding_that_a_page_names_is_read_from_its_head(head: bytes, encoding: str) -> None:
    assert declared_encoding(head) == encoding
