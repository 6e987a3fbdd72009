"""How often may be asked: moving windows over a clock that the tests set."""

from __future__ import annotations

import re
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.errors import SettingsError
from assistant.service import rates as rates_module
from assistant.service.rates import Rates


class Clock:
    """What `time.time` says, in seconds."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.25

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(time, "time", clock)
    return clock


def asked(rates: Rates, times: int, session: str = "s", address: str = "a") -> list[int]:
    return [rates.seconds_to_wait(session, address) for _ in range(times)]


@pytest.mark.parametrize("limit", ["", "0", " ", " 0 "])
def test_without_a_limit_everything_may_be_asked(limit: str) -> None:
    assert set(asked(Rates(limit, limit), 1000)) == {0}


def test_what_is_over_the_limit_of_a_page_waits_until_the_oldest_question_is_a_minute_old(clock: Clock) -> None:
    rates = Rates("3/minute", "")
    assert asked(rates, 1) == [0]
    clock.now += 20
    assert asked(rates, 2) == [0, 0]
    wait = rates.seconds_to_wait("s", "a")
    assert 40 <= wait <= 41

    clock.now += wait - 2
    assert rates.seconds_to_wait("s", "a") in (1, 2)
    clock.now += 2
    assert asked(rates, 2)[0] == 0
    # Only one left the window; the two of twenty seconds later are still in it.
    assert 15 <= rates.seconds_to_wait("s", "a") <= 21


@pytest.mark.parametrize("fraction", [0.0, 0.25, 0.5, 0.999])
def test_who_waits_as_long_as_told_may_ask_and_a_second_earlier_may_not(clock: Clock, fraction: float) -> None:
    rates = Rates("2/minute", "2/minute")
    asked(rates, 2)
    clock.now += 7 + fraction
    wait = rates.seconds_to_wait("s", "a")
    assert isinstance(wait, int)
    clock.now += wait - 1.001
    assert rates.seconds_to_wait("s", "a") > 0
    clock.now += 1.001
    assert asked(rates, 3)[:2] == [0, 0]


def test_every_page_has_a_limit_of_its_own(clock: Clock) -> None:
    rates = Rates("1/minute", "")
    assert rates.seconds_to_wait("one", "a") == 0
    assert rates.seconds_to_wait("one", "a") > 0
    assert rates.seconds_to_wait("two", "a") == 0


def test_an_address_has_a_limit_over_all_its_pages(clock: Clock) -> None:
    rates = Rates("2/minute", "3/minute")
    assert [rates.seconds_to_wait(session, "a") for session in ("one", "two", "three")] == [0, 0, 0]
    assert rates.seconds_to_wait("four", "a") > 0
    assert rates.seconds_to_wait("four", "b") == 0


def test_a_page_and_an_address_of_the_same_name_are_counted_apart(clock: Clock) -> None:
    rates = Rates("1/minute", "1/minute")
    assert rates.seconds_to_wait("10.0.0.1", "other") == 0
    assert rates.seconds_to_wait("other", "10.0.0.1") == 0


@pytest.mark.parametrize(("session_limit", "address_limit"), [("2/minute", "1/minute"), ("1/minute", "2/minute")])
def test_what_must_wait_counts_in_neither_limit(clock: Clock, session_limit: str, address_limit: str) -> None:
    rates = Rates(session_limit, address_limit)
    assert rates.seconds_to_wait("s", "a") == 0
    assert all(asked(rates, 50))
    # One room is left in the wider limit: the refused ones did not take it.
    if session_limit == "2/minute":
        assert rates.seconds_to_wait("s", "another address") == 0
        assert rates.seconds_to_wait("s", "a third") > 0
    else:
        assert rates.seconds_to_wait("another page", "a") == 0
        assert rates.seconds_to_wait("a third", "a") > 0


def test_the_longer_of_two_waits_is_told(clock: Clock) -> None:
    rates = Rates("1/minute", "1/hour")
    rates.seconds_to_wait("s", "a")
    assert 3590 <= rates.seconds_to_wait("s", "a") <= 3600


def test_several_limits_hold_together(clock: Clock) -> None:
    rates = Rates("2/second; 3/minute", "")
    assert asked(rates, 3) == [0, 0, 1]
    clock.now += 1.5
    assert asked(rates, 1) == [0]
    assert 58 <= rates.seconds_to_wait("s", "a") <= 60


def test_a_clock_that_is_set_back_holds_up_nobody_longer_than_the_window(clock: Clock) -> None:
    rates = Rates("1/minute", "")
    asked(rates, 1)
    clock.now -= 86_400
    assert rates.seconds_to_wait("s", "a") <= 60


@pytest.mark.parametrize("written", ["30", "30/menit", "banyak", "-1/minute", "0/minute", "30/minute; x", "1.5/minute"])
def test_a_limit_that_is_none_is_refused_with_what_was_found_and_an_example(written: str) -> None:
    with pytest.raises(SettingsError, match=rf"ASSISTANT_SESSION_LIMIT={re.escape(repr(written))}.*30/minute"):
        Rates(written, "")
    with pytest.raises(SettingsError, match=rf"ASSISTANT_ADDRESS_LIMIT={re.escape(repr(written))}.*30/minute"):
        Rates("", written)


@pytest.mark.parametrize("written", ["30/minute", "30 per minute", "5/10seconds", " 30/hour ", "1000/day"])
def test_a_limit_is_written_in_words_of_time(written: str) -> None:
    assert Rates(written, written).seconds_to_wait("s", "a") == 0


def test_ten_wrong_passwords_a_minute_are_enough_for_one_address(clock: Clock) -> None:
    rates = Rates("", "")
    for _ in range(10):
        assert rates.may_sign_in("a")
        rates.sign_in_failed("a")
    assert not rates.may_sign_in("a")
    assert rates.may_sign_in("b")
    clock.now += 61
    assert rates.may_sign_in("a")


def test_asking_whether_one_may_sign_in_counts_nothing_and_questions_are_no_sign_ins(clock: Clock) -> None:
    rates = Rates("", "10/minute")
    assert all(rates.may_sign_in("a") for _ in range(50))
    assert asked(rates, 10) == [0] * 10
    assert rates.may_sign_in("a")
    for _ in range(20):
        rates.sign_in_failed("b")
    assert rates.seconds_to_wait("s", "b") == 0


@pytest.mark.parametrize("session", ["", "a/b", "x" * 100_000, "\ud800", "\x00"])
def test_a_page_may_call_itself_anything(clock: Clock, session: str) -> None:
    rates = Rates("1/minute", "")
    assert rates.seconds_to_wait(session, "") == 0
    assert rates.seconds_to_wait(session, "") > 0


@pytest.fixture
def _threads_take_turns_often() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("_threads_take_turns_often")
def test_from_many_threads_exactly_as_many_as_allowed_are_let_through() -> None:
    rates = Rates("90/hour", "100/hour")
    start = threading.Barrier(16)

    def ask(number: int) -> int:
        start.wait()
        return sum(rates.seconds_to_wait(f"s{number % 2}", "a") == 0 for _ in range(25))

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(ask, range(16))) == 100


def test_those_who_came_once_are_forgotten(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates_module, "NAMES_BEFORE_FORGETTING", 20)
    rates = Rates("2/minute", "")
    most = 0
    for visitor in range(100):
        assert rates.seconds_to_wait(f"s{visitor}", "a") == 0
        clock.now += 10
        # The library tidies up in a thread of its own, a hundredth of a second later.
        rates._storage.timer.join()
        most = max(most, len(rates._storage.events))
    assert most <= 30


def test_nobody_is_forgotten_while_it_counts(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates_module, "NAMES_BEFORE_FORGETTING", 5)
    rates = Rates("1/minute", "")
    assert all(rates.seconds_to_wait(f"s{visitor}", "a") == 0 for visitor in range(100))
    rates._storage.timer.join()
    assert all(rates.seconds_to_wait(f"s{visitor}", "a") > 0 for visitor in range(100))
