"""Text as HTML that shows it literally."""

from __future__ import annotations

import html
import re

# Control characters, and the marks that reorder the text around them; line breaks and tabs stay.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def escape(text: str) -> str:
    """Text as HTML that shows it literally, in elements and in attributes; invisible control characters go."""
    return html.escape(_INVISIBLE.sub("", text), quote=True)
