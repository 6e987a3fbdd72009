"""An Answer as Markdown and as the JSON object of the contract. Pure functions."""

from __future__ import annotations

from typing import TypedDict

from assistant.types import Answer, Block, Citation, Role, Sentence
from assistant.wording import wording


class CitationObject(TypedDict):
    n: int
    document: str
    title: str
    publisher: str
    date: str | None
    locator: str
    passage: str
    quote: str


class NoticeObject(TypedDict):
    kind: str
    text: str


class AnswerObject(TypedDict):
    """The JSON form of an answer, as `--json` and `--answers` write it."""

    question: str
    status: str
    verdict: str | None
    answer: str
    citations: list[CitationObject]
    notices: list[NoticeObject]
    suggestions: list[str]
    engine: str
    dropped_sentences: int
    seconds: float


def markdown(answer: Answer) -> str:
    """What is put right about the question, then the answer's blocks, as Markdown.

    Quotations stand in quotation marks, each followed by its number in brackets; what a language model phrased is a
    paragraph, with who made it under it.
    """
    corrections = [notice.text for notice in answer.notices if notice.about_question]
    return "\n\n".join([*corrections, *(_block_markdown(answer, block) for block in answer.blocks)])


def _block_markdown(answer: Answer, block: Block) -> str:
    lines = [block.lead] if block.lead else []
    if block.role is Role.EXPLANATION:
        paragraph = " ".join(_sentence_markdown(answer, sentence) for sentence in block.sentences)
        return "\n\n".join([*lines, paragraph, wording(answer.language).explained_by])
    lines += [f"> {_sentence_markdown(answer, sentence)}" for sentence in block.sentences]
    return "\n\n".join(lines)


def _sentence_markdown(answer: Answer, sentence: Sentence) -> str:
    numbers = "".join(f" [{answer.number_of(quote)}]" for quote in sentence.quotes)
    text = " ".join(sentence.text.split())
    return f"{quoted(text)}{numbers}" if sentence.verbatim else f"{text}{numbers}"


def explanation_of(answer: Answer) -> tuple[Sentence, ...]:
    """What a language model phrased of an answer; nothing where none did."""
    blocks = (block for block in answer.blocks if block.role is Role.EXPLANATION)
    return tuple(sentence for block in blocks for sentence in block.sentences)


def quoted(text: str) -> str:
    """A quotation on one line in quotation marks; speech that brings its own ("“Jangan …,” katanya.") keeps just those."""
    line = " ".join(text.split())
    return line if line.startswith(("“", '"')) else f"“{line}”"


def answer_object(answer: Answer) -> AnswerObject:
    """The answer in the form of the JSON contract."""
    return AnswerObject(
        question=answer.question,
        status=answer.status.value,
        verdict=answer.verdict.value if answer.verdict else None,
        answer=markdown(answer),
        citations=[citation_object(citation) for citation in answer.citations],
        notices=[NoticeObject(kind=notice.kind, text=notice.text) for notice in answer.notices],
        suggestions=list(answer.suggestions),
        engine=answer.engine,
        dropped_sentences=answer.dropped_sentences,
        seconds=round(answer.seconds, 4),
    )


def citation_object(citation: Citation) -> CitationObject:
    """One numbered quotation with what is known about its document."""
    passage = citation.quote.passage
    source = passage.source
    return CitationObject(
        n=citation.n,
        document=source.name,
        title=source.title,
        publisher=source.publisher,
        date=source.date.isoformat() if source.date else None,
        locator=passage.locator,
        passage=passage.text,
        quote=citation.quote.text,
    )
