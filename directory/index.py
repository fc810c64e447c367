"""Entries -> one SQLite file with full-text search, which readers may use while a new one is built.

The file is written aside and moved into place in one step, so a reader sees either the old one or the new
one, whole. It is built anew only when the content, or the code that reads it, changed.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkstemp
from typing import Any

import sqlite_utils
from pydantic import TypeAdapter

from directory.entry import Area, Deadline, Document, Duty, Entry, GlossaryTerm, Organisation, Taxonomy
from directory.errors import IndexMissingError
from directory.loading import CONTENT, Content, content_hash, load_content

log = logging.getLogger(__name__)

FTS_COLUMNS = ("names", "phrases", "summary", "body")

_BESIDES: dict[str, TypeAdapter[Any]] = {
    "organisations": TypeAdapter(dict[str, Organisation]),
    "documents": TypeAdapter(dict[str, Document]),
    "deadlines": TypeAdapter(dict[str, Deadline]),
    "duties": TypeAdapter(dict[str, Duty]),
    "areas": TypeAdapter(tuple[Area, ...]),
    "glossary": TypeAdapter(tuple[GlossaryTerm, ...]),
    "not_held": TypeAdapter(tuple[str, ...]),
    "taxonomy": TypeAdapter(Taxonomy),
}
"""What the index holds besides entries, each as one JSON text."""


def build_index(target: Path, folder: Path = CONTENT, *, force: bool = False) -> bool:
    """Make ``target`` hold the content of ``folder``; do nothing if it does already.

    Args:
        target: the index file; its folder is created.
        folder: the content folder.
        force: build even if nothing changed.

    Returns:
        True if an index was built.

    Raises:
        ContentError: the content has problems; ``target`` stays as it was.
    """
    wanted = content_hash(folder)
    if not force and indexed_hash(target) == wanted:
        return False
    content = load_content(folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = mkstemp(prefix=f"{target.name}.", suffix=".building", dir=target.parent)
    os.close(handle)
    aside = Path(name)
    try:
        _write(aside, content, wanted)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    log.info("Built the directory: %d entries", len(content.entries))
    return True


def indexed_hash(target: Path) -> str | None:
    """Return the hash of the content that ``target`` holds, or None if it isn't a whole index."""
    try:
        connection = open_index(target)
    except IndexMissingError:
        return None
    try:
        row = connection.execute("select value from meta where key = 'content_hash'").fetchone()
    except sqlite3.DatabaseError:
        return None
    finally:
        connection.close()
    return row[0] if row else None


def open_index(target: Path) -> sqlite3.Connection:
    """Open the index for reading only.

    Raises:
        IndexMissingError: there is no such file.
    """
    if not target.exists():
        raise IndexMissingError(f"There is no index at {target}: run 'sendlo directory build'.")
    return sqlite3.connect(f"{target.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)


def read_content(connection: sqlite3.Connection) -> Content:
    """Return the whole content of an open index, as it was when the index was built.

    Raises:
        IndexMissingError: the file isn't an index of this version.
    """
    try:
        rows = connection.execute("select json from entries order by rowid").fetchall()
        besides = dict(connection.execute("select name, json from besides").fetchall())
        entries = [Entry.model_validate_json(row[0]) for row in rows]
        others = {name: adapter.validate_json(besides[name]) for name, adapter in _BESIDES.items()}
    except (sqlite3.DatabaseError, KeyError, ValueError) as error:
        raise IndexMissingError("The index can't be read: run 'sendlo directory build --force'.") from error
    return Content(entries={entry.id: entry for entry in entries}, **others)


def _write(path: Path, content: Content, wanted: str) -> None:
    connection = sqlite3.connect(path)
    try:
        db = sqlite_utils.Database(connection)
        db.table("entries").insert_all((_row(entry) for entry in content.entries.values()), pk="id")
        db.table("entries").enable_fts(FTS_COLUMNS, tokenize="porter unicode61 remove_diacritics 2")
        db.table("besides").insert_all(
            (
                {
                    "name": name,
                    "json": adapter.dump_json(_plain(getattr(content, name)), by_alias=True).decode(),
                }
                for name, adapter in _BESIDES.items()
            ),
            pk="name",
        )
        db.table("meta").insert({"key": "content_hash", "value": wanted}, pk="key")
        connection.commit()
        connection.execute("vacuum")
    finally:
        connection.close()


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value


def _row(entry: Entry) -> dict[str, str]:
    return {
        "id": entry.id,
        "json": entry.model_dump_json(by_alias=True),
        "name": entry.name,
        "names": "\n".join(entry.names),
        "phrases": "\n".join(entry.phrases),
        "summary": entry.summary,
        "body": "\n".join(filter(None, (entry.body, entry.how_to_get, *(step.text for step in entry.steps)))),
    }
