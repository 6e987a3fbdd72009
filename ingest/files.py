"""What to read: given files, folders, patterns and web addresses become entries, with the key of each document."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import ReadError
from assistant.text import clean_line
from assistant.types import Document
from ingest.destinations import parse_address
from ingest.formats.kinds import remedy_for
from ingest.read import SUPPORTED, read_data, read_document

# Any scheme, to say of the others that they are none of ours; with one slash where Path() took the second.
_ADDRESS = re.compile(r"^(?:([a-z][a-z0-9+.-]+)://|(https?|ftp):/)", re.IGNORECASE)
_FORGOT_SCHEME = re.compile(r"^(?:www\.|[\w.-]+\.(?:id|com|org|net)(?:/|$))", re.IGNORECASE)
_PATTERN = re.compile(r"[*?\[]")
# Explains a folder instead of being one of its documents.
_EXPLAINS_FOLDER = re.compile(r"^readme\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or a web address to read."""

    path: Path
    """Of a web address: nothing."""
    id: str
    """Of a web address: the address, which no folder's documents can have as their key."""
    name: str
    """Path below the given folder, the file name when the file itself was given, or the web address."""
    address: str = ""
    """Normalised, or empty for a file."""

    @property
    def shown(self) -> str:
        """What a person knows it by: its path or its address."""
        return self.address or str(self.path)


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
        if known is not entry and entry.path.resolve() != known.path.resolve():
            reason = f"berkas lain sudah memakai kunci {entry.id!r} ({known.path}). Beri salah satu folder nama yang berbeda."
            self.failures.append(Failure(str(entry.path), reason))


def find_files(given: Sequence[Path | str]) -> Found:
    """What stands under the given paths, patterns and addresses, folders recursively and in alphabetical order.

    Addresses should be strings: Path() makes one slash of two. Nothing is fetched. Never raises for what is bad.
    """
    collection = _Collection()
    for one in given:
        text = one if isinstance(one, str) else one.as_posix()
        if _ADDRESS.match(text):
            _add_address(_ADDRESS.sub(lambda match: f"{match[1] or match[2]}://", text), collection)
        elif _PATTERN.search(text) and not os.path.lexists(text):
            _add_matches(text, collection)
        else:
            _add_path(Path(one), collection)
    return Found(
        entries=tuple(collection.entries.values()),
        skipped=tuple(collection.skipped),
        failures=tuple(collection.failures),
        folders=tuple(collection.folders),
    )


def read_entry(entry: Entry, allow_private: bool = False) -> Document:
    """The document of an entry; one with an address is fetched, from an intranet only with `allow_private`.

    Raises ReadError with what is wrong and what to do.
    """
    if not entry.address:
        return read_document(entry.path, entry.id, entry.name)
    from ingest.addresses import fetch  # its HTTP library takes a third of a second to import, and files need none

    fetched = fetch(entry.address, allow_private=allow_private)
    return read_data(fetched.readable, fetched.suffix, entry.id, entry.name, fetched.final_address)


def _add_address(text: str, collection: _Collection) -> None:
    try:
        address = parse_address(text).address
    except ReadError as error:
        collection.failures.append(Failure(text, str(error)))
    else:
        collection.add(Entry(path=Path(), id=address, name=address, address=address))


def _add_matches(pattern: str, collection: _Collection) -> None:
    """Each match as if it had been typed, but what cannot be read is skipped as in a folder."""
    matches = [Path(match) for match in sorted(glob.glob(os.path.expanduser(pattern), recursive=True))]
    # "**" matches a folder and all that is in it: each file would come twice, under two keys.
    matches = [path for path in matches if not ("**" in pattern and path.is_dir())]
    readable = [path for path in matches if path.is_dir() or _is_document(path)]
    if not readable:
        found = f"tidak satu pun dari {len(matches)} yang cocok dapat dibaca" if matches else "tidak ada yang cocok"
        collection.failures.append(Failure(pattern, f"{found}. Periksa polanya. Yang dapat dibaca: {_suffixes()}."))
    for path in matches:
        if path in readable:
            _add_path(path, collection)
        else:
            collection.skipped.append(str(path))


def _add_path(path: Path, collection: _Collection) -> None:
    problem = _problem_of(path)
    if problem:
        collection.failures.append(Failure(str(path), problem))
    elif path.is_dir():
        _walk(path, collection)
    else:
        collection.add(_entry(path, path.resolve().parent))


def _problem_of(path: Path) -> str:
    try:
        if path.is_dir():
            return ""
        if not path.exists():
            hint = " Alamat web diawali https://." if _FORGOT_SCHEME.match(path.as_posix()) else ""
            return (
                f"tidak ada berkas atau folder dengan nama ini.{hint} "
                "Periksa ejaannya dan folder tempat Anda menjalankan perintah."
            )
        if not path.is_file():
            return "bukan berkas biasa. Berikan berkas atau folder."
    except OSError as error:
        return f"tidak dapat dibuka ({error.strerror or error})."
    if path.suffix.lower() not in SUPPORTED:
        kind = f"akhiran {path.suffix!r}" if path.suffix else "berkas tanpa akhiran"
        remedy = remedy_for(path.suffix)
        return " ".join(filter(None, [f"{kind} belum didukung. Yang dapat dibaca sekarang: {_suffixes()}.", remedy]))
    return ""


def _is_document(path: Path) -> bool:
    """Whether a file that was not named by itself is read."""
    return path.suffix.lower() in SUPPORTED and not _EXPLAINS_FOLDER.match(path.name)


def _suffixes() -> str:
    return f"{', '.join(SUPPORTED[:-1])}, dan {SUPPORTED[-1]}"


def _walk(folder: Path, collection: _Collection) -> None:
    complete = True

    def note_error(error: OSError) -> None:
        nonlocal complete
        complete = False
        collection.failures.append(Failure(str(error.filename), f"folder tidak dapat dibuka ({error.strerror})."))

    root = folder.resolve()
    for path in _files_below(folder, note_error):
        name = path.relative_to(folder)
        if not _is_document(path):
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
