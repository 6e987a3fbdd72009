"""Turns as HTML: what is shown of a question and its answer, and that nothing in a text becomes markup.

The numbers and documents behind an answer have a file of their own: `test_page_conversation_sources.py`.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import passage, quote_of
from page_reader import PageReader

from assistant.page.conversation import (
    SHOWN,
    announcement,
    chips,
    heading_of,
    plain_text,
    refusal,
    said_further,
    turn_html,
)
from assistant.page.english import ENGLISH
from assistant.page.indonesian import INDONESIAN as WORDS
from assistant.page.languages import LANGUAGES
from assistant.page.markup import escape
from assistant.page.turns import Turn
from assistant.page.wording import PageWording
from assistant.text import MAX_QUESTION_CHARACTERS
from assistant.types import Answer, Block, Citation, Notice, Role, Sentence, Source, Status, Verdict
from tests.browser.scripted import HOSTILE, PHRASED, RULE, SANCTION, SUGGESTIONS, explained, message, ruling

QUESTION = "Bolehkah PNS menyukai unggahan caleg?"


def shown(answer: Answer, words: PageWording = WORDS, *, rated: bool = False) -> PageReader:
    return PageReader(turn_html(0, Turn(QUESTION, answer), words, rated=rated))


def told(text: str) -> PageReader:
    """A turn with a message in place of an answer."""
    return PageReader(turn_html(0, Turn(QUESTION, message=text), WORDS, rated=True))


def quoting(role: Role, count: int) -> Answer:
    """An answer with one block of so many quotations, "Kalimat 1." and so on."""
    quotes = [quote_of(passage(f"Kalimat {n}.", number=n)) for n in range(1, count + 1)]
    block = Block(role, "**Petunjuk**", tuple(Sentence(quote.text, (quote,)) for quote in quotes))
    citations = tuple(Citation(n, quote) for n, quote in enumerate(quotes, start=1))
    return Answer(QUESTION, Status.ANSWERED, None, (block,), citations)


def with_notices(*notices: Notice) -> Answer:
    return replace(ruling(QUESTION), notices=notices)


def classes(reader: PageReader, tag: str) -> list[str | None]:
    return [attributes.get("class") for name, attributes in reader.elements if name == tag]


# Texts stay texts


PLACES = ("question", "message", "lead", "sentence", "notice", "suggestion", "quotation", "locator", *Source.__slots__)


@pytest.mark.parametrize("place", [name for name in PLACES if name not in ("date", "digest")])
def test_nothing_in_a_text_becomes_markup(place: str) -> None:
    plain = PageReader(turn_html(0, _turn_with(place, "**aman**"), WORDS, rated=True))
    hostile = PageReader(turn_html(0, _turn_with(place, HOSTILE), WORDS, rated=True))
    assert hostile.outline == plain.outline
    # Only bold is read in leads, which are our own words; from any other place the text comes out as it went in.
    expected = HOSTILE.replace("**bold**", "bold") if place == "lead" else HOSTILE
    assert (expected in hostile.text) == (place not in ("id", "name", "url", "locator")), (
        "Those are not shown as they are."
    )


def _turn_with(place: str, text: str) -> Turn:
    """A turn whose one text, named by its place, is `text`."""
    if place == "question":
        return Turn(text, ruling(text))
    if place == "message":
        return Turn(QUESTION, message=text)
    cited = passage(text if place == "quotation" else RULE)
    if place == "locator":
        cited = replace(cited, locator=text)
    elif place in Source.__slots__:
        cited = replace(cited, source=replace(cited.source, **{place: text}))
    quote = quote_of(cited)
    ours = Sentence(text if place == "sentence" else "Disusun sendiri.", (quote,), verbatim=False)
    lead = text if place == "lead" else "**Petunjuk**"
    notice = Notice("digest", text if place == "notice" else "Ini ringkasan.")
    answer = Answer(
        QUESTION,
        Status.ANSWERED,
        Verdict.TIDAK_BOLEH,
        (Block(Role.RULE, lead, (Sentence(quote.text, (quote,)), ours)),),
        (Citation(1, quote),),
        notices=(notice, replace(notice, about_question=True)),
        suggestions=(text if place == "suggestion" else "Apa sanksinya?",),
    )
    return Turn(QUESTION, answer)


def test_control_characters_and_reordering_marks_are_left_out() -> None:
    assert escape("a\x00b\x1b[31m\u202ec\u2066d\ne\tf") == "ab[31mcd\ne\tf"
    assert "a\x00b\u202ec" not in turn_html(0, Turn("a\x00b\u202ec"), WORDS)


def test_no_two_things_of_a_conversation_have_the_same_id() -> None:
    turn = Turn(QUESTION, ruling(QUESTION))
    identities = PageReader(turn_html(0, turn, WORDS) + turn_html(1, turn, WORDS)).attributes("id")
    assert identities == ["turn-0", "turn-0-sources", "turn-1", "turn-1-sources"]


# The question


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_a_question_is_introduced_to_who_cannot_see_it(words: PageWording) -> None:
    reader = shown(ruling(QUESTION), words)
    assert reader.texts("h2") == [words.you_asked]
    assert ("p", {"class": "question", "dir": "auto"}) in reader.elements
    assert QUESTION in reader.texts("p")


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("", WORDS.empty_question),
        (" \n\t ", WORDS.empty_question),
        ("a" * 20_000, "20000"),
        ("a" * (MAX_QUESTION_CHARACTERS + 1), str(MAX_QUESTION_CHARACTERS + 1)),
        ("a" * MAX_QUESTION_CHARACTERS, ""),
        ("😀", ""),
        ("ﷺ" * 50, ""),
        ("\x00\x1b", ""),
    ],
)
def test_a_question_is_sent_back_only_when_it_is_empty_or_too_long(question: str, reason: str) -> None:
    given = refusal(question, WORDS)
    assert (reason in given) if reason else given == ""


def test_what_is_too_long_is_told_in_the_language_of_the_page() -> None:
    limit = MAX_QUESTION_CHARACTERS
    assert refusal("a" * 5_000, ENGLISH) == ENGLISH.long_question.format(length=5_000, limit=limit)


# The verdict


@pytest.mark.parametrize(
    ("verdict", "heading"),
    [
        (Verdict.BOLEH, "Boleh"),
        (Verdict.TIDAK_BOLEH, "Tidak boleh"),
        (Verdict.BERSYARAT, "Boleh dengan syarat"),
        (Verdict.WAJIB, "Wajib"),
        (None, WORDS.no_verdict),
    ],
)
def test_the_verdict_is_said_in_words_and_has_its_own_look(verdict: Verdict | None, heading: str) -> None:
    answer = ruling(QUESTION, verdict=verdict)
    reader = shown(answer)
    assert heading_of(answer, WORDS) == reader.texts("h3")[0] == heading
    assert f"answer answer--cited answer--{verdict.value if verdict else 'neutral'}" in classes(reader, "div")


def test_every_verdict_has_a_shape_of_its_own_for_who_sees_no_colours() -> None:
    pages = [turn_html(0, Turn(QUESTION, ruling(QUESTION, verdict=verdict)), WORDS) for verdict in (*Verdict, None)]
    shapes = {page[page.index("<svg") : page.index("</svg>")] for page in pages}
    assert len(shapes) == len(pages)


def test_an_english_answer_has_its_verdict_in_english_on_an_indonesian_page() -> None:
    answer = replace(ruling("May I?"), language="en")
    assert shown(answer).texts("h3")[0] == "Not allowed"
    assert shown(ruling(QUESTION), ENGLISH).texts("h3")[0] == "Tidak boleh", "The answer keeps its language."


def test_a_verdict_is_not_said_twice() -> None:
    block = Block(Role.VERDICT, "**Tidak boleh.** Dokumen yang ada melarangnya:")
    reader = shown(replace(ruling(QUESTION), blocks=(block,), citations=()))
    assert reader.text.count("Tidak boleh") == 1
    assert "Dokumen yang ada melarangnya:" in reader.texts("p")


@pytest.mark.parametrize("status", [Status.OUT_OF_SCOPE, Status.DECLINED])
def test_a_refusal_is_quiet_and_has_no_heading(status: Status) -> None:
    reader = shown(message("Cuaca?", status, "Itu di luar bidang saya."))
    assert "answer answer--plain answer--neutral" in classes(reader, "div")
    assert reader.texts("h3") == []
    assert "Itu di luar bidang saya." in reader.texts("p")


def test_what_was_not_found_says_so() -> None:
    reader = shown(message("Lain?", Status.NOT_FOUND, "Jawabannya **tidak ditemukan**."))
    assert reader.texts("h3") == [WORDS.not_found]
    assert reader.texts("strong") == ["tidak ditemukan"]


def test_an_answer_without_blocks_is_still_shown() -> None:
    assert shown(Answer(QUESTION, Status.ANSWERED, Verdict.BOLEH, ())).texts("h3") == ["Boleh"]


# The parts of an answer


@pytest.mark.parametrize("role", Role)
def test_every_part_has_its_own_look(role: Role) -> None:
    reader = shown(quoting(role, 1))
    assert classes(reader, "section") == [f"block block--{role.value.replace('_', '-')}"]
    assert reader.texts("strong") == ["Petunjuk"]


@pytest.mark.parametrize("role", [Role.LIMIT, Role.PHASE])
def test_conditions_and_phases_are_a_list_and_never_folded_away(role: Role) -> None:
    reader = shown(quoting(role, 9))
    assert [item for item in reader.texts("li") if item.startswith("“")] == [
        f"“Kalimat {n}.” {n}" for n in range(1, 10)
    ]
    assert reader.texts("details") == []


@pytest.mark.parametrize(("role", "limit"), SHOWN.items(), ids=[role.value for role in SHOWN])
def test_what_is_quoted_beyond_the_first_is_folded_away(role: Role, limit: int) -> None:
    reader = shown(quoting(role, limit + 2))
    (folded,) = reader.texts("details")
    quotations = [f"“Kalimat {n}.” {n}" for n in range(1, limit + 3)]
    assert folded == WORDS.more_quotes.format(count=2) + "".join(quotations[limit:])
    assert reader.texts("blockquote") == quotations
    assert classes(reader, "details") == ["more"]
    assert reader.texts("summary") == [WORDS.more_quotes.format(count=2)]


@pytest.mark.parametrize(("role", "limit"), SHOWN.items(), ids=[role.value for role in SHOWN])
def test_nothing_is_folded_where_everything_fits(role: Role, limit: int) -> None:
    assert shown(quoting(role, limit)).texts("details") == []


def test_a_sentence_of_ours_is_not_shown_as_a_quotation() -> None:
    quote = quote_of(passage(RULE))
    block = Block(Role.FACT, "", (Sentence("Disusun sendiri.", (quote,), verbatim=False),))
    reader = shown(replace(ruling(QUESTION), blocks=(block,), citations=(Citation(1, quote),)))
    assert reader.texts("blockquote") == []
    assert "Disusun sendiri. 1" in reader.texts("p")


def test_a_quotation_over_several_lines_stands_on_one() -> None:
    quote = quote_of(passage("Pegawai\n  wajib\tnetral."))
    block = Block(Role.RULE, "", (Sentence(quote.text, (quote,)),))
    reader = shown(replace(ruling(QUESTION), blocks=(block,), citations=(Citation(1, quote),)))
    assert reader.texts("blockquote") == ["“Pegawai wajib netral.” 1"]


# Notices


def test_what_puts_the_question_right_stands_above_the_verdict_and_only_there() -> None:
    correction = Notice("unknown_law", "UU itu tidak ada.", about_question=True)
    answer = with_notices(Notice("digest", "Ini ringkasan."), correction)
    text = shown(answer).text
    assert text.count(correction.text) == text.count("Ini ringkasan.") == 1
    order = [text.index(part) for part in (correction.text, "Tidak boleh", RULE, "Ini ringkasan.", WORDS.standing_line)]
    assert order == sorted(order)


@pytest.mark.parametrize(
    "kind", ["repealed_law", "unknown_law", "sources_disagree", "digest", "old_source", "model_failed"]
)
def test_every_kind_of_notice_has_its_own_look(kind: str) -> None:
    reader = shown(with_notices(Notice(kind, "Perhatikan.")))
    assert f"notice notice--{kind.replace('_', '-')}" in classes(reader, "li")


def test_what_warns_of_the_law_does_not_look_like_any_other_notice() -> None:
    kinds = ("repealed_law", "unknown_law", "sources_disagree", "model_failed", "digest")
    pages = [turn_html(0, Turn(QUESTION, with_notices(Notice(kind, "Perhatikan."))), WORDS) for kind in kinds]
    shapes = {page[page.index('<li class="notice') :].split("</svg>")[0].split("<svg")[1] for page in pages}
    assert len(shapes) == len(kinds)


@pytest.mark.parametrize("kind", ["", "a b", 'x" onclick="alert(1)', "besar sekali"])
def test_a_kind_of_notice_that_is_none_is_not_believed(kind: str) -> None:
    reader = shown(with_notices(Notice(kind, "Perhatikan.")))
    assert "notice notice--other" in classes(reader, "li")


def test_no_room_is_left_for_notices_where_there_are_none() -> None:
    assert "notices" not in classes(shown(with_notices()), "ul")


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_only_what_quotes_is_called_a_reading_of_quotations(words: PageWording) -> None:
    assert shown(ruling(QUESTION), words).text.count(words.standing_line) == 1
    assert words.standing_line not in shown(message("Cuaca?", Status.OUT_OF_SCOPE, "Di luar bidang saya."), words).text


# What can be pressed


def test_every_answer_can_be_copied_and_asked_again() -> None:
    answer = ruling(QUESTION)
    reader = shown(answer)
    assert reader.attributes("data-copy") == [plain_text(answer, WORDS)]
    assert reader.attributes("data-copied") == [WORDS.copied]
    assert len(reader.attributes("data-retry")) == 1


def test_a_message_says_why_there_is_no_answer_and_offers_to_ask_again() -> None:
    reader = told("Dihentikan.")
    assert "Dihentikan." in reader.texts("p")
    assert len(reader.attributes("data-retry")) == 1
    assert reader.attributes("data-copy") == reader.attributes("data-rate") == []


def test_only_where_feedback_is_wanted_is_it_asked_for() -> None:
    assert shown(ruling(QUESTION), rated=True).attributes("data-rate") == ["good", "bad"]
    assert shown(ruling(QUESTION)).attributes("data-rate") == []
    for name in (WORDS.feedback_good, WORDS.feedback_bad):
        assert name in shown(ruling(QUESTION), rated=True).texts("button")


def test_the_chips_under_an_answer_ask_what_they_say() -> None:
    reader = shown(ruling(QUESTION))
    assert reader.attributes("data-ask") == list(SUGGESTIONS)
    assert [text for text in reader.texts("button") if text in SUGGESTIONS] == list(SUGGESTIONS)


def test_chips_have_a_name_and_are_not_there_without_questions() -> None:
    reader = PageReader(chips("Tanya juga", ["Apa itu netralitas?"], WORDS))
    assert ("nav", {"class": "chips", "aria-label": "Tanya juga"}) in reader.elements
    assert reader.texts("h3") == ["Tanya juga"]
    assert chips("Tanya juga", [], WORDS) == ""


def test_every_button_only_does_what_the_script_knows() -> None:
    """A button without `type` would send the form around it."""
    known = {"data-ask", "data-retry", "data-copy", "data-cite", "data-sources", "data-rate"}
    buttons = [attributes for tag, attributes in shown(ruling(QUESTION), rated=True).elements if tag == "button"]
    assert buttons
    for attributes in buttons:
        assert attributes["type"] == "button"
        assert len(known & attributes.keys()) == 1


# What is said and copied


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_a_screen_reader_hears_what_became_of_the_question(words: PageWording) -> None:
    assert announcement(Turn(QUESTION, ruling(QUESTION)), words) == words.answer_ready.format(
        heading="Tidak boleh", count=2
    )
    refused = message("Cuaca?", Status.OUT_OF_SCOPE, "Di luar bidang saya.")
    assert "Di luar bidang saya." in announcement(Turn("Cuaca?", refused), words)
    assert announcement(Turn(QUESTION, message="Dihentikan."), words) == "Dihentikan."


def test_the_copied_text_holds_question_verdict_quotation_notices_and_sources() -> None:
    correction = Notice("unknown_law", "UU itu tidak ada.", about_question=True)
    text = plain_text(with_notices(correction, Notice("digest", "Ini ringkasan.")), WORDS)
    for part in (QUESTION, "TIDAK BOLEH", RULE, "[1]", "[2] ASN Diminta", "Ringkasan berita", "paragraf 6"):
        assert part in text
    assert text.count(correction.text) == text.count("Ini ringkasan.") == 1
    assert text.endswith(f"— {WORDS.product}. {WORDS.disclaimer}")
    assert "**" not in text


def test_a_refusal_can_be_copied_too() -> None:
    text = plain_text(message("Cuaca?", Status.OUT_OF_SCOPE, "Di luar bidang saya."), WORDS)
    assert text.startswith("Cuaca?\n\nDi luar bidang saya.\n\n")
    assert WORDS.sources not in text


# What a language model phrased


EXPLAINED = explained(ruling(QUESTION), *PHRASED)


def test_an_explanation_is_running_text_with_numbers_and_says_who_made_it() -> None:
    reader = shown(EXPLAINED)
    assert " ".join(f"{said} 12" for said in PHRASED) in [" ".join(text.split()) for text in reader.texts("p")]
    assert "Disusun model bahasa; tiap kalimat sudah dicocokkan dengan kutipannya." in reader.texts("p")
    assert not any(said in text for said in PHRASED for text in reader.texts("blockquote"))
    assert f"“{PHRASED[0]}" not in reader.text
    assert reader.attributes("data-cite")[:6] == ["1", "2"] * 3


def test_an_explanation_stands_between_the_verdict_and_the_quotations() -> None:
    text = shown(EXPLAINED).text
    places = [text.index(part) for part in ("Tidak boleh", "Dokumen melarang", "Dengan kata lain", *PHRASED, RULE)]
    assert places == sorted(places)


def test_where_nothing_is_ruled_the_explanation_comes_first_and_the_first_quotation_stays_in_sight() -> None:
    facts = quoting(Role.FACT, 3)
    for reader in (
        shown(explained(facts, "Begini.")),
        PageReader(turn_html(0, Turn(QUESTION, facts), WORDS, is_written=True)),
    ):
        assert classes(reader, "section") == ["block block--explanation", "block block--fact"]
        assert [f"Kalimat {n}." in reader.texts("details")[0] for n in (1, 2, 3)] == [False, True, True]


def test_the_first_quotation_stays_in_sight_and_the_others_are_one_press_away() -> None:
    reader = shown(EXPLAINED)
    assert classes(reader, "details") == ["more away"]
    (away,) = reader.texts("details")
    assert away.startswith(WORDS.source_quotes)
    assert SANCTION in away
    assert RULE not in away
    assert shown(ruling(QUESTION)).texts("details") == []


def test_conditions_phases_and_what_sources_disagree_about_stay_in_sight_beside_an_explanation() -> None:
    quotes = [quote_of(passage(f"Kalimat {n}.", number=n)) for n in range(1, 6)]
    roles = (Role.VERDICT, Role.RULE, Role.LIMIT, Role.PHASE, Role.SANCTION)
    blocks = (Block(role, "", (Sentence(one.text, (one,)),)) for role, one in zip(roles, quotes, strict=True))
    citations = tuple(Citation(n, quote) for n, quote in enumerate(quotes, start=1))
    answer = explained(Answer(QUESTION, Status.ANSWERED, Verdict.BERSYARAT, tuple(blocks), citations), "Bergantung.")
    (away,) = shown(answer).texts("details")
    assert [f"Kalimat {n}." in away for n in range(1, 6)] == [False, True, False, False, True]
    disagreeing = replace(answer, notices=(Notice("sources_disagree", "Sumbernya berbeda."),))
    assert shown(disagreeing).texts("details") == []


def test_while_it_is_written_the_answer_can_be_read_and_nothing_else() -> None:
    for answer in (ruling(QUESTION), EXPLAINED):
        reader = PageReader(turn_html(0, Turn(QUESTION, answer), WORDS, rated=True, is_written=True))
        assert WORDS.writing in reader.texts("p")
        assert "Disusun model bahasa" not in reader.text
        assert reader.attributes("aria-busy") == ["true"]
        for button in ("data-copy", "data-retry", "data-rate", "data-ask"):
            assert reader.attributes(button) == []
        assert reader.attributes("data-cite")
    assert shown(EXPLAINED).attributes("aria-busy") == []
    assert WORDS.writing not in shown(EXPLAINED).text


def test_the_parts_of_an_answer_stay_where_they_are_when_it_is_complete() -> None:
    """Who unfolded something while it was written must not lose it."""
    pages = [turn_html(0, Turn(QUESTION, EXPLAINED), WORDS, is_written=written) for written in (True, False)]
    parts = [classes(PageReader(page), "section") for page in pages]
    assert parts[0] == parts[1]
    assert classes(PageReader(pages[0]), "details") == classes(PageReader(pages[1]), "details")


def test_hostile_words_of_a_language_model_stay_words() -> None:
    plain, hostile = (shown(explained(ruling(QUESTION), text)) for text in ("**aman**", HOSTILE))
    assert hostile.outline == plain.outline
    assert HOSTILE in hostile.text


def test_that_an_explanation_was_stopped_is_said_under_it() -> None:
    reader = PageReader(turn_html(0, Turn(QUESTION, EXPLAINED, message="Berhenti <b>di sini</b>."), WORDS))
    assert ("p", {"class": "remark"}) in reader.elements
    assert "Berhenti <b>di sini</b>." in reader.texts("p")


def test_a_screen_reader_hears_the_explanation_once_it_is_complete() -> None:
    turn = Turn(QUESTION, EXPLAINED)
    assert said_further(turn) == f"Dengan kata lain: {' '.join(PHRASED)}"
    assert not any(said in announcement(turn, WORDS) for said in PHRASED)
    assert said_further(Turn(QUESTION, ruling(QUESTION))) == ""
    failed = with_notices(Notice("digest", "Ini ringkasan."), Notice("model_failed", "Model bahasa tidak menjawab."))
    assert said_further(Turn(QUESTION, failed)) == "Model bahasa tidak menjawab."


def test_what_is_copied_says_what_a_language_model_phrased() -> None:
    copied = plain_text(EXPLAINED, WORDS)
    assert f"Dengan kata lain\n\n{PHRASED[0]} [1] [2]" in copied
    assert "Disusun model bahasa" in copied
