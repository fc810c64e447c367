"""Places and distances without a network: towns and postcode districts with their middles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from rapidfuzz.distance import OSA

from directory.entry import Area, Entry

MILES_ROUND_EARTH = 3958.8
"""Mean radius of the Earth in miles (IUGG)."""

POSTCODE = re.compile(r"\b([a-z]{1,2}\d{1,2}[a-z]?)\s*(\d[a-z]{0,2})?\b", re.IGNORECASE)
"""A British postcode, its first half alone, or as much of it as was typed, in any spacing."""

NAME_LETTERS = 5
"""Letters that a name has at least for a slip in it to be forgiven."""

TWO_SLIPS_LETTERS = 9
"""Letters of a name from which two slips are forgiven."""


@dataclass(frozen=True)
class Point:
    """A place on the map, in degrees (WGS 84)."""

    latitude: float
    longitude: float

    def miles_to(self, other: Point) -> float:
        """Return the distance as the crow flies, in miles (haversine formula)."""
        north, south = radians(self.latitude), radians(other.latitude)
        east = radians(other.longitude - self.longitude)
        chord = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(east / 2) ** 2
        return 2 * MILES_ROUND_EARTH * asin(sqrt(chord))


@dataclass(frozen=True)
class Nearby:
    """An entry and how far away it is."""

    entry: Entry
    miles: float | None
    """None where we hold no map position for it."""


class Gazetteer:
    """Finds areas by name or postcode, and what is near them."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self.areas = tuple(areas)
        self._by_name: Mapping[str, Area] = {
            name.lower(): area for area in self.areas for name in (area.name, *area.also)
        }

    @property
    def names(self) -> Mapping[str, Area]:
        """Every name and spelling, in small letters."""
        return self._by_name

    def by_name(self, name: str) -> Area | None:
        """Return the area with this name or one of its other spellings."""
        return self._by_name.get(name.strip().lower())

    def by_misspelt_name(self, name: str) -> Area | None:
        """Return the area whose name is one slip away from ``name``, two if it is long; the first letter is right."""
        small = name.strip().lower()
        near = [
            (slips, known)
            for known in self._by_name
            if known[:1] == small[:1]
            and len(known) >= NAME_LETTERS
            and (slips := OSA.distance(small, known)) <= (2 if len(known) >= TWO_SLIPS_LETTERS else 1)
        ]
        return self._by_name[min(near)[1]] if near else None

    def by_postcode(self, postcode: str) -> Area | None:
        """Return the postcode district that ``postcode``, whole or its first half, lies in."""
        match = POSTCODE.search(postcode)
        return self._by_name.get(match.group(1).lower()) if match else None

    def position_of(self, entry: Entry) -> Point | None:
        """Return where ``entry`` is: its own position, else the middle of its postcode district or town."""
        for location in entry.locations:
            if location.latitude is not None and location.longitude is not None:
                return Point(location.latitude, location.longitude)
        for location in entry.locations:
            area = self.by_postcode(location.postcode or "") or self.by_name(location.town or "")
            if area and (point := middle_of(area)):
                return point
        return None

    def nearest(self, entries: Iterable[Entry], point: Point) -> list[Nearby]:
        """Return ``entries`` with the nearest first; those without a position come last."""
        found = []
        for entry in entries:
            position = self.position_of(entry)
            found.append(Nearby(entry, point.miles_to(position) if position else None))
        return sorted(found, key=lambda near: (near.miles is None, near.miles or 0.0, near.entry.id))


def middle_of(area: Area) -> Point | None:
    """Return the middle of ``area``, if we hold it."""
    if area.latitude is None or area.longitude is None:
        return None
    return Point(area.latitude, area.longitude)
