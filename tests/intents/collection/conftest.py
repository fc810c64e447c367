"""A handful of entries, and an encoder that is quick and knows nothing but letters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from intents.collection import CompiledCollection, SearchedEntry, compile_collection
from intents.model.encoder import Span, StaticEncoder, Vectors, cut_out

ENTRIES = (
    SearchedEntry("sleep", ("Koala sleep support",), ("my child is up all night",), "Help with bedtime.", "wirral"),
    SearchedEntry("swim", ("Dolphin swimming club",), ("swimming for disabled children",), "Saturdays.", "wirral"),
    SearchedEntry("taxi", ("School transport",), ("is there a taxi to school",), "Travel to school.", "wirral"),
    SearchedEntry("swim-chester", ("Otter swimming",), ("swimming lessons",), "Lessons in the pool.", "chester"),
    SearchedEntry("money", ("Disability Living Allowance",), ("money for my disabled child",), "DLA.", "chester"),
)


class LetterEncoder:
    """Counts letters."""

    name = "letters"
    dimension = 26
    parts = 1

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), 26), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for letter in text.lower():
                if "a" <= letter <= "z":
                    row[ord(letter) - ord("a")] += 1
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        rows[lengths[:, 0] == 0, 0] = 1
        return rows / np.where(lengths == 0, 1, lengths)

    encode_together = encode

    def encode_parts(self, text: str, spans: Sequence[Span]) -> Vectors:
        return self.encode(cut_out(text, spans))


def ids(collection: CompiledCollection, text: str, limit: int = 10, council: str | None = None) -> list[str]:
    return [found.entry_id for found in collection.search(text, limit, council)]


def made_up(count: int, seed: int = 1) -> list[SearchedEntry]:
    """Entries of made-up words, some frequent, most of them rare, of three councils in turn."""
    chance = np.random.default_rng(seed)
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    words = ["".join(chance.choice(letters, length)) for length in chance.integers(4, 9, 3000)]
    likely = 1 / np.arange(1, len(words) + 1)
    drawn = chance.choice(words, (count, 14), p=likely / likely.sum())
    return [
        SearchedEntry(f"e{row}", (" ".join(said[:3]),), (" ".join(said[3:8]),), " ".join(said[8:]), f"c{row % 3}")
        for row, said in enumerate(drawn)
    ]


@pytest.fixture(scope="session")
def small() -> CompiledCollection:
    return compile_collection(ENTRIES, StaticEncoder())
