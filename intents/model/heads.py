"""The linear heads: one reads the sentence vector, one the n-grams; their scores are averaged.

To the average comes how like the nearest phrase of each label is.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from intents.model.features import Numbers
from intents.model.logistic import fit_logistic, softmax

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Settings:
    """What was chosen on validation messages of public sets and on our own held-apart phrases; see docs/benchmarks."""

    layer_weights: tuple[float, ...] = (1.0, 0.7, 0.5, 1.0)
    """Weight of each layer of MiniLM as published, and last of the one as taught."""
    few: int = 20
    """Phrases a label below which they are few."""
    layer_weights_if_few: tuple[float, ...] = (1.0, 0.4, 0.2, 0.7)
    """The same where phrases are few: then the last layers tell best."""
    vector_penalty: float = 0.1
    """Keeps the head on vectors from learning by heart; shared by all training texts."""
    gram_penalty: float = 0.1
    """The same for the head on n-grams."""
    gram_columns: int = 2048
    """Columns that the n-grams share."""
    vector_share: float = 0.75
    """Weight of the head on vectors in the average; the rest is the n-grams'."""
    nearest_weight: float = 5.0
    """What the likeness of each label's nearest phrase counts beside the heads' scores."""
    rounds: tuple[int, int] = (18, 8)
    """Most training steps of the head on vectors and of the one on n-grams: more of them tell no better."""
    rounds_more: tuple[int, int] = (6, 4)
    """The same for heads that go on from those trained on most of the texts."""
    off_penalty: float = 1e-4
    """Penalty of the linear off-topic score."""


@dataclass(frozen=True)
class Scores:
    """What both heads say about some texts."""

    vector: Floats
    """Scores by the head on vectors, shape ``(n, labels)``."""
    gram: Floats
    """Scores by the head on n-grams, the same shape."""
    blend: Floats
    """Probabilities by both heads and the nearest phrases together."""


@dataclass(frozen=True)
class Heads:
    """Trained weights of both heads."""

    vector: Floats
    """Shape ``(dimension + 1, labels)``, the last row the bias."""
    gram: Floats
    """Shape ``(columns, labels)``."""
    vector_share: float
    """Weight of the vector head's scores; the rest is the n-gram head's."""
    nearest_weight: float
    """What the likeness of each label's nearest phrase counts beside them."""

    @property
    def classes(self) -> int:
        """How many labels there are."""
        return int(self.vector.shape[1])

    def scores(self, numbers: Numbers, nearest: Floats) -> Scores:
        """Score texts, a row each.

        Args:
            numbers: the texts' numbers.
            nearest: how like the nearest phrase of each label is, shape ``(n, labels)``.
        """
        said = np.flatnonzero(numbers.grams.any(axis=0))  # one text has some hundred n-grams of thousands
        vector, gram = numbers.vectors @ self.vector, numbers.grams[:, said] @ self.gram[said]
        both = self.vector_share * vector + (1 - self.vector_share) * gram
        return Scores(vector, gram, softmax(both + np.float32(self.nearest_weight) * nearest))

    def stored(self) -> "Heads":
        """The same heads as they are after a round trip through 16-bit numbers."""
        return replace(
            self,
            vector=self.vector.astype(np.float16).astype(np.float32),
            gram=self.gram.astype(np.float16).astype(np.float32),
        )


def fit_heads(
    numbers: Numbers, labels: NDArray[np.int64], classes: int, settings: Settings, start: Heads | None = None
) -> Heads:
    """Train both heads.

    Args:
        numbers: the training texts.
        labels: the label of each.
        classes: how many labels there are.
        settings: penalties and rounds.
        start: heads trained on a part of these texts, to go on from.
    """
    rounds = settings.rounds_more if start else settings.rounds
    vector = fit_logistic(
        numbers.vectors,
        labels,
        classes,
        penalty=settings.vector_penalty / len(labels),
        start=start.vector if start else None,
        rounds=rounds[0],
    )
    gram = fit_logistic(
        numbers.grams,
        labels,
        classes,
        penalty=settings.gram_penalty / len(labels),
        start=start.gram if start else None,
        rounds=rounds[1],
    )
    return Heads(vector, gram, settings.vector_share, settings.nearest_weight)
