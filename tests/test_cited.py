"""What a question or a sentence cites, as terms, and which of its citations are not right."""

from __future__ import annotations

import pytest

from assistant.answer.cited import citations, cited_terms, is_detail, slips, with_slips_put_right
from assistant.text import words

# --- Terms ----------------------------------------------------------------------------------------------------------


def test_a_provision_yields_a_term_for_every_level() -> None:
    assert cited_terms("Menurut Pasal 24 ayat (1) huruf d UU 20/2023 begitu.") == {
        "uu-20-2023",
        "uu-20-2023 Pasal 24",
        "uu-20-2023 Pasal 24 ayat (1)",
        "uu-20-2023 Pasal 24 ayat (1) huruf d",
    }


@pytest.mark.parametrize(
    "written",
    [
        "Pasal 5 huruf n angka 3 PP 94/2021",
        "PP No. 94 Tahun 2021 ps. 5 huruf N, angka 3",
        "pasal 5 huruf n angka 3 pp disiplin pns",
    ],
)
def test_the_spelling_makes_no_difference(written: str) -> None:
    assert cited_terms(written) == cited_terms("Peraturan Pemerintah Nomor 94 Tahun 2021 Pasal 5 huruf n angka 3")


def test_several_provisions_share_what_they_have_in_common() -> None:
    assert cited_terms("Pasal 2 huruf f dan Pasal 9 ayat (2) UU ASN lama") == {
        "uu-5-2014",
        "uu-5-2014 Pasal 2",
        "uu-5-2014 Pasal 2 huruf f",
        "uu-5-2014 Pasal 9",
        "uu-5-2014 Pasal 9 ayat (2)",
    }


def test_an_instrument_without_a_provision_is_one_term_and_an_unknown_one_none() -> None:
    assert cited_terms("SKB lima lembaga dan UU 999/2099") == {"skb-2-2022"}
    assert cited_terms("ASN wajib netral menurut Pasal 5.") == frozenset()
    assert cited_terms("") == frozenset()


@pytest.mark.parametrize(
    ("term", "detail"),
    [
        ("uu-20-2023", False),
        ("uu-20-2023 Pasal 24", False),
        ("uu-20-2023 Penjelasan Pasal 2", False),
        ("uu-20-2023 Pasal 24 ayat (1)", True),
        ("pp-94-2021 Pasal 5 huruf n", True),
        ("pp-94-2021 Pasal 5 huruf n angka 3", True),
    ],
)
def test_only_what_is_below_a_pasal_is_a_detail(term: str, detail: bool) -> None:
    assert is_detail(term) is detail


# --- Positions ------------------------------------------------------------------------------------------------------


def test_positions_count_the_words_of_each_citation_with_its_pasal() -> None:
    text = "Apakah Pasal 5 huruf n PP 94/2021, juga SKB Nomor 2 Tahun 2022, melarang saya?"
    found = [words(text)[cited.start : cited.end] for cited in citations(text)]
    assert found == [words("Pasal 5 huruf n PP 94/2021"), words("SKB Nomor 2 Tahun 2022")]
    assert [cited.terms[0] for cited in citations(text)] == ["pp-94-2021", "skb-2-2022"]


def test_an_unknown_instrument_has_no_position() -> None:
    assert [cited.terms for cited in citations("UU 999/2099 dan UU Desa")] == [("uu-6-2014",)]


# --- Slips ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written", "meant", "bears_other_name"),
    [
        ("Kata atasan dasarnya SKB  22/2022, benar?", "SKB 22/2022", "SKB 2/2022", False),
        ("Apa isi Pasal 5 PP 49/2021?", "Pasal 5 PP 49/2021", "PP 94/2021", False),
        ("UU ASN Nomor 20 Tahun 2014 itu apa?", "UU ASN Nomor 20 Tahun 2014", "UU 20/2023", False),
        ("Apakah UU 94/2021 berlaku?", "UU 94/2021", "PP 94/2021", False),
        ("Apa itu UU 999/2099?", "UU 999/2099", None, False),
        ("PP 53/2010 tentang Kode Etik PNS?", "PP 53/2010 tentang Kode Etik PNS", "PP 53/2010", True),
        ("Menurut UU Desa Nomor 7 Tahun 2017?", "UU Desa Nomor 7 Tahun 2017", "UU 7/2017", True),
    ],
)
def test_each_sort_of_slip(text: str, written: str, meant: str | None, bears_other_name: bool) -> None:
    (slip,) = slips(text)
    assert slip.written == written
    assert (slip.meant.label if slip.meant else None) == meant
    assert slip.bears_other_name is bears_other_name


def test_slips_come_in_order_and_each_once() -> None:
    found = slips("SKB 22/2022 atau PP 49/2021? SKB 22/2022 menurut teman, PP 94/2021 menurut saya.")
    assert [slip.written for slip in found] == ["SKB 22/2022", "PP 49/2021"]


@pytest.mark.parametrize(
    "text",
    [
        "UU ASN Nomor 20 Tahun 2023 dan UU 5/2014 tentang ASN",
        # What changes a statute may be called like it, and an older one of the same subject too.
        "UU Pilkada Nomor 10 Tahun 2016, UU Pilkada Nomor 22 Tahun 2014",
        "UU Pemilu Nomor 7 Tahun 2023, UU Pemilu Nomor 8 Tahun 2012",
        "PP Disiplin PNS Nomor 30 Tahun 1980",
        "UU ITE Nomor 1 Tahun 2024",
        "SKB lima lembaga Nomor 246 Tahun 2022",
        "Pemilu 2024 dan Pasal 5 saja",
    ],
)
def test_what_is_right_is_no_slip(text: str) -> None:
    assert slips(text) == ()


# --- Put right ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Apakah SKB 22/2022 melarang like?", "Apakah SKB 2/2022 melarang like?"),
        ("Apa isi pasal 5 huruf n PP 49/2021?", "Apa isi Pasal 5 huruf n PP 94/2021?"),
        ("PP 94 tahun 2012 dan SKB 22/2022?", "PP 94/2021 dan SKB 2/2022?"),
        # Nothing is near, the name is another's, or nothing is wrong.
        ("Apa itu UU 999/2099?", "Apa itu UU 999/2099?"),
        ("PP 53/2010 tentang Kode Etik PNS?", "PP 53/2010 tentang Kode Etik PNS?"),
        ("Menurut UU No. 20 thn 2023?", "Menurut UU No. 20 thn 2023?"),
        ("", ""),
    ],
)
def test_garbled_citations_are_put_right_and_the_rest_is_left(text: str, right: str) -> None:
    assert with_slips_put_right(text) == right
    assert with_slips_put_right(right) == right
