"""Writes the scale benchmark's table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

Figures = dict[str, float]

_INTRODUCTION = """# Search among many entries

Written by `python -m tests.benchmarks.scale`. Made-up entries of 36 words, most of them from two real entries each;
200 questions of three to eight words of an entry, half of them misspelt. One core; milliseconds a question, half of
the questions / 99 of 100, by the middle one of three runs each. *All runs*: 99 of 100 single runs, disturbances by
other work on the machine included.

- *Search*: the whole of it, with vectors from the static table. *With MiniLM*: the encoder proper reads each question
  besides. *MiniLM alone*: its share of that.
- *One council*: the same collection, asked for one council's 5,000 entries. An index of that council alone: the row
  of 5,000.
- *Memory*: what opening the collection and 600 questions add to the process, mapped files included; other processes
  share those. *Of its own*: what the process shares with nobody, encoder and Python included.
- *Recall*: of the ten best by the full score of every entry, how many the search finds (40 questions).
- *FTS5*: SQLite's search for any of the words, skip words left out, up to 100,000 entries.
- *Load*: how many processes wanted the machine's two cores meanwhile.
"""

_COLUMNS = {
    "search": ("search p50", "search p99"),
    "all runs": ("search p99 of all runs",),
    "with MiniLM": ("with encoder p50", "with encoder p99"),
    "all runs ": ("with encoder p99 of all runs",),
    "MiniLM alone": ("encoder p50", "encoder p99"),
    "one council": ("council p50", "council p99"),
    "FTS5": ("peer p50", "peer p99"),
    "recall": ("recall",),
}
_COST = {
    "build s": ("build s", ",.0f"),
    "build, most MB": ("build MB", ",.0f"),
    "index MB": ("index MB", ",.1f"),
    "memory MB": ("memory MB", ",.0f"),
    "of its own MB": ("own MB", ",.0f"),
    "whole process MB": ("process MB", ",.0f"),
    "FTS5 build s": ("peer build s", ",.0f"),
    "FTS5 MB": ("peer MB", ",.1f"),
    "load": ("load", ".1f"),
}

_TRIED = """## What was tried

A million entries; processor time of one search, half of the questions / the slowest, and recall; on 30 questions other
than those above (the kept row: recall on 40, time on 250).

| postings read | groups read | handed to the full score | recall | first entry the same | ms |
| --- | --- | --- | --- | --- | --- |
| first parts only (8,192 a word) | 64 | 300 | 79.7 | 96.7 | 5.5 / 7.2 |
| 100,000 | 64 | 300 | 84.3 | 96.7 | 7.3 / 9.1 |
| 200,000 | 64 | 300 | 88.0 | 96.7 | 7.2 / 9.7 |
| 200,000 | 64 | 500 | 89.7 | 96.7 | 5.7 / 8.8 |
| 200,000 | 128 | 500 | 93.7 | 100 | 8.0 / 11.1 |
| all | 500 | 1,000 | 100 | 100 | 19.1 / 23.6 |
| 200,000 | 96 | 400 (kept) | 93.0 | | 5.7 / 9.5 |

The real directory, two phrases of every family-facing entry held apart (340 questions), MiniLM; right first / in the
first three: an entry as near as its nearest phrase 43.2 / 61.8, as the average of its five nearest 45.9 / 66.2, of its
eight nearest 46.5 / 67.6 (kept). Where there are many phrases and few entries, the trained model does better: that is
what it is for.
"""


def write_report(folder: Path, figures: Figures) -> None:
    """Put ``figures`` into ``scale.json``, in place of those for as many entries, and write ``scale.md`` from it."""
    folder.mkdir(parents=True, exist_ok=True)
    stored = folder / "scale.json"
    rows: list[Figures] = json.loads(stored.read_text(encoding="utf-8")) if stored.exists() else []
    rows = [row for row in rows if row["entries"] != figures["entries"]]
    rows = sorted([*rows, {key: round(value, 2) for key, value in figures.items()}], key=lambda row: row["entries"])
    stored.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    speed = [[_cell(row, keys, ".1f") for keys in _COLUMNS.values()] for row in rows]
    cost = [[_cell(row, (key,), form) for key, form in _COST.values()] for row in rows]
    sizes = [f"{row['entries']:,.0f}" for row in rows]
    tables = [_table(sizes, list(_COLUMNS), speed), _table(sizes, list(_COST), cost)]
    (folder / "scale.md").write_text("\n".join([_INTRODUCTION, *tables, _TRIED]), encoding="utf-8")


def _cell(row: Figures, keys: Sequence[str], form: str) -> str:
    return " / ".join(format(row[key], form) for key in keys if key in row)


def _table(sizes: Sequence[str], heads: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rows = [["entries", *(head.strip() for head in heads)], ["---"] * (len(heads) + 1)]
    rows += [[size, *line] for size, line in zip(sizes, lines, strict=True)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"
