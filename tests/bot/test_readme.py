"""The README tells what there is, and nothing that isn't there."""

from __future__ import annotations

import re
from pathlib import Path

from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from bot.cli import app

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def commands() -> set[str]:
    """Every command of ``sendlo``, those of its groups with the group's name in front."""
    whole = get_command(app)
    assert isinstance(whole, TyperGroup)
    return {
        f"{name} {below}".strip()
        for name, command in whole.commands.items()
        for below in (command.commands if isinstance(command, TyperGroup) else [""])
    }


def named() -> set[str]:
    """Every command that the table names; in one row a group's name stands only once."""
    found = set()
    groups = {command.split()[0] for command in commands() if " " in command}
    for cell in re.findall(r"^\| (`sendlo .*?`) \| ", README, re.MULTILINE):
        group = ""
        for words in (span.removeprefix("sendlo ").split() for span in re.findall("`([^`]+)`", cell)):
            if words[0] in groups:
                group = words.pop(0)
            found.add(f"{group} {words[0]}".strip())
    return found


def test_the_table_of_commands_names_each_command_and_no_other() -> None:
    assert named() == commands()


def test_the_table_of_settings_is_the_one_that_the_command_prints() -> None:
    assert CliRunner().invoke(app, ["settings", "--markdown"]).stdout in README
