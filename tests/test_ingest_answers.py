"""Answers before and after an ingest: what counts as changed, and that they come from the whole assistant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ingesting import write

from assistant.errors import AssistantError
from assistant.search.embedding import Embedder
from assistant.settings import Settings
from ingest.answers import AnswerChange, Answered, ask_all, changed_answers
from ingest.update import ingest_paths

RULE = "ASN dilarang memberi like pada unggahan calon di media sosial selama masa kampanye."
QUESTION = "Bolehkah ASN memberi like pada unggahan calon di media sosial?"


def answered(verdict: str | None = "boleh", status: str = "answered", cited: tuple[str, ...] = ("Satu.",)) -> Answered:
    return Answered("1", "Boleh?", status, verdict, tuple(("a.txt", "paragraf 1", quote) for quote in cited))


@pytest.mark.parametrize(
    "other",
    [
        answered("tidak_boleh"),
        answered(None, "not_found"),
        answered(cited=("Dua.",)),
        answered(cited=("Satu.", "Dua.")),
    ],
)
def test_another_verdict_status_or_quotation_is_a_change(other: Answered) -> None:
    same = answered("wajib")
    assert changed_answers([same, answered()], [same, other]) == (AnswerChange(answered(), other),)


def test_the_order_of_quotations_is_none() -> None:
    assert changed_answers([answered(cited=("Satu.", "Dua."))], [answered(cited=("Dua.", "Satu."))]) == ()


@pytest.fixture
def cases(tmp_path: Path) -> list[Path]:
    path = tmp_path / "soal.jsonl"
    path.write_text(json.dumps({"id": "suka-1", "question": QUESTION, "status": "any"}), encoding="utf-8")
    return [path]


def test_the_answers_are_those_of_the_whole_assistant(
    tmp_path: Path, cases: list[Path], embedder: Embedder, capfd: pytest.CaptureFixture[str]
) -> None:
    """With the real model, in a process of its own."""
    settings = Settings(vectorstore=tmp_path / "store")
    write(
        tmp_path / "berita" / "a.txt", "Penyuluhan bagi pegawai", "Penyuluhan digelar di aula kantor bupati hari Senin."
    )
    write(tmp_path / "berita" / "b.txt", "Aturan media sosial", RULE)
    ingest_paths([tmp_path / "berita"], settings, embedder=embedder)

    (answer,) = ask_all(cases, settings)

    assert (answer.id, answer.question, answer.status, answer.verdict) == (
        "suka-1",
        QUESTION,
        "answered",
        "tidak_boleh",
    )
    assert ("b.txt", "paragraf 1", RULE) in answer.cited
    assert capfd.readouterr().out == "", "the report of that command is not ours"


def test_what_cannot_be_asked_is_an_error_whose_cause_was_told(
    tmp_path: Path, cases: list[Path], capfd: pytest.CaptureFixture[str]
) -> None:
    cases[0].write_text("bukan JSON", encoding="utf-8")
    with pytest.raises(AssistantError, match="sebabnya tertulis di atas"):
        ask_all(cases, Settings(vectorstore=tmp_path / "store"))
    assert "soal.jsonl, baris 1: bukan JSON" in capfd.readouterr().err
