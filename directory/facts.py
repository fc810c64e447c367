"""The facts that entries are written from: records of claims, each with its source.

They lie outside this project, because they are material and not for families. Only checks read them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from directory.errors import ContentError
from directory.yaml_file import read_yaml

FACT_FILES = ("wirral-from-documents.yaml", "wirral-from-web.yaml", "national.yaml", "national-more.yaml")


@dataclass(frozen=True)
class FactRecord:
    """What the sources say about one thing a family could ask about."""

    id: str
    claims: tuple[str, ...]


def read_facts(folder: Path) -> tuple[FactRecord, ...]:
    """Return every record under ``folder``, in the order of the files; one id may have several.

    Raises:
        ContentError: a file is missing or isn't a list of records.
    """
    return tuple(record for name in FACT_FILES for record in _records(folder / name))


def _records(path: Path) -> list[FactRecord]:
    file = read_yaml(path)
    data: Any = file.data
    try:
        listed = data["records"] if isinstance(data, dict) else data
        return [FactRecord(record["id"], tuple(str(fact["claim"]) for fact in record["facts"])) for record in listed]
    except (KeyError, TypeError) as error:
        message = f"isn't a list of records with id and facts ({error})"
        raise ContentError([file.problem((), message)]) from error
