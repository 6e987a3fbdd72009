"""What the assistant is as HTML: its limits, what becomes of questions, its version, and how it fared in tests."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from assistant.page.markup import escape
from assistant.page.wording import PageWording

# Groups of questions that nobody who works on the assistant has read; figures of the others flatter it.
HELD_BACK = "heldback"
# The slice of a group that holds all its questions.
ALL = "(semua)"
MEASURES = (
    "verdict_right",
    "false_boleh",
    "evidence_of_answerable",
    "found_at_5",
    "conditions_told",
    "false_refusals",
    "refusal_recall",
    "injected",
)
"""What is shown of a group, in this order."""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A figure of the tests. `right` counts what the measure names: of `false_refusals`, the refusals that were false."""

    measure: str
    group: str
    right: int
    of: int


def read_results(path: Path) -> tuple[ResultRow, ...]:
    """The figures of the held-back groups in a file of baselines, group by group; none when it cannot be read.

    The file is JSON: group → slice → measure → [right, of]. What is not of that form is left out.
    """
    try:
        groups = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
    rows = []
    for group, slices in _items(groups):
        figures = slices.get(ALL) if HELD_BACK in group and isinstance(slices, dict) else None
        of_group = dict(_items(figures))
        for measure in MEASURES:
            if figure := _figure(of_group.get(measure)):
                rows.append(ResultRow(measure, group, *figure))
    return tuple(rows)


def about(words: PageWording, version: str, results: Sequence[ResultRow], remote_model: str = "") -> str:
    """The whole page about the assistant; of each group the results stay in their order.

    `remote_model` is the name of the language model outside this machine that phrases answers; empty where there is none.
    """
    privacy = words.privacy
    if remote_model:
        privacy = (words.remote_privacy.format(model=remote_model), *privacy[1:])
    return (
        f'<article class="about-assistant"><h2>{escape(words.about_title)}</h2>'
        f"{_section('limits', words.about_limits, _list(words.limits))}"
        f"{_section('privacy', words.about_privacy, _list(privacy))}"
        f"{_section('version', words.about_version, f'<p>{escape(version)}</p>')}"
        f"{_section('results', words.about_results, _results(results, words))}</article>"
    )


def _items(data: object) -> Iterable[tuple[str, object]]:
    return data.items() if isinstance(data, dict) else ()


def _figure(data: object) -> tuple[int, int] | None:
    """A count and a total; None for anything else."""
    match data:
        case [int(right), int(of)]:
            return right, of
    return None


def _section(name: str, title: str, content: str) -> str:
    return f'<section aria-labelledby="about-{name}"><h3 id="about-{name}">{escape(title)}</h3>{content}</section>'


def _list(sentences: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(sentence)}</li>' for sentence in sentences)}</ul>"


def _results(results: Sequence[ResultRow], words: PageWording) -> str:
    if not results:
        return f"<p>{escape(words.about_results_missing)}</p>"
    order = list(words.group_names)
    ranked = sorted(results, key=lambda row: (order.index(row.group) if row.group in order else len(order), row.group))
    groups = "".join(_group(name, list(rows), words) for name, rows in groupby(ranked, key=lambda row: row.group))
    return (
        f'<table class="results"><caption>{escape(words.about_results_text)}</caption><thead><tr>'
        f'<th scope="col">{escape(words.results_measure)}</th><th scope="col">{escape(words.results_figure)}</th>'
        f"</tr></thead>{groups}</table>"
    )


def _group(name: str, rows: Sequence[ResultRow], words: PageWording) -> str:
    title = escape(words.group_names.get(name, _readable(name)))
    lines = "".join(
        f'<tr><th scope="row">{escape(words.measure_names.get(row.measure, _readable(row.measure)))}</th>'
        f"<td>{escape(words.results_count.format(right=row.right, of=row.of))}</td></tr>"
        for row in rows
    )
    return f'<tbody><tr><th scope="rowgroup" colspan="2">{title}</th></tr>{lines}</tbody>'


def _readable(name: str) -> str:
    """A name from a file as words."""
    spaced = " ".join(name.replace("_", " ").split())
    return spaced[:1].upper() + spaced[1:]
