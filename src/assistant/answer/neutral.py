"""Reads questions about rules without the names in them: rules are the same for every party, candidate and region.

Facts are different: who spoke in one town says nothing about another, so a question for a fact keeps its names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from assistant.answer.followup import stand_alone
from assistant.answer.name_lists import NameKind, load_lists
from assistant.answer.names import Name, name_spans, names_in
from assistant.answer.question import Kind, Question, detect_language, read_question
from assistant.answer.reading import load_reading
from assistant.text import words
from assistant.vocabulary import Vocabulary

_OF_RULES = frozenset({Kind.SANCTION, Kind.LEGAL_BASIS, Kind.PROHIBITIONS, Kind.CONSEQUENCE})
_CONDITIONS = frozenset("kalau kalo klo jika bila apabila misal misalnya if when".split())
_REPORTING = "lapor"
_WHO_IS = re.compile(r"\bnama\w*\b|\bitu\s+siapa\b|\bsiapa\s+(?:sih\s+)?itu\b")
_PARTY = {"id": "partai", "en": "party"}
_PERSON = {"id": "calon", "en": "candidate"}
# "paslon 01", "capres nomor urut 2", "coblos no. 3".
_NUMBER = re.compile(r"\s*\b(?:(?:(?:nomor|nomer|no)\b\.?\s*(?:urut\s*)?|urut\s*)\d{1,2}|0\d)\b", re.IGNORECASE)
_SHOWN = frozenset("pose salam simbol jari kode gaya angka".split())
_SPACES = re.compile(r"\s{2,}")
_SPACE_BEFORE_MARK = re.compile(r"\s+(?=[,.;:?!])")
_LOOSE_MARKS = re.compile(r"(?<=[,;:])(?:\s*[,;:])+|[,;:](?=[.?!])|^[\s,;:.]+")
# Words between a verb of saying and the one who says it: "yang disebut pejabat di Lombok Utara".
SPEECH_REACH = 4


def understand(texts: Sequence[str], vocabulary: Vocabulary) -> Question:
    """The last text of a conversation, read as a question that stands alone, with typing errors put right."""
    bare = [_spelt(without_names(text, vocabulary), vocabulary) for text in texts]
    question = _read(bare, vocabulary)
    if asks_about_rules(question) and not _asks_what_was_said(texts[-1], question, vocabulary):
        return question
    if _is_about_a_case(question, vocabulary):
        return _read(
            [_spelt(without_names(text, vocabulary, keep_offices=True), vocabulary) for text in texts], vocabulary
        )
    own = [read_question(text, vocabulary) for text in bare]
    named = [
        text if asks_about_rules(one) else _spelt(written, vocabulary)
        for text, one, written in zip(bare, own, texts, strict=True)
    ]
    named[-1] = _spelt(texts[-1], vocabulary)
    return _read(named, vocabulary)


def _read(texts: Sequence[str], vocabulary: Vocabulary) -> Question:
    return read_question(stand_alone(texts[-1], texts[:-1], vocabulary), vocabulary)


def asks_about_rules(question: Question) -> bool:
    """Whether it asks what the rules say, which no name changes, and not for a fact."""
    speaks_of_rules = load_reading().asks_permission.search(question.text.lower())
    if question.kind is Kind.PERMISSION:
        return bool(question.acts or speaks_of_rules)
    # "Kenapa tidak boleh …", but not "kenapa deklarasi digelar".
    return question.kind in _OF_RULES or bool(question.kind is Kind.REASON and question.acts and speaks_of_rules)


def _is_about_a_case(question: Question, vocabulary: Vocabulary) -> bool:
    """Whether who, where, when … is asked for a case of one's own: "ke mana saya lapor kalau camat mendukung calon?"."""
    spoken = set(words(question.text))
    own = spoken & (_CONDITIONS | load_reading().first_person)
    telling = vocabulary.subject - vocabulary.light | {_REPORTING}
    return bool(own) and not _WHO_IS.search(question.text.lower()) and any(act.term in telling for act in question.acts)


def _asks_what_was_said(text: str, question: Question, vocabulary: Vocabulary) -> bool:
    """Whether it asks what somebody said, who is then to be looked for: "sanksi apa yang disebut Bu Rina?".

    Whether something is allowed depends on what somebody said only when the documents know who that is.
    """
    speech = load_lists().words["speech"]
    for name in names_in(text, vocabulary):
        near = {*words(text[: name.start])[-SPEECH_REACH:], *words(text[name.end :])[:2]}
        is_source = name.kind is NameKind.PERSON or (
            name.kind is NameKind.REGION and question.kind is not Kind.PERMISSION
        )
        known = question.kind is not Kind.PERMISSION or vocabulary.known.issuperset(name.written)
        if is_source and known and near & speech:
            return True
    return False


def as_asked_of_rules(text: str, vocabulary: Vocabulary) -> str:
    """A request as it is to be judged: without names where it asks about rules or about a case, else as it was written."""
    bare = without_names(text, vocabulary)
    question = read_question(_spelt(bare, vocabulary), vocabulary)
    return bare if asks_about_rules(question) or _is_about_a_case(question, vocabulary) else text


def without_names(text: str, vocabulary: Vocabulary, *, keep_offices: bool = False) -> str:
    """The text with every party called "partai", people called "calon" where one is meant, and no regions.

    `keep_offices` leaves the region of an office: "Bawaslu Sleman".
    """
    lists = load_lists().words
    names = names_in(text, vocabulary)
    if keep_offices:
        names = tuple(name for name in names if not (set(name.before[:1]) & lists["offices"]))
    names = tuple(name for name in names if not (set(name.before[:1]) & lists["local_laws"]))
    language = detect_language(_replaced(text, names, lambda name: ""))
    return _without_numbers(_replaced(text, names, lambda name: _instead(name, language)), language)


def _replaced(text: str, names: Iterable[Name], instead: Callable[[Name], str]) -> str:
    for name in reversed(tuple(names)):
        text = f"{text[: name.start]} {instead(name)} {text[name.end :]}"
    return _tidy(text)


def _tidy(text: str) -> str:
    return _SPACES.sub(" ", _LOOSE_MARKS.sub("", _SPACE_BEFORE_MARK.sub("", text))).strip()


def _instead(name: Name, language: str) -> str:
    lists = load_lists().words
    before = name.before[0] if name.before else ""
    says_who = before in lists["candidates"] or before in lists["heads"]
    if name.kind is NameKind.REGION or says_who:
        return ""
    if name.kind is NameKind.PARTY:
        return _PARTY[language]
    # "foto saya dengan Rina" is as good as "foto Rina".
    between = lists["joining"] | load_reading().first_person
    governing = (
        next((word for word in name.before if word not in between), "") if before in lists["joining"] else before
    )
    if governing not in lists["supports"]:
        return ""
    # "dukung Rina PNS …" must not become "calon PNS", a civil servant on probation.
    return _PERSON[language] + ("," if name.after in lists["inhabitants"] else "")


def _without_numbers(text: str, language: str) -> str:
    """The text without the numbers of candidates; a number that is supported stands for a candidate."""
    lists = load_lists().words
    for match in reversed(list(_NUMBER.finditer(text))):
        before = (words(text[: match.start()]) or [""])[-1]
        if before in _SHOWN:
            text = f"{text[: match.end()].rstrip('0123456789 ')}{text[match.end() :]}"
        elif before in lists["candidates"]:
            text = text[: match.start()] + text[match.end() :]
        elif before in lists["supports"] - lists["supports_listed"]:
            text = f"{text[: match.start()]} {_PERSON[language]}{text[match.end() :]}"
    return text


def _spelt(text: str, vocabulary: Vocabulary) -> str:
    """The text with typing errors put right. English words are not typing errors of Indonesian ones.

    A name may be a slip of another one that the documents hold, but of no word of the vocabulary.
    """
    if detect_language(text) == "en":
        return text
    pieces, position = [], 0
    for start, end in name_spans(text, vocabulary):
        written = text[start:end]
        spelt = vocabulary.correct_typing(written)
        changed = set(words(spelt)) - set(words(written))
        pieces += [
            vocabulary.correct_typing(text[position:start]),
            spelt if changed.isdisjoint(vocabulary.own_words) else written,
        ]
        position = end
    return "".join([*pieces, vocabulary.correct_typing(text[position:])])
