"""The linear heads: one reads the sentence vector, one the n-grams; their scores are averaged."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from intents.model.features import Numbers
from intents.model.gate import Scores
from intents.model.logistic import fit_logistic, softmax

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Settings:
    """What was chosen on the validation part of CLINC150; see docs/benchmarks."""

    copies: int = 1
    """Noised copies of each training phrase."""
    copy_weight: float = 0.3
    """How much a noised copy counts beside its original."""
    layer_weights: tuple[float, ...] = (1.0, 0.7, 0.5)
    """Weight of each layer in MiniLM's vectors."""
    few: int = 20
    """Phrases a label below which they are few."""
    layer_weights_if_few: tuple[float, ...] = (1.0, 0.4, 0.2)
    """The same where phrases are few: then the last layer tells best."""
    vector_penalty: float = 0.1
    """Keeps the head on vectors from learning by heart; shared by all training texts."""
    gram_penalty: float = 0.1
    """The same for the head on n-grams."""
    gram_columns: int = 2048
    """Columns that the n-grams share."""
    vector_share: float = 0.75
    """Weight of the head on vectors in the average; the rest is the n-grams'."""
    rounds: int = 60
    """Most training steps of each head."""
    rounds_more: int = 20
    """The same for heads that go on from those trained on most of the texts."""
    off_penalty: float = 1e-4
    """Penalty of the linear off-topic score."""


@dataclass(frozen=True)
class Heads:
    """Trained weights of both heads."""

    vector: Floats
    """Shape ``(dimension + 1, labels)``, the last row the bias."""
    gram: Floats
    """Shape ``(columns, labels)``."""
    vector_share: float
    """Weight of the vector head's scores; the rest is the n-gram head's."""

    def scores(self, numbers: Numbers) -> Scores:
        """Score texts, a row each."""
        vector, gram = numbers.vectors @ self.vector, numbers.grams @ self.gram
        return Scores(vector, gram, softmax(self.vector_share * vector + (1 - self.vector_share) * gram))

    def stored(self) -> "Heads":
        """The same heads as they are after a round trip through 16-bit numbers."""
        return replace(
            self,
            vector=self.vector.astype(np.float16).astype(np.float32),
            gram=self.gram.astype(np.float16).astype(np.float32),
        )


def fit_heads(
    numbers: Numbers,
    labels: NDArray[np.int64],
    classes: int,
    weights: Floats,
    settings: Settings,
    start: Heads | None = None,
) -> Heads:
    """Train both heads.

    Args:
        numbers: the training texts, noised copies included.
        labels: the label of each.
        classes: how many labels there are.
        weights: how much each text counts.
        settings: penalties and rounds.
        start: heads trained on a part of these texts, to go on from.
    """
    rounds = settings.rounds_more if start else settings.rounds
    vector = fit_logistic(
        numbers.vectors,
        labels,
        classes,
        penalty=settings.vector_penalty / float(weights.sum()),
        weights=weights,
        start=start.vector if start else None,
        rounds=rounds,
    )
    gram = fit_logistic(
        numbers.grams,
        labels,
        classes,
        penalty=settings.gram_penalty / float(weights.sum()),
        weights=weights,
        start=start.gram if start else None,
        rounds=rounds,
    )
    return Heads(vector, gram, settings.vector_share)
