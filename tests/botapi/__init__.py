"""A Telegram Bot API server on the loopback interface, for end-to-end tests."""

from .people import Button, Group, Person, SentMessage
from .server import BotApiServer

__all__ = ["BotApiServer", "Button", "Group", "Person", "SentMessage"]
