"""Answers that need no entry of their own: small talk, help, privacy, humans, abbreviations, words of regret."""

from __future__ import annotations

from dataclasses import replace

from bot.action import Action, Verb
from bot.answers.entries import (
    choose,
    contact_lines,
    list_of,
    say,
    show_easy,
    show_entry,
    sources_of,
    to_a_human,
    to_help,
    to_urgent_help,
)
from bot.conversation import Conversation
from bot.reply import Block, BlockKind, Choice, Reply, Status
from bot.turn import Turn
from directory.entry import GlossaryTerm
from intents.learning import OFF_TOPIC
from intents.understanding import EXPLAIN_TERM, HELP, HUBS, HUMAN, NO, NOT_IT, PRIVACY, WELCOME, YES

HUMANS = ("guide-talk-to-a-person", "sendiass-wirral", "sendlo")
"""Entries whose contacts lead to a human, best first."""

WHAT_IS_HARD = "what-is-hard"
FORGET = "forget"
"""The intent after which nothing is kept about who said it."""

NOT_HELPED = (NOT_IT, "swearing")
"""Intents that say that we haven't helped: said twice, they lead to a human."""

OFFERS_AGAIN = (NOT_IT, YES, NO)
"""Intents after which what was on the last buttons stays one tap away."""

STATUSES = {OFF_TOPIC: Status.OFF_TOPIC, NOT_IT: Status.ASKED_BACK, WHAT_IS_HARD: Status.ASKED_BACK}
"""How small talk ends where it is no mere talk."""


def welcome(turn: Turn) -> Reply:
    """Return the first message: what this can do, that it is no person, urgent help, privacy."""
    words = turn.wording.welcome
    examples = tuple(
        Choice(example, Action(Verb.FIND, str(number))) for number, example in enumerate(words.examples, start=1)
    )
    return Reply(
        Status.SMALLTALK,
        (Block(words.title, BlockKind.TITLE), Block(words.text)),
        WELCOME,
        choices=(*examples, to_urgent_help(turn)),
    )


def example(turn: Turn, number: str) -> str:
    """Return the welcome's example with this number, from 1; nothing if it is gone."""
    examples = dict(enumerate(turn.wording.welcome.examples, start=1))
    return examples.get(int(number), "") if number.isdecimal() else ""


def help_text(turn: Turn) -> Reply:
    """Return what can be asked."""
    buttons = turn.wording.buttons
    choices = (
        say(buttons.hubs, HUBS),
        to_a_human(turn),
        say(buttons.privacy, PRIVACY),
        to_urgent_help(turn),
    )
    return Reply(Status.SMALLTALK, (Block(turn.wording.help.text),), HELP, choices=choices)


def small_talk(turn: Turn, intent: str) -> Reply:
    """Return the fixed words for ``intent``; a person, where the same words have just not helped."""
    if intent in NOT_HELPED and turn.conversation.last == intent:
        return _again(turn)
    words = turn.wording
    choices: tuple[Choice, ...] = (to_help(turn), to_a_human(turn))
    if intent in OFFERS_AGAIN:
        offered = turn.directory.known(turn.conversation.offered or turn.conversation.shown[1:])[:3]
        choices = (*map(choose, offered), to_a_human(turn), to_help(turn))
    if intent == WHAT_IS_HARD:
        choices = (*map(list_of, words.choices.what_is_hard), to_a_human(turn))
    gently = dict(words.urgent.afterwards) if turn.conversation.urgent else {}
    return Reply(
        STATUSES.get(intent, Status.SMALLTALK),
        (Block(gently.get(intent, words.smalltalk[intent])),),
        intent,
        choices=choices,
        ends=intent == "goodbye" and turn.understanding.how == "exact",
    )


def _again(turn: Turn) -> Reply:
    """Return who can be talked to, for somebody whom our words didn't help twice."""
    intent = turn.understanding.intent
    human = a_human(turn)
    return replace(human, blocks=(Block(turn.wording.nothing.again), *human.blocks[1:]), intent=intent)


def privacy(turn: Turn) -> Reply:
    """Return what is kept, and for how long."""
    text = turn.wording.privacy.text.format(hours=f"{turn.knowledge.conversation_hours:g}")
    return Reply(Status.SMALLTALK, (Block(text),), PRIVACY)


def forgotten(turn: Turn) -> Reply:
    """Say that what was remembered is wiped; the assistant does so."""
    turn.conversation = Conversation()
    return Reply(Status.SMALLTALK, (Block(turn.wording.privacy.forgotten),), FORGET)


def a_human(turn: Turn) -> Reply:
    """Return who can be talked to."""
    entries = turn.directory.known(HUMANS)
    lines = tuple(line for entry in entries for line in contact_lines(turn, entry))
    blocks = [Block(turn.wording.person.intro)]
    if entries:
        blocks.append(Block(turn.directory.with_periods(entries[0].how_to_get or entries[0].summary)))
    turn.remember(focus=entries[0].id if entries else None, shown=tuple(entry.id for entry in entries))
    return Reply(
        Status.ANSWERED,
        tuple(blocks),
        HUMAN,
        tuple(entry.id for entry in entries),
        contacts=lines,
        sources=tuple(source for entry in entries[:2] for source in sources_of(turn, entry)),
        choices=(to_urgent_help(turn),),
    )


def explain(turn: Turn, term: GlossaryTerm) -> Reply:
    """Return what an abbreviation or a hard word means, and where to read on."""
    words = turn.wording.terms
    entries = turn.directory.known([term.entry] if term.entry else [])
    meaning = words.meaning.format(term=term.term, meaning=term.meaning)
    same = term.meaning.lower() == term.term.lower()
    blocks = [Block(term.plain if same else f"{meaning} {term.plain}")]
    turn.remember(focus=entries[0].id if entries else None, shown=tuple(entry.id for entry in entries))
    choices = tuple(Choice(words.more_about.format(name=entry.name), Action(Verb.SHOW, entry.id)) for entry in entries)
    source = turn.directory.content.documents.get(term.source)
    note = turn.wording.terms.source.format(source=source.title if source else term.source)
    return Reply(
        Status.ANSWERED,
        tuple(blocks),
        EXPLAIN_TERM,
        tuple(entry.id for entry in entries),
        sources=(Block(note, BlockKind.NOTE),),
        choices=choices,
    )


def open_entry(turn: Turn, entry_id: str) -> Reply | None:
    """Return the answer for an entry by id; None if it is gone."""
    found = turn.directory.known([entry_id])
    return show_entry(turn, found[0]) if found else None


def interpreters(turn: Turn) -> Reply | None:
    """Return in few words how to get an interpreter; its phone line is for deaf people. None if the entry is gone."""
    found = turn.directory.known(["help-in-your-language"])
    if not found:
        return None
    reply = show_easy(turn, found[0])
    return replace(reply, contacts=(), choices=(*reply.choices, to_a_human(turn)))


def say_only(turn: Turn, text: str, status: Status) -> Reply:
    """Return a few words of our own, with what can be asked and urgent help one tap away."""
    return Reply(status, (Block(text),), choices=(to_help(turn), to_urgent_help(turn)))


def sorry(turn: Turn) -> Reply:
    """Say that something went wrong; the words name 999."""
    return say_only(turn, turn.wording.errors.text, Status.ERROR)
