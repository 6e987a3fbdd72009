"""What a person does on the page, in Chromium."""

from __future__ import annotations

import threading

import pytest

import app
from assistant.page.wording import INDONESIAN as WORDS
from tests.browser.conftest import Visit, free_port
from tests.browser.scripted import HOSTILE, RULE, SUGGESTIONS, ScriptedAssistant

PHONE = {"viewport": {"width": 360, "height": 740}}
DARK = {"color_scheme": "dark"}


def ask(visit: Visit, question: str) -> None:
    visit.page.fill("#question textarea", question)
    visit.page.press("#question textarea", "Enter")


def ask_and_wait(visit: Visit, question: str, *, turns: int = 1) -> None:
    ask(visit, question)
    visit.page.wait_for_function(f"document.querySelectorAll('.turn').length === {turns}")
    visit.page.wait_for_selector(".turn:last-of-type .actions")


def test_a_question_gets_a_verdict_in_words_and_its_quotation(visit: Visit) -> None:
    ask_and_wait(visit, "Bolehkah PNS menyukai unggahan caleg?")
    assert visit.page.inner_text(".verdict span").lower() == "tidak boleh"
    assert RULE in visit.page.inner_text(".block--rule blockquote")
    assert visit.page.input_value("#question textarea") == ""
    assert "Tidak boleh" in visit.page.text_content("[role=status][aria-live=polite]")
    assert visit.page.evaluate("document.documentElement.lang") == "id"


def test_a_citation_opens_its_source_beside_the_answer(visit: Visit) -> None:
    ask_and_wait(visit, "Bolehkah PNS menyukai unggahan caleg?")
    assert not visit.page.is_visible(".sources mark")
    visit.page.click(".cite >> nth=1")
    mark = visit.page.locator("#turn-0-source-2 mark")
    assert mark.is_visible()
    assert visit.page.locator("#turn-0-source-1 mark").is_hidden()
    visit.page.wait_for_function(_in_view("#turn-0-source-2 mark"))
    assert (
        visit.page.locator(".sources").bounding_box()["x"]
        > visit.page.locator(".answer-text").bounding_box()["x"] + 300
    )


def test_the_keyboard_alone_reaches_and_opens_a_citation(visit: Visit) -> None:
    ask_and_wait(visit, "Bolehkah PNS menyukai unggahan caleg?")
    visit.page.evaluate("document.activeElement.blur()")
    for _ in range(12):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("document.activeElement.matches('.cite')"):
            break
    assert visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    visit.page.keyboard.press("Enter")
    assert visit.page.locator("#turn-0-source-1 mark").is_visible()
    assert visit.page.evaluate("document.activeElement.closest('.source').id") == "turn-0-source-1"


def test_hostile_text_is_shown_as_it_is_written(visit: Visit) -> None:
    ask_and_wait(visit, f"jahat {HOSTILE}")
    visit.page.click(".cite >> nth=0")
    assert visit.page.inner_text(".question") == f"jahat {HOSTILE}"
    for place in (".block--rule blockquote", "#turn-0-source-1 mark", "#turn-0-source-1 b"):
        assert HOSTILE in visit.page.inner_text(place)
    inserted = "#conversation :is(img, script, iframe, code, table, em, h1, [onerror], a:not(.passage-box a))"
    assert visit.page.locator(inserted).count() == 0
    visit.page.wait_for_timeout(300)


def test_a_chip_asks_its_question_and_the_earlier_one_goes_with_it(visit: Visit) -> None:
    ask_and_wait(visit, "Bolehkah PNS menyukai unggahan caleg?")
    visit.page.click(f".chip:has-text('{SUGGESTIONS[1]}')")
    visit.page.wait_for_selector("#turn-1 .verdict")
    assert visit.page.inner_text("#turn-1 .verdict span").lower() == "boleh"
    assert visit.assistant.asked[-1] == (SUGGESTIONS[1], ["Bolehkah PNS menyukai unggahan caleg?"])
    visit.page.click("[data-retry]")
    visit.page.wait_for_function("document.querySelectorAll('#turn-1 .actions').length === 1")
    visit.page.click("#new")
    visit.page.wait_for_selector(".welcome")


def test_a_slow_answer_can_be_stopped_and_asked_again(visit: Visit) -> None:
    ask(visit, "pertanyaan lambat")
    visit.page.wait_for_selector(".answer--pending")
    visit.page.click("#stop")
    visit.page.wait_for_selector(f".answer--message:has-text('{WORDS.stopped}')")
    assert visit.page.is_visible("#send")
    visit.assistant.release.set()
    visit.page.wait_for_timeout(500)
    assert visit.page.locator(".verdict").count() == 0, "The stopped answer came all the same."
    visit.page.click("[data-retry]")
    visit.page.wait_for_selector("#turn-0 .verdict")
    visit.assistant.release.clear()


def test_what_cannot_be_asked_gets_a_hint_and_stays_in_the_box(visit: Visit) -> None:
    ask(visit, "a" * 20_000)
    visit.page.wait_for_selector(".hint")
    assert "20000" in visit.page.inner_text(".hint")
    assert len(visit.page.input_value("#question textarea")) == 20_000
    ask_and_wait(visit, "ﷺ" * 50)
    assert visit.page.locator(".hint").count() == 0


def test_copy_puts_the_answer_with_its_sources_on_the_clipboard(visit: Visit) -> None:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask_and_wait(visit, "Bolehkah PNS menyukai unggahan caleg?")
    visit.page.click("[data-copy]")
    visit.page.wait_for_selector(f"[data-copy]:has-text('{WORDS.copied}')")
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert RULE in copied
    assert "[1] ASN Diminta" in copied


def test_a_question_asked_too_early_is_answered_once_the_assistant_is_ready(browser) -> None:
    may_open = threading.Event()
    warm_up = app.WarmUp(lambda _: ScriptedAssistant().answer if may_open.wait(20) else None)
    served = app.build_page(warm_up)
    address = app.launch_page(served, "127.0.0.1", free_port())
    warm_up.start()
    page = browser.new_page()
    try:
        page.goto(address)
        page.wait_for_selector(f".banner:has-text('{WORDS.preparing}')")
        page.fill("#question textarea", "Bolehkah PNS menyukai unggahan caleg?")
        page.press("#question textarea", "Enter")
        page.wait_for_selector(f".answer--pending:has-text('{WORDS.waiting}')")
        may_open.set()
        page.wait_for_selector(".verdict")
        page.wait_for_selector(".banner", state="detached")
    finally:
        may_open.set()
        page.close()
        served.close(verbose=False)


@pytest.mark.parametrize("visit", [PHONE], indirect=True)
def test_a_phone_shows_the_sources_below_and_never_scrolls_sideways(visit: Visit) -> None:
    assert _width(visit) == 360
    ask_and_wait(visit, f"jahat {HOSTILE} {'sangatpanjang' * 30}")
    visit.page.click(".cite >> nth=0")
    assert _width(visit) == 360
    answer, sources = (visit.page.locator(part).bounding_box() for part in (".answer-text", ".sources"))
    assert sources["y"] >= answer["y"] + answer["height"]
    ask_and_wait(visit, "Apakah ASN boleh ikut memilih?", turns=2)
    visit.page.wait_for_function("document.querySelector('#turn-1').getBoundingClientRect().top < 80")
    small = "[...document.querySelectorAll('button')].filter(b => b.offsetParent && b.innerText && b.scrollWidth > 360)"
    assert visit.page.evaluate(f"{small}.length") == 0


@pytest.mark.parametrize("visit", [DARK, {}], indirect=True, ids=["dark", "light"])
def test_every_text_stands_out_from_its_ground(visit: Visit) -> None:
    assert not visit.page.evaluate(CONTRAST)
    asked = ("caleg", "ikut memilih", "cuti", "harus netral", "siapa", "cuaca", "tidak ada", "rusak")
    for turns, question in enumerate(asked, start=1):
        ask_and_wait(visit, question, turns=turns)
    ask(visit, "")
    visit.page.wait_for_selector(".hint")
    visit.page.evaluate("document.querySelectorAll('details').forEach((source) => { source.open = true; })")
    visit.page.mouse.move(2, 2)
    assert not visit.page.evaluate(CONTRAST)


def _in_view(selector: str) -> str:
    return (
        f"() => {{ const box = document.querySelector('{selector}').getBoundingClientRect();"
        " return box.top >= 0 && box.bottom <= document.querySelector('#ask').getBoundingClientRect().top; }"
    )


def _width(visit: Visit) -> int:
    return int(visit.page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"))


# WCAG 2: the contrast of every visible text with the first opaque ground behind it.
CONTRAST = """
() => {
  const channels = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => {
    const linear = [r, g, b].map((c) => ((c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = channels(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.9) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const element of document.querySelectorAll("#topbar *, #conversation *, #composer *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !element.offsetParent || element.closest(".visually-hidden, .sr-only")) continue;
    const [a, b] = [light(channels(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) faint.push(`${element.className}: ${ratio.toFixed(2)} ${element.textContent.slice(0, 40)}`);
  }
  return faint;
}
"""
