"""Keyword search: BM25 over the same passages. The only file that knows bm25s."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray

from assistant.text import words
from assistant.vocabulary import Vocabulary

# Four letters forgive one wrong letter in a word and still tell "calon" from "salon".
NGRAM = 4
# Passages whose tokens are counted at a time: enough that NumPy does the work, few enough that it needs little memory.
COUNTED_AT_ONCE = 4_096


class KeywordIndex:
    """BM25 over token lists, one list per passage."""

    def __init__(
        self, documents: Iterable[Iterable[str]], tokens_of: Callable[[str], Sequence[str]] = lambda token: (token,)
    ) -> None:
        """`documents` are lists of tokens, or of words that `tokens_of` takes apart: it is asked once for each word."""
        numbered, self._numbers = _numbered(documents, tokens_of)
        self._size = len(numbered)
        self._bm25 = _Bm25()
        if self._numbers:
            corpus = bm25s.tokenization.Tokenized(ids=numbered, vocab=self._numbers)
            self._bm25.index(corpus, create_empty_token=False, show_progress=False)

    def scores(self, tokens: Sequence[str]) -> NDArray[np.float32]:
        """The raw BM25 score of every passage, shape (number of passages,); zeros when no token is known."""
        known = [number for token in tokens if (number := self._numbers.get(token)) is not None]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores_from_ids(known), dtype=np.float32)


def word_tokens(text: str, vocabulary: Vocabulary) -> list[str]:
    """Stems of the content words and the vocabulary terms they belong to."""
    return vocabulary.tokens(text)


def ngram_tokens(text: str) -> list[str]:
    """Runs of four characters within each lower-case word; shorter words stay whole."""
    return [run for word in words(text) for run in ngrams_of(word)]


def ngrams_of(word: str) -> list[str]:
    """The runs of four characters within one word; itself where it is shorter."""
    return [word[start : start + NGRAM] for start in range(max(1, len(word) - NGRAM + 1))]


@dataclass(frozen=True, slots=True)
class _Numbered:
    """Token lists as numbers: four bytes a token, and no list."""

    numbers: NDArray[np.int32]
    """Those of all documents, one document after another."""
    ends: NDArray[np.int64]
    """Where each document ends in it."""

    def __len__(self) -> int:
        return len(self.ends)


def _numbered(
    documents: Iterable[Iterable[str]], tokens_of: Callable[[str], Sequence[str]]
) -> tuple[_Numbered, dict[str, int]]:
    """The documents, and each token's number, counted from 0."""
    numbers: dict[str, int] = {}
    known: dict[str, array[int]] = {}
    all_numbers, ends = array("i"), array("q")
    for document in documents:
        for word in document:
            if word not in known:
                known[word] = array("i", [numbers.setdefault(token, len(numbers)) for token in tokens_of(word)])
            all_numbers.extend(known[word])
        ends.append(len(all_numbers))
    return _Numbered(np.array(all_numbers, dtype=np.int32), np.array(ends, dtype=np.int64)), numbers


class _Bm25(bm25s.BM25):  # type: ignore[misc]
    """BM25 whose index is made by NumPy and not document by document: the same to the last bit, in a fraction of the time."""

    def build_index_from_ids(
        self, unique_token_ids: Sequence[int], corpus_token_ids: _Numbered, **_progress: object
    ) -> dict[str, Any]:
        """The matrix of all scores as bm25s keeps it: a column for each token. It lets this method be overridden."""
        counted = list(_counted(corpus_token_ids))
        frequencies = np.zeros(len(unique_token_ids), dtype=np.int64)
        for tokens, _, _ in counted:
            frequencies += np.bincount(tokens, minlength=len(frequencies))
        columns = np.concatenate([[0], np.cumsum(frequencies)])
        size = len(corpus_token_ids)
        rarity = _rarity(frequencies, size)
        lengths = np.diff(corpus_token_ids.ends, prepend=0)
        normal = self.k1 * ((1 - self.b) + self.b * lengths / lengths.mean())
        scores, rows = np.empty(columns[-1], dtype=np.float32), np.empty(columns[-1], dtype=np.int32)
        free = columns[:-1].copy()
        for tokens, documents, times in counted:
            # In order of their tokens: those of one token go one after another to where its column has been filled up to.
            present, first, many = np.unique(tokens, return_index=True, return_counts=True)
            places = np.arange(len(tokens)) + np.repeat(free[present] - first, many)
            scores[places] = rarity[tokens] * (times / (normal[documents] + times))
            rows[places] = documents
            free[present] += many
        self.nonoccurrence_array = None
        return {"data": scores, "indices": rows, "indptr": columns, "num_docs": size}


def _counted(numbered: _Numbered) -> Iterator[tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]]:
    """Token, document, and how often the one is in the other; in this order, for some documents after others."""
    for first in range(0, len(numbered), COUNTED_AT_ONCE):
        ends = numbered.ends[first : first + COUNTED_AT_ONCE]
        start = int(numbered.ends[first - 1]) if first else 0
        documents = np.repeat(np.arange(first, first + len(ends)), np.diff(ends, prepend=start))
        pairs, times = np.unique(
            numbered.numbers[start : ends[-1]].astype(np.int64) << 32 | documents, return_counts=True
        )
        yield (pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32), times.astype(np.float32)


def _rarity(frequencies: NDArray[np.int64], size: int) -> NDArray[np.float32]:
    """The inverse document frequency of tokens that are in so many of `size` documents, as Lucene has it."""
    different, which = np.unique(frequencies, return_inverse=True)
    rarity = [math.log(1 + (size - frequency + 0.5) / (frequency + 0.5)) for frequency in different.tolist()]
    return np.array(rarity, dtype=np.float32)[which]
