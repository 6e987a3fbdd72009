"""Which instruments a document names, and how they stand on the day it is read."""

from __future__ import annotations

import datetime

from assistant.page.standing import Cited, instruments_in
from assistant.regulations import Standing

TODAY = datetime.date(2026, 11, 22)
REPEAL = datetime.date(2023, 10, 31)


def cited(
    text: str, today: datetime.date = TODAY, written_on: datetime.date | None = None
) -> list[tuple[str, Standing]]:
    return [(one.label, one.standing) for one in instruments_in(text, today, written_on)]


def test_each_instrument_is_named_once_in_order_of_appearance() -> None:
    text = "PP 94/2021, UU 5/2014, lagi PP Nomor 94 Tahun 2021, lalu UU 20/2023 dan UU 98/2020 yang tidak dikenal."
    assert cited(text) == [
        ("PP 94/2021", Standing.BERLAKU),
        ("UU 5/2014", Standing.DICABUT),
        ("UU 20/2023", Standing.BERLAKU),
    ]


def test_a_repealed_one_is_told_with_what_repealed_it_and_when() -> None:
    (one,) = instruments_in("Menurut UU Nomor 5 Tahun 2014 pegawai wajib netral.", TODAY)
    assert one == Cited(
        label="UU 5/2014",
        title="Aparatur Sipil Negara",
        standing=Standing.DICABUT,
        repealed_on=REPEAL,
        repealed_by="UU 20/2023",
        official_page=one.official_page,
    )
    assert one.official_page.startswith("https://")


def test_the_day_of_reading_decides_and_not_the_day_of_writing() -> None:
    old = datetime.date(2020, 1, 1)
    assert cited("UU 5/2014", written_on=old) == [("UU 5/2014", Standing.DICABUT)]
    assert cited("UU 5/2014", today=REPEAL - datetime.timedelta(days=1)) == [("UU 5/2014", Standing.BERLAKU)]
    assert cited("UU 20/2023", today=old) == [("UU 20/2023", Standing.BELUM_BERLAKU)]


def test_a_name_means_the_one_in_force_when_the_text_was_written() -> None:
    assert cited("Semua menaati UU ASN.", written_on=datetime.date(2020, 6, 1)) == [("UU 5/2014", Standing.DICABUT)]
    assert cited("Semua menaati UU ASN.") == [("UU 20/2023", Standing.BERLAKU)]


def test_a_provision_that_is_still_applied_stands_and_is_named() -> None:
    (one,) = instruments_in("Jenis hukuman sedang masih mengikuti Pasal 7 ayat (3) PP 53/2010.", TODAY)
    assert (one.standing, one.provisions, one.repealed_by) == (Standing.BERLAKU, "Pasal 7 ayat (3)", "")


def test_beside_any_other_provision_the_whole_counts_as_repealed() -> None:
    for text in (
        "Pasal 7 ayat (3) PP 53/2010 dan Pasal 4 PP 53/2010.",
        "Pasal 7 ayat (3) PP 53/2010; lihat PP 53/2010.",
    ):
        (one,) = instruments_in(text, TODAY)
        assert (one.standing, one.provisions, one.repealed_by) == (Standing.DICABUT, "", "PP 94/2021")


def test_provisions_of_what_is_in_force_are_not_told_apart() -> None:
    (one,) = instruments_in("Pasal 5 huruf n PP 94/2021.", TODAY)
    assert (one.standing, one.provisions) == (Standing.BERLAKU, "")


def test_a_text_may_name_nothing() -> None:
    assert instruments_in("Semua pegawai diingatkan agar tetap netral.", TODAY) == ()


def test_a_text_is_read_once_a_day_and_not_kept_forever() -> None:
    text = "Hanya di tes ini: PP 94/2021."
    first = instruments_in(text, TODAY)
    assert instruments_in(text, TODAY) is first
    assert instruments_in(text, TODAY + datetime.timedelta(days=1)) is not first
    assert instruments_in.cache_info().maxsize is not None
