"""Answers to somebody who may be in danger: few words, then the numbers, all of them from entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.answers.entries import contact_lines, in_words, say, source_name, to_a_human, to_help, to_urgent_help
from bot.answers.office_hours import open_door
from bot.conversation import Card
from bot.reply import Block, BlockKind, ContactLine, Reply, Status, contacts_text
from bot.turn import Turn
from directory.entry import Entry
from intents.learning import OFF_TOPIC
from intents.safety import Danger, Grade, Who
from intents.safety.kinds import FRONT_DOOR
from intents.understanding import DETAILS_ONLY, HELP, NO, NOT_IT, NOTHING, URGENT_NUMBERS, YES, Understanding

WEBSITES_SHOWN = 2
"""Where an entry has no number of its own to show."""

HIDE = "quiet-exit"
SAFE = "not-in-danger"

SAYS_LITTLE = frozenset(
    {
        NOTHING,
        OFF_TOPIC,
        DETAILS_ONLY,
        YES,
        NO,
        HELP,
        NOT_IT,
        "start-again",
        "greet",
        "who-are-you",
        "swearing",
    }
)
"""Intents of somebody who was shown urgent numbers and doesn't ask for anything else."""

ENOUGH_WORDS = 5
"""With fewer words, a message that may mean several things says too little."""


def urgent_numbers(turn: Turn) -> Reply:
    """Return the urgent numbers, for somebody who asks for them without saying why."""
    words = turn.wording.urgent
    shown = entries_now(turn, words.entries)
    return _card(turn, (Block(words.title, BlockKind.TITLE), Block(words.text.strip())), shown, URGENT_NUMBERS)


def in_danger(turn: Turn, danger: Danger) -> Reply:
    """Return what helps against ``danger``; where it is unsure, one gentle question beside the numbers."""
    words = turn.wording.urgent
    unsure = danger.grade is Grade.UNSURE
    blocks = [Block(words.title, BlockKind.TITLE)]
    if unsure:
        about = danger.who is not Who.SELF
        blocks.append(Block((words.unsure_about_someone if about else words.unsure).strip()))
    elif danger.grade is Grade.IMMEDIATE:
        blocks.append(Block(words.immediate))
    if not unsure:
        blocks.append(Block(danger.reply.text.strip()))
    shown = [entry for entry in entries_now(turn, danger.reply.entries) if _fits_age(entry, danger)]
    reply = _card(turn, tuple(blocks), shown, f"danger:{danger.kind}")
    return _asked(turn, reply) if unsure else reply


def _asked(turn: Turn, reply: Reply) -> Reply:
    """Return the card with a button to answer its question, and remember that it was asked."""
    turn.remember(card=Card.ASKED)
    return replace(reply, choices=(say(turn.wording.urgent.safe, SAFE), *reply.choices))


def going_on(turn: Turn, understood: Understanding) -> Reply | None:
    """Return the gentle way on right after urgent help; None for a message that says what else is wanted.

    An age, a place, "please", "yes" or words that aren't understood get the numbers again, never a list of features.
    """
    card, words = turn.conversation.card, turn.wording.urgent
    if card is None:
        return None
    if understood.intent == SAFE or (card is Card.ASKED and understood.intent == YES):
        return not_in_danger(turn)
    if card is Card.ASKED and understood.intent == NO:
        return _asked(turn, _again(turn, words.not_safe))
    vague = understood.how == "learnt" and not understood.sure and len(understood.text.split()) < ENOUGH_WORDS
    if not vague and understood.intent not in SAYS_LITTLE:
        return None
    turn.conversation = turn.conversation.with_slots(understood.slots.over(turn.conversation.slots))
    reply = _again(turn, words.still_here)
    return _asked(turn, reply) if card is Card.ASKED else reply


def _again(turn: Turn, text: str) -> Reply:
    """Return the numbers that were shown last once more, but for those of another age."""
    ages = turn.conversation.ages
    first = turn.wording.urgent.entries[:1]  # every card begins with it; what else was answered below one doesn't
    is_card = turn.conversation.shown[:1] == first
    shown = turn.directory.known(turn.conversation.shown) if is_card else entries_now(turn, turn.wording.urgent.entries)
    fitting = [entry for entry in shown if not (ages and entry.ages) or entry.ages.overlaps(*ages)]
    return _card(turn, (Block(text.strip()),), fitting or shown, URGENT_NUMBERS)


def with_answer(turn: Turn, reply: Reply, answer: Reply) -> Reply:
    """Return the urgent ``reply`` with the ``answer`` to what else was asked, below all numbers."""
    contacts = (Block(contacts_text(answer)),) if answer.contacts else ()
    below = (Block(turn.wording.urgent.also_asked, BlockKind.HEADING), *answer.blocks, *contacts, *answer.sources)
    return replace(
        reply,
        entries=(*reply.entries, *(entry for entry in answer.entries if entry not in reply.entries)),
        sources=(*reply.sources, *below),
        choices=(*reply.choices, *(choice for choice in answer.choices if choice not in reply.choices)),
    )


def with_safety_line(turn: Turn, danger: Danger, answer: Reply) -> Reply:
    """Return the ``answer`` to a worry: a caring word first, and below it what to do if it gets worse."""
    caring = (Block(danger.reply.text.strip()),) if danger.show else ()
    turn.remember(urgent=True)
    title = answer.blocks[:1] if answer.blocks and answer.blocks[0].kind is BlockKind.TITLE else ()
    return if_worse(turn, replace(answer, blocks=(*title, *caring, *answer.blocks[len(title) :])))


def if_worse(turn: Turn, answer: Reply) -> Reply:
    """Return the ``answer`` with what to do if it gets worse below it, one tap away."""
    line = Block(turn.wording.urgent.if_worse.strip())
    urgent_help = to_urgent_help(turn)
    return replace(
        answer,
        sources=(line, *(block for block in answer.sources if block != line)),
        choices=(urgent_help, *(choice for choice in answer.choices if choice != urgent_help)),
    )


def quiet_exit(turn: Turn) -> Reply:
    """Return how to hide this chat from somebody who may look."""
    return Reply(Status.SMALLTALK, (Block(turn.wording.urgent.quiet_exit.strip()),), HIDE)


def not_in_danger(turn: Turn) -> Reply:
    """Return the gentle way on, for somebody who says that they are safe."""
    turn.remember(card=None)
    choices = (to_help(turn), to_a_human(turn))
    return Reply(Status.SMALLTALK, (Block(turn.wording.urgent.glad.strip()),), SAFE, choices=choices)


def entries_now(turn: Turn, ids: Iterable[str]) -> list[Entry]:
    """Return the entries of ``ids``; for the front door, the one that is open now."""
    door = open_door(turn.now())
    return turn.directory.known([door if entry == FRONT_DOOR else entry for entry in ids])


def _card(turn: Turn, blocks: tuple[Block, ...], entries: list[Entry], intent: str) -> Reply:
    turn.remember(urgent=True, card=Card.TOLD, focus=None, shown=tuple(entry.id for entry in entries))
    lines = tuple(_lines(turn, entries))
    words = turn.wording.urgent
    return Reply(
        Status.URGENT,
        (*blocks, Block(words.deaf if any(map(_is_chat, lines)) else words.deaf_calls)),
        intent,
        tuple(entry.id for entry in entries),
        contacts=lines,
        sources=(Block(words.after), Block(_where_from(turn, entries, lines), BlockKind.NOTE)) if lines else (),
        choices=(say(words.hide, HIDE),),
    )


def _lines(turn: Turn, entries: Iterable[Entry]) -> Iterator[ContactLine]:
    """Yield the most useful phone and text line of each entry; no number twice."""
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        chosen = list(_most_useful(list(contact_lines(turn, entry)), seen))
        seen |= {(line.contact.type, line.contact.value) for line in chosen}
        free = bool(entry.cost and entry.cost.free)
        for line in chosen:
            is_free = free and line.contact.type in ("phone", "text")
            yield replace(line, text=f"{line.text}{turn.wording.urgent.free}") if is_free else line


def _most_useful(lines: list[ContactLine], seen: set[tuple[str, str]]) -> Iterator[ContactLine]:
    by_type = {kind: [line for line in lines if line.contact.type == kind] for kind in ("phone", "text", "website")}
    if lines and lines[0].contact.type == "website":
        # The entry's own way in is a form: its phone line belongs to somebody else.
        yield from by_type["website"][:WEBSITES_SHOWN]
        return
    new = [by_type[kind][0] for kind in ("phone", "text") if by_type[kind]]
    new = [line for line in new if (line.contact.type, line.contact.value) not in seen]
    deaf = [line for line in by_type["phone"][1:] if "deaf" in (line.contact.for_ or "")]
    new += [line for line in deaf if (line.contact.type, line.contact.value) not in seen]
    if new and not by_type["text"]:
        new += [line for line in by_type["website"] if _is_chat(line)][:1]
    yield from new or by_type["website"][:WEBSITES_SHOWN]


def _is_chat(line: ContactLine) -> bool:
    """Tell whether one can write there and is answered at once: some can't speak on the phone."""
    return line.contact.type == "text" or "chat" in (line.contact.for_ or "")


def _fits_age(entry: Entry, danger: Danger) -> bool:
    """Leave out a line that is for another age, if the person told theirs."""
    if danger.age is None or danger.who is not Who.SELF or entry.ages is None:
        return True
    return entry.ages.overlaps(danger.age, danger.age)


def _where_from(turn: Turn, entries: Iterable[Entry], lines: Iterable[ContactLine]) -> str:
    """Return, in one line, where every number shown comes from and when it was last seen there."""
    words = turn.wording.urgent
    by_id = {entry.id: entry for entry in entries}
    named: dict[str, None] = {}
    for line in lines:
        documents = {source.key: source.document for source in by_id[line.entry_id].sources}
        date = words.undated if line.contact.checked == "undated" else in_words(line.contact.checked)
        document = documents.get(line.contact.sources[0], "")
        named[words.source.format(source=source_name(turn, document), date=date)] = None
    return words.sources.format(sources="; ".join(named))
