"""One form for everything that people type: text-speak written out, politeness taken off."""

from __future__ import annotations

import pytest

from intents.forms import Forms
from intents.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("typed", "written_out"),
    [
        ("clubs 4 my son", "clubs for my son"),
        ("stuff 4 him to do", "stuff for him to do"),
        ("clubs for my 4 year old", "clubs for my 4 year old"),
        ("a 4yr old", "a 4yr old"),
        ("my 4 yo", "my 4 year old"),
        ("he's 4 and can't talk", "hes 4 and cant talk"),
        ("clubs for my son who is 4", "clubs for my son who is 4"),
        ("ages 4 to 11", "ages 4 to 11"),
        ("for 4 and 5 year olds", "for 4 and 5 year olds"),
        ("waiting 4 months", "waiting 4 months"),
        ("key stage 4 help", "key stage 4 help"),
        ("4", "4"),
    ],
)
def test_a_digit_is_a_word_only_where_it_cannot_be_a_number(
    vocabulary: Vocabulary, typed: str, written_out: str
) -> None:
    assert Forms(vocabulary).written_out(typed) == written_out
