"""How well passages are found in collections that have nothing to do with this product.

`python -m benchmarks.collections FOLDER…`

A folder is a collection in the form of BEIR: `corpus.jsonl` (_id, title, text), `queries.jsonl` (_id, text) and `qrels.tsv`
(query, passage, grade). The search is the one that answers, with its one configuration, beside each of its parts alone, and
once more over the same questions with wrong letters. What is measured stands in benchmarks/results/collections.md.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from assistant.evaluation.numbers import number
from assistant.search.embedding import load_embedder, passage_text
from assistant.search.hybrid import Searcher
from assistant.search.index import Snapshot
from assistant.search.keywords import ngram_tokens, word_tokens
from assistant.search.question_map import map_for
from assistant.settings import Settings
from assistant.text import clean_line, words
from assistant.types import Passage, Source
from assistant.vocabulary import load_vocabulary
from benchmarks.figures import mean_interval
from benchmarks.remembered import RememberingEmbedder

RESULTS = Path(__file__).parent / "results" / "collections.md"
DEPTH = 10
WRONG_LETTERS = 0.06
OURS, DENSE, WORDS, RUNS = "pencarian kami", "vektor saja", "BM25 saja", "BM25 atas potongan empat huruf"
SYSTEMS = (OURS, DENSE, WORDS, RUNS)

Scores = dict[str, list[float]]
"""System to the nDCG@10 of each question."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Passages, and questions with the grade of every passage that answers them."""

    name: str
    passages: tuple[Passage, ...]
    questions: tuple[str, ...]
    grades: tuple[Mapping[str, float], ...]
    """For each question: passage to grade. Never empty."""


def read_collection(folder: Path, most: int | None = None) -> Collection:
    """A collection, with at most so many of its questions, evenly spread. Questions that no passage answers are left out."""
    passages = []
    for record in _records(folder / "corpus.jsonl"):
        source = Source(record["_id"], record["_id"], clean_line(record.get("title", "")))
        passages.append(Passage(record["_id"], source, 1, "", clean_line(record["text"])))
    known = {passage.id for passage in passages}
    grades: dict[str, dict[str, float]] = defaultdict(dict)
    for line in (folder / "qrels.tsv").read_text("utf-8").splitlines()[1:]:
        question, passage, grade = line.split("\t")
        if passage in known and float(grade) > 0:
            grades[question][passage] = float(grade)
    asked = [record for record in _records(folder / "queries.jsonl") if record["_id"] in grades]
    step = max(1.0, len(asked) / most) if most else 1.0
    asked = [asked[int(place * step)] for place in range(int(len(asked) / step))]
    return Collection(
        folder.name,
        tuple(passages),
        tuple(record["text"] for record in asked),
        tuple(grades[record["_id"]] for record in asked),
    )


def _records(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def misspelt(text: str, chance: random.Random) -> str:
    """The text with some letters exchanged for others."""
    return re.sub(
        "[a-zA-Z]",
        lambda letter: chance.choice("abcdefghijklmnopqrstuvwxyz") if chance.random() < WRONG_LETTERS else letter[0],
        text,
    )


def ndcg(found: Sequence[str], grades: Mapping[str, float]) -> float:
    """nDCG@10 of passages, best first."""
    gain = sum(grades.get(passage, 0.0) / math.log2(place + 2) for place, passage in enumerate(found[:DEPTH]))
    best = sorted(grades.values(), reverse=True)[:DEPTH]
    return gain / sum(grade / math.log2(place + 2) for place, grade in enumerate(best))


def measure(searcher: Searcher, collection: Collection, questions: Sequence[str]) -> Scores:
    """What each system finds for each question, which may be misspelt."""
    scores: Scores = {system: [] for system in SYSTEMS}
    for question, grades in zip(tqdm(questions, desc=collection.name), collection.grades, strict=True):
        for system, found in _found(searcher, question).items():
            scores[system].append(ndcg(found, grades))
    return scores


def _found(searcher: Searcher, question: str) -> dict[str, list[str]]:
    vector = searcher.vector_of(question)
    if vector is None:
        return {system: [] for system in SYSTEMS}
    plain = searcher.embedder.embed_question(question)
    vocabulary = searcher.vocabulary
    alone = {
        DENSE: searcher.snapshot.vectors @ plain,
        WORDS: searcher.words.scores(word_tokens(question, vocabulary)),
        RUNS: searcher.ngrams.scores(ngram_tokens(question)),
    }
    ours = [hit.passage.id for hit in searcher.find_passages(question, DEPTH, vector)]
    return {OURS: ours} | {system: _best(searcher.snapshot, scores) for system, scores in alone.items()}


def _best(snapshot: Snapshot, scores: NDArray[np.float32]) -> list[str]:
    return [snapshot.passages[place].id for place in np.argsort(-scores, kind="stable")[:DEPTH]]


def table(measured: Mapping[str, tuple[Collection, Scores, Scores]]) -> str:
    """The report: a row for each collection and system."""
    lines = [
        "| Koleksi | Bagian | Soal | Sistem | nDCG@10 | dengan 6 % huruf salah | tersisa |",
        "| --- | ---: | ---: | --- | ---: | ---: | ---: |",
    ]
    for name, (collection, clean, wrong) in measured.items():
        best_alone = max(float(np.mean(clean[system])) for system in SYSTEMS[1:])
        for system in SYSTEMS:
            mean, spoiled = float(np.mean(clean[system])), float(np.mean(wrong[system]))
            won = system == OURS and mean >= best_alone
            lines.append(
                f"| `{name}` | {len(collection.passages)} | {len(collection.questions)} | "
                f"{f'**{system}**' if won else system} | {_shown(mean, mean_interval(clean[system]))} | "
                f"{_shown(spoiled, mean_interval(wrong[system]))} | {number(spoiled / mean if mean else 0)} |"
            )
    return "\n".join(lines)


def _shown(mean: float, middle: tuple[float, float]) -> str:
    return f"{number(mean)} [{number(middle[0])}–{number(middle[1])}]"


def main() -> int:
    """Measure the collections that are named; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.collections", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--questions", type=int, help="paling banyak sekian soal tiap koleksi (bawaan: semua)")
    options = parser.parse_args()
    settings = Settings()
    embedder = RememberingEmbedder(load_embedder(settings), settings.cache / "benchmarks")
    question_map = map_for(embedder.name)
    measured = {}
    for folder in options.folders:
        collection = read_collection(folder, options.questions)
        texts = [passage_text(passage) for passage in collection.passages]
        snapshot = Snapshot(collection.passages, embedder.embed_passages(texts), collection.name)
        embedder.save()
        vocabulary = load_vocabulary().with_known_words({word for text in texts for word in words(text)})
        searcher = Searcher.build(snapshot, embedder, vocabulary, question_map)
        chance = random.Random(0)
        wrong = [misspelt(question, chance) for question in collection.questions]
        measured[collection.name] = (
            collection,
            measure(searcher, collection, collection.questions),
            measure(searcher, collection, wrong),
        )
    RESULTS.write_text(
        HEAD.format(day=date.today(), system=platform.machine()) + table(measured) + "\n" + FOOT, "utf-8"
    )
    print(table(measured))
    return 0


HEAD = """# Pencarian di koleksi lain

Ditulis oleh `python -m benchmarks.collections`; jangan disunting dengan tangan. Diukur {day} pada {system}. Satu pengaturan untuk
semuanya, yaitu yang dipakai asisten. Koleksi ini hanya dipakai untuk memilih bagian vektor dan kata (0,7; 0,15; 0,15).

"""
FOOT = """
Dalam kurung siku: rentang 95 % (penarikan ulang soal). Hanya soal yang dijawab suatu bagian dalam koleksinya. **Tebal**: tidak di
bawah sistem tunggal mana pun. Huruf salah: tiap huruf soal diganti huruf acak dengan peluang 6 %.
"""


if __name__ == "__main__":
    started = time.monotonic()
    code = main()
    print(f"{time.monotonic() - started:.0f} detik", file=sys.stderr)
    sys.exit(code)
