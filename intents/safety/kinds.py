"""What an editor writes about danger: one file for each kind, and ``common.yaml`` for what they share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from directory.entry import Area
from directory.errors import ContentError, Problem
from directory.loading import CONTENT
from directory.references import Place, unknown_entries
from directory.yaml_file import YamlFile, parse_as, read_yaml
from intents.cleaning import clean, words_of

FOLDER = Path(__file__).parent

SAFETY_TOPICS = frozenset({"safety", "mental-health"})
"""Topics of entries that somebody in danger may well ask for."""


FRONT_DOOR = "front-door"
"""Stands in replies for the door of children's services that is open now."""

BY_DAY = "integrated-front-door"
OUT_OF_HOURS = "urgent-out-of-hours-social-care"


class Grade(StrEnum):
    """How urgent a danger is; the most pressing first."""

    IMMEDIATE = "immediate"
    """999 first."""
    URGENT = "urgent"
    """Help today."""
    UNSURE = "unsure"
    """It may be danger: one gentle question, with the numbers shown at once."""
    WORRIED = "worried"
    """The question is answered; what to do if it gets worse stands below."""


class Who(StrEnum):
    """Who writes, as far as the words tell."""

    SELF = "self"
    """The person in danger."""
    PARENT = "parent"
    """Somebody who cares for a child."""
    FRIEND = "friend"
    """A friend, a brother, a sister, a neighbour."""
    PROFESSIONAL = "professional"
    """Somebody who works with the child."""


def _lines(value: Any) -> Any:
    """Read a block of text as one item a line: no quotes are needed around brackets and marks."""
    return tuple(line.strip() for line in value.splitlines() if line.strip()) if isinstance(value, str) else value


Lines = Annotated[tuple[str, ...], BeforeValidator(_lines)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Reply(_Part):
    """What we say, and whom we name."""

    text: str
    entries: tuple[str, ...]
    """Ids of entries whose numbers are shown, in this order; ``FRONT_DOOR`` stands for the open one of two."""


class NotIt(_Part):
    """Words that look like danger and are none."""

    because: str
    """What they mean instead."""
    phrases: Lines


class Sentences(_Part):
    """Messages that an editor checks the rules with."""

    danger: Lines
    harmless: Lines = ()
    worried: Lines = ()
    """Answered as an ordinary question, with the safety line below."""


class DangerFile(_Part):
    """One kind of danger. Phrases are templates, see ``templates.py``."""

    kind: str
    about: str
    """What it covers, for editors."""
    order: int
    """Which kind is told first when a message holds several equally pressing ones: the lowest."""
    grade: Grade
    """How urgent it is unless a phrase says otherwise."""
    phrases: Lines
    """What people say about themselves or somebody whom they know."""
    euphemisms: Lines = ()
    """The same in slang, in text-speak or said roundabout."""
    immediate: Lines = ()
    """What makes it a matter of minutes."""
    mentions: Lines = ()
    """Names of the thing: danger unless the message is about a book, a course, a rule, or long ago."""
    unsure: Lines = ()
    """What may mean it."""
    worried: Lines = ()
    """What is hard but no crisis."""
    alike: Lines = ()
    """Whole sentences that mean it, often roundabout: the second layer learns from them."""
    not_it: tuple[NotIt, ...] = ()
    misspellings: Mapping[str, str] = Field(default_factory=dict)
    """Misspellings that are too far from the word to be mended, or are other words."""
    languages: Mapping[str, Lines] = Field(default_factory=dict)
    """Other languages: regular expressions over small letters without accents."""
    for_whom: tuple[Who, ...] = tuple(Who)
    """Who may be speaking; the first is taken where the words don't tell."""
    past_counts: bool = False
    """True if it matters as much when it happened long ago."""
    not_elsewhere: tuple[str, ...] = ()
    """Signs of ``elsewhere`` in ``common.yaml`` that don't speak against this kind: games, for grooming."""
    replies: Mapping[Who, Reply]
    """What is said to whom; where one is missing, ``replies`` of ``common.yaml``, then the first one here."""
    tests: Sentences
    show: str | None = None
    """Entry that answers a worry of this kind."""


class CutOffs(_Part):
    """From which score of the second layer what is done; a score is the logarithm of the odds that it is danger."""

    ask: float
    """From here the person is asked gently, with the numbers shown."""
    certain: float
    """From here they are asked whatever else the message says; below, an ordinary question is answered first."""
    worry: float
    """From here the question is answered, with help below it."""
    doubt: float
    """Below it, a match of the lists becomes a worry."""
    alone: float
    """From here a part of a message, read alone, keeps it from being doubted."""
    calm: float
    """From here the person is asked even where words are found that only look like danger."""
    calm_kind: float
    """The same where these words stand in the very kind that the message is like. So sure of the kind, likeness also
    chooses between two that the lists found."""
    denied: float
    """From here the person is asked although a danger is denied: "I'm not suicidal, I just won't be here next week"."""


class Common(_Part):
    """What all kinds share."""

    reviewed: date
    """When a person last checked these words and every number that they lead to."""
    review_every_months: int
    second_layer: CutOffs
    lists: Mapping[str, Lines]
    """Named lists for templates."""
    means: Mapping[str, str]
    """Shortened words and what they stand for."""
    irregular: Mapping[str, Lines]
    """Verbs and their other forms."""
    fillers: Lines
    emoji: Mapping[str, str]
    negation: Lines
    """Words just before a danger that deny it."""
    denial: Lines
    """Words just after a danger that deny it."""
    but: Lines
    """Words after a denial that take it back."""
    elsewhere: Mapping[str, Lines]
    """Whole-message signs that nobody is in danger: a book, a course, a rule, a sport, a death in the family."""
    past: Lines
    """Signs that it is over."""
    still: Lines
    """Signs that it isn't over after all."""
    soon: Lines
    """Signs that it is a matter of minutes."""
    who: Mapping[Who, Lines]
    """Signs of who writes."""
    own: Lines
    """Words that tell that something is done to the writer."""
    reported: Lines
    """Words before a danger that make it somebody else's: "my son says"."""
    who_languages: Lines
    """Words of other languages for a child of one's own."""
    asks: Lines
    """How a question or a wish begins, which is answered after the urgent numbers."""
    not_it: tuple[NotIt, ...]
    replies: Mapping[Who, Reply]
    """What is said where a kind has no reply of its own."""
    ordinary: Lines
    """Harmless sentences for the second layer."""


def may_be_shown(entries: Iterable[str]) -> Iterator[str]:
    """Yield ``entries`` with both doors of children's services in the place of ``FRONT_DOOR``."""
    for entry in entries:
        yield from (BY_DAY, OUT_OF_HOURS) if entry == FRONT_DOOR else (entry,)


def load_files(folder: Path = FOLDER) -> tuple[Common, tuple[DangerFile, ...]]:
    """Load what all kinds share and every kind, the first to be told first.

    Raises:
        ContentError: with every problem of every file.
    """
    read = [part for _, part in _read(folder)]
    files = [part for part in read if isinstance(part, DangerFile)]
    (common,) = (part for part in read if isinstance(part, Common))
    return common, tuple(sorted(files, key=lambda file: file.order))


def unknown_in_replies(known: Collection[str], folder: Path = FOLDER) -> list[Problem]:
    """Return a problem for every entry that is named for somebody in danger or worried, and that isn't ``known``.

    Raises:
        ContentError: the files themselves have mistakes.
    """
    return [
        problem
        for yaml, part in _read(folder)
        for problem in unknown_entries(yaml, _named_in(part), {FRONT_DOOR, *known})
    ]


def _read(folder: Path) -> list[tuple[YamlFile, Common | DangerFile]]:
    """Return every file and what it says."""
    common = folder / "common.yaml"
    problems: list[Problem] = []
    read: list[tuple[YamlFile, Common | DangerFile]] = []
    for path in sorted({common, *folder.glob("*.yaml")}):
        try:
            yaml = read_yaml(path)
            part = parse_as(Common, yaml) if path == common else parse_as(DangerFile, yaml)
        except ContentError as error:
            problems += error.problems
            continue
        if isinstance(part, DangerFile) and part.kind != path.stem:
            problems.append(yaml.problem(["kind"], f"must be '{path.stem}', as the file's name"))
        read.append((yaml, part))
    if problems:
        raise ContentError(problems)
    return read


def _named_in(part: Common | DangerFile) -> Iterator[tuple[Place, str]]:
    for who, reply in part.replies.items():
        for index, entry in enumerate(reply.entries):
            yield ("replies", who, "entries", index), entry
    if isinstance(part, DangerFile) and part.show:
        yield ("show",), part.show


def words_of_places() -> frozenset[str]:
    """Return the words of the names of places that we know: "Heswall" isn't "he is wall"."""
    areas = parse_as(tuple[Area, ...], read_yaml(CONTENT / "areas.yaml"))
    names = (name for area in areas for name in (area.name, *area.also))
    return frozenset(word for name in names for word in words_of(clean(name)) if word.isalpha())


@cache
def common_english() -> tuple[str, ...]:
    """Return words that are right as they are, the common ones first (``common_english.LICENSE`` tells the sources)."""
    return tuple((FOLDER / "common_english.txt").read_text(encoding="ascii").split())
