"""Killed, out of disk space, or two at once: the store opens, holds whole documents, and the next run completes it.

Each time a child process ingests the second edition of a folder over a store of the first one, and something goes wrong.
`DURABILITY_KILLS=60 python -m pytest tests/test_durability.py` is the full measurement; an ordinary run kills eight times.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from ingesting import Content, TinyEmbedder, content_of, write

from assistant.search.index import Index
from assistant.settings import PROJECT_ROOT, Settings
from ingest.check import check_store
from ingest.rebuild import rebuild_store
from ingest.update import ingest_paths

KILLS = int(os.environ.get("DURABILITY_KILLS", "8"))
SEED = 20_261_122
EMBEDDER = TinyEmbedder()
PASSAGES_AT_ONCE = 70
"""As small as to make many steps that can be interrupted, and as large as to end in a second or two."""

# A child says that it is ready, waits for a line, works, and says that it is done.
CHILD = f"""
    import contextlib, resource, sys
    from pathlib import Path
    from ingesting import TinyEmbedder
    import chromadb, ingest.duplicates, ingest.split
    from assistant.errors import StoreError
    from assistant.settings import Settings
    from ingest import writing
    from ingest.rebuild import rebuild_store
    from ingest.update import ingest_paths

    writing.FEWEST_AT_ONCE = writing.MOST_AT_ONCE = {PASSAGES_AT_ONCE}
    what, store, folder, largest = sys.argv[1:]
    print("ready", flush=True)
    sys.stdin.readline()
    if int(largest):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(largest), int(largest)))
    settings = Settings(vectorstore=Path(store))
    tell = lambda line: print(line, file=sys.stderr, flush=True)
    try:
        if what == "rebuild":
            report = rebuild_store([Path(folder)], settings, embedder=TinyEmbedder(name="tiny-16-baru"), tell=tell)
        else:
            embedder = TinyEmbedder(pause=0.3 if what == "ingest slowly" else 0.0)
            report = ingest_paths([Path(folder)], settings, embedder=embedder, prune=True, tell=tell)
        assert not report.failed, report.failed
    except StoreError as error:
        sys.exit(str(error))
    print("done", flush=True)
"""


@dataclass(frozen=True)
class Worlds:
    """What is ingested, and what must come of it."""

    folder: Path
    """The second edition: documents changed, added and left out."""
    store: Path
    """Of the first edition; to be copied."""
    before: Content
    after: Content
    seconds: float
    """That an undisturbed child takes."""


def sentence(rng: random.Random, name: str) -> str:
    words = rng.choices(
        "pegawai camat kampanye netral baliho sanksi laporan inspektorat kantor media warga rapat".split(), k=14
    )
    return f"{name.capitalize()} {' '.join(words)} {rng.randrange(10**9)}."


def write_edition(folder: Path, edition: int) -> None:
    """Text, Markdown and web pages; a third of the second edition is as it was, a third is altered, the rest is new."""
    for number in range(10, 60) if edition == 1 else range(0, 55):
        rng = random.Random(number)
        paragraphs = [" ".join(sentence(rng, f"paragraf {part}") for _ in range(3)) for part in range(24)]
        if edition == 2 and number % 2:
            paragraphs[3 : 3 + number % 7] = [
                f"Edisi kedua dari dokumen {number} menambahkan kalimat ini di tengahnya, lengkap."
            ]
        if number % 10 == 3:
            body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
            title = f"Halaman nomor {number}"
            page = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"
            write(folder / f"{number:02}.html", page)
        else:
            write(
                folder / "lebih dalam" / f"{number:02}.{'md' if number % 3 else 'txt'}",
                f"# Dokumen nomor {number}",
                *paragraphs,
            )


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    root = tmp_path_factory.mktemp("durability")
    settings = Settings(vectorstore=root / "first")
    for edition in (1, 2):
        write_edition(root / f"edition{edition}" / "berita", edition)
    time.sleep(2.1)  # so that untouched files are known by their times
    report = ingest_paths([root / "edition1" / "berita"], settings, embedder=EMBEDDER)
    assert (report.added, report.failed, report.copies) == (50, (), ())
    undisturbed = root / "undisturbed"
    shutil.copytree(settings.vectorstore, undisturbed)
    folder = root / "edition2" / "berita"
    with child(undisturbed, folder) as process:
        go(process)
        started = time.monotonic()
        assert process.wait(120) == 0, process.stderr and process.stderr.read()
        seconds = time.monotonic() - started
    before, after = (content_of(store, EMBEDDER.name) for store in (settings.vectorstore, undisturbed))
    assert len(before.keys() & after.keys()) == 45
    assert sum(before[id] == after[id] for id in before.keys() & after.keys()) > 10
    assert sum(len(passages) for _, passages in after.values()) > 1_100, (
        "Chroma writes its vector files every 1,000 changes"
    )
    return Worlds(folder, settings.vectorstore, before, after, seconds)


@contextlib.contextmanager
def child(store: Path, folder: Path, what: str = "ingest", largest: int = 0) -> Iterator[subprocess.Popen[str]]:
    """A process that has loaded everything and waits; `largest`: bytes of a file that it may write, 0 for any."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(CHILD), what, str(store), str(folder), str(largest)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=PROJECT_ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(PROJECT_ROOT / "tests"), str(PROJECT_ROOT)])},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def go(process: subprocess.Popen[str]) -> None:
    """Let a child begin as soon as it is ready."""
    assert process.stdin
    assert process.stdout
    assert process.stdout.readline() == "ready\n", process.stderr and process.stderr.read()
    process.stdin.write("\n")
    process.stdin.flush()


def check_whole(store: Path, worlds: Worlds, model: str = EMBEDDER.name) -> Content:
    """Every document is that of the first edition or that of the second, and no other document is there."""
    content = content_of(store, model)
    mixed = [id for id in content if content[id] not in (worlds.before.get(id), worlds.after.get(id))]
    assert mixed == []
    return content


def check_completed(store: Path, worlds: Worlds) -> None:
    """One more run makes of it what an undisturbed one does, with nothing left over."""
    ingest_paths([worlds.folder], Settings(vectorstore=store), embedder=EMBEDDER, prune=True)
    assert content_of(store, EMBEDDER.name) == worlds.after
    report = check_store(Settings(vectorstore=store), embedder=EMBEDDER)
    assert (report.documents, report.findings) == (len(worlds.after), ())
    assert {path.name for path in store.iterdir() if path.name.startswith(".")} == set()


def test_killed_at_any_moment(worlds: Worlds, tmp_path: Path) -> None:
    """How far they got is printed with `-s`, to see that all moments occur."""
    rng = random.Random(SEED)
    finished = []
    seconds = worlds.seconds
    with contextlib.ExitStack() as started:
        # The next one loads its libraries while this one is looked at.
        children = []
        for number in range(KILLS):
            for ahead in range(len(children), min(number + 2, KILLS)):
                store = tmp_path / str(ahead)
                shutil.copytree(worlds.store, store)
                children.append((store, started.enter_context(child(store, worlds.folder))))
            store, process = children[number]
            go(process)
            # Late moments more often: the first half of a run is reading.
            time.sleep(seconds * max(rng.random() for _ in range(3)))
            # A busy machine may have become quicker or slower meanwhile.
            seconds *= 1.05 if process.poll() is None else 0.85
            process.send_signal(signal.SIGKILL)
            process.wait(30)

            content = check_whole(store, worlds)
            finished.append(sum(content.get(id) == worlds.after[id] for id in worlds.after))
            check_completed(store, worlds)
            shutil.rmtree(store)
    print(
        f"\nAn undisturbed run takes {worlds.seconds:.2f} s. Of {len(worlds.after)} documents were done: {sorted(finished)}"
    )
    assert len(finished) == KILLS


def test_killed_again_and_again(worlds: Worlds, tmp_path: Path) -> None:
    """Also while it is finishing what the one before was killed in."""
    store = tmp_path / "store"
    shutil.copytree(worlds.store, store)
    rng = random.Random(SEED + 1)
    for _ in range(max(2, KILLS // 6)):
        with child(store, worlds.folder) as process:
            go(process)
            time.sleep(rng.uniform(0, worlds.seconds / 2))
            process.kill()
            process.wait(30)
    check_whole(store, worlds)
    check_completed(store, worlds)


def check_told(code: int, said: str) -> None:
    """Who failed says in one line that something cannot be written, and what to do."""
    print(f"\n{'stopped' if code else 'finished'}: {said.strip()[:150]}")
    if code:
        (line,) = said.splitlines()
        assert line.startswith(("Penyimpanan di", "Folder"))
        assert "tidak dapat" in line
        assert "disk" in line


def sizes_of(store: Path) -> int:
    return max(path.stat().st_size for path in store.rglob("*") if path.is_file())


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 1.0, 1.02, 1.1, 1.2, 1.3] if KILLS > 8 else [0.3, 1.1, 1.3])
def test_files_that_may_not_grow(worlds: Worlds, tmp_path: Path, share: float) -> None:
    """As on a full disk: a write fails at some length of the file, be it of the database or of the vectors."""
    store = tmp_path / "store"
    shutil.copytree(worlds.store, store)
    with child(store, worlds.folder, largest=max(1, round(share * sizes_of(worlds.store)))) as process:
        go(process)
        code = process.wait(120)
        said = process.stderr.read() if process.stderr else ""
    check_told(code, said)

    check_whole(store, worlds)
    check_completed(store, worlds)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes, where this user may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if (
        not hasattr(os, "geteuid")
        or os.geteuid()
        or subprocess.run(mounting, capture_output=True, check=False).returncode
    ):
        pytest.skip("A small file system can only be mounted by root, and here not at all.")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize("spare", [0, 200, 1_000, 2_500, 5_000, 9_000] if KILLS > 8 else [0, 5_000, 9_000])
def test_a_full_disk(worlds: Worlds, small_disk: Path, spare: int) -> None:
    """`spare`: kilobytes that are left beside the store of the first edition."""
    size = sum(path.stat().st_size for path in worlds.store.rglob("*") if path.is_file()) // 1024
    subprocess.run(["mount", "-o", f"remount,size={size + 100 + spare}k", str(small_disk)], check=True)
    store = small_disk / "store"
    shutil.copytree(worlds.store, store)
    with child(store, worlds.folder) as process:
        go(process)
        code = process.wait(120)
        said = process.stderr.read() if process.stderr else ""
    check_told(code, said)

    subprocess.run(["mount", "-o", "remount,size=100m", str(small_disk)], check=True)
    check_whole(store, worlds)
    check_completed(store, worlds)


def test_two_writers_at_once(worlds: Worlds, tmp_path: Path) -> None:
    """The second one waits, says for whom, and finds everything done."""
    store = tmp_path / "store"
    shutil.copytree(worlds.store, store)
    with child(store, worlds.folder) as one, child(store, worlds.folder) as other:
        for process in (one, other):
            go(process)
        said = [process.communicate(timeout=120)[1] for process in (one, other)]
        assert [process.returncode for process in (one, other)] == [0, 0], said
        waited = [line for line in "".join(said).splitlines() if "sedang diisi oleh proses" in line]
        assert len(waited) == 1
        assert str(one.pid) in waited[0] or str(other.pid) in waited[0]
    assert content_of(store, EMBEDDER.name) == worlds.after


def test_a_reader_meanwhile_sees_whole_documents_and_the_new_ones_without_opening_the_store_again(
    worlds: Worlds, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    shutil.copytree(worlds.store, store)
    reader = Index.open(store, EMBEDDER.name)
    seen: dict[str, int] = {}
    mixtures: list[str] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            version = reader.version()
            if version in seen:
                continue
            snapshot = reader.snapshot()
            by_source: dict[str, list[tuple[str, str, bytes]]] = {}
            for passage, vector in zip(snapshot.passages, snapshot.vectors, strict=True):
                by_source.setdefault(passage.source.id, []).append((passage.locator, passage.text, vector.tobytes()))
            for id, passages in by_source.items():
                editions = [world[id][1] for world in (worlds.before, worlds.after) if id in world]
                if passages not in editions:
                    mixtures.append(id)
            seen[snapshot.version] = sum(worlds.after.get(id, (None, None))[1] == by_source[id] for id in by_source)

    thread = threading.Thread(target=read)
    thread.start()
    with child(store, worlds.folder, what="ingest slowly") as process:
        go(process)
        assert process.wait(120) == 0
    time.sleep(0.5)
    done.set()
    thread.join(30)

    assert mixtures == []
    assert len(seen) > 2, "the old, the new, and something between"
    assert seen[reader.version()] == len(worlds.after)


def test_killed_while_rebuilding_the_old_store_serves_and_the_next_run_completes_the_new_one(
    worlds: Worlds, tmp_path: Path
) -> None:
    rng = random.Random(SEED + 2)
    newer = TinyEmbedder(name="tiny-16-baru")
    for number in range(max(2, KILLS // 4)):
        store = tmp_path / str(number)
        shutil.copytree(worlds.store, store)
        with child(store, worlds.folder, what="rebuild") as process:
            go(process)
            time.sleep(rng.uniform(0, worlds.seconds))
            process.kill()
            process.wait(30)
        switched = Index.open(store, None).salvage().made["model"] == newer.name
        content = content_of(store, newer.name if switched else EMBEDDER.name)
        if not switched:
            assert content == worlds.before

        rebuild_store([worlds.folder], Settings(vectorstore=store), embedder=newer)
        rebuilt = content_of(store, newer.name)
        assert {id: rebuilt[id] for id in worlds.after} == worlds.after
        assert {id: rebuilt[id] for id in rebuilt.keys() - worlds.after} == {
            id: worlds.before[id] for id in worlds.before.keys() - worlds.after
        }
        assert not (store / ".rebuild").exists()
