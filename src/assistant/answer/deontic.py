"""Decides the verdict about the act that was asked about.

The verdict has one author: whatever engine phrases an answer, `decide_verdict` says boleh or tidak boleh.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer.expectation import NOTHING_EXPECTED, Expected
from assistant.answer.matching import Match
from assistant.answer.opposition import opposed_sides
from assistant.answer.question import Question
from assistant.answer.reading import load_reading
from assistant.answer.vote import SAYS, Ballot, ballots, count, load_weights, strength
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
# Share of the votes that allows an act which the rules of reading do not find allowed, where nothing forbids it …
SURELY_ALLOWED = 0.6
# … and that allows it though something may: then questions like it must be allowed that often, too. Of 1,191 questions left out
# of the fit, 0 of those that are to be forbidden were allowed by this, and 50 of the 67 that are to be allowed.
OVERWHELMING = 0.8
OFTEN_ALLOWED = 0.2
# Those who disagree must not fit the question worse than the best statement by more than this, nor may another verdict have this
# share of the votes, see `_is_open`. Of the development questions, left out of the fit, 11 of 12 real disagreements are kept, and
# 25 of 31 that would be wrong are settled.
MOST_BEHIND = 0.75
SETTLED = 0.8
# An outright permission and an outright prohibition must both lie within this. Two sentences with the same words lie 1.2 apart
# where their vectors differ a little; of the development questions the nearest pair that is no disagreement lies 1.4 apart.
MOST_APART = 1.3
# Share of the votes that settles a question for which the rules find nothing: of 64 such development questions 23 are then
# settled, 8 of 11 that are judged rightly; with any share 43, 12 of 18, and 4 that nothing settles.
SURELY_ELECTED = 0.6
# Where questions like it are allowed more seldom than this, nothing is called allowed: the statement that says so is about
# something else. All 4 false permissions among 1,800 development questions were of this kind.
SELDOM_ALLOWED = 0.15
# What is decided instead has at least this share of the votes, or nothing is decided.
LEAST_SHARE = 0.1
# Statements that an elected verdict is shown with.
MOST_GROUNDS = 3
CAUTIOUS = (Modality.TIDAK_BOLEH, Modality.BERSYARAT, Modality.TIDAK_DIATUR)


@dataclass(frozen=True, slots=True)
class Ruling:
    """The verdict and the statements it rests on, best first; `against` holds what contradicts it.

    The verdict is None when the statements say that no rule speaks of the act. Where `against` is not empty, the sources
    disagree: `grounds` then holds those that allow.
    """

    verdict: Verdict | None
    grounds: tuple[Match, ...]
    against: tuple[Match, ...] = ()

    @property
    def quotes(self) -> frozenset[Quote]:
        """The sentences that it rests on, and those that contradict it."""
        return frozenset(match.statement.quote for match in (*self.grounds, *self.against))


def decide_verdict(
    question: Question,
    matches: Sequence[Match],
    facts: Sequence[Quote] = (),
    expected: Expected = NOTHING_EXPECTED,
) -> Ruling | None:
    """The verdict about the asked act, or None when no statement settles it.

    `facts` are the sentences that surely answer the question, best first; `expected` are the verdicts that questions like
    it get. The rules of reading say whether anything settles it, and whether the sources disagree; what the verdict is, all
    statements vote on.
    """
    ruled = rule(question, matches, facts)
    if ruled is None:
        return _elected_alone(matches, facts, expected)
    cast, shares = _polled(matches, ruled, facts, expected)
    if ruled.against:
        if _is_open(ruled, cast, shares):
            return ruled
        ruled = _ruled(question, matches, may_disagree=False) or ruled
        cast, shares = _polled(matches, ruled, facts, expected)
    votes = shares if _may_be_allowed(expected) else _without_permission(shares)
    elected = max(votes, key=lambda verdict: votes[verdict], default=ruled.verdict)
    if ruled.verdict is Verdict.BOLEH and Verdict.BOLEH not in votes and votes.get(elected, 0.0) < LEAST_SHARE:
        return None
    grounds = _grounds(cast, elected)
    doubted = elected is Verdict.BOLEH and not (
        _is_often_allowed(shares, expected) or _is_surely_allowed(question, matches, grounds, shares)
    )
    if elected is ruled.verdict or doubted or _drops_a_prohibition(ruled, elected, grounds):
        return ruled
    return Ruling(elected, grounds)


def _may_be_allowed(expected: Expected) -> bool:
    """Whether questions like this one are allowed often enough; True where nothing is expected."""
    return not expected or expected.get(Verdict.BOLEH, -math.inf) >= math.log(SELDOM_ALLOWED)


def _without_permission(shares: Mapping[Verdict | None, float]) -> dict[Verdict | None, float]:
    """The votes that count where an outright permission is not believed."""
    return {verdict: share for verdict, share in shares.items() if verdict is not Verdict.BOLEH}


def _drops_a_prohibition(ruled: Ruling, elected: Verdict | None, grounds: Sequence[Match]) -> bool:
    """Whether "no rule speaks of it" is about less than what the rules found: "no rule on following; liking is forbidden"."""
    prohibits = ruled.verdict is Verdict.TIDAK_BOLEH and ruled.grounds[0].is_just_about_it
    return elected is None and prohibits and not grounds[0].is_just_about_it


def _polled(
    matches: Sequence[Match], ruled: Ruling, facts: Sequence[Quote], expected: Expected
) -> tuple[list[Ballot], dict[Verdict | None, float]]:
    """The ballots that are cast once the rules have spoken, and the share of each verdict."""
    cast = ballots(matches, ruled.verdict, ruled.quotes, facts, expected)
    return cast, count(cast, load_weights())


def _is_open(ruled: Ruling, cast: Sequence[Ballot], shares: Mapping[Verdict | None, float]) -> bool:
    """Whether the votes leave a disagreement open: those who disagree fit the question about best.

    "Boleh hadir" and "dilarang hadir" disagree about attending, not about dancing on the stage. An outright permission and
    a prohibition must both fit; with a conditional one it is enough that one does, unless another verdict prevails.
    """
    weights = load_weights()
    best = max(strength(ballot, weights) for ballot in cast)

    def behind(side: Sequence[Match]) -> float:
        quotes = {match.statement.quote for match in side}
        return best - max(strength(ballot, weights) for ballot in cast if ballot.match.statement.quote in quotes)

    gaps = behind(ruled.grounds), behind(ruled.against)
    if any(match.modality is Modality.BOLEH for match in ruled.grounds):
        return max(gaps) <= MOST_APART
    others = max((share for verdict, share in shares.items() if verdict is not Verdict.BERSYARAT), default=0.0)
    return min(gaps) <= MOST_BEHIND and others < SETTLED


def _elected_alone(matches: Sequence[Match], facts: Sequence[Quote], expected: Expected) -> Ruling | None:
    """The verdict that most votes are for where the rules find none, though sentences surely answer; never that one may."""
    if not facts:
        return None
    cast = ballots(matches, None, (), facts, expected)
    shares = count(cast, load_weights())
    elected = max(shares, key=lambda verdict: shares[verdict], default=None)
    if elected not in (Verdict.TIDAK_BOLEH, Verdict.BERSYARAT, Verdict.WAJIB) or shares[elected] < SURELY_ELECTED:
        return None
    return Ruling(elected, _grounds(cast, elected))


def _grounds(cast: Sequence[Ballot], elected: Verdict | None) -> tuple[Match, ...]:
    """The statements that the most weighty votes for a verdict come from."""
    weights = load_weights()
    voters = sorted(
        (one for one in cast if one.verdict is elected), key=lambda one: strength(one, weights), reverse=True
    )
    return tuple(ballot.match for ballot in voters[:MOST_GROUNDS])


def _is_often_allowed(shares: Mapping[Verdict | None, float], expected: Expected) -> bool:
    """Whether nearly all votes allow an act, and questions like this one are often about what is allowed."""
    often = expected.get(Verdict.BOLEH, -math.inf) >= math.log(OFTEN_ALLOWED)
    return often and shares[Verdict.BOLEH] >= OVERWHELMING


def _is_surely_allowed(
    question: Question, matches: Sequence[Match], grounds: Sequence[Match], shares: Mapping[Verdict | None, float]
) -> bool:
    """Whether a vote may allow what the rules do not: by far most say so, of every act and word, and none forbids it."""
    permissive = _permissive(matches)
    forbidden = any(
        match.modality is Modality.TIDAK_BOLEH
        and _contradicts(match, grounds[0])
        and is_about_the_act(match, question)
        and not _is_limit(match, permissive)
        for match in matches
    )
    return not forbidden and shares[Verdict.BOLEH] >= SURELY_ALLOWED and is_about_the_act(grounds[0], question)


def _contradicts(forbidding: Match, allowing: Match) -> bool:
    """Whether a prohibition is about as much of the question as a permission, and not about more ("mengajak memilih")."""
    is_other = allowing.is_just_about_it and forbidding.unasked > 0
    return not is_other and forbidding.coverage >= allowing.coverage - CONTRADICTION_MARGIN


def rule(question: Question, matches: Sequence[Match], facts: Sequence[Quote]) -> Ruling | None:
    """What the rules of reading say before anything is voted on."""
    return _ruled(question, matches) or _nearest(question, matches, facts)


def _ruled(question: Question, matches: Sequence[Match], *, may_disagree: bool = True) -> Ruling | None:
    """What the statements that are about the asked act say."""
    permissive = _permissive(matches)
    usable = [match for match in matches if is_about_the_act(match, question) and not _is_limit(match, permissive)]
    if not usable:
        return _allowed_to_others(question, matches)
    if may_disagree and (opposed := opposed_sides(question, usable, permissive)):
        return Ruling(Verdict.BERSYARAT, *opposed)
    # On equal coverage the first wins: the stricter reading is the safer one.
    order = (Modality.TIDAK_BOLEH, Modality.WAJIB, Modality.BERSYARAT, Modality.TIDAK_DIATUR, Modality.BOLEH)
    grounds = {modality: best for modality in order if (best := _best(usable, modality))}
    if not grounds:
        return None
    allowed, forbidden = grounds.get(Modality.BOLEH), grounds.get(Modality.TIDAK_BOLEH)
    if allowed and forbidden and _contradicts(forbidden[0], allowed[0]):
        return Ruling(Verdict.BERSYARAT, (*allowed, *forbidden))
    conditional, unregulated = grounds.get(Modality.BERSYARAT), grounds.get(Modality.TIDAK_DIATUR)
    if conditional and unregulated and unregulated[0].coverage - conditional[0].coverage <= CONTRADICTION_MARGIN:
        # "No rule speaks of it; whether it offends depends on …": the latter says more.
        del grounds[Modality.TIDAK_DIATUR]
    modality = max(grounds, key=lambda candidate: round(grounds[candidate][0].score, 2))
    return Ruling(SAYS[modality], grounds[modality])


def _nearest(question: Question, matches: Sequence[Match], facts: Sequence[Quote]) -> Ruling | None:
    """What the sentences say that surely answer the question, though they do not name every act; never that one may."""
    duty = load_reading().asks_duty.search(question.text.lower())
    wanted = (*CAUTIOUS, Modality.WAJIB) if duty else CAUTIOUS
    for quote in facts:
        for match in matches:
            if match.statement.quote == quote and match.modality in wanted:
                return Ruling(SAYS[match.modality], (match,))
    return None


def _permissive(matches: Sequence[Match]) -> set[Quote]:
    """The sentences that allow what is asked about, with or without conditions."""
    allowing = (Modality.BOLEH, Modality.BERSYARAT)
    return {
        match.statement.quote
        for match in matches
        if match.modality in allowing and match.covers_asked_acts and match.directness
    }


def _is_limit(match: Match, permissive: Collection[Quote]) -> bool:
    """Whether a prohibition is merely the limit of a permission in its own sentence ("boleh …, tanpa …")."""
    return match.modality is Modality.TIDAK_BOLEH and match.statement.quote in permissive


def _allowed_to_others(question: Question, matches: Sequence[Match]) -> Ruling | None:
    """What is allowed to those asked about who are no civil servants, though words of the question are left open.

    Such a permission is called conditional: the words left open may matter.
    """
    if not question.actors or any(load_vocabulary().belongs_to(actor, "asn") for actor in question.actors):
        return None
    fitting = [
        match
        for match in matches
        if match.modality is Modality.BOLEH and match.speaks_of_them and match.covers_all_acts
        if match.coverage >= PERMISSION_COVERAGE_FLOOR
    ]
    return Ruling(Verdict.BERSYARAT, tuple(fitting[:1])) if fitting else None


def is_about_the_act(match: Match, question: Question) -> bool:
    """Whether a match speaks of enough of what is asked to rule on it."""
    if match.coverage < COVERAGE_FLOOR or (match.modality is Modality.BOLEH and match.leaves_words_open):
        return False
    if match.modality in (Modality.BOLEH, Modality.BERSYARAT):
        covers = match.covers_all_acts if match.modality is Modality.BOLEH else match.covers_asked_acts
        fits = covers and match.coverage >= PERMISSION_COVERAGE_FLOOR
    else:
        fits = match.directness > 0
    # Rules on neutrality speak of candidates and parties even where they do not say so: a bare "komentar" falls under
    # them, "komentar di grup keluarga" does not.
    subject = load_vocabulary().subject
    return fits and (not match.leaves_objects_open or any(need.term in subject for need in question.rule_needs))


def _best(matches: Sequence[Match], modality: Modality) -> tuple[Match, ...]:
    """The matches of one modality that are nearly as good as its best one, at most one per sentence."""
    chosen: dict[Quote, Match] = {}
    for match in matches:
        if match.modality is modality:
            chosen.setdefault(match.statement.quote, match)
    ranked = list(chosen.values())
    return tuple(match for match in ranked if match.score >= ranked[0].score - 0.15)
