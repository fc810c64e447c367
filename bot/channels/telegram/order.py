"""Chats are answered side by side; the messages of one chat one after the other, in order.

An inline query doesn't tell its chat: there, those of one person wait for each other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

WAITING = 1024
"""How many updates may wait for their turn before no more are taken from Telegram."""

Queue = tuple[str, int]
"""A chat or, where there is none, a person: what it is, and its id."""


class InOrderWithinAChat(BaseUpdateProcessor):
    """Runs the updates of several chats at once, and never two of one chat.

    A chat that sends a hundred messages waits for itself: it holds one place, not all of them.
    """

    def __init__(self, chats_at_once: int) -> None:
        super().__init__(max(WAITING, chats_at_once))
        self._places = asyncio.Semaphore(chats_at_once)
        self._locks: dict[Queue, asyncio.Lock] = {}
        self._waiting: dict[Queue, int] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the chat's earlier updates, then process this one. asyncio's locks are first come, first served."""
        queue = _queue(update)
        lock = self._locks.setdefault(queue, asyncio.Lock())
        self._waiting[queue] = self._waiting.get(queue, 0) + 1
        try:
            async with lock, self._places:
                await coroutine
        finally:
            self._waiting[queue] -= 1
            if not self._waiting[queue]:
                del self._waiting[queue], self._locks[queue]

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""


def _queue(update: object) -> Queue:
    """Return whose updates wait for each other."""
    if isinstance(update, Update) and update.effective_chat:
        return "chat", update.effective_chat.id
    if isinstance(update, Update) and update.effective_user:
        return "person", update.effective_user.id
    return "nobody", 0
