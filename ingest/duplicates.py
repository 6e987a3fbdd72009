"""The same text under two names: near copies are found by MinHash. The only file that knows datasketch.

A signature stands for the set of word pairs of a text; two signatures tell how much two such sets have in common without
the texts. Title, publisher and byline lines take no part: they are what a second site changes.
"""

from __future__ import annotations

import base64
import hashlib
import math
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from datasketch import MinHash, MinHashLSH

from assistant.regulations import find_citations
from assistant.text import clean_line, words
from assistant.types import Source

# Of all word pairs of two texts together, the share that both have. Measured: no two of the 87 starter articles and the five
# they retell share more than 0.29; copies with another headline and byline and 5 % of the words changed share 0.75 or more
# (276 of them, half of them 0.79). An estimate from 128 numbers errs by 0.04 (one standard deviation).
LEAST_IN_COMMON = 0.6
_NUMBERS = 128
# With these, a pair of texts that share 0.6 is looked at with a probability of 0.99, and one of 0.75 always.
_BANDS, _ROWS = 32, 4
# A changed word changes what a shorter text says; only an exact copy of it is one.
FEWEST_WORDS = 50
# A circular that comes again every year with hardly a word changed is not the one of last year.
_LONGEST_APART_DAYS = 92
# Raise it when signatures are made differently: those with another mark are made anew.
_MARK = "affine32-1"
_REGULATION = "peraturan"


@dataclass(frozen=True, slots=True)
class Likeness:
    """Which document a text is like, and how much."""

    id: str
    share: float
    """Of the words that are the same, estimated from the share of the word pairs; at most 1."""


@dataclass(slots=True)
class Known:
    """The documents among which the original of a copy is looked for, with their signatures."""

    _documents: dict[str, tuple[Source, str]] = field(default_factory=dict)
    _likely: MinHashLSH = field(default_factory=lambda: MinHashLSH(num_perm=_NUMBERS, params=(_BANDS, _ROWS)))

    def add(self, source: Source, signature: str) -> None:
        """Take note of a document. Signatures of another time are to be made anew before."""
        self._documents[source.id] = (source, signature)
        self._likely.insert(source.id, _read(signature))

    def original_of(self, source: Source, signature: str) -> Likeness | None:
        """The document of which this one is a near copy: the most alike, of several the first in alphabetical order."""
        numbers = _read(signature)
        likeness = [
            (-self._in_common(id, signature), id)
            for id in self._likely.query(numbers)
            if may_be_copies(self._documents[id][0], source)
        ]
        in_common, id = min(likeness, default=(0.0, ""))
        if -in_common < LEAST_IN_COMMON:
            return None
        # A pair stays the same when both of its words do, and each set has so many pairs of its own.
        return Likeness(id, math.sqrt(2 * -in_common / (1 - in_common)))

    def _in_common(self, id: str, signature: str) -> float:
        other = self._documents[id][1]
        if min(_words_in(signature), _words_in(other)) < FEWEST_WORDS:
            return float(signature.split(":")[1:3] == other.split(":")[1:3])
        return float(_read(signature).jaccard(_read(other)))


def signature_of(text: str) -> str:
    """What stands for a text, as one line: how many words, which ones in this order (a digest), which pairs (an estimate)."""
    cased = [word.casefold() for word in words(text)]
    exactly = hashlib.sha256(" ".join(cased).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    numbers = _empty()
    numbers.update_batch([" ".join(pair).encode("utf-8", "surrogatepass") for pair in pairwise(cased)] or [b""])
    packed = base64.b64encode(numbers.hashvalues.astype("<u4").tobytes()).decode("ascii")
    return f"{_MARK}:{len(cased)}:{exactly}:{packed}"


def is_current(signature: str) -> bool:
    """Whether a signature was made as they are made now."""
    return signature.startswith(f"{_MARK}:")


def may_be_copies(one: Source, other: Source) -> bool:
    """Whether two documents may be the same though their texts are hardly different: two circulars are two documents."""
    if one.date and other.date and abs((one.date - other.date).days) > _LONGEST_APART_DAYS:
        return False
    cited, cited_by_other = _instruments_in(one.title), _instruments_in(other.title)
    if cited and cited_by_other:
        return cited == cited_by_other
    if _REGULATION in (one.kind, other.kind):
        return clean_line(one.title).casefold() == clean_line(other.title).casefold()
    return True


def _instruments_in(title: str) -> frozenset[tuple[str, str, int]]:
    return frozenset((one.kind, one.number, one.year) for one in find_citations(title))


def _words_in(signature: str) -> int:
    return int(signature.split(":")[1])


def _read(signature: str) -> MinHash:
    packed = base64.b64decode(signature.split(":")[3])
    numbers = np.frombuffer(packed, "<u4").astype(np.uint32)
    return MinHash(num_perm=_NUMBERS, hashvalues=numbers, permutations=_PERMUTATIONS, scheme="affine32")


def _empty() -> MinHash:
    return MinHash(num_perm=_NUMBERS, seed=1, scheme="affine32")


_PERMUTATIONS = _empty().permutations
