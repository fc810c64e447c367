"""Places in a message that the gazetteer doesn't find: misspelt ones, and ones that we don't hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from directory.areas import Gazetteer
from intents.cleaning import plain_words
from intents.vocabulary import SlotWords

LONGEST_NAME = 3
"""Words of a name that may be misspelt."""

SHORT_MESSAGE = 4
"""Words of a message such as "prentn" or "what about prentn", in which a place needs no "in" before it."""

POSTCODE_NEARBY = re.compile(r"\b(?:(?:ch\s?|l|wa|cw|pr|wn)\d{1,2}|[a-z]{1,2}\d[a-z\d]?\s\d[a-z]{2})\b")
"""A whole postcode, or the first half of one in or around Merseyside: "y6" and "ks2" are none."""


class PlaceReader:
    """Reads places from plain words (``cleaning.plain_words``)."""

    def __init__(self, words: SlotWords, gazetteer: Gazetteer, ordinary: Collection[str]) -> None:
        """Take no word for a place that is among the ``ordinary`` ones."""
        self._gazetteer = gazetteer
        self._ordinary = ordinary
        self._others = {plain_words(name) for name in words.other_places}
        before = "|".join(sorted(words.before_place, key=len, reverse=True))
        self._before = re.compile(rf"\b(?:{before})\s+(?:the\s+)?(?!the\b)")

    def mended(self, text: str) -> str:
        """Return ``text`` with a misspelt name of an area written rightly."""
        words = text.split()
        ends = [" ".join(words[start:]) for start in range(len(words))] if len(words) <= SHORT_MESSAGE else []
        for run in (*self._runs(text), *ends):
            if run.isdecimal() or all(word in self._ordinary for word in run.split()):
                continue
            area = self._gazetteer.by_misspelt_name(run)
            if area and run not in self._gazetteer.names:
                return f" {text} ".replace(f" {run} ", f" {plain_words(area.name.lower())} ", 1).strip()
        return text

    def not_held(self, text: str) -> str | None:
        """Return the name of a place, or a postcode, that we don't hold; None if there is none."""
        if postcode := POSTCODE_NEARBY.search(text):
            return None if self._gazetteer.by_postcode(postcode[0]) else postcode[0]
        runs = list(self._runs(text))
        known = (run for run in runs if run in self._others)
        return next(known, None) or next((run for run in runs if self._is_a_name(run)), None)

    def _is_a_name(self, run: str) -> bool:
        words = run.split()
        return len(words) < LONGEST_NAME and all(w.isalpha() and len(w) > 1 and w not in self._ordinary for w in words)

    def _runs(self, text: str) -> Iterator[str]:
        """Yield the words after "in" and the like that may name a place, longer runs first."""
        for match in self._before.finditer(text):
            words = text[match.end() :].split()[:LONGEST_NAME]
            for size in range(len(words), 0, -1):
                yield " ".join(words[:size])
