"""Page furniture goes, the article stays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.errors import SettingsError
from ingest.clean import (
    FURNITURE_FILE,
    is_byline,
    is_furniture,
    load_furniture,
    remove_furniture,
    remove_signature,
    trim_end,
)
from ingest.read import read_document

SENTENCE = (
    "Badan pengawas mengingatkan seluruh pegawai agar tetap netral selama masa kampanye berlangsung di daerah itu."
)


@pytest.mark.parametrize(
    "line",
    [
        "Skip to content Skip to left sidebar Skip to right sidebar Skip to footer",
        "Lewati ke konten",
        "• Bagikan",
        "Bagikan:",
        "SHARE",
        "Facebook Twitter WhatsApp",
        "Facebook | Twitter | Telegram",
        "0 Comments",
        "12 Comments",
        "1.204 kali dibaca",
        "There are no comments yet",
        "Leave a comment",
        "Leave a Reply Cancel reply",
        "Alamat email Anda tidak akan dipublikasikan. Ruas yang wajib ditandai *",
        "Baca juga: Ini Jadwal Debat Calon Wali Kota",
        "BACA JUGA :Ini Jadwal Debat Calon Wali Kota",
        "Baca Juga Ini Jadwal Debat Calon Wali Kota",
        "Advertisement",
        "Tags: ASN, Bawaslu, Pemilu 2024",
        "Copyright © 2024 Kabar.id. All rights reserved.",
        "© 2024 Kabar.id",
        "Diposting pada 5 Februari 2024 oleh admin",
        "Like Loading...",
        "***",
        "- - -",
    ],
)
def test_furniture_is_recognised(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        SENTENCE,
        "Baca juga Undang-Undang Aparatur Sipil Negara sebelum bertindak.",
        "Komentar pegawai di media sosial dapat dikenai sanksi.",
        "Bagikan informasi ini hanya bila Anda yakin kebenarannya.",
        "Hak cipta atas lagu itu milik penciptanya.",
        "Iklan kampanye dilarang selama masa tenang.",
        "Like, komentar, dan share dilarang.",
        "Like dan share dilarang",
        "Sanksi bagi Pegawai",
        "Editorial: netralitas adalah pilihan",
        "Pasal 2",
        "2024",
        "Facebook dilarang",
    ],
)
def test_content_is_not_furniture(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    "line", ["Editor: Siti", "Pewarta : Andi", "Sumber: Humas Pemkot.", "Foto: Istimewa", "Oleh Budi"]
)
def test_bylines_are_recognised(line: str) -> None:
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "Laporan dapat disampaikan kepada Bawaslu.",
        "Oleh karena itu, pegawai wajib netral.",
        "Editorial menyebut hal lain",
        "Sumber dana kampanye wajib dilaporkan.",
        f"Laporan: {SENTENCE}",
    ],
)
def test_sentences_are_not_bylines(line: str) -> None:
    assert not is_byline(line)


def test_lines_in_the_middle_go_only_when_they_match_as_a_whole() -> None:
    lines = [SENTENCE, "Baca juga: Judul Lain", "Netralitas Itu Penting", "Editor: Siti", SENTENCE]
    assert remove_furniture(lines) == [SENTENCE, "Netralitas Itu Penting", "Editor: Siti", SENTENCE]


def test_the_headline_below_a_lone_see_also_goes_with_it() -> None:
    assert remove_furniture([SENTENCE, "Baca juga:", "", "Ini Jadwal Debat Calon", SENTENCE]) == [
        SENTENCE,
        "",
        SENTENCE,
    ]
    assert remove_furniture([SENTENCE, "Baca juga:", SENTENCE]) == [SENTENCE, SENTENCE]


def test_items_of_a_list_are_never_furniture() -> None:
    lines = ["Pegawai dilarang melakukan hal berikut:", "", "1. Like", "• Share", "- Komentar", "", "Share"]
    assert remove_furniture(lines) == lines[:-1]


def test_comments_below_the_article_go() -> None:
    page = [SENTENCE] * 5 + ["Tinggalkan Balasan", "Budi: pegawai boleh berkampanye."]
    assert remove_furniture(page) == [SENTENCE] * 5


def test_a_comment_marker_above_the_article_removes_only_itself() -> None:
    assert remove_furniture(["0 Komentar", SENTENCE, SENTENCE]) == [SENTENCE, SENTENCE]
    assert remove_furniture([SENTENCE, "0 Komentar", SENTENCE, SENTENCE]) == [SENTENCE] * 3


def test_the_comments_of_one_article_do_not_end_the_next() -> None:
    article = [SENTENCE] * 25 + ["0 Komentar", "Tinggalkan Balasan"]
    assert remove_furniture(article * 6) == [SENTENCE] * 150


def test_the_end_of_the_page_is_trimmed_to_the_last_sentence() -> None:
    page = [SENTENCE, "Netralitas ASN", "Pemkot Gelar Apel Pengawasan Pemilu", "Editor: Siti", "(Eka)"]
    assert trim_end(page) == [SENTENCE]


@pytest.mark.parametrize(
    "page",
    [
        [SENTENCE, "Acara ditutup dengan doa bersama seluruh pegawai"],
        ["Pegawai dilarang:", "Berfoto Bersama Calon", "Memakai Atribut Partai"],
        ["catatan rapat", "hadir semua", "bahas netralitas"],
        [SENTENCE, "Pegawai dilarang:\n1. Like"],
        [SENTENCE, "Netralitas ASN", SENTENCE],
    ],
)
def test_an_end_that_may_be_content_stays(page: list[str]) -> None:
    assert trim_end(page) == page


@pytest.mark.parametrize(
    "mark",
    [" (Eka)", "(pal)", " (*)", "(**)", " [ns]", " (rls/red)", " (Humas Kota)", " *(Humas)*", " ***", "(Eka"],
)
def test_reporters_marks_go(mark: str) -> None:
    assert remove_signature(SENTENCE + mark) == SENTENCE
    assert remove_signature(f"“{SENTENCE}”{mark}") == f"“{SENTENCE}”"


def test_a_mark_before_the_full_stop_goes_when_it_is_no_word() -> None:
    assert remove_signature("Seluruh pegawai hadir (*)") == "Seluruh pegawai hadir"


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "Mereka diawasi Komisi ASN (KASN)",
        "Jangan percaya berita bohong (Hoax).",
        "Kewajiban itu diatur undang-undang. (Pasal 24 ayat 1)",
        "Rapat digelar di kantor wali kota, Kamis (1/2).",
        "Baik pemilu maupun pilkada (Pemilu/Pilkada)",
        "Ia berkata demikian. (Kalimat dalam kurung yang panjang ini adalah bagian dari artikel.)",
    ],
)
def test_what_is_no_mark_stays(text: str) -> None:
    assert remove_signature(text) == text


def test_the_shipped_lists_are_used_as_written(tmp_path: Path) -> None:
    other = tmp_path / "furniture.yaml"
    other.write_text(
        FURNITURE_FILE.read_text(encoding="utf-8").replace("  Skip to content ...\n", ""), encoding="utf-8"
    )
    assert load_furniture(FURNITURE_FILE).anywhere.fullmatch("skip to content and more")
    assert not load_furniture(FURNITURE_FILE).anywhere.fullmatch("skip to contents")
    assert not load_furniture(other).anywhere.fullmatch("skip to content and more")


@pytest.mark.parametrize("content", ["anywhere: |\n  Iklan\n", "- satu\n- dua\n", "anywhere: [", "words:\n  - a\n"])
def test_a_damaged_list_is_an_error_that_names_the_file(tmp_path: Path, content: str) -> None:
    damaged = tmp_path / "furniture.yaml"
    damaged.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"furniture\.yaml"):
        load_furniture(damaged)


# What the five raw pages carry besides their articles, line by line.
PAGE_FURNITURE = {
    "Skip to content Skip to left sidebar Skip to right sidebar Skip to footer",
    "• Bagikan",
    "0 Comments",
    "There are no comments yet",
    "Leave a comment",
    "Alamat email Anda tidak akan dipublikasikan. Ruas yang wajib ditandai *",
}
SIGNATURE = re.compile(r"\s*\((?:Eka|pal|\*)\)$")
CAPTION = re.compile(r"^[^.“]{20,90}\(\d+/\d+\)$")


@pytest.mark.parametrize("number", range(5))
def test_of_the_raw_articles_every_sentence_stays_and_nothing_else(seeds: Path, number: int) -> None:
    path = sorted(seeds.glob("*.txt"))[number]
    document = read_document(path, path.name, path.name)
    lines = [" ".join(line.split()) for line in path.read_text(encoding="utf-8").split("\n")]
    article = [
        SIGNATURE.sub("", line)
        for line in lines
        if line and line not in PAGE_FURNITURE and line != document.source.title and not CAPTION.match(line)
    ]
    assert document.text.split("\n\n") == article
    assert len(article) >= 11
    assert all(line.rstrip('”"').endswith(".") for line in article), "only sentences are left"
