"""The files of a store are never changed where they are read: a draft is, and then takes their place all at once.

Chroma writes its vector files in place. Killed at the wrong one of those writes it leaves a file that it cannot read any
more, and nothing of the store with it; a full disk does the same. So `begin` copies the files, Chroma works on the copy,
and `put_in_place` moves the copy to where the store is. From the moment that the copy bears its final name (one rename)
it counts: whoever opens the store next finishes what was interrupted after that, and forgets what was before.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

DATABASE_FILE = "chroma.sqlite3"
DRAFT, _READY, _DONE = ".draft", ".ready", ".done"
# Names of what belongs to the store, in a folder that is put in place.
_LIST_FILE = "files.json"
_JOURNALS = tuple(f"{DATABASE_FILE}-{ending}" for ending in ("journal", "wal", "shm"))
_VECTORS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_there(store: Path) -> bool:
    """Whether a folder holds a store, or one that only has to be put in place."""
    return (store / DATABASE_FILE).is_file() or (store / _READY).is_dir()


def begin(store: Path, *, vectors: bool = True) -> Path:
    """A folder with a copy of all files of the store, or without its vectors. Nobody may have it open. Raises OSError."""
    draft = store / DRAFT
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    for path in _files_of(store):
        if path.is_dir() and not vectors:
            continue
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            copy = draft / file.relative_to(store)
            copy.parent.mkdir(exist_ok=True)
            shutil.copy2(file, copy)
    return draft


def discard(store: Path) -> None:
    """Forget an unfinished draft, if there is one."""
    shutil.rmtree(store / DRAFT, ignore_errors=True)


def put_in_place(draft: Path, store: Path) -> None:
    """Make the files of a draft those of the store; nobody may have either open.

    Raises OSError, and until then nothing has changed.
    """
    files = _files_of(draft)
    if any(path.name in _JOURNALS for path in files):
        raise OSError(f"{draft / DATABASE_FILE} is not complete")
    names = json.dumps([path.name for path in files])
    (draft / _LIST_FILE).write_text(names, encoding="utf-8")
    for path in (*draft.rglob("*"), draft):
        _reach_disk(path)
    os.replace(draft, store / _READY)
    finish(store)


def finish(store: Path) -> None:
    """Put in place what somebody was interrupted with; does nothing otherwise. May itself be interrupted at any moment."""
    ready, done = store / _READY, store / _DONE
    if ready.is_dir():
        names = json.loads((ready / _LIST_FILE).read_text(encoding="utf-8"))
        for journal in _JOURNALS:  # it would be played back into the new database
            (store / journal).unlink(missing_ok=True)
        for name in names:
            if (ready / name).exists():  # else it was moved before the interruption
                shutil.rmtree(store / name, ignore_errors=True)
                os.replace(ready / name, store / name)
        for path in _files_of(store):
            if path.name not in names:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.rmtree(done, ignore_errors=True)
        os.replace(ready, done)
    if done.is_dir():
        shutil.rmtree(done, ignore_errors=True)


def _files_of(folder: Path) -> list[Path]:
    """The database, its journals and the folders of vectors, whatever else lies beside them."""
    return [
        path
        for path in sorted(folder.iterdir())
        if path.name in (DATABASE_FILE, *_JOURNALS) or (_VECTORS.fullmatch(path.name) and path.is_dir())
    ]


def _reach_disk(path: Path) -> None:
    """Wait until a file or folder would survive a power failure, where the system can say that."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return  # Windows opens no folders
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
