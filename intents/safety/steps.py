"""Remembers which states of the templates' automaton were reached, so that each step is worked out once."""

from __future__ import annotations

from collections.abc import Collection
from threading import Lock

NOWHERE, START = 0, 1
"""Numbers of the empty group of states and of the one that a template begins in."""


class Steps:
    """Groups of states that were reached and the steps between them, each worked out once."""

    def __init__(self) -> None:
        self.groups: list[frozenset[int]] = [frozenset(), frozenset()]
        self.ends: list[tuple[int, ...]] = [(), ()]
        self.steps: dict[tuple[int, frozenset[str], bool], int] = {}
        self._numbers: dict[frozenset[int], int] = {frozenset(): NOWHERE}
        self._lock = Lock()

    def learn(self, key: tuple[int, frozenset[str], bool], states: set[int], ends: Collection[int]) -> int:
        """Remember where the step ``key`` leads to, and return the number of that group."""
        with self._lock:
            group = frozenset(states | self.groups[key[0]] if key[2] else states)
            if group not in self._numbers:
                self.groups.append(group)
                self.ends.append(tuple(state for state in group if state in ends))
                self._numbers[group] = len(self.groups) - 1
            self.steps[key] = self._numbers[group]
            return self._numbers[group]
