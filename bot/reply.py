"""The reply as a value: what to say, what can be tapped, and where it comes from. Knows no channel."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from bot.action import Action
from directory.entry import Contact


class Status(StrEnum):
    """How a question ended; counted, so that editors see what people ask and don't find."""

    ANSWERED = "answered"
    CHOICES = "choices"
    ASKED_BACK = "asked_back"
    NOTHING_FOUND = "nothing_found"
    URGENT = "urgent"
    SMALLTALK = "smalltalk"
    OFF_TOPIC = "off_topic"
    FLOW = "flow"
    ERROR = "error"


class BlockKind(StrEnum):
    """How a block of text is meant."""

    TITLE = "title"
    TEXT = "text"
    HEADING = "heading"
    NOTE = "note"
    """Smaller print: source, date."""


@dataclass(frozen=True)
class Block:
    """One paragraph or more of plain text; paragraphs are parted by an empty line."""

    text: str
    kind: BlockKind = BlockKind.TEXT


@dataclass(frozen=True)
class Choice:
    """Something to tap or type next."""

    label: str
    action: Action


@dataclass(frozen=True)
class ContactLine:
    """A contact, ready to be shown."""

    text: str
    """The line as read, such as ``Call 0800 1111, for children and young people (24 hours)``."""
    contact: Contact
    entry_id: str
    number: int
    """Its place among the entry's shown contacts, from 0."""
    name: str
    """Who answers."""


@dataclass(frozen=True)
class Place:
    """A place on the map."""

    name: str
    address: str
    latitude: float | None
    """None where we hold an address and no position."""
    longitude: float | None
    entry_id: str
    number: int


@dataclass(frozen=True)
class Reply:
    """One answer."""

    status: Status
    blocks: tuple[Block, ...]
    intent: str = ""
    entries: tuple[str, ...] = ()
    """Ids as shown, best first."""
    contacts: tuple[ContactLine, ...] = ()
    places: tuple[Place, ...] = ()
    sources: tuple[Block, ...] = ()
    """Where the facts come from; shown below everything else."""
    choices: tuple[Choice, ...] = ()
    ends: bool = False
    """True where they surely said goodbye: a channel that can be closed closes."""


BOLD = re.compile(r"\*\*([^*]+)\*\*")
"""How an editor marks bold words in an entry."""


def without_marks(text: str) -> str:
    """Return ``text`` without the marks of bold words, for channels that show only words."""
    return BOLD.sub(r"\1", text)


def contacts_text(reply: Reply) -> str:
    """Return the contacts as lines, under the name of who answers where the title doesn't say it already."""
    title = next((block.text for block in reply.blocks if block.kind is BlockKind.TITLE), "")
    paragraphs = []
    for name, lines in groupby(reply.contacts, key=lambda line: line.name):
        texts = [line.text for line in lines]
        if name in title:
            paragraphs.append("\n".join(texts))
        elif len(texts) == 1:
            paragraphs.append(f"{name}: {texts[0]}")
        else:
            paragraphs.append("\n".join([f"{name}:", *(f"- {text}" for text in texts)]))
    return "\n".join(paragraphs)


def place_lines(reply: Reply) -> list[str]:
    """Return the addresses that no block tells already."""
    told = "\n".join(block.text for block in reply.blocks)
    return [f"{place.name}: {place.address}" for place in reply.places if place.address and place.address not in told]


def as_plain_text(reply: Reply, *, number_choices: bool = True) -> str:
    """Return ``reply`` as a person would read it where nothing can be tapped; choices are written out as words."""
    parts = [without_marks(block.text) for block in reply.blocks]
    parts.append(contacts_text(reply))
    parts += place_lines(reply)
    parts += [without_marks(block.text) for block in reply.sources]
    if reply.choices:
        numbers = [f"{n}. " if number_choices else "- " for n in range(1, len(reply.choices) + 1)]
        parts.append("\n".join(number + c.label for number, c in zip(numbers, reply.choices, strict=True)))
    return "\n\n".join(part for part in parts if part)
