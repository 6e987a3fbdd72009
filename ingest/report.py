"""What an ingest did, or would do: records without wording."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.types import Passage
from ingest.files import Failure
from ingest.instruments import Cited


@dataclass(frozen=True, slots=True)
class Alteration:
    """What a new or changed document alters in the store."""

    document: str
    """Id of the source."""
    is_new: bool
    added: tuple[str, ...]
    """Locators of passages whose text was not stored of this document before."""
    removed: tuple[str, ...]
    """Locators, as they were, of passages whose text is gone."""
    newly_cited: tuple[str, ...]
    """Instruments that it did not cite before, as labelled or, where the register does not know them, as written."""
    no_longer_cited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A document that is not stored because one that is nearly the same is there."""

    document: str
    """Id of the source."""
    original: str
    """Id of the one that is stored."""
    share: float
    """Of the words that are the same, estimated."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest did. The first four count documents, the `passages…` count passages."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    passages: int = 0
    """In the whole store afterwards."""
    passages_embedded: int = 0
    passages_reused: int = 0
    """Passages of changed documents that were stored before with the same text."""
    passages_removed: int = 0
    """Passages that are gone: of removed documents, and of changed ones where the text is no longer the same."""
    skipped: tuple[str, ...] = ()
    """Files inside the given folders that were left alone."""
    failed: tuple[Failure, ...] = ()
    renewed: tuple[str, ...] = ()
    """Ids of the added and changed documents."""
    gone: tuple[str, ...] = ()
    """Ids of the removed documents."""
    copies: tuple[Copy, ...] = ()
    alterations: tuple[Alteration, ...] = ()
    """Of the added and changed documents."""
    instruments: tuple[Cited, ...] = ()
    """What each of them cites."""
    rebuilt: bool = False
    """Everything was made anew; the counts tell what that changed."""
    carried: int = 0
    """Documents that were made anew from what was stored, because their files were not given or not readable."""
    dry_run: bool = False
    """Nothing was done; all this would be."""


def altered(
    document: str,
    before: Sequence[Passage],
    after: Sequence[Passage],
    cited: Cited,
    cited_before: Cited,
    *,
    is_new: bool,
) -> Alteration:
    """What becomes different when the passages of a document are replaced; where the same text moved, nothing does."""
    cites, cited_once = cited.known + cited.unknown, cited_before.known + cited_before.unknown
    return Alteration(
        document=document,
        is_new=is_new,
        added=_without(after, before),
        removed=_without(before, after),
        newly_cited=tuple(one for one in cites if one not in cited_once),
        no_longer_cited=tuple(one for one in cited_once if one not in cites),
    )


def _without(passages: Sequence[Passage], others: Sequence[Passage]) -> tuple[str, ...]:
    """Locators of the passages that the others do not have; a text that stands twice must be there twice."""
    left = Counter(passage.text for passage in others)
    locators = []
    for passage in passages:
        if left[passage.text]:
            left[passage.text] -= 1
        else:
            locators.append(passage.locator)
    return tuple(locators)
