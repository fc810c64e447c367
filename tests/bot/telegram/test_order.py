"""Chats side by side; the messages of one chat one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from telegram import Chat, InlineQuery, Message, Update, User

from bot.channels.telegram.order import InOrderWithinAChat


def update(chat_id: int) -> Update:
    return Update(1, Message(1, date=None, chat=Chat(chat_id, "private")))  # type: ignore[arg-type]


def typed(person_id: int) -> Update:
    """An inline query, which tells no chat."""
    return Update(1, inline_query=InlineQuery("1", User(person_id, "Sam", is_bot=False), "sleep", ""))


async def run(processor: InOrderWithinAChat, *jobs: tuple[object, Callable[[], Awaitable[None]]]) -> None:
    """Process ``jobs`` as they arrive; fail instead of hanging if one waits for ever."""
    async with asyncio.timeout(5):
        tasks = [asyncio.create_task(processor.process_update(what, job())) for what, job in jobs]
        await asyncio.gather(*tasks)


def job(done: list[str], name: str, turns: int) -> Callable[[], Awaitable[None]]:
    """Work that takes some turns of the loop, and then writes down its name."""

    async def work() -> None:
        for _ in range(turns):
            await asyncio.sleep(0)
        done.append(name)

    return work


async def test_one_chat_is_answered_in_the_order_in_which_it_wrote() -> None:
    done: list[str] = []
    slow_first = [
        (update(7), job(done, "first", 50)),
        (update(7), job(done, "second", 10)),
        (update(7), job(done, "third", 0)),
    ]
    await run(InOrderWithinAChat(8), *slow_first)
    assert done == ["first", "second", "third"]


async def test_another_chat_does_not_wait() -> None:
    answered = asyncio.Event()

    async def waits_for_the_other_chat() -> None:
        await answered.wait()

    async def other_chat() -> None:
        answered.set()

    await run(InOrderWithinAChat(8), (update(7), waits_for_the_other_chat), (update(8), other_chat))
    assert answered.is_set()


@pytest.mark.parametrize("other", [update(7), typed(8)])
async def test_somebody_who_types_waits_neither_for_others_nor_for_their_own_chat(other: Update) -> None:
    answered = asyncio.Event()

    async def waits_for_the_query() -> None:
        await answered.wait()

    async def query() -> None:
        answered.set()

    await run(InOrderWithinAChat(8), (other, waits_for_the_query), (typed(7), query))
    assert answered.is_set()


async def test_what_one_person_types_is_answered_letter_by_letter() -> None:
    done: list[str] = []
    await run(InOrderWithinAChat(8), (typed(7), job(done, "s", 20)), (typed(7), job(done, "sl", 0)))
    assert done == ["s", "sl"]


async def test_no_more_than_so_many_at_once() -> None:
    running, most = 0, 0

    async def work() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        for _ in range(20):
            await asyncio.sleep(0)
        running -= 1

    await run(InOrderWithinAChat(3), *((update(chat), work) for chat in range(12)))
    assert most == 3


async def test_a_failure_lets_the_next_message_of_the_chat_through() -> None:
    done: list[str] = []
    processor = InOrderWithinAChat(8)

    async def fails() -> None:
        raise RuntimeError("boom")

    async def works() -> None:
        done.append("next")

    with pytest.raises(RuntimeError, match="boom"):
        await run(processor, (update(7), fails))
    await run(processor, (update(7), works))
    assert done == ["next"]


async def test_it_keeps_nothing_about_chats_that_are_quiet() -> None:
    processor = InOrderWithinAChat(8)

    async def work() -> None:
        await asyncio.sleep(0)

    await run(processor, *((update(chat % 5), work) for chat in range(20)))
    assert (processor._locks, processor._waiting) == ({}, {})


async def test_an_update_without_a_chat_is_processed() -> None:
    done = asyncio.Event()

    async def work() -> None:
        done.set()

    await run(InOrderWithinAChat(2), (Update(1), work))
    assert done.is_set()
