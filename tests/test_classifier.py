"""What a text is measured by, and how likely it makes each class."""

from __future__ import annotations

import io
from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.answer.classifier import (
    PLACES,
    Classifier,
    Scales,
    character_runs,
    from_arrays,
    measured,
    to_arrays,
)

SCALES = Scales(meaning=3.0, characters=2.0)
CENTRE = np.array([0.5, 0.25], dtype=np.float32)


def classifier(seed: int = 0, meaning: bool = True) -> Classifier:
    """One of three classes, with weights that half precision can hold."""
    centre = CENTRE if meaning else np.zeros(0, dtype=np.float32)
    weights = np.random.default_rng(seed).normal(size=(len(centre) + PLACES, 3)).astype(np.float16)
    bias = np.array([0.0, 1.0, -1.0], dtype=np.float32)
    return Classifier("model-a" if meaning else "", centre, weights.astype(np.float32), bias)


class TestCharacterRuns:
    def test_their_length_is_one(self) -> None:
        assert np.linalg.norm(character_runs("Bolehkah ASN memilih?")) == pytest.approx(1.0)

    @pytest.mark.parametrize("text", ["", "?!", "🙂"])
    def test_without_words_there_are_none(self, text: str) -> None:
        assert not character_runs(text).any()

    def test_capitals_spaces_and_signs_do_not_matter(self) -> None:
        assert np.array_equal(character_runs("BOLEHKAH  ASN\nmemilih?!"), character_runs("bolehkah asn memilih"))

    def test_a_typing_error_changes_less_than_another_question(self) -> None:
        asked = character_runs("bolehkah asn berkampanye")
        mistyped, other = character_runs("bolehkah asn berkampnye"), character_runs("kapan rapat digelar")

        assert asked @ mistyped > 0.5 > asked @ other


class TestMeasured:
    def test_meaning_comes_first_and_each_kind_has_its_scale(self) -> None:
        found = measured("asn memilih", np.array([1.0, -2.0], dtype=np.float32), SCALES)

        assert found[:2] == pytest.approx([3.0, -6.0])
        assert found[2:] == pytest.approx(2.0 * character_runs("asn memilih"))

    def test_without_a_vector_there_are_only_characters(self) -> None:
        assert measured("asn memilih", None, SCALES) == pytest.approx(2.0 * character_runs("asn memilih"))


class TestLikely:
    VECTOR = np.array([0.3, 0.9], dtype=np.float32)

    def test_classes_add_up_to_one_and_each_unit_of_its_sum_makes_one_e_times_as_likely(self) -> None:
        one = classifier()
        likely = one.likely("asn memilih", self.VECTOR, SCALES)
        sums = measured("asn memilih", self.VECTOR - CENTRE, SCALES) @ one.weights + one.bias

        assert likely.sum() == pytest.approx(1.0)
        assert np.log(likely[0] / likely[1]) == pytest.approx(sums[0] - sums[1], abs=1e-4)
        assert np.log(likely[2] / likely[1]) == pytest.approx(sums[2] - sums[1], abs=1e-4)

    def test_the_mean_vector_and_no_words_leave_the_bias(self) -> None:
        likely = classifier().likely("", CENTRE, SCALES)

        assert likely == pytest.approx(np.exp([0.0, 1.0, -1.0]) / np.exp([0.0, 1.0, -1.0]).sum())

    def test_large_sums_do_not_overflow(self) -> None:
        plain = classifier()
        loud = Classifier(plain.model, plain.centre, plain.weights * 1e4, plain.bias)

        assert loud.likely("asn memilih", self.VECTOR, SCALES).sum() == pytest.approx(1.0)


def as_stored(arrays: Mapping[str, NDArray[np.generic]]) -> dict[str, NDArray[np.generic]]:
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    file.seek(0)
    with np.load(file, allow_pickle=False) as parts:
        return {name: parts[name] for name in parts.files}


def test_two_classifiers_are_kept_apart_by_their_prefixes() -> None:
    meaning, characters = classifier(seed=1), classifier(seed=2, meaning=False)
    stored = as_stored(to_arrays("meaning", meaning) | to_arrays("characters", characters))

    for prefix, given in (("meaning", meaning), ("characters", characters)):
        read = from_arrays(prefix, stored)
        assert read.model == given.model
        assert read.weights.dtype == read.centre.dtype == np.float32
        for name in ("centre", "weights", "bias"):
            assert np.array_equal(getattr(read, name), getattr(given, name)), name
