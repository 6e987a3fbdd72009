"""What counts as clean text, a word, a stem and a sentence."""

from __future__ import annotations

from itertools import pairwise

import pytest

from assistant.text import (
    MAX_QUESTION_CHARACTERS,
    clean_line,
    clean_text,
    is_root_word,
    sentence_spans,
    stem,
    stems,
    words,
)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


class TestCleaning:
    @pytest.mark.parametrize(
        ("raw", "clean"),
        [
            ("satu\r\ndua\rtiga", "satu\ndua\ntiga"),
            ("satu\tdua", "satu dua"),
            ("ke\u200bpala", "kepala"),
            ("ke\x00pala\x1b[2J", "kepala[2J"),
            ("ke\ud800pala", "kepala"),
            ("ﬁnal ２０２４", "final 2024"),
            ("\ufeffAwal", "Awal"),
        ],
    )
    def test_what_nobody_sees_goes_and_line_breaks_stay(self, raw: str, clean: str) -> None:
        assert clean_text(raw) == clean

    def test_a_line_has_single_spaces_and_no_line_breaks(self) -> None:
        assert clean_line("  Bolehkah \n\n pegawai\u00a0negeri\t hadir?  ") == "Bolehkah pegawai negeri hadir?"

    def test_a_line_is_cut_at_its_limit(self) -> None:
        assert clean_line("pegawai " * 10, limit=12) == "pegawai pega"
        assert len(clean_line("x" * 20_000)) == MAX_QUESTION_CHARACTERS

    def test_a_character_that_grows_when_normalised_cannot_outgrow_the_limit(self) -> None:
        assert len(clean_line("ﷺ" * 5_000)) == MAX_QUESTION_CHARACTERS

    @pytest.mark.parametrize("raw", ["", " \n\t ", "\x00\x01", "\u200b\u200d"])
    def test_nothing_visible_is_nothing(self, raw: str) -> None:
        assert clean_line(raw) == ""

    @pytest.mark.parametrize("raw", ["a\tb\r\nc", "ﬁnal\u200b  2024 ", "ﷺ", "e\u0301 é"])
    def test_cleaning_twice_changes_nothing(self, raw: str) -> None:
        assert clean_text(clean_text(raw)) == clean_text(raw)
        assert clean_line(clean_line(raw)) == clean_line(raw)


class TestWords:
    def test_words_are_lower_case_and_without_punctuation(self) -> None:
        assert words("Bolehkah PNS (golongan III/a) ikut-ikutan?") == [
            *("bolehkah", "pns", "golongan", "iii", "a", "ikut", "ikutan")
        ]

    def test_an_underscore_separates(self) -> None:
        assert words("pegawai_negeri") == ["pegawai", "negeri"]

    @pytest.mark.parametrize("text", ["", "?!", "🙂🙂", "***"])
    def test_no_letters_no_words(self, text: str) -> None:
        assert words(text) == []


class TestStems:
    @pytest.mark.parametrize(
        ("word", "root"),
        [("mengunggah", "unggah"), ("unggahan", "unggah"), ("dilarang", "larang"), ("berfoto", "foto")],
    )
    def test_forms_of_a_word_share_its_root(self, word: str, root: str) -> None:
        assert stem(word) == root

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("pemilihan", "memilih"),
            ("pemilih", "memilih"),
            ("pengaruh", "memengaruhi"),
            ("hukum", "hukuman"),
            ("pemerintah", "perintah"),
            ("calon", "pencalonan"),
        ],
    )
    def test_words_that_mean_different_things_here_keep_apart(self, one: str, other: str) -> None:
        assert stem(one) != stem(other)

    @pytest.mark.parametrize("word", ["asn", "uu5", "2024", "café", "ﷺ"])
    def test_short_words_numbers_and_foreign_letters_stay(self, word: str) -> None:
        assert stem(word) == word

    def test_all_words_of_a_text_are_stemmed_in_order(self) -> None:
        assert stems("Pegawai dilarang mengunggah foto.") == ["pegawai", "larang", "unggah", "foto"]

    def test_the_dictionary_knows_roots_only(self) -> None:
        assert is_root_word("batik")
        assert not is_root_word("membatik")
        assert not is_root_word("unggh")


class TestSentences:
    @pytest.mark.parametrize(
        "parts",
        [
            ["Kantor tutup.", "Pegawai pulang!", "Siapa yang tinggal?", "Tidak ada."],
            ["Hal itu diatur Pasal 4 ayat (1) UU No. 12 Tahun 2001 jo. UU No. 3 Tahun 2005.", "Aturan lain menyusul."],
            ["Acara dibuka H. Samad Wirya, S.E., M.Si. dan Drs. Tono.", "Setelah itu hadirin pulang."],
            ["Biayanya Rp 1.250.000 per orang.", "Selesai"],
            ["Rapat dimulai pukul 08.30 di Jl. Melati.", "Semua hadir."],
            ["“Jangan pulang dulu!” kata ketua.", "“Tunggu.”", "Lalu ia pergi."],
            ['Ia bertanya: "Bolehkah?"', "Lalu diam."],
            ["Ada yang ragu … dan ada yang yakin."],
            ["Kalimat tanpa titik penutup"],
        ],
    )
    def test_full_stops_of_abbreviations_names_and_numbers_end_no_sentence(self, parts: list[str]) -> None:
        assert sentences(" ".join(parts)) == parts

    def test_a_blank_line_always_ends_a_sentence_and_a_line_break_never(self) -> None:
        assert sentences("Judul tanpa titik\n\nBaris pertama\nbaris kedua. Akhir.") == [
            "Judul tanpa titik",
            "Baris pertama\nbaris kedua.",
            "Akhir.",
        ]

    @pytest.mark.parametrize("text", ["", "   ", "\n\n \n\n"])
    def test_no_text_no_sentences(self, text: str) -> None:
        assert sentence_spans(text) == []

    @pytest.mark.parametrize(
        "text",
        ["  Satu. Dua!  Tiga?  ", "Satu.\n\n\n\nDua.", "A. B. C.", "…!? (Ya.) [Tidak.]", "x" * 5_000, ". . . ."],
    )
    def test_spans_cover_every_letter_once_and_in_order(self, text: str) -> None:
        spans = sentence_spans(text)

        assert all(start < end for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
        assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
