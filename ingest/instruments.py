"""Which instruments a document cites, and which of them are repealed or unknown to the register."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.regulations import Mention, find_citations, load_register, repealed_among
from assistant.types import Document


@dataclass(frozen=True, slots=True)
class Repealed:
    """An instrument that is repealed; `label` and `by` as the register shows them."""

    label: str
    by: str
    since: datetime.date


@dataclass(frozen=True, slots=True)
class Cited:
    """The instruments of one document, each once and in order of appearance."""

    document: str
    """Id of the source."""
    known: tuple[str, ...]
    """Labels of all that the register holds, the repealed ones too."""
    repealed: tuple[Repealed, ...]
    unknown: tuple[str, ...]
    """As first written in the document."""


def instruments_of(document: Document, today: datetime.date) -> Cited:
    """What a document cites, and how that stands today.

    A name that several instruments bear means the one in force on the document's date. An instrument of which only
    provisions that are still applied are cited is not counted among the repealed.
    """
    mentions = find_citations(document.text, document.source.date or today)
    repealed = (
        Repealed(one.label, load_register().instrument(one.repealed_by).label, one.repealed_on)
        for one in repealed_among(mentions, today)
        if one.repealed_on
    )
    return Cited(
        document=document.source.id,
        known=tuple(dict.fromkeys(one.instrument.label for one in mentions if one.instrument)),
        repealed=tuple(repealed),
        unknown=_unknown(document.text, mentions),
    )


def _unknown(text: str, mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The words of the unknown mentions; "SKB 22/2022" and "SKB Nomor 22 Tahun 2022" are the same one."""
    written: dict[tuple[str, str, int, str, str], str] = {}
    for mention in mentions:
        if not mention.instrument:
            name = "" if mention.number else mention.name
            identity = (mention.kind, mention.number, mention.year, mention.issuer, name)
            written.setdefault(identity, " ".join(text[mention.start : mention.end].split()))
    return tuple(written.values())
