"""`python -m assistant.calibrate_verdicts` over a small store: what it learns from, and the file it writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fakes import FakeEmbedder

from assistant import pipeline
from assistant.answer.vote import load_weights
from assistant.calibrate_verdicts import PARTS, main, read_polled
from assistant.search.embedding import passage_text
from assistant.search.index import Index
from assistant.types import Document, Source, Verdict
from ingest.split import split_document

RULES = {
    "larangan": "ASN dilarang menyukai unggahan calon. ASN dilarang berfoto bersama calon.",
    "hak": "ASN berhak memilih di bilik suara.",
    "syarat": "ASN boleh menghadiri kampanye asalkan pasif. ASN dilarang menghadiri kampanye dengan atribut.",
}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store that is opened without the real model."""
    embedder = FakeEmbedder()
    monkeypatch.setattr(pipeline, "model_name", lambda settings: embedder.name)
    monkeypatch.setattr(pipeline, "load_embedder", lambda settings: embedder)
    index = Index.open(tmp_path / "store", embedder.name, create=True)
    for name, text in RULES.items():
        source = Source(f"aturan/{name}.md", f"{name}.md", name)
        passages = split_document(Document(source, text))
        index.replace_document(source, passages, embedder.embed_passages([passage_text(one) for one in passages]))
    return tmp_path / "store"


def cases(folder: Path, *lines: tuple[str, object]) -> Path:
    file = folder / "cases.jsonl"
    written = [
        {"id": str(number), "question": question, "status": "answered", "verdict": verdict}
        for number, (question, verdict) in enumerate(lines)
    ]
    file.write_text("\n".join(map(json.dumps, written)), encoding="utf-8")
    return file


JUDGED = ("Bolehkah ASN menghadiri kampanye?", "bersyarat")


def test_a_judged_question_holds_the_accepted_verdicts_and_what_the_rules_say(store: Path, tmp_path: Path) -> None:
    (one,) = read_polled(store, [cases(tmp_path, JUDGED)])

    assert one.accepted == {Verdict.BERSYARAT}
    assert one.features.shape == (len(one.cast), len(one.cast[0].features))
    assert [ballot.verdict is Verdict.BERSYARAT for ballot in one.cast] == list(one.is_right)


def test_questions_that_are_not_judged_or_ask_for_no_verdict_are_left_out(store: Path, tmp_path: Path) -> None:
    file = cases(tmp_path, ("Bolehkah ASN memilih?", None), ("Kapan pemilu digelar?", "boleh"))

    assert read_polled(store, [file]) == []


def test_the_file_it_writes_can_be_read_and_tells_what_it_reached(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "vote.yaml"

    assert main(["--over", str(store), str(cases(tmp_path, *[JUDGED] * PARTS)), "--output", str(output)]) == 0

    assert any(load_weights(output))
    assert f"# {PARTS} pertanyaan: putusan menurut aturan saja" in output.read_text(encoding="utf-8")
    assert output.read_text(encoding="utf-8").strip() == capsys.readouterr().out.strip()


def test_too_few_questions_are_an_error_and_the_old_weights_stay(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "vote.yaml"
    output.write_text("old", encoding="utf-8")

    assert main(["--over", str(store), str(cases(tmp_path, JUDGED)), "--output", str(output)]) == 1
    assert output.read_text(encoding="utf-8") == "old"
    assert capsys.readouterr().err.strip()
