"""A store on a Chroma server, reached over HTTP.

The server alone touches its files, so several processes may read and write at once. One client is kept for all threads;
after whatever goes wrong it is thrown away, so that the next piece of work begins with a sound one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import httpx

from assistant.errors import StoreError
from assistant.search.connection import (
    CONNECT_SECONDS,
    VERSION,
    CollectionMissingError,
    Collections,
    Connection,
    Made,
    Result,
    connect,
    is_broken_connection,
    is_trouble_of_server,
)

# A question pays for at most one look at the records, and those who ask in the same second share it.
_BELIEVED_SECONDS = 1.0


class _NothingStoredError(StoreError):
    """The server holds no store of ours."""


class Server:
    """A place as `place.Place` describes it. Safe to use from several threads."""

    shared = True

    def __init__(self, address: str, token: str = "") -> None:
        self._address = address
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._connecting = threading.Lock()
        self._connection: Connection | None = None
        """Kept as long as nothing went wrong with it."""

    @property
    def name(self) -> str:
        return f"server Chroma {self._address}"

    @property
    def renewal(self) -> str:
        return (
            "Kosongkan data server itu (caranya di vectorstore/README.md) lalu isi kembali dengan "
            "`python -m ingest ingest/articles`, atau pakai server lain (ASSISTANT_CHROMA_URL)."
        )

    def using(self, work: Callable[[Collections], Result], made: Made | None = None) -> Result:
        return self._using(work, made, again=True)

    def changing(
        self, work: Callable[[Collections], Result], check: Callable[[Collections], None], made: Made | None = None
    ) -> Result:
        """Its files are the server's own to look after, so nothing is checked."""
        return self.using(work, made)

    def salvaging(self, work: Callable[[Collections], Result]) -> Result:
        return self.using(work)

    def writing(self, tell: Callable[[str], None] | None = None) -> AbstractContextManager[None]:
        """Several may write at once."""
        return nullcontext()

    def beside(self) -> Server:
        raise StoreError(
            f"Penyimpanan di {self.name} tidak dapat dibangun ulang sementara yang lama melayani. {self.renewal}"
        )

    def take_beside(self) -> None:
        self.beside()

    def remains(self) -> tuple[str, ...]:
        return ()

    def clear_remains(self) -> None:
        pass

    def is_empty(self) -> bool:
        """Whether it holds no documents."""
        try:
            return self.using(lambda collections: int(collections.documents.count())) == 0
        except _NothingStoredError:
            return True

    def state(self) -> tuple[float, ...]:
        """When it was looked at, in seconds of a clock that only goes forward."""
        return (time.monotonic(),)

    def is_still(self, state: tuple[float, ...]) -> bool:
        """Whether it was looked at a moment ago."""
        return time.monotonic() - state[0] < _BELIEVED_SECONDS

    def _using(self, work: Callable[[Collections], Result], made: Made | None, *, again: bool) -> Result:
        connection = self._connected(made)
        try:
            return work(connection.collections)
        except Exception as error:
            missing = isinstance(error, CollectionMissingError)
            if not missing and not is_trouble_of_server(error):
                raise
            self._forget(connection)
            # Started anew, or emptied and filled by others: a new connection finds what is there now.
            if again and (missing or is_broken_connection(error)):
                return self._using(work, made, again=False)
            self._check_speaks_chroma()
            raise self._failed(error) from error

    def _connected(self, made: Made | None) -> Connection:
        with self._connecting:
            if self._connection is None or made is not None:
                self._connection = self._connect(made)
            return self._connection

    def _connect(self, made: Made | None) -> Connection:
        self._check_speaks_chroma()
        try:
            return connect(self._address, self._headers, made)
        except CollectionMissingError as error:
            raise _NothingStoredError(
                f"Belum ada dokumen di {self.name}. Isi dahulu dengan `python -m ingest ingest/articles`."
            ) from error
        except Exception as error:  # Chroma turns whatever happens here into a ValueError
            raise self._failed(error) from error

    def _forget(self, connection: Connection) -> None:
        with self._connecting:
            if self._connection is connection:
                self._connection = None
                connection.close()

    def _check_speaks_chroma(self) -> None:
        """Raise a StoreError that says what stands in the way of talking to a Chroma server, if anything does."""
        try:
            answer = httpx.get(f"{self._address}/api/v2/auth/identity", headers=self._headers, timeout=CONNECT_SECONDS)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise StoreError(
                f"Server Chroma {self._address} tidak dapat dihubungi ({_told(error)}). "
                "Pastikan server itu berjalan dan ASSISTANT_CHROMA_URL benar, lalu ulangi."
            ) from error
        code = answer.status_code
        if code in (401, 403):
            raise StoreError(
                f"Server Chroma {self._address} menolak kita (kode {code}). {'Periksa' if self._headers else 'Isi'} "
                "ASSISTANT_CHROMA_TOKEN dengan kunci yang diberikan pengelolanya."
            )
        if code == 429 or code >= 500:
            raise StoreError(
                f"Server Chroma {self._address} sedang tidak dapat melayani (kode {code}). "
                "Tunggu sebentar lalu ulangi; bila tetap begitu, periksa server itu dan proksi di depannya."
            )
        if not _is_identity(answer):
            raise StoreError(
                f"Yang menjawab di {self._address} bukan server Chroma yang kami kenal (kode {code}, tanpa antarmuka v2). "
                f"Periksa ASSISTANT_CHROMA_URL; servernya sebaiknya Chroma versi {VERSION}."
            )

    def _failed(self, error: Exception) -> StoreError:
        return StoreError(
            f"Server Chroma {self._address} tidak menyelesaikan permintaan ({_told(error)}). "
            "Ulangi; bila tetap begitu, periksa catatan server itu dan ruang disknya."
        )


def _told(error: Exception) -> str:
    """On one line: a proxy answers with a whole page."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"


def _is_identity(answer: httpx.Response) -> bool:
    """Whether this is what Chroma 1.x says when asked who is asking."""
    try:
        said = answer.json()
    except ValueError:
        return False
    return answer.is_success and isinstance(said, dict) and "tenant" in said
