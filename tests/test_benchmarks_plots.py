"""The drawings of a benchmark: what they say, and that nothing in them covers anything else."""

from __future__ import annotations

import itertools
from xml.etree import ElementTree

from assistant.evaluation.cases import Case
from benchmarks.figures import groups_of
from benchmarks.plots import bars, curves
from benchmarks.retrieval import sizes_of
from benchmarks.types import Run, System, Trial

SVG = "{http://www.w3.org/2000/svg}"


def run_of(*systems: System) -> Run:
    """Two questions: the first system finds both at once, every other only the second, at the fourth place."""
    case = Case("a", "?")
    good, bad = Trial(case, 1, 500, 0.1), Trial(case, None, None, 0.1)
    trials = {
        system.key: [good, good] if system is systems[0] else [bad, Trial(case, 4, 4_000, 0.1)] for system in systems
    }
    groups = tuple(groups_of({"facts_heldback": trials}))
    return Run("2026-01-31", {"Python": "3"}, 2, systems, sizes_of(systems), (), groups)


def a_system(key: str, family: str) -> System:
    return System(key, key, "paragraf", lambda question, history, limit: [], (("a.md", "Harga cabai turun."),), family)


def test_drawings_name_every_system_with_its_share() -> None:
    run = run_of(a_system("**Kami**", "kami"), a_system("Satu & <dua>", "txtai"), a_system("tiga", "txtai"))
    drawn = ElementTree.fromstring(bars(run))
    told = [element.text for element in drawn.iter(f"{SVG}text")]
    assert told[:4] == [
        "2 soal simpanan, yang tidak pernah dibaca penyusunnya", "Kami · paragraf", "Satu & <dua> · paragraf", "tiga · paragraf",
    ]  # fmt: skip
    assert told[4:] == ["ditemukan@5", "100 %", "50 %", "50 %", "dalam 4000 huruf", "100 %", "50 %", "50 %"]
    lines = list(ElementTree.fromstring(curves(run)).iter(f"{SVG}polyline"))
    assert len(lines) == 6
    assert {line.get("stroke-dasharray") for line in lines[2:]} == {None, "6 3"}


def test_a_line_rises_where_the_evidence_stands() -> None:
    drawn = ElementTree.fromstring(curves(run_of(a_system("kami", "kami"), a_system("x", "txtai"))))
    found_at = list(drawn.iter(f"{SVG}polyline"))[2]
    heights = [float(point.split(",")[1]) for point in str(found_at.get("points")).split()]
    assert heights[:3] == [heights[0]] * 3
    assert heights[3:] == [heights[3]] * 7
    assert heights[3] < heights[0]


def test_names_in_the_legend_do_not_cover_one_another() -> None:
    systems = [a_system(f"s{number}", "txtai") for number in range(14)]
    texts = ElementTree.fromstring(curves(run_of(*systems))).iter(f"{SVG}text")
    places = sorted(float(str(text.get("y"))) for text in texts if str(text.text).endswith("· paragraf"))
    assert len(places) == 14
    assert min(after - before for before, after in itertools.pairwise(places)) >= 16.9
    assert places[-1] < 400
