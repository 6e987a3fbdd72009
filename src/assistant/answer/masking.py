"""Hides what must not leave the machine when a language model is remote, and puts it back into what the model wrote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.answer.name_lists import load_lists
from assistant.answer.private_cues import is_derived
from assistant.answer.private_names import people_in
from assistant.answer.private_numbers import Private, Span, private_numbers
from assistant.text import is_root_word
from assistant.vocabulary import Vocabulary

_KINDS = "|".join(Private)
# Our own spelling, "NAMA_1", counts even within a word ("hpTELEPON_1"); as models write it, only for itself: "Nama_1",
# "NAMA\_1", "NAMA 1", "Nama-1". "nama 1" in small letters is ordinary text.
_PLACEHOLDER = re.compile(rf"(?:(?<![^\W_])(?i:{_KINDS})(?:\\?_|[ -]?)|(?:{_KINDS})_)\d{{1,4}}(?!\d)")
_PARTS = re.compile(r"(?P<kind>[^\W\d_]+)(?P<joint>\D*)(?P<number>\d+)")


@dataclass(slots=True)
class Masks:
    """The placeholders of one answer: whatever is hidden twice gets the same one."""

    _placeholders: dict[tuple[Private, str], str] = field(default_factory=dict)
    _real: dict[str, str] = field(default_factory=dict)
    """Placeholder to what it stands for, as it was written first."""
    _spoken: set[str] = field(default_factory=set)
    """Placeholders whose loose spelling ("NAMA 1") stands in a hidden text and so means itself."""
    _people: list[tuple[str, ...]] = field(default_factory=list)
    """The words of every hidden name, in lower case, in the order in which they were hidden."""
    _small: set[str] = field(default_factory=set)
    """The words of names that were written without capitals."""

    def hide(self, text: str, vocabulary: Vocabulary) -> str:
        """The text with placeholders for names, numbers and addresses of people; `vocabulary` tells words from names."""
        folded = Folded.of(text)
        spans = list(private_numbers(folded.text))
        spans += [span for span in _typed(folded.text) if _is_free(spans, span.start, span.end)]
        names = [(start, end) for start, end in people_in(folded.text, vocabulary) if _is_free(spans, start, end)]
        self._spoken.update(_standard(match) for match in _PLACEHOLDER.finditer(folded.text))
        for start, end in names:
            self._remember(folded.text[start:end])
        spans += [Span(Private.NAME, start, end, self._whose(folded.text[start:end])) for start, end in names]
        spans += self._parts_of_names(folded.text, spans, vocabulary)
        pieces, position = [], 0
        for span in _in_original(text, folded, spans):
            pieces += [text[position : span.start], self._placeholder(span, text[span.start : span.end])]
            position = span.end
        return "".join([*pieces, text[position:]])

    def reveal(self, text: str) -> str:
        """The text with what the placeholders stand for; others than ours stay as they are."""
        return _PLACEHOLDER.sub(self._revealed, text)

    def _revealed(self, match: re.Match[str]) -> str:
        standard, written = _standard(match), match.group()
        if _is_loose(match) and (standard in self._spoken or written[0].islower()):
            return written
        return self._real.get(standard, written)

    def _placeholder(self, span: Span, written: str) -> str:
        known = self._placeholders.get((span.kind, span.key))
        if known:
            return known
        number = 1 + sum(kind is span.kind for kind, _ in self._placeholders)
        placeholder = f"{span.kind}_{number}"
        self._placeholders[span.kind, span.key] = placeholder
        self._real[placeholder] = written
        return placeholder

    def _remember(self, name: str) -> None:
        words = _name_words(name)
        if name.islower():
            self._small.update(words)
        if " ".join(words) == self._whose(name) and words not in self._people:
            self._people.append(words)
            # At once, so that the placeholder stands for the whole name although a part of it may come first in the text.
            self._placeholder(Span(Private.NAME, 0, len(name), " ".join(words)), name)

    def _whose(self, name: str) -> str:
        """The key of a name: that of the one longer name which it is a part of, else its own words."""
        words = _name_words(name)
        if words in self._people:
            return " ".join(words)
        longer = [person for person in self._people if set(words) < set(person)]
        return " ".join(longer[0] if len(longer) == 1 else words)

    def _parts_of_names(self, text: str, spans: list[Span], vocabulary: Vocabulary) -> list[Span]:
        """Where single words of hidden names stand elsewhere: "Budi" after "Budi Santoso"."""
        parts = {word for person in self._people for word in person if len(word) > 2 and not is_derived(word)}
        taken = {place for span in spans for place in range(span.start, span.end)}
        kept = load_lists().kept
        return [
            Span(Private.NAME, word.start(), word.end(), self._whose(word.group()))
            for word in _WORD.finditer(text)
            if word.group().lower() in parts
            and word.start() not in taken
            and (word.group().lower(),) not in kept
            and self._is_part_of_a_name(text, word, vocabulary)
        ]

    def _is_part_of_a_name(self, text: str, word: re.Match[str], vocabulary: Vocabulary) -> bool:
        written, lower = word.group(), word.group().lower()
        is_word = lower in vocabulary.own_words or is_root_word(lower)
        if written[0].isupper():
            # "Jaksa Agung" is not the neighbour Agung.
            return not (is_word and _BETWEEN_CAPITALS.search(text[max(0, word.start() - 20) : word.start()]))
        return (
            lower in self._small and lower not in vocabulary.own_words and lower not in load_lists().words["ordinary"]
        )


_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN_CAPITALS = re.compile(r"\b[A-Z][a-z]{1,18} $")


def _name_words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(name))


def _standard(match: re.Match[str]) -> str:
    parts = _PARTS.fullmatch(match.group())
    return f"{parts['kind'].upper()}_{int(parts['number'])}" if parts else match.group()


def _is_loose(match: re.Match[str]) -> bool:
    return "_" not in match.group()


def _is_free(spans: list[Span], start: int, end: int) -> bool:
    return all(end <= span.start or span.end <= start for span in spans)


def _typed(text: str) -> Iterator[Span]:
    """What somebody typed in the very spelling of our placeholders."""
    for match in _PLACEHOLDER.finditer(text):
        if not _is_loose(match):
            yield Span(Private.TYPED, match.start(), match.end(), match.group())


def _in_original(text: str, folded: Folded, spans: list[Span]) -> Iterator[Span]:
    """The spans of a folded text in the original, in order.

    Digits right behind one belong to it: they would change the number of the placeholder ("Budi2").
    """
    placed = sorted(((*folded.original(span.start, span.end), span) for span in spans), key=lambda placed: placed[:2])
    starts = {start for start, _, _ in placed}
    position = 0
    for start, stop, span in placed:
        end = stop
        while end < len(text) and text[end].isdigit() and end not in starts:
            end += 1
        key = span.key if end == stop else f"{span.key} {text[stop:end]}"
        if end > position:
            yield Span(span.kind, max(start, position), end, key)
        position = max(end, position)


# Characters that Unicode compatibility leaves apart although they separate groups of digits alike.
_LIKE_DASHES = "−⁃"
_LIKE_DOTS = "·•∙‧"
_DROPPED = frozenset({"Cf", "Cc", "Mn", "Me"})


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as patterns expect it: plain digits, dashes and spaces, nothing invisible; and where its characters come from."""

    text: str
    starts: tuple[int, ...]
    """For every character of `text` its place in the original."""

    @classmethod
    def of(cls, text: str) -> Folded:
        """The folded form of any text."""
        if text.isascii() and text.replace("\n", " ").isprintable():
            return cls(text, tuple(range(len(text))))
        folded = [(plain, place) for place, character in enumerate(text) for plain in _plain(character)]
        return cls("".join(plain for plain, _ in folded), tuple(place for _, place in folded))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of `text` stands in the original, with what is invisible inside."""
        return self.starts[start], self.starts[end - 1] + 1


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character in "\n\t\r\v\f":
        return "\n" if character == "\n" else " "
    kind = unicodedata.category(character)
    if kind in _DROPPED:
        return ""
    if kind == "Pd" or character in _LIKE_DASHES:
        return "-"
    if kind == "Zs":
        return " "
    if character in _LIKE_DOTS:
        return "."
    if kind == "Nd":
        return str(unicodedata.decimal(character))
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else "".join(c for c in plain if unicodedata.category(c) not in _DROPPED)
