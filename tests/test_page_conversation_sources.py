"""The numbers in an answer and the documents behind them: what opens what, and what is shown before it is opened."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from fakes import passage, quote_of
from page_reader import PageReader

from assistant.page.conversation import about_source, turn_html
from assistant.page.indonesian import INDONESIAN as WORDS
from assistant.page.languages import LANGUAGES
from assistant.page.turns import Turn
from assistant.page.wording import PageWording
from assistant.types import Answer, Block, Citation, Quote, Role, Sentence, Source, Status
from tests.browser.scripted import RULE, TITLE, message, ruling

QUESTION = "Bolehkah PNS menyukai unggahan caleg?"
SOURCE = Source("arsip/a.md", "a.md", "Judul", "Warta", datetime.date(2024, 1, 30), kind="ringkasan-berita")


def shown(answer: Answer, words: PageWording = WORDS) -> PageReader:
    return PageReader(turn_html(3, Turn(QUESTION, answer), words))


def citing(*quotes: Quote) -> Answer:
    """An answer that quotes all of these once, numbered in their order."""
    block = Block(Role.LIMIT, "", tuple(Sentence(quote.text, (quote,)) for quote in quotes))
    citations = tuple(Citation(number, quote) for number, quote in enumerate(quotes, start=1))
    return Answer(QUESTION, Status.ANSWERED, None, (block,), citations)


def documents(reader: PageReader) -> list[str]:
    """The text of each document in the list of sources; no list stands within another."""
    looks = [attributes.get("class") for tag, attributes in reader.elements if tag == "li"]
    return [text for text, look in zip(reader.texts("li"), looks, strict=True) if look == "source"]


def test_every_number_opens_its_source_from_the_text_and_from_the_list() -> None:
    reader = shown(ruling(QUESTION))
    assert reader.attributes("data-cite") == ["1", "2", "1", "2"]
    assert [text for text in reader.texts("button") if text.isdecimal()] == ["1", "2", "1", "2"]


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_a_number_says_aloud_what_it_opens(words: PageWording) -> None:
    reader = shown(ruling(QUESTION), words)
    labels = [attributes["aria-label"] for tag, attributes in reader.elements if attributes.get("class") == "cite"]
    assert labels[:2] == [words.open_source.format(n=n, title=TITLE) for n in (1, 2)]


def test_a_preview_says_where_on_its_first_line_and_then_what_word_for_word() -> None:
    where, quotation = str(shown(ruling(QUESTION)).attributes("data-preview")[0]).split("\n")
    assert where == f"{TITLE}, 30 Januari 2024, paragraf 6"
    assert quotation == f"“{RULE}”"


def test_the_sources_are_the_documents_each_once_with_its_numbers() -> None:
    first, third = passage("Satu.", number=1), passage("Tiga.", number=3)
    second = passage("Dua.", document="arsip/edaran.md", title="Edaran")
    reader = shown(citing(quote_of(first), quote_of(second), quote_of(third)))
    assert documents(reader) == ["Warta pegawaitanpa tanggal13", "Edarantanpa tanggal2"]


def test_a_document_without_a_title_is_called_by_its_file_name() -> None:
    untitled = passage("Satu.", title="")
    reader = shown(citing(quote_of(untitled)))
    assert documents(reader) == ["warta.mdtanpa tanggal1"]
    assert str(reader.attributes("data-preview")[0]).startswith("warta.md, ")


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (SOURCE, "Warta · 30 Januari 2024 · Ringkasan berita"),
        (replace(SOURCE, publisher=""), "30 Januari 2024 · Ringkasan berita"),
        (replace(SOURCE, date=None, kind=""), "Warta · tanpa tanggal"),
    ],
)
def test_what_is_known_about_a_document_stands_on_one_line(source: Source, line: str) -> None:
    assert about_source(source, WORDS) == line
    cited = replace(passage("Satu."), source=source)
    assert documents(shown(citing(quote_of(cited)))) == [f"Judul{line}1"]


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_a_source_opens_beside_the_list_and_leads_back_to_it(words: PageWording) -> None:
    reader = shown(ruling(QUESTION), words)
    assert ("aside", {"class": "sources", "aria-labelledby": "turn-3-sources"}) in reader.elements
    assert ("h3", {"id": "turn-3-sources"}) in reader.elements
    assert words.sources in reader.texts("h3")
    assert ("div", {"class": "opened", "hidden": None}) in reader.elements
    assert len(reader.attributes("data-sources")) == 1
    assert words.all_sources in reader.texts("button")


def test_what_quotes_nothing_has_no_sources() -> None:
    reader = shown(message("Cuaca?", Status.OUT_OF_SCOPE, "Di luar bidang saya."))
    assert reader.texts("aside") == []
    assert reader.attributes("data-cite") == []
