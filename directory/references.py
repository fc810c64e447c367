"""Finds what points at nothing: unknown ids, documents, deadlines, needs and source keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from directory.entry import PLACEHOLDER, Entry
from directory.errors import Problem
from directory.yaml_file import YamlFile

if TYPE_CHECKING:
    from directory.loading import Content

Place = tuple[str | int, ...]


def find_broken_references(content: Content) -> list[Problem]:
    """Return a problem for everything in an entry or the glossary that points at nothing."""
    problems = [
        content.files[entry.id].problem(place, message, check="reference")
        for entry in content.entries.values()
        for place, message in _broken_in(entry, content)
    ]
    if content.glossary_file:
        named = [((index, "entry"), term.entry) for index, term in enumerate(content.glossary) if term.entry]
        problems += unknown_entries(content.glossary_file, named, content.entries)
    return problems


def unknown_entries(file: YamlFile, named: Iterable[tuple[Place, str]], known: Collection[str]) -> list[Problem]:
    """Return a problem for every id that ``file`` names, each with its place, and that isn't ``known``."""
    return [
        file.problem(place, _missing(entry_id, known, "entry"), check="reference")
        for place, entry_id in named
        if entry_id not in known
    ]


def texts_of(entry: Entry) -> Iterator[tuple[Place, str]]:
    """Yield every text of ``entry`` that families read, with its place in the file."""
    for name in ("summary", "easy_read", "for_young_people", "body", "how_to_get"):
        value = getattr(entry, name)
        if value:
            yield (name,), value
    for index, step in enumerate(entry.steps):
        yield ("steps", index, "title"), step.title
        yield ("steps", index, "text"), step.text
    if entry.cost and entry.cost.notes:
        yield ("cost", "notes"), entry.cost.notes


def _broken_in(entry: Entry, content: Content) -> Iterator[tuple[Place, str]]:
    taxonomy = content.taxonomy
    yield from _unknown(entry, "related", content.entries, "entry")
    yield from _unknown(entry, "ask_instead", content.entries, "entry")
    yield from _unknown(entry, "needs", {term.id for term in taxonomy.needs}, "need in taxonomy.yaml")
    yield from _unknown(entry, "topics", {term.id for term in taxonomy.topics}, "topic in taxonomy.yaml")
    yield from _unknown(entry, "duties", content.duties, "duty in duties.yaml")
    if entry.organisation and entry.organisation not in content.organisations:
        yield ("organisation",), _missing(entry.organisation, content.organisations, "organisation")
    for index, step in enumerate(entry.steps):
        if step.next and step.next not in content.entries:
            yield ("steps", index, "next"), _missing(step.next, content.entries, "entry")
        if step.deadline and step.deadline not in content.deadlines:
            yield ("steps", index, "deadline"), _missing(step.deadline, content.deadlines, "deadline")
    for place, text in texts_of(entry):
        for key in PLACEHOLDER.findall(text):
            if key not in content.deadlines:
                yield place, _missing(key, content.deadlines, "deadline")
    yield from _broken_sources(entry, content)


def _broken_sources(entry: Entry, content: Content) -> Iterator[tuple[Place, str]]:
    keys = [source.key for source in entry.sources]
    for index, source in enumerate(entry.sources):
        if source.key in keys[:index]:
            yield ("sources", index, "key"), f"'{source.key}' is used twice: number the sources s1, s2, s3"
        is_address = source.document.startswith(("http://", "https://"))
        if not is_address and source.document not in content.documents:
            message = _missing(source.document, content.documents, "document in documents.yaml")
            yield ("sources", index, "document"), message + " Give a file name from there or a web address."
        for position, name in enumerate(source.supports):
            if name not in Entry.model_fields:
                message = _missing(name, Entry.model_fields, "field of an entry")
                yield ("sources", index, "supports", position), message
    listed: list[tuple[str, tuple[Any, ...]]] = [
        ("contacts", entry.contacts),
        ("locations", entry.locations),
        ("schedule", entry.schedule),
    ]
    for name, parts in listed:
        for index, part in enumerate(parts):
            yield from (
                (
                    (name, index, "sources"),
                    f"'{key}' isn't one of this entry's sources: add it, or mend the key",
                )
                for key in part.sources
                if key not in keys
            )


def _unknown(entry: Entry, name: str, known: Collection[str], what: str) -> Iterator[tuple[Place, str]]:
    for index, value in enumerate(getattr(entry, name)):
        if value not in known:
            yield (name, index), _missing(value, known, what)


def _missing(value: str, known: Collection[str], what: str) -> str:
    near = get_close_matches(value, list(known), n=1)
    hint = f"Did you mean '{near[0]}'?" if near else "Check the spelling, or add it."
    return f"there is no {what} '{value}'. {hint}"
