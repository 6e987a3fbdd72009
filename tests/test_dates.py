"""Dates are read or worked out with certainty; nothing is guessed."""

from __future__ import annotations

import datetime

import pytest

from ingest.dates import date_line, find_date, parse_date


def day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-01-30", "2024-01-30"),
        ("2024-01-30 10:20:00", "2024-01-30"),
        ("30 Januari 2024", "2024-01-30"),
        ("Selasa, 30 Januari 2024", "2024-01-30"),
        ("Selasa, 30 Januari 2024 10:20 WIB", "2024-01-30"),
        ("30/01/2024", "2024-01-30"),
        ("7 Pebruari 2023", "2023-02-07"),
        ("5 Agu 2023", "2023-08-05"),
        ("January 30, 2024", "2024-01-30"),
        ("31 Februari 2024", ""),
        ("2024-13-01", ""),
        ("Januari 2024", ""),
        ("2024", ""),
        ("7/2", ""),
        ("kemarin", ""),
        ("", ""),
    ],
)
def test_values_of_front_matter(text: str, expected: str) -> None:
    assert parse_date(text) == day(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Apel digelar, Selasa (30/01/2024).", "2024-01-30"),
        ("Apel digelar pada Jumat (19/1/2024).", "2024-01-19"),
        ("Apel digelar pada Jumat, 19 Januari 2024 di kantor.", "2024-01-19"),
        ("Apel digelar Jum'at (19 Januari 2024).", "2024-01-19"),
        ("Apel digelar (19/1/2024) di kantor.", "2024-01-19"),
        ("Apel digelar Selasa (30/1/24).", "2024-01-30"),
        ("Rapat berlangsung Senin-Selasa (29-30/1/2024).", "2024-01-29"),
        ("Rapat Rabu (3/1/2024), lalu Kamis (4/1/2024).", "2024-01-03"),
    ],
)
def test_full_dates_of_a_report(text: str, expected: str) -> None:
    assert find_date([], text) == day(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 7 February is a Tuesday in 2023 only, 23 January in 2024 only, among the years next to 2024.
        ("Apel digelar Selasa (7/2) menjelang Pemilu 2024 mendatang.", "2023-02-07"),
        ("Penyuluhan digelar Selasa (23/1) menyambut Pemilu 2024.", "2024-01-23"),
        ("Penyuluhan digelar Selasa, 23 Januari, menyambut Pemilu 2024.", "2024-01-23"),
        # The year of a law is no year of the report, though 7 February 2017 was a Tuesday too ...
        ("Selasa (7/2): Pemilu 2024 diatur Undang-Undang Nomor 7 Tahun 2017.", "2023-02-07"),
        ("Apel digelar Selasa (7/2) menurut UU No. 7 Tahun 2017.", ""),
        ("Apel digelar Selasa (7/2) menurut UU 7/2017.", ""),
        # ... but no report is older than a law that it cites.
        ("Apel digelar Selasa (7/2) menjelang 2024, menurut UU Nomor 20 Tahun 2023.", "2023-02-07"),
        ("Apel digelar Selasa (7/2) menjelang 2024, menurut UU Nomor 1 Tahun 2024.", ""),
        # Two years fit, or none, or there is no year or no weekday: no date.
        ("Selasa (7/2): dari 2017 sampai 2023.", ""),
        ("Senin (7/2) menjelang Pemilu 2024.", ""),
        ("Apel digelar Selasa (7/2).", ""),
        ("Apel digelar (1/2) menjelang Pemilu 2024.", ""),
        ("Apel digelar Selasa (7/2) dan dihadiri 2023 orang.", ""),
        ("Pasal 9 ayat (2) dan (1/2) bagian.", ""),
    ],
)
def test_a_year_is_completed_only_when_it_is_certain(text: str, expected: str) -> None:
    assert find_date([], text) == day(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pasal 9\n\nDitetapkan di Contoh\n\npada tanggal 31 Oktober 2023\n\nBUPATI CONTOH,", "2023-10-31"),
        ("Disahkan di Contoh Raya pada tanggal 31 Oktober 2023", "2023-10-31"),
        ("Dikeluarkan di : Contoh\nPada tanggal : 5 Februari 2024", "2024-02-05"),
        ("Rapat Selasa (30/1/2024).\n\nDitetapkan di Contoh\npada tanggal 5 Februari 2024", "2024-02-05"),
        # The end of another regulation, told in a sentence, and a form that was never filled in.
        ("Aturan itu ditetapkan di Contoh pada tanggal 31 Oktober 2023.", ""),
        ("Ditetapkan di Contoh\npada tanggal        2023", ""),
        ("Ditetapkan di Contoh\npada tanggal 31 Februari 2023", ""),
    ],
)
def test_a_regulation_is_dated_where_it_was_enacted(text: str, expected: str) -> None:
    assert find_date([], text) == day(expected)


@pytest.mark.parametrize(
    "text",
    [
        "Pemungutan suara digelar Rabu (14/2/2024) mendatang.",
        "Pemilu pada tanggal 14 Februari 2024 berjalan aman.",
        "Pemilu berlangsung 14 Februari 2024.",
        "Aturan itu terbit tahun 2022.",
        "Selasa (31/2/2024) tidak ada.",
    ],
)
def test_dates_of_other_things_are_not_the_date_of_the_report(text: str) -> None:
    assert find_date([], text) is None


def test_a_full_date_with_the_wrong_weekday_counts_only_when_nothing_better_is_there() -> None:
    assert find_date([], "Rapat Rabu (30/1/2024).") == day("2024-01-30")
    assert find_date([], "Rapat Rabu (30/1/2024), terbit Rabu (31/1/2024).") == day("2024-01-31")


def test_the_date_printed_above_the_text_comes_first() -> None:
    assert find_date(["Senin, 5 Februari 2024 | 10:20 WIB"], "Apel digelar Minggu (4/2/2024).") == day("2024-02-05")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Diterbitkan: 12 Januari 2024", "2024-01-12"),
        ("Posted on January 12, 2024 by admin", "2024-01-12"),
        ("7 Februari 2023 7 Februari 2023 admin 0 Komentar Berita", "2023-02-07"),
        ("12/01/2024 08:15", "2024-01-12"),
        ("Bawaslu Siapkan Pengawasan Pemungutan Suara 14 Februari 2024 di Seluruh Kecamatan", ""),
        ("Jelang Pemilu 2024", ""),
    ],
)
def test_lines_that_are_dates(line: str, expected: str) -> None:
    assert date_line(line) == day(expected)
