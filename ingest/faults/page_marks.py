"""What scanned pages carry besides the law: their heads and feet, their numbers, and the first words of the next page.

They stand between sentences and inside them. They go where nothing else can be meant; a name of the President in a
preamble or above a signature stays.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.faults.mended import Edit
from ingest.faults.misread_words import Words

_CARET = re.compile(r"\^\s?(?=[\w(\"“])|(?<=\s)\^\S?(?=\s)")
_MARKDOWN = re.compile(
    r"(?m)^[ \t]{0,3}#{1,6}[ \t]+|(?<![\w*])\*\*\*?(?=\S)|(?<=\S)\*\*\*?(?![\w*])|(?<!\w)__(?=\w)|(?<=\w)__(?!\w)"
)

# "PRESIDEN REPUBLIK INDONESIA" on top of a page, however it was torn apart and misread.
_LETTERHEAD = "PRESIDENREPUBLIKINDONESIA"
_LEAST_LIKENESS = 0.8
_MOST_PIECES = 10
_CAPITALS = re.compile(r"[^\sa-z]{0,6}[a-z]{0,3}[^\sa-z]+[a-z]{0,2}[^\sa-z]{0,12}")
_TORN_OFF = re.compile(r"(?<!\S)[PF]R\s$")
_LIKELY = re.compile(r"[PF]R|RES|SID|DEN")
# Page numbers behind the head: "- 12 -", "-t4-", "19".
_NUMBER_BEHIND = re.compile(
    r"\s{0,2}(?:[-–_.]\s?[0-9tlIO]{1,4}\s?(?:[-–_.']|\b)|[0-9]{1,3}\s?[-–]|[0-9]{1,3}(?=\s+[^\W\d_(]|\s*\n|\s*$))"
)
_PAGE_NUMBER = re.compile(r"(?<![^\s])[-–_]\s?[0-9]{1,3}\s?[-–_](?![^\s])")
_NAMED = re.compile(r"(?:ESA|(?<![;,]\s)(?:[Dd]an|DAN)|OLEH|[Oo]leh|[0-9]{4}|ttd\.?)\s*$")
_SIGNED = re.compile(r"\s*(?:,|ttd|MEMUTUSKAN|Menimbang|DAN\b|dan\b|NOMOR|TENTANG)")

_LINE = re.compile(r"[^\n]+")
_LONE_NUMBER = re.compile(r"(?m)^[ \t]*[-–]?[ \t]*([0-9]{1,3})[ \t]*[-–]?[ \t]*$")
_FEWEST_NUMBERS = 3

_TOKEN = re.compile(r"\S+")
_PLAIN = re.compile(r"[\"'“”‘’(]*(?:[A-Z]?[a-z]{2,}|[A-Z]{2,})(?:[-/][^\W\d_]+)*[)\"'“”’.,;:!?…]*")
# Numbers, and the numbers and letters of items: they belong to the law unless they stand between odd signs.
_ITEM = re.compile(r"[\"“({\[]*(?:\d+(?:[.,/-]\d+)*|[a-z]{1,2}|[IVXLC]+)[)}\]%\"”]*[.,;:]*")
# Where one of these stands a new item may begin, however odd its surroundings.
_MARK = re.compile(r"[({\[lt1]\w{1,2}[)}\]tl1|][.,;:]?|(?:[a-z]|\d{1,2})[.)]")
_NUMBERED = re.compile(r"(?!\d{1,3}$)[(]?\d+(?:[.,/-]\d+)*[)%]*[.,;:]*")
_SIGNS = re.compile(
    r"[^\w\s.,;:()\"'“”‘’/-]|(?<=\w)['\"(){}\[\]|\\]|[({\[][.,]|\d[A-Za-z]|[A-Za-z]\d|[a-z][.,][a-z]|\W[^\W_]?\W[^\W_]?\W|(?<!\S)[,)]\w"
)
_SHORTEST_RUN = 6
# Behind the end of a sentence or of an item, a lone letter, or the marker of an item that lost its text.
_AFTER_SENTENCE = re.compile(r"(?:[.;:,\"”]|\n|\b(?:dan|atau|dan/atau)|\s[A-Za-z]|[({\[]\w{1,2}[)}\]tl1])\s*$")

_MARKER = r"(?:[({\[]?\w{1,3}[)}\]1l]|\w{1,2}\s?[.)])"
# "(2) Hukuman . (21 Hukuman", "b. menghadiri b. menghadiri": the first words of the next page.
_TWICE = re.compile(
    rf"(?<![^\s])(?P<first>{_MARKER})\s+(?P<word>[^\W\d_]+)[\s.…,:]*\s(?=(?P<second>{_MARKER})\s+(?P=word)(?![^\W_]))"
)
_HEADING_TWICE = re.compile(
    r"(?<![^\W_])((?:[Pp]asal|BAB|B A B|Paragraf)\s+[0-9IVXLl]{1,5}[A-Z]?|Bagian|Paragraf|BUKU|BAB|Agar|"
    r"Huruf\s[a-z]|Angka\s[0-9]{1,2}|Ayat\s\([0-9]\)?)[\s.…,]*\s(?=\1(?![^\W_]))"
)
_DOTS = re.compile(
    r"(?<![^\s(])(?P<all>(?:\S{1,4}\s+)?(?P<word>[^\s.…]{1,20}(?:\s[0-9IVX]{1,4}\S?)?)\s?(?:\.\s?\.\s?[.,]|…)[.…\s]*)\s*(?=\S)"
)


def mark_edits(text: str) -> Iterator[Edit]:
    """Carets that a recogniser set where it doubted, and marks of Markdown."""
    for match in _CARET.finditer(text):
        yield Edit(match.start(), match.end(), "", "mark")
    for match in _MARKDOWN.finditer(text):
        yield Edit(match.start(), match.end(), "", "mark")


def head_edits(text: str, heads: re.Pattern[str], lines: re.Pattern[str]) -> Iterator[Edit]:
    """Heads and feet of pages. heads: what goes wherever it stands; lines: what goes where it fills a line."""
    for start, end in _letterheads(text):
        number = _NUMBER_BEHIND.match(text, end)
        # Behind "dan" or before "ttd." the President may be meant, unless a page number follows.
        is_named = _NAMED.search(text, max(0, start - 12), start) or _SIGNED.match(text, end)
        if not is_named or (number and "-" in number.group()):
            yield Edit(start, number.end() if number else end, "", "head")
    for match in (*heads.finditer(text), *_PAGE_NUMBER.finditer(text)):
        yield Edit(match.start(), match.end(), "", "head")
    for match in _LINE.finditer(text):
        if lines.fullmatch(match.group().strip()):
            yield Edit(match.start(), match.end(), "", "head")
    numbers = list(_LONE_NUMBER.finditer(text))
    counting = all(int(one[1]) < int(two[1]) for one, two in pairwise(numbers))
    if len(numbers) >= _FEWEST_NUMBERS and counting:
        for match in numbers:
            yield Edit(match.start(), match.end(), "", "head")


def _letterheads(text: str) -> list[tuple[int, int]]:
    """Start and end of the President's letterheads: runs of capitals that read nearly like one."""
    tokens = [match for match in _TOKEN.finditer(text) if _CAPITALS.fullmatch(match.group())]
    found: list[tuple[float, int, int]] = []
    for number, first in enumerate(tokens):
        if not (any(map(str.isalpha, first.group())) and _LIKELY.search(text, first.start(), first.start() + 12)):
            continue
        for last in tokens[number : number + _MOST_PIECES]:
            letters = "".join(filter(str.isalpha, text[first.start() : last.end()])).upper()
            if len(letters) > len(_LETTERHEAD) + 4:
                break
            if len(letters) > len(_LETTERHEAD) - 5 and any(map(str.isalpha, last.group())):
                likeness = difflib.SequenceMatcher(None, letters, _LETTERHEAD).ratio()
                found.append((-likeness, first.start(), last.end()))
    kept: list[tuple[int, int]] = []
    for unlikeness, start, end in sorted(found):
        if -unlikeness >= _LEAST_LIKENESS and all(end <= one[0] or one[1] <= start for one in kept):
            torn = _TORN_OFF.search(text, max(0, start - 4), start)
            kept.append((torn.start() if torn else start, end))
    return kept


def noise_edits(text: str, words: Words) -> Iterator[Edit]:
    """Feet of pages that were read as a jumble of signs: ": il( Nlo l0(,15,) /r" behind the end of a sentence."""
    run: list[re.Match[str]] = []
    for match in (*_TOKEN.finditer(text), None):
        if match and not _ends_run(match.group(), words) and (run or not _ITEM.fullmatch(match.group())):
            run.append(match)
            continue
        while run and _NUMBERED.fullmatch(run[-1].group()):
            run.pop()
        if run and _is_noise(text, run):
            yield Edit(run[0].start(), run[-1].end(), "", "head")
        run = []


def _ends_run(token: str, words: Words) -> bool:
    return bool(_MARK.fullmatch(token)) or _is_plain(token, words)


def _is_plain(token: str, words: Words) -> bool:
    """Whether a token is a word or a name; a name of three letters must be an abbreviation that comes again."""
    core = token.strip("\"'“”‘’().,;:!?…")
    if not _PLAIN.fullmatch(token):
        return False
    if len(core) > 3:
        return words.counts[core.lower()] > 1 or words.is_word(core)
    return (core.isupper() and words.written[core] > 2) or words.is_word(core)


def _is_noise(text: str, run: Sequence[re.Match[str]]) -> bool:
    whole = text[run[0].start() : run[-1].end()]
    odd = sum(bool(_SIGNS.search(match.group())) and not _ITEM.fullmatch(match.group()) for match in run)
    longest = max(len("".join(filter(str.isalpha, match.group()))) for match in run)
    if len(whole) < _SHORTEST_RUN or odd < 2 or longest > 6 or odd < 0.3 * len(run):
        return False
    after_sentence = _AFTER_SENTENCE.search(text, max(0, run[0].start() - 12), run[0].start())
    return bool(after_sentence) or whole[0] in ".;:"


def catchword_edits(text: str) -> Iterator[Edit]:
    """The first words of the next page where they stand once more at the end of this one."""
    for match in (*_TWICE.finditer(text), *_HEADING_TWICE.finditer(text)):
        if match.re is _HEADING_TWICE or _same_marker(match["first"], match["second"]):
            yield Edit(match.start(), match.end(), "", "catchword")
    for match in _DOTS.finditer(text):
        announced = match["word"]
        rest = text[match.end() : match.end() + 40]
        first = re.match(rf"(?:{_MARKER}\s+)?(\S+)", rest)
        if first and (_alike(announced, first[1]) or _alike(match["all"].split()[0], rest.split()[0])):
            yield Edit(match.start(), match.end(), "", "catchword")


def _same_marker(first: str, second: str) -> bool:
    """Also "(2)" and "(21", whose bracket was read as a digit."""
    one, two = (marker.strip("({[)}]. ") for marker in (first, second))
    return one == two or (
        first[0] in "({[" and second[0] in "({[" and {one, two} in ({one, f"{one}1"}, {two, f"{two}1"})
    )


def _alike(announced: str, found: str) -> bool:
    return len(announced) > 1 and announced.strip(".…,").casefold() == found.strip(".…,").casefold()
