"""A Telegram Bot API server on the loopback interface, for end-to-end tests."""

from .people import Article, Button, Group, InlineAnswer, Person, SentMessage
from .server import BotApiServer

__all__ = ["Article", "BotApiServer", "Button", "Group", "InlineAnswer", "Person", "SentMessage"]
