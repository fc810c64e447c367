"""The errors of the directory, all in one tree.

DirectoryError
├── ContentError      entries that can't be read or don't fit; carries every problem found
├── NoSuchEntryError  an id that no entry has
└── IndexMissingError the search index isn't there or can't be read
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class DirectoryError(Exception):
    """Base of everything the directory raises."""


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in a content file, told so that an editor can mend it."""

    file: Path
    """The file, from the project's root; as given to the loader if it lies elsewhere."""
    line: int
    """Line in that file, counted from 1."""
    field: str
    """Path of the field, such as ``contacts.0.value``; empty for the whole file."""
    message: str
    """What is wrong and how to mend it, in plain English."""
    check: str = "schema"
    """Name of the check that found it."""
    blocks: bool = True
    """False for advice that does not stop the entry from being published."""
    weight: float = 0.0
    """How bad it is beside others of the same check: the reading grade, the days overdue."""

    def __str__(self) -> str:
        """Return ``file:line: field: message``, which editors' tools turn into a link."""
        where = f"{self.file}:{self.line}:"
        return f"{where} {self.field}: {self.message}" if self.field else f"{where} {self.message}"


class ContentError(DirectoryError):
    """Content that must not be published; ``problems`` holds all of them, not only the first."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        count = len(self.problems)
        listing = "\n".join(str(problem) for problem in self.problems)
        super().__init__(f"{count} problem{'s' if count != 1 else ''} in the content:\n{listing}")


class NoSuchEntryError(DirectoryError):
    """No entry has this id."""

    def __init__(self, entry_id: str, near: list[str]) -> None:
        self.entry_id = entry_id
        self.near = near
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        super().__init__(f"There is no entry '{entry_id}'.{hint}")


class IndexMissingError(DirectoryError):
    """The search index isn't there or can't be read."""
