"""How long one reply takes, on one core, with the real entries: a benchmark, not a test. Run: ``make bench``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.assistant import Assistant
from bot.store import ConversationsInMemory
from bot.turn import Message
from bot.wording import load_wording
from directory.library import Library

QUESTIONS = Path(__file__).parent.parent / "understanding" / "questions.yaml"
"""Each is asked once: what was read a moment ago is remembered."""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The real assistant; its model is learnt before the clock starts."""
    library = Library(tmp_path_factory.mktemp("index") / "directory.sqlite")
    return Assistant(library, load_wording(), ConversationsInMemory())


def test_one_reply(benchmark: Any, assistant: Assistant) -> None:
    """Goal: p50 at most 5 ms, p99 at most 20 ms."""
    questions = iter([question["text"] for question in yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))])
    benchmark.pedantic(
        lambda text: assistant.reply(Message(text), "bench"),
        setup=lambda: ((next(questions),), {}),
        rounds=600,
        warmup_rounds=16,
    )
    times = sorted(benchmark.stats.stats.data)
    benchmark.extra_info["p50_ms"] = round(times[len(times) // 2] * 1000, 2)
    benchmark.extra_info["p99_ms"] = round(times[int(len(times) * 0.99)] * 1000, 2)
