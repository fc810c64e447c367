"""Notices danger in a message, before anything else is done with it.

The kinds of danger are data: one YAML file each, beside this module. ``rules.py`` reads them together.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from intents.safety import likeness
from intents.safety.kinds import FOLDER, Common, DangerFile, Grade, Reply, Who, load_examples, load_files
from intents.safety.likeness import Likeness
from intents.safety.rules import Danger, SafetyRules

__all__ = ["Danger", "DangerFile", "Grade", "Reply", "SafetyRules", "Who", "is_learnt", "learn_safety", "load_safety"]


def load_safety(folder: Path = FOLDER, *, second_layer: bool = True) -> SafetyRules:
    """Load every kind of danger, and what the second layer learnt.

    Raises:
        ContentError: with every problem of every file.
    """
    common, files = load_files(folder)
    rules = SafetyRules(common, files)
    learnt = likeness.load() if second_layer else None
    if learnt:
        rules.use(Likeness(learnt))
    for file in files:
        for text in file.tests.danger:
            rules.notice(text)  # what was worked out once is quick ever after
    return rules


def learn_safety(ordinary: Iterable[str], folder: Path = FOLDER) -> None:
    """Teach the second layer anew with the sentences of the files and ``ordinary`` questions."""
    common, files = load_files(folder)
    rules = SafetyRules(common, files)
    danger, harmless = _sentences(rules, common, files)
    weights = likeness.learn(danger, harmless, [rules.plain(text) for text in ordinary])
    likeness.save(weights, danger, _fingerprint(common, files))


def is_learnt(folder: Path = FOLDER) -> bool:
    """Tell whether the second layer was taught with the sentences as they are now."""
    learnt = likeness.load()
    return bool(learnt and learnt.fingerprint == _fingerprint(*load_files(folder)))


def _sentences(
    rules: SafetyRules, common: Common, files: Iterable[DangerFile]
) -> tuple[dict[str, list[str]], list[str]]:
    """Return what the second layer knows, in plain words: danger by kind, and what is none."""
    examples, instead = load_examples()
    danger = {
        file.kind: [rules.plain(text) for text in (*file.alike, *file.tests.danger, *examples.get(file.kind, ()))]
        for file in files
        if file.grade is not Grade.WORRIED
    }
    harmless = [*common.ordinary, *(text for texts in instead.values() for text in texts)]
    for file in files:
        harmless += [*file.tests.harmless, *file.tests.worried]
    return danger, [rules.plain(text) for text in harmless]


def _fingerprint(common: Common, files: Iterable[DangerFile]) -> str:
    sentences = [*common.ordinary]
    for lines in load_examples():
        sentences += [text for texts in lines.values() for text in texts]
    for file in files:
        sentences += [file.kind, *file.alike, *file.tests.danger, *file.tests.harmless, *file.tests.worried]
    return likeness.fingerprint_of(sentences)
