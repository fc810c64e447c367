"""The content model: what an entry may say, and what families see of it."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from pydantic import ValidationError

from directory.entry import Ages, Entry, Location, Schedule, Source, Status

SOURCE = {"key": "s1", "document": "report.txt", "as_of": "2025", "supports": ["summary"]}
HIGH = {"type": "phone", "value": "0151 111", "sources": ["s1"], "checked": "2025"}
MEDIUM = {"type": "email", "value": "a@b.uk", "sources": ["s1"], "checked": "2025", "confidence": "medium"}
LOW = {"type": "phone", "value": "0151 999", "sources": ["s1"], "checked": "2025", "confidence": "low"}


def entry(**changes: Any) -> Entry:
    fields = {
        "id": "koala",
        "kind": "service",
        "name": "Koala",
        "status": "current",
        "audience": ["parents"],
        "topics": ["health"],
        "summary": "Helps.",
        "easy_read": "Helps.",
        "sources": [SOURCE],
        "checked": "2025-01",
        "review_by": "2026-01-31",
    }
    return Entry.model_validate(fields | changes)


class TestContacts:
    def test_those_of_a_current_entry_are_shown_in_order(self) -> None:
        shown = entry(contacts=[HIGH, MEDIUM]).shown_contacts
        assert [contact.value for contact in shown] == ["0151 111", "a@b.uk"]

    def test_low_confidence_is_never_shown(self) -> None:
        assert [contact.value for contact in entry(contacts=[LOW, HIGH]).shown_contacts] == ["0151 111"]
        assert entry(contacts=[LOW]).shown_contacts == ()

    def test_an_unconfirmed_entry_keeps_its_contacts(self) -> None:
        shown = entry(status="unconfirmed", contacts=[HIGH, LOW]).shown_contacts
        assert [contact.value for contact in shown] == ["0151 111"]

    def test_a_historic_entry_shows_none(self) -> None:
        historic = entry(status="historic", contacts=[HIGH, MEDIUM, LOW])
        assert historic.shown_contacts == ()
        assert len(historic.contacts) == 3

    def test_each_needs_a_source(self) -> None:
        with pytest.raises(ValidationError, match=r"contacts\.0\.sources"):
            entry(contacts=[HIGH | {"sources": []}])

    def test_no_real_entry_shows_a_contact_that_families_must_not_see(self, directory) -> None:
        entries = directory.content.entries.values()
        assert [e.id for e in entries if any(c.confidence == "low" for c in e.shown_contacts)] == []
        assert [e.id for e in entries if e.status is Status.HISTORIC and e.shown_contacts] == []


class TestFamilyFacing:
    def test_a_current_or_unconfirmed_entry_may_be_offered(self) -> None:
        assert entry().family_facing
        assert entry(status="unconfirmed").family_facing

    def test_something_historic_is_not_offered(self) -> None:
        assert not entry(status="historic").family_facing

    def test_background_is_not_offered(self) -> None:
        assert not entry(background=True).family_facing


class TestAges:
    def test_both_ends_are_included(self) -> None:
        ages = Ages.model_validate({"from": 5, "to": 11})
        assert ages.overlaps(11, 11)
        assert ages.overlaps(5, 5)
        assert ages.overlaps(0, 5)
        assert not ages.overlaps(12, 12)
        assert not ages.overlaps(0, 4)

    def test_without_ends_they_run_from_birth_to_25(self) -> None:
        assert Ages() == Ages.model_validate({"from": 0, "to": 25})

    def test_one_year_is_enough(self) -> None:
        assert Ages.model_validate({"from": 2, "to": 2}).overlaps(2, 2)

    def test_they_run_from_young_to_old(self) -> None:
        with pytest.raises(ValidationError, match="ages run from young to old: 'from' is 12, 'to' is 5"):
            Ages.model_validate({"from": 12, "to": 5})


class TestSchedule:
    def test_times_are_written_in_quotes(self) -> None:
        schedule = Schedule.model_validate({"opens_at": "10:00", "closes_at": "12:30", "sources": ["s1"]})
        assert (schedule.opens_at, schedule.closes_at) == (time(10, 0), time(12, 30))

    @pytest.mark.parametrize("field", ["opens_at", "closes_at"])
    def test_a_time_without_quotes_is_refused(self, field: str) -> None:
        """YAML reads 10:00 as 600; taken for seconds, it would be shown as ten past midnight."""
        with pytest.raises(ValidationError, match='must be a time in quotes, such as "10:00"'):
            Schedule.model_validate({field: 600, "sources": ["s1"]})

    @pytest.mark.parametrize("closes_at", ["10:00", "09:30"])
    def test_it_opens_before_it_closes(self, closes_at: str) -> None:
        with pytest.raises(ValidationError, match="opens_at must be before closes_at"):
            Schedule.model_validate({"opens_at": "10:00", "closes_at": closes_at, "sources": ["s1"]})

    def test_it_starts_before_it_ends(self) -> None:
        with pytest.raises(ValidationError, match="valid_from must not be after valid_to"):
            Schedule.model_validate({"valid_from": "2025-07-02", "valid_to": "2025-07-01", "sources": ["s1"]})

    def test_it_may_last_one_day(self) -> None:
        one_day = {"valid_from": "2025-07-01", "valid_to": "2025-07-01", "sources": ["s1"]}
        assert Schedule.model_validate(one_day).valid_to is not None


class TestDates:
    @pytest.mark.parametrize("as_of", ["2025", "2025-01", "2025-01-31", "undated", 2025])
    def test_a_source_is_dated_as_exactly_as_it_is_known(self, as_of: str | int) -> None:
        assert Source.model_validate(SOURCE | {"as_of": as_of}).as_of == str(as_of)

    @pytest.mark.parametrize("as_of", ["2025-13", "2025-02-30", "31/01/2025", "25", "", None, True])
    def test_other_dates_are_refused(self, as_of: object) -> None:
        with pytest.raises(ValidationError, match="as_of"):
            Source.model_validate(SOURCE | {"as_of": as_of})


class TestLocation:
    def test_half_a_position_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="give both latitude and longitude, or neither"):
            Location.model_validate({"latitude": 53.4, "sources": ["s1"]})

    def test_a_position_lies_on_the_globe(self) -> None:
        with pytest.raises(ValidationError, match="latitude"):
            Location.model_validate({"latitude": 90.1, "longitude": 0, "sources": ["s1"]})


class TestEntry:
    def test_it_is_found_by_every_name_it_has_or_had(self) -> None:
        named = entry(also_known_as=["Koala NW"], former_names=["Home-Start"])
        assert named.names == ("Koala", "Koala NW", "Home-Start")

    @pytest.mark.parametrize("kind", ["guide", "urgent"])
    def test_guides_may_have_steps(self, kind: str) -> None:
        assert entry(kind=kind, steps=[{"title": "First", "text": "Do this."}]).steps[0].title == "First"

    @pytest.mark.parametrize("kind", ["service", "activity", "hub", "place"])
    def test_nothing_else_has_steps(self, kind: str) -> None:
        with pytest.raises(ValidationError, match="only guides have steps"):
            entry(kind=kind, steps=[{"title": "First", "text": "Do this."}])

    def test_it_rests_on_a_source(self) -> None:
        with pytest.raises(ValidationError, match="sources"):
            entry(sources=[])

    @pytest.mark.parametrize("entry_id", ["Koala", "koala_nw", "-koala", "koala--nw", "", "k" * 51])
    def test_its_id_is_kebab_case_and_fits_into_a_button(self, entry_id: str) -> None:
        with pytest.raises(ValidationError, match="id"):
            entry(id=entry_id)

    def test_it_does_not_change_after_loading(self) -> None:
        with pytest.raises(ValidationError, match="frozen"):
            entry().name = "Wombat"  # type: ignore[misc]
