"""Turns of a conversation as HTML. Pure functions: records in, a string out; everything from people and documents is escaped.

The page's scripts know these attributes of buttons and nothing else: `data-ask` (a question to send), `data-retry` (ask the last
question again), `data-copy` (text for the clipboard), `data-cite` (the number of the source to open, with `data-preview`, its
quotation), `data-sources` (back to the list of sources) and `data-rate` (what someone thinks of an answer).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.page.markup import escape
from assistant.page.turns import Turn
from assistant.page.wording import PageWording
from assistant.presentation import explanation_of, markdown, quoted
from assistant.text import MAX_QUESTION_CHARACTERS
from assistant.types import Answer, Block, Citation, Notice, Role, Sentence, Source, Status, Verdict
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
_NOTICE_SHAPES = {
    "repealed_law": '<path d="M12 7v5l3.5 2"/><circle cx="12" cy="12" r="8.5"/>',
    "unknown_law": '<path d="M9 9.5a3 3 0 1 1 4.2 2.7c-.8.4-1.2 1-1.2 1.8"/><path d="M12 17.4v.2"/>',
    "sources_disagree": '<path d="M4 8h11l-3-3M20 16H9l3 3"/>',
    "model_failed": '<path d="M5 6h14v9.5H11L7.5 19v-3.5H5zM9.5 10.7h5"/>',
}
# So many quotations of a part are shown at once, the others folded away: a phone shows about six lines of text without
# scrolling. Conditions and phases are what a careless reader must not miss: they are never folded.
SHOWN = {Role.VERDICT: 2, Role.RULE: 2, Role.FACT: 3, Role.SANCTION: 1, Role.LEGAL_BASIS: 1}
_LISTED = (Role.LIMIT, Role.PHASE)
# Beside an explanation, its first quotation is shown and all that these parts quote is one press away; but where the sources
# disagree, both sides are heard.
_FOLDED = (Role.RULE, Role.FACT, Role.SANCTION, Role.LEGAL_BASIS)
SHOWN_EXPLAINED = dict.fromkeys(SHOWN, 1)


def refusal(question: str, words: PageWording) -> str:
    """Why a question cannot be sent, in words for its author; empty when it can."""
    if not question.strip():
        return words.empty_question
    if len(question) > MAX_QUESTION_CHARACTERS:
        return words.long_question.format(length=len(question), limit=MAX_QUESTION_CHARACTERS)
    return ""


def turn_html(number: int, turn: Turn, words: PageWording, *, rated: bool = False, is_written: bool = False) -> str:
    """A question with its answer or the message in its place; `rated` when people may say what they think of it.

    While the answer `is_written` by a language model, nothing can be done with it yet but to read it.
    """
    body = (
        _answer(number, turn, turn.answer, words, rated, is_written) if turn.answer else _message(turn.message, words)
    )
    busy = ' aria-busy="true"' if is_written else ""
    return (
        f'<article class="turn" id="turn-{number}"{busy}><h2 class="visually-hidden">{escape(words.you_asked)}</h2>'
        f'<p class="question" dir="auto">{escape(turn.question)}</p>{body}</article>'
    )


def announcement(turn: Turn, words: PageWording) -> str:
    """What a screen reader says when a turn arrives, as plain text."""
    if turn.answer is None:
        return turn.message
    heading = heading_of(turn.answer, words) or turn.answer.blocks[0].lead
    return words.answer_ready.format(heading=heading, count=len(turn.answer.citations))


def said_further(turn: Turn) -> str:
    """What a screen reader says when a language model is done with an answer that was announced already, as plain text."""
    if turn.answer is None:
        return turn.message
    sentences = [" ".join(sentence.text.split()) for sentence in explanation_of(turn.answer)]
    lead = [wording(turn.answer.language).explanation.replace("**", "") + ":"] if sentences else []
    return " ".join([*lead, *sentences, *(one.text for one in turn.answer.notices if one.kind == "model_failed")])


def heading_of(answer: Answer, words: PageWording) -> str:
    """The verdict or what else stands over an answer; nothing over a greeting or a refusal, which speak for themselves."""
    if answer.status is Status.ANSWERED:
        return wording(answer.language).verdicts[answer.verdict] if answer.verdict else words.no_verdict
    return words.not_found if answer.status is Status.NOT_FOUND else ""


def plain_text(answer: Answer, words: PageWording) -> str:
    """The question, the answer and its numbered sources as plain text, for the clipboard."""
    parts = [answer.question, heading_of(answer, words).upper(), markdown(answer).replace("**", "")]
    parts += [notice.text for notice in answer.notices if not notice.about_question]
    if answer.citations:
        lines = (_source_line(citation, words) for citation in answer.citations)
        parts.append("\n".join([f"{words.sources}:", *lines]))
    return "\n\n".join([*(part for part in parts if part), f"— {words.product}. {words.disclaimer}"])


def about_source(source: Source, words: PageWording) -> str:
    """Publisher, date and kind of a document on one line."""
    kind = source.kind.replace("-", " ").capitalize()
    return " · ".join(part for part in (source.publisher, words.written(source.date), kind) if part)


def chips(title: str, questions: Sequence[str], words: PageWording) -> str:
    """Questions to press on; nothing when there are none."""
    if not questions:
        return ""
    buttons = "".join(
        f'<li><button type="button" class="chip" data-ask="{escape(question)}">{escape(question)}</button></li>'
        for question in questions
    )
    return f'<nav class="chips" aria-label="{escape(title)}"><h3>{escape(title)}</h3><ul>{buttons}</ul></nav>'


def _message(message: str, words: PageWording) -> str:
    return (
        f'<div class="answer answer--message"><div class="answer-text"><p class="message">{escape(message)}</p>'
        f'<div class="actions">{_retry_button(words)}</div></div></div>'
    )


def _answer(number: int, turn: Turn, answer: Answer, words: PageWording, rated: bool, is_written: bool) -> str:
    remark = f'<p class="remark">{escape(turn.message)}</p>' if turn.message else ""
    standing = f'<p class="standing">{escape(words.standing_line)}</p>' if answer.citations else ""
    actions = "" if is_written else _actions(answer, words, rated)
    offered = "" if is_written else chips(words.suggestions_title, answer.suggestions, words)
    return (
        f'<div class="answer {"answer--cited" if answer.citations else "answer--plain"} answer--{_tone(answer)}">'
        f'<div class="answer-text">{_notices(answer, about_question=True)}{_verdict(answer, words)}'
        f"{_blocks(answer, words, is_written)}{_notices(answer, about_question=False)}{standing}{remark}{actions}</div>"
        f"{_sources(number, answer, words)}</div>{offered}"
    )


def _tone(answer: Answer) -> str:
    return answer.verdict.value if answer.verdict else "neutral"


def _verdict(answer: Answer, words: PageWording) -> str:
    heading = heading_of(answer, words)
    shape = _SHAPES.get(answer.verdict, _NEUTRAL_SHAPE) if answer.verdict else _NEUTRAL_SHAPE
    return f'<h3 class="verdict">{_icon(shape)}<span>{escape(heading)}</span></h3>' if heading else ""


def _icon(shape: str) -> str:
    return f'<svg viewBox="0 0 24 24" aria-hidden="true">{shape}</svg>'


def _blocks(answer: Answer, words: PageWording, is_written: bool) -> str:
    """The parts in their order. An explanation stands right under the verdict, and what it was made from is folded away."""
    explained = next((block for block in answer.blocks if block.role is Role.EXPLANATION), None)
    quoting = [block for block in answer.blocks if block is not explained]
    if not explained and not is_written:
        return "".join(_block(answer, block, words, SHOWN) for block in quoting)
    parts = [_block(answer, block, words, SHOWN_EXPLAINED) for block in quoting]
    disagree = any(notice.kind == "sources_disagree" for notice in answer.notices)
    kept = next((place for place, block in enumerate(quoting) if block.sentences), 0)
    is_folded = [place > kept and block.role in _FOLDED and not disagree for place, block in enumerate(quoting)]
    shown = [part for part, folded in zip(parts, is_folded, strict=True) if not folded]
    away = [part for part, folded in zip(parts, is_folded, strict=True) if folded]
    explanation = _explanation(answer, explained, words, is_written)
    above = 1 if quoting and quoting[0].role is Role.VERDICT else 0
    return "".join([*shown[:above], explanation, *shown[above:], _away(away, words)])


def _away(parts: Sequence[str], words: PageWording) -> str:
    if not parts:
        return ""
    return f'<details class="more away"><summary>{escape(words.source_quotes)}</summary>{"".join(parts)}</details>'


def _explanation(answer: Answer, block: Block | None, words: PageWording, is_written: bool) -> str:
    """The answer as a language model phrased it so far, as running text, and a line that says so."""
    said = wording(answer.language)
    sentences = "".join(_explaining(answer, sentence, words) for sentence in block.sentences) if block else ""
    text = f'<p class="explained" dir="auto">{sentences}</p>' if sentences else ""
    if is_written:
        below = f'<p class="writing"><span class="spinner"></span>{escape(words.writing)}</p>'
    else:
        below = f'<p class="made">{escape(said.explained_by)}</p>'
    lead = _lead(block.lead if block else said.explanation, "")
    return f'<section class="block block--explanation">{lead}{text}{below}</section>'


def _explaining(answer: Answer, sentence: Sentence, words: PageWording) -> str:
    return f"<span>{_text_of(answer, sentence, words)}</span> "


def _block(answer: Answer, block: Block, words: PageWording, limits: Mapping[Role, int]) -> str:
    lead = _lead(block.lead, heading_of(answer, words))
    sentences = [_sentence(answer, sentence, words) for sentence in block.sentences]
    if block.role in _LISTED:
        quotations = f"<ul>{''.join(f'<li>{sentence}</li>' for sentence in sentences)}</ul>"
    else:
        quotations = _folded(sentences, limits.get(block.role, len(sentences)), words)
    return f'<section class="block block--{block.role.value.replace("_", "-")}">{lead}{quotations}</section>'


def _folded(sentences: Sequence[str], shown: int, words: PageWording) -> str:
    first, others = "".join(sentences[:shown]), sentences[shown:]
    if not others:
        return first
    summary = escape(words.more_quotes.format(count=len(others)))
    return f'{first}<details class="more"><summary>{summary}</summary>{"".join(others)}</details>'


def _lead(lead: str, heading: str) -> str:
    """A lead with its bold words; what already stands in the heading is not said twice."""
    lead = lead.removeprefix(f"**{heading}.**").strip()
    text = _BOLD.sub(r"<strong>\1</strong>", escape(lead))
    return f'<p class="lead">{text}</p>' if text else ""


def _sentence(answer: Answer, sentence: Sentence, words: PageWording) -> str:
    text = _text_of(answer, sentence, words)
    return f'<blockquote dir="auto"><p>{text}</p></blockquote>' if sentence.verbatim else f"<p>{text}</p>"


def _text_of(answer: Answer, sentence: Sentence, words: PageWording) -> str:
    """A sentence with its numbers, in quotation marks only if it is a quotation."""
    numbers = [answer.number_of(quote) for quote in sentence.quotes]
    marks = "".join(_mark(answer.citations[number - 1], words) for number in numbers)
    text = " ".join(sentence.text.split())
    return f"{escape(quoted(text) if sentence.verbatim else text)} {marks}"


def _mark(citation: Citation, words: PageWording) -> str:
    """The number of a source. What is previewed is its quotation, with where it stands on the first line."""
    passage = citation.quote.passage
    title = passage.source.title or passage.source.name
    where = ", ".join(part for part in (title, words.written(passage.source.date), passage.locator) if part)
    label = escape(words.open_source.format(n=citation.n, title=title))
    preview = escape(f"{where}\n{quoted(citation.quote.text)}")
    return (
        f'<button type="button" class="cite" data-cite="{citation.n}" aria-label="{label}" data-preview="{preview}">'
        f"{citation.n}</button>"
    )


def _notices(answer: Answer, *, about_question: bool) -> str:
    """What puts the question right stands above the answer, what is to be known about the sources below it."""
    chosen = [notice for notice in answer.notices if notice.about_question is about_question]
    return f'<ul class="notices">{"".join(map(_notice, chosen))}</ul>' if chosen else ""


def _notice(notice: Notice) -> str:
    kind = notice.kind if re.fullmatch("[a-z_]+", notice.kind) else "other"
    icon = _icon(_NOTICE_SHAPES.get(kind, _NEUTRAL_SHAPE))
    return f'<li class="notice notice--{kind.replace("_", "-")}">{icon}<span>{escape(notice.text)}</span></li>'


def _actions(answer: Answer, words: PageWording, rated: bool) -> str:
    copy = (
        f'<button type="button" class="action" data-copy="{escape(plain_text(answer, words))}" '
        f'data-copied="{escape(words.copied)}">{escape(words.copy)}</button>'
    )
    rate = "".join(
        f'<button type="button" class="action rate" data-rate="{value}">{escape(name)}</button>'
        for value, name in (("good", words.feedback_good), ("bad", words.feedback_bad))
    )
    return f'<div class="actions">{copy}{_retry_button(words)}{rate if rated else ""}</div>'


def _retry_button(words: PageWording) -> str:
    return f'<button type="button" class="action retry" data-retry="1">{escape(words.retry)}</button>'


def _sources(number: int, answer: Answer, words: PageWording) -> str:
    """The documents that are cited, each with the numbers of its quotations, and room to open one of them."""
    if not answer.citations:
        return ""
    documents: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        documents.setdefault(citation.quote.passage.source.id, []).append(citation)
    items = "".join(_document(citations, words) for citations in documents.values())
    label = f'aria-labelledby="turn-{number}-sources"'
    return (
        f'<aside class="sources" {label}><div class="source-list"><h3 id="turn-{number}-sources">{escape(words.sources)}</h3>'
        f'<ul>{items}</ul></div><div class="opened" hidden><button type="button" class="action back" data-sources="1">'
        f'{escape(words.all_sources)}</button><div class="opened-text"></div></div></aside>'
    )


def _document(citations: Sequence[Citation], words: PageWording) -> str:
    source = citations[0].quote.passage.source
    marks = "".join(_mark(citation, words) for citation in citations)
    about = f"<b>{escape(source.title or source.name)}</b><span>{escape(about_source(source, words))}</span>"
    return f'<li class="source"><span class="about">{about}</span><span class="numbers">{marks}</span></li>'


def _source_line(citation: Citation, words: PageWording) -> str:
    passage = citation.quote.passage
    parts = [passage.source.title or passage.source.name, about_source(passage.source, words), passage.locator]
    return f"[{citation.n}] " + ", ".join(part for part in parts if part)
