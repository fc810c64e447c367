"""Words, word pairs and letter runs: what a text looks like, which survives typing mistakes."""

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from intents.model.repair import words_and_marks

Floats = NDArray[np.float32]
Checksums = NDArray[np.uint32]
_LETTER_RUNS = (3, 4, 5)

_OfWords = dict[str, tuple[int, ...]]
"""The checksums of each word's n-grams, for as long as a group of texts is read: most words come again."""


class Weighed(NamedTuple):
    """The known n-grams of a text."""

    checksums: Checksums
    """Of each n-gram."""
    columns: NDArray[np.int64]
    """Where each counts."""
    weights: Floats
    """How much it counts there, and whether for or against; unit length together."""
    known: float
    """Share of the text's n-grams that are known, 0 to 1."""


class NgramSpace:
    """The n-grams seen in training, each with its rarity weight.

    They are kept as checksums: as text, they would take ten times the memory. Rare and common ones share ``columns``
    columns, each with a plus or minus sign fixed by its checksum, so that clashes cancel out on average. That keeps
    training dense, quick and in numpy.

    Args:
        checksums: those of the n-grams, rising.
        rarity: a weight for each, higher for rarer ones.
        columns: how many columns the vectors have.
    """

    def __init__(self, checksums: Checksums, rarity: Floats, columns: int) -> None:
        self.checksums = checksums
        self.rarity = rarity
        self.columns = columns

    @classmethod
    def learn(cls, texts: Iterable[str], columns: int, at_least: int = 2) -> "NgramSpace":
        """Learn the space from training texts.

        Args:
            texts: the training texts.
            columns: length of the vectors.
            at_least: n-grams found in fewer texts than this are dropped.
        """
        total = 0
        seen: Counter[int] = Counter()
        of_words: _OfWords = {}
        for text in texts:
            total += 1
            seen.update(set(_checksums_of(text, of_words)))
        kept = sorted(checksum for checksum, count in seen.items() if count >= at_least)
        counts = np.array([seen[checksum] for checksum in kept])
        rarity = (1 + np.log((1 + total) / (1 + counts))).astype(np.float32)
        return cls(np.array(kept, np.uint32), rarity, columns)

    def weigh(self, text: str, of_words: _OfWords | None = None) -> Weighed:
        """Weigh the n-grams of ``text``.

        Args:
            text: lower-case words between single spaces.
            of_words: what is known about words from other texts; filled.
        """
        given = np.array(_checksums_of(text, {} if of_words is None else of_words), np.uint32)
        sums, repeats = np.unique(given, return_counts=True)
        places = np.searchsorted(self.checksums, sums)
        known = np.zeros(len(sums), np.bool_)
        within = places < len(self.checksums)
        known[within] = self.checksums[places[within]] == sums[within]
        sums, places = sums[known], places[known]
        weights = (1 + np.log(repeats[known].astype(np.float32))) * self.rarity[places]
        weights /= max(float(np.linalg.norm(weights)), 1e-6)
        signs = np.where(sums >> 31, np.float32(1), np.float32(-1))
        share = float(known.mean()) if len(known) else 1.0
        return Weighed(sums, (sums % self.columns).astype(np.int64), weights * signs, share)

    def rows(self, texts: Sequence[str]) -> tuple[Floats, list[float]]:
        """Give one row per text, shape ``(len(texts), columns)``, and each text's share of known n-grams."""
        rows = np.zeros((len(texts), self.columns), np.float32)
        shares = []
        of_words: _OfWords = {}
        for number, text in enumerate(texts):
            found = self.weigh(text, of_words)
            np.add.at(rows[number], found.columns, found.weights)
            shares.append(found.known)
        return rows, shares


def ngrams_of(text: str) -> dict[int, str]:
    """Return the n-grams of ``text`` by their checksums: words and pairs of words (``w:``), letter runs (``c:``)."""
    words = _words_of(text)
    grams = [*(gram for word in words for gram in _of_word(word)), *map(_pair, pairwise(words))]
    return {_checksum(gram): gram for gram in grams}


def _checksums_of(text: str, of_words: _OfWords) -> list[int]:
    words = _words_of(text)
    found: list[int] = []
    for word in words:
        known = of_words.get(word)
        if known is None:
            known = of_words[word] = tuple(map(_checksum, _of_word(word)))
        found += known
    found += [_checksum(_pair(pair)) for pair in pairwise(words)]
    return found


def _words_of(text: str) -> list[str]:
    return [word for word in words_and_marks(text) if word[0].isalnum()]


def _of_word(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    runs = [padded[start : start + length] for length in _LETTER_RUNS for start in range(len(padded) - length + 1)]
    return ("w:" + word, *("c:" + run for run in runs))


def _pair(words: tuple[str, str]) -> str:
    return f"w:{words[0]} {words[1]}"


def _checksum(gram: str) -> int:
    return zlib.crc32(gram.encode(errors="replace"))
