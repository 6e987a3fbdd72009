"""A store in the files of a folder.

Chroma keeps its vector file in memory and does not notice that another process wrote to it: reading then fails, and
writing damages the store for good. So every piece of work opens the store afresh (5 ms) and holds a lock meanwhile,
across threads and processes. Changes are made on a copy of the files (`draft`).
"""

from __future__ import annotations

import shlex
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import DamagedStoreError, StoreError
from assistant.search import draft
from assistant.search.connection import CollectionMissingError, Collections, DamageError, Made, Result, opened_files
from assistant.search.draft import DATABASE_FILE
from assistant.search.lock import locked, one_writer
from assistant.settings import Settings

# File times may be as coarse as this; a younger file could change again without looking different. Where they are finer than
# a millisecond, no other process can open the store and write to it within one step.
_CLOCK_STEP_SECONDS = 2.0
_FINE_STEP_NS = 1_000_000
_BESIDE = ".rebuild"


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
        return f"Bangun ulang dari berkas aslinya dengan `{self._command('--rebuild FOLDER_DOKUMEN')}`."

    def using(self, work: Callable[[Collections], Result], made: Made | None = None) -> Result:
        if made is not None and self.is_empty():
            return self.changing(work, lambda _: None, made)
        self._check_there()
        with self._mine():
            return self._in_files(self.path, work, made)

    def changing(
        self, work: Callable[[Collections], Result], check: Callable[[Collections], None], made: Made | None = None
    ) -> Result:
        if made is None:
            self._check_there()
        self._create()
        with self._mine():
            try:
                files = draft.begin(self.path)
                result = self._in_files(files, work, made)
                # In a fresh opening: what Chroma believes to have written, a full disk may have cut off.
                self._in_files(files, check, None)
                draft.put_in_place(files, self.path)
            except (OSError, DamageError, CollectionMissingError) as error:
                raise StoreError(
                    f"Penyimpanan di {self.path} tidak dapat diubah ({_reason(error)}); isinya tetap seperti sebelumnya. "
                    "Pastikan disknya masih memuat salinan penyimpanan itu, lalu ulangi. Bila tetap gagal, jalankan "
                    f"`{self._command('--check')}`."
                ) from error
            finally:
                draft.discard(self.path)
        return result

    def salvaging(self, work: Callable[[Collections], Result]) -> Result:
        try:
            return self.using(work)
        except DamagedStoreError as damage:
            with self._mine():
                try:
                    # Chroma opens damaged vectors whatever it is asked for; where there are none, it begins with none.
                    return self._in_files(draft.begin(self.path, vectors=False), work, None)
                except (OSError, DamageError, CollectionMissingError):
                    raise damage from None
                finally:
                    draft.discard(self.path)

    def writing(self, tell: Callable[[str], None] | None = None) -> AbstractContextManager[None]:
        self._create()
        return one_writer(self.path, tell)

    def beside(self) -> Folder:
        self._create()
        return Folder(self.path / _BESIDE)

    def take_beside(self) -> None:
        with self.beside()._mine():
            pass  # what was interrupted there is finished
        with self._mine():
            try:
                draft.put_in_place(self.path / _BESIDE, self.path)
            except OSError as error:
                raise StoreError(
                    f"Penyimpanan di {self.path} tidak dapat diganti ({error}). Ulangi perintahnya."
                ) from error

    def remains(self) -> tuple[str, ...]:
        return tuple(str(path) for path in (self.path / draft.DRAFT, self.path / _BESIDE) if path.exists())

    def clear_remains(self) -> None:
        with self._mine():
            draft.discard(self.path)
            shutil.rmtree(self.path / _BESIDE, ignore_errors=True)

    @contextmanager
    def _mine(self) -> Iterator[None]:
        """Nobody else reads or changes the store meanwhile, and what was interrupted is finished."""
        with locked(self.path):
            try:
                draft.finish(self.path)
            except OSError as error:
                raise StoreError(
                    f"Penyimpanan di {self.path} tidak dapat diselesaikan setelah terputus ({error}). "
                    "Periksa izin dan ruang disknya, lalu ulangi."
                ) from error
            yield

    def _in_files(self, folder: Path, work: Callable[[Collections], Result], made: Made | None) -> Result:
        try:
            with opened_files(folder, made) as collections:
                return work(collections)
        except (DamageError, CollectionMissingError) as error:
            if folder != self.path:
                raise
            raise DamagedStoreError(
                f"Penyimpanan di {self.path} tidak dapat dibaca ({str(error)[:300]}). {self.renewal}"
            ) from error

    def _check_there(self) -> None:
        if self.is_empty():
            raise StoreError(
                f"Belum ada dokumen di {self.path}. Isi dahulu dengan `{self._command('ingest/articles')}`, "
                "atau sebutkan folder dokumen Anda sendiri."
            )

    def is_empty(self) -> bool:
        """Whether nothing was ever stored here."""
        return not draft.is_there(self.path)

    def state(self) -> tuple[float, ...]:
        """Of the database file: identity, time of change in ns, size."""
        try:
            stat = (self.path / DATABASE_FILE).stat()
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

    def _command(self, what: str) -> str:
        """What an operator types to do something with this store."""
        command = f"python -m ingest {what}"
        return command if self.path == Settings().vectorstore else f"{command} --store {shlex.quote(str(self.path))}"


def _reason(error: Exception) -> str:
    """Without the names of the files, which are our own affair."""
    return str(getattr(error, "strerror", None) or error)[:300]


def _is_settled(changed_ns: int) -> bool:
    """Whether a further change would show. Opening the store touches its file, so it is young as long as questions come."""
    return changed_ns % _FINE_STEP_NS != 0 or time.time() - changed_ns / 1e9 > _CLOCK_STEP_SECONDS
