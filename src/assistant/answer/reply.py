"""What is said in the end: a verified draft, a courteous refusal, or that nothing was found and whom to ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer import notices, suggestions
from assistant.answer.contacts import load_contacts, whom_to_ask
from assistant.answer.missing import missing_phrases
from assistant.answer.question import Question, detect_language, read_question
from assistant.answer.scope import Scope, is_our_subject
from assistant.types import Answer, Block, Citation, Draft, Passage, Quote, Role, Sentence, Status
from assistant.vocabulary import Vocabulary
from assistant.wording import wording


@dataclass(frozen=True, slots=True)
class Grounds:
    """What an answer stands on, for whoever phrases it: the question as understood, its verified draft, what was found."""

    question: Question
    draft: Draft
    passages: tuple[Passage, ...]


def answered(asked: str, question: Question, draft: Draft, offered: tuple[str, ...], dropped: int) -> Answer:
    """A verified draft as an answer; `offered` are the questions to go on with."""
    quotes = tuple(
        dict.fromkeys(quote for block in draft.blocks for sentence in block.sentences for quote in sentence.quotes)
    )
    return Answer(
        question=asked,
        status=Status.ANSWERED,
        verdict=draft.verdict,
        blocks=draft.blocks,
        citations=_numbered(quotes),
        notices=notices.notices_for(asked, quotes, draft.disagrees, question.language),
        suggestions=offered,
        language=question.language,
        engine=draft.engine,
        dropped_sentences=dropped,
    )


def explained(answer: Answer, sentences: Sequence[Sentence], draft: Draft, engine: str, dropped: int) -> Answer:
    """An answer of quotations with verified sentences of an engine; the numbers of its citations stay as they are."""
    cited = [citation.quote for citation in answer.citations]
    told: list[Sentence] = []
    for sentence in sentences:
        quotes = tuple(dict.fromkeys(_as_cited(quote, cited) for quote in sentence.quotes))
        cited += [quote for quote in quotes if quote not in cited]
        told.append(replace(sentence, quotes=quotes))
    block = Block(Role.EXPLANATION, wording(answer.language).explanation, tuple(told))
    place = next((n for n, one in enumerate(answer.blocks, start=1) if one.role is Role.VERDICT), 0)
    return replace(
        answer,
        blocks=(*answer.blocks[:place], block, *answer.blocks[place:]) if told else answer.blocks,
        citations=_numbered(cited),
        notices=notices.notices_for(answer.question, cited, draft.disagrees, answer.language),
        engine=engine if told else answer.engine,
        dropped_sentences=answer.dropped_sentences + dropped,
    )


def refused(asked: str, scope: Scope, vocabulary: Vocabulary) -> Answer:
    """A fixed courteous answer, without a search, and what can be asked instead."""
    language = detect_language(asked)
    said = wording(language)
    text = {
        Scope.PARTISAN: said.partisan,
        Scope.EVASION: said.evasion,
        Scope.GREETING: said.greeting,
        Scope.EMPTY: said.empty,
        Scope.OTHER_SUBJECT: said.out_of_scope,
        Scope.PERSONNEL: said.personnel,
    }[scope]
    status = {Scope.PARTISAN: Status.DECLINED, Scope.EVASION: Status.DECLINED, Scope.PERSONNEL: Status.NOT_FOUND}
    blocks = [Block(Role.MESSAGE, text)]
    if scope is Scope.PERSONNEL:
        contacts = load_contacts().chosen(read_question(asked, vocabulary), vocabulary, personnel=True)
        blocks.append(Block(Role.MESSAGE, whom_to_ask(contacts, language)))
    return Answer(
        question=asked,
        status=status.get(scope, Status.OUT_OF_SCOPE),
        verdict=None,
        blocks=tuple(blocks),
        suggestions=suggestions.instead_of(scope, language),
        language=language,
    )


def not_found(
    asked: str,
    question: Question,
    vocabulary: Vocabulary,
    rarity: Mapping[str, float],
    is_answered: Callable[[str], bool],
    dropped: int,
) -> Answer:
    """What the documents do not speak of, whom to ask, and the nearest questions that they answer."""
    if not is_our_subject(question, vocabulary, rarity):
        return refused(asked, Scope.OTHER_SUBJECT, vocabulary)
    said = wording(question.language)
    missing = missing_phrases(asked, question, vocabulary, rarity)
    blocks = [Block(Role.MESSAGE, said.not_found)]
    if missing:
        blocks.append(Block(Role.MESSAGE, said.not_found_missing.format(missing=", ".join(missing))))
    contacts = load_contacts().chosen(question, vocabulary)
    blocks.append(Block(Role.MESSAGE, whom_to_ask(contacts, question.language)))
    return Answer(
        question=asked,
        status=Status.NOT_FOUND,
        verdict=None,
        blocks=tuple(blocks),
        notices=notices.question_notices(asked, question.language),
        suggestions=suggestions.nearest(question, vocabulary, is_answered),
        language=question.language,
        dropped_sentences=dropped,
    )


def _numbered(quotes: Sequence[Quote]) -> tuple[Citation, ...]:
    return tuple(Citation(number, quote) for number, quote in enumerate(quotes, start=1))


def _as_cited(quote: Quote, cited: Sequence[Quote]) -> Quote:
    """The quote that is cited already and holds this one, or the quote itself."""
    return next(
        (
            one
            for one in cited
            if one.passage.id == quote.passage.id and one.start <= quote.start and quote.end <= one.end
        ),
        quote,
    )
