"""The benchmarks of time: made passages, answers beside the reference, and the two pages they write."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder

from assistant.search.index import Snapshot
from benchmarks import ingest, latency, start
from benchmarks.generated import PASSAGES_IN_DOCUMENT, generated_passages, generated_text
from benchmarks.latency import Held, Rehearsing, alternating, perturbed, stored
from benchmarks.latency_report import FULL, GROWN_FROM, Latency, Measured, Memory, aims, page, percentile
from benchmarks.start import Start, report, resident_bytes

ABOUT = {"date": "2026-01-31", "machine": "Linux, 2 inti", "python": "3.11", "load": "0.5"}


def test_a_made_passage_is_the_same_whatever_else_is_made() -> None:
    few, many = list(generated_passages(5)), list(generated_passages(45))
    assert few == many[:5]
    assert [passage.number for passage in many[18:22]] == [19, 20, 1, 2]
    assert len({passage.source for passage in many}) == 3
    assert len({passage.id for passage in many}) == 45
    assert PASSAGES_IN_DOCUMENT == 20


def test_made_passages_differ_and_leave_no_gap_unfilled() -> None:
    texts = [generated_text(number) for number in range(800)]
    assert len(set(texts)) == len(texts)
    assert not any("{" in text or "}" in text for text in texts)
    assert all(text.count(".") >= 4 and text[0].isupper() for text in texts)


def test_one_made_passage_in_eight_is_about_neutrality() -> None:
    about = [text for text in map(generated_text, range(80)) if "netral" in text or "calon" in text]
    assert len(about) == 10


def test_vectors_that_are_made_lie_near_those_they_are_made_from() -> None:
    real = np.random.default_rng(1).standard_normal((4, 384)).astype(np.float32)
    real /= np.linalg.norm(real, axis=1, keepdims=True)
    made = perturbed(real, 10)
    assert (made.shape, made.dtype) == ((10, 384), np.float32)
    np.testing.assert_array_equal(made[:4], real)
    np.testing.assert_allclose(np.linalg.norm(made, axis=1), 1, rtol=1e-5)
    np.testing.assert_allclose(np.sum(made[4:8] * real, axis=1), latency.NEARNESS, atol=0.03)
    np.testing.assert_array_equal(made, perturbed(real, 10))
    np.testing.assert_array_equal(perturbed(real, 3), real[:3])


def test_a_corpus_comes_back_from_its_store_as_it_was(tmp_path: Path) -> None:
    passages = tuple(generated_passages(25))
    vectors = FakeEmbedder().embed_passages([passage.text for passage in passages])
    index, (written, read) = stored(Snapshot(passages, vectors, "held"), "fake", tmp_path / "store")
    found = index.snapshot()
    assert found.passages == passages
    np.testing.assert_allclose(found.vectors, vectors)
    assert written > 0
    assert read > 0
    held = Snapshot(passages, vectors, "held")
    assert (Held(held).version(), Held(held).snapshot()) == ("held", held)


def test_each_answer_stands_beside_the_reference_over_the_same_question() -> None:
    asked: list[str] = []

    def answer(question: str) -> None:
        asked.append(question)
        time.sleep(0.01)

    def reference(question: str) -> float:
        asked.append(f"R {question}")
        return 0.5

    answers, passes = alternating(answer, reference, ["satu", "dua"])
    assert asked == ["R satu", "satu", "R dua", "dua"]
    assert passes == [0.5, 0.5]
    assert min(answers) >= 0.01


def test_only_what_is_rehearsed_is_remembered() -> None:
    class Counting(FakeEmbedder):
        counted = 0

        def embed_question(self, text: str) -> np.ndarray:
            type(self).counted += 1
            return super().embed_question(text)

    embedder = Rehearsing(Counting())
    for rehearses, expected in ((True, 1), (True, 1), (False, 2), (False, 3)):
        embedder.rehearses = rehearses
        embedder.embed_question("Bolehkah?")
        assert Counting.counted == expected


def row(passages: int, median: float, *, reference: float = 0.01, together: float = 16.0) -> Latency:
    """A corpus over which every answer took the same time."""
    return Latency(str(passages), passages, (median,) * 9, (reference,) * 9, 10.0, together, 1.0, 10**6, None)


def measured(*rows: Latency, used: int = 10**9) -> Measured:
    return Measured(rows, Memory(9 * 10**8, used, 1_000), 9, ("0,5", "2,0"), ABOUT)


def told(run: Measured) -> dict[str, tuple[str, str]]:
    return {what: (found, reached) for what, _, found, reached in aims(run)}


def test_what_keeps_to_its_aims_is_told_so() -> None:
    reached = measured(row(1_575, 0.03), row(GROWN_FROM, 0.028), row(FULL, 0.04))
    assert {is_reached for _, is_reached in told(reached).values()} == {"tercapai"}
    assert len(aims(reached)) == 6


@pytest.mark.parametrize(
    ("run", "what", "found"),
    [
        (measured(row(1_575, 0.031)), "median, artikel bawaan", "3,1 R"),
        (measured(row(1_575, 0.03), row(FULL, 0.05)), "median, 100.000 bagian", "5,0 R"),
        (measured(row(1_575, 0.03), row(1_000, 0.01), row(FULL, 0.02)), "median 100.000 terhadap 1.000 bagian", "2,0×"),
        (measured(row(1_575, 0.03, together=11.0)), "jawaban per detik, 8 orang terhadap 1", "1,1×"),
        (measured(row(1_575, 0.03), used=13 * 10**8), "ingatan halaman sesudah dipakai", "1,30 GB"),
    ],
)
def test_what_misses_its_aim_is_told_so(run: Measured, what: str, found: str) -> None:
    assert told(run)[what] == (found, "**belum**")


def test_the_slowest_twentieth_begins_at_the_95th_percentile() -> None:
    assert percentile([*range(100)], 0.95) == 95
    assert percentile([7.0], 0.95) == 7.0


def test_the_page_says_what_r_was_and_how_busy_the_machine() -> None:
    shown = page(measured(row(1_575, 0.03)))
    assert "| 1575 | 1.575 | 10,0 ms | 30,0 ms | 30,0 ms | 3,0 | 1,0 | 10,0/d | 16,0/d | 1,6× | 1,0 d | 1 MB |" in shown
    assert "0,5; 2,0" in shown
    assert "ONNX Runtime, bobot" in shown
    assert "1000 MB sesudah 1000 jawaban" in shown
    run = measured(row(1_575, 0.03))
    assert "tidak diukur" in page(Measured(run.latencies, None, 9, (), ABOUT))


def test_the_start_is_told_by_its_median() -> None:
    shown = report([Start(9.0, 12.0, 3.0, 6.0), Start(6.0, 30.0, 3.0, 6.0), Start(8.0, 15.0, 4.0, 10.0)], ABOUT)
    assert "| median | 8,0 d | 15,0 d | 3,0 d | 6,0 d | 2,7× | 2,5× |" in shown
    assert "8 detik (tercapai)" in shown
    assert "20 detik (tercapai)" in shown
    assert "belum tercapai" in report([Start(9.0, 12.0, 3.0, 6.0)], ABOUT)


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="the system tells nothing of processes here")
def test_the_memory_of_a_process_is_read_from_the_system() -> None:
    own = resident_bytes()
    assert own is not None
    assert own > 10_000_000
    before = resident_bytes(os.getpid())
    held = np.ones(200_000_000, dtype=np.uint8)  # so much is never taken from what was held before and is free again
    after = resident_bytes(os.getpid())
    assert before is not None
    assert after is not None
    assert after - before > 0.9 * held.nbytes
    assert resident_bytes(2**30) is None


@pytest.mark.parametrize("module", [latency, start])
def test_the_help_teaches(module: object, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        module.main(["--help"])  # type: ignore[attr-defined]
    said = capsys.readouterr().out
    assert f"python -m {module.__name__}" in said  # type: ignore[attr-defined]
    assert "usage" not in said


def test_ingest_is_told_by_its_share_of_the_model_and_by_running_again() -> None:
    about = {"date": "2026-11-22", "machine": "Linux", "python": "3.11", "load": "0,1"}
    shown = ingest.report([ingest.Run(100, 10.0, 9.0, 0.1), ingest.Run(100, 10.0, 8.8, 0.2)], 10, 10**6, about)
    assert "| 100 | 10,00 d | 9,00 d | 0,90 | 0,10 d | 1,0 % |" in shown
    assert "**0,89** dari kecepatan modelnya (sasaran ≥ 0,85: tercapai), 10 bagian per detik" in shown
    assert "**1,5 %** (sasaran ≤ 2 % atas 1.000 dokumen: tercapai). Ingatan prosesnya bertambah 1 MB" in shown
    slow = ingest.report([ingest.Run(100, 10.0, 8.0, 0.3)], 10, 0, about)
    assert slow.count("belum tercapai") == 2


def test_documents_that_are_ingested_have_the_passages_that_were_written(tmp_path: Path) -> None:
    ingest.write_documents(tmp_path / "dokumen", 4, 2)
    names = sorted(file.name for file in (tmp_path / "dokumen").iterdir())
    assert names == ["catatan-4.txt", "catatan-5.txt"]
    run = ingest.measured(0, 2, FakeEmbedder())
    assert run.passages >= 2
    assert 0 < run.again < run.ingest
