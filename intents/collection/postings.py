"""Which entries hold a word, and what it counts there, worked out beforehand (BM25)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]
Span = tuple[int, int]
"""First row, and the one behind the last."""

_FULL = 255
_ROW_BITS, _COUNT_BITS = 32, 8
_CHUNK = 1 << 22


class Postings:
    """For each word the rows of its entries, in two parts: where it counts most, and the rest.

    Only words in many entries have a second part. Rows are in order within each part, so that any entry
    can be looked up, and a council's entries, which lie side by side, are one stretch of it.

    Args:
        arrays: ``starts`` and ``splits`` by word, ``rows`` and ``impacts`` (0 to 255) by posting.
        entries: how many entries there are.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]], entries: int) -> None:
        self._starts, self._splits = arrays["starts"], arrays["splits"]
        self._rows, self._impacts = arrays["rows"], arrays["impacts"]
        self._entries = entries

    def best(self, words: Sequence[tuple[int, float]], limit: int, span: Span, enough: int) -> Rows:
        """Return the rows of the best ``limit`` entries, by what is read of each word.

        Args:
            words: numbers of different words, and what each counts at most; the most telling first.
            limit: how many rows to return at most.
            span: the rows to search.
            enough: from so many postings on, only first parts are read.
        """
        sums: Floats = np.zeros(self._entries, np.float32)
        read = []
        for number, weight in words:
            for part, (start, end) in enumerate(self._within(number, span)):
                if part and end - start > enough:
                    break
                enough -= end - start
                rows = self._rows[start:end].astype(np.int64)
                sums[rows] += self._impacts[start:end] * np.float32(weight / _FULL)
                read.append(rows)
        if not read:
            return np.zeros(0, np.int64)
        touched = np.concatenate(read)
        most = limit * len(words)  # a row is touched once by each word at most
        if len(touched) > most:
            touched = touched[np.argpartition(sums[touched], len(touched) - most)[-most:]]
        rows = np.unique(touched)
        return rows[np.argsort(-sums[rows], kind="stable")[:limit]]

    def look_up(self, words: Sequence[tuple[int, float]], rows: Rows) -> Floats:
        """Return what each word adds to each of ``rows``, one line a word."""
        added: Floats = np.zeros((len(words), len(rows)), np.float32)
        for line, (number, weight) in enumerate(words):
            for start, end in self._parts(number):
                part = self._rows[start:end]
                places = np.minimum(np.searchsorted(part, rows.astype(part.dtype)), len(part) - 1)
                here = part[places] == rows
                added[line, here] = self._impacts[start:end][places[here]] * np.float32(weight / _FULL)
        return added

    def _parts(self, number: int) -> list[Span]:
        start, split, end = (
            int(place) for place in (self._starts[number], self._splits[number], self._starts[number + 1])
        )
        return [part for part in ((start, split), (split, end)) if part[0] < part[1]]

    def _within(self, number: int, span: Span) -> list[Span]:
        """Return the stretches of a word's parts that lie within ``span``."""
        parts = self._parts(number)
        if span == (0, self._entries):
            return parts
        edges = np.array(span, self._rows.dtype)
        stretches = [start + np.searchsorted(self._rows[start:end], edges) for start, end in parts]
        return [(int(low), int(high)) for low, high in stretches]


def pack(word: int, row: int, count: int) -> int:
    """Put one posting into one number, in whose order words and rows are."""
    return word << (_ROW_BITS + _COUNT_BITS) | row << _COUNT_BITS | min(count, (1 << _COUNT_BITS) - 1)


def posting_arrays(
    packed: NDArray[np.int64],
    words: int,
    new_rows: NDArray[np.int64],
    lengths: NDArray[np.int64],
    shape: tuple[float, float],
    long_list: int,
) -> dict[str, NDArray[Any]]:
    """Lay out what `Postings` reads; ``packed`` is put in order on the way.

    Args:
        packed: all postings, each made by `pack`, in any order.
        words: how many words there are.
        new_rows: the row that each row becomes.
        lengths: words of each entry, by new row, each counted as often as it weighs.
        shape: how soon repeating a word stops counting, and how much a long entry is held against it.
        long_list: where the first part of a word's postings ends.
    """
    row_mask = (1 << _ROW_BITS) - 1
    for start in range(0, len(packed), _CHUNK):
        part = packed[start : start + _CHUNK]
        old = part >> _COUNT_BITS & row_mask
        part += (new_rows[old] - old) << _COUNT_BITS
    packed.sort()
    starts = np.searchsorted(packed, np.arange(words + 1) << (_ROW_BITS + _COUNT_BITS)).astype(np.int64)
    rows, impacts = np.empty(len(packed), np.int32), np.empty(len(packed), np.uint8)
    usual = max(float(lengths.mean()), 1.0) if len(lengths) else 1.0
    saturation, length_share = shape
    slow = (saturation * (1 - length_share + length_share * lengths / usual)).astype(np.float32)
    for start in range(0, len(packed), _CHUNK):
        part = packed[start : start + _CHUNK]
        here = part >> _COUNT_BITS & row_mask
        counts = (part & (1 << _COUNT_BITS) - 1).astype(np.float32)
        rows[start : start + _CHUNK] = here
        impacts[start : start + _CHUNK] = np.maximum(np.rint(_FULL * counts / (counts + slow[here])), 1)
    splits = np.minimum(starts[:-1] + long_list, starts[1:])
    for word in np.flatnonzero(splits < starts[1:]):
        _best_first(rows[starts[word] : starts[word + 1]], impacts[starts[word] : starts[word + 1]], long_list)
    return {"starts": starts, "splits": splits, "rows": rows, "impacts": impacts}


def _best_first(rows: NDArray[np.int32], impacts: NDArray[np.uint8], count: int) -> None:
    """Bring the ``count`` postings that count most to the front, each part in the order of its rows."""
    best = np.zeros(len(rows), bool)
    best[np.argsort(_FULL - impacts, kind="stable")[:count]] = True
    order = np.concatenate([np.flatnonzero(best), np.flatnonzero(~best)])
    rows[:], impacts[:] = rows[order], impacts[order]
