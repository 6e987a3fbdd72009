"""A Document becomes Passages: whole sentences, a paragraph each. The only file that knows LangChain's splitters.

Short paragraphs (a lone quotation, a heading) join their neighbour, long ones are divided between sentences. Every
passage is a verbatim slice of the document's text. A regulation is divided by its structure instead: there a passage
may be several slices, what leads in to a provision and the provision, and certain scanning faults are repaired.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from langchain_text_splitters import TextSplitter

from assistant.text import sentence_spans
from assistant.types import Document, Passage
from ingest.layout import LIST_ITEM, LONGEST_LIST, ends_sentence, leads_on
from ingest.provisions.passages import Cutter, tidy
from ingest.scan_faults import mend
from ingest.structure import is_regulation, regulation_units

# Characters. 200-400 tokens measured best for prose; a token of Indonesian is about 4.4 characters, and most news
# paragraphs are shorter than this anyway. Beyond 2,000 the encoder (512 tokens) would not see the end.
LONGEST_PASSAGE = 700
LONGEST_SENTENCE = 2_000
SHORTEST_PASSAGE = 120

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\n)[^\n]+)*")
_OPENING, _CLOSING = "“«", "”»"
_QUOTES = _CLOSING + '"'
_SPEAKER = re.compile(
    r"(?:demikian|begitu|(?:hal|pernyataan) (?:ini|itu|tersebut)|"
    r"(?:kata|ujar|ucap|tutur|jelas|tegas|ungkap|imbuh|pungkas|lanjut|terang|papar|sebut|tandas|tukas)(?:nya)?)\b",
    re.IGNORECASE,
)
_QUOTATION = re.compile(r"“[^“”]*”|«[^«»]*»|\"[^\"]*\"")
_ITEM_NUMBER = re.compile(r"(?:^|\n)\(?\d{1,3}[.)]$")
# Where a sentence that is too long may be cut, best place first.
_CLAUSE_ENDS = ("; ", ", ", " ")

# The library warns of every chunk above its size. Ours are: a sentence is not cut before 2,000 characters.
logging.getLogger("langchain_text_splitters.base").setLevel(logging.ERROR)


class SentenceSplitter(TextSplitter):  # type: ignore[misc]  # the library's types stay outside
    """Chunks of whole sentences; a quotation stays in one chunk with its speaker where it fits."""

    def __init__(self, longest: int = LONGEST_PASSAGE) -> None:
        super().__init__(chunk_size=longest, chunk_overlap=0, add_start_index=True)

    def split_text(self, text: str) -> list[str]:
        """Verbatim chunks in order; only white space between them is lost."""
        pieces = [text[start:end] for start, end in pairwise(_cuts(text, self._chunk_size))]
        chunks: list[str] = self._merge_splits(pieces, "")
        return chunks


@dataclass(frozen=True, slots=True)
class _Group:
    """Successive paragraphs that are read together: `text[start:end]`."""

    start: int
    end: int
    longest: int
    """Of the chunks that it may be divided into."""


def split_document(document: Document) -> list[Passage]:
    """The passages of a document, numbered from 1.

    Those of a regulation are located by pasal, ayat, huruf …, and scanning faults are repaired in them; of any other
    document the locators count its paragraphs from 1.
    """
    found = _of_regulation(document.text) if is_regulation(document) else _of_prose(document.text)
    return [
        Passage(f"{document.source.id}#{number}", document.source, number, locator, text, original)
        for number, (locator, text, original) in enumerate(found, start=1)
    ]


_Cut = tuple[str, str, str]
"""Locator, text and original of a passage."""


def _of_regulation(text: str) -> Iterator[_Cut]:
    mended = mend(text)
    for locator, pieces in Cutter(mended.text, _slices, LONGEST_PASSAGE).cut(regulation_units(mended.text)):
        shown, original = "", ""
        for piece in pieces:
            start, end = piece.span.start, piece.span.end
            between = piece.between if shown else ""
            now, was = mended.text[start:end], mended.before(start, end)
            shown += between + (piece.shown or (now.strip() if piece.keeps_lines else tidy(now)))
            original += between + (was.strip() if piece.keeps_lines else tidy(was))
        yield locator, shown, original if original.split() != shown.split() else ""


def _of_prose(text: str) -> Iterator[_Cut]:
    starts = [match.start() for match in _PARAGRAPH.finditer(text)]
    for start, end in _slices(text):
        first, last = bisect_right(starts, start), bisect_right(starts, end - 1)
        yield f"paragraf {first}" if first == last else f"paragraf {first}–{last}", text[start:end], ""


def _slices(text: str) -> list[tuple[int, int]]:
    """Start and end of the passages that a text without further structure is divided into."""
    slices: list[tuple[int, int]] = []
    for group in _groups(text, [match.span() for match in _PARAGRAPH.finditer(text)]):
        for chunk in SentenceSplitter(group.longest).create_documents([text[group.start : group.end]]):
            start = group.start + int(chunk.metadata["start_index"])
            slices.append((start, start + len(chunk.page_content)))
    return slices


def _groups(text: str, paragraphs: list[tuple[int, int]]) -> list[_Group]:
    groups: list[_Group] = []
    for start, end in paragraphs:
        before = groups[-1] if groups else None
        if before and _reads_together(text[before.start : before.end], text[start:end]):
            groups.pop()
            start = before.start
        groups.append(_Group(start, end, LONGEST_LIST if _is_list(text[start:end]) else LONGEST_PASSAGE))
    return groups


def _is_list(text: str) -> bool:
    lines = text.split("\n")
    return sum(bool(LIST_ITEM.match(line)) for line in lines) >= 2


def _reads_together(before: str, paragraph: str) -> bool:
    """Whether a paragraph belongs to the group before it rather than to what follows."""
    last = before.rsplit("\n\n", 1)[-1]
    is_heading = leads_on(paragraph) and len(paragraph) < SHORTEST_PASSAGE
    if leads_on(last) and len(last) < SHORTEST_PASSAGE:
        # A heading or "…:" alone says nothing; it goes with what it announces, however long that is.
        return len(before) < SHORTEST_PASSAGE or len(before) + len(paragraph) <= LONGEST_PASSAGE
    if len(before) + len(paragraph) > LONGEST_PASSAGE or is_heading:
        return False
    if paragraph[0].islower() or (_stays_open(last) and paragraph[0] in _OPENING):
        return True
    if last[-1] in _QUOTES and _SPEAKER.match(paragraph):
        return True
    return len(paragraph) < SHORTEST_PASSAGE or len(before) < SHORTEST_PASSAGE


def _stays_open(paragraph: str) -> bool:
    """Whether a quotation runs on into the next paragraph."""
    return any(
        paragraph.count(opening) > paragraph.count(closing) for opening, closing in zip(_OPENING, _CLOSING, strict=True)
    )


def _cuts(text: str, longest: int) -> list[int]:
    """Positions between which a text is never divided, its start and end included."""
    spans = sentence_spans(text)
    quotations = [match.span() for match in _QUOTATION.finditer(text) if len(match.group()) <= longest]
    cuts = [0]
    for (start, end), (following, _) in pairwise(spans):
        in_quotation = any(opened < following < closed for opened, closed in quotations)
        # A heading stays with the sentence below it, a speaker with what was said; no scrap is left at the end.
        announces = _announces(text[start:end])
        names_speaker = text[end - 1] in _QUOTES and _SPEAKER.match(text, following)
        is_scrap = len(text) - following < SHORTEST_PASSAGE
        if not (in_quotation or announces or names_speaker or is_scrap):
            cuts += [*_cuts_within(text, cuts[-1], following), following]
    return [*cuts, *_cuts_within(text, cuts[-1], len(text)), len(text)]


def _announces(piece: str) -> bool:
    """Whether a piece says nothing without the next: a heading, or the number of a list item."""
    return bool(_ITEM_NUMBER.search(piece)) or (len(piece) < SHORTEST_PASSAGE and not ends_sentence(piece))


def _cuts_within(text: str, start: int, end: int) -> list[int]:
    """Where to divide what is too long for the encoder though it is one sentence."""
    cuts: list[int] = []
    while end - start > LONGEST_SENTENCE:
        start = _clause_end(text, start, start + LONGEST_SENTENCE)
        cuts.append(start)
    return cuts


def _clause_end(text: str, start: int, limit: int) -> int:
    """The last good place to cut before `limit`, not in the first half; `limit` itself when there is no space."""
    for mark in _CLAUSE_ENDS:
        found = text.rfind(mark, start + (limit - start) // 2, limit)
        if found >= 0:
            return found + len(mark)
    return limit
