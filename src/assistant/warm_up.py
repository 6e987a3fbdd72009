"""Opens the assistant behind a page that is already up, and fills an empty store with the starter articles first."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from assistant.errors import AssistantError
from assistant.page import terminal
from assistant.settings import PROJECT_ROOT, Settings
from assistant.types import Answer, Passage

STARTER_ARTICLES = PROJECT_ROOT / "ingest" / "articles"
POLL_SECONDS = 0.1
# Follow-ups are tried one by one while the page is already used: half of the time is left to people.
REHEARSAL_PAUSE = 0.03


class Corpus(Protocol):
    """Everything that is stored, at one moment."""

    @property
    def passages(self) -> tuple[Passage, ...]: ...

    @property
    def version(self) -> str: ...


class Answering(Protocol):
    """What the page needs of an assistant; `assistant.pipeline.Assistant` is one."""

    @property
    def phrases(self) -> bool:
        """Whether a language model is asked to put answers in its own words."""

    def meant(self, question: str, history: Sequence[str], is_wanted: Callable[[], bool]) -> str:
        """What a language model takes a follow-up to ask, in whole; nothing where none is asked. It may take seconds."""

    def answer_in_steps(
        self, question: str, history: Sequence[str], is_wanted: Callable[[], bool], meant: str
    ) -> Iterator[Answer]:
        """The answer, and then the answer again with each sentence of the language model; the last step is the final one.

        Closing the iterator ends the model's work, and so does `is_wanted` once it says no, also while a step is made.
        `meant` is what `meant` has found.
        """

    def snapshot(self) -> Corpus: ...


def start_thread(name: str, work: Callable[[], None]) -> None:
    """Work beside the page, that ends before the process does.

    A daemon that is killed inside the model takes the whole process down with a crash. What a thread starts inherits
    being one, so it is said each time; the work must look at `is_ending` often enough for Ctrl+C to be prompt.
    """
    threading.Thread(target=work, name=name, daemon=False).start()


def is_ending() -> bool:
    """Whether the process ends as soon as its other threads do."""
    return not threading.main_thread().is_alive()


class WarmUp:
    """Opens the assistant in a background thread and knows how far that is."""

    def __init__(self, open_assistant: Callable[[WarmUp], Answering]) -> None:
        self.progress = (0, 0)
        """Passages of the starter articles that are in the store, and how many there are; zeros when nothing is filled."""
        self.error: Exception | None = None
        """What went wrong; an AssistantError is for the operator to mend."""
        self.assistant: Answering | None = None
        """There once it is ready."""
        self._open = open_assistant

    def start(self) -> None:
        """Begin; returns at once."""
        start_thread("warm-up", self.run)

    def run(self) -> None:
        """Open the assistant, in this thread."""
        try:
            self.assistant = self._open(self)
        except AssistantError as error:
            self.error = error
            print(f"\n{terminal.FAILED}: {error}", file=sys.stderr, flush=True)
        except Exception as error:
            self.error = error
            logging.exception("The assistant could not be opened")
        else:
            print(terminal.READY, flush=True)

    async def wait(self) -> Answering:
        """The assistant, as soon as it is ready. Raises what kept it from that."""
        while self.assistant is None:
            if self.error:
                raise self.error
            await asyncio.sleep(POLL_SECONDS)
        return self.assistant


def remote_model(settings: Settings) -> str:
    """The name of the language model to which questions go when it is not on this machine; empty when none leaves it.

    Raises SettingsError for a provider that nobody knows.
    """
    from assistant.answer.providers import provider_of, stays_here

    if settings.engine != "generative":
        return ""
    provider, model = provider_of(settings)
    return "" if stays_here(provider, model, settings.chat_base_url) else settings.chat_model


def open_assistant(settings: Settings, warm_up: WarmUp) -> Answering:
    """Fill an empty store with the starter articles, then open the assistant. Imports everything heavy.

    Raises AssistantError when the model or the store cannot be used.
    """
    from assistant.pipeline import Assistant
    from assistant.search.index import is_empty

    # The mark outlives an interrupted start, so that the next one completes the store instead of opening half of it.
    unfinished = settings.vectorstore / ".starter-articles-unfinished"
    if unfinished.exists() or is_empty(settings):
        settings.vectorstore.mkdir(parents=True, exist_ok=True)
        unfinished.touch()
        _ingest_starter_articles(settings, warm_up)
        unfinished.unlink()
    assistant = Assistant.open(settings)
    start_thread("rehearsal", lambda: assistant.rehearse(lambda: not is_ending(), REHEARSAL_PAUSE))
    return assistant


def _ingest_starter_articles(settings: Settings, warm_up: WarmUp) -> None:
    from ingest.update import ingest_paths

    def progress(done: int, total: int) -> None:
        if is_ending():
            raise SystemExit  # ends this thread alone, without a word; the next start completes the store
        warm_up.progress = (done, total)
        if done == total or sys.stdout.isatty():
            text = terminal.PREPARING_ARTICLES.format(done=done, total=total)
            print(f"\r{text}", end="\n" if done == total else "", flush=True)

    ingest_paths([STARTER_ARTICLES], settings, progress=progress)
    warm_up.progress = (0, 0)
