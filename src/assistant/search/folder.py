"""A store in the files of a folder.

Chroma keeps its vector file in memory and does not notice that another process wrote to it: reading then fails, and
writing damages the store for good. So every piece of work opens the store afresh (5 ms) and holds a lock meanwhile,
across threads and processes.
"""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import StoreError
from assistant.search.connection import CollectionMissingError, Collections, DamageError, Made, Result, opened_files
from assistant.search.lock import locked
from assistant.settings import Settings

_DATABASE_FILE = "chroma.sqlite3"
# File times may be as coarse as this; a younger file could change again without looking different. Where they are finer than
# a millisecond, no other process can open the store and write to it within one step.
_CLOCK_STEP_SECONDS = 2.0
_FINE_STEP_NS = 1_000_000


@dataclass(frozen=True, slots=True)
class Folder:
    """A place as `place.Place` describes it."""

    path: Path
    shared = False

    @property
    def name(self) -> str:
        return str(self.path)

    @property
    def renewal(self) -> str:
        return (
            "Pindahkan isi folder itu ke tempat lain (kecuali README.md dan compose.yaml) lalu isi kembali dengan "
            f"`{self._ingest_command()}`, atau pilih folder lain dengan --store."
        )

    def using(self, work: Callable[[Collections], Result], made: Made | None = None) -> Result:
        if made is not None:
            self._create()
        elif self.is_empty():
            raise StoreError(
                f"Belum ada dokumen di {self.path}. Isi dahulu dengan `{self._ingest_command()}`, "
                "atau sebutkan folder dokumen Anda sendiri."
            )
        with locked(self.path):
            try:
                with opened_files(self.path, made) as collections:
                    return work(collections)
            except (DamageError, CollectionMissingError) as error:
                raise StoreError(
                    f"Penyimpanan di {self.path} tidak dapat dibaca ({str(error)[:300]}). {self.renewal}"
                ) from error

    def is_empty(self) -> bool:
        """Whether nothing was ever stored here."""
        return not (self.path / _DATABASE_FILE).is_file()

    def state(self) -> tuple[float, ...]:
        """Of the database file: identity, time of change in ns, size."""
        try:
            stat = (self.path / _DATABASE_FILE).stat()
        except FileNotFoundError:
            return ()
        return (stat.st_ino, stat.st_mtime_ns, stat.st_size)

    def is_still(self, state: tuple[float, ...]) -> bool:
        """Whether nobody wrote since."""
        return bool(state) and state == self.state() and _is_settled(int(state[1]))

    def _create(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"Folder {self.path} tidak dapat dibuat: {error}. Pilih folder lain dengan --store."
            ) from error

    def _ingest_command(self) -> str:
        """What an operator types to fill this store."""
        command = "python -m ingest ingest/articles"
        return command if self.path == Settings().vectorstore else f"{command} --store {shlex.quote(str(self.path))}"


def _is_settled(changed_ns: int) -> bool:
    """Whether a further change would show. Opening the store touches its file, so it is young as long as questions come."""
    return changed_ns % _FINE_STEP_NS != 0 or time.time() - changed_ns / 1e9 > _CLOCK_STEP_SECONDS
