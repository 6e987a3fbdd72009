"""A store on a Chroma server: others who write at the same time, and a server that is away, refuses or says strange things."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from assistant.errors import StoreError
from assistant.search import connection, generations, server
from assistant.search import index as index_module
from assistant.search.connection import Collections
from assistant.search.generations import Stored
from assistant.search.index import Index, is_empty
from assistant.search.records import DocumentRecord
from assistant.search.server import Server
from assistant.settings import Settings
from tests.chroma_server import ChromaServer, chroma_command
from tests.stored import (
    MODEL,
    SOURCE,
    UNDATED,
    count_rows,
    empty,
    passages_of,
    start_python,
    store_texts,
    texts_of,
    vectors_for,
)


@pytest.fixture
def settings(chroma_server: ChromaServer) -> Settings:
    """Of an installation whose server holds nothing."""
    empty(chroma_server.address)
    return Settings(chroma_url=chroma_server.address)


@pytest.fixture
def index(settings: Settings) -> Index:
    return Index.open(settings, MODEL, create=True)


def test_nothing_stored_names_the_server_and_the_command(settings: Settings) -> None:
    with pytest.raises(StoreError, match=rf"{settings.chroma_url}.*python -m ingest ingest/articles"):
        Index.open(settings, MODEL)


def test_a_server_is_empty_until_it_holds_a_document(settings: Settings) -> None:
    assert is_empty(settings)
    index = Index.open(settings, MODEL, create=True)
    assert is_empty(settings)
    store_texts(index, SOURCE, "Satu.")
    assert not is_empty(settings)
    index.remove_document(SOURCE.id)
    assert is_empty(settings)


def test_messages_call_the_store_by_the_address_of_its_server(index: Index, settings: Settings) -> None:
    assert settings.chroma_url in index.location


# How often it is asked.


def test_the_version_is_asked_once_a_second(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    store_texts(index, SOURCE, "Satu.")
    version = index.version()
    monkeypatch.setattr(Server, "using", lambda *_: pytest.fail("asked the server"))

    assert [index.version() for _ in range(5)] == [version] * 5


def test_what_others_write_shows_once_the_second_is_over(
    index: Index, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = index.version()
    store_texts(Index.open(settings, MODEL), SOURCE, "Satu.")
    assert index.version() == version, "not asked yet"

    monkeypatch.setattr(server, "_BELIEVED_SECONDS", 0.0)
    assert index.version() != version


def test_a_snapshot_knows_its_version_without_asking_again(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    store_texts(index, SOURCE, "Satu.")
    snapshot = index.snapshot()
    monkeypatch.setattr(Server, "using", lambda *_: pytest.fail("asked the server"))

    assert index.version() == snapshot.version


# Others who write at the same time.


def once_before(function: Callable[..., Any], happening: Callable[[], None]) -> Callable[..., Any]:
    """The function, with something else happening right before its first call."""
    happened = threading.Event()

    def call(*arguments: object, **options: object) -> object:
        if not happened.is_set():
            happened.set()
            happening()
        return function(*arguments, **options)

    return call


def test_who_reads_while_a_document_is_replaced_reads_the_new_one(
    index: Index, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_texts(index, UNDATED, "Tetap.")
    store_texts(index, SOURCE, "Lama satu.", "Lama dua.")
    other = Index.open(settings, MODEL)

    # Between looking up which generations count and reading them.
    def replaced() -> None:
        store_texts(other, SOURCE, "Baru satu.", "Baru dua.", "Baru tiga.", seed=2)

    monkeypatch.setattr(index_module, "passages_of", once_before(generations.passages_of, replaced))
    snapshot = index.snapshot()

    assert [passage.text for passage in snapshot.passages] == ["Tetap.", "Baru satu.", "Baru dua.", "Baru tiga."]
    np.testing.assert_array_equal(snapshot.vectors[1:], vectors_for(3, 2))
    assert snapshot.version == other.version()


def test_what_was_read_whole_is_not_read_again(
    index: Index, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_texts(index, UNDATED, "Tetap.")
    store_texts(index, SOURCE, "Lama.")
    other = Index.open(settings, MODEL)
    read = once_before(generations.passages_of, lambda: store_texts(other, SOURCE, "Baru."))
    asked: list[list[str]] = []

    def count(collections: Collections, records: list[DocumentRecord], *, may_vanish: bool) -> dict[str, list[Stored]]:
        asked.append([record.source.id for record in records])
        found: dict[str, list[Stored]] = read(collections, records, may_vanish=may_vanish)
        return found

    monkeypatch.setattr(index_module, "passages_of", count)

    assert texts_of(index) == ["Tetap.", "Baru."]
    assert asked == [[UNDATED.id, SOURCE.id], [SOURCE.id]]


def test_a_document_that_stays_incomplete_is_damage(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    store_texts(index, SOURCE, "Satu.", "Dua.")
    monkeypatch.setattr(index_module, "_PAUSES", (0.0, 0.0))
    index._place.using(lambda collections: collections.passages.delete(where={"number": 2}))

    with pytest.raises(StoreError, match=r"1 bagian, seharusnya 2.*vectorstore/README.md"):
        index.snapshot()


def test_of_two_who_replace_a_document_the_last_one_wins(
    index: Index, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_texts(index, SOURCE, "Lama.")
    other = Index.open(settings, MODEL)

    # The other begins and ends between our adding and our switching.
    def replaced() -> None:
        store_texts(other, SOURCE, "Dari yang lain.", "Dua.", "Tiga.")

    monkeypatch.setattr(index_module, "switch", once_before(generations.switch, replaced))
    store_texts(index, SOURCE, "Dari kami.", "Dua.")

    assert texts_of(index) == texts_of(other) == ["Dari kami.", "Dua."]


def test_who_removes_a_document_that_is_being_replaced_does_not_break_it(
    index: Index, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_texts(index, SOURCE, "Lama.")
    other = Index.open(settings, MODEL)
    removed = once_before(generations.switch, lambda: other.remove_document(SOURCE.id))
    monkeypatch.setattr(index_module, "switch", removed)

    store_texts(index, SOURCE, "Baru.")

    assert texts_of(index) == texts_of(other) == ["Baru."]
    assert count_rows(index) == 1


def test_two_processes_that_replace_the_same_documents_leave_them_whole(index: Index, settings: Settings) -> None:
    code = """
        index = Index.open(store_at(sys.argv[1]), MODEL)
        for number in range(12):
            for name in ("a", "b"):
                source = Source(id=name, name=name, title=name)
                store_texts(index, source, *[f"{sys.argv[2]} {number}"] * 30, seed=number)
    """
    writers = [start_python(code, settings.chroma_url, name) for name in ("satu", "dua")]
    mixtures: list[object] = []
    while any(writer.poll() is None for writer in writers):
        by_source: dict[str, set[str]] = {}
        for passage in index.snapshot().passages:
            by_source.setdefault(passage.source.id, set()).add(passage.text)
        mixtures += [texts for texts in by_source.values() if len(texts) != 1]
    for writer in writers:
        _, complained = writer.communicate()
        assert writer.returncode == 0, complained

    assert mixtures == []
    assert index.passage_counts() == {"a": 30, "b": 30}
    assert len(index.snapshot().passages) == 60


def unfinished(index: Index) -> None:
    """What another writer has added and not switched to yet."""
    index._place.using(
        lambda collections: generations.add_generation(collections, passages_of(SOURCE, "Satu."), vectors_for(1))
    )


def test_what_another_writer_has_not_finished_yet_is_left_alone(index: Index) -> None:
    unfinished(index)
    store_texts(index, SOURCE, "Kami.")
    index.remove_document(SOURCE.id)

    assert count_rows(index) == 1


def test_what_was_never_finished_is_cleared_away_after_an_hour(
    index: Index, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_texts(index, SOURCE, "Kami.")
    unfinished(index)
    later = time.time() + 3_700
    monkeypatch.setattr(generations, "_ABANDONED_SECONDS", time.time() - later)

    store_texts(Index.open(settings, MODEL), UNDATED, "Lain.")

    assert texts_of(index) == ["Lain.", "Kami."]
    assert count_rows(index) == 2


def test_who_was_held_up_until_others_cleared_it_away_switches_to_nothing(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_texts(index, SOURCE, "Lama.")

    def add_and_lose(*arguments: Any) -> str:
        generation = generations.add_generation(*arguments)
        arguments[0].passages.delete(where={"generation": generation})
        return generation

    monkeypatch.setattr(index_module, "add_generation", add_and_lose)
    with pytest.raises(StoreError, match="tidak tersimpan utuh"):
        store_texts(index, SOURCE, "Baru.")

    assert texts_of(index) == ["Lama."]


# A server that goes away and comes back.


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[ChromaServer]:
    """A server that may be stopped."""
    if not chroma_command():
        pytest.skip("The command `chroma` is not beside this Python; `make install` brings it along with chromadb.")
    started = ChromaServer(tmp_path / "data")
    started.start()
    yield started
    started.stop()


def test_a_server_that_goes_away_is_named_and_found_again_when_it_is_back(
    own_server: ChromaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_BELIEVED_SECONDS", 0.0)
    settings = Settings(chroma_url=own_server.address)
    index = Index.open(settings, MODEL, create=True)
    store_texts(index, SOURCE, "Satu.")
    version = index.version()

    own_server.stop()
    for ask in (index.version, index.snapshot, lambda: Index.open(settings, MODEL), lambda: is_empty(settings)):
        with pytest.raises(StoreError, match=rf"{own_server.address} tidak dapat dihubungi.*ASSISTANT_CHROMA_URL"):
            ask()

    own_server.start()
    assert index.version() == version
    assert texts_of(index) == ["Satu."]
    own_server.stop()
    own_server.start()
    assert texts_of(index) == ["Satu."], "nobody asked while it was away"


def test_a_store_that_was_made_anew_is_found(index: Index, settings: Settings) -> None:
    store_texts(index, SOURCE, "Satu.")
    empty(settings.chroma_url)
    store_texts(Index.open(settings, MODEL, create=True), SOURCE, "Dua.")

    assert texts_of(index) == ["Dua."]


def test_a_store_that_was_taken_away_is_said_to_be_empty(index: Index, settings: Settings) -> None:
    store_texts(index, SOURCE, "Satu.")
    empty(settings.chroma_url)

    with pytest.raises(StoreError, match="Belum ada dokumen"):
        index.snapshot()


def test_a_folder_can_be_handed_to_a_server_as_it_is(tmp_path: Path) -> None:
    if not chroma_command():
        pytest.skip("The command `chroma` is not beside this Python; `make install` brings it along with chromadb.")
    stored = Index.open(tmp_path / "store", MODEL, create=True)
    store_texts(stored, SOURCE, *[f"Kalimat {number}." for number in range(1_200)])
    before = stored.snapshot()
    shutil.copytree(tmp_path / "store", tmp_path / "data")
    started = ChromaServer(tmp_path / "data")
    started.start()
    try:
        index = Index.open(Settings(chroma_url=started.address), MODEL)
        after = index.snapshot()
        store_texts(index, UNDATED, "Ditambahkan di server.")
        texts = texts_of(index)
    finally:
        started.stop()

    assert after.passages == before.passages
    assert after.version == before.version
    np.testing.assert_array_equal(after.vectors, before.vectors)
    assert len(texts) == 1_201


# What stands between us and the server.


class Gate:
    """A proxy before a Chroma server, below the path /chroma. `manner` says how it treats requests."""

    def __init__(self, behind: str) -> None:
        self.manner = "forward"
        self.authorizations: list[str | None] = []
        gate = self
        client = httpx.Client(trust_env=False)

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                gate.authorizations.append(self.headers["Authorization"])
                body = self.rfile.read(int(self.headers["Content-Length"] or 0))
                if gate.manner == "hang up":
                    self.close_connection = True
                    return
                if gate.manner == "keep waiting" and not self.path.endswith("identity"):
                    time.sleep(1.5)
                if gate.manner == "too much" and body:
                    self._send(413, "text/html", b"<h1>\nPesan proksi\n</h1>")
                    return
                if gate.manner.isdecimal():
                    self._send(int(gate.manner), "text/html", b"<h1>Pesan proksi</h1>")
                    return
                if gate.manner == "other":
                    self._send(200, "text/html", b"<h1>Selamat datang</h1>")
                    return
                if not self.path.startswith("/chroma/api/v2/"):
                    self._send(404, "text/plain", b"")
                    return
                answer = client.request(
                    self.command,
                    behind + self.path.removeprefix("/chroma"),
                    content=body,
                    headers={"Content-Type": "application/json"},
                )
                self._send(answer.status_code, answer.headers.get("Content-Type", ""), answer.content)

            do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815

            def _send(self, code: int, kind: str, body: bytes) -> None:
                self.send_response(code)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}/chroma"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def gate(chroma_server: ChromaServer) -> Iterator[Gate]:
    empty(chroma_server.address)
    opened = Gate(chroma_server.address)
    yield opened
    opened.close()


def test_the_token_goes_along_with_every_request(gate: Gate) -> None:
    index = Index.open(Settings(chroma_url=gate.address, chroma_token="rahasia-123"), MODEL, create=True)
    store_texts(index, SOURCE, "Satu.")

    assert texts_of(index) == ["Satu."]
    assert len(gate.authorizations) > 10
    assert set(gate.authorizations) == {"Bearer rahasia-123"}


def test_without_a_token_none_is_sent(gate: Gate) -> None:
    Index.open(Settings(chroma_url=gate.address), MODEL, create=True)

    assert set(gate.authorizations) == {None}


@pytest.mark.parametrize("token", ["", "rahasia-123"])
@pytest.mark.parametrize("code", ["401", "403"])
def test_a_refusal_names_the_token_to_set_and_never_shows_it(gate: Gate, code: str, token: str) -> None:
    gate.manner = code
    with pytest.raises(
        StoreError, match=rf"{gate.address} menolak kita \(kode {code}\).*ASSISTANT_CHROMA_TOKEN"
    ) as refused:
        Index.open(Settings(chroma_url=gate.address, chroma_token=token), MODEL)
    assert "rahasia" not in str(refused.value)


@pytest.mark.parametrize(
    ("manner", "says"),
    [
        ("401", "ASSISTANT_CHROMA_TOKEN"),
        ("too much", "tidak menyelesaikan permintaan .*Pesan proksi"),
        ("404", "bukan server Chroma"),
        ("302", "bukan server Chroma"),
        ("502", "sedang tidak dapat melayani"),
        ("503", "sedang tidak dapat melayani"),
        ("other", "bukan server Chroma"),
        ("hang up", "tidak dapat dihubungi"),
        ("keep waiting", "tidak menyelesaikan permintaan"),
    ],
)
def test_whatever_goes_wrong_later_is_said_and_forgotten(
    gate: Gate, manner: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_BELIEVED_SECONDS", 0.0)
    monkeypatch.setattr(connection, "ANSWER_SECONDS", 0.5)
    index = Index.open(Settings(chroma_url=gate.address), MODEL, create=True)
    store_texts(index, SOURCE, "Satu.")

    gate.manner = manner
    for ask in (index.version, lambda: store_texts(index, SOURCE, "Dua.")):
        with pytest.raises(StoreError, match=says) as failed:
            ask()
        assert gate.address in str(failed.value)
        assert "\n" not in str(failed.value)

    gate.manner = "forward"
    assert texts_of(index) == ["Satu."]


def test_a_mistake_of_ours_is_loud_on_a_server_too(index: Index) -> None:
    store_texts(index, SOURCE, "Satu.")
    with pytest.raises(Exception, match="dimension") as raised:
        index.replace_document(UNDATED, passages_of(UNDATED, "Dua."), np.ones((1, 9), dtype=np.float32))
    assert not isinstance(raised.value, StoreError)


def test_no_name_on_the_network_is_said_with_the_address() -> None:
    with pytest.raises(StoreError, match=r"http://chroma\.invalid:8000 tidak dapat dihubungi"):
        Index.open(Settings(chroma_url="http://chroma.invalid:8000"), MODEL)
