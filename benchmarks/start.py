"""Measures how long whoever starts the page waits: for the page, and for a first answer. `python -m benchmarks.start --help`.

The path of a run: a store with the starter articles → the page in a process of its own, several times → a report.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

# Before the client is imported, which would otherwise report its use.
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

import httpx
from gradio_client import Client

from assistant.errors import AssistantError
from assistant.settings import PROJECT_ROOT, Settings
from benchmarks.page import circumstances

if TYPE_CHECKING:
    from assistant.search.embedding import Embedder

RESULTS = PROJECT_ROOT / "benchmarks" / "results"
ARTICLES = PROJECT_ROOT / "ingest" / "articles"
QUESTION = "Bolehkah PNS menyukai unggahan calon di media sosial?"
READY_SECONDS = 300.0
# What nobody can begin without: the page's framework, and beside it what embeds, searches and stores.
PAGE_IMPORTS = "import gradio"
ALL_IMPORTS = "import gradio, chromadb, bm25s, onnxruntime, tokenizers"
# What the answers are to keep to, in seconds.
PAGE_AIM, ANSWER_AIM = 8.0, 20.0

DESCRIPTION = """\
Cara pakai: python -m benchmarks.start [--times 5] [--store FOLDER] [--output FOLDER]

Menjalankan halaman beberapa kali, masing-masing dalam proses baru, dan mengukur dari awal prosesnya:

  halaman    sampai /health menjawab: sejak saat itu halamannya dapat dibuka
  jawaban    sampai pertanyaan yang diajukan begitu halaman terbuka terjawab

Sebagai pembanding diukur juga proses kosong yang hanya memuat pustakanya. Tanpa --store, artikel bawaan dimasukkan dahulu
ke penyimpanan sementara; waktunya tidak dihitung. Hasilnya ditulis ke start.md."""


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from the start of a process."""

    page: float
    answer: float
    page_imports: float
    """Of a process that only loads the page's framework."""
    all_imports: float
    """Of one that also loads what embeds, searches and stores."""


@dataclass(frozen=True, slots=True)
class Page:
    """A running page."""

    address: str
    process: subprocess.Popen[bytes]
    started: float
    """When its process was started, by `time.perf_counter`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and write the result; 1 when the page does not come up."""
    parser = argparse.ArgumentParser(
        description=DESCRIPTION, usage=argparse.SUPPRESS, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=5, help="berapa kali")
    parser.add_argument("--store", type=Path, help="folder penyimpanan yang sudah berisi")
    parser.add_argument("--output", type=Path, default=RESULTS, help="folder hasil")
    options = parser.parse_args(arguments)
    try:
        with starter_store(options.store) as store:
            starts = [measured(store) for _ in range(options.times)]
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    shown = report(starts, {**circumstances(), "load": load_of_machine()})
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / "start.md").write_text(shown, "utf-8")
    print(shown)
    return 0


@contextmanager
def starter_store(store: Path | None) -> Iterator[Path]:
    """A store that is filled already, or one with the starter articles that lasts as long as it is used."""
    if store is not None:
        yield store
        return
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder) / "store")
        yield Path(folder) / "store"


def fill(store: Path) -> Embedder:
    """Put the starter articles into a new store. Returns the model; vectors are kept for the next run."""
    from assistant.search.embedding import load_embedder
    from benchmarks.remembered import RememberingEmbedder
    from ingest.update import ingest_paths

    settings = Settings(vectorstore=store)
    model = load_embedder(settings)
    remembering = RememberingEmbedder(model, settings.cache / "benchmarks")
    failed = ingest_paths([ARTICLES], settings, embedder=remembering).failed
    if failed:
        raise AssistantError("\n".join(f"{one.path}: {one.reason}" for one in failed))
    remembering.save()
    return model


def measured(store: Path) -> Start:
    """One start of the page, and of processes that only import."""
    with running_page(store) as page:
        wait_until_reachable(page)
        reachable = time.perf_counter() - page.started
        Client(page.address, verbose=False).predict(QUESTION, [], api_name="/ask")
        answered = time.perf_counter() - page.started
    return Start(reachable, answered, _seconds_of(PAGE_IMPORTS), _seconds_of(ALL_IMPORTS))


@contextmanager
def running_page(store: Path) -> Iterator[Page]:
    """The page in a process of its own, perhaps not reachable yet; ended with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
    command = [sys.executable, "app.py", "--store", str(store), "--port", str(port)]
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=PROJECT_ROOT, stdout=subprocess.DEVNULL, env=environment) as process:
        try:
            yield Page(f"http://127.0.0.1:{port}/", process, started)
        finally:
            process.terminate()


def wait_until_reachable(page: Page, *, ready: bool = False) -> None:
    """Until `/health` answers anything, or with `ready` that answers can be given. Raises AssistantError after minutes."""
    while page.process.poll() is None and time.perf_counter() - page.started < READY_SECONDS:
        try:
            if httpx.get(f"{page.address}health", trust_env=False).status_code == 200 or not ready:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssistantError("Halaman tidak siap; jalankan `python app.py` untuk melihat sebabnya.")


def resident_bytes(process: int | None = None) -> int | None:
    """The memory that a process (without: this one) and those it started hold; None where the system does not tell."""
    process = os.getpid() if process is None else process
    status = Path(f"/proc/{process}/status")
    if not status.is_file():
        return None
    pages = next((line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmRSS")), "0")
    children = Path(f"/proc/{process}/task/{process}/children")
    started = children.read_text().split() if children.is_file() else []
    return int(pages) * 1024 + sum(resident_bytes(int(child)) or 0 for child in started)


def load_of_machine() -> str:
    """How many processes wanted a core during the last minute; empty where the system does not tell."""
    return f"{os.getloadavg()[0]:.1f}".replace(".", ",") if hasattr(os, "getloadavg") else ""


def _seconds_of(code: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, cwd=PROJECT_ROOT, capture_output=True)
    return time.perf_counter() - started


def report(starts: Sequence[Start], about: Mapping[str, str]) -> str:
    """The result as Markdown: the median of all starts, and each of them."""
    middle = Start(*(statistics.median(values) for values in zip(*(_values(one) for one in starts), strict=True)))
    rows = [("median", middle), *((str(number), one) for number, one in enumerate(starts, start=1))]
    lines = [
        "# Dari perintah sampai jawaban pertama",
        "",
        f"Diukur {about['date']} pada {about['machine']}, Python {about['python']}, dengan `python -m benchmarks.start`. Beban "
        f"rata-rata komputernya selama satu menit terakhir {about['load']}: pekerjaan lain di sana memperlambat semuanya.",
        "",
        "| | halaman terbuka | jawaban pertama | memuat Gradio | memuat semuanya | halaman ÷ Gradio | jawaban ÷ semuanya |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *(f"| {name} | {' | '.join(_cells(one))} |" for name, one in rows),
        "",
        f"Sasaran: halaman paling lama {PAGE_AIM:.0f} detik ({_verdict(middle.page, PAGE_AIM)}), jawaban pertama paling lama "
        f"{ANSWER_AIM:.0f} detik ({_verdict(middle.answer, ANSWER_AIM)}).",
        "",
        "Penyimpanannya sudah berisi artikel bawaan. Pertanyaan pertama diajukan begitu halaman terbuka, jadi menunggu model dan "
        "penyimpanan dibaca. Pembandingnya dua proses yang hanya memuat pustaka: `import gradio`, dan bersamanya chromadb, "
        "bm25s, onnxruntime, dan tokenizers.",
        "",
    ]
    return "\n".join(lines)


def _values(start: Start) -> tuple[float, ...]:
    return start.page, start.answer, start.page_imports, start.all_imports


def _cells(start: Start) -> list[str]:
    shares = (start.page / start.page_imports, start.answer / start.all_imports)
    told = [*(f"{seconds:.1f} d" for seconds in _values(start)), *(f"{share:.1f}×" for share in shares)]
    return [cell.replace(".", ",") for cell in told]


def _verdict(value: float, aim: float) -> str:
    return "tercapai" if value <= aim else "belum tercapai"


if __name__ == "__main__":
    sys.exit(main())
