"""Remembers what takes long to work out about a word, and not the word: nobody's name or slip stays in memory."""

from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class ByHash(Generic[Value]):
    """Works something out about each word once and keeps it under the word's hash, salted anew in every process.

    Two words share a hash so seldom that no life of a process sees it: it has 64 bits.

    Args:
        work_out: what is worked out; it mustn't give anything that holds the word.
        most: how much is kept; when that is reached, all of it is forgotten.
    """

    def __init__(self, work_out: Callable[[str], Value], most: int = 20_000) -> None:
        self._work_out = work_out
        self._most = most
        self._found: dict[int, Value] = {}

    def __call__(self, word: str) -> Value:
        """Return what is worked out about ``word``."""
        key = hash(word)
        found = self._found.get(key)
        if found is None:
            found = self._work_out(word)
            if len(self._found) >= self._most:
                self._found.clear()
            self._found[key] = found
        return found
