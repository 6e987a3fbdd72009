"""A small archive and questions about it, for what learns from questions whose answers are known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from fakes import FakeEmbedder

from assistant.evaluation.cases import Case, load_cases
from assistant.pipeline import Assistant
from assistant.search.embedding import passage_text
from assistant.search.index import Index
from assistant.settings import Settings
from assistant.types import Document, Source
from ingest.split import split_document

NEWS = {
    "penyuluhan": "Penyuluhan netralitas digelar pada Rabu, 14 Juni 2023 di Aula Melati. Sebanyak 125 pegawai hadir.",
    "deklarasi": "Deklarasi netralitas dibacakan pada 3 Juli 2023 di Lapangan Merdeka. Warga bertepuk tangan.",
    "pasar": "Bupati meninjau pasar ikan bersama pedagang. Harga cabai turun.",
}
RULES = {
    "larangan": "ASN dilarang menyukai unggahan calon. ASN dilarang berfoto bersama calon.",
    "hak": "ASN berhak memilih di bilik suara.",
    "syarat": "ASN boleh menghadiri kampanye asalkan pasif. ASN dilarang menghadiri kampanye dengan atribut.",
}

Line = Mapping[str, object]
"""A line of a test set."""

DAY: Line = {
    "id": "hari",
    "question": "Kapan penyuluhan netralitas digelar?",
    "status": "answered",
    "evidence": [{"document": "penyuluhan.md", "contains": "14 juni"}],
}
PLACE: Line = {
    "id": "tempat",
    "question": "Di mana deklarasi netralitas dibacakan?",
    "status": "answered",
    "evidence": [{"document": "deklarasi.md", "contains": "Lapangan Merdeka"}],
}
MOON: Line = {"id": "bulan", "question": "Berapa jauh kantor BPKR dari stasiun?", "status": "not_found"}
ATTENDING: Line = {
    "id": "hadir",
    "question": "Bolehkah ASN menghadiri penyuluhan?",
    "status": "answered",
    "evidence": [{"document": "penyuluhan.md", "contains": "125 pegawai"}],
}
CAMPAIGN: Line = {
    "id": "kampanye",
    "question": "Bolehkah ASN menghadiri kampanye?",
    "status": "answered",
    "verdict": "bersyarat",
    "evidence": [{"document": "syarat.md", "contains": "asalkan pasif"}],
}
LIKING: Line = {
    "id": "suka",
    "question": "Bolehkah ASN menyukai unggahan calon?",
    "status": "answered",
    "verdict": "tidak_boleh",
    "evidence": [{"document": "larangan.md", "contains": "menyukai unggahan"}],
}


def store_of(folder: Path, texts: Mapping[str, str]) -> Path:
    """A store of documents by their names without ending, made with FakeEmbedder."""
    embedder = FakeEmbedder()
    index = Index.open(folder, embedder.name, create=True)
    for name, text in texts.items():
        source = Source(f"arsip/{name}.md", f"{name}.md", name)
        passages = split_document(Document(source, text))
        index.replace_document(source, passages, embedder.embed_passages([passage_text(one) for one in passages]))
    return folder


def assistant_over(folder: Path, texts: Mapping[str, str]) -> Assistant:
    """An assistant that answers from such a store, and has learned nothing about its model."""
    return Assistant.open(Settings(vectorstore=store_of(folder, texts)), FakeEmbedder())


def written(file: Path, *lines: Line) -> Path:
    """A test set of these lines; each needs an `id` of its own."""
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return file


def cases(folder: Path, *lines: Line) -> tuple[Case, ...]:
    """The cases of these lines."""
    return load_cases([written(folder / "cases.jsonl", *lines)])
