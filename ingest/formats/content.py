"""What a reader finds in a file, before any cleaning."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.text import words

# More text than a text file may have: a small file can unfold to any size.
LARGEST_TEXT = 20_000_000
_LONGEST_FIELD = 300
# What programs write into the title of a document that nobody gave one.
_PROGRAMS = re.compile(
    r"^(?:microsoft (?:word|office|powerpoint|excel)|powerpoint presentation|libreoffice|adobe \w+|layout|scan\w*|img|dsc)\b"
    r"|^(?:untitled|tanpa judul|document|dokumen|new document|salinan|draft|title|judul)[\W\d_]*$",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(r"\.(?:docx?|pdf|odt|rtf|xlsx?|pptx?|cdr|indd|tmp|html?|p65)\s*\d*$", re.IGNORECASE)
# A title that was left behind by an earlier document shares few words with the text that it stands above.
_SMALLEST_SHARE = 0.6
_OPENING = 4_000


@dataclass(frozen=True, slots=True)
class Content:
    """Text in paragraphs with a blank line between, and what the file says about itself; unknown fields are empty."""

    text: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    """YYYY-MM-DD."""
    url: str = ""


def useful_title(title: str, text: str) -> str:
    """The title among the properties of a file, or "" when it says nothing about the text.

    Programs fill it with "Microsoft Word - x.doc" or "Untitled", and documents that began as a copy of another one
    keep the other's: most of its words must stand in the opening of the text.
    """
    title = " ".join(title.split())[:_LONGEST_FIELD]
    if _PROGRAMS.match(title) or _FILE_NAME.search(title):
        return ""
    named = words(title)
    known = frozenset(words(text[:_OPENING]))
    if len(named) < 2 or sum(word in known for word in named) < _SMALLEST_SHARE * len(named):
        return ""
    return title
