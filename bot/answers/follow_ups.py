"""Answers to questions about what was just shown: its number, cost, ages, place, times, and how to get it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.answers.entries import addresses_of, choose, contact_lines, contacts_of, places_of, say, sources_of
from bot.reply import Block, BlockKind, Reply, Status
from bot.turn import Turn
from directory.entry import Entry


def about_the_last(turn: Turn, intent: str) -> Reply:
    """Answer ``intent`` about the entry in focus, or ask which one is meant."""
    focus = turn.directory.known([turn.conversation.focus or ""])
    shown = turn.directory.known(turn.conversation.shown)
    if not focus and len(shown) != 1:
        return which(turn, shown)
    entry = (focus or shown)[0]
    blocks = ABOUT[intent](turn, entry)
    contacts = contacts_of(turn, entry)[0]
    return Reply(
        Status.ANSWERED,
        tuple(blocks),
        intent,
        (entry.id,),
        contacts=contacts,
        places=places_of(entry) if intent == "ask-where" else (),
        sources=sources_of(turn, entry),
        choices=(choose(entry), say(turn.wording.buttons.person, "talk-to-a-person")),
    )


def _contacts(turn: Turn, entry: Entry) -> list[Block]:
    words = turn.wording.follow_up
    blocks = [Block(words.contacts.format(name=entry.name), BlockKind.TITLE)]
    if not entry.shown_contacts:
        blocks.append(Block(words.no_contact.format(name=entry.name)))
        blocks.append(Block(turn.wording.entry.ask_instead, BlockKind.HEADING))
    return blocks


def _cost(turn: Turn, entry: Entry) -> list[Block]:
    words = turn.wording.follow_up
    if entry.cost is None:
        return [Block(words.cost_unknown.format(name=entry.name))]
    text = (words.cost_free if entry.cost.free else words.cost_paid).format(name=entry.name)
    return [Block(f"{text} {entry.cost.notes}" if entry.cost.notes else text)]


def _ages(turn: Turn, entry: Entry) -> list[Block]:
    words = turn.wording.follow_up
    if entry.ages is None:
        return [Block(words.ages_unknown.format(name=entry.name))]
    return [Block(words.ages.format(name=entry.name, low=entry.ages.from_, high=entry.ages.to))]


def _where(turn: Turn, entry: Entry) -> list[Block]:
    words = turn.wording.follow_up
    addresses = addresses_of(entry)
    if not addresses:
        return [Block(words.where_unknown.format(name=entry.name))]
    access = [place.accessibility for place in entry.locations if place.accessibility]
    return [
        Block(words.where.format(name=entry.name), BlockKind.TITLE),
        Block("\n".join([*addresses, *access])),
    ]


def _when(turn: Turn, entry: Entry) -> list[Block]:
    words = turn.wording.follow_up
    hours = [f"{line.name}: {line.contact.hours}" for line in contact_lines(turn, entry) if line.contact.hours]
    times = [
        " ".join(
            filter(
                None,
                (
                    ", ".join(turn.wording.days[day] for day in schedule.days),
                    f"{schedule.opens_at:%H:%M}" if schedule.opens_at else "",
                    f"- {schedule.closes_at:%H:%M}" if schedule.closes_at else "",
                    schedule.notes or "",
                ),
            )
        )
        for schedule in entry.schedule
    ]
    if not times and not hours:
        return [Block(words.when_unknown.format(name=entry.name))]
    return [Block(words.when.format(name=entry.name), BlockKind.TITLE), Block("\n".join(times + hours))]


def _how(turn: Turn, entry: Entry) -> list[Block]:
    blocks = [Block(turn.wording.follow_up.how.format(name=entry.name), BlockKind.TITLE)]
    if entry.how_to_get:
        blocks.append(Block(turn.directory.with_periods(entry.how_to_get)))
    for number, step in enumerate(entry.steps, start=1):
        title = turn.wording.entry.step.format(number=number, title=step.title)
        blocks.append(Block(f"{title}\n{turn.directory.with_periods(step.text)}"))
    if not entry.how_to_get and not entry.steps:
        blocks.append(Block(turn.directory.with_periods(entry.summary)))
    return blocks


ABOUT: Mapping[str, Callable[[Turn, Entry], list[Block]]] = {
    "ask-contact": _contacts,
    "ask-cost": _cost,
    "ask-ages": _ages,
    "ask-where": _where,
    "ask-when": _when,
    "ask-how": _how,
}
"""Intent -> what it asks about an entry."""


def which(turn: Turn, shown: list[Entry]) -> Reply:
    """Ask which of the last entries is meant."""
    return Reply(
        Status.ASKED_BACK,
        (Block(turn.wording.follow_up.no_focus),),
        turn.understanding.intent,
        choices=tuple(choose(entry) for entry in shown[:4]),
    )
