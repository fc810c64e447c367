"""One running bot for the tests of this folder; each test talks to it as somebody new."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from tests.bot.telegram.running import running, settings_for
from tests.botapi import BotApiServer, Group, Person

_ids = count(1001)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def telegram(index: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BotApiServer]:
    """A Telegram on which the bot is running."""
    with BotApiServer() as server:
        async with running(settings_for(server, tmp_path_factory.mktemp("state"), index)):
            yield server


@pytest.fixture
def nothing_refused(telegram: BotApiServer) -> Iterator[None]:
    """The bot never sends what Telegram would refuse."""
    before = len(telegram.refused)
    yield
    assert telegram.refused[before:] == []


@pytest.fixture
def newcomer(telegram: BotApiServer) -> Callable[[], Person]:
    """Makes somebody who has never talked to the bot."""
    return lambda: telegram.person(chat_id=next(_ids))


@pytest.fixture
def somebody(newcomer: Callable[[], Person]) -> Person:
    return newcomer()


@pytest.fixture
def group(telegram: BotApiServer) -> Group:
    return telegram.group(chat_id=-1_000_000 - next(_ids))
