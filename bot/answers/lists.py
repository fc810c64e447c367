"""Answers that list entries: of one kind, for one need, near a place; and the next ones of a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.action import Action, Verb
from bot.answers.entries import choose, say, show_entry, to_a_human, to_help
from bot.answers.follow_ups import about_the_last, which
from bot.reply import Block, BlockKind, Choice, Reply, Status
from bot.turn import Turn
from directory.areas import Gazetteer, Nearby, Point, middle_of
from directory.entry import Ages, Area, Entry, Kind
from intents.slots import Slots
from intents.understanding import DETAILS_ONLY

MORE = "more"
"""The intent that asks for the next entries of a list."""

SHOWN = 4
"""How many entries of a list are shown at a time: they must fit on a phone's screen."""

FOR_A_NEED = 6
"""How many entries a need alone brings: more are no help, a question back is."""

STEM = 5
"""Letters that "autism" and "autistic" share: enough to find a need in a name."""

FAR_MILES = 25.0
"""Farther than this from every hub, a shared location is hardly in Wirral."""

TELLS_MORE = ("and ", "but ")
"""How a message begins that tells more about what was asked before."""

ANY_NEED, SAFETY, PASTIMES = "any-send", "safety", "activities"
"""A need and two topics of the taxonomy that lists treat in a way of their own."""


def list_entries(turn: Turn) -> Reply:
    """Return the entries that fit the details told so far; drop details that leave nothing, and say so."""
    slots = turn.conversation.slots
    if slots.kinds == {Kind.HUB}:
        return nearest_hubs(turn)
    if not (slots.thing or slots.needs or slots.ages or slots.area):
        return not_found(turn)
    fitting, dropped = _widen(turn, slots)
    if not fitting:
        return not_found(turn)
    for_need = [entry for entry in fitting if _names_need(entry, slots)]
    need_alone = bool(slots.needs and not slots.thing and for_need)
    if need_alone:
        fitting = for_need[:FOR_A_NEED]
    near = _by_distance(turn, fitting, slots.area)
    near.sort(key=lambda item: (not _names_need(item.entry, slots), bool(slots.ages and not _ages(turn, item.entry))))
    near = _likely_first(turn, near, slots)
    words = turn.wording.lists
    blocks = [Block((slots.thing or words.title).capitalize(), BlockKind.TITLE)]
    blocks += [Block(text) for text in _about_the_list(turn, slots, dropped, bool(for_need))]
    if slots.ages and not all(item.entry.ages for item in near[:SHOWN]):
        blocks.append(Block(words.ages_unknown))
    reply = _page(turn, near, blocks)
    return replace(reply, blocks=(*reply.blocks, Block(words.narrow))) if need_alone else reply


def _about_the_list(turn: Turn, slots: Slots, dropped: str, for_need: bool) -> Iterator[str]:
    """Yield what the list takes into account, and what it can't."""
    words = turn.wording.lists
    told = details(turn, slots)
    area = _area(turn.directory.gazetteer, slots.area)
    if area and not middle_of(area):
        del told["area"]
    needs = told.pop("needs", "") if not for_need else ""
    if dropped:
        yield words.widened_part.format(details=dropped)
    elif told:
        yield _sentence(", ".join(told.values()))
    if needs and slots.needs != {ANY_NEED} and needs not in dropped:
        yield words.none_for_need.format(needs=needs)
    if area and not middle_of(area):
        yield words.no_middle.format(area=area.name)
    if unknown := unknown_place(turn):
        yield unknown
    if slots.days:
        yield words.days_unknown


def unknown_place(turn: Turn) -> str:
    """Return that we don't know the place that was named just now; nothing if there was none."""
    place = turn.understanding.slots.place
    if not place:
        return ""
    words = turn.wording.lists
    if any(letter.isdecimal() for letter in place):
        return words.other_postcode.format(place=place.replace(" ", "").upper())
    return words.unknown_place.format(place=place.title())


def more_of_list(turn: Turn) -> Reply:
    """Return the next entries of the last list or answer."""
    waiting = turn.directory.known(turn.conversation.waiting)
    if not waiting:
        said = (Block(turn.wording.lists.no_more),)
        return Reply(Status.ANSWERED, said, MORE, choices=(to_a_human(turn), to_help(turn)))
    return _page(turn, _by_distance(turn, waiting, turn.conversation.area), [])


def again(turn: Turn) -> Reply:
    """Return the last list once more; ask which one is meant if there was none."""
    if turn.conversation.thing:
        return list_entries(turn)
    listed = turn.directory.known(turn.conversation.listed)
    if not listed:
        return which(turn, turn.directory.known(turn.conversation.shown))
    return _page(turn, [Nearby(entry, None) for entry in listed], [Block(turn.wording.lists.again)])


def refine(turn: Turn, new: Slots) -> Reply | None:
    """Return the last answer again for changed details ("and in Wallasey?"); None if there is none to change."""
    if turn.conversation.thing:
        return list_entries(turn)
    focus = turn.directory.known([turn.conversation.focus or ""])
    if focus and focus[0].kind is Kind.HUB:
        return nearest_hubs(turn)
    if not focus:
        return list_entries(turn) if turn.conversation.needs - {ANY_NEED} else None
    return _same_help_there(turn, focus[0], new)


def nearest_hubs(turn: Turn, point: Point | None = None) -> Reply:
    """Return the family hubs nearest to ``point``, or to the area told; ask where, if neither is known."""
    words = turn.wording.hubs
    gazetteer = turn.directory.gazetteer
    area = _area(gazetteer, turn.conversation.area)
    middle = point or (middle_of(area) if area else None)
    hubs = [e for e in turn.directory.content.entries.values() if e.kind is Kind.HUB and e.family_facing]
    turn.remember(thing="family hubs", kinds=frozenset({Kind.HUB}), topics=frozenset(), needs=frozenset())
    if middle is None:
        told = words.outside if area and not area.in_wirral else words.no_middle
        ask = told.format(area=area.name) if area else unknown_place(turn) or words.where_are_you
        reply = _page(turn, [Nearby(hub, None) for hub in hubs], [Block(ask)])
        return replace(reply, status=Status.ASKED_BACK)
    near = gazetteer.nearest(hubs, middle)
    nearest_miles = next((n.miles for n in near if n.miles is not None), None)
    blocks = [
        Block(
            words.title.format(area=area.name if area and not point else turn.wording.lists.you),
            BlockKind.TITLE,
        )
    ]
    if point and nearest_miles and nearest_miles > FAR_MILES:
        blocks.append(Block(words.far))
    elif area and not area.in_wirral:
        blocks.append(Block(words.outside.format(area=area.name)))
    blocks.append(Block(words.distances))
    return _page(turn, near, blocks)


def not_found(turn: Turn) -> Reply:
    """Say plainly that nothing was found, and offer what is nearest, if anything is, and a human."""
    words, understood = turn.wording, turn.understanding
    nearest = [entry for entry in turn.directory.known(understood.nearest) if entry.family_facing]
    if nearest:
        turn.remember(shown=tuple(entry.id for entry in nearest))
    return Reply(
        Status.NOTHING_FOUND,
        (Block(words.nothing.text), *((Block(words.nothing.nearest),) if nearest else ())),
        understood.intent,
        choices=(*map(choose, nearest), to_a_human(turn), to_help(turn)),
    )


def describe(turn: Turn, slots: Slots) -> str:
    """Return the details in words: ``autism, age 7, near Moreton``."""
    return ", ".join(details(turn, slots).values())


def details(turn: Turn, slots: Slots) -> dict[str, str]:
    """Return each detail that was told, by the name of its slot, in words."""
    words = turn.wording.lists
    names = {term.id: term.name for term in turn.directory.content.taxonomy.needs}
    found = {}
    needs = [names[need] for need in sorted(slots.needs) if need in names]
    if needs:
        found["needs"] = ", ".join(needs)
    if slots.ages and slots.kinds != {Kind.HUB}:
        low, high = slots.ages
        found["ages"] = words.age.format(age=low) if low == high else words.ages.format(low=low, high=high)
    area = _area(turn.directory.gazetteer, slots.area)
    if area:
        found["area"] = words.place.format(area=area.name)
    return found


def without(turn: Turn, detail: str) -> Reply | None:
    """Forget one detail and list again; None if it isn't told any more: the button has outlived its list."""
    if detail not in details(turn, turn.conversation.slots):
        return None
    turn.remember(**{detail: getattr(Slots(), detail)})
    return list_entries(turn)


def _sentence(told: str) -> str:
    return f"{told[0].upper()}{told[1:]}."


def _widen(turn: Turn, slots: Slots) -> tuple[list[Entry], str]:
    """Return what fits, leaving out first the needs and then the ages if nothing does; and what was left out."""
    slots = _for_their_age(turn, slots)
    without_needs = replace(slots, needs=frozenset())
    for wider in (slots, without_needs, replace(slots, ages=None), replace(without_needs, ages=None)):
        fitting = [entry for entry in turn.directory.suggestions(wider.filter) if _may_be_listed(turn, entry, wider)]
        if fitting:
            fitting.sort(key=lambda entry: _fit(turn, entry, slots))
            left_out = Slots(needs=slots.needs - wider.needs, ages=None if wider.ages else slots.ages)
            return fitting, describe(turn, left_out)
    return [], ""


def _may_be_listed(turn: Turn, entry: Entry, slots: Slots) -> bool:
    """Tell whether ``entry`` may stand in a list: what is first of all about safety isn't something to choose from.

    Nor is a playgroup something for teenagers, even if its entry tells no ages.
    """
    is_about_safety = entry.topics[0] == SAFETY and SAFETY not in slots.topics
    ages = _ages(turn, entry)
    for_others = bool(slots.ages and ages and not ages.overlaps(*slots.ages))
    return not (is_about_safety or for_others) and entry.id not in turn.understanding.left_out


def _ages(turn: Turn, entry: Entry) -> Ages | None:
    """Return whom an entry is for: by its own ages, or by those of its main topic."""
    topics = {topic.id: topic.ages for topic in turn.directory.content.taxonomy.topics}
    return entry.ages or topics.get(entry.topics[0])


def _for_their_age(turn: Turn, slots: Slots) -> Slots:
    """Add the topic of an age group to things to do: for babies these stand under the early years."""
    if PASTIMES not in slots.topics or not slots.ages:
        return slots
    low, high = slots.ages
    topics = turn.directory.content.taxonomy.topics
    theirs = {topic.id for topic in topics if topic.ages and topic.ages.from_ <= low and high <= topic.ages.to}
    return replace(slots, topics=slots.topics | theirs)


def _fit(turn: Turn, entry: Entry, slots: Slots) -> tuple[object, ...]:
    """Order: urgent help last; is called what was asked for, fits the need, has its ages.

    Then: is confirmed, tells how to be reached; then by id.
    """
    is_called_so = bool(slots.thing) and (slots.thing or "").lower() in entry.name.lower()
    return (
        entry.kind is Kind.URGENT,
        not is_called_so,
        not _names_need(entry, slots),
        () if slots.thing else _for_the_need(turn, entry, slots),
        bool(slots.ages and not _ages(turn, entry)),
        entry.status != "current",
        not entry.shown_contacts,
        entry.id,
    )


def _for_the_need(turn: Turn, entry: Entry, slots: Slots) -> tuple[bool, int, bool, int]:
    """Order where a need is all that was said: is called so, is for it before all, is no pastime, is for few others."""
    said = turn.understanding.slots.words if slots.needs else frozenset()
    stems = [word[:STEM] for word in said if len(word) >= STEM]
    places = [place for place, need in enumerate(entry.needs) if need in slots.needs]
    return (
        not any(word.startswith(stem) for word in entry.name.lower().split() for stem in stems),
        min(places, default=len(entry.needs)),
        PASTIMES in entry.topics,
        len(entry.needs),
    )


def _names_need(entry: Entry, slots: Slots) -> bool:
    return bool(slots.needs & set(entry.needs))


def _likely_first(turn: Turn, near: list[Nearby], slots: Slots) -> list[Nearby]:
    """Put first what the words of the message make likely: swimming first, where "swimming near Moreton" is asked."""
    likely = {entry_id: place for place, entry_id in enumerate(turn.understanding.entries)}
    listed = {item.entry.id for item in near}
    missing = [e for e in turn.directory.known(likely) if e.family_facing and e.id not in listed]
    fitting = [e for e in missing if e.kind in slots.kinds and _may_be_listed(turn, e, slots)]
    near = [*near, *_by_distance(turn, fitting, slots.area)]
    return sorted(near, key=lambda item: likely.get(item.entry.id, len(likely)))


def _by_distance(turn: Turn, entries: Iterable[Entry], area_id: str | None) -> list[Nearby]:
    area = _area(turn.directory.gazetteer, area_id)
    middle = middle_of(area) if area else None
    if middle is None:
        return [Nearby(entry, None) for entry in entries]
    entries = list(entries)
    rank = {entry.id: place for place, entry in enumerate(entries)}
    nearest = turn.directory.gazetteer.nearest(entries, middle)
    return sorted(nearest, key=lambda near: (near.miles is None, near.miles or 0.0, rank[near.entry.id]))


def _page(turn: Turn, near: list[Nearby], blocks: list[Block]) -> Reply:
    words = turn.wording
    page, rest = near[:SHOWN], near[SHOWN:]
    turn.remember(
        focus=page[0].entry.id if len(page) == 1 else None,
        shown=tuple(item.entry.id for item in page),
        listed=tuple(item.entry.id for item in page),
        waiting=tuple(item.entry.id for item in rest),
    )
    lines = [Block(turn.directory.with_periods(_line(turn, item))) for item in page]
    if rest:
        lines.append(Block(words.lists.more.format(count=len(rest)) if len(rest) > 1 else words.lists.one_more))
    choices = [choose(item.entry) for item in page]
    if rest:
        choices.append(say(words.buttons.others, MORE))
    choices += [
        Choice(words.buttons.drop.format(detail=text), Action(Verb.DROP, slot))
        for slot, text in details(turn, turn.conversation.slots).items()
        if turn.conversation.thing or turn.conversation.needs
    ]
    return Reply(
        Status.ANSWERED,
        (*blocks, *lines),
        turn.understanding.intent,
        tuple(item.entry.id for item in page),
        choices=tuple(choices),
    )


def _line(turn: Turn, item: Nearby) -> str:
    words = turn.wording.lists
    summary = item.entry.summary.strip()
    if item.miles is None:
        return words.item.format(name=item.entry.name, summary=summary)
    return words.item_near.format(name=item.entry.name, distance=distance(turn, item), summary=summary)


def distance(turn: Turn, item: Nearby) -> str:
    """Return how far away it is, honestly: ``about 2 miles`` or ``less than a mile``."""
    words = turn.wording.lists
    miles = round(item.miles or 0.0)
    return (
        words.under_a_mile
        if miles < 1
        else words.about_one_mile
        if miles == 1
        else words.about_miles.format(miles=miles)
    )


def _same_help_there(turn: Turn, entry: Entry, new: Slots) -> Reply:
    """A service for all of Wirral is the same everywhere: say so instead of pretending to look."""
    words = turn.wording.lists
    area = _area(turn.directory.gazetteer, new.area)
    if area and not entry.locations:
        note = words.whole_wirral if area.in_wirral else words.outside_wirral
        block = Block(note.format(area=area.name, name=entry.name))
        return Reply(
            Status.ANSWERED,
            (block,),
            DETAILS_ONLY,
            (entry.id,),
            choices=(choose(entry),),
        )
    if unknown := unknown_place(turn):
        return Reply(Status.ANSWERED, (Block(unknown),), DETAILS_ONLY, (entry.id,), choices=(choose(entry),))
    if new.ages and entry.ages:
        return about_the_last(turn, "ask-ages")
    if new.days:
        return about_the_last(turn, "ask-when")
    if not (new.area or new.needs):
        return show_entry(turn, entry)
    siblings = turn.directory.suggestions(
        replace(new, thing=None, kinds=frozenset({entry.kind}), topics=frozenset(entry.topics[:1])).filter
    )
    others = [other for other in siblings if other.id != entry.id]
    told = describe(turn, new)
    for_need = any(new.needs & set(other.needs) for other in others)
    if turn.understanding.text.startswith(TELLS_MORE) and not (new.area or for_need):
        reply = show_entry(turn, entry)  # nothing else is more for that need: what was shown stays the answer
        return replace(reply, blocks=(Block(_sentence(told)), *reply.blocks))
    near = _by_distance(turn, others or siblings, new.area)
    return _page(turn, near, [Block(_sentence(told))] if told else []) if near else list_entries(turn)


def _area(gazetteer: Gazetteer, area_id: str | None) -> Area | None:
    return next((area for area in gazetteer.areas if area.id == area_id), None) if area_id else None
