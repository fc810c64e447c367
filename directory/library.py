"""The directory as the assistant uses it: the last good content, swapped whole when it changes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock

from directory.areas import Gazetteer
from directory.entry import PLACEHOLDER, Entry, Kind
from directory.errors import ContentError
from directory.index import build_index, indexed_hash, open_index, read_content
from directory.loading import CONTENT, Content, content_hash

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Filter:
    """What an entry must fit; an empty field asks for nothing."""

    kinds: frozenset[Kind] = frozenset()
    needs: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    ages: tuple[int, int] | None = None

    def fits(self, entry: Entry) -> bool:
        """Tell whether ``entry`` fits. An entry that names no ages or needs fits them all."""
        if self.kinds and entry.kind not in self.kinds:
            return False
        if self.topics and not self.topics & set(entry.topics):
            return False
        if self.needs and not self.needs & set(entry.needs) and "any-send" not in entry.needs and entry.needs:
            return False
        return not (self.ages and entry.ages and not entry.ages.overlaps(*self.ages))


@dataclass(frozen=True)
class Directory:
    """One loaded state of everything we know. Immutable: a new state is a new object."""

    content: Content
    version: str
    """Hash of the content."""

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Towns and postcodes."""
        return Gazetteer(self.content.areas)

    def entry(self, entry_id: str) -> Entry:
        """Return an entry by id; raises ``NoSuchEntryError``."""
        return self.content.entry(entry_id)

    def known(self, ids: Iterable[str]) -> list[Entry]:
        """Return the entries of ``ids`` that exist: ids kept in old buttons may be gone."""
        return [self.content.entries[i] for i in ids if i in self.content.entries]

    def suggestions(self, wanted: Filter) -> list[Entry]:
        """Return family-facing entries that fit, by id."""
        return [entry for entry in self.content.entries.values() if entry.family_facing and wanted.fits(entry)]

    def with_periods(self, text: str) -> str:
        """Write the law's periods into ``text``: ``{ehc-decision-to-assess}`` becomes ``6 weeks``."""
        deadlines = self.content.deadlines
        return PLACEHOLDER.sub(lambda m: deadlines[m[1]].period if m[1] in deadlines else m[0], text)


class Library:
    """Holds the current ``Directory`` and swaps in a new one when the content changed."""

    def __init__(self, index: Path, folder: Path = CONTENT) -> None:
        self._index = index
        self._folder = folder
        self._lock = Lock()
        self._refused: str | None = None
        self._current = self._start()
        self.on_change: list[Callable[[Directory], None]] = []

    @property
    def current(self) -> Directory:
        """The last good directory."""
        return self._current

    def refresh(self) -> bool:
        """Swap in changed content; keep the last good one, and say why in the log, if it has mistakes.

        Returns:
            True if a new directory was swapped in.
        """
        with self._lock:
            version = content_hash(self._folder)
            if version in (self._current.version, self._refused):
                return False
            try:
                fresh = self._load()
            except ContentError as error:
                self._refused = version
                log.error("Kept the last good directory. %s", error)
                return False
            for listener in self.on_change:
                listener(fresh)  # one that fails is asked again at the next refresh
            self._current, self._refused = fresh, None
        return True

    def _start(self) -> Directory:
        """Serve the last good index if the content is broken: a restart must not silence the assistant."""
        try:
            return self._load()
        except ContentError as error:
            if indexed_hash(self._index) is None:
                raise
            log.error("Serving the last good directory. %s", error)
            self._refused = content_hash(self._folder)
            return self._read()

    def _load(self) -> Directory:
        build_index(self._index, self._folder)
        return self._read()

    def _read(self) -> Directory:
        with closing(open_index(self._index)) as connection:
            version = connection.execute("select value from meta where key = 'content_hash'").fetchone()[0]
            return Directory(read_content(connection), version)
