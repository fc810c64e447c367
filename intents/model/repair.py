"""Spelling repair: misspelt words become words of the domain, before anything else reads the text.

A word that is known, or listed to be left alone, is never touched. Optimal string alignment counts a
swap of two letters as one slip. Of several candidates the one wins that is near, frequent and usual
between its neighbours. Words run together are parted, and words without vowels get them back.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

from intents.model.by_hash import ByHash
from intents.model.neighbours import Neighbours

_WORDS = re.compile(r"[a-z]+(?:'[a-z]+)*|\d+|[^\sa-z\d]+")
_VOWELS = str.maketrans("", "", "aeiou")
_SHORTEST = 3  # letters of a word to mend or to mend to
_SHORT = 4  # letters; anything shorter must be frequent to be mended to
_LONGEST = 40
_TWO_SLIPS_FROM = 7  # letters; below that, two slips make it another word
_OFTEN = 20  # times that a short word must occur to be mended to

# Costs in units of the logarithm of how often a word occurs; chosen on the validation part of CLINC150.
_SLIP = 3.0
_OTHER_START = 1.5  # people mostly get the first letter right
_NO_VOWELS = 2.0
_PARTED = 4.0
_FREQUENCY = 0.7


@dataclass(frozen=True)
class Repaired:
    """A text after spelling repair."""

    text: str
    """Lower case, words between single spaces."""
    corrections: tuple[tuple[str, str], ...]
    """Each word that was changed, and what it became."""
    known: float
    """Share of the words that were known without repair, 0 to 1; 1 for a text without words."""


class Repair:
    """Repairs texts with the words of one domain.

    Args:
        texts: the domain's phrases: their words may be mended to, and show which words go together.
        leave_alone: words that are right although the domain doesn't use them: plain English, slang,
            contractions without apostrophe, place names.
        everyday: more words to leave alone, which every model shares.
    """

    def __init__(
        self, texts: Collection[str], leave_alone: Collection[str] = (), everyday: Collection[str] = ()
    ) -> None:
        self.counts = Counter(word for text in texts for word in words_and_marks(text) if word[0].isalpha())
        self._neighbours = Neighbours(map(words_and_marks, texts))
        self.leave_alone = frozenset(leave_alone)
        self._known = self.leave_alone | self.counts.keys() | set(everyday)
        self._by_length: dict[int, list[str]] = {}
        self._by_skeleton: dict[str, list[str]] = {}
        for word in sorted(self.counts):
            if word.isalpha() and self._may_be_meant(word):
                self._by_length.setdefault(len(word), []).append(word)
                self._by_skeleton.setdefault(skeleton(word), []).append(word)
        self._alike = ByHash(self._words_alike)

    def knows(self, word: str) -> bool:
        """Tell whether ``word`` stands in a text, or among the words to leave alone."""
        return word in self._known

    def __call__(self, text: str) -> Repaired:
        """Repair ``text``; it may be anything, also empty."""
        words = words_and_marks(text)
        fixed: list[str] = []
        for place, word in enumerate(words):
            after = words[place + 1] if place + 1 < len(words) else ""
            fixed.append(self._mended(word, fixed[-1] if fixed else "", after))
        pairs = [(word, fix) for word, fix in zip(words, fixed, strict=True) if word[0].isalpha()]
        known = sum(word in self._known for word, _ in pairs) / len(pairs) if pairs else 1.0
        return Repaired(" ".join(fixed), tuple((word, fix) for word, fix in pairs if word != fix), known)

    def _may_be_meant(self, word: str) -> bool:
        if len(word) < _SHORT:
            return len(word) >= _SHORTEST and self.counts[word] >= _OFTEN
        return True

    def _mended(self, word: str, before: str, after: str) -> str:
        if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha() or word in self._known:
            return word
        candidates = [*self._alike(word), *self._parted(word)]
        if not candidates:
            return word
        before = before.rpartition(" ")[2]
        return min(candidates, key=lambda each: (each[0] - self._fit(before, each[1], after), each[1]))[1]

    def _fit(self, before: str, word: str, after: str) -> float:
        first, _, last = word.partition(" ")
        return log(1 + self._neighbours.count(before, first)) + log(1 + self._neighbours.count(last or first, after))

    def _words_alike(self, word: str) -> tuple[tuple[float, str], ...]:
        """Words that may be meant, each with its cost: the lower, the likelier."""
        return (*self._near(word), *self._with_vowels(word))

    def _near(self, word: str) -> Iterable[tuple[float, str]]:
        slips = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        for length in range(len(word) - slips, len(word) + slips + 1):
            choices: Sequence[str] = self._by_length.get(length, ())
            for other, slips_made, _ in process.extract(
                word, choices, scorer=OSA.distance, score_cutoff=slips, limit=None
            ):
                start = _OTHER_START if other[0] != word[0] and sorted(other) != sorted(word) else 0
                yield slips_made * _SLIP + start - self._frequency(other), other

    def _with_vowels(self, word: str) -> Iterable[tuple[float, str]]:
        bare = skeleton(word)
        if len(word) <= len(bare) + 1:  # hardly a vowel left: they were dropped
            for other in self._by_skeleton.get(bare, ()):
                yield _NO_VOWELS - self._frequency(other), other

    def _parted(self, word: str) -> Iterable[tuple[float, str]]:
        for place in range(1, len(word)):
            left, right = word[:place], word[place:]
            if self._stands_alone(left) and self._stands_alone(right):
                yield _PARTED - min(self._frequency(left), self._frequency(right)), f"{left} {right}"

    def _stands_alone(self, part: str) -> bool:
        return self.counts.get(part, 0) >= (1 if len(part) >= _SHORT else _OFTEN)

    def _frequency(self, word: str) -> float:
        return _FREQUENCY * log(1 + self.counts[word])


def words_and_marks(text: str) -> list[str]:
    """Split ``text`` into lower-case words, numbers and runs of other marks."""
    return _WORDS.findall(text.lower().replace("’", "'"))


def skeleton(word: str) -> str:
    """Give the first letter and the consonants after it, doubled ones once: *please* and *pls* agree."""
    bare = word[:1] + word[1:].translate(_VOWELS)
    return "".join(letter for place, letter in enumerate(bare) if place == 0 or letter != bare[place - 1])
