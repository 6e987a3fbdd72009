"""Chat models for tests that say what a test wants, given what they are asked, as the packages of providers do."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from typing import Any, cast

import pytest
from fakes import FakeEmbedder

pytest.importorskip("langchain_core", reason="LangChain is not installed; `make install` brings it along for tests.")

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from assistant.answer.counsel import Counsel
from assistant.answer.generative import ChatModel
from assistant.pipeline import Assistant
from assistant.search.embedding import passage_text
from assistant.search.index import Index, Snapshot
from assistant.text import words
from assistant.types import Passage

Script = Callable[[str], "Iterable[str] | AsyncIterator[str]"]
"""Given the text of the user, the pieces of an answer."""


class ScriptedModel(BaseChatModel):
    """Answers with what its script makes of the text of the user."""

    script: Script
    asked: list[tuple[str, str]]
    """The system's and the user's text of every request."""
    ended: threading.Event
    """Set when nothing more can come of the last request."""

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        raise AssertionError("an answer is streamed")

    async def _astream(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **_: Any
    ) -> AsyncIterator[ChatGenerationChunk]:
        system, user = (str(message.content) for message in messages)
        self.asked.append((system, user))
        self.ended.clear()
        try:
            pieces = self.script(user)
            async for piece in pieces if isinstance(pieces, AsyncIterator) else _one_by_one(pieces):
                yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
        finally:
            self.ended.set()


async def _one_by_one(pieces: Iterable[str]) -> AsyncIterator[str]:
    for piece in [pieces] if isinstance(pieces, str) else pieces:
        yield piece
        await asyncio.sleep(0)


def scripted(script: Script | str) -> ScriptedModel:
    """A model that says one text, or what a script makes of each request."""
    return ScriptedModel(
        script=(lambda _: script) if isinstance(script, str) else script, asked=[], ended=threading.Event()
    )


def counsel_of(model: BaseChatModel, *, seconds: float = 20.0, is_local: bool = True) -> Counsel:
    return Counsel(ChatModel(model, "openai:uji", is_local), seconds)


async def hang(_: str) -> AsyncIterator[str]:
    """Nothing comes, and the request does not end."""
    await asyncio.sleep(60)
    yield "terlambat"


_SENT = re.compile(r"<<<(S\d+)\n(.*?)\n\1>>>", re.DOTALL)


def passages_in(user: str) -> dict[str, str]:
    """The passages that a model was sent, by their marks."""
    return dict(_SENT.findall(user))


def mark_of(user: str, text: str) -> str:
    """The mark of the passage that reads like a text, as `[S1]`; empty when it was not sent."""
    wanted = words(text)
    found = (mark for mark, sent in passages_in(user).items() if words(sent)[-len(wanted) :] == wanted)
    return next((f"[{mark}]" for mark in found), "")


class KeptPassages:
    """A store that is not written anywhere; stands in for `assistant.search.index.Index`."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        ordered = tuple(sorted(passages, key=lambda one: (one.source.id, one.number)))
        self._snapshot = Snapshot(ordered, FakeEmbedder().embed_passages([passage_text(one) for one in ordered]), "1")

    def version(self) -> str:
        return self._snapshot.version

    known_version = version

    def snapshot(self) -> Snapshot:
        return self._snapshot


def assistant_over(passages: Sequence[Passage], counsel: Counsel | None = None) -> Assistant:
    """The whole assistant, but for the embedding model and the place where passages are stored."""
    return Assistant(cast(Index, KeptPassages(passages)), FakeEmbedder(), counsel=counsel)
