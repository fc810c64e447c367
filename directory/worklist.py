"""The editor's work list: what to confirm, find out or rewrite, worst first.

Each kind of trouble weighs more than all lesser kinds together, so an entry without any contact always comes
before one that is merely overdue. What families are offered comes before background.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from directory.coverage import coverage_of
from directory.entry import Entry, Kind, Status
from directory.errors import Problem
from directory.quality import Check, Inspection, readable, reliable


class Trouble(IntEnum):
    """Kinds of work; the number is the weight."""

    NO_CONTACT = 32
    UNCONFIRMED = 16
    OVERDUE = 8
    CONFLICT = 4
    COVERAGE_GAP = 2
    JARGON = 1

    @property
    def words(self) -> str:
        """As editors read it."""
        return self.name.lower().replace("_", " ")


@dataclass(frozen=True)
class Task:
    """One entry, or one duty without an entry, and what is to be done about it."""

    about: str
    """Id of the entry, or key of the duty."""
    name: str
    troubles: tuple[Trouble, ...]
    """Worst first."""
    notes: tuple[str, ...]
    """One line for each thing to do."""
    offered: bool
    """True if families are offered it."""
    days_late: float = 0.0

    @property
    def weight(self) -> int:
        """How bad it is."""
        return sum(self.troubles)


NEEDS_A_CONTACT = frozenset({Kind.SERVICE, Kind.ACTIVITY, Kind.HUB, Kind.PLACE, Kind.URGENT})
"""Kinds that are somebody to reach; a guide may send people elsewhere."""

FROM_CHECKS: dict[Trouble, Check] = {
    Trouble.OVERDUE: reliable.overdue_review,
    Trouble.CONFLICT: reliable.conflicting_sources,
    Trouble.JARGON: readable.jargon,
}


def work_list(inspection: Inspection) -> list[Task]:
    """Return everything there is to do, worst first. What is over for good needs no work."""
    advice = _advice_by_entry(inspection)
    tasks = [_task(entry, advice[entry.id]) for entry in inspection.entries if entry.status != Status.HISTORIC]
    found = [*(task for task in tasks if task.troubles), *_gaps(inspection)]
    return sorted(found, key=lambda task: (not task.offered, -task.weight, -task.days_late, task.about))


def _task(entry: Entry, advice: list[tuple[Trouble, Problem]]) -> Task:
    own = list(_own_troubles(entry))
    troubles = {trouble for trouble, _ in own} | {trouble for trouble, _ in advice}
    return Task(
        about=entry.id,
        name=entry.name,
        troubles=tuple(sorted(troubles, reverse=True)),
        notes=tuple([note for _, note in own] + [problem.message for _, problem in advice]),
        offered=entry.family_facing,
        days_late=sum(problem.weight for trouble, problem in advice if trouble is Trouble.OVERDUE),
    )


def _own_troubles(entry: Entry) -> Iterator[tuple[Trouble, str]]:
    if entry.kind in NEEDS_A_CONTACT and not entry.shown_contacts:
        held = len(entry.contacts)
        yield (
            Trouble.NO_CONTACT,
            f"confirm one of {held} doubtful contacts" if held else "find a phone number, email or website",
        )
    if entry.status is Status.UNCONFIRMED:
        yield Trouble.UNCONFIRMED, f"ask whether it still runs (last known: {entry.checked})"


def _advice_by_entry(inspection: Inspection) -> defaultdict[str, list[tuple[Trouble, Problem]]]:
    by_file = {file.path: entry_id for entry_id, file in inspection.content.files.items()}
    advice: defaultdict[str, list[tuple[Trouble, Problem]]] = defaultdict(list)
    for trouble, check in FROM_CHECKS.items():
        for problem in check(inspection):
            advice[by_file[problem.file]].append((trouble, problem))
    return advice


def _gaps(inspection: Inspection) -> Iterator[Task]:
    for covered in coverage_of(inspection.content):
        if covered.gap:
            note = f"{covered.gap} for {covered.duty.law}"
            yield Task(covered.duty.key, covered.duty.name, (Trouble.COVERAGE_GAP,), (note,), offered=True)
