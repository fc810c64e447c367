"""What is remembered about words without keeping them."""

from __future__ import annotations

from intents.model.by_hash import ByHash
from tests.memory import held_by


class Lengths:
    """Works out how long words are, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, word: str) -> int:
        self.asked += 1
        return len(word)


def test_each_word_is_worked_out_once() -> None:
    lengths = Lengths()
    remembered = ByHash(lengths)
    assert [remembered(word) for word in ("sleep", "pool", "sleep", "", "")] == [5, 4, 5, 0, 0]
    assert lengths.asked == 3


def test_the_words_are_not_kept() -> None:
    remembered = ByHash(len)
    remembered("brightwellow")
    assert not held_by(remembered, "brightwellow")
    assert held_by({"a": ["brightwellow"]}, "brightwellow")  # it would be found


def test_when_it_is_full_it_begins_anew() -> None:
    lengths = Lengths()
    remembered = ByHash(lengths, most=2)
    assert [remembered(word) for word in ("a", "bb", "ccc", "ccc", "a")] == [1, 2, 3, 3, 1]
    assert lengths.asked == 4
