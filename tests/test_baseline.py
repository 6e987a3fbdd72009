"""Nothing falls below what was reached before, slice by slice; `make baseline` writes what is reached now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.evaluation.baseline import ALL, BaselineError, falls_below, read_baseline, slices_of, write_baseline
from assistant.evaluation.measures import Measure
from assistant.evaluation.rates import Rate
from assistant.evaluation.summary import Figures, Latency, Summary
from tests.measured import BASELINE, GROUPS, SAMPLES, Group, MeasureGroup

HOW_TO_WRITE = "Compare first (README of tests/questions), then write it anew with: make baseline"


@pytest.mark.parametrize("group", [*GROUPS, *SAMPLES], ids=str)
def test_nothing_falls_below_the_baseline(group: Group, measure: MeasureGroup, pytestconfig: pytest.Config) -> None:
    summary = measure(group).summary
    if pytestconfig.getoption("--write-baseline"):
        known = {str(one) for one in (*GROUPS, *SAMPLES)}
        kept = {name: slices for name, slices in read_baseline(BASELINE).items() if name in known}
        write_baseline(BASELINE, {**kept, str(group): slices_of(summary)})
        return
    before = read_baseline(BASELINE)
    assert str(group) in before, f"tests/baseline.json knows nothing of {group}. {HOW_TO_WRITE}"
    fallen = falls_below(before[str(group)], summary)
    assert not fallen, "\n".join([f"{group}:", *map(str, fallen), HOW_TO_WRITE])


# The comparison itself.


def figures(**rates: tuple[int, int]) -> Figures:
    return Figures(0, 0, 0, {Measure(name): Rate(*rate) for name, rate in rates.items()}, None)


def summary_of(overall: Figures, **by_tag: Figures) -> Summary:
    return Summary(overall, by_tag, {}, None, Latency(0.0, 0.0))


BEFORE = summary_of(
    figures(verdict_right=(18, 20), false_refusals=(1, 20), false_boleh=(0, 20), verbatim=(9, 9)),
    medsos=figures(verdict_right=(9, 10), found_at_5=(4, 4)),
)


def fallen(now: Summary) -> list[tuple[str, Measure]]:
    return [(fall.slice, fall.measure) for fall in falls_below(slices_of(BEFORE), now)]


def test_the_same_again_does_not_fall() -> None:
    assert fallen(BEFORE) == []


@pytest.mark.parametrize(
    ("verdict_right", "falls"),
    # 18 of 20 has the interval 0.699 to 0.972.
    [((14, 20), False), ((13, 20), True), ((7, 10), False), ((20, 20), False), ((0, 0), True)],
)
def test_a_share_falls_below_the_lower_end_of_its_interval(verdict_right: tuple[int, int], falls: bool) -> None:
    now = figures(verdict_right=verdict_right, false_refusals=(1, 20))
    assert (fallen(replace(BEFORE, overall=now)) == [(ALL, Measure.VERDICT_RIGHT)]) is falls


@pytest.mark.parametrize(("false_refusals", "falls"), [((0, 20), False), ((4, 20), False), ((5, 20), True)])
def test_where_lower_is_better_it_rises_above_the_upper_end(false_refusals: tuple[int, int], falls: bool) -> None:
    # 1 of 20 has the interval 0.009 to 0.236.
    now = figures(verdict_right=(18, 20), false_refusals=false_refusals)
    assert (fallen(replace(BEFORE, overall=now)) == [(ALL, Measure.FALSE_REFUSALS)]) is falls


def test_every_slice_is_compared_that_has_enough_cases() -> None:
    now = summary_of(BEFORE.overall, medsos=figures(verdict_right=(5, 10), found_at_5=(0, 4)))
    assert fallen(now) == [("medsos", Measure.VERDICT_RIGHT)]
    assert fallen(summary_of(BEFORE.overall)) == [("medsos", Measure.VERDICT_RIGHT)]


@pytest.mark.parametrize(
    ("measure", "rate"), [(Measure.FALSE_BOLEH, Rate(1, 20)), (Measure.VERBATIM, Rate(1999, 2000))]
)
def test_some_things_allow_no_exception_whatever_was_reached_before(measure: Measure, rate: Rate) -> None:
    now = replace(BEFORE, overall=replace(BEFORE.overall, rates={**BEFORE.overall.rates, measure: rate}))
    assert fallen(now) == [(ALL, measure)]
    assert [fall.measure for fall in falls_below(slices_of(now), now)] == [measure]
    assert measure not in slices_of(now)[ALL]


def test_having_less_to_refuse_is_no_fall() -> None:
    before = summary_of(figures(false_refusals=(5, 20), refusal_precision=(1, 6), evidence_cited=(6, 6)))
    assert falls_below(slices_of(before), summary_of(figures(false_refusals=(0, 20)))) == ()


def test_a_fall_is_told_with_its_counts() -> None:
    now = replace(BEFORE, overall=figures(verdict_right=(2, 20), false_refusals=(1, 20)))
    (fall,) = falls_below(slices_of(BEFORE), now)
    assert str(fall) == "(semua), Putusan tepat: 2 dari 20, padahal patokannya 18 dari 20 [70–97 %]"


def test_a_baseline_is_read_as_it_was_written_a_line_for_each_slice(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    write_baseline(file, {"kelompok": slices_of(BEFORE)})
    assert read_baseline(file) == {"kelompok": slices_of(BEFORE)}
    assert '    "medsos": {"verdict_right": [9, 10]}' in file.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("text", ["", "[]", '{"a": {"b": {"unknown": [1, 2]}}}', '{"a": {"b": {"verbatim": 1}}}'])
def test_what_is_no_baseline_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "baseline.json").write_text(text, encoding="utf-8")
    with pytest.raises(BaselineError, match=r"baseline\.json"):
        read_baseline(tmp_path / "baseline.json")
