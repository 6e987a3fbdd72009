"""Whether those who do, undergo and receive in a sentence do so in its passage: exchanged roles.

A sentence is refused only where both texts say who has a part in the same deed: where the passage gives that part to
somebody else, and another one to him of whom the sentence speaks. A group stands for its members, and what is unclear is never
held against anybody.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer.gate.claims import Claims
from assistant.answer.gate.clauses import Deed, Roles, read_roles
from assistant.answer.gate.gate_words import load_gate_words
from assistant.answer.gate.phrases import Filler
from assistant.vocabulary import load_vocabulary

# By how much somebody must fit another part in the passage better than the one given to him.
BETTER = 0.3
# What a name fits that has all words of another, or half of them and the same first word.
NAMED = 1.0


def keeps_roles(said: Claims, window: Claims) -> bool:
    """Whether nobody does in a sentence what another does in its window, where both tell who does it."""
    mine, theirs = read_roles(said), read_roles(window)
    return all(_keeps_parts(deed, theirs) for deed in mine.deeds)


def _is_same_deed(deed: Deed, other: Deed) -> bool:
    """Whether two deeds have a root in common, and are not done to different things."""
    if not any(name in other.names for name in deed.names if name[0] != "@"):
        return False
    things = [one.parts["undergoer"] for one in (deed, other) if "undergoer" in one.parts]
    is_of_things = len(things) == 2 and all(thing.words and not thing.is_somebody for thing in things)
    return not is_of_things or bool(things[0].words & things[1].words)


def _turned(deed: Deed, other: Deed) -> Deed | None:
    """A receiving told as the giving it is, or the reverse, where both are of one thing."""
    sorts = {name for name in deed.names ^ other.names if name in ("@giving", "@receiving")}
    things = [one.parts["undergoer"].heads if "undergoer" in one.parts else set() for one in (deed, other)]
    if len(sorts) < 2 or not things[0] & things[1]:
        return None
    is_giving = "@giving" in other.names
    turns = {"doer": "giver", "receiver": "doer"} if is_giving else {"doer": "receiver", "giver": "doer"}
    parts = {turns.get(part, part): filler for part, filler in other.parts.items()}
    return Deed(deed.names, deed.kind, parts)


def _keeps_parts(deed: Deed, theirs: Roles) -> bool:
    """Whether everybody who has a part in a deed has it in the window too, unless somebody else is plainly in his place."""
    like = [other for other in theirs.deeds if _is_same_deed(deed, other)]
    like += [turned for other in theirs.deeds if (turned := _turned(deed, other)) is not None]
    near = [other for other in theirs.deeds if "@reporting" in deed.names & other.names]
    return not like or all(
        _keeps_part(part, filler, deed, like, near, theirs.nouns)
        for part, filler in deed.parts.items()
        if filler.is_somebody
    )


def _keeps_part(
    part: str, filler: Filler, deed: Deed, like: Sequence[Deed], near: Sequence[Deed], nouns: Sequence[Filler]
) -> bool:
    """Whether somebody fits one who has his part in the window as well as those who have another part or none."""
    own = [one for other in (*like, *near) for role, one in other.parts.items() if role in _allowed(part, deed, other)]
    fits = max((_fit(filler, one) for one in own), default=0.0)
    # Only where every such deed of the window names somebody is another one of its nouns somebody else.
    is_told = part in ("doer", "receiver") and all(
        any(one.is_somebody for role, one in other.parts.items() if role in _allowed(part, deed, other))
        for other in like
    )
    crosses = max((_fit(filler, one) for one in nouns if is_told and _is_another(one, own, filler)), default=0.0)
    for other in like:
        allowed = _allowed(part, deed, other)
        rivals = [
            one
            for role, one in other.parts.items()
            if role not in allowed and one.is_somebody and _is_another(one, own, filler)
        ]
        here = max((_fit(filler, one) for one in rivals), default=0.0)
        is_unclear = any(role in allowed and not one.words for role, one in other.parts.items())
        if is_unclear and here < NAMED:
            return True
        crosses = max(crosses, here)
    return crosses < NAMED or crosses <= fits + BETTER or not (own or part == "doer")


def _is_another(rival: Filler, own: Sequence[Filler], filler: Filler) -> bool:
    """Whether a name is not merely a longer one of him whom the window means: "pegawai", "pegawai tetap"."""
    return not any(
        one.words and one.words < filler.words and one.words <= rival.words and one.heads & rival.heads for one in own
    )


def _allowed(part: str, deed: Deed, other: Deed) -> tuple[str, ...]:
    """The parts in the window that a part may stand for: who is given something undergoes the giving as well."""
    roles = load_gate_words().roles
    is_given = (deed.names | other.names) & (roles["giving"] | roles["light"]) and part in ("undergoer", "receiver")
    return ("undergoer", "receiver") if is_given else (part,)


def _fit(filler: Filler, other: Filler) -> float:
    """How well two names fit: the share of the first's words that are the other's, and whether their first words are the same."""
    vocabulary = load_vocabulary()
    pairs = [(one, two) for one in filler.actors for two in other.actors]
    if any(vocabulary.belongs_to(one, two) or vocabulary.belongs_to(two, one) for one, two in pairs if one != two):
        return NAMED
    share = len(filler.words & other.words) / max(len(filler.words), 1)
    return share + 0.5 * bool(filler.heads & other.heads)
