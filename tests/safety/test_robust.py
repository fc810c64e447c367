"""Slips of the finger, capitals, emoji and filler words don't hide danger."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.safety import SafetyRules, load_safety

RULES = load_safety()
NOTICED = [
    text
    for file in RULES.files
    for text in file.tests.danger
    if text.isascii() and len(text) > 14 and (danger := RULES.notice(text)) and danger.layer == "lists"
]
LETTERS = "abcdefghijklmnopqrstuvwxyz"

texts = st.sampled_from(NOTICED)


def alarm(text: str, rules: SafetyRules = RULES) -> bool:
    danger = rules.notice(text)
    return bool(danger and danger.alarms)


@given(texts)
def test_capitals_hide_nothing(text: str) -> None:
    assert alarm(text.upper())
    assert alarm(text.title())


@given(texts, st.sampled_from("😭💔🙏😢🥺❤️😔"))
def test_emoji_around_hide_nothing(text: str, emoji: str) -> None:
    assert alarm(f"{emoji}{text}{emoji * 3}")


@given(texts, st.sampled_from(["um", "pls", "omg", "hi"]), st.sampled_from(["pls", "x", "tbh", "ok"]))
def test_filler_words_around_hide_nothing(text: str, before: str, after: str) -> None:
    assert alarm(f"{before} {text} {after}")


@given(texts)
def test_marks_and_spaces_hide_nothing(text: str) -> None:
    assert alarm(f"  {text.replace(' ', '   ')}...!!!")


def edited(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text))
    kind = chance.randrange(4)
    if kind == 0:
        return text[:place] + text[place + 1 :]
    if kind == 1:
        return text[:place] + chance.choice(LETTERS) + text[place:]
    if kind == 2:
        return text[:place] + chance.choice(LETTERS) + text[place + 1 :]
    return text[:place] + text[place : place + 2][::-1] + text[place + 2 :]


def glued(text: str, chance: random.Random) -> str:
    spaces = [place for place, letter in enumerate(text) if letter == " "]
    place = chance.choice(spaces)
    return text[:place] + text[place + 1 :]


@pytest.mark.parametrize(("change", "at_most"), [(edited, 0.01), (glued, 0.01)])
def test_single_slips_lose_little(change: Callable[[str, random.Random], str], at_most: float) -> None:
    chance = random.Random(7)
    changed = [change(text, chance) for text in NOTICED for _ in range(18) if " " in text]
    lost = [text for text in changed if not alarm(text)]
    assert len(lost) / len(changed) <= at_most, lost[:20]
