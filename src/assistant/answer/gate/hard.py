"""What must never differ: amounts, dates, provisions, instruments, names, quotations, addresses."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass

from assistant.answer.gate.claims import Claims
from assistant.answer.gate.counting import is_count_of_list
from assistant.answer.gate.covering import abbreviates
from assistant.answer.gate.gate_words import load_gate_words
from assistant.answer.gate.numerals import Amount
from assistant.regulations import Mention
from assistant.text import stem, words

# Within how many words a sentence says where it is from: "Pasal 9 mengatur …".
OPENING = 3
# Nobody counts lists as long as this by eye.
LONGEST_LIST = 10
# How many words may stand between an instrument and the verb that says what it does to another.
APART = 8
# How a reader is spoken to.
ADDRESSES = frozenset({"anda", "bapak", "ibu", "saudara"})
# Words that tell an amount without a number: "per hari" is as much as "sehari".
_TELLING = {
    (1, unit): re.compile(rf"\b(?:(?:per|setiap|tiap)[ -]{unit}|{unit}an)\b")
    for unit in ("tahun", "bulan", "minggu", "hari", "jam")
} | {
    (1, "orang"): re.compile(r"\bseorang\b"),
    (1, "kali"): re.compile(r"\bsekali\b"),
    (2, ""): re.compile(r"\bkedua(?:nya)?\b"),
    (2, "orang"): re.compile(r"\bkedua(?:nya)?\b"),
}
# Who is spoken of was named before: "Ia meminta …".
_POINTS_BACK = re.compile(r"\b(?:ia|dia|beliau|mereka|menurutnya|katanya|tersebut)\b")


@dataclass(frozen=True, slots=True)
class Context:
    """What may be taken from around a window: the passage, its locator and its document's title."""

    passage: Claims
    heading: Claims
    """Title, locator and publisher."""
    is_regulation: bool
    """Whether the passage is part of a regulation: what it states as a fact it orders."""


def has_amounts(said: Claims, window: Claims, context: Context) -> bool:
    headed = context.heading.amounts
    return all(
        any(mine.is_said_by(other) for other, _ in (*window.amounts, *(headed if place in said.attributed else ())))
        or _is_told(mine, said, window)
        for mine, place in said.amounts
        if mine.unit or mine.value != 1 or said.text[mine.start].isdigit()  # "satu" is also an article
    )


def _is_told(amount: Amount, said: Claims, window: Claims) -> bool:
    """Whether a window tells an amount without its number: "per hari", "kedua pihak", a list, the year of a date."""
    if any(not amount.unit and amount.value == date.year for date, _ in window.dates):
        return True
    number = int(amount.value)
    if number != amount.value:
        return False
    telling = _TELLING.get((number, amount.unit))
    if telling and telling.search(window.text.lower()):
        return True
    counts_things = not amount.unit and 1 < number < LONGEST_LIST
    return counts_things and is_count_of_list(number, said.text[amount.end :], window.text)


def has_dates(said: Claims, window: Claims, context: Context) -> bool:
    return all(any(mine.is_said_by(other) for other, _ in window.dates) for mine, _ in said.dates)


def has_provisions(said: Claims, window: Claims, context: Context) -> bool:
    """Every provision stands in the window, or is that of the passage where a sentence names its source."""
    named = [parts for parts, _ in window.provisions]
    heading = [parts for parts, _ in context.heading.provisions]
    place = tuple(part for parts in heading for part in parts)
    # "huruf b" in a passage that is Pasal 9 is Pasal 9 huruf b; "Pasal 5" in it is not.
    there = [
        *named,
        *(place + parts for parts in named if not {level for level, _ in parts} & {level for level, _ in place}),
    ]
    return all(
        any(set(parts) <= set(other) for other in there)
        or (
            (start in said.attributed or start < OPENING)
            and any(set(parts) <= set(other) for other in (*heading, place))
        )
        for parts, start in said.provisions
    )


def has_instruments(said: Claims, window: Claims, context: Context) -> bool:
    """Every instrument is cited in the passage or its title, and with the provisions that it is cited with there."""
    known = [one for one, _ in (*window.mentions, *context.passage.mentions, *context.heading.mentions)]
    for mention, _ in said.mentions:
        same = [one for one in known if _instrument(one) == _instrument(mention)]
        if not same:
            return False
        others = {one.pasal for one in known if one.pasal and _instrument(one) != _instrument(mention)}
        if mention.pasal and mention.pasal in others and mention.pasal not in {one.pasal for one in same}:
            return False
    return True


def has_successions(said: Claims, window: Claims, context: Context) -> bool:
    """No instrument repeals or replaces the one by which it is repealed or replaced: "dicabut oleh", "mencabut"."""
    told = _successions(said)
    known = _successions(context.passage) if told else frozenset()
    return all((older, newer) not in known or (newer, older) in known for newer, older in told)


def _successions(claims: Claims) -> frozenset[tuple[Hashable, Hashable]]:
    """Pairs of instruments of which the first repeals, replaces or amends the second."""
    if len(claims.mentions) < 2:  # as in nearly every sentence
        return frozenset()
    ending = load_gate_words().endings
    cited = sorted(((place, _instrument(mention)) for mention, place in claims.mentions), key=lambda one: one[0])
    found: set[tuple[Hashable, Hashable]] = set()
    for place, word in enumerate(words(claims.text)):
        if stem(word) not in ending or not word.startswith(("me", "di")):
            continue
        before = [name for where, name in cited if place - APART <= where < place]
        after = [name for where, name in cited if place < where <= place + APART]
        if before and after:
            found.add((before[-1], after[0]) if word.startswith("me") else (after[0], before[-1]))
    return frozenset(found)


def _instrument(mention: Mention) -> Hashable:
    instrument = mention.instrument
    return instrument.id if instrument else (mention.kind, mention.number, mention.year, mention.name)


def has_names(said: Claims, window: Claims, context: Context) -> bool:
    """Every word with a capital stands in the window or the heading, or in the passage where it is part of a name there."""
    texts = (window, context.heading)
    there = frozenset(word for one in texts for word in words(one.text))
    terms = frozenset(token.name for one in texts for token in one.tokens)
    meant = {root: token.name for token in said.tokens for root in token.stems}
    return all(
        name in there
        or meant.get(stem(name)) in terms
        or name in ADDRESSES
        or abbreviates(name, context.passage.text)
        or (_POINTS_BACK.search(window.text.lower()) and name in words(context.passage.text))
        for name in said.names
    )


def has_quotations(said: Claims, window: Claims, context: Context) -> bool:
    there = " ".join(words(context.passage.text))
    return all(" ".join(words(one)) in there for one in said.quotations)


def has_contacts(said: Claims, window: Claims, context: Context) -> bool:
    there = window.text.replace(" ", "")
    return all(one.replace(" ", "") in there for one in said.contacts)
