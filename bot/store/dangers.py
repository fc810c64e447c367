"""How often each kind of danger was noticed on each day, and nothing else about it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Protocol

from sqlalchemy import Column, Date, Engine, Integer, String, Table, insert, select, update

from bot.store import metadata

dangers = Table(
    "dangers",
    metadata,
    Column("day", Date, primary_key=True),
    Column("kind", String(40), primary_key=True),
    Column("times", Integer, nullable=False),
)


class Dangers(Protocol):
    """Counts kinds of danger by day."""

    def count(self, kind: str, day: date) -> None:
        """Add one to ``kind`` on ``day``."""


class CountedDangers:
    """Counts of one run: the terminal and tests."""

    def __init__(self) -> None:
        self.times: Counter[tuple[str, date]] = Counter()

    def count(self, kind: str, day: date) -> None:
        """Add one to ``kind`` on ``day``."""
        self.times[kind, day] += 1


class StoredDangers:
    """Counts in a database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def count(self, kind: str, day: date) -> None:
        """Add one to ``kind`` on ``day``."""
        here = (dangers.c.kind == kind) & (dangers.c.day == day)
        with self._engine.begin() as connection:
            changed = connection.execute(update(dangers).where(here).values(times=dangers.c.times + 1))
            if not changed.rowcount:
                connection.execute(insert(dangers).values(day=day, kind=kind, times=1))

    def all(self) -> dict[tuple[str, date], int]:
        """Return every count."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(dangers.c.kind, dangers.c.day, dangers.c.times))
            return {(kind, day): times for kind, day, times in rows}
