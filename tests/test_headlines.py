"""Titles above the text and publishers in datelines."""

from __future__ import annotations

import pytest

from ingest.headlines import dateline, split_head, title_from_text

TEXT = "Pemerintah kota mengingatkan aparatur sipil negara agar netral."


@pytest.mark.parametrize(
    ("opening", "publisher"),
    [
        ("Banjarmasin, indonesianews.co.id – ", "indonesianews.co.id"),
        ("PANGKALPINANG, RAKYATSULSEL - ", "RAKYATSULSEL"),
        ("Samarinda,Natmed.id – ", "Natmed.id"),
        ("Tanjung, Prokopim Setda KLU -", "Prokopim Setda KLU"),
        ("JAKARTA (ANTARA) - ", "ANTARA"),
        ("Bantul (Humas Kemenag) — ", "Humas Kemenag"),
        ("TEMPO.CO, Jakarta - ", "TEMPO.CO"),
        ("SUARA.COM - ", "SUARA.COM"),
        ("Jakarta, CNN Indonesia -- ", "CNN Indonesia"),
        ("Mamuju, Diskominfo, Selasa (5/2/2024) – ", "Diskominfo"),
        ("Jakarta – ", ""),
        ("Lombok Tengah, NTB – ", ""),
        ("Samarinda, 5 Februari 2024 - ", ""),
        ("Mamuju, Selasa (5/2/2024) – ", ""),
    ],
)
def test_datelines(opening: str, publisher: str) -> None:
    assert dateline(opening + TEXT) == (opening, publisher)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Undang-Undang Nomor 5 Tahun 2014 dan Undang-Undang lain mengatur hal itu.",
        "Wali kota, yang hadir sejak pagi – bersama wakilnya – membuka acara.",
        "Kami ingatkan, ASN wajib netral - tanpa kecuali.",
        "Rapat yang panjang itu dihadiri oleh semua kepala dinas dan badan di kota tersebut, termasuk camat – begitu katanya.",
        "– ASN wajib netral.",
        "",
    ],
)
def test_what_is_no_dateline(text: str) -> None:
    assert dateline(text) == ("", "")


def test_a_line_above_the_text_is_the_title_and_not_in_the_body() -> None:
    head = split_head(["Pemkot Ingatkan Netralitas ASN", TEXT, "Selesai."])
    assert (head.title, head.body) == ("Pemkot Ingatkan Netralitas ASN", (TEXT, "Selesai."))


def test_a_question_can_be_a_title_but_a_sentence_cannot() -> None:
    assert split_head(["Bolehkah ASN Memberi Like?", TEXT]).title == "Bolehkah ASN Memberi Like?"
    assert split_head(["ASN wajib netral.", TEXT]).title == ""
    assert split_head(["ASN dilarang:", TEXT]).title == ""


def test_menu_author_date_and_caption_are_neither_title_nor_body() -> None:
    lines = ["Beranda", "Hukum & Kriminal", "Oleh: Redaksi", "Pemkot Ingatkan Netralitas ASN Jelang Pemilu"]
    below = ["Senin, 5 Februari 2024", "Foto: Apel pagi", "Suasana apel pagi di halaman kantor, Senin (5/2)"]
    head = split_head([*lines, *below, TEXT, TEXT, TEXT, TEXT])
    assert head.title == "Pemkot Ingatkan Netralitas ASN Jelang Pemilu"
    assert head.body == (TEXT,) * 4
    assert "Senin, 5 Februari 2024" in head.lines


def test_a_heading_below_the_title_stays_when_the_text_is_no_report() -> None:
    head = split_head(["Panduan Netralitas Pegawai Kota", "Apa Saja Larangannya", TEXT])
    assert head.body == ("Apa Saja Larangannya", TEXT)


def test_the_name_of_the_site_is_no_part_of_a_title_that_the_page_repeats() -> None:
    title = "Pemkot Ingatkan Netralitas ASN"
    head = split_head([f"{title} | Portal Kota", title, TEXT, TEXT, TEXT])
    assert (head.title, head.body) == (title, (TEXT,) * 3)


def test_a_repeated_title_is_not_in_the_body() -> None:
    assert split_head(["Pemkot Ingatkan Netralitas ASN", "PEMKOT INGATKAN NETRALITAS ASN", TEXT]).body == (TEXT,)


def test_notes_without_full_stops_lose_only_their_first_line_to_the_title() -> None:
    notes = [f"catatan nomor {number}" for number in range(1, 12)]
    head = split_head(notes)
    assert (head.title, head.body) == (notes[0], tuple(notes[1:]))


def test_one_line_is_the_body() -> None:
    assert split_head(["ASN harus netral"]).body == ("ASN harus netral",)
    assert split_head([]).body == ()


def test_a_title_from_the_text_is_its_first_sentence_without_place() -> None:
    assert title_from_text(f"Samarinda, Natmed.id – {TEXT} Kalimat kedua.") == TEXT.rstrip(".")


def test_a_long_first_sentence_is_cut_at_a_word() -> None:
    title = title_from_text("Netralitas " * 30)
    assert title.endswith("Netralitas…")
    assert len(title) <= 101
    assert len(title_from_text("a" * 500)) == 101
