"""A chat model as counsellor: what it may say, for how long, what leaves this machine, and what a follow-up becomes."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from chat_models import Script, assistant_over, counsel_of, hang, mark_of, passages_in, scripted
from fakes import SIMPLE_RANKING, passage
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from assistant.answer import counsel as module
from assistant.answer import factual
from assistant.answer.counsel import MOST_DROPPED, MOST_SENTENCES, REWRITE_SECONDS
from assistant.answer.generative import CHARACTERS_PER_TOKEN, ChatModel
from assistant.answer.phrasing import MOST_EARLIER_QUESTIONS
from assistant.errors import SettingsError
from assistant.pipeline import Assistant
from assistant.presentation import explanation_of
from assistant.types import Answer, Passage, Status, Verdict
from assistant.wording import INDONESIAN

QUESTION = "boleh gak sih PNS nge-like postingan caleg?"
LIKES = passage(
    "Pegawai ASN dilarang memberi like pada unggahan calon di media sosial. Jangan pula membagikan tautan kampanye.",
    document="arsip/medsos.md",
)
VOTING = passage("ASN tetap memiliki hak pilih dan boleh memilih di bilik suara.", document="arsip/pilih.md")
SANCTION = passage(
    "ASN yang melanggar netralitas dikenai sanksi moral atau hukuman disiplin berat.", document="arsip/sanksi.md"
)
STORE = (LIKES, VOTING, SANCTION)
TRUE = "Anda tidak boleh memberi like pada unggahan calon di media sosial."


@pytest.fixture(autouse=True)
def simple_ranking(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fitted weights are meant for the similarities of the real model."""
    monkeypatch.setattr(factual, "load_ranking", lambda: SIMPLE_RANKING)


def asking(model: Any, stored: tuple[Passage, ...] = STORE, **options: Any) -> Assistant:
    return assistant_over(stored, counsel_of(model, **options))


def shown(answer: Answer) -> list[str]:
    return [sentence.text for sentence in explanation_of(answer)]


def failures(answer: Answer) -> list[str]:
    return [notice.text for notice in answer.notices if notice.kind == "model_failed"]


def saying(*sentences: str, of: Passage = LIKES) -> Script:
    return lambda user: (f"{sentence} {mark_of(user, of.text)}\n" for sentence in sentences)


# What it may say


def test_a_model_of_langchain_is_heard() -> None:
    model = GenericFakeChatModel(messages=iter([AIMessage(f"{TRUE} [S1]")]))

    answer = asking(model).answer(QUESTION)

    assert (shown(answer), answer.engine, failures(answer)) == ([TRUE], "generative", [])


def test_no_more_than_so_many_sentences_are_shown_and_then_the_model_is_left() -> None:
    verbs = ("memberi", "menekan", "mengklik", "memberikan", "kasih", "menaruh")
    variants = [
        f"{subject} {rule} {verb} like pada unggahan calon di media sosial."
        for subject in ("Anda", "Pegawai ASN", "ASN")
        for rule in ("dilarang", "tidak boleh")
        for verb in verbs
    ]
    lies = ["PNS boleh memberi like pada unggahan calon."] * 3  # repeated lies make no room for more
    model = scripted(saying(*lies, *variants))

    answer = asking(model).answer(QUESTION)

    assert len(shown(answer)) == MOST_SENTENCES
    assert failures(answer) == []
    assert model.ended.wait(1)


def test_a_model_that_says_nothing_true_is_not_listened_to_for_long() -> None:
    given = []

    def lie(user: str) -> Iterator[str]:
        for number in range(10_000):
            given.append(number)
            yield f"Boleh nomor {number} [S1].\n"

    model = scripted(lie)
    answer = asking(model).answer(QUESTION)

    assert (shown(answer), answer.dropped_sentences) == ([], MOST_DROPPED)
    assert failures(answer) == [INDONESIAN.model_empty]
    assert model.ended.wait(1)
    assert len(given) < 1_000


def test_a_sentence_without_an_end_stays_within_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    given = []

    def go_on(user: str) -> Iterator[str]:
        while len(given) < 10**6:
            given.append(1)
            yield "kata "

    answer = asking(scripted(go_on)).answer(QUESTION)

    assert failures(answer) == [INDONESIAN.model_empty]
    assert len(given) * len("kata ") <= module.MOST_TOKENS * CHARACTERS_PER_TOKEN + 1_000


async def say_and_hang(user: str) -> AsyncIterator[str]:
    yield f"{TRUE} {mark_of(user, LIKES.text)}\nLalu"
    await asyncio.sleep(60)


@pytest.mark.parametrize(
    ("script", "said", "told"),
    [(hang, [], INDONESIAN.model_slow), (say_and_hang, [TRUE], INDONESIAN.model_cut)],
)
def test_the_time_limit_holds_and_what_came_is_kept(script: Script, said: list[str], told: str) -> None:
    started = time.monotonic()

    answer = asking(scripted(script), seconds=0.4).answer(QUESTION)

    assert time.monotonic() - started < 2
    assert (shown(answer), failures(answer)) == (said, [told])
    assert (answer.verdict, answer.status) == (Verdict.TIDAK_BOLEH, Status.ANSWERED)


# When nobody wants it any more


@pytest.mark.parametrize(("script", "before"), [(hang, 1), (say_and_hang, 2)])
def test_who_stops_ends_the_wait_at_once(script: Script, before: int) -> None:
    model, is_wanted = scripted(script), threading.Event()
    is_wanted.set()
    steps = asking(model).answer_in_steps(QUESTION, (), is_wanted.is_set)
    for _ in range(before):
        last = next(steps)
    threading.Timer(0.3, is_wanted.clear).start()
    started = time.monotonic()

    rest = list(steps)

    assert 0.2 < time.monotonic() - started < 0.8
    assert rest == [], "nobody waits for a notice"
    assert shown(last) == [TRUE] * (before - 1)
    assert model.ended.wait(0.5), "the request goes on although nobody waits for it"


def test_who_stops_while_a_follow_up_is_put_in_whole_ends_that_too() -> None:
    model, is_wanted = scripted(hang), threading.Event()
    is_wanted.set()
    threading.Timer(0.2, is_wanted.clear).start()
    started = time.monotonic()

    assert asking(model).meant("kalau komentar?", [QUESTION], is_wanted.is_set) == ""

    assert time.monotonic() - started < 0.7
    assert model.ended.wait(0.5)


# Failures


class BrokenError(Exception):
    """What nobody expects; its words hold what must not be told."""


def breaking(*_: Any, **__: Any) -> Any:
    raise BrokenError(f"rahasia: {QUESTION}")


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (module, "make_request"),
        (module, "read_sentences"),
        (module, "Masks"),
        (module, "words"),
        (module.Gate, "_rules_otherwise"),
        (ChatModel, "stream"),
    ],
)
def test_whatever_breaks_leaves_the_quotations(
    place: Any, name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    expected = assistant_over(STORE).answer(QUESTION)
    monkeypatch.setattr(place, name, breaking)

    answer = asking(scripted(saying(TRUE))).answer(QUESTION)

    assert (answer.verdict, answer.blocks, answer.citations) == (expected.verdict, expected.blocks, expected.citations)
    assert failures(answer) == [INDONESIAN.model_failed]
    assert "BrokenError (test_counsel.py:" in caplog.text
    assert "rahasia" not in caplog.text


@pytest.mark.parametrize("before", [0, 1])
def test_a_model_that_breaks_leaves_what_it_said_before(before: int) -> None:
    def fail(user: str) -> Iterator[str]:
        yield from saying(*[TRUE] * before)(user)  # type: ignore[misc]
        breaking()

    answer = asking(scripted(fail)).answer(QUESTION)

    assert shown(answer) == [TRUE] * before
    assert failures(answer) == [INDONESIAN.model_cut if before else INDONESIAN.model_failed]


def test_a_model_that_answers_without_a_word_has_failed() -> None:
    assert failures(asking(scripted(lambda user: [])).answer(QUESTION)) == [INDONESIAN.model_failed]


def test_the_operator_is_told_what_to_mend(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise SettingsError("prompts/answer_user.txt tidak dapat dibaca. Pulihkan berkas itu.")

    monkeypatch.setattr(module, "make_request", fail)

    assert failures(asking(scripted("")).answer(QUESTION)) == [INDONESIAN.model_failed]
    assert "Pulihkan berkas itu." in caplog.text


# What leaves this machine

NIP = "198503152010011012"
NIK = "3578031203850002"
PHONE = "0812-3456-7890"
MAIL = "siti.rahmawati@contoh.go.id"
PRIVATE = (NIP, NIK, PHONE, MAIL, "Siti", "Rahmawati", "Bambang", "Wijayanto")
ABOUT_PEOPLE = passage(
    f"Pegawai ASN bernama Bambang Wijayanto, NIP {NIP}, dilarang memberi like pada unggahan calon di media sosial.",
    document="arsip/kasus.md",
    title="Kasus Bambang Wijayanto",
)
PRIVATE_QUESTION = (
    f"Saya Siti Rahmawati, NIK {NIK}, HP {PHONE}, surel {MAIL}. Bolehkah PNS memberi like pada unggahan calon?"
)


def test_a_model_elsewhere_is_told_nothing_about_people_and_readers_see_the_real_names_again() -> None:
    def say(user: str) -> list[str]:
        (alias, sent) = next((mark, text) for mark, text in passages_in(user).items() if "like" in text)
        return [f"{sent.split('Teks: ')[1]} [{alias}]"]

    model = scripted(say)
    answer = asking(model, (ABOUT_PEOPLE, VOTING), is_local=False).answer(PRIVATE_QUESTION)

    ((system, user),) = model.asked
    for private in PRIVATE:
        assert private.lower() not in (system + user).lower()
    for placeholder in ("NAMA_1", "NIP_1"):
        assert placeholder in user
    assert shown(answer) == [ABOUT_PEOPLE.text]


def test_a_model_elsewhere_is_told_nothing_about_people_in_what_was_asked_before() -> None:
    model = scripted("Bolehkah PNS berkomentar pada unggahan calon?")

    asking(model, (ABOUT_PEOPLE, VOTING), is_local=False).answer("kalau komentar?", [PRIVATE_QUESTION])

    assert any("LANJUTAN" in user for _, user in model.asked), "it was not asked"
    for _, user in model.asked:
        for private in PRIVATE:
            assert private.lower() not in user.lower()


def test_a_model_on_this_machine_gets_texts_as_they_are() -> None:
    model = scripted("")

    asking(model, (ABOUT_PEOPLE, VOTING)).answer(PRIVATE_QUESTION)

    ((_, user),) = model.asked
    assert ABOUT_PEOPLE.text in user


def test_no_earlier_question_is_sent_beside_one_that_stands_alone_and_few_beside_a_follow_up() -> None:
    earlier = [f"Bolehkah ASN ikut kampanye nomor {number}?" for number in range(1, 9)]
    model = scripted("")
    assistant = asking(model, is_local=False)

    assistant.answer("Bolehkah PNS memberi like pada unggahan calon?", earlier)
    assert not any("kampanye nomor" in user for _, user in model.asked)

    assistant.answer("kalau komentar?", earlier)
    rewritings = [user for _, user in model.asked if "LANJUTAN" in user]
    assert [user.count("<<<SEBELUMNYA") for user in rewritings] == [MOST_EARLIER_QUESTIONS]


# What a follow-up becomes

EARLIER = "Bolehkah PNS memberi like pada unggahan calon?"


def whole(written: str | Script, question: str = "kalau komentar?", *history: str) -> str:
    """What becomes of a model's rewriting; nothing where it is not heeded."""
    return asking(scripted(written)).meant(question, history or (EARLIER,))


def test_a_follow_up_is_put_in_whole() -> None:
    assert whole("Bolehkah PNS berkomentar pada unggahan calon?") == "Bolehkah PNS berkomentar pada unggahan calon?"


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("", id="nothing"),
        pytest.param("   \n", id="spaces"),
        pytest.param("Bolehkah PNS berkomentar pada unggahan Prabowo?", id="a new name"),
        pytest.param("Bolehkah PNS berkomentar pada unggahan calon di masa tenang?", id="a new circumstance"),
        pytest.param("Bolehkah kepala desa berkomentar pada unggahan calon?", id="somebody else"),
        pytest.param("Bolehkah PNS memberi like pada unggahan calon?", id="not what is asked now"),
        pytest.param("Bolehkah PNS tidak berkomentar pada unggahan calon?", id="the opposite"),
        pytest.param("Tidak, itu dilarang.", id="an answer"),
        pytest.param("Tentu! Apa maksud Anda? Bolehkah PNS berkomentar?", id="small talk"),
        pytest.param("komentar " * 200, id="no end"),
        pytest.param("Can a civil servant comment on posts?", id="English"),
        pytest.param("\ud800\x00", id="no characters"),
        pytest.param(lambda user: breaking(), id="a failure"),
        pytest.param(lambda user: [], id="no word"),
    ],
)
def test_what_asks_for_anything_else_is_not_heeded(written: str | Script) -> None:
    assert whole(written) == ""

    model = scripted(written)
    with_model = asking(model).answer("kalau komentar?", [EARLIER])
    without = assistant_over(STORE).answer("kalau komentar?", [EARLIER])
    assert (with_model.status, with_model.verdict) == (without.status, without.verdict)


def test_a_question_that_stands_alone_is_not_put_in_other_words() -> None:
    model = scripted("Bolehkah PNS memilih?")

    assert asking(model).meant("Bolehkah PNS memilih di bilik suara?", [EARLIER]) == ""
    assert asking(model).meant("kalau komentar?") == ""
    assert model.asked == []


def test_a_prompt_that_cannot_be_read_leaves_the_rule_that_needs_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "rewrite_request", breaking)

    assert whole("Bolehkah PNS berkomentar pada unggahan calon?") == ""


def test_nobody_waits_long_for_a_follow_up(monkeypatch: pytest.MonkeyPatch) -> None:
    assert REWRITE_SECONDS <= 3
    monkeypatch.setattr(module, "REWRITE_SECONDS", 0.3)
    model = scripted(hang)
    started = time.monotonic()

    first = next(asking(model).answer_in_steps("kalau di bilik suara?", [EARLIER]))

    assert 0.3 <= time.monotonic() - started < 1.0
    assert first.question == "kalau di bilik suara?"
    assert model.ended.wait(0.5)


def test_a_rewriting_is_heeded_only_where_it_finds_as_much(monkeypatch: pytest.MonkeyPatch) -> None:
    assistant = asking(scripted(""))
    follow_up = "Kalau memilih?"
    by_rule = assistant.answer(follow_up, [EARLIER])

    def answered(meant: str) -> Answer:
        return next(assistant.answer_in_steps(follow_up, [EARLIER], meant=meant))

    exact = answered("ASN boleh memilih di bilik suara, hak pilih ASN?")
    far = answered("Bagaimana kucing tidur?")

    assert VOTING.id in {citation.quote.passage.id for citation in exact.citations}
    assert exact.citations != by_rule.citations, "both find the same: this proves nothing"
    assert (far.status, far.verdict, far.citations) == (by_rule.status, by_rule.verdict, by_rule.citations)
