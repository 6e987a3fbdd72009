"""What a reader is told about the sources of an answer."""

from __future__ import annotations

import pytest
from fakes import passage, quote_of

from assistant.answer.notices import notices_for
from assistant.types import Quote, Verdict
from assistant.wording import ENGLISH, INDONESIAN


def quote(kind: str) -> Quote:
    return quote_of(passage("Pegawai wajib netral.", kind=kind))


def kinds(quotes: list[Quote], verdict: Verdict | None = None) -> list[str]:
    return [notice.kind for notice in notices_for(quotes, verdict, "id")]


@pytest.mark.parametrize("kind", ["ringkasan-berita", "ringkasan-peraturan"])
def test_a_summary_is_called_one_once(kind: str) -> None:
    assert kinds([quote("berita"), quote(kind), quote(kind)]) == ["digest"]


@pytest.mark.parametrize("kind", ["", "berita", "peraturan", "panduan"])
def test_an_original_needs_no_notice(kind: str) -> None:
    assert kinds([quote(kind)]) == []


def test_without_quotations_there_is_nothing_to_say() -> None:
    assert kinds([]) == []


def test_disagreement_is_told() -> None:
    assert "sources_disagree" in kinds([quote("")], Verdict.BERSYARAT)


@pytest.mark.parametrize("verdict", [None, Verdict.BOLEH, Verdict.TIDAK_BOLEH, Verdict.WAJIB])
def test_agreement_is_not(verdict: Verdict | None) -> None:
    assert "sources_disagree" not in kinds([quote("")], verdict)


def test_notices_speak_the_language_of_the_question() -> None:
    summary = [quote("ringkasan-berita")]

    assert [notice.text for notice in notices_for(summary, None, "id")] == [INDONESIAN.notice_digest]
    assert [notice.text for notice in notices_for(summary, None, "en")] == [ENGLISH.notice_digest]
