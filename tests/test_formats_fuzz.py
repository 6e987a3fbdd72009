"""Files that chance has spoilt: whatever is done to a valid one, it ends as a document or as one sentence, and soon.

The spoiling is drawn from a seed for each file and number, so a failure says how to see it again.
"""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.errors import ReadError
from ingest.formats.process import Limits, ReadingProcess
from ingest.read import SUPPORTED, read_data
from tests.make_documents import FOLDER, article_pdf, regulation

NAMES = tuple(sorted(path.name for path in FOLDER.iterdir()))
ROUNDS = 90
"""Spoilt versions of each committed file, which makes about a thousand."""
LIMITS = Limits(seconds=15, cpu_seconds=8, memory=768 * 1024 * 1024)
# Numbers and words that mean something to a reader, put where they do not belong.
SPLICES = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xff" * 8, b"\x80\x81", b"-1", b"4294967296", b"9" * 40, b"[" * 500, b"<<" * 500,
    b"<p>" * 300, b"</" * 200, b"<!--", b"<![CDATA[", b"&#0;&#xFFFFFFFF;", b"<!DOCTYPE a [<!ENTITY a '&a;'>]>&a;",
    b"endobj", b"1 0 obj", b"stream\n", b"3 0 R", b"/Length 0", b"/Filter/FlateDecode", b"%%EOF", b"%PDF-1.7\n", b"PK\x03\x04",
    b"---\n", b"{\\rtf1", b"\r", b" " * 5_000, b"a" * 5_000, b"(1/2) ", "\u202e\u0000\ufdfa".encode(),
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Reads with the process of these tests, whose limits are those of a test."""
    process = ReadingProcess(LIMITS)
    patch = pytest.MonkeyPatch()
    patch.setattr("ingest.read.reading_process", lambda: process)
    yield
    patch.undo()
    process.close()


def cut(data: bytes, chance: random.Random) -> bytes:
    """Only the beginning, or only the end."""
    place = chance.randrange(len(data) + 1)
    return data[:place] if chance.random() < 0.7 else data[place:]


def flip(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, sometimes a single one."""
    spoilt = bytearray(data)
    for _ in range(chance.choice((1, 3, 20, 200))):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def swap(data: bytes, chance: random.Random) -> bytes:
    """Two blocks in each other's place."""
    a, b, c, d = sorted(chance.randrange(len(data) + 1) for _ in range(4))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def repeat(data: bytes, chance: random.Random) -> bytes:
    """A block many times over."""
    a, b = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    b = min(b, a + 2_000)
    return data[:b] + data[a:b] * chance.choice((1, 10, 100)) + data[b:]


def splice(data: bytes, chance: random.Random) -> bytes:
    """Something that means something, in one or more places."""
    for _ in range(chance.choice((1, 2, 8))):
        place = chance.randrange(len(data) + 1)
        data = data[:place] + chance.choice(SPLICES) + data[place:]
    return data


def head(data: bytes, chance: random.Random) -> bytes:
    """The beginning of another file, or a mark, before this one."""
    other = (FOLDER / chance.choice(NAMES)).read_bytes()
    return chance.choice((other[: chance.randrange(1, 600)], chance.choice(SPLICES))) + data


def number(data: bytes, chance: random.Random) -> bytes:
    """Digits changed to others: lengths, offsets and references that lie."""
    spoilt = bytearray(data)
    places = [place for place, byte in enumerate(spoilt) if 48 <= byte <= 57]
    for place in chance.sample(places, min(len(places), chance.choice((1, 5, 50)))):
        spoilt[place] = chance.randrange(48, 58)
    return bytes(spoilt)


SPOILERS: tuple[Callable[[bytes, random.Random], bytes], ...] = (cut, flip, swap, repeat, splice, head, number)


def read_or_refuse(data: bytes, suffix: str) -> str:
    """The text, or the sentence; anything else that is raised fails the test."""
    started = time.perf_counter()
    try:
        said = read_data(data, suffix, "uji/a", "a").text
        assert said.strip()
        assert said == said.strip()
    except ReadError as refused:
        said = str(refused)
        assert "\n" not in said
        assert 20 < len(said) < 400
        assert said.endswith((".", ")", "make install"))
    assert time.perf_counter() - started < LIMITS.seconds + 5
    return said


@pytest.mark.parametrize("name", NAMES)
def test_a_spoilt_file_is_read_or_refused(name: str) -> None:
    data = (FOLDER / name).read_bytes()
    for round_ in range(ROUNDS):
        chance = random.Random(f"{name} {round_}")
        spoilt = chance.choice(SPOILERS)(data, chance)
        if chance.random() < 0.3:
            spoilt = chance.choice(SPOILERS)(spoilt or b" ", chance)
        try:
            read_or_refuse(spoilt, Path(name).suffix)
        except BaseException as error:
            error.add_note(f"This was {name}, round {round_}.")
            raise


@pytest.mark.parametrize("part", ["word/document.xml", "word/numbering.xml", "word/styles.xml", "[Content_Types].xml"])
def test_a_word_document_spoilt_within_its_package_is_read_or_refused(part: str) -> None:
    with zipfile.ZipFile(FOLDER / "edaran.docx") as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for round_ in range(ROUNDS // 3):
        chance = random.Random(f"{part} {round_}")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as package:
            for name, data in parts.items():
                package.writestr(name, chance.choice(SPOILERS)(data, chance) if name == part else data)
        read_or_refuse(packed.getvalue(), ".docx")


def test_a_pdf_spoilt_within_its_streams_is_read_or_refused() -> None:
    pdf = article_pdf()
    pdf.set_compression(False)
    data = bytes(pdf.output())
    for round_ in range(ROUNDS):
        chance = random.Random(f"streams {round_}")
        read_or_refuse(chance.choice(SPOILERS)(data, chance) + b"\n%%EOF", ".pdf")


@pytest.mark.parametrize("suffix", SUPPORTED)
@pytest.mark.parametrize("name", NAMES)
def test_a_file_under_every_other_suffix_is_read_or_refused(name: str, suffix: str) -> None:
    read_or_refuse((FOLDER / name).read_bytes(), suffix)


@pytest.mark.parametrize("suffix", SUPPORTED)
def test_noise_is_read_or_refused(suffix: str) -> None:
    starts = {".pdf": b"%PDF-1.7\n", ".docx": b"PK\x03\x04", ".html": b"<html>", ".htm": b"<!DOCTYPE html>"}
    for round_ in range(12):
        chance = random.Random(f"{suffix} {round_}")
        noise = chance.randbytes(chance.choice((1, 10, 1_000, 50_000)))
        read_or_refuse(noise, suffix)
        read_or_refuse(starts.get(suffix, b"") + noise + (b"%%EOF" if suffix == ".pdf" else b""), suffix)


def test_a_regulation_cut_anywhere_is_never_half_a_regulation() -> None:
    whole = regulation(pages=4).data
    text = read_or_refuse(whole, ".pdf")
    for place in range(1, 30):
        found = read_or_refuse(whole[: len(whole) * place // 30], ".pdf")
        assert found != text
        assert "terpotong" in found or "PDF" in found
