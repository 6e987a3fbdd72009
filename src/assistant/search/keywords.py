"""Keyword search: BM25 over the same passages. The only file that knows bm25s."""

from __future__ import annotations

from collections.abc import Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray

from assistant.text import words
from assistant.vocabulary import Vocabulary

# Four letters forgive one wrong letter in a word and still tell "calon" from "salon".
NGRAM = 4


class KeywordIndex:
    """BM25 over token lists, one list per passage."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self._size = len(documents)
        self._known = {token for document in documents for token in document}
        self._bm25 = bm25s.BM25()
        if self._known:
            self._bm25.index([list(document) for document in documents], show_progress=False)

    def scores(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        """The raw BM25 score of every passage, shape (number of passages,); zeros when no token is known."""
        known = [token for token in tokens if token in self._known]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)


def word_tokens(text: str, vocabulary: Vocabulary) -> list[str]:
    """Stems of the content words and the vocabulary terms they belong to."""
    return vocabulary.tokens(text)


def ngram_tokens(text: str) -> list[str]:
    """Runs of four characters within each lower-case word; shorter words stay whole."""
    return [word[start : start + NGRAM] for word in words(text) for start in range(max(1, len(word) - NGRAM + 1))]
