"""Vectors from the packaged weights. The only file that knows ONNX Runtime, which is imported when they are loaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelError
from assistant.search.cores import shared_threads
from assistant.search.weights import MODEL_NAME, SHA256, quantised_model_folder
from assistant.text import clean_line

# The weights', not the arithmetic's: vectors of exact and of 8-bit products can be compared. On 390 questions the answers
# were as good with what had been fitted to the former (evidence cited 301 and 301 times of 350, verdict right 260 and
# 261 times of 312).
NAME = f"{MODEL_NAME}-{SHA256[:12]}"
QUESTION_PROMPT, PASSAGE_PROMPT = "query: ", "passage: "
LONGEST = 512
"""Tokens of one text; the encoder knows no places beyond."""
# The encoder reads about 2,200 characters of Indonesian; what is longer would be thrown away after the work of splitting
# it into tokens.
MAX_CHARACTERS = 4_000
# Passages between two reports of progress.
_REPORT_EVERY = 8


@dataclass(frozen=True, slots=True)
class PackagedEmbedder:
    """An embedder (`embedding.Embedder`) over the packaged weights. Safe to call from several threads.

    Every text goes through the model by itself, so that its vector never depends on what else is asked; as many texts at
    once as there are cores.
    """

    name: str
    dimensions: int
    _tokenizer: Any = field(repr=False)
    _session: Any = field(repr=False)

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        prompted = (PASSAGE_PROMPT + clean_line(text, MAX_CHARACTERS) for text in texts)
        reported = 0
        for done, vector in enumerate(shared_threads().map(self._vector, prompted), start=1):
            vectors[done - 1] = vector
            if progress and (done % _REPORT_EVERY == 0 or done == len(texts)):
                progress(done - reported)
                reported = done
        return vectors

    def embed_question(self, text: str) -> NDArray[np.float32]:
        return self._vector(QUESTION_PROMPT + clean_line(text))

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = list(shared_threads().map(self._vector, [QUESTION_PROMPT + clean_line(text) for text in texts]))
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dimensions)

    def _vector(self, text: str) -> NDArray[np.float32]:
        tokens = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        return np.asarray(self._session.run(None, {"tokens": tokens})[0][0], dtype=np.float32)


def load_packaged_embedder(cache: Path) -> PackagedEmbedder:
    """The packaged weights, ready; written into `cache` first where they are not there yet.

    Under half a second, two more the first time. Opens no connection. Raises ModelError when they cannot be had.
    """
    folder = quantised_model_folder(cache)
    try:
        import onnxruntime  # type: ignore[import-untyped]
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.enable_truncation(LONGEST)
        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        # Texts are what runs side by side: two at once on two cores take 1.2 times as long as one, and nobody waits,
        # spinning, for the other half of a product.
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the libraries raise whatever they like
        reason = " ".join(str(error).split())[:300]
        raise ModelError(
            f"Model embedding di {folder} tidak dapat dimuat ({type(error).__name__}: {reason}). "
            "Hapus folder itu lalu ulangi: folder akan dibuat kembali."
        ) from error
    dimensions = int(session.get_outputs()[0].shape[1])
    return PackagedEmbedder(NAME, dimensions, tokenizer, session)
