"""Titles among the properties of a file are believed when they say something about its text."""

from __future__ import annotations

import pytest

from ingest.formats.content import useful_title

TEXT = "SURAT EDARAN\n\nTentang netralitas pegawai Contoh Raya. Pegawai wajib menjaga netralitas."


@pytest.mark.parametrize(
    "title",
    ["Surat Edaran tentang Netralitas Pegawai", "  Surat  Edaran\n2024 Netralitas ", "Netralitas pegawai"],
)
def test_a_title_about_the_text_is_kept(title: str) -> None:
    assert useful_title(title, TEXT) == " ".join(title.split())


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Microsoft Word - Surat Edaran.docx",
        "Microsoft Word - Surat Edaran netralitas pegawai",
        "surat edaran netralitas.pdf",
        "Untitled",
        "Untitled-1",
        "Document1",
        "Dokumen 2",
        "scan0001",
        "PowerPoint Presentation",
        "Layout 1",
        "12345",
        "SALINAN",
        "Netralitas",
        "Laporan Keuangan Semester Kedua",
    ],
)
def test_a_title_that_says_nothing_about_the_text_is_dropped(title: str) -> None:
    assert useful_title(title, TEXT) == ""
