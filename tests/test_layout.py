"""Lines into paragraphs: the three habits of raw texts, and what must stay apart."""

from __future__ import annotations

import textwrap

import pytest

from ingest.layout import LONGEST_LIST, clean_lines, paragraphs_of

FIRST = (
    "Badan Pengawas Pemilu Kota Contoh mengingatkan seluruh aparatur sipil negara agar menjaga netralitas selama masa "
    "kampanye. Peringatan itu disampaikan dalam apel pagi di halaman kantor wali kota."
)
SECOND = (
    "Menurut ketuanya, pelanggaran yang paling sering ditemukan adalah dukungan di media sosial. Pegawai yang melanggar "
    "dilaporkan kepada instansinya masing-masing untuk diperiksa."
)


def paragraphs(text: str) -> list[str]:
    return paragraphs_of(clean_lines(text))


def test_a_line_is_a_paragraph() -> None:
    assert paragraphs(f"{FIRST}\n{SECOND}") == [FIRST, SECOND]


def test_blank_lines_separate_paragraphs_however_many() -> None:
    assert paragraphs(f"\n{FIRST}\n\n\n \n{SECOND}\n\n") == [FIRST, SECOND]


@pytest.mark.parametrize("width", [60, 72, 80, 100, 120])
def test_lines_wrapped_at_a_width_are_joined(width: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in (FIRST, SECOND))
    assert paragraphs(wrapped) == [FIRST, SECOND]


def test_a_wrap_before_a_capital_is_joined() -> None:
    wrapped = (
        "Rapat dipimpin langsung oleh Kepala Kantor Wilayah Kementerian Hukum\n"
        "Provinsi Contoh dan dihadiri seluruh kepala bagian yang membawahi\n"
        "urusan kepegawaian."
    )
    assert paragraphs(wrapped) == [" ".join(wrapped.split())]


@pytest.mark.parametrize(
    "wrapped",
    [
        "Larangan bagi pegawai yang bertugas di daerah itu diatur dalam Pasal 9 ayat\n(2) undang-undang tersebut.",
        "Larangan bagi pegawai yang bertugas di daerah diatur dalam Pasal 9 ayat (1) dan\n(2) undang-undang itu.",
        "Larangan bagi pegawai yang bertugas di daerah itu diatur dalam Pasal 5 huruf\nn. Aturan itu tegas.",
    ],
)
def test_a_reference_divided_at_the_break_is_no_list_item(wrapped: str) -> None:
    assert paragraphs(wrapped) == [" ".join(wrapped.split())]


def test_a_numbered_paragraph_below_the_heading_of_its_pasal_stays_apart() -> None:
    text = "Pasal 5\n(1) Pegawai wajib netral.\n(2) Pegawai dilarang berkampanye."
    assert paragraphs(text) == text.split("\n")


def test_a_heading_above_wrapped_lines_stays_apart() -> None:
    wrapped = "Larangan Bagi ASN\n" + textwrap.fill(FIRST, 80)
    assert paragraphs(wrapped) == ["Larangan Bagi ASN", FIRST]


def test_the_short_last_line_of_a_wrapped_paragraph_ends_it() -> None:
    first = textwrap.fill(FIRST, 76)
    assert len(first.rsplit("\n", 1)[1]) < 60, "the example must end its first paragraph on a short line"
    assert paragraphs(first + "\n" + textwrap.fill(SECOND, 76)) == [FIRST, SECOND]


def test_a_line_without_full_stop_stays_apart_where_nothing_is_wrapped() -> None:
    assert paragraphs(f"Bawaslu Ingatkan Netralitas\n{FIRST}") == ["Bawaslu Ingatkan Netralitas", FIRST]


def test_short_notes_stay_on_their_lines() -> None:
    notes = "catatan rapat\nhadir semua kepala bagian\nbahas netralitas"
    assert paragraphs(notes) == notes.split("\n")


@pytest.mark.parametrize(
    ("divided", "joined"),
    [
        ("undang-\nundangan", "undang-undangan"),
        ("hal-\nhal", "hal-hal"),
        ("netra-\nlitas", "netralitas"),
        ("kepega-\nwaian", "kepegawaian"),
        ("pe-\nmilihan", "pemilihan"),
        ("netra\u00ad\nlitas", "netralitas"),
        ("non-\nASN", "non-ASN"),
        ("sosial-\npolitik", "sosial-politik"),
        ("Covid-\n19", "Covid-19"),
    ],
)
def test_a_word_divided_at_the_break_is_made_whole(divided: str, joined: str) -> None:
    text = f"Netralitas dijaga menurut peraturan yang berlaku bagi semua {divided} yang disebut di atas."
    assert joined in paragraphs(text)[0]


def test_list_items_stay_on_lines_in_the_paragraph_that_introduces_them() -> None:
    text = "ASN dilarang:\n\n1. memberi like;\n2. berkomentar;\n\n3. membagikan.\n\nAturan ini berlaku bagi semua."
    assert paragraphs(text) == [
        "ASN dilarang:\n1. memberi like;\n2. berkomentar;\n3. membagikan.",
        "Aturan ini berlaku bagi semua.",
    ]


def test_numbered_sentences_without_introduction_are_paragraphs() -> None:
    text = "1. ASN dilarang berkampanye.\n2. ASN dilarang memberi dukungan."
    assert paragraphs(text) == text.split("\n")


def test_an_endless_list_is_not_one_paragraph() -> None:
    items = "\n".join(
        f"{number}. memberi dukungan dengan cara nomor {number} kepada peserta;" for number in range(1, 99)
    )
    found = paragraphs(f"ASN dilarang:\n{items}")
    assert len(found) > 1
    assert max(map(len, found)) <= LONGEST_LIST
    assert "\n".join(found) == f"ASN dilarang:\n{items}"


def test_spaces_of_all_kinds_become_one_and_invisible_characters_go() -> None:
    assert clean_lines("\ufeff ASN\u00a0 wajib\t\u200bnetral \r\nselalu\u2028setia\x0cpada") == [
        "ASN wajib netral",
        "selalu",
        "setia",
        "pada",
    ]
