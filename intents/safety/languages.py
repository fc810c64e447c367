"""Danger in other languages: regular expressions over text without marks, whatever the script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from intents.cleaning import folded
from intents.safety.kinds import DangerFile, Grade

_CHOICE = re.compile(r"\(((?:[^()|]+\|)+[^()|]+)\)(?![?*+{])((?:[^()|]|\([^()]*\))*)")
"""A run that begins with a plain choice: "(a|b) c"."""


class OtherLanguages:
    """The words of every kind in other languages, compiled."""

    def __init__(self, files: Sequence[DangerFile], own_child: Iterable[str]) -> None:
        """Compile them; ``own_child`` are words for a child of one's own."""
        self._kinds = [
            (file, in_latin, pattern)
            for file in files
            for in_latin, pattern in _compiled(run for runs in file.languages.values() for run in runs)
        ]
        self._own_child = re.compile("|".join(folded(run) for run in own_child) or r"(?!)")

    def find(self, text: str) -> tuple[DangerFile, str] | None:
        """Return the first kind whose words stand in ``text``, and those words; where one tells more, the other goes.

        "My husband hits me" tells more than "hits me". What may be a matter of minutes never goes.
        """
        plain = folded(text)
        latin_alone = plain.isascii()
        runs = [
            _Run(file, match.start(), match.end())
            for file, in_latin, pattern in self._kinds
            if in_latin or not latin_alone
            for match in pattern.finditer(plain)
        ]
        told = next((run for run in runs if not any(other.tells_more(run) for other in runs)), None)
        return (told.file, plain[told.start : told.end]) if told else None

    def about_own_child(self, text: str) -> bool:
        """Tell whether ``text`` speaks of the writer's child."""
        return bool(self._own_child.search(folded(text)))


class _Run(NamedTuple):
    """Words that tell a kind, and where they stand."""

    file: DangerFile
    start: int
    end: int

    def tells_more(self, than: _Run) -> bool:
        """Tell whether ``than`` is only a part of this."""
        longer = self.end - self.start > than.end - than.start
        return longer and self.start <= than.start and self.end >= than.end and than.file.grade is not Grade.IMMEDIATE


def _compiled(runs: Iterable[str]) -> list[tuple[bool, re.Pattern[str]]]:
    """Return patterns that find any of ``runs``, each with whether its letters are Latin.

    Runs that begin a word stand together, and every alternative begins with a letter: so most of a text is passed
    over at once.
    """
    groups: dict[tuple[bool, str], list[str]] = {}
    for run in map(folded, runs):
        begins = r"\b" if run.startswith(r"\b") else ""
        groups.setdefault((run.isascii(), begins), []).extend(_alternatives(run.removeprefix(begins)))
    return [(latin, re.compile(f"{begins}(?:{'|'.join(found)})")) for (latin, begins), found in groups.items()]


def _alternatives(run: str) -> list[str]:
    """Return what a run stands for where it begins with a choice: "(a|b) c" is "a c" or "b c"."""
    choice = _CHOICE.fullmatch(run)
    return [first + choice[2] for first in choice[1].split("|")] if choice else [f"(?:{run})"]
