"""One at a time: a lock on a store across threads and processes."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from assistant.errors import StoreError

LOCK_FILE = "lock.sqlite3"
_LONGEST_WAIT_SECONDS = 60.0
_IN_THIS_PROCESS = threading.Lock()


@contextmanager
def locked(store: Path) -> Iterator[None]:
    """Wait until nobody else works on the store, and keep others waiting meanwhile.

    SQLite's lock works on every system and ends with the process that holds it, however that ends. Raises StoreError
    after a minute, or when the folder cannot be written.
    """
    with _IN_THIS_PROCESS:
        try:
            connection = sqlite3.connect(store / LOCK_FILE, timeout=_LONGEST_WAIT_SECONDS, isolation_level=None)
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            raise StoreError(
                f"Penyimpanan di {store} sedang dipakai proses lain atau tidak boleh ditulisi ({error}). "
                "Tunggu sampai ingest yang lain selesai dan pastikan folder itu boleh ditulisi, lalu ulangi."
            ) from error
        with closing(connection):
            yield
