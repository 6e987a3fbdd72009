"""Chroma as the rest of the search sees it: opening files, connecting to a server. The only file that knows chromadb."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import chromadb
import httpx
from chromadb import errors as chroma_errors
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings

Result = TypeVar("Result")
Made = Mapping[str, str]
"""What a store is made with, as its collections record it."""

VERSION = str(chromadb.__version__)
CollectionMissingError = chroma_errors.NotFoundError
DamageError = chroma_errors.InternalError
# Writing a batch and reading a group of passages take well below a second; a busy server may let us wait.
CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 60.0

_TROUBLE_OF_SERVERS = (
    chroma_errors.InternalError,
    chroma_errors.ChromaAuthError,
    chroma_errors.AuthorizationError,
    chroma_errors.RateLimitError,
    chroma_errors.QuotaError,
    chroma_errors.VersionMismatchError,
    httpx.HTTPError,
    json.JSONDecodeError,
)


@dataclass(frozen=True, slots=True)
class Collections:
    """The two collections of an open store, and the clock of where it is."""

    documents: Any
    passages: Any
    now: Callable[[], float]
    """Seconds since 1970."""


@contextmanager
def opened_files(folder: Path, made: Made | None) -> Iterator[Collections]:
    """The store in a folder, opened afresh; with `made`, what is missing of it is created."""
    try:
        client = chromadb.PersistentClient(path=str(folder), settings=ChromaSettings(anonymized_telemetry=False))
    except BaseException:
        # Chroma would keep what it could not start and hand it out the next time. Clients of servers do without.
        SharedSystemClient.clear_system_cache()
        raise
    try:
        yield _collections(client, made, time.time)
    finally:
        client.close()


@dataclass(frozen=True, slots=True)
class Connection:
    """A client of a server. Safe to use from several threads."""

    collections: Collections
    _client: Any

    def close(self) -> None:
        """Give up the client's place among Chroma's; threads that still use it may finish."""
        self._client.close()


def connect(address: str, headers: Mapping[str, str], made: Made | None) -> Connection:
    """A connection to the store on a server; with `made`, what is missing of it is created.

    Raises CollectionMissingError, or whatever comes to Chroma's mind when the server cannot be talked to.
    """
    client = chromadb.HttpClient(
        host=address,  # all of it, so that a path before Chroma's own is kept
        headers=dict(headers),
        # Named here, what the environment says of another server does not count.
        settings=ChromaSettings(anonymized_telemetry=False, chroma_server_host=address, chroma_server_http_port=8000),
    )
    # Chroma would wait for ever, and everybody who asks with it.
    client._server._session.timeout = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
    return Connection(_collections(client, made, lambda: float(client.heartbeat()) / 1e9), client)


def is_trouble_of_server(error: Exception) -> bool:
    """Whether the server or the way to it failed; anything else is a mistake of ours."""
    # Chroma raises a bare Exception with the text of whatever is not an answer of Chroma's.
    return isinstance(error, _TROUBLE_OF_SERVERS) or type(error) is Exception


def is_broken_connection(error: Exception) -> bool:
    """Whether a connection ended before the answer came, as when the server was started anew. Not: waiting in vain."""
    return isinstance(error, httpx.TransportError) and not isinstance(error, httpx.TimeoutException)


def _collections(client: Any, made: Made | None, now: Callable[[], float]) -> Collections:
    """The inner product of normalised vectors is their cosine, and leaves them as they are."""
    names = ("documents", "passages")
    if made is not None:
        for name in names:
            client.get_or_create_collection(
                name, metadata=dict(made), configuration={"hnsw": {"space": "ip"}}, embedding_function=None
            )
    documents, passages = (client.get_collection(name, embedding_function=None) for name in names)
    return Collections(documents, passages, now)
