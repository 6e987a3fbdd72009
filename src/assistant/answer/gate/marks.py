"""Words that change what a sentence says ("dilarang", "kecuali", "paling lama"): none may be new, and none lost."""

from __future__ import annotations

import re
from collections.abc import Hashable
from functools import lru_cache
from itertools import pairwise

from assistant.answer.gate.claims import DENIED, Claims, Mark, Token
from assistant.answer.gate.covering import is_broken, is_like, share
from assistant.answer.gate.gate_words import load_gate_words
from assistant.text import words
from assistant.vocabulary import Weight

# Share of the words of a condition that must be said, and of those of what depends on it for it to be said at all.
LEAST_OF_CONDITION = 0.6
DEPENDS = 0.55
# How many of the words nearest to a condition it surely bears on.
NEAREST = 4
# Share of the words of a condition in a sentence that the window must have.
LEAST_KNOWN = 0.5
# How many words a mark bears on that is no norm, and how long a condition is at most.
NEXT_WORDS = 3
NORMS = frozenset({"larangan", "izin", "wajib", "tidak_wajib", "anjuran", "mungkin"})
# What has a deadline, or is a requirement, is a duty where nothing else is said of it.
DUE = frozenset({"tenggat", "persyaratan"})
ON_CONDITION, EXCEPT, WITHOUT = "syarat", "kecuali", "tanpa"
ALL, WHY = "semua", "sebab"
DEPENDS_ON, DECIDES = "bergantung", "menentukan"
# What exempts, and the words by which it points to the rule before it.
EXEMPTING, BACK = frozenset({"tidak_wajib"}), frozenset({"ini", "itu", "tersebut", "dimaksud", "demikian"})
REACH = 8
_BRACKETS = re.compile(r"\([^()]*\)")


def has_no_new_mark(said: Claims, window: Claims, *, is_regulation: bool) -> bool:
    """No word that changes the meaning is new, nor said of something else than in the window."""
    gate = load_gate_words()
    means = gate.means
    if not all(_is_known_condition(mark, said, window) for mark in said.marks if mark.sort in gate.conditions):
        return False
    return all(
        _is_matched(mark, said, window, means[mark.sort])
        or _is_harmless(mark, said, window)
        or (mark.sort == "wajib" and DUE & window.sorts() and not NORMS & window.sorts())
        or (is_regulation and _is_meant(mark, said, window))
        for mark in said.marks
        if mark.sort in means
    )


def keeps_marks(said: Claims, window: Claims) -> bool:
    """No word that changes the meaning is lost from what it bears on."""
    gate = load_gate_words()
    if DEPENDS_ON in window.sorts() and not said.sorts() & {DEPENDS_ON, DECIDES, "syarat"}:
        return False  # "apakah … bergantung pada …" says nothing without what it depends on
    for mark in window.marks:
        if mark.sort in gate.conditions:
            if not _keeps_condition(mark, said, window):
                return False
        elif mark.sort in gate.kept and not _is_matched(mark, window, said, gate.kept[mark.sort], only_if_said=True):
            return False
    return True


def _is_known_condition(mark: Mark, said: Claims, window: Claims) -> bool:
    """Whether the window has the words of a condition that a sentence makes."""
    stop = _condition_end(mark, said)
    condition = [token for token in said.tokens if mark.end <= token.place < stop]
    return not condition or share(condition, window) >= LEAST_KNOWN


def _is_harmless(mark: Mark, said: Claims, window: Claims) -> bool:
    """Whether a mark says no more than the window: "semua pegawai" are the pegawai of a rule that names no others."""
    if mark.sort == WHY:  # a colon or a semicolon gives a reason without saying so
        return bool(window.breaks) or bool(load_gate_words().means[WHY] & window.sorts())
    if mark.sort != ALL:
        return False
    following = min((one for one in said.tokens if one.place >= mark.end), key=lambda one: one.place, default=None)
    return following is not None and following.place == mark.end and following.weight is Weight.ACTOR


def _is_meant(mark: Mark, said: Claims, window: Claims) -> bool:
    """Whether a regulation means a duty or a prohibition that it states as a fact: "pelamar melampirkan surat izin"."""
    if mark.sort == "wajib":
        return not NORMS & window.sorts()
    denied = {one.name for one in window.tokens if one.is_denied}
    return mark.sort == "larangan" and any(DENIED + one.name in denied for one in _anchors_of(mark, said))


def _is_matched(mark: Mark, here: Claims, there: Claims, sorts: frozenset[str], *, only_if_said: bool = False) -> bool:
    """Whether some mark of the sorts stands elsewhere for one that stands here, and bears on the same thing.

    With `only_if_said`, what the mark bears on may be left out altogether, or stand free of such marks here as well.
    """
    others = [other for other in there.marks if other.sort in sorts]
    bearing = _measured(mark, here) if mark.sort in load_gate_words().measures else set()
    if bearing:
        is_said = bool(bearing & _measures(there))
        is_borne = any(bearing & _measured(other, there) for other in others)
        return is_borne or (only_if_said and not is_said)
    if mark.end in here.commas:  # "sebelum, selama, dan setelah …"
        return only_if_said or bool(others)
    anchors = _anchors_of(mark, here)
    if only_if_said:  # what a mark governs is the word right behind it
        anchors = [one for one in anchors[:1] if not _stands_free(one, mark, here)]
    places = [token.place for token in there.tokens if any(is_like(one, token) for one in anchors)]
    if not places:
        return only_if_said or bool(others)
    return any(reaches(other, place, there) for other in others for place in places)


def _measures(claims: Claims) -> set[Hashable]:
    return {one.value for one, _ in claims.amounts} | {(one.day, one.month, one.year) for one, _ in claims.dates}


def _measured(mark: Mark, claims: Claims) -> set[Hashable]:
    """The amount or date that a mark stands before."""
    stop = mark.end + REACH // 2
    found: list[tuple[int, Hashable]] = [
        (place, one.value) for one, place in claims.amounts if mark.end <= place < stop
    ]
    found += [(place, (one.day, one.month, one.year)) for one, place in claims.dates if mark.end <= place < stop]
    return {min(found, key=lambda one: one[0])[1]} if found else set()


def _anchors_of(mark: Mark, claims: Claims) -> list[Token]:
    """The content words that a mark bears on: the next ones in its clause, or else the one before it."""
    stops = [stop for stop in (*claims.breaks, *claims.commas) if stop >= mark.end]
    end = min(stops, default=len(words(claims.text)))
    acts = [one for one in claims.tokens if one.weight is not Weight.ACTOR]
    after = [one for one in acts if mark.end <= one.place < end]
    before = [one for one in acts if one.place < mark.start]
    most = NEXT_WORDS if mark.sort in load_gate_words().norms else 1
    return after[:most] or before[-1:]


def _stands_free(anchor: Token, mark: Mark, claims: Claims) -> bool:
    """Whether the same word stands elsewhere without such a mark."""
    same = [one for one in claims.marks if one.sort == mark.sort]
    return any(
        is_like(anchor, token) and not any(reaches(one, token.place, claims) for one in same) for token in claims.tokens
    )


def reaches(mark: Mark, place: int, claims: Claims) -> bool:
    """Whether a mark bears on the word at a place: a norm on its whole clause, another one on the next words."""
    low, high = sorted((mark.start, place))
    if is_broken(low, high, claims) and not _points_back(mark, claims):
        return False
    if mark.sort in load_gate_words().norms:
        return not any(low < turn <= high for turn in claims.turns)
    if place >= mark.end:
        return sum(mark.end <= token.place < place for token in claims.tokens) < NEXT_WORDS
    return not any(token.place >= mark.end for token in claims.tokens)


def _points_back(mark: Mark, claims: Claims) -> bool:
    """Whether a mark bears on the sentence before: "Kewajiban ini tidak berlaku bagi …"."""
    return mark.sort in EXEMPTING and bool(
        BACK.intersection(words(claims.text)[max(0, mark.start - NEXT_WORDS) : mark.start])
    )


def _keeps_condition(mark: Mark, said: Claims, window: Claims) -> bool:
    """Whether every part of the clause that a mark opens is said too, where what depends on it is said."""
    turns = (0, *window.breaks, *window.turns)
    start = max(turn for turn in turns if turn <= mark.start)
    stop = _list_end(mark, start, window)
    end = min((turn for turn in turns if turn >= stop and turn > mark.start), default=len(words(window.text)))
    asides = _asides(window.text)
    main = [token for token in window.tokens if start <= token.place < end and not mark.start <= token.place < stop]
    acts = sorted(
        (token for token in main if token.weight is not Weight.ACTOR and token.place not in asides),
        key=lambda token: mark.start - token.place if token.place < mark.start else token.place - stop,
    )
    if not acts or max(share(acts, said), share(acts[:NEAREST], said)) < DEPENDS:
        return True
    if mark.sort == EXCEPT and EXCEPT not in said.sorts() and not said.turns:
        return False  # "kecuali B" told as "jika B"
    known = {token.name for token in main}
    condition = [token for token in window.tokens if mark.end <= token.place < stop and token.name not in known]
    cuts = [mark.end, *sorted(place for place in (*window.joints, *window.commas) if mark.end < place < stop), stop]
    parts = [[token for token in condition if first <= token.place < last] for first, last in pairwise(cuts)]
    return all(share(part, said) >= LEAST_OF_CONDITION for part in parts if part)


@lru_cache(maxsize=20_000)
def _asides(text: str) -> frozenset[int]:
    """Places of the words in brackets: "(PP 94/2021)", "(googling)"."""
    return frozenset(
        place
        for match in _BRACKETS.finditer(text)
        for place in range(len(words(text[: match.start()])), len(words(text[: match.end()])))
    )


def _list_end(mark: Mark, start: int, window: Claims) -> int:
    """The place at which a list of conditions ends behind what depends on them: "…, asalkan netral, tanpa atribut, dan pasif"."""
    stop = _condition_end(mark, window)
    opens_clause = not any(start <= token.place < mark.start for token in window.tokens)
    if mark.sort != ON_CONDITION or opens_clause or stop not in window.commas or stop in window.turns:
        return stop
    end = min((one for one in window.breaks if one > stop), default=len(words(window.text)))
    end = min([one for one in window.turns if stop < one < end and one not in window.joints] + [end])
    return end if any(stop < joint < end for joint in window.joints) else stop


def _condition_end(mark: Mark, claims: Claims) -> int:
    """The place at which the clause ends that a mark opens."""
    norms = (other.start for other in claims.marks if other.sort in load_gate_words().norms)
    stops = [*claims.breaks, *claims.commas, *norms]
    following = [token.place for token in claims.tokens if token.place >= mark.end]
    longest = NEXT_WORDS if mark.sort == WITHOUT else REACH
    last = following[longest] if len(following) > longest else len(words(claims.text))
    return min([stop for stop in stops if stop > mark.end] + [last])
