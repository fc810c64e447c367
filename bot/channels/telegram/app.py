"""Starts and stops the Telegram bot."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from telegram import BotCommand, MenuButtonCommands, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder

from bot.assistant import Assistant
from bot.channels.telegram.handlers import App, Handlers
from bot.channels.telegram.order import InOrderWithinAChat
from bot.channels.telegram.resending import Resending
from bot.errors import SetupError
from bot.settings import Settings
from bot.store import StoredConversations, open_database, secret_of
from bot.store.dangers import StoredDangers
from bot.wording import TelegramWords, load_wording
from directory.library import Library

log = logging.getLogger(__name__)

UNTIL_IT_IS_THERE = -1
"""How often we try to reach Telegram at the start: a server may boot before its network."""

ASKED_FOR = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY]
"""The only kinds of update that we ask Telegram for."""


def build_app(settings: Settings, library: Library | None = None) -> App:
    """Return the bot, ready to be started; it answers from ``library``, by default the entries of this project.

    Raises:
        SetupError: there is no token.
        ContentError: entries or intents have mistakes and there is no earlier directory to serve.
    """
    if settings.telegram_token is None:
        raise SetupError("SENDLO_TELEGRAM_TOKEN is not set: put the token that Telegram's BotFather gave you there.")
    library = library or Library(settings.index_path)
    database = open_database(settings.database_url)
    conversations = StoredConversations(database, timedelta(hours=settings.conversation_hours))
    wording = load_wording()
    assistant = Assistant(
        library,
        wording,
        conversations,
        models=settings.models_path,
        conversation_hours=settings.conversation_hours,
        dangers=StoredDangers(database),
    )
    watcher = _Watcher(library, conversations, settings.refresh_seconds, wording.telegram)
    app: App = (
        ApplicationBuilder()
        .token(settings.telegram_token.get_secret_value())
        .base_url(f"{settings.telegram_api_url.rstrip('/')}/bot")
        .rate_limiter(Resending(max_retries=3))
        .concurrent_updates(InOrderWithinAChat(settings.chats_at_once))
        .connection_pool_size(settings.chats_at_once + 8)
        .post_init(watcher.start)
        .post_stop(watcher.stop)
        .build()
    )
    Handlers(assistant, secret_of(settings)).add_to(app)
    return app


def run_polling(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM; messages that were taken are answered first.

    Raises:
        SetupError: there is no token, or Telegram doesn't take it.
    """
    log.info("The Telegram bot is starting")
    try:
        app = build_app(settings)
        _settle()
        app.run_polling(allowed_updates=ASKED_FOR, bootstrap_retries=UNTIL_IT_IS_THERE)
    except InvalidToken:
        # Its own text would show the token.
        raise SetupError("Telegram does not take SENDLO_TELEGRAM_TOKEN: copy it again from BotFather.") from None


class _Watcher:
    """Introduces the bot to Telegram; looks for changed entries, and wipes what has expired, while it runs."""

    def __init__(
        self, library: Library, conversations: StoredConversations, seconds: float, words: TelegramWords
    ) -> None:
        self._library = library
        self._conversations = conversations
        self._seconds = seconds
        self._words = words
        self._task: asyncio.Task[None] | None = None

    async def start(self, app: Application[Any, Any, Any, Any, Any, Any]) -> None:
        await introduce(app, self._words)
        self._task = asyncio.create_task(self._watch())

    async def stop(self, _: Application[Any, Any, Any, Any, Any, Any]) -> None:
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._seconds)
            try:
                if await asyncio.to_thread(self._library.refresh):
                    await asyncio.to_thread(_settle)
            except Exception:
                log.exception("Looking for changed entries failed; the last good directory is served")
            try:
                await asyncio.to_thread(self._conversations.drop_expired)
            except Exception:
                log.exception("Expired conversations could not be wiped")


def _settle() -> None:
    """Spare the garbage collector what stays: a walk through all we know would stall a reply for 0.1 seconds."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


async def introduce(app: Application[Any, Any, Any, Any, Any, Any], words: TelegramWords) -> None:
    """Set commands, descriptions and the menu button. Best effort: a failure never stops the bot."""
    bot = app.bot
    steps: tuple[Callable[[], Awaitable[bool]], ...] = (
        lambda: bot.set_my_commands([BotCommand(name, text) for name, text in words.commands.items()]),
        lambda: bot.set_my_short_description(words.short_description),
        lambda: bot.set_my_description(words.description),
        lambda: bot.set_chat_menu_button(menu_button=MenuButtonCommands()),
    )
    for step in steps:
        try:
            await step()
        except TelegramError as error:
            log.warning("Telegram did not take a start-up setting: %s", type(error).__name__)
