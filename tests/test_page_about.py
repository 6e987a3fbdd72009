"""What the page says about the assistant, and which figures of the tests it shows."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest
from page_reader import PageReader

from assistant.evaluation.baseline import ALL as ALL_OF_BASELINE
from assistant.evaluation.baseline import write_baseline
from assistant.evaluation.measures import Measure
from assistant.evaluation.rates import Rate
from assistant.page.about import MEASURES, ResultRow, about, read_results
from assistant.page.languages import LANGUAGES
from tests.browser.scripted import HOSTILE
from tests.measured import BASELINE, GROUPS

WORDS = LANGUAGES["id"]
GROUP = "slices_heldback on starter articles"
ROWS = (ResultRow("verdict_right", GROUP, 142, 182), ResultRow("false_refusals", GROUP, 11, 220))


def shown(*rows: ResultRow, language: str = "id", version: str = "1.2.3") -> PageReader:
    return PageReader(about(LANGUAGES[language], version, rows))


def written(path: Path, data: object) -> Path:
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_limits_privacy_version_and_results_are_told_in_the_language_of_the_page(language: str) -> None:
    words = LANGUAGES[language]
    reader = shown(*ROWS, language=language)
    assert reader.texts("h2") == [words.about_title]
    assert reader.texts("h3") == [words.about_limits, words.about_privacy, words.about_version, words.about_results]
    assert reader.texts("li") == [*words.limits, *words.privacy]
    assert reader.texts("section")[2].endswith("1.2.3")
    assert reader.attributes("aria-labelledby") == reader.attributes("id")


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_questions_leave_this_machine_is_said_in_place_of_that_they_do_not(language: str) -> None:
    words = LANGUAGES[language]
    reader = PageReader(about(words, "1.2.3", (), "awan:<b>besar</b>"))
    told = words.remote_privacy.format(model="awan:<b>besar</b>")
    assert reader.texts("li") == [*words.limits, told, *words.privacy[1:]]


def test_results_are_a_table_that_can_be_read_aloud() -> None:
    other = ResultRow("verdict_right", "seed_heldback on raw articles", 98, 100)
    reader = shown(*ROWS, other)
    assert reader.texts("caption") == [WORDS.about_results_text]
    assert reader.attributes("scope") == ["col", "col", "rowgroup", "row", "row", "rowgroup", "row"]
    assert reader.texts("th") == [
        WORDS.results_measure,
        WORDS.results_figure,
        WORDS.group_names[GROUP],
        WORDS.measure_names["verdict_right"],
        WORDS.measure_names["false_refusals"],
        WORDS.group_names[other.group],
        WORDS.measure_names["verdict_right"],
    ]
    assert reader.texts("td") == ["142 dari 182", "11 dari 220", "98 dari 100"]


def test_groups_stand_in_the_order_of_their_names_in_the_wording_and_unknown_ones_last() -> None:
    known = list(WORDS.group_names)
    rows = [ResultRow("verdict_right", group, 1, 2) for group in ("another_heldback", *reversed(known))]
    titles = [text for text in shown(*rows).texts("th") if text not in WORDS.measure_names.values()]
    assert titles[2:] == [*WORDS.group_names.values(), "Another heldback"]


def test_without_results_the_page_says_so() -> None:
    reader = shown()
    assert WORDS.about_results_missing in reader.text
    assert "table" not in [tag for tag, _ in reader.elements]


def test_an_unknown_group_or_measure_shows_its_own_name_in_words() -> None:
    reader = shown(ResultRow("something_else", "new_set_heldback on our  articles", 1, 2))
    assert reader.texts("th")[2:] == ["New set heldback on our articles", "Something else"]


def test_nothing_in_a_text_becomes_markup() -> None:
    plain, hostile = (shown(ResultRow(text, text, 1, 2), version=text) for text in ("aman", HOSTILE.replace("_", " ")))
    assert hostile.outline == plain.outline
    assert HOSTILE in hostile.texts("section")[2]


def test_our_own_words_may_hold_any_character() -> None:
    texts = {
        each.name: f'"<b>&{value}' for each in fields(WORDS) if isinstance(value := getattr(WORDS, each.name), str)
    }
    odd = replace(WORDS, limits=("<b>",), privacy=("<b>",), **texts)  # type: ignore[arg-type]
    plain = replace(WORDS, limits=("a",), privacy=("a",))
    for rows in ((), ROWS):
        assert PageReader(about(odd, "1", rows)).outline == PageReader(about(plain, "1", rows)).outline


# The file


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_shown_of_our_own_figures_has_a_name(language: str) -> None:
    rows, words = read_results(BASELINE), LANGUAGES[language]
    assert len(rows) > len(MEASURES)
    assert {row.measure for row in rows} <= set(MEASURES) == set(words.measure_names)
    assert {row.group for row in rows} == set(words.group_names)


def test_the_names_are_those_that_the_tests_write() -> None:
    assert set(MEASURES) <= {measure.value for measure in Measure}
    assert {str(group) for group in GROUPS if "heldback" in group.sets} == set(WORDS.group_names)


def test_a_baseline_is_read_as_it_is_written(tmp_path: Path) -> None:
    slices = {ALL_OF_BASELINE: {Measure.FALSE_REFUSALS: Rate(11, 220), Measure.VERDICT_RIGHT: Rate(142, 182)}}
    write_baseline(tmp_path / "baseline.json", {GROUP: slices, "seed_development on raw articles": slices})
    assert read_results(tmp_path / "baseline.json") == ROWS


def test_only_whole_groups_that_were_held_back_are_read(tmp_path: Path) -> None:
    figures = {"verdict_right": [1, 2]}
    data = {
        "a_development": {"(semua)": figures},
        "b_heldback": {"english": figures},
        "c_heldback": {"(semua)": {**figures, "found_at_1": [1, 2]}, "english": {"verdict_right": [0, 1]}},
    }
    assert read_results(written(tmp_path / "figures.json", data)) == (ResultRow("verdict_right", "c_heldback", 1, 2),)


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "teks",
        {"a_heldback": None},
        {"a_heldback": []},
        {"a_heldback": {"(semua)": 3}},
        {"a_heldback": {"(semua)": {"verdict_right": "12"}}},
        {"a_heldback": {"(semua)": {"verdict_right": [1]}}},
        {"a_heldback": {"(semua)": {"verdict_right": [1, None]}}},
        {"a_heldback": {"(semua)": {"verdict_right": ["<b>", "2"]}}},
    ],
)
def test_what_has_another_form_is_left_out(tmp_path: Path, data: object) -> None:
    assert read_results(written(tmp_path / "figures.json", data)) == ()


def test_a_file_that_is_missing_or_unreadable_gives_no_results(tmp_path: Path) -> None:
    assert read_results(tmp_path / "none.json") == ()
    assert read_results(tmp_path) == ()
    for content in (b"", b"{", b"\xff\xfe\x00"):
        (tmp_path / "figures.json").write_bytes(content)
        assert read_results(tmp_path / "figures.json") == ()
