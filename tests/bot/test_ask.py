"""``sendlo ask --jsonl``: one JSON object a line in, one a line out, in order; and ``sendlo why``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app

KEYS = ["id", "status", "intent", "entries", "choices", "text", "ms"]
STATUSES = {
    *("answered", "choices", "asked_back", "nothing_found", "urgent"),
    *("smalltalk", "off_topic", "flow", "error"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _the_index(index: Path, monkeypatch: pytest.MonkeyPatch, own_logging: None) -> None:  # noqa: ARG001
    monkeypatch.setenv("SENDLO_INDEX_PATH", str(index))


def ask(*lines: dict[str, Any] | str) -> list[dict[str, Any]]:
    """Return what comes back for ``lines``, in one run of the command."""
    typed = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    result = CliRunner().invoke(app, ["ask", "--jsonl"], input=typed, catch_exceptions=False)
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_line_comes_back_in_order_with_every_key() -> None:
    answers = ask(
        {"id": "a", "text": "short breaks"},
        {"id": 2, "text": "what's the weather like"},
        {"id": "c", "text": "I want to die"},
        {"id": "d", "text": ""},
    )
    assert [answer["id"] for answer in answers] == ["a", 2, "c", "d"]
    assert [answer["status"] for answer in answers] == ["answered", "off_topic", "urgent", "asked_back"]
    for answer in answers:
        assert list(answer) == KEYS
        assert answer["status"] in STATUSES
        assert isinstance(answer["ms"], float)
        assert answer["text"]


def test_an_answer_reads_as_a_person_would_read_it() -> None:
    [answer] = ask({"id": 1, "text": "short breaks"})
    assert answer["intent"] == "show-entry"
    assert answer["entries"][0] == "short-breaks"
    assert answer["text"].startswith("Short breaks\n\n")
    assert answer["choices"]
    assert all(f"- {choice}" in answer["text"] for choice in answer["choices"])


def test_lines_of_one_session_are_one_conversation_and_others_are_not() -> None:
    shown, about_it, elsewhere, alone = ask(
        {"id": 1, "session": "ann", "text": "koala sleep support"},
        {"id": 2, "session": "ann", "text": "is it free"},
        {"id": 3, "session": "bob", "text": "is it free"},
        {"id": 4, "text": "is it free"},
    )
    assert shown["entries"][0] == "koala-sleep-support"
    assert about_it["entries"] == ["koala-sleep-support"]
    assert elsewhere["entries"] != ["koala-sleep-support"]
    assert alone["entries"] != ["koala-sleep-support"]


def test_a_location_gives_the_hubs_near_it() -> None:
    [answer] = ask({"id": 1, "text": "", "location": {"latitude": 53.402, "longitude": -3.111}})
    assert (answer["status"], answer["entries"][0]) == ("answered", "hub-moreton")


def test_at_is_taken_as_now() -> None:
    now, later = ask(
        {"id": 1, "text": "the hive", "at": "2025-12-01T09:00:00Z"},
        {"id": 2, "text": "the hive", "at": "2040-12-01T09:00:00Z"},
    )
    caution = "Please check that nothing has changed"
    assert caution not in now["text"]
    assert caution in later["text"]


BAD = [
    "nonsense",
    "{",
    "[]",
    "null",
    '{"text": "no id"}',
    '{"id": 1, "text": 7}',
    '{"id": 1, "text": "x", "at": "yesterday"}',
    '{"id": 1, "text": "x", "location": {"latitude": 91, "longitude": 0}}',
    '{"id": 1, "text": "x", "location": {"latitude": 53}}',
    '{"id": 1, "text": "\\ud800"}',
]


def test_a_bad_line_is_told_by_its_number_and_the_rest_is_answered() -> None:
    *wrong, right = ask(*BAD, {"id": "next", "text": "short breaks"})
    assert [(answer["status"], answer["entries"]) for answer in wrong] == [("error", [])] * len(BAD)
    assert [list(answer) for answer in wrong] == [KEYS] * len(BAD)
    assert [answer["text"].partition(": ")[0] for answer in wrong] == [f"line {n}" for n in range(1, len(BAD) + 1)]
    assert (right["id"], right["status"]) == ("next", "answered")


def test_a_bad_line_keeps_its_id_where_it_has_one_and_blank_lines_and_unknown_keys_do_no_harm() -> None:
    answers = ask("", '{"id": "q7", "text": 7}', '{"id": 1, "text": "hello", "mood": "tired"}', "   ")
    assert [(answer["id"], answer["status"]) for answer in answers] == [("q7", "error"), (1, "smalltalk")]


def test_letters_of_every_script_survive_a_real_pipe_and_bytes_that_are_no_text_do_no_harm(index: Path) -> None:
    lines = '{"id": "é", "text": "مرحبا 🙂"}\n'.encode() + b'\xff\xfe\n{"id": 3, "text": "short breaks"}\n'
    done = subprocess.run(
        [sys.executable, "-c", "from bot.cli import main; main()", "ask", "--jsonl"],
        input=lines,
        capture_output=True,
        timeout=60,
        check=False,
        env={"SENDLO_INDEX_PATH": str(index), "PYTHONIOENCODING": "utf-8"},
    )
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert done.stderr.decode() == ""
    assert [(answer["id"], answer["status"] == "error") for answer in answers] == [
        ("é", False),
        (None, True),
        (3, False),
    ]


def test_one_question_on_the_command_line_is_answered_in_plain_words() -> None:
    result = CliRunner().invoke(app, ["ask", "short", "breaks"], catch_exceptions=False)
    assert result.exit_code == 0
    assert result.stdout.startswith("Short breaks\n")
    assert "Source: " in result.stdout


def why(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["why", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_why_tells_each_step_in_plain_words() -> None:
    shown = why("SHORT", "breaks")
    assert shown.startswith("1. What the assistant does\n   It answers (status: answered")
    for told in ("No danger was noticed.", '"Short breaks" is a name of Short breaks (short-breaks)', "worth_offering"):
        assert told in shown


def test_why_keeps_the_numbers_of_programmers_for_those_who_ask_for_all() -> None:
    assert "Numbers for programmers" not in why("short breaks")
    assert "Numbers for programmers" in why("--all", "short breaks")


def test_why_says_that_a_message_is_empty() -> None:
    assert "No words of it are understood any further." in why("")


def test_why_in_json_has_everything_for_machines() -> None:
    steps = json.loads(why("--json", "he only sleeps three hours"))
    assert steps["read"]["plain_words"] == "he only sleeps three hours"
    assert {"label", "probability"} == set(steps["learnt"]["labels"][0])
    assert {"value", "cut_off", "reached"} < set(steps["decision"]["compared"][0])
    assert steps["numbers"]["confidence"]
