"""Explains how a text is understood, for editors: ``sendlo why``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.assistant import Assistant
from intents.cleaning import clean
from intents.matcher import SHOW_ENTRY, Matcher, Understanding
from intents.safety import Danger


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
    steps: dict[str, Any] = {
        "1 clean": clean(text),
        "2 urgent": _danger(danger) if danger else "no danger noticed",
        "3 plain words": matcher.plain(text),
        "4 details": slots or "none",
        "5 how it matched": understood.how
        + (f", by the sentence: {understood.sentence.template}" if understood.sentence else ""),
        "6 intent": understood.intent,
        "7 entries": list(understood.entries) or "none",
        "8 decision": _decision(understood),
        "9 for another need": list(understood.besides) or "none",
    }
    return steps | (_learnt(matcher, text) if understood.prediction else {})


def _danger(danger: Danger) -> str:
    told = f"{danger.kind} ({danger.grade}), told by: {danger.matched}"
    return f"{told}; a question that is surely about something else is answered first" if danger.doubtful else told


def _decision(understood: Understanding) -> str:
    if understood.intent != SHOW_ENTRY:
        return understood.intent
    return "answer the first" if understood.sure else "offer them"


def _learnt(matcher: Matcher, text: str) -> dict[str, Any]:
    """Return what was learnt, and why it says so: all of it is additive, so the parts add up to the score."""
    why = matcher.explain(text)
    said = why.prediction
    return {
        "10 mended spelling": [f"{typed} -> {meant}" for typed, meant in why.corrected] or "nothing to mend",
        "11 labels": [{"label": label, "probability": round(chance, 3)} for label, chance in said.ranked[:5]],
        "12 confidence": {
            "in the first label": round(said.confidence, 3),
            "turned away": said.turned_away,
            "sure enough to answer": said.sure,
        },
        "13 nearest phrases": [
            {"phrase": phrase, "label": label, "alike": round(alike, 3)} for phrase, label, alike in why.nearest
        ],
        "14 heaviest word pieces": {piece: round(weight, 3) for piece, weight in why.heaviest[:8]},
        "15 what made it confident": {
            name: {"value": round(value, 3), "adds": round(added, 3)} for name, value, added in why.gate
        },
    }
