"""The map that turns questions towards the passages that answer them: how it is kept, fitted and searched with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder
from numpy.typing import NDArray

from assistant.calibration import question_map as fitting
from assistant.calibration.question_map import NEAREST_SHARE, TEMPERATURE, Bank, _gradient, fit_map
from assistant.search.hybrid import Searcher
from assistant.search.index import Snapshot
from assistant.search.question_map import QuestionMap, map_for, save_map
from assistant.types import Passage, Source
from assistant.vocabulary import load_vocabulary

Floats = NDArray[np.float32]
DIMENSIONS = 12


def unit(vectors: NDArray[np.floating]) -> Floats:
    return (vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)).astype(np.float32)


def random_map(seed: int = 0) -> QuestionMap:
    turn = np.random.default_rng(seed).normal(scale=0.3, size=(DIMENSIONS, DIMENSIONS))
    return QuestionMap("model-a", turn.astype(np.float16).astype(np.float32))


class TestApplied:
    @pytest.mark.parametrize("shape", [(DIMENSIONS,), (5, DIMENSIONS), (2, 3, DIMENSIONS)])
    def test_what_is_turned_has_length_one_and_keeps_its_shape(self, shape: tuple[int, ...]) -> None:
        vectors = np.random.default_rng(1).normal(size=shape).astype(np.float32)
        turned = random_map().applied(vectors)

        assert turned.shape == shape
        assert np.linalg.norm(turned, axis=-1) == pytest.approx(np.ones(shape[:-1]), abs=1e-6)

    def test_the_turn_is_added_to_the_vector(self) -> None:
        swap = QuestionMap("model-a", np.array([[0.0, 1.0], [0.0, 0.0]], dtype=np.float32))

        assert swap.applied(np.array([1.0, 0.0], dtype=np.float32)) == pytest.approx([0.5**0.5, 0.5**0.5])
        assert swap.applied(np.array([0.0, 1.0], dtype=np.float32)) == pytest.approx([0.0, 1.0])


class TestFile:
    def test_what_is_saved_is_loaded(self, tmp_path: Path) -> None:
        save_map(random_map(), tmp_path / "map.npz")
        loaded = map_for("model-a", tmp_path / "map.npz")

        assert loaded is not None
        assert loaded.model == "model-a"
        assert loaded.turn.dtype == np.float32
        assert np.array_equal(loaded.turn, random_map().turn)

    def test_another_model_has_no_map(self, tmp_path: Path) -> None:
        save_map(random_map(), tmp_path / "map.npz")

        assert map_for("model-b", tmp_path / "map.npz") is None

    def test_without_a_file_there_is_no_map(self, tmp_path: Path) -> None:
        assert map_for("model-a", tmp_path / "none.npz") is None


def answered_banks(seed: int, questions: int, stores: int = 2) -> list[Bank]:
    """Questions that a hidden linear map, the same for every seed, turns onto the passage that answers them.

    A bank holds one such passage per question, and as many that answer nothing.
    """
    hidden = np.eye(DIMENSIONS) + 0.35 * np.random.default_rng(99).normal(size=(DIMENSIONS, DIMENSIONS))
    chance = np.random.default_rng(seed)
    banks = []
    for _ in range(stores):
        passages = unit(chance.normal(size=(2 * questions, DIMENSIONS)))
        asked = unit(passages[:questions] @ np.linalg.inv(hidden))
        banks.append(Bank(passages, asked, np.eye(questions, 2 * questions, dtype=bool)))
    return banks


def places_of_evidence(bank: Bank, asked: Floats) -> NDArray[np.int_]:
    """How many passages are nearer to each question than its evidence."""
    nearness = asked @ bank.passages.T
    of_evidence = np.where(bank.holds, nearness, -np.inf).max(axis=1, keepdims=True)
    places: NDArray[np.int_] = (nearness > of_evidence).sum(axis=1)
    return places


class TestFit:
    def test_evidence_of_questions_left_out_of_the_fit_comes_nearer(self) -> None:
        fitted = fit_map(answered_banks(seed=1, questions=100), "model-a")

        for bank in answered_banks(seed=2, questions=50):
            before = places_of_evidence(bank, bank.questions)
            after = places_of_evidence(bank, fitted.applied(bank.questions))
            assert (before == 0).mean() < 0.5
            assert (after == 0).mean() > 0.75
            assert after.mean() < 0.2 * before.mean()

    def test_it_is_told_for_which_model_it_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(fitting, "STEPS", 1)

        assert fit_map(answered_banks(seed=1, questions=2), "model-a").model == "model-a"

    def test_the_same_questions_give_the_same_map(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(fitting, "STEPS", 20)
        monkeypatch.setattr(fitting, "BATCH", 16)
        first, second = (fit_map(answered_banks(seed=1, questions=40), "model-a") for _ in range(2))
        other = fit_map(answered_banks(seed=3, questions=40), "model-a")

        assert np.array_equal(first.turn, second.turn)
        assert not np.array_equal(first.turn, other.turn)

    def test_a_fitted_map_is_stored_without_loss(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(fitting, "STEPS", 5)
        fitted = fit_map(answered_banks(seed=1, questions=5), "model-a")
        save_map(fitted, tmp_path / "map.npz")
        loaded = map_for("model-a", tmp_path / "map.npz")

        assert loaded is not None
        assert np.array_equal(loaded.turn, fitted.turn)


def loss(bank: Bank, rows: list[int], turn: NDArray[np.float64]) -> float:
    """What is made small: how far evidence falls short of all passages without any, the nearest piece counting most."""
    total = 0.0
    for row in rows:
        turned = bank.questions[row] + bank.questions[row] @ turn
        nearness = bank.passages @ (turned / np.linalg.norm(turned)) / TEMPERATURE
        others = np.logaddexp.reduce(nearness[~bank.holds[row]])
        short = np.sort(np.logaddexp(0.0, others - nearness[bank.holds[row]]))
        total += NEAREST_SHARE * short[0] + (1 - NEAREST_SHARE) * short.mean()
    return float(total)


class TestGradient:
    def test_it_is_the_slope_of_the_loss(self) -> None:
        chance = np.random.default_rng(5)
        # As close together as the vectors of one model are, so that no share is all or nothing.
        passages, questions = (1.0 + 0.08 * chance.normal(size=(count, DIMENSIONS)) for count in (9, 4))
        holds = np.zeros((4, 9), dtype=bool)
        for row, evidence in enumerate([[0], [1, 2], [3, 4, 5], [0, 8]]):
            holds[row, evidence] = True
        bank = Bank(*(one / np.linalg.norm(one, axis=1, keepdims=True) for one in (passages, questions)), holds)
        turn, rows = 0.01 * chance.normal(size=(DIMENSIONS, DIMENSIONS)), [0, 1, 2, 3]

        step = 1e-6
        numerical = np.zeros_like(turn)
        for place in np.ndindex(*turn.shape):
            aside = np.zeros_like(turn)
            aside[place] = step
            numerical[place] = (loss(bank, rows, turn + aside) - loss(bank, rows, turn - aside)) / (2 * step)

        assert np.abs(numerical).max() > 1
        assert _gradient(bank, rows, turn) == pytest.approx(numerical, rel=1e-3, abs=1e-3)

    def test_only_the_questions_that_are_named_count(self) -> None:
        (bank,) = answered_banks(seed=4, questions=3, stores=1)
        nothing = np.zeros((DIMENSIONS, DIMENSIONS), dtype=np.float32)
        one_by_one = [_gradient(bank, [row], nothing) for row in (0, 2)]

        assert _gradient(bank, [0, 2], nothing) == pytest.approx(sum(one_by_one), rel=1e-4, abs=1e-3)


class AskingAlongTheFirstAxis(FakeEmbedder):
    def embed_question(self, text: str) -> Floats:
        return np.array([1.0, 0.0], dtype=np.float32)


@pytest.fixture
def searcher() -> Callable[[QuestionMap | None], Searcher]:
    """Three passages that share no word with what is asked: along the question, beside it, and between."""
    source = Source("arsip/warta.md", "warta.md", "Warta")
    texts = ("Pegawai hadir.", "Harga turun.", "Jembatan dibuka.")
    passages = tuple(Passage(f"warta#{n}", source, n, f"paragraf {n}", text) for n, text in enumerate(texts, start=1))
    vectors = np.array([[1.0, 0.0], [0.0, 1.0], [0.8, 0.6]], dtype=np.float32)
    snapshot = Snapshot(passages, vectors, "v1")
    return lambda found: Searcher.build(snapshot, AskingAlongTheFirstAxis(), load_vocabulary(), found)


class TestSearch:
    TO_THE_SECOND_AXIS = QuestionMap("fake", np.array([[-1.0, 1.0], [0.0, 0.0]], dtype=np.float32))

    def test_with_a_map_passages_count_that_lie_where_it_points(
        self, searcher: Callable[[QuestionMap | None], Searcher]
    ) -> None:
        plain = searcher(None).find_passages("xyz")
        mapped = searcher(self.TO_THE_SECOND_AXIS).find_passages("xyz")

        assert [hit.passage.number for hit in plain] == [1, 3, 2]
        assert [hit.passage.number for hit in mapped] == [3, 1, 2]

    def test_a_hit_carries_its_nearness_to_the_question_as_asked_and_as_turned(
        self, searcher: Callable[[QuestionMap | None], Searcher]
    ) -> None:
        hits = searcher(self.TO_THE_SECOND_AXIS).find_passages("xyz")

        dense = {hit.passage.number: hit.dense for hit in hits}
        fit = {hit.passage.number: hit.fit for hit in hits}
        assert dense == pytest.approx({1: 1.0, 2: 0.0, 3: 0.8})
        assert fit == pytest.approx({1: 0.0, 2: 1.0, 3: 0.6})

    def test_without_a_map_both_are_the_same(self, searcher: Callable[[QuestionMap | None], Searcher]) -> None:
        hits = searcher(None).find_passages("xyz")

        assert [hit.fit for hit in hits] == [hit.dense for hit in hits] == pytest.approx([1.0, 0.8, 0.0])
