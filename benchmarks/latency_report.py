"""A run of `benchmarks.latency` as a page of Markdown, with what it was to reach."""

from __future__ import annotations

import importlib.metadata
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.evaluation.numbers import number

LIBRARIES = ("onnxruntime", "tokenizers", "chromadb", "bm25s", "numpy")
# What answers are to keep to.
TIMES_R, TIMES_R_FULL, P95_TO_MEDIAN, GROWTH, GAIN, GIGABYTES = 3.0, 4.0, 2.0, 1.5, 1.6, 1.2
FULL = 100_000
GROWN_FROM = 1_000
HEADINGS = (
    "Penyimpanan", "Bagian", "R median", "median", "p95", "median ÷ R", "p95 ÷ median", "1 orang", "8 orang", "8 ÷ 1",
    "siap dalam", "ingatan",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Latency:
    """What answers over one corpus cost. Times in seconds."""

    name: str
    passages: int
    answers: tuple[float, ...]
    passes: tuple[float, ...]
    """Of the reference, one beside each answer."""
    alone: float
    """Answers per second for one who asks without a pause."""
    together: float
    """The same for eight at once."""
    opened: float
    """Until answers could be given over the corpus."""
    grown: int
    """By how many bytes the process grew then."""
    stored: tuple[float, float] | None
    """Writing the corpus to a store and reading it; None where it was held in memory or stored before."""

    @property
    def median(self) -> float:
        return statistics.median(self.answers)

    @property
    def p95(self) -> float:
        return percentile(self.answers, 0.95)

    @property
    def reference(self) -> float:
        return statistics.median(self.passes)


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes that the page held, idle and after so many answers."""

    idle: int
    used: int
    answers: int


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything of one run."""

    latencies: tuple[Latency, ...]
    """The starter articles first, then by size."""
    memory: Memory | None
    questions: int
    loads: tuple[str, ...]
    """How many processes wanted a core, before the run and after each corpus."""
    about: Mapping[str, str]


def percentile(values: Sequence[float], share: float) -> float:
    """The value that so large a share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def page(run: Measured) -> str:
    """The Markdown page, for people."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES)
    parts = [
        "# Lamanya sebuah jawaban",
        f"Ditulis oleh `make latency`; jangan disunting dengan tangan. Diukur {run.about['date']} pada {run.about['machine']}, "
        f"Python {run.about['python']}, {versions}.",
        f"Beban rata-rata komputernya, sebelum dan sesudah tiap baris: {'; '.join(run.loads)} (seorang yang bertanya tanpa "
        "jeda menimbulkan kira-kira 2). Selebihnya berasal dari pekerjaan lain, yang memperlambat jawaban dan R; jalankan "
        "lagi di komputer yang menganggur untuk angka yang lebih baik.",
        _table([HEADINGS, ("---",) + ("---:",) * (len(HEADINGS) - 1), *(_row(one) for one in run.latencies)]),
        _stored(run.latencies),
        _memory(run.memory),
        "## Sasaran",
        _table([("Yang diukur", "Sasaran", "Di sini", ""), ("---", "---:", "---:", "---"), *aims(run)]),
        "## Cara menghitung",
        _method(run),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def aims(run: Measured) -> list[tuple[str, str, str, str]]:
    """What was to be reached, for each thing that was measured: what it is, at most or at least what, found, and whether."""
    first = run.latencies[0]
    by_size = {one.passages: one for one in run.latencies[1:]}
    full, small = by_size.get(FULL), by_size.get(GROWN_FROM)
    found = [_at_most("median, artikel bawaan", TIMES_R, first.median / first.reference, " R")]
    if full:
        found.append(_at_most("median, 100.000 bagian", TIMES_R_FULL, full.median / full.reference, " R"))
    found.append(
        _at_most("p95 terhadap median, yang terburuk", P95_TO_MEDIAN, max(o.p95 / o.median for o in run.latencies), "×")
    )
    if full and small:
        found.append(_at_most("median 100.000 terhadap 1.000 bagian", GROWTH, full.median / small.median, "×"))
    gain = first.together / first.alone
    found.append(
        ("jawaban per detik, 8 orang terhadap 1", f"≥ {_decimal(GAIN)}×", f"{_decimal(gain)}×", _told(gain >= GAIN))
    )
    if run.memory:
        gigabytes = run.memory.used / 1e9
        told = (f"≤ {_decimal(GIGABYTES)} GB", f"{_decimal(gigabytes, 2)} GB", _told(gigabytes <= GIGABYTES))
        found.append(("ingatan halaman sesudah dipakai", *told))
    return found


def _at_most(what: str, aim: float, value: float, unit: str) -> tuple[str, str, str, str]:
    return what, f"≤ {_decimal(aim)}{unit}", f"{_decimal(value)}{unit}", _told(value <= aim)


def _told(is_reached: bool) -> str:
    return "tercapai" if is_reached else "**belum**"


def _row(one: Latency) -> tuple[str, ...]:
    return (
        one.name,
        f"{one.passages:,}".replace(",", "."),
        _milliseconds(one.reference),
        _milliseconds(one.median),
        _milliseconds(one.p95),
        _decimal(one.median / one.reference),
        _decimal(one.p95 / one.median),
        f"{_decimal(one.alone)}/d",
        f"{_decimal(one.together)}/d",
        f"{_decimal(one.together / one.alone)}×",
        f"{_decimal(one.opened)} d",
        f"{one.grown / 1e6:.0f} MB",
    )


def _stored(latencies: Sequence[Latency]) -> str:
    told = [
        f"{one.name}: {_decimal(one.stored[0])} detik ditulis, {_decimal(one.stored[1])} detik dibaca"
        for one in latencies
        if one.stored
    ]
    return f"Penyimpanan Chroma dalam folder: {'; '.join(told)}." if told else ""


def _memory(memory: Memory | None) -> str:
    if memory is None:
        return "Ingatan halaman tidak diukur."
    return (
        f"**Ingatan proses halaman** (artikel bawaan): {memory.idle / 1e6:.0f} MB sesudah jawaban pertama, "
        f"{memory.used / 1e6:.0f} MB sesudah {memory.answers} jawaban."
    )


def _method(run: Measured) -> str:
    return f"""\
- **R**: satu kali jalan bobot bawaan atas pertanyaan itu, ONNX Runtime, bobot dan masukan perkalian matriks dalam int8, satu
  utas; memotong pertanyaan menjadi token tidak dihitung. Bobotnya dikuantisasi oleh alat ONNX Runtime sendiri, bukan oleh
  kami. Diukur tepat sebelum tiap jawaban, jadi pekerjaan lain memperlambat keduanya.
- **Median, p95**: `Assistant.answer` atas {run.questions} pertanyaan pengembangan, dari teksnya sampai jawaban yang sudah
  diperiksa; tanpa halaman web. Pertanyaan yang ditawarkan di bawah jawaban sudah dicoba semua, seperti pada halaman yang sudah
  beberapa menit terbuka.
- **1 orang, 8 orang**: jawaban per detik lewat antrean halaman, masing-masing bertanya lagi begitu dijawab.
- **Siap dalam, ingatan**: membaca bagian-bagiannya dari Chroma atau dari ingatan, menyusun kedua indeks BM25, dan bertambahnya
  ingatan proses pengukur karena itu (ingatan yang dipakai ulang tidak terlihat).
- **Bagian buatan** dari `benchmarks/generated.py`; seperdelapannya tentang netralitas. 10.000 yang pertama dihitung vektornya
  dengan R; vektor selebihnya dibuat dari vektor itu dengan gangguan acak (kosinus 0,95), sebab menghitung 100.000 vektor
  memakan waktu sejam lebih. Yang lebih dari 10.000 bagian dipegang di ingatan, tidak ditulis ke Chroma.
- 1.000 bagian ialah seribu bagian pertama dari artikel bawaan."""


def _table(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _milliseconds(seconds: float) -> str:
    return f"{_decimal(1_000 * seconds)} ms"


def _decimal(value: float, digits: int = 1) -> str:
    return number(value, digits)
