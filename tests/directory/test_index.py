"""The index: built aside, swapped in whole, and only when something changed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from directory.errors import ContentError, IndexMissingError
from directory.index import build_index, indexed_hash, open_index, read_content
from directory.library import Library
from directory.loading import content_hash
from tests.directory.conftest import SLEEP_FILE, Folder

NAME = "select name from entries where id = 'koala-sleep'"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "var" / "directory.db"


def name_in(target: Path) -> str:
    connection = open_index(target)
    try:
        return str(connection.execute(NAME).fetchone()[0])
    finally:
        connection.close()


def test_what_is_read_back_is_what_was_written(folder: Folder, target: Path) -> None:
    assert build_index(target, folder.path) is True

    connection = open_index(target)
    read, written = read_content(connection), folder.load()
    connection.close()

    assert dict(read.entries) == dict(written.entries)
    for name in ("organisations", "documents", "deadlines", "duties"):
        assert dict(getattr(read, name)) == dict(getattr(written, name))
    assert (read.areas, read.glossary, read.taxonomy) == (written.areas, written.glossary, written.taxonomy)


def test_it_is_built_again_only_when_content_changed(folder: Folder, target: Path) -> None:
    assert build_index(target, folder.path) is True
    assert build_index(target, folder.path) is False

    folder.edit(SLEEP_FILE, "Koala sleep support", "Koala nights")
    assert build_index(target, folder.path) is True
    assert build_index(target, folder.path) is False
    assert name_in(target) == "Koala nights"


def test_it_can_be_forced(folder: Folder, target: Path) -> None:
    build_index(target, folder.path)
    assert build_index(target, folder.path, force=True) is True


def test_it_knows_which_content_it_holds(folder: Folder, target: Path) -> None:
    build_index(target, folder.path)
    assert indexed_hash(target) == content_hash(folder.path)


def test_somebody_who_reads_the_old_one_reads_on_while_others_see_the_new_one(folder: Folder, target: Path) -> None:
    build_index(target, folder.path)
    reader = open_index(target)
    folder.edit(SLEEP_FILE, "Koala sleep support", "Koala nights")

    build_index(target, folder.path)

    assert reader.execute(NAME).fetchone() == ("Koala sleep support",)
    assert name_in(target) == "Koala nights"
    reader.close()


def test_broken_content_leaves_the_old_one_untouched(folder: Folder, target: Path) -> None:
    build_index(target, folder.path)
    before = target.read_bytes()
    folder.edit(SLEEP_FILE, "status: current", "status: [")

    with pytest.raises(ContentError, match="koala-sleep"):
        build_index(target, folder.path)

    assert target.read_bytes() == before
    assert name_in(target) == "Koala sleep support"


def test_nothing_half_built_is_left_behind(folder: Folder, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_index(target, folder.path)

    def disk_is_full(*_: object) -> None:
        raise OSError("disk is full")

    monkeypatch.setattr("directory.index._write", disk_is_full)
    with pytest.raises(OSError, match="disk is full"):
        build_index(target, folder.path, force=True)

    assert [path.name for path in target.parent.iterdir()] == ["directory.db"]
    assert name_in(target) == "Koala sleep support"


def test_readers_cannot_write(folder: Folder, target: Path) -> None:
    build_index(target, folder.path)
    connection = open_index(target)
    with pytest.raises(Exception, match="readonly"):
        connection.execute("delete from entries")
    connection.close()


def test_a_missing_one_is_told_with_what_to_do(target: Path) -> None:
    assert indexed_hash(target) is None
    with pytest.raises(IndexMissingError, match="run 'sendlo directory build'"):
        open_index(target)


def test_a_file_that_is_no_index_is_told_and_built_anew(folder: Folder, target: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(b"this is not a database, it only has its name" * 100)
    assert indexed_hash(target) is None
    connection = open_index(target)
    with pytest.raises(IndexMissingError, match="run 'sendlo directory build --force'"):
        read_content(connection)
    connection.close()

    assert build_index(target, folder.path) is True
    assert name_in(target) == "Koala sleep support"


def test_the_real_index_holds_every_real_entry(library: Library, real_index: Path) -> None:
    with closing(open_index(real_index)) as connection:
        stored = {row[0] for row in connection.execute("select id from entries")}
    assert stored == set(library.current.content.entries)
    assert len(stored) >= 40
