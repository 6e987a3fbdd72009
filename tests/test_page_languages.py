"""Which language a browser gets, and that each of them says everything that the other says."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import fields

import pytest

from assistant.page.english import ENGLISH
from assistant.page.indonesian import INDONESIAN
from assistant.page.languages import LANGUAGES, words_for
from assistant.page.wording import PageWording
from assistant.service.feedback import REASONS

NAMES = [field.name for field in fields(PageWording)]
# What is called the same in both languages, because it is a name.
SAME = {"product"}
BOTH = pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({}, "id"),
        ({"accept-language": ""}, "id"),
        ({"accept-language": "en"}, "en"),
        ({"accept-language": "en-GB,en;q=0.9,id;q=0.8"}, "en"),
        ({"accept-language": "id-ID,id;q=0.9,en;q=0.8"}, "id"),
        ({"accept-language": "de-DE,de;q=0.9,en;q=0.8"}, "en"),
        ({"accept-language": "in-ID,en;q=0.5"}, "id"),
        ({"accept-language": "EN_us;q=x, ,;;=,en"}, "en"),
        ({"accept-language": "de,fr,*"}, "id"),
        ({"accept-language": "e"}, "id"),
        ({"cookie": "bahasa=en"}, "en"),
        ({"cookie": "tema=gelap; bahasa=en; lain=1"}, "en"),
        ({"cookie": "bahasa=id", "accept-language": "en"}, "id"),
        ({"cookie": "bahasa=de", "accept-language": "en"}, "en"),
        ({"cookie": "bahasa=", "accept-language": "en"}, "en"),
        ({"cookie": "BAHASA=en"}, "id"),
        ({"cookie": "xbahasa=en"}, "id"),
    ],
    ids=str,
)
def test_the_language_chosen_on_the_page_comes_before_what_the_browser_prefers(
    headers: dict[str, str], language: str
) -> None:
    assert words_for(headers).language == language


@pytest.mark.parametrize(
    "cookies", ["=", ";;;", "bahasa", "a b=c; bahasa=en\x00", "\ud800=1", "bahasa=<script>", "ключ=1", "$Path=/;" * 99]
)
def test_no_cookie_keeps_the_page_from_coming_up(cookies: str) -> None:
    assert words_for({"cookie": cookies}).language in LANGUAGES


@pytest.mark.parametrize(
    "other", ['warna={"latar":"gelap"}', "sesi(1)=a", "sesi/1=a", "sesi=a b", "sesi", "nama=Šimić"]
)
def test_a_cookie_of_another_program_does_not_undo_the_choice(other: str) -> None:
    """Cookies know no ports: whatever else is served from the same machine has its own sent along."""
    assert words_for({"cookie": f"{other}; bahasa=en"}).language == "en"
    assert words_for({"cookie": f"bahasa=en; {other}"}).language == "en"


def test_each_language_is_found_under_its_own_name() -> None:
    assert {name: words.language for name, words in LANGUAGES.items()} == {"id": "id", "en": "en"}


@BOTH
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_left_unsaid(words: PageWording, name: str) -> None:
    said = list(_texts(getattr(words, name)))
    assert said
    assert all(text.strip() == text != "" for text in said)


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_say_the_same_with_the_same_values(name: str) -> None:
    indonesian, english = getattr(INDONESIAN, name), getattr(ENGLISH, name)
    assert _shape(indonesian) == _shape(english)
    if name == "months":  # April is April
        assert sum(one != other for one, other in zip(indonesian, english, strict=True)) > 6
    elif name not in SAME:
        assert not set(_texts(indonesian)) & set(_texts(english)), "Left untranslated?"


def _texts(value: str | tuple[str, ...] | dict[str, str]) -> Iterator[str]:
    """Every text of a field."""
    if isinstance(value, str):
        yield value
    else:
        yield from value.values() if isinstance(value, dict) else value


def _shape(value: str | tuple[str, ...] | dict[str, str]) -> object:
    """What must be alike in both languages: what is filled in, how many sentences, what the names are of."""
    if isinstance(value, str):
        return sorted(re.findall(r"{[^}]*}", value))
    return list(value) if isinstance(value, dict) else len(value)


FILLED_IN = {
    "remote_line": {"model": "awan:besar"},
    "remote_privacy": {"model": "awan:besar"},
    "preparing_articles": {"done": 1, "total": 2},
    "in_line": {"position": 3},
    "too_many": {"seconds": 4},
    "long_question": {"length": 5, "limit": 6},
    "more_quotes": {"count": 7},
    "answer_ready": {"heading": "Boleh", "count": 8},
    "open_source": {"n": 9, "title": "Judul"},
    "repealed": {"since": "kemarin", "by": "UU"},
    "some_repealed": {"count": 10},
    "some_unsettled": {"count": 11},
    "passage_count": {"count": 12},
    "documents_text": {"documents": 13, "passages": 14, "version": "ab12"},
    "documents_found": {"count": 15},
    "documents_first": {"shown": 16},
    "delete_sure": {"title": "Judul"},
    "results_count": {"right": 17, "of": 18},
}


@BOTH
def test_what_is_filled_in_appears_and_nothing_else_waits_to_be(words: PageWording) -> None:
    for name in NAMES:
        for text in _texts(getattr(words, name)):
            filled = text.format(**FILLED_IN.get(name, {}))
            assert all(str(value) in filled for value in FILLED_IN.get(name, {}).values()), name


@BOTH
def test_dates_are_written_out(words: PageWording) -> None:
    assert len(words.months) == 12
    assert words.written(datetime.date(2024, 12, 1)) == f"1 {words.months[11]} 2024"
    assert words.written(None) == words.unknown_date


@BOTH
def test_every_reason_for_disliking_an_answer_has_a_name(words: PageWording) -> None:
    assert len(words.feedback_reason_names) == len(REASONS)


@BOTH
def test_the_words_can_be_kept_in_a_cache(words: PageWording) -> None:
    assert hash(words) == hash(words_for({"cookie": f"bahasa={words.language}"}))


@BOTH
def test_the_other_language_is_offered_in_its_own_words(words: PageWording) -> None:
    assert words.language_switch == {"id": "English", "en": "Bahasa Indonesia"}[words.language]
