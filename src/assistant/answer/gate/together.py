"""What belongs together in a passage stays together: numbers, offices and degrees are not exchanged for each other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer.gate.claims import DENIED, Claims
from assistant.answer.gate.gate_words import load_gate_words
from assistant.vocabulary import Weight, load_vocabulary

# How far apart words may stand and still belong together.
REACH = 8
# By how much something must stand nearer to the words of another thing before it is held to be exchanged with it.
EXCHANGED = {
    "amount": 1.1,
    "rivals": 1.1,
    "norm": 1.1,
    "provision": 1.1,
    "date": 1.1,
    "year": 1.1,
    "who": 1.6,
    "denied": 1.6,
}
AT_LEAST = 0.1
FIRST_YEAR, LAST_YEAR = 1945, 2100


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Something that could be exchanged for another of its group."""

    group: str
    key: Hashable
    place: int


def _anchors(claims: Claims) -> Iterator[_Anchor]:
    for amount, place in claims.amounts:
        is_year = not amount.unit and FIRST_YEAR <= amount.value <= LAST_YEAR
        yield _Anchor("year" if is_year else f"amount {amount.unit}", amount.value, place)
    for date, place in claims.dates:
        yield _Anchor("date", (date.day, date.month, date.year), place)
    for parts, place in claims.provisions:
        yield _Anchor("provision", parts, place)
    for token in claims.tokens:
        if token.weight is Weight.ACTOR:
            yield _Anchor("who", token.name, token.place)
        else:
            yield _Anchor(f"denied {token.name.removeprefix(DENIED)}", token.is_denied, token.place)
        for number, rivals in enumerate(load_gate_words().rivals):
            if token.stems & rivals:
                yield _Anchor(f"rivals {number}", next(iter(token.stems & rivals)), token.place)
    for mark in claims.marks:
        if mark.sort in ("larangan", "izin", "wajib", "anjuran"):
            yield _Anchor("norm", mark.sort, mark.start)


def keeps_together(said: Claims, window: Claims) -> bool:
    """Whether whatever has rivals in the window stands beside the words that it stands beside there."""
    mine, theirs = list(_anchors(said)), list(_anchors(window))
    return all(
        _is_beside_its_own(anchor, rival, mine, theirs, said, window)
        for anchor in mine
        for rival in {other.key for other in theirs if _excludes(other, anchor)}
    )


def _excludes(other: _Anchor, anchor: _Anchor) -> bool:
    """Whether two things of a group cannot both be meant; a group and its members can."""
    if other.group != anchor.group or other.key == anchor.key:
        return False
    if anchor.group != "who":
        return True
    first, second = str(anchor.key).removeprefix(DENIED), str(other.key).removeprefix(DENIED)
    vocabulary = load_vocabulary()
    return not (vocabulary.belongs_to(first, second) or vocabulary.belongs_to(second, first))


def _is_beside_its_own(
    anchor: _Anchor, rival: Hashable, mine: Sequence[_Anchor], theirs: Sequence[_Anchor], said: Claims, window: Claims
) -> bool:
    """Whether the words around something fit those around its like in the window better than those around its rival."""
    if not any(other.group == anchor.group and other.key == anchor.key for other in theirs):
        return True
    own = _nearness(anchor, anchor.key, said, theirs, window)
    crossed = _nearness(anchor, rival, said, theirs, window)
    other = next((one for one in mine if one.group == anchor.group and one.key == rival), None)
    if other is not None:
        own += _nearness(other, rival, said, theirs, window)
        crossed += _nearness(other, anchor.key, said, theirs, window)
    return crossed <= EXCHANGED[anchor.group.split()[0]] * own + AT_LEAST


def _nearness(anchor: _Anchor, key: Hashable, said: Claims, theirs: Sequence[_Anchor], window: Claims) -> float:
    """How well the words around an anchor fit those around its like in the window that has a key."""
    around = _around(anchor.place, said)
    likes = [other for other in theirs if other.group == anchor.group and other.key == key]
    return max((_product(around, _around(like.place, window)) for like in likes), default=0.0)


def _around(place: int, claims: Claims) -> dict[Hashable, float]:
    """The words and figures near a place, each with how near it is; a comma between them triples the distance."""
    others: list[tuple[int, Hashable]] = [
        (token.place, token.name) for token in claims.tokens if token.weight is not Weight.ACTOR
    ]
    others += [(where, amount.value) for amount, where in claims.amounts]
    others += [(where, date.year or date.month) for date, where in claims.dates]
    places = sorted(where for where, _ in others)
    found: dict[Hashable, float] = {}
    for where, name in others:
        low, high = sorted((where, place))
        steps = abs(bisect_left(places, where) - bisect_left(places, place)) + (where < place)
        if where == place or steps > REACH:
            continue
        parted = sum(low < stop <= high for stop in (*claims.breaks, *claims.commas))
        found[name] = max(found.get(name, 0.0), 1 / max(steps, 1) / (1 + 2 * parted))
    return found


def _product(first: Mapping[Hashable, float], second: Mapping[Hashable, float]) -> float:
    return sum(weight * second.get(name, 0.0) for name, weight in first.items())
