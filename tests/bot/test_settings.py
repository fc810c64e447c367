"""The table of settings, which ``sendlo settings`` prints and the README shows."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from bot.cli import app
from bot.settings import Settings, describe_settings


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, _, _ in describe_settings():
        monkeypatch.delenv(name, raising=False)


def test_every_setting_is_listed_with_its_default() -> None:
    listed = {name: default for name, default, _ in describe_settings()}
    assert (
        listed.items()
        >= {
            "SENDLO_TELEGRAM_TOKEN": "",
            "SENDLO_TELEGRAM_API_URL": "https://api.telegram.org",
            "SENDLO_DATABASE_URL": "sqlite:///var/state.sqlite",
            "SENDLO_INDEX_PATH": "var/directory.sqlite",
            "SENDLO_SECRET": "",
            "SENDLO_CONVERSATION_HOURS": "12.0",
            "SENDLO_LOG_LEVEL": "INFO",
        }.items()
    )
    assert set(listed) == {f"SENDLO_{field.upper()}" for field in Settings.model_fields}


def test_every_meaning_is_one_sentence() -> None:
    for name, _, meaning in describe_settings():
        assert meaning[:1].isupper(), name
        assert meaning.endswith("."), name
        assert ". " not in meaning, name


def test_a_name_of_the_table_sets_that_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENDLO_CONVERSATION_HOURS", "1.5")
    monkeypatch.setenv("SENDLO_CHATS_AT_ONCE", "4")
    monkeypatch.setenv("SENDLO_TELEGRAM_TOKEN", "1:secret")
    settings = Settings()
    assert (settings.conversation_hours, settings.chats_at_once) == (1.5, 4)
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == "1:secret"


def test_secrets_are_not_printed_with_the_settings() -> None:
    assert "1:hidden" not in repr(Settings(telegram_token="1:hidden", secret="1:hidden"))


@pytest.mark.parametrize(("name", "value"), [("CHATS_AT_ONCE", "0"), ("CONVERSATION_HOURS", "-1")])
def test_a_value_that_cannot_work_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"SENDLO_{name}", value)
    with pytest.raises(ValidationError, match="greater"):
        Settings()


def test_the_command_prints_the_same_table_as_the_readme_shows() -> None:
    shown = CliRunner().invoke(app, ["settings", "--markdown"]).stdout.splitlines()
    assert shown[:2] == ["| setting | default | meaning |", "| --- | --- | --- |"]
    names = [row.split("`")[1] for row in shown[2:]]
    assert names == [name for name, _, _ in describe_settings()]
    assert all(meaning in row for row, (_, _, meaning) in zip(shown[2:], describe_settings(), strict=True))
