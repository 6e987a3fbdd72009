"""Who does what to whom: the deeds of a sentence with those who do, undergo, give and receive.

A small reading of Indonesian clauses. The doer of a verb with "me-" stands on its left, the doer of one with "di-" right
behind it or behind "oleh"; "yang" takes up the noun before it; a verb without a noun of its own shares that of the verb
before it. Whatever is unclear stays empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.answer.gate.claims import Claims
from assistant.answer.gate.gate_words import load_gate_words
from assistant.answer.gate.phrases import Filler, Item, deed_names, read_items, verb_kind


@dataclass(slots=True)
class Deed:
    """A verb, or a noun made of one, with those who have a part in it."""

    names: set[str]
    kind: str
    parts: dict[str, Filler] = field(default_factory=dict)
    """By "doer", "undergoer", "receiver", "giver" and, of verbs with "ber-" or "ter-", "bearer"."""


class _Reader:
    """Goes through the pieces of a text once and notes its deeds."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.deeds: list[Deed] = []
        self.nouns: list[Filler] = []
        self.before = ""
        self._end(items[0] if items else None, 0)
        for number, item in enumerate(items):
            if item.kind == "clause" and self.before == "yang":
                continue  # "…, yang kemudian memutus": nothing further opens
            getattr(self, "_" + item.kind)(item, number)
            self.before = item.kind

    def _end(self, item: Item | None, number: int) -> None:
        """A new sentence begins: whatever was read of the last one is forgotten."""
        self.subject: Filler | None = None  # of the clause's last verb
        self.start: Filler | None = None  # the first noun of a clause whose verb has not been read yet
        self.last: Deed | None = None  # the verb just read, while nothing parts it from what follows
        self.noun: Filler | None = None
        self.head: Filler | None = None  # what "yang" takes up
        self.main: Filler | None = None  # the subject that waits for its verb behind a "yang"
        self.role, self.before, self.is_shared = "", "", False
        self.is_relative = self.in_clause = self.is_bound = False

    def _aside(self, item: Item, number: int) -> None:
        if self.is_relative:
            self.start, self.is_relative = self.main, False
        elif self.in_clause and self.start is not None:
            self.start = None
        self.last, self.role, self.in_clause = None, "", False

    def _joining(self, item: Item, number: int) -> None:
        self.role = ""

    def _clause(self, item: Item, number: int) -> None:
        gate = load_gate_words()
        if item.form in gate.prepositions and not self._opens_clause(number):
            self._preposition(item, number)
            return
        before = self.deeds[-1] if self.deeds else None
        # "… diambil pejabat saat menerima tamu": the one who is spoken of, or the one who acts?
        is_unclear = before is not None and before.kind == "passive" and "doer" in before.parts
        is_unclear = is_unclear or self.is_relative
        shared = self.main or self.start or (None if is_unclear else self.subject)
        self.subject = None if item.form in gate.roles["purpose"] else shared
        self.start, self.main, self.last, self.role = None, None, None, ""
        self.is_relative, self.in_clause = False, True

    def _opens_clause(self, number: int) -> bool:
        """Whether a verb stands before the next comma or clause."""
        passed = (
            () if self.items[number].form in load_gate_words().roles["manner"] else ("noun", "preposition", "joining")
        )
        return next((item.kind for item in self.items[number + 1 :] if item.kind not in passed), "end") == "verb"

    def _preposition(self, item: Item, number: int) -> None:
        self.role = load_gate_words().prepositions[item.form]

    def _yang(self, item: Item, number: int) -> None:
        self.main = self.main if self.is_relative else self.start
        # "Ke KPK, yang diadukan …" takes up nothing.
        self.head = self.noun if self.before == "noun" or self.subject is not None else None
        self.is_relative, self.last, self.role = True, None, ""

    def _noun(self, item: Item, number: int) -> None:
        filler = item.filler
        assert filler is not None
        if self.noun is not None and self._goes_on(number):
            self.noun.add(filler)
            return
        if self.before != "joining" or [one.kind for one in self.items[number + 1 : number + 2]] == ["verb"]:
            self.nouns.append(filler)
        if self.role == "speaker":
            self.deeds.append(Deed({"@saying"}, "active", {"doer": filler}))
        elif self.role == "doer" and (self.last is None or self.last.kind == "active") and self.noun is not None:
            self.deeds.append(Deed(_names_of(self.noun.heads), "noun", {"doer": filler}))
        elif self.role == "alias":
            self._names_again(self.last, filler)
        elif self.role:
            self._give(self.role, filler)
        elif self.last is None:
            # "Spanduk harus Anda turunkan": of two nouns before a verb, a pronoun does it.
            self.start = filler if self.start is None or not filler.words else self.start
        elif self.last.kind == "active":
            self._give("undergoer", filler)
        elif self.last.kind == "passive" and self.before == "verb":
            self._follows_passive(self.last, filler)
        self.is_bound = self.role != ""
        self.role, self.noun = "", filler

    def _follows_passive(self, deed: Deed, filler: Filler) -> None:
        """ "Disita Bawaslu" says who did it, "ditemukan bukti" what was found."""
        if not filler.is_somebody and self.is_shared:
            deed.parts["undergoer"] = filler
        elif filler.is_somebody and (self.is_relative or "undergoer" in deed.parts):
            deed.parts["doer"] = filler

    def _names_again(self, deed: Deed | None, filler: Filler) -> None:
        """ "Pegawai yang menjabat sebagai kepala sekolah" is both."""
        parts = deed.parts if deed is not None else {"start": self.start} if self.start is not None else {}
        part = next((part for part in ("undergoer", "bearer", "doer", "start") if part in parts), None)
        if part is not None:
            parts[part].add(filler)

    def _give(self, part: str, filler: Filler) -> None:
        if part != "none" and self.last is not None:
            self.last.parts.setdefault(part, filler)

    def _goes_on(self, number: int) -> bool:
        """Whether a noun lists or names again the one before it: "A dan B", "Kepala Dinas, Sri Wahyuni,"."""
        before = [item.kind for item in self.items[max(0, number - 3) : number]]
        is_listed = before == ["noun", "aside", "joining"] and self.items[number - 1].form != "dan"
        if self.role or not (is_listed or before[-2:-1] == ["noun"]):
            return False
        following = [item.kind for item in self.items[number + 1 :]]
        if self.before == "joining":
            return self.items[number - 1].form != "dan" or following[:1] != ["verb"] or self.subject is None
        if self.before != "aside" or (self.is_bound and self.subject is None):
            return False
        if self.noun is self.start:
            return following[:1] != ["verb"]
        rest = next((kind for kind in following if kind not in ("noun", "aside")), "end")
        return rest == "joining" or following[:1] == ["end"]

    def _verb(self, item: Item, number: int) -> None:
        kind = verb_kind(item.form)
        deed = Deed(set(deed_names(item.form)), kind)
        subject = self._subject()
        if subject is not None:
            deed.parts[{"active": "doer", "passive": "undergoer"}.get(kind, "bearer")] = subject
        self.is_shared = subject is self.subject and self.start is None
        if not self.is_relative:
            self.subject, self.start, self.main = subject, None, None
        before = self.deeds[-1] if self.deeds else deed
        if before.kind == "noun" and kind == "passive" and deed.names & load_gate_words().roles["light"]:
            # "Pemeriksaan oleh inspektorat dilakukan …"
            deed.parts["doer"] = before.parts["doer"]
        self.last, self.role = deed, ""
        self.deeds.append(deed)

    def _subject(self) -> Filler | None:
        """The noun that a verb is said of; none where two could be meant."""
        if self.before == "yang":
            return self.head
        is_parted = self.before in ("noun", "preposition")
        caused = self._caused() if is_parted and self.last is not None else None
        if self.is_relative and caused is None and self.last is not None and self.main is not None:
            # "Pegawai yang menerima surat wajib melapor": he who has waited for his verb.
            self.is_relative = self.before == "joining"
            return self.main
        if self.is_relative:
            return caused
        if self.last is None:
            return self.start or self.subject
        return caused if is_parted else self.subject

    def _caused(self) -> Filler | None:
        """Whom a verb makes do the next: "meminta gubernur menyerahkan"."""
        assert self.last is not None
        if not self.last.names & load_gate_words().roles["causing"]:
            return None
        return self.last.parts.get("undergoer")


def _names_of(heads: Iterable[str]) -> set[str]:
    return {name for head in heads for name in deed_names(head)}


@dataclass(frozen=True, slots=True)
class Roles:
    """The deeds of a text and all nouns in it that have no part of their own in another."""

    deeds: tuple[Deed, ...]
    nouns: tuple[Filler, ...]


@lru_cache(maxsize=5_000)
def read_roles(claims: Claims) -> Roles:
    """Who does what in a text."""
    reader = _Reader(tuple(read_items(claims)))
    light = load_gate_words().roles["light"]
    for deed in reader.deeds:
        done = deed.parts.get("undergoer")
        if done is not None and deed.names & light:
            deed.names |= _names_of(head for head in done.heads if head.endswith("an"))
    return Roles(tuple(reader.deeds), tuple(reader.nouns))
