"""Checks on whether a tired parent understands an entry at the first reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from directory.entry import Audience
from directory.errors import Problem
from directory.quality.inspection import Inspection
from directory.quality.text import reading_age, sentences, words
from directory.references import texts_of

LONGEST_EASY_READ = 15
LONGEST_SENTENCE = 22
OLDEST_READER = 11
"""Reading age in years up to which a summary needs no second look."""

ABBREVIATION = re.compile(r"\b[A-Z][A-Z0-9&]*[A-Z0-9]\b")
EVERYDAY = frozenset({"A4", "BBC", "CD", "DVD", "FAQ", "GOV", "ID", "IT", "NHS", "OK", "PDF", "PE", "TV", "UK", "USB"})
"""Letters that need no explaining."""


def long_easy_read_sentence(inspection: Inspection) -> Iterator[Problem]:
    """An easy-read sentence of more than fifteen words."""
    for entry in inspection.entries:
        for sentence, length in _longer_than(LONGEST_EASY_READ, [entry.easy_read]):
            message = f"has a sentence of {length} words; easy read allows {LONGEST_EASY_READ}: {_start(sentence)}"
            yield inspection.blocks(entry, ["easy_read"], message)


def missing_text_for_young_people(inspection: Inspection) -> Iterator[Problem]:
    """An entry for young people that doesn't speak to them."""
    for entry in inspection.entries:
        if entry.family_facing and Audience.YOUNG_PEOPLE in entry.audience and not entry.for_young_people:
            message = "is for young people, but 'for_young_people' is missing: add two to four short sentences"
            yield inspection.blocks(entry, ["audience"], message)


def long_sentence(inspection: Inspection) -> Iterator[Problem]:
    """A sentence of more than twenty-two words."""
    for entry in inspection.entries:
        for place, text in texts_of(entry):
            if place == ("easy_read",):
                continue
            for sentence, length in _longer_than(LONGEST_SENTENCE, [text]):
                message = f"has a sentence of {length} words: split it. {_start(sentence)}"
                yield inspection.advises(entry, place, message, weight=length)


def hard_summary(inspection: Inspection) -> Iterator[Problem]:
    """A summary that needs a reading age of more than eleven."""
    for entry in inspection.entries:
        age = reading_age([entry.summary])
        if age > OLDEST_READER:
            message = f"needs a reading age of about {age:.0f}: try shorter words and sentences"
            yield inspection.advises(entry, ["summary"], message, weight=round(age, 1))


def unresolved_abbreviation(inspection: Inspection) -> Iterator[Problem]:
    """Capital letters that neither the glossary nor the entry explains."""
    glossary = _glossary_words(inspection)
    for entry in inspection.entries:
        explained = set(ABBREVIATION.findall(" ".join(entry.names).upper())) | EVERYDAY
        unknown: set[str] = set()
        for place, text in texts_of(entry):
            for letters in ABBREVIATION.findall(text):
                if letters in explained | unknown or letters.casefold() in glossary or f"({letters})" in text:
                    continue
                unknown.add(letters)
                message = f"'{letters}' is explained nowhere: write it out, or add it to glossary.yaml"
                yield inspection.advises(entry, place, message)


def jargon(inspection: Inspection) -> Iterator[Problem]:
    """A word of jargon.yaml that stands in a text without its plain meaning. A name may hold one."""
    plain = {term.word.casefold(): term.plain for term in inspection.content.jargon}
    if not plain:
        return
    pattern, names = _any_of(plain), _capitalised_names(inspection)
    for entry in inspection.entries:
        own = " ".join(entry.names).casefold()
        whole = " ".join(text for _, text in texts_of(entry)).casefold()
        told: set[str] = set()
        for place, text in texts_of(entry):
            for match in pattern.finditer(names.sub(" ", text) if names else text):
                word = match.group(1).casefold()
                explained = f"{word} (" in whole or _without_article(plain[word]) in whole
                if word in own or word in told or explained:
                    continue
                told.add(word)
                yield inspection.advises(entry, place, f"says '{match.group()}': try '{plain[word]}'")


def _without_article(plain: str) -> str:
    return plain.casefold().removeprefix("a ").removeprefix("the ")


def _capitalised_names(inspection: Inspection) -> re.Pattern[str] | None:
    """Match names of two capitalised words or more, such as ``Integrated Front Door``."""
    names = {name for entry in inspection.entries for name in entry.names if name.istitle() and " " in name}
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True)))) if names else None


def _glossary_words(inspection: Inspection) -> frozenset[str]:
    """Return every name in the glossary, and the words of its terms, in small letters."""
    terms = inspection.content.glossary
    names = (name for term in terms for name in (term.term, *term.also, *term.term.split()))
    return frozenset(name.casefold() for name in names)


def _any_of(known: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(known, key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})s?\b", re.IGNORECASE)


def _longer_than(limit: int, texts: Iterable[str]) -> Iterator[tuple[str, int]]:
    for text in texts:
        for sentence in sentences(text):
            length = len(words(sentence))
            if length > limit:
                yield sentence, length


def _start(sentence: str) -> str:
    return f'"{" ".join(sentence.split()[:6])} …"'
