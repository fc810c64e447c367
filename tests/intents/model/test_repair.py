import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.model.repair import Repair, skeleton, words_and_marks
from intents.model.text_model import everyday_words
from tests.memory import held_by

PHRASES = [
    "how do i apply for an education plan",
    "short breaks for my disabled child",
    "where is the swimming pool",
    "speech and language therapy",
    "what is the school holiday club",
] * 30
REPAIR = Repair(PHRASES, leave_alone=["dont", "nite", "gcses"], everyday=["shore", "planet"])
KNOWN = sorted({word for phrase in PHRASES for word in words_and_marks(phrase)} | {"dont", "nite", "gcses", "shore"})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("swiming", "swimming"),
        ("swmimnig pool", "swimming pool"),
        ("eductaion", "education"),
        ("schoool holdiay", "school holiday"),
        ("hwo do i", "how do i"),
        ("lngg therapy", "language therapy"),
        ("spch therapy", "speech therapy"),
        ("schoolholiday club", "school holiday club"),
        ("Where’s the POOL", "where's the pool"),
        ("", ""),
    ],
)
def test_misspelt_words_are_mended(typed: str, meant: str) -> None:
    assert REPAIR(typed).text == meant


@pytest.mark.parametrize("text", ["dont", "nite", "gcses", "shore", "planet", "ab", "x1", "zzzzzzzz"])
def test_these_are_left_alone(text: str) -> None:
    assert REPAIR(text).corrections == ()


def test_neighbouring_words_decide_between_equals() -> None:
    repair = Repair(["credit limit now", "shopping list now"] * 5)
    assert repair("credit liit now").text == "credit limit now"
    assert repair("shopping liit now").text == "shopping list now"


def test_corrections_and_the_share_of_known_words_are_told() -> None:
    found = REPAIR("swiming pool")
    assert found.corrections == (("swiming", "swimming"),)
    assert found.known == 0.5


@given(st.text())
def test_any_text_is_read_alike_twice(text: str) -> None:
    fresh = Repair(PHRASES, leave_alone=["dont"], everyday=["shore"])
    again = Repair(PHRASES, leave_alone=["dont"], everyday=["shore"])
    assert fresh(text) == again(text)
    assert 0 <= fresh(text).known <= 1


@given(st.lists(st.sampled_from(KNOWN)))
def test_known_words_are_never_touched(words: list[str]) -> None:
    assert REPAIR(" ".join(words)).corrections == ()
    assert REPAIR(" ".join(words)).text == " ".join(words)


@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1), max_size=6))
def test_words_become_only_words_of_the_domain(words: list[str]) -> None:
    for _, mended in REPAIR(" ".join(words)).corrections:
        assert all(part in KNOWN for part in mended.split())


@pytest.mark.parametrize("typed", ["swimmingg", "poolplan", "brightwellow"])
def test_nothing_that_was_typed_and_is_no_known_word_stays_in_memory(typed: str) -> None:
    repair = Repair(PHRASES)
    first = repair(f"the {typed} pool")
    assert repair(f"the {typed} pool") == first
    assert not held_by(repair, typed)


def test_a_skeleton_keeps_the_first_letter_and_the_consonants() -> None:
    assert skeleton("please") == "pls"
    assert skeleton("appointment") == skeleton("apntmnt")


@pytest.mark.parametrize("word", ["dont", "nite", "havent", "wont", "pls", "children"])
def test_how_people_type_is_left_alone_with_the_everyday_words(word: str) -> None:
    repair = Repair(["is it done on site", "they want it"] * 20, everyday=everyday_words())
    assert repair(word).corrections == ()
