"""A message in parts that may each hold a need, and what is asked in a long one."""

from __future__ import annotations

import pytest

from intents.clauses import LONG, asks, clauses, questions


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("my lad wont sleep", ["my lad wont sleep"]),
        ("my lad wont sleep and i need a break", ["my lad wont sleep", "i need a break"]),
        ("he is cross and tired", ["he is cross and tired"]),
        ("he needs an ehcp and i also need a break", ["he needs an ehcp", "need a break"]),
        ("i feel low so when is the review", ["i feel low", "when is the review"]),
        ("1) help with sleep 2) help with money", ["help with sleep", "help with money"]),
        ("help with sleep\nhelp with money", ["help with sleep", "help with money"]),
        ("ring 07700 900123 he wont sleep", ["ring . he wont sleep"]),
        ("", [""]),
    ],
)
def test_the_parts_of_a_message(text: str, parts: list[str]) -> None:
    assert [" ".join(part.split()) for part in clauses(text)] == parts


def test_a_short_piece_that_names_a_need_stands_alone() -> None:
    assert clauses("a blue badge and an ehcp", {"a blue badge", "an ehcp"}.__contains__) == ["a blue badge", "an ehcp"]


@pytest.mark.parametrize(("part", "asked"), [("we need a buggy", True), ("he cries every morning", False)])
def test_a_part_asks_or_tells(part: str, asked: bool) -> None:
    assert asks(part) is asked


def test_what_is_asked_in_a_long_message_is_found_at_its_end() -> None:
    story = "We went to the park and fed the ducks. " * LONG
    assert questions(f"{story} How do I ask for a plan?") == ["how do i ask for a plan?"]
    assert questions(f"How do I ask for a plan? {story}") == ["how do i ask for a plan?"]
    assert questions("How do I ask for a plan?") == []
