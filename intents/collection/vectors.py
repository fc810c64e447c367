"""What entries mean: their sentence vectors, in groups of which a search reads the nearest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intents.collection.directions import Codes, Floats
from intents.collection.grouping import grouped
from intents.collection.postings import Rows, Span
from intents.collection.settings import CollectionSettings


class Vectors:
    """The codes of all vectors, those of a group side by side. An entry has one vector or more.

    Args:
        arrays: ``codes`` and ``owners`` (rows of entries) by vector; ``middles`` and ``group_starts`` by group,
            empty where all vectors are compared; ``own_starts`` by entry, ``own`` (its vectors).
        settings: how many groups are read.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]], settings: CollectionSettings) -> None:
        self._codes: Codes = arrays["codes"]
        self._owners, self._middles = arrays["owners"], arrays["middles"]
        self._group_starts, self._own_starts, self._own = arrays["group_starts"], arrays["own_starts"], arrays["own"]
        self._settings = settings

    def __len__(self) -> int:
        return len(self._codes)

    def best(self, direction: Floats, scaled: Floats, limit: int, span: Span) -> Rows:
        """Return the rows of the ``limit`` entries nearest in meaning.

        Args:
            direction: a unit vector.
            scaled: the same, as codes are multiplied with it.
            limit: how many rows to return at most.
            span: the rows to search.
        """
        places, alike = self._compared(direction, scaled, span)
        owners = self._owners[places].astype(np.int64)
        within = (owners >= span[0]) & (owners < span[1])
        if not within.all():
            owners, alike = owners[within], alike[within]
        order = np.argsort(-alike, kind="stable") if len(alike) <= limit else _highest(alike, limit)
        _, firsts = np.unique(owners[order], return_index=True)
        return owners[order][np.sort(firsts)]

    def likeness(self, scaled: Floats, rows: Rows) -> Floats:
        """Return how alike each of ``rows`` is (-1 to 1): the average of the few most alike of its vectors."""
        if not len(rows):
            return np.zeros(0, np.float32)
        starts = self._own_starts[rows].astype(np.int64)
        counts = self._own_starts[rows + 1] - starts  # never 0: every entry has a vector
        lines = np.repeat(np.arange(len(rows)), counts)
        within = np.arange(len(lines)) - np.repeat(np.cumsum(counts) - counts, counts)
        alike = np.full((len(rows), int(counts.max())), -1, np.float32)
        alike[lines, within] = _products(self._codes[self._own[starts[lines] + within]], scaled)
        few = np.minimum(counts, self._settings.alike_vectors)
        most_alike: Floats = -np.sort(-alike, axis=1)[:, : int(few.max())]
        averages: Floats = most_alike.cumsum(1)[np.arange(len(rows)), few - 1] / few.astype(np.float32)
        return averages

    def _compared(self, direction: Floats, scaled: Floats, span: Span) -> tuple[Rows, Floats]:
        """Return places of vectors to choose from, and how alike they are."""
        first, last = int(self._own_starts[span[0]]), int(self._own_starts[span[1]])
        if last - first == len(self._codes) and not len(self._middles):
            return np.arange(len(self._codes)), _products(self._codes, scaled)
        if last - first <= self._settings.compared_up_to:
            places = self._own[first:last].astype(np.int64)
            return places, _products(self._codes[places], scaled)
        stretches = self._nearest_groups(direction)
        read = np.concatenate([self._codes[start:end] for start, end in stretches])
        return np.concatenate([np.arange(start, end) for start, end in stretches]), _products(read, scaled)

    def _nearest_groups(self, direction: Floats) -> list[Span]:
        nearness = self._middles @ direction
        nearest = _highest(nearness, self._settings.groups_read)
        sizes = self._group_starts[nearest + 1] - self._group_starts[nearest]
        enough = int(np.searchsorted(np.cumsum(sizes), self._settings.vectors_read)) + 1
        return [(int(self._group_starts[group]), int(self._group_starts[group + 1])) for group in nearest[:enough]]


def vector_arrays(
    codes: Codes, owners: NDArray[np.int64], entries: int, steps: Floats, settings: CollectionSettings, seed: int
) -> dict[str, NDArray[Any]]:
    """Lay out what `Vectors` reads.

    Args:
        codes: eight-bit codes, one vector a row.
        owners: the row of each vector's entry; every entry has one vector at least.
        entries: how many entries there are.
        steps: what one step of each code stands for.
        settings: from when on there are groups, and how many.
        seed: for the groups.
    """
    middles, group_starts = np.zeros((0, codes.shape[1]), np.float32), np.zeros(1, np.int64)
    if len(codes) > settings.compared_up_to:
        groups = min(settings.groups_per_root * isqrt(len(codes)), len(codes))
        middles, group = grouped(codes, steps, groups, seed)
        order = np.lexsort((owners, group))
        codes, owners = codes[order], owners[order]
        group_starts = np.searchsorted(group[order], np.arange(groups + 1)).astype(np.int64)
    own = np.argsort(owners, kind="stable")
    own_starts = np.searchsorted(owners[own], np.arange(entries + 1))
    return {
        "codes": codes,
        "owners": owners.astype(np.int32),
        "middles": middles,
        "group_starts": group_starts,
        "own": own.astype(np.int32),
        "own_starts": own_starts.astype(np.int32),
    }


def _highest(values: Floats, count: int) -> Rows:
    """Return the places of the highest values, highest first; of equal ones, the first."""
    if len(values) > count:
        best: Sequence[int] | Rows = np.sort(np.argpartition(values, len(values) - count)[-count:])
    else:
        best = np.arange(len(values))
    chosen = np.asarray(best, np.int64)
    return chosen[np.argsort(-values[chosen], kind="stable")]


def _products(codes: Codes, scaled: Floats) -> Floats:
    """Multiply in pieces that stay in the processor's cache."""
    pieces = [codes[start : start + 2048].astype(np.float32) @ scaled for start in range(0, len(codes), 2048)]
    return np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
