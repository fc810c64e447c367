"""One message on its way to a reply."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.action import Action
from bot.conversation import Conversation
from bot.wording import Wording
from directory.areas import Point
from directory.library import Directory
from intents.matcher import Matcher
from intents.understanding import Understanding


@dataclass(frozen=True)
class Message:
    """What a person sent: text, a tap or a place; exactly one of them counts, in the order tap, place, text."""

    text: str = ""
    action: Action | None = None
    point: Point | None = None
    """A shared location. Used for this one answer and never stored."""
    at: datetime | None = None
    """Taken as now; the clock if None."""


@dataclass(frozen=True)
class Knowledge:
    """Everything an answer may draw on. One object for each state of the directory."""

    directory: Directory
    matcher: Matcher
    wording: Wording
    conversation_hours: float = 12.0


@dataclass
class Turn:
    """A message, what is known, and what will be remembered afterwards."""

    message: Message
    knowledge: Knowledge
    conversation: Conversation
    """What was remembered before; an answer replaces it by what to remember next."""
    understanding: Understanding = field(default_factory=lambda: Understanding("nothing"))

    @property
    def directory(self) -> Directory:
        """The entries."""
        return self.knowledge.directory

    @property
    def wording(self) -> Wording:
        """The words."""
        return self.knowledge.wording

    def now(self) -> datetime:
        """Return the time that counts as now."""
        return self.message.at or datetime.now(UTC)

    def remember(self, **changes: object) -> None:
        """Change what will be remembered."""
        self.conversation = self.conversation.model_copy(update=changes)
