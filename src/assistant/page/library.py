"""The documents that answers are quoted from, put in order for a reader, and found by the words in them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.text import clean_line
from assistant.types import Passage, Source


# Without slots, here and below: a cached property needs a place to keep its value.
@dataclass(frozen=True)
class Shelved:
    """One document: what is known about it, and its passages in order."""

    source: Source
    passages: tuple[Passage, ...]

    @property
    def title(self) -> str:
        """What it is called: its title, or its file name where it has none."""
        return self.source.title or self.source.name

    @property
    def text(self) -> str:
        """Its passages with a blank line between them."""
        return "\n\n".join(passage.text for passage in self.passages)

    @cached_property
    def searched(self) -> str:
        """All that a search looks through, casefolded; made when first asked for."""
        source = self.source
        year = str(source.date.year) if source.date else ""
        return "\n".join((self.title, source.publisher, source.kind, year, self.text)).casefold()


@dataclass(frozen=True)
class Library:
    """All documents in the order of their titles."""

    shelves: tuple[Shelved, ...]

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> Library:
        """The library of these passages, which may come in any order."""
        by_document: dict[str, list[Passage]] = {}
        for passage in passages:
            by_document.setdefault(passage.source.id, []).append(passage)
        shelves = (
            Shelved(own[0].source, tuple(sorted(own, key=lambda passage: passage.number)))
            for own in by_document.values()
        )
        return cls(tuple(sorted(shelves, key=lambda shelved: (shelved.title.casefold(), shelved.source.id))))

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.shelves)

    @cached_property
    def passages(self) -> int:
        """How many passages they have together."""
        return sum(len(shelved.passages) for shelved in self.shelves)

    @cached_property
    def fingerprint(self) -> str:
        """The version of the content: eight hexadecimal digits, equal wherever the same documents are stored."""
        content = sorted((shelved.source.id, shelved.source.digest) for shelved in self.shelves)
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:8]

    def document(self, source_id: str) -> Shelved | None:
        """The document with this id; None when it is not there (any more)."""
        return self._by_id.get(source_id)

    def find(self, search: str) -> tuple[Shelved, ...]:
        """The documents that hold every word of a search, those with all of them in the title first.

        Looked through are title, publisher, kind, year and text, for parts of words too; nothing searched for finds all.
        """
        wanted = clean_line(search).casefold().split()
        found = [shelved for shelved in self.shelves if all(word in shelved.searched for word in wanted)]
        # Sorting keeps the order of titles among equals.
        return tuple(sorted(found, key=lambda shelved: not all(word in shelved.title.casefold() for word in wanted)))

    @cached_property
    def _by_id(self) -> dict[str, Shelved]:
        return {shelved.source.id: shelved for shelved in self.shelves}
