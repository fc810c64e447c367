"""Notices danger in a message, before anything else is done with it.

The kinds of danger are data: one YAML file each, beside this module. ``rules.py`` reads them together.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

from intents.model.encoder import load_encoder
from intents.safety import likeness
from intents.safety.kinds import FOLDER, SAFETY_TOPICS, DangerFile, Grade, Reply, Who, load_files
from intents.safety.likeness import Learnt, Likeness
from intents.safety.rules import Danger, SafetyRules
from intents.safety.teaching import Lesson, is_held_apart, lessons

__all__ = [
    "SAFETY_TOPICS",
    "Danger",
    "DangerFile",
    "Grade",
    "Reply",
    "SafetyRules",
    "Who",
    "is_learnt",
    "learn_safety",
    "load_safety",
    "without_held_apart",
]

log = logging.getLogger(__name__)


def load_safety(folder: Path = FOLDER, *, second_layer: bool = True) -> SafetyRules:
    """Load every kind of danger, and what the second layer learnt.

    Raises:
        ContentError: with every problem of every file.
    """
    # The encoder first: what loading it takes for a moment is free for the rest then.
    learnt = likeness.load() if second_layer else None
    encoder = load_encoder() if learnt else None
    common, files = load_files(folder)
    rules = SafetyRules(common, files, folder)
    for file in files:
        for text in file.tests.danger:
            rules.notice(text)  # what was worked out once is quick ever after
    if learnt and encoder:
        unknown = set(learnt.kinds) - {file.kind for file in files}
        if encoder.name != learnt.encoder:
            log.error("Danger is noticed by the lists alone: `sendlo safety learn` must run for %s", encoder.name)
        elif unknown:
            log.error("Danger is noticed by the lists alone: run `sendlo safety learn`, since %s is gone", unknown)
        else:
            rules.use(Likeness(learnt, encoder))
    return rules


def learn_safety(ordinary: Iterable[str], folder: Path = FOLDER) -> None:
    """Teach the second layer anew with the messages of the files and ``ordinary`` questions."""
    common, files = load_files(folder)
    rules = SafetyRules(common, files, folder)
    likeness.save(_taught(rules, lessons(common, files, ordinary)), _fingerprint(folder))


def without_held_apart(ordinary: Iterable[str], folder: Path = FOLDER) -> tuple[SafetyRules, list[Lesson]]:
    """Teach the second layer without the messages that are held apart; return the rules and these messages."""
    common, files = load_files(folder)
    rules = SafetyRules(common, files, folder)
    found = lessons(common, files, ordinary)
    learnt = _taught(rules, [lesson for lesson in found if not is_held_apart(lesson.text)])
    rules.use(Likeness(learnt, load_encoder()))
    return rules, [lesson for lesson in found if is_held_apart(lesson.text)]


def _taught(rules: SafetyRules, found: Iterable[Lesson]) -> Learnt:
    return likeness.learn([lesson._replace(text=rules.plain(lesson.text)) for lesson in found], load_encoder())


def is_learnt(folder: Path = FOLDER) -> bool:
    """Tell whether the second layer was taught with the messages as they are now."""
    learnt = likeness.load()
    return bool(learnt and learnt.fingerprint == _fingerprint(folder))


def _fingerprint(folder: Path) -> str:
    told = (f"{one.kind} {one.hard} {one.text}" for one in lessons(*load_files(folder), ordinary=()))
    return likeness.fingerprint_of(told, load_encoder())
