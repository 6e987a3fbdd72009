"""The page as HTML: what is shown, and that nothing in a text becomes markup."""

from __future__ import annotations

import datetime
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from assistant.page import conversation as page
from assistant.page.conversation import Turn
from assistant.page.wording import INDONESIAN as WORDS
from assistant.text import MAX_QUESTION_CHARACTERS
from assistant.types import Answer, Block, Citation, Notice, Quote, Role, Sentence, Status, Verdict
from tests.browser.scripted import HOSTILE, PASSAGE, RULE, SUGGESTIONS, message, ruling

VOID = {"path", "br"}


class Reader(HTMLParser):
    """What a browser would see: the elements with their attributes, and the text inside them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.marked = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open, f"Not closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "mark" in self._open:
            self.marked += data

    def attributes(self, name: str) -> list[str | None]:
        return [attributes[name] for _, attributes in self.elements if name in attributes]


def show(*turns: Turn) -> str:
    return page.conversation(turns, WORDS)


def test_an_empty_conversation_offers_examples_that_ask() -> None:
    reader = Reader(show())
    assert reader.attributes("data-ask") == list(WORDS.examples)


@pytest.mark.parametrize("field", ["question", "message", "lead", "notice", "suggestion", "title", "passage"])
def test_nothing_in_a_text_becomes_markup(field: str) -> None:
    plain, hostile = (Reader(show(_turn_with(field, text))) for text in ("aman", HOSTILE))
    assert [tag for tag, _ in hostile.elements] == [tag for tag, _ in plain.elements]
    assert [sorted(attributes) for _, attributes in hostile.elements] == [sorted(a) for _, a in plain.elements]
    # Only bold is read in leads, which are our own words; from any other place the text comes out as it went in.
    assert (HOSTILE.replace("**bold**", "bold") if field == "lead" else HOSTILE) in hostile.text


def _turn_with(field: str, text: str) -> Turn:
    answer = ruling("Bolehkah?", hostile=field in ("title", "passage") and text == HOSTILE)
    if field == "question":
        return Turn(text, answer)
    if field == "message":
        return Turn("Bolehkah?", message=text)
    if field == "lead":
        text = text if text == HOSTILE else "**aman**"
        return Turn("Bolehkah?", replace(answer, blocks=(Block(Role.MESSAGE, text),), citations=()))
    if field == "notice":
        return Turn("Bolehkah?", replace(answer, notices=(replace(answer.notices[0], text=text),)))
    if field == "suggestion":
        return Turn("Bolehkah?", replace(answer, suggestions=(text,)))
    return Turn("Bolehkah?", answer)


def test_control_characters_and_reordering_marks_are_left_out() -> None:
    assert page.escape("a\x00b\x1b[31m\u202ec\u2066d\ne\tf") == "ab[31mcd\ne\tf"


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict.BOLEH, "Boleh"),
        (Verdict.TIDAK_BOLEH, "Tidak boleh"),
        (Verdict.BERSYARAT, "Boleh dengan syarat"),
        (Verdict.WAJIB, "Wajib"),
        (None, WORDS.no_verdict),
    ],
)
def test_the_verdict_is_said_in_words_and_has_its_own_look(verdict: Verdict | None, words: str) -> None:
    html = show(Turn("Bolehkah?", ruling("Bolehkah?", verdict=verdict)))
    assert f"<span>{words}</span></h3>" in html
    assert f"answer--{verdict.value if verdict else 'neutral'}" in html


def test_an_english_answer_has_its_verdict_in_english() -> None:
    html = show(Turn("May I?", replace(ruling("May I?"), language="en")))
    assert "<span>Not allowed</span></h3>" in html


def test_a_verdict_is_not_said_twice() -> None:
    block = Block(Role.VERDICT, "**Tidak boleh.** Dokumen yang ada melarangnya:")
    html = show(Turn("Bolehkah?", replace(ruling("Bolehkah?"), blocks=(block,), citations=())))
    assert Reader(html).text.count("Tidak boleh") == 2, "Once in the heading, once in the announcement."
    assert '<p class="lead">Dokumen yang ada melarangnya:</p>' in html


def test_what_puts_the_question_right_stands_above_the_verdict_and_only_there() -> None:
    correction = Notice("unknown_law", "UU itu tidak ada.", about_question=True)
    answer = replace(ruling("Bolehkah?"), notices=(Notice("digest", "Ini ringkasan."), correction))
    shown = Reader(show(Turn("Bolehkah?", answer))).text
    article = shown[shown.index(correction.text) :]
    assert shown.count(correction.text) == 1
    assert article.index("Tidak boleh") < article.index(RULE) < article.index("Ini ringkasan.")
    copied = page.plain_text(answer, WORDS)
    assert copied.count(correction.text) == copied.count("Ini ringkasan.") == 1


@pytest.mark.parametrize("status", [Status.OUT_OF_SCOPE, Status.DECLINED])
def test_a_refusal_is_quiet_and_has_no_heading(status: Status) -> None:
    html = show(Turn("Cuaca?", message("Cuaca?", status, "Itu di luar bidang saya.")))
    assert "answer--neutral" in html
    assert "<h3" not in html
    assert "Itu di luar bidang saya." in html


def test_what_was_not_found_says_so() -> None:
    html = show(Turn("Lain?", message("Lain?", Status.NOT_FOUND, "Jawabannya **tidak ditemukan**.")))
    assert WORDS.not_found in html
    assert "<strong>tidak ditemukan</strong>" in html


def test_every_citation_number_opens_a_source_whose_quotation_is_marked_word_for_word() -> None:
    answer = ruling("Bolehkah?")
    reader = Reader(show(Turn("Bolehkah?", answer)))
    sources = [attributes["id"] for tag, attributes in reader.elements if tag == "details"]
    assert reader.attributes("data-cite") == sources == ["turn-0-source-1", "turn-0-source-2"]
    assert reader.marked == "".join(citation.quote.text for citation in answer.citations)
    assert PASSAGE in reader.text
    for part in ("Kabar Contoh", "30 Januari 2024", "Ringkasan berita", "paragraf 6"):
        assert part in reader.text


def test_a_passage_keeps_what_stands_around_its_quotation() -> None:
    answer = ruling("Bolehkah?")
    passage = answer.citations[0].quote.passage
    whole = Quote(passage, 0, len(passage.text))
    block = Block(Role.FACT, "", (Sentence("Disusun sendiri.", (whole,), verbatim=False),))
    html = show(Turn("Bolehkah?", replace(answer, blocks=(block,), citations=(Citation(1, whole),))))
    assert Reader(html).marked == passage.text
    assert "<p>Disusun sendiri. <button" in html


@pytest.mark.parametrize(
    ("url", "linked"), [("https://contoh.example/a?b=1&c", True), ("javascript:alert(1)", False), ("", False)]
)
def test_only_web_addresses_become_links(url: str, linked: bool) -> None:
    answer = ruling("Bolehkah?")
    quote = answer.citations[0].quote
    moved = replace(quote, passage=replace(quote.passage, source=replace(quote.passage.source, url=url)))
    block = Block(Role.RULE, "", (Sentence(RULE, (moved,)),))
    reader = Reader(show(Turn("Bolehkah?", replace(answer, blocks=(block,), citations=(Citation(1, moved),)))))
    assert reader.attributes("href") == ([url] if linked else [])


def test_only_the_last_turn_can_be_asked_again_and_suggests_more() -> None:
    turn = Turn("Bolehkah?", ruling("Bolehkah?"))
    reader = Reader(show(turn, turn))
    assert reader.attributes("data-ask") == list(SUGGESTIONS)
    assert len(reader.attributes("data-retry")) == 1
    assert len(reader.attributes("data-copy")) == 2
    identities = reader.attributes("id")
    assert len(identities) == len(set(identities))


def test_a_pending_question_says_what_it_waits_for() -> None:
    turn = Turn("Bolehkah?", message=WORDS.waiting, pending=True)
    assert page.waits([turn])
    assert not page.waits([replace(turn, pending=False)])
    assert not page.waits([])
    html = show(turn)
    assert WORDS.waiting in html
    assert "data-retry" not in html


def test_the_copied_text_holds_question_verdict_quotation_and_sources() -> None:
    text = page.plain_text(ruling("Bolehkah PNS menyukai unggahan?"), WORDS)
    for part in ("Bolehkah PNS menyukai unggahan?", "TIDAK BOLEH", RULE, "[1]", "[2] ASN Diminta", WORDS.disclaimer):
        assert part in text
    assert "**" not in text


def test_a_refusal_can_be_copied_too() -> None:
    text = page.plain_text(message("Cuaca?", Status.OUT_OF_SCOPE, "Di luar bidang saya."), WORDS)
    assert text.startswith("Cuaca?\n\nDi luar bidang saya.\n\n")


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("", WORDS.empty_question),
        (" \n\t ", WORDS.empty_question),
        ("a" * 20_000, "20000"),
        ("a" * MAX_QUESTION_CHARACTERS, ""),
        ("😀", ""),
        ("ﷺ" * 50, ""),
        ("\x00\x1b", ""),
    ],
)
def test_a_question_is_sent_back_only_when_it_is_empty_or_too_long(question: str, reason: str) -> None:
    refusal = page.refusal(question, WORDS)
    assert (reason in refusal) if reason else refusal == ""


def test_the_banner_is_gone_when_there_is_nothing_to_say() -> None:
    assert page.preparation("", WORDS) == ""
    assert "Model rusak &lt;x&gt;" in page.preparation("Model rusak <x>", WORDS, failed=True)
    assert WORDS.failed in page.preparation("Model rusak", WORDS, failed=True)


def test_dates_are_written_out() -> None:
    assert page.written_date(datetime.date(2024, 12, 1), WORDS) == "1 Desember 2024"
    assert page.written_date(None, WORDS) == "tanpa tanggal"
    assert len(WORDS.months) == 12


def test_an_answer_without_blocks_or_date_is_still_shown() -> None:
    answer = Answer("Bolehkah?", Status.ANSWERED, Verdict.BOLEH, ())
    assert "Boleh" in show(Turn("Bolehkah?", answer))
