"""What belongs together in a passage stays together: numbers, offices and degrees are not exchanged for each other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answer.gate.claims import DENIED, Claims
from assistant.answer.gate.covering import names_somebody
from assistant.answer.gate.crossing import is_crossed
from assistant.answer.gate.gate_words import load_gate_words
from assistant.text import words
from assistant.vocabulary import Weight, load_vocabulary

# How far apart words may stand and still belong together.
REACH = 8
# By how much something must stand nearer to the words of another thing before it is held to be exchanged with it.
EXCHANGED = {
    "amount": 1.3,
    "rivals": 1.3,
    "norm": 1.4,
    "provision": 1.3,
    "date": 1.4,
    "year": 1.4,
    "instrument": 2.0,
    "person": 9.0,
    "who": 9.0,
    "denied": 2.0,
}
AT_LEAST = {"rivals": 0.2, "instrument": 0.2, "provision": 0.2}
# Words whose nearness to two things differs by less are equally near to both.
EQUALLY = 0.1
# Words that tell what part someone has in a deed.
ROLES = frozenset({"dari", "kepada", "ke", "oleh", "terhadap"})
# The same where both of two things are spoken of, each beside the other's words.
BOTH = 1.6
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
        kind, much = amount.measure()
        yield _Anchor("year" if is_year else f"amount {kind.split()[0] if kind else ''}", much, place)
    for date, place in claims.dates:
        yield _Anchor("date", (date.day, date.month, date.year), place)
    for parts, place in claims.provisions:
        yield _Anchor("provision", parts, place)
    for mention, place in claims.mentions:
        if mention.instrument:
            yield _Anchor("instrument", mention.instrument.id, place)
    for name, place in claims.people:
        yield _Anchor("person", name, place)
    for token in claims.tokens:
        if token.weight is Weight.ACTOR or names_somebody(token):
            yield _Anchor("who", token.name, token.place)
        else:
            yield _Anchor(f"denied {token.name.removeprefix(DENIED)}", token.is_denied, token.place)
        for number, rivals in enumerate(load_gate_words().rivals):
            if token.form.lower() in rivals:
                yield _Anchor(f"rivals {number}", token.form.lower(), token.place)
    for mark in claims.marks:
        if mark.sort in ("larangan", "izin", "wajib", "anjuran"):
            yield _Anchor("norm", mark.sort, mark.start)


def keeps_together(said: Claims, window: Claims) -> bool:
    """Whether whatever has rivals in the window stands beside the words that it stands beside there."""
    if is_crossed(said, window):
        return False
    mine, theirs = list(_anchors(said)), list(_anchors(window))
    return all(
        _is_beside_its_own(anchor, rival, mine, theirs, said, window)
        for anchor in mine
        for rival in {other.key for other in theirs if _excludes(other, anchor)} - _listed_with(anchor, theirs, window)
    )


def _listed_with(anchor: _Anchor, theirs: Sequence[_Anchor], window: Claims) -> set[Hashable]:
    """What the window names in one breath with a thing: of "TNI atau Polri" it says the same."""
    forms = words(window.text)
    joining = load_gate_words().roles["joining"]
    listed: set[Hashable] = set()
    for one in (other for other in theirs if _is_same(other, anchor.key, anchor)):
        for other in theirs:
            low, high = sorted((one.place, other.place))
            between = forms[low + 1 : high]
            if other.group == anchor.group and low < high and len(between) <= 4 and joining.intersection(between):
                listed.add(other.key)
    return listed


def _excludes(other: _Anchor, anchor: _Anchor) -> bool:
    """Whether two things of a group cannot both be meant; a group and its members can."""
    if other.group != anchor.group or _is_same(other, anchor.key, anchor):
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
    if not any(_is_same(anchor, other.key, other) for other in theirs):
        return True
    own, crossed = _compared(anchor, anchor.key, rival, said, theirs, window)
    other = next((one for one in mine if _is_same(one, rival, anchor)), None)
    if other is not None:
        other_own, other_crossed = _compared(other, rival, anchor.key, said, theirs, window)
        own, crossed = own + other_own, crossed + other_crossed
        if crossed > BOTH * own + 2 * AT_LEAST.get(anchor.group.split()[0], 0.3):
            return False
    group = anchor.group.split()[0]
    return crossed <= EXCHANGED[group] * own + AT_LEAST.get(group, 0.3)


def _is_same(one: _Anchor, key: Hashable, other: _Anchor) -> bool:
    """Whether an anchor is of another's group and means what a key means; of a name, a part is enough."""
    if one.group != other.group:
        return False
    if isinstance(one.key, frozenset) and isinstance(key, frozenset):
        return bool(one.key & key)
    return one.key == key


def _compared(
    anchor: _Anchor, own: Hashable, rival: Hashable, said: Claims, theirs: Sequence[_Anchor], window: Claims
) -> tuple[float, float]:
    """How well the words around an anchor fit those around its own like, and those around its rival.

    Words that stand equally near to both tell nothing and do not count.
    """
    around = _around(anchor.place, said)
    best = (0.0, 0.0)
    for mine in (other for other in theirs if _is_same(other, own, anchor)):
        beside = _around(mine.place, window)
        worst = (0.0, 0.0)
        for its in (other for other in theirs if _is_same(other, rival, anchor)):
            beside_rival = _around(its.place, window)
            telling = [name for name in around if abs(beside.get(name, 0.0) - beside_rival.get(name, 0.0)) > EQUALLY]
            fits = sum(around[name] * beside.get(name, 0.0) for name in telling)
            crosses = sum(around[name] * beside_rival.get(name, 0.0) for name in telling)
            worst = max(worst, (fits, crosses), key=lambda pair: pair[1] - pair[0])
        best = max(best, worst, key=lambda pair: pair[0] - pair[1]) if best != (0.0, 0.0) else worst
    return best


def _around(place: int, claims: Claims) -> dict[Hashable, float]:
    """The words and figures near a place, each with how near it is; a comma between them triples the distance."""
    others: list[tuple[int, Hashable]] = [
        (token.place, token.name) for token in claims.tokens if token.weight is not Weight.ACTOR
    ]
    others += [(where, amount.value) for amount, where in claims.amounts]
    others += [(where, date.year or date.month) for date, where in claims.dates]
    places = sorted(where for where, _ in others)
    found: dict[Hashable, float] = {}
    others += [(where, one.instrument.id) for one, where in claims.mentions if one.instrument]
    forms = words(claims.text)
    role = forms[place - 1] if place else ""
    for where, name in others:
        low, high = sorted((where, place))
        steps = abs(bisect_left(places, where) - bisect_left(places, place)) + (where < place)
        if where == place or steps > REACH:
            continue
        parted = sum(low < stop <= high for stop in (*claims.breaks, *claims.commas, *claims.joints))
        found[name] = max(found.get(name, 0.0), 1 / max(steps, 1) / (1 + 2 * parted))
    if role in ROLES:
        found["@" + role] = 1.0
    return found
