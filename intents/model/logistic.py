"""Logistic regression in numpy, trained with L-BFGS: multinomial, or several questions of yes and no at once.

scikit-learn would do the same, but brings 200 MB that a community server would carry for this alone.
"""

from collections import deque
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_MEMORY = 10  # steps that L-BFGS remembers
_SETTLED = 1e-5  # share by which the loss must still fall in a step; less is the noise of 32-bit sums
_SAMPLE = 4096  # rows that tell well enough how the features hang together
_STEEPEST = 0.5  # the loss of two classes never bends more, with many classes mostly far less
_STEEPNESS = 10.0  # divided by the number of classes; chosen as the one that takes fewest steps


def softmax(scores: Floats) -> Floats:
    """Turn rows of scores into rows of probabilities."""
    powers: Floats = scores - scores.max(axis=-1, keepdims=True)
    np.exp(powers, out=powers)
    powers /= powers.sum(axis=-1, keepdims=True)
    return powers


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

    def loss(table: Floats) -> tuple[float, Floats]:
        chances = softmax(rows @ table)
        right = np.log(np.maximum(chances[every, labels], 1e-12))
        value = -float(right @ share[:, 0]) + penalty / 2 * float(np.vdot(table, table))
        chances[every, labels] -= 1
        chances *= share
        return value, rows.T @ chances + np.float32(penalty) * table

    first = np.zeros((rows.shape[1], classes), np.float32) if start is None else start.astype(np.float32)
    return minimise(loss, first, rounds, _inverse_bend(rows, share[:, 0], _STEEPNESS / classes, penalty))


def fit_yes_or_no(rows: Floats, truth: NDArray[np.bool_], weights: Floats, *, penalty: float, rounds: int) -> Floats:
    """Fit a score for each of several questions, above zero for yes, all at once: the rows are gone through together.

    Args:
        rows: one example a row, shape ``(n, features)``; add a column of ones for a bias.
        truth: the answer for each row, a column for each question.
        weights: how much each row counts, a column for each question; a question that no row counts for is left at 0.
        penalty: strength of the squared-weight penalty, as if yes and no were two classes of `fit_logistic`.
        rounds: most steps of L-BFGS.

    Returns:
        Weights of shape ``(features, questions)``.
    """
    share = (weights / np.maximum(weights.sum(0), 1e-12)).astype(np.float32)
    signs = np.where(truth, np.float32(-1), np.float32(1))
    half = penalty / 2  # of two classes, each has half of the score and half of the penalty

    def loss(table: Floats) -> tuple[float, Floats]:
        against = (rows @ table) * signs
        value = float(np.vdot(share, np.logaddexp(0, against))) + half / 2 * float(np.vdot(table, table))
        with np.errstate(over="ignore"):
            pull = share * signs / (1 + np.exp(-against))
        return value, rows.T @ pull + np.float32(half) * table

    first = np.zeros((rows.shape[1], share.shape[1]), np.float32)
    return minimise(loss, first, rounds, _inverse_bend(rows, share.mean(1), _STEEPEST / 2, half))


def _inverse_bend(rows: Floats, share: Floats, steepness: float, penalty: float) -> Floats:
    """Return about the inverse of how the loss bends: with it, features that hang together cost no extra steps."""
    some = rows[:: max(1, len(rows) // _SAMPLE)]
    counts = share[:: max(1, len(rows) // _SAMPLE)]
    bend = (some.T * (counts * np.float32(min(steepness, _STEEPEST) / max(counts.sum(), 1e-12)))) @ some
    # What no row of the sample has bends by its penalty alone, but never by nothing.
    bend[np.diag_indices_from(bend)] += np.float32(max(penalty, 1e-6 * float(np.trace(bend)) / len(bend), 1e-12))
    result: Floats = np.linalg.inv(bend).astype(np.float32)
    return result


def minimise(
    loss: Callable[[Floats], tuple[float, Floats]], point: Floats, rounds: int, inverse_bend: Floats
) -> Floats:
    """Minimise a smooth function by L-BFGS with a halving line search.

    Args:
        loss: gives value and gradient at a point.
        point: where to begin: a table.
        rounds: most steps to take.
        inverse_bend: about the inverse of the second derivative of each column.
    """
    value, slope = loss(point)
    past: deque[tuple[Floats, Floats, float]] = deque(maxlen=_MEMORY)
    for _ in range(rounds):
        if float(np.abs(slope).max()) < 1e-6:
            break
        way = _direction(slope, past, inverse_bend)
        descent = float(np.vdot(way, slope))
        if descent >= 0:
            past.clear()
            way = -(inverse_bend @ slope)
            descent = float(np.vdot(way, slope))
        step = 1.0
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
        curve = float(np.vdot(moved, turned))
        if curve > 1e-12:
            past.append((moved, turned, 1 / curve))
        point, value, slope = next_point, next_value, next_slope
        if settled:
            break
    return point


def _direction(slope: Floats, past: deque[tuple[Floats, Floats, float]], inverse_bend: Floats) -> Floats:
    way = -slope
    factors = []
    for moved, turned, inverse in reversed(past):
        factor = inverse * float(np.vdot(moved, way))
        way = way - np.float32(factor) * turned
        factors.append(factor)
    way = inverse_bend @ way
    if past:
        moved, turned, inverse = past[-1]
        way = way * np.float32(1 / (inverse * float(np.vdot(turned, inverse_bend @ turned))))
    for (moved, turned, inverse), factor in zip(past, reversed(factors), strict=True):
        way = way + np.float32(factor - inverse * float(np.vdot(turned, way))) * moved
    return way
