"""An entry without a fault, and how a change to it is inspected."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from directory.errors import Problem
from directory.facts import FactRecord
from directory.loading import FOLDERS, load_content
from directory.quality import Inspection, find_problems

TODAY = date(2026, 3, 1)

FLAWLESS: dict[str, Any] = {
    "id": "night-owls",
    "kind": "service",
    "name": "Night Owls",
    "organisation": "owls",
    "status": "current",
    "audience": ["parents"],
    "topics": ["health"],
    "summary": "Owls help your child to sleep.",
    "easy_read": "Is your child awake a lot?\nThe owls can help.",
    "body": "They show you what to do at bedtime.",
    "contacts": [{"type": "phone", "value": "0151 666 4340", "sources": ["s1"], "checked": "2025-11"}],
    "locations": [{"town": "Birkenhead", "postcode": "CH41 2AB", "sources": ["s1"]}],
    "phrases": [f"up till {hour} again" for hour in range(25)],
    "duties": ["T-health"],
    "sources": [
        {
            "key": "s1",
            "document": "https://example.org/owls",
            "as_of": "2025-11",
            "supports": ["summary", "easy_read", "for_young_people", "body", "contacts", "locations"],
        }
    ],
    "checked": "2025-11",
    "review_by": date(2026, 11, 30),
}

LISTS: dict[str, list[dict[str, Any]]] = {
    "organisations.yaml": [
        {"id": name, "name": name, "plain": "A charity.", "source": "https://example.org", "as_of": "2025"}
        for name in ("owls", "larks")
    ],
    "duties.yaml": [
        {"key": "T-health", "name": "Health help", "law": "regulation 53", "verified": False, "theme": True},
        {"key": "S2-2", "name": "Help outside Wirral", "law": "Schedule 2", "verified": True},
    ],
    "glossary.yaml": [
        {
            "term": "SENCO",
            "meaning": "SEN co-ordinator",
            "plain": "A teacher.",
            "source": "https://example.org",
            "as_of": "2025",
        }
    ],
    "jargon.yaml": [{"word": "signposting", "plain": "telling you where to go"}],
    "not_held.yaml": ["Where do I vote?"],
}

Change = dict[str, Any]
Inspect = Callable[..., Inspection]


def inspection_of(
    path: Path, *changes: Change, facts: tuple[FactRecord, ...] = (), reconciled: list[Change] | None = None
) -> Inspection:
    """Write one flawless entry for each of ``changes``, changed so, and load them."""
    folder = path / "content"
    for name, items in LISTS.items():
        _write(folder / name, items)
    _write(folder / "taxonomy.yaml", {"needs": [], "topics": [{"id": "health", "name": "health"}]})
    if reconciled is not None:
        _write(folder / "reconciliation.yaml", reconciled)
    for change in changes or ({},):
        entry = deepcopy(FLAWLESS) | change
        kept = {name: value for name, value in entry.items() if value is not None}
        _write(folder / FOLDERS[entry["kind"]] / f"{entry['id']}.yaml", kept)
    return Inspection(load_content(folder), TODAY, folder, facts)


def found(inspection: Inspection) -> list[Problem]:
    """Everything that the checks find."""
    return find_problems(inspection)


def blocking(inspection: Inspection) -> list[str]:
    """The names of the checks that hold an entry back, and the fields they point at."""
    return [f"{problem.check}: {problem.field}" for problem in found(inspection) if problem.blocks]


def advice(inspection: Inspection) -> list[str]:
    """The names of the checks that advise, and the fields they point at."""
    return [f"{problem.check}: {problem.field}" for problem in found(inspection) if not problem.blocks]


def _write(path: Path, data: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), encoding="utf-8")
