"""Whom to ask when the documents do not answer: chosen by what was asked, from the dated list in `contacts.yaml`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from assistant.answer.question import Question
from assistant.vocabulary import Vocabulary
from assistant.wording import wording

CONTACTS_FILE = Path(__file__).parents[1] / "contacts.yaml"


@dataclass(frozen=True, slots=True)
class Contact:
    """An office, by language, with what it is asked for."""

    name: Mapping[str, str]
    purpose: Mapping[str, str]
    checked: datetime.date
    source: tuple[str, ...]
    uncertain: bool
    """True when nobody could make sure that it still works that way on the day of the check."""


@dataclass(frozen=True, slots=True)
class Route:
    """Which contacts fit: the questions that name one of its actors or terms or are of one of its kinds; or any."""

    actors: frozenset[str]
    terms: frozenset[str]
    kinds: frozenset[str]
    personnel: bool
    ask: tuple[str, ...]

    def fits(self, question: Question, named: frozenset[str], personnel: bool) -> bool:
        """`named` holds the vocabulary's terms of the question."""
        if self.personnel or personnel:
            return self.personnel and personnel
        if not (self.actors or self.terms or self.kinds):
            return True
        return bool(self.actors & named or self.terms & named) or question.kind in self.kinds


@dataclass(frozen=True, slots=True)
class Contacts:
    """Everything in the file."""

    contacts: Mapping[str, Contact]
    routes: tuple[Route, ...]

    def chosen(self, question: Question, vocabulary: Vocabulary, *, personnel: bool = False) -> tuple[Contact, ...]:
        """The contacts for a question, most fitting first."""
        named = vocabulary.names(question.text) | question.actors
        route = next(route for route in self.routes if route.fits(question, named, personnel))
        return tuple(self.contacts[name] for name in route.ask)


@cache
def load_contacts(path: Path = CONTACTS_FILE) -> Contacts:
    """The contacts of a file, in the form explained at its top."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    contacts = {
        name: Contact(
            name=entry["name"],
            purpose=entry["for"],
            checked=datetime.date.fromisoformat(entry["checked"]),
            source=tuple(entry["source"]),
            uncertain=entry.get("uncertain") == "ya",
        )
        for name, entry in data["contacts"].items()
    }
    routes = (
        Route(
            actors=frozenset(entry.get("actors", [])),
            terms=frozenset(entry.get("terms", [])),
            kinds=frozenset(entry.get("kinds", [])),
            personnel=entry.get("personnel") == "ya",
            ask=tuple(entry["ask"]),
        )
        for entry in data["routes"]
    )
    return Contacts(contacts, tuple(routes))


def whom_to_ask(contacts: Sequence[Contact], language: str) -> str:
    """One sentence with the day of the oldest check among them."""
    said = wording(language)
    named = [f"{one.name[language]} ({one.purpose[language]})" for one in contacts]
    listed = f" {said.either} ".join(filter(None, [", ".join(named[:-1]), named[-1]]))
    return said.whom_to_ask.format(contacts=listed, date=said.written(min(one.checked for one in contacts)))
