"""Where a text names parties, people and regions: by the lists of `names.yaml`, and by how names are written and placed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.answer.name_forms import Forms, longest_at
from assistant.answer.name_lists import Key, NameKind
from assistant.vocabulary import Vocabulary

_WORDS_BEFORE = 3
_PARTY_WORDS = ("partai", "parpol")
_AND = re.compile(r"\s*(?:-|–|/|&|\bdan\b|\band\b)?\s*")
_WITHIN = re.compile(r"\s*,?\s*")
_DEGREES = re.compile(r"(?:,?\s+(?:[SM]\.\s?[A-Z][a-z]{0,3}\b\.?(?:[A-Z]\b\.?)?|[SM][HMEI]\b\.?|Ph\.?D\b\.?|Lc\b\.?))+")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text, `text[start:end]`, with the forms of address, the kind of region and the prepositions before it."""

    kind: NameKind
    start: int
    end: int
    written: Key
    """The words of the name itself, in lower case."""
    before: Key
    """The words of the clause before `start`, the nearest first, at most three."""
    after: str
    """The word that follows in the same clause, or nothing."""


def names_in(text: str, vocabulary: Vocabulary) -> tuple[Name, ...]:
    """The names of a text in order; `vocabulary` tells words from names."""
    return names_of(Forms.of(text, vocabulary), text)


def names_of(forms: Forms, text: str) -> tuple[Name, ...]:
    """The names of a text whose forms are known, in order."""
    found: list[Name] = []
    position = 0
    while position < len(forms.words):
        kind, stop = _run_at(forms, position)
        if kind:
            name = _name(forms, text, kind, position, stop)
            found = [*found[:-1], _joined(found[-1], name)] if _continues(found, name, text) else [*found, name]
        position = max(stop, position + 1)
    return tuple(found)


def name_spans(forms: Forms, found: Iterable[Name]) -> tuple[tuple[int, int], ...]:
    """Where the names that were found in a text stand, and single words within its clauses that are written like names."""
    names = [(name.start, name.end) for name in found]
    large = [word for place, word in enumerate(forms.words) if word.joined and forms.is_large_name(place)]
    lone = [(word.start, word.end) for word in large if all(word.end <= a or b <= word.start for a, b in names)]
    return tuple(sorted([*names, *lone]))


def _continues(found: list[Name], name: Name, text: str) -> bool:
    """Whether a name goes on with the next one: "Prabowo-Gibran", "Rina dan Budi", "Kecamatan Depok, Kabupaten Sleman"."""
    if not found or found[-1].kind is not name.kind or name.kind is NameKind.PARTY:
        return False
    between = _AND if name.kind is NameKind.PERSON else _WITHIN
    return bool(between.fullmatch(text, found[-1].end, name.start))


def _joined(first: Name, second: Name) -> Name:
    return replace(first, end=second.end, written=(*first.written, *second.written), after=second.after)


def _run_at(forms: Forms, position: int) -> tuple[NameKind | None, int]:
    """What bears the name that starts at a word, and where it ends; None when none does."""
    if position in forms.kept:
        return None, position
    kind, stop = _listed_at(forms, position)
    if kind:
        return kind, _with_more(forms, kind, position, stop)
    if forms.words[position].lower in _PARTY_WORDS:
        stop = _party_run(forms, position + 1)
        return (NameKind.PARTY, stop) if stop > position + 1 else (None, position)
    return _unlisted_at(forms, position)


def _listed_at(forms: Forms, position: int) -> tuple[NameKind | None, int]:
    sure = longest_at(forms.words, position, forms.lists.sure)
    person = longest_at(forms.words, position, forms.lists.people)
    if sure and sure >= person:
        return forms.lists.sure[forms.key(position, sure)], position + sure
    if person > 1 or (person and _shows_a_person(forms, position)):
        return NameKind.PERSON, position + person
    kind = forms.lists.doubtful.get(forms.key(position, 1))
    shown = (kind is NameKind.PARTY and _shows_a_party(forms, position)) or (
        kind is NameKind.REGION and _shows_a_region(forms, position)
    )
    return (kind, position + 1) if shown else (None, position)


def _shows_a_party(forms: Forms, position: int) -> bool:
    """Whether its form or what stands before it shows that an ordinary word is a party: "PAN", "dukung Garuda"."""
    before = forms.before(position)
    if forms.among(before, "party_words_before"):
        return True
    if forms.trusts_capitals and forms.words[position].is_acronym:
        return not forms.among(before, "not_before_parties")
    introduced = forms.among(before, "supports", "supports_listed", "joining", "candidates")
    return forms.is_large(position) and introduced


def _shows_a_region(forms: Forms, position: int) -> bool:
    before, large = forms.before(position), forms.is_large(position)
    if forms.among(before, "region_types", "offices", "heads"):
        return True
    is_plain = forms.among(forms.words[position].lower, "ordinary") and not large
    return not is_plain and forms.among(before, "region_prepositions", "inhabitants")


def _shows_a_person(forms: Forms, position: int) -> bool:
    """Whether what stands around a listed name shows that a person is meant: many such names are words somewhere."""
    before, large, lower = forms.before(position), forms.is_large(position), forms.words[position].lower
    doubtful = (lower,) in forms.lists.doubtful_people or forms.is_common(lower)
    if forms.among(before, "honorifics") or (large and not doubtful):
        return True
    if not large and (forms.among(lower, "ordinary") or forms.is_common(lower)):
        return False
    if forms.among(before, "candidates", "heads"):
        return True
    follows = bool(forms.after(position + 1))
    if follows and ((forms.after(position + 1),) in forms.lists.people or forms.is_large_name(position + 1)):
        return large or not doubtful
    return (large or not doubtful) and forms.among(before, "supports", "joining", "subjects_after")


def _with_more(forms: Forms, kind: NameKind, position: int, stop: int) -> int:
    """The end of a listed name with what belongs to it: further names of a person, a direction, the word party."""
    introduced = forms.among(forms.before(position), "honorifics", "candidates", "heads")
    while forms.after(stop) and stop not in forms.kept:
        lower = forms.words[stop].lower
        if kind is NameKind.PERSON:
            more = forms.is_large_name(stop) or (lower,) in forms.lists.people or (len(lower) == 1 and lower.isalpha())
            more = more or (introduced and forms.is_no_word(stop, behind_a_name=True))
        else:
            more = lower in forms.lists.words["directions"] if kind is NameKind.REGION else lower == "party"
        if not more:
            break
        stop += 1
    return stop


def _party_run(forms: Forms, position: int) -> int:
    """The end of a party's name behind "partai"."""
    kind, stop = _listed_at(forms, position) if forms.after(position) else (None, position)
    if kind is NameKind.PARTY:
        return stop
    stop = position
    while forms.after(stop):
        lower = forms.words[stop].lower
        large = stop not in forms.kept and forms.is_large(stop) and (stop > position or not forms.is_common(lower))
        if not large and not forms.among(lower, "party_words"):
            break
        stop += 1
    return stop


def _unlisted_at(forms: Forms, position: int) -> tuple[NameKind | None, int]:
    """A name that its form and its place give away."""
    before = forms.before(position)
    kind, roots, small = NameKind.PERSON, False, False
    if forms.among(before, "candidates", "party_words_before") and forms.is_acronym(position):
        return NameKind.PARTY, position + 1
    if forms.among(before, "honorifics", "candidates", "heads"):
        # "pak suryo", "caleg suryo", "pak camat suryo", but not "bupati maksa".
        roots = True
        small = forms.among(before, "address", "candidates") or forms.among(forms.before(position, 2), "address")
    elif forms.among(before, "region_types"):
        kind, roots, small = NameKind.REGION, True, True
    elif forms.among(before, "joining") and forms.among(forms.before(position, 2), "supports"):
        roots = True
    elif forms.among(before, "region_prepositions", "offices", "inhabitants"):
        kind = NameKind.REGION
    elif forms.among(before, "supports_listed"):
        return None, position
    elif forms.among(before, "supports"):
        roots = True
    elif not before and not _opens_a_clause(forms, position):
        return None, position
    stop = forms.run(position, roots=roots, small=small)
    return (kind, stop) if stop > position else (None, position)


def _opens_a_clause(forms: Forms, position: int) -> bool:
    """Whether two words or more that look like a name open a clause as its subject: "Broto Suwignyo mau kampanye"."""
    stop = forms.run(position, roots=False, small=False)
    return stop > position + 1 and forms.among(forms.after(stop), "subjects_before")


def _name(forms: Forms, text: str, kind: NameKind, position: int, stop: int) -> Name:
    """The name of the words from `position` to `stop`, with what belongs to it before and behind."""
    first = position
    if kind is NameKind.PERSON:
        while forms.among(forms.before(first), "honorifics"):
            first -= 1
    elif kind is NameKind.REGION:
        while forms.among(forms.before(first), "region_types") and not _in_compound(forms, first - 1):
            first -= 1
        while forms.among(forms.before(first), "region_prepositions"):
            first -= 1
    elif forms.before(first) in _PARTY_WORDS:
        first -= 1
    end = forms.words[stop - 1].end
    degrees = _DEGREES.match(text, end) if kind is NameKind.PERSON else None
    before = (forms.before(first, distance) for distance in range(1, _WORDS_BEFORE + 1))
    return Name(
        kind=kind,
        start=forms.words[first].start,
        end=degrees.end() if degrees else end,
        written=forms.key(position, stop - position),
        before=tuple(filter(None, before)),
        after=forms.after(stop),
    )


def _in_compound(forms: Forms, position: int) -> bool:
    """Whether a kind of region belongs to another word: "wali kota", "kepala desa"."""
    return forms.before(position) in forms.lists.compounds.get(forms.words[position].lower, frozenset())
