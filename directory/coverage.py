"""How far the directory covers what the law asks a local offer to hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from directory.entry import Duty, Entry, Status
from directory.loading import Content


@dataclass(frozen=True)
class Coverage:
    """One duty and what answers it."""

    duty: Duty
    entries: tuple[Entry, ...]
    """Entries that name the duty; none that are historic."""

    @property
    def numbering(self) -> str:
        """Whether somebody has compared the paragraph number with the law."""
        return "verified" if self.duty.verified else "unverified numbering"

    @property
    def oldest_check(self) -> str | None:
        """The entry date that is longest ago; ``undated`` counts as older than any."""
        return min((entry.checked for entry in self.entries), key=_age_of, default=None)

    @property
    def gap(self) -> str:
        """What is missing, in a few words; empty if nothing is."""
        if not self.entries:
            return "no entry"
        if all(entry.background for entry in self.entries):
            return "nothing that families are offered"
        if all(entry.status is not Status.CURRENT for entry in self.entries):
            return "nothing confirmed as current"
        return ""


def coverage_of(content: Content) -> tuple[Coverage, ...]:
    """Return every duty in the order of ``duties.yaml``, with the entries that answer it."""
    living = [entry for entry in content.entries.values() if entry.status is not Status.HISTORIC]
    return tuple(Coverage(duty, _naming(duty, living)) for duty in content.duties.values())


def _naming(duty: Duty, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if duty.key in entry.duties)


def _age_of(checked: str) -> str:
    return "" if checked == "undated" else checked
