"""Words that a scanner misread, and words that it tore apart or ran together, made whole where that is certain.

Certain is: what stands there is no word, and one known confusion of letters (`scan_faults.yaml`) makes it a word that the
same document has elsewhere, or that is in the list of words of regulations. Where two words are possible nothing changes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from assistant.text import is_root_word, stem
from ingest.faults.mended import Edit

Confusion = tuple[str, str]
"""What the scanner read, and what was printed."""

_WORD = re.compile(r"[^\W\d_]+(?:[-/][^\W\d_]+)*")
_TOKEN = re.compile(r"\S+")
_EDGES = ".,;:!?\"'“”‘’()[]{}<>-–—/…*|"
_ODD_EDGE = re.compile(r"^[{}<>|*\]]|[{}<>|*\[]$")
_SHORTEST = 4
# Two confusions in one word are believed only of a long one.
_SHORTEST_TWICE = 8
_LONGEST = 40
_OFTEN = 3
_DIVIDED = re.compile(r"(?<![^\W_])([^\W\d_]{2,})-(\s+)([^\W\d_]{2,})(?![^\W_])")
_HYPHENED = re.compile(r"(?<![^\W_-])([^\W\d_]{3,})-([^\W\d_]{3,})(?![\w-])")
# Words that printers and scanners run together with their neighbours without anybody having written them so.
_AND_OR = re.compile(r"(?<![^\W_])([Dd]an)(?:[lfIT|1]\s?|\s[lI|/])atau(?![^\W_])")
# Headings that were printed with spaces between their letters, or read without the one that they need.
_SPACED = re.compile(
    r"(?<![^\W_])(?:B A B|P A S A L|M E M U T U S K A N|P E N J E L A S A N|L A M P I R A N|U M U M)(?![^\W_])"
)
_GLUED = re.compile(r"(?<![^\W_])(BAB|Paragraf|Pasal|Lampiran|LAMPIRAN)((?:[IVX]+|\d{1,3})[A-Z]?)(?![^\W_])")
_LITTLE = frozenset("yang dan dalam dengan untuk tidak pada oleh dari atau".split())
# Words that are written together with the next by many drafters.
_COMPOUND = frozenset("tanggung bertanggung kerja tata antar non pasca".split())
_PAIR = re.compile(r"(?<![\w-])([^\W\d_]{2,}) (?=([^\W\d_]{1,12})(?![\w-]))")
# Words of two letters and less that stand alone.
_SHORT_WORDS = frozenset(
    "di ke ia dr no pp uu rt rw sk se ii iv vi ix xi i v x a b c d e f g h j k l m n o p q r s t u w y z".split()
)
# Capitals that look like their small letters: a scanner mixes them within an abbreviation.
_SAME_SHAPE = frozenset("pscouvwxzk")


class Words:
    """The words of one document with their numbers, and which of them are words at all."""

    def __init__(self, text: str, frequent: frozenset[str]) -> None:
        self.frequent = frequent
        self.written = Counter(_WORD.findall(text))
        self.counts: Counter[str] = Counter()
        for word, count in self.written.items():
            self.counts[word.lower()] += count

    def is_word(self, word: str) -> bool:
        """Whether it is a word of Indonesian: of the list, a root, or made of one."""
        return word.lower() in self.frequent or _is_word(word.lower())

    def is_target(self, word: str, instead_of: int) -> bool:
        """Whether a misread word may have been this one, given how often the misread one occurs."""
        word = word.lower()
        if word in self.frequent:
            return True
        return self.counts[word] > max(1, 2 * instead_of) and all(self.is_word(part) for part in re.split("[-/]", word))


@cache
def _is_word(word: str) -> bool:
    return is_root_word(word) or is_root_word(stem(word))


def hyphen_edits(text: str, words: Words) -> Iterator[Edit]:
    """Words divided at the end of a line: "Undang- Undang", "kepega- waian", also where only the hyphen is left."""
    for match in _DIVIDED.finditer(text):
        head, tail = match[1], match[3]
        joined, hyphened = f"{head}{tail}", f"{head}-{tail}"
        if head.lower() == tail.lower() or words.counts[hyphened.lower()] or hyphened.lower() in words.frequent:
            yield Edit(match.start(), match.end(), hyphened, "hyphen")
        elif words.is_target(joined, 0) and not (words.is_word(head) and words.is_word(tail)):
            yield Edit(match.start(), match.end(), joined, "hyphen")
    for match in _HYPHENED.finditer(text):
        head, tail = match[1], match[2]
        whole = f"{head}{tail}"
        if not (words.is_word(head) or words.is_word(tail)) and words.is_target(whole, words.counts[match[0].lower()]):
            yield Edit(match.start(), match.end(), whole, "hyphen")


def spacing_edits(text: str, words: Words) -> Iterator[Edit]:
    """Words torn apart ("perj anjian") and run together ("pejabatyang"); of each, both halves must prove it."""
    for match in _AND_OR.finditer(text):
        yield Edit(match.start(), match.end(), f"{match[1]}/atau", "word")
    for match in _SPACED.finditer(text):
        yield Edit(match.start(), match.end(), match.group().replace(" ", ""), "word")
    for match in _GLUED.finditer(text):
        yield Edit(match.start(), match.end(), f"{match[1]} {match[2]}", "word")
    for match in _PAIR.finditer(text):
        head, tail = match[1], match[2]
        often = words.counts[f"{head}{tail}".lower()] >= _OFTEN
        if words.is_word(head) or (_stands_alone(tail, words) and not often) or not tail.islower():
            continue
        if words.is_target(f"{head}{tail}", 0) and len(head) + len(tail) >= _SHORTEST:
            yield Edit(match.start(), match.end(2), f"{head}{tail}", "word")
    for match in _TOKEN.finditer(text):
        core = match.group().strip(_EDGES)
        if len(core) >= 8 and core.isalpha() and not words.is_word(core) and words.counts[core.lower()] <= 3:
            parts = _parts(core, words)
            if len(parts) > 1 and _are_apart(parts, text):
                start = match.start() + match.group().index(core)
                yield Edit(start, start + len(core), " ".join(parts), "word")


def _stands_alone(word: str, words: Words) -> bool:
    return word.lower() in _SHORT_WORDS or (len(word) > 2 and words.is_word(word)) or words.counts[word.lower()] >= 5


def _parts(token: str, words: Words) -> list[str]:
    """The words that were run together, or the token alone unless there is exactly one way to divide it.

    Compounds such as "tanggungjawab" are written so on purpose: a little word must be among the parts, or an
    abbreviation, or the document has the words side by side elsewhere.
    """
    ways = []
    for cut in range(3, len(token) - 2):
        head, tail = token[:cut], token[cut:]
        if _is_part(head, words) and tail[0].islower():
            if _is_part(tail, words):
                ways.append([head, tail])
            elif len(rest := _parts(tail, words)) > 1:
                ways.append([head, *rest])
    return ways[0] if len(ways) == 1 else [token]


def _are_apart(parts: Sequence[str], text: str) -> bool:
    if any(part.lower() in _LITTLE or part.isupper() for part in parts):
        return True
    together = {part.lower() for part in parts} & _COMPOUND
    return not together and " ".join(parts).lower() in text.lower()


def _is_part(word: str, words: Words) -> bool:
    if word.isupper():
        return words.written[word] >= 3
    known = word.lower() in words.frequent or words.counts[word.lower()] >= 3
    return known and len(word) >= _SHORTEST and words.is_word(word) and (word[1:].islower())


def word_edits(text: str, words: Words, confusions: Sequence[Confusion]) -> Iterator[Edit]:
    """Single words that a scanner misread, abbreviations among them."""
    known: dict[str, str] = {}
    for match in _TOKEN.finditer(text):
        token = match.group()
        core = token.strip(_EDGES)
        # "}mrsi": a sign at the edge of a word is a letter of it that cannot be told.
        if not core or (core.isascii() and core.isdigit()) or _ODD_EDGE.search(token):
            continue
        if core not in known:
            known[core] = _mended(core, words, confusions)
        if known[core] != core:
            start = match.start() + token.index(core)
            yield Edit(start, start + len(core), known[core], "word")


def _mended(core: str, words: Words, confusions: Sequence[Confusion]) -> str:
    """The word that was printed where it is certain, else what was read."""
    if abbreviation := _abbreviation(core, words):
        return abbreviation
    count = words.counts[core.lower()] if core.isalpha() else 0
    if small := _without_capitals_inside(core, words):
        return small
    letters = sum(map(str.isalpha, core))
    shortest = _SHORTEST if core.isalpha() else _SHORTEST - 1
    if not shortest <= len(core) <= _LONGEST or letters < 0.6 * len(core) or _is_whole(core, words):
        return core
    if words.written[core] and core.isupper() and words.written[core] > 1:
        return core
    once = list(dict.fromkeys(_replaced(core, confusions)))
    found = _targets(once, core, words, count)
    if not found and len(core) >= _SHORTEST_TWICE:
        found = _targets((twice for one in once for twice in _replaced(one, confusions)), core, words, count)
    return found[0] if len(found) == 1 and not _is_doubtful(core, found[0], words) else core


def _is_whole(core: str, words: Words) -> bool:
    """Whether every part of what was read is a word or a number."""
    if not _WORD.fullmatch(core):
        return False
    return core.lower() in words.frequent or all(
        words.is_word(part) or len(part) < 3 for part in re.split("[-/]", core)
    )


def _targets(candidates: Iterable[str], core: str, words: Words, count: int) -> list[str]:
    """The words among the candidates, each once, in the spelling that the document uses most."""
    found: dict[str, list[str]] = {}
    for candidate in candidates:
        if _WORD.fullmatch(candidate) and words.is_target(candidate, count):
            found.setdefault(candidate.lower(), []).append(_in_case_of(core, candidate))
    # A capital I looks like a small l, a small i does not.
    return [
        max(spellings, key=lambda spelling: (core[0] == "l" and spelling[0] == "I", words.written[spelling]))
        for spellings in found.values()
    ]


def _is_doubtful(core: str, word: str, words: Words) -> bool:
    """Whether a letter too many or too few explains what was read as well: "tetapr" may be "tetap" or "tetapi"."""
    one_too_many = core[:-1] == word[:-1] and words.is_word(core[:-1])
    return one_too_many or (len(core) <= _SHORTEST and any(core.lower() + end in words.frequent for end in "mnkihat"))


def _replaced(core: str, confusions: Sequence[Confusion]) -> Iterator[str]:
    for read, printed in confusions:
        position = core.find(read)
        while position >= 0:
            yield core[:position] + printed + core[position + len(read) :]
            position = core.find(read, position + 1)


def _in_case_of(core: str, word: str) -> str:
    letters = [letter for letter in core if letter.isalpha()]
    if sum(map(str.isupper, letters)) > 0.6 * len(letters) and len(letters) > 2:
        return word.upper()
    return word[0] + word[1:].lower() if not re.search("[-/]", word) else word


def _without_capitals_inside(core: str, words: Words) -> str:
    """ "lembAga" and "MenetapKan": a capital inside a word that is one without it, unless it is often written so."""
    inner = core[1:]
    capitals = sum(map(str.isupper, inner))
    if not (core.isalpha() and 0 < capitals <= 2 and len(core) > 2 * capitals + 2 and words.written[core] < _OFTEN):
        return ""
    return core[0] + inner.lower() if words.is_target(core, words.written[core]) and words.is_word(core) else ""


def _abbreviation(core: str, words: Words) -> str:
    """ "pNS" and "KpU": an abbreviation with capitals that were read small, where the document has it in capitals."""
    capitals = sum(map(str.isupper, core))
    if not (2 <= len(core) <= 8 and core.isalpha() and 0 < capitals < len(core)):
        return ""
    small = [letter for letter in core if letter.islower()]
    upper = core.upper()
    if set(small) <= _SAME_SHAPE and words.written[upper] >= 2 and words.written[upper] >= words.written[core]:
        return upper if not words.is_word(core) or capitals > 1 else ""
    return ""
