"""What editors should do next, worst first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from directory.worklist import Task, Trouble, work_list
from tests.directory.inspecting import Change, inspection_of

ANSWERED = {"duties": ["T-health", "S2-2"]}
"""No gap in the coverage, so that a test can look at entries alone."""


def tasks(path: Path, *changes: Change) -> list[Task]:
    return work_list(inspection_of(path, *(ANSWERED | change for change in changes)))


def named(name: str, **changes: object) -> Change:
    return {"id": name, "name": name.title(), **changes}


def test_a_flawless_directory_leaves_nothing_to_do(tmp_path: Path) -> None:
    assert tasks(tmp_path, {}) == []


def test_the_worst_comes_first(tmp_path: Path) -> None:
    order = [
        named("a-lost", contacts=None),
        named("b-unsure", status="unconfirmed"),
        named("c-late", review_by=date(2025, 12, 31)),
        named("d-late-for-days", review_by=date(2026, 2, 20)),
        named("e-torn", conflicts=["9 or 10 owls"]),
        named("f-wordy", body="We do signposting."),
        named("g-not-offered", background=True, contacts=None),
    ]
    assert [task.about for task in tasks(tmp_path, *reversed(order))] == [change["id"] for change in order]


def test_one_task_holds_all_the_troubles_of_an_entry(tmp_path: Path) -> None:
    task = tasks(tmp_path, {"contacts": None, "status": "unconfirmed", "conflicts": ["9 or 10 owls"]})[0]
    assert task.troubles == (Trouble.NO_CONTACT, Trouble.UNCONFIRMED, Trouble.CONFLICT)
    assert task.notes == (
        "find a phone number, email or website",
        "ask whether it still runs (last known: 2025-11)",
        "sources disagree: 9 or 10 owls",
    )


def test_a_doubtful_contact_has_to_be_confirmed(tmp_path: Path) -> None:
    doubtful = {"type": "phone", "value": "0151 666 4340", "sources": ["s1"], "checked": "2025", "confidence": "low"}
    assert tasks(tmp_path, {"contacts": [doubtful]})[0].notes == ("confirm one of 1 doubtful contacts",)


def test_a_guide_needs_no_contact(tmp_path: Path) -> None:
    assert tasks(tmp_path, {"kind": "guide", "contacts": None}) == []


def test_what_is_over_needs_no_work(tmp_path: Path) -> None:
    past = {"status": "historic", "background": True, "contacts": None, "duties": []}
    assert tasks(tmp_path, {}, named("past", **past)) == []


def test_a_duty_without_an_entry_is_a_task(tmp_path: Path) -> None:
    task = work_list(inspection_of(tmp_path))[0]
    assert (task.about, task.troubles) == ("S2-2", (Trouble.COVERAGE_GAP,))
    assert task.notes == ("no entry for Schedule 2",)
