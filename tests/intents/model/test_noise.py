import random

from hypothesis import given
from hypothesis import strategies as st

from intents.model.noise import glue, misspell, noised, shorten


def test_the_same_seed_gives_the_same_mistakes() -> None:
    text = "where can my daughter go swimming"
    assert noised(text, random.Random(4)) == noised(text, random.Random(4))


def test_a_slip_changes_one_word() -> None:
    text = "where can my daughter go swimming"
    changed = misspell(text, 1, random.Random(2)).split()
    assert sum(old != new for old, new in zip(text.split(), changed, strict=True)) <= 1


def test_gluing_loses_one_space() -> None:
    assert glue("school bus", random.Random(0)) == "schoolbus"
    assert glue("school", random.Random(0)) == "school"


def test_shortening_keeps_the_first_letters() -> None:
    assert [word[0] for word in shorten("sleep support", random.Random(0)).split()] == ["s", "s"]


@given(st.text(), st.integers())
def test_any_text_can_be_noised(text: str, seed: int) -> None:
    assert isinstance(noised(text, random.Random(seed)), str)
