"""Conversations of real people: what is said, and what must come back. They stand in ``tests/conversations``."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, Field

from bot.assistant import Assistant
from bot.reply import Status, as_plain_text
from bot.store import ConversationsInMemory
from bot.turn import Message
from bot.wording import load_wording
from directory.areas import Point
from directory.library import Library
from directory.yaml_file import parse_as, read_yaml

FOLDER = Path(__file__).parent / "conversations"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(Strict):
    """A shared location."""

    latitude: float
    longitude: float


class Said(Strict):
    """One message, and what must come back. What isn't named may be anything."""

    says: str = ""
    taps: str | None = None
    """The label of a choice of the last reply; its beginning is enough."""
    shares: Place | None = None
    status: Status | tuple[Status, ...] | None = None
    intent: str | None = None
    first: str | None = None
    """The entry that must be first."""
    among: str | None = None
    """An entry that must be among those shown."""
    text: tuple[str, ...] = ()
    """Words that must be in the text; capitals don't matter."""
    not_text: tuple[str, ...] = ()
    """Words that must not be in the text."""
    offers: tuple[str, ...] = ()
    """Labels that must be among the choices; their beginnings are enough."""


class Talk(Strict):
    """One conversation."""

    who: str
    """Who is talking, for the name of the test."""
    turns: tuple[Said, ...] = Field(min_length=1)


TALKS = [
    pytest.param(talk, id=f"{path.stem}: {talk.who}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for talk in parse_as(tuple[Talk, ...], read_yaml(path))
]


@pytest.fixture(scope="module")
def assistant(library: Library) -> Assistant:
    return Assistant(library, load_wording(), ConversationsInMemory())


@pytest.mark.parametrize("talk", TALKS)
def test_the_conversation_goes_as_it_should(assistant: Assistant, talk: Talk) -> None:
    choices: dict[str, Message] = {}
    for said in talk.turns:
        message = _message(said, choices)
        reply = assistant.reply(message, talk.who)
        text = as_plain_text(reply).lower()
        labels = [choice.label for choice in reply.choices]
        where = f"after {said.taps or said.says!r}: {reply.status} {reply.intent} {reply.entries}\n{text}"
        if said.status is not None:
            wanted = said.status if isinstance(said.status, tuple) else (said.status,)
            assert reply.status in wanted, where
        assert said.intent in (None, reply.intent), where
        assert said.first in (None, *reply.entries[:1]), where
        assert said.among in (None, *reply.entries), where
        assert [word for word in said.text if word.lower() not in text] == [], where
        assert [word for word in said.not_text if word.lower() in text] == [], where
        assert [o for o in said.offers if not any(label.startswith(o) for label in labels)] == [], where
        assert "{" not in text, where
        choices = {choice.label: Message(action=choice.action) for choice in reply.choices}


def _message(said: Said, choices: dict[str, Message]) -> Message:
    if said.taps is not None:
        return next(message for label, message in choices.items() if label.startswith(said.taps))
    if said.shares is not None:
        return Message(point=Point(said.shares.latitude, said.shares.longitude))
    return Message(said.says)


def test_there_are_enough_conversations_and_each_has_a_name_of_its_own() -> None:
    people = [talk.who for param in TALKS for talk in param.values]
    assert len(people) >= 15
    assert len(people) == len(set(people))
