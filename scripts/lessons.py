"""The texts that the encoder is taught with, for ``teach_encoder.py``."""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from make_encoder import read_sentences

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from directory.library import Directory  # noqa: E402
from directory.loading import Content, load_content  # noqa: E402
from intents.forms import Forms  # noqa: E402
from intents.learning import (  # noqa: E402
    NOT_HELD,
    OFF_TOPIC,
    examples_of,
    load_off_topic,
    off_topic_sentences,
)
from intents.model.training import is_for_the_gate  # noqa: E402
from intents.safety.kinds import load_files  # noqa: E402
from intents.safety.measuring import ordinary_phrases  # noqa: E402
from intents.safety.rules import SafetyRules  # noqa: E402
from intents.safety.teaching import HARMLESS, Lesson, is_held_apart, lessons  # noqa: E402
from intents.sentences import load_sentences  # noqa: E402
from intents.vocabulary import load_vocabulary  # noqa: E402

UNKNOWN = -100
"""Kind of a text of which nobody said whether it is danger, or label of one that has none: left out of a loss."""

GLOSSES = 12_000
JOINED = 5000
"""How many messages in danger, and how many near it, are told once more beside an ordinary question."""

BETWEEN = (". ", ", ", " and ", " ", "? ", " - ", ". also ", " anyway ")
"""What stands between the two."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+")


class Text(NamedTuple):
    """One text to learn from."""

    plain: str
    """As the assistant reads it."""
    typed: str
    """As it was typed, in small letters."""
    meant: str
    """As the teacher reads it: text-speak written out."""
    kind: int
    """Number of the kind of danger, 0 for harmless, or ``UNKNOWN``."""
    label: int = UNKNOWN
    """Number of the entry or intent that it asks for."""
    everyday: bool = False
    """True for everyday language, where the encoder should go on pointing where it points as published."""


def kinds_of_danger() -> list[str]:
    """Return what the numbers of kinds stand for: harmless, then the kinds that have examples."""
    common, files = load_files()
    taught = {lesson.kind for lesson in lessons(common, files, ())}
    return [HARMLESS, *(file.kind for file in files if file.kind in taught)]


def lessons_of_the_project() -> tuple[list[Text], list[Text]]:
    """Return what families and people in danger say, and the example messages that are held apart."""
    content, forms = load_content(), Forms(load_vocabulary())
    common, files = load_files()
    rules, kinds = SafetyRules(common, files), kinds_of_danger()
    taught, held = [], []
    found, ordinary = lessons(common, files, ()), ordinary_phrases(content)
    for one in (*found, *beside_questions(found, ordinary)):
        text = Text(rules.plain(one.text), one.text.lower(), forms.plain(one.text), kinds.index(one.kind))
        (held if is_held_apart(one.text) else taught).append(text)
    labels = labels_of_phrases(content)
    number_of = {label: number for number, label in enumerate(sorted(set(labels.values())))}
    told, harmless = [], set(ordinary)
    for typed in _phrases(content):
        plain = forms.plain(typed)
        label = number_of.get(labels.get(plain, ""), UNKNOWN)
        kind = 0 if typed in harmless or labels.get(plain) in (OFF_TOPIC, NOT_HELD) else UNKNOWN
        told.append(Text(plain, typed.lower(), plain, kind, label))
    known = {text.typed for text in (*taught, *held)}
    return [*taught, *_once(text for text in told if text.plain and text.typed not in known)], held


def beside_questions(found: Sequence[Lesson], asked: Sequence[str]) -> list[Lesson]:
    """Return some lessons told before or after an ordinary question: "hes cut himself again, can he have a taxi".

    People hide danger behind what they dare to ask.

    Args:
        found: messages in danger, and harmless ones.
        asked: ordinary questions.
    """
    chance = random.Random(3)  # noqa: S311 - the same every time
    natural = [lesson for lesson in found if not lesson.hard and not is_held_apart(lesson.text)]
    joined = []
    for group in ([one for one in natural if one.kind != HARMLESS], [one for one in natural if one.kind == HARMLESS]):
        for lesson in chance.sample(group, JOINED):
            both = [lesson.text, chance.choice(asked)]
            chance.shuffle(both)
            joined.append(lesson._replace(text=both[0].rstrip(".") + chance.choice(BETWEEN) + both[1]))
    return joined


def labels_of_phrases(content: Content) -> dict[str, str]:
    """Return the entry or intent of each phrase in plain words, but of those that the matcher's gate is fitted on."""
    vocabulary, sentences = load_vocabulary(), load_sentences()
    found = dict(examples_of(Directory(content, ""), vocabulary, sentences))
    found |= dict.fromkeys(off_topic_sentences(vocabulary, sentences), OFF_TOPIC)
    return {text: label for text, label in found.items() if not is_for_the_gate(text)}


def everyday_language(wordnet: Path) -> list[Text]:
    """Return WordNet's glosses and examples, and questions as they are asked everywhere."""
    glosses = sorted(set(read_sentences(wordnet)))
    chosen = random.Random(1).sample(glosses, GLOSSES)  # noqa: S311 - the same every time
    asked = (Path(__file__).parent / "everyday_questions.txt").read_text(encoding="utf-8").splitlines()
    told = [Text(text, text, text, UNKNOWN, everyday=True) for text in chosen]
    return told + [Text(text.lower(), text.lower(), text.lower(), 0, everyday=True) for text in asked]


def _phrases(content: Content) -> list[str]:
    """Return phrases of all entries, names, intents' sentences, off-topic messages, and the sentences of entries."""
    found = [text for entry in content.entries.values() for text in (*entry.phrases, *entry.names)]
    found += [text for text, _ in load_sentences().plain]
    found += [text for bank in load_off_topic().values() for text in bank]
    found += content.not_held
    told = [f"{entry.summary} {entry.body or ''}" for entry in content.entries.values()]
    return found + [sentence for text in told for sentence in _SENTENCE.split(text)]


def _once(texts: Iterable[Text]) -> list[Text]:
    """Return each text once; what comes first stays."""
    return list({text.plain: text for text in reversed(list(texts))}.values())[::-1]
