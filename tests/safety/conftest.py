"""The real safety rules and an assistant that uses them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.store import ConversationsInMemory
from bot.store.dangers import CountedDangers
from bot.wording import load_wording
from directory.library import Library
from intents.safety import SafetyRules, load_safety
from intents.safety.kinds import FOLDER


@pytest.fixture(scope="session")
def rules() -> SafetyRules:
    return load_safety()


@pytest.fixture(scope="session")
def lists_alone() -> SafetyRules:
    return load_safety(second_layer=False)


@pytest.fixture
def safety_folder(tmp_path: Path) -> Path:
    """A copy of what editors write about danger, which a test may break."""
    for path in FOLDER.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


@pytest.fixture(scope="session")
def counted() -> CountedDangers:
    return CountedDangers()


@pytest.fixture(scope="session")
def assistant(library: Library, counted: CountedDangers) -> Assistant:
    return Assistant(library, load_wording(), ConversationsInMemory(), dangers=counted)
