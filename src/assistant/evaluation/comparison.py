"""Two runs side by side: which cases changed, and what the figures were and are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.evaluation.outcomes import Grade
from assistant.evaluation.results import CaseResult, Results


class Kind(StrEnum):
    """How a case changed, the gravest first."""

    BROKEN = "rusak"
    """Right before, not right now."""
    FIXED = "membaik"
    """Right now, not right before."""
    OTHER = "berubah"
    """As right or wrong as before, but with another verdict, status or grade."""


@dataclass(frozen=True, slots=True)
class Change:
    """A case that came out otherwise than before."""

    set_name: str
    id: str
    kind: Kind
    before: CaseResult
    after: CaseResult


@dataclass(frozen=True, slots=True)
class Comparison:
    """An earlier run and this one."""

    old: Results
    new: Results
    changes: tuple[Change, ...]
    """Among the cases of both runs: the broken first, then the fixed, then the others; by set and id."""
    only_old: int
    only_new: int

    def count(self, kind: Kind) -> int:
        return sum(change.kind is kind for change in self.changes)


def compare(old: Results, new: Results) -> Comparison:
    """What changed between two runs. Cases are the same when set and id are."""
    before, after = dict(_cases(old.cases)), dict(_cases(new.cases))
    changes = [
        Change(*key, kind, before[key], after[key])
        for key in sorted(before.keys() & after.keys())
        if (kind := _kind(before[key], after[key]))
    ]
    changes.sort(key=lambda change: list(Kind).index(change.kind))
    return Comparison(old, new, tuple(changes), len(before.keys() - after.keys()), len(after.keys() - before.keys()))


def _cases(by_set: Mapping[str, Mapping[str, CaseResult]]) -> Iterator[tuple[tuple[str, str], CaseResult]]:
    return (((name, id_), case) for name, cases in by_set.items() for id_, case in cases.items())


def _kind(before: CaseResult, after: CaseResult) -> Kind | None:
    was_right, is_right = before.grade == Grade.CORRECT, after.grade == Grade.CORRECT
    if was_right != is_right:
        return Kind.FIXED if is_right else Kind.BROKEN
    same = (before.grade, before.status, before.verdict) == (after.grade, after.status, after.verdict)
    return None if same else Kind.OTHER
