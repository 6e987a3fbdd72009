"""Whether a sentence is one that a reader can be shown at all: whole, in Indonesian, and not going round in circles."""

from __future__ import annotations

from collections import Counter

from assistant.answer.gate.claims import Claims
from assistant.answer.gate.gate_words import load_gate_words
from assistant.text import words
from assistant.types import Passage

# A run of so many words comes back in no sentence; a shorter one not so often.
RUN, AGAIN = 5, 2
SHORT_RUN, OFTEN = 3, 3


def is_readable(sentence: str, said: Claims, passage: Passage) -> bool:
    """Whether a sentence ends, asks nothing, and has no characters and words that its passage and Indonesian do without."""
    ends = said.text.strip().rstrip("\"'”’)]")[-1:]
    if ends not in (".", "!") or len(said.tokens) < 2 or said.strange - set(passage.text):
        return False
    forms = words(sentence)  # as it is written: `said` spells abbreviations out
    goes_round = _repeats(forms) and not _repeats(words(passage.text))
    return not _is_foreign(forms, passage) and not goes_round


def _is_foreign(forms: list[str], passage: Passage) -> bool:
    """Whether a sentence uses a small word of another language that its passage does not use."""
    foreign = load_gate_words().foreign.intersection(forms)
    return bool(foreign) and not foreign <= set(words(passage.text))


def _repeats(forms: list[str]) -> bool:
    """Whether words come back in the same order, as in a text that a model does not bring to an end."""
    for length, times in ((RUN, AGAIN), (SHORT_RUN, OFTEN)):
        runs = Counter(tuple(forms[start : start + length]) for start in range(len(forms) - length + 1))
        if max(runs.values(), default=0) >= times:
            return True
    return False
