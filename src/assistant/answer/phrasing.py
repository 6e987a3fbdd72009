"""What a chat model is asked, and its answer as sentences that name their passages. Knows no library.

The texts are in `prompts/`. Whatever people or documents wrote stands between fences that it cannot close.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from assistant.answer.marked import marked_sentences, plain_sentence
from assistant.errors import SettingsError
from assistant.settings import PROJECT_ROOT
from assistant.text import clean_line, clean_text, sentence_spans
from assistant.types import Passage, Verdict
from assistant.wording import INDONESIAN

MOST_PASSAGES = 8
MOST_PASSAGE_CHARACTERS = 6_000
MOST_EARLIER_QUESTIONS = 4
LONGEST_QUESTION = 300
_LONGEST_TITLE = 200

PROMPTS = PROJECT_ROOT / "prompts"
# Each text and what has to be filled in.
_PLACEHOLDERS: dict[str, frozenset[str]] = {
    "answer_system": frozenset(),
    "answer_user": frozenset({"question", "verdict", "passages"}),
    "rewrite_system": frozenset(),
    "rewrite_user": frozenset({"history", "question"}),
}
_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
# Angle brackets are our fences and the control tokens of many models (`<|im_end|>`), square ones our marks and `[INST]`.
_HARMLESS = str.maketrans("<>[]", "‹›()")


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent to a chat model."""

    system: str
    user: str
    aliases: Mapping[str, Passage] = field(default_factory=dict)
    """What the marks of its sentences mean: `S1`, `S2` …"""


def _as_it_is(text: str) -> str:
    return text


def make_request(
    question: str,
    verdict: Verdict | None,
    passages: Sequence[Passage],
    hide: Callable[[str], str] = _as_it_is,
) -> Request:
    """Ask to explain a verdict from passages, the best first; `hide` is applied to every text of people and documents.

    At most 8 passages and 6,000 characters of them are sent, cut at the ends of sentences. Raises SettingsError when a
    text in `prompts/` cannot be used.
    """
    chosen = _within_budget(passages)
    asked = _fenced("PERTANYAAN", hide(_as_data(clean_line(question))))
    fenced = [
        _fenced(alias, hide(_labelled(passage, text)))
        for alias, (passage, text) in zip(_aliases(), chosen, strict=False)
    ]
    user = _filled(
        "answer_user",
        question=asked,
        verdict=INDONESIAN.verdicts[verdict] if verdict else "tidak ada; jawab dengan apa yang tertulis",
        passages="\n\n".join(fenced),
    )
    aliases = {alias: passage for alias, (passage, _) in zip(_aliases(), chosen, strict=False)}
    return Request(_filled("answer_system"), user, aliases)


def rewrite_request(question: str, history: Sequence[str], hide: Callable[[str], str] = _as_it_is) -> Request:
    """Ask to make a follow-up stand alone; `history` holds the earlier questions, oldest first, of which four are sent."""
    earlier = [clean_line(one) for one in history if clean_line(one)][-MOST_EARLIER_QUESTIONS:]
    user = _filled(
        "rewrite_user",
        history="\n".join(_fenced("SEBELUMNYA", hide(_as_data(one))) for one in earlier),
        question=_fenced("LANJUTAN", hide(_as_data(clean_line(question)))),
    )
    return Request(_filled("rewrite_system"), user)


def read_rewrite(text: str) -> str:
    """The question that a model wrote, on one line; empty when it wrote none or something else besides."""
    lines = [plain for line in clean_text(text).splitlines() if (plain := _unquoted(plain_sentence(line)))]
    questions = [line for line in lines if line.endswith("?")]
    found = questions if len(questions) == 1 else lines
    return found[0] if len(found) == 1 and len(found[0]) <= LONGEST_QUESTION else ""


_ANNOUNCEMENT = re.compile(r"^(?:[\w ]{0,30}pertanyaan[\w ]{0,30}|jawaban|berikut[\w ]{0,30}):\s*", re.IGNORECASE)


def _unquoted(line: str) -> str:
    return _ANNOUNCEMENT.sub("", line).strip("\"'“”‘’ ")


def _aliases() -> Iterator[str]:
    return (f"S{number}" for number in range(1, MOST_PASSAGES + 1))


def _within_budget(passages: Sequence[Passage]) -> list[tuple[Passage, str]]:
    """The first passages, each once, with as much of their text as fits."""
    chosen: list[tuple[Passage, str]] = []
    room = MOST_PASSAGE_CHARACTERS
    for passage in {passage.id: passage for passage in passages}.values():
        text = _cut(passage.text, room)
        if text:
            chosen.append((passage, text))
            room -= len(text)
        if len(chosen) == MOST_PASSAGES:
            break
    return chosen


def _cut(text: str, room: int) -> str:
    """The text, or its first whole sentences that fit into `room` characters."""
    if len(text.strip()) <= room:
        return text.strip()
    end = max((end for _, end in sentence_spans(text) if end <= room), default=0)
    return text[:end].strip()


def _labelled(passage: Passage, text: str) -> str:
    title = _as_data(clean_line(passage.source.title, _LONGEST_TITLE))
    locator = _as_data(clean_line(passage.locator, _LONGEST_TITLE))
    return f"Judul: {title}\nLetak: {locator}\nTeks: {_as_data(text)}"


def _as_data(text: str) -> str:
    return clean_text(text).translate(_HARMLESS)


def _fenced(label: str, text: str) -> str:
    return f"<<<{label}\n{text}\n{label}>>>"


@cache
def _template(name: str) -> str:
    path = PROMPTS / f"{name}.txt"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} tidak dapat dibaca ({type(error).__name__}). Pulihkan berkas itu.") from error
    found, expected = frozenset(_PLACEHOLDER.findall(text)), _PLACEHOLDERS[name]
    if found != expected:
        wanted = ", ".join(f"{{{one}}}" for one in sorted(expected)) or "tidak ada"
        differing = ", ".join(f"{{{one}}}" for one in sorted(found ^ expected))
        raise SettingsError(
            f"{path}: tempat kosong {differing} kurang atau tidak dikenal. Yang harus ada: {wanted}. Penjelasannya di "
            "prompts/README.md."
        )
    return text.strip()


def _filled(name: str, **values: str) -> str:
    """The text with its placeholders filled in one pass: what is filled in is never filled in turn."""
    return _PLACEHOLDER.sub(lambda match: values[match[1]], _template(name))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A sentence of the model, before the gate."""

    text: str
    """Plain text on one line, without marks; at most 600 characters."""
    passages: tuple[Passage, ...]
    """The passages that it names, each once; none when it names none that was sent, or breaks off."""


def read_sentences(pieces: Iterable[str], aliases: Mapping[str, Passage]) -> Generator[Proposal, None, None]:
    """The sentences of an answer with what they rest on, each as soon as the next one begins.

    A stream that fails gives what was whole until then, and fails. Closing the iterator closes the stream.
    """
    sentences = marked_sentences(pieces)
    try:
        for sentence in sentences:
            yield Proposal(sentence.text, tuple(aliases[name] for name in sentence.aliases if name in aliases))
    finally:
        sentences.close()
