"""Remembers which states of the templates' automaton were reached, so that each step is worked out once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from threading import Lock

NOWHERE, START = 0, 1
"""Numbers of the empty group of states and of the one that a template begins in."""

Index = Mapping[str, tuple[int, ...]]
"""Word -> the states that it leads to."""


class Steps:
    """Groups of states that were reached and the steps between them, each worked out once.

    Args:
        start: what leads on from the start.
    """

    def __init__(self, start: Index) -> None:
        self.groups: list[tuple[int, ...]] = [(), ()]
        self.ends: list[tuple[int, ...]] = [(), ()]
        self.indexes: dict[int, Index] = {START: start}
        """Indexes of large groups."""
        self.count = 0
        self._numbers: dict[tuple[int, ...], int] = {(): NOWHERE}
        self._by_words: dict[tuple[frozenset[str], bool], dict[int, int]] = {}
        self._lock = Lock()

    def of(self, words: frozenset[str], filler: bool) -> dict[int, int]:
        """Return the known steps of one word, by the group that they lead from; a ``filler`` may be passed over."""
        return self._by_words.setdefault((words, filler), {})

    def learn(self, steps: dict[int, int], begin: int, states: Iterable[int], ends: Collection[int]) -> int:
        """Remember among ``steps`` where the one from ``begin`` leads to, and return the number of that group."""
        group = tuple(sorted(states))
        with self._lock:
            if group not in self._numbers:
                self.groups.append(group)
                self.ends.append(tuple(state for state in group if state in ends))
                self._numbers[group] = len(self.groups) - 1
            self.count += begin not in steps
            steps[begin] = self._numbers[group]
            return self._numbers[group]
