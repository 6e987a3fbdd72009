"""Markdown as a reader sees it."""

from __future__ import annotations

import pytest

from ingest.layout import paragraphs_of
from ingest.markdown import markdown_lines, plain


def read(text: str) -> tuple[str, list[str]]:
    title, lines = markdown_lines(text)
    return title, paragraphs_of(lines)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("**wajib** dan *netral*, __tegas__ dan _jelas_", "wajib dan netral, tegas dan jelas"),
        ("***sangat penting***", "sangat penting"),
        ('lihat [Bawaslu](https://bawaslu.go.id "situs") ya', "lihat Bawaslu ya"),
        ("lihat [aturannya][1] dan catatan[^2]", "lihat aturannya dan catatan"),
        ("<https://contoh.go.id/a_b_c>", "https://contoh.go.id/a_b_c"),
        ("![foto](a.png) Apel pagi", "Apel pagi"),
        ("baris<br>baru &amp; <b>tebal</b>", "baris baru & tebal"),
        ("`like` dan ~~share~~", "like dan share"),
        ("nama_berkas_ini dan 2 * 3 * 4", "nama_berkas_ini dan 2 * 3 * 4"),
        ("Pasal 9 ayat (2) [sic] (*)", "Pasal 9 ayat (2) [sic] (*)"),
        (r"bukan \*tebal\* dan 1\. bukan daftar", "bukan *tebal* dan 1. bukan daftar"),
    ],
)
def test_marks_go_and_words_stay(marked: str, expected: str) -> None:
    assert plain(marked) == expected


def test_a_first_heading_is_the_title() -> None:
    assert read("\n# Panduan Netralitas #\n\nIsi panduan.") == ("Panduan Netralitas", ["Isi panduan."])


def test_other_headings_are_paragraphs() -> None:
    assert read("## Larangan\nASN wajib netral.\n\nSanksi\n------\nSanksi bertingkat.") == (
        "",
        ["Larangan", "ASN wajib netral.", "Sanksi", "Sanksi bertingkat."],
    )


def test_a_heading_in_the_middle_is_no_title() -> None:
    assert read("Pembuka.\n\n# Bab") == ("", ["Pembuka.", "Bab"])


def test_lists_keep_their_items_and_continuations() -> None:
    text = "ASN dilarang:\n\n* memberi **like**\n* berkomentar\n  di Facebook,\n  Instagram, atau X\n+ membagikan\n\nSelesai."
    assert read(text)[1] == [
        "ASN dilarang:\n- memberi like\n- berkomentar di Facebook, Instagram, atau X\n- membagikan",
        "Selesai.",
    ]


def test_wrapped_lines_and_quotations_are_joined() -> None:
    assert read("> ASN wajib\n> netral.\n\nsatu\ndua") == ("", ["ASN wajib netral.", "satu dua"])


def test_a_paragraph_per_line_is_respected() -> None:
    assert read("ASN wajib netral.\nBawaslu mengawasi.")[1] == ["ASN wajib netral.", "Bawaslu mengawasi."]


def test_rules_comments_fences_and_tables_leave_only_their_words() -> None:
    text = "<!-- rahasia\nsekali -->\nSatu.\n***\n```\nkode di sini\n```\n| Perbuatan | Sanksi |\n|---|:--:|\n| Like | sedang |"
    assert read(text)[1] == ["Satu.", "kode di sini", "Perbuatan | Sanksi", "Like | sedang"]
