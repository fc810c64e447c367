"""What an explanation is made of, and how things are called in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from directory.entry import Entry
from directory.library import Directory
from directory.loading import FOLDERS
from intents.learning import INTENT, NOT_HELD

A_TENTH = 0.1


@dataclass(frozen=True)
class Step:
    """One step on the way from a message to its answer."""

    key: str
    """Its name in JSON."""
    title: str
    says: Sequence[str]
    """Sentences for editors."""
    data: Mapping[str, Any]
    """The same for machines."""
    technical: bool = False
    """True for numbers that tell something to programmers only."""

    @property
    def as_json(self) -> dict[str, Any]:
        """Everything about it, as machines read it."""
        return {"says": list(self.says), **self.data}


def percent(share: float) -> str:
    """Write a share; small ones with a decimal, since small cut-offs are told apart by it."""
    return f"{share:.0%}" if share >= A_TENTH else f"{share:.1%}"


@dataclass(frozen=True)
class Comparison:
    """A value and the cut-off that it was compared with."""

    what: str
    value: float
    cut_off: float
    then: str
    """What holds from the cut-off on, and what below it."""
    where: str
    """Where the cut-off is kept."""
    written: Callable[[float], str] = percent
    """How both numbers are written."""

    @property
    def reached(self) -> bool:
        """Whether the value is enough."""
        return self.value >= self.cut_off

    @property
    def told(self) -> str:
        """The comparison as a sentence."""
        value, cut_off = self.written(self.value), self.written(self.cut_off)
        found = f"{value} reaches {cut_off}" if self.reached else f"{value} is below {cut_off}"
        return f"{self.what}: {found}. From there on, {self.then} ({self.where})."

    @property
    def as_json(self) -> dict[str, Any]:
        """The comparison as machines read it."""
        return {
            "what": self.what,
            "value": round(self.value, 4),
            "cut_off": round(self.cut_off, 4),
            "reached": self.reached,
            "then": self.then,
            "where": self.where,
        }


def called(entry: Entry) -> str:
    """Return an entry's name and id."""
    return f"{entry.name} ({entry.id})"


def file_of(entry: Entry) -> str:
    """Return the file that an entry stands in."""
    return f"directory/content/{FOLDERS[entry.kind]}/{entry.id}.yaml"


def sentences_of(intent: str) -> str:
    """Return the file of an intent's sentences."""
    return f"intents/sentences/en/{intent}.yaml"


def label_called(directory: Directory, label: str) -> str:
    """Return how editors call a label: an entry, an intent, or what no entry answers."""
    if label == NOT_HELD:
        return "what no entry answers"
    found = directory.known([label])
    return called(found[0]) if found else f"the intent {label.removeprefix(INTENT)}"


def label_file(directory: Directory, label: str) -> str:
    """Return the file that a label's phrases stand in."""
    if label == NOT_HELD:
        return "directory/content/not_held.yaml"
    found = directory.known([label])
    return file_of(found[0]) if found else sentences_of(label.removeprefix(INTENT))


def listed(names: Iterable[str]) -> str:
    """Return names in one line."""
    return ", ".join(names)
