"""The bot as it runs, in the event loop of a test, against a Bot API server on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.channels.telegram.app import ASKED_FOR, build_app
from bot.channels.telegram.handlers import App
from bot.settings import Settings
from directory.library import Library
from tests.botapi import BotApiServer, Group, Person, SentMessage

PATIENCE = 20
"""Seconds to wait for a message that must come: only a failing test waits that long."""


def settings_for(server: BotApiServer, state: Path, index: Path) -> Settings:
    """Settings of a bot whose Telegram is ``server`` and whose own files are in ``state``."""
    return Settings(
        telegram_token=server.token,
        telegram_api_url=server.base_url.removesuffix("/bot"),
        database_url=f"sqlite:///{state}/state.sqlite",
        index_path=index,
        secret="a secret of tests",
        refresh_seconds=3600,
    )


@asynccontextmanager
async def running(settings: Settings, library: Library | None = None) -> AsyncIterator[App]:
    """Run the bot as ``run_polling`` does."""
    app = build_app(settings, library)
    assert app.updater is not None
    assert app.post_init is not None
    assert app.post_stop is not None
    await app.initialize()
    await app.post_init(app)
    await app.start()
    await app.updater.start_polling(allowed_updates=ASKED_FOR, timeout=1)
    try:
        yield app
    finally:
        await app.updater.stop()
        await app.stop()
        await app.post_stop(app)
        await app.shutdown()


async def answers(chat: Person | Group, count: int = 1) -> list[SentMessage]:
    """The next messages that the bot sends to ``chat``."""
    return await asyncio.to_thread(chat.wait_for, count, PATIENCE)


async def answer(chat: Person | Group) -> SentMessage:
    """The next message that the bot sends to ``chat``."""
    return (await answers(chat))[0]


def labels(message: SentMessage) -> list[str]:
    return [button.label for row in message.buttons for button in row]


def data(message: SentMessage) -> list[str | None]:
    return [button.callback_data for row in message.buttons for button in row]
