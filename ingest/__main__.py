"""`python -m ingest`: documents into the vector store, from the command line."""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from assistant.errors import AssistantError
from assistant.settings import read_settings
from ingest import commands
from ingest.commands import Options
from ingest.help_text import HELP

# What argparse says, in the operator's language.
_MISTAKES = (
    (r"^unrecognized arguments: (.+)$", r"pilihan \1 tidak dikenal"),
    (r"^argument (\S+): expected (?:one|at least one) argument$", r"pilihan \1 perlu diisi"),
    (r"^argument (\S+): ignored explicit argument (.+)$", r"pilihan \1 tidak dapat diisi"),
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        for english, indonesian in _MISTAKES:
            message = re.sub(english, indonesian, message)
        self.exit(2, f"Perintah tidak dapat dijalankan: {message}.\nLihat: python -m ingest --help\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code as the help says."""
    for stream in (sys.stdout, sys.stderr):
        # A file name may hold bytes that are no text; it is still to be named.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    chosen = _parse(arguments)
    options = Options(
        paths=chosen.paths,
        remove=chosen.remove,
        cases=chosen.cases,
        prune=chosen.prune,
        dry_run=chosen.dry_run,
        allow_private=chosen.allow_private,
        as_json=chosen.json,
    )
    if chosen.list:
        run = commands.list_documents
    elif chosen.check:
        run = commands.check
    elif chosen.remove:
        run = commands.remove
    else:
        run = commands.rebuild if chosen.rebuild else commands.ingest
    try:
        return run(options, read_settings(store=chosen.store))
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(
            "\nDihentikan. Dokumen yang sudah selesai tetap tersimpan; ulangi perintahnya untuk melanjutkan.",
            file=sys.stderr,
        )
        return 130


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _Parser(prog="python -m ingest", add_help=False, allow_abbrev=False)
    parser.add_argument("paths", nargs="*")  # no Path: it would make one slash of an address's two
    parser.add_argument("--store")
    parser.add_argument("--cases", nargs="+", default=[], type=Path)
    parser.add_argument("--remove", nargs="+", default=[], metavar="ID")
    for flag in ("--json", "--list", "--check", "--rebuild", "--prune", "--dry-run", "--allow-private"):
        parser.add_argument(flag, action="store_true")
    parser.add_argument("-h", "--help", action="store_true")
    options = parser.parse_args(arguments)
    if options.help:
        print(HELP, end="")
        parser.exit(0)
    _check_combination(parser, options)
    return options


def _check_combination(parser: _Parser, options: argparse.Namespace) -> None:
    adds = bool(options.paths) and not options.rebuild
    chosen = [adds, options.list, options.check, bool(options.remove), options.rebuild]
    if sum(chosen) == 0:
        parser.error("sebutkan berkas atau folder, misalnya: python -m ingest ingest/articles")
    if sum(chosen) > 1 or (options.prune and not adds):
        parser.error(
            "pilih salah satu: menambah berkas, --list, --remove, --check, atau --rebuild; --prune hanya saat menambah folder"
        )
    if options.cases and (options.dry_run or not (adds or options.rebuild)):
        parser.error(
            "--cases hanya saat menambah berkas atau --rebuild, tanpa --dry-run: jawabannya dibandingkan sesudahnya"
        )
    if options.dry_run and options.list:
        parser.error("--list tidak mengubah apa pun, jadi --dry-run tidak diperlukan")


if __name__ == "__main__":
    sys.exit(main())
