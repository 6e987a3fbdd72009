"""Where statements of different voices contradict each other about the very act that is asked about."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.answer.matching import Match
from assistant.answer.question import Question
from assistant.answer.voices import contradict, is_narrowed, voice_of
from assistant.types import Modality, Quote

# Both sides of a disagreement must speak of nearly as much of the question as the statement that speaks of most.
OPPOSED_MARGIN = 0.25


def opposed_sides(
    question: Question, usable: Sequence[Match], permissive: Collection[Quote]
) -> tuple[tuple[Match, ...], tuple[Match, ...]] | None:
    """Those that allow the act and those that forbid it outright, where different voices contradict each other.

    A permission with conditions is contradicted only where one of them is somebody's word: rules differ by case. Nor may
    either be about more than what is asked: "dilarang hadir sambil mendukung" does not contradict "boleh hadir".
    """
    most = max(match.coverage for match in usable)
    near = [match for match in usable if match.is_just_about_it and match.coverage >= most - OPPOSED_MARGIN]
    voices = {match: voice_of(match.statement.quote) for match in near}
    named = [match for match in near if voices[match].is_named_in(question.text)]
    if named:
        return None  # "Kata Bagja boleh?" asks for one voice only
    allowing = [match for match in near if match.modality in (Modality.BOLEH, Modality.BERSYARAT)]
    forbidding = [
        match
        for match in near
        if match.modality is Modality.TIDAK_BOLEH
        and match.statement.quote not in permissive
        and not is_narrowed(match.statement.act)
    ]
    pairs = [
        (one, other)
        for one in allowing
        for other in forbidding
        if one.modality is Modality.BOLEH or contradict(voices[one], voices[other])
    ]
    if not pairs:
        return None
    return tuple(dict.fromkeys(one for one, _ in pairs)), tuple(dict.fromkeys(other for _, other in pairs))
