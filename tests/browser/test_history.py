"""What the browser keeps: reloads, a restart of the server, names, and forgetting."""

from __future__ import annotations

from pathlib import Path

from assistant.page.indonesian import INDONESIAN as WORDS
from tests.browser.conftest import Visit, free_port, serving
from tests.browser.scripted import RULE, ScriptedAssistant

LIKES, VOTES = "Bolehkah PNS menyukai unggahan caleg?", "Apakah ASN boleh ikut memilih?"
STORED = "localStorage.getItem('percakapan') ?? ''"


def titles(visit: Visit) -> list[str]:
    visit.page.click("#history")
    return [text.split("\n")[0] for text in visit.page.locator("#history-list .open").all_inner_texts()]


def test_a_reload_finds_the_conversation_and_it_goes_on(visit: Visit) -> None:
    visit.ask_and_wait(LIKES)
    visit.reload()
    visit.page.wait_for_selector("#turn-0 .verdict")
    assert RULE in visit.page.inner_text("#turn-0")
    visit.page.click("#turn-0 .answer-text .cite >> nth=0")
    visit.page.wait_for_selector("#turn-0 .opened mark")
    visit.ask_and_wait("Apa sanksinya?", turns=2)
    assert visit.assistant.asked[-1] == ("Apa sanksinya?", [LIKES])


def test_a_restart_of_the_server_loses_nothing(browser, tmp_path: Path) -> None:
    port, scripted = free_port(), ScriptedAssistant()
    with serving(scripted, tmp_path, port=port) as address:
        context = browser.new_context(locale="id-ID")
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector(".welcome")
        page.fill("#question textarea", LIKES)
        page.press("#question textarea", "Enter")
        page.wait_for_selector("#turn-0 .verdict")
    try:
        page.fill("#question textarea", VOTES)
        page.press("#question textarea", "Enter")
        page.wait_for_selector(f"#hint:has-text('{WORDS.connection_lost}')", timeout=20_000)
        assert page.input_value("#question textarea") == VOTES
        with serving(scripted, tmp_path, port=port):
            page.reload()
            page.wait_for_selector("#turn-0 .verdict")
            assert page.input_value("#question textarea") == VOTES, "What was being typed is lost."
            page.press("#question textarea", "Enter")
            page.wait_for_selector("#turn-1 .verdict")
            assert scripted.asked[-1] == (VOTES, [LIKES])
    finally:
        context.close()


def test_conversations_are_listed_opened_renamed_and_deleted(visit: Visit) -> None:
    visit.ask_and_wait(LIKES)
    visit.page.click("#new")
    visit.ask_and_wait(VOTES)
    assert titles(visit) == [VOTES, LIKES]

    visit.page.click(f"[aria-label='{WORDS.rename}: {LIKES}']")
    visit.page.fill("#history-list input", "Soal <b>suka</b>")
    visit.page.keyboard.press("Enter")
    assert visit.page.locator("#history-list b").count() == 0
    visit.page.click("#history-list .open:has-text('Soal')")
    visit.page.wait_for_selector(f"#turn-0:has-text('{LIKES}')")

    assert titles(visit) == [VOTES, "Soal <b>suka</b>"]
    visit.page.click(f"[aria-label='{WORDS.delete}: {VOTES}']")
    assert VOTES in visit.page.inner_text("#confirm-text")
    visit.page.click("#confirm-no")
    assert visit.page.locator("#history-list .open").count() == 2
    visit.page.click(f"[aria-label='{WORDS.delete}: {VOTES}']")
    visit.page.click("#confirm-yes")
    assert visit.page.locator("#history-list .open").count() == 1

    visit.page.click("#history-delete-all")
    visit.page.click("#confirm-yes")
    assert visit.page.is_visible("#history-empty")
    assert LIKES not in visit.page.evaluate(STORED)
    visit.page.keyboard.press("Escape")
    assert visit.page.is_visible(".welcome")


def test_nothing_is_kept_where_it_is_not_wanted(visit: Visit) -> None:
    visit.page.click("#history")
    visit.page.uncheck("#history-keep")
    visit.page.keyboard.press("Escape")
    visit.ask_and_wait(LIKES)
    assert LIKES not in visit.page.evaluate(STORED)
    assert titles(visit) == [LIKES], "It can still be come back to while the page is open."
    visit.reload()
    assert visit.page.is_visible(".welcome")


def test_a_full_browser_forgets_the_oldest_and_says_so(visit: Visit) -> None:
    visit.ask_and_wait(LIKES)
    visit.page.click("#new")
    # What is left of the browser's five million characters after this holds one conversation, not two.
    visit.page.evaluate(
        "() => { const kept = localStorage.getItem('percakapan').length;"
        " for (let size = 5_300_000; size > 1000; size -= 1000)"
        " try { localStorage.setItem('penuh', 'x'.repeat(size)); break; } catch {} "
        " return kept; }"
    )
    visit.ask_and_wait(VOTES)
    visit.page.wait_for_selector(f"#hint:has-text('{WORDS.history_full}')")
    assert titles(visit) == [VOTES]


def test_a_spoilt_history_is_as_if_there_were_none(visit: Visit) -> None:
    put = "(text) => { localStorage.setItem('percakapan', text); sessionStorage.setItem('percakapan', 'a'); }"
    for spoilt in ("{", '{"format": 1, "keep": true, "conversations": [{"id": "a", "turns": [{"format": 1}]}]}'):
        visit.page.evaluate(put, spoilt)
        visit.reload()
        visit.ask_and_wait(LIKES)
        visit.page.evaluate("localStorage.clear()")


def test_two_windows_do_not_overwrite_each_other(visit: Visit) -> None:
    other = visit.page.context.new_page()
    other.goto(visit.address)
    other.wait_for_selector(".welcome")
    visit.ask_and_wait(LIKES)
    other.fill("#question textarea", VOTES)
    other.press("#question textarea", "Enter")
    other.wait_for_selector("#turn-0 .verdict")
    assert titles(visit) == [VOTES, LIKES]
