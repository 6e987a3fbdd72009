"""`python -m assistant.calibrate` over a small store: what counts as answerable, and the file of weights it writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fakes import FakeEmbedder

from assistant import pipeline
from assistant.answer.ranking import load_ranking
from assistant.calibrate import WITHOUT_EVIDENCE, main, read_asked
from assistant.search.embedding import passage_text
from assistant.search.index import Index
from assistant.types import Document, Source
from ingest.split import split_document

NEWS = {
    "penyuluhan": "Penyuluhan netralitas digelar pada Rabu, 14 Juni 2023 di Aula Melati. Sebanyak 125 pegawai hadir.",
    "deklarasi": "Deklarasi netralitas dibacakan pada 3 Juli 2023 di Lapangan Merdeka. Warga bertepuk tangan.",
    "pasar": "Bupati meninjau pasar ikan bersama pedagang. Harga cabai turun.",
}
DAY = {
    "id": "hari",
    "question": "Kapan penyuluhan netralitas digelar?",
    "status": "answered",
    "evidence": [{"document": "penyuluhan.md", "contains": "14 juni"}],
}
PLACE = {
    "id": "tempat",
    "question": "Di mana deklarasi netralitas dibacakan?",
    "status": "answered",
    "evidence": [{"document": "deklarasi.md", "contains": "Lapangan Merdeka"}],
}
MOON = {"id": "bulan", "question": "Berapa jauh kantor BPKR dari stasiun?", "status": "not_found"}
RULE = {
    "id": "boleh",
    "question": "Bolehkah ASN menghadiri penyuluhan?",
    "status": "answered",
    "evidence": [{"document": "penyuluhan.md", "contains": "125 pegawai"}],
}
PARTISAN = {"id": "pilih", "question": "Siapa calon terbaik?", "status": "declined"}
UNPROVEN = {"id": "tanpa-bukti", "question": "Kapan deklarasi dibacakan?", "status": "answered"}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store that is opened without the real model."""
    embedder = FakeEmbedder()
    monkeypatch.setattr(pipeline, "model_name", lambda settings: embedder.name)
    monkeypatch.setattr(pipeline, "load_embedder", lambda settings: embedder)
    index = Index.open(tmp_path / "store", embedder.name, create=True)
    for name, text in NEWS.items():
        source = Source(f"arsip/{name}.md", f"{name}.md", name)
        passages = split_document(Document(source, text))
        index.replace_document(source, passages, embedder.embed_passages([passage_text(one) for one in passages]))
    return tmp_path / "store"


def cases(folder: Path, *lines: object) -> Path:
    file = folder / "cases.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return file


def test_an_answerable_question_is_asked_again_without_its_evidence(store: Path, tmp_path: Path) -> None:
    asked, again = read_asked(store, [cases(tmp_path, DAY)])

    assert (asked.answerable, asked.weight) == (True, 1.0)
    proof = [one.quote.text for one, is_evidence in zip(asked.sentences, asked.is_evidence, strict=True) if is_evidence]
    assert proof == ["Penyuluhan netralitas digelar pada Rabu, 14 Juni 2023 di Aula Melati."]
    assert (again.answerable, again.weight) == (False, WITHOUT_EVIDENCE)
    assert not any(again.is_evidence)
    assert "penyuluhan.md" not in {one.quote.passage.source.name for one in again.sentences}


def test_what_is_to_be_refused_counts_fully_and_has_no_evidence(store: Path, tmp_path: Path) -> None:
    (asked,) = read_asked(store, [cases(tmp_path, MOON)])

    assert (asked.answerable, asked.weight, any(asked.is_evidence)) == (False, 1.0, False)


def test_a_question_for_permission_helps_to_order_but_not_to_decide(store: Path, tmp_path: Path) -> None:
    (asked,) = read_asked(store, [cases(tmp_path, RULE)])

    assert (asked.answerable, asked.weight) == (True, 0.0)


def test_questions_that_say_nothing_about_it_are_left_out(store: Path, tmp_path: Path) -> None:
    assert read_asked(store, [cases(tmp_path, PARTISAN, UNPROVEN)]) == []


def test_the_file_it_writes_can_be_read_and_tells_what_it_reached(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "ranking.yaml"
    files = [str(cases(tmp_path, DAY, PLACE, MOON, RULE))]

    assert main(["--over", str(store), *files, "--output", str(output)]) == 0

    fitted = load_ranking(output)
    text = output.read_text(encoding="utf-8")
    assert "#   3 pertanyaan: bukti di urutan pertama" in text
    assert "#   2 pertanyaan fakta yang dapat dijawab" in text
    assert text.strip() == capsys.readouterr().out.strip()
    for asked in read_asked(store, [cases(tmp_path, DAY, PLACE)]):
        if asked.answerable:
            best = max(asked.sentences, key=lambda one: fitted.score(one.signals))
            assert asked.is_evidence[asked.sentences.index(best)]


@pytest.mark.parametrize("lines", [pytest.param([], id="none"), pytest.param([MOON], id="none to be answered")])
def test_too_few_questions_are_an_error_and_the_old_weights_stay(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lines: list[object]
) -> None:
    output = tmp_path / "ranking.yaml"
    output.write_text("old", encoding="utf-8")

    assert main(["--over", str(store), str(cases(tmp_path, *lines)), "--output", str(output)]) == 1
    assert output.read_text(encoding="utf-8") == "old"
    assert capsys.readouterr().err.strip()


def test_no_store_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--over", str(tmp_path / "none"), str(cases(tmp_path, DAY))]) == 1
    assert "python -m ingest" in capsys.readouterr().err
