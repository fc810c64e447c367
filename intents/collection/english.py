"""How common words are in English at large: in few entries, or in all, "how" would else look rare or telling."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import exp
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from directory.yaml_file import parse_as, read_yaml
from intents.model.encoder import FILES

_SPEECH = Path(__file__).parent / "everyday_speech.yaml"
_FIRST_WORD_SHARE = 0.1
"""Of all words in a text, how many are its language's commonest; the n-th commonest has an n-th of that (Zipf)."""
_TEXT_LENGTH = 36  # words
_UNHEARD = 5e-5
"""Share of texts that hold a word nobody listed."""


class _Speech(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    shares: dict[float, tuple[str, ...]]


def english_share(words: Iterable[str]) -> float:
    """Return what share of everyday texts holds one of ``words``, between 0 and 1."""
    shares = _shares()
    return min(1.0, sum(shares.get(word, _UNHEARD) for word in words))


@cache
def _shares() -> dict[str, float]:
    """Shares of words: the encoder's list is in order of frequency, ``everyday_speech.yaml`` corrects it."""
    pieces = (FILES / "vocabulary.txt").read_text(encoding="utf-8").splitlines()
    words = [piece for piece in pieces if piece.isascii() and piece.isalpha() and len(piece) > 1]
    found = {word: 1 - exp(-_TEXT_LENGTH * _FIRST_WORD_SHARE / rank) for rank, word in enumerate(words, 1)}
    speech = parse_as(_Speech, read_yaml(_SPEECH))
    for share, listed in speech.shares.items():
        found.update(dict.fromkeys(listed, share))
    return found
