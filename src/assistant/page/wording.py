"""Every sentence of the page itself, in one record per language: names, labels, hints, and messages around answers.

What an answer says is worded by the engine; this is only the frame around it. The two languages stand in `indonesian.py` and
`english.py`; what the terminal says, in `terminal.py`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PageWording:
    """The words of the page in one language. Braces name the values that `str.format` fills in."""

    language: str
    """The value of `<html lang>`."""
    product: str
    summary: str
    """One line on what the page is."""
    disclaimer: str
    """One line on what it is not, and whom to ask."""
    remote_line: str
    """The same, where a language model outside this machine phrases answers: its name is `model`."""
    standing_line: str
    """Under every answer that quotes."""
    skip: str
    """The first link on the page, for the keyboard."""
    views: str
    """Name of the navigation."""
    view_chat: str
    view_documents: str
    view_about: str
    history: str
    language_switch: str
    """What the switch to the other language is called, in that language."""
    toggle_theme: str
    new_conversation: str
    close: str
    cancel: str
    welcome_title: str
    welcome_text: str
    topics_title: str
    question_label: str
    question_placeholder: str
    send: str
    stop: str
    you_asked: str
    searching: str
    waiting: str
    """In place of an answer while the assistant is not ready yet."""
    preparing: str
    preparing_articles: str
    """`done` and `total` passages of the starter articles."""
    failed: str
    """Heading over what went wrong while getting ready."""
    answer_failed: str
    connection_lost: str
    stopped: str
    stopped_writing: str
    """Under an answer that a language model was still phrasing."""
    writing: str
    """While it does."""
    in_line: str
    """`position` in the line, from 1."""
    line_full: str
    too_many: str
    """`seconds` to wait."""
    switched_off: str
    """Where the operator left no words."""
    empty_question: str
    long_question: str
    """`length` and `limit` in characters."""
    busy: str
    no_verdict: str
    """Over an answer that states facts and judges no act."""
    not_found: str
    """Over a question that the documents do not settle."""
    more_quotes: str
    """`count` of quotations that are folded away."""
    source_quotes: str
    """Over whole parts that are folded away beside an explanation."""
    suggestions_title: str
    answer_ready: str
    """Announced to screen readers: `heading`, `count` of sources."""
    copy: str
    copied: str
    retry: str
    sources: str
    open_source: str
    """Label of a citation number: `n`, `title`."""
    all_sources: str
    """Leads back from one source to the list."""
    opening_source: str
    source_gone: str
    copy_quote: str
    source_link: str
    original_text: str
    """Above a passage as it stood in the file, where faults of scanning were repaired."""
    publisher: str
    date: str
    kind: str
    legal_status: str
    """Heading over the instruments of a document with their standing."""
    no_instruments: str
    in_force: str
    not_yet_in_force: str
    repealed: str
    """`since` is a written date, `by` an instrument; both may be “–”."""
    unsettled: str
    all_in_force: str
    """Short standing of a document in a list."""
    some_repealed: str
    """The same: `count` of repealed instruments."""
    some_unsettled: str
    """The same: `count` of instruments not yet in force or not settled, where none is repealed."""
    own_words_kind: str
    """Beside the kind of a document that is a digest or guide."""
    unknown_date: str
    unknown_publisher: str
    unknown_kind: str
    passage_count: str
    documents_title: str
    documents_text: str
    search_documents: str
    search_documents_hint: str
    documents_found: str
    documents_first: str
    no_documents: str
    back_to_documents: str
    documents_unavailable: str
    history_title: str
    history_text: str
    history_empty: str
    history_keep: str
    history_full: str
    untitled: str
    rename: str
    rename_label: str
    save: str
    delete: str
    delete_sure: str
    delete_all: str
    delete_all_sure: str
    export: str
    export_markdown: str
    export_print: str
    note_title: str
    note_asked: str
    note_printed: str
    note_question: str
    note_answer: str
    note_quotations: str
    note_corpus: str
    note_assistant: str
    note_unanswered: str
    feedback_good: str
    feedback_bad: str
    feedback_title: str
    feedback_text: str
    feedback_reasons: str
    feedback_comment: str
    feedback_send: str
    feedback_thanks: str
    feedback_failed: str
    about_title: str
    about_limits: str
    about_privacy: str
    about_version: str
    about_results: str
    about_results_text: str
    about_results_missing: str
    results_measure: str
    """Heading over the names of the measures."""
    results_figure: str
    """Heading over the figures."""
    results_count: str
    """A figure: `right` of `of` questions."""
    sign_in_text: str
    """On the page that asks for a password."""
    sign_in: str
    sign_in_name: str
    sign_in_password: str
    sign_in_wrong: str
    sign_out: str
    forbidden: str
    months: tuple[str, ...]
    limits: tuple[str, ...]
    """What the assistant cannot do, a sentence each."""
    privacy: tuple[str, ...]
    """What becomes of questions, a sentence each."""
    remote_privacy: str
    """In place of the first of them, where a language model outside this machine phrases answers: its name is `model`."""
    feedback_reason_names: tuple[str, ...]
    """In the order of `assistant.service.feedback.REASONS`."""
    # Without a hash, so that the record as a whole keeps one.
    measure_names: dict[str, str] = field(hash=False)
    """What a measure of the test results is called, by its name in the file."""
    group_names: dict[str, str] = field(hash=False)
    """What a group of test questions is called, in the order in which they are shown; one that is missing shows its own name."""

    def written(self, date: datetime.date | None) -> str:
        """A date as it is written in this language."""
        return f"{date.day} {self.months[date.month - 1]} {date.year}" if date else self.unknown_date
