"""How people say things: synonyms, text-speak, skip words and the words that carry a detail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from directory.entry import Audience, Kind, Weekday
from directory.errors import ContentError, Problem
from directory.yaml_file import parse_as, read_yaml

FOLDER = Path(__file__).parent

T = TypeVar("T", bound=BaseModel)


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SkipWords(_Data):
    """``skip_words.yaml``."""

    words: tuple[str, ...]
    politeness: tuple[str, ...]
    carriers: tuple[str, ...]


class Abbreviations(_Data):
    """``abbreviations.yaml``."""

    abbreviations: dict[str, str]


class Synonym(_Data):
    """Everyday words and the word that entries use."""

    means: str
    said: tuple[str, ...]


class Synonyms(_Data):
    """``synonyms.yaml``."""

    synonyms: tuple[Synonym, ...]


class AgeWord(_Data):
    """Words for an age group; ages in years, both ends included."""

    said: tuple[str, ...]
    from_: Annotated[int, Field(alias="from")]
    to: int


class NeedWord(_Data):
    """Words for a need of ``taxonomy.yaml``."""

    id: str
    said: tuple[str, ...]


class Thing(_Data):
    """Something that people ask a list of."""

    name: str
    said: tuple[str, ...]
    kinds: frozenset[Kind] = frozenset()
    topics: frozenset[str] = frozenset()


class AskingWord(_Data):
    """Words that tell who is asking."""

    who: Audience
    said: tuple[str, ...]


class SlotWords(_Data):
    """``slots.yaml``."""

    ages: tuple[AgeWord, ...]
    numbers: dict[str, int]
    needs: tuple[NeedWord, ...]
    things: tuple[Thing, ...]
    days: dict[str, Weekday]
    day_groups: dict[str, tuple[Weekday, ...]]
    asking: tuple[AskingWord, ...]
    positions: dict[str, int]
    without: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """All the vocabulary of one language."""

    skip: SkipWords
    abbreviations: Mapping[str, str]
    synonyms: tuple[Synonym, ...]
    slots: SlotWords

    @cached_property
    def skip_words(self) -> frozenset[str]:
        """Words that say little."""
        return frozenset(self.skip.words)

    @cached_property
    def carriers(self) -> frozenset[str]:
        """Words that carry a detail and mean little themselves, skip words included."""
        return self.skip_words | frozenset(self.skip.carriers)

    @cached_property
    def politeness(self) -> tuple[str, ...]:
        """What is said around a question, longest first."""
        return tuple(sorted(self.skip.politeness, key=len, reverse=True))

    @cached_property
    def meanings(self) -> Mapping[str, tuple[str, ...]]:
        """What each everyday word or run of words means."""
        found: dict[str, tuple[str, ...]] = {}
        for synonym in self.synonyms:
            for said in synonym.said:
                found[said] = (*found.get(said, ()), synonym.means)
        return found

    @cached_property
    def known_words(self) -> frozenset[str]:
        """Every single word in here: real words that spelling repair must leave alone."""
        slots = self.slots
        runs = [
            *self.skip.words,
            *self.skip.politeness,
            *self.skip.carriers,
            *self.abbreviations,
            *self.abbreviations.values(),
            *(said for synonym in self.synonyms for said in (synonym.means, *synonym.said)),
            *(said for part in (slots.ages, slots.needs, slots.things, slots.asking) for w in part for said in w.said),
            *slots.numbers,
            *slots.days,
            *slots.day_groups,
            *slots.positions,
            *slots.without,
        ]
        return frozenset(word for run in runs for word in run.split())


def load_vocabulary(folder: Path = FOLDER / "en") -> Vocabulary:
    """Load the vocabulary of one language.

    Raises:
        ContentError: with every problem of every file.
    """
    problems: list[Problem] = []

    def read(name: str, model: type[T]) -> T | None:
        path = folder / name
        try:
            return parse_as(model, read_yaml(path, path.relative_to(folder.parents[1])))
        except ContentError as error:
            problems.extend(error.problems)
            return None

    skip = read("skip_words.yaml", SkipWords)
    abbreviations = read("abbreviations.yaml", Abbreviations)
    synonyms = read("synonyms.yaml", Synonyms)
    slots = read("slots.yaml", SlotWords)
    if not (skip and abbreviations and synonyms and slots) or problems:
        raise ContentError(problems)
    return Vocabulary(skip, abbreviations.abbreviations, synonyms.synonyms, slots)
