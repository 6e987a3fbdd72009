"""Elliptical follow-ups become whole questions; what stands alone stays as it is. Judged by how the result is read."""

from __future__ import annotations

import pytest

from assistant.answer.followup import stand_alone
from assistant.answer.question import Kind, Question, read_question
from assistant.vocabulary import load_vocabulary

LIKE = "Bolehkah PNS memberi like pada unggahan calon?"
RALLY = "Bolehkah PNS ikut kampanye?"
MEETING = "Kapan penyuluhan netralitas di Sumber Jaya digelar?"


def joined(question: str, *history: str) -> Question:
    return read_question(stand_alone(question, history, load_vocabulary()), load_vocabulary())


def acts(question: Question) -> set[str]:
    return {need.term for need in question.acts}


def named(question: Question) -> set[str]:
    return {need.term for need in question.needs}


@pytest.mark.parametrize("opening", ["Kalau", "kalo", "Terus kalau", "Bagaimana dengan", "gimana kalo", "Nah,"])
def test_another_act_for_the_same_actor_and_object(opening: str) -> None:
    question = joined(f"{opening} komentar?", LIKE)

    assert question.kind is Kind.PERMISSION
    assert acts(question) == {"komentar"}
    assert question.actors == {"pns"}
    assert "calon" in named(question)


@pytest.mark.parametrize(
    ("follow_up", "actor"), [("Kalau PPPK?", "pppk"), ("kalo kades?", "kepala_desa"), ("TNI?", "tni")]
)
def test_the_same_act_for_another_actor(follow_up: str, actor: str) -> None:
    question = joined(follow_up, LIKE)

    assert question.kind is Kind.PERMISSION
    assert question.actors == {actor}
    assert "like" in acts(question)


@pytest.mark.parametrize(
    ("follow_up", "kind"),
    [
        ("Sanksinya apa?", Kind.SANCTION),
        ("Apa sanksinya?", Kind.SANCTION),
        ("terus hukumannya apa?", Kind.SANCTION),
        ("Apa dasar hukumnya?", Kind.LEGAL_BASIS),
        ("Pasal berapa?", Kind.LEGAL_BASIS),
        ("Kenapa?", Kind.REASON),
    ],
)
def test_an_aspect_of_the_same_act(follow_up: str, kind: Kind) -> None:
    question = joined(follow_up, RALLY)

    assert question.kind is kind
    assert "kampanye" in named(question)


def test_an_aspect_asks_about_the_latest_act() -> None:
    question = joined("Apa sanksinya?", RALLY, "Kalau jadi timses?")

    assert question.kind is Kind.SANCTION
    assert "tim_sukses" in named(question)
    assert "kampanye" not in named(question)


def test_a_chain_of_follow_ups_keeps_what_was_changed_on_the_way() -> None:
    question = joined("Kalau komentar?", LIKE, "Kalau PPPK?")

    assert acts(question) == {"komentar"}
    assert question.actors == {"pppk"}
    assert "calon" in named(question)


def test_another_act_for_another_actor() -> None:
    question = joined("Kalau PPPK komentar?", LIKE)

    assert acts(question) == {"komentar"}
    assert question.actors == {"pppk"}
    assert "pns" not in named(question)


@pytest.mark.parametrize(
    ("follow_up", "kind"),
    [("Di mana?", Kind.WHERE), ("Siapa narasumbernya?", Kind.WHO), ("Berapa pesertanya?", Kind.HOW_MANY)],
)
def test_another_fact_about_the_same_event(follow_up: str, kind: Kind) -> None:
    question = joined(follow_up, MEETING)

    assert question.kind is kind
    assert {"penyuluhan_hukum", "sumber", "jaya"} <= named(question)


def test_the_same_fact_about_another_place() -> None:
    question = joined("Kalau yang di Tirta Asri?", MEETING)

    assert question.kind is Kind.WHEN
    assert {"penyuluhan_hukum", "tirta", "asri"} <= named(question)
    assert not {"sumber", "jaya"} & named(question)


def test_english_follow_ups_too() -> None:
    question = joined("What about commenting?", "May a civil servant like a candidate's post?")

    assert question.kind is Kind.PERMISSION
    assert acts(question) == {"komentar"}
    assert question.actors == {"asn"}


@pytest.mark.parametrize("follow_up", ["Kalau itu?", "boleh ga?", "Apakah itu melanggar?"])
def test_a_follow_up_without_content_repeats_the_question(follow_up: str) -> None:
    question = joined(follow_up, RALLY)

    assert question.kind is Kind.PERMISSION
    assert "kampanye" in acts(question)


@pytest.mark.parametrize(
    "question",
    [
        "Bolehkah ASN memilih?",
        "Apakah PPPK wajib menjaga netralitas dalam pemilu?",
        MEETING,
        "Siapa yang membuka acara penyuluhan di Tirta Asri kemarin?",
        "Apa saja larangan bagi ASN dalam pemilu?",
    ],
)
@pytest.mark.parametrize("history", [(), (LIKE,), (MEETING, RALLY)])
def test_a_question_that_stands_alone_stays_as_it_is(question: str, history: tuple[str, ...]) -> None:
    assert stand_alone(question, history, load_vocabulary()) == question


@pytest.mark.parametrize("question", ["Kalau komentar?", "Sanksinya apa?", "", "?"])
def test_without_history_nothing_is_added(question: str) -> None:
    assert stand_alone(question, (), load_vocabulary()) == question


@pytest.mark.parametrize("earlier", ["", "?", "🙂", "[bold](x)", "*.+?(", "\\1 \\g<0>"])
def test_a_strange_history_does_no_harm(earlier: str) -> None:
    assert acts(joined("Kalau komentar?", earlier)) == {"komentar"}
    assert joined("Kalau PPPK?", earlier).actors == {"pppk"}
