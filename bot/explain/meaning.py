"""How a message was read: its words, its details, and what it is like."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.explain.steps import Step, called, file_of, label_called, label_file, listed, sentences_of
from directory.library import Directory
from intents.matcher import Matcher
from intents.model.text_model import Explanation
from intents.understanding import Understanding

RUNNERS_UP = 5

DETAILS = {
    "ages": "Age",
    "area": "Place",
    "days": "Day",
    "place": "A place that we don't hold",
    "needs": "Need",
    "without": "Need that isn't meant",
    "thing": "Asks for a list of",
    "kinds": "Kinds of entries in it",
    "topics": "Topics of entries in it",
    "asking": "Who asks",
}
"""A detail of a message -> how editors call it."""


def read(text: str, asked: str, understood: Understanding, why: Explanation) -> Step:
    """Tell which words of a message were compared."""
    plain = understood.text
    mended = [list(pair) for pair in why.corrected] if understood.how != "exact" and plain else []
    says = [f'Of it, this is understood: "{asked}".'] if plain and asked != text else []
    says += [f'It is read as "{plain}".' if plain else "No words of it are understood any further."]
    says += [f'Spelling mended: "{typed}" becomes "{meant}".' for typed, meant in mended]
    data = {"typed": text, "asked": asked, "plain_words": plain, "mended": mended}
    return Step("read", "How is it read?", says, data)


def details(understood: Understanding) -> Step:
    """Tell the details that were found, such as an age or a place."""
    found = {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in asdict(understood.slots).items()
        if value
    }
    words = found.pop("words", [])
    says = [f"{DETAILS.get(name, name)}: {_detail(name, value)}." for name, value in found.items()]
    says += [f"These words tell: {listed(words)}."] if words else []
    return Step("details", "Which details are in it?", says or ["None."], {"details": found, "words": words})


def _detail(name: str, value: Any) -> str:
    if name == "ages":
        youngest, oldest = value
        return str(youngest) if youngest == oldest else f"{youngest} to {oldest}"
    return value if isinstance(value, str) else listed(value)


def matched(directory: Directory, matcher: Matcher, understood: Understanding) -> Step:
    """Tell the phrase, the name or the sentence that a message is word for word."""
    title, exact = "Is its wording known?", understood.prediction is None
    if not exact:
        return Step("matched", title, ["No. What was learnt from the phrases decides."], {"exact": False, "by": []})
    mended = understood.how == "fuzzy"
    by = _by_sentence(understood) or _by_entries(directory, matcher, understood)
    says = ["Yes, once its spelling is mended or a place is left out." if mended else "Yes, word for word."]
    says += [f'"{one["wording"]}" is {one["is"]}, in {one["file"]}.' for one in by]
    says += [f'{{{slot}}} is "{words}".' for one in by for slot, words in one.get("slots", {}).items()]
    if not by:
        says.append("Its details decide, by the words of intents/vocabulary/en/slots.yaml.")
    return Step("matched", title, says, {"exact": True, "by": by})


def _by_sentence(understood: Understanding) -> list[dict[str, Any]]:
    match = understood.sentence
    if match is None:
        return []
    told = f"a sentence of the intent {match.intent}"
    return [{"is": told, "wording": match.template, "slots": dict(match.groups), "file": sentences_of(match.intent)}]


def _by_entries(directory: Directory, matcher: Matcher, understood: Understanding) -> list[dict[str, Any]]:
    found = []
    for entry in directory.known(understood.entries):
        wording = matcher.known.wording_of(entry.id, understood.text)
        if wording is None:
            continue
        kind = "a phrase" if wording in entry.phrases else "a name"
        told = f"{kind} of {called(entry)}"
        found.append({"is": told, "wording": wording, "entry": entry.id, "file": file_of(entry)})
    return found


def learnt(directory: Directory, understood: Understanding, why: Explanation) -> Step:
    """Tell what was learnt from the phrases: the likeliest labels and the nearest phrases."""
    asked, ranked = understood.prediction is not None, why.prediction.ranked[:RUNNERS_UP]
    says = [] if asked else ["It wasn't asked, since the wording is known. It would say:"]
    says += [f"{chance:.1%} likely: {label_called(directory, label)}" for label, chance in ranked]
    says.append("The nearest phrases (1 is the same, 0 has nothing to do with it):")
    says += [f'{alike:.2f}: "{phrase}" of {label_called(directory, label)}' for phrase, label, alike in why.nearest]
    data = {
        "asked": asked,
        "labels": [{"label": label, "probability": round(chance, 4)} for label, chance in ranked],
        "nearest": [
            {"phrase": phrase, "label": label, "alike": round(alike, 3), "file": label_file(directory, label)}
            for phrase, label, alike in why.nearest
        ],
    }
    return Step("learnt", "What does it mean, by what was learnt?", says, data)
