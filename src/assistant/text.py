"""What counts as clean text, a word, a stem and a sentence in Indonesian. The only file that knows Sastrawi.

Everything here works on any text and keeps no state but a cache of stems.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

# Longer words are not words; the encoder's own limit is 512 tokens, a question of 2,000 characters fills it.
MAX_QUESTION_CHARACTERS = 2_000

_WORD = re.compile(r"[^\W_]+")
_CONTROL = {"Cc", "Cf", "Cs", "Co", "Cn"}
_CLOSERS = "\"'”’»)]"
_SENTENCE_END = re.compile(rf"[.!?…]+[{re.escape(_CLOSERS)}]*(?=\s)|\n[ \t]*\n")
_STARTS_SENTENCE = re.compile(r"\s*[\"'“‘«(\[]*[^\W\d_]*")
_ITEM_NUMBER = re.compile(r"[0-9]{1,3}[.]")
# Abbreviations after which a full stop ends no sentence; single letters and initials are covered by a rule.
_ABBREVIATIONS = frozenset(
    "no nomor kep pol prof dr drs dra ir hj st ny tn sdr plt plh pj jl jln gg kab kec kel prov rp tgl hlm dll dst "
    "dsb dkk jo ps art ttd cq ub dh sh mh mm msi mt spd mpd skom ssos stp letjen mayjen brigjen kombes komjen "
    "irjen akp ipda iptu tel telp vol ed cet yth".split()
)
# Words whose root means something else in this domain: "pemilihan" is an election, "memilih" an act; "pengaruh" is
# suffered, "memengaruhi" is done; "hukuman" is a sanction, "hukum" the law.
_UNSTEMMED = frozenset(
    "pemilu pemilihan pemilih terpilih ajakan mencalonkan dicalonkan pencalonan memengaruhi mempengaruhi dipengaruhi pengaruhi "
    "perpolitikan berpolitik mendekati pendekatan hukuman dihukum keputusan pemerintah kebijakan peserta "
    "diberhentikan pemberhentian kebebasan keberatan dibanding desain mendesain didesain".split()
)


def clean_text(text: str) -> str:
    """Text as every encoder and matcher expects it: NFKC, no control or unassigned characters, line breaks kept."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = unicodedata.normalize("NFKC", text)
    # Nearly every text is, and looking at each character takes ten times as long.
    if text.replace("\n", "").isprintable():
        return text
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in _CONTROL)


def clean_line(text: str, limit: int = MAX_QUESTION_CHARACTERS) -> str:
    """Clean text on one line with single spaces, cut to `limit` characters before and after cleaning.

    NFKC can lengthen a text eighteenfold (U+FDFA), hence the second cut.
    """
    return " ".join(clean_text(text[: 4 * limit]).split())[:limit]


def words(text: str) -> list[str]:
    """Lower-case words and numbers in order; hyphens and apostrophes separate, so reduplications count as two words."""
    return [word.lower() for word in _WORD.findall(text)]


@cache
def _stemmer() -> object:
    return StemmerFactory().create_stemmer(False)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The root of one lower-case word; words with digits or of fewer than four letters stay as they are."""
    if len(word) < 4 or not word.isalpha() or not word.isascii() or word in _UNSTEMMED:
        return word
    root = str(_stemmer().stem(word))  # type: ignore[attr-defined]
    return (_colloquial_root(word) or root) if root == word else root


def _colloquial_root(word: str) -> str:
    """The root of a word with the prefixes and suffixes of everyday speech: ngawasin → awas; empty when it has none."""
    if is_root_word(word):
        return ""
    found = (match[1] for form in _COLLOQUIAL if (match := form.fullmatch(word)))
    return next((root for root in found if is_root_word(root)), "")


# "nge-", "ng-" and "n-" for "me-", "-in" for "-kan" and "-i".
_COLLOQUIAL = tuple(
    re.compile(form)
    for form in (r"nge(\w{3,}?)(?:in|kan)?", r"ng(\w{3,}?)(?:in|kan)?", r"di(\w{3,}?)in", r"(\w{3,}?)in")
)


@cache
def _root_words() -> frozenset[str]:
    return frozenset(StemmerFactory().get_words())


def is_root_word(word: str) -> bool:
    """Whether a word is in the dictionary of Indonesian roots."""
    return word in _root_words()


def stems(text: str) -> list[str]:
    """The stems of all words of a text, in order."""
    return [stem(word) for word in words(text)]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of every sentence; a blank line always ends one, an abbreviation or a number never does."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if not match.group().isspace() and not _ends_sentence(text, match.start(), match.end()):
            continue
        if _ITEM_NUMBER.fullmatch(text[start : match.end()].strip()):
            continue
        _append_span(spans, text, start, match.end())
        start = match.end()
    _append_span(spans, text, start, len(text))
    return spans


def _ends_sentence(text: str, stop: int, after: int) -> bool:
    if text[stop] == "." and stop + 1 == after:
        before = text[max(0, stop - 20) : stop]
        last = re.search(r"[^\W_]+$", before)
        if last and (len(last.group()) == 1 or last.group().lower() in _ABBREVIATIONS):
            return False
    following = _STARTS_SENTENCE.match(text, after)
    rest = following.group().strip() if following else ""
    letters = rest.lstrip("\"'“‘«([")
    return not letters or not letters[0].islower()


def _append_span(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        offset = start + len(piece) - len(piece.lstrip())
        spans.append((offset, offset + len(stripped)))
