"""The whole path of a question on one screen; the only place where parts are chosen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.answer import extractive, reply, suggestions
from assistant.answer.cited import with_slips_put_right
from assistant.answer.expectation import NOTHING_EXPECTED, Expectation, Expected, expectation_for
from assistant.answer.factual import measure
from assistant.answer.neutral import Reader
from assistant.answer.question import Question, read_question, search_text
from assistant.answer.reply import Grounds
from assistant.answer.scope import Scope, as_seen, classify, is_our_subject, load_classifiers
from assistant.answer.signals import rarity_of
from assistant.answer.verification import verify
from assistant.errors import StoreError
from assistant.search.embedding import Embedder, load_embedder, model_name
from assistant.search.hybrid import Searcher
from assistant.search.index import Index, Snapshot
from assistant.search.question_map import QuestionMap, map_for
from assistant.search.renewal import Pace, Renewed
from assistant.settings import Settings
from assistant.text import clean_line, words
from assistant.types import Answer, Hit, Quote
from assistant.vocabulary import Vocabulary, load_vocabulary

if TYPE_CHECKING:
    from assistant.answer.counsel import Counsel

# Passages that are read for statements. Of the judged questions left out of the fit, votes over 24 get 83.3 % right and
# votes over 40 83.1 %; with 40 more of the voices that contradict each other are there to be heard.
PASSAGES_READ = 40
# Further passages that are read for what belongs beside a rule: its exceptions, and how it is judged in each phase.
PASSAGES_BESIDE = 24
# The gate reads Indonesian: what a model says in another language cannot be held against the documents.
PHRASED = "id"
Vector = NDArray[np.float32]
Found = tuple[Question, tuple[Hit, ...], Expected]
"""A question as understood, the passages found for it, and the verdicts that questions like it get."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    """Everything that is made from one version of the store."""

    version: str
    searcher: Searcher
    vocabulary: Vocabulary
    rarity: Mapping[str, float]
    is_answered: Callable[[str], bool]
    """Whether the documents answer a question that we may offer; each is tried once."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What questions with known answers have taught about one embedding model's vectors; None where nothing was fitted."""

    question_map: QuestionMap | None
    expectation: Expectation | None


@dataclass(frozen=True, slots=True)
class Lookup:
    """A question as understood, and what was found for it."""

    question: Question
    hits: tuple[Hit, ...]
    rarity: Mapping[str, float]
    expected: Expected
    """The verdicts that questions like it get."""


class Assistant:
    """Answers questions from one vector store. Safe to call from several threads."""

    def __init__(
        self, index: Index, embedder: Embedder, learned: Learned | None = None, counsel: Counsel | None = None
    ) -> None:
        self._counsel = counsel
        self._index = index
        self._embedder = embedder
        self._learned = learned or Learned(map_for(embedder.name), expectation_for(embedder.name))
        self._loaded = Renewed(index, self._load)

    @classmethod
    def open(cls, settings: Settings, embedder: Embedder | None = None, learned: Learned | None = None) -> Assistant:
        """Load the embedding model and the store (seconds). Raises ModelError or StoreError.

        `learned` takes the place of what is stored for the model.
        """
        index = Index.open(settings, model_name(settings) if embedder is None else embedder.name)
        if not index.documents():
            raise StoreError(
                f"Belum ada dokumen di {index.location}. Isi dulu dengan: python -m ingest ingest/articles"
            )
        return cls(index, embedder or load_embedder(settings), learned, _counsel(settings))

    @property
    def phrases(self) -> bool:
        """Whether a language model says in other words what answers quote."""
        return self._counsel is not None

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The verified answer to a question; `history` holds the earlier questions of the conversation, oldest first."""
        *_, last = self.answer_in_steps(question, history)
        return last

    def answer_in_steps(
        self,
        question: str,
        history: Sequence[str] = (),
        is_wanted: Callable[[], bool] = lambda: True,
        meant: str | None = None,
    ) -> Iterator[Answer]:
        """The answer of quotations and then, where a language model phrases, an answer with one sentence more each.

        The last one is final. A model that fails is told of in it. Closing the iterator ends the model's work, and so
        does `is_wanted` once it says no, also while the model is waited for. `meant` is what `meant` has found already.
        """
        started = time.perf_counter()
        meant = self.meant(question, history, is_wanted) if meant is None else meant
        loaded = self._current()
        answer, grounds = self._answer(clean_line(question), [clean_line(one) for one in history], meant, loaded)
        yield replace(answer, seconds=time.perf_counter() - started)
        if grounds is None or self._counsel is None or answer.language != PHRASED:
            return
        with closing(self._counsel.explain(answer, grounds, loaded.vocabulary, is_wanted)) as steps:
            for step in steps:
                yield replace(step, seconds=time.perf_counter() - started)

    def meant(self, question: str, history: Sequence[str] = (), is_wanted: Callable[[], bool] = lambda: True) -> str:
        """What a language model takes a follow-up to ask, in whole (3 seconds at most); nothing where none is asked.

        Little of that is work for the processor. Whether it is heeded is decided when it is answered.
        """
        asked, earlier = clean_line(question), [clean_line(one) for one in history]
        if self._counsel is None or not earlier:
            return ""
        loaded = self._current()
        scope, understood, _ = self._read(asked, earlier, loaded)
        is_whole = understood.text == _understood(asked, (), Reader(loaded.vocabulary)).text
        if is_whole or understood.language != PHRASED or scope is not Scope.OURS:
            return ""
        return self._counsel.stand_alone(asked, earlier, loaded.vocabulary, is_wanted)

    def _read(self, asked: str, history: Sequence[str], loaded: _Loaded) -> tuple[Scope, Question, Vector | None]:
        """Whether a request is for us to answer, what it asks, and the vector by which passages are found for it."""
        reader = Reader(loaded.vocabulary)
        judged = reader.as_asked_of_rules(asked)
        question = _understood(asked, history, reader)
        meaning, vector = self._vectors(judged, loaded.searcher.sought(search_text(question, loaded.vocabulary)))
        return classify(judged, meaning, follows=bool(history)), question, vector

    def _vectors(self, judged: str, sought: str) -> tuple[Vector | None, Vector | None]:
        """Those of a request as it is judged, where the stored weights are for this model, and as it is looked for.

        None where nothing is asked. Both are made at once, which takes little longer than one.
        """
        is_judged = bool(words(judged)) and load_classifiers().needs_vector(self._embedder.name)
        texts = [as_seen(judged)] * is_judged + [sought] * bool(words(sought))
        vectors = list(self._embedder.embed_questions(texts)) if texts else []
        return vectors[0] if is_judged else None, vectors[-1] if words(sought) else None

    def _answer(self, asked: str, history: Sequence[str], meant: str, loaded: _Loaded) -> tuple[Answer, Grounds | None]:
        """The answer of quotations, and what it stands on; nothing where it is no answer."""
        scope, question, vector = self._read(asked, history, loaded)
        if scope is not Scope.OURS:
            return reply.refused(asked, scope, loaded.vocabulary), None
        question, found, expected = self._found_as_meant(question, vector, meant, loaded)
        hits, beside = found[:PASSAGES_READ], found[PASSAGES_READ:]
        draft = extractive.draft(question, hits, loaded.rarity, beside, expected)
        if draft and not draft.verdict and not _is_ours(question, history, loaded):
            # Some sentence is always near: "besok hujan?" must not be answered with where and when people met.
            draft = None
        passages = tuple(hit.passage for hit in found)
        verified, dropped = verify(draft, passages, question) if draft else (None, 0)
        if verified is None:
            nothing = reply.not_found(asked, question, loaded.vocabulary, loaded.rarity, loaded.is_answered, dropped)
            return nothing, None
        offered = suggestions.after_answer(question, verified, hits, (*history, asked), loaded.is_answered)
        return reply.answered(asked, question, verified, offered, dropped), Grounds(question, verified, passages)

    def _found_as_meant(self, question: Question, vector: Vector | None, meant: str, loaded: _Loaded) -> Found:
        """What is found for a question, or for what a model says a follow-up means where that finds as much."""
        limit = PASSAGES_READ + PASSAGES_BESIDE
        found = self._found(question, vector, limit, loaded)
        other = self._found(*_sought(meant, (), loaded), limit, loaded) if meant else found
        best, best_of_other = (max((hit.dense for hit in hits), default=0.0) for _, hits, _ in (found, other))
        return other if best_of_other >= best else found

    def look_up(self, question: str, history: Sequence[str] = (), limit: int = PASSAGES_READ) -> Lookup:
        """What an answer is made from: the question as understood and the passages found for it, best first.

        The order is that of their best sentences, by which an answer is put together.
        """
        loaded = self._current()
        asked = _sought(clean_line(question), [clean_line(one) for one in history], loaded)
        understood, hits, expected = self._found(*asked, max(limit, PASSAGES_READ), loaded)
        places = {
            quote.passage.id: place for place, quote in reversed(list(enumerate(_ranked(understood, hits, loaded))))
        }
        ordered = sorted(hits, key=lambda hit: places[hit.passage.id])[:limit]
        return Lookup(understood, tuple(ordered), loaded.rarity, expected)

    def understand(self, question: str, history: Sequence[str] = ()) -> tuple[Question, Vector | None]:
        """A question as understood, and the vector by which passages are found for it; None where nothing is asked."""
        return _sought(clean_line(question), [clean_line(earlier) for earlier in history], self._current())

    def rehearse(self, goes_on: Callable[[], bool] = lambda: True, pause: float = 0.0) -> None:
        """Try every question that may be offered beside an answer, so that no answer has to wait for that (seconds).

        It ends early when `goes_on` says so; `pause` seconds lie between two questions, for those who ask meanwhile.
        """
        loaded = self._current()
        for offered in suggestions.all_near():
            if not goes_on():
                return
            loaded.is_answered(offered)
            time.sleep(pause)

    def snapshot(self) -> Snapshot:
        """What answers are made from at this moment."""
        return self._current().searcher.snapshot

    def _found(self, question: Question, vector: Vector | None, limit: int, loaded: _Loaded) -> Found:
        hits = loaded.searcher.find_passages(search_text(question, loaded.vocabulary), limit, vector)
        expectation = self._learned.expectation
        expected = (
            NOTHING_EXPECTED if vector is None or expectation is None else expectation.expected(question.text, vector)
        )
        return question, hits, expected

    def _current(self) -> _Loaded:
        """What was made from the store; after a change the old is still used while making the new takes longer than a moment."""
        return self._loaded.current()

    def _load(self, pace: Pace) -> _Loaded:
        snapshot = self._index.snapshot()
        passages = pace(snapshot.passages)
        stored = {word for passage in passages for word in words(f"{passage.text} {passage.source.title}")}
        vocabulary = load_vocabulary().with_known_words(stored)
        searcher = Searcher.build(snapshot, self._embedder, vocabulary, self._learned.question_map, pace)
        rarity = rarity_of(passages)
        is_answered = cache(partial(_is_answered, searcher, vocabulary, rarity))
        return _Loaded(snapshot.version, searcher, vocabulary, rarity, is_answered)


def _counsel(settings: Settings) -> Counsel | None:
    """The language model that is set, if one is: nothing of it is imported otherwise."""
    if settings.engine == "extractive":
        return None
    from assistant.answer.counsel import Counsel
    from assistant.answer.generative import ChatModel

    return Counsel(ChatModel.open(settings), settings.chat_seconds)


def _is_answered(searcher: Searcher, vocabulary: Vocabulary, rarity: Mapping[str, float], offered: str) -> bool:
    """Whether the documents answer a question that stands alone and is spelt well."""
    found = searcher.find_passages(offered, PASSAGES_READ)
    return extractive.draft(read_question(offered, vocabulary), found, rarity) is not None


def _understood(asked: str, history: Sequence[str], reader: Reader) -> Question:
    """The question read as one that stands alone, with garbled citations put right and no names where rules are asked for."""
    return reader.understand([with_slips_put_right(text) for text in (*history, asked)])


def _sought(asked: str, history: Sequence[str], loaded: _Loaded) -> tuple[Question, Vector | None]:
    """A question as understood, and the vector by which passages are found for it; None where nothing is asked."""
    question = _understood(asked, history, Reader(loaded.vocabulary))
    return question, loaded.searcher.vector_of(search_text(question, loaded.vocabulary))


def _ranked(question: Question, hits: Sequence[Hit], loaded: _Loaded) -> list[Quote]:
    """Every sentence of the hits, the one that answers best first; as they were found where nothing is asked."""
    ranked = [candidate.quote for _, candidate in measure(question, hits, loaded.rarity).ranked]
    return [*ranked, *(Quote(hit.passage, 0, len(hit.passage.text)) for hit in hits)]


def _is_ours(question: Question, history: Sequence[str], loaded: _Loaded) -> bool:
    """Whether a question, or an earlier one that it follows, is about our subject."""
    asked = (question, *(read_question(earlier, loaded.vocabulary) for earlier in history))
    return any(is_our_subject(one, loaded.vocabulary, loaded.rarity) for one in asked)
