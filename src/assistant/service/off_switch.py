"""The operator's off switch: while a file exists, nothing is answered, and its text is shown instead."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

LONGEST_NOTICE = 500
"""In characters: a notice is a sentence or two, and whatever else lies there must not flood the page."""
# Room for white space before the text; a character takes at most four bytes.
_BYTES_READ = 8 * LONGEST_NOTICE


def notice(path: Path) -> str | None:
    """The text of the file, possibly empty and at most 500 characters; None where there is no file.

    Cheap enough for every question: the file is read again only when its time or size changed. A file that is there and
    cannot be read switches off too, without a text: whoever put it there meant to.
    """
    try:
        found = path.stat()
        return _text(path, found.st_mtime_ns, found.st_size)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return ""


@lru_cache(maxsize=1)
def _text(path: Path, time: int, size: int) -> str:
    with path.open("rb") as file:
        text = file.read(_BYTES_READ).decode("utf-8-sig", "replace").strip()
    return text if len(text) <= LONGEST_NOTICE else text[: LONGEST_NOTICE - 1] + "…"
