"""Whether two clauses of a sentence share out between them what two clauses of its source say otherwise.

"A mendapat 3 hari, sedangkan B mendapat 7 hari" against a source in which A has 7 days and B 3: each of the two clauses takes
something from both clauses of the source. Whoever only says a rule in another way or order does not do that.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations

from assistant.answer.gate.claims import DENIED, Claims
from assistant.answer.gate.gate_words import load_gate_words
from assistant.text import words

_Key = Hashable


def is_crossed(said: Claims, window: Claims) -> bool:
    """Whether two parts of a sentence each take something from the same two parts of the window; parts are clauses or phrases."""
    shared = _shared(said, window)
    gate = load_gate_words()
    return any(
        _takes_crosswise(shared, _parting(said, openers, is_close), _parting(window, openers, is_close))
        for openers, is_close in ((gate.openers | gate.contrasts, True), (gate.contrasts, False))
    )


def _shared(said: Claims, window: Claims) -> list[tuple[list[int], list[int]]]:
    """The places, in the sentence and in the window, of each thing that both name."""
    coupled = frozenset[_Key]().union(*(_coupled(said) & _coupled(window)))
    mine, theirs = _places(said), _places(window)
    return [(places, theirs[key]) for key, places in mine.items() if key in theirs and key not in coupled]


def _coupled(claims: Claims) -> set[frozenset[_Key]]:
    """What stands on both sides of an "atau" or "dan": whose order says nothing."""
    beside: dict[int, set[_Key]] = {
        token.place: {token.name.removeprefix(DENIED), token.stems} for token in claims.tokens
    }
    joining = load_gate_words().roles["joining"]
    joints = [place for place, word in enumerate(words(claims.text)) if word in joining]
    return {
        frozenset(beside[joint - 1] | beside[joint + 1]) for joint in joints if {joint - 1, joint + 1} <= beside.keys()
    }


def _places(claims: Claims) -> dict[_Key, list[int]]:
    """Where each thing stands that a text names, also more than once."""
    found: defaultdict[_Key, list[int]] = defaultdict(list)
    for key, place in _named(claims):
        found[key].append(place)
    return found


def _named(claims: Claims) -> Iterator[tuple[_Key, int]]:
    for token in claims.tokens:
        yield token.name.removeprefix(DENIED), token.place
        yield token.stems, token.place
    yield from ((amount.value, place) for amount, place in claims.amounts)
    yield from (((date.day, date.month), place) for date, place in claims.dates)
    yield from claims.provisions
    yield from ((("mark", mark.sort), mark.start) for mark in claims.marks)


def _parting(claims: Claims, openers: frozenset[str], is_close: bool) -> list[int]:
    """The places at which the parts of a text begin; read closely, also those behind a comma."""
    opened = {place for place, word in enumerate(words(claims.text)) if word in openers}
    return sorted({*claims.breaks, *claims.turns, *opened, *(claims.commas if is_close else ())})


def _takes_crosswise(shared: Sequence[tuple[list[int], list[int]]], mine: Sequence[int], theirs: Sequence[int]) -> bool:
    """Whether two parts of the sentence draw on two parts of the window in common, of what stands in one part only."""
    drawn: defaultdict[int, set[int]] = defaultdict(set)
    for places, there in shared:
        parts = {bisect_right(mine, place) for place in places}
        sources = {bisect_right(theirs, place) for place in there}
        if len(parts) == len(sources) == 1:
            drawn[parts.pop()] |= sources
    return any(len(first & second) > 1 for first, second in combinations(drawn.values(), 2))
