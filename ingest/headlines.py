"""Title and publisher of an article that no front matter names: from the lines above it and from its dateline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.text import sentence_spans
from ingest.clean import is_byline, is_headline
from ingest.dates import date_line
from ingest.layout import ends_sentence

LONGEST_TITLE = 150
_SHORTENED_TITLE = 100
_TITLE_WORDS = 4
# Where a first sentence that makes a title ends at the latest.
_LONGEST_OPENING = 2_000
_LONGEST_DATELINE = 80
_CAPTION_END = re.compile(r"\(\s*\d{1,2}(?:\s?[-–]\s?\d{1,2})?/\d{1,2}(?:/\d{2,4})?\s*\)$")

_DASH = re.compile(r"\s*(?:–|—|--)\s*|\s+-\s*|\s*-\s+")
_DOMAIN = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,6}")
_BRACKETED = re.compile(r"^(?P<place>[^()]+?),?\s*\((?P<publisher>[^()]+)\)$")
_NAME = re.compile(r"^(?:[A-Z0-9][\w.'’&-]*)(?:\s+(?:[A-Z0-9][\w.'’&-]*|dan|di|of|the))*$")
_TIME = re.compile(r"\d{1,2}[/ ]|\b(?:senin|selasa|rabu|kamis|jumat|jum['’]at|sabtu|minggu|ahad)\b", re.IGNORECASE)
# "Lombok Tengah, NTB – …" names a place twice and no publisher.
_PROVINCES = frozenset(
    "aceh|nad|sumatera utara|sumut|sumatera barat|sumbar|riau|kepulauan riau|kepri|jambi|bengkulu|sumatera selatan|sumsel|"
    "bangka belitung|kepulauan bangka belitung|babel|lampung|banten|jakarta|dki jakarta|dki|jawa barat|jabar|jawa tengah|"
    "jateng|daerah istimewa yogyakarta|yogyakarta|diy|jawa timur|jatim|bali|nusa tenggara barat|ntb|nusa tenggara timur|"
    "ntt|kalimantan barat|kalbar|kalimantan tengah|kalteng|kalimantan selatan|kalsel|kalimantan timur|kaltim|"
    "kalimantan utara|kaltara|sulawesi utara|sulut|gorontalo|sulawesi tengah|sulteng|sulawesi barat|sulbar|"
    "sulawesi selatan|sulsel|sulawesi tenggara|sultra|maluku|maluku utara|malut|papua|papua barat|papua barat daya|"
    "papua tengah|papua pegunungan|papua selatan|indonesia".split("|")
)


@dataclass(frozen=True, slots=True)
class Head:
    """A page divided: its title, the other lines above the first paragraph, and the paragraphs."""

    title: str
    """Empty when no line at the top is a title."""
    lines: tuple[str, ...]
    body: tuple[str, ...]


def split_head(paragraphs: Sequence[str]) -> Head:
    """Divide cleaned paragraphs into title, other short lines at the top, and body. The body is never empty if there is text."""
    first = next((number for number, paragraph in enumerate(paragraphs) if _is_body(paragraph)), len(paragraphs))
    if sum(map(len, paragraphs[:first])) > sum(map(len, paragraphs[first:])):
        # Short lines that outweigh the rest are not the head of a page but its content: notes, a list.
        first = 1 if len(paragraphs) > 1 and not _is_body(paragraphs[0]) else 0
    head = paragraphs[:first]
    title = _title_among(head)
    others = [line for line in head if line != title]
    rest = list(paragraphs[first:])
    if rest and not dateline(rest[0])[1]:
        below = head[head.index(title) + 1 :] if title else head
        rest = [line for line in below if line != title and not _is_top_furniture(line)] + rest
    if len(rest) > 1 and title and rest[0].casefold() == title.casefold():
        rest = rest[1:]
    return Head(title=title, lines=tuple(others), body=tuple(rest))


def _is_body(paragraph: str) -> bool:
    if "\n" in paragraph or len(paragraph) > LONGEST_TITLE or paragraph.endswith(":"):
        return True
    return ends_sentence(paragraph) and not (is_headline(paragraph) and paragraph.rstrip("\"”'’ ").endswith(("?", "!")))


def _title_among(head: Sequence[str]) -> str:
    candidates = [line for line in head if not is_byline(line) and not date_line(line)]
    longer = [line for line in candidates if len(line.split()) >= _TITLE_WORDS]
    title = next(iter(longer or candidates), "")
    # "Judul | Nama Situs" is how a browser names a page; the page itself repeats the title alone.
    return next((line for line in longer if title.startswith(f"{line} ")), title)


def _is_top_furniture(line: str) -> bool:
    """Whether a line between title and text is a caption, a date, an author or a rubric."""
    if len(line.split()) < _TITLE_WORDS and not is_headline(line):
        return True
    return is_byline(line) or date_line(line) is not None or bool(_CAPTION_END.search(line))


def dateline(paragraph: str) -> tuple[str, str]:
    """The opening of a report ("Samarinda, Natmed.id – ") and the publisher named in it; empty strings when there is none."""
    dash = _DASH.search(paragraph, 0, _LONGEST_DATELINE)
    if not dash or not dash.start() or dash.end() >= len(paragraph):
        return "", ""
    opening = paragraph[: dash.start()]
    bracketed = _BRACKETED.match(opening)
    if bracketed and not _TIME.search(bracketed["publisher"]):
        parts = [bracketed["place"], bracketed["publisher"]]
    else:
        parts = re.split(r"\s*[,|]\s*", opening)
    parts = [part.strip() for part in parts if part.strip()]
    if not parts or not all(_NAME.match(part) or _DOMAIN.fullmatch(part) or _TIME.search(part) for part in parts):
        return "", ""
    return paragraph[: dash.end()], _publisher_among(parts)


def _publisher_among(parts: Sequence[str]) -> str:
    domain = next((part for part in parts if _DOMAIN.fullmatch(part)), "")
    if domain:
        return domain
    names = [part for part in parts[1:] if not _TIME.search(part) and part.casefold() not in _PROVINCES]
    return names[0] if names else ""


def title_from_text(paragraph: str) -> str:
    """The first sentence without its dateline, shortened at a word to about a hundred characters."""
    text = " ".join(paragraph[len(dateline(paragraph)[0]) :][:_LONGEST_OPENING].split())
    start, end = next(iter(sentence_spans(text)), (0, len(text)))
    sentence = text[start:end].rstrip(".")
    if len(sentence) <= _SHORTENED_TITLE:
        return sentence
    cut = sentence.rfind(" ", 0, _SHORTENED_TITLE)
    return sentence[: cut if cut > 0 else _SHORTENED_TITLE].rstrip(" ,;:–-(“\"'") + "…"
