"""What a reader is told about the sources of an answer."""

from __future__ import annotations

import pytest
from fakes import passage, quote_of

from assistant.answer.notices import notices_for
from assistant.types import Quote
from assistant.wording import ENGLISH, INDONESIAN


def quote(kind: str) -> Quote:
    return quote_of(passage("Pegawai wajib netral.", kind=kind))


def kinds(quotes: list[Quote], disagrees: bool = False) -> list[str]:
    return [notice.kind for notice in notices_for(quotes, disagrees, "id")]


@pytest.mark.parametrize("kind", ["ringkasan-berita", "ringkasan-peraturan"])
def test_a_summary_is_called_one_once(kind: str) -> None:
    assert kinds([quote("berita"), quote(kind), quote(kind)]) == ["digest"]


@pytest.mark.parametrize("kind", ["", "berita", "peraturan", "panduan"])
def test_an_original_needs_no_notice(kind: str) -> None:
    assert kinds([quote(kind)]) == []


def test_without_quotations_there_is_nothing_to_say() -> None:
    assert kinds([]) == []


def test_disagreement_is_told_and_agreement_is_not() -> None:
    assert kinds([quote("")], disagrees=True) == ["sources_disagree"]
    assert kinds([quote("")], disagrees=False) == []


def test_a_quotation_that_leans_on_a_repealed_law_names_its_successor() -> None:
    old = quote_of(passage("Menurut UU No. 5 Tahun 2014 dan PP 94/2021, pegawai wajib netral.", kind="berita"))

    (notice,) = notices_for([old, old], False, "id")

    assert notice.kind == "repealed_law"
    assert "UU 5/2014" in notice.text
    assert "UU 20/2023" in notice.text
    assert "31 Oktober 2023" in notice.text


def test_a_law_in_force_needs_no_notice() -> None:
    assert kinds([quote_of(passage("Menurut UU 20/2023 pegawai wajib netral.", kind="berita"))]) == []


def test_notices_speak_the_language_of_the_question() -> None:
    summary = [quote("ringkasan-berita")]

    assert [notice.text for notice in notices_for(summary, False, "id")] == [INDONESIAN.notice_digest]
    assert [notice.text for notice in notices_for(summary, False, "en")] == [ENGLISH.notice_digest]
