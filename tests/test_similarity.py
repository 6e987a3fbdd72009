from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from assistant.search.similarity import BLOCK, SHARED_FROM, Similarities


def vectors_of(count: int) -> np.ndarray:
    vectors = np.random.default_rng(count).normal(size=(count, 16)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.parametrize("count", [0, 1, BLOCK, BLOCK + 1, SHARED_FROM, 3 * SHARED_FROM + 7])
def test_every_passage_is_compared_with_each_vector(count: int) -> None:
    vectors, questions = vectors_of(count), list(vectors_of(2))

    found = Similarities(vectors).to(questions)

    assert found.shape == (2, count)
    np.testing.assert_allclose(found, (vectors @ np.stack(questions, axis=1)).T, atol=1e-6)


def test_several_who_ask_at_once_get_their_own() -> None:
    similarities, questions = Similarities(vectors_of(SHARED_FROM + 100)), vectors_of(40)
    expected = [similarities.to([question])[0] for question in questions]

    with ThreadPoolExecutor(8) as people:
        found = list(people.map(lambda question: similarities.to([question])[0], questions))

    np.testing.assert_array_equal(found, expected)
