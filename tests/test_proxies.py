"""Whose forwarded address and whose user header is believed, and who is refused."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from assistant.errors import SettingsError
from assistant.service.proxies import Gateway, check_proxies, client_address
from assistant.settings import PROJECT_ROOT

PROXY = "10.0.0.5"
STRANGER = "10.0.0.99"
FAR = "203.0.113.7"
NAMED = [("X-Remote-User", "siti")]
Headers = Sequence[tuple[str, str]]


@dataclass
class Page:
    """An application that notes what reaches it."""

    reached: list[dict[str, Any]] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.reached.append(dict(scope))
        self.addresses.append(client_address())
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"halaman"})


def told(headers: Mapping[str, str]) -> str:
    return f"Hubungi pengelola, {headers.get('accept-language', '?')} – ya."


@dataclass
class Visit:
    """What became of one request."""

    sent: list[dict[str, Any]]
    page: Page

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def address(self) -> str:
        (address,) = self.page.addresses
        return address


def visit(
    peer: str | None,
    headers: Headers = (),
    *,
    proxies: Sequence[str] = (PROXY,),
    header: str = "",
    kind: str = "http",
    method: str = "GET",
    path: str = "/",
    server: str = "10.0.0.1",
) -> Visit:
    """Send one request through a gateway; header names are lower case on the way, as servers make them."""
    page, sent = Page(), []
    scope = {
        "type": kind,
        "scheme": "ws" if kind == "websocket" else "http",
        "method": method,
        "path": path,
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
        "client": (peer, 40_000) if peer is not None else None,
        "server": (server, 7860),
    }

    async def receive() -> Any:
        raise AssertionError("Nothing needs to be read.")

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Gateway(page, proxies, header, told)(scope, receive, send))
    return Visit(sent, page)


# Whose address it is


def test_what_a_trusted_proxy_forwards_is_believed() -> None:
    seen = visit(PROXY, [("X-Forwarded-For", FAR), ("X-Forwarded-Proto", "https")])
    assert seen.address == FAR
    (scope,) = seen.page.reached
    assert scope["client"][0] == FAR
    assert scope["scheme"] == "https"


@pytest.mark.parametrize("proxies", [(), (PROXY,), ("192.168.0.0/16", "fd00::/8")])
def test_what_anybody_else_forwards_is_ignored(proxies: Sequence[str]) -> None:
    seen = visit(STRANGER, [("X-Forwarded-For", FAR), ("X-Forwarded-Proto", "https")], proxies=proxies)
    assert seen.status == 200
    assert seen.address == STRANGER
    (scope,) = seen.page.reached
    assert scope["client"] == (STRANGER, 40_000)
    assert scope["scheme"] == "http"


def test_this_machine_is_no_proxy_unless_it_is_named() -> None:
    assert visit("127.0.0.1", [("X-Forwarded-For", FAR)]).address == "127.0.0.1"
    assert visit("127.0.0.1", [("X-Forwarded-For", FAR)], proxies=["127.0.0.1"]).address == FAR


@pytest.mark.parametrize(
    ("proxies", "peer"),
    [
        (["10.0.0.0/24"], PROXY),
        ([STRANGER, PROXY], PROXY),
        (["fd00::/64"], "fd00::1234"),
        (["2001:DB8:0::5"], "2001:db8::5"),
        ([PROXY], f"::ffff:{PROXY}"),
        (["10.0.0.0/24"], f"::ffff:{PROXY}"),
    ],
)
def test_proxies_are_addresses_or_networks_however_they_are_written(proxies: Sequence[str], peer: str) -> None:
    forwarded = ("X-Forwarded-For", FAR)
    assert visit(peer, [forwarded], proxies=proxies).address == FAR
    assert visit(peer, [forwarded, *NAMED], proxies=proxies, header="X-Remote-User").status == 200


def test_of_several_addresses_the_last_that_is_no_proxy_counts() -> None:
    # The first one is what the client itself wrote.
    seen = visit(PROXY, [("X-Forwarded-For", f"1.2.3.4, {FAR}, 10.0.0.6")], proxies=["10.0.0.0/24"])
    assert seen.address == FAR


def test_an_address_of_both_kinds_is_told_as_people_write_it() -> None:
    assert visit(f"::ffff:{STRANGER}").address == STRANGER
    assert visit(PROXY, [("X-Forwarded-For", f"::ffff:{FAR}")]).address == FAR
    assert visit("fd00::1").address == "fd00::1"


def test_a_connection_without_an_address_has_none() -> None:
    assert visit(None).address == ""
    assert visit(None, [("X-Forwarded-For", FAR)]).address == ""


def test_outside_of_a_request_there_is_no_address() -> None:
    assert client_address() == ""
    visit(STRANGER)
    assert client_address() == ""


def test_requests_at_the_same_time_each_have_their_own_address() -> None:
    seen: dict[str, str] = {}

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(0.01)
        seen[scope["path"]] = client_address()
        # A thread that handles the request is part of it.
        assert await asyncio.to_thread(client_address) == seen[scope["path"]]

    async def work() -> None:
        gateway = Gateway(slow, [], "", told)
        requests = [
            {"type": "http", "method": "GET", "path": f"/{n}", "headers": [], "client": (f"10.1.0.{n}", 1)}
            for n in range(20)
        ]
        await asyncio.gather(*(gateway(request, None, None) for request in requests))  # type: ignore[arg-type]
        assert client_address() == ""

    asyncio.run(work())
    assert seen == {f"/{n}": f"10.1.0.{n}" for n in range(20)}


def test_the_address_is_gone_after_a_request_that_failed() -> None:
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise KeyError

    async def work() -> None:
        scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "client": (FAR, 1)}
        with pytest.raises(KeyError):
            await Gateway(broken, [], "", told)(scope, None, None)  # type: ignore[arg-type]
        assert client_address() == ""

    asyncio.run(work())


# Who is refused


def test_without_a_header_nobody_is_refused() -> None:
    for peer in (PROXY, STRANGER, None):
        assert visit(peer).status == 200


def test_whom_a_trusted_proxy_names_is_let_through() -> None:
    seen = visit(PROXY, [*NAMED, ("X-Forwarded-For", FAR)], header="X-Remote-User")
    assert seen.status == 200
    assert seen.address == FAR


@pytest.mark.parametrize("header", ["x-remote-user", "X-REMOTE-USER"])
def test_the_header_may_be_written_in_any_case(header: str) -> None:
    assert visit(PROXY, NAMED, header=header).status == 200


@pytest.mark.parametrize("peer", [STRANGER, "127.0.0.1", "fd00::1", "", None, "unix:"])
def test_who_comes_past_the_proxy_is_refused_whatever_it_says(peer: str | None) -> None:
    seen = visit(peer, [*NAMED, ("X-Forwarded-For", PROXY)], header="X-Remote-User")
    assert seen.status == 403
    assert seen.page.reached == []


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("X-Remote-User", "")],
        [("X-Remote-User", " \t")],
        [("X-Remote-Users", "siti")],
        [("X-Remote-User", "penyelundup"), ("X-Remote-User", "")],
        [("X-Remote-User", ""), ("X-Remote-User", "penyelundup")],
    ],
)
def test_whom_the_proxy_does_not_name_is_refused(headers: Headers) -> None:
    seen = visit(PROXY, headers, header="X-Remote-User")
    assert seen.status == 403
    assert seen.page.reached == []


def test_who_is_refused_is_told_so_in_their_language_as_plain_text() -> None:
    seen = visit(STRANGER, [("Accept-Language", "id")], header="X-Remote-User")
    start, body = seen.sent
    headers = dict(start["headers"])
    assert (start["type"], body["type"]) == ("http.response.start", "http.response.body")
    assert body["body"].decode() == "Hubungi pengelola, id – ya."
    assert headers[b"content-type"] == b"text/plain; charset=utf-8"
    assert headers[b"content-length"] == str(len(body["body"])).encode()


def test_a_refused_web_socket_is_closed() -> None:
    seen = visit(STRANGER, NAMED, header="X-Remote-User", kind="websocket")
    assert seen.sent == [{"type": "websocket.close", "code": 1008}]
    assert seen.page.reached == []


def test_a_web_socket_of_somebody_with_a_name_is_passed_on() -> None:
    headers = [*NAMED, ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", FAR)]
    seen = visit(PROXY, headers, header="X-Remote-User", kind="websocket")
    (scope,) = seen.page.reached
    assert scope["scheme"] == "wss"
    assert seen.address == FAR


@pytest.mark.parametrize("peer", [STRANGER, PROXY, "127.0.0.1", None])
def test_whether_the_server_is_well_may_be_asked_by_everyone(peer: str | None) -> None:
    assert visit(peer, header="X-Remote-User", path="/health").status == 200


@pytest.mark.parametrize("path", ["/health/", "/health/../", "/healthy", "//health", "/Health", "/x/health", ""])
def test_what_only_looks_like_that_question_is_refused(path: str) -> None:
    assert visit(STRANGER, header="X-Remote-User", path=path).status == 403


OWN = [("GET", "/gradio_api/startup-events"), ("HEAD", "/")]


@pytest.mark.parametrize(("method", "path"), OWN)
@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "::1"])
def test_the_server_may_ask_itself_whether_it_is_up(address: str, method: str, path: str) -> None:
    seen = visit(address, header="X-Remote-User", method=method, path=path, server=address)
    assert seen.status == 200


@pytest.mark.parametrize(("method", "path"), OWN)
def test_nobody_else_may_ask_that(method: str, path: str) -> None:
    settings: dict[str, Any] = {"header": "X-Remote-User", "method": method, "path": path}
    assert visit(STRANGER, **settings).status == 403
    assert visit(PROXY, **settings).status == 403
    # A proxy on the same machine, with somebody from far away behind it.
    forwarded = [("X-Forwarded-For", FAR)]
    assert visit("127.0.0.1", forwarded, proxies=["127.0.0.1"], server="127.0.0.1", **settings).status == 403


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/"), ("HEAD", "/config"), ("POST", "/gradio_api/startup-events")]
)
def test_from_the_same_machine_nothing_else_is_open(method: str, path: str) -> None:
    assert visit("127.0.0.1", NAMED, header="X-Remote-User", method=method, path=path, server="127.0.0.1").status == 403


def test_the_start_and_end_of_the_server_pass_untouched() -> None:
    page = Page()
    scope = {"type": "lifespan", "state": {}}
    asyncio.run(Gateway(page, [PROXY], "X-Remote-User", told)(scope, None, None))  # type: ignore[arg-type]
    assert page.reached == [scope]


# Settings that would let in nobody, or anybody


@pytest.mark.parametrize(
    "wrong",
    [
        "*",
        "proksi",
        "10.0.0",
        "10.0.0.5/33",
        "10.0.0.5/24",
        "0.0.0.0/0",
        "::/0",
        "10.0.0.5:8080",
        "",
        "http://10.0.0.5",
    ],
)
def test_what_is_no_proxy_is_refused_with_what_was_found_and_an_example(wrong: str) -> None:
    for refused in (lambda: check_proxies([PROXY, wrong], ""), lambda: Gateway(Page(), [PROXY, wrong], "", told)):
        with pytest.raises(SettingsError, match=r"ASSISTANT_TRUSTED_PROXIES.*Contoh") as error:
            refused()
        assert repr(wrong) in str(error.value)


def test_a_header_without_proxies_is_refused_because_anybody_could_claim_to_be_anyone() -> None:
    for refused in (lambda: check_proxies([], "X-Remote-User"), lambda: Gateway(Page(), [], "X-Remote-User", told)):
        with pytest.raises(SettingsError, match=r"X-Remote-User.*ASSISTANT_TRUSTED_PROXIES.*Contoh"):
            refused()


@pytest.mark.parametrize("header", ["X Remote User", "X-Remote-User:", "Pengguna\n", "Pengguné", '"X"'])
def test_a_header_no_request_can_have_is_refused(header: str) -> None:
    with pytest.raises(SettingsError, match=r"ASSISTANT_AUTH_HEADER.*X-Remote-User"):
        check_proxies([PROXY], header)


def test_usable_settings_are_told_as_networks() -> None:
    assert check_proxies([], "") == ()
    assert [str(network) for network in check_proxies([PROXY, "fd00::/64"], "X-Remote-User")] == [
        "10.0.0.5/32",
        "fd00::/64",
    ]


# With the real web framework and server, in a process of their own: `python -c SERVED PORT`

SERVED = """
import sys
import gradio as gr
import httpx
from starlette.middleware import Middleware
from assistant.service.proxies import Gateway

with gr.Blocks(analytics_enabled=False) as page:
    gr.Markdown("Halaman")
gateway = Middleware(Gateway, proxies=["192.0.2.1"], header="X-Remote-User", refused=lambda headers: "Tidak boleh")
page.launch(
    server_name="127.0.0.1", server_port=int(sys.argv[1]), app_kwargs={"middleware": [gateway]}, quiet=True,
    prevent_thread_lock=True, ssr_mode=False, share=False, enable_monitoring=False,
)
answer = httpx.get(page.local_url, headers={"X-Remote-User": "siti", "X-Forwarded-For": "192.0.2.1"})
print(answer.status_code, answer.text)
page.close(verbose=False)
"""


def test_the_page_starts_behind_the_gateway_and_refuses_who_comes_past_the_proxy() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "GRADIO_ANALYTICS_ENABLED": "False", "NO_PROXY": "127.0.0.1,localhost"}
    environment["FORWARDED_ALLOW_IPS"] = ""
    done = subprocess.run(
        [sys.executable, "-c", SERVED, str(port)],
        cwd=PROJECT_ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "403 Tidak boleh"
