from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.library import Directory
from intents.collection import CompiledCollection, EntryRanker, SearchedEntry, compile_collection, searched
from tests.intents.collection.conftest import ENTRIES, LetterEncoder, ids, made_up


@pytest.fixture(scope="module")
def large() -> CompiledCollection:
    """More entries than words and meaning hand over, in groups, with a small limit on what is read of a word."""
    settings = compile_collection([], LetterEncoder()).settings
    changed = settings.model_copy(update={"compared_up_to": 200, "long_list": 100, "phrase_vectors_up_to": 100})
    return compile_collection(made_up(1500), LetterEncoder(), settings=changed)


def test_words_find_an_entry(small: CompiledCollection) -> None:
    assert ids(small, "swimming on saturdays")[0] == "swim"


def test_meaning_finds_an_entry_without_a_word_of_it(small: CompiledCollection) -> None:
    first = small.search("insomnia, awake until morning")[0]
    assert first.entry_id == "sleep"
    assert [told for told, _ in first.parts] == ["meaning"]


def test_a_slip_of_the_fingers_is_mended(small: CompiledCollection) -> None:
    first = small.search("swiming lesons")[0]
    assert first.entry_id == "swim-chester"
    assert "word: swiming (read as swimming)" in dict(first.parts)


def test_a_right_word_that_no_entry_has_is_left_alone(small: CompiledCollection) -> None:
    assert not any("read as" in told for found in small.search("taxis and taxes tax") for told, _ in found.parts)


def test_another_form_of_a_word_counts(small: CompiledCollection) -> None:
    assert "word: lesson" in dict(small.search("lesson")[0].parts)


def test_everyday_words_do_not_look_rare(small: CompiledCollection) -> None:
    by_word = dict(
        next(found for found in small.search("how my child gets an allowance") if found.entry_id == "money").parts
    )
    assert "word: how" not in by_word
    assert by_word["word: allowance"] > by_word["word: child"]


def test_the_same_wording_comes_first_and_is_told(small: CompiledCollection) -> None:
    first = small.search("Is there a taxi to school?")[0]
    assert first.entry_id == "taxi"
    assert dict(first.parts)["same wording"] == 1


def test_the_parts_add_up_to_the_score(small: CompiledCollection) -> None:
    for found in small.search("money for swimming at night"):
        assert sum(added for _, added in found.parts) == found.score


def test_only_one_council(small: CompiledCollection) -> None:
    assert small.councils == ("wirral", "chester")
    assert ids(small, "swimming", council="chester")[0] == "swim-chester"
    assert set(ids(small, "swimming", council="wirral")) == {"sleep", "swim", "taxi"}
    assert ids(small, "swimming", council="leeds") == []


@pytest.mark.parametrize("text", ["", "   ", "?!", "😀", "\x00", "\ud800", "''"])
def test_no_words_find_nothing(small: CompiledCollection, text: str) -> None:
    assert small.search(text) == []


@pytest.mark.parametrize("text", ["how do i", "qqqqq", "x" * 5000, "сон ребёнка", "睡眠 子供", "ليلة", "9"])
def test_odd_questions_raise_nothing(small: CompiledCollection, text: str) -> None:
    assert len(small.search(text)) <= len(small)


def test_a_long_message_is_read_from_its_beginning(small: CompiledCollection) -> None:
    assert ids(small, "swimming lessons " + "qwrtp zxcvb " * 400)[0] == "swim-chester"


@pytest.mark.parametrize("limit", [-1, 0])
def test_no_entries_wanted(small: CompiledCollection, limit: int) -> None:
    assert small.search("swimming", limit) == []


def test_no_entries_at_all() -> None:
    empty = compile_collection([], LetterEncoder())
    assert (len(empty), empty.councils, empty.search("swimming")) == (0, (), [])


def test_a_single_entry() -> None:
    one = compile_collection([ENTRIES[0]], LetterEncoder())
    assert ids(one, "bedtime") == ["sleep"]


def test_entries_without_text() -> None:
    bare = compile_collection(
        [SearchedEntry("a"), SearchedEntry("b", ("",), ("",)), SearchedEntry("c", ("pool",))], LetterEncoder()
    )
    assert ids(bare, "pool")[0] == "c"


def test_twins_come_in_the_order_they_were_given() -> None:
    twins = [SearchedEntry(f"t{number}", ("Koala club",), text="Sleep.") for number in range(30)]
    assert ids(compile_collection(twins, LetterEncoder()), "koala") == [f"t{number}" for number in range(10)]


def test_other_scripts_are_words_too() -> None:
    foreign = [
        SearchedEntry("ru", ("Сон ребёнка",)),
        SearchedEntry("zh", ("儿童睡眠",)),
        SearchedEntry("pl", ("Łódź żłobek",)),
    ]
    collection = compile_collection(foreign, LetterEncoder())
    assert [ids(collection, text)[0] for text in ("ребенка", "睡眠", "zlobek")] == ["ru", "zh", "pl"]


def test_the_same_entries_make_the_same_collection(large: CompiledCollection) -> None:
    again = compile_collection(made_up(1500), LetterEncoder(), settings=large.settings)
    text = made_up(1500)[70].text
    assert again.search(text) == large.search(text)


def test_a_council_of_many_finds_its_own(large: CompiledCollection) -> None:
    for entry in made_up(1500)[::100]:
        found = ids(large, f"{entry.names[0]} {entry.text}", 5, entry.council)
        assert found[0] == entry.id
        assert all(int(each[1:]) % 3 == int(entry.council[1:]) for each in found)


def test_a_directory_entry_is_searched_with_all_its_texts(directory: Directory) -> None:
    entry = next(iter(directory.content.entries.values()))
    found = searched(entry, "wirral")
    assert (found.id, found.names, found.phrases, found.council) == (entry.id, entry.names, entry.phrases, "wirral")
    assert found.text.startswith(entry.summary)


def test_ranked_entries_look_like_a_prediction(small: CompiledCollection) -> None:
    ranked = EntryRanker(small).ranked_entries("swimming lessons", 3)
    assert [entry for entry, _ in ranked][:2] == ["swim-chester", "swim"]
    assert sum(share for _, share in ranked) == pytest.approx(1)
    assert ranked[0][1] > 0.9
    assert EntryRanker(small).ranked_entries("?") == ()
    assert EntryRanker(small, "wirral").ranked_entries("swimming lessons")[0][0] == "swim"


@given(text=st.text(max_size=60), limit=st.integers(0, 12), council=st.sampled_from([None, "c1", "nowhere"]))
def test_any_text_gives_few_entries_in_order(
    large: CompiledCollection, text: str, limit: int, council: str | None
) -> None:
    found = large.search(text, limit, council)
    assert len(found) <= limit
    assert len({each.entry_id for each in found}) == len(found)
    assert all(first.score >= second.score for first, second in pairwise(found))


@given(row=st.integers(0, 1499))
def test_an_entry_is_first_by_its_own_phrase(large: CompiledCollection, row: int) -> None:
    entry = made_up_once[row]
    assert ids(large, entry.phrases[0], 1) == [entry.id]


made_up_once = made_up(1500)
"""No two of them share a phrase."""


@given(words=st.lists(st.text("abcdefghij", min_size=4, max_size=9), min_size=1, max_size=5), others=st.integers(0, 40))
def test_a_new_entry_is_first_by_its_unusual_phrase(words: list[str], others: int) -> None:
    entry = SearchedEntry("new", ("Something new",), (" ".join([*words, "zzyzx"]),))
    collection = compile_collection([*made_up_once[:others], entry], LetterEncoder())
    assert ids(collection, entry.phrases[0], 3)[0] == "new"
