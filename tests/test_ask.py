"""`python -m assistant.ask` over a scripted assistant: what is printed where, and the exit codes."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from assistant.ask import WORDS, main, readable
from assistant.errors import StoreError
from assistant.pipeline import Assistant
from assistant.presentation import answer_object
from assistant.settings import Settings
from assistant.types import (
    Answer,
    Block,
    Citation,
    Notice,
    Passage,
    Quote,
    Role,
    Sentence,
    Source,
    Status,
    Verdict,
)

TEXT = "ASN dilarang menyukai unggahan caleg."
SOURCE = Source("s/a.md", "a.md", "Jaga jempol", publisher="Warta", date=datetime.date(2024, 1, 12))
QUOTE = Quote(Passage("s/a.md#3", SOURCE, 3, "paragraf 3", TEXT), 0, len(TEXT))
ANSWER = Answer(
    question="Boleh like?",
    status=Status.ANSWERED,
    verdict=Verdict.TIDAK_BOLEH,
    blocks=(Block(Role.RULE, "Aturannya:", (Sentence(TEXT, (QUOTE,)),)),),
    citations=(Citation(1, QUOTE),),
    notices=(Notice("digest", "Ini ringkasan berita."),),
    suggestions=("Kalau berkomentar?",),
)


@dataclass
class Scripted:
    """Gives one answer and keeps what it was asked."""

    given: Answer = ANSWER
    settings: list[Settings] = field(default_factory=list)
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        self.asked.append((question, tuple(history)))
        return self.given


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Scripted:
    assistant = Scripted()

    def open_scripted(settings: Settings) -> Scripted:
        assistant.settings.append(settings)
        return assistant

    monkeypatch.setattr(Assistant, "open", open_scripted)
    return assistant


def test_prints_the_answer_readably(scripted: Scripted, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["Boleh like?"]) == 0
    printed = capsys.readouterr()
    assert printed.out == (
        "TIDAK BOLEH\n\n"
        "Aturannya:\n\n"
        f"> “{TEXT}” [1]\n\n"
        "Sumber\n"
        "[1] Jaga jempol, Warta, 2024-01-12, paragraf 3\n"
        f"    “{TEXT}”\n\n"
        "Catatan\n"
        "- Ini ringkasan berita.\n\n"
        "Anda juga dapat bertanya\n"
        "- Kalau berkomentar?\n"
    )
    assert printed.err == ""


def test_asks_with_the_earlier_questions_in_order(scripted: Scripted) -> None:
    main(["Kalau foto?", "--after", "Boleh like?", "--after", "Kalau komentar?"])
    main(["--after", "Boleh like?", "Kalau", "foto?"])
    assert scripted.asked == [("Kalau foto?", ("Boleh like?", "Kalau komentar?")), ("Kalau foto?", ("Boleh like?",))]


def test_an_empty_question_is_asked(scripted: Scripted) -> None:
    assert main([""]) == 0
    assert scripted.asked == [("", ())]


def test_opens_the_store_of_the_command_line(scripted: Scripted, tmp_path: object) -> None:
    main(["?", "--store", str(tmp_path)])
    assert [settings.vectorstore for settings in scripted.settings] == [tmp_path]


def test_json_is_the_object_of_the_contract(scripted: Scripted, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["Boleh like?", "--json"]) == 0
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert json.loads(printed) == answer_object(ANSWER)


def test_json_survives_a_lone_surrogate(scripted: Scripted, capsys: pytest.CaptureFixture[str]) -> None:
    scripted.given = replace(ANSWER, question="\udcff")
    assert main(["\udcff", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["question"] == "\udcff"


def test_an_error_is_told_on_stderr(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(settings: Settings) -> Assistant:
        raise StoreError("Penyimpanan kosong. Jalankan: python -m ingest ingest/articles")

    monkeypatch.setattr(Assistant, "open", refuse)
    assert main(["Boleh like?"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "Penyimpanan kosong. Jalankan: python -m ingest ingest/articles\n"


def test_a_bug_stays_loud(scripted: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(question: str, history: Sequence[str] = ()) -> Answer:
        raise KeyError(question)

    monkeypatch.setattr(scripted, "answer", broken)
    with pytest.raises(KeyError):
        main(["Boleh like?"])


@pytest.mark.parametrize("status", Status)
def test_an_answer_without_a_verdict_begins_with_what_became_of_it(status: Status) -> None:
    answer = Answer("?", status, None, (Block(Role.MESSAGE, "Maaf."),))
    assert readable(answer) == f"{WORDS['id'].statuses[status].upper()}\n\nMaaf."


def test_an_english_answer_has_english_words() -> None:
    shown = readable(replace(ANSWER, language="en"))
    assert shown.startswith("NOT ALLOWED\n")
    assert "\nSources\n" in shown
    assert "Catatan" not in shown


@pytest.mark.parametrize("language", WORDS)
def test_every_verdict_and_status_has_its_own_word(language: str) -> None:
    outcomes = [(status, None) for status in Status] + [(Status.ANSWERED, verdict) for verdict in Verdict]
    headings = [readable(Answer("?", status, verdict, (), language=language)) for status, verdict in outcomes]
    assert all(headings)
    assert len(set(headings)) == len(headings)


def test_a_source_without_title_is_named_by_its_file() -> None:
    quote = replace(QUOTE, passage=replace(QUOTE.passage, source=Source("s/b.txt", "b.txt", "")))
    shown = readable(replace(ANSWER, blocks=(), citations=(Citation(1, quote),)))
    assert "[1] b.txt, paragraf 3\n" in shown


def test_a_quotation_with_marks_of_its_own_gets_no_second_pair() -> None:
    text = f"“{TEXT}”"
    quote = Quote(replace(QUOTE.passage, text=text), 0, len(text))
    shown = readable(replace(ANSWER, blocks=(), citations=(Citation(1, quote),)))
    assert f"\n    “{TEXT}”\n" in shown


def test_a_document_cannot_steer_the_terminal() -> None:
    shown = readable(replace(ANSWER, notices=(Notice("digest", "\x1b[2J\x07\udcffmerah\r\x9b"),)))
    assert "- [2Jmerah\n" in shown


def test_help_teaches_in_indonesian(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    shown = capsys.readouterr().out
    for part in ("Cara pakai", "Contoh", "--after", "--store", "--json", "python -m ingest"):
        assert part in shown
    assert "usage" not in shown


def test_without_a_question_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "Cara pakai" in capsys.readouterr().err
