"""The frozen records that travel through the assistant, in the order in which they are made.

Nothing here knows a library. A record is never changed: a stage returns a new one.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from enum import StrEnum

# Kinds of documents in words of our own: they lead to the official text and are none.
OWN_WORDS = frozenset({"ringkasan-berita", "ringkasan-peraturan", "panduan"})


@dataclass(frozen=True, slots=True)
class Source:
    """What is known about a document apart from its text."""

    id: str
    """Key in the store: the source folder's name, a slash, and `name`."""
    name: str
    """File name or path within its source folder, as ingested; shown as `document` in answers."""
    title: str
    publisher: str = ""
    date: datetime.date | None = None
    url: str = ""
    kind: str = ""
    """`berita`, `ringkasan-berita`, `ringkasan-peraturan`, `panduan`, `peraturan` … or empty when unknown."""
    digest: str = ""
    """SHA-256 of the text and of the fields above: equal digests mean nothing to do."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file after reading and cleaning: paragraphs separated by one blank line."""

    source: Source
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of one document: the unit that is searched and cited."""

    id: str
    """`{source.id}#{number}`."""
    source: Source
    number: int
    """Position in the document, from 1."""
    locator: str
    """Where a reader finds it: `paragraf 6`, `Pasal 5 huruf n`."""
    text: str
    original: str = ""
    """The text as it stood in the file, where scanning faults were repaired in it; empty when it is the same."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question. `score` only orders; the raw signals decide whether anything was found."""

    passage: Passage
    score: float
    """Fused score in [0, 1]."""
    dense: float
    """Raw cosine similarity of question and passage."""
    dense_z: float
    """The same in standard deviations above the mean of the whole store."""
    fit: float
    """Cosine similarity of the passage and the question as turned towards answers; `dense` where no such map is fitted."""
    keywords: float
    """Raw BM25 score over word stems."""
    ngrams: float
    """Raw BM25 score over character n-grams."""


class Modality(StrEnum):
    """What a sentence says about an act."""

    BOLEH = "boleh"
    TIDAK_BOLEH = "tidak_boleh"
    WAJIB = "wajib"
    BERSYARAT = "bersyarat"
    TIDAK_DIATUR = "tidak_diatur"
    SANKSI = "sanksi"
    DASAR_HUKUM = "dasar_hukum"


class Verdict(StrEnum):
    """What an answer says about the act that was asked about."""

    BOLEH = "boleh"
    TIDAK_BOLEH = "tidak_boleh"
    BERSYARAT = "bersyarat"
    WAJIB = "wajib"


class Status(StrEnum):
    """How a question was dealt with."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    OUT_OF_SCOPE = "out_of_scope"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim piece of a passage: `passage.text[start:end]`."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a sentence says: a modality over an act, by or for some actors."""

    modality: Modality
    quote: Quote
    """The whole sentence."""
    act: str
    """The words of the sentence that name the act, after the cue (`dilarang`, `wajib` …)."""
    terms: frozenset[str]
    """Vocabulary terms of the act."""
    purposes: frozenset[str]
    """Terms of what the act is done for; the purpose alone is neither forbidden nor allowed by it."""
    actors: frozenset[str]
    """Canonical actors named in the sentence (`asn`, `kepala_desa` …); empty when none is named."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer with what supports it."""

    text: str
    quotes: tuple[Quote, ...]
    verbatim: bool = True
    """True when `text` is itself the quotation."""


class Role(StrEnum):
    """What a block of an answer is for; the page gives each its own look."""

    VERDICT = "verdict"
    RULE = "rule"
    LIMIT = "limit"
    """Conditions, limits and exceptions."""
    PHASE = "phase"
    """How the act is judged before and after the candidates are set."""
    FACT = "fact"
    SANCTION = "sanction"
    LEGAL_BASIS = "legal_basis"
    EXPLANATION = "explanation"
    """The answer in a language model's words, each sentence checked against its passages."""
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of an answer: a lead of our own wording, then sentences that are supported by quotes."""

    role: Role
    lead: str
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What an engine proposes before verification."""

    blocks: tuple[Block, ...]
    verdict: Verdict | None
    engine: str
    disagrees: bool = False
    """True when the quoted passages contradict each other about the act."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quotation of an answer."""

    n: int
    quote: Quote


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader should know about an answer."""

    kind: str
    """`repealed_law`, `unknown_law`, `sources_disagree`, `digest`, `old_source`, or `model_failed` (a language model that was
    to phrase the answer did not)."""
    text: str
    about_question: bool = False
    """True when it puts right what the question says; it is then told before the answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The verified answer, ready to be rendered."""

    question: str
    status: Status
    verdict: Verdict | None
    blocks: tuple[Block, ...]
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()
    suggestions: tuple[str, ...] = ()
    """Follow-up questions that the documents can answer."""
    language: str = "id"
    """`id` or `en`: the language of our own sentences; quotations stay as they are."""
    engine: str = "extractive"
    dropped_sentences: int = 0
    seconds: float = 0.0

    def with_notice(self, notice: Notice) -> Answer:
        """The answer with one more notice."""
        return replace(self, notices=(*self.notices, notice))

    def number_of(self, quote: Quote) -> int:
        """The citation number under which a quote is listed."""
        return next(citation.n for citation in self.citations if citation.quote == quote)
