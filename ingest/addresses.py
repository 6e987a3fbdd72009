"""What lies at a web address, fetched with care.

Each hop of a redirect is a new destination: parsed, resolved once, checked, asked for its robots.txt, and connected to
at the very IP address that was checked (`destinations`, `response`).
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

from assistant.errors import ReadError
from assistant.text import clean_line
from ingest.destinations import Destination, is_public, parse_address, reachable
from ingest.read import LARGEST_FILE
from ingest.response import AGENT, BY_HAND, TOO_SLOW, Response, get

MOST_REDIRECTS = 5
LONGEST_FETCH = 30.0
"""Seconds for one address, its redirects and its robots.txt included."""
# RFC 9309 asks for 500 KiB at least; what stands below that is not obeyed.
_LARGEST_ROBOTS = 512 * 1024
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_READABLE = "halaman web, teks, Markdown, PDF, dan DOCX"
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_TEXTS = (".html", ".txt", ".md")
_OLD_ENCODING = re.compile(r"iso-8859-\d{1,2}|windows-125\d")
_AS_BROWSERS_DO = dict.fromkeys(("iso-8859-1", "latin1", "us-ascii"), "windows-1252")
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_REMEDIES = {
    401: f"halamannya hanya untuk yang masuk (401). {BY_HAND}",
    403: f"situs ini menolak dibaca program (403). {BY_HAND}",
    404: "halamannya tidak ada (404). Periksa alamatnya.",
    410: "halamannya sudah dihapus (410). Cari alamatnya yang baru.",
    429: "situs ini sedang membatasi permintaan (429). Coba lagi beberapa menit lagi.",
}
_Taken = TypeVar("_Taken")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a web address held."""

    data: bytes
    """The content, unpacked."""
    suffix: str
    """Of the reader for its kind, by what the server says it is: `.html`, `.txt`, `.md`, `.pdf` or `.docx`."""
    final_address: str
    """Where it was found after redirects."""
    charset: str = ""
    """As declared by the server, lower-case, or empty."""

    @property
    def readable(self) -> bytes:
        """The data as a reader wants it: old encodings as UTF-8 with its mark, which outranks what a page says of itself.

        What is valid UTF-8 is that, whatever the server declares: many declare Latin-1 for everything they have.
        """
        encoding = _AS_BROWSERS_DO.get(self.charset, self.charset)
        if self.suffix not in _TEXTS or not _OLD_ENCODING.fullmatch(encoding) or _is_utf8(self.data):
            return self.data
        try:
            return self.data.decode(encoding, errors="replace").encode("utf-8-sig")
        except LookupError:
            return self.data


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Trip:
    """One fetch: when it must be over, and the IP addresses of every host on the way, asked for once."""

    deadline: float
    places: dict[tuple[str, int, bool], tuple[str, ...]] = field(default_factory=dict)

    def places_of(self, destination: Destination, allow_private: bool) -> tuple[str, ...]:
        key = (destination.host, destination.port, allow_private)
        if key not in self.places:
            left = self.deadline - time.monotonic()
            if left <= 0:
                raise ReadError(TOO_SLOW)
            self.places[key] = reachable(destination, allow_private=allow_private, seconds=left)
        return self.places[key]


# What the robots.txt of an origin allows, or None where the server could not say. A run asks each of them once.
_RULES: dict[tuple[str, bool], RobotFileParser | None] = {}


def fetch(address: str, *, allow_private: bool = False) -> Fetched:
    """What lies at an http or https address. Raises ReadError with what was found and what to do.

    With `allow_private`, hosts of an intranet may be read too, yet no public page may redirect to one.
    """
    trip = _Trip(time.monotonic() + LONGEST_FETCH)
    return _follow(parse_address(address), trip, allow_private, _page_of, obeys_robots=True)


def _follow(
    destination: Destination,
    trip: _Trip,
    allow_private: bool,
    take: Callable[[Destination, Response], _Taken],
    *,
    obeys_robots: bool,
) -> _Taken:
    """What `take` makes of the response that is no redirect."""
    for hop in range(MOST_REDIRECTS + 1):
        try:
            places = trip.places_of(destination, allow_private)
            if obeys_robots:
                _check_robots(destination, trip, allow_private)
            with get(destination, places, ", ".join(_SUFFIXES), trip.deadline) as response:
                location = response.header("location") if response.status in _REDIRECTS else ""
                if not location:
                    return take(destination, response)
            following = _next(destination, location)
        except ReadError as error:
            if hop == 0:
                raise
            raise ReadError(f"dialihkan ke {destination.address}: {error}") from error
        allow_private = allow_private and not any(map(is_public, places))
        destination = following
    raise ReadError(f"dialihkan lebih dari {MOST_REDIRECTS} kali. Buka di peramban, lalu berikan alamat terakhirnya.")


def _next(destination: Destination, location: str) -> Destination:
    """Where a redirect leads. A secure connection is not given up for one that others can tamper with."""
    try:
        following = parse_address(urljoin(destination.address, location))
    except ValueError as error:
        raise ReadError(f"dialihkan ke {clean_line(location, 200)!r}, yang bukan alamat. {BY_HAND}") from error
    except ReadError as error:
        raise ReadError(f"dialihkan ke {clean_line(location, 200)!r}: {error}") from error
    if (destination.scheme, following.scheme) == ("https", "http"):
        raise ReadError(
            f"dialihkan dari https ke {following.address}, yang isinya dapat diubah orang di jalan. "
            "Bila Anda memercayainya, berikan alamat itu sendiri."
        )
    return following


def _check_robots(destination: Destination, trip: _Trip, allow_private: bool) -> None:
    key = (destination.origin, allow_private)
    if key not in _RULES:
        robots = parse_address(f"{destination.origin}/robots.txt")
        _RULES[key] = _follow(robots, trip, allow_private, _rules_of, obeys_robots=False)
    rules = _RULES[key]
    if rules is None:
        raise ReadError(
            f"situs ini sedang tidak dapat menjawab apakah program boleh membacanya (robots.txt). {BY_HAND}"
        )
    if not rules.can_fetch(AGENT, destination.address):
        raise ReadError(f"situs ini tidak mengizinkan program membaca halaman itu (robots.txt). {BY_HAND}")


def _rules_of(_: Destination, response: Response) -> RobotFileParser | None:
    """As RFC 9309 has it: a robots.txt that is not there allows everything, one that cannot be had allows nothing."""
    lines: list[str] = []
    if response.status == 200:
        data = response.body(_LARGEST_ROBOTS)[:_LARGEST_ROBOTS]
        lines = data.decode("utf-8-sig", errors="replace").splitlines()
    elif not 400 <= response.status < 500 or response.status == 429:
        return None
    rules = RobotFileParser()
    rules.parse(lines)
    return rules


def _page_of(destination: Destination, response: Response) -> Fetched:
    status = response.status
    if status != 200:
        other = f"situs ini sedang bermasalah ({status}). Coba lagi nanti." if status >= 500 else ""
        raise ReadError(_REMEDIES.get(status) or other or f"situs ini menjawab dengan kode {status}. {BY_HAND}")
    declared = response.header("content-type")
    kind = clean_line(declared.partition(";")[0], 100).lower()
    if kind not in _SUFFIXES:
        found = f"isinya {kind}" if kind else "situs ini tidak menyebut jenis isinya"
        raise ReadError(f"{found}. Yang dapat dibaca: {_READABLE}. {BY_HAND}")
    data = response.body(LARGEST_FILE)
    if len(data) > LARGEST_FILE:
        raise ReadError(f"lebih besar dari {LARGEST_FILE // 1024 // 1024} MB. Unduh dan bagi menjadi beberapa berkas.")
    charset = _CHARSET.search(declared)
    # Markdown is mostly served as what it looks like.
    is_markdown = kind == "text/plain" and destination.target.partition("?")[0].lower().endswith(".md")
    suffix = ".md" if is_markdown else _SUFFIXES[kind]
    return Fetched(data, suffix, destination.address, charset[1].lower() if charset else "")
