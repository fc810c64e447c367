"""Mends single mistyped words against the words that the directory uses.

A word is mended only if it is no word that we know, and only to a word that is near enough: one slip in a
short word, two in a long one (optimal string alignment: a swap of neighbours is one slip).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
"""Shorter words are left alone: too many real words are one slip away."""

TWO_SLIPS_FROM = 8
"""Length from which a word may have two slips."""


class Spelling:
    """Knows the domain's words and mends to them."""

    def __init__(self, vocabulary: Iterable[str], leave_alone: Collection[str] = ()) -> None:
        """Build it.

        Args:
            vocabulary: words that may be mended to.
            leave_alone: real words that must not be mended.
        """
        words = {word for word in vocabulary if word.isalpha()}
        self._known = words | set(leave_alone)
        self._by_length: Mapping[int, list[str]] = defaultdict(list)
        for word in sorted(words):
            if len(word) >= SHORTEST:
                self._by_length[len(word)].append(word)

    def repairs(self, text: str) -> dict[str, str]:
        """Return typed -> meant for the words of ``text``, plain words, that need mending and can be mended."""
        found = {}
        for word in dict.fromkeys(text.split()):
            meant = self._meant(word)
            if meant:
                found[word] = meant
        return found

    def _meant(self, word: str) -> str | None:
        if len(word) < SHORTEST or word in self._known or not word.isalpha():
            return None
        slips = 2 if len(word) >= TWO_SLIPS_FROM else 1
        near = [w for size in range(len(word) - slips, len(word) + slips + 1) for w in self._by_length.get(size, ())]
        best = process.extract(word, near, scorer=OSA.distance, score_cutoff=slips, limit=2)
        if not best or (len(best) > 1 and best[0][1] == best[1][1] and best[0][0][0] == best[1][0][0]):
            return self._same_start(word, best)
        meant: str = best[0][0]
        return meant

    @staticmethod
    def _same_start(word: str, best: Sequence[tuple[str, float, int]]) -> str | None:
        """Between two equally near words, take the one that begins and ends alike; else leave it."""
        alike = [meant for meant, _, _ in best if meant[0] == word[0] and meant[-1] == word[-1]]
        return alike[0] if len(alike) == 1 else None
