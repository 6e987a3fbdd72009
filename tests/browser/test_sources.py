"""Sources beside the answer: opened by mouse and by keyboard, previewed, copied, closed."""

from __future__ import annotations

import pytest

from assistant.page.indonesian import INDONESIAN as WORDS
from tests.browser.conftest import PHONE, Visit, open_with
from tests.browser.scripted import RULE, SANCTION, TITLE, ScriptedCorpus

LIKES = "Bolehkah PNS menyukai unggahan caleg?"
MARK = "#turn-0 .opened mark"


def in_view(selector: str) -> str:
    return (
        f"() => {{ const box = document.querySelector('{selector}').getBoundingClientRect();"
        " return box.top >= 0 && box.bottom <= document.querySelector('#ask').getBoundingClientRect().top; }"
    )


def test_a_number_opens_its_source_beside_the_answer(visit: Visit) -> None:
    visit.ask_and_wait(LIKES)
    visit.page.click(".answer-text .cite >> nth=1")
    visit.page.wait_for_selector(MARK)
    assert visit.page.inner_text(MARK) == SANCTION
    visit.page.wait_for_function(in_view(MARK))
    shown = visit.page.inner_text(".viewer")
    for told in (TITLE, "Kabar Contoh", "30 Januari 2024", WORDS.legal_status, WORDS.copy_quote, WORDS.source_link):
        assert told in shown, told
    assert visit.page.get_attribute(".viewer a:has-text('Buka dokumen asli')", "rel") == "noopener noreferrer"
    opened, answer = (visit.page.locator(part).bounding_box() for part in (".opened", ".answer-text"))
    assert opened["x"] >= answer["x"] + answer["width"]
    visit.page.click(".answer-text .cite >> nth=0")
    visit.page.wait_for_selector(f"{MARK}:has-text('{RULE}')")
    assert visit.page.get_attribute(".answer-text .cite >> nth=0", "aria-current") == "true"


def test_the_whole_document_is_shown_and_the_list_comes_back(visit: Visit) -> None:
    visit.ask_and_wait(LIKES)
    visit.page.click(".source-list .cite >> nth=0")
    visit.page.wait_for_selector(MARK)
    assert visit.page.inner_text(".viewer .text").count("paragraf") >= 2, "Only the cited passage is shown."
    assert visit.page.is_hidden(".source-list")
    visit.page.click("[data-sources]")
    assert visit.page.is_visible(".source-list")
    assert visit.page.locator(MARK).count() == 0


def test_the_keyboard_alone_opens_a_source_and_comes_back_to_its_number(visit: Visit) -> None:
    visit.ask_and_wait(LIKES)
    visit.page.evaluate("document.activeElement.blur()")
    for _ in range(25):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("document.activeElement.matches('.answer-text .cite')"):
            break
    assert visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert visit.page.is_visible("#preview"), "Focus shows the quotation."
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector(MARK)
    assert visit.page.evaluate("document.activeElement.matches('.viewer h3')")
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Escape")
    assert visit.page.is_visible(".source-list")
    assert visit.page.evaluate("document.activeElement.matches('.answer-text .cite[data-cite=\"1\"]')")


def test_pointing_at_a_number_previews_its_quotation_and_escape_hides_it(visit: Visit) -> None:
    visit.ask_and_wait(LIKES)
    visit.page.hover(".source-list .cite >> nth=1")
    visit.page.wait_for_selector("#preview")
    assert SANCTION in visit.page.inner_text("#preview")
    assert TITLE in visit.page.inner_text("#preview b")
    assert visit.page.get_attribute(".source-list .cite >> nth=1", "aria-describedby") == "preview"
    visit.page.hover("#preview")
    assert visit.page.is_visible("#preview"), "The pointer may move onto the preview."
    visit.page.keyboard.press("Escape")
    assert visit.page.is_hidden("#preview")


def test_copying_a_quotation_brings_its_reference(visit: Visit) -> None:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.ask_and_wait(LIKES)
    visit.page.click(".answer-text .cite >> nth=0")
    visit.page.click(f".viewer button:has-text('{WORDS.copy_quote}')")
    visit.page.wait_for_selector(f".viewer button:has-text('{WORDS.copied}')")
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    for part in (RULE, TITLE, "Kabar Contoh", "30 Januari 2024", "paragraf 6", "https://contoh.example/artikel"):
        assert part in copied, part


def test_a_document_that_is_gone_is_shown_as_it_was_quoted(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    visit.ask_and_wait(LIKES)
    monkeypatch.setattr(visit.assistant, "corpus", ScriptedCorpus((), version="emptied"))
    visit.page.click(".answer-text .cite >> nth=0")
    visit.page.wait_for_selector(f".viewer:has-text('{WORDS.source_gone}')")
    assert visit.page.inner_text(MARK) == RULE


def test_only_one_source_is_open_at_a_time(visit: Visit) -> None:
    visit.ask_and_wait(LIKES)
    visit.ask_and_wait("Bolehkah PNS berkomentar?", turns=2)
    for turn in (0, 1):
        visit.page.click(f"#turn-{turn} .answer-text .cite >> nth=0")
        visit.page.wait_for_selector(f"#turn-{turn} .opened mark")
    assert visit.page.locator(".opened mark").count() == 1
    assert visit.page.is_visible("#turn-0 .source-list")


@open_with(PHONE)
def test_a_phone_opens_the_source_below_the_answer(visit: Visit) -> None:
    visit.ask_and_wait(LIKES)
    visit.page.click(".answer-text .cite >> nth=0")
    visit.page.wait_for_selector(MARK)
    visit.page.wait_for_function(in_view(MARK))
    answer, opened = (visit.page.locator(part).bounding_box() for part in (".answer-text", ".opened"))
    assert opened["y"] >= answer["y"] + answer["height"]
