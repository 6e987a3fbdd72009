"""A question as statements are held against it: what it names, with everything that is the same for all of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from assistant.answer.needs import Need, Sort
from assistant.answer.question import Question
from assistant.vocabulary import Vocabulary, load_vocabulary


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something that the question names, with what is the same for every statement."""

    term: str
    near: frozenset[str]
    """Terms that nearly say the same."""
    weight: float
    is_act: bool
    is_exclusive: bool
    must_be_permitted: bool
    """Whether a permission must speak of it: every act that is named, even where someone else does it."""
    is_thing: bool
    """Whether it is a thing, person or place, and not an act or the kind of thing that is asked for."""
    is_stray: bool

    @classmethod
    def by(cls, need: Need, vocabulary: Vocabulary) -> Wanted:
        """What a need asks of a statement."""
        return cls(
            need.term,
            vocabulary.near.get(need.term, frozenset()),
            need.weight,
            is_act=need.sort is Sort.ACT,
            is_exclusive=need.exclusive,
            must_be_permitted=_must_be_permitted(need, vocabulary),
            is_thing=_is_a_thing(need, vocabulary),
            is_stray=need.sort is Sort.OTHER and need.is_stray,
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what is the same for every statement that it is held against."""

    question: Question
    needs: tuple[Wanted, ...]
    acts: frozenset[str]
    terms: frozenset[str]
    """Everything that it names, and the terms near it."""
    main: frozenset[str]
    """What it is about, and the terms near that."""

    @classmethod
    def of(cls, question: Question) -> Asked:
        """A question, prepared."""
        needs, acts, vocabulary = question.rule_needs, question.acts, load_vocabulary()
        main = {need.term for need in acts or needs if need.sort in (Sort.ACT, Sort.OTHER, Sort.NAME)}
        return cls(
            question,
            tuple(Wanted.by(need, vocabulary) for need in needs),
            frozenset(need.term for need in acts),
            _with_near({need.term for need in question.needs}),
            _with_near(main),
        )


def _with_near(terms: Collection[str]) -> frozenset[str]:
    near = load_vocabulary().near
    return frozenset(terms).union(*(near.get(term, frozenset()) for term in terms))


def _must_be_permitted(need: Need, vocabulary: Vocabulary) -> bool:
    return need.sort is Sort.ACT or (need.sort is Sort.OBJECT and need.term in vocabulary.acts - vocabulary.light)


def _is_a_thing(need: Need, vocabulary: Vocabulary) -> bool:
    return need.sort in (Sort.OBJECT, Sort.OTHER, Sort.NAME, Sort.CIRCUMSTANCE) and need.term not in vocabulary.acts
