"""The waiting line: who is served when, what those who wait are told, and that nobody's place is lost or kept."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Coroutine
from typing import Any

import pytest

from assistant.errors import AssistantError
from assistant.service.line import Line, LineFull, Place

LONGEST_RUN_SECONDS = 20.0


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run to the end; a line that forgets somebody fails instead of hanging."""
    return asyncio.run(asyncio.wait_for(work, LONGEST_RUN_SECONDS))


async def settle() -> None:
    """Let every task go as far as it can without anything new happening."""
    for _ in range(20):
        await asyncio.sleep(0)


async def told(place: Place) -> list[int]:
    return [position async for position in place.positions()]


class Visitor:
    """A task that joins, notes what it is told, is served until `done` is set, and leaves."""

    def __init__(self, line: Line) -> None:
        self.told: list[int] = []
        self.served = False
        self.done = asyncio.Event()
        self.task = asyncio.create_task(self._visit(line))

    async def _visit(self, line: Line) -> None:
        async with line.join() as place:
            async for position in place.positions():
                self.told.append(position)
            self.served = True
            await self.done.wait()


async def visitors(line: Line, count: int) -> list[Visitor]:
    """So many, come one after the other."""
    come = []
    for _ in range(count):
        come.append(Visitor(line))
        await settle()
    return come


async def end(*come: Visitor) -> None:
    for visitor in come:
        visitor.done.set()
    await asyncio.gather(*(visitor.task for visitor in come), return_exceptions=True)


def test_where_there_is_room_nobody_is_told_a_position() -> None:
    async def work() -> None:
        line = Line(at_once=2, longest=5)
        assert await told(line.join()) == []
        assert await told(line.join()) == []
        assert line.waiting == 0

    run(work())


def test_each_is_told_its_position_at_once_and_whenever_it_changes() -> None:
    async def work() -> None:
        line = Line(at_once=1, longest=5)
        first, second, third, fourth = await visitors(line, 4)
        assert [v.told for v in (first, second, third, fourth)] == [[], [1], [2], [3]]
        assert line.waiting == 3

        await end(first)
        await settle()
        assert [v.served for v in (second, third, fourth)] == [True, False, False]
        assert [v.told for v in (second, third, fourth)] == [[1], [2, 1], [3, 2]]
        assert line.waiting == 2
        await end(second, third, fourth)
        assert line.waiting == 0

    run(work())


def test_who_asks_late_is_told_only_where_it_stands_now() -> None:
    async def work() -> None:
        line = Line(at_once=1, longest=5)
        first, second, third = line.join(), line.join(), line.join()
        first.leave()
        positions = third.positions()
        assert await anext(positions) == 1
        second.leave()
        assert [position async for position in positions] == []

    run(work())


def test_a_place_asked_again_is_told_its_position_again() -> None:
    async def work() -> None:
        line = Line(at_once=1, longest=5)
        first, second = line.join(), line.join()
        assert await anext(second.positions()) == 1
        assert await anext(second.positions()) == 1
        first.leave()
        assert await told(second) == []

    run(work())


def test_first_come_is_first_served_even_when_a_newcomer_is_quicker() -> None:
    async def work() -> None:
        line = Line(at_once=1, longest=5)
        first = line.join()
        second = line.join()
        first.leave()
        # The second has not run since; the room is its own all the same.
        newcomer = line.join()
        assert await anext(newcomer.positions()) == 1
        assert await told(second) == []

    run(work())


@pytest.mark.parametrize("longest", [0, 1, 3])
def test_a_full_line_turns_newcomers_away_until_somebody_leaves(longest: int) -> None:
    line = Line(at_once=1, longest=longest)
    served, *waiting = [line.join() for _ in range(1 + longest)]
    with pytest.raises(LineFull, match=f"{longest}.*menit"):
        line.join()
    assert line.waiting == longest
    served.leave()
    line.join()
    for place in waiting:
        place.leave()
    assert line.waiting == 0


def test_a_full_line_is_told_to_the_user() -> None:
    assert issubclass(LineFull, AssistantError)


@pytest.mark.parametrize(("at_once", "longest"), [(0, 5), (-1, 5), (1, -1)])
def test_a_line_in_which_nobody_is_ever_served_is_refused(at_once: int, longest: int) -> None:
    with pytest.raises(ValueError, match="at_once"):
        Line(at_once, longest)


def test_leaving_twice_makes_room_once() -> None:
    async def work() -> None:
        line = Line(at_once=1, longest=5)
        first, second, third = line.join(), line.join(), line.join()
        first.leave()
        first.leave()
        assert await told(second) == []
        assert await anext(third.positions()) == 1
        third.leave()
        third.leave()
        assert line.waiting == 0
        second.leave()
        assert await told(line.join()) == []

    run(work())


def test_a_cancelled_waiter_lets_those_behind_move_up_and_disturbs_nobody_before() -> None:
    async def work() -> None:
        line = Line(at_once=1, longest=5)
        first, second, third, fourth = await visitors(line, 4)
        third.task.cancel()
        await settle()
        assert third.task.cancelled()
        assert (second.told, fourth.told) == ([1], [3, 2])
        assert line.waiting == 2
        assert not second.served
        await end(first, second, fourth)
        assert second.served
        assert fourth.served

    run(work())


def test_one_cancelled_while_served_hands_its_room_on() -> None:
    async def work() -> None:
        line = Line(at_once=1, longest=5)
        first, second = await visitors(line, 2)
        first.task.cancel()
        await settle()
        assert second.served
        assert line.waiting == 0
        await end(second)

    run(work())


def test_one_cancelled_in_the_very_moment_of_its_turn_hands_its_room_on() -> None:
    async def work() -> None:
        line = Line(at_once=1, longest=5)
        first, second, third = await visitors(line, 3)
        # Both before any task runs again: the second is given its turn and does not know yet.
        second.task.cancel()
        first.done.set()
        await settle()
        assert not second.served
        assert third.served
        await end(third)

        place, behind, last = line.join(), await _waiting(line), await _waiting(line)
        place.leave()
        behind.cancel()
        await settle()
        assert last.done()
        assert line.waiting == 0

    run(work())


async def _waiting(line: Line) -> asyncio.Task[None]:
    async def wait() -> None:
        async with line.join() as place:
            await told(place)

    task = asyncio.create_task(wait())
    await settle()
    return task


def test_an_error_while_served_hands_the_room_on() -> None:
    async def work() -> None:
        line = Line(at_once=1, longest=5)
        with pytest.raises(KeyError):
            async with line.join():
                raise KeyError
        assert await told(line.join()) == []

    run(work())


def test_a_generator_closed_while_it_reports_a_position_gives_its_place_up() -> None:
    async def work() -> None:
        line = Line(at_once=1, longest=5)

        async def answers() -> Any:
            async with line.join() as place:
                async for position in place.positions():
                    yield position

        served = line.join()
        stopped = answers()
        assert await anext(stopped) == 1
        behind = line.join()
        assert await anext(behind.positions()) == 2
        await stopped.aclose()
        assert await anext(behind.positions()) == 1
        served.leave()
        assert await told(behind) == []

    run(work())


def test_a_place_somebody_else_left_never_believes_that_it_is_its_turn() -> None:
    async def work() -> None:
        line = Line(at_once=1, longest=5)
        line.join()
        second = line.join()
        waiting = asyncio.create_task(told(second))
        await settle()
        second.leave()
        with pytest.raises(RuntimeError, match="left"):
            await waiting
        with pytest.raises(RuntimeError, match="left"):
            await told(second)

    run(work())


def test_waiting_takes_no_time_of_the_event_loop() -> None:
    async def work() -> None:
        line = Line(at_once=1, longest=50)
        come = await visitors(line, 30)
        loop = asyncio.get_running_loop()
        woken = 0
        later = loop.call_soon

        def counted(*arguments: Any, **options: Any) -> Any:
            nonlocal woken
            woken += 1
            return later(*arguments, **options)

        loop.call_soon = counted  # type: ignore[method-assign]
        await asyncio.sleep(0.2)
        loop.call_soon = later  # type: ignore[method-assign]
        # The sleep itself needs one or two.
        assert woken <= 3
        await end(*come)

    run(work())


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("at_once", [1, 2, 5])
def test_many_who_come_go_and_give_up_are_served_in_order_and_never_too_many_at_once(at_once: int, seed: int) -> None:
    chance = random.Random(seed)
    order: list[int] = []
    now_served: set[int] = set()
    most = 0

    async def visit(line: Line, number: int) -> None:
        nonlocal most
        try:
            place = line.join()
        except LineFull:
            return
        try:
            heard = [position async for position in place.positions()]
            assert heard == sorted(heard, reverse=True)
            assert len(set(heard)) == len(heard)
            order.append(number)
            now_served.add(number)
            most = max(most, len(now_served))
            for _ in range(chance.randrange(4)):
                await asyncio.sleep(0)
            if chance.random() < 0.1:
                raise KeyError(number)
        finally:
            now_served.discard(number)
            place.leave()

    async def work() -> Line:
        line = Line(at_once, longest=40)
        tasks: list[asyncio.Task[None]] = []
        for number in range(400):
            tasks.append(asyncio.create_task(visit(line, number)))
            if chance.random() < 0.4:
                chance.choice(tasks[-30:]).cancel()
            if chance.random() < 0.5:
                await asyncio.sleep(0)
            assert line.waiting <= 40
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        assert {type(one) for one in ended} <= {type(None), KeyError, asyncio.CancelledError}
        return line

    line = run(work())
    # Whoever is given room while others are given theirs may notice a little sooner; nobody else is overtaken.
    for place, number in enumerate(order):
        assert sum(later < number for later in order[place:]) < at_once
    assert len(order) > 50
    assert most == at_once
    assert line.waiting == 0
    # Everybody is gone, so there is room for exactly as many as in the beginning.
    assert run(_free_places(line)) == at_once


async def _free_places(line: Line) -> int:
    free = 0
    while True:
        positions = line.join().positions()
        try:
            await anext(positions)
        except StopAsyncIteration:
            free += 1
        else:
            return free
