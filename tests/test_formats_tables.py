"""Each row of a table is a line that still makes sense by itself."""

from __future__ import annotations

import pytest

from ingest.formats.tables import table_lines


def test_each_cell_stands_behind_the_heading_of_its_column() -> None:
    rows = [["Perbuatan", "Sanksi"], ["memasang  spanduk;", "teguran"], ["menjadi\ntim kampanye", "diberhentikan"]]
    assert table_lines(rows, headed=True) == [
        "Perbuatan: memasang spanduk; Sanksi: teguran",
        "Perbuatan: menjadi tim kampanye; Sanksi: diberhentikan",
    ]


def test_a_column_of_numbers_marks_headings_and_numbers_the_lines() -> None:
    rows = [["No.", "Perbuatan", "Sanksi"], ["1", "memasang spanduk", "teguran"], ["2.", "", "denda"]]
    assert table_lines(rows, headed=False) == ["1. Perbuatan: memasang spanduk; Sanksi: teguran", "2. Sanksi: denda"]


def test_the_head_of_a_letter_is_no_table_with_headings() -> None:
    rows = [["Nomor", ":", "5/SE/2024"], ["Hal", ":", "Netralitas"], ["", "", ""]]
    assert table_lines(rows, headed=False) == ["Nomor: 5/SE/2024", "Hal: Netralitas"]


def test_what_stands_below_the_first_line_of_the_last_cell_keeps_its_lines() -> None:
    rows = [["Menimbang", ":", "a. bahwa satu;\nb. bahwa dua;"]]
    assert table_lines(rows, headed=False) == ["Menimbang: a. bahwa satu;", "b. bahwa dua;"]


def test_without_headings_the_cells_are_told_alone() -> None:
    assert table_lines([["Budi", "Ketua"], ["Sari", "Anggota"]], headed=False) == ["Budi; Ketua", "Sari; Anggota"]


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([], []),
        ([[]], []),
        ([["", " "]], []),
        ([["Perbuatan", "Sanksi"]], ["Perbuatan; Sanksi"]),
        ([["Perbuatan"], ["memasang", "lebih"]], ["Perbuatan", "memasang; lebih"]),
        ([["Perbuatan", "Sanksi"], ["a"], ["b", "c", "d"]], ["Perbuatan: a", "Perbuatan: b; Sanksi: c; d"]),
    ],
)
def test_uneven_tables_lose_nothing(rows: list[list[str]], lines: list[str]) -> None:
    assert table_lines(rows, headed=True) == lines
