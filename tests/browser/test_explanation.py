"""An answer that a language model puts in other words while it is read, in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.page.english import ENGLISH as ENGLISH_WORDS
from assistant.page.indonesian import INDONESIAN as WORDS
from assistant.wording import INDONESIAN as SAID
from tests.browser.conftest import DARK, ENGLISH, PHONE, Visit, open_with, serving, visiting
from tests.browser.scripted import HOSTILE, PHRASED, RULE, SANCTION, PhrasingAssistant
from tests.browser.test_accessibility import CONTRAST, CUT_OFF, RULES, SMALL
from tests.browser.test_hostile import INSERTED

LIKES = "Bolehkah PNS menyukai unggahan caleg?"
SENTENCES = ".explained > span"


@pytest.fixture(scope="module")
def assistant() -> PhrasingAssistant:
    return PhrasingAssistant()


@pytest.fixture(scope="module")
def address(assistant: PhrasingAssistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("store")
    with serving(assistant, folder, feedback_file=folder / "feedback.jsonl") as served:
        yield served


@pytest.fixture
def visit(request: pytest.FixtureRequest, browser, address: str, assistant: PhrasingAssistant) -> Iterator[Visit]:
    """A fresh window, and no sentence of the model until the test lets it come."""
    while assistant.may_go_on.acquire(blocking=False):
        pass
    with visiting(browser, address, assistant, **getattr(request, "param", {})) as opened:
        yield opened
    # Whatever still waits for its next sentence comes to its end.
    assistant.go_on()
    assert assistant.closed.wait(10)


def ask_and_read(visit: Visit, question: str = LIKES, sentences: int = 0) -> None:
    """Ask, and let so many sentences come."""
    visit.ask(question)
    visit.page.wait_for_selector(".writing")
    visit.assistant.go_on(sentences)
    visit.page.wait_for_function(f"document.querySelectorAll('{SENTENCES}').length === {sentences}")


def complete(visit: Visit) -> None:
    visit.assistant.go_on()
    visit.page.wait_for_selector(".answer-text > .actions")


def shown_sentences(visit: Visit) -> list[str]:
    return [text.rstrip(" 0123456789\n") for text in visit.page.locator(SENTENCES).all_inner_texts()]


def test_the_verdict_is_there_before_the_explanation_which_comes_sentence_by_sentence(visit: Visit) -> None:
    ask_and_read(visit)
    assert visit.page.inner_text(".verdict span").lower() == "tidak boleh"
    assert RULE in visit.page.inner_text(".block--rule blockquote")
    assert visit.page.inner_text(".writing") == WORDS.writing
    for count in range(1, len(PHRASED)):
        visit.assistant.go_on(1)
        visit.page.wait_for_function(f"document.querySelectorAll('{SENTENCES}').length === {count}")
        assert shown_sentences(visit) == list(PHRASED[:count])
        assert visit.page.is_visible("#stop")
    complete(visit)
    assert shown_sentences(visit) == list(PHRASED)
    assert visit.page.inner_text(".made") == SAID.explained_by
    assert visit.page.locator(".writing").count() == 0
    assert visit.page.is_visible("#send")


def test_what_was_opened_and_focused_stays_so_while_more_is_written(visit: Visit) -> None:
    ask_and_read(visit, sentences=1)
    visit.page.click(".away summary")
    assert SANCTION in visit.page.inner_text(".away blockquote")
    visit.page.click(f"{SENTENCES} .cite >> nth=1")
    visit.page.wait_for_selector(".opened mark")
    assert visit.page.inner_text(".opened mark") == SANCTION
    visit.page.focus(".away .cite")
    visit.page.evaluate("window.focused = document.activeElement; window.scrolled = window.scrollY")
    complete(visit)
    assert visit.page.evaluate("document.activeElement === window.focused")
    assert visit.page.is_visible(".away blockquote")
    assert visit.page.inner_text(".opened mark") == SANCTION
    visit.page.click(".opened .back")
    assert visit.page.is_visible(".source-list")
    visit.page.hover(f"{SENTENCES} .cite >> nth=0")
    assert RULE in visit.page.inner_text("#preview")


def test_the_verdict_is_announced_at_once_and_the_explanation_when_it_is_complete(visit: Visit) -> None:
    visit.page.evaluate(
        "window.said = []; new MutationObserver((all) => all.forEach((one) => window.said.push(one.target.textContent)))"
        ".observe(document.getElementById('announcement'), { childList: true })"
    )
    ask_and_read(visit, sentences=2)
    verdict = WORDS.answer_ready.format(heading="Tidak boleh", count=2)
    assert visit.page.evaluate("window.said") == [verdict]
    complete(visit)
    assert visit.page.evaluate("window.said") == [verdict, f"Dengan kata lain: {' '.join(PHRASED)}"]


def test_stopping_keeps_what_is_there_and_ends_the_models_work(visit: Visit) -> None:
    ask_and_read(visit, sentences=1)
    visit.page.click("#stop")
    visit.page.wait_for_selector(f".remark:has-text('{WORDS.stopped_writing}')")
    assert visit.page.is_visible("#send")
    visit.assistant.go_on(1)
    assert visit.assistant.closed.wait(5)
    visit.page.wait_for_timeout(300)
    assert shown_sentences(visit) == list(PHRASED[:1]), "A sentence came all the same."
    assert visit.page.locator(".writing").count() == 0
    visit.reload()
    visit.page.wait_for_selector(f".remark:has-text('{WORDS.stopped_writing}')")
    assert shown_sentences(visit) == list(PHRASED[:1])
    visit.page.click("[data-retry]")
    visit.page.wait_for_selector(".writing")
    complete(visit)
    assert shown_sentences(visit) == list(PHRASED)
    assert visit.page.locator(".turn").count() == 1


def test_a_reload_in_the_middle_finds_what_had_come_and_one_at_the_end_finds_all(visit: Visit) -> None:
    ask_and_read(visit, sentences=2)
    visit.reload()
    visit.page.wait_for_selector(".remark")
    assert shown_sentences(visit) == list(PHRASED[:2])
    visit.assistant.go_on(1)
    assert visit.assistant.closed.wait(10), "Nobody reads it any more, but it is still being written."
    visit.page.click("[data-retry]")
    visit.page.wait_for_selector(".writing")
    complete(visit)
    visit.reload()
    visit.page.wait_for_selector(".made")
    assert shown_sentences(visit) == list(PHRASED)
    assert visit.page.locator(".remark").count() == 0
    visit.page.click(f"{SENTENCES} .cite >> nth=0")
    visit.page.wait_for_selector(".opened mark")
    assert visit.page.inner_text(".opened mark") == RULE


def test_a_new_conversation_in_the_middle_begins_at_once_and_the_old_one_is_kept(visit: Visit) -> None:
    ask_and_read(visit, sentences=1)
    visit.page.click("#new")
    visit.page.wait_for_selector(".welcome >> visible=true")
    visit.assistant.go_on(1)
    assert visit.assistant.closed.wait(5)
    visit.ask("Apa sanksinya? bungkam")
    visit.page.wait_for_selector(".answer-text > .actions")
    assert visit.assistant.asked[-1] == ("Apa sanksinya? bungkam", [])
    visit.page.click("#history")
    visit.page.click(f"#history-list .open:has-text('{LIKES}')")
    visit.page.wait_for_selector(".remark")
    assert shown_sentences(visit) == list(PHRASED[:1])


@pytest.mark.parametrize(
    ("question", "said", "told"), [("gagal", 0, SAID.model_failed), ("terputus", 1, SAID.model_cut)]
)
def test_a_model_that_fails_leaves_the_answer_and_a_quiet_notice(
    visit: Visit, question: str, said: int, told: str
) -> None:
    visit.ask(question)
    complete(visit)
    assert visit.page.inner_text(".notice--model-failed") == told
    assert shown_sentences(visit) == list(PHRASED[:said])
    assert RULE in visit.page.inner_text(".block--rule blockquote")
    assert visit.page.locator(".writing, .answer--message").count() == 0


@open_with(ENGLISH)
def test_in_english_the_frame_is_english(visit: Visit) -> None:
    ask_and_read(visit)
    assert visit.page.inner_text(".writing") == ENGLISH_WORDS.writing
    assert visit.page.inner_text(".away summary") == ENGLISH_WORDS.source_quotes
    visit.page.click("#stop")
    visit.page.wait_for_selector(f".remark:has-text('{ENGLISH_WORDS.stopped_writing}')")


def test_hostile_words_of_a_model_are_text_everywhere(visit: Visit) -> None:
    visit.page.add_init_script("window.print = () => { window.printed = true; }")
    visit.reload()
    ask_and_read(visit, f"jahat {LIKES}", sentences=1)
    assert HOSTILE in visit.page.inner_text(".explained")
    complete(visit)
    assert HOSTILE in visit.page.inner_text(".explained")
    visit.reload()
    visit.page.wait_for_selector(".explained")
    assert HOSTILE in visit.page.inner_text(".explained")
    visit.page.click("#export")
    visit.page.click("#export-print")
    visit.page.wait_for_function("window.printed")
    assert visit.page.locator(INSERTED).count() == 0
    visit.page.emulate_media(media="print")
    assert HOSTILE in visit.page.inner_text("#note")
    visit.page.wait_for_timeout(300)


def test_the_exported_file_holds_the_explanation_and_who_made_it(visit: Visit, tmp_path: Path) -> None:
    ask_and_read(visit)
    complete(visit)
    visit.page.click("#export")
    with visit.page.expect_download() as started:
        visit.page.click("#export-markdown")
    started.value.save_as(tmp_path / "catatan.md")
    text = (tmp_path / "catatan.md").read_text("utf-8")
    assert f"{PHRASED[0]} [1] [2] {PHRASED[1]}" in text
    assert SAID.explained_by in text


@pytest.mark.parametrize("visit", [{}, {**PHONE, **DARK, **ENGLISH}], indirect=True, ids=["desktop", "dark phone"])
def test_everybody_can_read_it_while_it_is_written_and_afterwards(visit: Visit) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing: run `make install`.")
    ask_and_read(visit, sentences=2)
    visit.page.wait_for_timeout(400)
    for end in (None, complete):
        if end:
            end(visit)
        result = axe.Axe().run(visit.page, options=RULES).response
        assert not [one["id"] for one in result["violations"] if one["impact"] in ("serious", "critical")]
        assert not visit.page.evaluate(CONTRAST)
        assert not visit.page.evaluate(CUT_OFF)
        assert not [one for one in visit.page.evaluate(SMALL) if "cite" not in one]


def test_whoever_wants_no_motion_sees_nothing_turn_beside_the_text(visit: Visit) -> None:
    ask_and_read(visit, sentences=1)
    visit.page.wait_for_timeout(500)
    running = "document.getAnimations().filter((one) => one.effect.target.closest('.turn') && one.playState === 'running').length"
    assert visit.page.evaluate(running) == 0


def test_who_asks_is_told_where_questions_leave_this_machine(browser, tmp_path: Path) -> None:
    scripted = PhrasingAssistant()
    settings = {"engine": "generative", "chat_model": "openai:besar"}
    with serving(scripted, tmp_path, **settings) as address:
        for options, words in (({}, WORDS), (ENGLISH, ENGLISH_WORDS)):
            with visiting(browser, address, scripted, **options) as visit:
                assert visit.page.inner_text(".remote") == words.remote_line.format(model="openai:besar")
                visit.page.click("#topbar [data-view=about]")
                assert words.remote_privacy.format(model="openai:besar") in visit.page.inner_text("#view-about")
                assert words.privacy[0] not in visit.page.inner_text("#view-about")
