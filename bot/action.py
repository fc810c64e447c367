"""What a button does: a small value that packs into callback data and means the same after a restart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.errors import StaleActionError

VERSION = "1"
MAX_BYTES = 64
"""Telegram Bot API: InlineKeyboardButton.callback_data holds 1 to 64 bytes."""


class Verb(StrEnum):
    """What happens when the button is tapped."""

    SHOW = "show"
    """Show an entry."""
    MORE = "more"
    """Show the rest of what we know about an entry."""
    EASY = "easy"
    """Show the easy-read text of an entry."""
    CALL = "call"
    """Send one phone number of an entry as a contact."""
    MAP = "map"
    """Send one location of an entry."""
    SAY = "say"
    """Do as if the person had said the intent."""
    DROP = "drop"
    """Forget one detail (``ages``, ``area``, ``needs``) and list again."""
    LIST = "list"
    """List a kind of thing, by its name, for the details told so far."""
    FIND = "find"
    """Do as if the person had typed one of the examples of the welcome."""


@dataclass(frozen=True)
class Action:
    """A verb and what it applies to."""

    verb: Verb
    target: str
    """Entry id, intent, detail, or the number of an example."""
    number: int = 0
    """Which contact or location of the entry."""

    def pack(self) -> str:
        """Return this as callback data.

        Raises:
            ValueError: it doesn't fit into 64 bytes.
        """
        packed = f"{VERSION}:{self.verb}:{self.target}" + (f":{self.number}" if self.number else "")
        if len(packed.encode()) > MAX_BYTES:
            raise ValueError(f"'{packed}' is longer than {MAX_BYTES} bytes: shorten the id")
        return packed

    @classmethod
    def unpack(cls, packed: str) -> Action:
        """Return the action of callback data.

        Raises:
            StaleActionError: it is of another version, or none of ours.
        """
        version, _, rest = packed.partition(":")
        verb, _, target = rest.partition(":")
        target, _, number = target.partition(":")
        known = version == VERSION and verb in {v.value for v in Verb} and target
        if not known or (number and not (number.isascii() and number.isdigit())):
            raise StaleActionError(packed)
        return cls(Verb(verb), target, int(number or 0))
