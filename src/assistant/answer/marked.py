"""A stream of text in which sentences carry marks like [S1], as sentences with the marks they carry.

A sentence is handed over as soon as it is certain where it ends, which is when the next one begins.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass

from assistant.errors import AssistantError
from assistant.text import clean_line, sentence_spans

LONGEST_SENTENCE = 600


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence as a model wrote it."""

    text: str
    """Plain text on one line, without marks; at most 600 characters."""
    aliases: tuple[str, ...]
    """What its marks name, in order, each once: `S1`; none where it breaks off."""


# [S1], [s1, S2], [S1 dan 2], [Sumber: S1], (S1) …
_NAMES = r"(?:(?:sumber|bagian|kutipan)\s*:?\s*)?S\s?\d{1,3}(?:\s?(?:,|;|&|/|-|–|dan)?\s?S?\s?\d{1,3}(?!\w))*"
_MARK = re.compile(rf"[\[【]\s*{_NAMES}\s*[\]】]|\(\s*{_NAMES}\s*\)", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
# What may stand between a mark and the end of its sentence. Elsewhere "(S1)" is a degree.
_ENDING = re.compile(rf"(?:[\s.!?…*_\"”’)]|{_MARK.pattern})*", re.IGNORECASE)
_FINISHED = re.compile(rf"(?:[.!?…]|{_MARK.pattern})[\"”’)*_`\s]*\Z", re.IGNORECASE)
_LONGEST_MARK = 40
_LONGEST_MARKS = 400  # all those of one sentence
_MARK_MAY_BEGIN = re.compile(rf"[\[(【][^\])】]{{0,{_LONGEST_MARK}}}\Z")
_RUN = re.compile(r"\s{2,}|[.!?…]{4,}")
_BEFORE_WORDS = re.compile(r"[\s\"'“‘«*_`#>•–—-]*")
# A line that was broken in the middle of a sentence goes on with a small letter.
_SOFT_BREAK = re.compile(r"(?<=[^\s.!?…:;\])】])\s*\n\s*(?=[a-z])")
_EMPHASIS = re.compile(r"[*`#]|(?<!\w)_|_(?!\w)")
_LIST_MARK = re.compile(r"^\s*(?:(?:[-*•–—>]+|#+|\d{1,2}[.)])\s+)+")
_LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*\)")


def marked_sentences(pieces: Iterable[str]) -> Generator[Marked]:
    """The sentences of a stream, each as soon as the next one begins.

    When the stream fails, what is whole until then comes first, then the failure. Closing the iterator closes the
    stream. A sentence of more than 600 characters is handed over when it is that long; its rest is dropped.
    """
    reader = _Reader()
    failure: AssistantError | None = None
    try:
        for piece in pieces:
            yield from reader.read(piece)
    except AssistantError as error:
        failure = error
    finally:
        close = getattr(pieces, "close", None)
        if close:
            close()
    yield from reader.rest()
    if failure:
        raise failure


class _Reader:
    """What has come and is not handed over yet."""

    def __init__(self) -> None:
        self._raw = ""
        self._is_first_given = False
        """True when the sentence with which `_raw` begins was too long and is handed over."""
        self._marks_lead = False
        """True in a line that begins with a mark: there, marks stand before their sentences."""

    def read(self, piece: str) -> Iterator[Marked]:
        """What is certain once this piece has come."""
        self._raw = _RUN.sub(_shortened, self._raw + piece.replace("\n", "\n\n"))
        spans = sentence_spans(_without_marks(self._raw))
        begun = len(spans) - (1 if spans and _has_begun(self._raw[spans[-1][0] :]) else 2)
        if begun > 0:
            yield from self._given(spans, begun)
        elif len(self._raw) > LONGEST_SENTENCE + _LONGEST_MARKS:
            if not self._is_first_given:
                yield from self._sentence(self._raw)
            self._is_first_given = True
            self._raw = self._raw[-_LONGEST_MARK:]  # enough to see its end

    def rest(self) -> Iterator[Marked]:
        """What is left when nothing more comes."""
        spans = sentence_spans(_without_marks(self._raw))
        yield from self._given(spans, len(spans))

    def _given(self, spans: list[tuple[int, int]], count: int) -> Iterator[Marked]:
        """Hand over the first sentences, each with the marks around it that are its own."""
        start = 0
        for number in range(count):
            following = spans[number + 1][0] if number + 1 < len(spans) else len(self._raw)
            self._marks_lead = self._marks_lead or bool(_MARK.match(self._raw[start:following].lstrip(" *-•")))
            end = self._end(spans[number][1], following)
            if not self._is_first_given:
                # In a list whose marks lead, lines end without a full stop; the last one may still have broken off.
                yield from self._sentence(self._raw[start:end], self._marks_lead and number + 1 < len(spans))
            self._marks_lead = self._marks_lead and "\n" not in self._raw[spans[number][1] : following]
            self._is_first_given = False
            start = end
        self._raw = self._raw[start:]

    def _end(self, stop: int, following: int) -> int:
        """Where what belongs to a sentence ends that stops at `stop`; the next one has its words from `following` on."""
        between = self._raw[stop:following]
        if following == len(self._raw):
            return following
        if "\n" in between:
            return stop + between.rindex("\n") + 1  # marks in a line of their own belong to the line before
        return stop if self._marks_lead else following

    def _sentence(self, own: str, is_whole: bool = False) -> Iterator[Marked]:
        marks = [mark for mark in _MARK.finditer(own) if mark[0][0] != "(" or _ENDING.fullmatch(own, mark.end())]
        text = own
        for mark in reversed(marks):
            text = f"{text[: mark.start()]} {text[mark.end() :]}"
        text = plain_sentence(text)
        if not any(character.isalnum() for character in text):
            return
        counts = (is_whole or bool(_FINISHED.search(own))) and len(text) <= LONGEST_SENTENCE
        names = [f"S{int(number)}" for mark in marks for number in _NUMBER.findall(mark[0])] if counts else []
        yield Marked(text[:LONGEST_SENTENCE], tuple(dict.fromkeys(names)))


def _shortened(run: re.Match[str]) -> str:
    """A run of spaces or stops at its shortest: a model that is stuck writes thousands.

    Every line break ends a sentence, for which `sentence_spans` wants a blank line.
    """
    if run[0].isspace():
        return "\n\n" if "\n" in run[0] else " "
    return run[0][:3]


def _without_marks(raw: str) -> str:
    """A text of the same length that `sentence_spans` reads as the model meant it."""
    text = _EMPHASIS.sub(" ", raw)
    text = _SOFT_BREAK.sub(lambda found: " " * len(found[0]), text)
    return _MARK.sub(lambda mark: _blank(text, mark), text)


def _blank(text: str, mark: re.Match[str]) -> str:
    """Spaces in place of a mark; after a full stop a blank line, for then the sentence is over whatever comes next."""
    is_after_stop = re.search(r"[.!?…][\"'”’)]*\s*\Z", text[max(0, mark.start() - 10) : mark.start()])
    size = len(mark[0])
    return f"\n{' ' * (size - 2)}\n" if is_after_stop else " " * size


def _has_begun(text: str) -> bool:
    """Whether a text is sure to be the beginning of a sentence, not of a mark that belongs to the one before."""
    words = text[_BEFORE_WORDS.match(text).end() :]  # type: ignore[union-attr]
    return bool(words) and not _MARK_MAY_BEGIN.match(words)


def plain_sentence(text: str) -> str:
    """The words of a line of Markdown, on one line."""
    text = _LIST_MARK.sub("", _LINK.sub(r"\1", text))
    text = " ".join(clean_line(_EMPHASIS.sub("", text), 10 * LONGEST_SENTENCE).split())
    return re.sub(r"\s+([.,;:!?…])", r"\1", text)
