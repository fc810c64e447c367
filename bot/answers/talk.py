"""Answers that need no entry of their own: small talk, help, privacy, a human, abbreviations."""

from __future__ import annotations

from bot.action import Action, Verb
from bot.answers.entries import choose, contact_lines, say, show_entry, sources_of
from bot.conversation import Conversation
from bot.reply import Block, BlockKind, Choice, Reply, Status
from bot.turn import Turn
from directory.entry import GlossaryTerm

HUMANS = ("guide-talk-to-a-person", "sendiass-wirral", "sendlo")
"""Entries whose contacts lead to a human, best first."""


def welcome(turn: Turn) -> Reply:
    """Return the first message: what this can do, that it is no person, urgent help, privacy."""
    words = turn.wording.welcome
    examples = tuple(
        Choice(example, Action(Verb.FIND, str(number))) for number, example in enumerate(words.examples, start=1)
    )
    return Reply(
        Status.SMALLTALK,
        (Block(words.title, BlockKind.TITLE), Block(words.text)),
        "start",
        choices=(*examples, say(turn.wording.buttons.urgent, "urgent-help")),
    )


def example(turn: Turn, number: str) -> str:
    """Return the welcome's example with this number, from 1; nothing if it is gone."""
    examples = dict(enumerate(turn.wording.welcome.examples, start=1))
    return examples.get(int(number), "") if number.isdecimal() else ""


def help_text(turn: Turn) -> Reply:
    """Return what can be asked."""
    buttons = turn.wording.buttons
    choices = (
        say(buttons.hubs, "nearest-hub"),
        say(buttons.person, "talk-to-a-person"),
        say(buttons.privacy, "privacy"),
        say(buttons.urgent, "urgent-help"),
    )
    return Reply(Status.SMALLTALK, (Block(turn.wording.help.text),), "help", choices=choices)


def small_talk(turn: Turn, intent: str) -> Reply:
    """Return the fixed words for ``intent``."""
    buttons = turn.wording.buttons
    status = Status.OFF_TOPIC if intent == "off-topic" else Status.SMALLTALK
    choices = [say(buttons.help, "help"), say(buttons.person, "talk-to-a-person")]
    others = turn.directory.known(turn.conversation.shown)[1:]
    if intent == "not-what-i-meant":
        status = Status.ASKED_BACK
        choices = [*map(choose, others[:3]), *choices[1:]]
    gently = dict(turn.wording.urgent.afterwards) if turn.conversation.urgent else {}
    text = gently.get(intent, turn.wording.smalltalk[intent])
    return Reply(status, (Block(text),), intent, choices=tuple(choices))


def privacy(turn: Turn) -> Reply:
    """Return what is kept, and for how long."""
    text = turn.wording.privacy.text.format(hours=f"{turn.knowledge.conversation_hours:g}")
    return Reply(Status.SMALLTALK, (Block(text),), "privacy")


def forgotten(turn: Turn) -> Reply:
    """Say that what was remembered is wiped; the assistant does so."""
    turn.conversation = Conversation()
    return Reply(Status.SMALLTALK, (Block(turn.wording.privacy.forgotten),), "forget")


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
        "talk-to-a-person",
        tuple(entry.id for entry in entries),
        contacts=lines,
        sources=tuple(source for entry in entries[:2] for source in sources_of(turn, entry)),
        choices=(say(turn.wording.buttons.urgent, "urgent-help"),),
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
        "explain-term",
        tuple(entry.id for entry in entries),
        sources=(Block(note, BlockKind.NOTE),),
        choices=choices,
    )


def open_entry(turn: Turn, entry_id: str) -> Reply | None:
    """Return the answer for an entry by id; None if it is gone."""
    found = turn.directory.known([entry_id])
    return show_entry(turn, found[0]) if found else None
