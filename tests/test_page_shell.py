"""The layer around the page: language, no foreign addresses, a policy with every response."""

from __future__ import annotations

import asyncio
from importlib.resources import files
from typing import Any

import pytest

from assistant.page.english import ENGLISH
from assistant.page.indonesian import INDONESIAN
from assistant.page.languages import LANGUAGES
from assistant.page.shell import CONTENT_POLICY, PageShell, rewrite_page
from assistant.page.sign_in import sign_in_page
from assistant.page.wording import PageWording

FRAMEWORK_PAGE = files("gradio").joinpath("templates/frontend/index.html").read_text("utf-8")


def test_the_framework_page_speaks_our_language_and_names_no_other_host() -> None:
    page = rewrite_page(FRAMEWORK_PAGE, INDONESIAN)
    assert '<html\n\tlang="id"' in page
    assert "https://" not in page
    assert "http://" not in page
    assert page.index("navigator") < page.index('<script type="module"')
    assert 'name="viewport"' in page


@pytest.mark.parametrize(
    "foreign",
    [
        '<link rel="preconnect" href="https://fonts.googleapis.com" />',
        '<link href="//cdn.example/a.css" rel="stylesheet">',
        '<script src="https://cdn.example/a.js" async></script>',
        '<meta property="og:url" content="https://gradio.app/" />',
    ],
)
def test_what_would_be_loaded_from_elsewhere_goes(foreign: str) -> None:
    own = '<link rel="stylesheet" href="./assets/a.css"><script src="./assets/a.js"></script>'
    page = rewrite_page(f'<html lang="en"><head>{foreign}{own}</head></html>', INDONESIAN)
    assert "example" not in page
    assert "google" not in page
    assert "gradio.app" not in page
    assert own in page


def respond(*messages: dict[str, Any], **headers: str) -> list[dict[str, Any]]:
    """What goes out when the application sends these messages to a request with these headers."""

    async def application(scope: Any, receive: Any, send: Any) -> None:
        for message in messages:
            await send(message)

    sent: list[dict[str, Any]] = []

    async def collect(message: Any) -> None:
        sent.append(message)

    async def nothing() -> Any: ...

    sent_headers = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    asyncio.run(PageShell(application)({"type": "http", "headers": sent_headers}, nothing, collect))
    return sent


def language_of(**headers: str) -> str:
    """The language of the page that a browser with these headers gets."""
    page = {"type": "http.response.body", "body": b'<html lang="de"><head></head></html>'}
    _, body = respond(start(b"text/html"), page, **headers)
    return str(body["body"].decode().split('lang="')[1].split('"')[0])


def start(content_type: bytes) -> dict[str, Any]:
    headers = [(b"content-type", content_type), (b"content-length", b"3")]
    return {"type": "http.response.start", "status": 200, "headers": headers}


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({}, "id"),
        ({"accept_language": "en-US,en;q=0.9"}, "en"),
        ({"accept_language": "id-ID,en;q=0.8"}, "id"),
        ({"accept_language": "en", "cookie": "bahasa=id"}, "id"),
        ({"accept_language": "id", "cookie": "lain=1; bahasa=en"}, "en"),
        ({"accept_language": "\xff\xfe", "cookie": "\xff"}, "id"),
    ],
    ids=str,
)
def test_the_page_speaks_the_language_chosen_on_it_or_else_preferred(headers: dict[str, str], language: str) -> None:
    assert language_of(**headers) == language


def test_the_framework_is_told_the_language_before_anything_runs() -> None:
    page = rewrite_page("<html><head><script>first()</script></head></html>", ENGLISH)
    assert page.index('get:()=>"en"') < page.index("first()")


def test_html_in_several_parts_is_rewritten_as_a_whole_with_its_new_length() -> None:
    parts = [b"<html la", b'ng="en"><head></head>\xc3', b"\xa9</html>"]
    bodies = [{"type": "http.response.body", "body": part, "more_body": part is not parts[-1]} for part in parts]
    begin, body = respond(start(b"text/html; charset=utf-8"), *bodies)
    headers = dict(begin["headers"])
    assert 'lang="id"' in body["body"].decode()
    assert headers[b"content-length"] == str(len(body["body"])).encode()
    assert headers[b"content-security-policy"] == CONTENT_POLICY.encode()


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_where_the_framework_asks_for_a_password_our_own_page_does(words: PageWording) -> None:
    asking = '<script>window.gradio_config = {"auth_required":true,"auth_message":""};</script>'
    page = rewrite_page(FRAMEWORK_PAGE.replace("<head>", f"<head>{asking}"), words, "body { margin: 0 }")
    assert page == sign_in_page(words, "body { margin: 0 }")


def test_a_question_about_passwords_is_not_taken_for_asking_for_one() -> None:
    told = '<script>window.gradio_config = {"version":"6","title":"\\"auth_required\\":true"};</script>'
    assert told in rewrite_page(f"<html><head></head>{told}</html>", INDONESIAN)


def test_html_that_is_compressed_is_left_alone() -> None:
    begin = start(b"text/html")
    begin["headers"].append((b"content-encoding", b"gzip"))
    body = {"type": "http.response.body", "body": b"\x1f\x8b", "more_body": False}
    assert respond(begin, body)[1] == body


def test_what_is_no_request_for_a_page_passes_untouched() -> None:
    seen: list[Any] = []

    async def application(*given: Any) -> None:
        seen.extend(given)

    given = ({"type": "lifespan"}, object(), object())
    asyncio.run(PageShell(application)(*given))  # type: ignore[arg-type]
    assert seen == list(given)


def test_the_policy_lets_nothing_in_from_elsewhere() -> None:
    assert "http" not in CONTENT_POLICY
    assert "*" not in CONTENT_POLICY
    begin, _ = respond(start(b"application/json"), {"type": "http.response.body", "body": b"{}"})
    headers = dict(begin["headers"])
    assert headers[b"referrer-policy"] == b"no-referrer"
    assert headers[b"x-content-type-options"] == b"nosniff"


def test_a_stream_passes_part_by_part_with_the_policy_added() -> None:
    bodies = [{"type": "http.response.body", "body": part, "more_body": part == b"a"} for part in (b"a", b"b")]
    begin, *rest = respond(start(b"text/event-stream"), *bodies)
    assert rest == bodies
    assert dict(begin["headers"])[b"content-security-policy"] == CONTENT_POLICY.encode()
