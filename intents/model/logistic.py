"""Multinomial logistic regression in numpy, trained with L-BFGS.

scikit-learn would do the same, but brings 200 MB that a community server would carry for this alone.
"""

from collections import deque
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_MEMORY = 10  # steps that L-BFGS remembers
_SETTLED = 1e-5  # share by which the loss must still fall in a step; less is the noise of 32-bit sums


def softmax(scores: Floats) -> Floats:
    """Turn rows of scores into rows of probabilities."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return result


def fit_logistic(
    rows: Floats,
    labels: NDArray[np.int64],
    classes: int,
    *,
    penalty: float,
    weights: Floats | None = None,
    start: Floats | None = None,
    rounds: int = 60,
) -> Floats:
    """Fit weights by penalised maximum likelihood.

    Args:
        rows: one example a row, shape ``(n, features)``; add a column of ones for a bias.
        labels: the class of each row, 0 to ``classes - 1``.
        classes: how many classes there are.
        penalty: strength of the squared-weight penalty, per example.
        weights: how much each row counts; all alike if not given.
        start: weights to begin with, zero if not given.
        rounds: most steps of L-BFGS; it ends sooner where the gradient is all but flat.

    Returns:
        Weights of shape ``(features, classes)``.
    """
    share = np.ones(len(rows), np.float32) if weights is None else weights.astype(np.float32)
    share = (share / share.sum())[:, None]
    every = np.arange(len(rows))

    def loss(flat: Floats) -> tuple[float, Floats]:
        table = flat.reshape(rows.shape[1], classes)
        chances = softmax(rows @ table)
        right = np.log(np.maximum(chances[every, labels], 1e-12))
        value = -float(right @ share[:, 0]) + penalty / 2 * float(flat @ flat)
        chances[every, labels] -= 1
        chances *= share
        return value, (rows.T @ chances + penalty * table).ravel()

    first = np.zeros((rows.shape[1], classes), np.float32) if start is None else start
    return minimise(loss, first.ravel().astype(np.float32), rounds).reshape(rows.shape[1], classes)


def minimise(loss: Callable[[Floats], tuple[float, Floats]], point: Floats, rounds: int) -> Floats:
    """Minimise a smooth function by L-BFGS with a halving line search.

    Args:
        loss: gives value and gradient at a point.
        point: where to begin.
        rounds: most steps to take.
    """
    value, slope = loss(point)
    past: deque[tuple[Floats, Floats, float]] = deque(maxlen=_MEMORY)
    for _ in range(rounds):
        if float(np.abs(slope).max()) < 1e-6:
            break
        way = _direction(slope, past)
        descent = float(way @ slope)
        if descent >= 0:
            past.clear()
            way, descent = -slope, -float(slope @ slope)
        step = 1.0 if past else min(1.0, 1.0 / float(np.linalg.norm(slope)))
        for _ in range(12):
            next_point = point + np.float32(step) * way
            next_value, next_slope = loss(next_point)
            if next_value <= value + 1e-4 * step * descent:
                break
            step /= 2
        else:
            break
        settled = value - next_value < _SETTLED * abs(value)
        moved, turned = next_point - point, next_slope - slope
        curve = float(moved @ turned)
        if curve > 1e-12:
            past.append((moved, turned, 1 / curve))
        point, value, slope = next_point, next_value, next_slope
        if settled:
            break
    return point


def _direction(slope: Floats, past: deque[tuple[Floats, Floats, float]]) -> Floats:
    way = -slope
    factors = []
    for moved, turned, inverse in reversed(past):
        factor = inverse * float(moved @ way)
        way = way - np.float32(factor) * turned
        factors.append(factor)
    if past:
        moved, turned, inverse = past[-1]
        way = way * np.float32(1 / (inverse * float(turned @ turned)))
    for (moved, turned, inverse), factor in zip(past, reversed(factors), strict=True):
        way = way + np.float32(factor - inverse * float(turned @ way)) * moved
    return way
