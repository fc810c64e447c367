"""Every word that the assistant says itself, as data with a checked shape."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from directory.errors import Problem
from directory.references import unknown_entries
from directory.yaml_file import parse_as, read_yaml
from intents.safety.kinds import FRONT_DOOR

FOLDER = Path(__file__).parent


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WelcomeWords(_Words):
    """The first message."""

    title: str
    text: str
    examples: tuple[str, ...]


class HelpWords(_Words):
    """What can be asked."""

    text: str


class EntryWords(_Words):
    """An answer about one entry."""

    how_to_get: str
    steps: str
    step: str
    deadline: str
    ask_instead: str
    unconfirmed: str
    unconfirmed_undated: str
    historic: str
    old: str
    free: str
    not_free: str
    ages: str
    also_was: str
    source: str
    source_undated: str


class ContactWords(_Words):
    """Lines that say how to reach somebody."""

    phone: str
    text: str
    email: str
    website: str
    for_: str = Field(alias="for")
    seen: str


class ButtonsWords(_Words):
    """Labels of buttons."""

    more: str
    easy: str
    urgent: str
    person: str
    help: str
    others: str
    not_it: str
    call: str
    website: str
    map: str
    hubs: str
    privacy: str
    drop: str


class ChoicesWords(_Words):
    """Offering several entries."""

    intro: str
    also_asked: str
    also_named: str
    also_likely: str
    several_names: str
    what_is_hard: tuple[str, ...]
    """Kinds of thing to list, by their names in the vocabulary, for somebody who hasn't said what is hard."""


class ListsWords(_Words):
    """Lists of entries."""

    title: str
    item: str
    item_near: str
    more: str
    one_more: str
    no_more: str
    again: str
    widened_part: str
    age: str
    ages: str
    place: str
    whole_wirral: str
    you: str
    under_a_mile: str
    about_one_mile: str
    about_miles: str
    outside_wirral: str
    days_unknown: str
    ages_unknown: str
    none_for_need: str
    narrow: str
    unknown_place: str
    other_postcode: str
    no_middle: str


class HubsWords(_Words):
    """The nearest family hub."""

    title: str
    where_are_you: str
    no_middle: str
    outside: str
    far: str
    distances: str


class FollowUpWords(_Words):
    """Answers to questions about what was just shown."""

    no_focus: str
    contacts: str
    contacts_of_guide: str
    no_contact: str
    cost_unknown: str
    cost_free: str
    cost_paid: str
    ages: str
    ages_fit: str
    ages_do_not_fit: str
    ages_unknown: str
    where: str
    where_unknown: str
    when: str
    when_unknown: str
    how: str
    how_long: str
    how_long_unknown: str
    after_no: str


class TermsWords(_Words):
    """Abbreviations and hard words."""

    meaning: str
    more_about: str
    source: str


class PrivacyWords(_Words):
    """What is kept."""

    text: str
    forgotten: str


class PersonWords(_Words):
    """The way to a human."""

    intro: str


class AfterwardsWords(_Words):
    """Small talk, by intent, in gentler words once urgent help was shown."""

    greet: str
    thanks: str
    goodbye: str


class UrgentWords(_Words):
    """Around the urgent numbers. What is said about each kind of danger stands in ``intents/safety``."""

    reviewed: date
    """When a person last checked these words; how often they must is in ``intents/safety/common.yaml``."""
    title: str
    text: str
    entries: tuple[str, ...]
    immediate: str
    unsure: str
    unsure_about_someone: str
    deaf: str
    deaf_calls: str
    after: str
    free: str
    sources: str
    source: str
    undated: str
    also_asked: str
    if_worse: str
    still_here: str
    not_safe: str
    safe: str
    glad: str
    hide: str
    quiet_exit: str
    afterwards: AfterwardsWords


class NothingWords(_Words):
    """Nothing found, and texts without a question."""

    text: str
    nearest: str
    what_for: str
    empty: str
    number: str
    too_long: str
    cannot_ring: str
    again: str


class NotTextWords(_Words):
    """Voice, pictures and other things that aren't text."""

    voice: str
    photo: str
    sticker: str
    document: str
    other: str


class ErrorsWords(_Words):
    """When something went wrong."""

    text: str
    stale: str
    gone: str
    unknown_command: str


class InlineWords(_Words):
    """What can be shared in any chat, by typing the bot's name and a few words."""

    ask: str
    invitation: str
    open: str
    shortened: str
    instead: dict[str, str]
    """How a reply ended that shows no entry -> the title of the one article that stands in for it; else ``ask``."""


class TelegramWords(_Words):
    """What Telegram shows about the bot, and what only Telegram can do."""

    short_description: str
    description: str
    commands: dict[str, str]
    inline: InlineWords


class TerminalWords(_Words):
    """The chat in a terminal."""

    prompt: str
    hint: str
    bad_number: str


class Wording(_Words):
    """All wording of one language."""

    welcome: WelcomeWords
    help: HelpWords
    entry: EntryWords
    contact: ContactWords
    buttons: ButtonsWords
    choices: ChoicesWords
    lists: ListsWords
    hubs: HubsWords
    follow_up: FollowUpWords
    terms: TermsWords
    privacy: PrivacyWords
    person: PersonWords
    urgent: UrgentWords
    nothing: NothingWords
    not_text: NotTextWords
    errors: ErrorsWords
    telegram: TelegramWords
    terminal: TerminalWords
    days: dict[str, str]
    """Weekday as in iCalendar -> its name."""
    smalltalk: dict[str, str]
    """Intent -> what is said."""


def load_wording(language: str = "en", folder: Path = FOLDER) -> Wording:
    """Load the wording of one language.

    Raises:
        ContentError: a key is missing, unknown or misspelt; each with its line.
    """
    return parse_as(Wording, read_yaml(folder / f"{language}.yaml"))


def unknown_in_wording(known: Collection[str], language: str = "en", folder: Path = FOLDER) -> list[Problem]:
    """Return a problem for every entry that the wording names and that isn't ``known``.

    Raises:
        ContentError: the file itself has mistakes.
    """
    file = read_yaml(folder / f"{language}.yaml")
    entries = parse_as(Wording, file).urgent.entries
    named = ((("urgent", "entries", index), entry) for index, entry in enumerate(entries))
    return unknown_entries(file, named, {FRONT_DOOR, *known})
