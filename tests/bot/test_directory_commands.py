"""The editors' commands as they are typed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.commands import directory
from bot.commands.directory import app
from directory.loading import load_content
from tests.directory.inspecting import Change, inspection_of


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "200"})


def folder_with(path: Path, change: Change) -> str:
    return str(inspection_of(path, change).folder)


def test_check_praises_a_good_folder(tmp_path: Path) -> None:
    result = run("check", "--folder", folder_with(tmp_path, {}))
    assert (result.exit_code, result.stdout) == (0, "1 entries are fine.\n")


def test_check_fails_when_something_must_be_mended(tmp_path: Path) -> None:
    result = run("check", "--folder", folder_with(tmp_path, {"body": "Text 85258."}))
    assert result.exit_code == 1
    assert "content/services/night-owls.yaml:" in result.stdout
    assert "1 problem must be mended." in result.stdout


def test_check_counts_advice_and_lists_it_when_asked(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, {"body": "We do signposting."})
    counted = run("check", "--folder", folder)
    assert (counted.exit_code, counted.stdout.splitlines()[0]) == (0, "Advice: 1 jargon. Add --advice to read it.")
    listed = run("check", "--folder", folder, "--advice").stdout.splitlines()[0]
    assert listed.endswith("body: says 'signposting': try 'telling you where to go' (jargon)")


def test_check_tells_machines_the_same(tmp_path: Path) -> None:
    result = run("check", "--folder", folder_with(tmp_path, {"body": "Text 85258."}), "--format", "json")
    report = json.loads(result.stdout)
    assert (result.exit_code, report["entries"], len(report["problems"])) == (1, 1, 1)
    assert report["problems"][0] | {"line": 0} == {
        "file": f"{tmp_path}/content/services/night-owls.yaml",
        "line": 0,
        "field": "body",
        "check": "contact-in-text",
        "blocks": True,
        "message": "names '85258': move it to 'contacts', where it has a source and a date",
    }


def test_check_tells_machines_of_a_file_that_does_not_load(tmp_path: Path) -> None:
    folder = Path(folder_with(tmp_path, {}))
    (folder / "services" / "broken.yaml").write_text("id: broken\nkind")
    report = json.loads(run("check", "--folder", str(folder), "--format", "json").stdout)
    assert [(problem["check"], problem["file"]) for problem in report["problems"]] == [
        ("schema", f"{folder}/services/broken.yaml")
    ]


def test_check_finds_a_wrong_entry_in_what_is_said_in_danger(monkeypatch: pytest.MonkeyPatch) -> None:
    content = load_content()
    entries = {entry_id: entry for entry_id, entry in content.entries.items() if entry_id != "urgent-childline"}
    monkeypatch.setattr(directory, "load_content", lambda _: replace(content, entries=entries))
    result = run("check")
    assert result.exit_code == 1
    for where in (r"intents/safety/abuse-or-neglect\.yaml:\d+: replies\.self", r"bot/wording/en\.yaml:\d+: urgent"):
        assert re.search(rf"^{where}\.entries\.\d: there is no entry 'urgent-childline'", result.stdout, re.MULTILINE)


def test_coverage_shows_the_gap(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, {})
    table = run("coverage", "--folder", folder).stdout
    assert "unverified numbering" in table
    assert "1 of 2 duties have a gap." in table
    lines = json.loads(run("coverage", "--folder", folder, "--format", "json").stdout)
    assert [(line["duty"], line["entries"], line["gap"]) for line in lines] == [
        ("T-health", ["night-owls"], ""),
        ("S2-2", [], "no entry"),
    ]


def test_todo_lists_the_worst_and_stops_at_the_limit(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, {"contacts": None})
    listed = run("todo", "--folder", folder, "--limit", "1").stdout.splitlines()
    assert listed == [
        "night-owls  Night Owls: no contact",
        "  - find a phone number, email or website",
        "1 of 2 tasks.",
    ]
    tasks = json.loads(run("todo", "--folder", folder, "--format", "json").stdout)
    assert [task["about"] for task in tasks] == ["night-owls", "S2-2"]


def test_schema_is_what_editors_tools_read(tmp_path: Path) -> None:
    printed = json.loads(run("schema").stdout)
    assert {"id", "phrases", "conflicts"} <= set(printed["properties"])
    target = tmp_path / "entry.schema.json"
    assert run("schema", "--output", str(target)).exit_code == 0
    assert json.loads(target.read_text()) == printed
