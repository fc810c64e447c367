"""A check that entries say things in their own words: facts carry over, sentences don't."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from directory.errors import Problem
from directory.quality.inspection import Inspection
from directory.quality.text import words
from directory.references import Place, texts_of
from directory.yaml_file import YamlFile, read_yaml

LONGEST_SHARED_RUN = 7
"""Words in a row that a text may share with a claim; names and figures don't count."""

LISTS = {"deadlines.yaml": "rule", "glossary.yaml": "plain", "organisations.yaml": "plain"}
"""Besides entries: files that are lists, and the field of each item that families read."""

Run = tuple[str, ...]


@dataclass(frozen=True)
class Passage:
    """A text of ours and where it stands."""

    file: YamlFile
    place: Place
    words: list[str]


def copied_words(inspection: Inspection) -> Iterator[Problem]:
    """Eight or more words in a row that stand in a claim of the facts too. Needs the facts."""
    claims = [(record.id, words(claim)) for record in inspection.facts for claim in record.claims]
    if not claims:
        return
    passages = [*_of_entries(inspection), *_of_lists(inspection.folder)]
    lower = _lower_case_words(chain((claim for _, claim in claims), (passage.words for passage in passages)))
    copied_from = {run: record for record, claim in claims for run in _runs(_own(claim, lower))}
    for passage in passages:
        for run in _joined([run for run in _runs(_own(passage.words, lower)) if run in copied_from]):
            record = copied_from[run[: LONGEST_SHARED_RUN + 1]]
            message = f'shares {len(run)} words with the facts ({record}): say "{" ".join(run)}" in our own words'
            yield passage.file.problem(passage.place, message)


def _of_entries(inspection: Inspection) -> Iterator[Passage]:
    for entry in inspection.entries:
        for place, text in texts_of(entry):
            yield Passage(inspection.content.files[entry.id], place, words(text))


def _of_lists(folder: Path) -> Iterator[Passage]:
    for name, field in LISTS.items():
        path = folder / name
        if path.exists():
            file = read_yaml(path)
            for index, item in enumerate(file.data or ()):
                yield Passage(file, (index, field), words(str(item[field])))


def _lower_case_words(texts: Iterable[Sequence[str]]) -> frozenset[str]:
    return frozenset(word for text in texts for word in text if word.islower())


def _own(text: Sequence[str], lower: frozenset[str]) -> list[str]:
    """Leave out figures, and names: words that are never written small."""
    return [
        word.lower().replace("’", "'")
        for word in text
        if not any(letter.isdigit() for letter in word) and (word.islower() or word.lower() in lower)
    ]


def _runs(text: Sequence[str]) -> Iterator[Run]:
    length = LONGEST_SHARED_RUN + 1
    return (tuple(text[start : start + length]) for start in range(len(text) - length + 1))


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Join runs that overlap by all but one word, so that a copied sentence is told once."""
    joined: list[Run] = []
    for run in runs:
        if joined and joined[-1][-LONGEST_SHARED_RUN:] == run[:-1]:
            joined[-1] = (*joined[-1], run[-1])
        else:
            joined.append(run)
    return joined
