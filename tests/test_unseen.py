"""Which questions are left out together, and that what answers a question has learned nothing from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fakes import FakeEmbedder
from invented import ATTENDING, CAMPAIGN, DAY, LIKING, MOON, NEWS, PLACE, RULES, Line, store_of, written

from assistant.calibration import unseen
from assistant.calibration.unseen import LEAST_PARTS, CalibrationError, read_tests
from assistant.pipeline import Learned
from assistant.settings import Settings
from assistant.types import Verdict

ALL: Sequence[Line] = (DAY, PLACE, MOON, ATTENDING, CAMPAIGN, LIKING)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return store_of(tmp_path / "store", NEWS | RULES)


def asked_of(store: Path, folder: Path, **files: Sequence[Line]) -> unseen.Tests:
    """Test sets by their names, asked over one store."""
    return read_tests(
        [(store, [written(folder / f"{name}.jsonl", *lines) for name, lines in files.items()])], FakeEmbedder()
    )


class TestParts:
    def test_the_sets_of_a_family_are_left_out_together(self, store: Path, tmp_path: Path) -> None:
        tests = asked_of(
            store, tmp_path,
            slices_development_1=[DAY], slices_development_2=[PLACE], slices_heldback_3=[MOON], facts_development=[ATTENDING],
            counsel=[CAMPAIGN],
        )  # fmt: skip

        assert {one.case.id: one.part for one in tests.tested} == {
            "hari": "slices", "tempat": "slices", "bulan": "slices", "hadir": "facts", "kampanye": "counsel",
        }  # fmt: skip

    def test_too_few_families_are_dealt_out_among_as_many_parts(self, store: Path, tmp_path: Path) -> None:
        tests = asked_of(store, tmp_path, slices_development=ALL[:4], facts_development=ALL[4:])

        assert Counter(one.part for one in tests.tested) == dict.fromkeys(map(str, range(LEAST_PARTS)), 2)
        of_slices = {one.part for one in tests.tested[:4]}
        assert len(of_slices) == LEAST_PARTS

    @pytest.mark.parametrize("asked", ["?!", "🙂🙂", "  "])
    def test_without_any_question_there_is_nothing_to_learn(self, store: Path, tmp_path: Path, asked: str) -> None:
        with pytest.raises(CalibrationError, match="Tidak ada satu soal pun"):
            asked_of(store, tmp_path, slices_development=[{"id": "kosong", "question": asked}])


class TestQuestions:
    def test_the_passages_that_hold_evidence_are_found(self, store: Path, tmp_path: Path) -> None:
        tests = asked_of(store, tmp_path, slices_development=[DAY, MOON])
        day, moon = tests.tested

        (place,) = day.holding
        penyuluhan = sorted(NEWS | RULES).index("penyuluhan")
        assert place == penyuluhan
        assert tests.passages[store].shape == (len(NEWS | RULES), FakeEmbedder().dimensions)
        assert moon.holding == ()

    def test_a_question_that_follows_another_is_read_with_it(self, store: Path, tmp_path: Path) -> None:
        follows = {"id": "lalu", "question": "kalau di mana?", "history": [DAY["question"]]}
        (alone, later) = asked_of(store, tmp_path, slices_development=[DAY, follows]).tested

        assert "penyuluhan" in later.question.text
        assert later.vector @ alone.vector > later.vector @ FakeEmbedder().embed_question("kalau di mana?")


@dataclass(frozen=True)
class Opened:
    """Stands in for an assistant: what it was opened with."""

    store: Path
    learned: Learned


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """What is learned from becomes what was learned; counts how often anything is fitted."""
    fits: Counter[str] = Counter()

    def keeping(name: str) -> Any:
        def fit(learned_from: object, model: str) -> object:
            fits[name] += 1
            assert model == FakeEmbedder().name
            return learned_from

        return fit

    monkeypatch.setattr(unseen, "fit_map", keeping("map"))
    monkeypatch.setattr(unseen, "fit_expectation", keeping("expectation"))
    return fits


def questions_of_maps(tests: unseen.Tests, learned: Any) -> Counter[str]:
    """The ids of the questions that a map was fitted to, by their vectors."""
    ids = {one.vector.tobytes(): one.case.id for one in tests.tested}
    return Counter(ids[vector.tobytes()] for bank in learned.question_map or () for vector in bank.questions)


FAMILIES = {
    "slices_development_1": [DAY, CAMPAIGN],
    "slices_development_2": [LIKING],
    "facts_development": [PLACE, MOON],
    "counsel_development": [ATTENDING],
}
VERDICT_ASKED = {str(CAMPAIGN["question"]), str(LIKING["question"])}


class TestLearned:
    def test_everything_is_learned_from_when_nothing_is_left_out(
        self, store: Path, tmp_path: Path, told: Counter[str]
    ) -> None:
        tests = asked_of(store, tmp_path, **FAMILIES)
        learned: Any = tests.learned()

        # What has no evidence says nothing about where to look, and what has no verdict nothing about verdicts.
        assert questions_of_maps(tests, learned) == dict.fromkeys(["hari", "kampanye", "suka", "tempat", "hadir"], 1)
        assert {one.text for one in learned.expectation} == VERDICT_ASKED
        assert {tuple(one.accepted) for one in learned.expectation} == {(Verdict.BERSYARAT,), (Verdict.TIDAK_BOLEH,)}

    def test_of_a_question_that_asks_for_no_permission_no_verdict_is_learned(
        self, store: Path, tmp_path: Path, told: Counter[str]
    ) -> None:
        no_permission = {"id": "jadwal", "question": "Kapan pemilu digelar?", "verdict": "boleh"}
        learned: Any = asked_of(store, tmp_path, slices_development=[no_permission, LIKING]).learned()

        assert [one.text for one in learned.expectation] == [LIKING["question"]]

    def test_a_bank_says_which_passages_hold_the_evidence_of_its_questions(
        self, store: Path, tmp_path: Path, told: Counter[str]
    ) -> None:
        tests = asked_of(store, tmp_path, slices_development=[DAY, MOON, PLACE])
        learned: Any = tests.learned()
        (bank,) = learned.question_map

        assert bank.passages is tests.passages[store]
        assert [list(row.nonzero()[0]) for row in bank.holds] == [
            [sorted(NEWS | RULES).index(name)] for name in ("penyuluhan", "deklarasi")
        ]

    def test_what_was_learned_is_fitted_once(self, store: Path, tmp_path: Path, told: Counter[str]) -> None:
        tests = asked_of(store, tmp_path, **FAMILIES)

        assert tests.learned() is tests.learned()
        assert tests.learned(left_out="facts") is tests.learned(left_out="facts")
        assert told == {"map": 2, "expectation": 2}

    def test_where_no_question_teaches_anything_nothing_is_fitted(
        self, store: Path, tmp_path: Path, told: Counter[str]
    ) -> None:
        tests = asked_of(store, tmp_path, slices_development=[MOON])

        assert tests.learned() == Learned(question_map=None, expectation=None)
        assert not told


class TestUnseen:
    @pytest.fixture
    def stores(self, tmp_path: Path) -> tuple[Path, Path]:
        return store_of(tmp_path / "both", NEWS | RULES), store_of(tmp_path / "news", NEWS)

    @pytest.fixture
    def tests(
        self, stores: tuple[Path, Path], tmp_path: Path, told: Counter[str], monkeypatch: pytest.MonkeyPatch
    ) -> unseen.Tests:
        """All families over the one store, some over the other as well."""
        files = {name: written(tmp_path / f"{name}.jsonl", *lines) for name, lines in FAMILIES.items()}
        some = [files["slices_development_1"], files["facts_development"]]
        both, news = stores
        tests = read_tests([(both, list(files.values())), (news, some)], FakeEmbedder())

        def opened(settings: Settings, embedder: FakeEmbedder, learned: Learned) -> Opened:
            return Opened(settings.vectorstore, learned)

        monkeypatch.setattr(unseen, "Assistant", SimpleNamespace(open=opened))
        return tests

    def test_every_question_comes_once_over_every_store_that_it_is_asked_of(
        self, tests: unseen.Tests, stores: tuple[Path, Path]
    ) -> None:
        both, news = stores
        came: Any = tests.unseen()

        everywhere = ["hari", "kampanye", "tempat", "bulan"]
        assert Counter((assistant.store, case.id) for assistant, case in came) == dict.fromkeys(
            [(both, id_) for id_ in [*everywhere, "suka", "hadir"]] + [(news, id_) for id_ in everywhere], 1
        )

    def test_what_answers_a_question_has_learned_from_all_parts_but_its_own(self, tests: unseen.Tests) -> None:
        part = {one.case.id: one.part for one in tests.tested}
        came: Any = list(tests.unseen())
        of_everything = questions_of_maps(tests, tests.learned())

        assert {part[case.id] for _, case in came} == {"slices", "facts", "counsel"}
        for assistant, case in came:
            learned_from = questions_of_maps(tests, assistant.learned)
            assert learned_from == {id_: n for id_, n in of_everything.items() if part[id_] != part[case.id]}
            of_verdicts = {one.text for one in assistant.learned.expectation or ()}
            assert of_verdicts == (set() if part[case.id] == "slices" else VERDICT_ASKED)

    def test_each_part_is_left_out_of_one_fit(self, tests: unseen.Tests, told: Counter[str]) -> None:
        list(tests.unseen())
        list(tests.unseen())

        # The part that holds every judged question leaves no expectation to be fitted.
        assert told == {"map": 3, "expectation": 2}
