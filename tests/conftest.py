"""What the tests share: the real directory, built once, and the matcher that reads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from directory.library import Directory, Library
from intents.learning import learnt_model
from intents.matcher import Matcher
from intents.sentences import Sentences, load_sentences
from intents.vocabulary import Vocabulary, load_vocabulary

MODELS = Path(__file__).parent.parent / "var" / "models"
"""Kept between runs: learning from the real entries takes about a minute."""

# The same examples in every run: a red test is red for everybody. Slow machines don't fail.
settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def real_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the index of the real content is, once `library` is asked for."""
    return tmp_path_factory.mktemp("index") / "directory.db"


@pytest.fixture(scope="session")
def library(real_index: Path) -> Library:
    """The real content, indexed once. Tests only read it."""
    return Library(real_index)


@pytest.fixture(scope="session")
def directory(library: Library) -> Directory:
    """Everything that the real content holds."""
    return library.current


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The real vocabulary."""
    return load_vocabulary()


@pytest.fixture(scope="session")
def sentences() -> Sentences:
    """The real sentences of every intent."""
    return load_sentences()


@pytest.fixture(scope="session")
def make_matcher(vocabulary: Vocabulary, sentences: Sentences) -> Callable[[Directory], Matcher]:
    """Makes a matcher for any directory, with the real vocabulary and sentences, and what is learnt from them."""

    def make(directory: Directory) -> Matcher:
        return Matcher(directory, vocabulary, sentences, learnt_model(directory, vocabulary, sentences, MODELS))

    return make


@pytest.fixture(scope="session")
def matcher(directory: Directory, make_matcher: Callable[[Directory], Matcher]) -> Matcher:
    """Understands texts in the light of the real directory."""
    return make_matcher(directory)
