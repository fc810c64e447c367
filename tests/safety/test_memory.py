"""Looking for danger keeps nothing of what was typed but words that everybody knows."""

from __future__ import annotations

import pytest

from intents.safety import SafetyRules
from tests.memory import held_by


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("my dad Brightwellow hits me", "brightwellow"),
        ("i feel suicidull", "suicidull"),
        ("he is harminghisself and threatning me", "harminghisself"),
        ("ring me on 07700900123 i want to die", "07700900123"),
        ("b!ightwellow wants to k1ll me", "ightwellow"),
        ("Żółkiewska bije mnie", "olkiewska"),
    ],
)
def test_names_slips_and_numbers_do_not_stay_in_memory(rules: SafetyRules, text: str, telling: str) -> None:
    first = rules.notice(text)
    assert rules.notice(text) == first
    assert not held_by(rules, telling)


def test_a_word_that_everybody_knows_is_read_once(rules: SafetyRules) -> None:
    rules.notice("the hippopotamus is asleep")
    before = rules._reader._known_meant.cache_info().misses
    rules.notice("the hippopotamus is asleep")
    assert rules._reader._known_meant.cache_info().misses == before
