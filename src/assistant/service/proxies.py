"""Who is on the other end: proxies that are believed, the address they name, and the header that says who asks.

The only file that knows `uvicorn`, for reading what proxies say. A request is believed to come from where its connection
comes from, unless that is a proxy the operator trusts.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from contextvars import ContextVar
from typing import Any, cast

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from assistant.errors import SettingsError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

HEALTH_PATH = "/health"
"""Open to everyone: programs that watch over the server have no user."""
# What the web framework asks of itself when it starts. The answers hold nothing of the page.
_OWN_REQUESTS = (("GET", "/gradio_api/startup-events"), ("HEAD", "/"))
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")

_client_address: ContextVar[str] = ContextVar("client_address", default="")


def client_address() -> str:
    """The network address of whoever sent the request being handled; empty outside of one."""
    return _client_address.get()


def check_proxies(proxies: Sequence[str], header: str) -> tuple[Network, ...]:
    """The networks of the proxies. Raises SettingsError for settings that would let in nobody, or anybody."""
    if header and not _HEADER_NAME.fullmatch(header):
        raise SettingsError(f"ASSISTANT_AUTH_HEADER={header!r} bukan nama header HTTP. Contoh: X-Remote-User")
    if header and not proxies:
        raise SettingsError(
            f"ASSISTANT_AUTH_HEADER={header} diatur tanpa ASSISTANT_TRUSTED_PROXIES, sehingga siapa pun yang mencapai "
            "port halaman dapat mengaku sebagai siapa saja. Sebutkan alamat proksi yang mengisi header itu. Contoh: "
            "ASSISTANT_TRUSTED_PROXIES=10.0.0.5"
        )
    return tuple(map(_network, proxies))


def _network(written: str) -> Network:
    try:
        network = ipaddress.ip_network(written)
    except ValueError:
        network = None
    # A network of everyone would believe everyone.
    if network is None or network.prefixlen == 0:
        raise SettingsError(
            f"ASSISTANT_TRUSTED_PROXIES memuat {written!r}, yang bukan alamat atau jaringan proksi. Tulis alamat IP, atau "
            "jaringan dari alamat awalnya, dipisahkan koma. Contoh: 10.0.0.5, 192.168.10.0/24, fd00::/64"
        )
    return network


class Gateway:
    """An ASGI layer around an application: forwarded addresses, and nobody without a name where names are asked for.

    `proxies` are addresses or networks; what others forward is ignored. With a `header`, only requests are let through
    that come from one of the proxies and in which that header says something; others get status 403 with the text of
    `refused`, which is given the headers of the request with names in lower case. Raises as `check_proxies`; where this
    is built late, call that first.
    """

    def __init__(
        self, app: Application, proxies: Sequence[str], header: str, refused: Callable[[Mapping[str, str]], str]
    ) -> None:
        self._proxies = check_proxies(proxies, header)
        self._header = header.lower().encode("ascii")
        self._refused = refused

        async def with_address(scope: Scope, receive: Receive, send: Send) -> None:
            before = _client_address.set(_plain(_peer(scope)))
            try:
                await app(scope, receive, send)
            finally:
                _client_address.reset(before)

        forwarded = ProxyHeadersMiddleware(cast(Any, with_address), [str(network) for network in self._proxies])
        self._behind_proxies = cast(Application, forwarded)
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        peer = _plain(_peer(scope))
        if self._header and not (_is_open(scope) or (self._trusts(peer) and self._names_somebody(scope))):
            await self._refuse(scope, send)
            return
        if scope.get("client"):
            scope["client"] = (peer, *scope["client"][1:])
        await self._behind_proxies(scope, receive, send)

    def _trusts(self, peer: str) -> bool:
        try:
            address = ipaddress.ip_address(peer)
        except ValueError:
            return False
        return any(address in network for network in self._proxies)

    def _names_somebody(self, scope: Scope) -> bool:
        # A second, empty one is what the proxy said, and the other what somebody slipped past it.
        values = [value.strip() for name, value in scope["headers"] if name.lower() == self._header]
        return bool(values) and all(values)

    async def _refuse(self, scope: Scope, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        body = self._refused(headers).encode()
        about = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
        ]
        await send({"type": "http.response.start", "status": 403, "headers": about})
        await send({"type": "http.response.body", "body": body})


def _peer(scope: Scope) -> str:
    """The address at the other end; empty where there is none, as over a socket file."""
    client = scope.get("client")
    return str(client[0] or "") if client else ""


def _plain(address: str) -> str:
    """An IPv4 address that a server for both kinds shows as IPv6, `::ffff:10.0.0.5`, as people write it."""
    try:
        mapped = ipaddress.IPv6Address(address).ipv4_mapped
    except ValueError:
        return address
    return str(mapped or address)


def _is_open(scope: Scope) -> bool:
    """Whether a request is for everyone, or the server's own, sent from the address that it went to."""
    if scope["type"] != "http":
        return False
    if scope["path"] == HEALTH_PATH:
        return True
    server = scope.get("server")
    is_own = bool(server and _peer(scope) and _peer(scope) == server[0])
    is_forwarded = any(name.lower() == b"x-forwarded-for" for name, _ in scope["headers"])
    return is_own and not is_forwarded and (scope["method"], scope["path"]) in _OWN_REQUESTS
