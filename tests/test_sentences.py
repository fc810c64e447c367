"""Every intent has its own test file, and no test sentence is taken for another intent (the over-match check)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from directory.library import Directory
from directory.yaml_file import parse_as, read_yaml
from intents.cleaning import clean, plain_words
from intents.matcher import Matcher
from intents.sentences import FOLDER, Sentences
from intents.understanding import Understanding

SENTENCES = FOLDER / "en"
TESTS = Path(__file__).parent / "sentences" / "en"

FEWEST = 8
"""An intent with fewer test sentences is not finished."""

SAME_ANSWER = {("guide-talk-to-a-person", "talk-to-a-person")}
"""Entries that say what the intent of the same name says."""


def no_slots(_slot: str, _words: str) -> bool:
    return False


class Said(BaseModel):
    """One sentence as people type it."""

    model_config = ConfigDict(extra="forbid")

    text: str
    slots: dict[str, Any] = {}
    """Details that must be read from it; others don't matter. ``details_of`` lists them all."""


class SaidFile(BaseModel):
    """One file of ``tests/sentences/en``."""

    model_config = ConfigDict(extra="forbid")

    intent: str
    sentences: tuple[Said, ...]


FILES = {path.stem: parse_as(SaidFile, read_yaml(path)) for path in sorted(TESTS.glob("*.yaml"))}
SAID = [pytest.param(name, said, id=f"{name}: {said.text}") for name, file in FILES.items() for said in file.sentences]


def details_of(understood: Understanding) -> dict[str, Any]:
    slots = understood.slots
    groups = understood.sentence.groups if understood.sentence else {}
    return {
        "ages": list(slots.ages) if slots.ages else None,
        "area": slots.area,
        "days": [day.value for day in slots.days],
        "needs": sorted(slots.needs),
        "thing": slots.thing,
        "asking": slots.asking.value if slots.asking else None,
        "entry": understood.entries[0] if understood.entries else None,
        **{slot: words for slot, words in groups.items() if slot in ("term", "position")},
    }


def test_every_intent_has_its_test_file_and_every_test_file_its_intent() -> None:
    assert {path.stem for path in SENTENCES.glob("*.yaml")} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_test_file_names_its_intent_and_holds_enough_different_sentences(name: str) -> None:
    file = FILES[name]
    texts = {said.text for said in file.sentences}
    assert file.intent == name
    assert len(texts) == len(file.sentences), f"{name}.yaml has a sentence twice"
    assert len(texts) >= FEWEST, f"{name}.yaml has {len(texts)} sentences: write {FEWEST} or more"


def test_no_sentence_stands_in_the_files_of_two_intents() -> None:
    seen: dict[str, str] = {}
    for name, file in FILES.items():
        for said in file.sentences:
            other = seen.setdefault(said.text.lower(), name)
            assert other == name, f"'{said.text}' stands in {other}.yaml and {name}.yaml"


@pytest.mark.parametrize(("name", "said"), SAID)
def test_a_sentence_means_its_own_intent_and_no_other(
    matcher: Matcher, sentences: Sentences, name: str, said: Said
) -> None:
    after_answer = sentences.intents[name].needs_last_turn

    understood = matcher.understand(said.text, after_answer=after_answer)

    ranked = understood.prediction.ranked[:3] if understood.prediction else ()
    matched = understood.sentence.template if understood.sentence else [label for label, _ in ranked]
    # What we are not for may also be called "not found": either way it is turned away.
    meant = {"off-topic", "nothing"} if name == "off-topic" else {name}
    assert understood.intent in meant, (
        f"tests/sentences/en/{name}.yaml: '{said.text}' is taken for {understood.intent} "
        f"({understood.how}; entries {list(understood.entries)}; matched {matched})"
    )
    found = details_of(understood)
    assert {key: found.get(key) for key in said.slots} == said.slots


def test_no_entry_is_called_what_an_intent_is_asked_for_with(directory: Directory, sentences: Sentences) -> None:
    """Names win over sentences: such an entry would answer in the intent's place."""
    taken = {
        (entry.id, name, match.intent)
        for entry in directory.content.entries.values()
        for name in entry.names
        for match in sentences.match(plain_words(clean(name)), no_slots)
    }
    wrong = {(entry, name, intent) for entry, name, intent in taken if (entry, intent) not in SAME_ANSWER}
    assert wrong == set()
