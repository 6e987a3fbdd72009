"""What a web server says to one GET, sent to an IP address that was checked. The only file that knows its HTTP library.

Nothing in the environment changes where a request goes: proxies are not used, because they would resolve the name
themselves. Certificates are checked against those of the system, or of SSL_CERT_FILE.
"""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpcore2

from assistant.errors import ReadError
from assistant.text import clean_line
from ingest.destinations import Destination

AGENT = "AsistenNetralitasASN"
LONGEST_CONNECT = 10.0
"""Seconds until the server takes the connection, and again for its certificate."""
BY_HAND = "Unduh lewat peramban, lalu berikan berkasnya."
TOO_SLOW = f"tidak selesai dalam waktu yang diberikan. Coba lagi nanti. {BY_HAND}"
_REACH = "Periksa alamat dan sambungan internet (pengaturan proksi tidak dipakai), lalu coba lagi."
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Response:
    """Status and headers of an answer whose body is still on its way."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    chunks: Iterable[bytes]

    def header(self, name: str) -> str:
        """The first header of a (lower-case) name, or an empty text."""
        found = next((value for key, value in self.headers if key.lower() == name.encode()), b"")
        return found.decode("utf-8", errors="replace").strip()

    def body(self, most: int) -> bytes:
        """The unpacked body; of one that is longer, a little more than `most` bytes. Raises ReadError."""
        packing = self.header("content-encoding").lower()
        if packing not in ("", "identity", "gzip", "x-gzip"):
            raise ReadError(f"isinya dimampatkan sebagai {clean_line(packing, 100)!r}, yang tidak diminta. {BY_HAND}")
        data = bytearray()
        for piece in _unpacked(self.chunks) if "gzip" in packing else self.chunks:
            data += piece
            if len(data) > most:
                break
        return bytes(data)


def _unpacked(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Unpacked bytes in small pieces, so that whoever counts them can stop."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        for chunk in chunks:
            while chunk:
                if unpacker.eof:
                    unpacker = zlib.decompressobj(wbits=31)
                yield unpacker.decompress(chunk, _PIECE)
                chunk = unpacker.unused_data or unpacker.unconsumed_tail
        yield unpacker.flush()
    except zlib.error as error:
        raise ReadError(f"isinya dimampatkan dengan cara yang rusak. {BY_HAND}") from error
    if not unpacker.eof:
        raise ReadError(f"isinya terputus di tengah jalan. Coba lagi. {BY_HAND}")


@contextmanager
def get(destination: Destination, places: tuple[str, ...], accept: str, deadline: float) -> Iterator[Response]:
    """The response of the server at one of these IP addresses. Whatever fails until the end of the block is a ReadError.

    `accept` lists the kinds that can be read; `deadline` is in seconds of `time.monotonic`.
    """
    headers: dict[bytes | str, bytes | str] = {
        "Host": destination.netloc,
        "User-Agent": AGENT,
        "Accept": accept,
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    parts = {"scheme": destination.scheme, "host": destination.host, "target": destination.target}
    url = httpcore2.URL(port=destination.port, **parts)
    timeouts = {"timeout": {"connect": LONGEST_CONNECT}}
    try:
        with (
            httpcore2.ConnectionPool(network_backend=_Pinned(places, deadline)) as pool,
            pool.stream("GET", url, headers=headers, extensions=timeouts) as response,
        ):
            yield Response(response.status, tuple(response.headers), response.iter_stream())
    except httpcore2.ConnectTimeout as error:
        is_over = time.monotonic() >= deadline
        raise ReadError(
            TOO_SLOW if is_over else f"server tidak menjawab dalam {LONGEST_CONNECT:.0f} detik. {_REACH}"
        ) from error
    except httpcore2.TimeoutException as error:
        raise ReadError(TOO_SLOW) from error
    except httpcore2.ConnectError as error:
        raise ReadError(_why_not_connected(error)) from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
        raise ReadError(f"jawaban server terputus atau bukan HTTP yang sah. Coba lagi. {BY_HAND}") from error


def _why_not_connected(error: httpcore2.ConnectError) -> str:
    # The library keeps what happened as the error's only argument; as its cause it is hidden on the way.
    cause = error.args[0] if error.args else None
    if isinstance(cause, ssl.SSLCertVerificationError):
        return (
            f"sertifikat keamanan situs ini tidak dapat dipercaya ({clean_line(cause.verify_message, 200)}). "
            "Untuk situs kantor dengan sertifikat sendiri, sebutkan berkas sertifikatnya dalam SSL_CERT_FILE."
        )
    if isinstance(cause, ssl.SSLError):
        return "sambungan aman (https) dengan server ini gagal. Periksa alamat dan portanya."
    return f"server tidak dapat dihubungi. {_REACH}"


class _Pinned(httpcore2.NetworkBackend):
    """Connects to IP addresses that were checked, whatever host it is told."""

    def __init__(self, places: tuple[str, ...], deadline: float) -> None:
        self._places, self._deadline, self._network = places, deadline, httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to the first place that takes one; the time is shared among those still to try."""
        end = min(self._deadline, time.monotonic() + (timeout or LONGEST_CONNECT))
        failure: Exception = httpcore2.ConnectTimeout()
        for tried, place in enumerate(self._places):
            share = (end - time.monotonic()) / (len(self._places) - tried)
            if share <= 0:
                break
            try:
                return _Timed(self._network.connect_tcp(place, port, share), self._deadline)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure


class _Timed(httpcore2.NetworkStream):
    """A connection that is over at the deadline, however slowly the other side drips."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def _left(self, most: float | None) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout()
        return min(left, most or left)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._left(timeout))
        return _Timed(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
