"""Who says a sentence, when, and how high that stands."""

from __future__ import annotations

import datetime

import pytest
from fakes import passage

from assistant.answer.voices import Voice, contradict, is_narrowed, read_date, voice_of
from assistant.types import Quote


def voice(text: str) -> Voice:
    return voice_of(Quote(passage(text), 0, len(text)))


@pytest.mark.parametrize(
    ("text", "name", "date"),
    [
        ("Menurut Mendagri Budi pada 9 Juli 2024, ASN boleh hadir.", "Mendagri Budi", datetime.date(2024, 7, 9)),
        ("Menurut Budi dari KPU (22 Maret 2019), ASN boleh hadir.", "Budi dari KPU", datetime.date(2019, 3, 22)),
        ("“ASN boleh hadir,” kata Budi dari Bawaslu.", "Budi dari Bawaslu", None),
        ("Menurut KASN pada November 2023, mengikuti akun melanggar.", "KASN", datetime.date(2023, 11, 1)),
    ],
)
def test_a_speaker_is_named_with_the_day(text: str, name: str, date: datetime.date | None) -> None:
    found = voice(text)

    assert (found.name, found.date, found.is_spoken) == (name, date, True)


@pytest.mark.parametrize(
    "text", ["Menurut SKB Nomor 2 Tahun 2022, ASN dilarang hadir.", "ASN dilarang hadir (SKB Nomor 2 Tahun 2022)."]
)
def test_an_instrument_speaks_for_itself(text: str) -> None:
    assert voice(text).name == "SKB 2/2022"
    assert not voice(text).is_spoken


def test_laws_stand_above_circulars_and_circulars_above_what_people_say() -> None:
    texts = [
        "… (UU 7/2017).",
        "… (PP 94/2021).",
        "… (SKB Nomor 2 Tahun 2022).",
        "… (SE MenPANRB 18/2023).",
        "Menurut Budi, …",
    ]
    places = [voice(text).rank.place for text in texts]

    assert places == sorted(places)
    assert len(set(places)) == len(places)


def test_of_several_instruments_the_highest_counts() -> None:
    assert voice("ASN dilarang hadir (SE MenPANRB 18/2023; UU 7/2017 Pasal 280).").name == "UU 7/2017"


def test_two_instruments_do_not_contradict_but_a_speaker_may() -> None:
    law, decree, speaker = (
        voice("… (UU 7/2017)."),
        voice("… (SKB Nomor 2 Tahun 2022)."),
        voice("Menurut Budi, ASN boleh."),
    )

    assert not contradict(law, decree)
    assert contradict(law, speaker)
    assert not contradict(speaker, speaker)


def test_a_prohibition_of_one_way_of_doing_it_is_narrowed() -> None:
    assert is_narrowed("hadir di kampanye sambil memberi dukungan")
    assert not is_narrowed("menghadiri kampanye, juga pada hari libur")


@pytest.mark.parametrize(
    ("text", "date"), [("9 Juli 2024", (2024, 7, 9)), ("2018", (2018, 1, 1)), ("31 Februari 2020", None), ("", None)]
)
def test_days_are_read_as_written(text: str, date: tuple[int, int, int] | None) -> None:
    assert read_date(text) == (datetime.date(*date) if date else None)


def test_a_speaker_is_found_by_name_in_a_question() -> None:
    assert voice("Menurut Mendagri Budi, ASN boleh hadir.").is_named_in("kata budi boleh?")
    assert not voice("Menurut Mendagri Budi, ASN boleh hadir.").is_named_in("kata mendagri boleh?")
