"""What a web page carries besides its article goes; no sentence of the article ever does.

Two kinds of rule: lines that `furniture.yaml` names (matched as a whole), and short lines that are no sentences before
the first and after the last sentence of the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from assistant.errors import SettingsError
from ingest.layout import LIST_ITEM, ends_sentence

FURNITURE_FILE = Path(__file__).with_name("furniture.yaml")
_SECTIONS = ("anywhere", "without_full_stop", "with_next_line", "words", "at_edges", "ends_article")
_MARKS = " \t•·*|-–—_=+~<>»«›‹→←:;,[](){}…▪◦‣#/\\"
# A line that is longer is a sentence that lost its full stop rather than a headline or a name.
_LONGEST_LEFTOVER = 120
_LONGEST_BYLINE = 80
# What stands below the comments may be no more than this share of the page, or the marker was not at its end.
_LARGEST_COMMENT_SHARE = 0.35
# Nor may it be as long as an article: several articles may stand in one file, each with its own comments.
_LONGEST_COMMENTS = 2_000
_HEADLINE_SHARE = 0.7
# A reporter's mark: no sentence of its own, at most this long, after the sentence's own full stop.
_SIGNATURE = re.compile(r"(?P<stop>[.!?…][\"'”’»]*)[\s*_]*[(\[](?P<mark>[^()\[\]]{1,40})[)\]]?[\s.*_]*$")
_SYMBOLS_AT_END = re.compile(r"\s*[(\[]\s*(?:[*#]+|red\.?)\s*[)\]]\s*\.?$|\s*\*{1,5}$", re.IGNORECASE)
_REFERENCE = re.compile(r"\b(?:pasal|ayat|huruf|angka|nomor|no|uu|pp|bab|lampiran|hlm|halaman)\b|\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Furniture:
    """The compiled lists of `furniture.yaml`; every pattern matches a whole normalised line."""

    anywhere: re.Pattern[str]
    without_full_stop: re.Pattern[str]
    with_next_line: re.Pattern[str]
    words: frozenset[str]
    at_edges: re.Pattern[str]
    ends_article: re.Pattern[str]


@cache
def load_furniture(path: Path = FURNITURE_FILE) -> Furniture:
    """The lists of a furniture file. Raises SettingsError when a section is missing or is not a block of lines."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise SettingsError(f"{path.name} bukan YAML yang sah: {' '.join(str(error).split())}") from error
    for section in _SECTIONS:
        if not isinstance(data, dict) or not isinstance(data.get(section), str):
            raise SettingsError(
                f"{path.name}: bagian {section!r} tidak ada atau bukan kumpulan baris. "
                f"Bentuknya: '{section}: |' lalu satu pola per baris, masing-masing dimulai dengan dua spasi."
            )
    return Furniture(
        anywhere=_compile(data["anywhere"]),
        without_full_stop=_compile(data["without_full_stop"]),
        with_next_line=_compile(data["with_next_line"]),
        words=frozenset(line.strip().casefold() for line in data["words"].splitlines() if line.strip()),
        at_edges=_compile(data["at_edges"]),
        ends_article=_compile(data["ends_article"]),
    )


def _compile(block: str) -> re.Pattern[str]:
    patterns = [_pattern(line.strip()) for line in block.splitlines() if line.strip()]
    return re.compile("|".join(patterns) or r"(?!)")


def _pattern(line: str) -> str:
    """`...` is any text between whole words, `0` any number."""
    pattern = ""
    pieces = [piece.strip().casefold() for piece in line.split("...")]
    for number, piece in enumerate(pieces):
        before = ".*" if number > 0 else ""
        starts_word = r"\b" if before and piece[:1].isalnum() else ""
        ends_word = r"\b" if number < len(pieces) - 1 and piece[-1:].isalnum() else ""
        pattern += f"{before}{starts_word}{re.escape(piece)}{ends_word}"
    return re.sub(r"(?<!\d)0(?!\d)", "[0-9][0-9.,]*", pattern)


def _normalised(line: str) -> str:
    return line.strip(_MARKS).casefold()


def remove_furniture(lines: Sequence[str]) -> list[str]:
    """Lines (blank ones are empty strings) without page furniture; the items of an article's own list stay."""
    furniture = load_furniture()
    kept: list[str] = []
    in_list = False
    drop_next = False
    for line in lines[: _end_of_article(lines, furniture)]:
        in_list = bool(in_list and (not line or LIST_ITEM.match(line)))
        if line and drop_next and _is_leftover(line):
            drop_next = False
        elif line and not in_list and is_furniture(line):
            drop_next = bool(furniture.with_next_line.fullmatch(_normalised(line)))
        else:
            kept.append(line)
            drop_next = drop_next and not line
            in_list = in_list or line.endswith(":")
    return kept


def is_furniture(line: str) -> bool:
    """Whether a whole line is page furniture wherever it stands."""
    furniture = load_furniture()
    normalised = _normalised(line)
    if not normalised:
        return True
    if furniture.anywhere.fullmatch(normalised) or furniture.with_next_line.fullmatch(normalised):
        return True
    if furniture.ends_article.fullmatch(normalised):
        return True
    if not ends_sentence(line) and furniture.without_full_stop.fullmatch(normalised):
        return True
    pieces = [piece for piece in re.split(r"[\s|•·,/]+", normalised) if piece]
    return all(piece in furniture.words for piece in pieces)


def is_byline(line: str) -> bool:
    """Whether a line names an author, a photograph, a source or a rubric: furniture at the edges of a page only."""
    if len(line) > _LONGEST_BYLINE or (ends_sentence(line) and ":" not in line):
        return False
    return bool(load_furniture().at_edges.fullmatch(_normalised(line)))


def is_headline(line: str) -> bool:
    """Whether most of the longer words of a line are capitalised, as in titles and names."""
    longer = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) >= 4]
    return bool(longer) and sum(word[0].isupper() for word in longer) >= _HEADLINE_SHARE * len(longer)


def trim_end(paragraphs: Sequence[str]) -> list[str]:
    """Paragraphs without what follows the last sentence, and without the reporter's mark behind that sentence."""
    kept = len(paragraphs)
    while kept and (_is_leftover(paragraphs[kept - 1]) or is_byline(paragraphs[kept - 1])):
        kept -= 1
    if not kept or not _is_prose(paragraphs[kept - 1]):
        # Notes without full stops, or a list without marks below a colon: then short lines are the content.
        kept = len(paragraphs)
    trimmed = list(paragraphs[:kept])
    if trimmed:
        trimmed[-1] = remove_signature(trimmed[-1])
    return [paragraph for paragraph in trimmed if paragraph]


def remove_signature(paragraph: str) -> str:
    """A paragraph without a reporter's mark at its end: "(Eka)", "(*)", "(red/adv)", also glued to the full stop."""
    paragraph = _SYMBOLS_AT_END.sub("", paragraph)
    match = _SIGNATURE.search(paragraph)
    if match and len(match["mark"].split()) <= 4 and not _REFERENCE.search(match["mark"]):
        return paragraph[: match.end("stop")]
    return paragraph


def _is_prose(paragraph: str) -> bool:
    return ends_sentence(paragraph) or (len(paragraph) > _LONGEST_LEFTOVER and not paragraph.endswith(":"))


def _is_leftover(line: str) -> bool:
    """Whether a line is too little to be a sentence: a name, a rubric, another article's headline."""
    if ends_sentence(line) or line.endswith(":") or "\n" in line or len(line) > _LONGEST_LEFTOVER:
        return False
    return not LIST_ITEM.match(line) and (len(line.split()) <= 3 or is_headline(line))


def _end_of_article(lines: Sequence[str], furniture: Furniture) -> int:
    """The number of lines before the comments."""
    total = sum(map(len, lines))
    before = 0
    seen_sentence = False
    for number, line in enumerate(lines):
        ends = bool(line) and furniture.ends_article.fullmatch(_normalised(line))
        if ends and seen_sentence and total - before <= min(_LARGEST_COMMENT_SHARE * total, _LONGEST_COMMENTS):
            return number
        before += len(line)
        seen_sentence = seen_sentence or ends_sentence(line)
    return len(lines)
