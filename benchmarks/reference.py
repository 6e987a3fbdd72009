"""The yardstick of `benchmarks.latency`: one pass of the packaged weights in ONNX Runtime, in 8-bit whole numbers.

That is about the least that an answer found by meaning can cost on this machine. The weights are exported and quantised the
first time (a minute) and kept. They are exported by PyTorch and quantised by ONNX Runtime's own tool, so that the product's
model (`assistant.search.quantised`) is measured against the usual way and not against itself.
"""

from __future__ import annotations

import logging
import os
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.search.cores import cores
from assistant.search.embedding import BATCH
from assistant.search.weights import MODEL_NAME, SHA256, packaged_model_folder

INPUTS = ("input_ids", "attention_mask")
LONGEST = 512

Run = Callable[[Any, Any], Any]
"""Token numbers and their mask, both of shape (texts, tokens), to hidden states of shape (texts, tokens, dimensions)."""


@dataclass(frozen=True, slots=True)
class ForwardPass:
    """The weights as they are run here. Also an embedder (`assistant.search.embedding.Embedder`) of passages that are made."""

    dimensions: int
    _tokenizer: Any
    _run: Run
    """In a thread for each core: faster for many passages."""
    _run_alone: Run
    """In one thread: faster for a question."""

    @property
    def name(self) -> str:
        return f"{MODEL_NAME}-{SHA256[:12]}-int8"

    def seconds(self, question: str) -> float:
        """How long one pass over a question takes, in one thread; splitting it into tokens is not counted."""
        numbers, mask = self._tokens([f"query: {question}"])
        begun = time.perf_counter()
        self._run_alone(numbers, mask)
        return time.perf_counter() - begun

    def embed_question(self, text: str) -> NDArray[np.float32]:
        return np.asarray(self.embed_questions([text])[0], dtype=np.float32)

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._vectors([f"query: {text}" for text in texts])

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            vectors[batch] = self._vectors([f"passage: {texts[place]}" for place in batch])
            if progress:
                progress(len(batch))
        return vectors

    def _vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        numbers, mask = self._tokens(texts)
        hidden = np.asarray(self._run(numbers, mask), dtype=np.float32)
        mean = (hidden * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return np.asarray(mean / np.linalg.norm(mean, axis=1, keepdims=True), dtype=np.float32)

    def _tokens(self, texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        encoded = self._tokenizer.encode_batch(list(texts))
        numbers = np.array([one.ids for one in encoded], dtype=np.int64)
        return numbers, np.array([one.attention_mask for one in encoded], dtype=np.int64)


def open_reference(cache: Path, kept: Path) -> ForwardPass:
    """The reference; `cache` holds the product's own weights, and what is made of them is kept in `kept`.

    Raises ModelError when the packaged weights cannot be had.
    """
    from tokenizers import Tokenizer

    folder = packaged_model_folder(cache)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.enable_padding(pad_id=1, pad_token="<pad>")
    file = kept / f"{MODEL_NAME}-{SHA256[:12]}-int8.onnx"
    if not file.is_file():
        _quantise(_load(folder), file)
    return ForwardPass(384, tokenizer, _session(file, cores()), _session(file, 1))


def _load(folder: Path) -> Any:
    from transformers import BertModel

    model: Any = BertModel.from_pretrained(folder, attn_implementation="eager")
    return model.eval()


def _quantise(model: Any, file: Path) -> None:
    """Write the model as ONNX Runtime runs it fastest: weights and activations of matrix products in 8 bits."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]

    class LastHidden(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, numbers: Any, mask: Any) -> Any:
            return self.model(input_ids=numbers, attention_mask=mask).last_hidden_state

    file.parent.mkdir(parents=True, exist_ok=True)
    whole, half = file.with_suffix(".float.onnx"), file.with_suffix(f".half-{os.getpid()}.onnx")
    example = torch.ones(2, 8, dtype=torch.long)
    axes = {name: {0: "texts", 1: "tokens"} for name in INPUTS}
    logging.getLogger().setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells of a newer way of exporting, which needs one more package
        torch.onnx.export(
            LastHidden().eval(),
            (example, example),
            str(whole),
            dynamo=False,
            input_names=list(INPUTS),
            dynamic_axes=axes,
        )
    quantize_dynamic(str(whole), str(half), weight_type=QuantType.QInt8)
    half.replace(file)
    whole.unlink()


def _session(file: Path, threads: int) -> Run:
    import onnxruntime  # type: ignore[import-untyped]

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # Its threads would go on turning after a pass, and slow the answer that is measured next.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    return lambda numbers, mask: session.run(None, dict(zip(INPUTS, (numbers, mask), strict=True)))[0]
