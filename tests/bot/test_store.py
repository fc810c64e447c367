"""What people do: kept under a keyed hash, for a while, and wiped on request."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, func, inspect, select

from bot.conversation import Conversation
from bot.errors import SetupError
from bot.settings import Settings
from bot.store import (
    MIGRATIONS,
    Conversations,
    ConversationsInMemory,
    StoredConversations,
    chat_key,
    conversations,
    metadata,
    open_database,
    secret_of,
)

KEPT_FOR = timedelta(hours=12)
ABOUT_HUBS = Conversation(focus="family-hubs", shown=("family-hubs",), area="moreton")


class Clock:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.time = datetime(2026, 1, 31, 23, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path}/state.sqlite")
    yield engine
    engine.dispose()


@pytest.fixture(params=["memory", "database"])
def store(request: pytest.FixtureRequest, engine: Engine) -> Conversations:
    return ConversationsInMemory() if request.param == "memory" else StoredConversations(engine, KEPT_FOR)


def test_a_conversation_is_remembered_by_person(store: Conversations) -> None:
    store.save("ann", ABOUT_HUBS)
    assert store.load("ann") == ABOUT_HUBS
    assert store.load("bob") == Conversation()


def test_the_newest_state_counts(store: Conversations) -> None:
    store.save("ann", ABOUT_HUBS)
    store.save("ann", Conversation(focus="the-hive"))
    assert store.load("ann").focus == "the-hive"


def test_forgetting_wipes_one_person_only(store: Conversations) -> None:
    store.save("ann", ABOUT_HUBS)
    store.save("bob", ABOUT_HUBS)
    store.forget("ann")
    assert store.load("ann") == Conversation()
    assert store.load("bob") == ABOUT_HUBS


def test_everything_in_a_conversation_survives_the_database(engine: Engine) -> None:
    full = Conversation(
        focus="the-hive",
        shown=("the-hive", "zillo"),
        waiting=("barnstondale",),
        ages=(13, 19),
        area="ch46",
        days=("SA",),
        needs=frozenset({"autism"}),
        thing="clubs",
        kinds=frozenset({"activity"}),
        topics=frozenset({"leisure"}),
        asking="parents",
        urgent=True,
    )
    StoredConversations(engine, KEPT_FOR).save("ann", full)
    assert StoredConversations(engine, KEPT_FOR).load("ann") == full


def test_a_conversation_expires_after_its_last_message(engine: Engine) -> None:
    clock = Clock()
    kept = StoredConversations(engine, KEPT_FOR, clock)
    kept.save("ann", ABOUT_HUBS)
    clock.time += timedelta(hours=11, minutes=59)
    assert kept.load("ann") == ABOUT_HUBS
    kept.save("ann", ABOUT_HUBS)
    clock.time += timedelta(hours=11, minutes=59)
    assert kept.load("ann") == ABOUT_HUBS
    clock.time += timedelta(minutes=1)
    assert kept.load("ann") == Conversation()


def test_what_has_expired_leaves_the_database(engine: Engine) -> None:
    clock = Clock()
    kept = StoredConversations(engine, KEPT_FOR, clock)
    kept.save("ann", ABOUT_HUBS)
    clock.time += KEPT_FOR
    kept.save("bob", ABOUT_HUBS)
    kept.drop_expired()
    with engine.connect() as connection:
        assert connection.execute(select(conversations.c.who)).scalars().all() == ["bob"]


def test_a_state_that_cannot_be_read_starts_afresh(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(
            conversations.insert(), {"who": "ann", "state": '{"ages": "?"}', "expires_at": datetime(2999, 1, 1)}
        )
    assert StoredConversations(engine, KEPT_FOR).load("ann") == Conversation()


def test_two_processes_may_write_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/state.sqlite"
    engines = [open_database(url), open_database(url)]
    both = [StoredConversations(engine, KEPT_FOR) for engine in engines]

    def write(number: int) -> None:
        kept = both[number % 2]
        kept.save(f"person {number}", ABOUT_HUBS)
        kept.save("everybody", Conversation(focus=str(number)))
        assert kept.load(f"person {number}") == ABOUT_HUBS

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(60)))
    with engines[0].connect() as connection:
        assert connection.execute(select(func.count()).select_from(conversations)).scalar_one() == 61
    for engine in engines:
        engine.dispose()


def test_a_chat_id_never_reaches_the_file(tmp_path: Path, engine: Engine) -> None:
    key = chat_key(b"a secret", "telegram", 987654321)
    StoredConversations(engine, KEPT_FOR).save(key, ABOUT_HUBS)
    written = b"".join(path.read_bytes() for path in tmp_path.glob("state.sqlite*"))
    assert key.encode() in written
    assert b"987654321" not in written


def test_the_key_of_a_chat_depends_on_secret_channel_and_chat() -> None:
    keys = {
        chat_key(b"secret", "telegram", 1),
        chat_key(b"another", "telegram", 1),
        chat_key(b"secret", "web", 1),
        chat_key(b"secret", "telegram", 2),
    }
    assert len(keys) == 4
    assert {len(key) for key in keys} == {64}
    assert chat_key(b"secret", "telegram", 1) in keys


def test_a_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    settings = Settings(index_path=tmp_path / "var" / "directory.sqlite", secret=None)
    first = secret_of(settings)
    assert len(first) >= 32
    assert secret_of(settings) == first
    assert (tmp_path / "var" / "secret").stat().st_mode & 0o077 == 0


def test_the_secret_of_the_settings_wins(tmp_path: Path) -> None:
    assert secret_of(Settings(index_path=tmp_path / "directory.sqlite", secret="ours")) == b"ours"
    assert list(tmp_path.iterdir()) == []


def test_migrations_make_the_tables_from_nothing_and_a_second_start_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/folder/state.sqlite"
    for _ in range(2):
        engine = open_database(url)
        assert set(inspect(engine).get_table_names()) == {"alembic_version", *metadata.tables}
        engine.dispose()


@pytest.mark.parametrize(
    ("url", "remedy"),
    [
        ("", "write one such as sqlite:///"),
        ("hush", "write one such as sqlite:///"),
        ("nosuchkind://ann:hush@host/state", "write one such as sqlite:///"),
        ("postgresql://ann:hush@host:hush/state", "write one such as sqlite:///"),
        ("postgresql://ann:hush@host/state", "needs a driver for postgresql"),
        ("mysql://ann:hush@host/state", "needs a driver for mysql, the Python module MySQLdb"),
        ("sqlite:///{folder}", "may write to it"),
        ("sqlite:///{folder}/hush/state.sqlite", "may write to it"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_by_its_setting_and_never_by_its_address(
    tmp_path: Path, url: str, remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hush").write_text("this is no folder")
    for driver in ("psycopg", "MySQLdb"):
        monkeypatch.setitem(sys.modules, driver, None)  # as if it weren't installed
    with pytest.raises(SetupError, match="SENDLO_DATABASE_URL") as told:
        open_database(url.format(folder=tmp_path))
    assert remedy in str(told.value)
    assert "hush" not in "".join(traceback.format_exception(told.value))


def test_where_the_tables_are_up_to_date_alembic_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'state.sqlite'}"
    open_database(url).dispose()
    monkeypatch.setitem(sys.modules, "alembic", None)
    open_database(url).dispose()


def test_the_migrations_go_back_to_nothing(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]


def test_the_migrations_end_at_the_tables_that_the_code_uses(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
