"""YAML -> entries. Reports every mistake at once, each with file, line, field and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from directory.entry import (
    Area,
    Deadline,
    Document,
    Duty,
    Entry,
    GlossaryTerm,
    JargonTerm,
    Kind,
    Organisation,
    Taxonomy,
)
from directory.errors import ContentError, NoSuchEntryError, Problem
from directory.references import find_broken_references
from directory.yaml_file import YamlFile, parse_as, read_yaml

CONTENT = Path(__file__).parent / "content"

FOLDERS = MappingProxyType(
    {
        Kind.SERVICE: "services",
        Kind.ACTIVITY: "activities",
        Kind.HUB: "hubs",
        Kind.GUIDE: "guides",
        Kind.URGENT: "urgent",
        Kind.PLACE: "places",
    }
)
"""Where the entries of each kind live."""

T = TypeVar("T")


@dataclass(frozen=True)
class Content:
    """Everything we know, loaded and checked."""

    entries: Mapping[str, Entry]
    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    deadlines: Mapping[str, Deadline] = field(default_factory=dict)
    duties: Mapping[str, Duty] = field(default_factory=dict)
    areas: tuple[Area, ...] = ()
    glossary: tuple[GlossaryTerm, ...] = ()
    jargon: tuple[JargonTerm, ...] = ()
    """For checking what editors write; not part of the index."""
    not_held: tuple[str, ...] = ()
    """What families ask and no entry answers."""
    taxonomy: Taxonomy = field(default_factory=lambda: Taxonomy(needs=(), topics=()))
    files: Mapping[str, YamlFile] = field(default_factory=dict)
    """The file of each entry, for messages that point at a line."""
    glossary_file: YamlFile | None = None
    """The same for the glossary."""

    def entry(self, entry_id: str) -> Entry:
        """Return the entry with this id.

        Raises:
            NoSuchEntryError: no entry has it; the message offers ids that look like it.
        """
        try:
            return self.entries[entry_id]
        except KeyError:
            near = sorted(known for known in self.entries if entry_id in known or known in entry_id)
            raise NoSuchEntryError(entry_id, near[:3]) from None


def load_content(folder: Path = CONTENT) -> Content:
    """Load and check every file under ``folder``.

    Raises:
        ContentError: with every problem of every file.
    """
    reading = _Reading(folder)
    entries = reading.entries()
    content = Content(
        entries=MappingProxyType({entry.id: entry for entry in entries}),
        organisations=reading.keyed("organisations.yaml", Organisation, lambda item: item.id),
        documents=reading.keyed("documents.yaml", Document, lambda item: item.file),
        deadlines=reading.keyed("deadlines.yaml", Deadline, lambda item: item.id),
        duties=reading.keyed("duties.yaml", Duty, lambda item: item.key),
        areas=reading.items("areas.yaml", Area),
        glossary=reading.items("glossary.yaml", GlossaryTerm),
        jargon=reading.items("jargon.yaml", JargonTerm),
        not_held=reading.items("not_held.yaml", str),
        taxonomy=reading.taxonomy(),
        files=MappingProxyType(reading.files),
        glossary_file=reading.lists.get("glossary.yaml"),
    )
    problems = reading.problems + find_broken_references(content)
    if problems:
        raise ContentError(problems)
    return content


def content_hash(folder: Path = CONTENT) -> str:
    """Return a hash of every content file's name and bytes, and of the code that reads them."""
    digest = blake2b(digest_size=16)
    code = Path(__file__).parent
    files = [(path.relative_to(folder), path) for path in folder.rglob("*.yaml")]
    files += [(path.relative_to(code), path) for path in code.glob("*.py")]
    for name, path in sorted(files):
        digest.update(name.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


class _Reading:
    """One pass over a content folder; gathers problems instead of stopping at the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, YamlFile] = {}
        self.lists: dict[str, YamlFile] = {}
        self.problems: list[Problem] = []

    def entries(self) -> list[Entry]:
        return [entry for kind in Kind for entry in self._entries_of(kind)]

    def _entries_of(self, kind: Kind) -> Iterator[Entry]:
        for path in sorted((self.folder / FOLDERS[kind]).glob("*.yaml")):
            entry = self._read(path, Entry)
            if entry is None:
                continue
            file = self._last_file
            if entry.id != path.stem:
                self.problems.append(file.problem(["id"], f"must be '{path.stem}', the name of its file"))
            elif entry.id in self.files:
                other = self.files[entry.id].path
                self.problems.append(file.problem(["id"], f"is taken by {other}: choose another id"))
            elif entry.kind is not kind:
                folder = FOLDERS[entry.kind]
                message = f"is '{entry.kind}', so move the file to {folder}/, or write '{kind}'"
                self.problems.append(file.problem(["kind"], message))
            else:
                self.files[entry.id] = file
                yield entry

    def items(self, name: str, model: type[T]) -> tuple[T, ...]:
        """Return the items of a file that is a list; nothing if there is no such file."""
        path = self.folder / name
        if not path.exists():
            return ()
        read: tuple[T, ...] | None = self._read(path, tuple[model, ...])  # type: ignore[valid-type]
        if read is None:
            return ()
        self.lists[name] = self._last_file
        return read

    def keyed(self, name: str, model: type[T], key: Callable[[T], str]) -> Mapping[str, T]:
        found: dict[str, T] = {}
        for position, item in enumerate(self.items(name, model)):
            if key(item) in found:
                message = f"'{key(item)}' stands in this file twice: keep one"
                self.problems.append(self._last_file.problem([position], message))
            found[key(item)] = item
        return MappingProxyType(found)

    def taxonomy(self) -> Taxonomy:
        path = self.folder / "taxonomy.yaml"
        empty = Taxonomy(needs=(), topics=())
        return (self._read(path, Taxonomy) or empty) if path.exists() else empty

    def _read(self, path: Path, model: type[T]) -> T | None:
        try:
            self._last_file = read_yaml(path)
            return parse_as(model, self._last_file)
        except ContentError as error:
            self.problems += error.problems
            return None
