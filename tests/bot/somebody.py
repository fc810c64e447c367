"""A person who talks to the assistant, without any channel in between, and what they can tap."""

from __future__ import annotations

from itertools import count

from bot.action import Action, Verb
from bot.assistant import Assistant
from bot.reply import Reply
from bot.turn import Message
from directory.areas import Point

_numbers = count(1)


class Person:
    """Somebody in a conversation of their own."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.who = f"person {next(_numbers)}"

    def says(self, text: str) -> Reply:
        return self.assistant.reply(Message(text), self.who)

    def taps(self, verb: Verb, target: str, number: int = 0) -> Reply:
        return self.assistant.reply(Message(action=Action(verb, target, number)), self.who)

    def taps_choice(self, reply: Reply, label: str) -> Reply:
        [action] = [choice.action for choice in reply.choices if choice.label == label]
        return self.assistant.reply(Message(action=action), self.who)

    def shares(self, latitude: float, longitude: float) -> Reply:
        return self.assistant.reply(Message(point=Point(latitude, longitude)), self.who)


def targets(reply: Reply) -> list[tuple[Verb, str]]:
    """What the buttons of a reply do, in order."""
    return [(choice.action.verb, choice.action.target) for choice in reply.choices]
