"""A conversation as a note for a file: as Markdown and as HTML for printing. Pure functions.

What people and documents say is shown literally in both: it becomes no heading, no list, no link and no element.
"""

from __future__ import annotations

import datetime
import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote as percent_encoded

from assistant.page.conversation import heading_of
from assistant.page.documents import reference
from assistant.page.markup import escape
from assistant.page.turns import Turn
from assistant.page.wording import PageWording
from assistant.presentation import markdown, quoted
from assistant.types import Answer, Block, Citation, Role, Sentence
from assistant.wording import wording

LONGEST_FILE_NAME = 80
"""In characters, of the part taken from the title: folders on a network add theirs, and Windows counts to 260."""

# What Markdown reads as markup anywhere in a line; then what only at its start. The first three are what some dialects
# make links of addresses by.
_MARKUP = re.compile(r":(?=//)|@|(?<=www)\.|[\\`*_\[\]~|$]", re.IGNORECASE)
_LINE_START = re.compile(r"^(\d*)([-+#=.)])")
# Leads are our own wording, in Markdown; of that, only bold is used. Here, after its asterisks were escaped.
_BOLD = re.compile(r"\\\*\\\*(?=\S)((?:[^\\]|\\[^*])+)(?<=\S)\\\*\\\*")
_BOLD_IN_HTML = re.compile(r"\*\*([^*]+)\*\*")


def as_markdown(
    turns: Sequence[Turn], words: PageWording, *, version: str, made: datetime.datetime, title: str = ""
) -> str:
    """The note as a Markdown file: `version` is the assistant's, `made` has its time zone, `title` may be empty."""
    heading = literal(title)
    parts = [
        f"# {literal(words.note_title)}",
        f"**{heading}**" if heading else "",
        _facts_in_markdown(_about_note(words, version, made)),
        *(part for number, turn in enumerate(turns, start=1) for part in _turn_in_markdown(number, turn, words)),
        "---",
        literal(words.disclaimer),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def as_html(
    turns: Sequence[Turn], words: PageWording, *, version: str, made: datetime.datetime, title: str = ""
) -> str:
    """The same note as one element `<article class="note">`, its headings from `<h2>` down."""
    subject = f'<p class="note-subject" dir="auto">{escape(title)}</p>' if title.strip() else ""
    sections = "".join(_turn_in_html(number, turn, words) for number, turn in enumerate(turns, start=1))
    return (
        f'<article class="note"><header><h2>{escape(words.note_title)}</h2>{subject}'
        f"{_facts_in_html(_about_note(words, version, made))}</header>{sections}"
        f'<footer><p class="disclaimer">{escape(words.disclaimer)}</p></footer></article>'
    )


def file_name(title: str, made: datetime.datetime) -> str:
    """A name that every system takes: ASCII letters, digits and hyphens, the day first, ending in `.md`."""
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = "-".join(re.findall("[a-z0-9]+", ascii_only.lower()))
    return f"{made.date().isoformat()}-{words[:LONGEST_FILE_NAME].strip('-') or 'catatan'}.md"


def literal(text: str) -> str:
    """Text on one line of Markdown that shows it literally, at the start of a line too; invisible characters go."""
    visible = html.unescape(escape(text))  # `escape` is what knows them
    line = html.escape(" ".join(visible.split()), quote=False)
    return _LINE_START.sub(r"\1\\\2", _MARKUP.sub(r"\\\g<0>", line))


Facts = Sequence[tuple[str, str]]
"""Names of things with their values, as plain text."""


def _about_note(words: PageWording, version: str, made: datetime.datetime) -> Facts:
    return (words.note_printed, _moment(made, words)), (words.note_assistant, f"{words.product} {version}")


def _about_turn(turn: Turn, words: PageWording) -> Facts:
    asked = [(words.note_asked, _moment(turn.asked, words))] if turn.asked else []
    return asked + ([(words.note_corpus, turn.corpus)] if turn.corpus else [])


def _moment(moment: datetime.datetime, words: PageWording) -> str:
    """Day, time and time zone as they were written down: who reads the note may be in another zone."""
    clock = moment.isoformat(timespec="minutes")[len("2024-01-30T") :]
    return f"{words.written(moment)}, {clock[:5]}" + (f" (UTC{clock[5:]})" if clock[5:] else "")


def _answer_heading(answer: Answer | None, words: PageWording) -> str:
    heading = heading_of(answer, words) if answer else ""
    return f"{words.note_answer}: {heading}" if heading else words.note_answer


def _without_heading(lead: str, answer: Answer, words: PageWording) -> str:
    """A lead without the verdict that already stands in the heading."""
    return lead.removeprefix(f"**{heading_of(answer, words)}.**").strip()


def _remarks(answer: Answer, *, about_question: bool) -> list[str]:
    return [notice.text for notice in answer.notices if notice.about_question is about_question]


def _is_web_address(address: str) -> bool:
    return address.lower().startswith(("https://", "http://"))


def _cited(citation: Citation, words: PageWording) -> tuple[str, str]:
    """Where a quotation stands, in plain text, and the web address of its document, if it has one."""
    passage = citation.quote.passage
    source = passage.source
    if _is_web_address(source.url):
        return reference(replace(source, url=""), passage.locator, words), source.url
    return reference(source, passage.locator, words), ""


def _facts_in_markdown(facts: Facts) -> str:
    return "\n".join(f"- {literal(f'{name}: {value}')}" for name, value in facts)


def _turn_in_markdown(number: int, turn: Turn, words: PageWording) -> list[str]:
    """Paragraphs; empty ones are to be left out."""
    above = [
        f"## {literal(words.note_question)} {number}",
        f"> {literal(turn.question)}",
        _facts_in_markdown(_about_turn(turn, words)),
        f"### {literal(_answer_heading(turn.answer, words))}",
    ]
    if turn.answer is None:
        return [*above, literal(turn.message or words.note_unanswered)]
    remarks = [*_remarks(turn.answer, about_question=False), *([turn.message] if turn.message else [])]
    return [
        *above,
        markdown(_literal_answer(turn.answer, words)),
        "\n".join(f"- {literal(remark)}" for remark in remarks),
        *_quotations_in_markdown(turn.answer, words),
    ]


def _literal_answer(answer: Answer, words: PageWording) -> Answer:
    """An answer whose texts are Markdown that shows them literally, but for the bold words of its leads."""

    def literal_block(block: Block) -> Block:
        lead = _BOLD.sub(r"**\1**", literal(_without_heading(block.lead, answer, words)))
        sentences = (replace(sentence, text=literal(sentence.text)) for sentence in block.sentences)
        return replace(block, lead=lead, sentences=tuple(sentences))

    notices = tuple(replace(notice, text=literal(notice.text)) for notice in answer.notices)
    return replace(answer, notices=notices, blocks=tuple(map(literal_block, answer.blocks)))


def _quotations_in_markdown(answer: Answer, words: PageWording) -> list[str]:
    if not answer.citations:
        return []
    items = [_quotation_in_markdown(citation, words) for citation in answer.citations]
    return [f"### {literal(words.note_quotations)}", *items, literal(words.standing_line)]


def _quotation_in_markdown(citation: Citation, words: PageWording) -> str:
    where, address = _cited(citation, words)
    # Everything that could end the brackets is encoded; what an address is made of, and what is encoded already, stays.
    link = f", <{percent_encoded(address, safe=':/?#[]@!$&()*+,;=%~', errors='replace')}>" if address else ""
    mark = f"{citation.n}. "
    return f"{mark}{literal(quoted(citation.quote.text))}\n\n{' ' * len(mark)}{literal(where)}{link}"


def _facts_in_html(facts: Facts) -> str:
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts)
    return f"<dl>{rows}</dl>" if rows else ""


def _turn_in_html(number: int, turn: Turn, words: PageWording) -> str:
    answer = turn.answer
    body = (
        _answer_in_html(answer, turn.message, words)
        if answer
        else f"<p>{escape(turn.message or words.note_unanswered)}</p>"
    )
    return (
        f'<section class="note-turn"><h3>{escape(words.note_question)} {number}</h3>'
        f'<p class="question" dir="auto">{escape(turn.question)}</p>{_facts_in_html(_about_turn(turn, words))}'
        f"<h4>{escape(_answer_heading(answer, words))}</h4>{body}</section>"
    )


def _answer_in_html(answer: Answer, message: str, words: PageWording) -> str:
    blocks = "".join(_block_in_html(block, answer, words) for block in answer.blocks)
    above = _remarks_in_html(_remarks(answer, about_question=True))
    below = _remarks_in_html([*_remarks(answer, about_question=False), *([message] if message else [])])
    return f"{above}{blocks}{below}{_quotations_in_html(answer, words)}"


def _remarks_in_html(remarks: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(remark)}</li>" for remark in remarks)
    return f'<ul class="notices">{items}</ul>' if items else ""


def _block_in_html(block: Block, answer: Answer, words: PageWording) -> str:
    lead = _BOLD_IN_HTML.sub(r"<strong>\1</strong>", escape(_without_heading(block.lead, answer, words)))
    if block.role is Role.EXPLANATION:
        text = " ".join(_text_in_html(sentence, answer) for sentence in block.sentences)
        made = escape(wording(answer.language).explained_by)
        return f'<p class="lead">{lead}</p><p dir="auto">{text}</p><p class="made">{made}</p>'
    sentences = "".join(_sentence_in_html(sentence, answer) for sentence in block.sentences)
    return (f'<p class="lead">{lead}</p>' if lead else "") + sentences


def _sentence_in_html(sentence: Sentence, answer: Answer) -> str:
    text = _text_in_html(sentence, answer)
    return f'<blockquote dir="auto"><p>{text}</p></blockquote>' if sentence.verbatim else f"<p>{text}</p>"


def _text_in_html(sentence: Sentence, answer: Answer) -> str:
    numbers = "".join(f" [{answer.number_of(quote)}]" for quote in sentence.quotes)
    text = " ".join(sentence.text.split())
    return f"{escape(quoted(text) if sentence.verbatim else text)}{numbers}"


def _quotations_in_html(answer: Answer, words: PageWording) -> str:
    if not answer.citations:
        return ""
    items = "".join(_quotation_in_html(citation, words) for citation in answer.citations)
    title, standing = escape(words.note_quotations), escape(words.standing_line)
    return f'<h4>{title}</h4><ol>{items}</ol><p class="standing">{standing}</p>'


def _quotation_in_html(citation: Citation, words: PageWording) -> str:
    where, address = (escape(text) for text in _cited(citation, words))
    link = f', <a href="{address}" target="_blank" rel="noopener noreferrer">{address}</a>' if address else ""
    return (
        f'<li value="{citation.n}"><blockquote dir="auto"><p>{escape(quoted(citation.quote.text))}</p></blockquote>'
        f'<p class="reference">{where}{link}</p></li>'
    )
