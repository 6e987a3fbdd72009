"""What people say about answers, kept in one local file: a line of JSON each. Nothing is kept unless a file is set.

`python -m assistant.feedback` turns the lines into test cases.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from io import FileIO
from pathlib import Path
from typing import TypedDict, TypeVar

from assistant.errors import FeedbackError
from assistant.presentation import AnswerObject, answer_object
from assistant.text import clean_line, clean_text
from assistant.types import Answer, Status, Verdict

REASONS = ("verdict", "quotations", "old_source", "not_answered", "hard_to_read", "other")
"""What can be wrong with an answer. Their names for people: `PageWording.feedback_reason_names`, in this order."""
LONGEST_COMMENT = 2_000

_DISTRIBUTION = "asisten-netralitas-asn"
# One line after another, also from several pages at once.
_writing = threading.Lock()

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody says about an answer. It does not say who."""

    answer: Answer
    history: tuple[str, ...]
    """The earlier questions of the conversation, oldest first."""
    helpful: bool
    reasons: tuple[str, ...]
    """Of `REASONS`; others are dropped when it is stored."""
    comment: str
    given: datetime.datetime
    corpus: str
    """The version of the documents from which the answer was made."""


class FeedbackObject(TypedDict):
    """A line of the file. `given` is ISO 8601."""

    given: str
    helpful: bool
    reasons: list[str]
    comment: str
    corpus: str
    version: str
    """Of the assistant."""
    history: list[str]
    answer: AnswerObject
    grounds: list[int]
    """The numbers of the citations on which the answer stands; the others accompany them."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation on which an answer stands, with all that its document says around it in the same answer."""

    document: str
    text: str
    around: str
    """White space counts as one space, here and in `text`."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What of a stored line makes a test case."""

    question: str
    history: tuple[str, ...]
    status: Status
    verdict: Verdict | None
    grounds: tuple[Quoted, ...]
    helpful: bool
    reasons: tuple[str, ...]
    comment: str
    given: str

    @property
    def said(self) -> tuple[object, ...]:
        """Equal for remarks that say the same of the same answer."""
        return (self.question, self.history, self.status, self.verdict, self.helpful, self.reasons)

    @property
    def id(self) -> str:
        """Stable from run to run."""
        text = json.dumps([self.question, self.history, self.given, self.helpful, self.reasons])
        return f"umpan-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def store(path: Path, feedback: Feedback) -> None:
    """Append the feedback to a file, which is made when missing and then for its owner's eyes only.

    Raises FeedbackError when it cannot be written; the file then holds no part of it.
    """
    line = (json.dumps(feedback_object(feedback), ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _writing, open(path, "a+b", buffering=0, opener=_open_for_owner) as file:
            _append(file, line)
    except OSError as error:
        raise FeedbackError(
            f"Tanggapan tidak dapat ditulis ke {path} ({error}). Diharapkan: berkas yang boleh ditulis program ini, "
            "pada disk yang masih berruang. Kosongkan ruang, betulkan izinnya, atau pilih berkas lain dengan "
            "ASSISTANT_FEEDBACK_FILE."
        ) from error


def feedback_object(feedback: Feedback) -> FeedbackObject:
    """The feedback as it is stored: cleaned, clipped, without reasons that are not ours."""
    return FeedbackObject(
        given=feedback.given.isoformat(),
        helpful=feedback.helpful,
        reasons=[reason for reason in REASONS if reason in feedback.reasons],
        # Cut twice, as in `clean_line`: cleaning can lengthen a text.
        comment=clean_text(feedback.comment[: 4 * LONGEST_COMMENT]).strip()[:LONGEST_COMMENT],
        corpus=feedback.corpus,
        version=_own_version(),
        history=[clean_line(question) for question in feedback.history],
        answer=answer_object(feedback.answer),
        grounds=_grounds(feedback.answer),
    )


def _grounds(answer: Answer) -> list[int]:
    """The citations of the first block that quotes: the rule behind a verdict, or the facts asked for.

    Exceptions, phases, sanctions and legal bases come after it.
    """
    quoting = next((block for block in answer.blocks if any(sentence.quotes for sentence in block.sentences)), None)
    if quoting is None:
        return []
    quotes = {quote for sentence in quoting.sentences for quote in sentence.quotes}
    return [citation.n for citation in answer.citations if citation.quote in quotes]


@cache
def _own_version() -> str:
    try:
        return version(_DISTRIBUTION)
    except PackageNotFoundError:  # run from the source folder without being installed
        return ""


def _open_for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _append(file: FileIO, line: bytes) -> None:
    """Write a line in one piece and wait until the disk has it; what was half written is taken back."""
    size = file.seek(0, os.SEEK_END)
    # After a power cut the last line may be half a line: it must not spoil this one.
    piece = _missing_line_break(file, size) + line
    try:
        if file.write(piece) < len(piece):
            raise OSError("hanya sebagian yang tertulis")
        os.fsync(file.fileno())
    except OSError:
        with suppress(OSError):
            file.truncate(size)
        raise


def _missing_line_break(file: FileIO, size: int) -> bytes:
    if not size:
        return b""
    file.seek(size - 1)
    return b"" if file.read(1) == b"\n" else b"\n"


def read_remarks(path: Path) -> tuple[list[Remark], list[str]]:
    """The remarks of a file in order, and a sentence for each line that holds none. Raises FeedbackError without a file."""
    remarks, damages = [], []
    for number, line in numbered_lines(path):
        try:
            remarks.append(_remark(json.loads(line.decode("utf-8-sig"))))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            damages.append(
                f"{path}, baris {number}: bukan tanggapan yang utuh ({type(error).__name__}: {error}). "
                "Diharapkan: satu objek JSON seperti yang ditulis halaman. Baris ini dilewati; betulkan atau hapus."
            )
    return remarks, damages


def numbered_lines(path: Path) -> list[tuple[int, bytes]]:
    """The lines of a JSONL file that are not blank, with their numbers from 1. Raises FeedbackError without a file."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FeedbackError(
            f"{path} tidak dapat dibaca ({error}). Diharapkan: berkas JSONL. Tanggapan ada di berkas yang disebut "
            "ASSISTANT_FEEDBACK_FILE sesudah ada orang yang memberikannya; periksa namanya."
        ) from error
    return [(number, line) for number, line in enumerate(content.split(b"\n"), start=1) if line.strip()]


def _remark(line: object) -> Remark:
    """A remark from a FeedbackObject. Raises KeyError, TypeError or ValueError for anything else."""
    stored = _checked(line, dict, "baris")
    answer = _checked(stored["answer"], dict, "answer")
    verdict = answer["verdict"]
    return Remark(
        question=_checked(answer["question"], str, "question"),
        history=_texts(stored["history"], "history"),
        status=Status(answer["status"]),
        verdict=None if verdict is None else Verdict(verdict),
        grounds=_quoted(_checked(answer["citations"], list, "citations"), _checked(stored["grounds"], list, "grounds")),
        helpful=_checked(stored["helpful"], bool, "helpful"),
        reasons=_texts(stored["reasons"], "reasons"),
        comment=_checked(stored["comment"], str, "comment"),
        given=_checked(stored["given"], str, "given"),
    )


def _checked(value: object, kind: type[T], name: str) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"{name} bukan {kind.__name__}")
    return value


def _texts(value: object, name: str) -> tuple[str, ...]:
    return tuple(_checked(item, str, name) for item in _checked(value, list, name))


def _quoted(citations: Iterable[Mapping[str, object]], numbers: Sequence[object]) -> tuple[Quoted, ...]:
    """The citations with these numbers that hold words."""
    read = [
        (c["n"], _checked(c["document"], str, "document"), _line(c, "passage"), _line(c, "quote")) for c in citations
    ]
    return tuple(
        Quoted(document, quote, "\n".join({passage for _, other, passage, _ in read if other == document}))
        for n, document, _, quote in read
        if n in numbers and quote
    )


def _line(citation: Mapping[str, object], key: str) -> str:
    return " ".join(_checked(citation[key], str, key).split())
