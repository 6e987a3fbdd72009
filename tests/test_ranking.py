"""The weighted sums that order sentences and decide whether any of them answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fakes import ranking

from assistant.answer.ranking import RANKING_FILE, SIGNALS, RankingError, load_ranking, values
from assistant.answer.signals import Signals

NOTHING = Signals(**dict.fromkeys(SIGNALS, 0.0))


def written(folder: Path, text: str) -> Path:
    file = folder / "ranking.yaml"
    file.write_text(text, encoding="utf-8")
    return file


class TestSums:
    RANKING = ranking(order={"holds": 2.0, "strength": 0.5}, gate={"margin": 3.0}, gate_order=0.1, threshold=1.0)

    def test_the_score_is_the_weighted_sum(self) -> None:
        assert self.RANKING.score(NOTHING) == 0
        assert self.RANKING.score(replace(NOTHING, holds=1.0, strength=0.5)) == pytest.approx(2.25)

    def test_the_gate_adds_the_score_and_takes_the_threshold_off(self) -> None:
        assert self.RANKING.answers(NOTHING) == -1.0
        assert self.RANKING.answers(replace(NOTHING, margin=0.5, holds=1.0)) == pytest.approx(1.5 + 0.2 - 1.0)

    def test_a_signal_without_weight_counts_nothing(self) -> None:
        assert self.RANKING.score(replace(NOTHING, keywords=9.0)) == 0

    def test_values_stand_in_the_order_of_the_names(self) -> None:
        assert dict(zip(SIGNALS, values(replace(NOTHING, holds=1.0)), strict=True))["holds"] == 1.0


class TestFile:
    def test_weights_are_read_by_name(self, tmp_path: Path) -> None:
        text = "order: {holds: 2, strength: 0.5}\ngate: {margin: 3, order: 0.1}\nthreshold: 1\n"

        assert load_ranking(written(tmp_path, text)) == TestSums.RANKING

    @pytest.mark.parametrize("section", ["order", "gate"])
    def test_an_unknown_signal_is_named(self, tmp_path: Path, section: str) -> None:
        sections = {"order": "{}", "gate": "{}", section: "{luck: 1}"}
        text = "".join(f"{name}: {signals}\n" for name, signals in sections.items())

        with pytest.raises(RankingError, match=r"luck.*tidak dikenal"):
            load_ranking(written(tmp_path, f"{text}threshold: 1\n"))

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("", id="empty"),
            pytest.param("order: {}\ngate: {}\n", id="no threshold"),
            pytest.param("order: {holds: banyak}\ngate: {}\nthreshold: 1\n", id="no number"),
            pytest.param("order: [", id="no YAML"),
            pytest.param("- order", id="no sections"),
        ],
    )
    def test_a_broken_file_names_the_command_that_makes_it(self, tmp_path: Path, text: str) -> None:
        with pytest.raises(RankingError, match=r"python -m assistant\.calibrate"):
            load_ranking(written(tmp_path, text))

    def test_no_file_names_the_command_that_makes_it(self, tmp_path: Path) -> None:
        with pytest.raises(RankingError, match=r"python -m assistant\.calibrate"):
            load_ranking(tmp_path / "none.yaml")

    def test_the_committed_weights_name_only_known_signals_and_can_tell_an_answer(self) -> None:
        committed = load_ranking(RANKING_FILE)
        fine = replace(NOTHING, **dict.fromkeys(("in_sentence", "in_passage", "in_document", "holds", "same_thing"), 1))
        fine = replace(fine, best_dense=0.95, best_dense_z=4.0, margin=0.1, keywords=1.0, strength=1.0)

        assert committed.answers(fine) > 0 > committed.answers(NOTHING)
        assert committed.score(fine) > committed.score(NOTHING)
