"""Nothing that we were told gets lost: every fact record became an entry, or somebody says why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from directory.facts import FactRecord, read_facts
from directory.library import Directory
from directory.reconciliation import Reconciled, load_reconciliation
from tests.directory.inspecting import blocking, inspection_of

FACTS = Path(__file__).parents[3] / "shared" / "facts"


def test_every_entry_that_is_named_exists(directory: Directory) -> None:
    unknown = [line for line in load_reconciliation() if line.told_in and line.told_in not in directory.content.entries]
    assert unknown == []


def test_every_entry_comes_from_a_record(directory: Directory) -> None:
    told = {line.told_in for line in load_reconciliation()}
    assert sorted(set(directory.content.entries) - told) == []


def test_records_stand_once_and_sorted() -> None:
    records = [line.record for line in load_reconciliation()]
    assert records == sorted(set(records))


@pytest.mark.skipif(not FACTS.exists(), reason="the fact records aren't beside the project: nothing to compare with")
def test_every_fact_record_is_reconciled() -> None:
    wanted = {record.id for record in read_facts(FACTS)}
    assert wanted == {line.record for line in load_reconciliation()}


def test_a_missing_record_is_a_problem(tmp_path: Path) -> None:
    inspection = inspection_of(
        tmp_path,
        facts=(FactRecord("night-owls", ()), FactRecord("day-owls", ())),
        reconciled=[{"record": "night-owls", "entry": "night-owls"}],
    )
    assert blocking(inspection) == ["missing-record: "]


def test_an_entry_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    inspection = inspection_of(tmp_path, reconciled=[{"record": "day-owls", "merged_into": "birds"}])
    assert blocking(inspection) == ["unknown-reconciled-entry: 0"]


def test_a_record_has_one_outcome() -> None:
    assert Reconciled(record="owls", left_out="not for families").told_in is None
    with pytest.raises(ValidationError, match="exactly one of"):
        Reconciled(record="owls")
    with pytest.raises(ValidationError, match="exactly one of"):
        Reconciled(record="owls", entry="owls", left_out="not for families")
