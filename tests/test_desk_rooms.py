"""What can be asked for at the desk besides answers: kept turns, sources, documents, notes, feedback.

A browser sends what it likes: whatever that is, there is an answer to it or an AssistantError that says what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from desks import ENGLISH_VISITOR, NEIGHBOUR, QUESTION, VISITOR, desk_of, failed, kept, last_reply, sendable
from page_reader import PageReader

from assistant import __version__
from assistant.desk import Desk, Refused
from assistant.errors import AssistantError, FeedbackError, ModelError, StoreError, TurnError
from assistant.page.conversation import turn_html
from assistant.page.indonesian import INDONESIAN as WORDS
from assistant.page.library import Library
from assistant.page.turns import MAX_TURNS, Turn, read_turn
from assistant.service.feedback import LONGEST_COMMENT, REASONS
from assistant.types import Passage, Status
from assistant.warm_up import WarmUp
from tests.browser.scripted import (
    HOSTILE,
    PASSAGE,
    RULE,
    SANCTION,
    TITLE,
    ScriptedAssistant,
    ScriptedCorpus,
    message,
    passage,
    ruling,
    sanction_passage,
)


@pytest.fixture
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture
def desk(assistant: ScriptedAssistant, tmp_path: Path) -> Desk:
    return desk_of(assistant, tmp_path, feedback_file=tmp_path / "tanggapan.jsonl")


def unready(tmp_path: Path) -> list[Desk]:
    """Desks without an assistant: it is not there yet, or will never be."""
    return [
        desk_of(warm_up, tmp_path) for warm_up in (WarmUp(lambda _: ScriptedAssistant()), failed(ModelError("Rusak.")))
    ]


# Turns that the browser kept


def test_kept_turns_are_shown_as_they_were(desk: Desk) -> None:
    turns = [
        Turn(QUESTION, ruling(QUESTION)),
        Turn("Cuaca?", message("Cuaca?", Status.OUT_OF_SCOPE, "Di luar bidang.")),
    ]
    shown = desk.show({"turns": [kept(turn) for turn in turns]}, VISITOR)
    assert shown == {"html": [turn_html(n, turn, WORDS, rated=True) for n, turn in enumerate(turns)]}


def test_a_kept_turn_looks_as_it_did_when_it_was_answered(desk: Desk) -> None:
    reply = last_reply(desk, number=4)
    assert desk.show({"turns": [reply["turn"]], "number": 4}, VISITOR)["html"] == [reply["html"]]


def test_kept_turns_follow_the_language_of_the_page(desk: Desk) -> None:
    (shown,) = desk.show({"turns": [kept()]}, ENGLISH_VISITOR)["html"]
    assert ENGLISH_VISITOR.words.you_asked in shown


def test_kept_turns_are_shown_while_the_assistant_gets_ready(tmp_path: Path) -> None:
    for desk in unready(tmp_path):
        assert len(desk.show({"turns": [kept()]}, VISITOR)["html"]) == 1


def test_an_empty_conversation_shows_nothing(desk: Desk) -> None:
    assert desk.show({"turns": []}, VISITOR) == {"html": []}


# The document behind a citation


def source(desk: Desk, number: object = 1, turn: Turn | None = None) -> PageReader:
    return PageReader(desk.source({"turn": kept(turn), "n": number}, VISITOR)["html"])


def test_a_source_is_its_whole_document_with_the_quotation_marked(desk: Desk) -> None:
    for number, quotation in ((1, RULE), (2, SANCTION)):
        reader = source(desk, number)
        assert reader.texts("mark") == [quotation]
        assert reader.attributes("data-locator") == ["paragraf 6", "paragraf 9"]
        assert WORDS.source_gone not in reader.text


def test_a_document_that_is_gone_leaves_the_passage_that_was_quoted(desk: Desk, assistant: ScriptedAssistant) -> None:
    assistant.corpus = ScriptedCorpus((passage("Isi lain.", name="lain.md"),), "2")
    reader = source(desk)
    assert WORDS.source_gone in reader.text
    assert reader.texts("mark") == [RULE]
    assert reader.attributes("data-locator") == ["paragraf 6"]


def test_a_document_without_the_quotation_is_not_passed_off_as_its_source(
    desk: Desk, assistant: ScriptedAssistant
) -> None:
    assistant.corpus = ScriptedCorpus((passage("Kini ditulis lain sama sekali."),), "2")
    reader = source(desk)
    assert WORDS.source_gone in reader.text
    assert "Kini ditulis lain" not in reader.text


def test_a_quotation_that_moved_is_found_where_it_stands_now(desk: Desk, assistant: ScriptedAssistant) -> None:
    assistant.corpus = ScriptedCorpus((passage("Pembuka baru.", number=1), passage(PASSAGE, number=2)), "2")
    reader = source(desk)
    assert reader.texts("mark") == [RULE]
    assert WORDS.source_gone not in reader.text


def test_a_source_opens_before_the_assistant_is_ready(tmp_path: Path) -> None:
    for desk in unready(tmp_path):
        assert source(desk).texts("mark") == [RULE]


@pytest.mark.parametrize("number", [0, 3, -1, 10**30, "1", None, [1], {"n": 1}, 1.5], ids=str)
def test_a_number_that_the_answer_does_not_have_opens_nothing(desk: Desk, number: object) -> None:
    with pytest.raises(Refused):
        source(desk, number)


def test_a_turn_without_an_answer_has_no_sources(desk: Desk) -> None:
    with pytest.raises(Refused):
        source(desk, 1, Turn(QUESTION, message="Dihentikan."))


# The documents


def test_the_list_has_every_document_and_says_which_version_it_is(desk: Desk, assistant: ScriptedAssistant) -> None:
    library = Library.of(assistant.corpus.passages)
    shown = desk.documents({}, VISITOR)
    assert shown["text"] == WORDS.documents_text.format(documents=2, passages=3, version=library.fingerprint)
    assert PageReader(shown["html"]).attributes("data-document") == ["contoh/jahat.md", "contoh/media-sosial.md"]


def test_a_search_narrows_the_list_and_not_what_is_said_of_all(desk: Desk) -> None:
    shown = desk.documents({"search": "jaga MEDIA"}, VISITOR)
    assert PageReader(shown["html"]).attributes("data-document") == ["contoh/media-sosial.md"]
    assert shown["text"] == desk.documents({}, VISITOR)["text"]
    assert WORDS.no_documents in desk.documents({"search": "tidak tertulis di mana pun"}, VISITOR)["html"]


@pytest.mark.parametrize("search", [None, 7, ["media"], {}], ids=str)
def test_a_search_for_nothing_finds_all(desk: Desk, search: object) -> None:
    assert desk.documents({"search": search}, VISITOR) == desk.documents({}, VISITOR)


def test_the_list_waits_for_the_assistant(tmp_path: Path) -> None:
    for desk in unready(tmp_path):
        shown = desk.documents({}, ENGLISH_VISITOR)
        assert shown == {"html": "", "text": ENGLISH_VISITOR.words.documents_unavailable}


def test_a_document_opens_in_full(desk: Desk) -> None:
    reader = PageReader(desk.document({"document": "contoh/media-sosial.md"}, VISITOR)["html"])
    assert reader.texts("h3") == [TITLE]
    assert reader.texts("mark") == []
    for part in (RULE, SANCTION):
        assert part in reader.text


def test_hostile_documents_are_shown_as_they_are_written(desk: Desk) -> None:
    reader = PageReader(desk.document({"document": "contoh/jahat.md"}, VISITOR)["html"])
    assert reader.texts("h3") == [HOSTILE]
    assert HOSTILE in PageReader(desk.documents({}, VISITOR)["html"]).text


@pytest.mark.parametrize(
    "document", ["", "contoh/tidak-ada.md", "../../etc/passwd", None, 1, ["contoh/jahat.md"]], ids=str
)
def test_a_document_that_is_not_there_cannot_be_opened(desk: Desk, tmp_path: Path, document: object) -> None:
    for one in (desk, *unready(tmp_path)):
        with pytest.raises(Refused):
            one.document({"document": document}, VISITOR)


def test_documents_that_came_or_went_are_seen_at_once(desk: Desk, assistant: ScriptedAssistant) -> None:
    before = desk.documents({}, VISITOR)["text"]
    answered = read_turn(last_reply(desk)["turn"]).corpus
    assistant.corpus = ScriptedCorpus((sanction_passage(),), "2")
    assert len(PageReader(desk.documents({}, VISITOR)["html"]).attributes("data-document")) == 1
    assert desk.documents({}, VISITOR)["text"] != before
    assert read_turn(last_reply(desk)["turn"]).corpus != answered


def test_the_library_is_made_once_for_each_version(
    desk: Desk, assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    make = Library.of

    def counted(passages: tuple[Passage, ...]) -> Library:
        made.append(len(passages))
        return make(passages)

    monkeypatch.setattr("assistant.desk.Library.of", counted)
    for _ in range(3):
        desk.documents({}, VISITOR)
        source(desk)
        last_reply(desk)
    assert made == [3]
    assistant.corpus = replace(assistant.corpus, version="2")
    desk.documents({}, VISITOR)
    assert made == [3, 3]


def test_a_store_that_vanished_is_told(
    desk: Desk, assistant: ScriptedAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def snapshot() -> ScriptedCorpus:
        raise StoreError("Belum ada dokumen. Jalankan: python -m ingest")

    monkeypatch.setattr(assistant, "snapshot", snapshot)
    for call in (desk.documents, desk.document):
        with pytest.raises(StoreError):
            call({"document": "contoh/jahat.md"}, VISITOR)
    assert read_turn(last_reply(desk)["turn"]).message.startswith("Belum ada dokumen.")


# A conversation as a note


def test_a_note_holds_the_conversation_as_a_file_and_for_printing(desk: Desk) -> None:
    made = desk.note({"turns": [kept()], "title": "Media sosial"}, VISITOR)
    assert made.keys() == {"markdown", "html", "name"}
    assert made["name"].endswith("-media-sosial.md")
    for text in (made["markdown"], PageReader(made["html"]).text):
        for part in (QUESTION, RULE, "Media sosial", __version__, WORDS.note_title):
            assert part in text


@pytest.mark.parametrize("title", ["", None, 7, ["Judul"]], ids=str)
def test_a_note_without_a_title_gets_one(desk: Desk, title: object) -> None:
    made = desk.note({"turns": [kept()], "title": title}, ENGLISH_VISITOR)
    assert ENGLISH_VISITOR.words.untitled in made["markdown"]


# Feedback


def lines(folder: Path) -> list[dict[str, Any]]:
    file = folder / "tanggapan.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


def test_what_somebody_thinks_of_an_answer_is_kept(desk: Desk, tmp_path: Path) -> None:
    data = {
        "turn": kept(),
        "history": ["Apa itu netralitas?"],
        "helpful": False,
        "reasons": [REASONS[0]],
        "comment": "Kurang tepat.",
    }
    assert desk.rate(data, VISITOR) == {}
    (line,) = lines(tmp_path)
    assert line["answer"]["question"] == QUESTION
    assert (line["helpful"], line["reasons"], line["comment"]) == (False, [REASONS[0]], "Kurang tepat.")
    assert (line["history"], line["corpus"]) == (["Apa itu netralitas?"], "ab12")
    assert VISITOR.address not in json.dumps(line)
    assert VISITOR.session not in json.dumps(line)


@pytest.mark.parametrize(
    ("helpful", "stored"), [(True, True), (False, False), (None, False), ("true", False), (1, False)]
)
def test_only_a_clear_yes_is_one(desk: Desk, tmp_path: Path, helpful: object, stored: bool) -> None:
    desk.rate({"turn": kept(), "helpful": helpful}, VISITOR)
    assert lines(tmp_path)[0]["helpful"] is stored


def test_what_is_no_reason_and_no_comment_is_passed_over(desk: Desk, tmp_path: Path) -> None:
    desk.rate({"turn": kept(), "reasons": ["lain", 7, None, REASONS[1]], "comment": {}, "history": "teks"}, VISITOR)
    (line,) = lines(tmp_path)
    assert (line["reasons"], line["comment"], line["history"]) == ([REASONS[1]], "", [])


def test_a_comment_has_an_end(desk: Desk, tmp_path: Path) -> None:
    desk.rate({"turn": kept(), "comment": "a" * 1_000_000}, VISITOR)
    assert lines(tmp_path)[0]["comment"] == "a" * LONGEST_COMMENT


def test_nothing_is_kept_where_the_operator_did_not_ask(assistant: ScriptedAssistant, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=WORDS.feedback_failed):
        desk_of(assistant, tmp_path).rate({"turn": kept(), "helpful": True}, VISITOR)
    assert list(tmp_path.iterdir()) == []


def test_only_answers_can_be_rated(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        desk.rate({"turn": kept(Turn(QUESTION, message="Dihentikan.")), "helpful": True}, VISITOR)
    assert lines(tmp_path) == []


def test_feedback_counts_as_a_question_does(assistant: ScriptedAssistant, tmp_path: Path) -> None:
    """One program must not fill the operator's disk."""
    limited = desk_of(assistant, tmp_path, session_limit="2/hour", feedback_file=tmp_path / "tanggapan.jsonl")
    limited.rate({"turn": kept()}, VISITOR)
    limited.rate({"turn": kept()}, VISITOR)
    with pytest.raises(Refused):
        limited.rate({"turn": kept()}, VISITOR)
    limited.rate({"turn": kept()}, NEIGHBOUR)
    assert len(lines(tmp_path)) == 3


def test_feedback_that_cannot_be_written_is_told(assistant: ScriptedAssistant, tmp_path: Path) -> None:
    (tmp_path / "berkas").touch()
    desk = desk_of(assistant, tmp_path, feedback_file=tmp_path / "berkas" / "tanggapan.jsonl")
    with pytest.raises(FeedbackError):
        desk.rate({"turn": kept()}, VISITOR)


# Whatever a browser may send

ANYTHING: list[Any] = [
    None, True, 0, -1, 1.5, 10**30, float("nan"), "", "teks", "setengah \ud83d", "\x00", "a" * 100_000,
    [], [None], [[]], ["\ud800"], [{}] * (MAX_TURNS + 1), {}, {"a": 1}, {"format": 1, "question": "\ud800"}, {"__class__": "x"},
]  # fmt: skip
CALLS = ("show", "source", "documents", "document", "note", "rate")
KEYS = ("turns", "turn", "number", "n", "search", "document", "title", "history", "helpful", "reasons", "comment")


def good() -> dict[str, Any]:
    """Data that every call can do something with."""
    return {
        "turns": [kept()],
        "turn": kept(),
        "number": 0,
        "n": 1,
        "search": "media",
        "document": "contoh/media-sosial.md",
        "title": "Judul",
        "history": [QUESTION],
        "helpful": True,
        "reasons": [REASONS[0]],
        "comment": "Baik.",
    }


def called(desk: Desk, name: str, data: dict[str, Any]) -> dict[str, Any]:
    """What the page gets, which must be such that it can be sent; an `error` where the data are told to be wrong."""
    call: Callable[..., dict[str, Any]] = getattr(desk, name)
    try:
        return sendable(call(data, VISITOR))
    except AssistantError as error:
        return sendable({"error": str(error)})


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("key", KEYS)
def test_whatever_comes_in_the_place_of_good_data_is_no_failure(desk: Desk, name: str, key: str) -> None:
    assert "error" not in called(desk, name, good())
    for anything in ANYTHING:
        called(desk, name, {**good(), key: anything})
    called(desk, name, {other: value for other, value in good().items() if other != key})


@pytest.mark.parametrize("name", CALLS)
def test_no_data_at_all_are_no_failure(desk: Desk, name: str) -> None:
    called(desk, name, {})


@pytest.mark.parametrize("name", ["show", "note"])
def test_what_is_no_conversation_is_told(desk: Desk, name: str) -> None:
    for turns in (None, {}, "teks", [None], [{}], [{"format": 2, "question": "Bolehkah?"}], [kept()] * (MAX_TURNS + 1)):
        with pytest.raises(TurnError):
            getattr(desk, name)({"turns": turns}, VISITOR)
