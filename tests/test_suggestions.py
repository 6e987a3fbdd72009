"""Questions that are offered after an answer or in place of one: the documents must be able to answer them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import hits

from assistant.answer import extractive
from assistant.answer.followup import stand_alone
from assistant.answer.question import read_question
from assistant.answer.scope import SCOPES, Scope, as_seen, classify, is_our_subject
from assistant.answer.signals import rarity_of
from assistant.answer.suggestions import MOST, after_answer, instead_of, load_offers, nearest
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.types import Status
from assistant.vocabulary import load_vocabulary
from tests.measured import RememberingEmbedder

RULES = "Pegawai ASN dilarang menghadiri kampanye, menjadi tim sukses, dan berfoto bersama calon."
RULE_AND_LAW = "Pegawai ASN dilarang berfoto bersama calon (SKB Nomor 2 Tahun 2022)."
THREAT = "ASN yang melanggar netralitas dikenai sanksi moral."
BASIS = "Netralitas ASN diatur dalam Pasal 12 huruf d Undang-Undang Nomor 8 Tahun 2011."
NEWS = "Rapat digelar pada Rabu, 14 Juni 2023 di Aula Melati."
PHOTO = "Bolehkah ASN berfoto bersama calon?"


def everything(question: str) -> bool:
    return True


def nothing(question: str) -> bool:
    return False


def offered(
    question: str, *texts: str, earlier: tuple[str, ...] = (), is_answered: Callable[[str], bool] = everything
) -> tuple[str, ...]:
    """What is offered after an answer from these texts; every question of the file is answered unless said otherwise."""
    asked, found = read_question(question, load_vocabulary()), hits(*texts)
    draft = extractive.draft(asked, found, rarity_of([hit.passage for hit in found]))
    assert draft is not None
    return after_answer(asked, draft, found, (*earlier, question), is_answered)


def acts_of(question: str) -> set[str]:
    return {need.term for need in read_question(question, load_vocabulary()).acts}


def test_after_a_prohibition_sanction_and_legal_basis_are_offered_where_the_documents_have_them() -> None:
    assert offered(PHOTO, RULES, THREAT, BASIS, is_answered=nothing) == ("Apa sanksinya?", "Apa dasar hukumnya?")
    assert offered(PHOTO, RULES, BASIS, is_answered=nothing) == ("Apa dasar hukumnya?",)
    assert offered(PHOTO, RULES, THREAT, is_answered=nothing) == ("Apa sanksinya?",)
    assert offered(PHOTO, RULES, is_answered=nothing) == ()


def test_an_answer_without_verdict_has_no_sanction() -> None:
    assert "Apa sanksinya?" not in offered("Kapan rapat digelar?", NEWS, THREAT)


def test_what_the_answer_has_told_already_comes_after_what_it_has_not() -> None:
    # A rule that cites its law gets no legal basis beside it, but its sanction.
    found = offered(PHOTO, RULE_AND_LAW, THREAT, BASIS)

    assert found[0] == "Apa dasar hukumnya?"
    assert "Apa sanksinya?" not in found
    assert offered(PHOTO, RULES, THREAT, BASIS)[0] == "Apa sanksinya?"
    assert "Apa sanksinya?" in offered(PHOTO, RULE_AND_LAW, THREAT, BASIS, is_answered=nothing)


def test_the_sanction_of_the_act_is_not_offered_in_two_wordings() -> None:
    tried: list[str] = []
    offered(PHOTO, RULES, THREAT, BASIS, is_answered=lambda one: bool(tried.append(one)))

    assert tried
    assert not any(question.startswith("Apa sanksi") and "foto" in acts_of(question) for question in tried)


def test_two_are_about_the_same_act_and_the_third_about_another_under_the_same_heading() -> None:
    basis, variant, beside = offered(PHOTO, RULE_AND_LAW, THREAT, BASIS)

    assert basis == "Apa dasar hukumnya?"
    assert "foto" in acts_of(variant)
    assert "foto" not in acts_of(beside)
    assert {variant, beside} <= set(load_offers().near["id"]["Foto dan pose"])


@pytest.mark.parametrize("question", [PHOTO, "Kapan rapat digelar?", "Apa sanksi bagi ASN yang tidak netral?"])
def test_three_are_offered_and_none_comes_twice(question: str) -> None:
    found = offered(question, RULES, RULES, THREAT, BASIS, NEWS)

    assert len(found) == len(set(found)) == MOST


def test_where_the_documents_answer_less_than_three_fewer_are_offered() -> None:
    one = "Bolehkah ASN mengunggah foto bersama calon di Instagram?"

    assert offered(PHOTO, RULES, is_answered=lambda question: question == one) == (one,)


@pytest.mark.parametrize(
    "question",
    [
        PHOTO,
        "boleh gak sih pns foto bareng calon",
        "Saya PNS di kelurahan, bolehkah berfoto dengan calon?",
        "Bolehkah Aparatur Sipil Negara foto bersama caleg?",
    ],
)
def test_the_question_just_asked_is_not_offered_again_however_it_was_worded(question: str) -> None:
    tried: list[str] = []
    offered(question, RULES, THREAT, BASIS, is_answered=lambda one: bool(tried.append(one)))

    assert tried
    assert PHOTO not in tried


def test_nothing_that_was_asked_earlier_is_offered_again() -> None:
    first = offered(PHOTO, RULES, THREAT, BASIS)
    then = offered(PHOTO, RULES, THREAT, BASIS, earlier=first)

    assert len(then) == MOST
    assert not set(first) & set(then)


def test_an_earlier_question_in_other_words_is_not_offered_either() -> None:
    after = offered(PHOTO, RULES, THREAT, BASIS)
    other = next(question for question in after if "Bolehkah" in question)
    loosely = other.replace("Bolehkah ASN", "boleh gak sih pns").rstrip("?")

    assert other not in offered(PHOTO, RULES, THREAT, BASIS, earlier=(loosely,))


def test_no_more_is_tried_on_the_documents_than_is_offered() -> None:
    tried: list[str] = []

    def trying(question: str) -> bool:
        tried.append(question)
        return True

    found = offered(PHOTO, RULE_AND_LAW, THREAT, BASIS, is_answered=trying)

    assert set(tried) == set(found) - {"Apa dasar hukumnya?"}


def test_after_an_english_question_english_ones_are_offered() -> None:
    found = offered("May a civil servant take a photo with a candidate?", RULES, THREAT, BASIS)

    assert len(found) == MOST
    assert all(read_question(question, load_vocabulary()).language == "en" for question in found)


QUESTIONS = {
    "boleh gak sih PNS nge-like postingan caleg?": "like",
    "suami saya nyaleg, saya PNS boleh nemenin dia daftar ke KPU?": "mendampingi",
    "mobil dinas boleh dipake buat kampanye gak?": "sarana_negara",
    "PNS boleh nyoblos gak?": "memilih",
    "lapor ASN gak netral ke mana ya?": "",
    "Apa sanksi bagi PPPK yang melanggar netralitas?": "",
    "Must a civil servant resign to run for mayor?": "",
}


@pytest.fixture(scope="module")
def assistant(starter_store: Path, embedder: RememberingEmbedder) -> Assistant:
    return Assistant.open(Settings(vectorstore=starter_store), embedder)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_starter_articles_answer_all_three_when_they_are_asked_next(assistant: Assistant, question: str) -> None:
    found = assistant.answer(question).suggestions

    assert len(found) == MOST
    assert sum(QUESTIONS[question] in acts_of(one) for one in found) < MOST
    for one in found:
        assert assistant.answer(one, (question,)).status is Status.ANSWERED


OFFERED = [
    (language, question)
    for language, subjects in load_offers().near.items()
    for listed in subjects.values()
    for question in listed
]
INSTEAD = [question for scopes in load_offers().instead.values() for listed in scopes.values() for question in listed]


@pytest.mark.parametrize("question", [question for _, question in OFFERED[::5]])
def test_the_starter_articles_answer_what_may_be_offered(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question).status is Status.ANSWERED


@pytest.mark.parametrize(("language", "question"), OFFERED)
def test_every_offered_question_stands_alone_whatever_was_asked_before(language: str, question: str) -> None:
    for earlier in (PHOTO, "May a civil servant use an office car for a campaign?"):
        assert stand_alone(question, (earlier,), load_vocabulary()) == question


def nearest_to(text: str, *answered: str) -> tuple[str, ...]:
    """What is offered for a question by its words alone, when the documents answer these questions, or all of them."""
    vocabulary = load_vocabulary()
    return nearest(read_question(text, vocabulary), vocabulary, lambda one: not answered or one in answered)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Bolehkah hakim berfoto bersama calon?", "Bolehkah ASN berfoto bersama calon?"),
        ("berapa hari lapor ke bawaslu", "Berapa hari batas waktu melaporkan pelanggaran ke Bawaslu?"),
        ("Bolehkah prajurit TNI memilih?", "Bolehkah anggota TNI dan Polri memilih dalam pemilu?"),
        ("May a judge join a campaign team?", "May a civil servant join a campaign team?"),
    ],
)
def test_in_place_of_an_answer_the_nearest_questions_are_offered(asked: str, expected: str) -> None:
    found = nearest_to(asked)

    assert expected in found
    assert len(found) <= MOST


def test_only_what_the_documents_answer_is_offered() -> None:
    asked, answered = "Bolehkah hakim berfoto bersama calon?", "Bolehkah ASN berfoto bersama calon?"

    assert nearest_to(asked, answered) == (answered,)
    assert nearest_to(asked, "Apa yang dimaksud dengan netralitas ASN?") == ()


@pytest.mark.parametrize(("language", "question"), OFFERED)
def test_every_offered_question_is_well_formed_and_understood(language: str, question: str) -> None:
    vocabulary = load_vocabulary()
    read = read_question(question, vocabulary)

    assert question[0].isupper()
    assert question.endswith("?")
    assert read.language == language
    assert vocabulary.correct_typing(question) == question or language == "en"
    assert is_our_subject(read, vocabulary, frozenset())


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_refusal_comes_with_two_questions_in_its_language(scope: Scope, language: str) -> None:
    found = instead_of(scope, language)

    assert len(found) == 2
    assert all(read_question(question, load_vocabulary()).language == language for question in found)


@pytest.mark.parametrize("question", INSTEAD)
def test_what_is_offered_instead_is_itself_not_refused(embedder: RememberingEmbedder, question: str) -> None:
    assert classify(question, embedder.embed_question(as_seen(question))) is Scope.OURS
