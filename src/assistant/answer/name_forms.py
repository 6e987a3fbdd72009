"""How the words of a text are written and what they stand beside: what tells a name from a word without any list of names."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from assistant.answer.name_lists import Key, Lists, load_lists
from assistant.answer.question import detect_language
from assistant.regulations import find_citations
from assistant.text import is_root_word, stem
from assistant.vocabulary import Vocabulary

LONGEST_NAME = 5
SHORTEST_NAME = 4
# A word this much like a word of the vocabulary is a typing error of it, even where a name is expected: "calon gubenur".
TYPING_ERROR = 0.88
_WORD = re.compile(r"[^\W_]+")
# What may stand between two words of one clause; a full stop only behind an abbreviation or an initial.
_JOINT = re.compile(r"[ \-–/'’&]{1,3}")
_SHORT_JOINT = re.compile(r"\. ?")
_ABBREVIATIONS = frozenset("kab kec kel kep prov bpk sdr prof dr drs dra ir hj st no".split())
_AFFIXED = re.compile(r"me|ber|ter|di|pe|ke|se|ng|ny")
# Everyday verbs swallow the first letter of their root: "maksa" (paksa), "nawarin" (tawar), "kubuat" (buat).
_EVERYDAY_VERBS = tuple(
    (re.compile(rf"{prefix}(\w{{3,}}?)(?:in|kan|i|an|nya)?"), initial)
    for prefix, initial in (("m", "p"), ("n", "t"), ("ny", "s"), ("ng", "k"), ("ng", ""), ("ku", ""), ("kau", ""))
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text."""

    start: int
    end: int
    lower: str
    is_capital: bool
    """Written with a capital first letter only, or an initial."""
    is_acronym: bool
    joined: bool
    """In one clause with the word before it."""


@dataclass(frozen=True, slots=True)
class Forms:
    """The words of one text, with what their forms tell."""

    words: tuple[Word, ...]
    kept: frozenset[int]
    """Positions of words that belong to an instrument or to something else that is no name."""
    trusts_capitals: bool
    """Whether capitals tell names: ordinary words within clauses are mostly written without."""
    is_english: bool
    vocabulary: Vocabulary
    lists: Lists

    @classmethod
    def of(cls, text: str, vocabulary: Vocabulary) -> Forms:
        """The forms of a text; `vocabulary` tells words from names."""
        spoken, lists = _words_of(text), load_lists()
        cited = [(mention.start, mention.end) for mention in find_citations(text)]
        kept = {place for place, word in enumerate(spoken) for start, end in cited if start <= word.start < end}
        for place, word in enumerate(spoken):
            length = longest_at(spoken, place, lists.kept)
            # "Tan Mei Ling" does not name a month.
            goes_on = place and length == 1 and word.joined and (spoken[place - 1].lower,) in lists.people
            if not goes_on and length >= max(longest_at(spoken, place, lists.sure), 1):
                kept.update(range(place, place + length))
        forms = cls(spoken, frozenset(kept), False, detect_language(text) == "en", vocabulary, lists)
        return replace(forms, trusts_capitals=forms._writes_words_small())

    def _writes_words_small(self) -> bool:
        named = {
            place
            for first in range(len(self.words))
            for place in range(first, first + longest_at(self.words, first, self.lists.sure))
        }
        large: set[int] = set()
        party: set[int] = set()
        small = runs = 0
        for place, word in enumerate(self.words):
            if not word.joined or place in named:
                continue
            small += word.lower.isalpha() and not (word.is_capital or word.is_acronym)
            if word.is_capital and (place - 1 in party or self.words[place - 1].lower == "partai"):
                party.add(place)
            is_name = place in party or (word.lower,) in self.lists.people or self.among(word.lower, "honorifics")
            if word.is_capital and not is_name and self._is_word(word.lower):
                runs += place - 1 not in large
                large.add(place)
        # Several capitals in a row may be one name, such as that of a party.
        return runs <= small and len(large) <= 2 * small

    def key(self, position: int, length: int) -> Key:
        """The words from a position on, in lower case."""
        return tuple(word.lower for word in self.words[position : position + length])

    def before(self, position: int, distance: int = 1) -> str:
        """A word before, in the same clause; empty when there is none."""
        first = position - distance
        if first < 0 or not all(word.joined for word in self.words[first + 1 : position + 1]):
            return ""
        return self.words[first].lower

    def after(self, position: int) -> str:
        """The word at a position when it goes on with the clause before it, else nothing."""
        return self.words[position].lower if position < len(self.words) and self.words[position].joined else ""

    def among(self, word: str, *sections: str) -> bool:
        """Whether a word stands in one of the sections of `names.yaml`."""
        return any(word in self.lists.words[section] for section in sections)

    def is_large(self, position: int) -> bool:
        """Whether a word is written with a capital, as names are."""
        return self.trusts_capitals and (self.words[position].is_capital or self.words[position].is_acronym)

    def is_large_name(self, position: int) -> bool:
        """Whether it is so although it is no word of the vocabulary, nor a typing error of one."""
        word = self.words[position]
        if not (self.trusts_capitals and word.is_capital and word.lower.isalpha()) or position in self.kept:
            return False
        return not self.is_common(word.lower) and not self._is_misspelt(word.lower)

    def is_acronym(self, position: int) -> bool:
        """Whether a word in capitals is none of the vocabulary."""
        word = self.words[position]
        is_one = self.trusts_capitals and word.is_acronym and word.lower.isalpha() and position not in self.kept
        return is_one and not self.is_common(word.lower)

    def is_no_word(self, position: int, *, behind_a_name: bool = False) -> bool:
        """Whether a word, large or small, is in no dictionary and no typing error either.

        Behind a name only the word itself counts, not what it might be derived from: "Wirawan" is not "wira".
        """
        word, lower = self.words[position], self.words[position].lower
        if self.is_english or position in self.kept or (word.is_acronym and self.trusts_capitals):
            return False
        if len(lower) < SHORTEST_NAME or not lower.isalpha() or self._is_misspelt(lower) or _is_everyday_verb(lower):
            return False
        if behind_a_name and not _AFFIXED.match(lower):
            return not self.is_common(lower) and not is_root_word(lower)
        return not self._is_word(lower)

    def run(self, position: int, *, roots: bool, small: bool) -> int:
        """The end of the words that look like a name; `roots`: also words of the dictionary, `small`: also without capital."""
        stop = position
        while stop < min(len(self.words), position + LONGEST_NAME) and (stop == position or self.words[stop].joined):
            known = stop == position and not roots and self._is_word(self.words[stop].lower)
            known = known and not self._goes_on_as_a_name(stop)
            behind = stop > position
            is_name = self.is_large_name(stop) and not known
            is_name = is_name or (behind and self.is_large(stop) and (self.words[stop].lower,) in self.lists.people)
            if not is_name and not (
                small and self.is_no_word(stop, behind_a_name=behind and not self._names_a_region(position))
            ):
                break
            stop += 1
        # Initials alone are no name: "hari H".
        return stop if any(len(word.lower) > 2 for word in self.words[position:stop]) else position

    def _goes_on_as_a_name(self, position: int) -> bool:
        """Whether an ordinary word in capitals is followed by a name: "Elang Pratama", but not "Dinas Pendidikan Sleman"."""
        following = self.after(position + 1)
        if (
            not following
            or self.among(self.before(position), "offices")
            or longest_at(self.words, position + 1, self.lists.sure)
        ):
            return False
        large = self.is_large_name(position + 1) and not self._is_word(following)
        return large or (self.is_large(position + 1) and (following,) in self.lists.people)

    def _names_a_region(self, position: int) -> bool:
        return self.among(self.before(position), "region_types")

    def is_common(self, lower: str) -> bool:
        """Whether a word belongs to the vocabulary or introduces names."""
        return lower in self.vocabulary.own_words or lower in self.lists.common

    def _is_word(self, lower: str) -> bool:
        return any(self.is_common(form) or is_root_word(form) for form in (lower, stem(lower)))

    def _is_misspelt(self, lower: str) -> bool:
        corrected = replace(self.vocabulary, known=self.vocabulary.own_words).correct_typing(lower)
        return corrected != lower and SequenceMatcher(None, lower, corrected).ratio() >= TYPING_ERROR


def _is_everyday_verb(lower: str) -> bool:
    found = ((form.fullmatch(lower), initial) for form, initial in _EVERYDAY_VERBS)
    return any(match and is_root_word(initial + match[1]) for match, initial in found)


def _words_of(text: str) -> tuple[Word, ...]:
    found: list[Word] = []
    for match in _WORD.finditer(text):
        word, joint = match.group(), text[found[-1].end : match.start()] if found else ""
        is_short = bool(found) and (found[-1].lower in _ABBREVIATIONS or len(found[-1].lower) == 1)
        joined = bool(_JOINT.fullmatch(joint) or (is_short and _SHORT_JOINT.fullmatch(joint)))
        capital = word[0].isupper() and (len(word) == 1 or not word.isupper())
        acronym = len(word) > 1 and word.isupper()
        found.append(Word(match.start(), match.end(), word.lower(), capital, acronym, joined))
    return tuple(found)


def longest_at(spoken: tuple[Word, ...], position: int, names: Container[Key]) -> int:
    """How many words from a position on are one of the names of a list (`sure`, `people`, `kept`), at most; 0 when none is."""
    most = min(load_lists().longest.get(spoken[position].lower, 0), LONGEST_NAME)
    if not most:
        return 0
    run = spoken[position : position + most]
    joined = next((place for place, word in enumerate(run) if place and not word.joined), len(run))
    key = tuple([word.lower for word in run])
    return next((length for length in range(joined, 0, -1) if key[:length] in names), 0)
