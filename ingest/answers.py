"""What new documents do to the answers: test cases are asked before and after, by the command that does so."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import AssistantError
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Answered:
    """A test case and what matters of the answer it got."""

    id: str
    question: str
    status: str
    verdict: str | None
    cited: tuple[tuple[str, str, str], ...]
    """Document, locator and words of each quotation, in order."""


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A test case whose answer is no longer the same."""

    before: Answered
    after: Answered


Ask = Callable[[Sequence[Path], Settings], list[Answered]]


def ask_all(cases: Sequence[Path], settings: Settings) -> list[Answered]:
    """The answers to all cases of some files, in order, from the whole assistant in a process of its own.

    Raises AssistantError when they cannot be asked; why not is told on stderr by then.
    """
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers.jsonl"
        command = [sys.executable, "-m", "assistant.evaluate", *map(str, cases), "--answers", str(answers)]
        store = [] if settings.chroma_url else ["--store", str(settings.vectorstore)]
        ended = subprocess.run([*command, "--failures", "0", *store], stdout=subprocess.DEVNULL, check=False)
        if ended.returncode:
            raise AssistantError("Soal uji tidak dapat ditanyakan; sebabnya tertulis di atas.")
        return [_read(line) for line in answers.read_text(encoding="utf-8").split("\n") if line]


def changed_answers(before: Sequence[Answered], after: Sequence[Answered]) -> tuple[AnswerChange, ...]:
    """The cases whose status, verdict or quotations are no longer the same."""
    pairs = zip(before, after, strict=True)
    return tuple(AnswerChange(one, two) for one, two in pairs if _substance(one) != _substance(two))


def _substance(one: Answered) -> tuple[str, str | None, frozenset[tuple[str, str, str]]]:
    return one.status, one.verdict, frozenset(one.cited)


def _read(line: str) -> Answered:
    answer = json.loads(line)
    return Answered(
        id=str(answer["id"]),
        question=answer["question"],
        status=answer["status"],
        verdict=answer["verdict"],
        cited=tuple((one["document"], one["locator"], one["quote"]) for one in answer["citations"]),
    )
