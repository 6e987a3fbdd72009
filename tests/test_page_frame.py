"""What stands around a conversation: everything the scripts look for is there, and nothing in a text becomes markup."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from fakes import passage
from page_reader import PageReader

from assistant.page import documents, frame
from assistant.page.conversation import turn_html
from assistant.page.english import ENGLISH
from assistant.page.indonesian import INDONESIAN
from assistant.page.languages import LANGUAGES
from assistant.page.library import Library
from assistant.page.topics import Topic, load_topics
from assistant.page.turns import Turn
from assistant.page.wording import PageWording
from assistant.service.feedback import REASONS
from assistant.settings import PROJECT_ROOT
from tests.browser.scripted import HOSTILE, ruling

BOTH = pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
SCRIPTS = "\n".join(file.read_text("utf-8") for file in sorted(Path(frame.__file__).parent.glob("*.js")))
# What the web framework puts on the page gets its name there.
APP = (PROJECT_ROOT / "app.py").read_text("utf-8")


def reasons(words: PageWording) -> dict[str, str]:
    return dict(zip(REASONS, words.feedback_reason_names, strict=True))


def parts(words: PageWording, topics: Sequence[Topic] | None = None) -> dict[str, str]:
    """Everything of the frame that is there from the beginning, by what it is."""
    return {
        "topbar": frame.topbar(words),
        "conversation": frame.conversation(words, load_topics()[words.language] if topics is None else topics),
        "disclaimer": frame.disclaimer(words),
        "documents": frame.documents_view(words),
        "dialogs": frame.dialogs(words, reasons(words)),
    }


def whole(words: PageWording) -> PageReader:
    return PageReader("".join(parts(words).values()))


def of_app(attribute: str) -> set[str]:
    """The values that an attribute has in what `app.py` puts on the page, as HTML or as an argument."""
    return set(re.findall(rf'\b(?:elem_)?{attribute}="([^"]+)"', APP))


def values(reader: PageReader, attribute: str) -> list[str]:
    return [str(value) for value in reader.attributes(attribute)]


# What the scripts look for


def looked_for() -> set[str]:
    """Every id that the scripts name: to get an element, at the start of a selector, or for what its button does."""
    pressed = SCRIPTS[SCRIPTS.index("const PRESSED = {") :].split("\n};")[0]
    named = re.findall(r'getElementById\("([^"]+)"\)', SCRIPTS) + re.findall(r"target\.id === \"([^\"]+)\"", SCRIPTS)
    selected = re.findall(r'(?<!hash = )["`]#([a-z][a-z-]*)', SCRIPTS)
    buttons = re.findall(r'^  "?([a-z-]+)"?: ', pressed, re.MULTILINE)
    return {*named, *selected, *buttons}


def test_every_part_that_the_scripts_look_for_is_on_the_page() -> None:
    wanted = looked_for()
    assert len(wanted) > 30, "The scripts are no longer read as they are written."
    assert wanted - set(values(whole(INDONESIAN), "id")) - of_app("id") == set()


def test_every_class_that_the_scripts_look_for_exists_somewhere() -> None:
    selectors = re.findall(r'(?:querySelector(?:All)?|closest|matches)(?:\?\.)?\("([^"]*)"\)', SCRIPTS)
    wanted = {name for selector in selectors for name in re.findall(r"\.([a-z][a-z-]*)", selector)}
    shown = [
        turn_html(0, Turn("Bolehkah?", ruling("Bolehkah?")), INDONESIAN, rated=True),
        turn_html(0, Turn("Bolehkah?", ruling("Bolehkah?")), INDONESIAN, is_written=True),
        documents.document_list(Library.of([passage("Isi.")]), "", INDONESIAN, datetime.date.today()),
        documents.saved_source(ruling("Bolehkah?").citations[0], INDONESIAN, datetime.date.today()),
    ]
    there = {name for html in [*parts(INDONESIAN).values(), *shown] for name in _classes(PageReader(html))}
    # The scripts themselves say what is open.
    assert wanted - there == {"is-open"}


def _classes(reader: PageReader) -> set[str]:
    return {name for value in values(reader, "class") for name in value.split()}


def test_the_scripts_have_every_text_that_they_say_and_no_other() -> None:
    said = set(re.findall(r"texts\(\)\.([a-zA-Z]+)", SCRIPTS))
    (attributes,) = [attributes for _, attributes in whole(INDONESIAN).elements if attributes.get("id") == "texts"]
    given = {_camel_case(name.removeprefix("data-")) for name in attributes if name.startswith("data-")}
    assert said == given


def _camel_case(name: str) -> str:
    """An attribute's name as `dataset` has it."""
    return re.sub("-([a-z])", lambda found: found.group(1).upper(), name)


@BOTH
def test_the_scripts_say_it_in_the_language_of_the_page(words: PageWording) -> None:
    (texts,) = [attributes for _, attributes in whole(words).elements if attributes.get("id") == "texts"]
    assert texts["data-language"] == words.language
    assert texts["data-delete-sure"] == words.delete_sure
    assert "{title}" in words.delete_sure, "The scripts put the title in."
    assert len(texts) > 10


def test_every_view_has_a_link_a_place_and_a_name_in_the_scripts() -> None:
    reader = PageReader(frame.topbar(INDONESIAN))
    listed = re.search(r"const VIEWS = \[([^\]]*)\]", SCRIPTS)
    assert listed
    views = re.findall('"([a-z]+)"', listed.group(1))
    assert values(reader, "data-view") == views
    assert [f"#{view}" for view in views] == [
        href for href in values(reader, "href") if href[0] == "#" and href != "#question"
    ]
    assert {f"view-{view}" for view in views} <= of_app("id")


# Where questions leave this machine


@BOTH
def test_who_asks_is_told_of_a_language_model_elsewhere_and_only_then(words: PageWording) -> None:
    told = PageReader(frame.disclaimer(words, "awan:<b>besar</b>"))
    assert told.texts("p") == [words.disclaimer, words.remote_line.format(model="awan:<b>besar</b>")]
    assert "disclaimer remote" in values(told, "class")
    assert PageReader(frame.disclaimer(words)).texts("p") == [words.disclaimer]


# For everybody who reads it


@BOTH
def test_every_part_reads_well_and_no_two_have_the_same_id(words: PageWording) -> None:
    identities = [*values(whole(words), "id"), *of_app("id")]
    assert len(identities) == len(set(identities))


@BOTH
def test_every_button_and_field_says_what_it_is_for(words: PageWording) -> None:
    reader = whole(words)
    assert all(text.strip() for text in reader.texts("button"))
    assert all(attributes["type"] == "button" for tag, attributes in reader.elements if tag == "button")
    assert all(text.strip() for text in reader.texts("label"))
    fields = [attributes for tag, attributes in reader.elements if tag in ("input", "textarea")]
    # A box to check stands within its label.
    labelled = [attributes["id"] for attributes in fields if attributes.get("type") != "checkbox"]
    assert sorted(map(str, labelled)) == sorted(values(reader, "for"))


@BOTH
def test_every_dialog_has_a_name_and_most_a_way_out(words: PageWording) -> None:
    reader = whole(words)
    dialogs = [attributes for tag, attributes in reader.elements if tag == "dialog"]
    assert {str(dialog["aria-labelledby"]) for dialog in dialogs} <= set(values(reader, "id"))
    assert all("open" not in dialog for dialog in dialogs)
    # The question before deleting is answered with yes or no.
    assert len(values(reader, "data-close")) == len(dialogs) - 1


@BOTH
def test_what_is_not_needed_yet_is_hidden(words: PageWording) -> None:
    hidden = [
        attributes.get("id") or attributes.get("class")
        for _, attributes in whole(words).elements
        if "hidden" in attributes
    ]
    assert hidden == ["sign-out", "conversation-actions", "reading", "preview"]


@BOTH
def test_the_page_speaks_one_language(words: PageWording) -> None:
    other = ENGLISH if words is INDONESIAN else INDONESIAN
    text = whole(words).text
    for name in ("welcome_title", "view_documents", "disclaimer", "history_text", "export_print", "feedback_text"):
        assert getattr(words, name) in text
        assert getattr(other, name) not in text


@BOTH
def test_the_other_language_can_be_chosen_in_its_own_words(words: PageWording) -> None:
    other = "en" if words.language == "id" else "id"
    reader = PageReader(frame.topbar(words))
    (button,) = [attributes for _, attributes in reader.elements if attributes.get("id") == "language"]
    assert (button["data-language"], button["lang"]) == (other, other)
    assert words.language_switch in reader.text


@BOTH
def test_the_keyboard_gets_to_the_question_at_once(words: PageWording) -> None:
    tag, first = PageReader(frame.topbar(words)).elements[0]
    assert (tag, first["href"]) == ("a", "#question")
    assert "question" in of_app("id")


# The welcome


@BOTH
def test_the_welcome_offers_topics_with_questions_that_ask_themselves(words: PageWording) -> None:
    topics = load_topics()[words.language]
    reader = PageReader(parts(words)["conversation"])
    assert reader.texts("summary") == [topic.title for topic in topics]
    assert values(reader, "data-ask") == [question for topic in topics for question in topic.questions]
    assert words.welcome_text in reader.text


@BOTH
def test_what_may_be_wrong_with_an_answer_can_be_ticked(words: PageWording) -> None:
    reader = PageReader(parts(words)["dialogs"])
    assert tuple(values(reader, "value")) == REASONS
    for name in words.feedback_reason_names:
        assert any(label.strip() == name for label in reader.texts("label"))


# The banner


@BOTH
def test_a_banner_says_what_is_the_matter(words: PageWording) -> None:
    reader = PageReader(frame.banner("Sedang disiapkan.", words))
    assert reader.text == "Sedang disiapkan."
    assert values(reader, "role") == ["status"]
    assert "spinner" in values(reader, "class")
    assert "spinner" not in frame.banner("Libur.", words, waits=False)


@BOTH
def test_a_failure_is_told_at_once_and_under_its_heading(words: PageWording) -> None:
    reader = PageReader(frame.banner("Bobot model rusak.", words, failed=True))
    assert reader.text == f"{words.failed} Bobot model rusak."
    assert values(reader, "role") == ["alert"]


def test_the_banner_is_gone_when_there_is_nothing_to_say() -> None:
    assert frame.banner("", INDONESIAN) == frame.banner("", INDONESIAN, failed=True) == ""


@pytest.mark.parametrize(("failed", "waits"), [(True, True), (False, True), (False, False)])
def test_what_the_operator_wrote_is_shown_as_it_is_written(failed: bool, waits: bool) -> None:
    plain, hostile = (
        PageReader(frame.banner(text, INDONESIAN, failed=failed, waits=waits)) for text in ("Libur.", HOSTILE)
    )
    assert hostile.outline == plain.outline
    assert HOSTILE in hostile.text


def test_topics_and_reasons_become_no_markup() -> None:
    def outlines(text: str) -> list[object]:
        welcome = frame.conversation(INDONESIAN, (Topic(text, (text,)),))
        return [PageReader(html).outline for html in (welcome, frame.dialogs(INDONESIAN, {text: text}))]

    assert outlines(HOSTILE) == outlines("Media sosial")
