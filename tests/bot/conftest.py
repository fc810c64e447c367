"""One assistant for all tests of this layer, and a new person for each test."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.store import ConversationsInMemory
from bot.wording import load_wording
from directory.index import build_index
from directory.library import Library
from tests.bot.somebody import Person


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The search index of the real entries, for commands and apps that open it themselves."""
    target = tmp_path_factory.mktemp("index") / "directory.sqlite"
    build_index(target)
    return target


@pytest.fixture(scope="session")
def kept() -> ConversationsInMemory:
    """What the assistant remembers about everybody."""
    return ConversationsInMemory()


@pytest.fixture(scope="session")
def assistant(library: Library, kept: ConversationsInMemory) -> Assistant:
    return Assistant(library, load_wording(), kept)


@pytest.fixture
def person(assistant: Assistant) -> Person:
    return Person(assistant)


@pytest.fixture
def own_logging() -> Iterator[None]:
    """For code that sets up logging: what it does to the root logger is undone afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers[:] = []
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
