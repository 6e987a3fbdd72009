"""The frameworks that our retrieval is measured against, over stand-ins and, where they are installed, over themselves."""

from __future__ import annotations

import os
import sys
import types
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeEmbedder

from assistant.search.weights import packaged_model_folder
from assistant.settings import Settings
from benchmarks.peers import (
    RECIPES,
    SURROUNDINGS,
    HaystackKeywordSearch,
    HaystackSearch,
    LlamaIndexSearch,
    Model,
    Recipe,
    TxtaiSearch,
    is_installed,
    keep_to_ourselves,
    peers_over,
)
from benchmarks.types import Text

ARTICLES = (("a.md", "Harga cabai turun.\n\nPasar ikan ramai."), ("b.md", "ASN berhak memilih."))
PIECES = (("a.md", "Harga cabai turun."), ("a.md", "Pasar ikan ramai."), ("b.md", "ASN berhak memilih."))
E5 = Model("e5", "model kami", Path("bobot"), "query: ", "passage: ")


def install(monkeypatch: pytest.MonkeyPatch, **modules: dict[str, object]) -> None:
    """Modules of these contents, until the end of the test; `__` in a name stands for a dot."""
    for name, contents in modules.items():
        module = types.ModuleType(name.replace("__", "."))
        vars(module).update(contents)
        monkeypatch.setitem(sys.modules, module.__name__, module)


def nearest(question: str, texts: Sequence[str]) -> list[int]:
    similarities = FakeEmbedder().embed_passages(texts) @ FakeEmbedder().embed_question(question)
    return [int(position) for position in (-similarities).argsort(kind="stable")]


@dataclass
class Node:
    text: str
    metadata: dict[str, str]
    excluded_embed_metadata_keys: list[str] = field(default_factory=list)

    def get_content(self) -> str:
        return self.text


def test_llamaindex_gets_prompts_and_keeps_names_out_of_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, Any] = {}

    class FakeIndex:
        """Splits nothing, and finds by words in common."""

        def __init__(self, nodes: list[Node]) -> None:
            self.nodes = nodes
            self.docstore = types.SimpleNamespace(docs=dict(enumerate(nodes)))

        @classmethod
        def from_documents(cls, documents: list[Node], **given: object) -> FakeIndex:
            made.update(given, documents=documents)
            return cls(documents)

        def as_retriever(self, similarity_top_k: int) -> Any:
            def retrieve(question: str) -> list[Any]:
                order = nearest(question, [node.text for node in self.nodes])[:similarity_top_k]
                return [types.SimpleNamespace(node=self.nodes[position]) for position in order]

            return types.SimpleNamespace(retrieve=retrieve)

    install(
        monkeypatch,
        llama_index={},
        llama_index__core={"Document": Node, "VectorStoreIndex": FakeIndex},
        llama_index__core__node_parser={"SentenceSplitter": lambda: "as documented"},
        llama_index__embeddings={},
        llama_index__embeddings__huggingface={"HuggingFaceEmbedding": lambda **given: given},
    )
    search = LlamaIndexSearch(PIECES, E5)
    assert search.searched == PIECES
    assert search("Siapa berhak memilih?", ("Apa kabar?",), 1) == [PIECES[2]]
    assert made["embed_model"] == {
        "model_name": "bobot", "query_instruction": "query: ", "text_instruction": "passage: ",
    }  # fmt: skip
    assert made["transformations"] == ["as documented"]
    assert all(node.excluded_embed_metadata_keys == ["document"] for node in made["documents"])


@dataclass
class HaystackDocument:
    content: str
    meta: dict[str, str]


@dataclass
class FakeHaystack:
    """A store, a splitter of paragraphs, and embedders that say with which words they were set up."""

    prefixes: dict[str, str] = field(default_factory=dict)

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Store:
            def __init__(self) -> None:
                self.documents: list[HaystackDocument] = []

            def write_documents(self, documents: list[HaystackDocument]) -> None:
                self.documents += documents

        class Splitter:
            def run(self, documents: list[HaystackDocument]) -> dict[str, object]:
                split = [
                    HaystackDocument(part, dict(document.meta))
                    for document in documents
                    for part in document.content.split("\n\n")
                ]
                return {"documents": split}

        class Retriever:
            """By vector the "vector" is the question itself, so that both look for words in common."""

            def __init__(self, store: Store) -> None:
                self.store = store

            def run(self, top_k: int, query: str = "", query_embedding: str = "") -> dict[str, object]:
                order = nearest(query or query_embedding, [document.content for document in self.store.documents])
                return {"documents": [self.store.documents[position] for position in order[:top_k]]}

        def embedder(kind: str, result: str) -> Any:
            def made(model: str, prefix: str, progress_bar: bool) -> Any:
                self.prefixes[kind] = prefix
                return types.SimpleNamespace(run=lambda given: {result: given})

            return made

        install(
            monkeypatch,
            haystack={"Document": HaystackDocument},
            haystack__components={},
            haystack__components__preprocessors={"DocumentSplitter": Splitter},
            haystack__components__retrievers={},
            haystack__components__retrievers__in_memory={
                "InMemoryEmbeddingRetriever": Retriever,
                "InMemoryBM25Retriever": Retriever,
            },
            haystack__document_stores={},
            haystack__document_stores__in_memory={"InMemoryDocumentStore": Store},
            haystack_integrations={},
            haystack_integrations__components={},
            haystack_integrations__components__embedders={},
            haystack_integrations__components__embedders__sentence_transformers={
                "SentenceTransformersDocumentEmbedder": embedder("passages", "documents"),
                "SentenceTransformersTextEmbedder": embedder("question", "embedding"),
            },
        )


def test_haystack_gets_prompts_and_searches_what_its_splitter_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    haystack = FakeHaystack()
    haystack.install(monkeypatch)
    search = HaystackSearch(ARTICLES, E5)
    assert search.searched == PIECES
    assert search("Siapa berhak memilih?", (), 2)[0] == PIECES[2]
    assert len(search("Siapa berhak memilih?", (), 2)) == 2
    assert haystack.prefixes == {"passages": "passage: ", "question": "query: "}


def test_the_keywords_of_haystack_need_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    haystack = FakeHaystack()
    haystack.install(monkeypatch)
    search = HaystackKeywordSearch(ARTICLES)
    assert search.searched == PIECES
    assert search("Harga ikan di pasar?", (), 1) == [PIECES[1]]
    assert haystack.prefixes == {}


@pytest.mark.parametrize("hybrid", [True, False])
def test_txtai_gets_prompts_and_searches_paragraphs(monkeypatch: pytest.MonkeyPatch, hybrid: bool) -> None:
    made: dict[str, Any] = {}

    class FakeEmbeddings:
        def __init__(self, **given: object) -> None:
            made.update(given)

        def index(self, rows: Iterable[tuple[int, str]]) -> None:
            self.texts = dict(rows)

        def search(self, question: str, limit: int) -> list[tuple[int, float]]:
            return [(position, 0.5) for position in nearest(question, list(self.texts.values()))[:limit]]

    def segmentation(*, paragraphs: bool) -> Any:
        return lambda text: text.split("\n\n") if paragraphs else [text]

    install(monkeypatch, txtai={"Embeddings": FakeEmbeddings}, txtai__pipeline={"Segmentation": segmentation})
    search = TxtaiSearch(ARTICLES, E5, hybrid=hybrid)
    assert search.searched == PIECES
    assert search("Siapa berhak memilih?", (), 1) == [PIECES[2]]
    assert made == {"path": "bobot", "instructions": {"query": "query: ", "data": "passage: "}, "hybrid": hybrid}


class FakeSearch:
    searched: tuple[Text, ...] = PIECES

    def __init__(self, articles: Sequence[Text], model: Model | None = None) -> None:
        self.model = model

    def __call__(self, question: str, history: Sequence[str], limit: int) -> list[Text]:
        return list(PIECES[:limit])


def unable(error: Exception) -> Any:
    def build(articles: Sequence[Text], model: Model) -> FakeSearch:
        raise error

    return build


def test_a_framework_is_tried_with_every_model_that_is_there() -> None:
    recipes = (
        Recipe("x", "txtai", "X", "paragraf", ("json",), ("minilm", "e5"), FakeSearch),
        Recipe("words", "txtai", "Kata X", "paragraf", ("json",), (), FakeSearch),
    )
    systems, left_out = peers_over(ARTICLES, {"e5": E5}, recipes)
    assert left_out == []
    assert [(system.key, system.label) for system in systems] == [("x_e5", "X + model kami"), ("words", "Kata X")]
    assert systems[0].searched == PIECES
    assert systems[0].find("?", (), 1) == [PIECES[0]]


def test_what_is_not_installed_or_does_not_start_is_left_out_with_one_line() -> None:
    recipes = (
        Recipe("x", "txtai", "X", "paragraf", ("json", "no_such_thing.inside"), ("e5",), unable(AssertionError())),
        Recipe("y", "txtai", "Y", "paragraf", ("json",), ("e5",), unable(ImportError("cannot\nimport name"))),
        Recipe("z", "txtai", "Z", "paragraf", ("json",), ("e5",), FakeSearch),
    )
    systems, left_out = peers_over(ARTICLES, {"e5": E5}, recipes)
    assert [system.key for system in systems] == ["z_e5"]
    assert left_out == [
        "X: no_such_thing.inside tidak terpasang (`make bench` memasangnya bila registri paket dapat dihubungi).",
        "Y: tidak dapat dijalankan (ImportError: cannot import name).",
    ]


def test_a_fault_of_ours_is_not_taken_for_a_missing_framework() -> None:
    broken = Recipe("x", "txtai", "X", "paragraf", ("json",), ("e5",), unable(TypeError("ours")))
    with pytest.raises(TypeError, match="ours"):
        peers_over(ARTICLES, {"e5": E5}, [broken])


def test_nothing_is_fetched_or_told_to_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SURROUNDINGS:
        monkeypatch.setenv(name, "as it was")
    keep_to_ourselves()
    assert (os.environ["HF_HUB_OFFLINE"], os.environ["HAYSTACK_TELEMETRY_ENABLED"]) == ("1", "False")


def test_every_system_has_a_name_of_its_own() -> None:
    keys = [f"{recipe.key}_{model}" for recipe in RECIPES for model in recipe.models or ("",)]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.key)
def test_the_real_framework_finds_what_is_asked_for(recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    if not all(map(is_installed, recipe.modules)):
        pytest.skip(f"{recipe.label} is not installed; `make bench` brings it along.")
    for name, value in SURROUNDINGS.items():
        monkeypatch.setenv(name, value)
    ours = Model("ours", "model kami", packaged_model_folder(Settings().cache), "query: ", "passage: ")
    systems, left_out = peers_over(ARTICLES, {"ours": ours}, [recipe])
    assert left_out == []
    assert systems[0].find("Apakah ASN berhak memilih?", (), 40)[0] == PIECES[2]
    assert {name for name, _ in systems[0].searched} == {"a.md", "b.md"}
