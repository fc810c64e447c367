"""Finds entries among a hundred thousand or a million of them, in milliseconds, and says why.

`compile_collection` makes a `CompiledCollection` out of entries and a sentence encoder: word lists with
their scores worked out beforehand, and sentence vectors in groups of which only the nearest are read. One
collection for each council answers nearly every question; one over everybody is searched by the same call.
`EntryRanker` gives its findings the shape of what a `TextModel` predicts. SQLite stays the store.
"""

from intents.collection.building import compile_collection
from intents.collection.compiled import CompiledCollection, Found
from intents.collection.entries import SearchedEntry, searched
from intents.collection.ranking import EntryRanker
from intents.collection.settings import CollectionSettings, load_settings
from intents.collection.storage import CollectionMismatchError, CollectionMissingError

__all__ = [
    "CollectionMismatchError",
    "CollectionMissingError",
    "CollectionSettings",
    "CompiledCollection",
    "EntryRanker",
    "Found",
    "SearchedEntry",
    "compile_collection",
    "load_settings",
    "searched",
]
