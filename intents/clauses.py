"""Splits a message into the parts that may each hold a need of its own, and finds what is asked in a long one."""

from __future__ import annotations

import re
from collections.abc import Callable

from intents.cleaning import asked, clean, words_of

SHORTEST = 3
"""Fewer words than this can't hold a need, unless they name one: "and tired" belongs to what stands before it."""

MOST = 6
"""Longer messages are stories, not lists of needs."""

LONG = 80
"""Words from which a message is a story that ends, or begins, with what is asked."""

_AND = "and (?:i|we|he|she|they) also|and also|and|n|also|plus|but also|but|as well as|&"
_SO = r"\bso(?=\s+(?:when|where|who|how|what|can|could|do|does|should|is there|are there)\b)"  # a question follows
_ITEM = r"(?<![\w.])\(?\d{1,2}(?:[.)](?!\d)|:)\s"  # "1) sleep 2) money"
_BREAK = re.compile(rf"[.!?;\n,]+|\b(?:{_AND})\b|{_SO}|\s-\s|{_ITEM}")
_ASKS = re.compile(r"\?|\b(?:needs?|wants?|get|find|apply|how|where|help with|looking for|is there|are there)\b")
_SENTENCE = re.compile(r"(?<=[.!?\n])\s*")
_QUESTION = re.compile(
    r"\?\s*$|\b(?:how (?:do|can|would|to)|(?:can|could) (?:i|we|you|he|she|they|the)|where (?:do|can|is)|"
    r"what (?:can|do|is|are)|who (?:can|do|is)|is there|are there|want(?:ed)? to know|looking for|anyone know)\b"
)


def clauses(text: str, names_a_need: Callable[[str], bool] = lambda _: False) -> list[str]:
    """Return the parts of ``text``, as typed, that stand between full stops, commas and words such as "and".

    Short pieces are put back to what stands before them, a short first one to what follows, unless they name a need.
    The result has one part where there is no second.
    """
    parts: list[str] = []
    pieces = (piece.strip() for line in asked(text).splitlines() for piece in _BREAK.split(clean(line)))
    for piece in filter(words_of, pieces):
        if parts and not all(_stands_alone(part, names_a_need) for part in (piece, parts[-1])):
            parts[-1] = f"{parts[-1]} {piece}"
        else:
            parts.append(piece)
    return parts if 1 < len(parts) <= MOST else [clean(asked(text))]


def asks(part: str) -> bool:
    """Tell whether a part of a message asks for something, rather than tell what is so."""
    return bool(_ASKS.search(part))


def _stands_alone(part: str, names_a_need: Callable[[str], bool]) -> bool:
    return len(words_of(part)) >= SHORTEST or names_a_need(part)


def questions(text: str) -> list[str]:
    """Return the sentences of a long message that ask something, each once; none of a short one."""
    text = asked(text)
    if len(words_of(clean(text))) < LONG:
        return []
    sentences = [clean(sentence) for sentence in _SENTENCE.split(text)]
    return list(dict.fromkeys(sentence for sentence in sentences if _QUESTION.search(sentence)))
