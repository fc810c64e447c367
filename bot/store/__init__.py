"""What people do: conversations that expire. SQLAlchemy Core; the tables change by Alembic migrations."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkstemp
from typing import Any, Protocol

from pydantic import ValidationError
from sqlalchemy import (
    URL,
    Column,
    Connection,
    DateTime,
    Engine,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    inspect,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.conversation import Conversation
from bot.errors import SetupError
from bot.settings import Settings

MIGRATIONS = Path(__file__).parent / "migrations"

metadata = MetaData()

conversations = Table(
    "conversations",
    metadata,
    Column("who", String(64), primary_key=True, comment="keyed hash of channel and chat id"),
    Column("state", Text, nullable=False, comment="JSON; never the text of a message"),
    Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
)


_revisions = Table("alembic_version", MetaData(), Column("version_num", String(32)))
"""Alembic's own table."""


class Conversations(Protocol):
    """Keeps conversations by a person's key."""

    def load(self, who: str) -> Conversation:
        """Return what is remembered about ``who``; a fresh conversation if nothing is."""

    def save(self, who: str, conversation: Conversation) -> None:
        """Remember ``conversation`` until it expires."""

    def forget(self, who: str) -> None:
        """Wipe what is remembered about ``who``."""


class StoredConversations:
    """Conversations in a database."""

    def __init__(
        self, engine: Engine, kept_for: timedelta, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """Use ``engine``; each conversation is kept for ``kept_for`` after its last message."""
        self._engine = engine
        self._kept_for = kept_for
        self._now = now

    def load(self, who: str) -> Conversation:
        """Return what is remembered and hasn't expired."""
        query = select(conversations.c.state).where(
            conversations.c.who == who, conversations.c.expires_at > self._now()
        )
        with self._engine.connect() as connection:
            state = connection.execute(query).scalar_one_or_none()
        with suppress(ValidationError):
            return Conversation.model_validate_json(state) if state else Conversation()
        return Conversation()

    def save(self, who: str, conversation: Conversation) -> None:
        """Remember ``conversation``."""
        row = {
            "who": who,
            "state": conversation.model_dump_json(),
            "expires_at": self._now() + self._kept_for,
        }
        with self._engine.begin() as connection:
            connection.execute(delete(conversations).where(conversations.c.who == who))
            connection.execute(conversations.insert(), row)

    def forget(self, who: str) -> None:
        """Wipe what is remembered about ``who``."""
        with self._engine.begin() as connection:
            connection.execute(delete(conversations).where(conversations.c.who == who))

    def drop_expired(self) -> None:
        """Wipe every conversation that has expired."""
        with self._engine.begin() as connection:
            connection.execute(delete(conversations).where(conversations.c.expires_at <= self._now()))


class ConversationsInMemory:
    """Conversations of one run: the terminal, ``sendlo ask`` and tests."""

    def __init__(self) -> None:
        self._kept: dict[str, Conversation] = {}

    def load(self, who: str) -> Conversation:
        """Return what is remembered about ``who``."""
        return self._kept.get(who, Conversation())

    def save(self, who: str, conversation: Conversation) -> None:
        """Remember ``conversation``."""
        self._kept[who] = conversation

    def forget(self, who: str) -> None:
        """Wipe what is remembered about ``who``."""
        self._kept.pop(who, None)


def open_database(url: str) -> Engine:
    """Open the database at ``url``, make its folder, and bring its tables up to date.

    Raises:
        SetupError: ``url`` is no address of a database, its driver is missing, or the database can't be used. The
            error doesn't show the address, which may hold a password, nor what the driver says about it.
    """
    address = _address(url)
    try:
        return _opened(address)
    except ImportError as error:
        kind = address.get_backend_name()
        raise SetupError(
            f"SENDLO_DATABASE_URL needs a driver for {kind}, the Python module {error.name}, which isn't installed: "
            "install a package that has it into .venv, or unset the setting to use SQLite."
        ) from None
    except (SQLAlchemyError, OSError) as error:
        reason = type(getattr(error, "orig", error)).__name__
        raise SetupError(
            f"The database of SENDLO_DATABASE_URL can't be used ({reason}): check that it is there, that address, "
            "user and password are right, and that the bot may write to it."
        ) from None


def _address(url: str) -> URL:
    """Return ``url`` read as an address of a kind of database that we can use.

    Raises:
        SetupError: it isn't one.
    """
    try:
        address = make_url(url)
        address.get_dialect()
    except (ArgumentError, ValueError):  # the second for a port that is no number
        raise SetupError(
            "SENDLO_DATABASE_URL isn't an address of a kind of database that we know: write one such as "
            "sqlite:///var/state.sqlite or postgresql://USER:PASSWORD@HOST/NAME, with %40 for an @ in the password."
        ) from None
    return address


def _opened(address: URL) -> Engine:
    if address.get_backend_name() == "sqlite" and address.database not in (None, "", ":memory:"):
        Path(str(address.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address)
    if address.get_backend_name() == "sqlite":
        _write_safely(engine)
    with engine.begin() as connection:
        _migrate(connection)
    return engine


def chat_key(secret: bytes, channel: str, chat_id: int | str) -> str:
    """Return the keyed hash (HMAC-SHA-256) under which a chat is kept; the id itself never is."""
    return hmac.new(secret, f"{channel}:{chat_id}".encode(), hashlib.sha256).hexdigest()


def secret_of(settings: Settings) -> bytes:
    """Return the key for chat ids: from the settings, or one made once and kept beside the index.

    It is written aside and then linked into place, so that two processes that start together read the same one.
    """
    if settings.secret:
        return settings.secret.get_secret_value().encode()
    path = settings.index_path.parent / "secret"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        handle, aside = mkstemp(dir=path.parent)  # readable by its owner alone
        os.write(handle, secrets.token_hex(32).encode())
        os.close(handle)
        with suppress(FileExistsError):
            path.hardlink_to(aside)
        Path(aside).unlink()
    return path.read_bytes()


def _migrate(connection: Connection) -> None:
    """Bring the tables up to date. Where they are, Alembic isn't loaded: it takes 11 MB and time at every start."""
    if _revision_of(connection) == _newest_revision():
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _revision_of(connection: Connection) -> str | None:
    """Return the revision that the tables are at; None where there are none yet."""
    if not inspect(connection).has_table(_revisions.name):
        return None
    return connection.execute(select(_revisions.c.version_num)).scalar_one_or_none()


def _newest_revision() -> str:
    """Return the last revision that there is a migration for: their files are named by them, ``0002_dangers.py``."""
    return max(path.stem.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def _write_safely(engine: Engine) -> None:
    """SQLite: one that waits instead of failing (WAL, BEGIN IMMEDIATE), and wipes what it deletes."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma busy_timeout = 5000")
        connection.execute("pragma secure_delete = on")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("begin immediate")
