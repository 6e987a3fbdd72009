"""The other rooms of the page: documents, about, export, feedback, language and theme."""

from __future__ import annotations

import json
from pathlib import Path

from assistant import __version__
from assistant.page.english import ENGLISH
from assistant.page.indonesian import INDONESIAN as WORDS
from tests.browser.conftest import ENGLISH as IN_ENGLISH
from tests.browser.conftest import Visit, open_with, serving, visiting
from tests.browser.scripted import RULE, TITLE, ScriptedAssistant

LIKES = "Bolehkah PNS menyukai unggahan caleg?"


def test_documents_are_listed_searched_and_read(visit: Visit) -> None:
    visit.page.click("#topbar [data-view=documents]")
    visit.page.wait_for_selector(".document")
    assert TITLE in visit.page.inner_text("#documents-list")
    visit.page.fill("#search-documents", "tidakadadokumensepertiini")
    visit.page.wait_for_selector(f"#documents-list:has-text('{WORDS.no_documents}')")
    visit.page.fill("#search-documents", "penyuluhan aula")
    visit.page.click(".document")
    visit.page.wait_for_selector("#reading .text")
    assert RULE in visit.page.inner_text("#reading")
    visit.page.click("#close-document")
    assert visit.page.is_hidden("#reading")
    visit.page.go_back()
    visit.page.wait_for_selector("#question")


def test_about_tells_limits_privacy_version_and_results(visit: Visit) -> None:
    visit.page.click("#topbar [data-view=about]")
    told = visit.page.inner_text("#view-about")
    for part in (WORDS.about_limits, WORDS.privacy[0], __version__, WORDS.about_results):
        assert part in told, part
    assert visit.page.locator("#view-about td").count() > 3
    assert visit.page.is_hidden("#question")


def test_a_conversation_is_exported_as_markdown(visit: Visit) -> None:
    visit.ask_and_wait(LIKES)
    visit.page.click("#export")
    with visit.page.expect_download() as download:
        visit.page.click("#export-markdown")
    written = Path(download.value.path()).read_text("utf-8")
    assert download.value.suggested_filename.endswith(".md")
    for part in (LIKES, "ASN tidak boleh menyukai", "Kabar Contoh", __version__, WORDS.note_corpus):
        assert part in written, part


def test_a_conversation_is_printed_as_a_note(visit: Visit) -> None:
    visit.page.add_init_script("window.print = () => { window.printed = true; }")
    visit.reload()
    visit.ask_and_wait(LIKES)
    visit.page.click("#export")
    visit.page.click("#export-print")
    visit.page.wait_for_function("window.printed")
    visit.page.emulate_media(media="print")
    assert visit.page.is_hidden("#ask")
    assert visit.page.is_hidden("#topbar")
    printed = visit.page.inner_text("#note")
    for part in (LIKES, RULE, "Kabar Contoh", __version__):
        assert part in printed, part


def test_feedback_is_stored_with_its_reasons(browser, tmp_path: Path) -> None:
    kept = tmp_path / "feedback.jsonl"
    scripted = ScriptedAssistant()
    with serving(scripted, tmp_path, feedback_file=kept) as address, visiting(browser, address, scripted) as visit:
        visit.ask_and_wait(LIKES)
        visit.page.click("[data-rate=bad]")
        visit.page.check("[name=reason][value=verdict]")
        visit.page.fill("#feedback-comment", "Seharusnya <b>boleh</b>")
        visit.page.click("#feedback-send")
        visit.page.wait_for_selector("#feedback-dialog", state="hidden")
        assert visit.page.locator(".rate").count() == 0
    (line,) = kept.read_text("utf-8").splitlines()
    written = json.loads(line)
    assert written["reasons"] == ["verdict"]
    assert written["comment"] == "Seharusnya <b>boleh</b>"
    assert LIKES in line


def test_nobody_is_asked_for_feedback_unless_the_operator_wants_it(browser, tmp_path: Path) -> None:
    scripted = ScriptedAssistant()
    with serving(scripted, tmp_path) as address, visiting(browser, address, scripted) as visit:
        visit.ask_and_wait(LIKES)
        assert visit.page.locator(".rate").count() == 0


def test_the_page_speaks_the_browsers_language_until_another_is_chosen(visit: Visit) -> None:
    assert visit.page.evaluate("document.documentElement.lang") == "id"
    assert visit.page.get_attribute("#question textarea", "placeholder") == WORDS.question_placeholder
    visit.ask_and_wait(LIKES)
    visit.page.click("#language")
    visit.page.wait_for_function("document.documentElement.lang === 'en'")
    visit.page.wait_for_selector("#turn-0 .verdict")
    assert visit.page.get_attribute("#question textarea", "placeholder") == ENGLISH.question_placeholder
    assert visit.page.inner_text("#send") == ENGLISH.send
    assert visit.page.inner_text("#turn-0 .source-list h3") == ENGLISH.sources
    visit.reload()
    assert visit.page.evaluate("document.documentElement.lang") == "en"


@open_with(IN_ENGLISH)
def test_an_english_browser_gets_an_english_page(visit: Visit) -> None:
    assert visit.page.evaluate("document.documentElement.lang") == "en"
    assert visit.page.inner_text(".welcome h2") == ENGLISH.welcome_title
    visit.ask("  ")
    assert visit.hint() == ENGLISH.empty_question
    assert ENGLISH.limits[0] in visit.page.text_content("#view-about")


def test_no_word_of_the_other_language_stands_on_a_page(visit: Visit) -> None:
    """Both languages' own strings are known: none of one may be on the page of the other."""
    visit.ask_and_wait(LIKES)
    for own, other in ((WORDS, ENGLISH), (ENGLISH, WORDS)):
        shown = set(visit.page.evaluate(ALL_TEXTS))
        strange = {text for text in _texts(other) - _texts(own) if text in shown}
        assert not strange - {own.language_switch}, (own.language, strange)
        visit.page.click("#language")
        visit.page.wait_for_function(f"document.documentElement.lang === '{other.language}'")
        visit.page.wait_for_selector("#turn-0 .verdict")


def test_the_theme_is_switched_and_remembered(visit: Visit) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light = visit.page.evaluate(ground)
    visit.page.click("#theme")
    dark = visit.page.evaluate(ground)
    assert dark != light
    visit.reload()
    assert visit.page.evaluate(ground) == dark


def _texts(words: object) -> set[str]:
    values = (getattr(words, name) for name in words.__slots__)
    return {value for value in values if isinstance(value, str) and len(value) > 3}


# Every text and every label on the page, hidden ones too.
ALL_TEXTS = """
() => {
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    for (const node of element.childNodes) if (node.nodeType === 3) found.push(node.textContent.trim());
    for (const name of ["aria-label", "placeholder", "title"]) found.push(element.getAttribute(name) ?? "");
    if (element.id === "texts") found.push(...Object.values(element.dataset));
  }
  return found;
}
"""
