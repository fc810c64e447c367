"""From entries, one after the other, to a collection. Texts aren't kept: a million entries fit into little memory."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intents.collection.compiled import CompiledCollection, rarity
from intents.collection.directions import Codes, Directions, Floats
from intents.collection.english import english_share
from intents.collection.entries import SearchedEntry
from intents.collection.postings import pack, posting_arrays
from intents.collection.settings import CollectionSettings, load_settings
from intents.collection.vectors import vector_arrays
from intents.collection.words import stem, word_arrays, wording_key, words_in
from intents.model.encoder import Encoder
from intents.vocabulary import load_vocabulary

_CHUNK = 2000  # entries
SEED = 20_000


def compile_collection(
    entries: Iterable[SearchedEntry],
    encoder: Encoder,
    *,
    skip_words: Collection[str] | None = None,
    settings: CollectionSettings | None = None,
    made_from: str = "",
    seed: int = SEED,
) -> CompiledCollection:
    """Make a collection; the same entries in the same order give the same one.

    Args:
        entries: what to search, read once and never held all at once.
        encoder: makes the sentence vectors, here and in every search.
        skip_words: words that say little; those of ``intents/vocabulary`` by default.
        settings: those of ``collection.yaml`` by default.
        made_from: kept with the collection, to tell later whether it is still the right one.
        seed: for the groups of vectors.
    """
    settings = settings or load_settings()
    skip = load_vocabulary().skip_words if skip_words is None else frozenset(skip_words)
    building = _Building(encoder, frozenset(word for said in skip for word in words_in(said)), settings)
    for chunk in _chunks(entries):
        building.add(chunk)
    head, arrays = building.finished(seed)
    return CompiledCollection({**head, "made_from": made_from}, arrays, encoder)


class _Building:
    """What is known after some of the entries."""

    def __init__(self, encoder: Encoder, skip: frozenset[str], settings: CollectionSettings) -> None:
        self._skip, self._settings = skip, settings
        self._ids: list[bytes] = []
        self._councils: dict[str, int] = {}
        self._council_of = array("i")
        self._forms: dict[str, int] = {}
        self._form_counts: Counter[str] = Counter()
        self._stems: dict[str, int] = {}
        self._postings = array("q")
        self._lengths = array("q")
        self._wordings = array("Q")
        self._wording_rows = array("q")
        self._vectors = _Vectors(encoder, settings)

    def add(self, entries: list[SearchedEntry]) -> None:
        """Read some more entries."""
        first = len(self._ids)
        for row, entry in enumerate(entries, first):
            self._ids.append(entry.id.encode(errors="replace"))
            self._council_of.append(self._councils.setdefault(entry.council, len(self._councils)))
            self._add_words(row, entry)
        self._vectors.add(first, entries)

    def _add_words(self, row: int, entry: SearchedEntry) -> None:
        fields = self._settings.fields_
        weights: dict[int, int] = {}
        seen: set[str] = set()
        for wording, weight in (
            *((text, fields.names) for text in entry.names),
            *((text, fields.phrases) for text in entry.phrases),
        ):
            words = words_in(wording)
            if words:
                self._wordings.append(wording_key(words))
                self._wording_rows.append(row)
            self._weigh(words, weight, weights, seen)
        self._weigh(words_in(entry.text), fields.text, weights, seen)
        self._form_counts.update(seen)
        self._lengths.append(sum(weights.values()))
        self._postings.extend([pack(word, row, count) for word, count in weights.items()])

    def _weigh(self, words: list[str], weight: int, weights: dict[int, int], seen: set[str]) -> None:
        for form in words:
            if form in self._skip:
                continue
            number = self._forms.get(form)
            if number is None:
                number = self._forms[form] = self._stems.setdefault(stem(form), len(self._stems))
            weights[number] = weights.get(number, 0) + weight
            seen.add(form)

    def finished(self, seed: int) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """Lay everything out, each council's entries side by side."""
        settings, entries = self._settings, len(self._ids)
        council_of = np.frombuffer(self._council_of, np.int32) if entries else np.zeros(0, np.int32)
        order = np.argsort(council_of, kind="stable")
        new_rows = np.empty(entries, np.int64)
        new_rows[order] = np.arange(entries)
        ids = [self._ids[row] for row in order]
        lengths = _numbers(self._lengths, np.int64)[order]
        arrays: dict[str, NDArray[Any]] = {
            "ids": np.frombuffer(b"".join(ids), np.uint8),
            "id_starts": np.cumsum([0, *map(len, ids)]).astype(np.int64),
        }
        arrays |= posting_arrays(
            _numbers(self._postings, np.int64),
            len(self._stems),
            new_rows,
            lengths,
            (settings.saturation, settings.length_share),
            settings.long_list,
        )
        del self._postings
        arrays |= word_arrays(self._forms, self._form_counts, self._stems)
        arrays["rarities"] = self._rarities(np.diff(arrays["starts"]), entries)
        keys, rows = _numbers(self._wordings, np.uint64), new_rows[_numbers(self._wording_rows, np.int64)]
        by_key = np.lexsort((rows, keys))
        arrays |= {"wordings": keys[by_key], "wording_rows": rows[by_key].astype(np.int32)}
        directions, codes, owners = self._vectors.finished(entries)
        arrays |= directions.arrays()
        arrays |= vector_arrays(codes, new_rows[owners], entries, directions.steps, settings, seed)
        head = {
            "entries": entries,
            "encoder": self._vectors.encoder.name,
            "councils": list(self._councils),
            "council_starts": np.searchsorted(council_of[order], np.arange(len(self._councils) + 1)).tolist(),
            "skip_words": sorted(self._skip),
            "settings": settings.model_dump(by_alias=True),
        }
        return head, arrays

    def _rarities(self, having: NDArray[np.int64], entries: int) -> Floats:
        forms: dict[int, list[str]] = {}
        for form, number in self._forms.items():
            forms.setdefault(number, []).append(form)
        found = [
            rarity(entries, int(having[number]), english_share(forms[number]), self._settings)
            for number in range(len(forms))
        ]
        return np.array(found, np.float32)


class _Vectors:
    """The vectors of the entries read so far: as they are until the directions can be learnt, then as codes."""

    def __init__(self, encoder: Encoder, settings: CollectionSettings) -> None:
        self.encoder = encoder
        self._settings = settings
        self._directions: Directions | None = None
        self._waiting: list[Floats] = []
        self._codes: list[Codes] = []
        self._owners: list[NDArray[np.int64]] = []
        self._whole: list[NDArray[np.bool_]] = []

    def add(self, first: int, entries: list[SearchedEntry]) -> None:
        """Read some more entries, the first of which becomes row ``first``."""
        texts, owners = [entry.whole for entry in entries], list(range(first, first + len(entries)))
        if first < self._settings.phrase_vectors_up_to:
            for row, entry in enumerate(entries, first):
                texts += entry.phrases
                owners += [row] * len(entry.phrases)
        vectors = self.encoder.encode(texts)
        vectors[[not words_in(text) for text in texts]] = 0  # a text without words means nothing
        self._owners.append(np.array(owners, np.int64))
        self._whole.append(np.arange(len(texts)) < len(entries))
        if self._directions is not None:
            self._codes.append(self._directions.codes(self._directions.of(vectors)))
            return
        self._waiting.append(vectors)
        if sum(map(len, self._waiting)) >= self._settings.learnt_from:
            self._learn()

    def _learn(self) -> Directions:
        vectors = np.concatenate(self._waiting or [np.zeros((0, self.encoder.dimension), np.float32)])
        told = vectors[vectors.any(1)]
        directions = Directions.learn(told[: self._settings.learnt_from], self._settings.directions)
        self._directions = directions
        self._codes.append(directions.codes(directions.of(vectors)))
        self._waiting.clear()
        return directions

    def finished(self, entries: int) -> tuple[Directions, Codes, NDArray[np.int64]]:
        """Return the directions, all codes and whose they are."""
        directions = self._directions or self._learn()
        codes = np.concatenate(self._codes)
        self._codes.clear()
        owners = np.concatenate([*self._owners, np.zeros(0, np.int64)])
        if entries > self._settings.phrase_vectors_up_to:
            whole = np.concatenate(self._whole)
            codes, owners = codes[whole], owners[whole]
        return directions, codes, owners


def _chunks(entries: Iterable[SearchedEntry]) -> Iterator[list[SearchedEntry]]:
    left = iter(entries)
    while chunk := list(islice(left, _CHUNK)):
        yield chunk


def _numbers(values: array[int], kind: type[np.generic]) -> NDArray[Any]:
    return np.frombuffer(values, kind) if len(values) else np.zeros(0, kind)
