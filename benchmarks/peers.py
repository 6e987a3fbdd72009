"""The frameworks one would otherwise take: each with its own splitter, store, and search, as its documentation sets them.

A class per framework splits the articles and computes their vectors when it is made, and is then a `Find`. Nothing is
fetched and nothing is reported to anybody: see `keep_to_ourselves`.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from benchmarks.types import System, Text

SURROUNDINGS = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
}
"""What the libraries read from the environment when they are imported."""


@dataclass(frozen=True, slots=True)
class Model:
    """An embedding model as a folder of SentenceTransformers."""

    key: str
    label: str
    folder: Path
    question_prompt: str = ""
    """What the model wants in front of a question; empty for most."""
    passage_prompt: str = ""


class Search(Protocol):
    """A framework over the articles."""

    searched: tuple[Text, ...]
    """The pieces it made of them."""

    def __call__(self, question: str, history: Sequence[str], limit: int) -> list[Text]:
        """The best pieces first. None of these frameworks reads the earlier questions on its own."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a framework is put together here, and what must be installed for it."""

    key: str
    family: str
    label: str
    pieces: str
    modules: tuple[str, ...]
    models: tuple[str, ...]
    """The keys of the models it is tried with; none for a search of words."""
    build: Callable[..., Search]
    """Takes the articles and, if it has models, one of them."""


class LlamaIndexSearch:
    """`VectorStoreIndex.from_documents`: SentenceSplitter, vectors in memory, nearest by cosine.

    The name of the document is kept out of the vector, as SimpleDirectoryReader does with the name of a file.
    """

    def __init__(self, articles: Sequence[Text], model: Model) -> None:
        from llama_index.core import Document, VectorStoreIndex
        from llama_index.core.node_parser import SentenceSplitter
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        documents = [
            Document(text=text, metadata={"document": name}, excluded_embed_metadata_keys=["document"])
            for name, text in articles
        ]
        embedding = HuggingFaceEmbedding(
            model_name=str(model.folder),
            query_instruction=model.question_prompt,
            text_instruction=model.passage_prompt,
        )
        self._index: Any = VectorStoreIndex.from_documents(
            documents, embed_model=embedding, transformations=[SentenceSplitter()]
        )
        self.searched = tuple(_text_of_node(node) for node in self._index.docstore.docs.values())

    def __call__(self, question: str, history: Sequence[str], limit: int) -> list[Text]:
        found = self._index.as_retriever(similarity_top_k=limit).retrieve(question)
        return [_text_of_node(scored.node) for scored in found]


def _text_of_node(node: Any) -> Text:
    return node.metadata["document"], node.get_content()


class HaystackSearch:
    """DocumentSplitter, InMemoryDocumentStore, and InMemoryEmbeddingRetriever over SentenceTransformers."""

    def __init__(self, articles: Sequence[Text], model: Model) -> None:
        from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
            SentenceTransformersTextEmbedder,
        )

        folder = str(model.folder)
        documents = _split_by_haystack(articles)
        embedder = SentenceTransformersDocumentEmbedder(model=folder, prefix=model.passage_prompt, progress_bar=False)
        store = InMemoryDocumentStore()
        store.write_documents(embedder.run(documents)["documents"])
        self.searched = tuple(map(_text_of_document, documents))
        self._embedder: Any = SentenceTransformersTextEmbedder(
            model=folder, prefix=model.question_prompt, progress_bar=False
        )
        self._retriever: Any = InMemoryEmbeddingRetriever(store)

    def __call__(self, question: str, history: Sequence[str], limit: int) -> list[Text]:
        vector = self._embedder.run(question)["embedding"]
        found = self._retriever.run(query_embedding=vector, top_k=limit)["documents"]
        return [_text_of_document(document) for document in found]


class HaystackKeywordSearch:
    """DocumentSplitter, InMemoryDocumentStore, and InMemoryBM25Retriever."""

    def __init__(self, articles: Sequence[Text]) -> None:
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        documents = _split_by_haystack(articles)
        store = InMemoryDocumentStore()
        store.write_documents(documents)
        self.searched = tuple(map(_text_of_document, documents))
        self._retriever: Any = InMemoryBM25Retriever(store)

    def __call__(self, question: str, history: Sequence[str], limit: int) -> list[Text]:
        found = self._retriever.run(query=question, top_k=limit)["documents"]
        return [_text_of_document(document) for document in found]


def _split_by_haystack(articles: Sequence[Text]) -> list[Any]:
    from haystack import Document
    from haystack.components.preprocessors import DocumentSplitter

    documents = [Document(content=text, meta={"document": name}) for name, text in articles]
    split: list[Any] = DocumentSplitter().run(documents)["documents"]
    return split


def _text_of_document(document: Any) -> Text:
    return document.meta["document"], document.content


class TxtaiSearch:
    """`Embeddings` over the paragraphs that `Segmentation` makes: txtai splits nothing unless it is told how."""

    def __init__(self, articles: Sequence[Text], model: Model, *, hybrid: bool = False) -> None:
        from txtai import Embeddings
        from txtai.pipeline import Segmentation

        paragraphs = Segmentation(paragraphs=True)
        self.searched = tuple((name, paragraph) for name, text in articles for paragraph in paragraphs(text))
        instructions = {"query": model.question_prompt, "data": model.passage_prompt}
        self._embeddings: Any = Embeddings(path=str(model.folder), instructions=instructions, hybrid=hybrid)
        self._embeddings.index((number, text) for number, (_, text) in enumerate(self.searched))

    def __call__(self, question: str, history: Sequence[str], limit: int) -> list[Text]:
        return [self.searched[int(number)] for number, _ in self._embeddings.search(question, limit)]


_LLAMAINDEX = ("llama_index.core", "llama_index.embeddings.huggingface")
_HAYSTACK = ("haystack", "haystack_integrations.components.embedders.sentence_transformers")
_BOTH = ("minilm", "ours")
RECIPES = (
    Recipe("llamaindex", "LlamaIndex", "LlamaIndex", "potongan 1024/200 token", _LLAMAINDEX, _BOTH, LlamaIndexSearch),
    Recipe("haystack", "Haystack", "Haystack", "potongan 200 kata", _HAYSTACK, _BOTH, HaystackSearch),
    Recipe(
        "haystack_bm25", "Haystack", "Haystack, BM25", "potongan 200 kata", _HAYSTACK[:1], (), HaystackKeywordSearch
    ),
    Recipe("txtai", "txtai", "txtai", "paragraf", ("txtai",), _BOTH, TxtaiSearch),
    Recipe(
        "txtai_hybrid", "txtai", "txtai hybrid", "paragraf", ("txtai",), ("ours",), partial(TxtaiSearch, hybrid=True)
    ),
)


def keep_to_ourselves() -> None:
    """Before any of the libraries is imported: no downloads, no statistics about us to anybody, no chatter."""
    os.environ.update(SURROUNDINGS)


def peers_over(
    articles: Sequence[Text], models: Mapping[str, Model], recipes: Sequence[Recipe] = RECIPES
) -> tuple[list[System], list[str]]:
    """Every framework that is installed, with every model that is there, and a sentence for each that cannot be had."""
    systems: list[System] = []
    left_out: list[str] = []
    for recipe in recipes:
        missing = [module for module in recipe.modules if not is_installed(module)]
        if missing:
            left_out.append(
                f"{recipe.label}: {', '.join(missing)} tidak terpasang "
                "(`make bench` memasangnya bila registri paket dapat dihubungi)."
            )
            continue
        try:
            systems += _systems_of(recipe, articles, models)
        except (ImportError, LookupError, OSError) as error:  # another version, or something it wants to fetch
            left_out.append(f"{recipe.label}: tidak dapat dijalankan ({type(error).__name__}: {_one_line(error)}).")
    return systems, left_out


def _systems_of(recipe: Recipe, articles: Sequence[Text], models: Mapping[str, Model]) -> list[System]:
    if not recipe.models:
        search = recipe.build(articles)
        return [System(recipe.key, recipe.label, recipe.pieces, search, search.searched, recipe.family)]
    systems = []
    for model in (models[key] for key in recipe.models if key in models):
        search = recipe.build(articles, model)
        key, label = f"{recipe.key}_{model.key}", f"{recipe.label} + {model.label}"
        systems.append(System(key, label, recipe.pieces, search, search.searched, recipe.family))
    return systems


def is_installed(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:  # not even the package around it
        return False


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
