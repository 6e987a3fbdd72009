"""What is made from a store is renewed beside those who ask: they get the old one at once, and later the new one."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from assistant.errors import StoreError
from assistant.search.renewal import PATIENCE_SECONDS, PAUSE_SECONDS, Pace, Renewed, Unhurried, hurried


@dataclass(frozen=True, slots=True)
class Made:
    version: str


class Store:
    """A store that can be changed, held up, and taken away; it knows its version only where nobody changed it since."""

    def __init__(self) -> None:
        self.content = "1"
        self.looked_at: str | None = None
        self.error: Exception | None = None
        self.makes = 0
        self.may_look = threading.Event()
        self.may_make = threading.Event()
        self.may_look.set()
        self.may_make.set()

    def known_version(self) -> str | None:
        return self.looked_at if self.looked_at == self.content and self.error is None else None

    def version(self) -> str:
        assert self.may_look.wait(10)
        if self.error:
            raise self.error
        self.looked_at = self.content
        return self.content

    def make(self, pace: Pace) -> Made:
        self.makes += 1
        assert self.may_make.wait(10)
        return Made(self.version())


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.001)


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def renewed(store: Store) -> Renewed[Made]:
    return Renewed(store, store.make)


def test_the_first_is_there_from_the_beginning(renewed: Renewed[Made], store: Store) -> None:
    assert renewed.current().version == "1"
    assert store.makes == 1


def test_who_asks_first_after_a_change_gets_the_new_one_where_it_is_ready_in_a_moment(
    renewed: Renewed[Made], store: Store
) -> None:
    store.content = "2"

    assert renewed.current().version == "2"


def test_while_the_new_one_is_made_everybody_gets_the_old_one_and_one_of_them_waits_a_moment(
    renewed: Renewed[Made], store: Store
) -> None:
    store.may_make.clear()
    store.content = "2"

    begun = time.monotonic()
    assert renewed.current().version == "1"
    assert time.monotonic() - begun < PATIENCE_SECONDS + 1
    wait_until(lambda: store.makes == 2)
    assert {renewed.current().version for _ in range(100)} == {"1"}

    store.may_make.set()
    wait_until(lambda: renewed.current().version == "2")
    assert store.makes == 2, "it is made once however many ask"


def test_nobody_waits_for_a_look_at_the_store(renewed: Renewed[Made], store: Store) -> None:
    store.may_look.clear()
    store.content = "2"

    assert renewed.current().version == "1"

    store.may_look.set()
    wait_until(lambda: renewed.current().version == "2")


def test_a_store_that_looks_different_but_is_the_same_is_not_read_again(renewed: Renewed[Made], store: Store) -> None:
    store.looked_at = None

    renewed.current()
    wait_until(lambda: store.looked_at == "1")

    assert store.makes == 1


def test_after_a_failure_who_asks_is_told_until_it_is_mended(renewed: Renewed[Made], store: Store) -> None:
    store.error = StoreError("Servernya tidak menjawab.")

    assert renewed.current().version == "1"
    wait_until(lambda: renewed._has_failed)
    for _ in range(3):
        with pytest.raises(StoreError, match="Servernya tidak menjawab"):
            renewed.current()

    store.error, store.content = None, "2"
    assert renewed.current().version == "2"
    assert not renewed._has_failed


def test_a_thread_that_cannot_be_had_is_no_obstacle_to_the_next(
    renewed: Renewed[Made], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_thread(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    store.content = "2"
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", no_thread)
        assert renewed.current().version == "1"

    wait_until(lambda: renewed.current().version == "2")


def test_the_first_is_made_in_a_hurry_and_the_others_with_pauses(store: Store) -> None:
    paces: list[Pace] = []

    def make(pace: Pace) -> Made:
        paces.append(pace)
        return store.make(pace)

    renewed = Renewed(store, make)
    store.content = "2"
    wait_until(lambda: renewed.current().version == "2")

    assert paces == [hurried, Unhurried]


def test_unhurried_items_are_the_same_with_pauses_in_between(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("assistant.search.renewal.WORK_SECONDS", 0.0)
    monkeypatch.setattr(time, "sleep", pauses.append)
    items = Unhurried(("a", "b", "c"))

    assert (list(items), list(items), len(items), items[1], items[1:]) == ([*"abc"], [*"abc"], 3, "b", ("b", "c"))
    assert pauses == [PAUSE_SECONDS] * 6


ENDS_WHILE_IT_IS_RENEWED = """
import sys
from assistant.search.renewal import Renewed, Unhurried

class Store:
    content = 0
    known_version = lambda self: None
    def version(self):
        self.content += 1
        return str(self.content)

class Made:
    version = "0"

def make(pace):
    if pace is Unhurried:
        print("begun", flush=True)
        for number in pace(range(10**12)):
            pass
    return Made()

Renewed(Store(), make).current()
sys.exit(3)
"""


def test_the_process_ends_though_something_is_being_renewed() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", ENDS_WHILE_IT_IS_RENEWED], capture_output=True, text=True, timeout=60, check=False
    )

    assert (ended.returncode, ended.stdout, ended.stderr) == (3, "begun\n", "")
