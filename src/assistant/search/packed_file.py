"""The file format of the packaged weights: a tokenizer's pieces, then tensors in blocks of four-bit numbers.

Everything is little-endian. Only reading: what the numbers are made into is the business of `weights.py`.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelError

_MAGIC = b"E5S1"
_VERSION = 1
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
WEIGHTS_IN_BLOCK = 32
ZERO = 8


@dataclass(frozen=True, slots=True)
class Sizes:
    """The dimensions of a BERT encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    """Of the layer norms."""


@dataclass(frozen=True, slots=True)
class PackedTensor:
    """One entry of the file's directory; `offset` and `size` in bytes."""

    name: str
    """`emb.word`, `l3.ao.w` …: `weights.py` knows the standard names."""
    elements: int
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class PackedModel:
    """What the file says before the tensors themselves."""

    sizes: Sizes
    pieces: tuple[tuple[str, float], ...]
    """Unigram pieces with their scores; the position is the token's id."""
    unknown: int
    """The id of the piece for what no other piece covers."""
    tensors: tuple[PackedTensor, ...]


class _Reader:
    """Reads the file's head from front to back."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self._position = 0

    def integers(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self._data, self._position)
        self._position += struct.calcsize("<" + layout)
        return values

    def integer(self, layout: str) -> int:
        return self.integers(layout)[0]

    def real(self) -> float:
        return struct.unpack("<f", self.bytes(4))[0]  # type: ignore[no-any-return]

    def bytes(self, length: int) -> bytes:
        self._position += length
        return self._data[self._position - length : self._position]


def read_packed_model(data: mmap.mmap) -> PackedModel:
    """The head of a file of packaged weights. Raises ModelError when it is of another format."""
    reader = _Reader(data)
    magic, version = reader.bytes(4), reader.integer("I")
    if magic != _MAGIC or version != _VERSION:
        raise ModelError(
            f"Bobot model embedding berformat {magic!r} versi {version}; yang dikenal {_MAGIC!r} versi {_VERSION}."
        )
    hidden, layers, heads, feed_forward, vocabulary, positions, token_types = reader.integers("7i")
    # Stored as float32; six digits bring back the 1e-12 that it was rounded from.
    epsilon = float(f"{reader.real():.6g}")
    sizes = Sizes(hidden, layers, heads, feed_forward, vocabulary, positions, token_types, epsilon)
    reader.integer("i")  # weights in a block
    pieces, unknown = _read_pieces(reader)
    _, normaliser_length = reader.integers("iI")
    reader.bytes(normaliser_length)  # Nmt, NFKC and single spaces do the same
    tensors = tuple(_read_tensor(reader) for _ in range(reader.integer("i")))
    return PackedModel(sizes, pieces, unknown, tensors)


def _read_pieces(reader: _Reader) -> tuple[tuple[tuple[str, float], ...], int]:
    count, _, _, _, unknown = reader.integers("5i")
    blob_length = reader.integer("Q")
    offsets = np.frombuffer(reader.bytes(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(reader.bytes(4 * count), "<f4").tolist()
    blob = reader.bytes(blob_length)
    spans = zip(offsets[:-1], offsets[1:], scores, strict=True)
    return tuple((blob[start:end].decode("utf-8"), score) for start, end, score in spans), unknown


def _read_tensor(reader: _Reader) -> PackedTensor:
    name = reader.bytes(reader.integer("H")).decode("ascii")
    _, elements, offset, size = reader.integers("BIQQ")
    return PackedTensor(name, elements, offset, size)


def decode_tensor(data: mmap.mmap, tensor: PackedTensor) -> NDArray[np.float32]:
    """All values of one tensor, flat: plain float32, or blocks of a scale and 32 four-bit numbers."""
    if tensor.size == 4 * tensor.elements:
        return np.frombuffer(data, "<f4", tensor.elements, tensor.offset).astype(np.float32)
    numbers, scales = read_blocks(data, tensor)
    values = numbers.astype(np.float32)
    values -= ZERO
    values *= scales[:, np.newaxis]
    return values.reshape(-1)


def read_blocks(data: mmap.mmap, tensor: PackedTensor) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """The numbers from 0 to 15 of a tensor's blocks, shape (blocks, 32), and their scales, shape (blocks,).

    A value is (number - ZERO) * scale. The low halves of a block's 16 bytes are its first 16 numbers, the high halves
    its last 16.
    """
    blocks = np.frombuffer(data, _BLOCK, tensor.elements // WEIGHTS_IN_BLOCK, tensor.offset)
    numbers = np.concatenate([blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4], axis=1)
    return numbers, blocks["scale"].astype(np.float32)
