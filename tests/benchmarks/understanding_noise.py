"""Misspellings for the benchmark, made in another way than those that models are trained on.

Training noise (``intents/model/noise.py``) thinks of keyboards and sounds. Here letters are drawn evenly
from the alphabet and places evenly from the text, so no model has seen these mistakes' shapes.
"""

import random

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_VOWELS = "aeiou"


def typos(text: str, count: int, chance: random.Random) -> str:
    """Make ``count`` mistakes in different words: a letter lost, added, replaced, or two swapped."""
    words = text.split(" ")
    places = [place for place, word in enumerate(words) if len(word) >= 3]
    for place in chance.sample(places, min(count, len(places))):
        words[place] = _typo(words[place], chance)
    return " ".join(words)


def _typo(word: str, chance: random.Random) -> str:
    kind = chance.choice(("lost", "added", "replaced", "swapped"))
    at = chance.randrange(len(word))
    if kind == "lost":
        return word[:at] + word[at + 1 :]
    if kind == "added":
        return word[:at] + chance.choice(_ALPHABET) + word[at:]
    if kind == "replaced":
        return word[:at] + chance.choice(_ALPHABET) + word[at + 1 :]
    at = min(at, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def vowels_dropped(text: str, chance: random.Random) -> str:
    """Drop all vowels but a leading one from about half of the words of four letters or more."""
    return " ".join(
        word[0] + "".join(letter for letter in word[1:] if letter not in _VOWELS)
        if len(word) >= 4 and chance.random() < 0.5
        else word
        for word in text.split(" ")
    )
