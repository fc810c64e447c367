"""Checks on whether families find an entry with the words they would really type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from directory.entry import Entry
from directory.errors import Problem
from directory.quality.inspection import Inspection
from directory.quality.text import content_stems

FEWEST_PHRASES = 25
FEWEST_IN_OTHER_WORDS = 5


def few_phrases(inspection: Inspection) -> Iterator[Problem]:
    """A family-facing entry with fewer than twenty-five ways to ask for it."""
    for entry in _family_facing(inspection):
        if len(entry.phrases) < FEWEST_PHRASES:
            message = f"has {len(entry.phrases)} phrases, but needs {FEWEST_PHRASES}: add what people would type"
            yield inspection.blocks(entry, ["phrases"], message)


def few_phrases_in_other_words(inspection: Inspection) -> Iterator[Problem]:
    """Fewer than five phrases that say the trouble and not the service."""
    for entry in _family_facing(inspection):
        own = content_stems(f"{entry.name} {entry.summary}")
        apart = sum(1 for phrase in entry.phrases if not own & content_stems(phrase))
        if apart < FEWEST_IN_OTHER_WORDS:
            message = (
                f"has {apart} phrases that share no word with the name or the summary, but needs "
                f"{FEWEST_IN_OTHER_WORDS}: say the trouble, not the service"
            )
            yield inspection.blocks(entry, ["phrases"], message)


def same_phrase_twice(inspection: Inspection) -> Iterator[Problem]:
    """A phrase that two entries claim, or one entry twice, or that stands among what no entry answers."""
    holders: dict[str, list[tuple[Entry, int]]] = defaultdict(list)
    for entry in inspection.entries:
        for index, phrase in enumerate(entry.phrases):
            holders[_compared(phrase)].append((entry, index))
    not_held = {_compared(message) for message in inspection.content.not_held}
    for phrase, claims in holders.items():
        for entry, index in claims[1:]:
            message = f"'{phrase}' also stands in {claims[0][0].id}: keep it where it fits best"
            yield inspection.blocks(entry, ["phrases", index], message)
        if phrase in not_held:
            message = f"'{phrase}' also stands in not_held.yaml, as what no entry answers: take it out there"
            yield inspection.blocks(claims[0][0], ["phrases", claims[0][1]], message)


def _family_facing(inspection: Inspection) -> Iterator[Entry]:
    return (entry for entry in inspection.entries if entry.family_facing)


def _compared(phrase: str) -> str:
    return " ".join(phrase.casefold().strip(" .?!").split())
