"""Where a text names people, found for hiding them: rather a name too many than one too few.

`names.py` reads questions about rules and leaves alone what may be a word; here more cues count ("teman saya suparlan",
"Bunga Citra, S.Pd.") and listed names count wherever they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answer.name_forms import LONGEST_NAME, Forms
from assistant.answer.name_lists import NameKind
from assistant.answer.names import Name, names_in
from assistant.answer.private_cues import has_a_prefix, is_derived, load_cues
from assistant.text import is_root_word, stem
from assistant.vocabulary import Vocabulary

# Words that may stand between "teman" and the name: "teman kantor saya".
_MOST_BETWEEN = 3
# A word in capitals only that is longer is hardly an abbreviation.
_LONGEST_ACRONYM = 6
_SUFFIXES = ("ku", "mu", "nya")
_VOWEL = re.compile(r"[aeiou]")
# What may stand between a cue and its name, or after a clause: "nama saya: Budi", "suami saya, Joko, …".
_CUE_GAP = re.compile(r"[ .,:=(\"“'-]{1,4}")
_NAME_GAP = re.compile(r"[ .'’]{1,2}")
_DEGREE = re.compile(
    r"(?:,\s{0,2}(?:[SMA]\.\s?[A-Z][A-Za-z]{0,5}\b\.?|[SMA](?:Pd|Kom|Sos|Si|Ag|IP|AP|Ak|Kes|Hum|[HMET])\b|Ph\.?D\b|Lc\b)){1,6}"
)


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
                named.update(_sure_words(forms, name, within))
            else:
                blocked.update(within)
        return cls(text, forms, frozenset(named), frozenset(blocked), frozenset(_before_degrees(text, forms, blocked)))

    def people(self) -> tuple[tuple[int, int], ...]:
        """The spans of all names of people."""
        found: list[tuple[int, int]] = []
        position = 0
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
        # "Gun Gun Gunawan".
        is_twice = words[first].lower == words[position].lower
        is_one = words[first].is_capital and self._follows(position) and (is_twice or self._is_strange(first))
        return first if is_one else position

    def _end(self, position: int, *, small: bool) -> int:
        stop = position + 1
        while stop < min(len(self.forms.words), position + LONGEST_NAME) and self._goes_on(stop, small=small):
            stop += 1
        return stop

    def _goes_on(self, position: int, *, small: bool) -> bool:
        """Whether a word belongs to the name before it."""
        word, forms = self.forms.words[position], self.forms
        if not self._follows(position):
            return False
        # "Rizky Ramadhan" does not name a month.
        if position in self.blocked:
            return _is_name(forms, position) and position in forms.kept
        if position in self.named or position in self.titled:
            return True
        if forms.is_large_name(position) and not _is_ordinary(forms, position):
            return True
        if word.is_capital and (self._is_strange(position) or self._is_unknown(position, behind_a_name=True)):
            return True
        if (word.lower,) in forms.lists.people:
            return forms.is_large(position) or not forms.among(word.lower, "ordinary")
        if len(word.lower) == 1:
            return word.lower.isalpha() and word.is_capital
        return small and self._is_unknown(position, behind_a_name=True)

    def _is_strange(self, position: int) -> bool:
        """Whether a word is in no dictionary, however much it looks like one that is."""
        lower = self.forms.words[position].lower
        root = stem(lower)
        # "Kevin" is not derived from "ke".
        is_derivation = len(root) > 3 or len(lower) - len(root) > 3
        forms = (lower, root) if is_derivation else (lower,)
        return lower.isalpha() and not any(self.forms.is_common(form) or is_root_word(form) for form in forms)

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
        if not word.lower.isalpha() or forms.is_common(word.lower) or word.lower in load_cues().callings:
            return False
        if (word.lower,) in forms.lists.people:
            follows = position + 1 < len(forms.words) and self._goes_on(position + 1, small=True)
            return forms.is_large(position) or not forms.among(word.lower, "ordinary") or follows
        is_large = word.is_capital or (word.is_acronym and len(word.lower) > _LONGEST_ACRONYM)
        if is_large and (self._is_strange(position) or not (is_root_word(word.lower) or has_a_prefix(word.lower))):
            return True
        if self._is_addressed(position):
            return True
        return self._is_unknown(position) and word.lower not in forms.vocabulary.known

    def _is_addressed(self, position: int) -> bool:
        """Whether a word stands behind "bu" or "mas", where even roots and what looks like an error are names: "bu ani"."""
        lower = self.forms.words[position].lower
        before = self.forms.words[position - 1].lower if position else ""
        is_one = is_root_word(lower) or (self._is_strange(position) and lower not in self.forms.vocabulary.known)
        return before in load_cues().address and is_one and bool(_VOWEL.search(lower)) and len(lower) > 2

    def _is_unknown(self, position: int, *, behind_a_name: bool = False) -> bool:
        """Whether a word of any length is in no dictionary; short ones must be pronounceable, unlike "yg" and "tlg"."""
        lower = self.forms.words[position].lower
        if lower.endswith("nya"):
            return False
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
        """The end of two or more words in capitals of which one at least is in no dictionary: "kata Totok Hariyono".

        This holds also where the ordinary words around have capitals; in "BUDI HARTONO" one must be a listed name.
        """
        forms, stop, strange, listed = self.forms, position, 0, 0
        if forms.among(forms.before(position), "region_types", "offices", "region_prepositions"):
            return position
        while stop < min(len(forms.words), position + LONGEST_NAME):
            word = forms.words[stop]
            if not (word.is_capital or word.is_acronym) or word.is_acronym is not forms.words[position].is_acronym:
                break
            if stop in self.blocked or (stop > position and not self._follows(stop)):
                break
            is_listed = (word.lower,) in forms.lists.people
            is_unknown = self._is_strange(stop) and (
                len(word.lower) > 3 if word.is_acronym else self._is_unknown(stop, behind_a_name=stop > position)
            )
            if not is_unknown and not is_listed:
                break
            strange, listed, stop = strange + is_unknown, listed + is_listed, stop + 1
        is_one = strange and (listed or not forms.words[position].is_acronym)
        return stop if stop > position + 1 and is_one else position

    def _follows(self, position: int) -> bool:
        """Whether a word stands behind another one as in a name."""
        before, word = self.forms.words[position - 1], self.forms.words[position]
        return word.joined and bool(_NAME_GAP.fullmatch(self.text, before.end, word.start))


def _sure_words(forms: Forms, name: Name, within: list[int]) -> list[int]:
    """The positions of the words of the name itself, without "Pak", "dan" and degrees; none when it may be no name.

    In laws and headings ordinary words have capitals ("Bupati Huruf a"): behind no form of address, one word at least must
    be a listed name or in no dictionary, and words before it that are derived from others ("Penjelasan") do not count.
    """
    own, expected = [], list(name.written)
    for place in within:
        if expected and forms.words[place].lower == expected[0]:
            own.append(place)
            expected.pop(0)
    # "Huruf h Cukup jelas" knows no Haji.
    if own and forms.among(forms.before(own[0]), "honorifics"):
        title = forms.words[own[0] - 1]
        if title.lower != "h" or title.is_capital:
            return own
    while own and _is_ordinary(forms, own[0]):
        own.pop(0)
    if len(own) == 1 and is_derived(forms.words[own[0]].lower):
        return []
    return own if any(not is_root_word(forms.words[place].lower) or _is_name(forms, place) for place in own) else []


def _is_name(forms: Forms, place: int) -> bool:
    """Whether a word is a listed name, written with a capital where it is a word as well."""
    word = forms.words[place]
    is_written_so = word.is_capital or word.is_acronym or not is_root_word(word.lower)
    return (word.lower,) in forms.lists.people and is_written_so


def _is_ordinary(forms: Forms, place: int) -> bool:
    """Whether a word belongs to the vocabulary, is derived from another one, or is a root in small letters."""
    word, root = forms.words[place], stem(forms.words[place].lower)
    # "I Made", "La Ode", "Cut Nyak".
    if _is_name(forms, place) or len(word.lower) <= 3:
        return False
    is_small_root = is_root_word(word.lower) and not word.is_capital
    return forms.is_common(word.lower) or is_small_root or (root != word.lower and is_root_word(root))


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
