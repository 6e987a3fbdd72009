"""The one retriever: meaning and keywords, joined by a fixed convex combination over the whole store."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from assistant.search.embedding import Embedder, passage_text
from assistant.search.index import Snapshot
from assistant.search.keywords import KeywordIndex, ngram_tokens, word_tokens
from assistant.text import clean_line, words
from assistant.types import Hit
from assistant.vocabulary import Vocabulary

# One setting for every collection. nDCG@10 (news questions, encyclopedia, laws by Pasal):
#   dense alone 0.835, 0.916, 0.846 · BM25 alone 0.852, 0.798, 0.839 · these shares 0.864, 0.911, 0.890
# 0.6 dense is no better on the first and third (within one standard error) and loses 0.006 on the second; 0.8 gains
# 0.008 on the second and loses 0.004 and 0.007 on the others. Character runs are there for typing errors.
DENSE_SHARE = 0.7
KEYWORD_SHARE = 0.15
NGRAM_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class Searcher:
    """Searches one version of a store; build a new one when the version changes."""

    snapshot: Snapshot
    embedder: Embedder
    vocabulary: Vocabulary
    words: KeywordIndex
    ngrams: KeywordIndex
    threads: ThreadpoolController

    @classmethod
    def build(cls, snapshot: Snapshot, embedder: Embedder, vocabulary: Vocabulary) -> Searcher:
        """A searcher over every passage of a snapshot."""
        texts = [passage_text(passage) for passage in snapshot.passages]
        return cls(
            snapshot=snapshot,
            embedder=embedder,
            vocabulary=vocabulary,
            words=KeywordIndex([word_tokens(text, vocabulary) for text in texts]),
            ngrams=KeywordIndex([ngram_tokens(text) for text in texts]),
            threads=ThreadpoolController(),
        )

    def find_passages(self, question: str, limit: int = 10) -> tuple[Hit, ...]:
        """The best passages for a question, best first, at most `limit`; none for an empty store or question."""
        cleaned = clean_line(question)
        if not self.snapshot.passages or not words(cleaned):
            return ()
        dense = self._similarities(cleaned)
        keywords = self.words.scores(word_tokens(cleaned, self.vocabulary))
        ngrams = self.ngrams.scores(ngram_tokens(cleaned))
        fused = DENSE_SHARE * _scaled(dense) + KEYWORD_SHARE * _scaled(keywords) + NGRAM_SHARE * _scaled(ngrams)
        z = _standardised(dense)
        best = np.argsort(-fused, kind="stable")[:limit]
        return tuple(
            Hit(
                passage=self.snapshot.passages[position],
                score=float(fused[position]),
                dense=float(dense[position]),
                dense_z=float(z[position]),
                keywords=float(keywords[position]),
                ngrams=float(ngrams[position]),
            )
            for position in best
        )

    def _similarities(self, question: str) -> NDArray[np.float32]:
        """The cosine of the question and every passage, shape (number of passages,): exact, no approximate index."""
        vector = self.embedder.embed_question(self.vocabulary.expand(question))
        # NumPy's own threads would fight with torch's over the same cores: over 20,000 passages on two cores a whole
        # search takes 23 ms (95 %: 27 ms) this way, 43 ms (121 ms) without.
        with self.threads.limit(limits=1, user_api="blas"):
            return self.snapshot.vectors @ vector


def _scaled(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scores between 0 (the worst of the store) and 1 (the best); all 0 when they do not differ."""
    lowest, highest = scores.min(), scores.max()
    return (scores - lowest) / (highest - lowest) if highest > lowest else np.zeros_like(scores)


def _standardised(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scores in standard deviations above the mean of the store; all 0 when they do not differ."""
    deviation = scores.std()
    return (scores - scores.mean()) / deviation if deviation > 0 else np.zeros_like(scores)
