"""A conversation as HTML. Pure functions: records in, a string out; everything from people and documents is escaped.

The page's script (`page.js`) knows these attributes and nothing else: `data-ask` (a question to send), `data-retry`
(ask the last question again), `data-copy` (text for the clipboard) and `data-cite` (the id of the source to open).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.page.markup import escape
from assistant.page.wording import PageWording
from assistant.presentation import markdown, quoted
from assistant.text import MAX_QUESTION_CHARACTERS
from assistant.types import Answer, Block, Citation, Role, Sentence, Source, Status, Verdict
from assistant.wording import wording

# Leads are our own wording, in Markdown; of that, only bold is used.
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_SHAPES = {
    Verdict.BOLEH: '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
    Verdict.TIDAK_BOLEH: '<path d="M6.5 6.5l11 11M17.5 6.5l-11 11"/>',
    Verdict.BERSYARAT: '<path d="M12 4.5v9"/><path d="M12 18.6v.4"/>',
    Verdict.WAJIB: '<path d="M6 4v17"/><path d="M6 5h12l-3 4 3 4H6"/>',
}
_NEUTRAL_SHAPE = '<path d="M12 11v6.5"/><path d="M12 6.6v.4"/>'


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what became of it: an answer, a message in its place, or neither yet (`pending`)."""

    question: str
    answer: Answer | None = None
    message: str = ""
    pending: bool = False


def waits(turns: Sequence[Turn]) -> bool:
    """Whether the last question still waits for its answer."""
    return bool(turns) and turns[-1].pending


def refusal(question: str, words: PageWording) -> str:
    """Why a question cannot be sent, in words for its author; empty when it can."""
    if not question.strip():
        return words.empty_question
    if len(question) > MAX_QUESTION_CHARACTERS:
        return words.long_question.format(length=len(question), limit=MAX_QUESTION_CHARACTERS)
    return ""


def conversation(turns: Sequence[Turn], words: PageWording) -> str:
    """The whole conversation; a welcome with example questions when nothing was asked yet."""
    if not turns:
        return _welcome(words)
    last = len(turns) - 1
    articles = "".join(_turn(number, turn, words, number == last) for number, turn in enumerate(turns))
    spoken = _announcement(turns[-1], words)
    return f'<p class="visually-hidden" role="status" aria-live="polite">{spoken}</p>{articles}'


def preparation(message: str, words: PageWording, *, failed: bool = False) -> str:
    """The banner while the assistant gets ready, or what keeps it from it; nothing for an empty message."""
    if not message:
        return ""
    if failed:
        return f'<div class="banner banner--failed" role="alert"><b>{escape(words.failed)}</b> {escape(message)}</div>'
    return f'<div class="banner" role="status"><span class="spinner"></span>{escape(message)}</div>'


def hint(message: str) -> str:
    """A short remark under the question box; nothing for an empty message."""
    return f'<p class="hint" role="alert">{escape(message)}</p>' if message else ""


def brand(words: PageWording) -> str:
    """The name of the product and one line on what it is."""
    return (
        '<div class="brand"><svg class="crest" viewBox="0 0 24 24" aria-hidden="true">'
        '<path d="M12 4v16M8 20h8M5 7h14"/>'
        '<path d="M5 7l-2.5 6a2.6 2.6 0 0 0 5 0zM19 7l-2.5 6a2.6 2.6 0 0 0 5 0z"/></svg>'
        f"<div><h1>{escape(words.product)}</h1><p>{escape(words.summary)}</p></div></div>"
    )


def disclaimer(words: PageWording) -> str:
    """What the page is not, and whom to ask."""
    return f'<p class="disclaimer">{escape(words.disclaimer)}</p>'


def plain_text(answer: Answer, words: PageWording) -> str:
    """The question, the answer and its numbered sources as plain text, for the clipboard."""
    parts = [answer.question, _heading(answer, words).upper(), markdown(answer).replace("**", "")]
    parts += [notice.text for notice in answer.notices if not notice.about_question]
    if answer.citations:
        lines = (_source_line(citation, words) for citation in answer.citations)
        parts.append("\n".join([f"{words.sources}:", *lines]))
    return "\n\n".join([*(part for part in parts if part), f"— {words.product}. {words.disclaimer}"])


def written_date(date: datetime.date | None, words: PageWording) -> str:
    """A date as it is written in the page's language."""
    return f"{date.day} {words.months[date.month - 1]} {date.year}" if date else words.unknown_date


def _welcome(words: PageWording) -> str:
    return (
        f'<section class="welcome"><h2>{escape(words.welcome_title)}</h2><p>{escape(words.welcome_text)}</p>'
        f"{_chips(words.examples_title, words.examples)}</section>"
    )


def _chips(title: str, questions: Sequence[str]) -> str:
    buttons = "".join(
        f'<li><button type="button" class="chip" data-ask="{escape(question)}">{escape(question)}</button></li>'
        for question in questions
    )
    return f'<nav class="chips" aria-label="{escape(title)}"><h3>{escape(title)}</h3><ul>{buttons}</ul></nav>'


def _announcement(turn: Turn, words: PageWording) -> str:
    if turn.answer is None:
        return escape(turn.message)
    heading = _heading(turn.answer, words) or turn.answer.blocks[0].lead
    return escape(words.answer_ready.format(heading=heading, count=len(turn.answer.citations)))


def _turn(number: int, turn: Turn, words: PageWording, is_last: bool) -> str:
    body = _answer(number, turn.answer, words, is_last) if turn.answer else _message(turn, words, is_last)
    return (
        f'<article class="turn" id="turn-{number}"><h2 class="visually-hidden">{escape(words.you_asked)}</h2>'
        f'<p class="question" dir="auto">{escape(turn.question)}</p>{body}</article>'
    )


def _message(turn: Turn, words: PageWording, is_last: bool) -> str:
    if turn.pending:
        return f'<div class="answer answer--pending"><p><span class="spinner"></span>{escape(turn.message)}</p></div>'
    actions = f'<div class="actions">{_retry_button(words)}</div>' if is_last else ""
    text = f'<div class="answer-text"><p>{escape(turn.message)}</p>{actions}</div>'
    return f'<div class="answer answer--message">{text}</div>'


def _answer(number: int, answer: Answer, words: PageWording, is_last: bool) -> str:
    text = "".join(_block(number, answer, block, words) for block in answer.blocks)
    chips = _chips(words.suggestions_title, answer.suggestions) if is_last and answer.suggestions else ""
    layout = "answer--cited" if answer.citations else "answer--plain"
    return (
        f'<div class="answer {layout} answer--{_tone(answer)}"><div class="answer-text">'
        f"{_notices(answer, about_question=True)}{_verdict(answer, words)}{text}{_notices(answer, about_question=False)}"
        f"{_actions(answer, words, is_last)}</div>"
        f"{_sources(number, answer, words)}</div>{chips}"
    )


def _tone(answer: Answer) -> str:
    return answer.verdict.value if answer.verdict else "neutral"


def _heading(answer: Answer, words: PageWording) -> str:
    """The verdict or what else stands over an answer; nothing over a greeting or a refusal, which speak for themselves."""
    if answer.status is Status.ANSWERED:
        return wording(answer.language).verdicts[answer.verdict] if answer.verdict else words.no_verdict
    return words.not_found if answer.status is Status.NOT_FOUND else ""


def _verdict(answer: Answer, words: PageWording) -> str:
    heading = _heading(answer, words)
    shape = _SHAPES.get(answer.verdict, _NEUTRAL_SHAPE) if answer.verdict else _NEUTRAL_SHAPE
    icon = f'<svg viewBox="0 0 24 24" aria-hidden="true">{shape}</svg>'
    return f'<h3 class="verdict">{icon}<span>{escape(heading)}</span></h3>' if heading else ""


def _block(number: int, answer: Answer, block: Block, words: PageWording) -> str:
    lead = _lead(block.lead, _heading(answer, words))
    sentences = "".join(_sentence(number, answer, sentence, words) for sentence in block.sentences)
    return f'<section class="block block--{_role(block.role)}">{lead}{sentences}</section>'


def _lead(lead: str, heading: str) -> str:
    """A lead with its bold words; what already stands in the heading is not said twice."""
    lead = lead.removeprefix(f"**{heading}.**").strip()
    text = _BOLD.sub(r"<strong>\1</strong>", escape(lead))
    return f'<p class="lead">{text}</p>' if text else ""


def _role(role: Role) -> str:
    return role.value.replace("_", "-")


def _sentence(number: int, answer: Answer, sentence: Sentence, words: PageWording) -> str:
    marks = "".join(_mark(number, answer.number_of(quote), quote.passage.source, words) for quote in sentence.quotes)
    text = " ".join(sentence.text.split())
    if sentence.verbatim:
        return f"<blockquote><p>{escape(quoted(text))} {marks}</p></blockquote>"
    return f"<p>{escape(text)} {marks}</p>"


def _mark(number: int, n: int, source: Source, words: PageWording) -> str:
    target = f"turn-{number}-source-{n}"
    label = escape(words.open_source.format(n=n, title=source.title))
    return (
        f'<button type="button" class="cite" data-cite="{target}" aria-controls="{target}" aria-label="{label}" '
        f'title="{label}">[{n}]</button>'
    )


def _notices(answer: Answer, *, about_question: bool) -> str:
    """What puts the question right stands above the answer, what is to be known about the sources below it."""
    chosen = [notice for notice in answer.notices if notice.about_question is about_question]
    items = "".join(f'<li class="notice">{escape(notice.text)}</li>' for notice in chosen)
    return f'<ul class="notices">{items}</ul>' if items else ""


def _actions(answer: Answer, words: PageWording, is_last: bool) -> str:
    copy = (
        f'<button type="button" class="action" data-copy="{escape(plain_text(answer, words))}" '
        f'data-copied="{escape(words.copied)}">{escape(words.copy)}</button>'
    )
    return f'<div class="actions">{copy}{_retry_button(words) if is_last else ""}</div>'


def _retry_button(words: PageWording) -> str:
    return f'<button type="button" class="action" data-retry="1">{escape(words.retry)}</button>'


def _sources(number: int, answer: Answer, words: PageWording) -> str:
    if not answer.citations:
        return ""
    items = "".join(_source(number, citation, words) for citation in answer.citations)
    title = escape(words.sources)
    return f'<aside class="sources" aria-label="{title}"><div><h3>{title}</h3><ol>{items}</ol></div></aside>'


def _source(number: int, citation: Citation, words: PageWording) -> str:
    source = citation.quote.passage.source
    about = f"<b>{escape(source.title or source.name)}</b><span>{escape(_about(source, words))}</span>"
    return (
        f'<li><details class="source" id="turn-{number}-source-{citation.n}">'
        f'<summary><span class="number">{citation.n}</span><span class="about">{about}</span></summary>'
        f'<div class="passage-box">{_passage(citation)}{_link(source, words)}</div></details></li>'
    )


def _passage(citation: Citation) -> str:
    passage, start, end = citation.quote.passage, citation.quote.start, citation.quote.end
    before, quote, after = passage.text[:start], passage.text[start:end], passage.text[end:]
    return (
        f'<p class="locator">{escape(passage.locator)}</p>'
        f'<p class="passage" dir="auto">{escape(before)}<mark>{escape(quote)}</mark>{escape(after)}</p>'
    )


def _link(source: Source, words: PageWording) -> str:
    if not source.url.startswith(("https://", "http://")):
        return ""
    label, address = escape(words.source_link), escape(source.url)
    return f'<p><a href="{address}" target="_blank" rel="noopener noreferrer">{label}</a></p>'


def _about(source: Source, words: PageWording) -> str:
    kind = source.kind.replace("-", " ").capitalize()
    return " · ".join(part for part in (source.publisher, written_date(source.date, words), kind) if part)


def _source_line(citation: Citation, words: PageWording) -> str:
    passage = citation.quote.passage
    parts = [passage.source.title or passage.source.name, _about(passage.source, words), passage.locator]
    return f"[{citation.n}] " + ", ".join(part for part in parts if part)
