"""What a sentence says beyond a window: words in a row, items of a list, circumstances, people, outcomes."""

from __future__ import annotations

import re

from assistant.answer.gate.claims import Claims, Token
from assistant.answer.gate.covering import covers
from assistant.answer.gate.gate_words import load_gate_words
from assistant.answer.gate.hard import Context
from assistant.text import stem, words

# How many words in a row may stand there that the window does not have.
LONGEST_UNKNOWN = 2
# How near behind an "and" the next item of a list begins.
NEXT = 2
# How a writer speaks of himself.
ITSELF = frozenset({"saya", "aku", "kami"})
_DEED = re.compile(r"(?:me|ber)\w{3,}")


def is_known(token: Token, said: Claims, window: Claims, context: Context) -> bool:
    """Whether a word stands in the window, or in the heading where a source is named."""
    return covers(token, window) or (token.place in said.attributed and covers(token, context.heading))


def adds_nothing_to_lists(said: Claims, window: Claims, context: Context) -> bool:
    """Whether nothing was added behind an "and": no deed ("… dan meminta maaf"), and nothing in two unknown words."""
    tokens = sorted(said.tokens, key=lambda token: token.place)
    for joint in said.joints:
        following = [token for token in tokens if token.place > joint][:2]
        if not following or following[0].place > joint + NEXT:
            continue
        unknown = [token for token in following if not is_known(token, said, window, context)]
        is_deed = following[0].place == joint + 1 and _DEED.match(following[0].form.lower())
        if len(unknown) == len(following) or (is_deed and following[0] in unknown):
            return False
    return True


def narrows_nothing(said: Claims, window: Claims, context: Context) -> bool:
    """Whether no circumstance was added that a rule does not name: "di jam kerja", "saat bertugas"."""
    opening = load_gate_words().circumstances
    following = {token.place: token for token in said.tokens}
    for place, word in enumerate(words(said.text)):
        if word in opening and place + 1 in following:
            beside = [following[one] for one in (place + 1, place + 2) if one in following]
            if not any(is_known(token, said, window, context) for token in beside):
                return False
    return True


def names_nobody_new(said: Claims, window: Claims, context: Context) -> bool:
    """Whether no office, body or person stands in the sentence, though in a phrase, that the window does not name."""
    there = frozenset(words(f"{window.text} {context.heading.text}"))
    roots = window.roots()
    named = {token.form.lower() for token in said.tokens if covers(token, window)}
    for word in words(said.text):
        form = word.removesuffix("nya")
        is_there = {form, word} & (there | named) or stem(form) in roots
        if form in load_gate_words().never_new and not is_there:
            return False
    return True


def has_no_addition(said: Claims, window: Claims, context: Context) -> bool:
    """Whether nothing longer than a word or two was added."""
    run = 0
    for token in sorted(said.tokens, key=lambda token: token.place):
        run = 0 if is_known(token, said, window, context) else run + 1
        if run > LONGEST_UNKNOWN:
            return False
    return True


def ends_no_other_way(said: Claims, window: Claims, context: Context) -> bool:
    """Whether every outcome stands in the window: "ditolak" is not "ditangguhkan"."""
    outcomes = load_gate_words().outcomes
    return all(covers(token, window) for token in said.tokens if token.stems & outcomes)


def speaks_of_itself_no_more(said: Claims, window: Claims, context: Context) -> bool:
    """Whether "saya" and "kami" stand in a sentence only where the window speaks so: else the model speaks of itself."""
    return ITSELF.intersection(words(said.text)) <= frozenset(words(window.text))
