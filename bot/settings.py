"""Settings: environment variables that begin with ``SENDLO_``, each with a default and one sentence of meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The table of settings. ``sendlo settings`` prints it; the README shows the same."""

    model_config = SettingsConfigDict(env_prefix="SENDLO_", extra="ignore", frozen=True)

    telegram_token: Annotated[
        SecretStr | None,
        Field(description="Token of the Telegram bot; without it, `sendlo run` opens a chat in the terminal."),
    ] = None
    telegram_api_url: Annotated[str, Field(description="Address of the Bot API server, for one of your own.")] = (
        "https://api.telegram.org"
    )
    database_url: Annotated[str, Field(description="Where conversations are kept: an SQLAlchemy address.")] = (
        "sqlite:///var/state.sqlite"
    )
    index_path: Annotated[Path, Field(description="Where the built directory is kept.")] = Path("var/directory.sqlite")
    models_path: Annotated[Path, Field(description="Where what was learnt from the entries is kept.")] = Path(
        "var/models"
    )
    secret: Annotated[
        SecretStr | None,
        Field(description="Key that chat ids are hashed with; without it one is made and kept beside the index."),
    ] = None
    conversation_hours: Annotated[
        float, Field(gt=0, description="How long a conversation is remembered after its last message.")
    ] = 12.0
    refresh_seconds: Annotated[
        float, Field(gt=0, description="How often a running assistant looks for changed entries.")
    ] = 10.0
    chats_at_once: Annotated[int, Field(ge=1, description="How many chats are answered side by side.")] = 32
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"],
        BeforeValidator(str.upper),
        Field(description="How much is logged: DEBUG, INFO, WARNING or ERROR."),
    ] = "INFO"


def describe_settings() -> list[tuple[str, str, str]]:
    """Return name, default and meaning of every setting."""
    prefix = Settings.model_config["env_prefix"]
    return [
        (
            f"{prefix}{name}".upper(),
            "" if field.default is None else str(field.default),
            field.description or "",
        )
        for name, field in Settings.model_fields.items()
    ]
