"""The library: always the last good directory, swapped whole."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

import pytest

from directory.entry import Kind
from directory.errors import ContentError, NoSuchEntryError
from directory.index import open_index
from directory.library import Directory, Filter, Library
from tests.directory.conftest import GUIDE_FILE, SLEEP_FILE, Folder


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "directory.db"


def name_of_sleep(directory: Directory) -> str:
    return directory.entry("koala-sleep").name


class TestRefresh:
    def test_nothing_is_swapped_while_nothing_changes(self, folder: Folder, index: Path) -> None:
        library = Library(index, folder.path)
        before = library.current
        assert library.refresh() is False
        assert library.current is before

    def test_changed_content_is_swapped_in_whole(self, folder: Folder, index: Path) -> None:
        library = Library(index, folder.path)
        before = library.current
        folder.edit(SLEEP_FILE, "Koala sleep support", "Koala nights")

        assert library.refresh() is True

        assert name_of_sleep(library.current) == "Koala nights"
        assert name_of_sleep(before) == "Koala sleep support"
        assert library.current.version != before.version

    def test_no_connection_to_an_index_is_left_open(
        self, folder: Folder, index: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        opened: list[sqlite3.Connection] = []

        def noted(target: Path) -> sqlite3.Connection:
            opened.append(open_index(target))
            return opened[-1]

        monkeypatch.setattr("directory.library.open_index", noted)
        library = Library(index, folder.path)
        folder.edit(SLEEP_FILE, "Koala sleep support", "Koala nights")
        library.refresh()

        assert len(opened) == 2
        for connection in opened:
            with pytest.raises(sqlite3.ProgrammingError, match="closed"):
                connection.execute("select 1")

    def test_listeners_are_told_of_the_new_directory_only(self, folder: Folder, index: Path) -> None:
        library = Library(index, folder.path)
        told: list[Directory] = []
        library.on_change.append(told.append)
        library.refresh()
        assert told == []

        folder.edit(SLEEP_FILE, "Koala sleep support", "Koala nights")
        library.refresh()
        assert [name_of_sleep(directory) for directory in told] == ["Koala nights"]
        assert told[0] is library.current

    def test_broken_yaml_keeps_the_last_good_one_and_says_why(
        self, folder: Folder, index: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        library = Library(index, folder.path)
        before = library.current
        folder.edit(SLEEP_FILE, "status: current", "status: [")

        with caplog.at_level(logging.ERROR, logger="directory"):
            assert library.refresh() is False

        assert library.current is before
        assert "Kept the last good directory" in caplog.text
        assert "content/services/koala-sleep.yaml:" in caplog.text

    def test_the_same_mistake_is_told_once(self, folder: Folder, index: Path, caplog: pytest.LogCaptureFixture) -> None:
        library = Library(index, folder.path)
        folder.edit(SLEEP_FILE, "status: current", "status: [")
        with caplog.at_level(logging.ERROR, logger="directory"):
            library.refresh()
            library.refresh()
        assert len(caplog.records) == 1

    def test_a_mended_file_is_swapped_in(self, folder: Folder, index: Path) -> None:
        library = Library(index, folder.path)
        folder.edit(SLEEP_FILE, "status: current", "status: [")
        library.refresh()

        folder.edit(SLEEP_FILE, "status: [", "status: unconfirmed")

        assert library.refresh() is True
        assert library.current.entry("koala-sleep").status == "unconfirmed"

    def test_going_back_to_the_last_good_content_is_no_change(self, folder: Folder, index: Path) -> None:
        library = Library(index, folder.path)
        folder.edit(SLEEP_FILE, "status: current", "status: [")
        library.refresh()
        folder.edit(SLEEP_FILE, "status: [", "status: current")
        assert library.refresh() is False
        assert name_of_sleep(library.current) == "Koala sleep support"


class TestStart:
    def test_broken_yaml_and_an_earlier_index_still_serve(
        self, folder: Folder, index: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        Library(index, folder.path)
        folder.edit(SLEEP_FILE, "status: current", "status: [")

        with caplog.at_level(logging.ERROR, logger="directory"):
            library = Library(index, folder.path)

        assert name_of_sleep(library.current) == "Koala sleep support"
        assert "Serving the last good directory" in caplog.text
        assert library.refresh() is False

    def test_after_that_a_mended_file_is_swapped_in(self, folder: Folder, index: Path) -> None:
        Library(index, folder.path)
        folder.edit(SLEEP_FILE, "name: Koala sleep support", "name: [")
        library = Library(index, folder.path)
        folder.edit(SLEEP_FILE, "name: [", "name: Koala nights")
        assert library.refresh() is True
        assert name_of_sleep(library.current) == "Koala nights"

    def test_broken_yaml_and_no_index_is_an_error(self, folder: Folder, index: Path) -> None:
        folder.edit(SLEEP_FILE, "status: current", "status: [")
        with pytest.raises(ContentError, match=r"koala-sleep\.yaml"):
            Library(index, folder.path)


class TestDirectory:
    @pytest.fixture
    def small(self, folder: Folder, index: Path) -> Directory:
        return Library(index, folder.path).current

    def test_an_entry_is_got_by_its_id(self, small: Directory) -> None:
        assert small.entry("guide-sleep").name == "Help your child to sleep"
        with pytest.raises(NoSuchEntryError):
            small.entry("gone")

    def test_ids_of_old_buttons_may_be_gone(self, small: Directory) -> None:
        assert [entry.id for entry in small.known(["guide-sleep", "gone", "koala-sleep"])] == [
            "guide-sleep",
            "koala-sleep",
        ]

    def test_periods_of_the_law_are_written_into_texts(self, small: Directory) -> None:
        assert small.with_periods("Wait {nurse-reply}.") == "Wait 2 weeks."
        assert small.with_periods("Wait {somehow}, in {two words}.") == "Wait {somehow}, in {two words}."

    def test_background_and_history_are_never_suggested(self, folder: Folder, index: Path) -> None:
        folder.edit(SLEEP_FILE, "status: current", "status: historic")
        folder.edit(GUIDE_FILE, "status: current", "status: current\nbackground: true")
        assert Library(index, folder.path).current.suggestions(Filter()) == []


class TestFilter:
    @pytest.mark.parametrize(
        ("wanted", "fits"),
        [
            (Filter(), True),
            (Filter(kinds=frozenset({Kind.SERVICE, Kind.HUB})), True),
            (Filter(kinds=frozenset({Kind.HUB})), False),
            (Filter(topics=frozenset({"health", "school"})), True),
            (Filter(topics=frozenset({"school"})), False),
            (Filter(needs=frozenset({"sleep"})), True),
            (Filter(needs=frozenset({"hearing"})), False),
            (Filter(ages=(4, 5)), True),
            (Filter(ages=(12, 13)), False),
            (Filter(kinds=frozenset({Kind.SERVICE}), needs=frozenset({"sleep"}), ages=(12, 13)), False),
        ],
    )
    def test_an_entry_fits_all_that_is_asked_for(self, folder: Folder, wanted: Filter, fits: bool) -> None:
        folder.edit(SLEEP_FILE, "topics:", "ages: {from: 5, to: 11}\ntopics:")
        assert wanted.fits(folder.load().entry("koala-sleep")) is fits

    def test_an_entry_that_names_no_ages_or_needs_fits_them_all(self, folder: Folder) -> None:
        guide = folder.load().entry("guide-sleep")
        assert Filter(ages=(3, 3), needs=frozenset({"hearing"})).fits(guide)

    def test_an_entry_for_any_need_fits_every_need(self, folder: Folder) -> None:
        folder.edit(SLEEP_FILE, "needs: [sleep]", "needs: [any-send]")
        folder.edit("taxonomy.yaml", "{id: sleep, name: sleep}", "{id: any-send, name: any need}")
        assert Filter(needs=frozenset({"hearing"})).fits(folder.load().entry("koala-sleep"))
