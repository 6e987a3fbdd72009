"""`python -m assistant.users`: what is asked, printed and kept, and the exit codes."""

from __future__ import annotations

import getpass
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import bcrypt
import pytest

from assistant.service.accounts import Accounts, user_names
from assistant.settings import PROJECT_ROOT
from assistant.users import main

PASSWORD = "kuda-laut-biru"
CHEAP = bcrypt.gensalt(4)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Typing:
    """Somebody at a terminal who types these passwords one after the other."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.passwords: Iterator[str | BaseException] = iter(())
        self.asked: list[str] = []
        monkeypatch.setattr(sys, "stdin", Terminal())
        monkeypatch.setattr(getpass, "getpass", self._getpass)

    def will_type(self, *passwords: str | BaseException) -> None:
        self.passwords = iter(passwords)

    def _getpass(self, prompt: str) -> str:
        self.asked.append(prompt)
        typed = next(self.passwords)
        if isinstance(typed, BaseException):
            raise typed
        return typed


@pytest.fixture(autouse=True)
def _new_hashes_are_cheap_and_nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bcrypt, "gensalt", lambda: CHEAP)
    monkeypatch.delenv("ASSISTANT_AUTH_FILE", raising=False)


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Typing:
    return Typing(monkeypatch)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pengguna"


def piped(monkeypatch: pytest.MonkeyPatch, text: str | bytes) -> None:
    content = text if isinstance(text, bytes) else text.encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), "utf-8", newline=""))


def run(*arguments: str, path: Path) -> int:
    return main([*arguments, "--file", str(path)])


def test_a_user_is_added_with_a_password_typed_twice(
    path: Path, typing: Typing, capsys: pytest.CaptureFixture[str]
) -> None:
    typing.will_type(PASSWORD, PASSWORD)
    assert run("add", "siti", path=path) == 0
    assert Accounts.open(path).knows("siti", PASSWORD)
    assert len(typing.asked) == 2
    assert "siti" in typing.asked[0]
    printed = capsys.readouterr()
    assert str(path) in printed.out
    assert PASSWORD not in printed.out + printed.err


def test_two_passwords_that_differ_change_nothing(
    path: Path, typing: Typing, capsys: pytest.CaptureFixture[str]
) -> None:
    typing.will_type(PASSWORD, PASSWORD + "x")
    assert run("add", "siti", path=path) == 1
    assert not path.exists()
    assert "tidak sama" in capsys.readouterr().err


@pytest.mark.parametrize("given_up", [KeyboardInterrupt(), EOFError()])
def test_who_gives_up_while_typing_changes_nothing(
    path: Path, typing: Typing, given_up: BaseException, capsys: pytest.CaptureFixture[str]
) -> None:
    typing.will_type(PASSWORD, given_up)
    assert run("add", "siti", path=path) == 1
    assert not path.exists()
    assert "Dibatalkan" in capsys.readouterr().err


def test_a_name_that_cannot_be_used_is_told_before_a_password_is_asked_for(
    path: Path, typing: Typing, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("add", "a:b", path=path) == 1
    assert typing.asked == []
    assert "Nama pengguna" in capsys.readouterr().err


def test_a_short_password_is_refused(path: Path, typing: Typing, capsys: pytest.CaptureFixture[str]) -> None:
    typing.will_type("pendek", "pendek")
    assert run("add", "siti", path=path) == 1
    assert not path.exists()
    assert "terlalu pendek" in capsys.readouterr().err


@pytest.mark.parametrize("ending", ["", "\n", "\r\n", "\nbaris kedua\n"])
def test_a_script_gives_the_password_as_one_line(path: Path, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    piped(monkeypatch, f" {PASSWORD} {ending}")
    assert run("add", "siti", path=path) == 0
    assert Accounts.open(path).knows("siti", f" {PASSWORD} ")


@pytest.mark.parametrize(("content", "told"), [(b"", "tidak ada"), (b"\xff\xfe\n", "UTF-8"), (b"\n", "pendek")])
def test_a_script_that_gives_no_password_is_told_so(
    path: Path, content: bytes, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    piped(monkeypatch, content)
    assert run("add", "siti", path=path) == 1
    assert not path.exists()
    assert told in capsys.readouterr().err


def test_the_names_are_listed_one_a_line(path: Path, typing: Typing, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("siti", "budi"):
        typing.will_type(PASSWORD, PASSWORD)
        run("add", name, path=path)
    capsys.readouterr()
    assert run("list", path=path) == 0
    assert capsys.readouterr() == ("siti\nbudi\n", "")


def test_an_empty_list_is_said_to_be_empty_beside_the_output(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.touch()
    assert run("list", path=path) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Belum ada pengguna" in printed.err


def test_a_user_is_removed_and_the_last_one_with_a_warning(
    path: Path, typing: Typing, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("siti", "budi"):
        typing.will_type(PASSWORD, PASSWORD)
        run("add", name, path=path)
    assert run("remove", "siti", path=path) == 0
    assert user_names(path) == ("budi",)
    assert capsys.readouterr().err == ""
    assert run("remove", "budi", path=path) == 0
    assert "tidak ada yang dapat masuk" in capsys.readouterr().err


def test_a_user_is_removed_from_a_damaged_file_too(
    path: Path, typing: Typing, capsys: pytest.CaptureFixture[str]
) -> None:
    typing.will_type(PASSWORD, PASSWORD)
    run("add", "siti", path=path)
    path.write_text("rusak\n" + path.read_text())
    assert run("remove", "siti", path=path) == 0
    assert path.read_text() == "rusak\n"
    assert "Baris 1" in capsys.readouterr().err


def test_removing_somebody_who_is_not_there_fails(
    path: Path, typing: Typing, capsys: pytest.CaptureFixture[str]
) -> None:
    typing.will_type(PASSWORD, PASSWORD)
    run("add", "siti", path=path)
    assert run("remove", "sitti", path=path) == 1
    printed = capsys.readouterr().err
    assert "'sitti'" in printed
    assert "list" in printed
    assert user_names(path) == ("siti",)


@pytest.mark.parametrize("arguments", [("list",), ("remove", "siti")])
def test_a_missing_file_fails_with_what_to_do(
    path: Path, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments, path=path) == 1
    assert "assistant.users add" in capsys.readouterr().err
    assert not path.exists()


def test_the_file_of_the_page_is_used_unless_another_is_named(
    path: Path, typing: Typing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_AUTH_FILE", str(path))
    typing.will_type(PASSWORD, PASSWORD, PASSWORD, PASSWORD)
    assert main(["add", "siti"]) == 0
    assert run("add", "budi", path=path.with_name("lain")) == 0
    assert user_names(path) == ("siti",)
    assert user_names(path.with_name("lain")) == ("budi",)


def test_without_any_file_it_is_said_where_to_name_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 1
    printed = capsys.readouterr().err
    assert "--file" in printed
    assert "ASSISTANT_AUTH_FILE" in printed


def test_a_file_in_the_home_folder_may_be_written_with_a_tilde(
    tmp_path: Path, typing: Typing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    typing.will_type(PASSWORD, PASSWORD)
    assert main(["add", "siti", "--file", "~/pengguna"]) == 0
    assert user_names(tmp_path / "pengguna") == ("siti",)


@pytest.mark.parametrize(
    "arguments",
    [["add"], ["remove"], ["list", "siti"], ["ganti", "siti"], ["add", "siti", "budi"], ["list", "--fil", "x"]],
)
def test_a_wrong_command_says_where_to_look(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert "python -m assistant.users --help" in capsys.readouterr().err


def test_help_teaches_in_indonesian(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    shown = capsys.readouterr().out
    for part in (
        "Cara pakai",
        "Contoh",
        "add NAMA",
        "remove NAMA",
        "list",
        "--file",
        "ASSISTANT_AUTH_FILE",
        "Kode keluar",
    ):
        assert part in shown
    assert "usage" not in shown


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([])
    assert "Cara pakai" in capsys.readouterr().err


def test_it_runs_as_a_command(path: Path) -> None:
    command = [sys.executable, "-m", "assistant.users"]
    done = subprocess.run(
        [*command, "add", "siti", "--file", str(path)],
        cwd=PROJECT_ROOT,
        input=f"{PASSWORD}\n",
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert Accounts.open(path).knows("siti", PASSWORD)
