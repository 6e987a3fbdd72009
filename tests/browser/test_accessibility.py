"""WCAG 2.2 AA, as far as a program can tell: axe on every screen, contrast, keyboard, zoom, small screens, motion."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.page.indonesian import INDONESIAN as WORDS
from tests.browser.conftest import DARK, ENGLISH, PHONE, Visit, serving
from tests.browser.scripted import ScriptedAssistant

LIKES = "Bolehkah PNS menyukai unggahan caleg?"
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
LOOKS = pytest.mark.parametrize(
    "visit",
    [{}, DARK, PHONE, {**PHONE, **DARK, **ENGLISH}],
    indirect=True,
    ids=["desktop", "dark", "phone", "dark phone"],
)


def screens(visit: Visit) -> Iterator[str]:
    """Goes through the page; yields the name of each screen when it is there."""
    page = visit.page
    yield "welcome"
    page.click(".topics summary >> nth=0")
    yield "topic"
    page.click(".topics summary >> nth=0")
    for number, question in enumerate(("caleg", "ikut memilih", "cuti", "harus netral", "siapa", "cuaca", "rusak"), 1):
        visit.ask_and_wait(f"{question}?", turns=number)
    yield "answers"
    page.click("#turn-0 .answer-text .cite >> nth=0")
    page.wait_for_selector("#turn-0 .opened mark")
    yield "source"
    page.hover("#turn-0 .answer-text .cite >> nth=1")
    yield "preview"
    visit.ask("  ")
    yield "hint"
    for button, dialog in (("#history", "#history-dialog"), ("#export", "#export-dialog")):
        page.click(button)
        page.wait_for_selector(f"{dialog}[open]")
        yield dialog
        page.keyboard.press("Escape")
    page.click("#turn-0 [data-rate=bad]")
    yield "feedback"
    page.keyboard.press("Escape")
    page.click("#topbar [data-view=documents]")
    page.wait_for_selector(".document")
    yield "documents"
    page.click(".document >> nth=0")
    page.wait_for_selector("#reading .text")
    yield "reading"
    page.click("#topbar [data-view=about]")
    yield "about"


@LOOKS
def test_axe_finds_nothing_serious_on_any_screen(visit: Visit) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing: run `make install`.")
    seen, found = [], []
    for screen in screens(visit):
        seen.append(screen)
        visit.page.wait_for_timeout(100)
        result = axe.Axe().run(visit.page, options=RULES).response
        found += [
            (screen, one["id"], [node["html"][:120] for node in one["nodes"][:2]])
            for one in result["violations"]
            if one["impact"] in ("serious", "critical")
        ]
    assert len(seen) == 12
    assert not found


def test_axe_complains_about_what_is_wrong(visit: Visit) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing: run `make install`.")
    visit.page.evaluate("document.getElementById('send').insertAdjacentHTML('afterend', '<button></button>')")
    result = axe.Axe().run(visit.page, options=RULES).response
    assert "button-name" in {one["id"] for one in result["violations"]}


@LOOKS
def test_every_text_stands_out_from_its_ground(visit: Visit) -> None:
    for screen in screens(visit):
        if screen != "preview":
            visit.page.mouse.move(2, 2)
        assert not visit.page.evaluate(CONTRAST), screen


@pytest.mark.parametrize(
    "visit",
    [{"viewport": {"width": 320, "height": 640}}, {"viewport": {"width": 640, "height": 430}}],
    indirect=True,
    ids=["320 wide", "1280 by 860 at 200 %"],
)
def test_small_and_zoomed_screens_show_everything_without_scrolling_sideways(visit: Visit) -> None:
    width = visit.page.viewport_size["width"]
    for screen in screens(visit):
        shown = visit.page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")
        assert shown == width, screen
        assert not visit.page.evaluate(CUT_OFF), screen


def test_whatever_can_be_pressed_is_large_enough(visit: Visit) -> None:
    """WCAG 2.2, 2.5.8: 24 by 24 CSS pixels."""
    for screen in screens(visit):
        assert not visit.page.evaluate(SMALL), screen


def test_the_keyboard_reaches_everything_and_its_place_is_always_seen(visit: Visit) -> None:
    visit.ask_and_wait(LIKES)
    visit.page.evaluate(FROM_THE_TOP)
    reached, unseen = set(), []
    for _ in range(60):
        visit.page.keyboard.press("Tab")
        place = visit.page.evaluate(FOCUS)
        if place is None:
            break
        reached.add(place["name"])
        if not (place["outlined"] and place["seen"]):
            unseen.append(place)
    assert not unseen
    wanted = {"new", "history", "theme", "language", "question", "export", "send"}
    assert wanted <= {name.split(" ")[0] for name in reached}
    assert any(name.endswith("cite") for name in reached)
    assert any(name.endswith("chip") for name in reached)


def test_the_first_stop_of_the_keyboard_leads_to_the_question(visit: Visit) -> None:
    visit.page.evaluate(FROM_THE_TOP)
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.textContent") == WORDS.skip
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("document.activeElement.closest('#question') !== null")


def test_dialogs_hold_the_focus_and_give_it_back(visit: Visit) -> None:
    visit.page.focus("#history")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector("#history-dialog[open]")
    for _ in range(8):
        visit.page.keyboard.press("Tab")
        inside = (
            "document.activeElement === document.body || document.activeElement.closest('#history-dialog') !== null"
        )
        assert visit.page.evaluate(inside)
    visit.page.keyboard.press("Escape")
    assert visit.page.evaluate("document.activeElement.id") == "history"


def test_whoever_wants_no_motion_gets_none(visit: Visit) -> None:
    visit.ask_and_wait(LIKES)
    moving = "document.getAnimations().filter((one) => one.effect.getTiming().duration > 0 && one.playState === 'running').length"
    assert visit.page.evaluate(moving) == 0
    visit.page.click("#turn-0 .answer-text .cite >> nth=0")
    visit.page.wait_for_selector("#turn-0 .opened mark")
    places = []
    for _ in range(2):
        visit.page.wait_for_timeout(150)
        places.append(visit.page.evaluate("window.scrollY"))
    assert places[0] == places[1], "The page is still scrolling."


def test_axe_finds_nothing_serious_where_one_signs_in(browser, tmp_path: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing: run `make install`.")
    accounts = pytest.importorskip("assistant.service.accounts")
    accounts.add_user(tmp_path / "users", "sari", "rahasia-sekali")
    with serving(ScriptedAssistant(), tmp_path, auth_file=tmp_path / "users") as address:
        for options in ({"locale": "id-ID"}, {"locale": "en-US", "color_scheme": "dark", **PHONE}):
            context = browser.new_context(**options)
            page = context.new_page()
            page.goto(address)
            page.wait_for_selector("input[type=password]")
            result = axe.Axe().run(page, options=RULES).response
            serious = [one["id"] for one in result["violations"] if one["impact"] in ("serious", "critical")]
            context.close()
            assert not serious


# The contrast of every visible text with the first opaque ground behind it.
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
  for (const element of document.querySelectorAll(".gradio-container main *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !element.checkVisibility() || element.closest(".visually-hidden, .sr-only, .skip")) continue;
    const [a, b] = [light(channels(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) faint.push(`${element.className}: ${ratio.toFixed(2)} ${element.textContent.slice(0, 40)}`);
  }
  return faint;
}
"""
# Texts that end outside the window or are clipped by their own box.
CUT_OFF = """
() => [...document.querySelectorAll("button, a, h1, h2, h3, p, summary, label")]
  .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, .skip, .sr-only") && one.innerText?.trim())
  .filter((one) => { const box = one.getBoundingClientRect(); return box.right > window.innerWidth + 1 || box.left < -1; })
  .map((one) => `${one.id} ${one.className} ${one.innerText.slice(0, 30)}`)
"""
# A number inside a sentence may be as small as the sentence's line.
SMALL = """
() => [...document.querySelectorAll("button, summary, input, nav a")]
  .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, .skip, .sr-only, blockquote"))
  .filter((one) => { const box = one.getBoundingClientRect(); return box.width < 24 || box.height < 24; })
  .filter((one) => !(one.matches("input[type=checkbox]") && one.closest("label").getBoundingClientRect().height >= 24))
  .map((one) => `${one.id} ${one.className} ${one.textContent.slice(0, 30)} ${one.getBoundingClientRect().height}`)
"""
# Where the keyboard is when a page was just opened.
FROM_THE_TOP = """
() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  window.scrollTo(0, 0);
}
"""
FOCUS = """
() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one);
  const frame = one.closest("#ask") && one.tagName === "TEXTAREA" ? getComputedStyle(document.getElementById("ask")) : null;
  const box = one.getBoundingClientRect();
  const x = box.left + box.width / 2, y = box.top + Math.min(box.height / 2, 20);
  const top = document.elementFromPoint(x, y);
  return {
    name: `${one.id || one.closest("[id]")?.id || ""} ${one.className}`.trim(),
    outlined: style.outlineStyle === "solid" || frame?.borderTopStyle === "solid",
    seen: Boolean(top && (one.contains(top) || top.contains(one) || top.closest("label"))),
  };
}
"""
