"""One amount or date, however it is written."""

from __future__ import annotations

from fractions import Fraction

import pytest

from assistant.answer.gate.numerals import amounts_in, dates_in


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1 (satu) tahun", 1, "tahun"),
        ("sepuluh (10) hari", 10, "hari"),
        ("setahun", 1, "tahun"),
        ("dua belas bulan", 12, "bulan"),
        ("seratus dua puluh lima orang", 125, "orang"),
        ("Rp24.000.000,00 (dua puluh empat juta rupiah)", 24_000_000, "rupiah"),
        ("Rp 1,5 miliar", 1_500_000_000, "rupiah"),
        ("36 juta rupiah", 36_000_000, "rupiah"),
        ("dua ratus lima puluh ribu", 250_000, ""),
        ("25 %", 25, "persen"),
        ("dua puluh lima persen", 25, "persen"),
        ("seribu lima ratus", 1_500, ""),
        ("hari kelima", 5, ""),
        ("setengah", Fraction(1, 2), ""),
        ("seperlima", Fraction(1, 5), ""),
        ("dua pertiga", Fraction(2, 3), ""),
        ("satu setengah tahun", Fraction(3, 2), "tahun"),
        ("37 jam 30 menit", Fraction(75, 2), "jam"),
        ("5 (lima) hari kerja", 5, "hari kerja"),
        ("pukul setengah delapan pagi", Fraction(73, 10), ""),
        ("pukul empat sore", 16, ""),
        ("ketiganya", 3, ""),
    ],
)
def test_an_amount_is_read_in_figures_and_in_words(text: str, value: Fraction | int, unit: str) -> None:
    assert [(one.value, one.unit) for one in amounts_in(text)] == [(value, unit)]


@pytest.mark.parametrize("text", ["salah satu calon", "sehari-hari", "seorang PNS", "kedua pihak"])
def test_what_counts_nothing_is_no_amount(text: str) -> None:
    assert amounts_in(text) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("setahun", "12 bulan"),
        ("setengah tahun", "6 (enam) bulan"),
        ("dua pekan", "14 hari"),
        ("satu jam", "60 menit"),
        ("sehari", "24 jam"),
        ("37,5 jam", "37 jam 30 menit"),
        ("separuh", "50%"),
        ("empat perlima", "80 persen"),
        ("dua belas juta rupiah", "Rp12.000.000"),
    ],
)
def test_one_quantity_in_two_units_is_the_same_claim(one: str, other: str) -> None:
    (mine,), (theirs,) = amounts_in(one), amounts_in(other)

    assert mine.is_said_by(theirs)
    assert theirs.is_said_by(mine)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sebulan", "30 hari"),
        ("dua pekan", "14 hari kerja"),
        ("14 hari", "14 hari kerja"),
        ("separuh", "0,5 persen"),
        ("dua", "(2) Permohonan diajukan."),
        ("6 bulan", "6 tahun"),
    ],
)
def test_another_quantity_or_unit_is_another_claim(one: str, other: str) -> None:
    (mine,), (theirs,) = amounts_in(one), amounts_in(other)

    assert not mine.is_said_by(theirs)


def test_both_ends_of_a_range_have_its_unit() -> None:
    assert [one.unit for one in amounts_in("4 sampai 6 hari kerja")] == ["hari kerja", "hari kerja"]


@pytest.mark.parametrize("text", ["11 dan 12 Mei", "11-12 Mei", "11 sampai dengan 12 Mei", "dari 11 ke 12 Mei"])
def test_days_that_share_a_month_are_two_dates(text: str) -> None:
    assert [(one.day, one.month) for one in dates_in(text)] == [(11, 5), (12, 5)]


def test_the_year_behind_an_instrument_s_number_makes_it_no_years() -> None:
    assert [one.unit for one in amounts_in("Nomor 2 Tahun 2022")] == ["", ""]


def test_amounts_keep_their_places() -> None:
    text = "denda Rp12 juta dan kurungan 1 tahun"

    assert [text[one.start : one.end] for one in amounts_in(text)] == ["Rp12 juta", "1 tahun"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("14 Februari 2024", (14, 2, 2024)),
        ("tanggal 14 bulan Februari tahun 2024", (14, 2, 2024)),
        ("14/2/2024", (14, 2, 2024)),
        ("14-02-2024", (14, 2, 2024)),
        ("2024-02-14", (14, 2, 2024)),
        ("Februari 2024", (0, 2, 2024)),
        ("31 Maret", (31, 3, 0)),
        ("31/3", (31, 3, 0)),
    ],
)
def test_a_date_is_read_however_it_is_written(text: str, date: tuple[int, int, int]) -> None:
    assert [(one.day, one.month, one.year) for one in dates_in(text)] == [date]


def test_part_of_a_date_is_said_by_the_whole_and_not_the_other_way_round() -> None:
    (whole,), (part,) = dates_in("14 Februari 2024"), dates_in("Februari 2024")

    assert part.is_said_by(whole)
    assert not whole.is_said_by(part)
