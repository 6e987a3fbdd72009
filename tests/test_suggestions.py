"""Questions that are offered after an answer or in place of one: the documents must be able to answer them."""

from __future__ import annotations

import pytest
from fakes import hits

from assistant.answer import extractive
from assistant.answer.question import Kind, read_question
from assistant.answer.signals import rarity_of
from assistant.answer.suggestions import MOST, after_answer, nearest
from assistant.vocabulary import load_vocabulary

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


def test_in_place_of_an_answer_the_nearest_acts_are_offered() -> None:
    found = nearest(hits(NEWS, RULES))

    assert 0 < len(found) <= MOST
    assert all(question.startswith("Bolehkah ASN ") for question in found)


@pytest.mark.parametrize("texts", [(), (NEWS,), (THREAT,)])
def test_where_no_rule_is_near_nothing_is_offered(texts: tuple[str, ...]) -> None:
    assert nearest(hits(*texts)) == ()


@pytest.mark.parametrize("question", nearest(hits(RULES)))
def test_what_is_offered_is_answered_from_the_same_passages(question: str) -> None:
    found = hits(RULES)

    assert extractive.draft(read_question(question, load_vocabulary()), found, {}) is not None


@pytest.mark.parametrize("act", sorted(load_vocabulary().asks))
def test_every_act_can_be_offered_as_a_question_for_permission(act: str) -> None:
    question = read_question(f"Bolehkah ASN {load_vocabulary().asks[act]}?", load_vocabulary())

    assert question.kind is Kind.PERMISSION
    assert act in {need.term for need in question.needs}
