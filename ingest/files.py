"""Which files to read: given files and folders become entries with the name and the key of each document."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.text import clean_line
from ingest.read import SUPPORTED

_ADDRESS = re.compile(r"^(https?|ftp):/+", re.IGNORECASE)
# Explains a folder instead of being one of its documents.
_EXPLAINS_FOLDER = re.compile(r"^readme\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file to read."""

    path: Path
    id: str
    name: str
    """Path below the given folder, or the file name when the file itself was given."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that was asked for and could not be read."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """What lies under the given paths. Entries have different ids."""

    entries: tuple[Entry, ...]
    skipped: tuple[str, ...]
    """Files inside folders that are left alone: other suffixes, README files, hidden files."""
    failures: tuple[Failure, ...]
    folders: tuple[str, ...]
    """Names of the folders that were read completely: documents of theirs that are not here are gone."""


@dataclass(slots=True)
class _Collection:
    entries: dict[str, Entry] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        """Keep an entry, once; another file with the same key is a failure, or the two would replace each other."""
        known = self.entries.setdefault(entry.id, entry)
        if known.path.resolve() != entry.path.resolve():
            reason = (
                f"berkas lain sudah memakai kunci {entry.id!r} ({known.path}). Beri salah satu folder nama yang berbeda."
            )
            self.failures.append(Failure(str(entry.path), reason))


def find_files(paths: Sequence[Path]) -> Found:
    """The files under the given paths, folders recursively and in alphabetical order. Never raises for a bad path."""
    collection = _Collection()
    for path in paths:
        problem = _problem_of(path)
        if problem:
            collection.failures.append(Failure(_as_given(path), problem))
        elif path.is_dir():
            _walk(path, collection)
        else:
            collection.add(_entry(path, path.resolve().parent))
    return Found(
        entries=tuple(collection.entries.values()),
        skipped=tuple(collection.skipped),
        failures=tuple(collection.failures),
        folders=tuple(collection.folders),
    )


def _problem_of(path: Path) -> str:
    if _ADDRESS.match(path.as_posix()):
        kinds = " atau ".join(SUPPORTED)
        return f"alamat web belum dapat dibaca. Simpan halamannya sebagai berkas {kinds} lalu berikan berkas itu."
    try:
        if path.is_dir():
            return ""
        if not path.exists():
            return "tidak ada berkas atau folder dengan nama ini. Periksa ejaannya dan folder tempat Anda menjalankan perintah."
        if not path.is_file():
            return "bukan berkas biasa. Berikan berkas atau folder."
    except OSError as error:
        return f"tidak dapat dibuka ({error.strerror or error})."
    if path.suffix.lower() not in SUPPORTED:
        kind = f"akhiran {path.suffix!r}" if path.suffix else "berkas tanpa akhiran"
        return f"{kind} belum didukung. Yang dapat dibaca sekarang: {_suffixes()}."
    return ""


def _as_given(path: Path) -> str:
    """The path as typed: Path() makes one slash of an address's two."""
    return _ADDRESS.sub(lambda match: f"{match.group(1)}://", path.as_posix()) if _ADDRESS.match(path.as_posix()) else str(path)


def _suffixes() -> str:
    return " dan ".join(SUPPORTED)


def _walk(folder: Path, collection: _Collection) -> None:
    complete = True

    def note_error(error: OSError) -> None:
        nonlocal complete
        complete = False
        collection.failures.append(Failure(str(error.filename), f"folder tidak dapat dibuka ({error.strerror})."))

    root = folder.resolve()
    for path in _files_below(folder, note_error):
        name = path.relative_to(folder)
        if path.suffix.lower() not in SUPPORTED or _EXPLAINS_FOLDER.match(path.name):
            collection.skipped.append(str(path))
        elif path.is_file():
            collection.add(_entry(path, root, name))
    if complete:
        collection.folders.append(root.name)


def _files_below(folder: Path, note_error: Callable[[OSError], None]) -> list[Path]:
    """All files that are not hidden and in no hidden folder; links to folders are not followed, they may form a ring."""
    found: list[Path] = []
    for where, folders, files in os.walk(folder, onerror=note_error):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(where, name) for name in sorted(files) if not name.startswith(".")]
    return found


def _entry(path: Path, root: Path, below: Path | None = None) -> Entry:
    name = clean_line((below or Path(path.name)).as_posix())
    return Entry(path=path, id=f"{clean_line(root.name)}/{name}", name=name)
