"""The messages that measure how well we understand, and those that settings are chosen by, teach nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from directory.library import Directory
from intents.learning import load_off_topic

SETS = Path(__file__).parent.parent / "understanding"


@pytest.mark.parametrize("name", ["questions.yaml", "off_topic.yaml", "natural.yaml", "fresh.yaml", "not_held.yaml"])
def test_nothing_is_learnt_from_the_kept_apart_messages(name: str, directory: Directory) -> None:
    phrases = {phrase.lower() for entry in directory.content.entries.values() for phrase in entry.phrases}
    turned_away = {text.lower() for texts in load_off_topic().values() for text in texts}
    items = yaml.safe_load((SETS / name).read_text(encoding="utf-8"))
    kept_apart = {(item if isinstance(item, str) else item["text"]).lower() for item in items}
    not_held = {text.lower() for text in directory.content.not_held}
    assert not kept_apart & (phrases | turned_away | not_held)
