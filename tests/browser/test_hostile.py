"""Questions and documents full of HTML, Markdown, scripts and links are text, everywhere on the page."""

from __future__ import annotations

from tests.browser.conftest import PHONE, Visit, open_with
from tests.browser.scripted import HOSTILE

# Everything that our own HTML never holds inside a text, and links other than those of sources.
INSERTED = (
    ":is(#conversation, #view-documents, #dialogs, #note) :is(img, script, iframe, object, embed, link, meta, code, table, em, "
    "video, audio, [onerror], [onmouseover], [onfocus], a[href^='javascript'], a[href*='example.com/'])"
)


def shown_as_written(visit: Visit, *places: str) -> None:
    for place in places:
        assert HOSTILE in visit.page.inner_text(place), place
    assert visit.page.locator(INSERTED).count() == 0


def test_beside_and_in_the_answer(visit: Visit) -> None:
    visit.ask_and_wait(f"jahat {HOSTILE}")
    assert visit.page.inner_text(".question") == f"jahat {HOSTILE}"
    visit.page.click(".answer-text .cite >> nth=0")
    visit.page.wait_for_selector(".opened mark")
    shown_as_written(visit, ".block--rule blockquote", ".opened mark", ".viewer h3")
    visit.page.hover(".answer-text .cite >> nth=0")
    shown_as_written(visit, "#preview")
    visit.page.wait_for_timeout(300)


def test_in_the_history_after_a_reload(visit: Visit) -> None:
    visit.ask_and_wait(f"jahat {HOSTILE}")
    visit.reload()
    visit.page.wait_for_selector("#turn-0 .verdict")
    shown_as_written(visit, "#turn-0 .question", ".block--rule blockquote")
    visit.page.click("#history")
    assert HOSTILE[:30] in visit.page.inner_text("#history-list")
    visit.page.click("#history-list [data-history=delete]")
    assert HOSTILE[:30] in visit.page.inner_text("#confirm-text")
    shown_as_written(visit)
    visit.page.wait_for_timeout(300)


def test_among_the_documents(visit: Visit) -> None:
    visit.page.click("#topbar [data-view=documents]")
    visit.page.wait_for_selector(".document")
    visit.page.fill("#search-documents", HOSTILE[:40])
    visit.page.wait_for_function("document.querySelectorAll('.document').length === 1")
    shown_as_written(visit, ".document")
    visit.page.click(".document")
    visit.page.wait_for_selector("#reading .text")
    shown_as_written(visit, "#reading h3", "#reading .text")
    visit.page.wait_for_timeout(300)


def test_on_the_printed_note(visit: Visit) -> None:
    visit.page.add_init_script("window.print = () => { window.printed = true; }")
    visit.reload()
    visit.ask_and_wait(f"jahat {HOSTILE}")
    visit.page.click("#export")
    visit.page.click("#export-print")
    visit.page.wait_for_function("window.printed")
    visit.page.emulate_media(media="print")
    shown_as_written(visit, "#note")
    visit.page.wait_for_timeout(300)


@open_with(PHONE)
def test_long_words_never_make_a_phone_scroll_sideways(visit: Visit) -> None:
    width = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
    assert visit.page.evaluate(width) == 360
    visit.ask_and_wait(f"jahat {HOSTILE} {'sangatpanjang' * 30}")
    visit.page.click(".answer-text .cite >> nth=0")
    visit.page.wait_for_selector(".opened mark")
    assert visit.page.evaluate(width) == 360
    visit.page.click("#history")
    assert visit.page.evaluate(width) == 360
