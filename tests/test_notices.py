"""What a reader is told about the instruments in a question and about the sources of an answer."""

from __future__ import annotations

import pytest
from fakes import passage, quote_of

from assistant.answer.notices import notices_for, question_notices
from assistant.types import Quote
from assistant.wording import ENGLISH, INDONESIAN


def quote(kind: str) -> Quote:
    return quote_of(passage("Pegawai wajib netral.", kind=kind))


def kinds(quotes: list[Quote], disagrees: bool = False) -> list[str]:
    return [notice.kind for notice in notices_for("", quotes, disagrees, "id")]


@pytest.mark.parametrize("kind", ["ringkasan-berita", "ringkasan-peraturan", "panduan"])
def test_what_is_in_words_of_our_own_is_called_so_once(kind: str) -> None:
    assert kinds([quote("berita"), quote(kind), quote(kind)]) == ["digest"]


@pytest.mark.parametrize("kind", ["", "berita", "peraturan"])
def test_an_original_needs_no_notice(kind: str) -> None:
    assert kinds([quote(kind)]) == []


def test_without_quotations_there_is_nothing_to_say() -> None:
    assert kinds([]) == []


def test_disagreement_is_told_and_agreement_is_not() -> None:
    assert kinds([quote("")], disagrees=True) == ["sources_disagree"]
    assert kinds([quote("")], disagrees=False) == []


def test_a_quotation_that_leans_on_a_repealed_law_names_its_successor() -> None:
    old = quote_of(passage("Menurut UU No. 5 Tahun 2014 dan PP 94/2021, pegawai wajib netral.", kind="berita"))

    (notice,) = notices_for("", [old, old], False, "id")

    assert notice.kind == "repealed_law"
    assert "UU 5/2014" in notice.text
    assert "UU 20/2023" in notice.text
    assert "31 Oktober 2023" in notice.text


def test_a_law_in_force_needs_no_notice() -> None:
    assert kinds([quote_of(passage("Menurut UU 20/2023 pegawai wajib netral.", kind="berita"))]) == []


def test_notices_speak_the_language_of_the_question() -> None:
    summary = [quote("ringkasan-berita")]

    assert [notice.text for notice in notices_for("", summary, False, "id")] == [INDONESIAN.notice_digest]
    assert [notice.text for notice in notices_for("", summary, False, "en")] == [ENGLISH.notice_digest]


class TestTheQuestion:
    @pytest.mark.parametrize(
        ("question", "kind", "told"),
        [
            pytest.param("Apa isi UU 20 Tahun 2032?", "unknown_law", ("UU 20 Tahun 2032", "UU 20/2023"), id="garbled"),
            pytest.param("Apa isi UU 7/2017 tentang ASN?", "unknown_law", ("Pemilihan Umum",), id="other name"),
            pytest.param("Apa isi UU 888/2019?", "unknown_law", ("UU 888/2019",), id="unknown"),
            pytest.param("Apa isi UU 5/2014?", "repealed_law", ("UU 5/2014", "UU 20/2023"), id="repealed"),
        ],
    )
    def test_what_is_wrong_with_it_is_told(self, question: str, kind: str, told: tuple[str, ...]) -> None:
        (notice,) = question_notices(question, "id")

        assert (notice.kind, notice.about_question) == (kind, True)
        assert all(words in notice.text for words in told)
        assert "{" not in notice.text

    @pytest.mark.parametrize("question", ["", "Apa isi UU 20/2023?", "Apa isi UU Nomor 20 Tahun 2023 tentang ASN?"])
    def test_a_right_citation_needs_no_notice(self, question: str) -> None:
        assert question_notices(question, "id") == ()

    def test_it_is_told_in_english_to_who_asks_in_english(self) -> None:
        (notice,) = question_notices("What does UU 888/2019 say?", "en")

        assert notice.text == ENGLISH.notice_unknown.format(written="UU 888/2019")

    def test_what_is_told_about_the_question_is_not_told_again_about_the_sources(self) -> None:
        old = quote_of(passage("Menurut UU 5/2014 pegawai wajib netral."))

        (notice,) = notices_for("Apa isi UU 5/2014?", [old], False, "id")

        assert notice.about_question

    def test_it_is_told_before_what_is_told_about_the_sources(self) -> None:
        told = notices_for("Apa isi UU 888/2019?", [quote("ringkasan-berita")], False, "id")

        assert [(notice.kind, notice.about_question) for notice in told] == [("unknown_law", True), ("digest", False)]
