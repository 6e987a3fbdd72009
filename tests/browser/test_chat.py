"""Asking and being answered, in Chromium."""

from __future__ import annotations

import threading
from pathlib import Path

from assistant.page.indonesian import INDONESIAN as WORDS
from tests.browser.conftest import PHONE, Visit, open_with, serving, visiting
from tests.browser.scripted import RULE, SUGGESTIONS, ScriptedAssistant

LIKES = "Bolehkah PNS menyukai unggahan caleg?"


def test_a_question_gets_a_verdict_in_words_and_its_quotation(visit: Visit) -> None:
    visit.ask_and_wait(LIKES)
    assert visit.page.inner_text(".verdict span").lower() == "tidak boleh"
    assert visit.page.locator(".verdict svg").count() == 1
    assert RULE in visit.page.inner_text(".block--rule blockquote")
    assert visit.page.input_value("#question textarea") == ""
    assert visit.page.inner_text(".answer-text > .standing") == WORDS.standing_line


def test_the_answer_is_announced_once(visit: Visit) -> None:
    visit.page.evaluate(
        "window.said = []; new MutationObserver((all) => all.forEach((one) => window.said.push(one.target.textContent)))"
        ".observe(document.getElementById('announcement'), { childList: true })"
    )
    visit.ask_and_wait(LIKES)
    spoken = [text for text in visit.page.evaluate("window.said") if "Tidak boleh" in text]
    assert spoken == [WORDS.answer_ready.format(heading="Tidak boleh", count=2)]
    assert visit.page.get_attribute("#announcement", "aria-live") == "polite"


def test_a_chip_asks_its_question_and_the_earlier_one_goes_with_it(visit: Visit) -> None:
    visit.ask_and_wait(LIKES)
    visit.page.click(f".chip:has-text('{SUGGESTIONS[1]}') >> visible=true")
    visit.page.wait_for_selector("#turn-1 .verdict")
    assert visit.page.inner_text("#turn-1 .verdict span").lower() == "boleh"
    assert visit.assistant.asked[-1] == (SUGGESTIONS[1], [LIKES])
    visit.page.click("[data-retry] >> visible=true")
    visit.page.wait_for_function("document.querySelectorAll('#turn-1 .actions').length === 1")
    assert visit.assistant.asked[-1] == (SUGGESTIONS[1], [LIKES])
    visit.page.click("#new")
    visit.page.wait_for_selector(".welcome")
    visit.ask_and_wait(LIKES)
    assert visit.assistant.asked[-1] == (LIKES, []), "The old conversation went along with a new one."


def test_a_topic_unfolds_its_questions_and_asks_one(visit: Visit) -> None:
    visit.page.click(".topics summary >> nth=1")
    chip = visit.page.locator(".topics details >> nth=1").locator(".chip").first
    question = chip.inner_text()
    chip.click()
    visit.page.wait_for_selector("#turn-0 .actions")
    assert visit.page.inner_text("#turn-0 .question") == question


def test_a_slow_answer_can_be_stopped_and_asked_again(visit: Visit) -> None:
    visit.assistant.release.clear()
    visit.ask("pertanyaan lambat")
    visit.page.wait_for_selector(".answer--pending")
    assert visit.page.is_hidden("#send")
    visit.page.click("#stop")
    visit.page.wait_for_selector(f".answer--message:has-text('{WORDS.stopped}')")
    assert visit.page.is_visible("#send")
    visit.assistant.release.set()
    visit.page.wait_for_timeout(500)
    assert visit.page.locator(".verdict").count() == 0, "The stopped answer came all the same."
    visit.page.click("[data-retry]")
    visit.page.wait_for_selector("#turn-0 .verdict")
    visit.assistant.release.clear()


def test_a_second_question_waits_for_the_first(visit: Visit) -> None:
    visit.ask("pertanyaan lambat")
    visit.page.wait_for_selector(".answer--pending")
    visit.ask("Yang lain?")
    visit.page.wait_for_selector(f"#hint:has-text('{WORDS.busy}')")
    assert visit.page.input_value("#question textarea") == "Yang lain?"
    visit.assistant.release.set()
    visit.page.wait_for_selector("#turn-0 .verdict")
    visit.assistant.release.clear()


def test_what_cannot_be_asked_gets_a_hint_and_stays_in_the_box(visit: Visit) -> None:
    visit.ask("  ")
    assert visit.hint() == WORDS.empty_question
    visit.ask("a" * 20_000)
    visit.page.wait_for_selector("#hint:has-text('20000')")
    assert len(visit.page.input_value("#question textarea")) == 20_000
    assert visit.page.locator(".turn").count() == 0
    visit.ask_and_wait("ﷺ" * 50)
    assert visit.page.is_hidden("#hint")


def test_a_failure_is_an_apology_and_the_next_question_is_answered(visit: Visit) -> None:
    visit.ask_and_wait("rusak")
    assert visit.page.inner_text(".answer--message .message") == WORDS.answer_failed
    visit.ask_and_wait(LIKES, turns=2)
    assert visit.page.inner_text("#turn-1 .verdict span").lower() == "tidak boleh"


def test_copy_puts_the_answer_with_its_sources_on_the_clipboard(visit: Visit) -> None:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.ask_and_wait(LIKES)
    visit.page.click(".answer-text > .actions [data-copy]")
    visit.page.wait_for_selector(f"[data-copy]:has-text('{WORDS.copied}')")
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert RULE in copied
    assert "[1] ASN Diminta" in copied


def test_a_question_asked_too_early_is_answered_once_the_assistant_is_ready(browser, tmp_path: Path) -> None:
    may_open = threading.Event()
    scripted = ScriptedAssistant()

    def open_late(_: object) -> ScriptedAssistant:
        may_open.wait(20)
        return scripted

    with serving(open_late, tmp_path) as address, visiting(browser, address, scripted) as visit:
        try:
            visit.page.wait_for_selector(f".banner:has-text('{WORDS.preparing}')")
            visit.ask(LIKES)
            visit.page.wait_for_selector(f".answer--pending:has-text('{WORDS.waiting}')")
        finally:
            may_open.set()
        visit.page.wait_for_selector(".verdict")
        visit.page.wait_for_selector(".banner", state="detached")


@open_with(PHONE)
def test_a_new_answer_begins_at_the_top_of_a_phone(visit: Visit) -> None:
    visit.ask_and_wait(LIKES)
    visit.ask_and_wait("Apakah ASN boleh ikut memilih?", turns=2)
    visit.page.wait_for_function("Math.abs(document.querySelector('#turn-1').getBoundingClientRect().top) < 80")
