"""Which registered instrument a garbled citation most likely means."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from assistant.regulations.citations import Mention, in_force
from assistant.regulations.names import names_of
from assistant.regulations.register import Instrument, Register, load_register

# Slips: one digit wrong, missing, doubled or swapped. Two only when a year is replaced by another one of that kind.
ONE_SLIP = 1
TWO_SLIPS = 2


def nearest(
    mention: Mention, today: datetime.date | None = None, register: Register | None = None
) -> Instrument | None:
    """The instrument most likely meant by an unknown mention, or None when nothing is near enough or two are equally near.

    Its name decides first ("UU ASN 2020"), then one slip in number or year, then a known number with the year of
    another instrument of the same kind ("UU 20/2014"), then the same number and year under another kind ("UU 94/2021").
    What is only to be recognised is meant by its name alone.
    """
    if mention.instrument:
        return mention.instrument
    register = register or load_register()
    day = today or datetime.date.today()
    bearers = names_of(register).names.get((mention.kind, tuple(mention.name.split())), ())
    if bearers and not mention.number:
        return in_force(bearers, day)
    family = bearers or _same_kind(_offered(register), mention)
    best = _closest(family, mention) or (
        _closest(_same_kind(_offered(register), mention), mention) if bearers else None
    )
    if best or bearers:
        return best or in_force(bearers, day)
    twins = [one for one in _offered(register) if mention.number in one.numbers and mention.year == one.year]
    return twins[0] if len(twins) == 1 and not mention.issuer else None


def _offered(register: Register) -> tuple[Instrument, ...]:
    return tuple(one for one in register.instruments if not one.recognised_only)


def slips(written: str, meant: str) -> int:
    """How many characters are wrong, missing, added or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, one in enumerate(written, start=1):
        before, last, row = row, before, [i]
        for j, other in enumerate(meant, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (one != other))
            if i > 1 and j > 1 and one == meant[j - 2] and written[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _same_kind(instruments: Iterable[Instrument], mention: Mention) -> tuple[Instrument, ...]:
    issuers = ("", mention.issuer)
    return tuple(
        one for one in instruments if one.kind == mention.kind and (not mention.issuer or one.issuer in issuers)
    )


def _closest(family: tuple[Instrument, ...], mention: Mention) -> Instrument | None:
    years = {one.year for one in family}
    ranked = sorted(
        ((rank, place) for place, one in enumerate(family) if (rank := _rank(one, mention, years))), key=lambda r: r[0]
    )
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return family[ranked[0][1]]


def _rank(one: Instrument, mention: Mention, years: set[int]) -> tuple[int, bool, bool] | None:
    """Slips, then whether the number differs, then whether its digits do; None when too far."""
    ranks = []
    for number in one.numbers:
        in_number = slips(mention.number, number)
        in_year = slips(str(mention.year), str(one.year)) if mention.year else 0
        allowed = TWO_SLIPS if in_number == 0 and mention.year in years else ONE_SLIP
        # A single digit replaced by another leaves nothing of the number to recognise.
        recognisable = in_number == 0 or set(number) & set(mention.number)
        if in_number + in_year <= allowed and recognisable:
            ranks.append((in_number + in_year, in_number > 0, sorted(number) != sorted(mention.number)))
    return min(ranks, default=None)
