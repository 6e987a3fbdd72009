"""Markdown to plain paragraphs: what a reader of the rendered page would see, without the marks.

Reads the marks that articles use (headings, emphasis, links, lists, quotations, tables, code); it is no renderer.
"""

from __future__ import annotations

import html
import re

from ingest.layout import LIST_ITEM, tidy_line

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FENCE = re.compile(r"^\s*(```|~~~)")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})(?:\s+|$)(.*?)(?:\s+#+)?\s*$")
_UNDERLINE = re.compile(r"^\s{0,3}(=+|-{2,})\s*$")
_RULE = re.compile(r"^\s{0,3}([-*_])(\s*\1){2,}\s*$")
_TABLE_RULE = re.compile(r"^\s*\|?(\s*:?-{2,}:?\s*\|)+\s*(:?-{2,}:?)?\s*$")
_QUOTE = re.compile(r"^\s{0,3}(>\s?)+")
_BULLET = re.compile(r"^(\s*)[*+-]\s+(?:\[[ xX]\]\s+)?")
_REFERENCE = re.compile(r"^\s{0,3}\[[^\]]+\]:\s+\S+.*$")

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_INLINE = (
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),  # an image is no text
    (re.compile(r"\[([^\]]+)\]\(\s*<?[^)\s>]*>?(?:\s+[\"'(][^)]*)?\)"), r"\1"),
    (re.compile(r"\[([^\]]+)\]\[[^\]]*\]"), r"\1"),
    (re.compile(r"\[\^[^\]]+\]"), ""),
    (re.compile(r"<((?:https?://|mailto:)[^>\s]+)>"), r"\1"),
    (re.compile(r"<br\s*/?>", re.IGNORECASE), " "),
    (re.compile(r"</?[a-zA-Z][^<>]*>"), ""),
    (re.compile(r"(`+)(.+?)\1"), r"\2"),
    (re.compile(r"~~(?=\S)(.+?)(?<=\S)~~"), r"\1"),
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*"), r"\1"),
    (re.compile(r"(?<!\w)__(?=\S)(.+?)(?<=\S)__(?!\w)"), r"\1"),
    (re.compile(r"(?<!\*)\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?!\*)"), r"\1"),
    (re.compile(r"(?<!\w)_(?=[^\s_])(.+?)(?<=[^\s_])_(?!\w)"), r"\1"),
)


def markdown_paragraphs(text: str) -> tuple[str, list[str]]:
    """The title (a first-level heading that opens the text, or "") and the paragraphs after it.

    The items of a list stay on lines of their own within the paragraph that introduces them.
    """
    blocks: list[list[str]] = [[]]
    for line in _lines(text):
        _place(line, blocks)
    paragraphs = ["\n".join(block) for block in blocks if block]
    if paragraphs and _opens_with_title(text):
        return paragraphs[0], paragraphs[1:]
    return "", paragraphs


def plain(text: str) -> str:
    """One line of Markdown without marks for emphasis, links, code and HTML."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match.group(1))
        return f"\x00{len(kept) - 1}\x00"

    text = _ESCAPED.sub(keep, text)
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    text = re.sub("\x00(\\d+)\x00", lambda match: kept[int(match.group(1))], text)
    return tidy_line(html.unescape(text))


def _lines(text: str) -> list[tuple[str, str]]:
    """Kind (`blank`, `heading`, `item`, `row` or `text`) and plain text of every line that a reader sees."""
    read: list[tuple[str, str]] = []
    in_code = False
    raw_lines = _COMMENT.sub("", text).split("\n")
    for raw in raw_lines:
        if _FENCE.match(raw):
            in_code = not in_code
            read.append(("blank", ""))
        elif in_code:
            read.append(("row", tidy_line(raw)) if raw.strip() else ("blank", ""))
        else:
            _read_line(_QUOTE.sub("", raw), read)
    return read


def _read_line(raw: str, read: list[tuple[str, str]]) -> None:
    heading = _HEADING.match(raw)
    if heading:
        read.append(("heading", plain(heading.group(2))))
    elif _UNDERLINE.match(raw) and read and read[-1][0] == "text":
        read[-1] = ("heading", read[-1][1])
    elif not raw.strip() or _RULE.match(raw) or _TABLE_RULE.match(raw) or _REFERENCE.match(raw):
        read.append(("blank", ""))
    elif raw.lstrip().startswith("|"):
        read.append(("row", " | ".join(plain(cell) for cell in raw.strip().strip("|").split("|"))))
    else:
        item = _BULLET.sub(r"\1- ", raw)
        words = plain(item)
        read.append(("item" if LIST_ITEM.match(words) else "text", words) if words else ("blank", ""))


def _place(line: tuple[str, str], blocks: list[list[str]]) -> None:
    """Add a line to the last block, or open a new one."""
    kind, text = line
    last = blocks[-1]
    if kind == "blank":
        blocks.append([])
    elif kind == "heading":
        blocks += [[text], []]
    elif kind == "item":
        introduced = last or _introduction_before(blocks)
        introduced.append(text)
        if introduced is not last:
            blocks.pop()
    elif kind == "row" or not last:
        last.append(text)
    else:
        last[-1] = f"{last[-1]} {text}"


def _introduction_before(blocks: list[list[str]]) -> list[str]:
    """The block that a list item after a blank line belongs to: one that ends with a colon or is itself a list."""
    before = next((block for block in reversed(blocks) if block), None)
    if before and (before[-1].endswith(":") or LIST_ITEM.match(before[-1])):
        while not blocks[-1] and len(blocks) > 1 and blocks[-2] is not before:
            blocks.pop()
        return before
    return blocks[-1]


def _opens_with_title(text: str) -> bool:
    first = next((line for line in _COMMENT.sub("", text).split("\n") if line.strip()), "")
    heading = _HEADING.match(first)
    return bool(heading and len(heading.group(1)) == 1 and heading.group(2).strip())
