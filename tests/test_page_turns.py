"""The form in which a browser keeps a conversation: it comes back as it went out, and nothing else comes in."""

from __future__ import annotations

import copy
import dataclasses
import datetime
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from assistant.errors import AssistantError, TurnError
from assistant.page import turns
from assistant.page.conversation import announcement, turn_html
from assistant.page.indonesian import INDONESIAN
from assistant.page.turns import Turn, read_turn, read_turns, turn_object
from assistant.text import MAX_QUESTION_CHARACTERS
from assistant.types import Answer, Block, Citation, Notice, Passage, Quote, Role, Sentence, Source, Status, Verdict
from tests.browser.scripted import HOSTILE, PASSAGE, PHRASED, RULE, explained, message, passage, quote, ruling

WIB = datetime.timezone(datetime.timedelta(hours=7), "WIB")
ASKED = datetime.datetime(2024, 1, 30, 14, 5, 9, 123456, tzinfo=WIB)
QUESTION = "Bolehkah PNS menyukai unggahan caleg?"
# No field of any record in it stands at its default.
FULL = Answer(
    question=QUESTION,
    status=Status.NOT_FOUND,
    verdict=Verdict.BERSYARAT,
    blocks=(),
    notices=(Notice("unknown_law", "UU itu tidak ada.", about_question=True), Notice("digest", "Ini ringkasan.")),
    suggestions=("Apa sanksinya?", "Apa dasar hukumnya?"),
    language="en",
    engine="lain",
    dropped_sentences=3,
    seconds=0.1 + 0.2,
)
SOURCE = Source(
    "arsip/a.md", "a.md", "Judul", "Warta", datetime.date(1, 1, 1), "https://a.example", "berita", "0f" * 32
)


def with_shared_quotes() -> Answer:
    """Two passages of one text, three quotations, one of them under two blocks; sentences of ours and of the source."""
    text = "Pegawai wajib netral. Pelanggar ditegur.\n\nLain."
    first = Passage("arsip/a.md#1", SOURCE, 1, "Pasal 5 huruf n", text, original="Pegawai wqjib netral.")
    second = replace(first, id="arsip/a.md#2", number=2)
    whole, part, other = Quote(first, 0, len(first.text)), quote(first, "Pelanggar ditegur."), Quote(second, 0, 7)
    return replace(
        FULL,
        blocks=(
            Block(Role.RULE, "", (Sentence(part.text, (part,)), Sentence("Ditegur.", (part, whole), verbatim=False))),
            Block(Role.LIMIT, "**Syarat**", (Sentence(part.text, (part,)), Sentence(part.text, (part,), False))),
            Block(Role.PHASE, "Menurut tahapnya", (Sentence("dipotong", (other, part)),)),
        ),
        citations=tuple(Citation(n, cited) for n, cited in enumerate((whole, part, other), start=1)),
    )


HOSTILE_ANSWER = replace(
    ruling(HOSTILE, hostile=True),
    blocks=(Block(Role.MESSAGE, HOSTILE), *ruling("", hostile=True).blocks),
    notices=(Notice("digest", HOSTILE),),
    suggestions=(HOSTILE, "\x00\x1b\u202e \r\n\t ﷺ 😀 \\u0000 \" ' \\"),
)
TURNS = {
    "only a question": Turn("Bolehkah?"),
    "an empty question": Turn(""),
    "stopped": Turn("Bolehkah?", asked=ASKED),
    "a message": Turn("Bolehkah?", message="Terlalu banyak pertanyaan.", asked=ASKED, corpus="ab12"),
    "in universal time": Turn("Bolehkah?", asked=ASKED.astimezone(datetime.UTC)),
    "a ruling": Turn(QUESTION, ruling(QUESTION), asked=ASKED, corpus="ab12"),
    "explained": Turn(QUESTION, explained(ruling(QUESTION), *PHRASED), asked=ASKED, corpus="ab12"),
    "explained and stopped": Turn(QUESTION, explained(ruling(QUESTION), PHRASED[0], HOSTILE), "Dihentikan.", ASKED),
    "hostile": Turn(HOSTILE, HOSTILE_ANSWER, HOSTILE, ASKED, HOSTILE),
    "shared quotations": Turn(QUESTION, with_shared_quotes(), asked=ASKED),
    "no date": Turn(QUESTION, replace(with_shared_quotes(), blocks=(), citations=())),
    "nothing but a verdict": Turn(QUESTION, Answer(QUESTION, Status.ANSWERED, Verdict.BOLEH, ())),
    **{f"verdict {v}": Turn(QUESTION, ruling(QUESTION, verdict=v)) for v in (*Verdict, None)},
    **{f"status {s}": Turn("Lain?", message("Lain?", s, "Maaf, **tidak** ada.")) for s in Status},
    **{f"role {r}": Turn("Lain?", replace(FULL, blocks=(Block(r, "Petunjuk"),))) for r in Role},
}


def sent(turn: Turn) -> Any:
    """What the browser sends back."""
    return json.loads(json.dumps(turn_object(turn)))


@pytest.mark.parametrize("turn", TURNS.values(), ids=TURNS)
def test_a_turn_comes_back_as_it_went_out(turn: Turn) -> None:
    assert read_turn(sent(turn)) == turn


def test_a_conversation_comes_back_in_its_order() -> None:
    conversation = tuple(TURNS.values())
    assert read_turns([sent(turn) for turn in conversation]) == conversation
    assert read_turns([]) == ()


def test_every_field_of_every_record_is_kept() -> None:
    """Fails for a new field of `types.py` until it stands here with another value than its default, and comes back."""
    turn = Turn(QUESTION, with_shared_quotes(), "pesan", ASKED, "ab12")
    kept = {(type(record), field.name) for record in _records(turn) for field in _not_at_default(record)}
    expected = {
        (record, field.name)
        for record in (Turn, Answer, Block, Sentence, Citation, Quote, Passage, Source, Notice)
        for field in dataclasses.fields(record)
    }
    assert kept == expected
    assert read_turn(sent(turn)) == turn


def _not_at_default(record: Any) -> Iterator[dataclasses.Field[Any]]:
    return (field for field in dataclasses.fields(record) if getattr(record, field.name) != field.default)


def _records(value: object) -> Iterator[object]:
    """A record and all records within it."""
    if isinstance(value, tuple):
        for item in value:
            yield from _records(item)
    elif dataclasses.is_dataclass(value):
        yield value
        for field in dataclasses.fields(value):
            yield from _records(getattr(value, field.name))


def test_a_record_from_before_a_field_existed_gets_the_default_of_that_field() -> None:
    turn = Turn(QUESTION, replace(ruling(QUESTION), engine="lain", seconds=1.5, language="en"), asked=ASKED)
    older = sent(turn)
    for key in ("engine", "seconds", "language", "notices", "suggestions"):
        del older["answer"][key]
    del older["answer"]["passages"][0]["source"]["publisher"]
    read = read_turn(older).answer
    assert read is not None
    assert (read.engine, read.seconds, read.language, read.notices, read.suggestions) == (
        "extractive",
        0.0,
        "id",
        (),
        (),
    )
    assert read.citations[0].quote.passage.source.publisher == ""


def test_a_record_with_a_field_from_later_is_read_without_it() -> None:
    turn = TURNS["a ruling"]
    later = sent(turn)
    later["mood"] = later["answer"]["mood"] = later["answer"]["passages"][0]["source"]["mood"] = {"baru": [1]}
    assert read_turn(later) == turn


def test_a_passage_is_stored_once_and_its_quotations_not_at_all() -> None:
    answer = with_shared_quotes()
    stored = json.dumps(turn_object(Turn(QUESTION, answer)), ensure_ascii=False)
    assert stored.count("Pegawai wajib netral.") == 2, "Two passages share that text."
    assert stored.count("Pelanggar ditegur.") == 2, "The four sentences that read so are not written."
    assert stored.count('"text": "dipotong"') == 1, "A sentence that is not its quotation keeps its own words."


def test_what_stands_at_its_default_is_left_out() -> None:
    assert turn_object(Turn("Bolehkah?")) == {"format": 1, "question": "Bolehkah?"}
    assert turn_object(Turn("Hai", message("Hai", Status.DECLINED, "Halo!"))) == {
        "format": 1,
        "question": "Hai",
        "answer": {
            "question": "Hai",
            "status": "declined",
            "verdict": None,
            "blocks": [{"role": "message", "lead": "Halo!"}],
        },
    }


@pytest.mark.parametrize("number", [0, 2, 99, "1", True, None])
def test_another_format_is_said_to_be_unknown(number: object) -> None:
    with pytest.raises(TurnError, match="format 1"):
        read_turn({**sent(TURNS["a ruling"]), "format": number, "question": 7})


@pytest.mark.parametrize(
    "data",
    [None, 1, "teks", [], {}, [{}], b"{}", {"question": "Bolehkah?"}, object(), {1: {2}}, float("nan"), "\ud800"],
    ids=str,
)
def test_what_is_no_turn_is_refused(data: object) -> None:
    with pytest.raises(TurnError):
        read_turn(data)
    with pytest.raises(TurnError):
        read_turns([data])


@pytest.mark.parametrize(
    "data", [None, 1, "teks", {}, {"0": {}}, [[]], [None], [[{"format": 1, "question": ""}]]], ids=str
)
def test_what_is_no_conversation_is_refused(data: object) -> None:
    with pytest.raises(TurnError):
        read_turns(data)


PLACES: list[tuple[tuple[str | int, ...], object]] = [
    (("question",), 5),
    (("question",), None),
    (("question",), "a" * (MAX_QUESTION_CHARACTERS + 1)),
    (("message",), "a" * (turns.MAX_WORDS_CHARACTERS + 1)),
    (("corpus",), "a" * (turns.MAX_LINE_CHARACTERS + 1)),
    (("asked",), 1_706_598_309),
    (("asked",), "kemarin"),
    (("asked",), "2024-01-30T14:05:09"),
    (("asked",), "0001-01-01T00:00:00+14:00"),
    (("asked",), "9999-12-31T23:59:59-12:00"),
    (("asked",), "2024-02-30T00:00:00Z"),
    (("answer",), "Boleh"),
    (("answer",), {}),
    (("answer", "status"), "perhaps"),
    (("answer", "verdict"), "mungkin"),
    (("answer", "language"), "fr"),
    (("answer", "seconds"), -1),
    (("answer", "seconds"), float("nan")),
    (("answer", "seconds"), float("inf")),
    (("answer", "seconds"), "1"),
    (("answer", "dropped_sentences"), 10**400),
    (("answer", "dropped_sentences"), 10**5000),
    (("answer", "dropped_sentences"), 1.5),
    (("answer", "dropped_sentences"), True),
    (("answer", "suggestions"), "Apa sanksinya?"),
    (("answer", "suggestions"), [["Apa sanksinya?"]]),
    (("answer", "suggestions"), ["a"] * (turns.MAX_SAID + 1)),
    (("answer", "notices"), [{"kind": "digest"}]),
    (("answer", "notices"), [{"kind": "digest", "text": "a", "about_question": 1}]),
    (("answer", "notices"), [{"kind": "digest", "text": "a"}] * (turns.MAX_SAID + 1)),
    (("answer", "blocks"), None),
    (("answer", "blocks"), [{"role": "message", "lead": ""}] * (turns.MAX_BLOCKS + 1)),
    (("answer", "blocks", 1, "role"), "title"),
    (("answer", "blocks", 1, "lead"), "a" * (turns.MAX_WORDS_CHARACTERS + 1)),
    (("answer", "blocks", 1, "sentences", 0, "verbatim"), "true"),
    (("answer", "blocks", 1, "sentences", 0, "quotes"), [2]),
    (("answer", "blocks", 1, "sentences", 0, "quotes"), [-1]),
    (("answer", "blocks", 1, "sentences", 0, "quotes"), [0.0]),
    (("answer", "blocks", 1, "sentences", 0, "quotes"), []),
    (("answer", "blocks", 1, "sentences", 0, "quotes"), [0] * (turns.MAX_CITATIONS + 1)),
    (("answer", "blocks", 1, "sentences"), [{"quotes": [0]}] * (turns.MAX_SENTENCES + 1)),
    (("answer", "blocks", 1, "sentences"), [{"quotes": [0]}] * turns.MAX_SENTENCES),
    (("answer", "citations"), []),
    (("answer", "citations"), [{"passage": 0, "start": 0, "end": 1}] * (turns.MAX_CITATIONS + 1)),
    (("answer", "citations", 0, "passage"), 2),
    (("answer", "citations", 0, "passage"), -1),
    (("answer", "citations", 0, "start"), -1),
    (("answer", "citations", 0, "start"), "0"),
    (("answer", "citations", 0, "end"), 0),
    (("answer", "citations", 0, "end"), PASSAGE.index(RULE)),
    (("answer", "citations", 0, "end"), len(PASSAGE) + 1),
    (("answer", "passages"), [{}]),
    (("answer", "passages", 0, "text"), "a" * (turns.MAX_PASSAGE_CHARACTERS + 1)),
    (("answer", "passages", 0, "text"), ""),
    (("answer", "passages", 0, "locator"), "a" * (turns.MAX_LINE_CHARACTERS + 1)),
    (("answer", "passages", 0, "number"), "6"),
    (("answer", "passages", 0, "source"), "sumber"),
    (("answer", "passages", 0, "source", "title"), "a" * (turns.MAX_LINE_CHARACTERS + 1)),
    (("answer", "passages", 0, "source", "publisher"), "a" * (turns.MAX_LINE_CHARACTERS + 1)),
    (("answer", "passages", 0, "source", "url"), ["https://contoh.example"]),
    (("answer", "passages", 0, "source", "date"), 20240130),
    (("answer", "passages", 0, "source", "date"), "30 Januari 2024"),
]


@pytest.mark.parametrize(("place", "value"), PLACES, ids=[f"{n} {place[-1]}" for n, (place, _) in enumerate(PLACES)])
def test_a_value_that_no_turn_has_is_refused(place: tuple[str | int, ...], value: object) -> None:
    data = sent(TURNS["a ruling"])
    within = data
    for key in place[:-1]:
        within = within[key]
    within[place[-1]] = value
    with pytest.raises(TurnError, match=r"tidak dapat dibaca: .+ Yang diharapkan: .+ hapus percakapan"):
        read_turn(data)


def test_limits_are_just_wide_enough() -> None:
    long = passage("a" * turns.MAX_PASSAGE_CHARACTERS, title="a" * turns.MAX_LINE_CHARACTERS)
    passages = [replace(long, id=str(number), text=f"{number:02}") for number in range(turns.MAX_PASSAGES - 1)]
    quotes = [Quote(one, 0, len(one.text)) for one in (long, *passages)]
    quotes += [Quote(long, 0, end) for end in range(1, turns.MAX_CITATIONS - len(quotes) + 1)]
    sentences = tuple(Sentence(one.text, (one,)) for one in quotes)
    blocks = (Block(Role.RULE, "a" * turns.MAX_WORDS_CHARACTERS, sentences),)
    blocks += (Block(Role.MESSAGE, ""),) * (turns.MAX_BLOCKS - 1)
    answer = replace(FULL, blocks=blocks, citations=tuple(Citation(n, one) for n, one in enumerate(quotes, start=1)))
    turn = Turn("a" * MAX_QUESTION_CHARACTERS, answer)
    assert len(sentences) == turns.MAX_SENTENCES
    assert read_turn(sent(turn)) == turn


def test_too_many_turns_are_refused() -> None:
    turn = sent(Turn("Bolehkah?"))
    assert len(read_turns([turn] * turns.MAX_TURNS)) == turns.MAX_TURNS
    with pytest.raises(TurnError):
        read_turns([turn] * (turns.MAX_TURNS + 1))


def test_more_than_memory_should_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    turn = sent(TURNS["hostile"])
    length = len(json.dumps(turn, ensure_ascii=False).encode())
    monkeypatch.setattr(turns, "MAX_BYTES", length)
    assert read_turn(turn) == TURNS["hostile"]
    monkeypatch.setattr(turns, "MAX_BYTES", length - 1)
    with pytest.raises(TurnError, match=f"{length} bita, paling banyak {length - 1}"):
        read_turn(turn)


def test_bottomless_and_circular_objects_are_refused() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    circular: dict[str, Any] = {"format": 1, "question": "Bolehkah?"}
    circular["answer"] = circular
    for data in (deep, circular, {"format": 1, "question": "Bolehkah?", "answer": deep}, [[[[]]]] * 500):
        with pytest.raises(TurnError):
            read_turn(data)


def test_an_answer_that_says_nothing_at_all_is_refused() -> None:
    data = sent(Turn("Hai", message("Hai", Status.DECLINED, "Halo!")))
    data["answer"]["blocks"] = []
    with pytest.raises(TurnError):
        read_turn(data)


def test_half_a_character_becomes_a_question_mark() -> None:
    """A browser can send it, and a page that held it could not be sent."""
    assert read_turn(json.loads('{"format": 1, "question": "a\\ud83db"}')) == Turn("a?b")
    assert read_turn(json.loads('{"format": 1, "question": "\\ud83d\\ude00"}')) == Turn("😀")


def test_the_error_tells_the_user_what_is_wrong_and_no_log_what_was_asked() -> None:
    data = sent(TURNS["a ruling"])
    data["answer"]["passages"][0]["locator"] = ["RAHASIA"]
    with pytest.raises(AssistantError) as raised:
        read_turns([data])
    assert "“0.answer.passages.0.locator”" in str(raised.value)
    assert "RAHASIA" not in str(raised.value)
    assert raised.value.__context__ is None


# Values that somebody might put where another stood.
STRANGE: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        1,
        -1,
        2**63,
        1.5,
        float("nan"),
        float("-inf"),
        "",
        "a",
        "0",
        "boleh",
        "not_found",
        "message",
    ),
    *(
        [],
        {},
        [[]],
        [None],
        [0],
        ["a"],
        {"": None},
        HOSTILE,
        "\ud800",
        "\x00",
        "9999-12-31",
        "9999-12-31T23:59:59-14:00",
    ),
)


def _mutated(data: Any, chance: random.Random) -> Any:
    """The same object with one to three changes anywhere: a key dropped, values swapped, a value replaced or repeated."""
    data = copy.deepcopy(data)
    for _ in range(chance.randint(1, 3)):
        places = list(_places(data))
        if not places:
            return data
        container, key = chance.choice(places)
        change = chance.choice(("drop", "replace", "swap", "repeat"))
        other, other_key = chance.choice(places)
        if change == "drop":
            del container[key]
        elif change == "replace":
            container[key] = copy.deepcopy(chance.choice(STRANGE))
        elif change == "swap":
            container[key] = copy.deepcopy(other[other_key])
        else:
            container[key] = [copy.deepcopy(container[key])] * chance.randint(0, 70)
    return data


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container within a value with each of its keys or indices."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield value, key
        yield from _places(item)


def test_whatever_is_changed_it_is_refused_or_can_be_shown() -> None:
    chance = random.Random(20240214)
    valid = [sent(turn) for turn in TURNS.values() if turn.answer]
    outcomes = []
    for _ in range(600):
        try:
            turn = read_turn(_mutated(chance.choice(valid), chance))
        except TurnError:
            outcomes.append("refused")
            continue
        outcomes.append("read")
        assert turn_html(0, turn, INDONESIAN).encode()
        assert announcement(turn, INDONESIAN) is not None
        assert read_turn(sent(turn)) == turn
    assert min(outcomes.count("read"), outcomes.count("refused")) > 50, "Both happen often, or this tests little."
