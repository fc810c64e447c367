"""``sendlo why``: each step's result, for editors who ask why the assistant said that."""

from __future__ import annotations

import json
from typing import Any

from bot.assistant import Assistant
from bot.explain import explain


def step(steps: dict[str, Any], name: str) -> Any:
    """The result of the step of this name, whatever its number."""
    [result] = [result for key, result in steps.items() if key.split(" ", 1)[1] == name]
    return result


def test_every_step_is_told_in_order(assistant: Assistant) -> None:
    steps = list(explain(assistant, "My child WON'T sleep!!"))
    assert [int(step.split()[0]) for step in steps] == list(range(1, len(steps) + 1))
    assert steps[:2] == ["1 clean", "2 urgent"]


def test_it_shows_what_was_read_and_what_was_found(assistant: Assistant) -> None:
    steps = explain(assistant, "  SHORT   breaks ")
    assert steps["1 clean"] == "short breaks"
    assert steps["2 urgent"] == "no danger noticed"
    assert step(steps, "intent") == "show-entry"
    assert step(steps, "entries")[0] == "short-breaks"


def test_details_are_told(assistant: Assistant) -> None:
    details = step(explain(assistant, "clubs for my autistic 7 year old in Moreton"), "details")
    assert details["ages"] == (7, 7)
    assert details["area"] == "moreton"
    assert details["needs"] == ["autism"]


def test_runners_up_come_with_their_scores_best_first(assistant: Assistant) -> None:
    labels = step(explain(assistant, "he only sleeps three hours and we are all shattered"), "labels")
    chances = [runner_up["probability"] for runner_up in labels]
    assert len(chances) > 1
    assert chances == sorted(chances, reverse=True)
    assert all(runner_up["label"] for runner_up in labels)


def test_danger_names_its_kind_and_the_words_that_told(assistant: Assistant) -> None:
    told = step(explain(assistant, "please, I want to die"), "urgent")
    assert "suicide" in told
    assert "want to die" in told


def test_it_is_plain_data_for_any_text(assistant: Assistant) -> None:
    for text in ("", "\x00", "🙂", "Moreton", "what's their number?", "x" * 10_000):
        assert step(json.loads(json.dumps(explain(assistant, text))), "intent")
