"""Checks on whether families reach somebody: formats, contacts in texts, the same name or number twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import phonenumbers

from directory.entry import Contact, Entry
from directory.errors import Problem
from directory.quality.inspection import Inspection
from directory.references import texts_of

EMAIL = re.compile(r"[a-z0-9._%+-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}", re.IGNORECASE)
HOST = re.compile(r"([a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}")
"""A whole British postcode as Royal Mail writes it."""

SHORT_CODES = frozenset({"999", "101", "111", "112", "105", "119", "18000"})
"""Three-digit and relay numbers that reach somebody in Britain."""

TEXT_CODE = re.compile(r"[6-8]\d{4,5}")
"""Numbers of five or six digits that take text messages."""

UNITED_KINGDOM = 44
"""Country code of a phone number."""

RELAY = "18001 "
"""Goes before a number, for people who type instead of speaking."""

NAMED_IN_TEXTS = frozenset({"999", "111", "101"})
"""The only numbers that a text may name: people know them by heart."""

_WEB_OR_EMAIL = re.compile(
    r"https?://\S+|\bwww\.\S+|\S+@\S+\.\w+|\b[\w-]+\.(?:co\.uk|org\.uk|gov\.uk|nhs\.uk|sch\.uk|org|com|net)\b",
    re.IGNORECASE,
)
_RING_A_CODE = re.compile(r"\b(?:ring|call|phone|text|dial|number)\s+(\d{3,6}(?: \d{3})?)\b", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"(?<![\d,.£])(?:\+44[\d ]{8,}|0\d[\d ]{7,}\d|116 ?\d{3}|\d{5,6})(?![\d,.]*\d)")


def phone_format(inspection: Inspection) -> Iterator[Problem]:
    """A number that can't be dialled in Britain. One for callers from abroad may start with +44."""
    yield from _contacts(inspection, {"phone", "text"}, lambda contact: _phone_fault(contact.value))


def email_format(inspection: Inspection) -> Iterator[Problem]:
    """An email address that can't be one."""
    yield from _contacts(
        inspection,
        {"email"},
        lambda contact: None if EMAIL.fullmatch(contact.value) else "isn't an email address",
    )


def url_format(inspection: Inspection) -> Iterator[Problem]:
    """A web address that a browser wouldn't open."""
    yield from _contacts(inspection, {"website"}, lambda contact: _url_fault(contact.value))
    for entry in inspection.entries:
        for index, source in enumerate(entry.sources):
            if "://" in source.document and (fault := _url_fault(source.document)):
                yield inspection.blocks(entry, ["sources", index, "document"], f"'{source.document}' {fault}")


def postcode_format(inspection: Inspection) -> Iterator[Problem]:
    """A postcode that isn't written as ``CH41 2AB``."""
    for entry in inspection.entries:
        for index, location in enumerate(entry.locations):
            if location.postcode and not POSTCODE.fullmatch(location.postcode):
                message = f"'{location.postcode}' isn't a whole postcode: write it as CH41 2AB"
                yield inspection.blocks(entry, ["locations", index, "postcode"], message)


def contact_in_text(inspection: Inspection) -> Iterator[Problem]:
    """A number or an address in a text, where it would grow old unseen. 999, 111 and 101 may be named."""
    for entry in inspection.entries:
        for place, text in texts_of(entry):
            for found in _contacts_in(text):
                message = f"names '{found}': move it to 'contacts', where it has a source and a date"
                yield inspection.blocks(entry, place, message)


def duplicate_name(inspection: Inspection) -> Iterator[Problem]:
    """One name for two entries: nobody would know which is meant."""
    holders: dict[str, list[Entry]] = defaultdict(list)
    for entry in inspection.entries:
        for name in dict.fromkeys(name.casefold() for name in entry.names):
            holders[name].append(entry)
    for name, entries in holders.items():
        for entry in entries[1:]:
            message = f"is also called '{name}', as {entries[0].id} is: give the name to one of them"
            yield inspection.blocks(entry, ["also_known_as"], message)


def duplicate_phone(inspection: Inspection) -> Iterator[Problem]:
    """One number in two entries: it has to be mended twice. For two organisations it must be wrong."""
    yield from _duplicates(
        inspection,
        "contacts",
        lambda contact: _digits(contact) if contact.type == "phone" else None,
    )


def duplicate_postcode(inspection: Inspection) -> Iterator[Problem]:
    """One postcode in two entries: are they the same place?"""
    yield from _duplicates(inspection, "locations", lambda location: location.postcode)


def _contacts(inspection: Inspection, types: set[str], fault_of: Callable[[Contact], str | None]) -> Iterator[Problem]:
    for entry in inspection.entries:
        for index, contact in enumerate(entry.contacts):
            if contact.type in types and (fault := fault_of(contact)):
                yield inspection.blocks(entry, ["contacts", index, "value"], f"'{contact.value}' {fault}")


@lru_cache(maxsize=5_000)
def _phone_fault(value: str) -> str | None:
    number = value.removeprefix(RELAY)
    if number in SHORT_CODES or TEXT_CODE.fullmatch(number):
        return None
    try:
        parsed = phonenumbers.parse(number, "GB")
    except phonenumbers.NumberParseException:
        return "isn't a phone number"
    known = phonenumbers.is_valid_number(parsed) or phonenumbers.is_valid_short_number_for_region(parsed, "GB")
    return (
        None
        if known and parsed.country_code == UNITED_KINGDOM
        else "isn't a British phone number: compare it with the source"
    )


def _url_fault(value: str) -> str | None:
    try:
        parts = urlsplit(value)
    except ValueError:
        return "isn't a web address"
    if parts.scheme not in ("https", "http") or " " in value:
        return "isn't a whole web address: start it with https:// and leave no space in it"
    return None if HOST.fullmatch(parts.hostname or "") else "names no website: check what stands after https://"


def _contacts_in(text: str) -> list[str]:
    found = [match.group() for match in _WEB_OR_EMAIL.finditer(text)]
    found += [match.group() for match in _LONG_NUMBER.finditer(text)]
    found += [match.group(1) for match in _RING_A_CODE.finditer(_LONG_NUMBER.sub("", text))]
    return list(dict.fromkeys(value for value in found if value not in NAMED_IN_TEXTS))


def _duplicates(inspection: Inspection, name: str, key_of: Callable[[Any], str | None]) -> Iterator[Problem]:
    holders: dict[str, Entry] = {}
    for entry in inspection.entries:
        parts: Iterable[Any] = getattr(entry, name)
        for index, part in enumerate(parts):
            key = key_of(part)
            first = holders.setdefault(key, entry) if key else entry
            if first is not entry:
                yield _duplicate(inspection, entry, first, (name, index), str(key))


def _duplicate(inspection: Inspection, entry: Entry, first: Entry, place: tuple[str | int, ...], key: str) -> Problem:
    if entry.organisation and first.organisation and entry.organisation != first.organisation:
        message = f"'{key}' also stands in {first.id}, of another organisation: one of the two is wrong"
        return inspection.blocks(entry, place, message)
    return inspection.advises(entry, place, f"'{key}' also stands in {first.id}: keep the two alike")


def _digits(contact: Contact) -> str | None:
    """Return a number without its spaces; None for 999 and the like, which everyone may give."""
    return None if contact.value.removeprefix(RELAY) in SHORT_CODES else contact.value.replace(" ", "")
