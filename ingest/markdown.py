"""Markdown to plain lines: what a reader of the rendered page would see, without the marks.

Reads the marks that articles use (headings, emphasis, links, lists, quotations, tables, code); it is no renderer.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from ingest.layout import LIST_ITEM, goes_on, tidy_line

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FENCE = re.compile(r"^\s*(```|~~~)")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})(?:\s+|$)(.*?)(?:\s+#+)?\s*$")
_UNDERLINE = re.compile(r"^\s{0,3}(=+|-{2,})\s*$")
_RULE = re.compile(r"^\s{0,3}([-*_])(\s*\1){2,}\s*$")
_TABLE_RULE = re.compile(r"^\s*\|?(\s*:?-{2,}:?\s*\|)+\s*(:?-{2,}:?)?\s*$")
_QUOTE = re.compile(r"^\s{0,3}(>\s?)+")
_BULLET = re.compile(r"^\s*[*+-]\s+(?:\[[ xX]\]\s+)?")
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


def markdown_lines(text: str) -> tuple[str, list[str]]:
    """The title (a first-level heading that opens the text, or "") and the lines after it as a reader sees them.

    Blank lines, which are empty strings, stand around headings and tables and wherever the text has them.
    """
    lines: list[str] = []
    in_code = False
    text = _COMMENT.sub("", text)
    for raw in text.split("\n"):
        if _FENCE.match(raw):
            in_code = not in_code
            lines.append("")
        else:
            found = [tidy_line(raw)] if in_code else _read_line(_QUOTE.sub("", raw), lines)
            if lines and lines[-1] and found[0] and _is_continuation(raw, lines[-1], found[0]):
                found[0] = f"{lines.pop()} {found[0]}"
            lines += found
    first = next((number for number, line in enumerate(lines) if line), 0)
    if _opens_with_title(text) and lines:
        return lines[first], lines[first + 1 :]
    return "", lines


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


def _read_line(raw: str, before: Sequence[str]) -> list[str]:
    """The plain lines that one line of Markdown becomes, given the plain lines before it."""
    heading = _HEADING.match(raw)
    if heading:
        return ["", plain(heading.group(2)), ""]
    if _UNDERLINE.match(raw) and before and before[-1]:
        return [""]
    if not raw.strip() or _RULE.match(raw) or _TABLE_RULE.match(raw) or _REFERENCE.match(raw):
        return [""]
    if raw.lstrip().startswith("|"):
        return ["", " | ".join(plain(cell) for cell in raw.strip().strip("|").split("|")), ""]
    return [plain(_BULLET.sub("- ", raw))]


def _is_continuation(raw: str, before: str, line: str) -> bool:
    """Whether a line goes on with the sentence, or stands below the words of a list item."""
    indented = raw.startswith("  ") and LIST_ITEM.match(before)
    return not LIST_ITEM.match(line) and (bool(indented) or goes_on(before, line))


def _opens_with_title(text: str) -> bool:
    first = next((line for line in _COMMENT.sub("", text).split("\n") if line.strip()), "")
    heading = _HEADING.match(first)
    return bool(heading and len(heading.group(1)) == 1 and heading.group(2).strip())
