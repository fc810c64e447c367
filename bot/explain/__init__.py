"""Explains an answer step by step, for editors: ``sendlo why``.

A message is answered as anybody's first one would be. Each step says in plain words what came of it, and holds the
same as data.
"""

from __future__ import annotations

from bot.assistant import Assistant
from bot.conversation import Conversation
from bot.explain import decision, meaning
from bot.explain.danger import language_told, noticed, urgent_alone
from bot.explain.steps import Step, called, listed
from bot.reply import Reply, Status
from bot.turn import Message, Turn
from directory.library import Directory
from intents.model.text_model import Explanation
from intents.safety import SafetyRules

__all__ = ["Step", "explain"]

PIECES = 8
"""How many word pieces are told."""

STATUSES = {
    Status.ANSWERED: "It answers",
    Status.CHOICES: "It offers entries to choose from",
    Status.ASKED_BACK: "It asks back",
    Status.NOTHING_FOUND: "It says that nothing was found",
    Status.URGENT: "It shows urgent help",
    Status.SMALLTALK: "It replies to what isn't a question about help",
    Status.OFF_TOPIC: "It says that it can't help with that",
    Status.FLOW: "It asks the next of several questions",
    Status.ERROR: "It says that something went wrong",
}


def explain(assistant: Assistant, text: str) -> list[Step]:
    """Return what is answered to ``text``, as somebody's first message, and the steps that led there.

    Where no words of it were to be understood, there are no steps about their meaning.
    """
    danger = assistant.danger_in(text)
    turn = Turn(Message(text), assistant.knowledge, Conversation())
    reply = assistant.answer_to(turn, danger)
    matcher, directory, asked, understood = (
        turn.knowledge.matcher,
        turn.directory,
        turn.message.text,
        turn.understanding,
    )
    why = matcher.explain(asked)
    steps = [
        _answered(directory, reply),
        noticed(assistant.safety, text, danger, turn, reply),
        language_told(assistant.language_of(text, danger), reply),
        meaning.read(text, asked, understood, why),
    ]
    if understood.text:
        wishes = matcher.wishes(asked)
        steps += [
            meaning.details(understood),
            meaning.matched(directory, matcher, understood),
            meaning.learnt(directory, understood, why),
            decision.besides(matcher.rules, understood, why, wishes),
            decision.decided(matcher.rules, understood, why, wishes, only_danger=urgent_alone(danger, turn, reply)),
        ]
    return [*steps, _numbers(assistant.safety, text, why)]


def _answered(directory: Directory, reply: Reply) -> Step:
    says = [f"{STATUSES[reply.status]} (status: {reply.status}, intent: {reply.intent or 'none'})."]
    says += [f"Shown: {called(entry)}." for entry in directory.known(reply.entries)]
    choices = [choice.label for choice in reply.choices]
    says += [f"Buttons: {listed(choices)}."] if choices else []
    data = {"status": reply.status, "intent": reply.intent, "entries": list(reply.entries), "choices": choices}
    return Step("answer", "What the assistant does", says, data)


def _numbers(safety: SafetyRules, text: str, why: Explanation) -> Step:
    """Return what only programmers read. What was learnt is additive: the parts add up to the score."""
    pieces, lists = why.heaviest[:PIECES], safety.explain(text)
    says = [f'"{piece}": {weight:+.2f} for the first label' for piece, weight in pieces]
    says += [f"{name}: {value:.2f}, adds {added:+.2f} to how likely it is for us" for name, value, added in why.gate]
    data = {
        "word_pieces": {piece: round(weight, 3) for piece, weight in pieces},
        "confidence": {name: {"value": round(value, 3), "adds": round(added, 3)} for name, value, added in why.gate},
        "confidence_score": round(why.score, 3),
        "danger": lists,
    }
    return Step("numbers", "Numbers for programmers", [*says, *lists], data, technical=True)
