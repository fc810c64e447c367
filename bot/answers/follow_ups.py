"""Answers to questions about what was just shown: its number, cost, ages, place, times, and what after a "no"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from bot.answers.entries import (
    addresses_of,
    asked_instead,
    choose,
    contact_lines,
    contacts_of,
    places_of,
    show_easy,
    show_entry,
    show_more,
    sources_of,
    step_in_words,
    to_a_human,
)
from bot.reply import Block, BlockKind, ContactLine, Reply, Status
from bot.turn import Turn
from directory.entry import Entry, Kind, Step
from directory.library import Filter

EASY = "ask-easy"
"""The intent that asks for easier words."""

WHERE = "ask-where"
"""The intent that asks for the address."""


def about_the_last(turn: Turn, intent: str) -> Reply:
    """Answer ``intent`` about the entry in focus, or at the place of the last list that it names; or ask which."""
    entry = _meant(turn)
    if entry is None:
        return which(turn, turn.directory.known(turn.conversation.shown))
    if intent == EASY:
        return show_easy(turn, entry)
    blocks = BLOCKS[intent](turn, entry)
    return Reply(
        Status.ANSWERED,
        tuple(blocks),
        intent,
        (entry.id,),
        contacts=_reached_at(turn, entry) if intent == "ask-contact" else contacts_of(turn, entry)[0],
        places=places_of(entry) if intent == WHERE else (),
        sources=sources_of(turn, entry),
        choices=(choose(entry), to_a_human(turn)),
    )


def after_no(turn: Turn) -> Reply | None:
    """Return what to do after a refusal: the guide's own words, then whom they lead to; None where we hold none."""
    guide = next(filter(_tells_after_no, _guides(turn)), None)
    step = guide and guide.after_no
    if not guide or not step:
        return None
    leads_to = turn.directory.known([step.next or ""])
    reply = show_entry(turn, leads_to[0]) if leads_to else show_more(turn, guide)
    title = turn.wording.follow_up.after_no.format(name=guide.name)
    first = (Block(title, BlockKind.TITLE), Block(turn.directory.with_periods(step.text)), *_limit(turn, step))
    headed = (replace(b, kind=BlockKind.HEADING) if b.kind is BlockKind.TITLE else b for b in reply.blocks)
    choices = (choose(guide), *(choice for choice in reply.choices if choice != choose(guide)))
    return replace(reply, blocks=(*first, *headed), choices=choices)


def _guides(turn: Turn) -> Iterator[Entry]:
    """Yield what may tell the next step after a refusal: what was shown, what belongs to it, its subject's guides."""
    conversation = turn.conversation
    shown = turn.directory.known([conversation.focus] if conversation.focus else conversation.shown)
    yield from shown
    for entry in shown:
        related = turn.directory.known(entry.related)
        yield from (other for other in related if other.topics[0] == entry.topics[0])
    for entry in shown[:1]:
        others = turn.directory.suggestions(Filter(topics=frozenset(entry.topics[:1])))
        yield from (other for other in others if other.topics[0] == entry.topics[0])


def _tells_after_no(entry: Entry) -> bool:
    return entry.family_facing and entry.after_no is not None


def _meant(turn: Turn) -> Entry | None:
    """Return the entry that a question is about: the one whose place is named, the one in focus, or the only one."""
    shown = turn.directory.known(turn.conversation.shown)
    position = turn.understanding.position
    if position is not None:
        return shown[position - (position > 0)] if -len(shown) <= position <= len(shown) else None
    focus = turn.directory.known([turn.conversation.focus or ""])
    return next(iter(focus or shown), None) if focus or len(shown) == 1 else None


def _contacts(turn: Turn, entry: Entry) -> list[Block]:
    words = turn.wording.follow_up
    title = words.contacts_of_guide if entry.kind is Kind.GUIDE else words.contacts
    blocks = [Block(title.format(name=entry.name), BlockKind.TITLE)]
    if entry.kind is not Kind.GUIDE and not entry.shown_contacts:
        blocks.append(Block(words.no_contact.format(name=entry.name)))
        blocks.append(Block(turn.wording.entry.ask_instead, BlockKind.HEADING))
    return blocks


def _reached_at(turn: Turn, entry: Entry) -> tuple[ContactLine, ...]:
    """Return how to reach ``entry``; who can be asked comes with it where it holds only websites."""
    own = contacts_of(turn, entry)[0]
    if any(line.contact.type != "website" for line in own):
        return own
    return tuple(dict.fromkeys((*asked_instead(turn, entry), *own)))


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
    told = turn.understanding.slots.ages
    text = words.ages if told is None else words.ages_fit if entry.ages.overlaps(*told) else words.ages_do_not_fit
    return [Block(text.format(name=entry.name, low=entry.ages.from_, high=entry.ages.to))]


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
    blocks += [Block(step_in_words(turn, number, step)) for number, step in enumerate(entry.steps, start=1)]
    if not entry.how_to_get and not entry.steps:
        blocks.append(Block(turn.directory.with_periods(entry.summary)))
    return blocks


def _how_long(turn: Turn, entry: Entry) -> list[Block]:
    words = turn.wording.follow_up
    limits = [block for step in entry.steps for block in _limit(turn, step)]
    if not limits:
        return [Block(words.how_long_unknown.format(name=entry.name))]
    return [Block(words.how_long.format(name=entry.name), BlockKind.TITLE), *limits]


def _limit(turn: Turn, step: Step) -> list[Block]:
    """Return the time limit of a step, if the law sets one."""
    deadline = turn.directory.content.deadlines.get(step.deadline or "")
    if deadline is None:
        return []
    limit = turn.wording.entry.deadline.format(period=deadline.period, law=deadline.law)
    return [Block(f"{deadline.rule} {limit}")]


BLOCKS: Mapping[str, Callable[[Turn, Entry], list[Block]]] = {
    "ask-contact": _contacts,
    "ask-cost": _cost,
    "ask-ages": _ages,
    WHERE: _where,
    "ask-when": _when,
    "ask-how": _how,
    "ask-how-long": _how_long,
}
"""Intent -> what it asks about an entry."""

ABOUT = (*BLOCKS, EASY)
"""Intents that ask about an entry."""


def which(turn: Turn, shown: list[Entry]) -> Reply:
    """Ask which of the last entries is meant."""
    return Reply(
        Status.ASKED_BACK,
        (Block(turn.wording.follow_up.no_focus),),
        turn.understanding.intent,
        choices=tuple(choose(entry) for entry in shown[:4]),
    )
