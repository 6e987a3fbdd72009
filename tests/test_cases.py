"""Test sets: what a line becomes, and how a line that is no test case is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.errors import CaseError
from assistant.evaluation.cases import Case, Evidence, load_cases, load_sets, matches
from assistant.types import Status, Verdict

FULL = {
    "id": "suka-1",
    "question": "Boleh like?",
    "history": ["Bolehkah PNS berkampanye?"],
    "status": "answered",
    "verdict": ["tidak_boleh", None],
    "evidence": [{"document": "*.md", "contains": "menyukai"}, {"contains": "like"}, {"document": "a.txt"}],
    "notice": "repealed_law",
    "must_include": ["tidak"],
    "must_not_include": ["boleh saja"],
    "conditions": ["cuti", "jam kerja"],
    "tags": ["medsos"],
    "pair": "p01",
    "remark": "keys that are not known are ignored",
}


def write(folder: Path, *lines: object) -> Path:
    file = folder / "cases.jsonl"
    file.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return file


def test_reads_every_key(tmp_path: Path) -> None:
    (case,) = load_cases([write(tmp_path, FULL)])
    assert case == Case(
        id="suka-1",
        question="Boleh like?",
        history=("Bolehkah PNS berkampanye?",),
        status=Status.ANSWERED,
        verdicts=(Verdict.TIDAK_BOLEH, None),
        evidence=(Evidence("*.md", "menyukai"), Evidence("*", "like"), Evidence("a.txt", "")),
        notice="repealed_law",
        must_include=("tidak",),
        must_not_include=("boleh saja",),
        conditions=("cuti", "jam kerja"),
        tags=("medsos",),
        pair="p01",
    )


def test_what_is_not_given_is_not_judged(tmp_path: Path) -> None:
    nulls = {key: None for key in FULL if key not in ("id", "question")}
    file = write(tmp_path, {"id": "a", "question": ""}, {**nulls, "id": "b", "question": ""})
    assert load_cases([file]) == (Case("a", ""), Case("b", ""))


@pytest.mark.parametrize(("status", "read"), [("any", None), ("declined", Status.DECLINED)])
def test_any_status_is_no_status(tmp_path: Path, status: str, read: Status | None) -> None:
    (case,) = load_cases([write(tmp_path, {"id": "a", "question": "?", "status": status})])
    assert case.status is read


def test_reads_several_files_in_order_with_blank_lines_marks_and_odd_separators(tmp_path: Path) -> None:
    first, second = tmp_path / "1.jsonl", tmp_path / "2.jsonl"
    first.write_bytes(b'\xef\xbb\xbf{"id": "a", "question": "1\xe2\x80\xa82"}\r\n\r\n{"id": 7, "question": "?"}\r\n')
    second.write_text('{"id": "a", "question": "the same id in another file"}', encoding="utf-8")
    assert [(case.id, len(case.question)) for case in load_cases([first, second])] == [("a", 3), ("7", 1), ("a", 27)]


def test_sets_are_named_for_their_files(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    files = [write(tmp_path, FULL), write(other, FULL, {**FULL, "id": "suka-2"})]
    assert [(one.name, len(one.cases)) for one in load_sets(files)] == [("cases", 1), ("cases (2)", 2)]


@pytest.mark.parametrize(
    ("change", "key", "expected"),
    [
        ({"id": ""}, "id", "tidak kosong"),
        ({"id": True}, "id", "tidak kosong"),
        ({"question": None}, "question", "teks"),
        ({"question": ["?"]}, "question", "teks"),
        ({"history": "earlier"}, "history", "daftar teks"),
        ({"history": [1]}, "history", "daftar teks"),
        ({"status": "refused"}, "status", "answered, not_found, out_of_scope, declined, any"),
        ({"status": ["answered"]}, "status", "salah satu dari"),
        ({"verdict": "ya"}, "verdict", "boleh, tidak_boleh, bersyarat, wajib"),
        ({"verdict": []}, "verdict", "daftar"),
        ({"verdict": ["boleh", "ya"]}, "verdict", "daftar"),
        ({"evidence": {"document": "a"}}, "evidence", "daftar objek"),
        ({"evidence": [{}]}, "evidence", "daftar objek"),
        ({"evidence": [{"document": 1}]}, "evidence", "daftar objek"),
        ({"evidence": [{"contains": "("}]}, "evidence", "ungkapan reguler"),
        ({"must_include": "tidak"}, "must_include", "daftar teks"),
        ({"must_include": ["["]}, "must_include", "ungkapan reguler"),
        ({"must_not_include": ["*"]}, "must_not_include", "ungkapan reguler"),
        ({"conditions": "cuti"}, "conditions", "daftar teks"),
        ({"conditions": ["("]}, "conditions", "ungkapan reguler"),
        ({"notice": ["digest"]}, "notice", "teks"),
        ({"pair": 1}, "pair", "teks"),
        ({"tags": "medsos"}, "tags", "daftar teks"),
    ],
)
def test_a_wrong_value_is_named_with_file_line_key_and_expectation(
    tmp_path: Path, change: dict[str, object], key: str, expected: str
) -> None:
    file = write(tmp_path, {**FULL, "id": "right"}, "", {**FULL, **change})
    with pytest.raises(CaseError) as caught:
        load_cases([file])
    message = str(caught.value)
    assert "cases.jsonl, baris 3" in message
    assert f"“{key}”" in message
    assert expected in message.split("Diharapkan:")[1]


def test_a_missing_key_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="baris 1, kunci “question”: tidak ada"):
        load_cases([write(tmp_path, {"id": "a"})])


@pytest.mark.parametrize("line", ["{", "not json", '{"id": "a"} {"id": "b"}', "[" * 100_000])
def test_a_line_that_is_not_json_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(CaseError, match=r"baris 2: bukan JSON"):
        load_cases([write(tmp_path, FULL, line)])


def test_a_line_that_is_no_object_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"baris 1: berisi \[1\]"):
        load_cases([write(tmp_path, [1])])


def test_an_id_serves_once_in_a_file(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match='baris 2, kunci “id”: "suka-1"'):
        load_cases([write(tmp_path, FULL, FULL)])


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"missing\.jsonl"):
        load_cases([tmp_path / "missing.jsonl"])
    (tmp_path / "latin.jsonl").write_bytes(b"\xff\xfe{}")
    with pytest.raises(CaseError, match="UTF-8"):
        load_cases([tmp_path / "latin.jsonl"])
    with pytest.raises(CaseError, match="kosong"):
        load_cases([write(tmp_path, "", "  ")])


def test_patterns_ignore_case_and_cross_lines() -> None:
    assert matches("Tidak.boleh", "ASN tidak\nBOLEH")
    assert not matches("^boleh", "tidak boleh")


def test_evidence_fits_a_text_of_its_document_whatever_the_white_space() -> None:
    evidence = Evidence("*.md", "dilarang berfoto")
    assert evidence.fits("berita/a.md", "ASN DILARANG\n  berfoto bersama calon.")
    assert not evidence.fits("berita/a.txt", "ASN dilarang berfoto.")
    assert not evidence.fits("berita/a.md", "ASN dilarang menyukai.")
