"""No channel reaches an answer except through ``Assistant.reply``, which looks for danger first."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import bot
from bot.assistant import Assistant
from bot.channels.telegram.app import ASKED_FOR
from bot.channels.telegram.inline import InlineQueries
from bot.reply import Reply
from bot.turn import Turn
from intents.safety import Danger

BOT = Path(bot.__file__).parent
UNDERSTANDS = {
    "understand",
    "show_entry",
    "list_entries",
    "nearest_hubs",
    "in_danger",
    "answer_to",
    "answer_intent",
    "tapped",
}
"""Whoever calls one of these answers what somebody wrote."""

INSIDE = {"assistant.py", "explain", "answers"}
"""The assistant itself, its answers, and the explanation for editors, which answers nobody."""


def called(tree: ast.AST) -> set[str]:
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in calls}


def test_only_the_assistant_answers() -> None:
    outside = [path for path in BOT.rglob("*.py") if not INSIDE & set(path.relative_to(BOT).parts)]
    assert outside
    wrong = {str(path): called(ast.parse(path.read_text(encoding="utf-8"))) & UNDERSTANDS for path in outside}
    assert {path: names for path, names in wrong.items() if names} == {}


def test_the_assistant_looks_for_danger_in_its_first_line() -> None:
    tree = ast.parse((BOT / "assistant.py").read_text(encoding="utf-8"))
    reply = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "reply")
    first = reply.body[1] if isinstance(reply.body[0], ast.Expr) else reply.body[0]
    assert "danger_in" in called(first)
    looks = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "danger_in")
    assert "notice" in called(looks)


LOOKED_THROUGH = {"message", "edited_message", "callback_query", "inline_query"}
"""Kinds of update of which these tests, and those of the Telegram channel, show that danger comes first."""


def test_telegram_sends_nothing_else_that_could_hold_words() -> None:
    assert set(ASKED_FOR) == LOOKED_THROUGH


def test_what_is_shared_is_made_of_the_replies_of_the_assistant_alone() -> None:
    tree = ast.parse((BOT / "channels" / "telegram" / "inline.py").read_text(encoding="utf-8"))
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert "reply" in called(tree)
    assert used & {"directory", "matcher"} == set()


@pytest.mark.parametrize("text", ["clubs", "xyzzy plugh", "I want to die"])
def test_words_that_are_still_being_typed_are_searched_for_danger_before_they_are_answered(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    done: list[str] = []
    looks, answers = assistant.danger_in, assistant.answer_to

    def look(said: str) -> Danger | None:
        done.append(f"looked for danger in: {said}")
        return looks(said)

    def answer(turn: Turn, danger: Danger | None) -> Reply:
        done.append(f"answered: {turn.message.text}")
        return answers(turn, danger)

    monkeypatch.setattr(assistant, "danger_in", look)
    monkeypatch.setattr(assistant, "answer_to", answer)
    InlineQueries(assistant).articles(text)
    assert done[:2] == [f"looked for danger in: {text}", f"answered: {text}"]


def test_when_danger_cannot_be_looked_for_what_is_offered_names_999(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(text: str) -> None:
        raise ValueError(text)

    monkeypatch.setattr(assistant, "danger_in", crash)
    [sorry] = InlineQueries(assistant).articles("clubs")
    assert "999" in sorry.description
    assert "999" in sorry.message.plain
