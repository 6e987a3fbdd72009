"""How the instruments that a document names stand on the day it is read."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.regulations import Instrument, Mention, Standing, find_citations, load_register, repealed_among, standing

# A list shows at most a hundred documents at a time; a few such lists fit, and so do the texts that they hold.
KEPT_TEXTS = 500


@dataclass(frozen=True, slots=True)
class Cited:
    """An instrument that a text names; empty or None where the register records nothing."""

    label: str
    """How to show it: "UU 20/2023"."""
    title: str
    standing: Standing
    repealed_on: datetime.date | None = None
    repealed_by: str = ""
    """Label of the repealing instrument."""
    official_page: str = ""
    provisions: str = ""
    """Of a repealed instrument the provisions that are still applied, where the text names none but those."""


@lru_cache(maxsize=KEPT_TEXTS)
def instruments_in(text: str, today: datetime.date, written_on: datetime.date | None = None) -> tuple[Cited, ...]:
    """The instruments of the register that a text names, each once, in order, and how they stand `today`.

    A name that several instruments bear ("UU ASN") means the one in force on the day the text was written, by default
    today. One that is repealed counts as repealed unless only provisions that are still applied are named.
    """
    mentions = find_citations(text, written_on or today)
    repealed = repealed_among(mentions, today)
    of_each: dict[Instrument, list[Mention]] = {}
    for mention in mentions:
        if mention.instrument:
            of_each.setdefault(mention.instrument, []).append(mention)
    return tuple(_cited(one, own, today, one in repealed) for one, own in of_each.items())


def _cited(one: Instrument, mentions: Sequence[Mention], today: datetime.date, is_repealed: bool) -> Cited:
    if is_repealed:
        by = load_register().instrument(one.repealed_by).label if one.repealed_by else ""
        return Cited(one.label, one.title, Standing.DICABUT, one.repealed_on, by, one.official_page)
    # As a whole it is repealed nevertheless: then every mention names provisions, and it is these that stand.
    is_kept = standing(one, today) is Standing.DICABUT
    provisions = "; ".join(dict.fromkeys(mention.pasal for mention in mentions)) if is_kept else ""
    stands = standing(one, today, mentions[0].pasal)
    return Cited(one.label, one.title, stands, official_page=one.official_page, provisions=provisions)
