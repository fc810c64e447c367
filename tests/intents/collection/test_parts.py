"""The parts of a collection, each for itself: words, postings, groups of vectors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from intents.collection.directions import Directions
from intents.collection.english import english_share
from intents.collection.postings import Postings, pack, posting_arrays
from intents.collection.settings import load_settings
from intents.collection.vectors import Vectors, vector_arrays
from intents.collection.words import WordTable, one_left_out, word_arrays, words_in


def test_words_have_no_accents_apostrophes_or_capitals() -> None:
    assert words_in("Don’t—won't CAFÉ's 14yo") == ["dont", "wont", "cafes", "14yo"]
    assert words_in("child's") == words_in("child’s")


@given(st.text("abcde", min_size=1, max_size=6), st.text("abcde", min_size=1, max_size=6))
def test_words_one_slip_apart_share_a_shorter_form(one: str, other: str) -> None:
    if OSA.distance(one, other) <= 1:
        assert set(one_left_out(one)) & set(one_left_out(other))


def test_the_commonest_of_near_words_is_meant() -> None:
    forms = {"mower": 0, "tower": 1, "power": 2}
    table = WordTable(word_arrays(forms, {"mower": 2, "tower": 9, "power": 1}, {"tow": 3}))
    assert table.mended("zower") == "tower"
    assert table.mended("mowerr") == "mower"
    assert table.mended("tow") is None
    assert (table.number("tower"), table.number("towing"), table.number("sky")) == (1, 3, -1)


def test_common_words_have_large_shares() -> None:
    assert english_share(["how"]) > english_share(["mum"]) > english_share(["king"]) > english_share(["zzyzx"]) > 0
    assert english_share(["the"] * 5) == 1


def random_postings(long_list: int, entries: int = 400, words: int = 30) -> tuple[Postings, np.ndarray]:
    chance = np.random.default_rng(5)
    counts = chance.integers(1, 6, (words, entries)) * (chance.random((words, entries)) < 0.3)
    packed = np.array([pack(word, row, counts[word, row]) for word, row in np.argwhere(counts)], np.int64)
    lengths = counts.sum(0)
    arrays = posting_arrays(packed, words, np.arange(entries), lengths, (1.2, 0.6), long_list)
    slow = 1.2 * (0.4 + 0.6 * lengths / lengths.mean())
    return Postings(arrays, entries), counts / (counts + slow)


@pytest.mark.parametrize("long_list", [20, 1000])
def test_look_up_gives_the_scores_of_bm25(long_list: int) -> None:
    postings, wanted = random_postings(long_list)
    asked = [(3, 2.0), (7, 1.0)]
    found = postings.look_up(asked, np.arange(400))
    assert found == pytest.approx(wanted[[3, 7]] * [[2], [1]], abs=0.005)


def test_short_lists_are_read_whole() -> None:
    postings, wanted = random_postings(1000)
    sums = 2 * wanted[3] + wanted[7]
    found = postings.best([(3, 2.0), (7, 1.0)], 10, (0, 400), 10**6)
    assert sums[found] == pytest.approx(np.sort(sums)[::-1][:10], abs=0.01)


def test_of_long_lists_what_counts_most_is_read_first() -> None:
    postings, wanted = random_postings(20)
    found = postings.best([(3, 1.0)], 10, (0, 400), 1)
    assert wanted[3, found] == pytest.approx(np.sort(wanted[3])[::-1][:10], abs=0.005)
    assert len(postings.best([(3, 1.0)], 400, (0, 400), 1)) == 20
    assert len(postings.best([(3, 1.0)], 400, (0, 400), 10**6)) == (wanted[3] > 0).sum()


def test_within_a_span_only() -> None:
    postings, wanted = random_postings(60)
    sums = wanted[3, 100:130] + wanted[7, 100:130]
    found = postings.best([(3, 1.0), (7, 1.0)], 5, (100, 130), 10**6)
    assert sums[found - 100] == pytest.approx(np.sort(sums)[::-1][:5], abs=0.01)


def clouds(count: int, dimension: int = 24) -> np.ndarray:
    """Vectors in loose clouds, as texts on many matters are."""
    chance = np.random.default_rng(3)
    middles = chance.normal(size=(200, dimension))
    vectors = middles[chance.integers(0, 200, count)] + chance.normal(size=(count, dimension)) * 0.7
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_groups_find_what_comparing_all_finds() -> None:
    vectors, settings = clouds(12_000), load_settings()
    directions = Directions.learn(vectors, 16)
    along = directions.of(vectors)
    arrays = vector_arrays(
        directions.codes(along),
        np.arange(12_000),
        12_000,
        directions.steps,
        settings.model_copy(update={"compared_up_to": 1000}),
        seed=1,
    )
    grouped = Vectors(arrays, settings.model_copy(update={"compared_up_to": 1000}))
    shares = []
    for asked in along[:100] + 0.05:
        exact = np.argsort(-(along @ asked))[:10]
        found = grouped.best(asked, directions.scaled(asked), 10, (0, 12_000))
        shares.append(len(np.intersect1d(exact, found)) / 10)
    assert np.mean(shares) >= 0.95


def test_the_average_of_an_entrys_most_alike_vectors_counts() -> None:
    vectors = np.eye(3, dtype=np.float32)
    directions = Directions.learn(vectors, 192)
    arrays = vector_arrays(directions.codes(vectors), np.array([1, 0, 1]), 2, directions.steps, load_settings(), seed=1)
    found = Vectors(arrays, load_settings())
    scaled = directions.scaled(vectors[2])
    assert found.likeness(scaled, np.array([0, 1])) == pytest.approx([0, 0.5], abs=0.01)
    assert found.best(vectors[2], scaled, 5, (0, 2)).tolist() == [1, 0]
    assert found.best(vectors[2], scaled, 5, (0, 1)).tolist() == [0]
