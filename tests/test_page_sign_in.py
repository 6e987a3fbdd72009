"""The page on which one signs in: in both languages, for everybody, and with the password kept out of the address."""

from __future__ import annotations

import pytest
from page_reader import PageReader

from assistant.page.languages import LANGUAGES
from assistant.page.sign_in import sign_in_page
from assistant.page.wording import PageWording

BOTH = pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)


@BOTH
def test_it_speaks_the_language_of_the_browser(words: PageWording) -> None:
    page = PageReader(sign_in_page(words, ""))
    assert page.attributes("lang") == [words.language]
    assert page.texts("title") == page.texts("h1") == [words.product]
    assert page.texts("label") == [words.sign_in_name, words.sign_in_password]
    assert page.texts("button") == [words.sign_in]
    assert words.sign_in_text in page.texts("p")


@BOTH
def test_what_goes_wrong_is_said_aloud_in_its_words(words: PageWording) -> None:
    page = PageReader(sign_in_page(words, ""))
    alert = {"role": "alert", "data-wrong": words.sign_in_wrong, "data-lost": words.connection_lost}
    assert ("p", alert) in page.elements


@BOTH
def test_every_field_has_its_label_and_helps_a_password_manager(words: PageWording) -> None:
    page = PageReader(sign_in_page(words, ""))
    fields = [attributes for tag, attributes in page.elements if tag == "input"]
    assert page.attributes("for") == [field["id"] for field in fields] == ["username", "password"]
    assert [field["name"] for field in fields] == ["username", "password"], "What the server expects."
    assert [field["autocomplete"] for field in fields] == ["username", "current-password"]
    assert fields[1]["type"] == "password"
    assert all("required" in field for field in fields)


@BOTH
def test_a_password_never_gets_into_an_address_not_even_where_no_script_runs(words: PageWording) -> None:
    """A form without a method sends what is typed as part of the address, which histories and logs keep."""
    (form,) = [attributes for tag, attributes in PageReader(sign_in_page(words, "")).elements if tag == "form"]
    assert form.get("method") == "post"
    assert form.get("action") == "login"


@BOTH
def test_it_loads_nothing_but_its_icon_and_has_the_look_of_the_page(words: PageWording) -> None:
    page = PageReader(sign_in_page(words, "body { margin: 0 }"))
    assert page.texts("style") == ["body { margin: 0 }"]
    assert page.attributes("src") == []
    assert page.attributes("href") == ["favicon.ico"]
