"""Where a text gives numbers and addresses that belong to people: NIK, NIP, telephone numbers, e-mail, accounts.

Every pattern repeats within bounds, so the time is linear in the length of the text. Texts are expected as `masking.Folded`
makes them: plain digits, dashes and spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from assistant.answer.private_cues import load_cues


class Private(StrEnum):
    """What is hidden; the value is the word of its placeholders."""

    NAME = "NAMA"
    NIK = "NIK"
    FAMILY_CARD = "KK"
    NIP = "NIP"
    TAX = "NPWP"
    PHONE = "TELEPON"
    MAIL = "SUREL"
    ACCOUNT = "AKUN"
    PLATE = "PLAT"
    IDENTITY = "IDENTITAS"
    """Any other number of a person: bank account, passport, BPJS …"""
    TYPED = "TEKS"
    """What looks like a placeholder but was typed by somebody."""


@dataclass(frozen=True, slots=True)
class Span:
    """Something private in a text, `text[start:end]`; equal `key`s of one kind are the same thing."""

    kind: Private
    start: int
    end: int
    key: str


# Between the digits of one number.
_GAP = r"[ .\-]{0,2}"
_WIDE_GAP = r"[ .()\-]{0,3}"
_NO_DIGIT_BEFORE, _NO_DIGIT_BEHIND = r"(?<!\d)", r"(?!\d)"
_NOTHING_BEHIND = r"(?![.\-]?\d)"

_AT = r"(?:@|[ ]?[\[({][ ]?(?:at|et|@)[ ]?[\])}][ ]?)"
_DOT = r"(?:\.|[ ]?[\[({][ ]?(?:dot|titik|\.)[ ]?[\])}][ ]?)"
_LOCAL = r"[\w.+%'-]{1,64}"
_LABEL = r"[\w-]{1,63}"
_TOP = r"(?:com|net|org|id|co|edu|gov|info|me|io)\b"
_MAILS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_LOCAL}{_AT}{_LABEL}(?:{_DOT}{_LABEL}){{0,5}}",
        # "budi at gmail dot com", "budi @ gmail . com", "budi @gmail.com"
        rf"{_LOCAL} at {_LABEL}(?: (?:dot|titik) |\.){_LABEL}(?:(?: (?:dot|titik) |\.){_LABEL}){{0,3}}",
        rf"{_LOCAL} ?@ ?{_LABEL} ?[.,] ?(?:{_LABEL} ?\. ?){{0,3}}{_TOP}",
    )
)
_SITES = r"(?:instagram|facebook|fb|tiktok|twitter|x|t|threads|linkedin|youtube|wa|telegram)"
_ACCOUNTS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\w){_SITES}\.(?:com|net|me|id)/[\w.@/?=&%+-]{{2,200}}",
        r"(?<=@)[^\W_][\w.]{1,40}\b",
        r"(?<=@)_[\w.]{1,40}\b",
        r"(?<=@ )[^\W_][\w.]{1,40}\b",
        # "budi_santoso": no word of ordinary texts has an underscore between letters.
        r"(?<![\w.])[^\W\d_][\w.]{2,40}_[\w.]{0,40}[^\W\d_]\w{0,40}",
    )
)
_ACCOUNT_NAME = re.compile(
    r"\b(?:akun|username|user name|ig|instagram|tiktok|twitter|telegram|facebook|fb)(?:ku|nya)?\b"
    r"[ :=]{1,3}(?:(?:saya|ig|instagram|tiktok|dia|nama)[ :=]{1,3}){0,2}"
    r"(?P<name>(?=\w{0,40}[\d_]|\w{1,40}\.\w)(?=[\w.]{0,40}[^\W\d_])\w[\w.]{2,40}\w)\b",
    re.IGNORECASE,
)

_EIGHTEEN = re.compile(rf"{_NO_DIGIT_BEFORE}\d(?:{_GAP}\d){{17}}{_NOTHING_BEHIND}")
_SIXTEEN = re.compile(rf"{_NO_DIGIT_BEFORE}\d(?:{_GAP}\d){{15}}{_NOTHING_BEHIND}")
_OLD_TAX = re.compile(
    rf"{_NO_DIGIT_BEFORE}\d\d[. ]?\d{{3}}[. ]?\d{{3}}[. ]?\d[. \-]?\d{{3}}[. ]?\d{{3}}{_NO_DIGIT_BEHIND}"
)
# "O812": a letter for the zero.
_COUNTRY_OR_ZERO = rf"(?:\((?=[+\d -]{{2,7}}\)))?(?:(?:\+ ?62|62)(?:{_WIDE_GAP}0)?|(?<!\w)[oO0])"
_PHONES = tuple(
    re.compile(form)
    for form in (
        rf"{_NO_DIGIT_BEFORE}{_COUNTRY_OR_ZERO}{_WIDE_GAP}8{_WIDE_GAP}[1-9](?:{_WIDE_GAP}\d){{6,10}}{_NO_DIGIT_BEHIND}",
        rf"{_NO_DIGIT_BEFORE}\+ ?\d{{1,3}}(?:{_WIDE_GAP}\d){{6,12}}{_NO_DIGIT_BEHIND}",
        rf"\( ?0\d{{2,3}} ?\)[ .\-]{{0,2}}\d(?:{_GAP}\d){{4,7}}{_NO_DIGIT_BEHIND}",
        rf"{_NO_DIGIT_BEFORE}0[2-9]\d{{1,2}}[ .\-/]{{1,3}}\d(?:{_GAP}\d){{4,7}}{_NO_DIGIT_BEHIND}",
    )
)
# A number behind a word that announces one, even of unusual length; and digits without any gap that are no amount of money.
_ANNOUNCED = (
    r"\b(?P<cue>{words})(?:ku|nya)?\b[^\d\n.;?!]{{0,30}}[.]?[ :]{{0,2}}(?P<number>\d(?:[ .\-]{{0,2}}\d){{5,29}})"
)
_LONG = re.compile(rf"{_NO_DIGIT_BEFORE}\d{{9,}}")
_FOURS = re.compile(rf"{_NO_DIGIT_BEFORE}\d{{4}}(?:[ .\-]\d{{4}}){{3}}{_NO_DIGIT_BEHIND}")
_PLATE = r"\b(?:{words})(?:ku|nya)?\b[^.?!\n]{{0,30}}?\b(?P<plate>[a-z]{{1,2}}[ -]?\d{{1,4}}[ -]?[a-z]{{1,3}})\b"

_MONEY_BEFORE = re.compile(r"(?:\b(?:rp|idr|usd)|\$)[. ]{0,2}$", re.IGNORECASE)
_MONEY_BEHIND = re.compile(r"(?:,\d{2})?(?:,-)? ?(?:rupiah|juta|miliar|suara|orang|pemilih)\b", re.IGNORECASE)
_THOUSANDS = re.compile(r"\+? ?\d{1,3}(?:\.\d{3}){1,6}")
_YEARS = re.compile(r"(?:(?:19|20)\d\d[ .\-]{0,2}){1,6}")
_DATE = re.compile(r"\d{1,2}[. \-]{1,2}\d{1,2}[. \-]{1,2}(?:19|20)\d\d(?!\d)|(?:19|20)\d\d-\d\d-\d\d(?!\d)")
_HOURS = re.compile(r"[0-2]?\d\.[0-5]\d[ \-]{1,3}[0-2]?\d\.[0-5]\d\b")


def private_numbers(text: str) -> tuple[Span, ...]:
    """All numbers and addresses of people in a folded text; none overlaps another."""
    flat = text.replace("\n", " ")
    found: list[Span] = []
    for span in _candidates(flat):
        if all(span.end <= other.start or other.end <= span.start for other in found):
            found.append(span)
    return tuple(sorted(found, key=lambda span: span.start))


def _candidates(text: str) -> Iterator[Span]:
    """Spans in the order of their claim: what comes first keeps its characters."""
    yield from (
        Span(Private.MAIL, *match.span(), _mail_key(match.group())) for form in _MAILS for match in form.finditer(text)
    )
    for form in _ACCOUNTS:
        yield from (Span(Private.ACCOUNT, *match.span(), _account_key(match.group())) for match in form.finditer(text))
    for match in _ACCOUNT_NAME.finditer(text):
        yield Span(Private.ACCOUNT, *match.span("name"), _account_key(match["name"]))
    yield from _of_fixed_length(text)
    for form in _PHONES:
        for match in form.finditer(text):
            if not _is_harmless(text, *match.span()):
                yield Span(Private.PHONE, *match.span(), _phone_key(match.group()))
    yield from _announced(text)
    for form in (_LONG, _FOURS):
        for match in form.finditer(text):
            if not _is_harmless(text, *match.span()):
                yield Span(Private.IDENTITY, *match.span(), _digits(match.group()))
    for match in _plates().finditer(text):
        yield Span(Private.PLATE, *match.span("plate"), re.sub(r"[ -]", "", match["plate"]).upper())


def _of_fixed_length(text: str) -> Iterator[Span]:
    """Numbers whose length tells what they are; with gaps they must also look like one or be announced."""
    for form, kind, is_plausible in (
        (_EIGHTEEN, Private.NIP, _is_plausible_nip),
        (_SIXTEEN, Private.NIK, _is_plausible_nik),
        (_OLD_TAX, Private.TAX, lambda digits: True),
    ):
        for match in form.finditer(text):
            digits, said = _digits(match.group()), _announced_kind(text[max(0, match.start() - 40) : match.start()])
            if _is_harmless(text, *match.span()) or not (said or match.group().isdigit() or is_plausible(digits)):
                continue
            yield Span(said or kind, *match.span(), digits)


def _is_plausible_nip(digits: str) -> bool:
    """Date of birth, year and month of appointment, sex, serial number."""
    return digits[:2] in ("19", "20") and 1 <= int(digits[4:6]) <= 12 and 1 <= int(digits[6:8]) <= 31


def _is_plausible_nik(digits: str) -> bool:
    """Province from 11, then regency and district, day (plus 40 for women) and month of birth, year, serial number."""
    return digits[0] != "0" and 1 <= int(digits[6:8]) % 40 <= 31 and 1 <= int(digits[8:10]) <= 12


@cache
def _announcing() -> re.Pattern[str]:
    words = sorted((word for entry in load_cues().numbers.values() for word in entry), key=len, reverse=True)
    return re.compile(_ANNOUNCED.format(words="|".join(map(re.escape, words))), re.IGNORECASE)


@cache
def _plates() -> re.Pattern[str]:
    return re.compile(_PLATE.format(words="|".join(map(re.escape, load_cues().vehicles))), re.IGNORECASE)


@cache
def _kinds_of_cues() -> dict[str, Private]:
    return {word: Private(kind) for kind, words in load_cues().numbers.items() for word in words}


def _announced_kind(before: str) -> Private | None:
    """What the last announcing word of a piece of text announces."""
    found = [
        (before.lower().rfind(word), kind)
        for word, kind in _kinds_of_cues().items()
        if re.search(rf"\b{re.escape(word)}(?:ku|nya)?\b", before, re.IGNORECASE)
    ]
    return max(found)[1] if found else None


def _announced(text: str) -> Iterator[Span]:
    for match in _announcing().finditer(text):
        if not _is_harmless(text, *match.span("number")):
            kind = _kinds_of_cues()[match["cue"].lower()]
            number = match["number"]
            yield Span(kind, *match.span("number"), _phone_key(number) if kind is Private.PHONE else _digits(number))


def _is_harmless(text: str, start: int, end: int) -> bool:
    """Whether digits are an amount, a count, years, a date or hours."""
    number = text[start:end]
    if _MONEY_BEFORE.search(text[max(0, start - 8) : start]) or _MONEY_BEHIND.match(text, end):
        return True
    if any(form.fullmatch(number) for form in (_THOUSANDS, _YEARS)):
        return not number.isdigit() or len(number) < 9
    return bool(_DATE.match(number) or _HOURS.match(number))


def _digits(written: str) -> str:
    return "".join(character for character in written if character.isdigit())


def _phone_key(written: str) -> str:
    """The digits without the country and the leading zero: "+62 812" and "0812" are the same."""
    return _digits(written).removeprefix("62").lstrip("0")


def _mail_key(written: str) -> str:
    key = re.sub(r"\b(?:at|et)\b", "@", written.lower())
    key = re.sub(r"\b(?:dot|titik)\b", ".", key)
    return re.sub(r"[ \[\](){}]", "", key).replace("@@", "@").replace(",", ".")


def _account_key(written: str) -> str:
    return written.lower()
