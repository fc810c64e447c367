"""Places that are misspelt or that we don't hold."""

from __future__ import annotations

import pytest

from directory.library import Directory
from intents.model.text_model import everyday_words
from intents.places import PlaceReader
from intents.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def places(directory: Directory, vocabulary: Vocabulary) -> PlaceReader:
    return PlaceReader(vocabulary.slots, directory.gazetteer, everyday_words() | vocabulary.known_words)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("clubs in prentn", "clubs in prenton"),
        ("clubs in rok ferry for him", "clubs in rock ferry for him"),
        ("hubs near birkinhed", "hubs near birkenhead"),
        ("im in leesow", "im in leasowe"),
        ("prentn", "prenton"),
        ("what about rok ferry", "what about rock ferry"),
        ("clubs in moreton", "clubs in moreton"),
        ("clubs in morton", "clubs in morton"),
        ("he is in pain and cant settle", "he is in pain and cant settle"),
        ("he goes to chest clinic", "he goes to chest clinic"),
        ("prentn says hello to him every day", "prentn says hello to him every day"),
    ],
)
def test_a_slip_is_mended_where_a_place_may_stand(places: PlaceReader, text: str, mended: str) -> None:
    assert places.mended(text) == mended


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("clubs in eastham", "eastham"),
        ("clubs around oxton for my son", "oxton"),
        ("clubs in port sunlight", "port sunlight"),
        ("clubs in upton wirral", "upton"),
        ("clubs near ch1", "ch1"),
        ("clubs l20", "l20"),
        ("clubs near sw1a 1aa", "sw1a 1aa"),
        ("clubs near ch46", None),
        ("clubs in summer", None),
        ("help in school", None),
        ("help in y6", None),
        ("clubs for zayn", None),
        ("eastham", None),
        ("", None),
    ],
)
def test_a_place_that_we_do_not_hold_is_named(places: PlaceReader, text: str, place: str | None) -> None:
    assert places.not_held(text) == place
