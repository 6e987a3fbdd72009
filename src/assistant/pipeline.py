"""The whole path of a question on one screen; the only place where parts are chosen."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.settings import Settings
from assistant.types import Answer


class Assistant:
    """Answers questions from one vector store. Safe to call from several threads."""

    @classmethod
    def open(cls, settings: Settings) -> Assistant:
        """Load the embedding model and the store (seconds). Raises ModelError or StoreError."""
        raise NotImplementedError

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The verified answer to a question; `history` holds the earlier questions of the conversation, oldest first."""
        raise NotImplementedError
