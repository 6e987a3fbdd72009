"""The pairs of `tests/gate`: passages, each with sentences that it says and sentences that it does not say.

Two kinds of files, of several authors. `paraphrases_X.jsonl` and `lies_X.jsonl` hold a pair a line, as a language model would
write and lie. `contrast_X.jsonl` holds a passage a line with four true and four false sentences that are told as freely as
possible and differ as little as possible: what tells readers from counters of words. Its passages are invented, and each
label is one author's reading. Nobody who builds the gate reads the parts named `heldback`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.settings import PROJECT_ROOT
from assistant.types import Passage, Source

FOLDER = PROJECT_ROOT / "tests" / "gate"
CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence that cites a passage."""

    id: str
    kind: str
    sentence: str
    passage: Passage
    is_true: bool


def parts() -> list[str]:
    """Names of the parts: those written as a model writes, then those of contrasts."""
    written = sorted(path.stem.removeprefix("lies_") for path in FOLDER.glob("lies_*.jsonl"))
    return [*written, *sorted(path.stem for path in FOLDER.glob(f"{CONTRAST}_*.jsonl"))]


@cache
def true_pairs(part: str) -> tuple[Pair, ...]:
    """The pairs of a part whose passage says what the sentence says."""
    return tuple(_contrasts(part, is_true=True) if part.startswith(CONTRAST) else _written(f"paraphrases_{part}"))


@cache
def false_pairs(part: str) -> tuple[Pair, ...]:
    """The pairs of a part whose passage does not."""
    return tuple(_contrasts(part, is_true=False) if part.startswith(CONTRAST) else _written(f"lies_{part}"))


def _written(file: str) -> Iterator[Pair]:
    for fields in _lines(file):
        passage = _passage(fields["passage"], fields["title"], fields["locator"])
        yield Pair(fields["id"], fields["kind"], fields["sentence"], passage, bool(fields["supported"]))


def _contrasts(part: str, *, is_true: bool) -> Iterator[Pair]:
    for number, fields in enumerate(_lines(part), start=1):
        told = [("paraphrase", sentence) for sentence in fields["true"]] if is_true else fields["false"]
        passage = _passage(fields["passage"], "", "")
        for place, (kind, sentence) in enumerate(told, start=1):
            yield Pair(f"{number}-{str(is_true).lower()}-{place}", kind, sentence, passage, is_true)


def _lines(file: str) -> Iterator[dict[str, Any]]:
    text = (FOLDER / f"{file}.jsonl").read_text(encoding="utf-8")
    return (json.loads(line) for line in text.splitlines() if line.strip())


def _passage(text: str, title: str, locator: str) -> Passage:
    return Passage("set/dokumen#1", Source("set/dokumen", "dokumen", title), 1, locator, text)
