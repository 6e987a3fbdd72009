"""How far the embedding is, on stderr."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import NoReturn

from tqdm import tqdm


@dataclass(slots=True)
class Display:
    """A bar on a terminal, a line per quarter elsewhere, nothing when there is nothing to do."""

    bar: tqdm[NoReturn] | None = None
    said: int = -1

    def show(self, done: int, total: int) -> None:
        """Say that `done` of `total` passages are embedded; with 0 a new count begins."""
        if done == 0:
            self.close()
            self.said = -1
        if sys.stderr.isatty():
            self.bar = self.bar or tqdm(total=total, desc="Memproses", unit=" bagian", file=sys.stderr)
            self.bar.update(done - self.bar.n)
        elif done * 4 // total > self.said:
            self.said = done * 4 // total
            print(f"Memproses {done} dari {total} bagian …", file=sys.stderr, flush=True)

    def close(self) -> None:
        """Leave the bar as it stands."""
        if self.bar is not None:
            self.bar.close()
            self.bar = None
