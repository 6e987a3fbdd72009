"""What the browser is given around the page: its language, no foreign addresses, and a policy that forbids them.

The web framework's own HTML names its authors' site and picture, and speaks the browser's language. `PageShell` is an
ASGI layer that rewrites that HTML and tells the browser, with every response, to load nothing but from this server.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from assistant.page.languages import words_for
from assistant.page.sign_in import sign_in_page
from assistant.page.wording import PageWording

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

# Gradio builds its components from inline scripts and templates, hence the two "unsafe" words; what counts is 'self'.
CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_HEADERS = (
    (b"content-security-policy", CONTENT_POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
# In the configuration that the framework puts into its HTML.
_ASKS_FOR_PASSWORD = 'window.gradio_config = {"auth_required":true'
_ADVERTISING = re.compile(r'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>\s*', re.DOTALL)
_FOREIGN_LINK = re.compile(r'<link\s[^>]*(?:rel="(?:preconnect|dns-prefetch|manifest)"|href="(?:https?:)?//)[^>]*>\s*')
_FOREIGN_SCRIPT = re.compile(r'<script\s[^>]*src="(?:https?:)?//[^>]*>\s*</script>\s*')


class PageShell:
    """An ASGI application around another; the page's language is the one that the browser gets.

    `style` is the CSS for the page on which one signs in, which takes the place of the framework's own.
    """

    def __init__(self, app: Application, style: str = "") -> None:
        self.app = app
        self.style = style

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a request on; add the policy to the response, and rewrite it if it is HTML."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        held: list[Message] = []
        words = words_for({name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]})

        async def send_rewritten(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS]
                if _is_html(message):
                    held.append(message)
                    return
            if not held:
                await send(message)
                return
            held.append(message)
            if not message.get("more_body"):
                for rewritten in _rewritten(held, words, self.style):
                    await send(rewritten)

        await self.app(scope, receive, send_rewritten)


def rewrite_page(page: str, words: PageWording, style: str = "") -> str:
    """The framework's HTML in our language and without foreign addresses; our own where it asks for a password."""
    if _ASKS_FOR_PASSWORD in page:
        return sign_in_page(words, style)
    language = words.language
    page = _FOREIGN_SCRIPT.sub("", _FOREIGN_LINK.sub("", _ADVERTISING.sub("", page)))
    page = re.sub(r'lang="[a-zA-Z-]*"', f'lang="{language}"', page, count=1)
    # The framework chooses the language of its own messages by what the browser prefers.
    prefer = (
        f'<script>Object.defineProperty(navigator,"language",{{get:()=>"{language}"}});'
        f'Object.defineProperty(navigator,"languages",{{get:()=>["{language}"]}});</script>'
    )
    return page.replace("<head>", f"<head>{prefer}", 1)


def _is_html(start: Message) -> bool:
    headers = dict(start["headers"])
    return bytes(headers.get(b"content-type", b"")).startswith(b"text/html") and b"content-encoding" not in headers


def _rewritten(held: list[Message], words: PageWording, style: str) -> list[Message]:
    start, *parts = held
    page = rewrite_page(b"".join(part.get("body", b"") for part in parts).decode(), words, style).encode()
    headers = [(name, value) for name, value in start["headers"] if name != b"content-length"]
    start["headers"] = [*headers, (b"content-length", str(len(page)).encode())]
    return [start, {"type": "http.response.body", "body": page, "more_body": False}]
