"""The process that reads files from anywhere: `python -m ingest.formats.child`. Started by `process`, never by hand.

A request is a line of JSON, `{"suffix": ".pdf", "size": 1234}`, and then as many bytes. The answer is one line of JSON:
`{"page": {…}}`, or `{"error": "…"}` with a sentence for people, or `{"memory": true}`.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
from typing import Any, BinaryIO

from assistant.errors import ReadError
from ingest.formats.kinds import damaged
from ingest.formats.process import as_json
from ingest.page import make_page

try:
    import resource
except ImportError:  # Windows has no such limits; the time limit of the parent remains
    resource = None  # type: ignore[assignment]


def main(memory: int, cpu_seconds: int) -> None:
    """Answer requests until standard input ends. memory: bytes of address space; cpu_seconds: for each request."""
    # An interrupt from the keyboard goes to the whole group; the parent decides what becomes of this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What a library prints must not get among the answers.
    os.dup2(2, 1)
    logging.disable()
    _limit("RLIMIT_AS", memory)
    while line := requests.readline():
        _limit("RLIMIT_CPU", int(sum(os.times()[:2])) + cpu_seconds)
        answer = _answer(json.loads(line), requests)
        answers.write(json.dumps(answer).encode("ascii") + b"\n")
        answers.flush()
        if "memory" in answer:
            return


def _limit(name: str, value: int) -> None:
    """Set a limit of this process where the system has it and allows it."""
    kind = getattr(resource, name, None)
    if kind is None:
        return
    _, highest = resource.getrlimit(kind)
    try:
        resource.setrlimit(kind, (value if highest == resource.RLIM_INFINITY else min(value, highest), highest))
    except (ValueError, OSError):
        return


def _answer(request: dict[str, Any], requests: BinaryIO) -> dict[str, Any]:
    suffix = request["suffix"]
    try:
        return {"page": as_json(make_page(requests.read(request["size"]), suffix))}
    except ReadError as error:
        return {"error": str(error)}
    except ImportError as error:
        return {"error": f"pustaka {error.name} belum terpasang. Jalankan: make install"}
    except MemoryError:
        return {"memory": True}
    except Exception as error:
        # Libraries raise anything at all over a damaged file, RecursionError too.
        return {"error": f"{damaged(suffix)} ({type(error).__name__})"}


if __name__ == "__main__":
    main(memory=int(sys.argv[1]), cpu_seconds=int(sys.argv[2]))
