"""Ranked, filtered and explained look-up in the index, for editors."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

from directory.index import FTS_COLUMNS

_WORD = re.compile(r"\w+", re.UNICODE)

_WEIGHTS = (10.0, 4.0, 2.0, 1.0)
"""How much a word counts in each column of ``FTS_COLUMNS``."""


@dataclass(frozen=True)
class Hit:
    """One entry found."""

    id: str
    name: str
    score: float
    """Higher is better; comparable only within one search."""
    found_in: tuple[str, ...]
    """Columns that hold one of the words: why it was found."""


def search_index(
    connection: sqlite3.Connection,
    text: str,
    *,
    skip_words: Collection[str] = (),
    limit: int = 10,
) -> list[Hit]:
    """Return the entries that best fit the words of ``text``.

    Each word is quoted and the words are joined with OR, so no character of ``text`` can act as query syntax.

    Args:
        connection: an open index.
        text: what somebody typed.
        skip_words: words to leave out when others remain.
        limit: how many entries at most.
    """
    words = list(dict.fromkeys(_WORD.findall(text.lower())))[:50]
    words = [word for word in words if word not in skip_words] or words
    if not words:
        return []
    weights = ", ".join(str(weight) for weight in _WEIGHTS)
    sql = f"""
        select e.id, e.name, -bm25(entries_fts, {weights}) as score, e.names, e.phrases, e.summary, e.body
        from entries_fts join entries e on e.rowid = entries_fts.rowid
        where entries_fts match ?
        order by score desc, e.id limit ?
    """  # noqa: S608 - only constants are put in
    query = " OR ".join(f'"{word}"' for word in words)
    rows = connection.execute(sql, (query, limit)).fetchall()
    return [Hit(row[0], row[1], row[2], _columns_with(words, row[3:])) for row in rows]


def _columns_with(words: list[str], texts: tuple[str, ...]) -> tuple[str, ...]:
    stems = [word[:5] for word in words]
    return tuple(
        column for column, text in zip(FTS_COLUMNS, texts, strict=True) if any(stem in text.lower() for stem in stems)
    )
