"""How the directory's reports are written, for editors and for machines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Column, Table

from directory.coverage import Coverage
from directory.errors import Problem
from directory.quality import Check
from directory.worklist import Task


class Format(StrEnum):
    """How a report is written."""

    TEXT = "text"
    JSON = "json"


As = Annotated[Format, typer.Option("--format", help="json is for machines.")]

console = Console()
progress = Console(stderr=True)


def with_progress_bar(checks: Sequence[Check]) -> Iterable[Check]:
    """Hand on the checks one by one; on a terminal, show how far we are."""
    watched = console.is_terminal and progress.is_terminal
    return track(checks, "Checking", console=progress, transient=True, disable=not watched)


def print_json(value: Any) -> None:
    """Print ``value`` as JSON, the same on a terminal and in a pipe."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False))


def print_problems(problems: Sequence[Problem]) -> None:
    """Print what must be mended, one problem a line, with file and line in front."""
    for problem in problems:
        console.print(str(problem), style="red", markup=False, highlight=False, soft_wrap=True)
    if problems:
        count = len(problems)
        console.print(f"{count} problem{'s' if count != 1 else ''} must be mended.")


def print_advice(advice: Sequence[Problem], *, listed: bool) -> None:
    """Print how much advice there is of each kind, and each piece of it if ``listed``."""
    if listed:
        for problem in advice:
            console.print(f"{problem} ({problem.check})", markup=False, highlight=False, soft_wrap=True)
    if advice:
        counts = Counter(problem.check for problem in advice)
        kinds = ", ".join(f"{count} {kind}" for kind, count in counts.most_common())
        hint = "" if listed else " Add --advice to read it."
        console.print(f"Advice: {kinds}.{hint}", highlight=False, soft_wrap=True)


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """Return a problem as machines read it."""
    return {
        "file": problem.file.as_posix(),
        "line": problem.line,
        "field": problem.field,
        "check": problem.check,
        "blocks": problem.blocks,
        "message": problem.message,
    }


def coverage_table(covered: Iterable[Coverage]) -> Table:
    """Return one row for each duty."""
    table = Table("duty", "numbering", Column("entries", overflow="fold"), "oldest check", "gap")
    for line in covered:
        name = f"{line.duty.key}  {line.duty.name}"
        ids = ", ".join(entry.id for entry in line.entries)
        table.add_row(name, line.numbering, ids, line.oldest_check or "", line.gap)
    return table


def coverage_as_json(line: Coverage) -> dict[str, Any]:
    """Return one duty as machines read it."""
    return {
        "duty": line.duty.key,
        "name": line.duty.name,
        "law": line.duty.law,
        "verified": line.duty.verified,
        "theme": line.duty.theme,
        "entries": [entry.id for entry in line.entries],
        "oldest_check": line.oldest_check,
        "gap": line.gap,
    }


def print_task(task: Task) -> None:
    """Print one task of the work list and what to do."""
    troubles = ", ".join(trouble.words for trouble in task.troubles)
    head = f"{task.about}  {task.name}: {troubles}"
    console.print(head, style="bold", markup=False, highlight=False, soft_wrap=True)
    for note in task.notes:
        console.print(f"  - {note}", markup=False, highlight=False, soft_wrap=True)


def task_as_json(task: Task) -> dict[str, Any]:
    """Return one task as machines read it."""
    return {
        "about": task.about,
        "name": task.name,
        "offered": task.offered,
        "weight": task.weight,
        "troubles": [trouble.words for trouble in task.troubles],
        "notes": list(task.notes),
    }
