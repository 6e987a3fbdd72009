"""The figures of `benchmarks.collections`, worked out by hand."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path

import pytest

from benchmarks.collections import OURS, SYSTEMS, measure, misspelt, ndcg, read_collection, table
from benchmarks.figures import mean_interval
from tests.fakes import FakeEmbedder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three passages; of three questions one has an answer that is no passage, and one has no answer."""
    passages = [("a", "ASN dilarang ikut kampanye."), ("b", "Harga cabai naik."), ("c", "ASN berhak memilih.")]
    lines = [json.dumps({"_id": name, "title": "", "text": text}) for name, text in passages]
    (tmp_path / "corpus.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    questions = [("q1", "bolehkah ASN ikut kampanye"), ("q2", "siapa presiden"), ("q3", "berapa harga cabai")]
    lines = [json.dumps({"_id": name, "text": text}) for name, text in questions]
    (tmp_path / "queries.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    rows = ["query-id\tcorpus-id\tscore", "q1\ta\t2", "q1\tUU 1\t1", "q2\tUU 2\t1", "q3\tb\t1", "q3\tc\t0"]
    (tmp_path / "qrels.tsv").write_text("\n".join(rows) + "\n", "utf-8")
    return tmp_path


def test_only_questions_that_a_passage_answers_are_asked(folder: Path) -> None:
    collection = read_collection(folder)

    assert collection.questions == ("bolehkah ASN ikut kampanye", "berapa harga cabai")
    assert collection.grades == ({"a": 2.0}, {"b": 1.0})
    assert [passage.id for passage in collection.passages] == ["a", "b", "c"]
    assert read_collection(folder, most=1).questions == ("bolehkah ASN ikut kampanye",)


def test_what_stands_lower_counts_less_and_what_is_missing_counts_nothing() -> None:
    grades = {"a": 2.0, "b": 1.0}

    assert ndcg(["a", "b"], grades) == 1
    best = 2 + 1 / math.log2(3)
    assert ndcg(["b", "a"], grades) == pytest.approx((1 + 2 / math.log2(3)) / best)
    assert ndcg(["x", "a"], grades) == pytest.approx(2 / math.log2(3) / best)
    assert ndcg([*"klmnopqrst", "a"], grades) == 0, "Only the first ten are read."


def test_about_six_letters_of_a_hundred_are_wrong_and_nothing_else() -> None:
    text = "Bolehkah ASN hadir di kampanye? Pasal 9, tahun 2024! " * 100

    wrong = misspelt(text, random.Random(1))

    assert len(wrong) == len(text)
    changed = [(old, new) for old, new in zip(text, wrong, strict=True) if old != new]
    letters = sum(letter.isalpha() for letter in text)
    assert 0.045 < len(changed) / letters < 0.075
    assert all(old.isalpha() and new.isalpha() for old, new in changed)


def test_an_interval_holds_the_mean_and_narrows_with_more_questions() -> None:
    few, many = mean_interval([0.0, 1.0] * 5), mean_interval([0.0, 1.0] * 500)

    assert few[0] < many[0] < 0.5 < many[1] < few[1]


def test_every_system_is_measured_and_a_loss_is_not_shown_as_a_win(folder: Path) -> None:
    from assistant.search.embedding import passage_text
    from assistant.search.hybrid import Searcher
    from assistant.search.index import Snapshot
    from assistant.vocabulary import load_vocabulary

    collection, embedder = read_collection(folder), FakeEmbedder()
    vectors = embedder.embed_passages([passage_text(passage) for passage in collection.passages])
    searcher = Searcher.build(Snapshot(collection.passages, vectors, "1"), embedder, load_vocabulary())

    scores = measure(searcher, collection, collection.questions)

    assert set(scores) == set(SYSTEMS)
    assert all(len(values) == 2 for values in scores.values())
    assert scores[OURS] == [1, 1]
    assert f"**{OURS}**" in table({"contoh": (collection, scores, scores)})
    lost = scores | {OURS: [0.0, 0.0]}
    assert f"**{OURS}**" not in table({"contoh": (collection, lost, scores)})
