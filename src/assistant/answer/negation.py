"""Whether the opposite of an act is asked about: "bolehkah tidak netral", but not the side remark "udah gak kampanye"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.answer.needs import Need, Sort, asking_clauses, clauses
from assistant.answer.reading import Reading
from assistant.text import words

# Words from a negation to the act that it denies: "tidak ikut kampanye".
REACH = 2


def is_negated(text: str, needs: Sequence[Need], reading: Reading) -> bool:
    """Whether every act in the clauses that count is denied or refused."""
    tokens = words(text)
    acts = sorted(need.position for need in needs if need.sort is Sort.ACT)
    asking = asking_clauses(text, reading)
    cases = [(start, end) for start, end in clauses(text, reading) if reading.conditions & set(tokens[start:end])]
    spans = _clauses_that_count(acts, asking, cases) or clauses(text, reading)
    asked = [act for act in acts if any(start <= act < end for start, end in spans)]
    marked = bool(reading.question_marks.search(text.lower()))
    if any(
        _is_refused_as_told(tokens[start:end], acts, range(start, end), reading) for start, end in (*asking, *cases)
    ):
        return True
    return bool(asked) and all(_is_denied(act, tokens, _start_of(act, spans), marked, reading) for act in asked)


def _clauses_that_count(
    acts: Iterable[int], asking: list[tuple[int, int]], cases: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Those that ask; where they name no act, also those that say in what case, if there are any."""
    if any(start <= act < end for act in acts for start, end in asking):
        return asking
    return [*asking, *cases] if asking and cases else []


def _start_of(act: int, spans: Iterable[tuple[int, int]]) -> int:
    return next(start for start, end in spans if start <= act < end)


def _is_denied(act: int, tokens: Sequence[str], start: int, marked: bool, reading: Reading) -> bool:
    for place in range(start, act):
        if tokens[place] in reading.refusals:
            return True
        if place >= act - REACH and tokens[place] in reading.negations and not _is_tag(place, tokens, marked, reading):
            return True
    return False


def _is_tag(place: int, tokens: Sequence[str], marked: bool, reading: Reading) -> bool:
    """Whether a negation only asks ("boleh gak ikut", "ada cuti ga buat …") or belongs to "tidak boleh"."""
    before = tokens[place - 1] if place else ""
    after = tokens[place + 1] if place + 1 < len(tokens) else ""
    if after in reading.modals:
        return True
    # "Bolehkah tidak netral" denies, since the question is marked already.
    return tokens[place] in reading.tags and (after in reading.after_tags or (before in reading.modals and not marked))


def _is_refused_as_told(clause: Sequence[str], acts: Iterable[int], places: range, reading: Reading) -> bool:
    """Whether a clause refuses what was told before: "kalau saya tolak, boleh?"."""
    refused = [place for place, token in zip(places, clause, strict=True) if token in reading.refusals]
    return bool(refused) and not any(act in places and act > refused[0] for act in acts)
