"""Answers that show an entry: what helps, how to get it, how far it can be trusted, and what next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from bot.action import Action, Verb
from bot.reply import Block, BlockKind, Choice, ContactLine, Place, Reply, Status
from bot.turn import Turn
from directory.entry import Audience, Contact, Entry, Kind, Step
from directory.entry import Status as EntryStatus
from intents.understanding import HELP, HUMAN, NOT_IT, URGENT_NUMBERS

OLD_AFTER_MONTHS = 18
"""Facts older than this are said to be old."""

CONTACTS_OF_OTHERS = 2
"""How many ways to reach each place that can be asked instead."""

RELATED_SHOWN = 2
"""More would push the answer off a phone's screen."""


def show_entry(turn: Turn, entry: Entry, others: Iterable[Entry] = ()) -> Reply:
    """Return the answer that shows ``entry``; ``others`` can be chosen instead."""
    others = list(others)
    turn.remember(focus=entry.id, shown=(entry.id, *(other.id for other in others)))
    contacts, borrowed = contacts_of(turn, entry)
    blocks = [Block(entry.name, BlockKind.TITLE), Block(_opening(turn, entry)), *_cautions(turn, entry)]
    blocks += _steps(turn, entry)
    if entry.how_to_get:
        blocks += [Block(turn.wording.entry.how_to_get, BlockKind.HEADING)]
        blocks += [Block(turn.directory.with_periods(entry.how_to_get))]
    if borrowed:
        blocks.append(Block(turn.wording.entry.ask_instead, BlockKind.HEADING))
    return Reply(
        Status.URGENT if entry.kind is Kind.URGENT else Status.ANSWERED,
        tuple(blocks),
        turn.understanding.intent,
        (entry.id, *(other.id for other in others)),
        contacts=contacts,
        places=places_of(entry),
        sources=sources_of(turn, entry),
        choices=tuple(_next_steps(turn, entry, others)),
    )


def with_what_else(turn: Turn, reply: Reply) -> Reply:
    """Return ``reply`` with the other needs of the same message: told in short near its top, and each on a button."""
    words, understood = turn.wording.choices, turn.understanding
    asked = turn.directory.known(understood.besides)
    likely = [
        e for e in turn.directory.known(understood.likely_besides) if e.family_facing and e.id not in reply.entries[:1]
    ]
    things = [slots.thing for slots in understood.lists if slots.thing]
    blocks = [Block(words.also_asked.format(name=other.name, summary=other.summary.strip())) for other in asked]
    blocks += [Block(words.also_likely.format(name=f'"{entry.name}"')) for entry in likely]
    blocks += [Block(words.also_named.format(name=f'"{thing.capitalize()}"')) for thing in things]
    if not blocks:
        return reply
    also = [entry for entry in (*asked, *likely) if entry.id not in reply.entries]
    turn.remember(shown=(*turn.conversation.shown, *(entry.id for entry in also)))
    told = next((n for n, block in enumerate(reply.blocks) if block.kind is BlockKind.HEADING), len(reply.blocks))
    choices = (*map(choose, (*asked, *likely)), *map(list_of, things))
    return replace(
        reply,
        blocks=(*reply.blocks[:told], *blocks, *reply.blocks[told:]),
        entries=(*reply.entries, *(entry.id for entry in also)),
        choices=(*choices, *(choice for choice in reply.choices if choice not in choices)),
    )


def offered_in(reply: Reply) -> tuple[str, ...]:
    """Return the ids of the entries on the buttons of ``reply``."""
    return tuple(choice.action.target for choice in reply.choices if choice.action.verb is Verb.SHOW)


def show_more(turn: Turn, entry: Entry) -> Reply:
    """Return the rest of what we know about ``entry``."""
    words = turn.wording.entry
    turn.remember(focus=entry.id)
    blocks = [Block(entry.name, BlockKind.TITLE)]
    if entry.body:
        blocks.append(Block(turn.directory.with_periods(entry.body)))
    if entry.ages:
        blocks.append(Block(words.ages.format(low=entry.ages.from_, high=entry.ages.to)))
    if entry.cost:
        note = f" {entry.cost.notes}" if entry.cost.notes else ""
        blocks.append(Block((words.free if entry.cost.free else words.not_free) + note))
    blocks += [Block(schedule.notes) for schedule in entry.schedule if schedule.notes]
    if entry.former_names:
        blocks.append(Block(words.also_was.format(names=", ".join(entry.former_names))))
    related = [other for other in turn.directory.known(entry.related) if other.family_facing]
    return Reply(
        Status.ANSWERED,
        (*blocks, *_cautions(turn, entry)),
        turn.understanding.intent,
        (entry.id,),
        contacts=contacts_of(turn, entry)[0],
        sources=sources_of(turn, entry),
        choices=tuple(choose(other) for other in related[:4]),
    )


def show_easy(turn: Turn, entry: Entry) -> Reply:
    """Return the easy-read text of ``entry``."""
    turn.remember(focus=entry.id)
    return Reply(
        Status.ANSWERED,
        (Block(entry.name, BlockKind.TITLE), Block(turn.directory.with_periods(entry.easy_read))),
        turn.understanding.intent,
        (entry.id,),
        contacts=contacts_of(turn, entry)[0],
        sources=sources_of(turn, entry),
        choices=(_more(turn, entry),),
    )


def offer(turn: Turn, entries: Iterable[Entry], intro: str) -> Reply:
    """Return up to three entries to choose from."""
    entries = list(entries)
    turn.remember(focus=None, shown=tuple(entry.id for entry in entries))
    summaries = [turn.wording.lists.item.format(name=e.name, summary=_first_sentence(e.summary)) for e in entries]
    return Reply(
        Status.CHOICES,
        (Block(intro), *(Block(turn.directory.with_periods(text)) for text in summaries)),
        turn.understanding.intent,
        tuple(entry.id for entry in entries),
        choices=(*(choose(entry) for entry in entries), to_a_human(turn)),
    )


def contacts_of(turn: Turn, entry: Entry) -> tuple[tuple[ContactLine, ...], bool]:
    """Return how to reach ``entry``, or whom to ask instead, and whether it is the latter."""
    own = tuple(contact_lines(turn, entry))
    if own or entry.status is EntryStatus.HISTORIC:
        return own, False
    instead = asked_instead(turn, entry)
    return instead, bool(instead)


def asked_instead(turn: Turn, entry: Entry) -> tuple[ContactLine, ...]:
    """Return how to reach who can be asked where ``entry`` itself can't be reached."""
    others = turn.directory.known(entry.ask_instead)
    return tuple(line for other in others for line in list(contact_lines(turn, other))[:CONTACTS_OF_OTHERS])


def contact_lines(turn: Turn, entry: Entry) -> Iterator[ContactLine]:
    """Yield a line for each contact of ``entry`` that families may see."""
    for number, contact in enumerate(entry.shown_contacts):
        yield ContactLine(_contact_text(turn, entry, contact), contact, entry.id, number, entry.name)


def places_of(entry: Entry) -> tuple[Place, ...]:
    """Return the places of ``entry`` that can be found on a map: by position, or by address."""
    return tuple(
        Place(
            location.name or entry.name,
            location.address,
            location.latitude,
            location.longitude,
            entry.id,
            number,
        )
        for number, location in enumerate(entry.locations)
        if location.latitude is not None or location.address_1 or location.postcode
    )


def addresses_of(entry: Entry) -> list[str]:
    """Return every address of ``entry`` as one line each."""
    lines = (", ".join(filter(None, (place.name, place.address))) for place in entry.locations)
    return [line for line in lines if line]


def step_in_words(turn: Turn, number: int, step: Step) -> str:
    """Return one step of a guide: its number and title, and below them what to do."""
    title = turn.wording.entry.step.format(number=number, title=step.title)
    return f"{title}\n{turn.directory.with_periods(step.text)}"


def sources_of(turn: Turn, entry: Entry) -> tuple[Block, ...]:
    """Return where the facts of ``entry`` come from and when they were last confirmed."""
    named = dict.fromkeys(source_name(turn, source.document) for source in entry.sources)
    words = turn.wording.entry
    if entry.checked == "undated":
        text = words.source_undated.format(sources="; ".join(list(named)[:3]))
    else:
        text = words.source.format(sources="; ".join(list(named)[:3]), date=in_words(entry.checked))
    return (Block(text, BlockKind.NOTE),)


def say(label: str, intent: str) -> Choice:
    """Return a choice that does as if the person had said ``intent``."""
    return Choice(label, Action(Verb.SAY, intent))


def to_a_human(turn: Turn) -> Choice:
    """Return the choice that leads to a human."""
    return say(turn.wording.buttons.person, HUMAN)


def to_help(turn: Turn) -> Choice:
    """Return the choice that tells what can be asked."""
    return say(turn.wording.buttons.help, HELP)


def to_urgent_help(turn: Turn) -> Choice:
    """Return the choice that shows the urgent numbers."""
    return say(turn.wording.buttons.urgent, URGENT_NUMBERS)


def choose(entry: Entry) -> Choice:
    """Return a choice that shows ``entry``."""
    return Choice(entry.name, Action(Verb.SHOW, entry.id))


def list_of(thing: str) -> Choice:
    """Return a choice that lists a kind of thing."""
    return Choice(thing.capitalize(), Action(Verb.LIST, thing))


def in_words(partial: str) -> str:
    """Return a date such as ``2025-01`` as ``January 2025``."""
    parts = [int(part) for part in partial.split("-")]
    if len(parts) == 1:
        return str(parts[0])
    first = date(parts[0], parts[1], 1)
    return f"{parts[2]} {first:%B %Y}" if len(parts) == 3 else f"{first:%B %Y}"


def _opening(turn: Turn, entry: Entry) -> str:
    slots = turn.conversation.slots
    young = slots.asking is Audience.YOUNG_PEOPLE
    return turn.directory.with_periods((young and entry.for_young_people) or entry.summary)


def _cautions(turn: Turn, entry: Entry) -> list[Block]:
    words = turn.wording.entry
    undated = entry.checked == "undated"
    date_told = "" if undated else in_words(entry.checked)
    if entry.status is EntryStatus.HISTORIC:
        return [Block(words.historic.format(date=date_told))]
    if entry.status is EntryStatus.UNCONFIRMED:
        return [Block(words.unconfirmed_undated if undated else words.unconfirmed.format(date=date_told))]
    if not undated and _months_since(turn, entry.checked) > OLD_AFTER_MONTHS:
        return [Block(words.old.format(date=date_told))]
    return []


def _months_since(turn: Turn, partial: str) -> int:
    today = turn.now().date()
    year, month = (*(int(part) for part in partial.split("-")), 12)[:2]
    return (today.year - year) * 12 + today.month - month


def _steps(turn: Turn, entry: Entry) -> Iterator[Block]:
    words = turn.wording.entry
    if not entry.steps:
        return
    yield Block(words.steps, BlockKind.HEADING)
    for number, step in enumerate(entry.steps, start=1):
        deadline = turn.directory.content.deadlines.get(step.deadline or "")
        limit = f"\n{words.deadline.format(period=deadline.period, law=deadline.law)}" if deadline else ""
        yield Block(step_in_words(turn, number, step) + limit)


def _next_steps(turn: Turn, entry: Entry, others: list[Entry]) -> Iterator[Choice]:
    offered = {entry.id}
    step_targets = [step.next for step in entry.steps if step.next]
    related = turn.directory.known([*step_targets[:1], *entry.related])
    for other in [*others, *(other for other in related if other.family_facing)]:
        if other.id not in offered and len(offered) <= RELATED_SHOWN:
            offered.add(other.id)
            yield choose(other)
    if entry.body:
        yield _more(turn, entry)
    yield Choice(turn.wording.buttons.easy, Action(Verb.EASY, entry.id))
    yield say(turn.wording.buttons.not_it, NOT_IT)


def _more(turn: Turn, entry: Entry) -> Choice:
    return Choice(turn.wording.buttons.more, Action(Verb.MORE, entry.id))


def _contact_text(turn: Turn, entry: Entry, contact: Contact) -> str:
    words = turn.wording.contact
    line = {"phone": words.phone, "text": words.text, "email": words.email, "website": words.website}[contact.type]
    text = line.format(value=contact.value)
    if contact.for_:
        text += f", {words.for_.format(who=contact.for_)}"
    notes = [contact.hours] if contact.hours else []
    # The source line gives the entry's own date; a contact's date is told where it is another one.
    dated = contact.checked not in ("undated", entry.checked) and contact.type != "website"
    if dated and entry.kind is not Kind.URGENT:
        notes.append(words.seen.format(date=in_words(contact.checked)))
    return f"{text} ({', '.join(notes)})" if notes else text


def source_name(turn: Turn, document: str) -> str:
    """Return how families are told of a source: its title, or the site it stands on."""
    known = turn.directory.content.documents.get(document)
    return known.title if known else urlsplit(document).netloc.removeprefix("www.")


def _first_sentence(text: str) -> str:
    return text.split(". ")[0].rstrip(".") + "."
