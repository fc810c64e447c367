"""The reply as a value: what to say, what can be tapped, and where it comes from. Knows no channel."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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
    """The whole line as read, such as ``Call 111 (option 2): day or night``."""
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
    latitude: float
    longitude: float
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


def as_plain_text(reply: Reply, *, number_choices: bool = True) -> str:
    """Return ``reply`` as a person would read it where nothing can be tapped; choices are written out as words."""
    parts = [block.text for block in reply.blocks]
    parts += ["\n".join(line.text for line in reply.contacts)] if reply.contacts else []
    parts += [f"{place.name}: {place.address}" for place in reply.places if place.address]
    parts += [block.text for block in reply.sources]
    if reply.choices:
        numbers = [f"{n}. " if number_choices else "- " for n in range(1, len(reply.choices) + 1)]
        parts.append("\n".join(number + c.label for number, c in zip(numbers, reply.choices, strict=True)))
    return "\n\n".join(part for part in parts if part)
