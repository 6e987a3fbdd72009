"""Passages are embedded many at a time across documents, documents are stored whole and in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from fakes import passage
from ingesting import CountingEmbedder, TinyEmbedder

from assistant.search.index import Replacement
from ingest import writing
from ingest.plan import Change
from ingest.writing import write_changes


class Kept:
    """Takes the place of an index."""

    def __init__(self) -> None:
        self.units: list[list[Replacement]] = []

    def replace_documents(self, replacements: Sequence[Replacement]) -> None:
        self.units.append(list(replacements))


def change(name: str, passages: int, *, known: Sequence[int] = ()) -> Change:
    """A document of which the passages at the known positions have a vector of ones already."""
    made = [
        passage(f"Kalimat {number} dari {name}.", document=name, number=number) for number in range(1, passages + 1)
    ]
    vectors = tuple(np.ones(16, dtype=np.float32) if position in known else None for position in range(passages))
    return Change(made[0].source, "", tuple(made), vectors, before=(), record=None, stamp="", signature="")


def write(changes: Sequence[Change], embedder: Any, progress: Any = None) -> list[list[Replacement]]:
    kept: Any = Kept()
    write_changes(changes, lambda: kept, lambda: embedder, progress)
    return kept.units


def test_documents_share_a_unit_until_it_is_large_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "FEWEST_AT_ONCE", 10)
    monkeypatch.setattr(writing, "MOST_AT_ONCE", 10)
    units = write([change(name, 4) for name in "abcde"] + [change("f", 30), change("g", 1)], TinyEmbedder())

    assert [[one.source.id for one in unit] for unit in units] == [["a", "b", "c"], ["d", "e", "f"], ["g"]]


def test_each_passage_gets_its_own_vector_and_keeps_the_one_it_has() -> None:
    embedder = TinyEmbedder()
    ((first, second),) = write([change("a", 3, known=[1]), change("b", 2)], embedder)

    expected = embedder.embed_passages([f"Warta pegawai. Kalimat {number} dari a." for number in (1, 2, 3)])
    np.testing.assert_array_equal(first.vectors[[0, 2]], expected[[0, 2]])
    np.testing.assert_array_equal(first.vectors[1], np.ones(16))
    np.testing.assert_array_equal(
        second.vectors, embedder.embed_passages([f"Warta pegawai. Kalimat {number} dari b." for number in (1, 2)])
    )


def test_no_model_is_loaded_where_every_vector_is_known() -> None:
    def refuse() -> Any:
        raise AssertionError("the model was loaded")

    kept: Any = Kept()
    write_changes([change("a", 2, known=[0, 1])], lambda: kept, refuse, None)
    assert len(kept.units) == 1


def test_nothing_to_write_opens_nothing() -> None:
    def refuse() -> Any:
        raise AssertionError("opened")

    write_changes([], refuse, refuse, None)


def test_a_unit_grows_with_the_time_that_storing_takes() -> None:
    pace = writing._Pace()
    assert pace.at_once == writing.FEWEST_AT_ONCE
    pace.learn(passages=256, embedding=8.0, storing=0.1)
    assert pace.at_once == writing.FEWEST_AT_ONCE, "embedding takes long enough as it is"
    pace.learn(passages=256, embedding=8.0, storing=2.0)
    assert pace.at_once == 1_920, "embedding so many takes a minute, thirty times as long as storing them"
    pace.learn(passages=256, embedding=0.001, storing=2.0)
    assert pace.at_once == writing.MOST_AT_ONCE
    pace.learn(passages=0, embedding=0.0, storing=2.0)
    assert pace.at_once == writing.MOST_AT_ONCE


def test_progress_goes_on_over_all_units(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "FEWEST_AT_ONCE", 2)
    monkeypatch.setattr(writing, "MOST_AT_ONCE", 2)
    calls: list[tuple[int, int]] = []
    write([change(name, 2) for name in "ab"], CountingEmbedder(), lambda done, total: calls.append((done, total)))

    assert calls == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
