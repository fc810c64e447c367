"""Where each record of the facts went, so that nothing we were told gets lost."""

from __future__ import annotations

from pathlib import Path

from pydantic import model_validator

from directory.entry import EntryId, Part, Text
from directory.loading import CONTENT
from directory.yaml_file import YamlFile, parse_as, read_yaml

RECONCILIATION = "reconciliation.yaml"


class Reconciled(Part):
    """What became of one fact record."""

    record: EntryId
    entry: EntryId | None = None
    """The entry that tells it."""
    merged_into: EntryId | None = None
    """The entry that tells it together with something else."""
    left_out: Text | None = None
    """Why families aren't told."""

    @model_validator(mode="after")
    def _one_outcome(self) -> Reconciled:
        if sum(outcome is not None for outcome in (self.entry, self.merged_into, self.left_out)) != 1:
            raise ValueError("give exactly one of entry, merged_into or left_out")
        return self

    @property
    def told_in(self) -> str | None:
        """The entry to look in; None if it was left out."""
        return self.entry or self.merged_into


def load_reconciliation(folder: Path = CONTENT) -> tuple[Reconciled, ...]:
    """Read ``reconciliation.yaml`` of a content folder; nothing if there is no such file.

    Raises:
        ContentError: the file has mistakes.
    """
    file = reconciliation_file(folder)
    return parse_as(tuple[Reconciled, ...], file) if file else ()


def reconciliation_file(folder: Path) -> YamlFile | None:
    """Return the file itself, for messages that point at a line."""
    path = folder / RECONCILIATION
    return read_yaml(path) if path.exists() else None
