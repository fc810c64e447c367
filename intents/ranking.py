"""Ranks entries and intents for a text by the words that it shares with their phrases, names and texts.

A word counts the more, the fewer phrases hold it. Everything is additive, so every score can be explained.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

import snowballstemmer

_STEMMER = snowballstemmer.stemmer("english")

PHRASE_SHARE = 0.65
"""How much of a score comes from the nearest phrase; the rest comes from all the words of the label."""


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the English stem of a word: ``sleeping`` and ``sleeps`` become ``sleep``."""
    stemmed: str = _STEMMER.stemWord(word)
    return stemmed


@dataclass(frozen=True)
class Example:
    """One way of saying something."""

    label: str
    """Entry id, or ``intent:`` and its name."""
    text: str
    """Plain words."""


@dataclass(frozen=True)
class Ranked:
    """A label and how well it fits."""

    label: str
    score: float
    """0 to 1."""
    nearest: str
    """The example that fits best."""
    words: tuple[str, ...]
    """Stems shared with it."""


class Ranking:
    """An inverted index over examples."""

    def __init__(self, examples: Iterable[Example], texts: Mapping[str, str], skip_words: frozenset[str]) -> None:
        """Build it.

        Args:
            examples: ways of saying each label.
            texts: more words of a label (its summary and names): they support it, but no single phrase.
            skip_words: words that say little.
        """
        self._skip = skip_words
        self._examples = list(examples)
        bags = [self.terms(example.text) for example in self._examples]
        frequency: dict[str, int] = defaultdict(int)
        for bag in bags:
            for term in bag:
                frequency[term] += 1
        total = len(bags) + 1
        self._weight = {term: log(1 + total / (1 + count)) for term, count in frequency.items()}
        self._unseen = log(1 + total)
        self._postings: dict[str, list[int]] = defaultdict(list)
        for number, bag in enumerate(bags):
            for term in bag:
                self._postings[term].append(number)
        self._length = [sqrt(sum(self._weight[term] ** 2 for term in bag)) or 1.0 for bag in bags]
        self._words_of: dict[str, set[str]] = defaultdict(set)
        for example, bag in zip(self._examples, bags, strict=True):
            self._words_of[example.label] |= bag
        for label, text in texts.items():
            self._words_of[label] |= self.terms(text)

    @property
    def vocabulary(self) -> set[str]:
        """Every word of every example, unstemmed."""
        return {word for example in self._examples for word in example.text.split()}

    def terms(self, text: str) -> set[str]:
        """Return the stems that count in ``text``: skip words only if there is nothing else."""
        words = text.split()
        telling = [word for word in words if word not in self._skip]
        return {stem(word) for word in telling or words}

    def rank(self, text: str, extra: Iterable[str] = (), limit: int = 10) -> list[Ranked]:
        """Return the labels that fit ``text`` best.

        Args:
            text: plain words.
            extra: synonyms; they count half.
            limit: how many at most.
        """
        asked = {term: self._weight.get(term, self._unseen) for term in self.terms(text)}
        for synonym in extra:
            for term in self.terms(synonym):
                asked.setdefault(term, self._weight.get(term, 0.0) / 2)
        size = sqrt(sum(weight**2 for weight in asked.values())) or 1.0
        total = sum(asked.values()) or 1.0
        dots: dict[int, float] = defaultdict(float)
        for term, weight in asked.items():
            for number in self._postings.get(term, ()):
                dots[number] += weight * self._weight[term]
        best: dict[str, tuple[float, int]] = {}
        for number, dot in dots.items():
            label = self._examples[number].label
            nearness = dot / (size * self._length[number])
            if nearness > best.get(label, (0.0, 0))[0]:
                best[label] = (nearness, number)
        ranked = []
        for label, (nearness, number) in best.items():
            covered = sum(weight for term, weight in asked.items() if term in self._words_of[label]) / total
            score = PHRASE_SHARE * nearness + (1 - PHRASE_SHARE) * covered
            nearest = self._examples[number].text
            shared = tuple(sorted(asked.keys() & self.terms(nearest)))
            ranked.append(Ranked(label, score, nearest, shared))
        ranked.sort(key=lambda item: (-item.score, item.label))
        return ranked[:limit]
