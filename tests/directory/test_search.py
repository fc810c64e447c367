"""Search in the index: ranked, explained, and never upset by what somebody types."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from directory.index import build_index, open_index
from directory.library import Directory, Library
from directory.search import search_index
from tests.directory.conftest import SLEEP_FILE, Folder

SYNTAX = [
    *('"', '"sleep', "*", "sleep*", "NEAR", "NEAR(sleep, koala)", "'", "it's", "?", "sleep?", "AND", "OR NOT", "-"),
    *("^sleep", "names:sleep", "{a b}", "(", "+", "\0", "%", "_", ";--"),
]


@pytest.fixture
def connection(folder: Folder, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    build_index(tmp_path / "directory.db", folder.path)
    connection = open_index(tmp_path / "directory.db")
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def real(library: Library, real_index: Path) -> Iterator[sqlite3.Connection]:
    """The index of the real content, which `library` built."""
    assert library.current.content.entries
    with closing(open_index(real_index)) as connection:
        yield connection


def ids(connection: sqlite3.Connection, text: str, **options: object) -> list[str]:
    return [hit.id for hit in search_index(connection, text, **options)]  # type: ignore[arg-type]


def test_a_name_counts_more_than_a_text(connection: sqlite3.Connection) -> None:
    assert ids(connection, "koala") == ["koala-sleep"]
    assert ids(connection, "nurse") == ["guide-sleep"]
    assert ids(connection, "koala sleep") == ["koala-sleep", "guide-sleep"]


def test_one_word_that_fits_is_enough(connection: sqlite3.Connection) -> None:
    assert ids(connection, "koala spaceship") == ["koala-sleep"]


def test_other_forms_of_a_word_are_found(connection: sqlite3.Connection) -> None:
    assert ids(connection, "nurses replies") == ["guide-sleep"]


def test_a_hit_tells_where_the_word_stands(connection: sqlite3.Connection) -> None:
    (hit,) = search_index(connection, "lad")
    assert (hit.id, hit.name, hit.found_in) == ("koala-sleep", "Koala sleep support", ("phrases",))
    assert hit.score > 0


def test_skip_words_are_left_out_if_others_remain(connection: sqlite3.Connection) -> None:
    assert ids(connection, "koala child", skip_words={"child"}) == ["koala-sleep"]
    assert sorted(ids(connection, "child", skip_words={"child"})) == ["guide-sleep", "koala-sleep"]


def test_no_more_are_found_than_asked_for(connection: sqlite3.Connection) -> None:
    assert len(search_index(connection, "sleep", limit=1)) == 1


@pytest.mark.parametrize("text", ["", "   ", "?!", "🙂", "zebra", "\n\t"])
def test_nothing_is_found_where_there_is_nothing(connection: sqlite3.Connection, text: str) -> None:
    assert search_index(connection, text) == []


@pytest.mark.parametrize("text", SYNTAX)
def test_query_syntax_is_only_text(connection: sqlite3.Connection, text: str) -> None:
    found = ids(connection, text)
    assert sorted(found) == (["guide-sleep", "koala-sleep"] if "sleep" in text else [])


def test_a_word_that_is_an_operator_can_be_looked_for(folder: Folder, tmp_path: Path) -> None:
    folder.edit(SLEEP_FILE, "summary: Sleep", "summary: Near you. Sleep")
    build_index(tmp_path / "near.db", folder.path)
    connection = open_index(tmp_path / "near.db")
    assert ids(connection, "NEAR") == ["koala-sleep"]
    connection.close()


@given(text=st.text(max_size=300))
@example(text="' or 1=1; drop table entries; --")
@example(text="a" * 5000)
@example(text=" ".join(map(str, range(500))))
def test_no_text_ever_raises(real: sqlite3.Connection, text: str) -> None:
    hits = search_index(real, text)
    assert len(hits) <= 10
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@given(words=st.lists(st.sampled_from(SYNTAX), min_size=1, max_size=8))
def test_query_syntax_in_any_order_never_raises(
    real: sqlite3.Connection, directory: Directory, words: list[str]
) -> None:
    assert all(hit.id in directory.content.entries for hit in search_index(real, " ".join(words)))
