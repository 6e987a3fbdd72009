"""Test questions over their stores, and for each an assistant that has learned from other questions only.

What was fitted to a question fits it better than any other. Whatever is weighed against it must not see that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from assistant.answer.question import Kind, Question
from assistant.calibration.expectation import Judged, fit_expectation
from assistant.calibration.question_map import Bank, fit_map
from assistant.errors import AssistantError
from assistant.evaluation.cases import Case, load_cases
from assistant.pipeline import Assistant, Learned
from assistant.search.embedding import Embedder
from assistant.search.question_map import Floats
from assistant.settings import Settings
from assistant.text import sentence_spans

# With fewer families of test sets than this, questions are dealt out among as many parts instead.
LEAST_PARTS = 3


class CalibrationError(AssistantError):
    """Too little to learn from; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Tested:
    """A question of a test set over a store."""

    case: Case
    store: Path
    part: str
    """What it is left out with."""
    question: Question
    vector: Floats
    holding: tuple[int, ...]
    """The places of the store's passages that hold its evidence."""


@dataclass(frozen=True, slots=True)
class Tests:
    """All questions, over stores that are open once."""

    tested: tuple[Tested, ...]
    passages: dict[Path, Floats]
    embedder: Embedder
    _learned: dict[str | None, Learned] = field(default_factory=dict)

    def learned(self, left_out: str | None = None) -> Learned:
        """What the questions teach, all but those of one part; fitted once."""
        if left_out not in self._learned:
            self._learned[left_out] = self._fitted(left_out)
        return self._learned[left_out]

    def _fitted(self, left_out: str | None) -> Learned:
        known = [one for one in self.tested if one.part != left_out]
        banks = [
            _bank(vectors, [one for one in known if one.store == store]) for store, vectors in self.passages.items()
        ]
        judged = [
            Judged(one.question.text, one.vector, one.case.verdicts)
            for one in known
            if one.case.verdicts and one.question.kind is Kind.PERMISSION
        ]
        banks = [bank for bank in banks if len(bank.questions)]
        model = self.embedder.name
        return Learned(
            question_map=fit_map(banks, model) if banks else None,
            expectation=fit_expectation(judged, model) if judged else None,
        )

    def unseen(self) -> Iterator[tuple[Assistant, Case]]:
        """Every question with an assistant that has not learned from its part."""
        for part in sorted({one.part for one in self.tested}):
            learned = self.learned(left_out=part)
            for store in self.passages:
                cases = [one.case for one in self.tested if (one.part, one.store) == (part, store)]
                if cases:
                    assistant = Assistant.open(Settings(vectorstore=store), self.embedder, learned)
                    yield from ((assistant, case) for case in cases)


def read_tests(over: Sequence[tuple[Path, Sequence[Path]]], embedder: Embedder) -> Tests:
    """Every question of the test sets over their stores.

    The sets of a family (`slices_development_1`, `…_2`) have authors and subjects in common, so a family is one part.
    """
    found: list[Tested] = []
    passages: dict[Path, Floats] = {}
    for store, files in over:
        assistant = Assistant.open(Settings(vectorstore=store), embedder)
        snapshot = assistant.snapshot()
        passages[store] = snapshot.vectors
        sentences = [
            (place, passage.source.name, passage.text[start:end])
            for place, passage in enumerate(snapshot.passages)
            for start, end in sentence_spans(passage.text)
        ]
        for file in files:
            part = re.sub(r"_(development|heldback)(_\d+)?$", "", file.stem)
            for case in load_cases([file]):
                question, vector = assistant.understand(case.question, case.history)
                if vector is not None:
                    found.append(Tested(case, store, part, question, vector, _holding(case, sentences)))
    if not found:
        raise CalibrationError("Tidak ada satu soal pun yang dapat dipelajari.")
    if len({one.part for one in found}) < LEAST_PARTS:
        found = [replace(one, part=str(number % LEAST_PARTS)) for number, one in enumerate(found)]
    return Tests(tuple(found), passages, embedder)


def _holding(case: Case, sentences: Sequence[tuple[int, str, str]]) -> tuple[int, ...]:
    """The places of the passages with evidence; `sentences` are triples of place, document name and text."""
    found = (place for place, name, text in sentences if any(evidence.fits(name, text) for evidence in case.evidence))
    return tuple(dict.fromkeys(found))


def _bank(passages: Floats, known: Sequence[Tested]) -> Bank:
    # What every passage holds tells none from another.
    proven = [one for one in known if 0 < len(one.holding) < len(passages)]
    holds = np.zeros((len(proven), len(passages)), dtype=bool)
    for row, one in enumerate(proven):
        holds[row, list(one.holding)] = True
    questions = np.array([one.vector for one in proven], dtype=np.float32).reshape(len(proven), passages.shape[1])
    return Bank(passages, questions, holds)
