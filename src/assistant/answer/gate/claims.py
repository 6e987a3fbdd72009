"""What a sentence claims, piece by piece, so that two sentences can be held against each other: the eyes of the gate.

*Tokens* are its words with content, by vocabulary term or stem; *marks* the words that change what it says (`dilarang`,
`kecuali`, `paling lama`); amounts, dates, provisions, instruments, names, quotations and addresses are what must never differ.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from assistant.answer.gate.gate_words import GateWords, load_gate_words
from assistant.answer.gate.numerals import Amount, PartialDate, amounts_in, dates_in
from assistant.answer.gate.pieces import Provision, attributed_places, capitalised, is_within, people_in, provisions_in
from assistant.regulations import Mention, find_citations
from assistant.text import stem, words
from assistant.vocabulary import Weight, load_vocabulary

_WORD = re.compile(r"[^\W_]+")
_QUOTATION = re.compile(r"[\"“”„«]([^\"“”„«»]{2,300})[\"“”»]|(?<!\w)[‘']([^‘’']{3,300})[’'](?!\w)")
_CONTACT = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\w)@\w{2,}|\b[\w-]+\.(?:com|id|org|net|info|go\.id|co\.id|io)\b(?:/\S*)?"
    r"|(?<![\d.,])(?:\+62|62|\(?0)\d{1,3}\)?[\d .-]{5,14}\d(?!\d)",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[A-Za-z0-9\s.,;:!?()\[\]/%&+*'\"“”‘’«»…–—-]")
_BREAK = re.compile(r"[;:.](?=\s)")
_TURN = re.compile(r",\s+(?:dan|tetapi|tapi|namun|sedangkan|sementara|sehingga|karena|sebab|melainkan|padahal)\b")

DENIED, DENIALS, NOT = "¬", ("tidak", "tanpa"), "bukan "
# Words that may stand between a "tidak" and what it denies, and between two words of a denied list.
MOST_BETWEEN = 2
_VERB = re.compile(r"(?:di|me|ber|ter)\w{3,}")
_ACTIVE = re.compile(r"(?:me|ber)\w{3,}", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,;:.](?=\s|$)")
_LIST_GOES_ON = re.compile(r"[\s,]*(?:,|\batau\b|\bdan\b|\bataupun\b|\bmaupun\b)[\s,]*(?:(?:atau|dan)\s+)?")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or phrase with content; `place` counts words."""

    name: str
    """Term of the vocabulary or stem; with "¬" before it where the text denies it."""
    stems: frozenset[str]
    weight: Weight
    place: int
    form: str

    @property
    def is_denied(self) -> bool:
        return self.name.startswith(DENIED)

    @property
    def is_acronym(self) -> bool:
        return self.form.isupper() and len(self.form) > 1


@dataclass(frozen=True, slots=True)
class Mark:
    """A word that changes what a sentence says; `start` and `end` count words."""

    sort: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claims:
    """Everything a text says, as far as it can be held against another."""

    text: str
    tokens: tuple[Token, ...]
    marks: tuple[Mark, ...]
    amounts: tuple[tuple[Amount, int], ...]
    """Each with its place among the words; so are the dates and provisions."""
    dates: tuple[tuple[PartialDate, int], ...]
    provisions: tuple[tuple[Provision, int], ...]
    mentions: tuple[tuple[Mention, int], ...]
    people: tuple[tuple[frozenset[str], int], ...]
    """Words with capitals that follow each other, in lower case: what is called by them."""
    names: tuple[str, ...]
    """Words that are written with a capital though they open no sentence, in lower case."""
    quotations: tuple[str, ...]
    contacts: tuple[str, ...]
    attributed: frozenset[int]
    """Places of the words that name a source: "menurut Surat Edaran …,"."""
    strange: frozenset[str]
    """Characters that Indonesian text does without."""
    breaks: tuple[int, ...]
    """Places at which a clause ends: after a colon, a semicolon, a full stop."""
    turns: tuple[int, ...]
    """Places at which a clause of its own begins after a comma: ", sedangkan …"."""
    commas: tuple[int, ...]
    joints: tuple[int, ...]
    """Places of "dan" and its like."""

    def sorts(self) -> frozenset[str]:
        """The sorts of its marks."""
        return frozenset(mark.sort for mark in self.marks)

    def roots(self) -> frozenset[str]:
        """The stems of all its words but those of its marks."""
        marked = {place for mark in self.marks for place in range(mark.start, mark.end)}
        return frozenset(_root(word) for place, word in enumerate(words(self.text)) if place not in marked)

    def stems(self) -> frozenset[str]:
        """The stems of all its tokens."""
        return frozenset(root for token in self.tokens for root in token.stems)


@lru_cache(maxsize=20_000)
def read_claims(text: str) -> Claims:
    """The claims of one sentence, or of several."""
    gate = load_gate_words()
    text = _in_chosen_words(text, gate)
    starts = [match.start() for match in _WORD.finditer(text)]

    def place(offset: int) -> int:
        return max(bisect_right(starts, offset) - 1, 0)

    lowered = text.lower() if len(text.lower()) == len(text) else text
    marks = _with_denied([Mark(sort, place(start), place(end - 1) + 1) for sort, start, end in _marks(lowered, gate)])
    contacts = tuple(match.group().rstrip(".,;") for match in _CONTACT.finditer(text))
    mentions = find_citations(text)
    dates = dates_in(text)
    provisions = tuple(provisions_in(text))
    taken = [
        *((one.start, one.end) for one in mentions),
        *((one.start, one.end) for one in dates),
        *((start, end) for _, start, end in provisions),
        *(match.span() for match in _CONTACT.finditer(text)),
    ]
    amounts = tuple(one for one in amounts_in(text) if not is_within(one.start, taken))
    counted = [*taken, *((one.start, one.end) for one in amounts)]
    hidden = {number for number, start in enumerate(starts) if is_within(start, counted)}
    hidden |= {number for mark in marks for number in range(mark.start, mark.end)}
    return Claims(
        text=text,
        tokens=tuple(_tokens(text, hidden, [mark.end for mark in marks if mark.sort in DENIALS], gate)),
        marks=marks,
        amounts=tuple((one, place(one.start)) for one in amounts),
        dates=tuple((one, place(one.start)) for one in dates),
        provisions=tuple((parts, place(start)) for parts, start, _ in provisions),
        mentions=tuple((one, place(one.start)) for one in mentions),
        people=tuple((name, place(start)) for name, start in people_in(text, taken, gate)),
        names=tuple(capitalised(text, taken)),
        quotations=tuple(match[1] or match[2] for match in _QUOTATION.finditer(text)),
        contacts=contacts,
        attributed=attributed_places(text, gate),
        strange=frozenset(_PLAIN.sub("", text)),
        breaks=tuple(place(match.start()) + 1 for match in _BREAK.finditer(text)),
        turns=tuple(place(match.start()) + 1 for match in _TURN.finditer(lowered)),
        joints=tuple(place(match.start()) for match in re.finditer(r"\b(?:dan|serta|sambil|lalu)\b", lowered)),
        commas=tuple(place(match.start()) + 1 for match in re.finditer(r",(?=\s)", text)),
    )


def _in_chosen_words(text: str, gate: GateWords) -> str:
    """The text with the first wording of each group in place of the others."""
    there = frozenset(words(text))
    for openings, wordings, meant in gate.phrases:
        # Most groups begin with no word of the sentence: whether they do costs nearly nothing.
        if not openings.isdisjoint(there):
            told = wordings.sub(meant, text)
            if told != text:
                text, there = told, frozenset(words(told))
    return text


def _marks(lowered: str, gate: GateWords) -> list[tuple[str, int, int]]:
    """Sort, start and end of every mark in order; of those that overlap, the longest."""
    found = [(sort, *match.span()) for sort, pattern in gate.marks for match in pattern.finditer(lowered)]
    chosen: list[tuple[str, int, int]] = []
    for sort, start, end in sorted(found, key=lambda mark: mark[1] - mark[2]):
        if all(end <= other[1] or start >= other[2] for other in chosen):
            chosen.append((sort, start, end))
    return sorted(chosen, key=lambda mark: mark[1])


@lru_cache(maxsize=20_000)
def _root(word: str) -> str:
    """The stem of a word without "-nya": "keberatannya" is of "keberatan"."""
    return stem(word.removesuffix("nya"))


def _with_denied(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """The marks; one that stands right behind a "tidak" is another: "tidak otomatis"."""
    ends = {mark.end for mark in marks if mark.sort in DENIALS}
    return tuple(replace(mark, sort=NOT + mark.sort) if mark.start in ends else mark for mark in marks)


def _tokens(text: str, hidden: set[int], denials: Sequence[int], gate: GateWords) -> list[Token]:
    """The words with content in order; `denials` are the places behind each "tidak"."""
    spans = [match.span() for match in _WORD.finditer(text)]
    forms = [text[start:end] for start, end in spans]
    covered: set[int] = set()
    found: list[Token] = []
    for term in load_vocabulary().terms(text):
        places = range(term.start, term.end)
        known = [place for place in places if place not in hidden and forms[place].lower() not in gate.function]
        if term.weight is Weight.OTHER or not known:
            continue
        covered.update(places)
        roots = frozenset(_root(forms[place].lower()) for place in places)
        found.append(Token(term.name, roots, term.weight, known[0], forms[known[0]]))
    for place, form in enumerate(forms):
        word = form.lower()
        is_degree = word == "sedang" and place > 0 and forms[place - 1].lower() in gate.graded
        is_denied_verb = place in denials and _VERB.match(word) and word not in gate.light
        if place in hidden or place in covered:
            continue
        is_passed_over = place in denials and word in gate.light
        if is_passed_over or (word in gate.function and not (is_degree or is_denied_verb)):
            continue
        root = _root(word)
        found.append(Token(gate.same.get(root, root), frozenset((root,)), Weight.OTHER, place, form))
    found.sort(key=lambda token: token.place)
    denied = _denied(found, denials, text, spans)
    return [replace(token, name=DENIED + token.name) if token.place in denied else token for token in found]


def _denied(tokens: Sequence[Token], denials: Sequence[int], text: str, spans: Sequence[tuple[int, int]]) -> set[int]:
    """Places of the words that are denied: the one behind a "tidak", and those that follow it in a list.

    Where its clause ends with the "tidak", the word before it is denied: "bila aturannya tidak ada, …".
    """
    denied: set[int] = set()
    for place in denials:
        # "Tidak memberi pegawai kesempatan" denies no pegawai; "bukan pegawai" does.
        names_nobody = text[slice(*spans[place - 1])].lower() != "bukan"
        following = [
            token for token in tokens if token.place >= place and not (names_nobody and token.weight is Weight.ACTOR)
        ]
        near = following and following[0].place - place <= MOST_BETWEEN
        if not near or _CLAUSE_END.search(text, spans[place - 1][1], spans[following[0].place][0]):
            # "Fasilitas negara tidak dipakai." denies what stands before a passive, and "ia tidak melakukannya" nothing.
            before = [token.place for token in tokens if token.place < place and token.weight is not Weight.ACTOR]
            is_active = place < len(spans) and _ACTIVE.match(text, spans[place][0])
            denied.update([] if is_active else before[-1:])
            continue
        denied.add(following[0].place)
        for one, after in pairwise(following):
            gap = text[spans[one.place][1] : spans[after.place][0]]
            if not _LIST_GOES_ON.fullmatch(gap) or after.form[:2].lower() != following[0].form[:2].lower():
                break
            denied.add(after.place)
    return denied
