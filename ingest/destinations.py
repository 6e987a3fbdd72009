"""Where a web address leads, and whether we may go there: only to the internet, or to an intranet when told so.

A name is resolved once, and whoever connects must use the IP addresses given here: a second question to the name
server may get another answer.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Thread
from urllib.parse import quote, urlsplit

from assistant.errors import ReadError

DEFAULT_PORTS = {"http": 80, "https": 443}
# Offices do publish on 8080 or 8443. Below 1024 live mail, SSH and other services that take lines of text: what a
# redirect makes us send must not reach them.
_FIRST_FREE_PORT = 1024
_LONGEST_ADDRESS = 2_000
# Everything with a meaning of its own in an address, and "%": what is quoted already stays as it is.
_KEPT = "%/:?&=+$,;@!*'()~[]"
_NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")
# As a browser sees it: a name whose last part is a number is an IPv4 address, also 0x7f.1 and 2130706433.
_ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)$")
_THIS_MACHINE = re.compile(r"(?:.*\.)?localhost(?:\.localdomain)?")

# The registries of special-purpose addresses of IANA, written out so that no version of Python decides.
_NOT_PUBLIC = tuple(
    ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
        # Multicast, reserved and broadcast are one block; the last one is Azure's own, though of the public range.
        *("203.0.113.0/24", "224.0.0.0/3", "168.63.129.16/32"),
        # Teredo and 6to4 carry an IPv4 address inside, which could be any.
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
)
# All else is no internet: loopback, private, link-local, multicast, IPv4 inside IPv6 (mapped, NAT64) …
_PUBLIC_IPV6 = ip_network("2000::/3")
_INTRANET = tuple(
    ip_network(network)
    for network in (
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8"),
        *("fc00::/7", "::1/128"),
    )
)
# Where clouds hand out a machine's secrets, inside what would count as an intranet.
_METADATA = frozenset(map(ip_address, ("100.100.100.200", "fd00:ec2::254", "fd20:ce::254")))


@dataclass(frozen=True, slots=True)
class Destination:
    """A web address in its parts, normalised: two spellings of one address are equal."""

    scheme: str
    host: str
    """Lower-case ASCII name or IP address; IPv6 without brackets."""
    port: int
    target: str
    """Path and query."""

    @property
    def netloc(self) -> str:
        """Host and port as they stand in an address."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt speaks for."""
        return f"{self.scheme}://{self.netloc}"

    @property
    def address(self) -> str:
        """The whole address, without fragment."""
        return f"{self.origin}{self.target}"


def parse_address(address: str) -> Destination:
    """The destination that an http or https address names. Raises ReadError for any other; asks no name server."""
    text = address.strip()
    if len(text) > _LONGEST_ADDRESS or not text.isprintable():
        raise ReadError(
            f"alamatnya lebih dari {_LONGEST_ADDRESS} huruf atau memuat tanda kendali. Salin ulang alamatnya."
        )
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise ReadError("alamatnya tidak dapat dipahami. Salin ulang dari bilah alamat peramban.") from error
    if parts.scheme not in DEFAULT_PORTS:
        raise ReadError(f"hanya alamat http:// dan https:// yang dapat dibaca, bukan {parts.scheme}:.")
    if "@" in parts.netloc:
        raise ReadError(
            "alamatnya memuat nama pengguna atau kata sandi (tanda '@' sebelum nama situs). Hapus bagian itu."
        )
    port = DEFAULT_PORTS[parts.scheme] if port is None else port
    if port not in DEFAULT_PORTS.values() and port < _FIRST_FREE_PORT:
        raise ReadError(
            f"porta {port} bukan porta situs web. Yang dapat dibaca: 80, 443, dan {_FIRST_FREE_PORT} ke atas."
        )
    target = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
    return Destination(parts.scheme, _host(parts.hostname or ""), port, target)


def _host(host: str) -> str:
    if ":" in host:
        try:
            # A zone ("%eth0") names a network card of this machine.
            return str(IPv6Address("" if "%" in host else host))
        except ValueError as error:
            raise ReadError(f"{host!r} bukan alamat IPv6. Periksa alamatnya.") from error
    try:
        host = host.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise ReadError(f"{host!r} bukan nama situs. Periksa ejaannya.") from error
    if not _NAME.fullmatch(host):
        raise ReadError(
            f"{host!r} bukan nama situs. Tulis misalnya https://contoh.go.id/berita, tanpa titik di akhir nama."
        )
    if _ENDS_IN_NUMBER.search(host):
        try:
            return str(IPv4Address(host))
        except ValueError as error:
            raise ReadError(
                f"{host!r} alamat IP yang ditulis tidak lazim. Tulis sebagai empat bilangan biasa."
            ) from error
    return host


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a name, as the name servers of this machine have it. Raises OSError."""
    return [str(answer[4][0]) for answer in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def reachable(destination: Destination, *, allow_private: bool, seconds: float) -> tuple[str, ...]:
    """The IP addresses to connect to, asked for once; one that is not allowed spoils them all. Raises ReadError."""
    host = destination.host
    if _THIS_MACHINE.fullmatch(host) and not allow_private:
        raise ReadError(_refusal(host, "komputer ini sendiri", mendable=True))
    is_ip = ":" in host or _ENDS_IN_NUMBER.search(host)
    places = [host] if is_ip else _resolved(host, destination.port, seconds)
    for place in places:
        if not _may_reach(place, allow_private=allow_private):
            raise ReadError(_refusal(host, place, mendable=_may_reach(place, allow_private=True)))
    return tuple(dict.fromkeys(places))


def _refusal(host: str, place: str, *, mendable: bool) -> str:
    where = host if place == host else f"{host} ({place})"
    if not mendable:
        return f"{where} bukan alamat di internet, dan tidak pernah dibaca. Periksa alamatnya."
    return f"{where} berada di jaringan dalam. Bila itu situs kantor Anda, berikan alamat itu sendiri dengan --allow-private."


def _resolved(host: str, port: int, seconds: float) -> Sequence[str]:
    """What `resolve` says within so many seconds: the system's own call would wait for as long as it likes."""
    future: Future[list[str]] = Future()

    def ask() -> None:
        try:
            future.set_result(resolve(host, port))
        except Exception as error:
            future.set_exception(error)

    Thread(target=ask, daemon=True).start()
    try:
        places = future.result(timeout=max(0.0, seconds))
    except TimeoutError as error:
        raise ReadError("server nama tidak menjawab. Periksa sambungan internet, lalu coba lagi.") from error
    except (OSError, UnicodeError) as error:
        raise ReadError(f"nama situs {host} tidak ditemukan. Periksa ejaannya dan sambungan internet.") from error
    if not places:
        raise ReadError(f"nama situs {host} tidak punya alamat IP. Periksa ejaannya.")
    return places


def is_public(place: str) -> bool:
    """Whether an IP address is one of the internet's own."""
    address = ip_address(place)
    return (address.version == 4 or address in _PUBLIC_IPV6) and not any(address in network for network in _NOT_PUBLIC)


def _may_reach(place: str, *, allow_private: bool) -> bool:
    if is_public(place):
        return True
    address = ip_address(place)
    return allow_private and address not in _METADATA and any(address in network for network in _INTRANET)
