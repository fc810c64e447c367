"""A message in parts: its sentences, and pieces short enough that nothing in them is drowned by the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

PART = 40
"""Words from which a message is read in parts."""

_SENTENCE = re.compile(r"(?<=[.!?\n;])\s*|\b(?:also|anyway)\b", re.IGNORECASE)


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a message, as typed."""
    return [sentence.strip() for sentence in _SENTENCE.split(text) if sentence.strip()]


def parts_of(text: str, plain: Callable[[str], str]) -> list[str]:
    """Return the whole message, or of a long one its parts, each of whole sentences where there are any.

    Args:
        text: the message, as typed.
        plain: gives a text as it was meant, in plain words.
    """
    whole = plain(text)
    if len(whole.split()) <= PART:
        return [whole]
    parts: list[list[str]] = [[]]
    for sentence in sentences_of(text):
        for run in _runs(plain(sentence).split()):
            if len(parts[-1]) + len(run) > PART:
                parts.append([])
            parts[-1] += run
    return [" ".join(part) for part in parts if part]


def _runs(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield ``words`` in runs that fit into one part."""
    for start in range(0, len(words), PART):
        yield words[start : start + PART]
