"""Measures answers against one pass of the same weights, from a small store to a full one. `python -m benchmarks.latency --help`.

The path of a run: starter articles in a store → corpora of growing size → answers alternating with passes of the reference,
alone and by eight people at once → the page's memory → a report (`benchmarks.latency_report`).
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.desk import Desk, Visitor
from assistant.errors import AssistantError
from assistant.evaluation.cases import load_cases
from assistant.page.indonesian import INDONESIAN
from assistant.pipeline import Assistant
from assistant.search.embedding import Embedder, passage_text
from assistant.search.index import Index, Replacement, Snapshot
from assistant.settings import PROJECT_ROOT, Settings
from assistant.types import Passage, Source
from assistant.warm_up import WarmUp
from benchmarks.generated import generated_passages
from benchmarks.latency_report import Latency, Measured, Memory, page
from benchmarks.page import circumstances
from benchmarks.reference import ForwardPass, open_reference
from benchmarks.remembered import RememberingEmbedder
from benchmarks.start import fill, load_of_machine, resident_bytes, running_page, wait_until_reachable

QUESTIONS = PROJECT_ROOT / "tests" / "questions"
RESULTS = PROJECT_ROOT / "benchmarks" / "results"
KEPT = PROJECT_ROOT / ".cache" / "benchmarks"
SIZES = (1_000, 10_000, 100_000)
# Beyond as many passages vectors are made from those of other passages, and nothing is written to a store: both would take
# longer than everything else together.
EMBEDDED = 10_000
# How near a vector that is made lies to the one that it is made from: as near as passages about one subject are.
NEARNESS = 0.95
PEOPLE = 8

DESCRIPTION = """\
Cara pakai: python -m benchmarks.latency [--questions 100] [--answers 1000] [--sizes 1000 10000 100000] [--output FOLDER]

Mengukur waktu jawaban, dari pertanyaan sampai jawaban yang sudah diperiksa, atas artikel bawaan dan atas penyimpanan yang
lebih penuh: artikel bawaan ditambah bagian-bagian buatan (benchmarks/generated.py). Pembandingnya, R, ialah satu kali jalan
bobot yang sama atas pertanyaan itu di ONNX Runtime int8, diukur bergantian dengan jawabannya. Diukur pula jawaban bagi delapan
orang sekaligus, dan ingatan yang dipakai halamannya.

Lamanya beberapa menit; jalankan selagi komputernya tidak mengerjakan yang lain. Hasilnya ditulis ke latency.md."""


@dataclass(frozen=True, slots=True)
class Held:
    """A corpus in memory, in place of an index."""

    held: Snapshot

    def version(self) -> str:
        return self.held.version

    known_version = version

    def snapshot(self) -> Snapshot:
        return self.held


class Rehearsing:
    """An embedder that knows the vectors of questions it has met while `rehearses`: every corpus is rehearsed with the same."""

    def __init__(self, embedder: Embedder) -> None:
        self.name = embedder.name
        self.rehearses = False
        self._embedder = embedder
        self._known: dict[str, NDArray[np.float32]] = {}

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        return self._embedder.embed_passages(texts, progress)

    def embed_question(self, text: str) -> NDArray[np.float32]:
        if not self.rehearses:
            return self._embedder.embed_question(text)
        if text not in self._known:
            self._known[text] = self._embedder.embed_question(text)
        return self._known[text]

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embedder.embed_questions(texts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and write the result; 1 for an AssistantError."""
    parser = argparse.ArgumentParser(
        description=DESCRIPTION, usage=argparse.SUPPRESS, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--questions", type=int, default=100, help="berapa pertanyaan untuk setiap ukuran")
    parser.add_argument(
        "--answers", type=int, default=1_000, help="berapa jawaban sebelum ingatannya diukur; 0: tidak diukur"
    )
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="berapa bagian dalam penyimpanan")
    parser.add_argument("--output", type=Path, default=RESULTS, help="folder hasil")
    options = parser.parse_args(arguments)
    cases = load_cases(sorted(QUESTIONS.glob("seed_development*.jsonl")))
    questions = sorted({case.question for case in cases if not case.history})
    random.Random(0).shuffle(questions)
    try:
        with tempfile.TemporaryDirectory() as folder:
            run = measure(questions, options.questions, sorted(options.sizes), options.answers, Path(folder))
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    shown = page(run)
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / "latency.md").write_text(shown, "utf-8")
    print(shown)
    return 0


def measure(questions: Sequence[str], count: int, sizes: Sequence[int], answers: int, folder: Path) -> Measured:
    """All of it. `count` questions go to every corpus; the memory is that of the page after `answers` answers."""
    loads = [load_of_machine()]
    starter = folder / "starter"
    embedder = Rehearsing(fill(starter))
    reference = open_reference(Settings().cache, KEPT)
    latencies = []
    for name, index, seconds in _corpora(starter, embedder, reference, sizes, folder):
        _tell(f"{name} …")
        latencies.append(measured_over(name, index, embedder, reference, questions, count, seconds))
        loads.append(load_of_machine())
        gc.collect()
    memory = memory_of(starter, questions[:100], answers) if answers else None
    return Measured(tuple(latencies), memory, count, tuple(loads), circumstances())


def _corpora(
    starter: Path, embedder: Embedder, reference: ForwardPass, sizes: Sequence[int], folder: Path
) -> Iterator[tuple[str, Index | Held, tuple[float, float] | None]]:
    """Each corpus with its name, and how many seconds it took to write and to read where it is in a store of its own."""
    articles = Index.open(starter, embedder.name)
    yield "artikel bawaan", articles, None
    if not sizes:
        return
    own = articles.snapshot()
    _tell("Bagian buatan …")
    made, vectors = _generated(max(0, max(sizes) - len(own.passages)), reference)
    passages, everything = (*own.passages, *made), np.concatenate([own.vectors, vectors])
    for size in sizes:
        held = Snapshot(passages[:size], everything[:size], f"held-{size}")
        name = f"{size:,} bagian".replace(",", ".")
        if size > EMBEDDED:
            yield name, Held(held), None
        else:
            yield name, *stored(held, embedder.name, folder / str(size))


def _generated(count: int, reference: ForwardPass) -> tuple[tuple[Passage, ...], NDArray[np.float32]]:
    """Passages and vectors of shape (count, dimensions): embedded as far as `EMBEDDED`, beyond that made from those."""
    passages = tuple(generated_passages(count))
    remembering = RememberingEmbedder(reference, KEPT)
    texts = [passage_text(passage) for passage in passages[:EMBEDDED]]
    if not texts:
        return (), np.zeros((0, reference.dimensions), dtype=np.float32)
    embedded = remembering.embed_passages(texts)
    remembering.save()
    return passages, perturbed(embedded, count)


def perturbed(vectors: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """The vectors and as many near them as are missing to `count`, each of length 1; the same ones each time."""
    missing = max(0, count - len(vectors))
    models = vectors[np.arange(missing) % len(vectors)]
    noise = np.random.default_rng(0).standard_normal(models.shape, dtype=np.float32)
    noise *= np.sqrt(1 / NEARNESS**2 - 1) / np.linalg.norm(noise, axis=1, keepdims=True)
    near = models + noise
    return np.concatenate([vectors, near / np.linalg.norm(near, axis=1, keepdims=True)]).astype(np.float32)[:count]


def stored(held: Snapshot, model: str, folder: Path) -> tuple[Index, tuple[float, float]]:
    """A corpus in a store of its own, and the seconds that writing and reading it took."""
    places: dict[Source, list[int]] = {}
    for place, passage in enumerate(held.passages):
        places.setdefault(passage.source, []).append(place)
    index = Index.open(folder, model, create=True)
    begun = time.perf_counter()
    index.replace_documents(
        [Replacement(source, [held.passages[one] for one in own], held.vectors[own]) for source, own in places.items()]
    )
    written = time.perf_counter()
    index.snapshot()
    return index, (written - begun, time.perf_counter() - written)


def measured_over(
    name: str,
    index: Index | Held,
    embedder: Rehearsing,
    reference: ForwardPass,
    questions: Sequence[str],
    count: int,
    seconds: tuple[float, float] | None,
) -> Latency:
    """The times over one corpus, once it is as it is in use: everything that may be offered has been tried."""
    before, begun = resident_bytes() or 0, time.perf_counter()
    assistant = Assistant(index, embedder)  # type: ignore[arg-type]
    opened = time.perf_counter() - begun
    grown = (resident_bytes() or 0) - before
    # In a thread, as the page does.
    with ThreadPoolExecutor(1) as rehearsing, ThreadPoolExecutor(1) as answering:
        embedder.rehearses = True
        rehearsing.submit(assistant.rehearse).result()
        embedder.rehearses = False
        for question in questions[-5:]:
            answering.submit(assistant.answer, question).result()
        answers, passes = alternating(
            lambda question: answering.submit(assistant.answer, question).result(), reference.seconds, questions[:count]
        )
    ask_all = partial(throughput, assistant, questions[:count])
    return Latency(
        name=name,
        passages=len(assistant.snapshot().passages),
        answers=tuple(answers),
        passes=tuple(passes),
        alone=ask_all(people=1),
        together=ask_all(people=PEOPLE),
        opened=opened,
        grown=grown,
        stored=seconds,
    )


def alternating(
    answer: Callable[[str], object], reference: Callable[[str], float], questions: Sequence[str]
) -> tuple[list[float], list[float]]:
    """Seconds of each answer, and of the reference over the same question right before it: other work slows both alike."""
    answers, passes = [], []
    for question in questions:
        passes.append(reference(question))
        begun = time.perf_counter()
        answer(question)
        answers.append(time.perf_counter() - begun)
    return answers, passes


def throughput(assistant: Assistant, questions: Sequence[str], people: int) -> float:
    """Answers per second when so many ask as the page lets them: through its line, each as soon as they have an answer."""
    warm_up = WarmUp(lambda _: assistant)
    warm_up.assistant = assistant
    waiting = list(questions)

    async def person(desk: Desk, number: int) -> None:
        while waiting:
            await desk.answer(waiting.pop(), [], Visitor(str(number), "127.0.0.1", INDONESIAN))

    async def everyone() -> None:
        desk = Desk(warm_up, Settings())
        await asyncio.gather(*(person(desk, number) for number in range(people)))

    begun = time.perf_counter()
    asyncio.run(everyone())
    return len(questions) / (time.perf_counter() - begun)


def memory_of(store: Path, questions: Sequence[str], answers: int) -> Memory | None:
    """What the page holds of the machine's memory, idle and after so many answers; None where the system does not tell."""
    from gradio_client import Client

    with running_page(store) as running:
        wait_until_reachable(running, ready=True)
        client = Client(running.address, verbose=False)
        client.predict(questions[0], [], api_name="/ask")
        idle = resident_bytes(running.process.pid)
        for number in range(answers):
            client.predict(questions[number % len(questions)], [], api_name="/ask")
        used = resident_bytes(running.process.pid)
    return Memory(idle, used, answers) if idle and used else None


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
