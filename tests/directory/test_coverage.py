"""What the law asks for, and whether anything answers it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from directory.coverage import Coverage, coverage_of
from tests.directory.inspecting import Change, inspection_of


def covered(path: Path, *changes: Change) -> dict[str, Coverage]:
    return {line.duty.key: line for line in coverage_of(inspection_of(path, *changes).content)}


def test_a_duty_lists_the_entries_that_name_it(tmp_path: Path) -> None:
    health = covered(tmp_path)["T-health"]
    assert [entry.id for entry in health.entries] == ["night-owls"]
    assert (health.numbering, health.oldest_check, health.gap) == ("unverified numbering", "2025-11", "")


def test_a_duty_that_nothing_answers_is_a_gap(tmp_path: Path) -> None:
    outside = covered(tmp_path)["S2-2"]
    assert (outside.numbering, outside.oldest_check, outside.gap) == ("verified", None, "no entry")


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        ({"status": "historic", "background": True}, "no entry"),
        ({"background": True}, "nothing that families are offered"),
        ({"status": "unconfirmed"}, "nothing confirmed as current"),
    ],
)
def test_what_families_cannot_use_is_a_gap(tmp_path: Path, change: Change, gap: str) -> None:
    assert covered(tmp_path, change)["T-health"].gap == gap


def test_undated_is_older_than_any_date(tmp_path: Path) -> None:
    undated = {"id": "larks", "name": "Larks", "checked": "undated", "review_by": date(2026, 12, 31)}
    assert covered(tmp_path, {"checked": "2011"}, undated)["T-health"].oldest_check == "undated"
