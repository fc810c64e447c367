"""What is remembered between two messages of one person. Never the text of a message."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from directory.entry import Audience, Kind, Weekday
from intents.slots import Slots


class Card(StrEnum):
    """How urgent help was shown."""

    TOLD = "told"
    """The numbers, and a few words."""
    ASKED = "asked"
    """The numbers, and the question whether they are safe."""


class Conversation(BaseModel):
    """The last turn and the details told so far."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    focus: str | None = None
    """Id of the entry that "it" and "they" mean."""
    shown: tuple[str, ...] = ()
    """Ids of the last answer, best first."""
    listed: tuple[str, ...] = ()
    """Ids of the last page of a list, to go back to."""
    offered: tuple[str, ...] = ()
    """Ids of the entries on the buttons of the last reply."""
    last: str = ""
    """Intent of the last reply."""
    waiting: tuple[str, ...] = ()
    """Ids that fit too and weren't shown yet."""
    ages: tuple[int, int] | None = None
    area: str | None = None
    days: tuple[Weekday, ...] = ()
    needs: frozenset[str] = frozenset()
    thing: str | None = None
    kinds: frozenset[Kind] = frozenset()
    topics: frozenset[str] = frozenset()
    asking: Audience | None = None
    urgent: bool = False
    """True once urgent help was shown: it stays one tap away."""
    card: Card | None = None
    """What urgent help was shown last, until something else is answered."""

    @property
    def started(self) -> bool:
        """True if something was answered before."""
        return bool(self.shown or self.thing)

    @property
    def answered(self) -> bool:
        """True if that was an entry or a list of a kind of thing: more than what may be meant."""
        return bool(self.focus or self.thing)

    @property
    def slots(self) -> Slots:
        """The details told so far."""
        return Slots(
            ages=self.ages,
            area=self.area,
            days=self.days,
            needs=self.needs,
            thing=self.thing,
            kinds=self.kinds,
            topics=self.topics,
            asking=self.asking,
        )

    def with_slots(self, slots: Slots) -> Conversation:
        """Return this with other details."""
        return self.model_copy(
            update={
                "ages": slots.ages,
                "area": slots.area,
                "days": slots.days,
                "needs": slots.needs,
                "thing": slots.thing,
                "kinds": slots.kinds,
                "topics": slots.topics,
                "asking": slots.asking,
            }
        )
