"""Where a text cites instruments, however they are written.

A *mention* is a citation: "UU No. 5 Tahun 2014", "PP 94/2021", "SKB lima lembaga", "Pasal 24 UU ASN". A mention whose
number and year are not in the register has no instrument: it is unknown, perhaps garbled. What kinds, issuers and
instruments are called stands in `regulations.yaml`; here is only the grammar of citing. Every repetition in a pattern
is bounded, so that no text takes more than linear time.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from assistant.regulations import provisions
from assistant.regulations.identity import IDENTITY, NEXT, NUMBER_ONLY, is_identity, spell_number, year_of
from assistant.regulations.names import ABOUT, COURT, DASHES, NEVER_BETWEEN, Names, letters, names_of
from assistant.regulations.register import Instrument, Kind, Register, Standing, load_register, standing

# The heading of a joint decree names five institutions between kind and number; no citation is longer.
LONGEST_CITATION = 400
_WORD = re.compile(rf"[\s,/'\"“”‘’{DASHES}]{{0,6}}([^\W_]+)")
_YEAR_OF_NAME = re.compile(r"[\s(]{1,3}(?:(?:tahun|thn|th)\.?\s{0,3})?((?:19|20)[0-9]{2})(?![0-9/])", re.IGNORECASE)
_DATE = re.compile(
    r"[\s,]{1,3}(?:(?:(?:ter)?tanggal|tgl\.?)\s{1,3})?([0-9]{1,2})\s{1,3}([a-z]{3,9})\s{1,3}((?:19|20)[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)
# Cases before the Constitutional Court are often cited by their number alone.
_CASE = re.compile(
    rf"(?<![^\W_])([0-9]{{1,3}}\s?/\s?PU{{1,3}}\s?[{DASHES}]\s?[IVXL]{{1,8}})\s?/\s?([0-9]{{4}})(?![^\W_])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A citation, `text[start:end]` with its pasal; fields are as written, empty or 0 where nothing is written."""

    start: int
    end: int
    kind: str
    number: str
    year: int
    pasal: str
    """`Pasal 5 huruf n angka 3`; several are joined with `; `."""
    instrument: Instrument | None
    """None when the register holds no such instrument."""
    issuer: str = ""
    name: str = ""
    """The short name or title used, in lower case and without the kind: `asn`."""


def find_citations(
    text: str, today: datetime.date | None = None, register: Register | None = None
) -> tuple[Mention, ...]:
    """All citations of a text in order, none overlapping.

    A name that several instruments bear ("UU ASN") means the one in force on `today`, by default the current day; for
    an older document give its date.
    """
    reader = _Reader(text, today or datetime.date.today(), names_of(register or load_register()))
    mentions: list[Mention] = []
    for mention in sorted([*reader.after_kinds(), *reader.without_kind()], key=lambda m: (m.start, -m.end)):
        if not mentions or mention.start >= mentions[-1].end:
            mentions.append(mention)
    return tuple(_with_provisions(text, _without_synonyms(text, mentions)))


def repealed_among(mentions: Iterable[Mention], on: datetime.date) -> tuple[Instrument, ...]:
    """The cited instruments that are repealed on a day, each once, in order.

    One of which only provisions are cited that are still applied is not among them.
    """
    cited = ((mention.instrument, mention.pasal) for mention in mentions)
    return tuple(dict.fromkeys(one for one, pasal in cited if one and standing(one, on, pasal) is Standing.DICABUT))


class _Reader:
    """Reads one text; every method takes and gives character offsets of it."""

    def __init__(self, text: str, today: datetime.date, names: Names) -> None:
        self.text, self.today, self.names = text, today, names

    def after_kinds(self) -> Iterator[Mention]:
        """Mentions that begin with a kind: "UU …"; whatever belongs to it stands before the next kind."""
        found = self._kinds()
        starts = [match.start() for match in found] + [len(self.text)]
        for match, following in zip(found, starts[1:], strict=True):
            limit = min(following, match.end() + LONGEST_CITATION)
            key = letters(match[1])
            if key in self.names.capitals and not match[1].isupper() and not self._issuer_at(match.end(), limit):
                continue
            yield from self._of_kind(self.names.kinds[key], match.start(), match.end(), limit)

    def _kinds(self) -> list[re.Match[str]]:
        """The kinds in the text, but for those at the end of a name: of "UU Mahkamah Konstitusi" only the first."""
        found: list[re.Match[str]] = []
        for match in self.names.kind_pattern.finditer(self.text):
            last = found[-1] if found else None
            kind = self.names.kinds[letters(last[1])].name if last else ""
            if not last or self._name_at(kind, last.end(), match.end())[1] != match.end():
                found.append(match)
        return found

    def without_kind(self) -> Iterator[Mention]:
        """Mentions by a name or a number that only one instrument has: "KUHP", "121/PUU-XXII/2024"."""
        for match in _CASE.finditer(self.text):
            number, year = spell_number(match[1]), int(match[2])
            known = self.names.numbered(COURT, number, year, "")
            yield Mention(*match.span(), COURT, number, year, "", known[0] if known else None)
        for match in self.names.lone_pattern.finditer(self.text):
            one = self.names.lone[letters(match[1])]
            if standing(one, self.today) is not Standing.BELUM_BERLAKU:
                yield Mention(*match.span(), one.kind, "", 0, "", one, name=match[1].lower())

    def _of_kind(self, kind: Kind, start: int, kind_end: int, limit: int) -> Iterator[Mention]:
        name, name_end = self._name_at(kind.name, kind_end, limit)
        identities = self._identities(kind_end, limit) or self._identities(name_end, limit)
        if not identities:
            mention = self._named(kind, start, name, name_end, limit) or self._numbered(kind, start, kind_end, limit)
            yield from filter(None, [mention or self._dated(kind, start, kind_end, limit)])
            return
        issuer = self._issuer_of(kind, start, kind_end, identities[0].start())
        if not issuer and self._is_a_strangers(kind, self.text[kind_end : identities[0].start()]):
            return
        about, about_end = self._name_at(kind.name, identities[0].end(), limit)
        for identity in identities:
            first = identity is identities[0]
            number, year = spell_number(identity["number"]), year_of(identity["year"])
            known = self.names.numbered(kind.name, number, year, issuer)
            begin, end = start if first else identity.start("number"), identity.end()
            end = about_end if first and about and len(identities) == 1 else end
            yield Mention(
                begin,
                end,
                kind.name,
                number,
                year,
                "",
                known[0] if known else None,
                issuer,
                (name or about) if first else "",
            )

    def _identities(self, position: int, limit: int) -> list[re.Match[str]]:
        """The number and year after a kind, past the words that belong there, and further ones: "1/2015 jo. 8/2015"."""
        found: list[re.Match[str]] = []
        while not found:
            identity = IDENTITY.match(self.text, position, limit)
            if identity and is_identity(identity, listed=False):
                found.append(identity)
                break
            word = _WORD.match(self.text, position, limit)
            if not word or not self._may_stand_between(word[1]):
                return []
            position = word.end()
        while following := NEXT.match(self.text, found[-1].end(), limit):
            identity = IDENTITY.match(self.text, following.end(), limit)
            if not identity or not is_identity(identity, listed=True):
                break
            found.append(identity)
        return found

    def _may_stand_between(self, word: str) -> bool:
        known = word[0].isupper() and word.isalpha() and word.lower() not in NEVER_BETWEEN
        return known or word.lower() in self.names.words

    def _named(self, kind: Kind, start: int, name: str, end: int, limit: int) -> Mention | None:
        """A name alone or with a year: "UU ASN", "UU ASN 2014"; "UU Pemilu 2024" speaks of the election's year."""
        bearers = self.names.names.get((kind.name, tuple(name.split())), ())
        dated = _YEAR_OF_NAME.match(self.text, end, limit)
        if not bearers:
            return None
        if dated:
            of_year = [one for one in bearers if one.year == int(dated[1])]
            if of_year or name.split()[-1] not in self.names.events:
                one = of_year[0] if of_year else None
                return Mention(start, dated.end(1), kind.name, "", int(dated[1]), "", one, name=name)
        numbered = NUMBER_ONLY.match(self.text, end, limit)
        if numbered and numbered["numbered"]:
            of_number = [one for one in bearers if spell_number(numbered["number"]) in one.numbers]
            one = of_number[0] if of_number else None
            return Mention(start, numbered.end(), kind.name, spell_number(numbered["number"]), 0, "", one, name=name)
        current = in_force(bearers, self.today)
        return Mention(start, end, kind.name, "", 0, "", current, name=name) if current else None

    def _numbered(self, kind: Kind, start: int, kind_end: int, limit: int) -> Mention | None:
        """A number without a year, when only one instrument has it, or none although it is called a number."""
        issuer = self._issuer_of(kind, start, kind_end, limit)
        match = NUMBER_ONLY.match(self.text, kind_end, limit)
        if not match and issuer:
            match = NUMBER_ONLY.match(self.text, self._issuer_end(start, kind_end, limit), limit)
        if not match or not (match["numbered"] or kind.bare_number):
            return None
        number = spell_number(match["number"])
        known = self.names.numbered(kind.name, number, 0, issuer)
        if len(known) > 1 or (not known and not match["numbered"]):
            return None
        return Mention(start, match.end(), kind.name, number, 0, "", known[0] if known else None, issuer)

    def _dated(self, kind: Kind, start: int, kind_end: int, limit: int) -> Mention | None:
        """A date that differs in its day, its month or its year from one by which an instrument is called."""
        match = _DATE.match(self.text, kind_end, limit)
        if not match:
            return None
        written = match[1], match[2].lower(), match[3]
        known = self.names.dates.get(kind.name, {}).items()
        near = [name for date, name in known if sum(map(str.__ne__, date, written)) == 1]
        name = near[0] if len(near) == 1 else ""
        return Mention(start, match.end(), kind.name, "", int(match[3]), "", None, name=name) if near else None

    def _name_at(self, kind: str, position: int, limit: int) -> tuple[str, int]:
        """The longest short name or title of this kind that starts here, perhaps after "tentang", and where it ends."""
        words: list[str] = []
        best = ("", position)
        longest = self.names.longest_name
        while len(words) < longest and (word := _WORD.match(self.text, position, limit)):
            position = word.end()
            if not words and word[1].lower() in ABOUT:
                continue
            words.append(word[1].lower())
            if (kind, tuple(words)) in self.names.names:
                best = (" ".join(words), position)
        return best

    def _issuer_at(self, start: int, end: int) -> str:
        match = self.names.issuer_pattern.search(self.text, start, min(end, start + 120))
        within = match and all(map(self._may_stand_between, re.findall(r"[^\W_]+", self.text[start : match.start()])))
        return self.names.issuers[letters(match.group())] if match and within else ""

    def _issuer_of(self, kind: Kind, start: int, kind_end: int, end: int) -> str:
        """The institution named after a kind or, of a kind that several issue, with it: "Permendagri"."""
        if kind.name in self.names.shared:
            written = letters(self.text[start:kind_end])
            if fused := [issuer for issuer in self.names.issuers if written.endswith(issuer)]:
                return self.names.issuers[max(fused, key=len)]
            match = self.names.issuer_pattern.search(self.text, start, min(end, start + 120))
            if match and match.start() < kind_end:
                return self.names.issuers[letters(match.group())]
        return self._issuer_at(kind_end, end)

    def _issuer_end(self, start: int, kind_end: int, end: int) -> int:
        match = self.names.issuer_pattern.search(self.text, start, end)
        return max(match.end(), kind_end) if match else kind_end

    def _is_a_strangers(self, kind: Kind, between: str) -> bool:
        """Whether words that the register does not use of this kind name an institution whose instruments it does not hold."""
        own = self.names.shared.get(kind.name)
        return own is not None and not own.issuperset(re.findall(r"[^\W\d_]+", between.lower()))


def in_force(instruments: Iterable[Instrument], on: datetime.date) -> Instrument | None:
    """The first of these that is in force on a day; else the first that is not yet to come; else None."""
    order = [Standing.BERLAKU, Standing.BELUM_DIPASTIKAN, Standing.DICABUT]
    ranked = [
        (order.index(rank), place, one) for place, one in enumerate(instruments) if (rank := standing(one, on)) in order
    ]
    return min(ranked)[2] if ranked else None


def _without_synonyms(text: str, mentions: list[Mention]) -> list[Mention]:
    """Of "UU ASN (UU 5/2014)" or "UU 5/2014 tentang ASN (UU ASN)" one mention: the numbered one, over both."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if last and re.fullmatch(r"\s{0,3}\(\s{0,3}", text[last.end : mention.start]) and last.kind == mention.kind:
            numbered, other = (last, mention) if last.number else (mention, last)
            if numbered.number and not other.number:
                end = mention.end + (text[mention.end : mention.end + 1] == ")")
                joined[-1] = replace(numbered, start=last.start, end=end, name=numbered.name or other.name)
                continue
        joined.append(mention)
    return joined


def _with_provisions(text: str, mentions: list[Mention]) -> Iterator[Mention]:
    floor = 0
    for place, mention in enumerate(mentions):
        ceiling = mentions[place + 1].start if place + 1 < len(mentions) else len(text)
        start, leading = provisions.before(text, floor, mention.start)
        floor, following = provisions.after(text, mention.end, ceiling)
        yield replace(mention, start=start, end=floor, pasal="; ".join((*leading, *following)))
