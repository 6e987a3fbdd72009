"""What the commands that fit weights share: their options, and that nothing is written unless the fit succeeds."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from assistant.errors import AssistantError

One = TypeVar("One")


def fit_over(
    name: str,
    description: str,
    weights: Path,
    read: Callable[[Path, Sequence[Path]], list[One]],
    fit: Callable[[Sequence[One]], str],
    arguments: Sequence[str] | None,
) -> int:
    """Run `python -m assistant.{name}`: read test sets over stores, fit, write; 0 when the weights were written.

    `weights` is where they go by default; `fit` returns their file's text. An AssistantError of either is told, and is 1.
    """
    parser = argparse.ArgumentParser(
        prog=f"python -m assistant.{name}",
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--over", nargs="+", action="append", required=True, metavar="PENYIMPANAN_LALU_SOAL",
        help="folder penyimpanan, lalu berkas soal yang dijawab dari sana",
    )  # fmt: skip
    parser.add_argument("--output", type=Path, default=weights, help="berkas bobot (bawaan: %(default)s)")
    options = parser.parse_args(arguments)
    try:
        found = [one for store, *files in options.over for one in read(Path(store), [Path(file) for file in files])]
        fitted = fit(found)
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    options.output.write_text(fitted, encoding="utf-8")
    print(fitted)
    return 0
