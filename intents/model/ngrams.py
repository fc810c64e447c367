"""Words, word pairs and letter runs: what a text looks like, which survives typing mistakes."""

import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from intents.model.repair import words_and_marks

Floats = NDArray[np.float32]
_LETTER_RUNS = (3, 4, 5)


def ngrams_of(text: str) -> Counter[str]:
    """Count the n-grams of ``text``: words (``w:``), neighbouring words (``w:a b``), letters (``c:``)."""
    words = [word for word in words_and_marks(text) if word[0].isalnum()]
    pairs = [f"w:{left} {right}" for left, right in pairwise(words)]
    return Counter(chain(chain.from_iterable(map(_of_word, words)), pairs))


def _of_word(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    runs = [padded[start : start + length] for length in _LETTER_RUNS for start in range(len(padded) - length + 1)]
    return ("w:" + word, *("c:" + run for run in runs))


class NgramSpace:
    """The n-grams seen in training, each with its rarity weight and its column.

    Rare and common n-grams share ``columns`` columns, each with a plus or minus sign fixed by its
    checksum, so that clashes cancel out on average. That keeps training dense, quick and in numpy.

    Args:
        grams: the n-grams, in a fixed order.
        rarity: a weight for each, higher for rarer ones.
        columns: how many columns the vectors have.
    """

    def __init__(self, grams: Sequence[str], rarity: Floats, columns: int) -> None:
        self.grams = list(grams)
        self.rarity = rarity
        self.columns = columns
        self._places = {gram: place for place, gram in enumerate(self.grams)}
        sums = np.array([zlib.crc32(gram.encode(errors="replace")) for gram in self.grams], np.uint32)
        self.column_of = (sums % columns).astype(np.int64)
        self.sign_of = np.where(sums >> 31, 1, -1).astype(np.float32)

    @classmethod
    def learn(cls, texts: Iterable[str], columns: int, at_least: int = 2) -> "NgramSpace":
        """Learn the space from training texts.

        Args:
            texts: the training texts.
            columns: length of the vectors.
            at_least: n-grams found in fewer texts than this are dropped.
        """
        total = 0
        seen: Counter[str] = Counter()
        for text in texts:
            total += 1
            seen.update(ngrams_of(text).keys())
        grams = sorted(gram for gram, count in seen.items() if count >= at_least)
        rarity = np.array([1 + np.log((1 + total) / (1 + seen[gram])) for gram in grams], np.float32)
        return cls(grams, rarity, columns)

    def weights(self, text: str) -> tuple[list[int], Floats, float]:
        """Weigh the n-grams of ``text``.

        Returns:
            The places of the known n-grams, their weights (unit length together), and the share of
            n-grams that are known, 0 to 1.
        """
        counts = ngrams_of(text)
        found = [(place, counts[gram]) for gram in counts if (place := self._places.get(gram)) is not None]
        places, repeats = [place for place, _ in found], np.array([count for _, count in found], np.float32)
        weights = (1 + np.log(repeats)) * self.rarity[places] if places else repeats
        length = float(np.linalg.norm(weights))
        return places, weights / length if length else weights, len(places) / len(counts) if counts else 1.0

    def rows(self, texts: Sequence[str]) -> tuple[Floats, list[float]]:
        """Give one row per text, shape ``(len(texts), columns)``, and each text's share of known n-grams."""
        rows = np.zeros((len(texts), self.columns), np.float32)
        shares = []
        for number, text in enumerate(texts):
            places, weights, share = self.weights(text)
            np.add.at(rows[number], self.column_of[places], weights * self.sign_of[places])
            shares.append(share)
        return rows, shares
