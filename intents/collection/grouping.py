"""Puts vectors into groups of neighbours (k-means), so that a search reads only the nearest groups."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from intents.collection.directions import Codes, Floats

_ROUNDS = 5
_SAMPLED = 20  # vectors a group
_CHUNK = 4096


def grouped(codes: Codes, steps: Floats, groups: int, seed: int) -> tuple[Floats, NDArray[np.int64]]:
    """Group vectors.

    Args:
        codes: eight-bit codes, one vector a row.
        steps: what one step of each code stands for.
        groups: how many groups to make.
        seed: the same seed gives the same groups.

    Returns:
        The middle of each group, unit length, and the group of each vector.
    """
    chance = np.random.default_rng(seed)
    few = np.sort(chance.choice(len(codes), min(len(codes), groups * _SAMPLED), replace=False))
    sample = codes[few]
    middles = sample[np.sort(chance.choice(len(sample), groups, replace=False))] * steps
    for _ in range(_ROUNDS):
        nearest = _nearest(sample, steps, middles)
        middles = _unit(_middles(sample, steps, nearest, middles))
    return middles, _nearest(codes, steps, middles)


def _nearest(codes: Codes, steps: Floats, middles: Floats) -> NDArray[np.int64]:
    turned = np.ascontiguousarray(middles.T)
    return np.concatenate([(part @ turned).argmax(1) for part in _chunks(codes, steps)])


def _middles(codes: Codes, steps: Floats, nearest: NDArray[np.int64], before: Floats) -> Floats:
    """Return the sum of each group's vectors; an empty group stays where it was."""
    order = np.argsort(nearest, kind="stable")
    filled, firsts = np.unique(nearest[order], return_index=True)
    sums = before.copy()
    for group, part in zip(filled, np.split(order, firsts[1:]), strict=True):
        sums[group] = (codes[part] * steps).sum(0)
    return sums


def _unit(vectors: Floats) -> Floats:
    result: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    return result


def _chunks(codes: Codes, steps: Floats) -> Iterator[Floats]:
    for start in range(0, len(codes), _CHUNK):
        yield codes[start : start + _CHUNK] * steps
