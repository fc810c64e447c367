"""What the real directory must reach, so that families can rely on it and read it."""

from __future__ import annotations

from statistics import median, quantiles

import pytest

from directory.errors import Problem
from directory.facts import read_facts
from directory.library import Directory
from directory.loading import load_content
from directory.quality import Inspection, find_problems
from directory.quality.text import reading_age, sentences, words
from directory.references import texts_of
from directory.yaml_file import ROOT
from tests.directory.test_reconciliation import FACTS


@pytest.fixture(scope="module")
def problems() -> list[Problem]:
    facts = read_facts(FACTS) if FACTS.exists() else ()
    return find_problems(Inspection(load_content(), facts=facts))


def test_nothing_is_held_back(problems: list[Problem]) -> None:
    assert [str(problem) for problem in problems if problem.blocks] == []


def test_the_files_that_messages_name_open_from_the_projects_root(problems: list[Problem]) -> None:
    named = {problem.file for problem in problems}
    assert named
    assert [file for file in named if file.is_absolute() or not (ROOT / file).is_file()] == []


@pytest.mark.skipif(not FACTS.exists(), reason="the fact records aren't beside the project: nothing to compare with")
def test_nothing_is_copied(problems: list[Problem]) -> None:
    assert [str(problem) for problem in problems if problem.check == "copied-words"] == []


def test_sentences_are_short(directory: Directory) -> None:
    texts = (text for entry in directory.content.entries.values() for _, text in texts_of(entry))
    lengths = [len(words(sentence)) for text in texts for sentence in sentences(text)]
    assert median(lengths) <= 15
    assert quantiles(lengths, n=10)[-1] <= 22


def test_summaries_can_be_read_at_eleven(directory: Directory) -> None:
    assert median(reading_age([entry.summary]) for entry in directory.content.entries.values()) <= 11
