"""What a tap on a button gives: it says what is wanted without being understood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.action import Verb
from bot.answers import by_intent, entries, lists, talk
from bot.reply import Reply, Status
from bot.turn import Turn
from directory.entry import Entry
from intents.understanding import LIST, Understanding

TAPS: dict[Verb, Callable[[Turn, Entry], Reply]] = {
    Verb.SHOW: entries.show_entry,
    Verb.MORE: entries.show_more,
    Verb.EASY: entries.show_easy,
    Verb.CALL: entries.show_entry,
    Verb.MAP: entries.show_entry,
}
"""What a tap does -> the answer that it gives about an entry."""


def tapped(turn: Turn) -> Reply | None:
    """Return the answer to a tap, if the message is one; a tapped example is put in as text, to be understood."""
    action = turn.message.action
    if not action:
        return None
    if action.verb is Verb.SAY:
        return by_intent.answer_intent(turn, Understanding(action.target))
    if action.verb is Verb.LIST:
        thing = turn.knowledge.matcher.thing(action.target)
        listed = thing and Understanding(LIST, thing.over(turn.conversation.slots))
        return by_intent.answer_intent(turn, listed) if listed else _stale(turn)
    if action.verb is Verb.DROP:
        return lists.without(turn, action.target) or _stale(turn)
    if action.verb is Verb.FIND:
        turn.message = replace(turn.message, action=None, text=talk.example(turn, action.target))
        return None
    found = turn.directory.known([action.target])
    return TAPS[action.verb](turn, found[0]) if found else _gone(turn)


def _stale(turn: Turn) -> Reply:
    return talk.say_only(turn, turn.wording.errors.stale, Status.ASKED_BACK)


def _gone(turn: Turn) -> Reply:
    return talk.say_only(turn, turn.wording.errors.gone, Status.ERROR)
