"""Faults planted on purpose: each must make small samples of the test sets fall below the baseline.

A gate that lets these pass would let anything pass. Each fault is one that a change could bring about by accident.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml
from numpy.typing import NDArray

from assistant import pipeline, vocabulary
from assistant.answer import extractive
from assistant.answer.question import Question
from assistant.answer.ranking import Ranking
from assistant.evaluation.baseline import falls_below, read_baseline
from assistant.evaluation.measures import Measure
from assistant.evaluation.outcomes import run_case
from assistant.evaluation.summary import summarise
from assistant.pipeline import Assistant
from assistant.search.hybrid import Searcher
from assistant.settings import Settings
from assistant.types import Draft, Passage, Verdict
from tests.measured import BASELINE, SAMPLES, Group, RememberingEmbedder

INVENTED = "Menurut aturan terbaru hal ini sudah diserahkan kepada kebijakan masing-masing."


def everything_answers(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """The threshold below which a fact question is refused is gone."""
    patch.setattr(Ranking, "answers", lambda self, signals: float("inf"))


def nothing_answers(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """The threshold is out of reach, and no rule is found either: silence is no virtue where documents answer."""
    patch.setattr(extractive, "draft", lambda *_: None)


def invention_is_not_checked(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """An engine that makes things up, and a gate that is open."""
    honest = extractive.draft

    def inventing(*arguments: object) -> Draft | None:
        draft = honest(*arguments)  # type: ignore[arg-type]
        if draft is None:
            return None
        blocks = [
            replace(block, sentences=tuple(replace(sentence, text=INVENTED) for sentence in block.sentences))
            for block in draft.blocks
        ]
        return replace(draft, blocks=tuple(blocks))

    def unchecked(draft: Draft, passages: Collection[Passage], question: Question) -> tuple[Draft, int]:
        return draft, 0

    patch.setattr(extractive, "draft", inventing)
    patch.setattr(pipeline, "verify", unchecked)


def vocabulary_is_empty(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Every term is only known by its own name, as if its wordings had been lost."""
    data = yaml.load(vocabulary.VOCABULARY_FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    for section in ("acts", "objects", "actors", "names"):
        for name, entry in data[section].items():
            kept = {key: value for key, value in entry.items() if key not in ("everyday", "english", "combine")}
            data[section][name] = {**kept, "words": [name.replace("_", " ")]}
    bare = folder / "vocabulary.yaml"
    bare.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    # Who needs the vocabulary calls `load_vocabulary()` under a name of its own; all of them get this default.
    patch.setattr(vocabulary.load_vocabulary.__wrapped__, "__defaults__", (bare,))


def rules_about_anything_count(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """A rule is taken for an answer though it speaks of another act: how much of the question it covers is ignored."""
    careful = extractive.match_statements

    def careless(*arguments: object) -> list[object]:
        return [
            replace(
                match,
                coverage=1.0,
                directness=1.0,
                covers_all_acts=True,
                covers_asked_acts=True,
                leaves_objects_open=False,
                leaves_words_open=False,
                precision=1.0,
                unasked=0,
                is_just_about_it=True,
                speaks_of_them=True,
                relevance=0.0,
            )
            for match in careful(*arguments)  # type: ignore[arg-type]
        ]

    patch.setattr(extractive, "match_statements", careless)


def prohibitions_are_read_as_permissions(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """One wrong line in the reading of verdicts."""
    right = extractive.decide_verdict

    def wrong(*arguments: object) -> object:
        ruling = right(*arguments)  # type: ignore[arg-type]
        turned = ruling is not None and ruling.verdict is Verdict.TIDAK_BOLEH
        return replace(ruling, verdict=Verdict.BOLEH) if turned and ruling else ruling

    patch.setattr(extractive, "decide_verdict", wrong)


def the_worst_passages_come_first(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """A sign in the search is turned."""
    best_first = Searcher.find_passages

    def worst_first(
        self: Searcher, question: str, limit: int = 10, vector: NDArray[np.float32] | None = None
    ) -> object:
        return best_first(self, question, 1_000, vector)[::-1][:limit]

    patch.setattr(Searcher, "find_passages", worst_first)


Plant = Callable[[pytest.MonkeyPatch, Path], None]
OF_ALL_KINDS, UNSETTLED = SAMPLES
# What is planted, the sample that is asked, and a measure that must show it.
FAULTS: Sequence[tuple[Plant, Group, Measure]] = (
    (everything_answers, UNSETTLED, Measure.REFUSAL_RECALL),
    (nothing_answers, OF_ALL_KINDS, Measure.FALSE_REFUSALS),
    (invention_is_not_checked, OF_ALL_KINDS, Measure.VERBATIM),
    (vocabulary_is_empty, OF_ALL_KINDS, Measure.EVIDENCE_OF_ANSWERABLE),
    (rules_about_anything_count, OF_ALL_KINDS, Measure.VERDICT_RIGHT),
    (prohibitions_are_read_as_permissions, OF_ALL_KINDS, Measure.FALSE_BOLEH),
    (the_worst_passages_come_first, OF_ALL_KINDS, Measure.FOUND_AT_5),
)
Ask = Callable[[Group], Sequence[Measure]]


@pytest.fixture
def fallen(retold_store: Path, embedder: RememberingEmbedder) -> Iterator[Ask]:
    """Asks a sample with whatever is planted now; the measures that fell below the baseline."""

    def ask(group: Group) -> Sequence[Measure]:
        _forget_what_was_read()
        assistant = Assistant.open(Settings(vectorstore=retold_store), embedder)
        summary = summarise([run_case(assistant, case) for case in group.cases()])
        return [fall.measure for fall in falls_below(read_baseline(BASELINE)[str(group)], summary)]

    yield ask
    _forget_what_was_read()


def _forget_what_was_read() -> None:
    """Empties the caches of what is read from passages and questions, which a planted fault changes; stems stay."""
    for name, module in list(sys.modules.items()):
        if name.startswith("assistant.") and name != "assistant.text":
            for cached in vars(module).values():
                if callable(forget := getattr(cached, "cache_clear", None)):
                    forget()


@pytest.mark.parametrize("group", SAMPLES, ids=str)
def test_without_a_fault_nothing_falls(fallen: Ask, group: Group) -> None:
    assert fallen(group) == []


@pytest.mark.parametrize(("plant", "group", "shown_by"), FAULTS, ids=[plant.__name__ for plant, *_ in FAULTS])
def test_every_fault_is_caught(
    plant: Plant, group: Group, shown_by: Measure, fallen: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plant(monkeypatch, tmp_path)
    assert shown_by in fallen(group)
