"""`python -m assistant.evaluate` over a scripted assistant: the report, the answers file and the exit codes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from assistant import evaluate
from assistant.errors import StoreError
from assistant.evaluate import main
from assistant.evaluation.results import Store
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.types import Answer, Block, Citation, Hit, Passage, Quote, Role, Sentence, Source, Status, Verdict
from tests.fakes import FakeEmbedder, hit

TEXT = "ASN dilarang menyukai unggahan caleg."
QUOTE = Quote(Passage("s/a.md#1", Source("s/a.md", "a.md", "Berita"), 1, "paragraf 1", TEXT), 0, len(TEXT))
FORBIDDEN = Answer(
    question="",
    status=Status.ANSWERED,
    verdict=Verdict.TIDAK_BOLEH,
    blocks=(Block(Role.RULE, "Tidak boleh.", (Sentence(TEXT, (QUOTE,)),)),),
    citations=(Citation(1, QUOTE),),
)
SILENT = Answer("", Status.NOT_FOUND, None, (Block(Role.MESSAGE, "Tidak ditemukan."),))


@dataclass(frozen=True)
class Looked:
    hits: tuple[Hit, ...]


@dataclass
class Scripted:
    """Refuses what mentions the moon, allows what is misspelt, forbids everything else."""

    def answer(self, question: str, history: Sequence[str] = ()) -> Answer:
        if "bulan" in question:
            return replace(SILENT, question=question)
        verdict = Verdict.BOLEH if "bolehhh" in question else Verdict.TIDAK_BOLEH
        return replace(FORBIDDEN, question=question, verdict=verdict)

    def look_up(self, question: str, history: Sequence[str] = (), limit: int = 10) -> Looked:
        return Looked((hit(QUOTE.passage),))


CASES = [
    {"id": "benar", "question": "Boleh like?", "status": "answered", "verdict": "tidak_boleh", "tags": ["medsos"]},
    {"id": "gawat", "question": "bolehhh like?", "status": "answered", "verdict": "tidak_boleh", "tags": ["ejaan"]},
    {"id": "diam", "question": "Boleh ke bulan?", "status": "answered", "verdict": "boleh", "must_include": ["boleh"]},
    {"id": "tolak", "question": "Berapa jauh bulan?", "status": "not_found", "tags": ["luar"]},
    {"id": "bukti", "question": "Boleh foto?", "evidence": [{"document": "*.md", "contains": "berfoto"}]},
]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings with which an assistant was opened; it is the scripted one."""
    settings_seen: list[Settings] = []

    def open_scripted(settings: Settings) -> Scripted:
        settings_seen.append(settings)
        return Scripted()

    monkeypatch.setattr(Assistant, "open", open_scripted)
    monkeypatch.setattr(evaluate, "stored", lambda settings: Store("model-tiruan", 1, 2))
    return settings_seen


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    file = tmp_path / "cases.jsonl"
    file.write_text("\n".join(map(json.dumps, CASES)), encoding="utf-8")
    return file


def row(report: str, label: str) -> list[str]:
    """The cells of the table's row that begins with a label."""
    (line,) = [line for line in report.splitlines() if line.startswith(label)]
    return line.removeprefix(label).split()


def test_the_table_holds_every_figure(cases: Path, opened: list[Settings], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(cases)]) == 0
    printed = capsys.readouterr()
    assert "5 kasus: 2 benar, 2 salah, 1 diam padahal dapat dijawab." in printed.out
    assert row(printed.out, "Status tepat") == ["3/4", "75,0", "%", "30,1–95,4"]
    assert row(printed.out, "Putusan tepat")[0] == "1/3"
    assert row(printed.out, "“Boleh” padahal tidak boleh")[0] == "1/2"
    assert row(printed.out, "Bukti dikutip, dari yang dijawab")[0] == "0/1"
    assert row(printed.out, "Bukti dikutip, dari yang dapat dijawab") == ["0/0", "-", "-"]
    assert row(printed.out, "Ditolak, dari yang harus ditolak")[0] == "1/1"
    assert row(printed.out, "… dengan status yang persis")[0] == "1/1"
    assert row(printed.out, "Ditolak padahal dapat dijawab")[0] == "1/3"
    assert row(printed.out, "Kutipan sama persis dengan sumbernya")[0] == "6/6"
    assert row(printed.out, "Bukti ditemukan paling atas") == ["0/1", "0,0", "%", "0,0–79,3"]
    assert row(printed.out, "Memang harus ditolak, dari yang ditolak")[0] == "1/2"
    assert row(printed.out, "MRR: rata-rata 1/urutan bukti") == ["0,000"]
    assert row(printed.out, "F1 penolakan") == ["0,667"]
    assert printed.err == ""


def test_every_tag_has_a_row(cases: Path, opened: list[Settings], capsys: pytest.CaptureFixture[str]) -> None:
    main([str(cases)])
    report = capsys.readouterr().out
    assert row(report, "label")[:5] == ["n", "benar", "salah", "diam", "status"]
    assert row(report, "ejaan")[:4] == ["1", "0", "1", "0"]
    assert row(report, "luar")[:6] == ["1", "1", "0", "0", "100", "[21–100]"]
    assert row(report, "medsos")[:4] == ["1", "1", "0", "0"]


def test_expected_and_given_verdicts_stand_in_a_table(
    cases: Path, opened: list[Settings], capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(cases)])
    report = capsys.readouterr().out
    assert row(report, "diharapkan ↓  diberikan →") == ["boleh", "tidak_boleh", "tanpa", "putusan"]
    assert row(report, "tidak_boleh") == ["1", "1", "0"]
    assert row(report, "boleh ") == ["0", "0", "1"]


def test_pairs_are_told_where_there_are_some(
    opened: list[Settings], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = {"question": "Boleh like?", "verdict": "tidak_boleh", "pair": "p1"}
    file = tmp_path / "pairs.jsonl"
    lines = [{**one, "id": "f", "tags": ["formal"]}, {**one, "id": "s", "tags": ["slang"], "question": "bolehhh?"}]
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    main([str(file)])
    report = capsys.readouterr().out
    assert "1 pasang:" in report
    assert "Putusan tepat 100,0 % 0,0 % 0,00" in " ".join(report.split())


def test_failed_cases_are_listed_on_a_line_each_the_silent_last(
    cases: Path, opened: list[Settings], capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(cases)])
    assert capsys.readouterr().out.splitlines()[-4:] == [
        "Kasus gagal (3 dari 3; --failures N menampilkan N):",
        "  gawat [salah] “bolehhh like?” putusan: diharapkan tidak_boleh, didapat boleh",
        f"  bukti [salah] “Boleh foto?” bukti: diharapkan *.md: berfoto, didapat {TEXT}",
        "  diam [diam] “Boleh ke bulan?” status: diharapkan answered, didapat not_found",
    ]


def test_long_expectations_leave_room_for_what_came(
    opened: list[Settings], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "long.jsonl"
    file.write_text(json.dumps({"id": "a\nb", "question": "?" * 500, "must_include": ["x" * 500]}), encoding="utf-8")
    main([str(file)])
    line = capsys.readouterr().out.splitlines()[-1]
    assert line.startswith("  a b [salah] “???")
    assert line.endswith("x…, didapat -")
    assert len(line) < 350


@pytest.mark.parametrize(("most", "listed"), [("0", []), ("1", ["gawat"]), ("9", ["gawat", "bukti", "diam"])])
def test_as_many_failures_are_listed_as_wanted(
    cases: Path, opened: list[Settings], capsys: pytest.CaptureFixture[str], most: str, listed: list[str]
) -> None:
    main([str(cases), "--failures", most])
    report = capsys.readouterr().out
    assert [line.split()[0] for line in report.splitlines() if line.startswith("  ")] == listed
    assert ("Kasus gagal" in report) is bool(listed)


def test_answers_are_written_one_object_per_line(cases: Path, opened: list[Settings], tmp_path: Path) -> None:
    file = tmp_path / "new" / "answers.jsonl"
    assert main([str(cases), "--answers", str(file)]) == 0
    answers = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == [case["id"] for case in CASES]
    assert list(answers[0])[:2] == ["id", "question"]
    assert answers[0]["citations"][0]["quote"] == TEXT
    assert answers[3]["status"] == "not_found"


def test_results_are_written_and_compared(
    cases: Path, opened: list[Settings], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results, page = tmp_path / "reports" / "old.json", tmp_path / "reports" / "page.html"
    assert main([str(cases), "--json", str(results), "--report", str(page)]) == 0
    assert "Dibandingkan" not in capsys.readouterr().out
    assert "Kasus gagal: 3" in page.read_text(encoding="utf-8")
    written = results.read_text(encoding="utf-8").replace('"grade": "benar"', '"grade": "salah"', 1)
    results.write_text(written.replace('"verdict": "boleh"', '"verdict": "wajib"'), encoding="utf-8")
    assert main([str(cases), "--against", str(results), "--json", str(results)]) == 0
    report = capsys.readouterr().out
    assert "versi 0.1.0, 1 dokumen dan 2 bagian" in report
    assert "Kasus yang berubah: 0 rusak, 1 membaik, 1 berubah." in report
    assert "  membaik  cases/benar: salah (answered, tidak_boleh) → benar (answered, tidak_boleh)" in report
    assert "  berubah  cases/gawat: salah (answered, wajib) → salah (answered, boleh)" in report
    assert results.read_text(encoding="utf-8") != written


@pytest.mark.parametrize("option", ["--json", "--report"])
def test_a_file_that_cannot_be_written_is_told_before_anything_is_asked(
    cases: Path, opened: list[Settings], tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    assert main([str(cases), option, str(tmp_path)]) == 1
    assert main([str(cases), option, str(cases / "below-a-file")]) == 1
    assert capsys.readouterr().err.count("tidak dapat ditulis") == 2
    assert opened == []


def test_results_that_cannot_be_read_are_told_before_anything_is_asked(
    cases: Path, opened: list[Settings], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(cases), "--against", str(cases)]) == 1
    assert "bukan hasil yang dapat dibandingkan" in capsys.readouterr().err
    assert opened == []


def test_what_is_stored_is_counted(tmp_path: Path) -> None:
    from ingest.update import ingest_paths

    settings = Settings(vectorstore=tmp_path / "store", embedding_model="fake-64")
    (tmp_path / "warta.txt").write_text("ASN wajib netral.\n\nASN dilarang berpihak.", encoding="utf-8")
    ingest_paths([tmp_path / "warta.txt"], settings, embedder=FakeEmbedder())
    assert evaluate.stored(settings) == Store("fake-64", 1, 1)


def test_a_lone_surrogate_in_a_question_is_written_as_an_escape(opened: list[Settings], tmp_path: Path) -> None:
    cases, answers = tmp_path / "cases.jsonl", tmp_path / "answers.jsonl"
    cases.write_text('{"id": "a", "question": "\\ud800"}', encoding="utf-8")
    assert main([str(cases), "--answers", str(answers)]) == 0
    assert json.loads(answers.read_text(encoding="utf-8"))["question"] == "\ud800"


def test_the_store_of_the_command_line_is_opened(cases: Path, opened: list[Settings], tmp_path: Path) -> None:
    main([str(cases), "--store", str(tmp_path / "store")])
    assert [settings.vectorstore for settings in opened] == [tmp_path / "store"]


def test_several_files_are_one_set(cases: Path, opened: list[Settings], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(cases), str(cases)]) == 0
    assert "10 kasus" in capsys.readouterr().out


def test_a_broken_test_set_is_told_before_the_assistant_is_opened(
    opened: list[Settings], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.jsonl").write_text('{"id": "a"}', encoding="utf-8")
    assert main([str(tmp_path / "broken.jsonl")]) == 1
    printed = capsys.readouterr()
    assert "broken.jsonl, baris 1, kunci “question”" in printed.err
    assert printed.out == ""
    assert opened == []


def test_an_error_of_the_store_is_told_and_leaves_earlier_answers_alone(
    cases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(settings: Settings) -> Assistant:
        raise StoreError("Penyimpanan kosong.")

    monkeypatch.setattr(Assistant, "open", refuse)
    answers = tmp_path / "answers.jsonl"
    answers.write_text("earlier", encoding="utf-8")
    assert main([str(cases), "--answers", str(answers)]) == 1
    assert capsys.readouterr().err == "Penyimpanan kosong.\n"
    assert answers.read_text(encoding="utf-8") == "earlier"


def test_answers_that_cannot_be_written_are_told(
    cases: Path, opened: list[Settings], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(cases), "--answers", str(tmp_path)]) == 1
    assert "--answers" in capsys.readouterr().err


def test_help_teaches_in_indonesian(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    shown = capsys.readouterr().out
    options = ("--store", "--answers", "--report", "--json", "--against", "--failures")
    for part in ("Cara pakai", "Contoh", "conditions", "must_not_include", *options):
        assert part in shown
    assert "usage" not in shown


def test_without_a_test_set_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "Cara pakai" in capsys.readouterr().err
