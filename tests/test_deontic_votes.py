"""What the votes may change in what the rules of reading decide."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest
from fakes import hits

from assistant.answer import deontic
from assistant.answer.deontic import Ruling, decide_verdict
from assistant.answer.matching import match_statements
from assistant.answer.question import read_question
from assistant.types import Verdict
from assistant.vocabulary import load_vocabulary

SPOKEN = "Menurut Budi dari Bawaslu pada 3 Maret 2019, ASN tidak boleh menghadiri kampanye."
CONDITIONAL = "ASN boleh menghadiri kampanye asalkan pasif."
STAGE = "ASN dilarang naik ke panggung calon."
LIKE = "ASN dilarang menyukai unggahan calon."
VOTE = "ASN berhak memilih di TPS."

Shares = Mapping[Verdict | None, float]
SELDOM: Shares = {Verdict.BOLEH: 0.05}


def decided(question: str, *texts: str, fact: int | None = None, expected: Shares | None = None) -> Ruling | None:
    """What is decided; `fact` is the number of the text that surely answers, `expected` shares, not logarithms."""
    asked = read_question(question, load_vocabulary())
    found = hits(*texts)
    matches = match_statements(asked, found)
    facts = [
        match.statement.quote for match in matches if fact is not None and match.statement.quote.text == texts[fact]
    ]
    logs = {one: math.log(share) for one, share in (expected or {}).items()}
    return decide_verdict(asked, matches, facts[:1], logs)


def votes_are(monkeypatch: pytest.MonkeyPatch, shares: Shares) -> None:
    monkeypatch.setattr(deontic, "count", lambda cast, weights: dict(shares))


class TestDisagreement:
    QUESTION = "Bolehkah ASN menghadiri kampanye?"

    @pytest.fixture(autouse=True)
    def open_vote(self, monkeypatch: pytest.MonkeyPatch) -> None:
        votes_are(monkeypatch, {Verdict.TIDAK_BOLEH: 0.5, Verdict.BERSYARAT: 0.5})
        monkeypatch.setattr(deontic, "strength", lambda ballot, weights: 0.0)

    def test_it_stands_where_nothing_fits_better(self) -> None:
        ruling = decided(self.QUESTION, SPOKEN, CONDITIONAL, STAGE)

        assert ruling is not None
        assert [match.statement.quote.text for match in ruling.against] == [SPOKEN]

    def test_another_statement_that_fits_much_better_ends_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(
            deontic, "strength", lambda ballot, weights: 5.0 if ballot.match.statement.quote.text == STAGE else 0.0
        )
        ruling = decided(self.QUESTION, SPOKEN, CONDITIONAL, STAGE)

        assert ruling is not None
        assert ruling.against == ()

    def test_a_verdict_that_nearly_all_vote_for_ends_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        votes_are(monkeypatch, {Verdict.TIDAK_BOLEH: 0.9, Verdict.BERSYARAT: 0.1})
        ruling = decided(self.QUESTION, SPOKEN, CONDITIONAL, STAGE)

        assert ruling is not None
        assert (ruling.verdict, ruling.against) == (Verdict.TIDAK_BOLEH, ())


class TestAllowance:
    QUESTION = "Bolehkah ASN menyukai unggahan calon?"

    @pytest.mark.parametrize(
        ("share", "often", "verdict"),
        [
            (0.9, 0.5, Verdict.BOLEH),
            (0.9, 0.05, Verdict.TIDAK_BOLEH),
            (0.7, 0.5, Verdict.TIDAK_BOLEH),
        ],
    )
    def test_votes_allow_what_a_rule_forbids_only_overwhelmingly_and_where_that_is_to_be_expected(
        self, monkeypatch: pytest.MonkeyPatch, share: float, often: float, verdict: Verdict
    ) -> None:
        votes_are(monkeypatch, {Verdict.BOLEH: share, Verdict.TIDAK_BOLEH: 1 - share})
        ruling = decided(self.QUESTION, LIKE, VOTE, expected={Verdict.BOLEH: often})

        assert ruling is not None
        assert ruling.verdict is verdict

    def test_where_nothing_is_expected_they_do_not(self, monkeypatch: pytest.MonkeyPatch) -> None:
        votes_are(monkeypatch, {Verdict.BOLEH: 0.99, Verdict.TIDAK_BOLEH: 0.01})
        ruling = decided(self.QUESTION, LIKE, VOTE)

        assert ruling is not None
        assert ruling.verdict is Verdict.TIDAK_BOLEH


class TestWithoutARule:
    """The rules find no statement about juggling, though a sentence surely answers."""

    QUESTION = "Bolehkah ASN bermain akrobat untuk partai?"

    def test_what_most_votes_are_for_is_the_verdict(self, monkeypatch: pytest.MonkeyPatch) -> None:
        votes_are(monkeypatch, {Verdict.TIDAK_BOLEH: 0.7, None: 0.3})
        ruling = decided(self.QUESTION, VOTE, LIKE, fact=0)

        assert ruling is not None
        assert ruling.verdict is Verdict.TIDAK_BOLEH
        assert [match.statement.quote.text for match in ruling.grounds] == [LIKE]

    @pytest.mark.parametrize(
        "shares",
        [{Verdict.TIDAK_BOLEH: 0.5, None: 0.5}, {Verdict.BOLEH: 0.9, Verdict.TIDAK_BOLEH: 0.1}, {None: 1.0}],
        ids=["too few", "never that one may", "no rule"],
    )
    def test_else_there_is_none(self, monkeypatch: pytest.MonkeyPatch, shares: Shares) -> None:
        votes_are(monkeypatch, shares)

        assert decided(self.QUESTION, VOTE, LIKE, fact=0) is None

    def test_nor_where_nothing_answers(self, monkeypatch: pytest.MonkeyPatch) -> None:
        votes_are(monkeypatch, {Verdict.TIDAK_BOLEH: 1.0})

        assert decided(self.QUESTION, VOTE, LIKE) is None


class TestDoubtedPermission:
    QUESTION = "Bolehkah ASN memilih di TPS?"

    def test_what_is_seldom_allowed_gets_the_next_verdict(self, monkeypatch: pytest.MonkeyPatch) -> None:
        votes_are(monkeypatch, {Verdict.BOLEH: 0.7, Verdict.TIDAK_BOLEH: 0.3})
        ruling = decided(self.QUESTION, VOTE, LIKE, expected=SELDOM)

        assert ruling is not None
        assert ruling.verdict is Verdict.TIDAK_BOLEH

    def test_or_none_where_hardly_anything_else_is_voted_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        votes_are(monkeypatch, {Verdict.BOLEH: 0.95, Verdict.TIDAK_BOLEH: 0.05})

        assert decided(self.QUESTION, VOTE, LIKE, expected=SELDOM) is None

    @pytest.mark.parametrize("expected", [None, {Verdict.BOLEH: 0.5}])
    def test_else_it_is_allowed(self, monkeypatch: pytest.MonkeyPatch, expected: Shares | None) -> None:
        votes_are(monkeypatch, {Verdict.BOLEH: 0.7, Verdict.TIDAK_BOLEH: 0.3})
        ruling = decided(self.QUESTION, VOTE, LIKE, expected=expected)

        assert ruling is not None
        assert ruling.verdict is Verdict.BOLEH
