"""Checks on whether families may rely on an entry: sources, dates, contacts, fact records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from directory.entry import Entry
from directory.errors import Problem
from directory.quality.inspection import Inspection
from directory.reconciliation import load_reconciliation, reconciliation_file

STATEMENTS = (
    "summary", "easy_read", "for_young_people", "body", "how_to_get", "steps", "ages", "cost",
    "contacts", "locations", "schedule",
)  # fmt: skip
"""Fields that tell families something; each needs a source."""


def unsupported_statement(inspection: Inspection) -> Iterator[Problem]:
    """A field that tells families something, and no source that supports it."""
    for entry in inspection.entries:
        supported = {name for source in entry.sources for name in source.supports}
        for name in STATEMENTS:
            if getattr(entry, name) and name not in supported:
                message = f"rests on no source: add '{name}' to the 'supports' of the source that shows it"
                yield inspection.blocks(entry, [name], message)


def unsupported_contact(inspection: Inspection) -> Iterator[Problem]:
    """A contact or a place that names a source which isn't said to support it."""
    for entry in inspection.entries:
        for name in ("contacts", "locations", "schedule"):
            keys = {source.key for source in entry.sources if name in source.supports}
            for index, part in enumerate(getattr(entry, name)):
                if not keys & set(part.sources):
                    message = f"names a source that doesn't list '{name}' under 'supports': mend one of the two"
                    yield inspection.blocks(entry, [name, index, "sources"], message)


def date_order(inspection: Inspection) -> Iterator[Problem]:
    """A date in the future that must lie in the past, or a review before the last check."""
    for entry in inspection.entries:
        for place, written in _past_dates(entry):
            if (day := first_day(written)) and day > inspection.today:
                yield inspection.blocks(entry, place, f"is '{written}', which lies in the future")
        checked = first_day(entry.checked)
        if checked and entry.review_by <= checked:
            message = f"must be later than 'checked' ({entry.checked}): give a year after it"
            yield inspection.blocks(entry, ["review_by"], message)


def conflicting_sources(inspection: Inspection) -> Iterator[Problem]:
    """Sources that disagree: somebody has to ask."""
    for entry in inspection.entries:
        for index, conflict in enumerate(entry.conflicts):
            yield inspection.advises(entry, ["conflicts", index], f"sources disagree: {conflict}")


def low_confidence_contact(inspection: Inspection) -> Iterator[Problem]:
    """A contact that families don't see until somebody confirms it."""
    for entry in inspection.entries:
        for index, contact in enumerate(entry.contacts):
            if contact.confidence == "low":
                message = f"'{contact.value}' isn't shown to families: confirm it, or take it out"
                yield inspection.advises(entry, ["contacts", index], message)


def undated_contact(inspection: Inspection) -> Iterator[Problem]:
    """A contact whose source has no date."""
    for entry in inspection.entries:
        for index, contact in enumerate(entry.contacts):
            if contact.checked == "undated":
                message = f"'{contact.value}' was seen, but we don't know when: confirm it, and write the date"
                yield inspection.advises(entry, ["contacts", index, "checked"], message)


def overdue_review(inspection: Inspection) -> Iterator[Problem]:
    """An entry that should have been confirmed by now. What is over for good needs no review."""
    for entry in inspection.entries:
        late = (inspection.today - entry.review_by).days
        if late > 0 and entry.status != "historic":
            message = f"review was due on {entry.review_by}, {late} days ago: confirm the entry"
            yield inspection.advises(entry, ["review_by"], message, weight=late)


def unknown_reconciled_entry(inspection: Inspection) -> Iterator[Problem]:
    """A line of reconciliation.yaml that names an entry we don't have, or a record for the second time."""
    file = reconciliation_file(inspection.folder)
    seen: set[str] = set()
    for index, line in enumerate(load_reconciliation(inspection.folder)):
        if file and line.told_in and line.told_in not in inspection.content.entries:
            yield file.problem([index], f"there is no entry '{line.told_in}': say where '{line.record}' went")
        if file and line.record in seen:
            yield file.problem([index], f"'{line.record}' stands in this file twice: keep one")
        seen.add(line.record)


def missing_record(inspection: Inspection) -> Iterator[Problem]:
    """A fact record that reconciliation.yaml doesn't account for."""
    file = reconciliation_file(inspection.folder)
    known = {line.record for line in load_reconciliation(inspection.folder)}
    for record in dict.fromkeys(record.id for record in inspection.facts):
        if file and record not in known:
            yield file.problem([], f"the fact record '{record}' is missing: say which entry tells it, or why none")


def first_day(written: str) -> date | None:
    """Return the first day that a partial date may mean; None for ``undated``."""
    if written == "undated":
        return None
    year, month, day = (*(int(part) for part in written.split("-")), 1, 1)[:3]
    return date(year, month, day)


def _past_dates(entry: Entry) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield ("checked",), entry.checked
    for index, source in enumerate(entry.sources):
        yield ("sources", index, "as_of"), source.as_of
    for index, contact in enumerate(entry.contacts):
        yield ("contacts", index, "checked"), contact.checked
