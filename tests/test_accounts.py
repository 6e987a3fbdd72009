"""The file of users: what is read, what is refused, what is written, and that time tells no names."""

from __future__ import annotations

import logging
import os
import stat
import string
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import bcrypt
import pytest

from assistant.errors import AssistantError, SettingsError
from assistant.service.accounts import AccountError, Accounts, add_user, remove_user, user_names

PASSWORD = "kuda-laut-biru"
# The lowest cost bcrypt has: these tests check hundreds of passwords.
CHEAP = bcrypt.gensalt(4)


def hashed(password: str = PASSWORD, kind: str = "$2b$") -> str:
    return kind + bcrypt.hashpw(password.encode(), CHEAP).decode()[4:]


SITI = f"siti:{hashed()}\n"


@pytest.fixture(autouse=True)
def _new_hashes_are_cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bcrypt, "gensalt", lambda: CHEAP)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pengguna"


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def accounts(path: Path, content: str | bytes = SITI) -> Accounts:
    return Accounts.open(written(path, content))


# Who is known


def test_a_user_is_known_by_name_and_password_together(path: Path) -> None:
    users = accounts(path, SITI + f"budi:{hashed('lain sekali')}\n")
    assert users.knows("siti", PASSWORD)
    assert users.knows("budi", "lain sekali")
    assert not users.knows("siti", "lain sekali")
    assert not users.knows("budi", PASSWORD)
    assert not users.knows("siti", "")
    assert not users.knows("Siti", PASSWORD)


@pytest.mark.parametrize("name", ["orang", "", "\ud800", "siti:", f"siti:{hashed()}"])
def test_an_unknown_name_is_known_with_nobodys_password(path: Path, name: str) -> None:
    assert not accounts(path).knows(name, PASSWORD)


@pytest.mark.parametrize("kind", ["$2y$", "$2b$", "$2a$"])
def test_the_hashes_of_htpasswd_and_of_other_programs_work(path: Path, kind: str) -> None:
    assert accounts(path, f"siti:{hashed(kind=kind)}\n").knows("siti", PASSWORD)


def test_a_hash_from_elsewhere_works(path: Path) -> None:
    # A test vector published with bcrypt, written as htpasswd does.
    users = accounts(path, "siti:$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")
    assert users.knows("siti", "U*U")
    assert not users.knows("siti", "U*V")


def test_comments_and_blank_lines_and_windows_line_ends_are_allowed(path: Path) -> None:
    users = accounts(path, f"\ufeffandi:{hashed()}\r\n\r\n  # Bagian hukum\r\n\t\r\n{SITI}".encode())
    assert user_names(path) == ("andi", "siti")
    assert users.knows("siti", PASSWORD)
    assert users.knows("andi", PASSWORD)


@pytest.mark.parametrize("password", ["x" * 73, "é" * 37, "x" * 1_000_000, "\ud800" * 10, PASSWORD + "\x00"])
def test_a_password_that_cannot_be_one_is_wrong_rather_than_an_error(path: Path, password: str) -> None:
    assert not accounts(path).knows("siti", password)


def test_a_long_password_is_not_cut(path: Path) -> None:
    users = accounts(path, f"siti:{hashed('x' * 72)}")
    assert users.knows("siti", "x" * 72)
    assert not users.knows("siti", "x" * 73)


@pytest.mark.parametrize("name", ["siti", "orang", "", "sit"])
def test_every_name_takes_one_check_of_the_same_cost(path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[bytes] = []

    def check(password: bytes, hashed: bytes) -> bool:
        checked.append(hashed)
        return True

    costly = "$2b$14$" + hashed()[7:]
    users = accounts(path, f"siti:{costly}")
    monkeypatch.setattr(bcrypt, "checkpw", check)
    # Even where the password of somebody else fits, an unknown name is nobody.
    assert users.knows(name, PASSWORD) is (name == "siti")
    assert checked == [costly.encode()]


def test_an_over_long_password_is_told_apart_for_no_name(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    users = accounts(path)
    monkeypatch.setattr(bcrypt, "checkpw", lambda *_: pytest.fail("bcrypt was asked"))
    assert [users.knows(name, "x" * 73) for name in ("siti", "orang")] == [False, False]


# What changes while the page is being served


def test_who_is_added_or_removed_is_noticed_at_once(path: Path) -> None:
    users = accounts(path)
    add_user(path, "budi", "lain sekali")
    assert users.knows("budi", "lain sekali")
    assert remove_user(path, "siti")
    assert not users.knows("siti", PASSWORD)
    add_user(path, "budi", "baru sekali")
    assert not users.knows("budi", "lain sekali")
    assert users.knows("budi", "baru sekali")


def test_a_file_that_stays_is_read_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    users = accounts(path)
    read: list[Path] = []
    original = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: (read.append(self), original(self))[1])
    assert all(users.knows("siti", PASSWORD) for _ in range(5))
    assert read == [path]


def test_a_change_of_the_same_length_is_noticed(path: Path) -> None:
    users = accounts(path)
    assert users.knows("siti", PASSWORD)
    before = path.stat()
    written(path, f"siti:{hashed('lain sekali')}\n")
    os.utime(path, ns=(0, before.st_mtime_ns + 1))
    assert path.stat().st_size == before.st_size
    assert users.knows("siti", "lain sekali")


def test_a_file_that_has_gone_lets_nobody_in_until_it_is_back(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    users = accounts(path)
    assert users.knows("siti", PASSWORD)
    path.rename(path.with_name("lain"))
    with caplog.at_level(logging.WARNING):
        assert not any(users.knows("siti", PASSWORD) for _ in range(3))
    assert len(caplog.messages) == 1
    assert str(path) in caplog.text
    path.with_name("lain").rename(path)
    assert users.knows("siti", PASSWORD)


def test_a_file_that_may_be_read_again_is_read_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    users = accounts(path)

    def forbidden(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as while_forbidden:
        while_forbidden.setattr(Path, "read_bytes", forbidden)
        assert not users.knows("siti", PASSWORD)
    path.chmod(0o644)
    assert users.knows("siti", PASSWORD)


def test_a_slip_in_the_file_locks_out_nobody_else(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    users = accounts(path)
    with caplog.at_level(logging.WARNING):
        written(path, f"budi:rahasia-budi\n{SITI}siti:{hashed('kedua kali')}\n".encode() + b"\xff\xfe:x\n")
        assert users.knows("siti", PASSWORD)
        assert not users.knows("siti", "kedua kali")
        assert not users.knows("budi", "rahasia-budi")
    assert [message.split(" pada ")[0] for message in caplog.messages] == ["Baris 1", "Baris 3", "Baris 4"]
    assert "rahasia-budi" not in caplog.text


def test_a_file_whose_users_are_all_gone_knows_nobody(path: Path) -> None:
    users = accounts(path)
    remove_user(path, "siti")
    assert not users.knows("siti", PASSWORD)


# Files that cannot be used


DAMAGED = [
    "siti",
    "siti:",
    "siti:rahasia-sekali",
    f":{hashed()}",
    f"siti {hashed()}",
    f"siti:{hashed()[:-1]}",
    f"siti:{hashed()}x",
    f"siti:{hashed()}:x",
    "siti:$apr1$lZL6V/ci$eIMz/iKDkbtys/uU7LEK00",
    "siti:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
    f"siti:$2b$03${hashed()[7:]}",
    f"siti:$2b$32${hashed()[7:]}",
    f"si\x07ti:{hashed()}",
]


@pytest.mark.parametrize("line", DAMAGED)
def test_a_damaged_line_is_told_by_its_number_and_how_to_mend_it(path: Path, line: str) -> None:
    written(path, f"# Pengguna\nandi:{hashed()}\n{line}\n")
    with pytest.raises(
        SettingsError, match=r"Baris 3 .*python -m assistant\.users add NAMA --file .*htpasswd -B"
    ) as error:
        Accounts.open(path)
    assert str(path) in str(error.value)
    assert "rahasia-sekali" not in str(error.value)


@pytest.mark.parametrize("line", [b"\xff\xfes\x00i\x00", b"si\xffti:" + hashed().encode()])
def test_what_is_no_text_is_a_damaged_line(path: Path, line: bytes) -> None:
    with pytest.raises(SettingsError, match="Baris 1 "):
        accounts(path, line)


def test_a_name_that_occurs_twice_is_told_by_both_lines(path: Path) -> None:
    with pytest.raises(SettingsError, match=r"Baris 4 .*baris 1"):
        accounts(path, SITI + f"budi:{hashed()}\n\n" + SITI)


@pytest.mark.parametrize("content", ["", "\n", "# siti:nanti\n"])
def test_a_file_without_users_is_refused_with_the_command_that_adds_one(path: Path, content: str) -> None:
    with pytest.raises(SettingsError, match=r"belum berisi pengguna.*assistant\.users add"):
        accounts(path, content)
    assert user_names(path) == ()


def test_a_missing_file_is_refused_with_the_command_that_makes_it(tmp_path: Path) -> None:
    for use in (Accounts.open, user_names, lambda path: remove_user(path, "siti")):
        with pytest.raises(SettingsError, match=r"tidak ada.*add NAMA --file '.*bagian hukum/pengguna'"):
            use(tmp_path / "bagian hukum" / "pengguna")


def test_a_folder_is_no_file_of_users(tmp_path: Path) -> None:
    for use in (Accounts.open, lambda path: add_user(path, "siti", PASSWORD), lambda path: remove_user(path, "siti")):
        with pytest.raises(SettingsError, match="tidak dapat dibaca"):
            use(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="An administrator may read everything.")
def test_a_file_one_may_not_read_is_refused(path: Path) -> None:
    written(path, SITI).chmod(0)
    with pytest.raises(SettingsError, match="tidak dapat dibaca"):
        Accounts.open(path)


@pytest.mark.parametrize("place", [28, 59])
def test_no_hash_that_is_let_through_is_too_much_for_bcrypt(path: Path, place: int) -> None:
    good = hashed()
    usable = 0
    for letter in "./" + string.ascii_letters + string.digits:
        written(path, f"siti:{good[:place]}{letter}{good[place + 1 :]}")
        try:
            users = Accounts.open(path)
        except SettingsError:
            continue
        usable += 1
        assert users.knows("siti", PASSWORD) is (letter == good[place])
    assert usable == {28: 4, 59: 64}[place]


# Adding and removing


def test_the_first_user_makes_a_file_that_only_its_owner_reads(path: Path) -> None:
    add_user(path, "siti", PASSWORD)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Accounts.open(path).knows("siti", PASSWORD)
    assert path.read_text().startswith("siti:$2b$")
    assert path.read_text().endswith("\n")
    assert PASSWORD not in path.read_text()


def test_a_user_added_again_has_only_the_new_password(path: Path) -> None:
    for password in (PASSWORD, "lain sekali"):
        add_user(path, "siti", password)
    assert user_names(path) == ("siti",)
    assert Accounts.open(path).knows("siti", "lain sekali")
    assert not Accounts.open(path).knows("siti", PASSWORD)


def test_everything_else_in_the_file_stays_as_it_is(path: Path) -> None:
    others = f"# Bagian hukum\n\nandi:{hashed()}\n  budi:{hashed()}"
    written(path, others)
    add_user(path, "siti", PASSWORD)
    assert path.read_text().startswith(others + "\nsiti:")
    assert remove_user(path, "siti")
    assert path.read_text() == others + "\n"
    assert remove_user(path, "budi")
    assert path.read_text() == others.rsplit("\n", 1)[0] + "\n"


def test_removing_takes_the_very_name_and_says_whether_there_was_one(path: Path) -> None:
    content = f"siti.rahma:{hashed()}\n{SITI}"
    written(path, content)
    before = path.stat().st_ino
    assert not remove_user(path, "sit")
    assert not remove_user(path, "")
    assert not remove_user(path, "siti:")
    assert (path.read_text(), path.stat().st_ino) == (content, before)
    assert remove_user(path, "siti")
    assert user_names(path) == ("siti.rahma",)


def test_somebody_can_be_removed_from_a_damaged_file(path: Path) -> None:
    written(path, f"rusak\n{SITI}{SITI}")
    assert remove_user(path, "siti")
    assert path.read_text() == "rusak\n"


def test_a_file_of_something_else_is_left_alone(path: Path) -> None:
    written(path, "# Asisten\n\nBaca dahulu.\n")
    with pytest.raises(SettingsError, match="Baris 3"):
        add_user(path, "siti", PASSWORD)
    assert path.read_text() == "# Asisten\n\nBaca dahulu.\n"


@pytest.mark.parametrize("mode", [0o640, 0o600, 0o444])
def test_who_may_read_the_file_may_read_it_afterwards(path: Path, mode: int) -> None:
    written(path, SITI).chmod(mode)
    add_user(path, "budi", PASSWORD)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="Only an administrator gives files away.")
def test_a_file_an_administrator_changes_stays_its_owners(path: Path) -> None:
    os.chown(written(path, SITI), 12345, 23456)
    add_user(path, "budi", PASSWORD)
    assert (path.stat().st_uid, path.stat().st_gid) == (12345, 23456)


def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    written(path, SITI)
    link = tmp_path / "tautan"
    link.symlink_to(path)
    add_user(link, "budi", PASSWORD)
    assert link.is_symlink()
    assert user_names(path) == ("siti", "budi")


def test_what_cannot_be_written_leaves_the_old_file_and_nothing_else(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(path, SITI)

    def full(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(SettingsError, match=r"tidak dapat ditulis \(No space left"):
        add_user(path, "budi", PASSWORD)
    assert path.read_text() == SITI
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="foldernya ada"):
        add_user(tmp_path / "tidak ada" / "pengguna", "siti", PASSWORD)


def test_a_page_being_served_never_reads_half_a_file(path: Path) -> None:
    users = accounts(path)
    done = threading.Event()

    def rewrite() -> None:
        for number in range(60):
            add_user(path, f"tamu{number}", PASSWORD)
        done.set()

    def known() -> bool:
        always = True
        while not done.is_set():
            always &= users.knows("siti", PASSWORD)
        return always

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(known), pool.submit(known)]
        pool.submit(rewrite).result(timeout=60)
        assert all(reader.result(timeout=60) for reader in readers)
    assert len(user_names(path)) == 61


@pytest.mark.parametrize(
    "name",
    ["", " ", "a:b", " siti", "siti ", "#siti", "si\nti", "si\x00ti", "si\u200bti", "\ud800", "\ufeffsiti", "x" * 65],
)
def test_a_name_that_the_file_could_not_hold_is_refused(path: Path, name: str) -> None:
    with pytest.raises(AccountError, match="Nama pengguna"):
        add_user(path, name, PASSWORD)
    assert not path.exists()


@pytest.mark.parametrize(
    "name", ["s", "x" * 64, "Siti Rahma", "198507152010012003", "siti@contoh.go.id", "Ngurah é", "-"]
)
def test_any_other_name_is_a_name(path: Path, name: str) -> None:
    add_user(path, name, PASSWORD)
    assert user_names(path) == (name,)
    assert Accounts.open(path).knows(name, PASSWORD)


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("", "0 huruf"),
        ("1234567", "7 huruf"),
        ("é" * 7, "7 huruf"),
        ("x" * 73, "73 bita"),
        ("é" * 37, "74 bita"),
        ("\udcff" * 10, "UTF-8"),
    ],
)
def test_a_password_that_is_too_short_or_too_long_is_refused(path: Path, password: str, told: str) -> None:
    with pytest.raises(AccountError, match=told) as error:
        add_user(path, "siti", password)
    assert not path.exists()
    assert not password or password not in str(error.value)


@pytest.mark.parametrize("password", ["12345678", "x" * 72, "é" * 36, "😀" * 18, "spasi di tengah ", "titik:dua:#"])
def test_any_other_password_is_one(path: Path, password: str) -> None:
    add_user(path, "siti", password)
    assert Accounts.open(path).knows("siti", password)


def test_what_is_wrong_with_an_account_is_the_operators_to_mend() -> None:
    assert issubclass(AccountError, AssistantError)
