"""What a message may mean: the names of intents, what was understood, and the rules that no learning sets."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from directory.yaml_file import parse_as, read_yaml
from intents.model.text_model import Prediction
from intents.sentences import SentenceMatch
from intents.slots import Slots

SHOW_ENTRY = "show-entry"
LIST = "list"
ACTIVITIES = "activities"
EXPLAIN_TERM = "explain-term"
NOTHING = "nothing"
DETAILS_ONLY = "refine"
HUBS = "nearest-hub"
HUMAN = "talk-to-a-person"
URGENT_NUMBERS = "urgent-help"
HELP = "help"
PRIVACY = "privacy"
WELCOME = "start"
NOT_IT = "not-what-i-meant"
YES, NO = "say-yes", "say-no"


class MatchingRules(BaseModel):
    """``matching.yaml``: what is no matter of learning."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    offered: int
    """How many entries are offered at most."""
    worth_offering: float
    """Share of the best label's probability that another one needs to be offered beside it."""
    second_need: float
    """The same share for an entry that a part of a longer message asks for, so that it is answered besides."""
    likely_need: float
    """Chance from which an entry that a part asks for, and nobody is sure of, is named besides."""
    told_need: float
    """The same where the part doesn't ask, but tells what is so."""
    not_held: float
    """Chance from which we say that no entry answers; below, entries are offered."""
    off_topic: float
    """Chance of being on topic below which a message is called off topic; above, we say that we found nothing."""
    pressing: tuple[str, ...]
    """Topics, the most pressing first: of two needs in one message, it is answered first."""


@dataclass(frozen=True)
class Understanding:
    """What a text means, and why we think so."""

    intent: str
    """Name of an intent; ``show-entry`` when entries answer it; ``nothing`` when nothing fits."""
    slots: Slots = field(default_factory=Slots)
    entries: tuple[str, ...] = ()
    """Ids of entries that fit, best first."""
    sure: bool = False
    """True where the first entry can be answered; False where the entries should be offered."""
    how: str = "none"
    """``exact``, ``learnt``, ``fuzzy`` (after mending spelling) or ``none``."""
    sentence: SentenceMatch | None = None
    prediction: Prediction | None = None
    """What was learnt says of it; None if its wording was known exactly."""
    text: str = ""
    """The plain words that were compared."""
    besides: tuple[str, ...] = ()
    """Entries for another need in the same message."""
    likely_besides: tuple[str, ...] = ()
    """The same where we aren't sure of them: they are only named."""
    lists: tuple[Slots, ...] = ()
    """What a list is asked for besides, such as clubs; its details tell of what."""
    position: int | None = None
    """Place in the last list, from 1, that a question is about: "is the first one free"."""
    nearest: tuple[str, ...] = ()
    """Where nothing is found: entries that may be near to what is meant."""
    left_out: tuple[str, ...] = ()
    """Entries that a list must not hold: "clubs, not The Hive"."""
    another: bool = False
    """True where it is about another child now: what was told of the one before counts no more."""


@dataclass(frozen=True)
class Wish:
    """What one part of a message asks for: an entry or a list."""

    what: str
    """Id of the entry, or name of the kind of thing."""
    entry: str | None = None
    slots: Slots = field(default_factory=Slots)
    """Of a list: its details."""
    known: bool = False
    """True if its wording is known exactly."""
    sure: bool = True
    asked: bool = True
    """False where the part tells what is so and asks for nothing."""
    chance: float = 1.0
    """How likely it is, where that was learnt."""


def load_rules(path: Path = Path(__file__).parent / "matching.yaml") -> MatchingRules:
    """Load the rules; raises ``ContentError``."""
    return parse_as(MatchingRules, read_yaml(path))
