"""What every check is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from directory.entry import Entry
from directory.errors import Problem
from directory.facts import FactRecord
from directory.loading import CONTENT, Content

Check = Callable[["Inspection"], Iterator[Problem]]
"""A check; its function name is the name that editors see."""


@dataclass(frozen=True)
class Inspection:
    """The directory as it is checked on one day."""

    content: Content
    today: date = field(default_factory=date.today)
    folder: Path = CONTENT
    facts: tuple[FactRecord, ...] = ()
    """Empty where the facts aren't at hand; checks that need them are then silent."""

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry."""
        return tuple(self.content.entries.values())

    def blocks(self, entry: Entry, place: Sequence[str | int], message: str) -> Problem:
        """Return a problem that keeps ``entry`` from being published."""
        return self.content.files[entry.id].problem(place, message)

    def advises(self, entry: Entry, place: Sequence[str | int], message: str, weight: float = 0.0) -> Problem:
        """Return advice: worth mending, but no reason to hold ``entry`` back."""
        problem = self.content.files[entry.id].problem(place, message, blocks=False)
        return replace(problem, weight=weight)
