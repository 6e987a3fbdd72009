"""The pieces of a sentence: its noun phrases and verbs, and the words and signs that join them.

Which words are verbs is told by their prefix, which nouns are people and bodies by the vocabulary, capitals and `gate.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answer.gate.claims import Claims
from assistant.answer.gate.gate_words import load_gate_words
from assistant.text import is_root_word, stem, words
from assistant.vocabulary import Weight

_ITEM = re.compile(r"(?i:dalam negeri)|(?i:pasal|ayat|huruf|angka)\s+\(?\d[^\s,.;]*|[^\W_]+|[.,;:()?!](?!\d)")
_ENDS = frozenset(".;:?!")
_ASIDE = frozenset(",")
_SIGNS = {"end": _ENDS, "aside": _ASIDE, "yang": frozenset({"yang"})}
_VERB = re.compile(r"(?P<prefix>me|di|ber|ter)[a-z]{3,}?(?P<suffix>(?<=[a-z]{6})(?:kan|i))?(?:nya)?")
# Deeds that are near to each other.
GROUPS = ("giving", "receiving", "reporting", "saying")


@dataclass(slots=True)
class Filler:
    """Who or what has a part in a deed: the words it is called by, and the first word of each of its names."""

    words: set[str]
    heads: set[str]
    actors: set[str]
    """Names of the people and bodies that the vocabulary knows among them."""
    is_somebody: bool

    def add(self, other: Filler) -> None:
        """Take in another name of the same, or one that is listed with it."""
        self.words |= other.words
        self.heads |= other.heads
        self.actors |= other.actors
        self.is_somebody = self.is_somebody or other.is_somebody


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of a sentence: a noun phrase, a verb, or a word or sign that joins them."""

    kind: str
    form: str
    place: int
    filler: Filler | None = None


@lru_cache(maxsize=20_000)
def verb_kind(word: str) -> str:
    """ "active", "passive" or "state" for a verb, and nothing for any other word."""
    gate = load_gate_words()
    if word in gate.roles["no_verbs"]:
        return ""
    if word in gate.roles["bare"]:
        return "state"
    match = _VERB.fullmatch(word)
    if match is None or is_root_word(word) or (stem(word) == word and not match["suffix"]):
        return ""
    return {"me": "active", "di": "passive"}.get(match["prefix"], "state")


@lru_cache(maxsize=20_000)
def deed_names(word: str) -> frozenset[str]:
    """What a deed is called by: its root, or the first of its synonyms, and the group of deeds it belongs to."""
    gate = load_gate_words()
    root = stem(word.removesuffix("nya"))
    groups = {"@" + sort for sort in GROUPS if root in gate.roles[sort]}
    return frozenset({gate.same.get(root, root), *groups})


def read_items(claims: Claims) -> Iterator[Item]:
    """The pieces of a text in order; words that change nothing about who does what are left out, and end a noun phrase."""
    actors = {token.place: token.name for token in claims.tokens if token.weight is Weight.ACTOR}
    marked = {place for mark in claims.marks for place in range(mark.start, mark.end)}
    named = {place for name, place in claims.people if len(name) > 1}
    phrase: list[tuple[str, int]] = []
    place, depth, kind = -1, 0, "end"
    for match in _ITEM.finditer(claims.text):
        form = match.group()
        place += len(words(form))
        depth += {"(": 1, ")": -1}.get(form, 0)
        if depth > 0 or form in "()":
            continue
        begins = kind == "end"
        kind = _kind(form, place in marked, begins)
        if kind == "noun":
            # A capital that opens a sentence makes no name.
            phrase.append(
                (form if form.isupper() or not begins or (place in named and _is_name(form)) else form.lower(), place)
            )
            continue
        if phrase:
            yield _phrase(phrase, actors)
            phrase = []
        if kind == "pronoun":
            yield Item("noun", form, place, Filler(set(), set(), set(), False))
        elif kind:
            yield Item(kind, form.lower(), place)
    if phrase:
        yield _phrase(phrase, actors)


def _phrase(phrase: Sequence[tuple[str, int]], actors: Mapping[int, str]) -> Item:
    """The noun phrase of some words; one of numbers only names nobody."""
    gate = load_gate_words()
    first, place = next((one for one in phrase if one[0].lower() not in gate.roles["numbers"]), ("", phrase[0][1]))
    if not first:
        return Item("noun", "", place, Filler(set(), set(), set(), False))
    names = [word.lower().removesuffix("nya") for word, _ in phrase if word.lower() not in gate.roles["numbers"]]
    is_somebody = first[0].isupper() or _names_people(names[0])
    names = [gate.same.get(word, word) for word in names]
    known = {actors[place] for _, place in phrase if place in actors}
    return Item("noun", first, place, Filler(set(names), {names[0]}, known, is_somebody or place in actors))


def _is_name(form: str) -> bool:
    """Whether a word with a capital that opens a sentence is in no dictionary even so."""
    return not form.endswith("an") and not is_root_word(form.lower())


@lru_cache(maxsize=20_000)
def _names_people(word: str) -> bool:
    """Whether a word is an office or body, or one who does something: "pelapor"."""
    gate = load_gate_words()
    if word in gate.never_new or word in gate.roles["people"]:
        return True
    return word.startswith("pe") and not word.endswith("an") and not is_root_word(word) and stem(word) != word


def _kind(form: str, is_marked: bool, begins: bool) -> str:
    """What a word or sign is to the reader; nothing where it says nothing about who does what."""
    gate = load_gate_words()
    word = form.lower()
    for sort, listed in _SIGNS.items():
        if word in listed:
            return sort
    if any(word in gate.roles[sort] for sort in ("purpose", "clauses", "manner")):
        return "clause"
    for sort in ("joining", "pronoun"):
        if word in gate.roles[sort]:
            return sort
    if word in gate.prepositions:
        return "preposition"
    if (word == form or begins) and verb_kind(word):
        return "verb"
    if word in gate.roles["people"]:
        return "noun"
    is_empty = is_marked or word in gate.function or word in gate.light or word in gate.roles["times"]
    return "" if is_empty or len(word) == 1 or any(sign.isdigit() for sign in word) else "noun"
