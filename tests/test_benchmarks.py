"""The benchmark of retrieval over fake systems: figures, what is kept apart, and the two files it writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEmbedder, passage
from numpy.typing import NDArray

from assistant.errors import AssistantError
from assistant.evaluation.cases import Case, Evidence
from assistant.evaluation.rates import Rate
from assistant.types import Document
from benchmarks import retrieval
from benchmarks.figures import figures_of, first_characters, groups_of, has_tag, mrr_interval, try_case
from benchmarks.peers import Model
from benchmarks.plots import PICTURES
from benchmarks.remembered import RememberingEmbedder
from benchmarks.systems import chroma_search, chunks_of, keyword_search
from benchmarks.types import Run, System, Text, Trial

PROOF = Case("a", "Bolehkah?", evidence=(Evidence("b.md", "berhak memilih"),), tags=("permission-formal",))
FILLER = ("a.md", "ASN hadir. " * 9)
RIGHT = ("b.md", "ASN berhak\nmemilih.")


def system(*found: Text, key: str = "palsu") -> System:
    """A search that always finds the same."""
    return System(key, key, "potongan", lambda question, history, limit: found[:limit], found, "bagian")


def trial(
    rank: int | None, *, characters: int | None = 4_000, seconds: float = 0.1, tags: tuple[str, ...] = ()
) -> Trial:
    return Trial(Case("a", "?", tags=tags), rank, characters, seconds)


@pytest.mark.parametrize(
    ("found", "rank", "characters"),
    [
        ([RIGHT], 1, 500),
        ([FILLER, FILLER, RIGHT], 3, 500),
        ([FILLER] * 10 + [RIGHT], None, 1_500),
        ([("a.md", "x" * 2_500), RIGHT], 2, 3_000),
        ([("a.md", "x" * 3_999), RIGHT], 2, None),
        ([("a.md", "x" * 4_000), RIGHT], 2, None),
        ([("a.md", RIGHT[1])], None, None),
        ([], None, None),
    ],
)
def test_a_question_has_a_rank_and_takes_so_many_characters_to_read(
    found: list[Text], rank: int | None, characters: int | None
) -> None:
    made = try_case(system(*found), PROOF)
    assert (made.rank, made.characters) == (rank, characters)
    assert made.seconds >= 0


def test_the_last_piece_is_cut_where_the_budget_ends() -> None:
    assert first_characters([("a", "12345"), ("b", "67890"), ("c", "x")], 7) == [("a", "12345"), ("b", "67")]
    assert first_characters([("a", "12345"), ("b", "67890")], 5) == [("a", "12345")]
    assert first_characters([], 5) == []


def test_figures_are_shares_of_the_questions() -> None:
    figures = figures_of(
        [trial(1, characters=500, seconds=0.1), trial(4, seconds=0.5), trial(None, characters=None, seconds=0.2)]
    )
    assert (figures.retrieval.at_1, figures.retrieval.at_5) == (Rate(1, 3), Rate(2, 3))
    assert figures.retrieval.mrr == pytest.approx((1 + 1 / 4) / 3)
    assert [rate.count for rate in figures.at] == [1, 1, 1, 2, 2, 2, 2, 2, 2, 2]
    assert [rate.count for rate in figures.within] == [1, 1, 1, 1, 1, 2]
    assert figures.within[-1] == Rate(2, 3)
    assert figures.median_seconds == 0.2


def test_the_interval_of_the_mean_rank_holds_it_and_is_the_same_each_time() -> None:
    ranks = [1, 2, None, 5] * 20
    low, high = mrr_interval(ranks)
    assert low < (1 + 1 / 2 + 1 / 5) / 4 < high
    assert (low, high) == mrr_interval(ranks)
    assert mrr_interval([1, 1, 1]) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("tags", "tag", "expected"),
    [
        (("formal",), "formal", True),
        (("permission-formal",), "formal", True),
        (("informal",), "formal", False),
        (("formal",), "slang", False),
    ],
)
def test_a_tag_may_stand_behind_a_subject(tags: tuple[str, ...], tag: str, expected: bool) -> None:
    assert has_tag(Case("a", "?", tags=tags), tag) is expected


def test_held_back_questions_are_kept_apart() -> None:
    groups = groups_of(
        {
            "facts_development": {"x": [trial(1, tags=("slang",))], "y": [trial(None)]},
            "facts_heldback": {"x": [trial(None)], "y": [trial(2)]},
            "counsel_development": {"x": [trial(2, tags=("english",))], "y": [trial(1, tags=("english",))]},
        }
    )
    told = [(group.name, group.held_back, group.questions) for group in groups]
    assert told == [
        ("", True, 1),
        ("facts_heldback", True, 1),
        ("", False, 2),
        ("facts_development", False, 1),
        ("counsel_development", False, 1),
        ("english", False, 1),
    ]
    assert groups[2].figures["x"].retrieval.mrr == pytest.approx(0.75)
    assert groups[0].figures["y"].retrieval.at_1 == Rate(0, 1)


def test_keywords_are_lower_case_words_and_give_nothing_where_nothing_fits() -> None:
    find = keyword_search(
        [("a.md", "Harga cabai"), RIGHT, ("c.md", "Pasar ikan")], ["Harga cabai", RIGHT[1], "Pasar ikan"]
    )
    assert find("MEMILIH?", (), 5) == [RIGHT]
    assert find("bulan", (), 5) == []


class FakeModel:
    """Encodes as SentenceTransformers does."""

    def __init__(self) -> None:
        self.prompts: list[str | None] = []

    def encode(self, texts: Sequence[str], prompt: str | None, show_progress_bar: bool) -> NDArray[np.float32]:
        self.prompts.append(prompt)
        return FakeEmbedder().embed_passages(texts)


def test_chroma_gives_the_nearest_piece_first(tmp_path: Path) -> None:
    texts = [("a.md", "Harga cabai turun."), RIGHT, ("c.md", "Bupati meninjau pasar ikan.")]
    encoder, model = FakeModel(), Model("e5", "e5", tmp_path, "query: ", "passage: ")
    find = chroma_search(texts, encoder, tmp_path / "chunks", model)
    assert find("Siapa berhak memilih?", (), 2)[0] == RIGHT
    assert len(find("Siapa berhak memilih?", (), 40)) == 3
    assert encoder.prompts == ["passage: ", "query: ", "query: "]


def test_vectors_of_passages_are_kept_for_the_next_run(tmp_path: Path) -> None:
    first = RememberingEmbedder(FakeEmbedder(), tmp_path)
    texts = ["Harga cabai turun.", "ASN berhak memilih.", "Harga cabai turun."]
    vectors = first.embed_passages(texts)
    np.testing.assert_array_equal(vectors, FakeEmbedder().embed_passages(texts))
    first.save()

    class Unable(FakeEmbedder):
        def embed_passages(
            self, texts: Sequence[str], progress: Callable[[int], None] | None = None
        ) -> NDArray[np.float32]:
            raise AssertionError(f"embedded again: {texts}")

    second = RememberingEmbedder(Unable(), tmp_path)
    np.testing.assert_array_equal(second.embed_passages(texts[1:]), vectors[1:])
    with pytest.raises(AssertionError, match="Pasar ikan"):
        second.embed_passages(["Pasar ikan"])
    with pytest.raises(AssertionError, match="Harga"):
        RememberingEmbedder(Unable(name="another"), tmp_path).embed_passages(texts)


def test_vectors_that_were_kept_by_halves_are_computed_anew(tmp_path: Path) -> None:
    first = RememberingEmbedder(FakeEmbedder(), tmp_path)
    vectors = first.embed_passages(["ASN berhak memilih."])
    first.save()
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:100])
    np.testing.assert_array_equal(
        RememberingEmbedder(FakeEmbedder(), tmp_path).embed_passages(["ASN berhak memilih."]), vectors
    )


def test_chunks_are_short_and_begin_with_the_title() -> None:
    source = passage("").source
    chunks = chunks_of([Document(source, "\n\n".join(["Kalimat ini diulang. " * 20] * 5))])
    assert chunks[0][0] == source.name
    assert chunks[0][1].startswith("Warta pegawai\n\nKalimat")
    assert len(chunks) > 1
    assert max(len(text) for _, text in chunks) <= 1_000


@pytest.fixture
def faked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two test sets in a folder, and a `measure` that asks two fake systems."""
    evidence = [{"document": "b.md", "contains": "berhak memilih"}]
    for name in ("facts_development", "facts_heldback"):
        asked = {"id": name, "question": f"Rahasia {name}?", "evidence": evidence, "tags": ["slang"]}
        unproven = {"id": "tanpa-bukti", "question": "Apa?"}
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, (asked, unproven))), encoding="utf-8")

    def measure(sets: dict[str, list[Case]], articles: Path) -> Run:
        systems = (system(RIGHT, key="baik"), system(FILLER, key="buruk"))
        groups = tuple(groups_of(retrieval.run_trials(systems, sets)))
        return Run("2026-01-31", {"Python": "3"}, 69, systems, {"potongan": (2, 50)}, ("Yang lain tidak ada.",), groups)

    monkeypatch.setattr(retrieval, "measure", measure)
    monkeypatch.setattr(retrieval, "QUESTIONS", tmp_path)
    return tmp_path


def test_the_command_writes_a_page_and_json_without_questions(faked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert retrieval.main(["--output", str(faked / "hasil")]) == 0
    shown = (faked / "hasil" / "retrieval.md").read_text(encoding="utf-8")
    told = json.loads((faked / "hasil" / "retrieval.json").read_text(encoding="utf-8"))
    assert "| baik | potongan | 100,0 % [21–100] |" in shown
    assert "### Bahasa gaul, soal simpanan (1 soal)" in shown
    assert "> Tidak diukur: Yang lain tidak ada." in shown
    for picture in PICTURES:
        assert f"]({picture.file})" in shown
        assert "1 soal simpanan" in (faked / "hasil" / picture.file).read_text(encoding="utf-8")
    assert "Rahasia" not in shown + json.dumps(told)
    everything = told["groups"][0]
    assert (everything["name"], everything["held_back"], everything["questions"]) == ("all", True, 1)
    assert everything["systems"]["buruk"]["found_at_1"]["count"] == 0
    assert everything["systems"]["baik"]["found_in_4000_characters"]["value"] == 1.0
    assert everything["systems"]["baik"]["counts_in_characters"]["500"] == 1
    assert everything["systems"]["baik"]["counts_at_1_to_10"] == [1] * 10
    assert "Yang lain tidak ada." in capsys.readouterr().err


def test_without_evidence_there_is_nothing_to_measure(faked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (faked / "soal.jsonl").write_text('{"id": 1, "question": "Apa?"}', encoding="utf-8")
    assert retrieval.main([str(faked / "soal.jsonl")]) == 2
    assert "evidence" in capsys.readouterr().err


def test_what_cannot_be_used_is_told(
    faked: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(sets: dict[str, list[Case]], articles: Path) -> Run:
        raise AssistantError("Artikel tidak dapat dibaca.")

    monkeypatch.setattr(retrieval, "measure", fail)
    assert retrieval.main([]) == 1
    assert "Artikel tidak dapat dibaca." in capsys.readouterr().err


def test_the_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        retrieval.main(["--help"])
    said = capsys.readouterr().out
    assert "python -m benchmarks.retrieval" in said
    assert "usage" not in said
