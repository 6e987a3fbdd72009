"""Holds statements against a question and decides the verdict about the act that was asked about.

The verdict has one author: whatever engine phrases an answer, `decide_verdict` says boleh or tidak boleh.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from assistant.answer.needs import OTHER_ACT, Need, Sort
from assistant.answer.question import Question
from assistant.answer.statements import read_statements
from assistant.types import Hit, Modality, Passage, Quote, Statement, Verdict
from assistant.vocabulary import Vocabulary, Weight, load_vocabulary

# A statement is about the asked act when it speaks of this share of what the question names. Fitted on the
# development questions: below 0.5 near misses are answered, above 0.7 everyday questions with side remarks are refused.
COVERAGE_FLOOR = 0.55
# A wrong "boleh" can cost a career: a permission must cover more, every act that was named, and every word of the
# clause that asks ("boleh mewakili ibu nyoblos" is not "boleh nyoblos").
PERMISSION_COVERAGE_FLOOR = 0.6
# Permission and prohibition that cover the question equally well within this margin contradict each other.
CONTRADICTION_MARGIN = 0.1
NEAR_VALUE = 0.8
PURPOSE_VALUE = 0.4
CONTEXT_VALUE = 0.7
DIRECTNESS_VALUE = 0.1
RELEVANCE_VALUE = 0.05


@dataclass(frozen=True, slots=True)
class Match:
    """A statement set against a question. `coverage` is in [0, 1]; `modality` is that of the act as asked."""

    statement: Statement
    modality: Modality
    coverage: float
    covers_all_acts: bool
    covers_asked_acts: bool
    """The same for the acts that are asked about, without those that are only mentioned."""
    leaves_objects_open: bool
    """True when the question names a thing or person that the statement does not speak of."""
    leaves_words_open: bool
    """True when the asking clause holds a word that the statement does not speak of."""
    directness: float
    relevance: float
    """How well its sentence fits the question as a whole, less the best sentence's fit: 0 or less."""

    @property
    def score(self) -> float:
        """Orders matches: how much of the question they speak of, how directly, and how well the sentence fits it."""
        return self.coverage + DIRECTNESS_VALUE * self.directness + RELEVANCE_VALUE * self.relevance


@dataclass(frozen=True, slots=True)
class Ruling:
    """The verdict and the statements it rests on, best first; `against` holds what contradicts it.

    The verdict is None when the statements say that no rule speaks of the act.
    """

    verdict: Verdict | None
    grounds: tuple[Match, ...]
    against: tuple[Match, ...] = ()


def match_statements(
    question: Question, hits: Sequence[Hit], relevances: Mapping[Quote, float] = MappingProxyType({})
) -> list[Match]:
    """Every statement of the hits that applies to the asked actors, with its coverage of the question, best first.

    `relevances` says how well each sentence fits the question as a whole, see `factual.Sentences`.
    """
    matches = [
        _match(question, statement, relevances.get(statement.quote, 0.0))
        for hit in hits
        for statement in read_statements(hit.passage)
        if applies_to(question.actors, statement.actors) or _applies_in_part(question.actors, statement.actors)
    ]
    return sorted(matches, key=lambda match: match.score, reverse=True)


def _match(question: Question, statement: Statement, relevance: float) -> Match:
    vocabulary = load_vocabulary()
    context = _context_terms(statement.quote.passage)
    values = {need: _value(need, statement, context, vocabulary) for need in question.rule_needs}
    return Match(
        statement=statement,
        modality=_modality(question, statement),
        coverage=_coverage(values),
        covers_all_acts=all(value > 0 for need, value in values.items() if _must_be_permitted(need, vocabulary)),
        covers_asked_acts=all(value > 0 for need, value in values.items() if need.sort is Sort.ACT),
        leaves_objects_open=any(value == 0 and _is_a_thing(need, vocabulary) for need, value in values.items()),
        leaves_words_open=any(
            value == 0 and need.sort is Sort.OTHER and need.is_stray for need, value in values.items()
        ),
        directness=_directness(question, statement, vocabulary),
        relevance=relevance,
    )


def _modality(question: Question, statement: Statement) -> Modality:
    """The modality of the act as asked; what only some of those asked about may do depends on who they are."""
    modality = _as_asked(statement.modality, question.negated)
    if modality is Modality.BOLEH and not applies_to(question.actors, statement.actors):
        return Modality.BERSYARAT
    return modality


def _is_a_thing(need: Need, vocabulary: Vocabulary) -> bool:
    """Whether a need names a thing, person or place, and not an act or the kind of thing that is asked for."""
    return need.sort in (Sort.OBJECT, Sort.OTHER, Sort.NAME, Sort.CIRCUMSTANCE) and need.term not in vocabulary.acts


def _must_be_permitted(need: Need, vocabulary: Vocabulary) -> bool:
    """Whether a permission must speak of it: every act that is named, even where someone else does it."""
    return need.sort is Sort.ACT or (need.sort is Sort.OBJECT and need.term in vocabulary.acts - vocabulary.light)


def _coverage(values: Mapping[Need, float]) -> float:
    """Share of what the question names that a statement speaks of; of several acts, the one it speaks of best counts."""
    if any(need.exclusive and value == 0 for need, value in values.items() if need.sort is Sort.ACT):
        return 0.0
    acts = [need for need in values if need.sort is Sort.ACT]
    judged = max(acts, key=lambda need: values[need], default=None)
    weights = {need: OTHER_ACT if need in acts and need is not judged else need.weight for need in values}
    total = sum(weights.values())
    return sum(weights[need] * value for need, value in values.items()) / total if total else 0.0


def _directness(question: Question, statement: Statement, vocabulary: Vocabulary) -> float:
    """In (0, 1]: how early the statement comes to what is asked about; its first words name what it is about."""
    main = {
        need.term for need in question.acts or question.rule_needs if need.sort in (Sort.ACT, Sort.OTHER, Sort.NAME)
    }
    names = [term.name for term in vocabulary.terms(statement.act) if term.weight is not Weight.ACTOR]
    answering = main | {near for term in main for near in vocabulary.near.get(term, frozenset())}
    places = [place for place, name in enumerate(names) if name in answering]
    return 1 / (1 + min(places)) if places else 0.0


def _value(need: Need, statement: Statement, context: frozenset[str], vocabulary: Vocabulary) -> float:
    if need.term in statement.purposes:
        return PURPOSE_VALUE if need.sort is Sort.ACT else 1.0
    return covered(need, statement.terms, context, vocabulary)


def covered(need: Need, terms: frozenset[str], context: frozenset[str], vocabulary: Vocabulary) -> float:
    """How far a need is met, in [0, 1]: fully by the statement's own terms, less by near ones or by the passage around.

    What the question is about must stand in the statement itself; only objects and circumstances may come from around.
    """
    if need.term in terms:
        return 1.0
    if vocabulary.near.get(need.term, frozenset()) & terms:
        return NEAR_VALUE
    if need.sort is not Sort.ACT and need.term in context:
        return CONTEXT_VALUE
    return 0.0


@lru_cache(maxsize=50_000)
def _context_terms(passage: Passage) -> frozenset[str]:
    return load_vocabulary().names(f"{passage.text} {passage.source.title}")


def applies_to(asked: frozenset[str], named: frozenset[str]) -> bool:
    """Whether a statement about the `named` actors holds for the `asked` ones.

    A rule for a group covers its members, never the other way round. Who asks without saying who they are is taken for
    a civil servant; a sentence that names nobody speaks of civil servants too.
    """
    belongs_to = load_vocabulary().belongs_to
    return any(belongs_to(actor, group) for actor in _subjects(asked) for group in _subjects(named) | named)


def _applies_in_part(asked: frozenset[str], named: frozenset[str]) -> bool:
    """Whether a statement holds for some of those asked about: a rule for PNS, when somebody asks for "ASN" or "saya"."""
    groups = load_vocabulary().groups
    return "asn" in _subjects(asked) and any("asn" in groups.get(actor, frozenset()) for actor in named)


def _subjects(actors: frozenset[str]) -> frozenset[str]:
    """Civil servants where any are named, else the others that are named, else civil servants."""
    belongs_to = load_vocabulary().belongs_to
    return frozenset(actor for actor in actors if belongs_to(actor, "asn")) or actors or frozenset({"asn"})


def _as_asked(modality: Modality, negated: bool) -> Modality:
    """The modality of the asked act, when the question asks about *not* doing what the statement speaks of."""
    if not negated:
        return modality
    # To be allowed to do something says nothing about having to: a negated permission settles nothing.
    opposite = {
        Modality.WAJIB: Modality.TIDAK_BOLEH,
        Modality.TIDAK_BOLEH: Modality.WAJIB,
        Modality.BOLEH: Modality.DASAR_HUKUM,
        Modality.BERSYARAT: Modality.DASAR_HUKUM,
    }
    return opposite.get(modality, modality)


def decide_verdict(question: Question, matches: Sequence[Match]) -> Ruling | None:
    """The verdict about the asked act, or None when no statement settles it."""
    usable = [match for match in matches if _is_about_the_act(match, question)]
    # On equal coverage the first wins: the stricter reading is the safer one.
    order = (Modality.TIDAK_BOLEH, Modality.WAJIB, Modality.BERSYARAT, Modality.TIDAK_DIATUR, Modality.BOLEH)
    grounds = {modality: best for modality in order if (best := _best(usable, modality))}
    if not grounds:
        return None
    allowed, forbidden = grounds.get(Modality.BOLEH), grounds.get(Modality.TIDAK_BOLEH)
    if allowed and forbidden and abs(allowed[0].coverage - forbidden[0].coverage) <= CONTRADICTION_MARGIN:
        return Ruling(Verdict.BERSYARAT, (*allowed, *forbidden), forbidden)
    conditional, unregulated = grounds.get(Modality.BERSYARAT), grounds.get(Modality.TIDAK_DIATUR)
    if conditional and unregulated and unregulated[0].coverage - conditional[0].coverage <= CONTRADICTION_MARGIN:
        # "No rule speaks of it; whether it offends depends on …": the latter says more.
        del grounds[Modality.TIDAK_DIATUR]
    modality = max(grounds, key=lambda candidate: round(grounds[candidate][0].score, 2))
    return Ruling(verdict_of(modality), grounds[modality])


def verdict_of(modality: Modality) -> Verdict | None:
    """What a modality says about the asked act; None where it says that no rule does."""
    return None if modality is Modality.TIDAK_DIATUR else Verdict(modality.value)


def _is_about_the_act(match: Match, question: Question) -> bool:
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
