"""The turns of a conversation, and the form in which a browser keeps them: JSON that comes back as it went out.

What comes back is a stranger's text like any other: it is checked for its shape, never believed, and escaped when shown.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.types import Answer


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
