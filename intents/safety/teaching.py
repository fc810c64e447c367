"""What the second layer is taught with: messages in danger, messages that only look like it, ordinary questions."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from directory.errors import ContentError, Problem
from intents.safety.kinds import FOLDER, Common, DangerFile, Grade

HARMLESS = "harmless"
"""Stands where the kind of danger would."""

_EVERY = 10
"""One example in so many is held apart: it taught nothing to the encoder, so it tells how good it is."""

_COMMENT = "#"


class Lesson(NamedTuple):
    """One message to learn from."""

    text: str
    """As it was typed."""
    kind: str
    """Kind of danger, or ``HARMLESS``."""
    ordinary: bool = False
    """True for a question far from any danger; such ones are many, and each counts less."""


def lessons(common: Common, files: Iterable[DangerFile], ordinary: Iterable[str]) -> list[Lesson]:
    """Return everything to learn from.

    Args:
        common: what all kinds share.
        files: the kinds, with their own sentences.
        ordinary: questions as families ask them.

    Raises:
        ContentError: a file of ``examples/`` has mistakes.
    """
    kinds = [file for file in files if file.grade is not Grade.WORRIED]
    danger, harmless = load_examples(file.kind for file in kinds)
    found = [
        Lesson(text, file.kind)
        for file in kinds
        for text in (*file.alike, *file.tests.danger, *danger.get(file.kind, ()))
    ]
    found += [Lesson(text, HARMLESS) for text in common.ordinary]
    found += [Lesson(text, HARMLESS) for file in files for text in (*file.tests.harmless, *file.tests.worried)]
    found += [Lesson(text, HARMLESS) for texts in harmless.values() for text in texts]
    return found + [Lesson(text, HARMLESS, ordinary=True) for text in ordinary]


def is_held_apart(text: str) -> bool:
    """Tell whether a message is one of those that the encoder never saw."""
    return zlib.crc32(text.encode()) % _EVERY == 0


def load_examples(
    kinds: Iterable[str], folder: Path = FOLDER / "examples"
) -> tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]:
    """Load the messages of ``danger/<kind>.txt`` and ``harmless/<what it is instead>.txt``, one a line.

    Raises:
        ContentError: a file is named after no kind, or a message stands among danger and harmless ones.
    """
    danger = {path.stem: _messages(path) for path in sorted((folder / "danger").glob("*.txt"))}
    harmless = {path.stem: _messages(path) for path in sorted((folder / "harmless").glob("*.txt"))}
    known, problems = set(kinds), []
    for kind in danger:
        if kind not in known:
            where = Path(f"safety/examples/danger/{kind}.txt")
            problems.append(Problem(where, 1, "name", "no kind of danger has this name; name the file after one"))
    dangerous = {text.lower(): kind for kind, messages in danger.items() for text in messages.values()}
    for name, messages in harmless.items():
        for line, text in messages.items():
            if text.lower() in dangerous:
                where = Path(f"safety/examples/harmless/{name}.txt")
                kind = dangerous[text.lower()]
                problems.append(
                    Problem(where, line, "message", f"stands in danger/{kind}.txt too; take out one of both")
                )
    if problems:
        raise ContentError(problems)
    return _texts(danger), _texts(harmless)


def _messages(path: Path) -> dict[int, str]:
    """Return the messages of one file by line; lines that are empty or begin with # are none."""
    lines = ((number, line.strip()) for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1))
    return {number: line for number, line in lines if line and not line.startswith(_COMMENT)}


def _texts(files: Mapping[str, Mapping[int, str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(messages.values()) for name, messages in files.items()}
