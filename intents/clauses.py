"""Splits a message into the parts that may each hold a need of its own."""

from __future__ import annotations

import re

from intents.cleaning import clean, words_of

SHORTEST = 3
"""Fewer words than this can't hold a need: "and tired" belongs to what stands before it."""

MOST = 6
"""Longer messages are stories, not lists of needs."""

_BREAK = re.compile(r"[.!?;\n,]+|\b(?:and also|and|n|also|plus|but also|but|as well as|&)\b|\s-\s")


def clauses(text: str) -> list[str]:
    """Return the parts of ``text``, as typed, that stand between full stops, commas and words such as "and".

    Short pieces are put back to what stands before them, a short first one to what follows. The result has one part
    where there is no second.
    """
    parts: list[str] = []
    for piece in _BREAK.split(clean(text)):
        words = words_of(piece)
        if parts and min(len(words), len(words_of(parts[-1]))) < SHORTEST:
            parts[-1] = f"{parts[-1]} {piece.strip()}".strip()
        elif words:
            parts.append(piece.strip())
    return parts if 1 < len(parts) <= MOST else [clean(text)]
