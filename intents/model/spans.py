"""Where the parts of a text stand in it."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from intents.model.encoder import Span


def spans_of(parts: Sequence[str], text: str) -> list[Span]:
    """Return where each of ``parts`` stands in ``text``: from the first of its words found there to the last.

    Words between the parts, such as "and", and words that were mended otherwise there, are passed over.

    Args:
        parts: in the order in which they stand, words between single spaces.
        text: likewise.

    Returns:
        A span for each part; (0, 0) where no word of it is found.
    """
    told = [(number, word) for number, part in enumerate(parts) for word in part.split(" ")]
    compared = SequenceMatcher(None, text.split(" "), [word for _, word in told], autojunk=False)
    found: dict[int, list[int]] = {}
    for in_text, in_parts, size in compared.get_matching_blocks():
        for step in range(size):
            found.setdefault(told[in_parts + step][0], []).append(in_text + step)
    return [(found[part][0], found[part][-1] + 1) if part in found else (0, 0) for part in range(len(parts))]
