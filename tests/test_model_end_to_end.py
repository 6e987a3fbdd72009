"""Everything together with a real chat model: articles, questions in people's words, llama.cpp's server, and the gate.

The model is tiny and knows no Indonesian. A grammar makes it write well-formed claims about what ASN may do, most of
them untrue; which of them it writes is up to it.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("langchain", reason="LangChain is not installed; `make install` brings it along for tests.")

from assistant.answer import phrasing
from assistant.answer.counsel import Counsel
from assistant.answer.generative import ChatModel
from assistant.answer.verification import Gate
from assistant.pipeline import Assistant
from assistant.presentation import explanation_of
from assistant.search.embedding import Embedder
from assistant.settings import Settings
from assistant.types import Answer, Quote, Role, Verdict
from assistant.wording import INDONESIAN
from tests.llama_server import LlamaServer, running_llama_server

QUESTIONS = Path(__file__).parent / "questions" / "counsel_development.jsonl"
HOW_MANY = 50
# It reads a hundred tokens a second and writes forty: with short requests enough for a sentence or two.
SECONDS = 1.5
SHORT = {"answer_system": "ASN.", "answer_user": "{question} {verdict} {passages}"}
LIKES = "Bolehkah PNS menyukai unggahan caleg di media sosial?"
CLAIMS = r"""
root ::= (claim){1}
claim ::= who " " rule " " what ". [S1]\n"
who ::= "ASN" | "Anda" | "PNS" | "Pegawai ASN" | "PPPK" | "Kepala desa"
rule ::= "boleh" | "tidak boleh" | "dilarang" | "wajib" | "hanya boleh" | "dapat"
what ::= "menyukai unggahan calon" | "ikut kampanye" | "memilih di bilik suara" | "menjadi tim sukses" |
  "berfoto dengan calon" | "hadir dalam kampanye tanpa atribut" | "memakai kaus partai" | "mengikuti akun calon" |
  "netral" | "meneruskan tautan kampanye"
""".replace("|\n", "|")  # fmt: skip
ENDLESS = CLAIMS.replace("{1}", "{60}")


@pytest.fixture(scope="module")
def plain(starter_store: Path, embedder: Embedder) -> Assistant:
    """The starter articles, without a model."""
    return Assistant.open(Settings(vectorstore=starter_store), embedder)


@pytest.fixture(scope="module")
def server() -> Iterator[LlamaServer]:
    with running_llama_server() as running:
        yield running


@pytest.fixture(scope="module")
def model(server: LlamaServer) -> ChatModel:
    return model_at(server)


@pytest.fixture(autouse=True)
def short_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrasing, "MOST_PASSAGES", 1)
    monkeypatch.setattr(phrasing, "MOST_PASSAGE_CHARACTERS", 300)


def model_at(server: LlamaServer) -> ChatModel:
    """The model as an operator sets it."""
    return ChatModel.open(Settings(chat_model="openai:smollm2", chat_base_url=server.address))


def forced(model: ChatModel, grammar: str, seed: int = 0) -> ChatModel:
    """The same model, where a grammar decides what it can write."""
    options = {"extra_body": {"grammar": grammar, "temperature": 1.5, "seed": seed}}
    return replace(model, model=model.model.model_copy(update=options))


def with_model(plain: Assistant, model: ChatModel, seconds: float = SECONDS) -> Assistant:
    """The same assistant with a model beside it: opening another one would take seconds."""
    assistant = copy(plain)
    assistant._counsel = Counsel(model, seconds)
    return assistant


def saying(*lines: str) -> str:
    """A grammar in which nothing else can be said."""
    return f"root ::= {json.dumps(chr(10).join([*lines, '']), ensure_ascii=False)}"


def shown(answer: Answer) -> list[str]:
    return [sentence.text for sentence in explanation_of(answer)]


def failures(answer: Answer) -> list[str]:
    return [notice.text for notice in answer.notices if notice.kind == "model_failed"]


def essence(answer: Answer) -> tuple[Any, ...]:
    return answer.status, answer.verdict, [block for block in answer.blocks if block.role is not Role.EXPLANATION]


def questions() -> list[str]:
    asked = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    return [one["question"] for one in asked if not one["history"]][:HOW_MANY]


def test_whatever_a_real_model_says_verdicts_stay_and_what_is_shown_passes_the_gate_again(
    plain: Assistant, model: ChatModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phrasing, "MOST_PASSAGE_CHARACTERS", 160)
    monkeypatch.setattr(phrasing, "_template", SHORT.__getitem__)
    assert len(questions()) == HOW_MANY
    passages = plain.snapshot().passages
    shown_at_all = said_at_all = 0
    for seed, question in enumerate(questions()):
        # Now and then it may write whatever it likes.
        talking = model if seed % 10 == 9 else forced(model, CLAIMS, seed)
        first, *further = with_model(plain, talking).answer_in_steps(question)
        last = further[-1] if further else first

        assert essence(first) == essence(last), question
        assert first.citations == last.citations[: len(first.citations)]
        assert first.verdict is plain.answer(question).verdict, question
        for sentence in explanation_of(last):
            gate = Gate.of(passages, plain.look_up(question).question, first.verdict)
            quotes = tuple(Quote(one.passage, 0, len(one.passage.text)) for one in sentence.quotes)
            assert gate.admit(replace(sentence, quotes=quotes)), (question, sentence.text)
        shown_at_all += len(shown(last))
        said_at_all += len(shown(last)) + last.dropped_sentences - first.dropped_sentences

    # Where others use the machine too, most questions end before the first sentence.
    assert said_at_all >= 5, "the model hardly said anything: this proves nothing"
    assert shown_at_all < said_at_all / 2, "of what is said blindly, most is untrue"


def test_the_answer_of_quotations_is_there_before_the_model_is_asked_and_true_sentences_follow(
    plain: Assistant, model: ChatModel, server: LlamaServer
) -> None:
    cited = plain.answer(LIKES).citations[0].quote
    says = saying("Jadi PNS boleh menyukai unggahan caleg. [S1]", f"{cited.text.rstrip('.')}. [S1]")
    until_idle(server)
    steps = with_model(plain, forced(model, says), 60).answer_in_steps(LIKES)

    first = next(steps)
    assert not server.is_working(), "it is asked before the answer of quotations is there"
    assert (first.verdict, shown(first)) == (Verdict.TIDAK_BOLEH, [])

    *_, last = steps
    assert len(shown(last)) == 1
    assert last.dropped_sentences - first.dropped_sentences == 1
    assert (last.engine, failures(last)) == ("generative", [])
    assert explanation_of(last)[0].quotes[0].passage == cited.passage
    assert essence(last) == essence(first)


def test_a_model_that_takes_too_long_leaves_the_quotations_and_a_notice(plain: Assistant, model: ChatModel) -> None:
    steps = with_model(plain, forced(model, ENDLESS), 0.3).answer_in_steps("Bolehkah ASN ikut kampanye calon bupati?")
    first = next(steps)
    started = time.monotonic()

    *_, last = steps

    assert time.monotonic() - started < 2
    assert (essence(last), shown(last), failures(last)) == (essence(first), [], [INDONESIAN.model_slow])


def test_who_stops_ends_the_work_of_the_server(plain: Assistant, model: ChatModel, server: LlamaServer) -> None:
    is_wanted = threading.Event()
    is_wanted.set()
    steps = with_model(plain, forced(model, ENDLESS), 60).answer_in_steps(LIKES, (), is_wanted.is_set)
    next(steps)
    once_it_works(server, is_wanted.clear)

    started = time.monotonic()
    assert list(steps) == []
    assert time.monotonic() - started < 3
    until_idle(server)


def test_a_server_that_is_not_there_any_more_leaves_the_quotations_and_a_notice(plain: Assistant) -> None:
    with running_llama_server() as doomed:
        steps = with_model(plain, model_at(doomed), 30).answer_in_steps(LIKES)
        first = next(steps)
        doomed.kill()
        *_, last = steps

    assert (essence(last), failures(last)) == (essence(first), [INDONESIAN.model_failed])


def test_a_server_that_dies_while_it_writes_leaves_what_it_wrote_and_a_notice(plain: Assistant) -> None:
    with running_llama_server() as doomed:
        steps = with_model(plain, forced(model_at(doomed), ENDLESS), 30).answer_in_steps(LIKES)
        first = next(steps)
        killing = once_it_works(doomed, doomed.kill)
        started = time.monotonic()
        *_, last = steps
        killing.join(20)

    assert time.monotonic() - started < 15
    assert essence(last) == essence(first)
    assert failures(last) == [INDONESIAN.model_cut if shown(last) else INDONESIAN.model_failed]


def once_it_works(server: LlamaServer, do: Callable[[], None]) -> threading.Thread:
    """Do something half a second after the server has begun, whatever happens here meanwhile."""

    def wait() -> None:
        while not server.is_working():
            time.sleep(0.05)
        time.sleep(0.5)
        do()

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread


def until_idle(server: LlamaServer) -> None:
    deadline = time.monotonic() + 20  # it finishes reading
    while server.is_working():
        assert time.monotonic() < deadline, "the server goes on for nobody"
        time.sleep(0.05)
