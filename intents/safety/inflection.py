"""The forms of an English verb or noun: hit, hits, hitting."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_SHORT_VOWEL = re.compile(r"^[^aeiou]*[aeiou][bdgkmnprt]$")


def inflect(word: str, irregular: Mapping[str, Sequence[str]]) -> set[str]:
    """Return ``word`` and its forms; those of ``irregular`` are added."""
    forms = {word, *irregular.get(word, ())}
    if word.endswith("ie"):
        forms |= {f"{word}s", f"{word}d", f"{word[:-2]}ying"}
    elif word.endswith("e"):
        forms |= {f"{word}s", f"{word}d", f"{word[:-1]}ing"}
    elif word.endswith("y") and word[-2:-1] not in "aeiou":
        forms |= {f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing"}
    else:
        stem = word + word[-1] if _SHORT_VOWEL.match(word) else word
        s = "es" if word.endswith(("s", "sh", "ch", "x", "z")) else "s"
        forms |= {f"{word}{s}", f"{stem}ed", f"{stem}ing"}
    return forms
