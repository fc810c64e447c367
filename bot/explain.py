"""Explains how a text is understood, for editors: ``sendlo why``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.assistant import Assistant
from intents.cleaning import clean


def explain(assistant: Assistant, text: str) -> dict[str, Any]:
    """Return each step's result: a dictionary of step name -> words or plain data."""
    danger = assistant.danger_in(text)
    matcher = assistant.knowledge.matcher
    understood = matcher.understand(text, after_answer=False)
    slots = {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in asdict(understood.slots).items()
        if value and name != "words"
    }
    return {
        "1 clean": clean(text),
        "2 urgent": f"{danger.kind} ({danger.grade}), told by: {danger.matched}" if danger else "no danger noticed",
        "3 plain words": understood.text or matcher.plain(text),
        "4 mended spelling": dict(understood.repaired) or "nothing to mend",
        "5 synonyms looked for": ", ".join(understood.synonyms) or "none",
        "6 details": slots or "none",
        "7 how it matched": understood.how
        + (f", by the sentence: {understood.sentence.template}" if understood.sentence else ""),
        "8 intent": understood.intent
        + ("" if understood.sure or understood.how == "exact" else " (not sure: offered)"),
        "9 entries": list(understood.entries) or "none",
        "10 ranked": [
            {"label": r.label, "score": round(r.score, 3), "nearest": r.nearest, "shared": list(r.words)}
            for r in understood.ranked[:5]
        ]
        or "not needed",
        "11 thresholds": matcher.thresholds.model_dump(),
    }
