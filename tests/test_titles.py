"""The title of a regulation stands on several lines; nothing else is taken for one."""

from __future__ import annotations

import pytest

from ingest.titles import in_small_letters, regulation_title

SUBJECT = "Netralitas Pegawai ASN dalam Pemilihan"
TITLE = f"Peraturan Bupati Contoh Nomor 7 Tahun 2023 tentang {SUBJECT}"


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (["PERATURAN BUPATI CONTOH", "NOMOR 7 TAHUN 2023", "TENTANG", "NETRALITAS PEGAWAI ASN", "DALAM PEMILIHAN"], 5),
        (
            [
                "SALINAN",
                "PROVINSI CONTOH RAYA",
                "PERATURAN BUPATI CONTOH NOMOR 7 TAHUN 2023",
                f"TENTANG {SUBJECT.upper()}",
            ],
            4,
        ),
        (["xq8 PERATURAN BUPATI CONTOH NOMOR 7 TAHUN 2023 TENTANG NETRALITAS PEGAWAI ASN DALAM PEMILIHAN"], 1),
        (["PERATURAN BUPATI CONTOH PERATURAN BUPATI CONTOH NOMOR 7 TAHUN 2023 TENTANG", SUBJECT.upper()], 2),
        ([TITLE], 1),
        ([f"{TITLE} {TITLE}"], 1),
    ],
)
@pytest.mark.parametrize(
    "after", ["DENGAN RAHMAT TUHAN YANG MAHA ESA", "BUPATI CONTOH,", "Menimbang:\na. bahwa …;", "BAB I"]
)
def test_the_lines_of_a_title_become_one(lines: list[str], count: int, after: str) -> None:
    assert regulation_title([*lines, after, "Pegawai wajib netral."]) == (TITLE, count)


@pytest.mark.parametrize(
    "lines",
    [
        ["Keputusan Bersama Lima Menteri Soal Netralitas", "Pegawai wajib netral."],
        ["Peraturan itu memuat Nomor 5 Tahun 2023 tentang netralitas.", "Pegawai wajib netral."],
        ["PERATURAN BUPATI CONTOH", "NOMOR 7 TAHUN 2023", "Pegawai wajib netral."],
        ["Bupati Teken PERATURAN Baru", "Isi berita."],
        [],
    ],
)
def test_what_is_no_title_of_a_regulation_is_none(lines: list[str]) -> None:
    assert regulation_title(lines) == ("", 0)


@pytest.mark.parametrize(
    ("capitals", "written"),
    [
        ("UNDANG-UNDANG NOMOR 20 TAHUN 2023", "Undang-Undang Nomor 20 Tahun 2023"),
        ("HAK PNS DAN PPPK DI BKD", "Hak PNS dan PPPK di BKD"),
        ("PERUBAHAN KEDUA ATAS LAMPIRAN IV", "Perubahan Kedua atas Lampiran IV"),
        ("Sudah Ditulis Biasa", "Sudah Ditulis Biasa"),
    ],
)
def test_capitals_become_small_letters_where_they_are_no_abbreviation(capitals: str, written: str) -> None:
    assert in_small_letters(capitals) == written
