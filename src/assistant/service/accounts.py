"""Who may open the page: a file of names and hashed passwords, as `htpasswd -B` writes it.

The only file that knows the library `bcrypt`. No message shows a line of the file: it may hold a password by mistake.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import shlex
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import bcrypt

from assistant.errors import AssistantError, SettingsError

LONGEST_NAME = 64
SHORTEST_PASSWORD = 8
"""In characters."""
LONGEST_PASSWORD = 72
"""In bytes of UTF-8: bcrypt takes no more."""
ADD_COMMAND = "python -m assistant.users add NAMA"

# The four letters end the salt: of their bits only the first two belong to it, and bcrypt refuses others.
_HASH = re.compile(r"\$2[abxy]\$(?:0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{21}[.Oeu][./A-Za-z0-9]{31}")


class AccountError(AssistantError):
    """A name or a password that cannot be used."""


class _Missing(SettingsError):  # noqa: N818 (named for what happened)
    """There is no such file."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the file that is neither empty nor a comment. `name` and `hashed` are empty if it is damaged."""

    number: int
    name: str
    hashed: str


class Accounts:
    """The users of a file, which is read again whenever it changes. Usable from several threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[object, Mapping[str, str]] = (None, {})

    @classmethod
    def open(cls, path: Path) -> Accounts:
        """The users of a file that can be used as it is. Raises SettingsError, with what to do, for any other."""
        if not user_names(path):
            raise SettingsError(f"Berkas pengguna {path} belum berisi pengguna. Tambahkan dengan: {_add_command(path)}")
        return cls(path)

    def knows(self, name: str, password: str) -> bool:
        """Whether this is the password of that name. Takes a quarter of a second, on purpose: use a thread.

        Damaged lines know nobody; a file that has gone knows nobody at all.
        """
        users = self._users()
        tried = _bytes(password)
        if not users or tried is None or len(tried) > LONGEST_PASSWORD:
            return False
        # An unknown name is tried against the hash of somebody else. It takes as long, so that time tells no names.
        others = sorted(users.values())
        hashed = users.get(name) or others[hash(name) % len(others)]
        return bcrypt.checkpw(tried, hashed.encode()) and name in users

    def _users(self) -> Mapping[str, str]:
        state = _state(self._path)
        known, users = self._read
        if state != known:
            users = _usable(self._path)
            # One assignment: another thread sees the old users or the new ones. The state is that of before reading, so
            # that what is written meanwhile is read the next time.
            self._read = (state, users)
        return users


def user_names(path: Path) -> tuple[str, ...]:
    """The names in a file, in its order. Raises SettingsError if it is missing, unreadable, or has a damaged line."""
    return _names(path, _content(path))


def check_name(name: str) -> None:
    """Raise AccountError for a name that nobody can be given."""
    if not name or len(name) > LONGEST_NAME:
        raise AccountError(f"Nama pengguna harus 1 sampai {LONGEST_NAME} huruf; yang ini {len(name)}.")
    # Letters that cannot be seen make two names look alike; a line that begins with # is a comment.
    if not name.isprintable() or name != name.strip() or ":" in name or name.startswith("#"):
        raise AccountError(
            f"Nama pengguna {name!r} tidak dapat dipakai. Jangan memakai titik dua, spasi di tepi, tanda # di depan, atau "
            "huruf yang tidak tampak. Contoh: siti.rahma"
        )


def add_user(path: Path, name: str, password: str) -> None:
    """Add a user, or give one a new password; makes the file if there is none, readable only by its owner.

    Raises AccountError for a name or password that cannot be used, SettingsError for a file that cannot.
    """
    check_name(name)
    hashed = bcrypt.hashpw(_checked_password(password), bcrypt.gensalt())
    try:
        content = _content(path)
    except _Missing:
        content = b""
    _names(path, content)  # a file of something else is left alone
    _write(path, [*_without(content, name), name.encode() + b":" + hashed])


def remove_user(path: Path, name: str) -> bool:
    """Remove a user; False if there is no such name. Raises SettingsError if the file cannot be read or written."""
    content = _content(path)
    kept = _without(content, name)
    if len(kept) == len(content.splitlines()):
        return False
    _write(path, kept)
    return True


def _checked_password(password: str) -> bytes:
    encoded = _bytes(password)
    if encoded is None:
        raise AccountError("Kata sandi berisi huruf yang bukan UTF-8. Ketik ulang, atau pilih kata sandi lain.")
    if len(password) < SHORTEST_PASSWORD:
        raise AccountError(f"Kata sandi terlalu pendek: {len(password)} huruf, paling sedikit {SHORTEST_PASSWORD}.")
    if len(encoded) > LONGEST_PASSWORD:
        raise AccountError(
            f"Kata sandi terlalu panjang: {len(encoded)} bita dalam UTF-8, paling banyak {LONGEST_PASSWORD}. Huruf biasa "
            "satu bita, huruf beraksen atau emoji dua sampai empat."
        )
    return encoded


def _bytes(password: str) -> bytes | None:
    """None for half a character, which browsers and terminals can send and no password has."""
    try:
        return password.encode()
    except UnicodeEncodeError:
        return None


def _state(path: Path) -> object:
    """Differs whenever the file was changed or replaced; None if it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    # The last one changes with the permission to read it, too.
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns


def _usable(path: Path) -> Mapping[str, str]:
    """The users while the page is being served: somebody's slip in the file must lock out nobody else."""
    try:
        content = _content(path)
    except SettingsError as error:
        logging.warning("%s", error)
        return {}
    users: dict[str, str] = {}
    for line in _lines(content):
        if not line.name or line.name in users:
            logging.warning("Baris %d pada berkas pengguna %s diabaikan: rusak atau mengulang nama.", line.number, path)
        else:
            users[line.name] = line.hashed
    return users


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise _Missing(f"Berkas pengguna {path} tidak ada. Buat dengan: {_add_command(path)}") from error
    except OSError as error:
        raise SettingsError(
            f"Berkas pengguna {path} tidak dapat dibaca ({error.strerror}). Pastikan itu berkas, dan boleh dibaca oleh "
            "yang menjalankan program ini."
        ) from error


def _lines(content: bytes) -> Iterator[_Line]:
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        text = line.decode("utf-8", "replace").strip()
        if not text or text.startswith("#"):
            continue
        name, _, hashed = text.partition(":")
        usable = name.isprintable() and "\ufffd" not in name and _HASH.fullmatch(hashed)
        yield _Line(number, name, hashed) if usable else _Line(number, "", "")


def _names(path: Path, content: bytes) -> tuple[str, ...]:
    names: dict[str, int] = {}
    for line in _lines(content):
        if not line.name:
            raise SettingsError(
                f"Baris {line.number} pada berkas pengguna {path} bukan nama:kata-sandi-teracak (bcrypt). Hapus baris itu, "
                f"lalu tambahkan penggunanya dengan: {_add_command(path)} (atau: htpasswd -B {shlex.quote(str(path))} NAMA)"
            )
        if line.name in names:
            raise SettingsError(
                f"Baris {line.number} pada berkas pengguna {path} mengulang nama dari baris {names[line.name]}. Hapus salah "
                "satunya, supaya jelas kata sandi mana yang berlaku."
            )
        names[line.name] = line.number
    return tuple(names)


def _without(content: bytes, name: str) -> list[bytes]:
    """The lines of a file but those of a user, as they are, without their line ends."""
    gone = {line.number for line in _lines(content) if line.name == name}
    return [line for number, line in enumerate(content.splitlines(), start=1) if number not in gone]


def _write(path: Path, lines: Sequence[bytes]) -> None:
    """Replace the file as a whole, so that a page being served never reads half of it. Owner and mode stay."""
    target = path.resolve()  # a link stays a link
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
            temporary = Path(file.name)
            file.write(b"".join(line + b"\n" for line in lines))
            file.flush()
            os.fsync(file.fileno())
        _dress_like(target, temporary)
        os.replace(temporary, target)
    except OSError as error:
        if temporary:
            temporary.unlink(missing_ok=True)
        raise SettingsError(
            f"Berkas pengguna {path} tidak dapat ditulis ({error.strerror}). Pastikan foldernya ada dan boleh ditulisi."
        ) from error


def _dress_like(target: Path, temporary: Path) -> None:
    """Whoever may read the old file may read the new one, also after an administrator changed it."""
    try:
        old = target.stat()
    except FileNotFoundError:
        return  # a temporary file is its owner's alone, as a new one should be
    # Only an administrator may give a file away; who is none owns both files anyway.
    with contextlib.suppress(PermissionError):
        os.chown(temporary, old.st_uid, old.st_gid)
    temporary.chmod(old.st_mode & 0o777)


def _add_command(path: Path) -> str:
    return f"{ADD_COMMAND} --file {shlex.quote(str(path))}"
