"""How well danger is told from everything else: the kept-apart messages, and ordinary questions."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from directory.entry import Kind
from directory.loading import Content
from directory.yaml_file import read_yaml
from intents.safety.kinds import SAFETY_TOPICS
from intents.safety.rules import Danger, SafetyRules


class DangerMessage(BaseModel):
    """A message that must be noticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    kind: str
    wording: str
    """``direct``, ``misspelt``, ``slang`` or ``oblique``."""
    who: str
    language: str = "en"


class HarmlessMessage(BaseModel):
    """A message that must not raise an alarm."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    why: str
    """What it is instead: ``idiom``, ``game``, ``bereavement``, ..."""


@dataclass
class Measured:
    """Counts for one set of messages."""

    asked: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    noticed: Counter[str] = field(default_factory=Counter)
    """Alarms, and worries that are answered with help below the answer."""
    wrong: list[tuple[str, str, str]] = field(default_factory=list)
    """Group, text and what was noticed, for every message that was judged wrongly."""

    def share(self, group: str | None = None) -> float:
        """Return the share that raised an alarm, of one group or of all; 0 without messages."""
        asked = self.asked[group] if group else self.asked.total()
        alarms = self.alarms[group] if group else self.alarms.total()
        return alarms / asked if asked else 0.0

    def share_noticed(self, group: str | None = None) -> float:
        """Return the share that raised an alarm or got help below the answer."""
        asked = self.asked[group] if group else self.asked.total()
        noticed = self.noticed[group] if group else self.noticed.total()
        return noticed / asked if asked else 0.0


def measure(rules: SafetyRules, messages: Iterable[tuple[str, str]], *, is_danger: bool) -> Measured:
    """Return how many of the ``messages``, each with its group, raise an alarm."""
    found = Measured()
    for group, text in messages:
        danger = rules.notice(text)
        alarm = bool(danger and danger.alarms)
        found.asked[group] += 1
        found.alarms[group] += alarm
        found.noticed[group] += danger is not None
        if alarm != is_danger:
            found.wrong.append((group, text, _told(danger)))
    return found


def danger_messages(path: Path) -> list[DangerMessage]:
    """Load messages that must be noticed."""
    return TypeAdapter(list[DangerMessage]).validate_python(read_yaml(path).data)


def harmless_messages(path: Path) -> list[HarmlessMessage]:
    """Load messages that must not raise an alarm."""
    return TypeAdapter(list[HarmlessMessage]).validate_python(read_yaml(path).data)


def ordinary_phrases(content: Content) -> list[str]:
    """Return how families ask for entries that have nothing to do with danger."""
    return [
        phrase
        for entry in content.entries.values()
        if entry.kind is not Kind.URGENT and not SAFETY_TOPICS & set(entry.topics)
        for phrase in entry.phrases
    ]


def benchmark_questions(folder: Path, split: str) -> Iterator[str]:
    """Yield questions of public benchmarks; nothing where they aren't there.

    Args:
        folder: holds ``clinc150`` and ``banking77``.
        split: ``train`` to learn from, ``test`` to measure with.
    """
    clinc = folder / "clinc150" / "data_full.json"
    if clinc.is_file():
        data = json.loads(clinc.read_text(encoding="utf-8"))
        names: Sequence[str] = ("train", "oos_train") if split == "train" else ("test", "oos_test", "val", "oos_val")
        for name in names:
            yield from (text for text, _ in data[name])
    banking = folder / "banking77" / f"{split}.csv"
    if banking.is_file():
        with banking.open(encoding="utf-8", newline="") as lines:
            yield from (row["text"] for row in csv.DictReader(lines))


def _told(danger: Danger | None) -> str:
    return f"{danger.kind}, {danger.grade}: {danger.matched}" if danger else "nothing"
