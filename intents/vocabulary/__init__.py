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
    number_after: frozenset[str] = frozenset()
    """After these words a digit is a number, not text-speak."""
    number_before: frozenset[str] = frozenset()
    """So it is before these."""


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
    trouble: bool = False
    """True where it is what somebody asks about and doesn't say what a child is like."""


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
    some_day: tuple[str, ...]
    asking: tuple[AskingWord, ...]
    positions: dict[str, int]
    without: tuple[str, ...]
    children: tuple[str, ...]
    before_place: tuple[str, ...]
    other_places: tuple[str, ...]

    @property
    def troubles(self) -> frozenset[str]:
        """Needs that are asked about and pass."""
        return frozenset(need.id for need in self.needs if need.trouble)


@dataclass(frozen=True)
class Vocabulary:
    """All the vocabulary of one language."""

    skip: SkipWords
    short_forms: Abbreviations
    synonyms: tuple[Synonym, ...]
    slots: SlotWords

    @property
    def abbreviations(self) -> Mapping[str, str]:
        """Text-speak and spellings, and the words they stand for."""
        return self.short_forms.abbreviations

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
            *slots.some_day,
            *slots.positions,
            *slots.without,
            *slots.children,
            *slots.before_place,
        ]
        return frozenset(word for run in runs for word in run.split())


def load_vocabulary(folder: Path = FOLDER / "en") -> Vocabulary:
    """Load the vocabulary of one language.

    Raises:
        ContentError: with every problem of every file.
    """
    problems: list[Problem] = []

    def read(name: str, model: type[T]) -> T | None:
        try:
            return parse_as(model, read_yaml(folder / name))
        except ContentError as error:
            problems.extend(error.problems)
            return None

    skip = read("skip_words.yaml", SkipWords)
    abbreviations = read("abbreviations.yaml", Abbreviations)
    synonyms = read("synonyms.yaml", Synonyms)
    slots = read("slots.yaml", SlotWords)
    if not (skip and abbreviations and synonyms and slots) or problems:
        raise ContentError(problems)
    return Vocabulary(skip, abbreviations, synonyms.synonyms, slots)
