"""What the tests of ingest share: folders of invented articles, embedders that count, and a look into the store."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from fakes import FakeEmbedder
from numpy.typing import NDArray

from assistant.search.index import Index
from assistant.settings import Settings
from assistant.types import Source
from ingest.report import Report

MODEL = "fake-64"
PARAGRAPHS = [
    f"Paragraf {name} mengingatkan seluruh pegawai agar tetap netral selama masa kampanye, baik di kantor maupun di "
    "media sosial, karena pelanggaran akan diproses sampai tuntas."
    for name in ("pertama", "kedua", "ketiga")
]
OTHERS = [
    f"Inspektorat {name} memeriksa laporan warga tentang baliho yang dipasang camat di halaman puskesmas, lalu meminta "
    "klarifikasi tertulis dari dinas yang bersangkutan dalam tujuh hari kerja."
    for name in ("kota", "provinsi", "kabupaten")
]


@dataclass
class CountingEmbedder:
    """A fake that remembers what it embedded."""

    name: str = MODEL
    embedded: list[str] = field(default_factory=list)
    calls: int = 0

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        self.embedded += texts
        self.calls += 1
        return FakeEmbedder().embed_passages(texts, progress)

    def embed_question(self, text: str) -> NDArray[np.float32]:
        raise AssertionError("ingest asks no questions")

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise AssertionError("ingest asks no questions")


@dataclass(frozen=True)
class TinyEmbedder:
    """Sixteen numbers from the digest of a text: nothing is quicker, and equal texts have equal vectors."""

    name: str = "tiny-16"
    dimensions: int = 16
    pause: float = 0.0
    """Seconds to wait before each work, as if it took long."""

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        time.sleep(self.pause)
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            digest = hashlib.sha512(text.encode()).digest()[: self.dimensions]
            vectors[row] = np.frombuffer(digest, dtype=np.uint8).astype(np.float32) - 127.5
        if progress:
            progress(len(texts))
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True).astype(np.float32)

    def embed_question(self, text: str) -> NDArray[np.float32]:
        return self.embed_passages([text])[0]

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.embed_passages(texts)


def write(path: Path, *paragraphs: str) -> None:
    """Paragraphs as a text file, its folder made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join(paragraphs), encoding="utf-8")


def settle() -> None:
    """Wait until files that were written just now are old enough to be known by their times (a tenth of a second)."""
    time.sleep(0.1)


def index(settings: Settings, model: str = MODEL) -> Index:
    return Index.open(settings.vectorstore, model)


def ids(settings: Settings, model: str = MODEL) -> list[str]:
    return [source.id for source in index(settings, model).documents()]


def texts(settings: Settings, id: str, model: str = MODEL) -> list[str]:
    return [passage.text for passage, _ in index(settings, model).stored_passages(id)]


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.removed


Content = dict[str, tuple[Source, list[tuple[str, str, bytes]]]]
"""By source id: the source, and of each passage in order its locator, text and vector."""


def content_of(store: Path, model: str) -> Content:
    """Everything in a store that two stores of the same documents have in common."""
    opened = Index.open(store, model)
    content: Content = {source.id: (source, []) for source in opened.documents()}
    snapshot = opened.snapshot()
    for passage, vector in zip(snapshot.passages, snapshot.vectors, strict=True):
        content[passage.source.id][1].append((passage.locator, passage.text, vector.tobytes()))
    return content
