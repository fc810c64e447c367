"""Made-up entries and questions in any number, for the scale benchmark: real words, mixed anew.

Every entry is about two matters of the real directory (most of its words come from two real entries), with
everyday words as frequent as in English and now and then a name that hardly any other entry has. So words are as
unevenly frequent, and meanings as crowded, as in a real directory of that size.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from directory.loading import load_content
from intents.collection import SearchedEntry, searched
from intents.collection.words import words_in
from intents.model.encoder import FILES
from intents.vocabulary import load_vocabulary
from tests.benchmarks.understanding_noise import typos

WORDS = 36
"""Words of an entry: 3 of its name, 6 of a phrase, the rest of its text."""
COUNCIL = 5000
"""Entries of a council."""
_NAMES = 100_000
_MIX = (0.45, 0.2, 0.33, 0.02)  # one matter, another matter, everyday words, names
_CHUNK = 10_000
_ASKING = (
    "",
    "",
    "how do i get ",
    "is there ",
    "i need help with ",
    "where can we find ",
    "can my child have ",
    "what about ",
)


@cache
def _matters() -> tuple[list[str], list[np.ndarray], np.ndarray]:
    """All words; the words of each real entry; and how often everyday words are used."""
    entries = [searched(entry) for entry in load_content().entries.values()]
    pieces = [piece for piece in (FILES / "vocabulary.txt").read_text(encoding="utf-8").splitlines() if len(piece) > 1]
    everyday = [piece for piece in pieces if piece.isascii() and piece.isalpha()]
    chance = np.random.default_rng(7)
    first, second = chance.integers(500, len(everyday), (2, _NAMES))
    names = [everyday[a] + everyday[b] for a, b in zip(first, second, strict=True)]
    texts = [words_in(entry.whole) for entry in entries]
    words = list(dict.fromkeys([*everyday, *names, *(word for text in texts for word in text)]))
    numbers = {word: number for number, word in enumerate(words)}
    likely = 1 / np.arange(1, len(everyday) + 1)
    return words, [np.array([numbers[word] for word in text]) for text in texts], likely / likely.sum()


def made_up_entries(count: int, seed: int = 11) -> Iterator[SearchedEntry]:
    """Give ``count`` entries, the same for the same seed; more begin with the same ones."""
    words, matters, likely = _matters()
    for start in range(0, count, _CHUNK):
        chance = np.random.default_rng((seed, start))
        drawn = chance.choice(len(likely), (_CHUNK, WORDS), p=likely)
        source = chance.choice(4, (_CHUNK, WORDS), p=_MIX)
        about = chance.integers(0, len(matters), (_CHUNK, 2))
        spot = chance.random((_CHUNK, WORDS))
        named = len(likely) + (_NAMES * spot**2).astype(np.int64)
        councils = max(1, count // COUNCIL)
        for row in range(min(_CHUNK, count - start)):
            one, other = matters[about[row, 0]], matters[about[row, 1]]
            of_one, of_other = (each[(spot[row] * len(each)).astype(np.int64)] for each in (one, other))
            chosen = np.choose(source[row], (of_one, of_other, drawn[row], named[row]))
            said = [words[number] for number in chosen]
            yield SearchedEntry(
                f"e{start + row}",
                (" ".join(said[:3]),),
                (" ".join(said[3:9]),),
                " ".join(said[9:]),
                f"c{(start + row) % councils}",
            )


def questions_about(entries: Sequence[SearchedEntry], seed: int = 13) -> list[str]:
    """Ask for each entry with three to eight of its words, half of the time with a typing mistake or two."""
    chance, skip = random.Random(seed), load_vocabulary().skip_words
    asked = []
    for entry in entries:
        words = [word for word in words_in(entry.whole) if word not in skip and len(word) > 2]
        text = chance.choice(_ASKING) + " ".join(chance.sample(words, min(chance.randint(3, 8), len(words))))
        asked.append(typos(text, chance.randint(1, 2), chance) if chance.random() < 0.5 else text)
    return asked
