"""Scanning faults of regulations repaired where that is certain, and only there; the original is kept beside it.

What pages carry besides the law goes, words divided or misread are made whole, numbers are put right. What a scanner is
known to confuse, and the words of regulations, stand in `scan_faults.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from assistant.errors import SettingsError
from ingest.faults.mended import Mended
from ingest.faults.misread_numbers import number_edits
from ingest.faults.misread_words import Confusion, Words, hyphen_edits, spacing_edits, word_edits
from ingest.faults.page_marks import catchword_edits, head_edits, mark_edits, noise_edits

SCAN_FAULTS_FILE = Path(__file__).with_name("scan_faults.yaml")
_LISTS = ("running_heads", "running_lines", "words")


@dataclass(frozen=True, slots=True)
class ScanFaults:
    """What `scan_faults.yaml` says."""

    heads: re.Pattern[str]
    """Heads and feet of pages, wherever they stand."""
    lines: re.Pattern[str]
    """Lines that are heads or feet when nothing else stands on them."""
    confusions: tuple[Confusion, ...]
    words: frozenset[str]
    """Frequent words of regulations, in small letters."""


@cache
def load_scan_faults(path: Path = SCAN_FAULTS_FILE) -> ScanFaults:
    """The lists of a file; SettingsError when it is not as its comments say."""
    try:
        # BaseLoader reads every scalar as text: "1" and "y" are letters here.
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(
            f"{path.name} tidak dapat dibaca: {' '.join(str(error).split())}. Perbaiki lalu ulangi."
        ) from error
    for name in _LISTS:
        if not isinstance(data, dict) or not isinstance(data.get(name), str):
            raise SettingsError(
                f"{path.name}: bagian {name!r} tidak ada atau bukan kumpulan baris. "
                f"Bentuknya: '{name}: |' lalu isinya, tiap baris dimulai dengan dua spasi."
            )
    return ScanFaults(
        heads=_pattern(data["running_heads"]),
        lines=_pattern(data["running_lines"]),
        confusions=tuple(_confusions(data.get("confusions"), path)),
        words=frozenset(data["words"].lower().split()),
    )


def _confusions(data: object, path: Path) -> list[Confusion]:
    if not isinstance(data, dict) or not all(isinstance(read, list) for read in data.values()):
        raise SettingsError(
            f"{path.name}: bagian 'confusions' harus berupa baris 'huruf yang tercetak: [salah baca, salah baca]'."
        )
    return [(str(one), str(printed)) for printed, read in data.items() for one in read]


def _pattern(block: str) -> re.Pattern[str]:
    """Lines as one pattern in which `0` is any number; the longest first, none within a word."""
    lines = sorted(filter(None, map(str.strip, block.splitlines())), key=len, reverse=True)
    patterns = [re.sub(r"(?<!\d)0(?!\d)", "[0-9]{1,6}", re.escape(line)) for line in lines]
    return re.compile(rf"(?<![\w/.])(?:{'|'.join(patterns)})(?![\w/])" if patterns else r"(?!)")


def mend(text: str) -> Mended:
    """A regulation's text with its certain faults repaired; it still knows how it stood in the file."""
    faults = load_scan_faults()
    mended = Mended.of(text)
    mended = mended.edited(mark_edits(mended.text))
    mended = mended.edited(head_edits(mended.text, faults.heads, faults.lines))
    words = Words(mended.text, faults.words)
    mended = mended.edited(hyphen_edits(mended.text, words))
    mended = mended.edited(spacing_edits(mended.text, words))
    mended = mended.edited(word_edits(mended.text, words, faults.confusions))
    # A jumble of signs is one that no repair made into words.
    mended = mended.edited(noise_edits(mended.text, words))
    mended = mended.edited(catchword_edits(mended.text))
    return mended.edited(number_edits(mended.text))
