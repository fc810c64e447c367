"""The errors of the bot, all in one tree. People never see their texts.

BotError
├── StaleActionError  a button of an older version, or none of ours
└── SetupError        something is missing before the bot can start
"""

from __future__ import annotations


class BotError(Exception):
    """Base of everything the bot raises."""


class StaleActionError(BotError):
    """A button whose data we can't read any more."""

    def __init__(self, packed: str) -> None:
        super().__init__(f"this isn't button data of ours: {packed[:70]!r}")


class SetupError(BotError):
    """Something is missing before the bot can start; the message says how to mend it."""
