"""What stands around a conversation, as HTML: the head of the page, the welcome, the views, and the dialogs.

The scripts find the parts by their ids; what they must say themselves stands in the attributes of `#texts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.page.conversation import chips
from assistant.page.markup import escape
from assistant.page.topics import Topic
from assistant.page.wording import PageWording

# The texts that the scripts put in by themselves.
_SCRIPT_TEXTS = (
    "language",
    "searching",
    "stopped",
    "stopped_writing",
    "busy",
    "connection_lost",
    "empty_question",
    "opening_source",
    "untitled",
    "history_full",
    "delete_sure",
    "delete_all_sure",
    "rename",
    "delete",
    "save",
    "rename_label",
    "feedback_thanks",
)


def topbar(words: PageWording) -> str:
    """The name of the product, the views, and what concerns the whole page."""
    views = "".join(
        f'<a href="#{view}" data-view="{view}">{escape(name)}</a>'
        for view, name in (("ask", words.view_chat), ("documents", words.view_documents), ("about", words.view_about))
    )
    other = "en" if words.language == "id" else "id"
    return (
        f'<a class="skip" href="#question">{escape(words.skip)}</a>'
        '<div class="brand"><svg class="crest" viewBox="0 0 24 24" aria-hidden="true">'
        '<path d="M12 4v16M8 20h8M5 7h14"/>'
        '<path d="M5 7l-2.5 6a2.6 2.6 0 0 0 5 0zM19 7l-2.5 6a2.6 2.6 0 0 0 5 0z"/></svg>'
        f"<div><h1>{escape(words.product)}</h1><p>{escape(words.summary)}</p></div></div>"
        f'<nav class="views" aria-label="{escape(words.views)}">{views}</nav>'
        f'<div class="tools">{_tool("new", words.new_conversation, "M12 5v14M5 12h14")}'
        f"{_tool('history', words.history, 'M12 7v5l3.5 2M4 12a8 8 0 1 0 2.5-5.8M4 4v4h4')}"
        f"{_tool('theme', words.toggle_theme, 'M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18')}"
        f'<button type="button" id="language" data-language="{other}" lang="{other}"><span>{escape(words.language_switch)}</span>'
        f'<b aria-hidden="true">{other.upper()}</b></button>'
        f'<a id="sign-out" href="logout" hidden>{escape(words.sign_out)}</a>'
        "</div>"
    )


def _tool(name: str, label: str, path: str) -> str:
    icon = f'<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{path}"/></svg>'
    return f'<button type="button" id="{name}">{icon}<span>{escape(label)}</span></button>'


def conversation(words: PageWording, topics: Sequence[Topic]) -> str:
    """Room for the turns, and a welcome with example questions as long as there are none."""
    offered = "".join(
        f'<details name="topic"><summary>{escape(topic.title)}</summary>{chips(topic.title, topic.questions, words)}</details>'
        for topic in topics
    )
    return (
        f'<section class="welcome"><h2>{escape(words.welcome_title)}</h2><p>{escape(words.welcome_text)}</p>'
        f'<h3>{escape(words.topics_title)}</h3><div class="topics">{offered}</div></section><div id="turns"></div>'
        f'<div class="conversation-actions" hidden>{_button("export", words.export)}</div>'
    )


def banner(message: str, words: PageWording, *, failed: bool = False, waits: bool = True) -> str:
    """What is to be known before one asks: that the assistant gets ready, is switched off, or what keeps it from answering."""
    if not message:
        return ""
    if failed:
        return f'<div class="banner banner--failed" role="alert"><b>{escape(words.failed)}</b> {escape(message)}</div>'
    spinner = '<span class="spinner"></span>' if waits else ""
    return f'<div class="banner" role="status">{spinner}<span>{escape(message)}</span></div>'


def disclaimer(words: PageWording, remote_model: str = "") -> str:
    """What the page is not, and whom to ask; and the language model outside this machine to which questions go, if any."""
    cloud = "M7 18.5a4.5 4.5 0 0 1-.6-9 6 6 0 0 1 11.5 1.3A3.9 3.9 0 0 1 17.5 18.5z"
    icon = f'<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{cloud}"/></svg>'
    line = escape(words.remote_line.format(model=remote_model))
    remote = f'<p class="disclaimer remote">{icon}<span>{line}</span></p>' if remote_model else ""
    return f'<p class="disclaimer">{escape(words.disclaimer)}</p>{remote}'


def documents_view(words: PageWording) -> str:
    """Room for the list of documents and for one that is opened."""
    return (
        f'<div class="shelf"><h2>{escape(words.documents_title)}</h2><p id="documents-text"></p>'
        f'<label for="search-documents">{escape(words.search_documents)}</label>'
        f'<input type="search" id="search-documents" placeholder="{escape(words.search_documents_hint)}" autocomplete="off">'
        '<div id="documents-list"></div></div>'
        f'<div id="reading" hidden><button type="button" class="action back" id="close-document">'
        f'{escape(words.back_to_documents)}</button><div class="opened-text"></div></div>'
    )


def dialogs(words: PageWording, reasons: Mapping[str, str]) -> str:
    """Everything that is hidden until it is needed; `reasons` are the keys and names of what may be wrong with an answer."""
    texts = "".join(f' data-{name.replace("_", "-")}="{escape(getattr(words, name))}"' for name in _SCRIPT_TEXTS)
    return (
        f'<div id="texts"{texts}></div><p id="announcement" class="visually-hidden" role="status" aria-live="polite"></p>'
        '<div id="preview" role="tooltip" hidden></div><div id="note"></div>'
        f"{_templates(words)}{_history(words)}{_confirm(words)}{_export(words)}{_feedback(words, reasons)}"
    )


def _templates(words: PageWording) -> str:
    """A turn before the server has said anything about it."""
    question = f'<h2 class="visually-hidden">{escape(words.you_asked)}</h2><p class="question" dir="auto"></p>'
    spinner = '<span class="spinner"></span>'
    return (
        f'<template id="pending-turn"><article class="turn">{question}<div class="answer answer--pending">'
        f'<p>{spinner}<span class="message"></span></p></div></article></template>'
    )


def _history(words: PageWording) -> str:
    return _dialog(
        "history-dialog",
        words.history_title,
        f'<p>{escape(words.history_text)}</p><p id="history-empty">{escape(words.history_empty)}</p>'
        '<ul id="history-list"></ul><div class="row"><label class="check"><input type="checkbox" id="history-keep"> '
        f"{escape(words.history_keep)}</label>{_button('history-delete-all', words.delete_all)}</div>",
        words,
    )


def _confirm(words: PageWording) -> str:
    return (
        '<dialog id="confirm-dialog" aria-labelledby="confirm-text"><p id="confirm-text"></p><div class="row">'
        f"{_button('confirm-no', words.cancel)}{_button('confirm-yes', words.delete, danger=True)}</div></dialog>"
    )


def _export(words: PageWording) -> str:
    buttons = _button("export-markdown", words.export_markdown) + _button("export-print", words.export_print)
    return _dialog("export-dialog", words.export, f'<div class="row">{buttons}</div>', words)


def _feedback(words: PageWording, reasons: Mapping[str, str]) -> str:
    checks = "".join(
        f'<label class="check"><input type="checkbox" name="reason" value="{escape(key)}"> {escape(name)}</label>'
        for key, name in reasons.items()
    )
    return _dialog(
        "feedback-dialog",
        words.feedback_title,
        f'<p>{escape(words.feedback_text)}</p><fieldset id="feedback-reasons"><legend>{escape(words.feedback_reasons)}</legend>'
        f'{checks}</fieldset><label for="feedback-comment">{escape(words.feedback_comment)}</label>'
        f'<textarea id="feedback-comment" rows="3" maxlength="2000"></textarea><p id="feedback-problem" role="alert"></p>'
        f'<div class="row">{_button("feedback-send", words.feedback_send)}</div>',
        words,
    )


def _dialog(name: str, title: str, content: str, words: PageWording) -> str:
    return (
        f'<dialog id="{name}" aria-labelledby="{name}-title"><div class="dialog-head"><h2 id="{name}-title">{escape(title)}</h2>'
        f'<button type="button" class="action" data-close="1">{escape(words.close)}</button></div>{content}</dialog>'
    )


def _button(name: str, label: str, *, danger: bool = False) -> str:
    look = "button button--danger" if danger else "button"
    return f'<button type="button" class="{look}" id="{name}">{escape(label)}</button>'
