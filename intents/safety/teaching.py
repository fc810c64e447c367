"""What the second layer is taught with: messages in danger, messages that only look like it, ordinary questions."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from directory.errors import ContentError, Problem
from directory.yaml_file import from_root
from intents.safety.kinds import FOLDER, Common, DangerFile, Grade

HARMLESS = "harmless"
"""Stands where the kind of danger would."""

_EVERY = 10
"""One example in so many is held apart: it taught nothing to the encoder, so it tells how good it is."""

_COMMENT = "#"

_HARD = ".hard"
"""Ends the name of a file of messages that were looked for because they are told wrongly."""


class Lesson(NamedTuple):
    """One message to learn from."""

    text: str
    """As it was typed."""
    kind: str
    """Kind of danger, or ``HARMLESS``."""
    ordinary: bool = False
    """True for a question far from any danger; such ones are many, and each counts less."""
    hard: bool = False
    """True for a message that was looked for because it is told wrongly: among those that come such ones are rare."""


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
    found = [Lesson(text, file.kind) for file in kinds for text in (*file.alike, *file.tests.danger)]
    found += [Lesson(text, HARMLESS) for text in common.ordinary]
    found += [Lesson(text, HARMLESS) for file in files for text in (*file.tests.harmless, *file.tests.worried)]
    found += load_examples(file.kind for file in kinds)
    return found + [Lesson(text, HARMLESS, ordinary=True) for text in ordinary]


def is_held_apart(text: str) -> bool:
    """Tell whether a message is one of those that the encoder never saw."""
    return zlib.crc32(text.encode()) % _EVERY == 0


def load_examples(kinds: Iterable[str], folder: Path = FOLDER / "examples") -> list[Lesson]:
    """Load the messages of ``danger/<kind>.txt`` and ``harmless/<what it is instead>.txt``, one a line.

    Raises:
        ContentError: a file is named after no kind, or a message stands among danger and harmless ones.
    """
    known, problems, found, dangerous = set(kinds), [], [], {}
    for path in sorted((folder / "danger").glob("*.txt")):
        kind = path.stem.removesuffix(_HARD)
        if kind not in known:
            message = "no kind of danger has this name; name the file after one"
            problems.append(Problem(from_root(path), 1, "name", message))
        for text in _messages(path).values():
            dangerous[text.lower()] = path.name
            found.append(Lesson(text, kind, hard=path.stem.endswith(_HARD)))
    for path in sorted((folder / "harmless").glob("*.txt")):
        for line, text in _messages(path).items():
            if other := dangerous.get(text.lower()):
                message = f"stands in danger/{other} too; take out one of both"
                problems.append(Problem(from_root(path), line, "message", message))
            found.append(Lesson(text, HARMLESS, hard=path.stem.endswith(_HARD)))
    if problems:
        raise ContentError(problems)
    return found


def _messages(path: Path) -> dict[int, str]:
    """Return the messages of one file by line; lines that are empty or begin with # are none."""
    lines = ((number, line.strip()) for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1))
    return {number: line for number, line in lines if line and not line.startswith(_COMMENT)}
