"""Places and distances without a network."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.areas import Gazetteer, Point
from directory.entry import Area, Entry
from directory.library import Directory
from tests.directory.test_entry import entry

POINTS = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))

HALF_EARTH = 12437.0
"""No two places are further apart, in miles."""


def area(area_id: str, name: str, **fields: Any) -> Area:
    return Area.model_validate({"id": area_id, "name": name, "kind": "town", "source": "x", "as_of": "2025"} | fields)


GAZETTEER = Gazetteer(
    [
        area("ch41", "CH41", kind="postcode", also=["ch 41"], latitude=53.394, longitude=-3.030),
        area("ch46", "CH46", kind="postcode", latitude=53.403, longitude=-3.110),
        area("moreton", "Moreton", also=["morton"], latitude=53.403, longitude=-3.110),
        area("new-ferry", "New Ferry"),
    ]
)
IN_BIRKENHEAD = Point(53.393, -3.02)


def place(entry_id: str, **location: Any) -> Entry:
    return entry(id=entry_id, kind="place", locations=[location | {"sources": ["s1"]}])


class TestDistance:
    @pytest.mark.parametrize(
        ("start", "end", "miles"),
        [
            (Point(53.394, -3.030), Point(53.403, -3.110), 3.36),  # Birkenhead to Moreton
            (Point(51.5074, -0.1278), Point(53.4084, -2.9916), 178.0),  # London to Liverpool
            (Point(0, 0), Point(0, 180), 12436.9),
            (Point(90, 0), Point(-90, 0), 12436.9),
        ],
    )
    def test_is_known_for_known_places(self, start: Point, end: Point, miles: float) -> None:
        assert start.miles_to(end) == pytest.approx(miles, rel=0.01)

    @given(start=POINTS, end=POINTS)
    def test_is_the_same_there_and_back(self, start: Point, end: Point) -> None:
        assert start.miles_to(end) == pytest.approx(end.miles_to(start), abs=1e-6)

    @given(point=POINTS)
    def test_to_itself_is_nothing(self, point: Point) -> None:
        assert point.miles_to(point) == 0

    @given(start=POINTS, end=POINTS)
    def test_is_never_negative_nor_longer_than_half_way_round(self, start: Point, end: Point) -> None:
        assert 0 <= start.miles_to(end) <= HALF_EARTH

    @given(start=POINTS)
    def test_to_the_other_side_of_the_earth_can_be_told(self, start: Point) -> None:
        opposite = Point(-start.latitude, start.longitude + (180 if start.longitude <= 0 else -180))
        assert start.miles_to(opposite) == pytest.approx(HALF_EARTH, rel=0.001)


class TestNames:
    @pytest.mark.parametrize("name", ["Moreton", "moreton", " MORETON ", "morton"])
    def test_case_and_other_spellings_do_not_matter(self, name: str) -> None:
        found = GAZETTEER.by_name(name)
        assert found is not None
        assert found.id == "moreton"

    @pytest.mark.parametrize("name", ["moretn", "moreten", "Mroeton", "nw ferry"])
    def test_a_slip_is_forgiven(self, name: str) -> None:
        found = GAZETTEER.by_misspelt_name(name)
        assert found is not None
        assert found.name in ("Moreton", "New Ferry")

    @pytest.mark.parametrize(("name", "found"), [("birkinhed", True), ("birknhed", True), ("brknhd", False)])
    def test_a_long_name_may_have_two(self, directory: Directory, name: str, found: bool) -> None:
        area = directory.gazetteer.by_misspelt_name(name)
        assert (area is not None and area.id == "birkenhead") is found

    @pytest.mark.parametrize("name", ["paris", "noreton", "more", "ch47", "", "mortens"])
    def test_a_word_that_is_farther_off_or_begins_otherwise_is_none(self, name: str) -> None:
        assert GAZETTEER.by_misspelt_name(name) is None

    def test_an_unknown_place_is_nothing(self) -> None:
        assert GAZETTEER.by_name("Paris") is None


class TestPostcodes:
    @pytest.mark.parametrize(
        "postcode",
        ["CH41 1AA", "ch411aa", "ch41   1aa", "CH41", "we live at ch41 9zz", "CH41,", "my postcode: ch41", "CH411"],
    )
    def test_any_spacing_will_do(self, postcode: str) -> None:
        found = GAZETTEER.by_postcode(postcode)
        assert found is not None
        assert found.id == "ch41"

    @pytest.mark.parametrize("postcode", ["SW1A 1AA", "CH99 1AA", "CH4", "ch", "41", "", "moreton", "CH4111"])
    def test_one_that_we_do_not_hold_is_nothing(self, postcode: str) -> None:
        assert GAZETTEER.by_postcode(postcode) is None

    @given(text=st.text(max_size=40))
    def test_no_text_ever_raises(self, text: str) -> None:
        found = GAZETTEER.by_postcode(text)
        assert found is None or found.id in ("ch41", "ch46")

    @pytest.mark.parametrize(
        ("postcode", "expected"),
        [("CH41 1AA", "ch41"), ("ch452ab", "ch45"), ("CH 49", None), ("CH64 9AA", "ch64"), ("L1 8JQ", None)],
    )
    def test_the_real_districts_are_found(self, directory: Directory, postcode: str, expected: str | None) -> None:
        found = directory.gazetteer.by_postcode(postcode)
        assert (found.id if found else None) == expected


class TestPosition:
    def test_its_own_coordinates_come_first(self) -> None:
        there = place("hive", latitude=53.39, longitude=-3.01, postcode="CH46 1AA")
        assert GAZETTEER.position_of(there) == Point(53.39, -3.01)

    def test_else_the_middle_of_its_postcode_district(self) -> None:
        assert GAZETTEER.position_of(place("hub", postcode="CH461AA", town="Birkenhead")) == Point(53.403, -3.110)

    def test_else_the_middle_of_its_town(self) -> None:
        assert GAZETTEER.position_of(place("hub", town="Moreton")) == Point(53.403, -3.110)

    def test_a_town_whose_middle_we_do_not_hold_gives_none(self) -> None:
        assert GAZETTEER.position_of(place("hub", town="New Ferry")) is None
        assert GAZETTEER.position_of(entry()) is None


class TestNearest:
    def test_the_nearest_comes_first_and_those_without_a_position_last(self) -> None:
        entries = [
            place("nowhere", town="New Ferry"),
            place("moreton", town="Moreton"),
            place("birkenhead", postcode="CH41 5EU"),
            entry(id="anywhere"),
        ]
        found = GAZETTEER.nearest(entries, IN_BIRKENHEAD)
        assert [near.entry.id for near in found] == ["birkenhead", "moreton", "anywhere", "nowhere"]
        assert found[0].miles == pytest.approx(0.42, abs=0.01)
        assert found[2].miles is None

    def test_of_equally_near_ones_the_order_is_fixed(self) -> None:
        entries = [place("zebra", town="Moreton"), place("ant", town="Moreton")]
        assert [near.entry.id for near in GAZETTEER.nearest(entries, IN_BIRKENHEAD)] == ["ant", "zebra"]
