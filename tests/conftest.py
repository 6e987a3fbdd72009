"""What several test files need: stores of the raw and of the starter articles, and the test sets measured over them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.evaluation.outcomes import run_case
from assistant.evaluation.summary import summarise
from assistant.search.embedding import load_embedder
from assistant.settings import PROJECT_ROOT, Settings
from tests.chroma_server import ChromaServer, chroma_command
from tests.measured import STORES, Group, Measured, MeasureGroup, RememberingEmbedder

SHARED = PROJECT_ROOT.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-baseline",
        action="store_true",
        help="write tests/baseline.json from what is measured now, instead of comparing with it",
    )


@pytest.fixture(scope="session")
def embedder() -> RememberingEmbedder:
    """The packaged model, loaded once: the same articles and questions occur in several stores and tests."""
    return RememberingEmbedder(load_embedder(Settings()))


@pytest.fixture(scope="session")
def measure(request: pytest.FixtureRequest, embedder: RememberingEmbedder) -> MeasureGroup:
    """Asks all questions of a group over its articles; every test that wants the same group shares one run."""
    from assistant.pipeline import Assistant

    done: dict[Group, Measured] = {}

    def measured(group: Group) -> Measured:
        if group not in done:
            store: Path = request.getfixturevalue(STORES[group.articles])
            assistant = Assistant.open(Settings(vectorstore=store), embedder)
            outcomes = tuple(run_case(assistant, case) for case in group.cases())
            done[group] = Measured(group, store, outcomes, summarise(outcomes))
        return done[group]

    return measured


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """A Chroma server for all tests that want one; each of them empties it first."""
    if not chroma_command():
        pytest.skip("The command `chroma` is not beside this Python; `make install` brings it along with chromadb.")
    server = ChromaServer(tmp_path_factory.mktemp("chroma") / "data")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of five raw articles that lies beside the checkout where this product is developed."""
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip(
            "The raw articles for development (shared/seeds beside the checkout) are not here: nothing to test."
        )
    return folder


@pytest.fixture(scope="session")
def seed_store(seeds: Path, embedder: RememberingEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the raw articles, embedded with the packaged model."""
    return _ingested(seeds, tmp_path_factory.mktemp("seed_store"), embedder)


@pytest.fixture(scope="session")
def retold_store(embedder: RememberingEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of those starter articles that retell the raw ones."""
    articles = tmp_path_factory.mktemp("retold") / "articles"
    articles.mkdir()
    for pattern in ("penyuluhan-*.md", "deklarasi-netral-*.md", "sosialisasi-*.md"):
        for path in (PROJECT_ROOT / "ingest" / "articles").glob(pattern):
            shutil.copy(path, articles)
    return _ingested(articles, tmp_path_factory.mktemp("retold_store"), embedder)


@pytest.fixture(scope="session")
def starter_store(embedder: RememberingEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the starter articles, embedded with the packaged model."""
    return _ingested(PROJECT_ROOT / "ingest" / "articles", tmp_path_factory.mktemp("starter_store"), embedder)


def _ingested(folder: Path, store: Path, embedder: RememberingEmbedder) -> Path:
    from ingest.update import ingest_paths

    report = ingest_paths([folder], Settings(vectorstore=store), embedder=embedder)
    assert not report.failed, report.failed
    return store
