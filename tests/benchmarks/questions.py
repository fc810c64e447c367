"""How well our own questions are answered: a set written apart from the phrases, by people who had not seen them.

Never learn from these messages or set thresholds by them. Whoever uses one to improve the data replaces it.
Run: ``python -m tests.benchmarks.questions`` (part of ``make bench``); ``--misses`` lists what went wrong,
``--natural`` asks the natural sample instead, by which settings may be chosen, ``--fresh`` another one that chooses
nothing.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.table import Table

from bot.assistant import Assistant
from bot.reply import Reply, Status
from bot.settings import Settings
from bot.store import ConversationsInMemory
from bot.turn import Message
from bot.wording import load_wording
from directory.library import Library
from directory.reconciliation import load_reconciliation
from intents.learning import INTENT

SET = Path(__file__).parent.parent / "understanding"
TURNED_AWAY = (Status.NOTHING_FOUND, Status.OFF_TOPIC)
_TURNED_AWAY, _SMALL_TALK = "turned away", "small talk"


def main() -> None:
    """Ask everything and print the figures."""
    settings = Settings()
    assistant = Assistant(
        Library(settings.index_path), load_wording(), ConversationsInMemory(), models=settings.models_path
    )
    asked, first, among_three, turned_away, misses = Counter[str](), Counter[str](), Counter[str](), 0, []
    ranked_first = ranked_among_three = 0
    for question in questions(assistant):
        reply = assistant.reply(Message(question["text"]), question["text"])
        right = question["right"]
        asked[question["kind"]] += 1
        first[question["kind"]] += bool(reply.entries) and reply.entries[0] in right
        among_three[question["kind"]] += any(entry in right for entry in reply.entries[:3])
        ranked = entries_ranked(assistant, question["text"])
        ranked_first += ranked[0] in right
        ranked_among_three += any(entry in right for entry in ranked[:3])
        turned_away += reply.status in TURNED_AWAY
        if not any(entry in right for entry in reply.entries[:1]):
            misses.append((question["text"], question["entry"], *reply.entries[:3]))
    off_topic = yaml.safe_load((SET / "off_topic.yaml").read_text(encoding="utf-8"))
    away = Counter(_met(assistant.reply(Message(item["text"]), item["text"])) for item in off_topic)
    not_held = yaml.safe_load((SET / "not_held.yaml").read_text(encoding="utf-8"))
    told = Counter(_met_unanswered(assistant.reply(Message(text), text)) for text in not_held)
    console = Console()
    table = Table("kind", "messages", "right first", "in first three")
    for kind, count in asked.most_common():
        table.add_row(kind, str(count), f"{first[kind] / count:.1%}", f"{among_three[kind] / count:.1%}")
    total = asked.total()
    table.add_row("all", str(total), f"{first.total() / total:.1%}", f"{among_three.total() / total:.1%}")
    console.print(table)
    console.print(f"The matcher's ranking alone: {ranked_first / total:.1%}, {ranked_among_three / total:.1%}")
    console.print(f"Real questions turned away: {turned_away / total:.1%} of {total}")
    parts = ", ".join(f"{how} {count / len(not_held):.1%}" for how, count in told.most_common())
    console.print(f"Families' questions that no entry answers ({len(not_held)}): {parts}")
    told_off, small_talk = away[_TURNED_AWAY] / len(off_topic), away[_SMALL_TALK] / len(off_topic)
    console.print(
        f"Off-topic messages turned away: {told_off:.1%} of {len(off_topic)}; met with small talk: {small_talk:.1%}"
    )
    if "--misses" in sys.argv:
        for miss in misses:
            console.print(" | ".join(miss), highlight=False, markup=False)


def questions(assistant: Assistant) -> list[dict[str, Any]]:
    """Return the questions with the ids that are right; those left out that only past services would answer."""
    content = assistant.knowledge.directory.content
    told_in = {item.record: item.told_in for item in load_reconciliation()}
    found = []
    name = next((f"{name}.yaml" for name in ("natural", "fresh") if f"--{name}" in sys.argv), "questions.yaml")
    for question in yaml.safe_load((SET / name).read_text(encoding="utf-8")):
        ids = [question["entry"], *(question.get("also") or [])]
        right = {told_in.get(i) or i for i in ids}
        if any(i in content.entries and content.entries[i].family_facing for i in right):
            found.append({**question, "right": right})
    return found


def entries_ranked(assistant: Assistant, text: str) -> list[str]:
    """Return the entries in the order in which the matcher ranks them, whatever is shown of them."""
    labels = [label for label, _ in assistant.knowledge.matcher.explain(text).prediction.ranked]
    return [label for label in labels if not label.startswith(INTENT)]


def _met(reply: Reply) -> str:
    """Tell how an off-topic message is met; a greeting, an insult, "ignore your rules" deserve their small talk."""
    if reply.status in TURNED_AWAY:
        return _TURNED_AWAY
    return _SMALL_TALK if reply.status is Status.SMALLTALK else "answered"


def _met_unanswered(reply: Reply) -> str:
    """Tell how a question is met that no entry answers: an entry shown as the answer is the worst."""
    if reply.status in TURNED_AWAY:
        return "told plainly"
    return "answered all the same" if reply.status is Status.ANSWERED else "entries offered"


if __name__ == "__main__":
    main()
