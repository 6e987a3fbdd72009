"""What a question speaks of and the documents do not, in the words of the question, fit to be read out."""

from __future__ import annotations

import re
from collections.abc import Container

from assistant.answer.needs import Sort
from assistant.answer.question import Question
from assistant.text import is_root_word, stem, words
from assistant.vocabulary import Term, Vocabulary

MOST = 3
SHORTEST = 4
# In a longer question people tell a story, whose plain words need not be spoken of by any document.
LONGEST_QUESTION = 14


def missing_phrases(asked: str, question: Question, vocabulary: Vocabulary, known: Container[str]) -> tuple[str, ...]:
    """The terms that stand nowhere in the store, neighbours joined to one phrase; `known` holds the terms of the store.

    `asked` is what was written, since `question` may hold words that were put right wrongly. Only names and words that
    are Indonesian for certain: slang, fragments and typing errors say nothing about documents.
    """
    tokens, written = words(question.text), set(words(asked))
    needs = {need.position: need for need in question.needs}
    ends = {term.start: term.end for term in vocabulary.terms(question.text) if _is_missing(term, vocabulary, known)}
    phrases: list[tuple[int, str]] = []
    start = 0
    while start < len(tokens):
        end = start
        while (
            end in ends
            and end in needs
            and needs[end].sort is not Sort.INSTRUMENT
            and _is_readable(tokens[end : ends[end]], question, len(tokens))
        ):
            end = ends[end]
        if end > start and written.issuperset(tokens[start:end]):
            asked_for = needs[start].is_stray or needs[start].sort in (Sort.ACT, Sort.NAME, Sort.ACTOR)
            phrases.append((0 if asked_for else 1, _as_written(question.text, tokens[start:end])))
        start = max(end, start + 1)
    found = dict.fromkeys(phrase for _, phrase in sorted(phrases, key=lambda one: one[0]))
    return tuple(found)[:MOST]


def _is_missing(term: Term, vocabulary: Vocabulary, known: Container[str]) -> bool:
    wider = vocabulary.groups.get(term.name, frozenset())
    return term.name not in known and not any(name in known for name in wider)


def _is_readable(spoken: list[str], question: Question, length: int) -> bool:
    """Whether the words can stand by themselves: a term of several words, a name, or a plain word of the language."""
    if len(spoken) > 1:
        return True
    word = spoken[0]
    if not word.isalpha():
        return False
    if re.search(rf"(?<=[^\s.?!]\s){word.capitalize()}\b|\b{word.upper()}\b", question.text):
        return True
    is_plain = len(word) >= SHORTEST and is_root_word(stem(word))
    return is_plain and length <= LONGEST_QUESTION and question.language != "en"


def _as_written(text: str, spoken: list[str]) -> str:
    """The words with the capitals and hyphens of the question, up to the first mark between them."""
    found = re.search(r"[\W_]+".join(map(re.escape, spoken)), text, re.IGNORECASE)
    return re.split(r"[^\w\s/'-]", found.group())[0].strip() if found else " ".join(spoken)
