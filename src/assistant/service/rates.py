"""How often may be asked: per open page, so that one program does not hold up everybody, and per network address.

The only file that knows the library `limits`. Counts are kept in memory, and forgotten once they no longer matter.
"""

from __future__ import annotations

import hashlib
import math
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass

from limits import RateLimitItem, RateLimitItemPerMinute, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from assistant.errors import SettingsError

# Enough for somebody who mixes up a few passwords; whoever guesses gets through five million of them in a year.
WRONG_SIGN_INS = RateLimitItemPerMinute(10)
# So many names are kept before those that no longer count are looked for: a few hundred kilobytes.
NAMES_BEFORE_FORGETTING = 1000


@dataclass(frozen=True, slots=True)
class Count:
    """What is counted together: a limit, and whom it is for."""

    limit: RateLimitItem
    name: str


class Rates:
    """Counts questions and wrong sign-ins in moving windows; usable from several threads.

    A limit is written `30/minute`, or several as `30/minute; 200/hour`; empty or `0` is none. Raises SettingsError for
    anything else.
    """

    def __init__(self, session_limit: str, address_limit: str) -> None:
        self._session_limits = _limits("ASSISTANT_SESSION_LIMIT", session_limit)
        self._address_limits = _limits("ASSISTANT_ADDRESS_LIMIT", address_limit)
        self._storage = MemoryStorage()
        self._windows = MovingWindowRateLimiter(self._storage)
        self._forget_at = NAMES_BEFORE_FORGETTING
        self._lock = threading.Lock()

    def seconds_to_wait(self, session: str, address: str) -> int:
        """0 when a question may be asked, which then counts; else the whole seconds until it may, and nothing counts."""
        counts = [Count(limit, _name("session", session)) for limit in self._session_limits]
        counts += [Count(limit, _name("address", address)) for limit in self._address_limits]
        with self._lock:
            wait = max(map(self._wait, counts), default=0)
            if not wait:
                self._add(counts)
            return wait

    def may_sign_in(self, address: str) -> bool:
        """Whether a password may be tried from this address; counts nothing."""
        with self._lock:
            return not self._wait(Count(WRONG_SIGN_INS, _name("sign-in", address)))

    def sign_in_failed(self, address: str) -> None:
        """Count a wrong password."""
        with self._lock:
            self._add([Count(WRONG_SIGN_INS, _name("sign-in", address))])

    def _wait(self, count: Count) -> int:
        """Seconds until one more may be counted."""
        oldest_leaves, left = self._windows.get_window_stats(count.limit, count.name)
        if left > 0:
            return 0
        # In the very second in which the oldest leaves, it still counts. Never longer than the window, lest somebody
        # waits for hours after the clock of the computer was set back.
        return max(1, min(math.floor(oldest_leaves - time.time()) + 1, count.limit.get_expiry()))

    def _add(self, counts: Iterable[Count]) -> None:
        for count in counts:
            self._windows.hit(count.limit, count.name)
        # The library drops what was counted when its window is over, yet keeps the name of everyone who ever came.
        if len(self._storage.events) > self._forget_at:
            for key in [key for key, counted in self._storage.events.items() if not counted]:
                self._storage.clear(key)
            self._forget_at = max(NAMES_BEFORE_FORGETTING, 2 * len(self._storage.events))


def _limits(variable: str, written: str) -> list[RateLimitItem]:
    if written.strip() in ("", "0"):
        return []
    try:
        limits = parse_many(written)
    except ValueError:
        limits = []
    if not limits or any(limit.amount == 0 for limit in limits):
        raise SettingsError(
            f"{variable}={written!r} bukan batas banyaknya pertanyaan. Contoh: 30/minute, 200/hour, atau 0 untuk tanpa "
            "batas (satuan waktu: second, minute, hour, day)."
        )
    return limits


def _name(kind: str, given: str) -> str:
    """Browsers choose the name of their session, at any length; what is kept of it, and of an address, is a digest."""
    return f"{kind}-{hashlib.blake2b(given.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"
