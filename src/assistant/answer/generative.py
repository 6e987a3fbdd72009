"""A chat model of any provider as pieces of text. The only file that knows LangChain.

Its libraries are imported when a model is opened: an installation without one needs none of them. Requests run in one
event loop of their own, because there a request that hangs can be broken off at once, with its connection.
"""

from __future__ import annotations

import asyncio
import os
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from assistant.answer.providers import Provider, check_key, provider_of, stays_here
from assistant.errors import ChatModelError, ChatModelTimeout, SettingsError
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# Some servers know no token budget; no language writes more than this with one token on average.
CHARACTERS_PER_TOKEN = 8
# The request watches the time itself; whoever waits for it looks up a little later, in case the event loop is held up.
_GRACE_SECONDS = 1.0
# How often whoever waits for a piece looks whether it is still wanted.
_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class ChatModel:
    """One model at one address. Safe to use from several threads."""

    model: BaseChatModel = field(repr=False)
    name: str
    """`provider:model`, as it was set."""
    is_local: bool
    """True when requests to it are sure to stay on this machine."""
    budget: str = "max_tokens"
    """The provider's word for the largest number of tokens of an answer."""

    @classmethod
    def open(cls, settings: Settings) -> ChatModel:
        """The model that is set; nothing is sent yet.

        Raises SettingsError for an unknown provider, a package that is not installed, and a key that is not there.
        """
        provider, model = provider_of(settings)
        has_key = check_key(provider, settings)
        is_local = stays_here(provider, model, settings.chat_base_url)
        _forget_langsmith()
        try:
            opened = _opened(provider, model, settings, is_local, has_key)
        except ImportError as error:
            raise SettingsError(
                f"Pustaka untuk model bahasa {settings.chat_model} belum terpasang. Pasang dengan: "
                f'.venv/bin/python -m pip install -e ".[{provider.extra}]"'
            ) from error
        except Exception as error:  # LangChain promises no type; what it says may hold the key
            raise SettingsError(
                f"Model bahasa {settings.chat_model} tidak dapat disiapkan ({type(error).__name__}). Periksa "
                "ASSISTANT_CHAT_MODEL dan pengaturan penyedianya."
            ) from None
        return cls(opened, settings.chat_model, is_local, provider.budget)

    def stream(
        self,
        system: str,
        user: str,
        *,
        max_tokens: int,
        seconds: float,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> Iterator[str]:
        """What the model answers, piece by piece as it comes, without what it thinks; nothing is sent before the first.

        It ends quietly after `max_tokens` tokens. Raises ChatModelError when the model fails, and when `seconds` are
        over, after what came until then. Closing the iterator breaks the request off; an iterator that waits for a
        piece cannot be closed, so it also ends, quietly and within a tenth of a second, once `is_wanted` says no.
        """
        pieces: SimpleQueue[str | ChatModelError | None] = SimpleQueue()
        until = time.monotonic() + seconds + _GRACE_SECONDS
        asked = self._ask(system, user, max_tokens, seconds, pieces.put)
        request = asyncio.run_coroutine_threadsafe(asked, _event_loop())
        try:
            yield from without_thoughts(self._received(pieces, until, seconds, is_wanted))
        finally:
            request.cancel()

    def complete(
        self,
        system: str,
        user: str,
        *,
        max_tokens: int,
        seconds: float,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> str:
        """The whole answer at once. Raises ChatModelError as `stream` does, and ends early as it does."""
        return "".join(self.stream(system, user, max_tokens=max_tokens, seconds=seconds, is_wanted=is_wanted))

    def _received(
        self,
        pieces: SimpleQueue[str | ChatModelError | None],
        until: float,
        seconds: float,
        is_wanted: Callable[[], bool],
    ) -> Iterator[str]:
        while is_wanted():
            left = until - time.monotonic()
            try:
                piece = pieces.get(timeout=max(0.0, min(_LOOK_SECONDS, left)))
            except Empty:
                if left > _LOOK_SECONDS:
                    continue
                raise self._too_slow(seconds) from None
            if piece is None:
                return
            if isinstance(piece, ChatModelError):
                raise piece
            yield piece

    async def _ask(
        self,
        system: str,
        user: str,
        max_tokens: int,
        seconds: float,
        put: Callable[[str | ChatModelError | None], None],
    ) -> None:
        """Hand over every piece, then None; where it fails, the failure."""
        from langsmith import tracing_context

        room = CHARACTERS_PER_TOKEN * max_tokens
        limit = asyncio.timeout(seconds)
        try:
            # A question never goes to LangSmith, whatever the environment says.
            with tracing_context(enabled=False):
                # As a field of the model every provider heeds it; as an option of one request Ollama's package does not.
                model = self.model.model_copy(update={self.budget: max_tokens})
                async with limit, aclosing(model.astream([("system", system), ("human", user)])) as chunks:
                    async for chunk in chunks:
                        text = str(chunk.text)[:room]
                        room -= len(text)
                        put(text)
                        if not room:
                            break
        except Exception as error:  # every provider has its own; what they say may hold addresses, keys, the question
            put(self._too_slow(seconds) if limit.expired() else self._failure(error))
        else:
            put(None)

    def _too_slow(self, seconds: float) -> ChatModelTimeout:
        return ChatModelTimeout(
            f"Model bahasa {self.name} belum selesai dalam {seconds:g} detik. Naikkan ASSISTANT_CHAT_SECONDS atau pakai model "
            "yang lebih kecil."
        )

    def _failure(self, error: BaseException) -> ChatModelError:
        """What went wrong in our words: the code of the answer where there was one, else by the names of the errors."""
        status = _status(error)
        if status:
            remedy = _REMEDIES.get(status, "Periksa catatan server model itu.")
            return ChatModelError(f"Model bahasa {self.name} tidak menjawab: kode {status}. {remedy}")
        names = " ".join(type(one).__name__ for one in _chain(error))
        if re.search(r"Timeout|TimedOut", names):
            what = "terlalu lama diam. Periksa apakah servernya sanggup menjalankan model itu."
        elif re.search(r"Protocol|ReadError|WriteError|Reset|Incomplete", names):
            what = "terputus sebelum selesai. Periksa apakah servernya masih berjalan."
        elif re.search(r"Connect|OSError|gaierror", names):
            what = "tidak dapat dihubungi. Periksa apakah servernya berjalan dan ASSISTANT_CHAT_BASE_URL benar."
        else:
            what = f"gagal ({type(error).__name__}). Periksa catatan server model itu."
        return ChatModelError(f"Model bahasa {self.name} {what}")


_REMEDIES = {
    400: "Permintaan ditolak: periksa apakah model itu model percakapan dan dapat membaca 8.192 token.",
    401: "Periksa kunci akses di variabel penyedianya.",
    403: "Periksa kunci akses di variabel penyedianya.",
    404: "Periksa nama modelnya di ASSISTANT_CHAT_MODEL dan alamat di ASSISTANT_CHAT_BASE_URL.",
    429: "Kuota atau batas permintaannya habis; coba lagi nanti.",
}


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error and those that led to it."""
    seen: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in seen:
        seen.append(following)
        yield following
        following = following.__cause__ or following.__context__


def _status(error: BaseException) -> int:
    """The HTTP status with which a provider refused; 0 where there is none."""
    for one in _chain(error):
        for status in (getattr(one, name, None) for name in ("status_code", "code")):
            if isinstance(status, int) and 400 <= status < 600:
                return status
    return 0


def _opened(provider: Provider, model: str, settings: Settings, is_local: bool, has_key: bool) -> BaseChatModel:
    """The LangChain model. A request to this machine goes there straight: no proxy of the environment, no redirect."""
    from langchain.chat_models import init_chat_model

    options = dict(provider.options)
    if settings.chat_base_url:
        options["base_url"] = settings.chat_base_url
    straight = {"trust_env": False, "follow_redirects": False} if is_local else {}
    if provider.name == "ollama":
        options["client_kwargs"] = {"timeout": settings.chat_seconds, **straight}
    else:
        options["timeout"] = settings.chat_seconds
    if provider.name == "openai" and straight:
        from openai import DefaultAsyncHttpxClient, DefaultHttpxClient

        options["http_client"] = DefaultHttpxClient(**straight)
        options["http_async_client"] = DefaultAsyncHttpxClient(**straight)
        options["openai_proxy"] = None
    if provider.keys and not has_key:
        options["api_key"] = "tanpa-kunci"  # the server wants none, the library wants one
    return init_chat_model(model, model_provider=provider.name, **options)


def _forget_langsmith() -> None:
    """Drop the variables that make LangChain report to LangSmith, or send every request through its gateway."""
    for name in [name for name in os.environ if name.startswith(("LANGSMITH_", "LANGCHAIN_"))]:
        del os.environ[name]


_loop_lock = threading.Lock()
_loop: asyncio.AbstractEventLoop | None = None


def _event_loop() -> asyncio.AbstractEventLoop:
    """The one loop of all requests: connections that are kept belong to the loop in which they were opened."""
    global _loop
    with _loop_lock:
        if _loop is None:
            _loop = asyncio.new_event_loop()
            threading.Thread(target=_loop.run_forever, name="chat-model", daemon=True).start()
        return _loop


_THOUGHT_BEGINS = re.compile(r"<(think|thinking|thought|reasoning)>", re.IGNORECASE)
_THOUGHT_MAY_BEGIN = re.compile(r"<[a-z]{0,9}$", re.IGNORECASE)


def without_thoughts(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces without what stands between `<think>` and `</think>`; a tag may be spread over several pieces."""
    held, end = "", ""
    for piece in pieces:
        held += piece
        while True:
            found = (re.compile(re.escape(end), re.IGNORECASE) if end else _THOUGHT_BEGINS).search(held)
            if not found:
                break
            if not end and found.start():
                yield held[: found.start()]
            held = held[found.end() :]
            end = "" if end else f"</{found[1]}>"
        if end:
            held = held[-len(end) :]  # may be the beginning of the tag
            continue
        begun = _THOUGHT_MAY_BEGIN.search(held)
        ready = begun.start() if begun else len(held)
        if ready:
            yield held[:ready]
        held = held[ready:]
    if held and not end:
        yield held
