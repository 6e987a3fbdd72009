from __future__ import annotations

import numpy as np
import pytest
from fakes import FakeEmbedder
from numpy.typing import NDArray

from assistant.search.embedding import passage_text
from assistant.search.hybrid import DENSE_SHARE, KEYWORD_SHARE, NGRAM_SHARE, Searcher, _best
from assistant.search.index import Snapshot
from assistant.types import Passage, Source
from assistant.vocabulary import load_vocabulary

SOURCE = Source("arsip/netralitas.md", "netralitas.md", "Netralitas")
TEXTS = (
    "Pegawai negeri dilarang memberi tanda suka pada unggahan peserta pemilu.",
    "Setiap pegawai tetap memiliki hak pilih dan boleh memberikan suara.",
    "Harga cabai di pasar tradisional naik menjelang hari raya.",
    "Gubernur meresmikan jembatan penyeberangan di tepi sungai.",
)


class FixedEmbedder(FakeEmbedder):
    """Gives every question the same vector."""

    def embed_question(self, text: str) -> NDArray[np.float32]:
        return np.array([1.0, 0.0], dtype=np.float32)


def build(texts: tuple[str, ...] = TEXTS, vectors: NDArray[np.float32] | None = None) -> Searcher:
    passages = tuple(
        Passage(f"{SOURCE.id}#{number}", SOURCE, number, f"paragraf {number}", text)
        for number, text in enumerate(texts, start=1)
    )
    embedder = FakeEmbedder() if vectors is None else FixedEmbedder()
    if vectors is None:
        vectors = embedder.embed_passages([passage_text(passage) for passage in passages])
    return Searcher.build(Snapshot(passages, vectors, "v1"), embedder, load_vocabulary())


@pytest.mark.parametrize(("question", "number"), [("harga cabai", 3), ("siapa meresmikan jembatan?", 4)])
def test_finds_the_passage_that_speaks_of_the_question(question: str, number: int) -> None:
    assert build().find_passages(question)[0].passage.number == number


def test_the_sum_of_the_shares_is_one_so_that_scores_lie_between_zero_and_one() -> None:
    assert sum((DENSE_SHARE, KEYWORD_SHARE, NGRAM_SHARE)) == pytest.approx(1)
    scores = [hit.score for hit in build().find_passages("harga cabai di pasar")]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == pytest.approx(1)
    assert min(scores) >= 0


def test_a_hit_carries_the_raw_signals() -> None:
    vectors = np.array([[1.0, 0.0], [0.6, 0.8], [0.6, 0.8], [0.6, 0.8]], dtype=np.float32)
    hits = build(vectors=vectors).find_passages("cabai")
    by_number = {hit.passage.number: hit for hit in hits}

    assert by_number[1].dense == pytest.approx(1.0)
    assert by_number[2].dense == pytest.approx(0.6)
    # Mean 0.7, standard deviation 0.1732.
    assert by_number[1].dense_z == pytest.approx(3**0.5, abs=1e-4)
    assert by_number[3].keywords > 0
    assert by_number[3].ngrams > 0
    assert by_number[4].keywords == 0


def test_keywords_decide_where_vectors_do_not_differ() -> None:
    vectors = np.ones((4, 2), dtype=np.float32) / np.float32(2**0.5)

    hits = build(vectors=vectors).find_passages("jembatan")

    assert hits[0].passage.number == 4
    assert hits[0].dense_z == 0
    assert hits[0].score == pytest.approx(KEYWORD_SHARE + NGRAM_SHARE)


def test_everyday_words_find_the_words_of_the_documents() -> None:
    assert build().find_passages("mencoblos")[0].passage.number == 2


def test_a_typing_error_still_finds_the_passage() -> None:
    vectors = np.ones((4, 2), dtype=np.float32) / np.float32(2**0.5)

    hits = build(vectors=vectors).find_passages("jembatam penyebrangan")

    assert hits[0].passage.number == 4
    assert hits[0].keywords == 0


def test_equal_scores_keep_the_order_of_the_store() -> None:
    hits = build(texts=("Sama persis.",) * 3).find_passages("sama")

    assert [hit.passage.number for hit in hits] == [1, 2, 3]


@pytest.mark.parametrize("limit", [0, 1, 2, 7, 64, 299, 300, 301])
def test_the_best_are_those_of_a_full_sort_also_where_scores_are_equal(limit: int) -> None:
    # Thirty values for three hundred passages: whatever the limit is, it falls among equal ones.
    scores = np.random.default_rng(0).integers(0, 30, 300).astype(np.float32)

    assert _best(scores, limit).tolist() == np.argsort(-scores, kind="stable")[:limit].tolist()


@pytest.mark.parametrize(("limit", "expected"), [(1, 1), (3, 3), (10, 4)])
def test_gives_at_most_as_many_as_asked_for(limit: int, expected: int) -> None:
    assert len(build().find_passages("pegawai", limit=limit)) == expected


@pytest.mark.parametrize("question", ["", "   ", "?!…", "🙂🙂", "\x00", "\ud800"])
def test_a_question_without_words_finds_nothing(question: str) -> None:
    assert build().find_passages(question) == ()


@pytest.mark.parametrize("question", ["ﷺ" * 50, "a\x00b", "x" * 20_000, "kata " * 4_000, "<b>*asn*</b>", "\ud800 asn"])
def test_hostile_questions_are_searched_like_any_other(question: str) -> None:
    assert len(build().find_passages(question)) == 4


def test_a_vector_that_is_given_takes_the_place_of_the_question_s() -> None:
    vectors = np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    searcher = build(texts=("Pegawai hadir.", "Harga turun."), vectors=vectors)

    asked = searcher.find_passages("xyz")
    given = searcher.find_passages("xyz", vector=np.array([0.0, 1.0], dtype=np.float32))

    assert [hit.passage.number for hit in asked] == [1, 2]
    assert [hit.passage.number for hit in given] == [2, 1]


def test_a_question_has_the_vector_it_is_searched_by() -> None:
    searcher = build()
    vector = searcher.vector_of("mencoblos")

    assert vector == pytest.approx(FakeEmbedder().embed_question(load_vocabulary().expand("mencoblos")))
    assert vector != pytest.approx(FakeEmbedder().embed_question("mencoblos"))
    assert searcher.find_passages("mencoblos", vector=vector) == searcher.find_passages("mencoblos")


@pytest.mark.parametrize("question", ["", "?!…", "🙂🙂"])
def test_a_question_without_words_has_no_vector(question: str) -> None:
    assert build().vector_of(question) is None


def test_an_empty_store_finds_nothing() -> None:
    snapshot = Snapshot((), np.zeros((0, 0), dtype=np.float32), "v0")

    assert Searcher.build(snapshot, FakeEmbedder(), load_vocabulary()).find_passages("apa itu netralitas?") == ()


def test_a_store_of_one_passage_finds_it() -> None:
    hits = build(texts=("Pegawai bersikap netral.",)).find_passages("netral")

    assert [hit.passage.number for hit in hits] == [1]
    assert hits[0].dense_z == 0
