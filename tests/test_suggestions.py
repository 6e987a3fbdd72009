"""Questions that are offered after an answer or in place of one: the documents must be able to answer them."""

from __future__ import annotations

import pytest
from fakes import hits

from assistant.answer import extractive
from assistant.answer.question import Kind, read_question
from assistant.answer.scope import SCOPES, Scope, as_seen, classify, is_our_subject
from assistant.answer.signals import rarity_of
from assistant.answer.suggestions import MOST, after_answer, instead_of, load_offers, nearest
from assistant.vocabulary import load_vocabulary
from tests.measured import RememberingEmbedder

RULES = "Pegawai ASN dilarang menghadiri kampanye, menjadi tim sukses, dan berfoto bersama calon."
THREAT = "ASN yang melanggar netralitas dikenai sanksi moral."
BASIS = "Netralitas ASN diatur dalam Pasal 12 huruf d Undang-Undang Nomor 8 Tahun 2011."
NEWS = "Rapat digelar pada Rabu, 14 Juni 2023 di Aula Melati."


def offered(question: str, *texts: str) -> tuple[str, ...]:
    asked, found = read_question(question, load_vocabulary()), hits(*texts)
    draft = extractive.draft(asked, found, rarity_of([hit.passage for hit in found]))
    assert draft is not None
    return after_answer(asked, draft, found)


def test_after_a_prohibition_sanction_and_legal_basis_are_offered_where_the_documents_have_them() -> None:
    question = "Bolehkah ASN berfoto bersama calon?"

    assert "Apa sanksinya?" in offered(question, RULES, THREAT, BASIS)
    assert "Apa dasar hukumnya?" in offered(question, RULES, THREAT, BASIS)
    assert "Apa sanksinya?" not in offered(question, RULES, BASIS)
    assert "Apa dasar hukumnya?" not in offered(question, RULES, THREAT)


def test_an_answer_without_verdict_has_no_sanction() -> None:
    assert "Apa sanksinya?" not in offered("Kapan rapat digelar?", NEWS, THREAT)


def test_the_act_that_was_asked_about_is_not_offered_again() -> None:
    vocabulary = load_vocabulary()
    for question in offered("Bolehkah ASN berfoto bersama calon?", RULES):
        assert "foto" not in {term.name for term in vocabulary.terms(question)}


@pytest.mark.parametrize("question", ["Bolehkah ASN berfoto bersama calon?", "Kapan rapat digelar?"])
def test_a_few_are_enough_and_none_comes_twice(question: str) -> None:
    found = offered(question, RULES, RULES, THREAT, BASIS, NEWS)

    assert len(found) <= MOST
    assert len(set(found)) == len(found)


OFFERED = [(language, question) for language, listed in load_offers().near.items() for question in listed]
INSTEAD = [question for scopes in load_offers().instead.values() for listed in scopes.values() for question in listed]


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
    assert nearest_to(asked, "Apa arti netralitas ASN?") == ()


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


@pytest.mark.parametrize("act", sorted(load_vocabulary().asks))
def test_every_act_can_be_offered_as_a_question_for_permission(act: str) -> None:
    question = read_question(f"Bolehkah ASN {load_vocabulary().asks[act]}?", load_vocabulary())

    assert question.kind is Kind.PERMISSION
    assert act in {need.term for need in question.needs}
