"""The phrases that a text is compared with, one by one."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from intents.model.features import Numbers

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]

_UNLIKE = np.float32(-1)
_TEN = 10


@dataclass(frozen=True)
class Bank:
    """Phrases to compare with."""

    directions: Floats
    """One phrase a row, as `VectorSpace.directions` gives it; the phrases of a label stand together."""
    labels: Labels
    """The label of each phrase, never falling."""
    off_topic: Floats
    """Off-topic sentences, a row each."""
    off_weights: Floats
    """Linear score over the head's vector: high for off-topic sentences."""

    def alike(self, numbers: Numbers) -> Floats:
        """Compare each text with each phrase: similarities from -1 to 1, shape ``(texts, phrases)``."""
        result: Floats = numbers.directions @ self.directions.T
        return result

    def of_each_label(self, alike: Floats, classes: int) -> Floats:
        """From what `alike` gave, how like the nearest phrase of each label is, shape ``(texts, classes)``."""
        present, starts = self._groups
        nearest = np.full((len(alike), classes), _UNLIKE)
        nearest[:, present] = np.maximum.reduceat(alike, starts, axis=1)
        return nearest

    def nearest(self, alike: Floats, of_labels: Floats) -> Labels:
        """From what `alike` and `of_each_label` gave, the places of the ten phrases most alike, best first.

        Ten labels have a phrase as near as the tenth nearest of them, so no phrase further away can be among the ten.
        """
        count, tenth = min(_TEN, alike.shape[1]), min(_TEN, of_labels.shape[1])
        enough = np.partition(of_labels, -tenth, axis=1)[:, -tenth] if tenth == _TEN else np.full(len(alike), _UNLIKE)
        near = np.empty((len(alike), count), np.int64)
        for row, (each, least) in enumerate(zip(alike, enough, strict=True)):
            places = np.flatnonzero(each >= least) if least > _UNLIKE else np.arange(len(each))
            near[row] = places[np.argsort(-each[places])[:count]]
        return near

    def best_three(self, alike: Floats, label: int) -> Floats:
        """From one row of what `alike` gave, the three phrases of a label that are most alike, best first.

        The last is told again where there are fewer, -1 where there is none.
        """
        first, end = np.searchsorted(self.labels, (label, label + 1))
        best = -np.sort(-alike[first:end])[:3]
        return np.pad(best, (0, 3 - len(best)), mode="edge") if len(best) else np.full(3, _UNLIKE)

    def off_topic_alike(self, numbers: Numbers, own: Labels | None = None) -> Floats:
        """How like the three nearest off-topic sentences are, best first, shape ``(texts, up to three)``.

        Args:
            numbers: the texts.
            own: for each text the row of the off-topic sentence that it is, or -1: nothing is compared with itself.
        """
        if not len(self.off_topic):
            return np.zeros((len(numbers.directions), 1), np.float32)
        alike = numbers.directions @ self.off_topic.T
        if own is not None:
            rows = np.flatnonzero(own >= 0)
            alike[rows, own[rows]] = _UNLIKE
        three = min(3, alike.shape[1])
        result: Floats = -np.sort(-np.partition(alike, -three, axis=1)[:, -three:], axis=1)
        return result

    @cached_property
    def _groups(self) -> tuple[Labels, Labels]:
        """The labels that have phrases, and the row where those of each begin."""
        present, starts = np.unique(self.labels, return_index=True)
        return present, starts
