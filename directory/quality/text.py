"""Sentences, words and reading age of a text. No network, no downloads."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from functools import lru_cache
from statistics import mean

import snowballstemmer

from directory.entry import PLACEHOLDER

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its Dutch word list holds a stray backslash
    from readability.langdata import LANGDATA

WORD = re.compile(r"[^\W_]+(?:['’.\-&][^\W_]+)*")
"""Letters or digits, with apostrophes, hyphens and points inside: ``don't``, ``under-fives``, ``3.5``."""

_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])")
_BULLET = re.compile(r"^\s*[-*•]\s+")
_STEMMER = snowballstemmer.stemmer("english")

AGE_AT_GRADE_0 = 5
"""A child starts school at five, so a reading age is about the grade plus five."""

_COMMON_WORDS = """
    a about after again all also am an and any anyone are as ask at back be because been before being but by
    can cant can't could day days did didn't do does doesn't doing don't dont down each else ever every for from
    get gets getting give given go goes going got had has have having he help helps her here hers hes him his how
    i id if im in into is isnt it its it's ive just keep know let like look make many may me more most much my
    need needs never new no nobody not now of off on once one only or other our ours out over own people please
    really said same say says see seen she shes should so some someone something still such take tell than that
    thats that's the their them then there theres these they theyre thing things this those though through to too
    two up us use very want wants was way we well went were what whats when where which while who whos why will
    with without wont won't work works would yes yet you your yours
"""
COMMON = frozenset(_COMMON_WORDS.split())
"""Words that two texts may share without being about the same thing."""


def sentences(text: str) -> list[str]:
    """Split a text into sentences. A line is never joined with the next; a period of law counts as two words."""
    plain = PLACEHOLDER.sub("6 weeks", text)
    lines = (_BULLET.sub("", line).strip() for line in plain.splitlines())
    return [part for line in lines for part in _END.split(line) if WORD.search(part)]


def words(text: str) -> list[str]:
    """Return the words of a text as written."""
    return WORD.findall(text)


def content_stems(text: str) -> frozenset[str]:
    """Return the stems of the words that carry meaning: ``wakes at night`` gives ``wake`` and ``night``."""
    meaningful = (word.lower().replace("’", "'") for word in words(text))
    return frozenset(_stem(word) for word in meaningful if len(word) > 1 and word not in COMMON)


def reading_age(texts: Iterable[str]) -> float:
    """Return the age in years at which a reader copes with ``texts`` (Flesch-Kincaid grade plus five)."""
    split = [words(sentence) for text in texts for sentence in sentences(text)]
    if not split:
        return AGE_AT_GRADE_0
    per_sentence = mean(len(sentence) for sentence in split)
    per_word = mean(_syllables(word) for sentence in split for word in sentence)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59 + AGE_AT_GRADE_0


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    stemmed: str = _STEMMER.stemWord(word)
    return stemmed


@lru_cache(maxsize=50_000)
def _syllables(word: str) -> int:
    """Count syllables; at least one, because the library's count of ``the`` is none."""
    counted: int = LANGDATA["en"]["syllables"](word.lower())
    return max(1, counted)
