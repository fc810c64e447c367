"""Sentence vectors made short: the directions in which a collection's texts differ, in eight bits each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Codes = NDArray[np.int8]

_HIGHEST = 127


@dataclass(frozen=True)
class Directions:
    """Turns an encoder's vectors into short unit vectors, and those into eight-bit codes."""

    centre: Floats
    """The usual vector; nothing is told by it."""
    axes: Floats
    """Main directions, shape ``(kept, dimension)``; none where there were too few texts to learn them from."""
    steps: Floats
    """What one step of each code stands for."""

    @classmethod
    def learn(cls, vectors: Floats, kept: int) -> Directions:
        """Learn at most ``kept`` directions from an encoder's vectors; from few vectors, keep them as they are."""
        dimension = vectors.shape[1]
        if len(vectors) <= kept or dimension <= kept:
            ones = np.ones(dimension, np.float32)
            return cls(
                np.zeros(dimension, np.float32), np.zeros((0, dimension), np.float32), ones / np.float32(_HIGHEST)
            )
        centre = vectors.mean(0)
        centred = vectors - centre
        _, turned = np.linalg.eigh(centred.T @ centred)
        axes = np.ascontiguousarray(turned[:, ::-1][:, :kept].T, np.float32)
        along = cls(centre, axes, np.ones(kept, np.float32)).of(vectors)
        steps = np.maximum(np.abs(along).max(0), 1e-6) / _HIGHEST
        return cls(centre, axes, steps.astype(np.float32))

    def of(self, vectors: Floats) -> Floats:
        """Return unit vectors along the directions, one row each; what has no direction stays zero."""
        turned = (vectors - self.centre) @ self.axes.T if len(self.axes) else vectors
        lengths = np.linalg.norm(turned, axis=1, keepdims=True)
        result: Floats = np.where(lengths > 1e-6, turned / np.maximum(lengths, 1e-6), 0).astype(np.float32)
        return result

    def codes(self, directions: Floats) -> Codes:
        """Return eight-bit codes of unit vectors."""
        codes: Codes = np.clip(np.rint(directions / self.steps), -_HIGHEST, _HIGHEST).astype(np.int8)
        return codes

    def scaled(self, direction: Floats) -> Floats:
        """Return what a code is multiplied with to give its likeness (-1 to 1) to ``direction``."""
        return direction * self.steps

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what is stored."""
        return {"centre": self.centre, "axes": self.axes, "steps": self.steps}

    @classmethod
    def stored(cls, arrays: Mapping[str, NDArray[Any]]) -> Directions:
        """Read what `arrays` gave."""
        return cls(arrays["centre"], arrays["axes"], arrays["steps"])
