"""What several test files need: where things are, and stores of the raw and of the starter articles."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.settings import PROJECT_ROOT, Settings

SHARED = PROJECT_ROOT.parent / "shared"


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
def seed_store(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the raw articles, embedded with the packaged model."""
    return _ingested(seeds, tmp_path_factory.mktemp("seed_store"))


@pytest.fixture(scope="session")
def retold_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of those starter articles that retell the raw ones."""
    articles = tmp_path_factory.mktemp("retold") / "articles"
    articles.mkdir()
    for pattern in ("penyuluhan-*.md", "deklarasi-netral-*.md", "sosialisasi-*.md"):
        for path in (PROJECT_ROOT / "ingest" / "articles").glob(pattern):
            shutil.copy(path, articles)
    return _ingested(articles, tmp_path_factory.mktemp("retold_store"))


@pytest.fixture(scope="session")
def starter_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the starter articles, embedded with the packaged model."""
    return _ingested(PROJECT_ROOT / "ingest" / "articles", tmp_path_factory.mktemp("starter_store"))


def _ingested(folder: Path, store: Path) -> Path:
    from ingest.update import ingest_paths

    report = ingest_paths([folder], Settings(vectorstore=store))
    assert not report.failed, report.failed
    return store
