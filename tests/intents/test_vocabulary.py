"""The vocabulary: mistakes are shown with file and line, and every word in it can be typed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from directory.errors import ContentError
from intents.cleaning import clean, plain_words
from intents.vocabulary import FOLDER, Vocabulary, load_vocabulary


def test_mistakes_of_all_files_are_shown_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "vocabulary" / "en"
    shutil.copytree(FOLDER / "en", folder)
    (folder / "synonyms.yaml").write_text("synonyms:\n  - {means: child, sayd: [kid]}\n", encoding="utf-8")
    (folder / "abbreviations.yaml").write_text("abbreviations: {u: you, u: your}\n", encoding="utf-8")

    with pytest.raises(ContentError) as caught:
        load_vocabulary(folder)

    assert [str(problem).removeprefix(f"{tmp_path}/") for problem in caught.value.problems] == [
        "vocabulary/en/abbreviations.yaml:1: u: 'u' is written twice: keep one",
        "vocabulary/en/synonyms.yaml:2: synonyms.0.said: is missing: add it",
        "vocabulary/en/synonyms.yaml:2: synonyms.0.sayd: isn't a field we know: check the spelling, or remove it",
    ]


def test_everyday_words_and_what_entries_call_it_are_known_and_no_slips(vocabulary: Vocabulary) -> None:
    assert {"bairn", "melatonin", "sleep"} <= vocabulary.known_words


def test_longer_politeness_is_taken_off_first(vocabulary: Vocabulary) -> None:
    lengths = [len(polite) for polite in vocabulary.politeness]
    assert lengths == sorted(lengths, reverse=True)


def test_every_word_is_in_the_form_that_messages_are_compared_in(vocabulary: Vocabulary) -> None:
    """A word with a capital, an apostrophe or a stroke would never be found in a message."""
    words = {
        *vocabulary.skip_words,
        *vocabulary.carriers,
        *vocabulary.politeness,
        *(said for synonym in vocabulary.synonyms for said in synonym.said),
        *vocabulary.abbreviations,
        *vocabulary.abbreviations.values(),
    }
    assert sorted(word for word in words if plain_words(clean(word)) != word) == []


def test_an_abbreviation_is_one_word(vocabulary: Vocabulary) -> None:
    assert [short for short in vocabulary.abbreviations if " " in short] == []


def test_an_abbreviation_does_not_stand_for_another(vocabulary: Vocabulary) -> None:
    """They are written out once, so a chain would stop half way."""
    shorts = vocabulary.abbreviations
    chains = [
        (short, word) for short, meant in shorts.items() for word in meant.split() if shorts.get(word, word) != word
    ]
    assert chains == []
