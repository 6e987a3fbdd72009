"""The whole path of a question on one screen; the only place where parts are chosen."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from assistant.answer import extractive, notices, suggestions
from assistant.answer.cited import with_slips_put_right
from assistant.answer.contacts import load_contacts, whom_to_ask
from assistant.answer.expectation import NOTHING_EXPECTED, Expectation, Expected, expectation_for
from assistant.answer.factual import measure
from assistant.answer.missing import missing_phrases
from assistant.answer.neutral import as_asked_of_rules, understand
from assistant.answer.question import Question, detect_language, read_question
from assistant.answer.scope import Scope, as_seen, classify, is_our_subject, load_classifiers
from assistant.answer.signals import rarity_of
from assistant.answer.verification import verify
from assistant.errors import StoreError
from assistant.search.embedding import Embedder, load_embedder, model_name
from assistant.search.hybrid import Searcher
from assistant.search.index import Index, Snapshot
from assistant.search.question_map import QuestionMap, map_for
from assistant.settings import Settings
from assistant.text import clean_line, words
from assistant.types import Answer, Block, Citation, Draft, Hit, Quote, Role, Status
from assistant.vocabulary import Vocabulary, load_vocabulary
from assistant.wording import wording

# Passages that are read for statements. Of the judged questions left out of the fit, votes over 24 get 83.3 % right and
# votes over 40 83.1 %; with 40 more of the voices that contradict each other are there to be heard.
PASSAGES_READ = 40
# Further passages that are read for what belongs beside a rule: its exceptions, and how it is judged in each phase.
PASSAGES_BESIDE = 24


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

    def __init__(self, index: Index, embedder: Embedder, learned: Learned | None = None) -> None:
        self._index = index
        self._embedder = embedder
        self._learned = learned or Learned(map_for(embedder.name), expectation_for(embedder.name))
        self._lock = threading.Lock()
        self._loaded = self._load()

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
        return cls(index, embedder or load_embedder(settings), learned)

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The verified answer to a question; `history` holds the earlier questions of the conversation, oldest first."""
        started = time.perf_counter()
        answer = self._answer(clean_line(question), [clean_line(earlier) for earlier in history])
        return replace(answer, seconds=time.perf_counter() - started)

    def _answer(self, asked: str, history: Sequence[str]) -> Answer:
        loaded = self._current()
        judged = as_asked_of_rules(asked, loaded.vocabulary)
        scope = classify(judged, self._meaning(judged), follows=bool(history))
        if scope is not Scope.OURS:
            return _refusal(asked, scope, loaded)
        question, found, expected = self._found(asked, history, PASSAGES_READ + PASSAGES_BESIDE, loaded)
        hits, beside = found[:PASSAGES_READ], found[PASSAGES_READ:]
        draft = extractive.draft(question, hits, loaded.rarity, beside, expected)
        if draft and not draft.verdict and not _is_ours(question, history, loaded):
            # Some sentence is always near: "besok hujan?" must not be answered with where and when people met.
            draft = None
        verified, dropped = verify(draft, [hit.passage for hit in found]) if draft else (None, 0)
        if verified is None:
            return _nothing_found(asked, question, loaded, dropped)
        offered = suggestions.after_answer(question, verified, hits, (*history, asked), loaded.is_answered)
        return _answered(asked, question, verified, offered, dropped)

    def _meaning(self, asked: str) -> NDArray[np.float32] | None:
        """The vector of a request; None where nothing is asked or the stored weights are for another model."""
        if not words(asked) or not load_classifiers().needs_vector(self._embedder.name):
            return None
        return self._embedder.embed_question(as_seen(asked))

    def look_up(self, question: str, history: Sequence[str] = (), limit: int = PASSAGES_READ) -> Lookup:
        """What an answer is made from: the question as understood and the passages found for it, best first.

        The order is that of their best sentences, by which an answer is put together.
        """
        loaded = self._current()
        earlier = [clean_line(one) for one in history]
        understood, hits, expected = self._found(clean_line(question), earlier, max(limit, PASSAGES_READ), loaded)
        places = {
            quote.passage.id: place for place, quote in reversed(list(enumerate(_ranked(understood, hits, loaded))))
        }
        ordered = sorted(hits, key=lambda hit: places[hit.passage.id])[:limit]
        return Lookup(understood, tuple(ordered), loaded.rarity, expected)

    def understand(self, question: str, history: Sequence[str] = ()) -> tuple[Question, NDArray[np.float32] | None]:
        """A question as understood, and the vector by which passages are found for it; None where nothing is asked."""
        loaded = self._current()
        understood = _understood(clean_line(question), [clean_line(earlier) for earlier in history], loaded)
        return understood, loaded.searcher.vector_of(_search_text(understood, loaded))

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

    def _found(
        self, asked: str, history: Sequence[str], limit: int, loaded: _Loaded
    ) -> tuple[Question, tuple[Hit, ...], Expected]:
        """A question as understood, the passages found for it, and the verdicts that questions like it get."""
        question = _understood(asked, history, loaded)
        text = _search_text(question, loaded)
        vector = loaded.searcher.vector_of(text)
        hits = loaded.searcher.find_passages(text, limit, vector)
        expectation = self._learned.expectation
        expected = (
            NOTHING_EXPECTED if vector is None or expectation is None else expectation.expected(question.text, vector)
        )
        return question, hits, expected

    def _current(self) -> _Loaded:
        """What was made from the store, made anew when its content has changed since."""
        with self._lock:
            if self._index.version() != self._loaded.version:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> _Loaded:
        snapshot = self._index.snapshot()
        stored = {word for passage in snapshot.passages for word in words(f"{passage.text} {passage.source.title}")}
        vocabulary = load_vocabulary().with_known_words(stored)
        searcher = Searcher.build(snapshot, self._embedder, vocabulary, self._learned.question_map)
        rarity = rarity_of(snapshot.passages)
        is_answered = cache(partial(_is_answered, searcher, vocabulary, rarity))
        return _Loaded(snapshot.version, searcher, vocabulary, rarity, is_answered)


def _is_answered(searcher: Searcher, vocabulary: Vocabulary, rarity: Mapping[str, float], offered: str) -> bool:
    """Whether the documents answer a question that stands alone and is spelt well."""
    found = searcher.find_passages(offered, PASSAGES_READ)
    return extractive.draft(read_question(offered, vocabulary), found, rarity) is not None


def _understood(asked: str, history: Sequence[str], loaded: _Loaded) -> Question:
    """The question read as one that stands alone, with garbled citations put right and no names where rules are asked for."""
    return understand([with_slips_put_right(text) for text in (*history, asked)], loaded.vocabulary)


def _search_text(question: Question, loaded: _Loaded) -> str:
    """The question with the documents' words for those it is about: "istri saya" may be what they call "warga biasa"."""
    said = loaded.vocabulary.names(question.text)
    others = [actor for actor in sorted(question.actors - said) if not loaded.vocabulary.belongs_to(actor, "asn")]
    meant = [loaded.vocabulary.says.get(actor, "") for actor in others]
    return " ".join([question.text, *(f"({word})" for word in meant if word)])


def _ranked(question: Question, hits: Sequence[Hit], loaded: _Loaded) -> list[Quote]:
    """Every sentence of the hits, the one that answers best first; as they were found where nothing is asked."""
    ranked = [candidate.quote for _, candidate in measure(question, hits, loaded.rarity).ranked]
    return [*ranked, *(Quote(hit.passage, 0, len(hit.passage.text)) for hit in hits)]


def _is_ours(question: Question, history: Sequence[str], loaded: _Loaded) -> bool:
    """Whether a question, or an earlier one that it follows, is about our subject."""
    asked = (question, *(read_question(earlier, loaded.vocabulary) for earlier in history))
    return any(is_our_subject(one, loaded.vocabulary, loaded.rarity) for one in asked)


def _answered(asked: str, question: Question, draft: Draft, offered: tuple[str, ...], dropped: int) -> Answer:
    quotes: list[Quote] = []
    for block in draft.blocks:
        for sentence in block.sentences:
            quotes += [quote for quote in sentence.quotes if quote not in quotes]
    return Answer(
        question=asked,
        status=Status.ANSWERED,
        verdict=draft.verdict,
        blocks=draft.blocks,
        citations=tuple(Citation(n, quote) for n, quote in enumerate(quotes, start=1)),
        notices=notices.notices_for(asked, quotes, draft.disagrees, question.language),
        suggestions=offered,
        language=question.language,
        engine=draft.engine,
        dropped_sentences=dropped,
    )


def _refusal(asked: str, scope: Scope, loaded: _Loaded) -> Answer:
    """A fixed courteous answer, without a search, and what can be asked instead."""
    language = detect_language(asked)
    said = wording(language)
    text = {
        Scope.PARTISAN: said.partisan,
        Scope.EVASION: said.evasion,
        Scope.GREETING: said.greeting,
        Scope.EMPTY: said.empty,
        Scope.OTHER_SUBJECT: said.out_of_scope,
        Scope.PERSONNEL: said.personnel,
    }[scope]
    status = {Scope.PARTISAN: Status.DECLINED, Scope.EVASION: Status.DECLINED, Scope.PERSONNEL: Status.NOT_FOUND}
    blocks = [Block(Role.MESSAGE, text)]
    if scope is Scope.PERSONNEL:
        contacts = load_contacts().chosen(read_question(asked, loaded.vocabulary), loaded.vocabulary, personnel=True)
        blocks.append(Block(Role.MESSAGE, whom_to_ask(contacts, language)))
    return Answer(
        question=asked,
        status=status.get(scope, Status.OUT_OF_SCOPE),
        verdict=None,
        blocks=tuple(blocks),
        suggestions=suggestions.instead_of(scope, language),
        language=language,
    )


def _nothing_found(asked: str, question: Question, loaded: _Loaded, dropped: int) -> Answer:
    """What the documents do not speak of, whom to ask, and the nearest questions that they answer."""
    if not is_our_subject(question, loaded.vocabulary, loaded.rarity):
        return _refusal(asked, Scope.OTHER_SUBJECT, loaded)
    said = wording(question.language)
    missing = missing_phrases(asked, question, loaded.vocabulary, loaded.rarity)
    blocks = [Block(Role.MESSAGE, said.not_found)]
    if missing:
        blocks.append(Block(Role.MESSAGE, said.not_found_missing.format(missing=", ".join(missing))))
    contacts = load_contacts().chosen(question, loaded.vocabulary)
    blocks.append(Block(Role.MESSAGE, whom_to_ask(contacts, question.language)))
    return Answer(
        question=asked,
        status=Status.NOT_FOUND,
        verdict=None,
        blocks=tuple(blocks),
        notices=notices.question_notices(asked, question.language),
        suggestions=suggestions.nearest(question, loaded.vocabulary, loaded.is_answered),
        language=question.language,
        dropped_sentences=dropped,
    )
