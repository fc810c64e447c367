import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.model.spans import spans_of

WORDS = st.lists(st.sampled_from(["sleep", "money", "bus", "help", "he", "we"]), min_size=1, max_size=5).map(" ".join)


@pytest.mark.parametrize(
    ("parts", "text", "found"),
    [
        (["he wont sleep", "we need money"], "he wont sleep and we need money", ["he wont sleep", "we need money"]),
        (["he wont sleep", "we need money"], "he wont slep but we need mony", ["he wont", "we need"]),
        (["help", "help"], "help also help", ["help", "help"]),
        (["bus pass"], "he wont sleep", [""]),
        ([], "he wont sleep", []),
    ],
)
def test_parts_are_found_where_they_stand(parts: list[str], text: str, found: list[str]) -> None:
    words = text.split(" ")
    assert [" ".join(words[start:end]) for start, end in spans_of(parts, text)] == found


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_parts_that_stand_side_by_side_are_found_as_they_are(parts: list[str]) -> None:
    text = " ".join(parts)
    words = text.split(" ")
    assert [" ".join(words[start:end]) for start, end in spans_of(parts, text)] == parts
