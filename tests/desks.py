"""A desk over the scripted assistant, and somebody who stands before it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any, TypeVar

from assistant.desk import Desk, Visitor
from assistant.page.english import ENGLISH
from assistant.page.indonesian import INDONESIAN
from assistant.page.turns import Turn, turn_object
from assistant.settings import Settings
from assistant.warm_up import Answering, WarmUp
from tests.browser.scripted import ruling

T = TypeVar("T")

LONGEST_SECONDS = 20
QUESTION = "Bolehkah PNS menyukai unggahan caleg?"
VISITOR = Visitor("halaman-1", "10.0.0.1", INDONESIAN)
NEIGHBOUR = Visitor("halaman-2", "10.0.0.1", INDONESIAN)
STRANGER = Visitor("halaman-3", "10.0.0.3", INDONESIAN)
ENGLISH_VISITOR = Visitor("halaman-4", "10.0.0.4", ENGLISH)


def opened(assistant: Answering) -> WarmUp:
    """A warm-up that is through."""
    warm_up = WarmUp(lambda _: assistant)
    warm_up.run()
    return warm_up


def failed(error: Exception) -> WarmUp:
    """A warm-up that went wrong."""

    def fail(_: WarmUp) -> Answering:
        raise error

    warm_up = WarmUp(fail)
    warm_up.run()
    return warm_up


def desk_of(assistant: Answering | WarmUp, folder: Path, **settings: Any) -> Desk:
    """A desk whose files lie in a folder; `settings` are fields of Settings."""
    warm_up = assistant if isinstance(assistant, WarmUp) else opened(assistant)
    return Desk(warm_up, Settings(vectorstore=folder, **settings))


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """What a coroutine comes to; fails rather than wait for a turn that never comes."""
    return asyncio.run(asyncio.wait_for(coroutine, LONGEST_SECONDS))


async def replies(desk: Desk, data: Mapping[str, Any], visitor: Visitor = VISITOR) -> list[dict[str, Any]]:
    """Everything that comes back for a question."""
    return [sendable(reply) async for reply in desk.ask(data, visitor)]


def last_reply(desk: Desk, question: object = QUESTION, visitor: Visitor = VISITOR, **data: Any) -> dict[str, Any]:
    """What comes back last for a question."""
    return run(replies(desk, {"question": question, **data}, visitor))[-1]


def sendable(reply: dict[str, Any]) -> dict[str, Any]:
    """A reply as the browser reads it; fails for one that cannot be sent as JSON in UTF-8."""
    sent: dict[str, Any] = json.loads(json.dumps(reply, ensure_ascii=False, allow_nan=False).encode())
    return sent


def kept(turn: Turn | None = None) -> dict[str, Any]:
    """A turn as the browser keeps it; by default one with an answer from the scripted documents."""
    return sendable(turn_object(turn or Turn(QUESTION, ruling(QUESTION), corpus="ab12")))
