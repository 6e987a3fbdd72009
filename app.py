"""The web chat: `python app.py [--store DIR] [--port N]`. The only file that knows Gradio.

The page is up before anything heavy is imported; the assistant gets ready in a background thread meanwhile. What is shown
and answered is made in `assistant.desk`; here it is joined to the page's components, to the API, and to the server.
Programs ask with `gradio_client.Client(address).predict(question, history, api_name="/ask")`: `question` is a str, `history`
the list of earlier questions, and the result is the answer object of `assistant.presentation.answer_object`. A question that
cannot be answered at all raises with an Indonesian message.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any, NoReturn

# Before Gradio is imported: nothing is reported anywhere, and no proxy stands between the page and its own machine.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
# Gradio sums up its last ten thousand events with pandas after every event, for a page that is off here: 20 ms an answer.
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)
# Who forwards a request is checked by our own gateway; the server's default would believe whoever is on this machine.
os.environ["FORWARDED_ALLOW_IPS"] = ""
for _name in ("NO_PROXY", "no_proxy"):
    os.environ[_name] = ",".join(part for part in (os.environ.get(_name, ""), "127.0.0.1,localhost") if part)

import gradio as gr  # noqa: E402
from starlette.middleware import Middleware  # noqa: E402
from starlette.requests import Request  # noqa: E402
from starlette.responses import JSONResponse  # noqa: E402
from starlette.routing import Route  # noqa: E402

from assistant import __version__  # noqa: E402
from assistant.desk import ANSWERS_AT_A_TIME, LONGEST_LINE, Desk, Visitor  # noqa: E402
from assistant.errors import AssistantError, SettingsError  # noqa: E402
from assistant.page import about, frame, terminal  # noqa: E402
from assistant.page.indonesian import INDONESIAN  # noqa: E402
from assistant.page.languages import LANGUAGES, words_for  # noqa: E402
from assistant.page.shell import PageShell  # noqa: E402
from assistant.page.topics import load_topics  # noqa: E402
from assistant.page.wording import PageWording  # noqa: E402
from assistant.presentation import answer_object  # noqa: E402
from assistant.service.accounts import Accounts  # noqa: E402
from assistant.service.feedback import REASONS  # noqa: E402
from assistant.service.proxies import Gateway, check_proxies, client_address  # noqa: E402
from assistant.service.rates import Rates  # noqa: E402
from assistant.settings import PROJECT_ROOT, Settings, read_settings  # noqa: E402
from assistant.warm_up import WarmUp, open_assistant, remote_model  # noqa: E402

PAGE = Path(frame.__file__).parent
STYLE = "\n".join((PAGE / name).read_text("utf-8") for name in ("page.css", "answer.css", "rooms.css"))
# One after the other in one scope, in this order.
SCRIPTS = ("history.js", "talk.js", "sources.js", "rooms.js", "page.js")
SCRIPT = "\n".join((PAGE / name).read_text("utf-8") for name in SCRIPTS)
RESULTS = PROJECT_ROOT / "tests" / "baseline.json"
# How often an open page asks what its banner should say: while the assistant gets ready, and afterwards.
PREPARING_SECONDS, READY_SECONDS = 1.0, 30.0


class Handlers:
    """The page's calls as Gradio makes them, translated for the desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def ask_on_page(self, event: gr.EventData, request: gr.Request) -> AsyncIterator[dict[str, Any]]:
        """A question from the page; each reply bears the number under which it was asked."""
        data = _data(event._data)
        # Closed at once when the visitor stops or goes away, and with it what is still being written.
        async with aclosing(self.desk.ask(data, _visitor(request))) as replies:
            async for reply in replies:
                yield {**reply, "ask": data.get("ask")}

    async def ask_for_programs(
        self, question: str, request: gr.Request, history: list[str] | None = None
    ) -> dict[str, Any]:
        """One question after earlier ones, for programs."""
        try:
            return dict(answer_object(await self.desk.answer(question, history, _visitor(request))))
        except AssistantError as error:
            raise gr.Error(str(error), print_exception=False) from error
        except Exception as error:
            logging.exception("A question could not be answered")
            raise gr.Error(_visitor(request).words.answer_failed, print_exception=False) from error

    def progress(self, request: gr.Request) -> tuple[Any, ...]:
        """The banner, and when to look again."""
        shown, changes = self.desk.banner(_visitor(request).words)
        return shown, gr.Timer(PREPARING_SECONDS if changes else READY_SECONDS)

    def calls(self) -> list[Callable[..., Any]]:
        """What the page's scripts may call, each under its own name."""
        desk = self.desk
        return [
            _call(method) for method in (desk.show, desk.source, desk.documents, desk.document, desk.note, desk.rate)
        ]


def _call(method: Callable[[Any, Visitor], dict[str, Any]]) -> Callable[..., Any]:
    """A method of the desk as Gradio calls it; what is wrong with the data is told in place of a result."""

    def call(data: Any, request: gr.Request) -> dict[str, Any]:
        try:
            return method(_data(data), _visitor(request))
        except AssistantError as error:
            return {"error": str(error)}

    call.__name__ = method.__name__
    return call


def _data(sent: Any) -> dict[str, Any]:
    return sent if isinstance(sent, dict) else {}


def _visitor(request: gr.Request) -> Visitor:
    address = request.client.host if request.client else ""
    # Calls of the page's scripts come without a session; their address is what is left to count by.
    session = getattr(request, "session_hash", None) or address
    return Visitor(str(session), address, words_for(dict(request.headers)))


def build_page(desk: Desk) -> gr.Blocks:
    """The page with all its events; launch it with `launch_page`."""
    handlers, text = Handlers(desk), gr.I18n()
    plain: dict[str, Any] = {"js_on_load": None, "apply_default_css": False}
    with gr.Blocks(title=INDONESIAN.product, analytics_enabled=False, fill_width=True) as page:
        gr.HTML(text("topbar"), elem_id="topbar", **plain)
        banner = gr.HTML("", **plain)
        with gr.Column(elem_id="view-ask", min_width=0):
            conversation = gr.HTML(
                text("conversation"),
                js_on_load=SCRIPT,
                apply_default_css=False,
                elem_id="conversation",
                server_functions=handlers.calls(),
            )
            with gr.Column(elem_id="composer", scale=0, min_width=0):
                gr.HTML('<p class="hint" id="hint" role="alert" hidden></p>', **plain)
                with gr.Row(elem_id="ask"):
                    box = gr.Textbox(
                        label=text("question_label"),
                        placeholder=text("question_placeholder"),
                        show_label=False,
                        container=False,
                        lines=1,
                        max_lines=6,
                        autofocus=True,
                        elem_id="question",
                    )
                    send = gr.Button(text("send"), variant="primary", scale=0, elem_id="send")
                    stop = gr.Button(text("stop"), variant="stop", scale=0, elem_id="stop")
                gr.HTML(text("disclaimer"), **plain)
        gr.HTML(text("documents"), elem_id="view-documents", **plain)
        gr.HTML(text("about"), elem_id="view-about", **plain)
        gr.HTML(text("dialogs"), elem_id="dialogs", **plain)
        on_reply = "watch('value', () => window.dispatchEvent(new CustomEvent('reply', { detail: props.value })));"
        reply = gr.HTML(None, html_template="<i></i>", js_on_load=on_reply, visible="hidden")
        clock = gr.Timer(PREPARING_SECONDS)

        private: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        quick: dict[str, Any] = {**private, "queue": False}
        asking = conversation.submit(handlers.ask_on_page, None, reply, **private)
        gr.on([box.submit, send.click], None, box, box, js="(text) => window.sendQuestion(text)", **quick)
        stop.click(None, None, None, js="() => window.stopAsking()", cancels=asking, **quick)
        gr.on([page.load, clock.tick], handlers.progress, None, [banner, clock], **quick)
        gr.api(handlers.ask_for_programs, api_name="ask")
    # Who waits is told so by the desk, in its own line; this queue only has to be longer than that one.
    page.queue(default_concurrency_limit=None, max_size=2 * (LONGEST_LINE + ANSWERS_AT_A_TIME))
    return page


def texts(words: PageWording, remote: str = "") -> dict[str, str]:
    """What the page's components show in one language; `remote` is a language model to which questions go, if any."""
    reasons = dict(zip(REASONS, words.feedback_reason_names, strict=True))
    return {
        "topbar": frame.topbar(words),
        "conversation": frame.conversation(words, load_topics()[words.language]),
        "disclaimer": frame.disclaimer(words, remote),
        "documents": frame.documents_view(words),
        "about": about.about(words, __version__, about.read_results(RESULTS), remote),
        "dialogs": frame.dialogs(words, reasons),
        "question_label": words.question_label,
        "question_placeholder": words.question_placeholder,
        "send": words.send,
        "stop": words.stop,
    }


def sign_in(accounts: Accounts, rates: Rates) -> Callable[[str, str], Any]:
    """Checks a name and a password, not more often than a person mistypes one."""

    # One at a time: many guesses at once must not pass before the first of them fails, nor take every core.
    one_by_one = asyncio.Lock()

    async def check(name: str, password: str) -> bool:
        address = client_address()
        async with one_by_one:
            if not rates.may_sign_in(address):
                return False
            known = await asyncio.to_thread(accounts.knows, name, password)
            if not known:
                rates.sign_in_failed(address)
        return known

    return check


def launch_page(page: gr.Blocks, desk: Desk, settings: Settings) -> str:
    """Serve the page in background threads; returns its address. Raises SettingsError for what cannot be served."""

    check_proxies(settings.trusted_proxies, settings.auth_header)

    async def health(_: Request) -> JSONResponse:
        state = desk.health()
        return JSONResponse({"status": state, "version": __version__}, 200 if state == "ready" else 503)

    gateway = Middleware(
        Gateway,
        proxies=settings.trusted_proxies,
        header=settings.auth_header,
        refused=lambda headers: words_for(headers).forbidden,
    )
    accounts = Accounts.open(settings.auth_file) if settings.auth_file else None
    remote = remote_model(settings)
    try:
        page.launch(
            server_name=settings.host,
            server_port=settings.port,
            auth=sign_in(accounts, desk.rates) if accounts else None,
            i18n=gr.I18n(**{language: texts(words, remote) for language, words in LANGUAGES.items()}),
            theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["monospace"]),
            head=f"<style>{STYLE}</style>",
            app_kwargs={
                "middleware": [gateway, Middleware(PageShell, style=STYLE)],
                "routes": [Route("/health", health)],
            },
            favicon_path=PAGE / "page.png",
            footer_links=[],
            prevent_thread_lock=True,
            quiet=True,
            # What would record questions, or look beyond this machine, stays off whatever the environment says.
            run_history=False,
            share=False,
            ssr_mode=False,
            mcp_server=False,
            enable_monitoring=False,
            pwa=False,
        )
    except OSError as error:
        raise SettingsError(terminal.PORT_TAKEN.format(port=settings.port, other=settings.port + 1)) from error
    return str(page.local_url)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, terminal.WRONG_COMMAND.format(message=message))

    def format_help(self) -> str:
        return terminal.HELP


def main(arguments: Sequence[str]) -> int:
    """Serve the page until Ctrl+C; returns the exit code."""
    parser = _Parser(allow_abbrev=False)
    parser.add_argument("--store")
    parser.add_argument("--port", type=int)
    options = parser.parse_args(arguments)
    try:
        settings = read_settings(store=options.store, port=options.port)
        warm_up = WarmUp(lambda warm_up: open_assistant(settings, warm_up))
        desk = Desk(warm_up, settings)
        page = build_page(desk)
        address = launch_page(page, desk, settings)
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    print(terminal.SERVING.format(product=INDONESIAN.product, address=address), flush=True)
    warm_up.start()
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        page.close(verbose=False)
    return 0


if __name__ == "__main__":
    # The level is the handler's: libraries that set their own would otherwise fill the terminal.
    terminal_log = logging.StreamHandler()
    terminal_log.setLevel(logging.WARNING)
    logging.basicConfig(handlers=[terminal_log], format="%(asctime)s %(levelname)s %(message)s")
    sys.exit(main(sys.argv[1:]))
