"""Reads questions about rules without the names in them: rules are the same for every party, candidate and region.

Facts are different: who spoke in one town says nothing about another, so a question for a fact keeps its names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from assistant.answer.followup import stand_alone
from assistant.answer.name_forms import Forms
from assistant.answer.name_lists import NameKind, load_lists
from assistant.answer.names import Name, name_spans, names_of
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


class Reader:
    """Reads the texts of one answer, each once: the same ones are asked for again and again until the answer is there.

    What it has read goes with it. `vocabulary` tells words from names.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._forms: dict[str, Forms] = {}
        self._names: dict[str, tuple[Name, ...]] = {}
        self._spelt: dict[str, str] = {}
        self._questions: dict[str, Question] = {}

    def understand(self, texts: Sequence[str]) -> Question:
        """The last text of a conversation, read as a question that stands alone, with typing errors put right."""
        bare = [self._spelt_of(self.without_names(text)) for text in texts]
        question = self._alone(bare)
        if asks_about_rules(question) and not self._asks_what_was_said(texts[-1], question):
            return question
        if _is_about_a_case(question, self.vocabulary):
            return self._alone([self._spelt_of(self.without_names(text, keep_offices=True)) for text in texts])
        named = [
            text if asks_about_rules(self._question(text)) else self._spelt_of(written)
            for text, written in zip(bare, texts, strict=True)
        ]
        named[-1] = self._spelt_of(texts[-1])
        return self._alone(named)

    def as_asked_of_rules(self, text: str) -> str:
        """A request as it is to be judged: without names where it asks about rules or about a case, else as it was written."""
        bare = self.without_names(text)
        question = self._question(self._spelt_of(bare))
        return bare if asks_about_rules(question) or _is_about_a_case(question, self.vocabulary) else text

    def without_names(self, text: str, *, keep_offices: bool = False) -> str:
        """The text with every party called "partai", people called "calon" where one is meant, and no regions.

        `keep_offices` leaves the region of an office: "Bawaslu Sleman".
        """
        lists = load_lists().words
        names = self._names_of(text)
        if keep_offices:
            names = tuple(name for name in names if not (set(name.before[:1]) & lists["offices"]))
        names = tuple(name for name in names if not (set(name.before[:1]) & lists["local_laws"]))
        language = detect_language(_replaced(text, names, lambda name: ""))
        return _without_numbers(_replaced(text, names, lambda name: _instead(name, language)), language)

    def _alone(self, texts: Sequence[str]) -> Question:
        return self._question(stand_alone(texts[-1], texts[:-1], self.vocabulary))

    def _asks_what_was_said(self, text: str, question: Question) -> bool:
        """Whether it asks what somebody said, who is then to be looked for: "sanksi apa yang disebut Bu Rina?".

        Whether something is allowed depends on what somebody said only when the documents know who that is.
        """
        speech = load_lists().words["speech"]
        for name in self._names_of(text):
            near = {*words(text[: name.start])[-SPEECH_REACH:], *words(text[name.end :])[:2]}
            is_source = name.kind is NameKind.PERSON or (
                name.kind is NameKind.REGION and question.kind is not Kind.PERMISSION
            )
            known = question.kind is not Kind.PERMISSION or self.vocabulary.known.issuperset(name.written)
            if is_source and known and near & speech:
                return True
        return False

    def _question(self, text: str) -> Question:
        if text not in self._questions:
            self._questions[text] = read_question(text, self.vocabulary)
        return self._questions[text]

    def _forms_of(self, text: str) -> Forms:
        if text not in self._forms:
            self._forms[text] = Forms.of(text, self.vocabulary)
        return self._forms[text]

    def _names_of(self, text: str) -> tuple[Name, ...]:
        if text not in self._names:
            self._names[text] = names_of(self._forms_of(text), text)
        return self._names[text]

    def _spelt_of(self, text: str) -> str:
        if text not in self._spelt:
            self._spelt[text] = self._with_errors_put_right(text)
        return self._spelt[text]

    def _with_errors_put_right(self, text: str) -> str:
        """The text without typing errors. English words are not typing errors of Indonesian ones.

        A name may be a slip of another one that the documents hold, but of no word of the vocabulary.
        """
        if detect_language(text) == "en":
            return text
        correct_typing = self.vocabulary.correct_typing
        pieces, position = [], 0
        for start, end in name_spans(self._forms_of(text), self._names_of(text)):
            written = text[start:end]
            spelt = correct_typing(written)
            changed = set(words(spelt)) - set(words(written))
            pieces += [
                correct_typing(text[position:start]),
                spelt if changed.isdisjoint(self.vocabulary.own_words) else written,
            ]
            position = end
        return "".join([*pieces, correct_typing(text[position:])])


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
