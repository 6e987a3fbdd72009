"""How statements vote on the verdict, and the file of their weights."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import hits

from assistant.answer.deontic import Ruling, decide_verdict, rule
from assistant.answer.matching import match_statements
from assistant.answer.question import Question, read_question
from assistant.answer.vote import FEATURES, VoteError, ballots, count, load_weights, strength
from assistant.types import Verdict
from assistant.vocabulary import load_vocabulary

ALLOWED = "ASN berhak memilih."
FORBIDDEN = "ASN dilarang menyukai unggahan calon."
ALSO_FORBIDDEN = "Menyukai unggahan calon dilarang."
DEPENDS = "Apakah menyukai unggahan calon melanggar netralitas bergantung pada akunnya."


def asked(question: str) -> Question:
    return read_question(question, load_vocabulary())


def decided(question: str, *texts: str) -> Ruling | None:
    return decide_verdict(asked(question), match_statements(asked(question), hits(*texts)))


def test_every_sentence_votes_once_for_each_verdict_it_gives() -> None:
    matches = match_statements(asked("Bolehkah ASN menyukai unggahan calon?"), hits(FORBIDDEN, DEPENDS))
    cast = ballots(matches, Verdict.TIDAK_BOLEH, (), ())

    assert [(one.match.statement.quote.text, one.verdict) for one in cast] == [
        (one.match.statement.quote.text, one.verdict)
        for one in {(b.match.statement.quote, b.verdict): b for b in cast}.values()
    ]
    assert {one.verdict for one in cast} == {Verdict.TIDAK_BOLEH, Verdict.BERSYARAT}
    assert all(len(one.features) == len(FEATURES) for one in cast)


def test_shares_add_up_and_equal_ballots_count_alike() -> None:
    matches = match_statements(asked("Bolehkah ASN menyukai unggahan calon?"), hits(FORBIDDEN, ALSO_FORBIDDEN, DEPENDS))
    shares = count(ballots(matches, None, (), ()), [0.0] * len(FEATURES))

    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares[Verdict.TIDAK_BOLEH] == pytest.approx(2 * shares[Verdict.BERSYARAT])


def test_nobody_voting_elects_nothing() -> None:
    assert count([], load_weights()) == {}


def test_what_covers_more_of_the_question_has_the_stronger_vote() -> None:
    matches = match_statements(asked("Bolehkah ASN menyukai unggahan calon?"), hits(FORBIDDEN, ALLOWED))
    strong, weak = sorted(ballots(matches, None, (), ()), key=lambda one: strength(one, load_weights()), reverse=True)

    assert (strong.verdict, weak.verdict) == (Verdict.TIDAK_BOLEH, Verdict.BOLEH)


def test_no_vote_allows_another_act_than_the_one_asked_about() -> None:
    question = asked("Bolehkah ASN menyukai unggahan calon?")
    matches = match_statements(question, hits(FORBIDDEN, *[ALLOWED] * 30))

    ruled = rule(question, matches, ())
    assert ruled is not None
    assert ruled.verdict is Verdict.TIDAK_BOLEH
    verdict = decide_verdict(question, matches)
    assert verdict is not None
    assert verdict.verdict is not Verdict.BOLEH


def test_where_the_rules_find_nothing_no_vote_is_taken() -> None:
    assert decided("Bolehkah ASN menikah di hari Senin?", FORBIDDEN, DEPENDS) is None


def test_an_elected_verdict_rests_on_statements_that_give_it() -> None:
    ruling = decided("Bolehkah ASN menyukai unggahan calon?", FORBIDDEN, ALSO_FORBIDDEN, DEPENDS)

    assert ruling is not None
    assert ruling.grounds
    assert {match.modality.value for match in ruling.grounds} == {
        ruling.verdict.value if ruling.verdict else "tidak_diatur"
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("weights: {loudness: 1}", "loudness"),
        ("weights: []", r"python -m assistant\.calibrate$"),
        ("{", r"python -m assistant\.calibrate$"),
        ("{}", "weights"),
    ],
)
def test_bad_weights_are_a_clear_error(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "vote.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(VoteError, match=told):
        load_weights(file)


def test_a_missing_weight_counts_nothing(tmp_path: Path) -> None:
    file = tmp_path / "vote.yaml"
    file.write_text("weights: {coverage: 2}", encoding="utf-8")

    assert load_weights(file) == (2.0, *[0.0] * (len(FEATURES) - 1))


def test_what_a_sentence_says_after_its_permission_is_marked_as_its_limit() -> None:
    matches = match_statements(
        asked("Bolehkah ASN menghadiri kampanye?"),
        hits("ASN boleh menghadiri kampanye asalkan tidak memakai atribut.", "ASN dilarang menghadiri kampanye."),
    )
    first, limit = FEATURES.index("comes_first"), FEATURES.index("is_limit")
    marks = {
        (b.match.statement.quote.text[:9], b.verdict): (b.features[first], b.features[limit])
        for b in ballots(matches, None, (), ())
    }

    assert marks == {
        ("ASN boleh", Verdict.BERSYARAT): (1.0, 0.0),
        ("ASN boleh", Verdict.TIDAK_BOLEH): (0.0, 1.0),
        ("ASN dilar", Verdict.TIDAK_BOLEH): (1.0, 0.0),
    }
