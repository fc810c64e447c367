"""Gives what a collection finds the shape of what a `TextModel` predicts, so that a matcher can use either."""

from __future__ import annotations

from math import exp

from intents.collection.compiled import CompiledCollection


class EntryRanker:
    """Ranks the entries of one collection; a matcher asks it where `TextModel` doesn't reach.

    A matcher for a large directory keeps the heads and the gate of its `TextModel`, whose labels are then intents and
    the one label of any entry, and puts these entries where `Prediction.ranked` has that label.

    Args:
        collection: one council's, or everybody's.
        council: rank its entries only.
    """

    def __init__(self, collection: CompiledCollection, council: str | None = None) -> None:
        self._collection, self._council = collection, council

    def ranked_entries(self, text: str, limit: int = 10) -> tuple[tuple[str, float], ...]:
        """Return up to ``limit`` entries with their shares, best first, as ``Prediction.ranked`` does labels.

        The shares sum to 1 and tell how clear the lead is. Unlike probabilities, they don't tell whether anything
        fits at all: that is for the gate to say.
        """
        found = self._collection.search(text, limit, self._council)
        if not found:
            return ()
        sharpness = self._collection.settings.sharpness
        heights = [exp(sharpness * (each.score - found[0].score)) for each in found]
        return tuple((each.entry_id, height / sum(heights)) for each, height in zip(found, heights, strict=True))
