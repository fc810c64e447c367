"""The gate: whether a text is on topic at all, and how sure we may be that the best label is right.

Two small logistic regressions over what the heads and the nearest phrases say. They are fitted on
phrases that the heads hadn't seen, and on off-topic sentences, so their chances mean what they say.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.model.features import Numbers
from intents.model.heads import Heads, Scores
from intents.model.logistic import fit_yes_or_no, softmax
from intents.model.nearest import Bank

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]

_AT_ONCE = 512
_PRIOR = 20.0  # messages that must speak for a weight before it grows: few off-topic sentences prove little
_ON_TOPIC_SHARE = 0.65  # of messages, when the cut-off is learnt: chosen on the natural sample
_NEARLY_ALWAYS = 0.9  # the second best are shown beside the answer, so one slip in ten is soon mended

INPUTS = (
    "top probability",
    "lead over the second",
    "spread over labels",
    "vector head: top probability",
    "vector head: top score",
    "vector head: sum of scores",
    "n-gram head: top probability",
    "n-gram head: its probability of the top label",
    "heads agree",
    "nearest phrase",
    "nearest phrases, mean of five",
    "nearest phrase of the top label",
    "nearest phrases of the top label, mean of three",
    "share of ten nearest with the top label",
    "nearest off-topic sentence",
    "nearest off-topic sentences, mean of three",
    "off-topic score",
    "known words",
    "known n-grams",
    "length",
)
"""What the gate looks at, in order."""


def measure(
    heads: Heads, bank: Bank, numbers: Numbers, off_score: Floats, own: Labels | None = None
) -> tuple[Floats, Floats]:
    """Compute the labels' probabilities and the gate's inputs, one row per text.

    Args:
        heads: the trained heads.
        bank: phrases and off-topic sentences to compare with.
        numbers: the texts' numbers.
        off_score: how off topic each text is by the linear score.
        own: for each text the row of the bank's off-topic sentence that it is, or -1: nothing is
            compared with itself.
    """
    blends, inputs = [], []
    for start in range(0, len(off_score), _AT_ONCE):  # similarities to all phrases would fill the memory
        part = np.arange(start, min(start + _AT_ONCE, len(off_score)))
        some = numbers.part(part)
        alike = bank.alike(some)
        of_labels = bank.of_each_label(alike, heads.classes)
        scores = heads.scores(some, of_labels)
        near = bank.nearest(alike, of_labels)
        off = bank.off_topic_alike(some, None if own is None else own[part])
        blends.append(scores.blend)
        inputs.append(_inputs(scores, alike, near, some, bank, off, off_score[part]))
    return np.concatenate(blends), np.concatenate(inputs)


def _inputs(
    scores: Scores, alike: Floats, near: Labels, numbers: Numbers, bank: Bank, off: Floats, off_score: Floats
) -> Floats:
    blend = scores.blend
    every = np.arange(len(blend))
    order = np.argsort(-blend, axis=1)[:, :2]
    top = order[:, 0]
    first = blend[every, top]
    second = blend[every, order[:, 1]] if blend.shape[1] > 1 else np.zeros(len(blend), np.float32)
    vector, gram = softmax(scores.vector), softmax(scores.gram)
    near_alike = np.take_along_axis(alike, near, 1)
    best_with_top = np.stack([bank.best_three(row, label) for row, label in zip(alike, top, strict=True)])
    return np.stack(
        [
            _logit(first),
            first - second,
            -(blend * np.log(np.maximum(blend, 1e-9))).sum(1),
            vector[every, top],
            scores.vector.max(1),
            _log_sum(scores.vector),
            gram.max(1),
            gram[every, top],
            (scores.vector.argmax(1) == scores.gram.argmax(1)).astype(np.float32),
            near_alike[:, 0],
            near_alike[:, :5].mean(1),
            best_with_top[:, 0],
            best_with_top.mean(1),
            (bank.labels[near] == top[:, None]).mean(1),
            off[:, 0],
            off.mean(1),
            off_score,
            numbers.known[:, 0],
            numbers.known[:, 1],
            np.log1p(numbers.known[:, 2]),
        ],
        axis=1,
    ).astype(np.float32)


def _logit(chance: Floats) -> Floats:
    kept = np.clip(chance, 1e-4, 1 - 1e-4)
    result: Floats = np.log(kept / (1 - kept))
    return result


def _log_sum(scores: Floats) -> Floats:
    top = scores.max(1)
    result: Floats = top + np.log(np.exp(scores - top[:, None]).sum(1))
    return result


@dataclass(frozen=True)
class Gate:
    """Two logistic regressions over the inputs, and the cut-offs learnt with them."""

    centre: Floats
    """Average of each input."""
    scale: Floats
    """Spread of each input."""
    weights: Floats
    """Weight of each input, then the bias; one column for *on topic*, one for *right*."""
    turn_away: float
    """Below this chance of being on topic, a text is turned away."""
    sure: float
    """From this chance of being right on, the best label alone is right nearly always."""

    @classmethod
    def fit(cls, inputs: Floats, right: NDArray[np.bool_], off_topic: NDArray[np.bool_]) -> "Gate":
        """Fit weights and cut-offs.

        Texts that are on topic but got a wrong label teach only the second regression: told to turn
        them away, the first would learn to mistrust whatever has a near double.

        Args:
            inputs: one held-apart text a row.
            right: whether the best label was right for it.
            off_topic: which of the texts were off topic.
        """
        centre, scale = inputs.mean(0), np.maximum(inputs.std(0), 1e-6)
        rows = _standard(inputs, centre, scale)
        # Right and off-topic texts get half of the weight each, whatever their numbers.
        share = right / max(right.sum(), 1) + off_topic / max(off_topic.sum(), 1)
        counts = np.stack([share, ~off_topic], axis=1).astype(np.float32)
        penalty = _PRIOR / max(min(right.sum(), off_topic.sum()), _PRIOR)
        weights = fit_yes_or_no(rows, np.stack([right, right], axis=1), counts, penalty=penalty, rounds=200)
        chance, clear = _sigmoid(rows @ weights).T
        turn_away = _turn_away(chance[right], chance[off_topic])
        return cls(centre, scale, weights, turn_away, _sure(clear[~off_topic], right[~off_topic]))

    def chances(self, inputs: Floats) -> Floats:
        """Give the chances of being on topic and of being right for each row of inputs, shape ``(n, 2)``."""
        return _sigmoid(_standard(inputs, self.centre, self.scale) @ self.weights)

    def parts(self, inputs: Floats) -> Floats:
        """Give what each input, and last the bias, adds to the on-topic score, a row per row of inputs."""
        result: Floats = _standard(inputs, self.centre, self.scale) * self.weights[:, 0]
        return result


def _standard(inputs: Floats, centre: Floats, scale: Floats) -> Floats:
    rows = np.clip((inputs - centre) / scale, -6, 6)
    return np.concatenate([rows, np.ones((len(rows), 1), np.float32)], axis=1).astype(np.float32)


def _sigmoid(values: Floats) -> Floats:
    result: Floats = (1 / (1 + np.exp(-values))).astype(np.float32)
    return result


def _turn_away(right: Floats, off_topic: Floats) -> float:
    """Find the cut-off that does most texts justice: answers let through, off-topic texts turned away."""
    if not len(off_topic) or not len(right):
        return 0.0
    cuts = np.quantile(np.concatenate([right, off_topic]), np.linspace(0, 1, 1001))
    gains = [_ON_TOPIC_SHARE * (right >= cut).mean() + (1 - _ON_TOPIC_SHARE) * (off_topic < cut).mean() for cut in cuts]
    return float(cuts[int(np.argmax(gains))])


def _sure(clear: Floats, right: NDArray[np.bool_]) -> float:
    """Find the lowest cut-off above which nearly all texts are answered rightly."""
    order = np.argsort(-clear)
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(share >= _NEARLY_ALWAYS)
    return float(clear[order[enough[-1]]]) if len(enough) else 1.0
