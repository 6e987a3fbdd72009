"""Decides the verdict about the act that was asked about.

The verdict has one author: whatever engine phrases an answer, `decide_verdict` says boleh or tidak boleh.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer.matching import Match
from assistant.answer.question import Question
from assistant.answer.voices import contradict, is_narrowed, voice_of
from assistant.types import Modality, Quote, Verdict
from assistant.vocabulary import load_vocabulary

# A statement is about the asked act when it speaks of this share of what the question names. Fitted on the
# development questions: below 0.5 near misses are answered, above 0.7 everyday questions with side remarks are refused.
COVERAGE_FLOOR = 0.55
# A wrong "boleh" can cost a career: a permission must cover more, every act that was named, and every word of the
# clause that asks ("boleh mewakili ibu nyoblos" is not "boleh nyoblos").
PERMISSION_COVERAGE_FLOOR = 0.6
# Permission and prohibition that cover the question equally well within this margin contradict each other.
CONTRADICTION_MARGIN = 0.1
# What somebody says against it must fit the question nearly as well as the best statement does.
OPPOSED_MARGIN = 0.25


@dataclass(frozen=True, slots=True)
class Ruling:
    """The verdict and the statements it rests on, best first; `against` holds what contradicts it.

    The verdict is None when the statements say that no rule speaks of the act. Where `against` is not empty, the sources
    disagree: `grounds` then holds those that allow.
    """

    verdict: Verdict | None
    grounds: tuple[Match, ...]
    against: tuple[Match, ...] = ()


def decide_verdict(question: Question, matches: Sequence[Match]) -> Ruling | None:
    """The verdict about the asked act, or None when no statement settles it."""
    permissive = _permissive(matches)
    usable = [match for match in matches if is_about_the_act(match, question) and not _is_limit(match, permissive)]
    if not usable:
        return None
    if opposed := _opposed(question, usable, permissive):
        return Ruling(Verdict.BERSYARAT, *opposed)
    # On equal coverage the first wins: the stricter reading is the safer one.
    order = (Modality.TIDAK_BOLEH, Modality.WAJIB, Modality.BERSYARAT, Modality.TIDAK_DIATUR, Modality.BOLEH)
    grounds = {modality: best for modality in order if (best := _best(usable, modality))}
    if not grounds:
        return None
    allowed, forbidden = grounds.get(Modality.BOLEH), grounds.get(Modality.TIDAK_BOLEH)
    if allowed and forbidden and abs(allowed[0].coverage - forbidden[0].coverage) <= CONTRADICTION_MARGIN:
        return Ruling(Verdict.BERSYARAT, (*allowed, *forbidden))
    conditional, unregulated = grounds.get(Modality.BERSYARAT), grounds.get(Modality.TIDAK_DIATUR)
    if conditional and unregulated and unregulated[0].coverage - conditional[0].coverage <= CONTRADICTION_MARGIN:
        # "No rule speaks of it; whether it offends depends on …": the latter says more.
        del grounds[Modality.TIDAK_DIATUR]
    modality = max(grounds, key=lambda candidate: round(grounds[candidate][0].score, 2))
    return Ruling(verdict_of(modality), grounds[modality])


def _permissive(matches: Sequence[Match]) -> dict[Quote, float]:
    """The sentences that allow something, with how much of the question they allow."""
    found: dict[Quote, float] = {}
    for match in matches:
        if match.modality in (Modality.BOLEH, Modality.BERSYARAT):
            quote = match.statement.quote
            found[quote] = max(match.coverage, found.get(quote, 0.0))
    return found


def _is_limit(match: Match, permissive: Mapping[Quote, float]) -> bool:
    """Whether a prohibition is merely the limit of a permission in its sentence that says as much ("boleh …, tanpa …")."""
    allowed = permissive.get(match.statement.quote, -1.0)
    return match.modality is Modality.TIDAK_BOLEH and allowed >= match.coverage


def _opposed(
    question: Question, usable: Sequence[Match], permissive: Mapping[Quote, float]
) -> tuple[tuple[Match, ...], tuple[Match, ...]] | None:
    """Those that allow the act and those that forbid it outright, where different voices contradict each other.

    A permission with conditions is contradicted only where one of them is somebody's word: rules differ by case. Nor may
    either be about more than what is asked: "dilarang hadir sambil mendukung" does not contradict "boleh hadir".
    """
    near = [match for match in usable if match.is_just_about_it and match.score >= usable[0].score - OPPOSED_MARGIN]
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


def verdict_of(modality: Modality) -> Verdict | None:
    """What a modality says about the asked act; None where it says that no rule does."""
    return None if modality is Modality.TIDAK_DIATUR else Verdict(modality.value)


def is_about_the_act(match: Match, question: Question) -> bool:
    """Whether a match speaks of enough of what is asked to rule on it."""
    vocabulary = load_vocabulary()
    if match.leaves_objects_open and not any(need.term in vocabulary.subject for need in question.rule_needs):
        # Rules on neutrality speak of candidates and parties even where they do not say so: a bare "komentar" falls
        # under them, "komentar di grup keluarga" does not.
        return False
    if match.modality is Modality.BOLEH and match.leaves_words_open:
        return False
    if match.modality in (Modality.BOLEH, Modality.BERSYARAT):
        covers = match.covers_all_acts if match.modality is Modality.BOLEH else match.covers_asked_acts
        return covers and match.coverage >= PERMISSION_COVERAGE_FLOOR
    return match.coverage >= COVERAGE_FLOOR and match.directness > 0


def _best(matches: Sequence[Match], modality: Modality) -> tuple[Match, ...]:
    """The matches of one modality that are nearly as good as its best one, at most one per sentence."""
    chosen: dict[Quote, Match] = {}
    for match in matches:
        if match.modality is modality:
            chosen.setdefault(match.statement.quote, match)
    ranked = list(chosen.values())
    return tuple(match for match in ranked if match.score >= ranked[0].score - 0.15)
