"""Lines of a test set become Cases. What is not a test case is an error that names file, line, key and expectation."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from assistant.errors import CaseError
from assistant.types import Status, Verdict

ANY_STATUS = "any"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quotation that would prove an answer right."""

    document: str = "*"
    """A glob of the document's name as ingested, or of the last part of it."""
    contains: str = ""
    """A regular expression that the quotation holds; empty means any quotation of the document."""

    def fits(self, name: str, text: str) -> bool:
        """Whether a text from the document of this name is such a quotation, or holds one. White space counts as equal."""
        named = self.document == name or any(
            fnmatchcase(part, self.document) for part in (name, name.rsplit("/", 1)[-1])
        )
        return named and matches(self.contains, " ".join(text.split()))


@dataclass(frozen=True, slots=True)
class Case:
    """A question and what its answer must be like. Empty fields are not judged."""

    id: str
    question: str
    history: tuple[str, ...] = ()
    """Earlier questions of the conversation, oldest first."""
    status: Status | None = None
    """None when any status is fine."""
    verdicts: tuple[Verdict | None, ...] = ()
    """The accepted verdicts; None among them: an answer without a verdict is fine too."""
    evidence: tuple[Evidence, ...] = ()
    """One cited quotation must match one of these."""
    notice: str = ""
    """The kind of a notice that must be there."""
    must_include: tuple[str, ...] = ()
    """Regular expressions that all occur in the answer's Markdown."""
    must_not_include: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    """Regular expressions for what a permission depends on: all of them occur in the answer's Markdown."""
    tags: tuple[str, ...] = ()
    pair: str = ""
    """Names the other wordings of the same question, which carry the same value."""


@dataclass(frozen=True, slots=True)
class CaseSet:
    """The cases of one file."""

    name: str
    """The file's name without its ending; a number tells files of the same name apart."""
    cases: tuple[Case, ...]


def load_sets(paths: Iterable[Path]) -> tuple[CaseSet, ...]:
    """The test sets of all files, in order. Raises CaseError for a file or line that cannot be used."""
    names: Counter[str] = Counter()
    sets = []
    for path in paths:
        names[path.stem] += 1
        number = f" ({names[path.stem]})" if names[path.stem] > 1 else ""
        sets.append(CaseSet(f"{path.stem}{number}", tuple(_read_file(path))))
    return tuple(sets)


def load_cases(paths: Iterable[Path]) -> tuple[Case, ...]:
    """The cases of all files, in order. Raises CaseError for a file or line that cannot be used."""
    return tuple(case for one in load_sets(paths) for case in one.cases)


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern of a test case occurs in a text; case does not matter and a dot matches line breaks."""
    return re.search(pattern, text, re.IGNORECASE | re.DOTALL) is not None


def _read_file(path: Path) -> list[Case]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(
            f"Berkas uji {path} tidak dapat dibaca ({error}). Diharapkan: JSONL dalam UTF-8, satu kasus per baris."
        ) from error
    # Not splitlines(): JSON strings may hold U+2028 and its like.
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if not lines:
        raise CaseError(f"Berkas uji {path} kosong. Diharapkan: satu kasus JSON per baris.")
    cases: dict[str, Case] = {}
    for number, line in lines:
        fields = _Fields(f"{path}, baris {number}", _read_object(f"{path}, baris {number}", line))
        case = _read_case(fields)
        if case.id in cases:
            raise fields.error("id", "nilai yang belum dipakai kasus lain dalam berkas yang sama")
        cases[case.id] = case
    return list(cases.values())


def _read_object(place: str, line: str) -> dict[str, object]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CaseError(f"{place}: bukan JSON ({error}). Diharapkan: satu objek JSON per baris.") from error
    if not isinstance(value, dict):
        raise CaseError(
            f'{place}: berisi {_shown(value)}. Diharapkan: objek JSON, misalnya {{"id": …, "question": …}}.'
        )
    return value


def _read_case(fields: _Fields) -> Case:
    return Case(
        id=fields.identifier("id"),
        question=fields.text("question"),
        history=fields.texts("history"),
        status=fields.status("status"),
        verdicts=fields.verdicts("verdict"),
        evidence=fields.evidence("evidence"),
        notice=fields.optional_text("notice"),
        must_include=fields.patterns("must_include"),
        must_not_include=fields.patterns("must_not_include"),
        conditions=fields.patterns("conditions"),
        tags=fields.texts("tags"),
        pair=fields.optional_text("pair"),
    )


@dataclass(frozen=True, slots=True)
class _Fields:
    """The keys of one line. Every method reads one key and raises CaseError when its value is of another kind."""

    place: str
    values: dict[str, object]

    def error(self, key: str, expected: str) -> CaseError:
        found = _shown(self.values[key]) if key in self.values else "tidak ada"
        return CaseError(f"{self.place}, kunci “{key}”: {found}. Diharapkan: {expected}.")

    def identifier(self, key: str) -> str:
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
            raise self.error(key, "teks yang tidak kosong")
        return str(value)

    def text(self, key: str) -> str:
        value = self.values.get(key)
        if not isinstance(value, str):
            raise self.error(key, "teks")
        return value

    def optional_text(self, key: str) -> str:
        return "" if self.values.get(key) is None else self.text(key)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key)
        items = [] if value is None else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise self.error(key, 'daftar teks, misalnya ["…"]')
        return tuple(items)

    def patterns(self, key: str) -> tuple[str, ...]:
        return tuple(self._pattern(key, text) for text in self.texts(key))

    def _pattern(self, key: str, text: str) -> str:
        try:
            re.compile(text)
        except re.error as error:
            raise self.error(key, f"ungkapan reguler Python yang sah; {_shown(text)} tidak sah: {error}") from error
        return text

    def status(self, key: str) -> Status | None:
        value = self.values.get(key)
        if value is None or value == ANY_STATUS:
            return None
        if value not in list(Status):
            raise self.error(key, f"salah satu dari {', '.join([*Status, ANY_STATUS])}")
        return Status(str(value))

    def verdicts(self, key: str) -> tuple[Verdict | None, ...]:
        value = self.values.get(key)
        if value is None:
            return ()
        accepted = value if isinstance(value, list) else [value]
        if not accepted or not all(item is None or item in list(Verdict) for item in accepted):
            raise self.error(
                key, f"null, salah satu dari {', '.join(Verdict)}, atau daftar yang berisi beberapa di antaranya"
            )
        return tuple(None if item is None else Verdict(str(item)) for item in accepted)

    def evidence(self, key: str) -> tuple[Evidence, ...]:
        value = self.values.get(key)
        items = [] if value is None else value
        if not isinstance(items, list) or not all(_is_evidence(item) for item in items):
            raise self.error(key, 'daftar objek {"document": "glob", "contains": "ungkapan reguler"}')
        return tuple(
            Evidence(item.get("document") or "*", self._pattern(key, item.get("contains") or "")) for item in items
        )


def _is_evidence(item: object) -> bool:
    if not isinstance(item, dict):
        return False
    given = [item[key] for key in ("document", "contains") if item.get(key) is not None]
    return bool(given) and all(isinstance(text, str) for text in given)


def _shown(value: object) -> str:
    """A JSON value as it stands in the file, cut so that a message stays readable."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}…"
