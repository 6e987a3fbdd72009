from __future__ import annotations

import random

import bm25s
import numpy as np
import pytest

from assistant.search import keywords
from assistant.search.keywords import KeywordIndex, ngram_tokens, ngrams_of, word_tokens
from assistant.vocabulary import load_vocabulary


def test_scores_every_document_and_ranks_the_one_with_the_rarer_word_first() -> None:
    index = KeywordIndex([["asn", "netral"], ["asn", "sanksi"], ["asn", "libur"]])

    scores = index.scores(["asn", "sanksi"])

    assert scores.shape == (3,)
    assert scores.dtype == np.float32
    assert scores.argmax() == 1
    assert scores[0] == scores[2] > 0


@pytest.mark.parametrize("tokens", [[], ["tidakada"], ["", "\x00", "🙂"]])
def test_unknown_tokens_score_nothing(tokens: list[str]) -> None:
    assert KeywordIndex([["asn"], ["sanksi"]]).scores(tokens).tolist() == [0.0, 0.0]


def test_unknown_tokens_beside_known_ones_change_nothing() -> None:
    index = KeywordIndex([["asn"], ["sanksi"]])

    assert index.scores(["sanksi", "tidakada"]).tolist() == index.scores(["sanksi"]).tolist()


@pytest.mark.parametrize("documents", [[], [[]], [[], []]])
def test_documents_without_words_are_no_error(documents: list[list[str]]) -> None:
    assert KeywordIndex(documents).scores(["asn"]).tolist() == [0.0] * len(documents)


def test_an_empty_document_keeps_its_place() -> None:
    scores = KeywordIndex([[], ["asn"], []]).scores(["asn"])

    assert scores.argmax() == 1
    assert scores.shape == (3,)


@pytest.mark.parametrize("counted_at_once", [1, 7, 4_096])
def test_scores_are_those_of_bm25s_to_the_last_bit(counted_at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keywords, "COUNTED_AT_ONCE", counted_at_once)
    draw = random.Random(0)
    letters = "abcdefghijklmnopqrstuvwxyz"
    documents = [draw.choices(letters, [1 / place for place in range(1, 27)], k=draw.randint(0, 30)) for _ in range(50)]
    reference = bm25s.BM25()
    reference.index(documents, show_progress=False)
    index = KeywordIndex(documents)

    for _ in range(30):
        asked = draw.choices(letters, k=draw.randint(1, 5))
        assert index.scores(asked).tolist() == reference.get_scores(asked).tolist()


def test_words_can_be_taken_apart_while_they_are_counted_each_of_them_once() -> None:
    texts = ["calon bupati", "calon gubernur", "bupati bupati"]
    asked: list[str] = []

    def taken_apart(word: str) -> list[str]:
        asked.append(word)
        return ngrams_of(word)

    index = KeywordIndex([text.split() for text in texts], taken_apart)

    assert asked == ["calon", "bupati", "gubernur"]
    expected = KeywordIndex([ngram_tokens(text) for text in texts])
    assert index.scores(["bupa", "alon"]).tolist() == expected.scores(["bupa", "alon"]).tolist()


def test_building_and_scoring_print_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    KeywordIndex([["asn", "netral"]] * 50).scores(["asn"])

    assert capfd.readouterr() == ("", "")


def test_word_tokens_join_everyday_words_and_the_words_of_documents() -> None:
    vocabulary = load_vocabulary()

    assert set(word_tokens("mencoblos", vocabulary)) & set(word_tokens("memberikan suara", vocabulary))


def test_ngram_tokens_stay_within_words_and_ignore_case() -> None:
    assert ngram_tokens("Calon DPR!") == ["calo", "alon", "dpr"]


def test_ngrams_forgive_a_typing_error() -> None:
    index = KeywordIndex([ngram_tokens("mengkampanyekan"), ngram_tokens("menyelenggarakan")])

    assert index.scores(ngram_tokens("mengkampamyekan")).argmax() == 0
