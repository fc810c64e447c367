"""Danger in other languages: regular expressions over text without marks, whatever the script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from intents.cleaning import folded
from intents.safety.kinds import DangerFile, Grade

_CHOICE = re.compile(r"\(((?:[^()|]+\|)+[^()|]+)\)(?![?*+{])((?:[^()|]|\([^()]*\))*)")
"""A run that begins with a plain choice: "(a|b) c"."""
_LETTERS = re.compile(r"[a-z' -]*(?![?*+{])")
"""What whatever fits a run surely begins with."""
_TELLING = 4
"""Letters from which a beginning is seldom met in English."""


class OtherLanguages:
    """The words of every kind in other languages, compiled."""

    def __init__(self, files: Sequence[DangerFile], own_child: Iterable[str]) -> None:
        """Compile them; ``own_child`` are words for a child of one's own."""
        self._kinds = [
            (file, in_latin, pattern)
            for file in files
            for in_latin, pattern in _compiled(run for runs in file.languages.values() for run in runs)
        ]
        self._begun_in_latin = _begun(run for file in files for runs in file.languages.values() for run in runs)
        self._own_child = re.compile("|".join(folded(run) for run in own_child) or r"(?!)")

    def find(self, text: str) -> tuple[DangerFile, str] | None:
        """Return the first kind whose words stand in ``text``, and those words; where one tells more, the other goes.

        "My husband hits me" tells more than "hits me". What may be a matter of minutes never goes.
        """
        plain = folded(text)
        maybe = {True: self._begun_in_latin.search(plain) is not None, False: not plain.isascii()}
        runs = [
            _Run(file, match.start(), match.end())
            for file, in_latin, pattern in self._kinds
            if maybe[in_latin]
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


class _Alternative(NamedTuple):
    """One way to say a run."""

    in_latin: bool
    begins: str
    """What asks for the beginning of a word; empty where it may stand within one."""
    pattern: str


def _compiled(runs: Iterable[str]) -> list[tuple[bool, re.Pattern[str]]]:
    """Return patterns that find any of ``runs``, each with whether its letters are Latin.

    Runs that begin a word stand together, and every alternative begins with a letter: so most of a text is passed
    over at once.
    """
    groups: dict[tuple[bool, str], list[str]] = {}
    for one in _alternatives(runs):
        groups.setdefault((one.in_latin, one.begins), []).append(one.pattern)
    return [(latin, re.compile(begins + _any_of(found))) for (latin, begins), found in groups.items()]


def _begun(runs: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of how Latin ``runs`` begin: a text in which it finds nothing holds none of them.

    They stand together by their first letter, so that it is looked at once.
    """
    groups: dict[str, dict[str, list[str]]] = {}
    for one in _alternatives(runs):
        if one.in_latin:
            found = _LETTERS.match(one.pattern)
            letters = found[0] if found else ""
            told = letters if len(letters) >= _TELLING else one.pattern
            first = letters[:1]
            groups.setdefault(one.begins, {}).setdefault(first, []).append(told.removeprefix(first))
    patterns = (
        begins + _any_of(first + _any_of(rests) for first, rests in group.items()) for begins, group in groups.items()
    )
    return re.compile("|".join(patterns) or r"(?!)")


def _any_of(patterns: Iterable[str]) -> str:
    return f"(?:{'|'.join(patterns)})"


def _alternatives(runs: Iterable[str]) -> Iterator[_Alternative]:
    """Yield what runs stand for, parted where they begin with a choice: "(a|b) c" is "a c" or "b c"."""
    for run in map(folded, runs):
        begins = r"\b" if run.startswith(r"\b") else ""
        for part in _parted(run.removeprefix(begins)):
            choice = _CHOICE.fullmatch(part)
            for pattern in [first + choice[2] for first in choice[1].split("|")] if choice else [part]:
                yield _Alternative(run.isascii(), begins, pattern)


def _parted(run: str) -> Iterator[str]:
    """Yield what stands between the bars of a run that no bracket holds."""
    depth = begin = 0
    for place, sign in enumerate(run):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            yield run[begin:place]
            begin = place + 1
    yield run[begin:]
