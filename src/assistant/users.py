"""Who may open the page: `python -m assistant.users add NAMA`, `remove NAMA`, `list`. `--help` says how to use it."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from assistant.errors import AssistantError, SettingsError
from assistant.service.accounts import (
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    AccountError,
    add_user,
    check_name,
    remove_user,
    user_names,
)
from assistant.settings import read_settings

HELP = f"""\
Mengatur siapa yang boleh membuka halaman Asisten Netralitas ASN: berkas berisi nama dan kata sandi yang sudah diacak.

Cara pakai:
  python -m assistant.users add NAMA        tambahkan pengguna, atau ganti kata sandinya
  python -m assistant.users remove NAMA     hapus pengguna
  python -m assistant.users list            cetak nama semua pengguna

Contoh:
  python -m assistant.users add siti.rahma --file ~/pengguna.txt
  ASSISTANT_AUTH_FILE=~/pengguna.txt python app.py
  python -m assistant.users remove siti.rahma --file ~/pengguna.txt
  python -m assistant.users add tamu --file ~/pengguna.txt < kata-sandi.txt

Pilihan:
  --file BERKAS  berkas pengguna (bawaan: isi ASSISTANT_AUTH_FILE); dibuat bila belum ada
  -h, --help     tampilkan bantuan ini

Kata sandi ditanyakan dua kali dan tidak tampak selagi diketik. Bila masukannya bukan terminal, satu baris dibaca dari sana,
sehingga kata sandi tidak perlu ditulis pada perintah. Panjangnya paling sedikit {SHORTEST_PASSWORD} huruf
dan paling banyak {LONGEST_PASSWORD} bita.

Halaman yang sedang berjalan memakai isi baru sejak orang berikutnya masuk; yang sudah masuk tetap di dalam sampai program
dihentikan. Berkas dari htpasswd -B juga dapat dipakai.

Kode keluar: 0 berhasil, 1 gagal, 2 perintahnya salah.
"""
WRONG_COMMAND = "Perintah tidak dapat dijalankan ({message}).\nLihat: python -m assistant.users --help\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Change or print the users of the file. Returns the exit code: 0 done, 1 an AssistantError; 2 leaves as SystemExit."""
    options = _options(arguments)
    try:
        path = _file(options.file)
        if options.action == "add":
            check_name(options.name)  # before a password is asked for
            add_user(path, options.name, _password(options.name))
            print(f"Pengguna {options.name} tersimpan di {path}.")
        elif options.action == "remove":
            _remove(path, options.name)
        else:
            _list(path)
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    except (KeyboardInterrupt, EOFError):
        print("\nDibatalkan; tidak ada yang diubah.", file=sys.stderr)
        return 1
    return 0


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, WRONG_COMMAND.format(message=message))

    def format_help(self) -> str:
        return HELP


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _Parser(allow_abbrev=False)
    parser.add_argument("action", nargs="?", choices=("add", "remove", "list"))
    parser.add_argument("name", nargs="?")
    parser.add_argument("--file")
    options = parser.parse_args(arguments)
    if not options.action:
        parser.exit(2, HELP)
    if options.action == "list" and options.name is not None:
        parser.error("list tidak memerlukan nama")
    if options.action != "list" and options.name is None:
        parser.error(f"{options.action} memerlukan nama pengguna")
    return options


def _file(given: str | None) -> Path:
    path = Path(given).expanduser().resolve() if given else read_settings().auth_file
    if path is None:
        raise SettingsError(
            "Berkas pengguna belum disebut. Tambahkan --file BERKAS, atau atur ASSISTANT_AUTH_FILE ke berkas yang dipakai "
            "halaman."
        )
    return path


def _password(name: str) -> str:
    if not sys.stdin.isatty():
        try:
            line = sys.stdin.readline()
        except UnicodeDecodeError as error:
            raise AccountError("Kata sandi pada masukan bukan teks UTF-8. Simpan ulang sebagai UTF-8.") from error
        if not line:
            raise AccountError("Kata sandi tidak ada pada masukan. Kirimkan satu baris, atau jalankan di terminal.")
        return line.removesuffix("\n").removesuffix("\r")
    password = getpass.getpass(f"Kata sandi untuk {name}: ")
    if getpass.getpass("Sekali lagi: ") != password:
        raise AccountError("Kedua kata sandi tidak sama; tidak ada yang diubah. Ulangi perintahnya.")
    return password


def _remove(path: Path, name: str) -> None:
    if not remove_user(path, name):
        raise AccountError(
            f"Tidak ada pengguna {name!r} di {path}. Lihat nama-namanya dengan: python -m assistant.users list --file {path}"
        )
    print(f"Pengguna {name} dihapus dari {path}.")
    try:
        left = user_names(path)
    except SettingsError as damaged:  # the user is gone all the same
        print(damaged, file=sys.stderr)
        return
    if not left:
        print("Berkas itu kini tanpa pengguna: tidak ada yang dapat masuk ke halaman.", file=sys.stderr)


def _list(path: Path) -> None:
    names = user_names(path)
    for name in names:
        print(name)
    if not names:
        print(f"Belum ada pengguna di {path}.", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
