"""From a repaired text to the numbers that the head and the gate read."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.model.repair import Repaired

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class VectorSpace:
    """Centres the encoder's vectors and gives each of its parts a spread of its own."""

    centre: Floats
    """The average vector of the training phrases."""
    scale: Floats
    """What each component is divided by."""
    axes: Floats
    """Main directions of the first part, shape ``(kept, its width)``: similarity to phrases is measured along them."""

    @classmethod
    def learn(cls, vectors: Floats, parts: Sequence[float], kept: int = 64) -> "VectorSpace":
        """Learn centre, spread and main directions.

        Args:
            vectors: one training phrase a row.
            parts: how much each of the equal parts that the vectors consist of shall weigh.
            kept: most directions to keep for similarities.
        """
        centre, width = vectors.mean(0), vectors.shape[1] // len(parts)
        spreads = [np.sqrt((part**2).sum(1).mean()) for part in np.split(vectors - centre, len(parts), axis=1)]
        scale = np.maximum(spreads, 1e-6) / np.array(parts)
        scale = np.repeat(scale, width).astype(np.float32)
        centred = ((vectors - centre) / scale)[:, :width]
        _, turned = np.linalg.eigh(centred.T @ centred)
        axes = np.ascontiguousarray(turned[:, ::-1][:, :kept].T.astype(np.float32))
        return cls(centre, scale, axes)

    def rows(self, vectors: Floats) -> Floats:
        """Centre and scale ``vectors`` and add a column of ones, for the head."""
        result: Floats = np.empty((len(vectors), vectors.shape[1] + 1), np.float32)
        result[:, :-1] = (vectors - self.centre) / self.scale
        result[:, -1] = 1
        return result

    def directions(self, rows: Floats) -> Floats:
        """Unit vectors along the main directions, from what ``rows`` gave."""
        turned = rows[:, : self.axes.shape[1]] @ self.axes.T
        result: Floats = turned / np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-6)
        return result


@dataclass(frozen=True)
class Numbers:
    """The numbers of one or more texts, a row each."""

    vectors: Floats
    """For the head on vectors."""
    grams: Floats
    """For the head on n-grams."""
    directions: Floats
    """For similarities to phrases."""
    known: Floats
    """Share of known words, share of known n-grams, number of words; shape ``(n, 3)``."""

    def part(self, rows: NDArray[np.int64]) -> "Numbers":
        """Only the given rows."""
        return Numbers(self.vectors[rows], self.grams[rows], self.directions[rows], self.known[rows])


def numbers_from(
    repaired: Sequence[Repaired], vectors: Floats, grams: tuple[Floats, Sequence[float]], space: VectorSpace
) -> Numbers:
    """Put together what is known about repaired texts.

    Args:
        repaired: the texts.
        vectors: what the encoder gives for them.
        grams: what `NgramSpace.rows` gives for them.
        space: the vectors' space.
    """
    rows = space.rows(vectors)
    laid_out, shares = grams
    words = [(each.known, each.text.count(" ") + 1) for each in repaired]
    known = np.array([(known, share, count) for (known, count), share in zip(words, shares, strict=True)], np.float32)
    return Numbers(rows, laid_out, space.directions(rows), known.reshape(len(repaired), 3))
