"""Where a text names provisions, and their one spelling: "ps 5 Huruf N, angka 3" is `Pasal 5 huruf n angka 3`.

Every repetition in a pattern is bounded by what it must contain, so that no text takes more than linear time.
"""

from __future__ import annotations

import re

# Pages of a statute between two provisions of one list are never that far apart.
LONGEST_LIST = 200
_ARTICLE = (
    r"(?<![^\W_])(?:penjelasan\s{1,3})?(?:pasal|psl|ps)\.?\s{0,4}[0-9]{1,3}[A-Z]?(?![^\W_]|/)"
    r"(?:[\s,]{0,4}(?:dan\s{1,3})?"
    r"(?:ayat\s{0,3}\(?[0-9]{1,2}\)?|\([0-9]{1,2}\)|huruf\s{1,3}[a-z](?![^\W_])|angka\s{1,3}[0-9]{1,2}))*"
)
_AND = r"(?:\s{0,3}[,;]\s{0,3}(?:dan\s{1,3})?|\s{1,3}(?:dan|serta|jo\.?|juncto)\s{1,3})"
_ONE = re.compile(_ARTICLE, re.IGNORECASE)
_LIST = re.compile(rf"{_ARTICLE}(?:{_AND}{_ARTICLE})*", re.IGNORECASE)
_TO_INSTRUMENT = re.compile(r"[\s,(]{1,4}(?:(?:dari|dalam|pada|di|menurut)\s{1,3})?", re.IGNORECASE)
_FROM_INSTRUMENT = re.compile(r"[\s,(:]{0,4}")


def spell(article: str) -> str:
    """One provision in its usual spelling."""
    text = article.lower().replace(",", " ")
    text = re.sub(r"\b(?:pasal|psl|ps)\.?\s*([0-9]+[a-z]?)", lambda found: f"Pasal {found[1].upper()}", text)
    text = re.sub(r"(?:ayat\s*)?\(([0-9]+)\)|ayat\s*([0-9]+)", lambda found: f" ayat ({found[1] or found[2]}) ", text)
    text = " ".join(text.split())
    return text[0].upper() + text[1:]


def before(text: str, floor: int, instrument_start: int) -> tuple[int, tuple[str, ...]]:
    """Start and spellings of the provisions that lead to an instrument: "Pasal 5 huruf n dari" PP 94/2021."""
    for found in _LIST.finditer(text, max(floor, instrument_start - LONGEST_LIST), instrument_start):
        gap = _TO_INSTRUMENT.fullmatch(text, found.end(), instrument_start)
        if gap:
            return found.start(), _spelled(found.group())
    return instrument_start, ()


def after(text: str, instrument_end: int, ceiling: int) -> tuple[int, tuple[str, ...]]:
    """End and spellings of the provisions that follow an instrument; the last is left to an instrument right behind it."""
    gap = _FROM_INSTRUMENT.match(text, instrument_end, ceiling)
    found = _LIST.match(text, gap.end(), min(ceiling, instrument_end + LONGEST_LIST)) if gap else None
    if not found:
        return instrument_end, ()
    articles = list(_ONE.finditer(text, found.start(), found.end()))
    if ceiling < len(text) and _TO_INSTRUMENT.fullmatch(text, found.end(), ceiling):
        articles.pop()
    return (articles[-1].end(), tuple(spell(a.group()) for a in articles)) if articles else (instrument_end, ())


def _spelled(articles: str) -> tuple[str, ...]:
    return tuple(spell(article.group()) for article in _ONE.finditer(articles))
