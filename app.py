"""The web chat: `python app.py [--store DIR] [--port N]`. The only file that knows Gradio.

The page is up before anything heavy is imported; the assistant gets ready in a background thread meanwhile.
Programs ask through the same server, with `gradio_client.Client(address).predict(question, history, api_name="/ask")`:
`question` is a str, `history` the list of earlier questions, and the result is the answer object of
`assistant.presentation.answer_object`. A question that cannot be answered at all raises with an Indonesian message.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

# Before Gradio is imported: nothing is reported anywhere, and no proxy stands between the page and its own machine.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
for _name in ("NO_PROXY", "no_proxy"):
    os.environ[_name] = ",".join(part for part in (os.environ.get(_name, ""), "127.0.0.1,localhost") if part)

import gradio as gr  # noqa: E402
from starlette.middleware import Middleware  # noqa: E402

from assistant.page import conversation as html  # noqa: E402
from assistant.errors import AssistantError, SettingsError  # noqa: E402
from assistant.page.conversation import Turn  # noqa: E402
from assistant.page.shell import PageShell  # noqa: E402
from assistant.page.wording import INDONESIAN as WORDS  # noqa: E402
from assistant.presentation import answer_object  # noqa: E402
from assistant.settings import PROJECT_ROOT, Settings, read_settings  # noqa: E402
from assistant.types import Answer  # noqa: E402

STARTER_ARTICLES = PROJECT_ROOT / "ingest" / "articles"
STYLE, SCRIPT = ((Path(html.__file__).parent / name).read_text("utf-8") for name in ("page.css", "page.js"))
# An answer takes tens of milliseconds and uses every core it gets; two at a time keep a small office PC responsive.
ANSWERS_AT_A_TIME = 2
POLL_SECONDS = 0.2
# Turns are dropped this long after the last question; what a session last showed, once this many came after it.
SESSION_SECONDS = 3_600
SESSIONS_KEPT = 200


Answering = Callable[[str, Sequence[str]], Answer]
"""Answers a question asked after earlier ones, as `assistant.pipeline.Assistant.answer` does."""


class WarmUp:
    """Opens the assistant in a background thread and knows how far that is.

    `message` is what the page shows meanwhile; `error` is what went wrong; `answer` is there once it is ready.
    """

    def __init__(self, open_assistant: Callable[[WarmUp], Answering]) -> None:
        self.message = WORDS.preparing
        self.error = ""
        self.answer: Answering | None = None
        self._open = open_assistant

    def start(self) -> None:
        """Begin; returns at once."""
        threading.Thread(target=self._run, name="warm-up", daemon=True).start()

    def _run(self) -> None:
        try:
            self.answer = self._open(self)
        except AssistantError as error:
            self.error = str(error)
            print(f"\n{WORDS.failed}: {error}", file=sys.stderr, flush=True)
        except Exception:
            self.error = WORDS.answer_failed
            logging.exception("The assistant could not be opened")
        else:
            print(WORDS.ready, flush=True)

    async def wait(self) -> Answering:
        """What answers, as soon as it is ready. Raises AssistantError when it will never be."""
        while self.answer is None:
            if self.error:
                raise AssistantError(f"{WORDS.failed}. {self.error}")
            await asyncio.sleep(POLL_SECONDS)
        return self.answer


def open_assistant(settings: Settings, warm_up: WarmUp) -> Answering:
    """Fill an empty store with the starter articles, then open the assistant. Imports everything heavy.

    Raises AssistantError when the model or the store cannot be used.
    """
    from assistant.pipeline import Assistant

    # The mark outlives an interrupted start, so that the next one completes the store instead of opening half of it.
    unfinished = settings.vectorstore / ".starter-articles-unfinished"
    if unfinished.exists() or not (settings.vectorstore / "chroma.sqlite3").exists():
        settings.vectorstore.mkdir(parents=True, exist_ok=True)
        unfinished.touch()
        _ingest_starter_articles(settings, warm_up)
        unfinished.unlink()
    return Assistant.open(settings).answer


def _ingest_starter_articles(settings: Settings, warm_up: WarmUp) -> None:
    from ingest.update import ingest_paths

    def progress(done: int, total: int) -> None:
        warm_up.message = WORDS.preparing_articles.format(done=done, total=total)
        if done == total or sys.stdout.isatty():
            print(f"\r{warm_up.message}", end="\n" if done == total else "", flush=True)

    ingest_paths([STARTER_ARTICLES], settings, progress=progress)
    warm_up.message = WORDS.preparing


class Handlers:
    """What happens on the page. Handlers take the turns so far and return what the page shows next."""

    def __init__(self, warm_up: WarmUp) -> None:
        self.warm_up = warm_up

    def send(self, question: str, turns: list[Turn]) -> tuple[Any, ...]:
        """A question from the box: shown at once, or left in the box with a hint."""
        hint, *view = self._begin(question, turns, turns)
        return question if hint else "", hint, *view

    def press(self, turns: list[Turn], event: gr.EventData) -> tuple[Any, ...]:
        """A question from a chip, or the last one again."""
        pressed = event._data or {}
        if pressed.get("retry") and turns:
            return self._begin(turns[-1].question, turns, turns[:-1])
        return self._begin(str(pressed.get("question") or ""), turns, turns)

    async def finish(self, turns: list[Turn]) -> tuple[Any, ...]:
        """Answer the question that waits, if one does."""
        if not html.waits(turns):
            return _view(turns)
        *earlier, last = turns
        return _view([*earlier, await self._answered(last.question, [turn.question for turn in earlier])])

    async def ask(self, question: str, history: list[str] | None = None) -> dict[str, Any]:
        """One question after earlier ones, for programs. Returns the answer object; raises with a message otherwise."""
        problem = html.refusal(question, WORDS)
        if problem:
            raise gr.Error(problem, print_exception=False)
        turn = await self._answered(question, history or [])
        if turn.answer is None:
            raise gr.Error(turn.message, print_exception=False)
        return dict(answer_object(turn.answer))

    def stop(self, turns: list[Turn]) -> tuple[Any, ...]:
        """The question that waits stays unanswered."""
        return _view([*turns[:-1], Turn(turns[-1].question, message=WORDS.stopped)] if html.waits(turns) else turns)

    def clear(self) -> tuple[Any, ...]:
        """A new conversation; nothing of the old one is kept."""
        return "", "", *_view([])

    def progress(self) -> tuple[Any, ...]:
        """The banner, and whether to look again in a moment."""
        preparing = self.warm_up.answer is None and not self.warm_up.error
        message = self.warm_up.error or (self.warm_up.message if preparing else "")
        return html.preparation(message, WORDS, failed=bool(self.warm_up.error)), gr.Timer(active=preparing)

    def _begin(self, question: str, turns: list[Turn], kept: list[Turn]) -> tuple[Any, ...]:
        problem = html.refusal(question, WORDS) or (WORDS.busy if html.waits(turns) else "")
        if problem:
            return html.hint(problem), *_view(turns)
        message = WORDS.searching if self.warm_up.answer else WORDS.waiting
        return "", *_view([*kept, Turn(question.strip(), message=message, pending=True)])

    async def _answered(self, question: str, history: list[str]) -> Turn:
        try:
            answer = await self.warm_up.wait()
            return Turn(question, await asyncio.to_thread(answer, question, history))
        except AssistantError as error:
            return Turn(question, message=str(error))
        except Exception:
            logging.exception("A question could not be answered")
            return Turn(question, message=WORDS.answer_failed)


def _view(turns: list[Turn]) -> tuple[Any, ...]:
    """Values for the outputs `turns, conversation, send, stop`."""
    waits = html.waits(turns)
    return turns, html.conversation(turns, WORDS), gr.Button(visible=not waits), gr.Button(visible=waits)


def build_page(warm_up: WarmUp) -> gr.Blocks:
    """The page with all its events; launch it with `launch_page`."""
    handlers = Handlers(warm_up)
    with gr.Blocks(title=WORDS.product, analytics_enabled=False, fill_width=True) as page:
        with gr.Row(elem_id="topbar"):
            gr.HTML(html.brand(WORDS), js_on_load=None, apply_default_css=False)
            new = gr.Button(WORDS.new_conversation, elem_id="new", size="sm", scale=0)
            theme = gr.Button(WORDS.toggle_theme, elem_id="theme", size="sm", scale=0)
        turns = gr.State([], time_to_live=SESSION_SECONDS)
        banner = gr.HTML("", js_on_load=None, apply_default_css=False)
        welcome = html.conversation([], WORDS)
        conversation = gr.HTML(welcome, js_on_load=SCRIPT, apply_default_css=False, elem_id="conversation")
        with gr.Column(elem_id="composer", scale=0, min_width=0):
            hint = gr.HTML("", js_on_load=None, apply_default_css=False)
            with gr.Row(elem_id="ask"):
                box = gr.Textbox(
                    label=WORDS.question_label,
                    placeholder=WORDS.question_placeholder,
                    show_label=False,
                    container=False,
                    lines=1,
                    max_lines=6,
                    autofocus=True,
                    elem_id="question",
                )
                send = gr.Button(WORDS.send, variant="primary", scale=0, elem_id="send")
                stop = gr.Button(WORDS.stop, variant="stop", scale=0, visible=False, elem_id="stop")
            gr.HTML(html.disclaimer(WORDS), js_on_load=None, apply_default_css=False)
        clock = gr.Timer(1.0)

        view = [turns, conversation, send, stop]
        quick: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
        slow: dict[str, Any] = {**quick, "queue": True, "concurrency_id": "answer"}
        sent = gr.on([box.submit, send.click], handlers.send, [box, turns], [box, hint, *view], **quick)
        pressed = conversation.submit(handlers.press, [turns], [hint, *view], **quick)
        answering = [event.then(handlers.finish, [turns], view, **slow) for event in (sent, pressed)]
        stop.click(handlers.stop, [turns], view, cancels=answering, **quick)
        new.click(handlers.clear, None, [box, hint, *view], cancels=answering, **quick)
        theme.click(None, js="() => document.body.classList.toggle('dark')", api_visibility="private")
        gr.on([page.load, clock.tick], handlers.progress, None, [banner, clock], **quick)
        gr.api(handlers.ask, api_name="ask", concurrency_id="answer")
    page.queue(default_concurrency_limit=ANSWERS_AT_A_TIME)
    return page


def launch_page(page: gr.Blocks, host: str, port: int) -> str:
    """Serve the page in background threads; returns its address. Raises SettingsError when the port is taken."""
    try:
        page.launch(
            server_name=host,
            server_port=port,
            theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["monospace"]),
            head=f"<style>{STYLE}</style>",
            app_kwargs={"middleware": [Middleware(PageShell, language=WORDS.language)]},
            favicon_path=Path(html.__file__).with_name("page.png"),
            footer_links=[],
            prevent_thread_lock=True,
            quiet=True,
            # What would record questions, or look beyond this machine, stays off whatever the environment says.
            run_history=False,
            share=False,
            ssr_mode=False,
            mcp_server=False,
            state_session_capacity=SESSIONS_KEPT,
            enable_monitoring=False,
            pwa=False,
        )
    except OSError as error:
        raise SettingsError(WORDS.port_taken.format(port=port, other=port + 1)) from error
    return str(page.local_url)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, WORDS.wrong_command.format(message=message))

    def format_help(self) -> str:
        return WORDS.help


def main(arguments: Sequence[str]) -> int:
    """Serve the page until Ctrl+C; returns the exit code."""
    parser = _Parser(allow_abbrev=False)
    parser.add_argument("--store")
    parser.add_argument("--port", type=int)
    options = parser.parse_args(arguments)
    try:
        settings = read_settings(store=options.store, port=options.port)
        warm_up = WarmUp(lambda warm_up: open_assistant(settings, warm_up))
        page = build_page(warm_up)
        address = launch_page(page, settings.host, settings.port)
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    print(WORDS.serving.format(product=WORDS.product, address=address), flush=True)
    warm_up.start()
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        page.close(verbose=False)
    return 0


if __name__ == "__main__":
    # The level is the handler's: libraries that set their own would otherwise fill the terminal.
    terminal = logging.StreamHandler()
    terminal.setLevel(logging.WARNING)
    logging.basicConfig(handlers=[terminal], format="%(asctime)s %(levelname)s %(message)s")
    sys.exit(main(sys.argv[1:]))
