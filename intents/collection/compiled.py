"""A compiled collection of entries: search it, store it, read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from intents.cleaning import MAX_CHARACTERS
from intents.collection.directions import Directions, Floats
from intents.collection.english import english_share
from intents.collection.postings import Postings, Rows, Span
from intents.collection.settings import CollectionSettings
from intents.collection.storage import CollectionMismatchError, read_collection, write_collection
from intents.collection.vectors import Vectors
from intents.collection.words import WordTable, wording_key, words_in
from intents.model.encoder import Encoder

_MOST_LOOKED_UP = 64
"""Words of a question: what comes later in a long message isn't looked up, so that it can't take long."""


class Found(NamedTuple):
    """An entry that fits, and why."""

    entry_id: str
    """Its id."""
    score: float
    """How well it fits: 0 to 1, and one more where the question is word for word a name or a phrase of it."""
    parts: tuple[tuple[str, float], ...]
    """What the score is made of; it is their sum."""


@dataclass(frozen=True)
class _Word:
    """One word of a question that some entry has."""

    told: str
    """As shown to whoever asks why."""
    number: int
    weight: float
    """What it adds to the score at most."""


@dataclass(frozen=True)
class _Asked:
    """A question, read."""

    text: str
    """What the encoder reads: misspelt words mended."""
    words: list[_Word]
    key: int
    """Number of the whole wording."""


class CompiledCollection:
    """Entries, ready to be searched; made by `compile_collection` or `CompiledCollection.load`.

    Nothing in it changes, so any number of threads may search it at once.

    Args:
        head: counts, councils, skip words and settings.
        arrays: all that is large.
        encoder: the one that the collection was made with.
    """

    def __init__(self, head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], encoder: Encoder) -> None:
        self.settings = CollectionSettings.model_validate(head["settings"])
        self._head, self._arrays, self._encoder = head, arrays, encoder
        self._entries = int(head["entries"])
        self._skip = frozenset(head["skip_words"])
        self._words = WordTable(arrays)
        self._postings = Postings(arrays, self._entries)
        self._directions = Directions.stored(arrays)
        self._vectors = Vectors(arrays, self.settings)

    def __len__(self) -> int:
        return self._entries

    @property
    def councils(self) -> tuple[str, ...]:
        """Whose entries it holds."""
        return tuple(self._head["councils"])

    @property
    def made_from(self) -> str:
        """What it was made from, as given to `compile_collection`: the hash of a content folder, say."""
        return str(self._head["made_from"])

    @property
    def bytes(self) -> int:
        """How large it is, in memory and on disk."""
        return sum(array.nbytes for array in self._arrays.values())

    def search(self, text: str, limit: int = 10, council: str | None = None) -> list[Found]:
        """Return the entries that fit ``text`` best, best first; the same text finds the same.

        Args:
            text: as typed; anything will do.
            limit: how many entries to return at most.
            council: search its entries only; everybody's by default.
        """
        span, words = self._span(council), words_in(text[:MAX_CHARACTERS])
        if limit < 1 or not words or span[0] == span[1]:
            return []
        asked = self._read(text[:MAX_CHARACTERS], words)
        direction = self._directions.of(self._encoder.encode([asked.text]))[0]
        scaled = self._directions.scaled(direction)
        numbers = [(word.number, word.weight) for word in asked.words]
        most = max(limit, self.settings.candidates)
        same = self._same_wording(asked.key, span)
        by_words = self._postings.best(numbers, most, span, self.settings.postings_read)
        by_meaning = self._vectors.best(direction, scaled, most, span)
        rows = np.unique(np.concatenate([same, by_words, by_meaning]))
        by_word = self._postings.look_up(numbers, rows)
        meaning = np.clip(self._vectors.likeness(scaled, rows), 0, 1) * np.float32(self.settings.meaning_weight)
        wording = np.isin(rows, same) * np.float32(self.settings.same_wording_weight)
        scores = by_word.sum(0) + meaning + wording
        best = np.lexsort((rows, -scores))[:limit]
        found = [
            self._found(asked, int(rows[at]), by_word[:, at], float(meaning[at]), float(wording[at])) for at in best
        ]
        return sorted(found, key=lambda each: -each.score)

    def _span(self, council: str | None) -> Span:
        if council is None:
            return 0, self._entries
        if council not in self._head["councils"]:
            return 0, 0
        place = self._head["councils"].index(council)
        starts = self._head["council_starts"]
        return starts[place], starts[place + 1]

    def _read(self, text: str, words: list[str]) -> _Asked:
        """Look up the words of a question; what is misspelt is mended."""
        mended = {}
        numbers: dict[int, tuple[str, float]] = {}
        everything = 0.0
        telling_words = [word for word in dict.fromkeys(words) if word not in self._skip]
        for word in telling_words[:_MOST_LOOKED_UP]:
            number, weight, told = self._words.number(word), 1.0, f"word: {word}"
            if number < 0 and (right := self._words.mended(word)):
                mended[word], weight, told = right, self.settings.mended, f"word: {word} (read as {right})"
                number = self._words.number(right)
            if number < 0:
                everything += rarity(self._entries, 0, english_share([word]), self.settings)
            elif number not in numbers:
                telling = float(self._arrays["rarities"][number])
                numbers[number] = told, weight * telling
                everything += telling
        share = self.settings.words_weight / everything if everything else 0.0
        found = [_Word(told, number, telling * share) for number, (told, telling) in numbers.items()]
        rarest = sorted(found, key=lambda word: -word.weight)[: self.settings.most_words]
        right_text = " ".join(mended.get(word, word) for word in words) if mended else text
        return _Asked(right_text, rarest, wording_key(words))

    def _same_wording(self, key: int, span: Span) -> Rows:
        keys, wanted = self._arrays["wordings"], np.uint64(key)
        low, high = np.searchsorted(keys, wanted), np.searchsorted(keys, wanted, "right")
        rows = np.unique(self._arrays["wording_rows"][low:high]).astype(np.int64)
        within: Rows = rows[(rows >= span[0]) & (rows < span[1])][: self.settings.candidates]
        return within

    def _found(self, asked: _Asked, row: int, by_word: Floats, meaning: float, wording: float) -> Found:
        parts = [(word.told, float(added)) for word, added in zip(asked.words, by_word, strict=True) if added > 0]
        parts += [(told, added) for told, added in (("meaning", meaning), ("same wording", wording)) if added > 0]
        return Found(self._id(row), sum(added for _, added in parts), tuple(parts))

    def _id(self, row: int) -> str:
        start, end = self._arrays["id_starts"][row], self._arrays["id_starts"][row + 1]
        return bytes(self._arrays["ids"][start:end]).decode()

    def save(self, folder: Path) -> None:
        """Write the collection to ``folder``, in place of the one there; who reads that one keeps it."""
        write_collection(folder, self._head, self._arrays)

    @classmethod
    def load(cls, folder: Path, encoder: Encoder) -> CompiledCollection:
        """Open a collection that `save` wrote; processes that open the same one share its memory.

        Args:
            folder: where it is.
            encoder: must be the one it was made with.

        Raises:
            CollectionMissingError: there is none in ``folder``.
            CollectionMismatchError: it was made with another encoder or written by another version.
        """
        head, arrays = read_collection(folder)
        if head["encoder"] != encoder.name:
            raise CollectionMismatchError(f"{folder}: made with {head['encoder']}, not with {encoder.name}.")
        try:
            return cls(head, arrays, encoder)
        except ValidationError as error:
            raise CollectionMismatchError(f"{folder}: its settings are of another version.") from error


def rarity(entries: int, having: int, share: float, settings: CollectionSettings) -> float:
    """Return how telling a word is, above 0.

    Args:
        entries: how many entries there are.
        having: how many of them have the word.
        share: what share of everyday English texts has it; they are counted as if they were entries too.
        settings: how many such texts count.
    """
    english = settings.english_texts
    return log((entries + english + 1) / (having + english * share + 0.5)) + 0.01
