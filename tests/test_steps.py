"""Steps made in threads: they come in order, only a few are made at once, and whatever was begun is closed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

import pytest

from assistant.service.steps import Room, Steps, StepsBusy

T = TypeVar("T")


class Made:
    """Steps 0, 1, 2 …, each after the first as soon as `may_go_on` lets it; knows what became of it."""

    def __init__(self, count: int = 3) -> None:
        self.count = count
        self.may_go_on = threading.Semaphore(0)
        self.threads: list[str] = []
        self.closed = threading.Event()

    def __call__(self, is_wanted: Callable[[], bool]) -> Iterator[int]:
        try:
            for step in range(self.count):
                if step:
                    assert self.may_go_on.acquire(timeout=10)
                self.threads.append(threading.current_thread().name)
                yield step
        finally:
            self.closed.set()


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(asyncio.wait_for(coroutine, 20))


async def begun(made: Made, room: Room) -> tuple[Steps[int], asyncio.Task[list[int]]]:
    """Steps of which the first is made and the next is being waited for."""
    steps: Steps[int] = Steps(made, room)
    assert await steps.first() == 0

    async def further() -> list[int]:
        return [step async for step in steps.further()]

    task = asyncio.create_task(further())
    await asyncio.sleep(0.05)
    return steps, task


async def is_set(event: threading.Event) -> bool:
    return await asyncio.to_thread(event.wait, 5)


def test_the_steps_come_in_order_and_never_from_the_thread_of_the_event_loop() -> None:
    made = Made()
    made.may_go_on.release(10)

    async def all_of_them() -> list[int]:
        steps, task = await begun(made, Room(1, 1))
        found = await task
        steps.close()
        return found

    assert run(all_of_them()) == [1, 2]
    assert made.closed.is_set()
    assert threading.main_thread().name not in made.threads
    assert all(name.startswith("steps") for name in made.threads[1:]), "Waiting long, they have threads of their own."


def test_what_is_not_wanted_any_more_is_closed_after_the_step_that_is_being_made() -> None:
    made = Made()

    async def stop() -> None:
        steps, task = await begun(made, Room(1, 1))
        task.cancel()
        steps.close()
        steps.close()
        assert not made.closed.is_set(), "It waits for its step."
        made.may_go_on.release()
        assert await is_set(made.closed)

    run(stop())
    assert len(made.threads) == 2, "No further step was made."


def test_what_looks_whether_it_is_wanted_ends_at_once_and_makes_room() -> None:
    closed = threading.Event()

    def waiting(is_wanted: Callable[[], bool]) -> Iterator[int]:
        try:
            yield 0
            while is_wanted():
                closed.wait(0.01)
        finally:
            closed.set()

    async def stop() -> None:
        room = Room(1, 5)
        steps: Steps[int] = Steps(waiting, room)
        await steps.first()
        task = asyncio.create_task(anext(steps.further()))
        await asyncio.sleep(0.05)
        assert not closed.is_set()
        task.cancel()
        steps.close()
        assert await is_set(closed)
        await room.enter()

    run(stop())


def test_spare_room_is_used_while_there_is_some_and_nobody_waits_for_it() -> None:
    left = threading.Event()

    def work(is_wanted: Callable[[], bool]) -> str:
        while is_wanted():
            left.wait(0.01)
        left.set()
        return "made"

    async def crowd() -> None:
        room = Room(1, 5)
        assert await room.spare(lambda is_wanted: f"made {is_wanted()}", "none") == "made True"
        task = asyncio.create_task(room.spare(work, "none"))
        await asyncio.sleep(0.05)
        assert await room.spare(work, "none") == "none"
        task.cancel()
        assert await is_set(left), "Whoever wanted it is gone, but it is still being made."
        assert await room.spare(lambda is_wanted: "again", "none") == "again"

    run(crowd())


def test_what_waits_between_two_steps_is_closed_at_once() -> None:
    made = Made()

    async def stop() -> None:
        steps: Steps[int] = Steps(made, Room(1, 1))
        await steps.first()
        steps.close()
        assert await is_set(made.closed)

    run(stop())


def test_what_was_never_begun_can_be_closed_too() -> None:
    async def stop() -> None:
        Steps(Made(), Room(1, 1)).close()

    run(stop())


def test_who_finds_no_room_is_told_so_after_a_while_and_the_place_comes_free_when_another_is_closed() -> None:
    first, second = Made(), Made()

    async def crowd() -> list[int]:
        room = Room(1, 0.2)
        steps, task = await begun(first, room)
        waiting, refused = await begun(second, room)
        with pytest.raises(StepsBusy):
            await refused
        waiting.close()
        task.cancel()
        steps.close()
        third = Made()
        third.may_go_on.release(10)
        late, found = await begun(third, room)
        assert not found.done(), "The first still makes its step."
        first.may_go_on.release()
        result = await found
        late.close()
        return result

    assert run(crowd()) == [1, 2]


def test_what_fails_fails_for_who_asked_and_gives_its_place_back() -> None:
    def failing(is_wanted: Callable[[], bool]) -> Iterator[int]:
        yield 0
        raise ValueError("scripted failure")

    async def fail(room: Room) -> None:
        steps: Steps[int] = Steps(failing, room)
        try:
            await steps.first()
            async for _ in steps.further():
                pass
        finally:
            steps.close()

    async def twice() -> None:
        room = Room(1, 1)
        for _ in range(2):
            with pytest.raises(ValueError, match="scripted failure"):
                await fail(room)

    run(twice())


def test_what_cannot_be_closed_is_loud_in_the_log_and_gives_its_place_back(caplog: pytest.LogCaptureFixture) -> None:
    def stubborn(is_wanted: Callable[[], bool]) -> Iterator[int]:
        try:
            yield 0
            yield 1
            yield 2
        finally:
            raise ValueError("scripted failure")

    async def close() -> None:
        room = Room(1, 1)
        for _ in range(2):
            steps: Steps[int] = Steps(stubborn, room)
            await steps.first()
            assert await anext(steps.further()) == 1
            steps.close()

    run(close())
    assert "scripted failure" in caplog.text


def test_what_makes_no_step_is_an_error_of_its_maker() -> None:
    async def nothing() -> None:
        await Steps(lambda is_wanted: iter(()), Room(1, 1)).first()

    with pytest.raises(RuntimeError, match="at least one"):
        run(nothing())
