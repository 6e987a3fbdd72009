"""What the page and programs ask for, answered: joins what is shown with what serving it to many people takes.

Nothing here knows a web framework, and nothing is kept of a conversation: a browser sends what it has, and gets HTML back.
"""

from __future__ import annotations

import asyncio
import datetime
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant import __version__
from assistant.errors import AssistantError
from assistant.page import documents, frame, note
from assistant.page.conversation import announcement, refusal, said_further, turn_html
from assistant.page.library import Library
from assistant.page.turns import Turn, read_turn, read_turns, turn_object
from assistant.page.wording import PageWording
from assistant.presentation import explanation_of
from assistant.service import off_switch
from assistant.service.feedback import Feedback, store
from assistant.service.line import Line, LineFull
from assistant.service.rates import Rates
from assistant.service.sent import Data, number_in, text_in, texts_in
from assistant.service.steps import Room, Steps, StepsBusy
from assistant.settings import Settings
from assistant.types import Answer, Notice, Status
from assistant.warm_up import WarmUp
from assistant.wording import wording

# An answer takes tens of milliseconds and uses every core it gets; two at a time keep a small office PC responsive.
ANSWERS_AT_A_TIME = 2
# At twenty answers a second, whoever comes last in this line waits about five seconds.
LONGEST_LINE = 100
# A language model writes for seconds, most of them spent waiting; more at once would make each of them too slow.
MODELS_AT_A_TIME = 4
# Whoever has an answer of quotations before them does not wait longer for the model to begin.
LONGEST_WAIT_FOR_MODEL = 10.0
# Earlier questions that may matter for a follow-up.
HISTORY = 20


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: an open page or program, its network address, and the language it gets."""

    session: str
    address: str
    words: PageWording


class Refused(AssistantError):  # noqa: N818 (named for what happened)
    """A question that is not even looked at; the message says why and what to do."""


class Desk:
    """Answers what visitors ask for. Used from one event loop."""

    def __init__(self, warm_up: WarmUp, settings: Settings) -> None:
        self.warm_up = warm_up
        self.takes_feedback = settings.feedback_file is not None
        self._feedback_file: Path | None = settings.feedback_file
        self._off_file = settings.off_file
        self._line = Line(ANSWERS_AT_A_TIME, LONGEST_LINE)
        self._room = Room(MODELS_AT_A_TIME, LONGEST_WAIT_FOR_MODEL)
        self.rates = Rates(settings.session_limit, settings.address_limit)
        self._library: tuple[str, Library] | None = None

    async def ask(self, data: Data, visitor: Visitor) -> AsyncGenerator[dict[str, Any], None]:
        """A question from the page: how far it is, then its turn as HTML and as the record that the browser keeps.

        Where a language model phrases answers, the turn comes several times, with one sentence more each (`partial`).
        """
        words, question, number = visitor.words, text_in(data, "question"), number_in(data)
        turn = Turn(question.strip(), asked=datetime.datetime.now().astimezone())
        steps: Steps[Answer] | None = None
        try:
            self._admit(question, visitor)
            meant = await self._meant(data)
            async with self._line.join() as place:
                if not self.warm_up.assistant:
                    yield {"state": "waiting", "message": words.waiting}
                steps = await self._steps(data, meant)
                async for position in place.positions():
                    yield {"state": "waiting", "message": words.in_line.format(position=position)}
                answer = await steps.first()
                corpus = (await asyncio.to_thread(self._shelves)).fingerprint
            # From here on, a language model is waited for: the next in line has no share in that.
            async with aclosing(self._finished(answer, steps)) as answers:
                async for answer in answers:
                    turn = replace(turn, answer=answer, corpus=corpus)
                    if self._is_phrased(answer):
                        yield {"state": "partial", **self._shown(number, turn, words, is_written=True)}
        except (Refused, LineFull) as refused:
            yield {"state": "refused", "message": words.line_full if isinstance(refused, LineFull) else str(refused)}
            return
        except AssistantError as error:
            turn = replace(turn, message=str(error))
        except Exception:
            logging.exception("A question could not be answered")
            turn = replace(turn, message=words.answer_failed)
        finally:
            if steps:
                steps.close()
        yield {"state": "done", **self._shown(number, turn, words), "further": said_further(turn)}

    async def answer(self, question: object, history: object, visitor: Visitor) -> Answer:
        """One question after earlier ones, for programs. Raises AssistantError with a message for people."""
        data = {"question": question, "history": history}
        self._admit(text_in(data, "question"), visitor)
        meant = await self._meant(data)
        steps: Steps[Answer] | None = None
        try:
            async with self._line.join() as place:
                steps = await self._steps(data, meant)
                async for _ in place.positions():
                    pass
                answer = await steps.first()
            return [further async for further in self._finished(answer, steps)][-1]
        except LineFull as error:
            raise Refused(visitor.words.line_full) from error
        finally:
            if steps:
                steps.close()

    def show(self, data: Data, visitor: Visitor) -> dict[str, Any]:
        """Turns that the browser kept, as HTML again, numbered from `number`. Raises AssistantError for what are none."""
        turns, first = read_turns(data.get("turns")), number_in(data)
        shown = [turn_html(n, turn, visitor.words, rated=self.takes_feedback) for n, turn in enumerate(turns, first)]
        return {"html": shown}

    def source(self, data: Data, visitor: Visitor) -> dict[str, Any]:
        """The document behind a citation of a turn, with the quotation marked."""
        turn, number = read_turn(data.get("turn")), data.get("n")
        cited = turn.answer.citations if turn.answer else ()
        citation = next((one for one in cited if one.n == number), None)
        if citation is None:
            raise Refused(visitor.words.source_gone)
        today = datetime.date.today()
        quote = citation.quote
        shelved = self._shelves().document(quote.passage.source.id) if self.warm_up.assistant else None
        place = documents.QuotePlace(quote.passage.number, quote.text, quote.passage.locator)
        if shelved and documents.place(shelved, place):
            return {"html": documents.document(shelved, visitor.words, today, place)}
        return {"html": documents.saved_source(citation, visitor.words, today)}

    def documents(self, data: Data, visitor: Visitor) -> dict[str, Any]:
        """What the assistant has read, all of it or what a search finds."""
        words = visitor.words
        if self.warm_up.assistant is None:
            return {"html": "", "text": words.documents_unavailable}
        library = self._shelves()
        counts = {"documents": library.documents, "passages": library.passages, "version": library.fingerprint}
        found = documents.document_list(library, text_in(data, "search"), words, datetime.date.today())
        return {"html": found, "text": words.documents_text.format(**counts)}

    def document(self, data: Data, visitor: Visitor) -> dict[str, Any]:
        """One document in full."""
        shelved = self._shelves().document(text_in(data, "document")) if self.warm_up.assistant else None
        if shelved is None:
            raise Refused(visitor.words.no_documents)
        return {"html": documents.document(shelved, visitor.words, datetime.date.today(), None)}

    def note(self, data: Data, visitor: Visitor) -> dict[str, Any]:
        """A conversation as a Markdown file and as a note to print."""
        turns, title = read_turns(data.get("turns")), text_in(data, "title") or visitor.words.untitled
        made = datetime.datetime.now().astimezone()
        about: dict[str, Any] = {"version": __version__, "made": made, "title": title}
        return {
            "markdown": note.as_markdown(turns, visitor.words, **about),
            "html": note.as_html(turns, visitor.words, **about),
            "name": note.file_name(title, made),
        }

    def rate(self, data: Data, visitor: Visitor) -> dict[str, Any]:
        """What someone thinks of an answer, where the operator wants to know. Raises AssistantError when it cannot be kept."""
        turn = read_turn(data.get("turn"))
        if self._feedback_file is None or turn.answer is None:
            raise Refused(visitor.words.feedback_failed)
        self._check_rate(visitor)
        given = Feedback(
            answer=turn.answer,
            history=tuple(texts_in(data, "history")),
            helpful=data.get("helpful") is True,
            reasons=tuple(texts_in(data, "reasons")),
            comment=text_in(data, "comment"),
            given=datetime.datetime.now().astimezone(),
            corpus=turn.corpus,
        )
        store(self._feedback_file, given)
        return {}

    def banner(self, words: PageWording) -> tuple[str, bool]:
        """What is to be known before one asks, as HTML, and whether that will change within seconds."""
        off = off_switch.notice(self._off_file)
        if off is not None:
            return frame.banner(off or words.switched_off, words, waits=False), False
        error = self.warm_up.error
        if error:
            message = str(error) if isinstance(error, AssistantError) else words.answer_failed
            return frame.banner(message, words, failed=True), False
        if self.warm_up.assistant:
            return "", False
        done, total = self.warm_up.progress
        filling = words.preparing_articles.format(done=done, total=total)
        return frame.banner(filling if total else words.preparing, words), True

    def health(self) -> str:
        """`ready`, `preparing`, `failed`, or `off`."""
        if off_switch.notice(self._off_file) is not None:
            return "off"
        if self.warm_up.assistant:
            return "ready"
        return "failed" if self.warm_up.error else "preparing"

    def _admit(self, question: str, visitor: Visitor) -> None:
        off = off_switch.notice(self._off_file)
        problem = (off or visitor.words.switched_off) if off is not None else refusal(question, visitor.words)
        if problem:
            raise Refused(problem)
        self._check_rate(visitor)

    def _check_rate(self, visitor: Visitor) -> None:
        seconds = self.rates.seconds_to_wait(visitor.session, visitor.address)
        if seconds:
            raise Refused(visitor.words.too_many.format(seconds=seconds))

    async def _meant(self, data: Data) -> str:
        """What a language model takes a follow-up to ask, if one has time; it is asked before there is a place in the line."""
        assistant, (question, earlier) = self.warm_up.assistant, _conversation(data)
        if assistant is None or not assistant.phrases or not earlier:
            return ""
        return await self._room.spare(lambda is_wanted: assistant.meant(question, earlier, is_wanted), "")

    async def _steps(self, data: Data, meant: str) -> Steps[Answer]:
        """The answer in steps, as soon as the assistant is ready; nothing of it is made yet."""
        assistant = await self.warm_up.wait()
        question, earlier = _conversation(data)
        return Steps(lambda is_wanted: assistant.answer_in_steps(question, earlier, is_wanted, meant), self._room)

    def _is_phrased(self, answer: Answer) -> bool:
        """Whether more may come of an answer: only what documents say is told in other words, and in their language."""
        assert self.warm_up.assistant
        return self.warm_up.assistant.phrases and answer.status is Status.ANSWERED and answer.language == "id"

    async def _finished(self, answer: Answer, steps: Steps[Answer]) -> AsyncGenerator[Answer, None]:
        """The first answer and what becomes of it; when the model fails, that is told beside what there is."""
        yield answer
        if not self._is_phrased(answer):
            return
        said = wording(answer.language)
        try:
            async for answer in steps.further():
                yield answer
        except StepsBusy:
            yield answer.with_notice(Notice("model_failed", said.model_busy))
        except Exception:
            logging.exception("A language model could not phrase an answer")
            text = said.model_cut if explanation_of(answer) else said.model_failed
            yield answer.with_notice(Notice("model_failed", text))

    def _shown(self, number: int, turn: Turn, words: PageWording, *, is_written: bool = False) -> dict[str, Any]:
        """What a browser is given of a turn."""
        return {
            "html": turn_html(number, turn, words, rated=self.takes_feedback, is_written=is_written),
            "turn": turn_object(turn),
            "announcement": announcement(turn, words),
        }

    def _shelves(self) -> Library:
        """The documents as they are stored now."""
        assert self.warm_up.assistant
        corpus = self.warm_up.assistant.snapshot()
        if self._library is None or self._library[0] != corpus.version:
            self._library = (corpus.version, Library.of(corpus.passages))
        return self._library[1]


def _conversation(data: Data) -> tuple[str, list[str]]:
    """The question and what was asked before it."""
    return text_in(data, "question"), [one for one in texts_in(data, "history") if one.strip()][-HISTORY:]
