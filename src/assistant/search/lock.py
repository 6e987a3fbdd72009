"""One at a time: locks on a store across threads and processes.

Both are SQLite's, because those work on every system and end with the process that holds them, however that ends. One
is held for a moment by whoever reads or changes the store; the other for a whole run by whoever writes, so that two who
write do not decide on the same documents. Readers never wait for a run.
"""

from __future__ import annotations

import datetime
import json
import os
import platform
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from assistant.errors import StoreError

LOCK_FILE = "lock.sqlite3"
WRITER_FILE = "writer.sqlite3"
_HOLDER_FILE = "writer.json"
_LONGEST_WAIT_SECONDS = 60.0
_LONGEST_RUN_SECONDS = 600.0
"""How long a writer waits for another one's run."""
_LOOK_AGAIN_SECONDS = 0.2
_IN_THIS_PROCESS = threading.Lock()


@contextmanager
def locked(store: Path) -> Iterator[None]:
    """Wait until nobody else works on the store, and keep others waiting meanwhile.

    Raises StoreError after a minute, or when the folder cannot be written.
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


@contextmanager
def one_writer(store: Path, tell: Callable[[str], None] | None = None) -> Iterator[None]:
    """Wait until nobody else has a run of writing under way, and keep others from one.

    Who has to wait is told once who is writing since when. Raises StoreError when that takes more than ten minutes, or
    when the folder cannot be written.
    """
    give_up = time.monotonic() + _LONGEST_RUN_SECONDS
    with closing(_lock_file(store)) as connection:
        looks = 0
        while not _taken(connection, store):
            looks += 1
            holder = f"Penyimpanan di {store} sedang diisi oleh {_holder(store)}"
            if time.monotonic() >= give_up:
                raise StoreError(f"{holder}. Tunggu sampai selesai atau hentikan proses itu, lalu ulangi.")
            if tell and looks == 2:  # by then the other one has said who it is
                tell(f"{holder}; ditunggu paling lama {_LONGEST_RUN_SECONDS / 60:.0f} menit …")
            time.sleep(_LOOK_AGAIN_SECONDS)
        holder_file = store / _HOLDER_FILE
        now = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
        # Only for what others are told: a full disk may keep us from saying it, not from trying to work.
        with suppress(OSError):
            holder_file.write_text(json.dumps({"process": os.getpid(), "computer": platform.node(), "since": now}))
        try:
            yield
        finally:
            with suppress(OSError):
                holder_file.unlink()


def _lock_file(store: Path) -> sqlite3.Connection:
    try:
        return sqlite3.connect(store / WRITER_FILE, timeout=0, isolation_level=None)
    except sqlite3.Error as error:
        raise _not_writable(store, error) from error


def _taken(connection: sqlite3.Connection, store: Path) -> bool:
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if error.sqlite_errorname == "SQLITE_BUSY":
            return False
        raise _not_writable(store, error) from error
    return True


def _not_writable(store: Path, error: sqlite3.Error) -> StoreError:
    return StoreError(f"Folder {store} tidak dapat ditulisi ({error}). Periksa izin dan ruang disknya, lalu ulangi.")


def _holder(store: Path) -> str:
    """Who is writing since when, as far as they could say."""
    try:
        holder = json.loads((store / _HOLDER_FILE).read_text())
        since = datetime.datetime.fromisoformat(holder["since"])
        return f"proses {holder['process']} di {holder['computer']} sejak {since:%d-%m-%Y pukul %H.%M.%S}"
    except (OSError, ValueError, KeyError, TypeError):
        return "proses lain"
