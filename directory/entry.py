"""The content model: what an entry may hold.

Names follow Open Referral UK (organisation, service, location, schedule, contact, cost option) and SEND law.
Editors write these as YAML; ``loading`` reads them.
"""

from __future__ import annotations

import re
from datetime import date, time
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
PARTIAL_DATE_PATTERN = r"^(\d{4}(-\d{2}(-\d{2})?)?|undated)$"


def _plain_text(value: Any) -> Any:
    """YAML reads ``2025`` as a number and ``2025-01-31`` as a date; both are meant as text here."""
    if isinstance(value, date | int) and not isinstance(value, bool):
        return str(value)
    return value


def _real_date(value: str) -> str:
    if value != "undated":
        year, month, day = (*(int(part) for part in value.split("-")), 1, 1)[:3]
        try:
            date(year, month, day)
        except ValueError as error:
            raise ValueError(f"is '{value}', which isn't in the calendar ({error}): correct it") from error
    return value


def _quoted_time(value: Any) -> Any:
    """YAML reads ``10:00`` without quotes as 600, which would become ten past midnight."""
    if isinstance(value, int | float):
        raise ValueError('must be a time in quotes, such as "10:00"')
    return value


EntryId = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=50)]
"""Kebab-case, stable for ever; at most 50 characters, so that it fits into button data."""

PartialDate = Annotated[
    str,
    BeforeValidator(_plain_text),
    StringConstraints(pattern=PARTIAL_DATE_PATTERN),
    AfterValidator(_real_date),
]
"""``2025``, ``2025-01``, ``2025-01-31`` or ``undated``: sources are seldom dated to the day."""

ClockTime = Annotated[time, BeforeValidator(_quoted_time)]

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Kind(StrEnum):
    """What an entry is."""

    SERVICE = "service"
    ACTIVITY = "activity"
    HUB = "hub"
    GUIDE = "guide"
    PLACE = "place"
    URGENT = "urgent"


class Status(StrEnum):
    """Whether families may rely on an entry."""

    CURRENT = "current"
    """A source of the last two years, or the service's own live page, shows it running."""
    UNCONFIRMED = "unconfirmed"
    """Only older or unsure sources; the answer says "check it still runs"."""
    HISTORIC = "historic"
    """Ended or last seen years ago; never offered as a current service."""


class Audience(StrEnum):
    """Who an entry is for."""

    PARENTS = "parents"
    YOUNG_PEOPLE = "young-people"
    PROFESSIONALS = "professionals"


class Weekday(StrEnum):
    """Days as iCalendar (RFC 5545) and Open Referral UK write them."""

    MO = "MO"
    TU = "TU"
    WE = "WE"
    TH = "TH"
    FR = "FR"
    SA = "SA"
    SU = "SU"


class Part(BaseModel):
    """Base of every part of an entry: unknown keys are mistakes, values don't change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_enum_values=False)


class Source(Part):
    """Where a fact comes from."""

    key: Annotated[str, StringConstraints(pattern=r"^s\d+$")]
    """Short name inside this entry, such as ``s1``."""
    document: Text
    """A document's file name from ``documents.yaml``, or a full web address."""
    where: str | None = None
    """Heading, paragraph or section in it."""
    as_of: PartialDate
    """Date of the source."""
    supports: tuple[Text, ...] = Field(min_length=1)
    """Fields of the entry that rest on it, such as ``summary``, ``body`` or ``steps``."""


class Contact(Part):
    """One way to reach somebody; shown only with its source and date."""

    type: Literal["phone", "text", "email", "website"]
    value: Text
    for_: Annotated[str | None, Field(alias="for")] = None
    """Who or what it is for, such as ``young people 11 to 19``."""
    hours: str | None = None
    """When it is answered, in plain words."""
    sources: tuple[str, ...] = Field(min_length=1)
    """Keys of the entry's sources that show it."""
    checked: PartialDate
    """When a source last showed it."""
    confidence: Literal["high", "medium", "low"] = "high"
    """``low`` is kept for editors to confirm and never shown to families."""


class Location(Part):
    """A place people can go to."""

    name: str | None = None
    address_1: str | None = None
    town: str | None = None
    postcode: str | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    accessibility: str | None = None
    """What makes it easier or harder to use for disabled people."""
    sources: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _both_coordinates_or_none(self) -> Location:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("give both latitude and longitude, or neither")
        return self

    @property
    def address(self) -> str:
        """The address on one line, as far as we hold it."""
        return ", ".join(filter(None, (self.address_1, self.town, self.postcode)))


class Schedule(Part):
    """When it runs."""

    days: tuple[Weekday, ...] = ()
    opens_at: ClockTime | None = None
    closes_at: ClockTime | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    notes: str | None = None
    sources: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Schedule:
        if self.opens_at and self.closes_at and self.opens_at >= self.closes_at:
            raise ValueError("opens_at must be before closes_at")
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValueError("valid_from must not be after valid_to")
        return self


class Ages(Part):
    """Ages in years, both ends included."""

    from_: Annotated[int, Field(alias="from", ge=0, le=99)] = 0
    to: Annotated[int, Field(ge=0, le=99)] = 25

    @model_validator(mode="after")
    def _in_order(self) -> Ages:
        if self.from_ > self.to:
            raise ValueError(f"ages run from young to old: 'from' is {self.from_}, 'to' is {self.to}")
        return self

    def overlaps(self, low: int, high: int) -> bool:
        """Tell whether anyone aged ``low`` to ``high`` years fits."""
        return self.from_ <= high and low <= self.to


class Cost(Part):
    """What it costs."""

    free: bool
    notes: str | None = None


class Step(Part):
    """One step of a guide."""

    title: Text
    text: Text
    deadline: EntryId | None = None
    """Key of a rule in ``deadlines.yaml``."""
    next: EntryId | None = None
    """Entry to open from this step."""
    after_no: bool = False
    """True where it says what to do after a refusal: the answer to "they said no"."""


class Entry(Part):
    """Anything we can show to a family."""

    id: EntryId
    kind: Kind
    name: Annotated[Text, StringConstraints(max_length=90)]
    also_known_as: tuple[Text, ...] = ()
    former_names: tuple[Text, ...] = ()
    """Names it had once; people still ask for them."""
    organisation: EntryId | None = None
    status: Status
    background: bool = False
    """True for boards, strategies and past services: answered when asked for by name, never suggested."""
    audience: tuple[Audience, ...] = Field(min_length=1)
    ages: Ages | None = None
    """None where no source gives ages."""
    needs: tuple[EntryId, ...] = ()
    topics: tuple[EntryId, ...] = Field(min_length=1)
    summary: Text
    easy_read: Text
    for_young_people: str | None = None
    body: Text | None = None
    how_to_get: Text | None = None
    ask_instead: tuple[EntryId, ...] = ()
    """Entries whose contacts are given where this one holds none."""
    cost: Cost | None = None
    contacts: tuple[Contact, ...] = ()
    locations: tuple[Location, ...] = ()
    schedule: tuple[Schedule, ...] = ()
    steps: tuple[Step, ...] = ()
    phrases: tuple[Text, ...] = ()
    duties: tuple[str, ...] = ()
    related: tuple[EntryId, ...] = ()
    conflicts: tuple[Text, ...] = ()
    """Where sources disagree and an editor has to ask: what each says. Families don't see it."""
    sources: tuple[Source, ...] = Field(min_length=1)
    checked: PartialDate
    """When a source or a person last confirmed the whole entry; not the same as edited."""
    review_by: date

    @model_validator(mode="after")
    def _steps_only_in_guides(self) -> Entry:
        if self.steps and self.kind not in (Kind.GUIDE, Kind.URGENT):
            raise ValueError("only guides have steps: move them to how_to_get, or make this a guide")
        return self

    @property
    def shown_contacts(self) -> tuple[Contact, ...]:
        """Contacts that families may see: none with low confidence, none of something historic."""
        if self.status is Status.HISTORIC:
            return ()
        return tuple(contact for contact in self.contacts if contact.confidence != "low")

    @property
    def after_no(self) -> Step | None:
        """What to do after a refusal, where we know it."""
        return next((step for step in self.steps if step.after_no), None)

    @property
    def family_facing(self) -> bool:
        """True where a parent or a young person may be offered this entry."""
        return not self.background and self.status is not Status.HISTORIC

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that people may call it by."""
        return (self.name, *self.also_known_as, *self.former_names)


class Organisation(Part):
    """Who runs a service."""

    id: EntryId
    name: Text
    plain: Text
    """What it is, in one plain sentence."""
    source: Text
    as_of: PartialDate


class Document(Part):
    """A document that entries cite by its file name."""

    file: Text
    title: Text
    as_of: PartialDate


class Deadline(Part):
    """A period or date set by law, kept here and nowhere else. Entries write it as ``{id}``."""

    id: EntryId
    period: Text
    """As read in a sentence, such as ``6 weeks``."""
    rule: Text
    """Who must do what by then, in one plain sentence."""
    law: Text
    """Regulation or section."""
    source: Text
    as_of: PartialDate


class GlossaryTerm(Part):
    """An abbreviation or a word that needs explaining."""

    term: Text
    also: tuple[Text, ...] = ()
    """Other spellings."""
    meaning: Text
    """What the letters stand for."""
    plain: Text
    """One plain sentence."""
    entry: EntryId | None = None
    """Where to read on."""
    exact_case: bool = False
    """True where the letters are also an everyday word (HI, IT): they count only in capitals, or after "what is"."""
    source: Text
    as_of: PartialDate


class JargonTerm(Part):
    """A word of SEND, council or NHS jargon."""

    word: Text
    plain: Text
    """What to say instead."""


class TaxonomyTerm(Part):
    """A need or a topic, in Open Referral UK's sense of a taxonomy term."""

    id: EntryId
    name: Text
    """As read after "help with", such as ``sleep``."""
    ages: Ages | None = None
    """Of a topic: whom it is for, where an entry tells no ages of its own."""


class Taxonomy(Part):
    """The needs and topics that entries may use."""

    needs: tuple[TaxonomyTerm, ...]
    topics: tuple[TaxonomyTerm, ...]


class Area(Part):
    """A town, district or postcode district, with its middle for distances."""

    id: EntryId
    name: Text
    kind: Literal["town", "district", "ward", "place", "postcode"]
    also: tuple[Text, ...] = ()
    outward: tuple[Annotated[str, StringConstraints(pattern=r"^CH\d{2}$")], ...] = ()
    """Postcode districts it lies in."""
    latitude: float | None = None
    longitude: float | None = None
    in_wirral: bool = True
    source: Text
    as_of: PartialDate


class Duty(Part):
    """Something the law asks a local offer to hold."""

    key: Text
    name: Text
    law: Text
    verified: bool
    theme: bool = False


PLACEHOLDER = re.compile(r"\{([a-z0-9-]+)\}")
"""A deadline written into a text, such as ``{ehc-decision-to-assess}``."""
