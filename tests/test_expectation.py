"""The verdict that questions like one usually get: how it is fitted and kept, and how much it says in the vote."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder, hits
from invented import CAMPAIGN, RULES, assistant_over
from numpy.typing import NDArray

from assistant.answer import deontic
from assistant.answer.deontic import decide_verdict
from assistant.answer.expectation import (
    LEAST_SHARE,
    NOTHING_EXPECTED,
    VERDICTS,
    Expectation,
    Expected,
    expectation_for,
    save_expectation,
)
from assistant.answer.matching import match_statements
from assistant.answer.question import read_question
from assistant.answer.vote import FEATURES, ballots, count, load_weights
from assistant.calibration.expectation import Judged, fit_expectation
from assistant.pipeline import Assistant, Learned
from assistant.settings import Settings
from assistant.types import Verdict
from assistant.vocabulary import load_vocabulary

ALIKE = np.zeros(4, dtype=np.float32)
VOTING = ("Bolehkah saya memilih di bilik suara?", "apa boleh PNS memilih?", "Bolehkah memilih gubernur di bilik?")
LIKING = ("Bolehkah menyukai unggahan calon?", "apa boleh like unggahan caleg?", "Bolehkah menyukai foto calon?")


def along(axis: int, aside: float = 0.0) -> NDArray[np.float32]:
    vector = np.full(4, aside, dtype=np.float32)
    vector[axis] = 1.0
    return vector / np.float32(np.linalg.norm(vector))


def fitted(*judged: Judged, model: str = "model-a") -> Expectation:
    return fit_expectation(judged, model)


def likeliest(expected: Expected) -> Verdict | None:
    return max(expected, key=lambda verdict: expected[verdict])


class TestFit:
    def test_questions_of_another_meaning_are_told_apart_though_they_are_worded_alike(self) -> None:
        expectation = fitted(
            *(Judged("Bolehkah?", along(0, 0.1 * n), [Verdict.BOLEH]) for n in range(4)),
            *(Judged("Bolehkah?", along(1, 0.1 * n), [Verdict.TIDAK_BOLEH]) for n in range(4)),
        )

        assert likeliest(expectation.expected("Bolehkah?", along(0, 0.15))) is Verdict.BOLEH
        assert likeliest(expectation.expected("Bolehkah?", along(1, 0.15))) is Verdict.TIDAK_BOLEH

    def test_questions_in_other_words_are_told_apart_though_their_vectors_are_alike(self) -> None:
        expectation = fitted(
            *(Judged(text, ALIKE, [Verdict.BOLEH]) for text in VOTING),
            *(Judged(text, ALIKE, [Verdict.TIDAK_BOLEH]) for text in LIKING),
        )

        assert likeliest(expectation.expected("bolehkah ASN memilih presiden di bilik suara", ALIKE)) is Verdict.BOLEH
        assert likeliest(expectation.expected("bolehkah ASN menyukai unggahan partai", ALIKE)) is Verdict.TIDAK_BOLEH

    def test_of_several_accepted_verdicts_none_is_ruled_out(self) -> None:
        either = [Verdict.BOLEH, Verdict.BERSYARAT]
        expected = fitted(*(Judged(text, ALIKE, either) for text in VOTING)).expected(VOTING[0], ALIKE)

        assert expected[Verdict.BOLEH] == pytest.approx(expected[Verdict.BERSYARAT], abs=0.01)
        assert min(expected[verdict] for verdict in either) > max(
            expected[verdict] for verdict in VERDICTS if verdict not in either
        )

    def test_of_several_accepted_verdicts_the_one_that_alone_fits_others_is_meant(self) -> None:
        expected = fitted(
            *(Judged(text, ALIKE, [Verdict.BOLEH]) for text in VOTING * 10),
            *(Judged(text, ALIKE, [Verdict.BOLEH, Verdict.BERSYARAT]) for text in VOTING * 10),
        ).expected(VOTING[0], ALIKE)

        assert math.exp(expected[Verdict.BERSYARAT]) < 0.1

    def test_that_no_rule_says_anything_is_a_verdict_too(self) -> None:
        expectation = fitted(*(Judged(text, ALIKE, [None]) for text in VOTING))

        assert likeliest(expectation.expected(VOTING[0], ALIKE)) is None


class TestExpected:
    def test_it_holds_the_logarithms_of_shares_that_add_up_to_one(self) -> None:
        expected = fitted(
            Judged(VOTING[0], along(0), [Verdict.BOLEH]), Judged(LIKING[0], along(1), [Verdict.TIDAK_BOLEH, None])
        ).expected(VOTING[1], along(2))

        assert set(expected) == {None, *Verdict}
        assert sum(math.exp(value) for value in expected.values()) == pytest.approx(1.0, abs=1e-5)
        assert max(expected.values()) < 0

    def test_the_rarest_is_not_ruled_out(self) -> None:
        many = [Judged(text, along(0), [Verdict.BOLEH]) for text in VOTING * 100]
        expected = fitted(*many).expected(VOTING[0], along(0))

        assert min(expected.values()) == pytest.approx(math.log(LEAST_SHARE))


class TestFile:
    EXPECTATION = fitted(
        Judged(VOTING[0], along(0), [Verdict.BOLEH]), Judged(LIKING[0], along(1), [Verdict.TIDAK_BOLEH])
    )

    def test_what_is_loaded_expects_the_same(self, tmp_path: Path) -> None:
        save_expectation(self.EXPECTATION, tmp_path / "expectation.npz")
        loaded = expectation_for("model-a", tmp_path / "expectation.npz")

        assert loaded is not None
        for text, vector in ((VOTING[1], along(0, 0.2)), (LIKING[1], along(1, 0.2))):
            assert dict(loaded.expected(text, vector)) == pytest.approx(
                dict(self.EXPECTATION.expected(text, vector)), abs=0.01
            )

    def test_of_another_model_nothing_is_known(self, tmp_path: Path) -> None:
        save_expectation(self.EXPECTATION, tmp_path / "expectation.npz")

        assert expectation_for("model-b", tmp_path / "expectation.npz") is None

    def test_without_a_file_nothing_is_known(self, tmp_path: Path) -> None:
        assert expectation_for("model-a", tmp_path / "none.npz") is None


FORBIDDEN = "ASN dilarang menyukai unggahan calon."
DEPENDS = "Apakah menyukai unggahan calon melanggar netralitas bergantung pada akunnya."
QUESTION = read_question("Bolehkah ASN menyukai unggahan calon?", load_vocabulary())
ONLY_EXPECTED = tuple(float(name == "expected") for name in FEATURES)


def shares(weights: tuple[float, ...], expected: Expected = NOTHING_EXPECTED) -> dict[Verdict | None, float]:
    matches = match_statements(QUESTION, hits(FORBIDDEN, DEPENDS))
    return count(ballots(matches, Verdict.TIDAK_BOLEH, (), (), expected), weights)


class TestVote:
    def test_a_verdict_gets_the_share_that_is_expected(self) -> None:
        expected = {Verdict.TIDAK_BOLEH: math.log(0.2), Verdict.BERSYARAT: math.log(0.6), Verdict.BOLEH: math.log(0.2)}

        assert shares(ONLY_EXPECTED, expected) == pytest.approx({Verdict.TIDAK_BOLEH: 0.25, Verdict.BERSYARAT: 0.75})

    def test_where_nothing_is_expected_the_other_features_decide_alone(self) -> None:
        others = tuple(
            0.0 if name == "expected" else weight for name, weight in zip(FEATURES, load_weights(), strict=True)
        )
        loud = tuple(100.0 if name == "expected" else weight for name, weight in zip(FEATURES, others, strict=True))

        assert shares(loud) == pytest.approx(shares(others))
        assert shares(loud, {Verdict.BERSYARAT: -1.0}) != pytest.approx(shares(others))

    @pytest.mark.parametrize("verdict", [Verdict.TIDAK_BOLEH, Verdict.BERSYARAT])
    def test_what_is_expected_is_elected_where_a_statement_says_so(
        self, monkeypatch: pytest.MonkeyPatch, verdict: Verdict
    ) -> None:
        monkeypatch.setattr(deontic, "load_weights", lambda: ONLY_EXPECTED)
        expected = {one: 0.0 if one is verdict else math.log(LEAST_SHARE) for one in VERDICTS}
        ruling = decide_verdict(QUESTION, match_statements(QUESTION, hits(FORBIDDEN, DEPENDS)), (), expected)

        assert ruling is not None
        assert ruling.verdict is verdict

    def test_what_no_statement_says_is_not_elected(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(deontic, "load_weights", lambda: ONLY_EXPECTED)
        expected = {one: 0.0 if one is Verdict.BOLEH else math.log(LEAST_SHARE) for one in VERDICTS}
        ruling = decide_verdict(QUESTION, match_statements(QUESTION, hits(FORBIDDEN)), (), expected)

        assert ruling is not None
        assert ruling.verdict is Verdict.TIDAK_BOLEH


class TestAssistant:
    ASKED = str(CAMPAIGN["question"])

    def taught(self, folder: Path, verdict: Verdict) -> tuple[Assistant, Expected]:
        """An assistant that has learned this of the question, and what it is to expect of it."""
        question, vector = assistant_over(folder, RULES).understand(self.ASKED)
        assert vector is not None
        expectation = fitted(*[Judged(question.text, vector, [verdict])] * 100, model=FakeEmbedder().name)
        learned = Learned(question_map=None, expectation=expectation)
        assistant = Assistant.open(Settings(vectorstore=folder), FakeEmbedder(), learned)
        return assistant, expectation.expected(question.text, vector)

    def test_it_expects_what_it_has_learned_of_its_model(self, tmp_path: Path) -> None:
        assistant, expected = self.taught(tmp_path / "store", Verdict.BERSYARAT)

        assert likeliest(expected) is Verdict.BERSYARAT
        assert assistant.look_up(self.ASKED).expected == expected

    def test_what_has_learned_nothing_expects_nothing(self, tmp_path: Path) -> None:
        assert assistant_over(tmp_path / "store", RULES).look_up(self.ASKED).expected == NOTHING_EXPECTED

    @pytest.mark.parametrize("verdict", [Verdict.BERSYARAT, Verdict.TIDAK_BOLEH])
    def test_what_it_expects_counts_in_its_answer(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verdict: Verdict
    ) -> None:
        monkeypatch.setattr(deontic, "load_weights", lambda: ONLY_EXPECTED)
        assistant, _ = self.taught(tmp_path / "store", verdict)

        assert assistant.answer(self.ASKED).verdict is verdict
