"""Everyday words and typing errors, brought to the words of the documents."""

from __future__ import annotations

import time

import pytest

from assistant.text import stem
from assistant.vocabulary import Weight, load_vocabulary

VOCABULARY = load_vocabulary()


def names(text: str) -> set[str]:
    return {term.name for term in VOCABULARY.terms(text)}


class TestTerms:
    @pytest.mark.parametrize(
        ("everyday", "formal"),
        [
            ("nge-like postingan caleg", "memberi ikon like pada unggahan calon"),
            ("nyoblos", "menggunakan hak pilih"),
            ("timses", "tim sukses"),
            ("pake mobil dinas", "memakai fasilitas negara"),
            ("komen", "berkomentar"),
            ("ngeshare", "membagikan"),
            ("fotbar", "foto bersama"),
            ("kades", "kepala desa"),
            ("PNS", "pegawai negeri sipil"),
            ("p3k", "pegawai pemerintah dengan perjanjian kerja"),
            ("vote", "memilih"),
            ("civil servants", "aparatur sipil negara"),
            ("kanwil", "kantor wilayah"),
            ("parpol", "partai politik"),
        ],
    )
    def test_everyday_and_formal_wording_share_their_terms(self, everyday: str, formal: str) -> None:
        shared = names(everyday) & names(formal)

        assert {term.name for term in VOCABULARY.terms(everyday) if term.weight is not Weight.OTHER} <= shared
        assert shared

    @pytest.mark.parametrize(
        ("text", "name", "weight"),
        [
            ("berkampanye", "kampanye", Weight.ACT),
            ("pasangan calon", "calon", Weight.OBJECT),
            ("polisi", "polri", Weight.ACTOR),
            ("sumut", "sumut", Weight.NAME),
            ("layangan", "layang", Weight.OTHER),
        ],
    )
    def test_a_term_knows_what_sort_it_is(self, text: str, name: str, weight: Weight) -> None:
        assert [(term.name, term.weight) for term in VOCABULARY.terms(text)] == [(name, weight)]

    def test_positions_count_words(self) -> None:
        term = next(term for term in VOCABULARY.terms("Apakah pak lurah desa boleh hadir?") if term.name == "hadir")

        assert (term.start, term.end) == (5, 6)

    def test_the_longest_wording_wins(self) -> None:
        assert names("calon pegawai negeri sipil") == {"cpns"}
        assert names("lurah desa") == {"kepala_desa"}

    @pytest.mark.parametrize("form", ["mengunggah", "diunggah", "unggahan", "Unggahan", "UNGGAH"])
    def test_affixes_and_case_do_not_matter(self, form: str) -> None:
        assert names(form) == {"posting"}

    @pytest.mark.parametrize(
        ("word", "name"),
        [("terus", "bagikan"), ("pemilih", "memilih"), ("pengaruh", "memengaruhi"), ("hukum", "sanksi")],
    )
    def test_a_word_does_not_borrow_the_meaning_of_another_with_its_root(self, word: str, name: str) -> None:
        assert name not in names(word)

    @pytest.mark.parametrize(
        ("text", "absent"), [("kantor kecamatan", "pejabat"), ("turun jabatan", "pejabat"), ("di desa kami", "desain")]
    )
    def test_an_exact_wording_is_not_found_in_words_of_its_root(self, text: str, absent: str) -> None:
        assert absent not in VOCABULARY.names(text)

    @pytest.mark.parametrize("text", ["camat", "Camatnya", "pejabatnya"])
    def test_an_exact_wording_is_found_as_written_and_with_its_article(self, text: str) -> None:
        assert "pejabat" in VOCABULARY.names(text)

    def test_the_word_that_has_that_meaning_keeps_it(self) -> None:
        assert "bagikan" in names("teruskan pesan itu")
        assert "memengaruhi" in names("memengaruhi orang lain")
        assert "sanksi" in names("hukuman")

    @pytest.mark.parametrize("text", ["", "?!", "terus gimana dong", "saya kan cuma mau tanya", "yang itu ya kak"])
    def test_words_without_content_are_no_terms(self, text: str) -> None:
        assert VOCABULARY.terms(text) == []

    def test_a_word_outside_the_vocabulary_is_its_stem(self) -> None:
        assert names("bersepeda") == {stem("sepeda")}


class TestGroups:
    @pytest.mark.parametrize(("actor", "wider"), [("pns", "asn"), ("pppk", "asn"), ("cpns", "pns"), ("pejabat", "pns")])
    def test_a_group_has_its_members(self, actor: str, wider: str) -> None:
        assert wider in VOCABULARY.groups[actor]

    @pytest.mark.parametrize(
        "actor", ["kepala_desa", "perangkat_desa", "tni", "polri", "honorer", "pensiunan", "bumn", "swasta"]
    )
    def test_who_is_no_civil_servant_is_in_no_group(self, actor: str) -> None:
        assert VOCABULARY.groups[actor] == frozenset()


class TestTypingErrors:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("kampaye", "kampanye"),
            ("nyobls", "nyoblos"),
            ("netraltas", "netralitas"),
            ("posingan", "postingan"),
            ("komentr", "komentar"),
            ("pilkda", "pilkada"),
            ("dilarng", "dilarang"),
            ("membgikan", "membagikan"),
            ("calom", "calon"),
            ("bolehkh", "bolehkah"),
        ],
    )
    def test_a_typing_error_is_corrected(self, typed: str, meant: str) -> None:
        assert VOCABULARY.correct_typing(f"soal {typed} itu") == f"soal {meant} itu"

    @pytest.mark.parametrize(
        "word",
        [
            *("batik", "obat", "salon", "sepeda", "resep", "kue", "rapat", "vaksin", "sawah", "layangan", "membatik"),
            *("kondangan", "berenang", "pengobatan", "pasar", "komet", "partisi", "foton", "lukisan", "kampung"),
        ],
    )
    def test_an_indonesian_word_is_never_corrected(self, word: str) -> None:
        assert VOCABULARY.correct_typing(f"bolehkah {word} itu?") == f"bolehkah {word} itu?"

    @pytest.mark.parametrize("word", ["asn", "kpu", "skb", "xyz", "2024", "uu7"])
    def test_short_words_and_numbers_are_left_alone(self, word: str) -> None:
        assert VOCABULARY.correct_typing(word) == word

    def test_the_rest_of_the_text_stays_as_it_was(self) -> None:
        assert (
            VOCABULARY.correct_typing("Bolehkah, Pak, ikut “Kampaye” di Solo?")
            == "Bolehkah, Pak, ikut “kampanye” di Solo?"
        )

    def test_every_occurrence_is_corrected(self) -> None:
        assert VOCABULARY.correct_typing("kampaye atau Kampaye") == "kampanye atau kampanye"

    def test_a_written_out_reduplication(self) -> None:
        assert VOCABULARY.correct_typing("undang2 apa?") == "undang undang apa?"

    def test_words_of_the_store_are_known(self) -> None:
        assert VOCABULARY.correct_typing("Netralitos") == "netralitas"

        taught = VOCABULARY.with_known_words({"netralitos", "tirtomoyo"})

        assert taught.correct_typing("Netralitos") == "Netralitos"
        assert taught.correct_typing("Tirtomoyi") == "tirtomoyo"

    @pytest.mark.parametrize("word", sorted(VOCABULARY.own_words)[::23])
    def test_its_own_words_are_never_corrected(self, word: str) -> None:
        assert VOCABULARY.correct_typing(word) == word

    @pytest.mark.parametrize("text", ["", "🙂", "ﷺ" * 50, "<b>kampanye</b>", "\ud800"])
    def test_hostile_text_is_left_as_it_is(self, text: str) -> None:
        assert VOCABULARY.correct_typing(text) == text

    def test_a_question_full_of_strange_words_is_done_in_time(self) -> None:
        strange = " ".join(f"q{chr(97 + n % 26)}zx{chr(97 + n // 26)}vw" for n in range(250))
        started = time.perf_counter()

        VOCABULARY.correct_typing(strange)

        assert time.perf_counter() - started < 2


class TestSearching:
    def test_a_question_gets_the_words_of_the_documents(self) -> None:
        expanded = VOCABULARY.expand("boleh nyoblos pake mobil dinas?")

        assert expanded.startswith("boleh nyoblos pake mobil dinas?")
        assert "memilih" in expanded
        assert "sarana negara" in expanded

    @pytest.mark.parametrize("question", ["", "harga cabai di pasar"])
    def test_a_question_without_terms_stays_as_it_is(self, question: str) -> None:
        assert VOCABULARY.expand(question) == question

    def test_everyday_and_formal_words_share_a_token(self) -> None:
        assert set(VOCABULARY.tokens("nyoblos")) & set(VOCABULARY.tokens("menggunakan hak pilih"))

    def test_tokens_leave_out_what_carries_no_content(self) -> None:
        assert VOCABULARY.tokens("yang dan di untuk saya") == []
        assert "layang" in VOCABULARY.tokens("yang membuat layangan")


class TestTheFile:
    """Whoever edits `vocabulary.yaml` is told here what does not fit together."""

    def all_names(self) -> set[str]:
        return {name for entries in VOCABULARY.phrases.values() for name, _ in entries}

    def test_near_terms_exist(self) -> None:
        named = {near for others in VOCABULARY.near.values() for near in others}
        assert named <= self.all_names()

    def test_groups_exist(self) -> None:
        named = {wider for groups in VOCABULARY.groups.values() for wider in groups}
        assert named <= set(VOCABULARY.groups)

    @pytest.mark.parametrize(("act", "ask"), sorted(VOCABULARY.asks.items()))
    def test_a_suggested_wording_names_its_own_act(self, act: str, ask: str) -> None:
        assert act in names(ask)

    def test_what_documents_say_for_a_term_is_read_as_that_term(self) -> None:
        assert [name for name, said in VOCABULARY.says.items() if name not in names(said)] == []
