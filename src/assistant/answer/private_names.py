"""Where a text names people, found for hiding them: rather a name too many than one too few.

`names.py` reads questions about rules and leaves alone what may be a word; here more cues count ("teman saya suparlan",
"Bunga Citra, S.Pd.") and listed names count wherever they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from assistant.answer.name_forms import LONGEST_NAME, Forms
from assistant.answer.name_lists import NameKind
from assistant.answer.names import Name, names_in
from assistant.text import is_root_word, stem
from assistant.vocabulary import Vocabulary

MASKING_FILE = Path(__file__).with_name("masking.yaml")
# Words that may stand between "teman" and the name: "teman kantor saya".
_MOST_BETWEEN = 3
_SUFFIXES = ("ku", "mu", "nya")
_VOWEL = re.compile(r"[aeiou]")
# What may stand between a cue and its name, or after a clause: "nama saya: Budi", "suami saya, Joko, …".
_CUE_GAP = re.compile(r"[ .,:=(\"“'-]{1,4}")
_NAME_GAP = re.compile(r"[ .'’]{1,2}")
_DEGREE = re.compile(
    r"(?:,\s{0,2}(?:[SMA]\.\s?[A-Z][A-Za-z]{0,5}\b\.?|[SMA](?:Pd|Kom|Sos|Si|Ag|IP|AP|Ak|Kes|Hum|[HMET])\b|Ph\.?D\b|Lc\b)){1,6}"
)


@dataclass(frozen=True, slots=True)
class Cues:
    """The lists of `masking.yaml`, in lower case."""

    naming: frozenset[str]
    relations: frozenset[str]
    between: frozenset[str]
    not_after: frozenset[str]
    numbers: dict[str, tuple[str, ...]]
    """Kind of number to the words that introduce it."""
    vehicles: tuple[str, ...]


@cache
def load_cues(path: Path = MASKING_FILE) -> Cues:
    """The lists of a file with the sections of `masking.yaml`."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    words = {name: frozenset(data[name]) for name in ("naming", "relations", "between", "not_after")}
    numbers = {kind: tuple(entry) for kind, entry in data["numbers"].items()}
    return Cues(**words, numbers=numbers, vehicles=tuple(data["vehicles"]))


def people_in(text: str, vocabulary: Vocabulary) -> tuple[tuple[int, int], ...]:
    """Start and end of every name of a person in a text, in order, without titles, forms of address and degrees."""
    return _Reader.of(text, vocabulary).people()


@dataclass(frozen=True, slots=True)
class _Reader:
    """The words of one text with what is already known about them."""

    text: str
    forms: Forms
    named: frozenset[int]
    """Positions of words that `names_in` takes for people."""
    blocked: frozenset[int]
    """Positions of words that name institutions, instruments, parties and regions."""
    titled: frozenset[int]
    """Positions of words that stand before an academic degree."""

    @classmethod
    def of(cls, text: str, vocabulary: Vocabulary) -> _Reader:
        forms = Forms.of(text, vocabulary)
        at = {word.start: place for place, word in enumerate(forms.words)}
        named: set[int] = set()
        blocked = set(forms.kept)
        for name in names_in(text, vocabulary):
            within = [place for start, place in at.items() if name.start <= start < name.end]
            if name.kind is NameKind.PERSON:
                own = _own_words(forms, name, within)
                named.update(own if any(not _is_derived(forms, place) for place in own) else ())
            else:
                blocked.update(within)
        return cls(text, forms, frozenset(named), frozenset(blocked), frozenset(_before_degrees(text, forms, blocked)))

    def people(self) -> tuple[tuple[int, int], ...]:
        """The spans of all names of people."""
        found, position = [], 0
        while position < len(self.forms.words):
            stop = self._name_at(position)
            if stop > position:
                first = self._first(position, found[-1][1] if found else 0)
                found.append((self.forms.words[first].start, self.forms.words[stop - 1].end))
            position = max(stop, position + 1)
        return tuple(found)

    def _name_at(self, position: int) -> int:
        """The end of the name that starts at a word, or that word when none does."""
        if position in self.blocked and position not in self.named:
            return position
        if position in self.named or position in self.titled:
            return self._end(position, small=True)
        if self._is_cued(position) and self._may_open(position):
            return self._end(position, small=True)
        if self._is_listed(position):
            return self._end(position, small=False)
        return self._run_by_form(position)

    def _first(self, position: int, earliest: int) -> int:
        """Where a name starts of which a later word was found: "Ramlan" before the listed "Harun"; not before `earliest`."""
        words, first = self.forms.words, position - 1
        if first < 0 or first in self.blocked or words[first].start < earliest:
            return position
        is_large = self.forms.is_large(first) and words[first].is_capital and words[position].joined
        follows = _NAME_GAP.fullmatch(self.text, words[first].end, words[position].start)
        return first if is_large and follows and self._is_strange(first) else position

    def _end(self, position: int, *, small: bool) -> int:
        stop = position + 1
        while stop < min(len(self.forms.words), position + LONGEST_NAME) and self._goes_on(stop, small=small):
            stop += 1
        return stop

    def _goes_on(self, position: int, *, small: bool) -> bool:
        """Whether a word belongs to the name before it."""
        word, forms = self.forms.words[position], self.forms
        if position in self.blocked or not _NAME_GAP.fullmatch(self.text, forms.words[position - 1].end, word.start):
            return False
        if not word.joined:
            return False
        if position in self.named or position in self.titled or forms.is_large_name(position):
            return True
        if forms.is_large(position) and word.is_capital and self._is_strange(position):
            return True
        if (word.lower,) in forms.lists.people:
            return forms.is_large(position) or not forms.among(word.lower, "ordinary")
        if len(word.lower) == 1:
            return word.lower.isalpha() and word.is_capital
        return small and self._is_unknown(position, behind_a_name=True)

    def _is_strange(self, position: int) -> bool:
        """Whether a word is in no dictionary, however much it looks like one that is."""
        lower = self.forms.words[position].lower
        return lower.isalpha() and not any(
            self.forms.is_common(form) or is_root_word(form) for form in (lower, stem(lower))
        )

    def _is_cued(self, position: int) -> bool:
        """Whether the words before announce a person: "nama saya", "teman kantor saya", "suaminya", "mbak"."""
        cues, place = load_cues(), position - 1
        for _ in range(_MOST_BETWEEN + 1):
            if place < 0 or not _CUE_GAP.fullmatch(
                self.text, self.forms.words[place].end, self.forms.words[place + 1].start
            ):
                return False
            lower = self.forms.words[place].lower
            if any(form in cues.naming or form in cues.relations for form in _without_suffix(lower)):
                return True
            if lower not in cues.between:
                return False
            place -= 1
        return False

    def _may_open(self, position: int) -> bool:
        """Whether a word behind such a cue is a name, though it may be a word elsewhere."""
        word, forms = self.forms.words[position], self.forms
        if not word.lower.isalpha() or forms.is_common(word.lower):
            return False
        if (word.lower,) in forms.lists.people:
            follows = position + 1 < len(forms.words) and self._goes_on(position + 1, small=True)
            return forms.is_large(position) or not forms.among(word.lower, "ordinary") or follows
        if forms.is_large_name(position):
            return True
        return self._is_unknown(position) and word.lower not in forms.vocabulary.known

    def _is_unknown(self, position: int, *, behind_a_name: bool = False) -> bool:
        """Whether a word of any length is in no dictionary; short ones must be pronounceable, unlike "yg" and "tlg"."""
        lower = self.forms.words[position].lower
        if len(lower) == 3:
            return bool(_VOWEL.search(lower)) and not self.forms.is_common(lower) and not is_root_word(lower)
        return self.forms.is_no_word(position, behind_a_name=behind_a_name)

    def _is_listed(self, position: int) -> bool:
        """Whether a word is a listed name that is hardly ever a word."""
        lower, forms = self.forms.words[position].lower, self.forms
        if (lower,) not in forms.lists.people or len(lower) < 3 or forms.before(position) in load_cues().not_after:
            return False
        is_doubtful = (lower,) in forms.lists.doubtful_people or forms.is_common(lower) or is_root_word(lower)
        if not is_doubtful:
            return True
        # "Dewi Lestari" and "budi santoso", but not "putra bupati".
        follows = position + 1 < len(forms.words) and self._goes_on(position + 1, small=False)
        return (
            follows
            and not forms.is_common(lower)
            and not (forms.among(lower, "ordinary") and not forms.is_large(position))
        )

    def _run_by_form(self, position: int) -> int:
        """The end of two or more words in capitals that are in no dictionary: "kata Totok Hariyono"."""
        forms, stop = self.forms, position
        if forms.among(forms.before(position), "region_types", "offices", "region_prepositions"):
            return position
        while stop < min(len(forms.words), position + LONGEST_NAME) and (
            stop == position or self._goes_on(stop, small=False)
        ):
            is_listed = (forms.words[stop].lower,) in forms.lists.people and forms.is_large(stop)
            if not is_listed and not (
                forms.is_large_name(stop) and self._is_unknown(stop, behind_a_name=stop > position)
            ):
                break
            stop += 1
        return stop if stop > position + 1 else position


def _is_derived(forms: Forms, place: int) -> bool:
    """Whether a word that nothing but its capital shows as a name is derived from another one: "Penjelasan"."""
    lower = forms.words[place].lower
    root = stem(lower)
    is_shown = forms.among(forms.before(place), "honorifics", "candidates", "heads")
    return root != lower and is_root_word(root) and not is_shown and (lower,) not in forms.lists.people


def _own_words(forms: Forms, name: Name, within: list[int]) -> list[int]:
    """The positions of the words of the name itself, without "Pak", "dan" and degrees."""
    own, expected = [], list(name.written)
    for place in within:
        if expected and forms.words[place].lower == expected[0]:
            own.append(place)
            expected.pop(0)
    return own


def _before_degrees(text: str, forms: Forms, blocked: set[int]) -> set[int]:
    """The positions of up to four words in capitals before an academic degree."""
    ends = {word.end: place for place, word in enumerate(forms.words)}
    found: set[int] = set()
    for degree in _DEGREE.finditer(text):
        place = ends.get(degree.start(), -1)
        for _ in range(LONGEST_NAME - 1):
            word = forms.words[place] if place >= 0 else None
            if (
                word is None
                or not (word.is_capital or word.is_acronym)
                or place in blocked
                or forms.is_common(word.lower)
            ):
                break
            found.add(place)
            place = place - 1 if word.joined else -1
    return found


def _without_suffix(lower: str) -> tuple[str, ...]:
    """A word as written and without "-ku", "-mu" or "-nya"."""
    return (lower, *(lower.removesuffix(suffix) for suffix in _SUFFIXES if lower.endswith(suffix)))
