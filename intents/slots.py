"""Finds the details in a message: how old, where, which day, which need, what kind of thing, who asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TypeVar

from directory.areas import POSTCODE, Gazetteer
from directory.entry import Audience, Kind, Weekday
from directory.library import Filter
from intents.cleaning import plain_words
from intents.vocabulary import SlotWords

T = TypeVar("T")

_DIGIT = re.compile(r"\d")

LONGEST_RUN = 8
"""No name of a place, need or thing has more words than this."""

OLDEST = 25
"""The local offer is for ages 0 to 25 (Children and Families Act 2014, section 30)."""


@dataclass(frozen=True)
class Slots:
    """The details of one message, or of a conversation so far."""

    ages: tuple[int, int] | None = None
    """Youngest and oldest age in years."""
    area: str | None = None
    """Id of an area, such as ``moreton`` or ``ch46``."""
    days: tuple[Weekday, ...] = ()
    place: str | None = None
    """A place that is named and that we don't hold, in plain words."""
    needs: frozenset[str] = frozenset()
    """Needs of the taxonomy."""
    without: frozenset[str] = frozenset()
    """Needs that aren't meant: "she is not autistic"."""
    thing: str | None = None
    """Name of a kind of thing that somebody wants a list of."""
    kinds: frozenset[Kind] = frozenset()
    topics: frozenset[str] = frozenset()
    asking: Audience | None = None
    words: frozenset[str] = field(default=frozenset(), compare=False)
    """The words that the details were read from."""

    def over(self, earlier: Slots) -> Slots:
        """Return these details, and the ``earlier`` ones where these say nothing."""
        return replace(
            self,
            ages=self.ages or earlier.ages,
            area=self.area or (None if self.place else earlier.area),
            days=self.days or earlier.days,
            needs=(self.needs or earlier.needs) - self.without,
            thing=self.thing or earlier.thing,
            kinds=self.kinds if self.thing else earlier.kinds,
            topics=self.topics if self.thing else earlier.topics,
            asking=self.asking or earlier.asking,
        )

    @property
    def filter(self) -> Filter:
        """What entries must fit."""
        return Filter(kinds=self.kinds, needs=self.needs, topics=self.topics, ages=self.ages)


class SlotFinder:
    """Reads details from plain words (``cleaning.plain_words``)."""

    def __init__(self, words: SlotWords, gazetteer: Gazetteer) -> None:
        self._words = words
        self._gazetteer = gazetteer
        self._age_words = _table((w.said, (w.from_, w.to)) for w in words.ages)
        self._need_words = _table((w.said, w.id) for w in words.needs)
        self._thing_words = _table((w.said, w) for w in words.things)
        self._asking_words = _table((w.said, w.who) for w in words.asking)
        self._areas = {plain_words(name): area.id for name, area in gazetteer.names.items()}
        tables = (self._age_words, self._need_words, self._thing_words, self._asking_words, self._areas)
        said = chain(*tables, words.days, words.day_groups, words.some_day, words.without)
        self._first_words = frozenset(some.split()[0] for some in said if some)
        number = "|".join(sorted(words.numbers, key=len, reverse=True))
        age = rf"(?:(?<!\d)\d{{1,2}}(?!\d)|{number})"
        child = "|".join(words.children)
        # What may follow a number that is no age: "for 10 weeks", "over 2 years", but not "over 2 year olds".
        years = r"(?:years?|yrs?)\b(?!\s*olds?)"
        span = rf"(?:minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|mths?|{years}|miles?|pounds?)\b"
        self._age = re.compile(
            rf"\b(?:(?:aged?|is|hes|shes|theyre|im|am|turned|turning|nearly|almost|just turned|for|whos)\s+"
            rf"(?P<told>{age})\b(?!\s*(?:{span}|(?:pm|am|of|times|to one|\d+)\b))"
            rf"|(?:{child})s?\s+(?P<child>\d{{1,2}})\b(?!\s*(?:{span}|(?:pm|am|of|times|\d+)\b))"
            rf"|(?<!for )(?<!over )(?<!waited )(?<!waiting )(?P<olds>{age})\s*(?:years?|yrs?|yo)\b(?:\s*olds?\b)?"
            rf"|(?P<surely>{age})\s*(?:years?|yrs?|yo)\s*olds?\b"
            rf"|(?P<joined>\d{{1,2}})(?:yo|yrs?|y)\b"
            rf"|^(?:(?:what about|how about|and|no|but|actually|i meant?|make it|change it to|(?:no )?wait)\s+)*"
            rf"(?P<alone>\d{{1,2}})(?:\s+(?:then|instead))?$)"
        )
        self._own_age = re.compile(rf"\b(?:im|i am)\s+{age}\b(?!\s*(?:{span}|(?:pm|am|of|times|to one)\b))")
        self._year = re.compile(r"\b(?:year|yr|y)\s?(?P<year>\d{1,2})\b(?!\s*olds?)")
        self._months = re.compile(r"(?<!years )(?<!yrs )\b(?P<months>\d{1,2})\s*(?:months?|mths?)\s*old\b")
        self._weeks = re.compile(r"\b(?P<weeks>\d{1,2})\s*(?:weeks?|wks?)\s*old\b")
        # "5-11 year olds": the hyphen is no word, so it's gone.
        self._years = re.compile(
            r"\b(?P<low>\d{1,2})\s+(?:(?:to|and|or)\s+)?(?P<high>\d{1,2})(?:s\b|\s*(?:years?|yrs?|yo)\b(?:\s*olds?)?)"
        )
        self._for_years = re.compile(r"\b(?:for|aged?|ages)\s+(?P<low>\d{1,2})\s+(?P<high>\d{1,2})s?\b(?!\s*\d)")
        self._span = re.compile(
            r"\b(?P<low>\d{1,2})\s*(?:to|and)\s*(?P<high>\d{1,2})s?\b(?!\s*(?:am|pm|weeks?|days?|months?|hours?))"
        )
        self._under = re.compile(rf"\bunder\s*(?P<under>\d{{1,2}})s?\b(?!\s*{span})")
        self._over = re.compile(rf"\bover\s*(?P<over>\d{{1,2}})s?\b(?!\s*{span})")

    def find(self, text: str) -> Slots:
        """Return the details in ``text``, which must be plain words."""
        runs = _runs(text, self._first_words)
        ages, age_words = self._ages(text, runs)
        needs, without, need_words = self._needs(runs)
        things = _said(self._thing_words, runs)
        thing = self._thing_words[max(things, key=len)] if things else None
        area, area_words = self._area(text, runs)
        days, day_words = self._days(runs)
        asking = next((self._asking_words[said] for said in _said(self._asking_words, runs)), None)
        if asking is None and ages and self._own_age.search(text):
            asking = Audience.YOUNG_PEOPLE
        thing_words = set(max(things, key=len).split()) if things else set()
        return Slots(
            ages=ages,
            area=area,
            days=days,
            needs=needs,
            without=without,
            thing=thing.name if thing else None,
            kinds=thing.kinds if thing else frozenset(),
            topics=thing.topics if thing else frozenset(),
            asking=asking,
            words=frozenset(age_words | need_words | thing_words | area_words | day_words),
        )

    def _needs(self, runs: frozenset[str]) -> tuple[frozenset[str], frozenset[str], set[str]]:
        """Return the needs that are meant, those that aren't, and the words of all that are named.

        "Not autism" names and doesn't mean. Only what a child is like can be denied: "not sleeping" is a trouble.
        """
        named = _said(self._need_words, runs)
        denied = {f"{no} {said}": said for no in self._words.without for said in named if f"{no} {said}" in runs}
        meant = [said for said in named if said not in denied.values()]
        needs = {self._need_words[said] for said in meant}
        if len(needs) > 1:
            needs.discard("any-send")
        without = {self._need_words[said] for said in denied.values()} - needs - self._words.troubles
        words = {word for run in (*named, *denied) for word in run.split()}
        return frozenset(needs), frozenset(without), words

    def _ages(self, text: str, runs: frozenset[str]) -> tuple[tuple[int, int] | None, set[str]]:
        patterns: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[int, int]]], ...] = (
            (self._months, lambda m: (int(m["months"]) // 12,) * 2),
            (self._weeks, lambda m: (int(m["weeks"]) // 52,) * 2),
            (self._years, lambda m: (int(m["low"]), int(m["high"]))),
            (self._for_years, lambda m: (int(m["low"]), int(m["high"]))),
            (self._year, lambda m: (int(m["year"]) + 4, int(m["year"]) + 5)),
            (self._under, lambda m: (0, int(m["under"]) - 1)),
            (self._over, lambda m: (int(m["over"]), OLDEST)),
            (self._span, lambda m: (int(m["low"]), int(m["high"]))),
        )
        for pattern, to_ages in patterns if _DIGIT.search(text) else ():
            match = pattern.search(text)
            ages = to_ages(match) if match else None
            if match and ages and 0 <= ages[0] <= ages[1] <= OLDEST:
                return ages, set(match[0].split())
        told = {self._told_age(match): match[0].split() for match in self._age.finditer(text)}
        if known := [age for age in told if age <= OLDEST]:  # of several children, from the youngest to the oldest
            return (min(known), max(known)), {word for age in known for word in told[age]}
        if said := _said(self._age_words, runs):
            longest = max(said, key=len)
            return self._age_words[longest], set(longest.split())
        return None, set()

    def _told_age(self, match: re.Match[str]) -> int:
        told = next(told for told in match.groupdict().values() if told)
        return int(told) if told.isdecimal() else self._words.numbers[told]

    def _area(self, text: str, runs: frozenset[str]) -> tuple[str | None, set[str]]:
        for match in POSTCODE.finditer(text):
            area = self._gazetteer.by_postcode(match[0])
            if area:
                return area.id, set(match[0].split())
        said = _said(self._areas, runs)
        if not said:
            return None, set()
        longest = max(said, key=len)
        return self._areas[longest], set(longest.split())

    def _days(self, runs: frozenset[str]) -> tuple[tuple[Weekday, ...], set[str]]:
        found: dict[Weekday, None] = {}
        words: set[str] = set()
        for said, day in self._words.days.items():
            if said in runs:
                found[day] = None
                words.update(said.split())
        for said, days in self._words.day_groups.items():
            if said in runs:
                found.update(dict.fromkeys(days))
                words.update(said.split())
        for said in self._words.some_day:
            if said in runs:
                found.update(dict.fromkeys(Weekday))
                words.update(said.split())
        return tuple(found), words


def _runs(text: str, first_words: frozenset[str]) -> frozenset[str]:
    """Return every run of words of ``text`` that begins like a detail: looking one up is quicker than searching."""
    words = text.split()
    return frozenset(
        " ".join(words[start : start + size])
        for start, word in enumerate(words)
        if word in first_words
        for size in range(1, min(LONGEST_RUN, len(words) - start) + 1)
    )


def _said(table: Mapping[str, object], runs: frozenset[str]) -> list[str]:
    """Return the keys of ``table`` that are among ``runs``, in the order of the table."""
    found = [run for run in runs if run in table]
    return found if len(found) <= 1 else [said for said in table if said in runs]


def _table(rows: Iterable[tuple[Iterable[str], T]]) -> Mapping[str, T]:
    return {plain_words(said): value for all_said, value in rows for said in all_said}
