"""The turns of a conversation, and the form in which a browser keeps them: JSON that comes back as it went out.

What comes back is a stranger's text like any other: it is checked for its shape, never believed, and escaped when shown.
Whatever passes the check can be shown: every number that it names exists. The only file that knows pydantic.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from assistant.errors import TurnError
from assistant.text import MAX_QUESTION_CHARACTERS
from assistant.types import Answer, Block, Citation, Notice, Passage, Quote, Role, Sentence, Source, Status, Verdict

T = TypeVar("T")

FORMAT = 1
"""Of the objects below. A change that older records do not fit gets the next number, and a way to read the old one."""

# Each limit lies well above what the assistant makes, and keeps a stranger from filling memory and screen.
MAX_TURNS = 200  # a day's questions; the page offers a new conversation long before
MAX_BYTES = 20_000_000  # 100 kB a turn; answers with four to six quotations take 3 to 5
MAX_LINE_CHARACTERS = 1_000  # titles, publishers, locators, addresses, names: what stands on a line or two
MAX_WORDS_CHARACTERS = 5_000  # our own words: a lead that names whom to ask, a notice, a message, a suggestion
MAX_PASSAGE_CHARACTERS = 20_000  # ten times the longest passage that a document is split into
MAX_PASSAGES = 40  # as many as are read for a question
MAX_CITATIONS = 60  # one for each sentence
MAX_SENTENCES = 60  # of an answer; more nobody reads
MAX_BLOCKS = 40  # a lead and a sentence or two each
MAX_SAID = 20  # notices, and suggestions
MAX_COUNT = 1_000_000  # whatever is counted: passages of a document, sentences, seconds
# Between these, no time zone leads out of the years that a date can hold.
EARLIEST = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
LATEST = datetime.datetime(9000, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what became of it: an answer, a message in its place, or neither (stopped or still waiting)."""

    question: str
    answer: Answer | None = None
    message: str = ""
    asked: datetime.datetime | None = None
    """When it was asked, with its time zone."""
    corpus: str = ""
    """The version of the documents from which it was answered."""


def turn_object(turn: Turn) -> dict[str, Any]:
    """A turn as an object of JSON, without what stands at its default; `read_turn` gives the same turn again.

    Each cited passage is there once: `passages` of the answer; `citations` name a passage by its place in that list
    and a part of its text (`start`, `end`); sentences name citations by their place. Citations are numbered from 1 in
    their order, so the numbers themselves are left out.
    """
    written: dict[str, Any] = {"format": FORMAT, **_written(turn, without={"answer"})}
    return written | {"answer": _answer_object(turn.answer)} if turn.answer else written


def read_turn(data: object) -> Turn:
    """The turn that `turn_object` wrote, from decoded JSON. Raises TurnError when it is anything else."""
    return _turn(_checked(_TURN, data))


def read_turns(data: object) -> tuple[Turn, ...]:
    """A conversation: a list of at most MAX_TURNS such objects. Raises TurnError when it is anything else."""
    return tuple(_turn(form) for form in _checked(_TURNS, data))


_WRITERS = {record: TypeAdapter[Any](record) for record in (Turn, Answer, Block, Sentence, Passage)}


def _written(record: Turn | Answer | Block | Sentence | Passage, without: Collection[str] = ()) -> dict[str, Any]:
    """A record as an object of JSON: enumerations by value, dates as ISO 8601, and nothing that stands at its default."""
    writer = _WRITERS[type(record)]
    written: dict[str, Any] = writer.dump_python(record, mode="json", exclude_defaults=True, exclude=set(without))
    return written


def _answer_object(answer: Answer) -> dict[str, Any]:
    quotes = [citation.quote for citation in answer.citations]
    passages = list(dict.fromkeys(quote.passage for quote in quotes))
    citations = [{"passage": passages.index(q.passage), "start": q.start, "end": q.end} for q in quotes]
    blocks = [_block_object(block, quotes) for block in answer.blocks]
    written = {**_written(answer, without={"blocks", "citations"}), "blocks": blocks}
    if quotes:
        written |= {"passages": [_written(passage) for passage in passages], "citations": citations}
    return written


def _block_object(block: Block, quotes: Sequence[Quote]) -> dict[str, Any]:
    sentences = [_sentence_object(sentence, quotes) for sentence in block.sentences]
    written = _written(block, without={"sentences"})
    return written | {"sentences": sentences} if sentences else written


def _sentence_object(sentence: Sentence, quotes: Sequence[Quote]) -> dict[str, Any]:
    """Without its text where that is the first quotation itself, which stands in its passage."""
    is_quotation = bool(sentence.quotes) and sentence.text == sentence.quotes[0].text
    rest = _written(sentence, without={"quotes", "text"} if is_quotation else {"quotes"})
    return {"quotes": [quotes.index(quote) for quote in sentence.quotes], **rest}


# What is read. A form has the fields of its record, each with its limit; keys that no form knows are passed over. A field
# that is new in `types.py` is written without further ado, but read only when it stands here too, with its limit.


class _Form(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, str_max_length=MAX_LINE_CHARACTERS, hide_input_in_errors=True)


_Question = Annotated[str, Field(max_length=MAX_QUESTION_CHARACTERS)]
_Words = Annotated[str, Field(max_length=MAX_WORDS_CHARACTERS)]
_Count = Annotated[int, Field(ge=0, le=MAX_COUNT)]


class _Passage(_Form):
    id: str
    source: Source
    number: _Count
    locator: str
    text: Annotated[str, Field(max_length=MAX_PASSAGE_CHARACTERS)]
    original: Annotated[str, Field(max_length=MAX_PASSAGE_CHARACTERS)] = ""


class _Citation(_Form):
    passage: _Count
    start: _Count
    end: _Count


class _Sentence(_Form):
    quotes: Annotated[tuple[_Count, ...], Field(max_length=MAX_CITATIONS)]
    text: Annotated[str | None, Field(max_length=MAX_PASSAGE_CHARACTERS)] = None
    verbatim: bool = True


class _Block(_Form):
    role: Role
    lead: _Words
    sentences: Annotated[tuple[_Sentence, ...], Field(max_length=MAX_SENTENCES)] = ()


class _Notice(_Form):
    kind: str
    text: _Words
    about_question: bool = False


class _Answer(_Form):
    question: _Question
    status: Status
    verdict: Verdict | None
    blocks: Annotated[tuple[_Block, ...], Field(max_length=MAX_BLOCKS)]
    passages: Annotated[tuple[_Passage, ...], Field(max_length=MAX_PASSAGES)] = ()
    citations: Annotated[tuple[_Citation, ...], Field(max_length=MAX_CITATIONS)] = ()
    notices: Annotated[tuple[_Notice, ...], Field(max_length=MAX_SAID)] = ()
    suggestions: Annotated[tuple[_Words, ...], Field(max_length=MAX_SAID)] = ()
    language: Literal["id", "en"] = "id"
    engine: str = ""
    dropped_sentences: _Count = 0
    seconds: Annotated[float, Field(ge=0, le=MAX_COUNT)] = 0.0


class _Turn(_Form):
    format: Annotated[int, Field(ge=FORMAT, le=FORMAT)]  # first, so that of all complaints this one is told
    question: _Question
    answer: _Answer | None = None
    message: _Words = ""
    asked: Annotated[AwareDatetime, Field(ge=EARLIEST, le=LATEST)] | None = None
    corpus: str = ""


_NO_CONVERSATION = "bentuknya bukan percakapan"
_TURN = TypeAdapter(_Turn)
_TURNS = TypeAdapter(Annotated[tuple[_Turn, ...], Field(max_length=MAX_TURNS)])


def _checked(form: TypeAdapter[T], data: object) -> T:
    """Decoded JSON in its form. It is checked as JSON because only there strict types and texts for dates go together."""
    try:
        text = json.dumps(data, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        raise _unreadable(_NO_CONVERSATION) from None
    # Half a character (a lone surrogate) fits into JSON but not into UTF-8: a question mark takes its place.
    encoded = text.encode("utf-8", "replace")
    if len(encoded) > MAX_BYTES:
        raise _unreadable(f"panjangnya {len(encoded)} bita, paling banyak {MAX_BYTES}")
    try:
        return form.validate_json(encoded)
    except ValidationError as error:
        where = error.errors(include_url=False, include_context=False, include_input=False)[0]["loc"]
    # Raised here, so that no traceback in a log shows what somebody asked.
    if where[-1:] == ("format",):
        raise _unreadable(f"formatnya tidak dikenal, yang dikenal versi ini format {FORMAT}")
    if not where:
        raise _unreadable(_NO_CONVERSATION)
    raise _unreadable(f"bagian “{'.'.join(map(str, where))}” hilang, keliru, atau melewati batas")


def _unreadable(found: str) -> TurnError:
    return TurnError(
        f"Percakapan yang tersimpan tidak dapat dibaca: {found}. Yang diharapkan: percakapan yang dibuat halaman ini dan "
        "tidak diubah. Muat ulang halaman; bila tetap begitu, hapus percakapan itu, lalu ajukan lagi pertanyaannya."
    )


def _given(form: _Form, without: Collection[str] = (), **parts: object) -> dict[str, Any]:
    """What was sent, with `parts` put in; for what was not sent, the record's own defaults hold."""
    return {name: getattr(form, name) for name in form.model_fields_set if name not in without} | parts


def _turn(form: _Turn) -> Turn:
    return Turn(**_given(form, without={"format"}, answer=_answer(form.answer) if form.answer else None))


def _answer(form: _Answer) -> Answer:
    if sum(len(block.sentences) for block in form.blocks) > MAX_SENTENCES:
        raise _unreadable(f"satu jawaban memuat lebih dari {MAX_SENTENCES} kalimat")
    if not form.blocks and form.status in (Status.OUT_OF_SCOPE, Status.DECLINED):
        raise _unreadable("satu jawaban tidak berisi apa pun")
    passages = [Passage(**_given(passage)) for passage in form.passages]
    quotes = [_quote(citation, passages) for citation in form.citations]
    parts = {
        "blocks": tuple(_block(block, quotes) for block in form.blocks),
        "citations": tuple(Citation(number, quote) for number, quote in enumerate(quotes, start=1)),
        "notices": tuple(Notice(**_given(notice)) for notice in form.notices),
    }
    return Answer(**_given(form, without={"passages"}, **parts))


def _quote(form: _Citation, passages: Sequence[Passage]) -> Quote:
    passage = _one_of(passages, form.passage)
    if not form.start < form.end <= len(passage.text):
        raise _unreadable(f"kutipan {form.start}–{form.end} tidak ada dalam bagian dokumennya")
    return Quote(passage, form.start, form.end)


def _block(form: _Block, quotes: Sequence[Quote]) -> Block:
    return Block(**_given(form, sentences=tuple(_sentence(sentence, quotes) for sentence in form.sentences)))


def _sentence(form: _Sentence, quotes: Sequence[Quote]) -> Sentence:
    cited = tuple(_one_of(quotes, number) for number in form.quotes)
    text = form.text if form.text is not None else _one_of(cited, 0).text
    return Sentence(**_given(form, text=text, quotes=cited))


def _one_of(items: Sequence[T], place: int) -> T:
    if not 0 <= place < len(items):
        raise _unreadable(f"rujukan {place} menunjuk ke luar daftar yang memuat {len(items)} isi")
    return items[place]
