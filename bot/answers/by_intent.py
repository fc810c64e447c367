"""The answer of each intent that isn't small talk and asks nothing about what was just shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.answers import entries, follow_ups, lists, talk, urgent
from bot.conversation import Conversation
from bot.reply import Block, Reply, Status
from bot.turn import Turn
from directory.entry import Audience, Entry
from intents.cleaning import MAX_CHARACTERS
from intents.slots import Slots
from intents.understanding import (
    ACTIVITIES,
    DETAILS_ONLY,
    EXPLAIN_TERM,
    HELP,
    HUBS,
    HUMAN,
    LIST,
    NOT_IT,
    NOTHING,
    PRIVACY,
    SHOW_ENTRY,
    URGENT_NUMBERS,
    WELCOME,
    Understanding,
)

THINGS_TO_DO = "things to do"
"""Kind of thing, by its name in the vocabulary, that the command for things to do lists."""

LOW_MOOD = "mental-health"
"""Main topic of entries that are shown with what to do if it gets worse, though nothing said sounded like danger."""


def answer_intent(turn: Turn, understood: Understanding) -> Reply:
    """Answer one intent, and name what else was asked."""
    turn.understanding = understood
    intent = understood.intent
    if intent in INTENTS:
        return entries.with_what_else(turn, INTENTS[intent](turn, understood))
    if intent in follow_ups.ABOUT:
        return follow_ups.about_the_last(turn, intent)
    if intent in turn.wording.smalltalk:
        return talk.small_talk(turn, intent)
    return nothing(turn)


def nothing(turn: Turn) -> Reply:
    """Say that nothing was found, and of a very long message how much of it was read."""
    reply = lists.not_found(turn)
    if len(turn.message.text) > MAX_CHARACTERS:
        return replace(reply, blocks=(Block(turn.wording.nothing.too_long), *reply.blocks))
    return reply


def _show(turn: Turn, understood: Understanding) -> Reply:
    told = understood.slots.over(_still_true(turn))
    turn.conversation = turn.conversation.with_slots(
        replace(told, days=(), thing=None, kinds=frozenset(), topics=frozenset())
    )
    found = _fitting(turn.directory.known(understood.entries), told)
    if not found:
        return nothing(turn)
    if understood.sure:
        reply = entries.show_entry(turn, found[0], found[1:])
    else:
        words = turn.wording.choices
        reply = entries.offer(turn, found, words.several_names if understood.how == "exact" else words.intro)
        turn.remember(listed=turn.conversation.shown)
    return urgent.if_worse(turn, reply) if found[0].topics[:1] == (LOW_MOOD,) else reply


def _still_true(turn: Turn) -> Slots:
    """Return the details told before that hold for a new question."""
    earlier = turn.conversation
    return turn.knowledge.matcher.still_true(earlier.slots, answered=earlier.answered)


def _fitting(found: list[Entry], slots: Slots) -> list[Entry]:
    """Put entries for another age last, and of those behind the first leave out what isn't for a young person who asks.

    The right help for the wrong age is no help; nor is a parents' charity for a lonely lad of 14.
    """
    if slots.ages:
        found = sorted(found, key=lambda entry: _for_another_age(entry, slots))
    if slots.asking is not Audience.YOUNG_PEOPLE:
        return found
    return [*found[:1], *(entry for entry in found[1:] if Audience.YOUNG_PEOPLE in entry.audience)]


def _for_another_age(entry: Entry, slots: Slots) -> bool:
    return bool(slots.ages and entry.ages and not entry.ages.overlaps(*slots.ages))


def _list(turn: Turn, understood: Understanding) -> Reply:
    """Return the list; what is likely, but no such thing as is listed, is named besides if it is for that age."""
    turn.conversation = turn.conversation.with_slots(understood.slots.over(_still_true(turn)))
    reply = lists.list_entries(turn)
    others = [
        entry.id
        for entry in turn.directory.known(understood.entries)
        if entry.id not in reply.entries and not _for_another_age(entry, turn.conversation.slots)
    ]
    turn.understanding = replace(understood, likely_besides=(*understood.likely_besides, *others))
    return reply


def _refine(turn: Turn, understood: Understanding) -> Reply:
    earlier = turn.conversation.slots
    if understood.another:
        earlier = turn.knowledge.matcher.of_another_child(earlier)
    if turn.conversation.focus in understood.left_out:
        return talk.small_talk(turn, NOT_IT)
    turn.conversation = turn.conversation.with_slots(understood.slots.over(earlier))
    reply = lists.refine(turn, understood.slots)
    if reply:
        return reply
    told = lists.describe(turn, turn.conversation.slots)
    details = f", {told}" if told else ""
    ask = turn.wording.nothing.what_for.format(details=details)
    return talk.say_only(turn, " ".join(filter(None, (lists.unknown_place(turn), ask))), Status.ASKED_BACK)


def _hubs(turn: Turn, understood: Understanding) -> Reply:
    turn.remember(area=understood.slots.area or turn.conversation.area)
    return lists.nearest_hubs(turn)


def _pick(turn: Turn, understood: Understanding) -> Reply:
    """Show the entry at a place of the last list; "that one" is the one in focus, or the first."""
    shown = turn.directory.known(turn.conversation.shown)
    words = understood.sentence.groups.get("position", "") if understood.sentence else ""
    position = turn.knowledge.matcher.position(words)
    if position is None:
        chosen = turn.directory.known([turn.conversation.focus or ""]) or shown[:1]
        return entries.show_more(turn, chosen[0]) if chosen else follow_ups.which(turn, shown)
    if not -len(shown) <= position <= len(shown):
        return follow_ups.which(turn, shown)
    return entries.show_entry(turn, shown[position - (position > 0)])


def _explain(turn: Turn, understood: Understanding) -> Reply:
    words = understood.sentence.groups.get("term", "") if understood.sentence else ""
    term = turn.knowledge.matcher.known.term(words)
    return talk.explain(turn, term) if term else nothing(turn)


def _things_to_do(turn: Turn, understood: Understanding) -> Reply:
    """The command for things to do, or other words for it, ask for the same list as its name; with their details."""
    thing = turn.knowledge.matcher.thing(THINGS_TO_DO)
    return _list(turn, replace(understood, slots=understood.slots.over(thing))) if thing else nothing(turn)


def _start_again(turn: Turn, understood: Understanding) -> Reply:
    turn.conversation = Conversation(urgent=turn.conversation.urgent)
    return talk.small_talk(turn, understood.intent)


def _refused(turn: Turn) -> Reply:
    """Return the next step after a refusal of what was shown; else, how to complain."""
    return follow_ups.after_no(turn) or talk.open_entry(turn, "guide-complaints") or nothing(turn)


INTENTS: dict[str, Callable[[Turn, Understanding], Reply]] = {
    SHOW_ENTRY: _show,
    LIST: _list,
    DETAILS_ONLY: _refine,
    HUBS: _hubs,
    lists.MORE: lambda turn, _: lists.more_of_list(turn),
    "back": lambda turn, _: lists.again(turn),
    "pick": _pick,
    EXPLAIN_TERM: _explain,
    "ask-refused": lambda turn, _: _refused(turn),
    "start-again": _start_again,
    HELP: lambda turn, _: talk.help_text(turn),
    WELCOME: lambda turn, _: talk.welcome(turn),
    PRIVACY: lambda turn, _: talk.privacy(turn),
    talk.FORGET: lambda turn, _: talk.forgotten(turn),
    HUMAN: lambda turn, _: talk.a_human(turn),
    URGENT_NUMBERS: lambda turn, _: urgent.urgent_numbers(turn),
    urgent.HIDE: lambda turn, _: urgent.quiet_exit(turn),
    urgent.SAFE: lambda turn, _: urgent.not_in_danger(turn),
    ACTIVITIES: _things_to_do,
    NOTHING: lambda turn, _: nothing(turn),
}
"""Intent -> its answer. Follow-ups and small talk are in their own tables."""
