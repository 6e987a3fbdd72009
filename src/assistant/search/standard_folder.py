"""The packaged weights as a standard SentenceTransformers folder: for other tools, and for comparing with them."""

from __future__ import annotations

import json
import mmap
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from assistant.search.packed_file import PackedModel, Sizes, decode_tensor
from assistant.search.tokens import build_tokenizer

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


def write_standard_folder(
    data: mmap.mmap, packed: PackedModel, folder: Path, progress: Callable[[int, int], None] | None = None
) -> None:
    """Write every file of the folder, which exists. `progress(done, total)` counts tensors."""
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
    build_tokenizer(packed).save(str(folder / "tokenizer.json"), pretty=False)
    for name, content in _configuration(packed.sizes).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


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
