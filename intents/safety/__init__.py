"""Notices danger in a message, before anything else is done with it.

The kinds of danger are data: one YAML file each, beside this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from directory.errors import ContentError, Problem
from directory.yaml_file import parse_as, read_yaml
from intents.cleaning import clean, plain_words

FOLDER = Path(__file__).parent


class Grade(StrEnum):
    """How urgent a danger is."""

    IMMEDIATE = "immediate"
    """999 first."""
    URGENT = "urgent"
    """Help today."""


class Reply(BaseModel):
    """What we say, and whom we name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    entries: tuple[str, ...]
    """Ids of urgent entries, in the order in which they are shown."""


class DangerFile(BaseModel):
    """One kind of danger."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    about: str
    """What it covers, for editors."""
    order: int
    """Which kind is told first when a message holds several: the lowest."""
    grade: Grade
    phrases: tuple[str, ...]
    """Runs of words that mean it, wherever they stand."""
    patterns: tuple[str, ...] = ()
    """Regular expressions over plain words, for the rest."""
    not_it: tuple[str, ...] = ()
    """Runs of words that look like it and are not: idioms, games, school work."""
    reply: Reply
    """To the person in danger, or where we can't tell."""
    reply_about_someone: Reply | None = None
    """To somebody who is worried about a child or a friend."""


@dataclass(frozen=True)
class Danger:
    """A danger that was noticed."""

    kind: str
    grade: Grade
    reply: Reply
    matched: str
    """The words that told; for ``sendlo why``, never for a log."""


class SafetyRules:
    """All kinds of danger, compiled."""

    def __init__(self, files: Iterable[DangerFile]) -> None:
        self.files = tuple(sorted(files, key=lambda file: file.order))
        self._not_it = _any_of(run for file in self.files for run in file.not_it)
        self._kinds = [(file, _any_of(file.phrases, file.patterns)) for file in self.files]

    def notice(self, text: str) -> Danger | None:
        """Return the most pressing danger in ``text``, as typed; None if there is none."""
        for form in _forms(text):
            harmless_gone = self._not_it.sub(" ", form) if self._not_it else form
            for file, pattern in self._kinds:
                match = pattern.search(harmless_gone) if pattern else None
                if match:
                    about_someone = file.reply_about_someone and _about_someone(form)
                    reply = file.reply_about_someone if about_someone else file.reply
                    return Danger(file.kind, file.grade, reply or file.reply, match[0].strip())
        return None


def load_safety(folder: Path = FOLDER) -> SafetyRules:
    """Load every kind of danger.

    Raises:
        ContentError: with every problem of every file.
    """
    problems: list[Problem] = []
    files: list[DangerFile] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            yaml = read_yaml(path, path.relative_to(folder.parent))
            file = parse_as(DangerFile, yaml)
        except ContentError as error:
            problems += error.problems
            continue
        for position, pattern in enumerate(file.patterns):
            try:
                re.compile(pattern)
            except re.error as error:
                problems.append(yaml.problem(["patterns", position], f"isn't a regular expression: {error}"))
        files.append(file)
    if problems:
        raise ContentError(problems)
    return SafetyRules(files)


_LEET = str.maketrans({"1": "i", "!": "i", "3": "e", "4": "a", "@": "a", "0": "o", "5": "s", "$": "s", "7": "t"})
_SPACED = re.compile(r"\b(?:\w ){3,}\w\b")


def _forms(text: str) -> list[str]:
    """Return the text as plain words, and with letters that were disguised or spaced out put right."""
    cleaned = clean(text)
    plain = plain_words(cleaned)
    unspaced = _SPACED.sub(lambda match: match[0].replace(" ", ""), plain)
    return list(dict.fromkeys((plain, plain_words(cleaned.translate(_LEET)), unspaced)))


_SOMEONE = re.compile(
    r"\b(my|our|a|this) (son|daughter|child|lad|boy|girl|kid|teen|teenager|little one|friend|mate|brother|sister|"
    r"pupil|student|neighbour|grandson|granddaughter|foster \w+|step\w+|cousin|girlfriend|boyfriend|best friend)\b"
    r"|\b(he|she|they|hes|shes|theyre)\b"
)


def _about_someone(plain: str) -> bool:
    return bool(_SOMEONE.search(plain)) and not re.search(r"\b(i want|i wanna|i feel|im going|i have|ive)\b", plain)


def _any_of(runs: Iterable[str], patterns: Iterable[str] = ()) -> re.Pattern[str] | None:
    parts = [rf"\b{re.escape(plain_words(clean(run)))}\b" for run in runs]
    parts += [rf"(?:{pattern})" for pattern in patterns]
    return re.compile("|".join(parts)) if parts else None
