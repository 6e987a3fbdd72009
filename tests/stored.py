"""Small documents to store, and where to store them: a folder, or a Chroma server named by its address."""

from __future__ import annotations

import datetime
import subprocess
import sys
import textwrap
from pathlib import Path

import chromadb
import numpy as np
from chromadb.errors import NotFoundError
from numpy.typing import NDArray

from assistant.search.index import Index
from assistant.settings import PROJECT_ROOT, Settings
from assistant.types import Passage, Source

MODEL = "model-uji"
SOURCE = Source(
    id="arsip/netralitas.md",
    name="netralitas.md",
    title="Netralitas “ASN” – 50 % & ﷺ",
    publisher="Kantor Berita",
    date=datetime.date(2023, 11, 30),
    url="https://contoh.id/netralitas?a=1",
    kind="berita",
    digest="abc",
)
UNDATED = Source(id="arsip/lain.md", name="lain.md", title="Lain")


def passages_of(source: Source, *texts: str) -> list[Passage]:
    return [
        Passage(f"{source.id}#{number}", source, number, f"paragraf {number}", text)
        for number, text in enumerate(texts, start=1)
    ]


def vectors_for(count: int, seed: int = 1) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(count, 8)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def store_texts(index: Index, source: Source, *texts: str, seed: int = 1) -> None:
    index.replace_document(source, passages_of(source, *texts), vectors_for(len(texts), seed))


def texts_of(index: Index) -> list[str]:
    return [passage.text for passage in index.snapshot().passages]


def count_rows(index: Index) -> int:
    """Passages in the store, whether they count or not."""
    return index._place.using(lambda collections: int(collections.passages.count()))


def store_at(where: str) -> Path | Settings:
    """What `Index.open` takes for the path of a folder or the address of a server."""
    return Settings(chroma_url=where) if where.startswith("http") else Path(where)


def empty(address: str) -> None:
    """Make a server forget what earlier tests stored."""
    client = chromadb.HttpClient(host=address)
    for name in ("documents", "passages"):
        try:
            client.delete_collection(name)
        except NotFoundError:
            continue
    client.close()


def start_python(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Code in another process that knows this file's names."""
    prelude = "import sys\nfrom tests.stored import *\n"
    return subprocess.Popen(
        [sys.executable, "-c", prelude + textwrap.dedent(code), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=PROJECT_ROOT,
    )


def run_python(code: str, *arguments: str) -> str:
    """What the code printed; fails with what it complained about."""
    process = start_python(code, *arguments)
    printed, complained = process.communicate(timeout=120)
    assert process.returncode == 0, complained
    return printed.strip()
