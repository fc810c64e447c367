"""No channel reaches an answer except through ``Assistant.reply``, which looks for danger first."""

from __future__ import annotations

import ast
from pathlib import Path

import bot

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
