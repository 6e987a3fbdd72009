"""Everyday words to the words of the documents, from `vocabulary.yaml`, which a lawyer can edit.

A *term* is what several wordings share: "nyoblos", "mencoblos" and "menggunakan hak pilih" are all `memilih`.
Questions and documents are read with the same terms, so a question finds a passage that uses other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz, process

from assistant.text import is_root_word, stem, stems, words

VOCABULARY_FILE = Path(__file__).with_name("vocabulary.yaml")
# A word that looks like a known one at this similarity (0-100, rapidfuzz ratio) is read as a typing error of it.
# 80 accepts one wrong letter in five-letter words and two in ten; below it, "calon" turns into "salon".
TYPING_ERROR_SIMILARITY = 80.0
SHORTEST_CORRECTED_WORD = 4
# A wording never runs across these: "calon, PNS" is not "calon PNS". A full stop may belong to an abbreviation.
_PART = re.compile(r"[,;:?!()\n]+")
# "undang2" is how chat writes "undang-undang".
_REDUPLICATION = re.compile(r"\b([^\W\d_]{3,})2\b")


Phrases = dict[tuple[str, ...], tuple[tuple[str, "Weight"], ...]]


class Weight(StrEnum):
    """How much a term says about *which* act is meant."""

    ACT = "acts"
    """Names a deed: like, berfoto, memilih. An answer must speak of it."""
    OBJECT = "objects"
    """Names what nearly every passage speaks of: calon, pemilu, partai."""
    ACTOR = "actors"
    NAME = "names"
    """A proper name or title with its abbreviations; weighed like a word outside the vocabulary."""
    OTHER = "other"
    """Not in the vocabulary: weighed by how rare it is in the documents."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term found in a text; `start` and `end` count words, not characters."""

    name: str
    weight: Weight
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The compiled vocabulary. Phrases are tuples of words as written or of their stems."""

    phrases: Phrases
    exact_phrases: Phrases
    """Those that only hold as written: "camat" is not found in "kecamatan"."""
    says: dict[str, str]
    """Term to the words that documents use for it; only for terms whose everyday wording differs."""
    ignored: frozenset[str]
    """Stems that carry no content: function words, particles, forms of address, circumstances."""
    groups: dict[str, frozenset[str]]
    """Actor to the wider actors whose rules cover it: `pns` is an `asn`."""
    near: dict[str, frozenset[str]]
    """Term to the terms whose rules may answer for it, at a lower value."""
    known: frozenset[str]
    """Words that are never taken for typing errors."""
    asks: dict[str, str]
    """Act to its wording in a question that we suggest: "Bolehkah ASN …?"."""
    subject: frozenset[str]
    """Terms that by themselves show that a question is about our subject; a photograph alone does not."""
    ours: frozenset[str]
    """Names that by themselves show the same."""
    acts: frozenset[str]
    light: frozenset[str]
    """Acts that only lead to another one ("datang ke TPS untuk memilih"); they count when no other act is named."""
    places: frozenset[str]
    """Words that name an act alone but only its place beside another one: "berkomentar di postingan"."""
    exclusive: frozenset[str]
    """Acts with rules of their own: a rule about another act never answers a question that names them."""
    governs: frozenset[str]
    """Acts that somebody may do to the one who asks: in "teman mengajak saya berfoto" only the photograph is judged."""
    institutions: frozenset[str]
    """Actors that watch over the rules: they act only where they are the subject of what is asked."""
    own_words: frozenset[str]
    """The words of the vocabulary itself: preferred when a typing error could be either."""
    longest: dict[str, int]
    """Of every word that begins a wording, the number of words of the longest that does."""

    def terms(self, text: str) -> list[Term]:
        """All terms of a text in order, longest wording first; words without content are left out."""
        found: list[Term] = []
        offset = 0
        for part in _PART.split(text):
            forms = words(part)
            found.extend(self._terms_of(forms, [stem(word) for word in forms], offset))
            offset += len(forms)
        return found

    def _terms_of(self, forms: list[str], tokens: list[str], offset: int) -> Iterator[Term]:
        position = 0
        while position < len(tokens):
            named, length = self._longest_phrase(forms, tokens, position)
            start, end = offset + position, offset + position + length
            token = tokens[position]
            if named:
                for name, weight in named:
                    yield Term(name, weight, start, end)
            elif token not in self.ignored and (len(token) > 1 or token.isdigit()):
                yield Term(token, Weight.OTHER, start, end)
            position += length

    def _longest_phrase(
        self, forms: list[str], tokens: list[str], position: int
    ) -> tuple[tuple[tuple[str, Weight], ...], int]:
        """The terms of the longest wording that starts at a word, and its length in words."""
        longest = max(self.longest.get(forms[position], 0), self.longest.get(tokens[position], 0))
        for length in range(min(longest, len(tokens) - position), 0, -1):
            written = tuple(forms[position : position + length])
            stemmed = tuple(tokens[position : position + length])
            named = (*self.exact_phrases.get(written, ()), *(self.phrases.get(written) or ()))
            named = named or self.phrases.get(stemmed, ())
            if named:
                return named, length
        return (), 1

    def names(self, text: str) -> frozenset[str]:
        """The names of all terms of a text."""
        return frozenset(term.name for term in self.terms(text))

    def tokens(self, text: str) -> list[str]:
        """Tokens for keyword search: the stems of all content words and, marked with #, the terms they belong to."""
        plain = [token for token in stems(text) if token not in self.ignored]
        return plain + [f"#{term.name}" for term in self.terms(text) if term.weight is not Weight.OTHER]

    def expand(self, question: str) -> str:
        """The question with the documents' words for its everyday ones appended, for the embedding model."""
        added = []
        for term in self.terms(question):
            say = self.says.get(term.name)
            if say and say not in added:
                added.append(say)
        return f"{question} ({', '.join(added)})" if added else question

    def belongs_to(self, actor: str, group: str) -> bool:
        """Whether the rules of a group hold for an actor, directly or through wider groups."""
        return actor == group or any(self.belongs_to(wider, group) for wider in self.groups.get(actor, frozenset()))

    def with_known_words(self, known: Iterable[str]) -> Vocabulary:
        """The same vocabulary that also knows the words of a store, so that they are not taken for typing errors."""
        return replace(self, known=self.known | frozenset(known))

    def correct_typing(self, text: str) -> str:
        """The text with words that are neither known nor Indonesian replaced by the nearest known word, if near enough."""
        corrected = _REDUPLICATION.sub(r"\1 \1", text)
        for word in words(corrected):
            if len(word) < SHORTEST_CORRECTED_WORD or not word.isalpha() or self._is_known(word):
                continue
            near = process.extract(
                word, self._candidates(word), scorer=fuzz.ratio, score_cutoff=TYPING_ERROR_SIMILARITY
            )
            if near:
                best = max(near, key=lambda found: (found[1], found[0] in self.own_words))
                corrected = _replace_word(corrected, word, str(best[0]))
        return corrected

    def _is_known(self, word: str) -> bool:
        return word in self.known or stem(word) in self.known or is_root_word(stem(word))

    def _candidates(self, word: str) -> list[str]:
        """Known words with the same first letter; a short word may only have lost letters, not gained any."""
        candidates = _words_by_first_letter(self.known).get(word[0], [])
        return candidates if len(word) > 5 else [known for known in candidates if len(known) >= len(word)]


@cache
def _words_by_first_letter(known: frozenset[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for word in sorted(known):
        if len(word) >= SHORTEST_CORRECTED_WORD:
            groups.setdefault(word[0], []).append(word)
    return groups


def _replace_word(text: str, word: str, by: str) -> str:
    lowered = text.lower()
    start = lowered.find(word)
    return text[:start] + by + text[start + len(word) :] if start >= 0 else text


@cache
def load_vocabulary(path: Path = VOCABULARY_FILE) -> Vocabulary:
    """The vocabulary of a file; sections as explained at the top of `vocabulary.yaml`."""
    # BaseLoader reads every scalar as text: "no" and "on" are words here, not truth values.
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    ignored = frozenset(stem(word) for entry in data["ignored"].values() for word in entry)
    phrases: Phrases = {}
    exact_phrases: Phrases = {}
    says: dict[str, str] = {}
    known: set[str] = {word for entry in data["ignored"].values() for word in entry}
    for section in (Weight.ACT, Weight.OBJECT, Weight.ACTOR, Weight.NAME):
        for name, entry in data[section.value].items():
            is_exact = entry.get("exact") == "ya"
            into = exact_phrases if is_exact else phrases
            if entry.get("everyday"):
                says[name] = entry["words"][0]
            for wording in _wordings(entry):
                known.update(words(wording))
                for key in _exact_keys(wording) if is_exact else _keys(wording, ignored):
                    if name not in {other for other, _ in into.get(key, ())}:
                        into[key] = (*into.get(key, ()), (name, section))
    groups = {name: frozenset(entry.get("is_a", [])) for name, entry in data["actors"].items()}
    entries = [item for section in (Weight.ACT, Weight.OBJECT) for item in data[section.value].items()]
    near = {name: frozenset(entry["near"]) for name, entry in entries if entry.get("near")}
    return Vocabulary(
        phrases=phrases,
        exact_phrases=exact_phrases,
        says=says,
        ignored=ignored,
        groups=groups,
        near=near,
        known=frozenset(known),
        own_words=frozenset(known),
        asks={name: entry["ask"] for name, entry in data["acts"].items() if "ask" in entry},
        subject=frozenset(name for name, entry in entries if entry.get("subject") == "ya"),
        ours=frozenset(name for name, entry in data["names"].items() if entry.get("subject") == "ya"),
        acts=frozenset(data["acts"]),
        light=frozenset(name for name, entry in entries if entry.get("light") == "ya"),
        places=frozenset(word for _, entry in entries for word in entry.get("place", [])),
        exclusive=frozenset(name for name, entry in entries if entry.get("exclusive") == "ya"),
        governs=frozenset(name for name, entry in entries if entry.get("governs") == "ya"),
        institutions=frozenset(name for name, entry in data["actors"].items() if entry.get("institution") == "ya"),
        longest=_longest_by_first_word((*phrases, *exact_phrases)),
    )


def _longest_by_first_word(keys: Iterable[tuple[str, ...]]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for key in keys:
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return longest


def _wordings(entry: dict[str, Any]) -> list[str]:
    """All wordings of an entry; `combine` pairs every word of its first list with every word of its second."""
    first, second = entry.get("combine", ([], []))
    pairs = [f"{one} {other}" for one in first for other in second]
    return [*entry["words"], *entry.get("everyday", []), *entry.get("english", []), *pairs]


def _keys(wording: str, ignored: frozenset[str]) -> list[tuple[str, ...]]:
    """A wording as written and by its stems; "teruskan" must not lend its meaning to "terus"."""
    forms = tuple(words(wording))
    roots = tuple(stem(word) for word in forms)
    return [forms] if len(roots) == 1 and roots[0] in ignored else list(dict.fromkeys([forms, roots]))


def _exact_keys(wording: str) -> list[tuple[str, ...]]:
    """A wording as written, also with "-nya" at its end; "camat" must not be found in "kecamatan"."""
    *first, last = words(wording)
    return [(*first, last), (*first, f"{last}nya")]
