"""An internet of our own: a web server on this machine, and names that lead to it by IP addresses that look public.

Nothing leaves the machine: only the IP addresses in `PUBLIC` and those of this machine can be connected to at all.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

PUBLIC = "93.184.215.14"
PUBLIC_TOO = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
NOBODY = "93.184.215.99"
"""Public, but nothing answers there."""
Send = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Reply:
    """What the server says at one path. `send`, where given, writes it all by itself."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    send: Send | None = None


def redirect(location: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": location})


class WebServer:
    """Serves `replies` by path, 404 for all others, and remembers what it was asked."""

    def __init__(self, secured_by: ssl.SSLContext | None = None) -> None:
        self.replies: dict[str, Reply] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                reply = server.replies.get(self.path, Reply(status=404))
                if reply.send:
                    self.close_connection = True
                    reply.send(self)
                    return
                self.send_response(reply.status)
                headers = {"Content-Type": reply.kind, "Content-Length": str(len(reply.body)), **reply.headers}
                for name, value in headers.items():
                    if value:
                        # Servers send what they have; the handler would refuse letters beyond Latin-1.
                        self.send_header(name, value.encode().decode("latin-1"))
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, *_: object) -> None:
                """Silent."""

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                """A visitor who hangs up early is what many tests are about."""

        self._server = Quiet(("127.0.0.1", 0), Handler)
        if secured_by:
            self._server.socket = secured_by.wrap_socket(self._server.socket, server_side=True)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def paths(self) -> list[str]:
        """The paths it was asked for, in order."""
        return [path for path, _ in self.asked]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class Internet:
    """Answers for the system's own calls: what a name resolves to, and where an IP address leads."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.names: dict[str, list[list[str]]] = {}
        """The answers to successive questions for a name; the last one stays."""
        self.asked: list[str] = []
        self.connected: list[str] = []
        self._getaddrinfo, self._create_connection = socket.getaddrinfo, socket.create_connection
        monkeypatch.setattr(socket, "getaddrinfo", self._resolve)
        monkeypatch.setattr(socket, "create_connection", self._connect)

    def _resolve(self, host: Any, port: Any, *arguments: Any, **options: Any) -> list[Any]:
        try:
            ipaddress.ip_address(host)
        except ValueError:
            pass
        else:
            return self._getaddrinfo(host, port, *arguments, **options)
        self.asked.append(host)
        answers = self.names.get(host)
        if not answers:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        places = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET6 if ":" in p else socket.AF_INET, socket.SOCK_STREAM, 6, "", (p, port)) for p in places]

    def _connect(self, address: tuple[str, int], timeout: Any = None, *_: Any, **__: Any) -> socket.socket:
        host, port = address
        self.connected.append(host)
        if host not in (PUBLIC, PUBLIC_TOO, "127.0.0.1"):
            raise ConnectionRefusedError(111, f"Nothing may be reached at {host} from a test")
        return self._create_connection(("127.0.0.1", port), timeout)
