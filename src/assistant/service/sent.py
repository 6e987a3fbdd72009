"""What a browser or a program sent, read as what it should be; whatever it is not is as good as nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Data = Mapping[str, Any]
# More turns than any conversation has.
_MOST_TURNS = 10_000


def text_in(data: Data, key: str) -> str:
    """A text; empty where there is none."""
    value = data.get(key)
    return _whole(value) if isinstance(value, str) else ""


def texts_in(data: Data, key: str) -> list[str]:
    """All texts of a list."""
    value = data.get(key)
    return [_whole(one) for one in value if isinstance(one, str)] if isinstance(value, list) else []


def number_in(data: Data) -> int:
    """The number of a turn; 0 where there is none."""
    value = data.get("number")
    return value if type(value) is int and 0 <= value < _MOST_TURNS else 0


def _whole(text: str) -> str:
    """Text without the halves of characters that a browser may send and nothing can write."""
    return text.encode("utf-8", "replace").decode("utf-8")
