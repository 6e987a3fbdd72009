"""One GET goes to the place that was checked, under the name that was asked for, and ends in time."""

from __future__ import annotations

import gzip
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from assistant.errors import ReadError
from ingest import response as module
from ingest.destinations import parse_address
from ingest.response import Response, get
from tests.web_server import NOBODY, PUBLIC, PUBLIC_TOO, Internet, Reply, WebServer


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> Internet:
    return Internet(monkeypatch)


@pytest.fixture(scope="module")
def shared_server() -> Iterator[WebServer]:
    server = WebServer()
    yield server
    server.stop()


@pytest.fixture
def server(shared_server: WebServer) -> WebServer:
    shared_server.replies.clear()
    shared_server.asked.clear()
    return shared_server


def body_of(server: WebServer, *places: str, path: str = "/", seconds: float = 5.0, most: int = 1_000_000) -> bytes:
    """The body at a path of contoh.go.id, which is asked for at these places."""
    destination = parse_address(f"http://contoh.go.id:{server.port}{path}")
    with get(destination, places or (PUBLIC,), "text/html", time.monotonic() + seconds) as response:
        return response.body(most)


def test_the_request_goes_to_the_place_under_the_name(server: WebServer, internet: Internet) -> None:
    server.replies["/"] = Reply(b"isi")
    assert body_of(server) == b"isi"
    ((path, headers),) = server.asked
    assert (path, headers["host"]) == ("/", f"contoh.go.id:{server.port}")
    assert headers["user-agent"] == "AsistenNetralitasASN"
    assert not {"cookie", "authorization", "referer"} & headers.keys()
    assert (internet.connected, internet.asked) == ([PUBLIC], [])


def test_the_environment_names_no_proxy_for_us(
    server: WebServer, internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.replies["/"] = Reply(b"isi")
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert body_of(server) == b"isi"
    assert internet.connected == [PUBLIC]


def test_the_next_place_is_tried_when_one_takes_no_connection(server: WebServer, internet: Internet) -> None:
    server.replies["/"] = Reply(b"isi")
    assert body_of(server, NOBODY, PUBLIC_TOO, PUBLIC) == b"isi"
    assert internet.connected == [NOBODY, PUBLIC_TOO]


def test_a_server_that_is_not_there_is_told(server: WebServer, internet: Internet) -> None:
    with pytest.raises(ReadError, match="tidak dapat dihubungi"):
        body_of(server, NOBODY)


def test_a_gzipped_body_is_unpacked(server: WebServer, internet: Internet) -> None:
    text = bytes(range(256)) * 5_000
    server.replies["/"] = Reply(gzip.compress(text[:9]) + gzip.compress(text[9:]), headers={"Content-Encoding": "gzip"})
    assert body_of(server, most=len(text)) == text


def test_a_bomb_is_unpacked_no_further_than_asked(server: WebServer, internet: Internet) -> None:
    bomb = gzip.compress(bytes(200 * 1024 * 1024), compresslevel=9)
    assert len(bomb) < 300_000
    server.replies["/"] = Reply(bomb, headers={"Content-Encoding": "gzip"})
    begin = time.monotonic()
    assert 1_000_000 < len(body_of(server, most=1_000_000)) < 1_200_000
    assert time.monotonic() - begin < 1.0


@pytest.mark.parametrize(
    ("body", "packing", "says"),
    [
        (b"bukan gzip", "gzip", "rusak"),
        (gzip.compress(b"isi" * 1_000)[:-12], "gzip", "terputus"),
        (b"isi", "br", "'br'"),
        (gzip.compress(gzip.compress(b"isi")), "gzip, gzip", "'gzip, gzip'"),
    ],
)
def test_what_cannot_be_unpacked_is_told(
    server: WebServer, internet: Internet, body: bytes, packing: str, says: str
) -> None:
    server.replies["/"] = Reply(body, headers={"Content-Encoding": packing})
    with pytest.raises(ReadError, match=says):
        body_of(server)


def test_an_endless_body_is_read_no_further_than_asked(server: WebServer, internet: Internet) -> None:
    def pour(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            handler.wfile.write(bytes(100_000))

    server.replies["/"] = Reply(send=pour)
    assert 1_000_000 < len(body_of(server)) < 1_200_000


def drip(start: bytes, drop: bytes) -> Reply:
    """A server that never stalls for long, and never ends."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(start)
        while True:
            time.sleep(0.02)
            handler.wfile.write(drop)

    return Reply(send=send)


@pytest.mark.parametrize(
    "reply",
    [
        drip(b"HTTP/1.1 200 OK\r\n\r\n", b"a"),
        drip(b"HTTP/1.1 200 OK\r\nX-Lama: ", b"a"),
        drip(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
        Reply(send=lambda handler: time.sleep(3)),
    ],
    ids=["body", "header", "hints", "nothing"],
)
def test_who_drips_or_says_nothing_is_left_at_the_deadline(server: WebServer, internet: Internet, reply: Reply) -> None:
    server.replies["/"] = reply
    begin = time.monotonic()
    with pytest.raises(ReadError, match="tidak selesai"):
        body_of(server, seconds=0.3)
    assert time.monotonic() - begin < 1.5


@pytest.mark.parametrize(
    "sent",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhanya ini",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhanya",
        b"HTTP/1.1 200 OK\r\n" + b"X-Panjang: " + b"a" * 300_000 + b"\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"",
    ],
    ids=["short", "chunk", "headers", "ssh", "nothing"],
)
def test_what_is_cut_off_too_long_or_no_http_is_told(server: WebServer, internet: Internet, sent: bytes) -> None:
    server.replies["/"] = Reply(send=lambda handler: handler.wfile.write(sent) and None)
    with pytest.raises(ReadError, match="terputus atau bukan HTTP"):
        body_of(server)


def test_a_header_is_found_in_any_spelling_and_the_first_counts() -> None:
    response = Response(200, ((b"Location", b" /a "), (b"location", b"/b"), (b"X", b"\xff")), [])
    assert (response.header("location"), response.header("x"), response.header("y")) == ("/a", "\ufffd", "")


@dataclass(frozen=True)
class Secured:
    """A server whose certificate is for contoh.go.id and signed by itself."""

    server: WebServer
    certificate: Path
    names: list[str]
    """What visitors said whom they want to reach."""

    def body(self, host: str) -> bytes:
        destination = parse_address(f"https://{host}:{self.server.port}/")
        with get(destination, (PUBLIC,), "text/html", time.monotonic() + 5) as response:
            return response.body(1_000)


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    if not shutil.which("openssl"):
        pytest.skip("The command `openssl` is not here, which makes the certificate: nothing to test with.")
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    make = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=contoh.go.id"
    command = ["openssl", *make.split(), "-addext", "subjectAltName=DNS:contoh.go.id"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True, timeout=60)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    names: list[str] = []
    context.sni_callback = lambda _, name, __: names.append(name)
    server = WebServer(secured_by=context)
    server.replies["/"] = Reply(b"isi")
    yield Secured(server, certificate, names)
    server.stop()


def test_a_certificate_is_checked_for_the_name_although_we_connect_to_an_ip_address(
    secured: Secured, internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(secured.certificate))
    secured.names.clear()
    assert secured.body("contoh.go.id") == b"isi"
    assert secured.names == ["contoh.go.id"]
    assert internet.connected == [PUBLIC]
    with pytest.raises(ReadError, match=r"sertifikat.*tidak dapat dipercaya.*lain\.go\.id"):
        secured.body("lain.go.id")


def test_a_certificate_that_nobody_vouches_for_is_refused(
    secured: Secured, internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    before = len(secured.server.asked)
    with pytest.raises(ReadError, match="SSL_CERT_FILE"):
        secured.body("contoh.go.id")
    assert len(secured.server.asked) == before


def test_https_to_a_server_without_it_is_told(server: WebServer, internet: Internet) -> None:
    with (
        pytest.raises(ReadError, match="https"),
        get(parse_address(f"https://contoh.go.id:{server.port}/"), (PUBLIC,), "text/html", time.monotonic() + 5),
    ):
        pass


def test_a_place_that_takes_no_connection_is_waited_for_only_so_long(
    server: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time is shared among the places: one that is silent must not use up that of the next."""
    shares: list[float] = []

    def wait(address: object, timeout: float, **_: object) -> None:
        shares.append(timeout)
        time.sleep(timeout)
        raise TimeoutError

    monkeypatch.setattr("socket.create_connection", wait)
    monkeypatch.setattr(module, "LONGEST_CONNECT", 0.3)
    with pytest.raises(ReadError, match="server tidak menjawab dalam 0 detik"):
        body_of(server, PUBLIC, PUBLIC_TOO, NOBODY)
    assert len(shares) == 3
    assert sum(shares) == pytest.approx(0.3, abs=0.1)
