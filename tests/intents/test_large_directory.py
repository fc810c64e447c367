"""A directory too large for a learnt label each: what is learnt says whether an entry is meant, a collection which."""

from __future__ import annotations

from pathlib import Path

import pytest

from directory.library import Directory
from directory.loading import Content
from intents import learning
from intents.learning import ANY_ENTRY, collection_of, examples_of, learnt_model
from intents.matcher import Matcher
from intents.model.encoder import StaticEncoder
from intents.sentences import Sentences
from intents.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def small_part(directory: Directory) -> Directory:
    """Forty real entries."""
    entries = dict(list(directory.content.entries.items())[:40])
    return Directory(Content(entries=entries), version="forty")


def test_the_same_matcher_ranks_entries_that_have_no_label_of_their_own(
    small_part: Directory,
    vocabulary: Vocabulary,
    sentences: Sentences,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(learning, "LEARNT_ENTRIES", 20)
    encoder = StaticEncoder()
    labels = {label for _, label in examples_of(small_part, vocabulary, sentences)}
    assert ANY_ENTRY in labels
    assert not labels & small_part.content.entries.keys()

    model = learnt_model(small_part, vocabulary, sentences, tmp_path / "models", encoder)
    ranker = collection_of(small_part, tmp_path / "models", encoder)
    matcher = Matcher(small_part, vocabulary, sentences, model, ranker)

    wanted = list(small_part.content.entries.values())[7]
    understood = matcher.understand(f"please can somebody tell us {wanted.phrases[0]} we are new here")
    assert wanted.id in understood.entries
    assert matcher.understand("hello").intent == "greet"


def test_a_compiled_collection_is_found_again(
    small_part: Directory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(learning, "LEARNT_ENTRIES", 20)
    collection_of(small_part, tmp_path / "models", StaticEncoder())
    assert "Compiling 40 entries" in caplog.text
    assert [path.name for path in tmp_path.iterdir()] == ["models"]
    caplog.clear()
    collection_of(small_part, tmp_path / "models", StaticEncoder())
    assert "Compiling" not in caplog.text


def test_a_usual_directory_needs_no_collection(directory: Directory, tmp_path: Path) -> None:
    assert collection_of(directory, tmp_path) is None
