"""A chat model's answer: pieces in time, limits that hold, failures in our words, and nothing sent anywhere else."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from assistant.answer import generative
from assistant.answer.generative import CHARACTERS_PER_TOKEN, ChatModel, without_thoughts
from assistant.errors import ChatModelError, SettingsError
from assistant.settings import Settings
from tests.llama_server import LlamaServer, running_llama_server

pytest.importorskip("langchain", reason="LangChain is not installed; `make install` brings it along for tests.")

from langchain_core.language_models import BaseChatModel, FakeListChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_core.tracers.langchain import wait_for_all_tracers

QUESTION = "Bolehkah ASN ikut kampanye?"
LONG_STORY = "Write a long story about a farmer, a river and a boat. Do not stop early."


class Written(BaseChatModel):
    """Answers with what `write` yields, as the packages of real providers do: asynchronously."""

    write: Callable[[], AsyncIterator[Any]]
    asked: list[Any]
    """What it was asked, and how it was set then."""
    ended: threading.Event
    """Set when nothing more can come of it."""

    @property
    def _llm_type(self) -> str:
        return "written"

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        raise AssertionError("an answer is streamed")

    async def _astream(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **_: Any
    ) -> AsyncIterator[ChatGenerationChunk]:
        self.asked.append((messages, vars(self)))
        try:
            async for content in self.write():
                yield ChatGenerationChunk(message=AIMessageChunk(content=content))
        finally:
            self.ended.set()


def written(write: Callable[[], AsyncIterator[Any]]) -> Written:
    return Written(write=write, asked=[], ended=threading.Event())


def model_that(write: Callable[[], AsyncIterator[Any]]) -> ChatModel:
    return ChatModel(written(write), "openai:uji", is_local=True)


async def _hang() -> AsyncIterator[str]:
    await asyncio.sleep(60)
    yield "terlambat"


async def _say_and_hang() -> AsyncIterator[str]:
    yield "ASN "
    yield "dilarang"
    await asyncio.sleep(60)


async def _go_on_for_ever() -> AsyncIterator[str]:
    while True:
        yield "lagi "
        await asyncio.sleep(0)


async def _block_everything() -> AsyncIterator[str]:
    time.sleep(1.0)
    yield "terlambat"


def ask(model: ChatModel, *, max_tokens: int = 400, seconds: float = 10.0) -> Iterator[str]:
    return model.stream("Jawablah.", QUESTION, max_tokens=max_tokens, seconds=seconds)


def received(model: ChatModel, seconds: float) -> tuple[list[str], ChatModelError, float]:
    """What came before the failure, the failure, and after how many seconds."""
    pieces: list[str] = []
    started = time.monotonic()
    with pytest.raises(ChatModelError) as failed:
        pieces.extend(ask(model, seconds=seconds))
    return pieces, failed.value, time.monotonic() - started


# What arrives


def test_an_answer_comes_in_pieces_and_in_order() -> None:
    model = ChatModel(FakeListChatModel(responses=["Tidak boleh."]), "openai:uji", is_local=True)

    assert list(ask(model)) == list("Tidak boleh.")
    assert model.complete("Jawablah.", QUESTION, max_tokens=10, seconds=5) == "Tidak boleh."


def test_the_model_is_told_both_texts_and_the_budget_in_its_own_word() -> None:
    async def answer() -> AsyncIterator[str]:
        yield "Ya."

    fake = written(answer)

    list(ask(ChatModel(fake, "google:uji", is_local=False, budget="max_output_tokens"), max_tokens=77))

    ((messages, settings),) = fake.asked
    assert [(one.type, one.content) for one in messages] == [("system", "Jawablah."), ("human", QUESTION)]
    assert settings["max_output_tokens"] == 77


def test_nothing_is_asked_before_the_first_piece_is_wanted() -> None:
    fake = written(_go_on_for_ever)

    stream = ask(ChatModel(fake, "openai:uji", is_local=True))

    assert fake.asked == []
    stream.close()  # type: ignore[attr-defined]
    assert fake.asked == []


def test_content_in_parts_gives_its_text_and_no_thoughts() -> None:
    async def answer() -> AsyncIterator[Any]:
        yield [{"type": "thinking", "thinking": "Hm, apa ya?", "index": 0}]
        yield [{"type": "reasoning", "reasoning": "Kampanye …", "index": 1}]
        yield [{"type": "text", "text": "Tidak ", "index": 2}, {"type": "text", "text": "boleh.", "index": 2}]
        yield []

    assert "".join(ask(model_that(answer))) == "Tidak boleh."


@pytest.mark.parametrize("size", [1, 3, 1_000])
@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<think>Hm, < 3 kata.</think>\nTidak boleh.", "\nTidak boleh."),
        ("<THINK>a</think>b<think>c</think>d", "bd"),
        ("Boleh bila <30 tahun.", "Boleh bila <30 tahun."),
        ("a < b dan <b>c</b> <th", "a < b dan <b>c</b> <th"),
        ("Ya.<think>tak berakhir", "Ya."),
        ("<reasoning>a</think>b</reasoning>c", "c"),
    ],
)
def test_what_a_model_thinks_aloud_is_left_out(raw: str, text: str, size: int) -> None:
    pieces = [raw[at : at + size] for at in range(0, len(raw), size)]

    assert "".join(without_thoughts(pieces)) == text


def test_text_is_not_held_back_for_thoughts_that_may_come() -> None:
    def pieces() -> Iterator[str]:
        yield "Tidak "
        raise AssertionError("the first piece could be handed over")

    assert next(without_thoughts(pieces())) == "Tidak "


def test_several_answers_come_at_once() -> None:
    together = threading.Barrier(4, timeout=5)

    async def answer() -> AsyncIterator[str]:
        yield "satu "
        await asyncio.to_thread(together.wait)  # passes only when all four have begun
        yield "dua"

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda _: "".join(ask(model_that(answer))), range(4))) == ["satu dua"] * 4


# Limits


@pytest.mark.parametrize(("write", "before"), [(_hang, []), (_say_and_hang, ["ASN ", "dilarang"])])
def test_the_time_limit_holds_while_nothing_comes(write: Callable[[], AsyncIterator[str]], before: list[str]) -> None:
    fake = written(write)

    pieces, failure, seconds = received(ChatModel(fake, "openai:uji", is_local=True), seconds=0.3)

    assert pieces == before
    assert "0.3 detik" in str(failure)
    assert "ASSISTANT_CHAT_SECONDS" in str(failure)
    assert 0.3 <= seconds < 1.0
    assert fake.ended.wait(1), "the request goes on although nobody waits for it"


def test_the_time_limit_holds_for_an_answer_without_an_end() -> None:
    fake = written(_go_on_for_ever)

    with pytest.raises(ChatModelError, match="detik"):
        list(ask(ChatModel(fake, "openai:uji", is_local=True), max_tokens=10**9, seconds=0.2))

    assert fake.ended.wait(1)


def test_the_time_limit_holds_although_all_requests_are_held_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generative, "_GRACE_SECONDS", 0.2)

    _, failure, seconds = received(model_that(_block_everything), seconds=0.2)

    assert "0.2 detik" in str(failure)
    assert seconds < 0.9


def test_a_reader_who_is_slow_still_gets_what_came_in_time() -> None:
    stream = ask(model_that(_say_and_hang), seconds=0.2)

    assert next(stream) == "ASN "
    time.sleep(0.4)
    assert next(stream) == "dilarang"
    with pytest.raises(ChatModelError):
        next(stream)


def test_an_answer_without_an_end_is_cut_off_quietly() -> None:
    fake = written(_go_on_for_ever)

    text = "".join(ask(ChatModel(fake, "openai:uji", is_local=True), max_tokens=50))

    assert len(text) == 50 * CHARACTERS_PER_TOKEN
    assert fake.ended.wait(1)


@pytest.mark.parametrize("write", [_go_on_for_ever, _say_and_hang])
def test_who_stops_reading_ends_the_request(write: Callable[[], AsyncIterator[str]]) -> None:
    fake = written(write)
    stream = ask(ChatModel(fake, "openai:uji", is_local=True))
    next(stream)

    stream.close()  # type: ignore[attr-defined]

    assert fake.ended.wait(1)


# Failures


class RefusedError(Exception):
    """As the packages of providers raise it: the answer's code beside words that hold too much."""

    def __init__(self, status_code: int) -> None:
        super().__init__("Bearer sk-rahasia at https://admin:rahasia@model.contoh")
        self.status_code = status_code


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RefusedError(401), "kode 401. Periksa kunci"),
        (RefusedError(404), "kode 404. Periksa nama model"),
        (RefusedError(429), "kode 429. Kuota"),
        (RefusedError(503), "kode 503. Periksa catatan server"),
        (ConnectionRefusedError("https://admin:rahasia@model.contoh"), "tidak dapat dihubungi"),
        (ConnectionResetError("rahasia"), "terputus"),
        (TimeoutError("rahasia"), "terlalu lama diam"),
        (KeyError("rahasia"), r"gagal \(KeyError\)"),
    ],
)
def test_a_failure_is_told_in_our_words_after_what_came(error: Exception, said: str) -> None:
    async def answer() -> AsyncIterator[str]:
        yield "ASN"
        raise error

    pieces, failure, _ = received(model_that(answer), seconds=10)

    assert pieces == ["ASN"]
    with pytest.raises(ChatModelError, match=rf"Model bahasa openai:uji .*{said}"):
        raise failure
    told = "".join(traceback.format_exception(failure))
    assert "rahasia" not in told, "an address or key is told"
    assert QUESTION not in told


# Nothing is sent anywhere else


class Recorder:
    """A server that answers every request with `answer` and keeps what it was sent."""

    def __init__(self, answer: Callable[[str, bytes], tuple[int, dict[str, str], bytes]]) -> None:
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                recorder.requests.append(
                    (self.path, {name.lower(): value for name, value in self.headers.items()}, body)
                )
                status, headers, content = answer(self.path, body)
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(content))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_PATCH = do_CONNECT = do_POST  # noqa: N815 -- so the base class calls them

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    @contextmanager
    def running(self) -> Iterator[Recorder]:
        thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()


@pytest.fixture
def stranger() -> Iterator[Recorder]:
    """Somebody who should hear nothing."""
    with Recorder(lambda path, body: (200, {"Content-Type": "application/json"}, b"{}")).running() as recorder:
        yield recorder


def _trace_to(stranger: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    from langsmith import utils

    for name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "kunci")
    monkeypatch.setenv("LANGSMITH_ENDPOINT", stranger.address)
    utils.get_env_var.cache_clear()


def test_a_question_is_not_reported_to_langsmith(stranger: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    _trace_to(stranger, monkeypatch)
    fake = FakeListChatModel(responses=["Tidak boleh."])

    assert "".join(ask(ChatModel(fake, "openai:uji", is_local=True))) == "Tidak boleh."
    wait_for_all_tracers()
    assert stranger.requests == []

    # Without us it would have been: the test can fail.
    list(fake.stream(QUESTION))
    wait_for_all_tracers()
    deadline = time.monotonic() + 10
    while not any(path != "/info" for path, _, _ in stranger.requests) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert stranger.requests, "LangSmith is not called at all: this test proves nothing"


def opened(
    monkeypatch: pytest.MonkeyPatch, model: str, address: str = "", seconds: float = 20.0, **environment: str
) -> ChatModel:
    """A model as an operator sets it, in an environment that holds nothing else of it."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE", "OLLAMA_HOST"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return ChatModel.open(Settings(chat_model=model, chat_base_url=address, chat_seconds=seconds))


def test_requests_do_not_go_through_the_gateway_of_langsmith(
    stranger: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = opened(
        monkeypatch,
        "openai:uji",
        OPENAI_API_KEY="sk-uji",
        LANGSMITH_GATEWAY=stranger.address,
        LANGSMITH_GATEWAY_API_KEY="kunci",
    )

    assert str(model.model.root_async_client.base_url) == "https://api.openai.com/v1/"
    assert not model.is_local


def _chat_completion(path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
    pieces = [{"choices": [{"index": 0, "delta": {"content": text}}]} for text in ("Tidak ", "boleh.")]
    lines = [f"data: {json.dumps(piece)}\n\n" for piece in pieces]
    return 200, {"Content-Type": "text/event-stream"}, "".join([*lines, "data: [DONE]\n\n"]).encode()


def _ollama_chat(path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
    messages = [{"message": {"role": "assistant", "content": text}, "done": False} for text in ("Tidak ", "boleh.")]
    last = {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"}
    lines = [json.dumps({"model": "uji", **one}) for one in (*messages, last)]
    return 200, {"Content-Type": "application/x-ndjson"}, "\n".join(lines).encode()


def test_what_openai_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    with Recorder(_chat_completion).running() as server:
        model = opened(monkeypatch, "openai:org/uji:7b", f"{server.address}/v1", OPENAI_API_KEY="sk-uji")
        assert "".join(ask(model, max_tokens=77)) == "Tidak boleh."

    ((path, headers, body),) = server.requests
    sent = json.loads(body)
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == "Bearer sk-uji"
    assert (sent["model"], sent["temperature"], sent["stream"]) == ("org/uji:7b", 0, True)
    assert sent["max_completion_tokens"] == 77
    assert [one["content"] for one in sent["messages"]] == ["Jawablah.", QUESTION]


def test_what_ollama_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    with Recorder(_ollama_chat).running() as server:
        model = opened(monkeypatch, "ollama:uji:8b", OLLAMA_HOST=server.address)
        assert "".join(ask(model, max_tokens=77)) == "Tidak boleh."

    ((path, _, body),) = server.requests
    sent = json.loads(body)
    assert path == "/api/chat"
    assert (sent["model"], sent["think"], sent["stream"]) == ("uji:8b", False, True)
    assert sent["options"] == {"num_ctx": 8_192, "num_predict": 77, "temperature": 0}
    assert model.is_local


@pytest.mark.parametrize(("model", "answer"), [("openai:uji", _chat_completion), ("ollama:uji", _ollama_chat)])
def test_a_request_to_this_machine_goes_there_straight(
    model: str, answer: Any, stranger: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy", "OPENAI_PROXY"):
        monkeypatch.setenv(name, stranger.address)
    with Recorder(answer).running() as server:
        assert "".join(ask(opened(monkeypatch, model, server.address))) == "Tidak boleh."

    assert stranger.requests == []


@pytest.mark.parametrize("model", ["openai:uji", "ollama:uji"])
def test_a_server_on_this_machine_cannot_send_a_request_elsewhere(
    model: str, stranger: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        Recorder(lambda path, body: (307, {"Location": f"{stranger.address}{path}"}, b"")).running() as server,
        pytest.raises(ChatModelError),
    ):
        list(ask(opened(monkeypatch, model, server.address)))

    assert stranger.requests == []


@pytest.mark.parametrize("model", ["openai:uji", "ollama:uji"])
def test_a_refusal_is_told_by_its_code_and_not_tried_again(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    body = b'{"error": {"message": "Incorrect key sk-rahasia"}}'
    with (
        Recorder(lambda path, sent: (429, {"Content-Type": "application/json"}, body)).running() as server,
        pytest.raises(ChatModelError, match="kode 429") as refused,
    ):
        list(ask(opened(monkeypatch, model, server.address)))

    assert "rahasia" not in str(refused.value)
    assert len(server.requests) == 1


@pytest.mark.parametrize("model", ["openai:uji", "ollama:uji"])
def test_a_connection_on_which_nothing_comes_is_closed_when_the_time_is_over(
    model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = threading.Event()

    def listen() -> None:
        connection, _ = listener.accept()
        with connection:
            while connection.recv(65_536):
                pass
            closed.set()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=listen, daemon=True).start()
        silent = opened(monkeypatch, model, f"http://127.0.0.1:{listener.getsockname()[1]}")
        with pytest.raises(ChatModelError, match=r"0\.3 detik"):
            list(ask(silent, seconds=0.3))
        assert closed.wait(1)


@pytest.mark.parametrize("model", ["openai:uji", "ollama:uji"])
def test_an_address_where_nobody_answers_is_told_at_once(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    started = time.monotonic()
    with pytest.raises(ChatModelError, match=r"tidak dapat dihubungi.*ASSISTANT_CHAT_BASE_URL"):
        list(ask(opened(monkeypatch, model, "http://127.0.0.1:9")))

    assert time.monotonic() - started < 3


def test_a_package_that_is_not_installed_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_anthropic", None)

    with pytest.raises(SettingsError, match=r'pip install -e "\.\[anthropic\]"'):
        opened(monkeypatch, "anthropic:uji", ANTHROPIC_API_KEY="sk-uji")


def test_nobody_needs_its_packages_before_a_model_is_opened() -> None:
    loaded = "import sys, assistant.answer.generative; print(*{name.split('.')[0] for name in sys.modules})"

    printed = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout

    assert not {"langchain", "langchain_core", "langsmith", "openai", "ollama"} & set(printed.split())


def test_without_langchain_the_command_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain.chat_models", None)

    with pytest.raises(SettingsError, match=r'pip install -e "\.\[ollama\]"'):
        opened(monkeypatch, "ollama:uji")


def test_what_a_package_refuses_is_told_without_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="ollama:uji tidak dapat disiapkan") as refused:
        opened(monkeypatch, "ollama:uji", OLLAMA_HOST="http://[rahasia")

    assert "rahasia" not in str(refused.value)
    assert refused.value.__suppress_context__, "the words of the package are printed with it"


# A real model


@pytest.fixture(scope="module")
def llama() -> Iterator[LlamaServer]:
    with running_llama_server() as server:
        yield server


def test_a_real_model_streams_without_a_key(llama: LlamaServer, monkeypatch: pytest.MonkeyPatch) -> None:
    model = opened(monkeypatch, "openai:smollm2", llama.address)
    assert model.is_local

    arrived = [time.monotonic() for _ in model.stream("", LONG_STORY, max_tokens=60, seconds=20)]

    assert 30 <= len(arrived) <= 61, "a piece is about a token, and there are no more than were asked for"
    assert arrived[len(arrived) // 2] - arrived[0] > 0.25 * (arrived[-1] - arrived[0]), "it came all at once"
    assert model.complete("", LONG_STORY, max_tokens=8, seconds=20)


def test_a_real_model_is_cut_off_when_the_time_is_over(llama: LlamaServer, monkeypatch: pytest.MonkeyPatch) -> None:
    model = opened(monkeypatch, "openai:smollm2", llama.address)

    pieces: list[str] = []
    with pytest.raises(ChatModelError, match=r"0\.5 detik"):
        pieces.extend(model.stream("", LONG_STORY, max_tokens=4_000, seconds=0.5))

    assert pieces
    _assert_idle(llama)


def test_who_stops_reading_stops_the_work_of_the_server(llama: LlamaServer, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = opened(monkeypatch, "openai:smollm2", llama.address).stream("", LONG_STORY, max_tokens=4_000, seconds=20)
    next(stream)
    assert llama.is_working()

    stream.close()  # type: ignore[attr-defined]

    _assert_idle(llama)


def test_a_server_that_is_killed_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with running_llama_server() as server:
        stream = opened(monkeypatch, "openai:smollm2", server.address).stream(
            "", LONG_STORY, max_tokens=4_000, seconds=20
        )
        next(stream)
        server.kill()
        started = time.monotonic()
        with pytest.raises(ChatModelError, match="terputus"):
            list(stream)

    assert time.monotonic() - started < 2


def _assert_idle(llama: LlamaServer) -> None:
    deadline = time.monotonic() + 2
    while llama.is_working():
        assert time.monotonic() < deadline, "the server goes on writing for nobody"
        time.sleep(0.02)
