"""What several test files need: where things are, and the shared store of starter articles."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of five raw articles that lies beside the checkout where this product is developed."""
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip(f"The raw articles for development are not here ({folder.name}/ beside the checkout): nothing to test.")
    return folder
