"""A ``Reply`` as Telegram messages: HTML escaped once, parts of at most 4,096 characters, buttons on the last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import quote_plus

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import MessageLimit

from bot.action import Action, Verb
from bot.reply import BOLD, Block, BlockKind, ContactLine, Place, Reply, contacts_text, place_lines, without_marks
from bot.wording import ButtonsWords

CALL_BUTTONS = 2
"""More would bury the next steps."""

LABEL_LENGTH = 60
"""Longer labels are cut off by Telegram in the middle of a phone's screen."""

MAP_SEARCH = "https://www.openstreetmap.org/search?query="

_TAGS = {BlockKind.TITLE: "b", BlockKind.HEADING: "b", BlockKind.NOTE: "i"}


@dataclass(frozen=True)
class Part:
    """One message to send."""

    html: str
    plain: str
    """The same without markup, for when Telegram refuses the HTML."""
    keyboard: InlineKeyboardMarkup | None = None


def render(reply: Reply, buttons: ButtonsWords) -> list[Part]:
    """Return the messages that show ``reply``, in order."""
    parts = _parts(reply)
    return [*parts[:-1], *(replace(last, keyboard=keyboard_of(reply, buttons)) for last in parts[-1:])]


def render_as_one(reply: Reply, shortened: str) -> Part:
    """Return ``reply`` as one message without buttons.

    Of a long one the last paragraphs give way to ``shortened``, words that say so; who to call and the sources stay.
    """
    parts = _parts(reply)
    kept = reply.blocks
    while len(parts) > 1 and kept:
        kept = kept[:-1]
        while kept and kept[-1].kind is BlockKind.HEADING:
            kept = kept[:-1]
        parts = _parts(replace(reply, blocks=(*kept, Block(shortened))))
    return parts[0]


def keyboard_of(reply: Reply, buttons: ButtonsWords) -> InlineKeyboardMarkup | None:
    """Return the buttons of ``reply``: ways to reach somebody first, then what to do next."""
    rows = [list(row) for row in _contact_rows(reply, buttons)]
    rows += [[InlineKeyboardButton(_short(c.label), callback_data=c.action.pack())] for c in reply.choices]
    return InlineKeyboardMarkup(rows) if rows else None


def length(text: str) -> int:
    """Return the length as Telegram counts it: UTF-16 code units after parsing entities."""
    return len(text.encode("utf-16-le")) // 2


def _parts(reply: Reply) -> list[Part]:
    paragraphs = [piece for block in _blocks(reply) for piece in _pieces(block)]
    return [
        Part(
            "".join(gap + _as_html(block) for gap, block in group).strip(),
            without_marks("".join(gap + block.text for gap, block in group)).strip(),
        )
        for group in _grouped(paragraphs)
    ]


def _blocks(reply: Reply) -> Iterator[Block]:
    yield from reply.blocks
    if reply.contacts:
        yield Block(contacts_text(reply))
    yield from (Block(line) for line in place_lines(reply))
    yield from reply.sources


def _contact_rows(reply: Reply, buttons: ButtonsWords) -> Iterator[Iterable[InlineKeyboardButton]]:
    calls = [line for line in reply.contacts if line.contact.type == "phone"][:CALL_BUTTONS]
    for line in calls:
        yield [
            InlineKeyboardButton(
                _short(buttons.call.format(value=f"{line.name} {line.contact.value}"), keep_end=True),
                callback_data=Action(Verb.CALL, line.entry_id, line.number).pack(),
            )
        ]
    website = next((line for line in reply.contacts if line.contact.type == "website"), None)
    maps = [_map_button(place, buttons) for place in reply.places[:1]]
    links = [InlineKeyboardButton(buttons.website, url=_address(website))] if website else []
    if links or maps:
        yield [*links, *maps]


def _map_button(place: Place, buttons: ButtonsWords) -> InlineKeyboardButton:
    """A place whose position we hold is sent as a venue; for one with an address alone, a map looks it up."""
    if place.latitude is not None:
        action = Action(Verb.MAP, place.entry_id, place.number)
        return InlineKeyboardButton(buttons.map, callback_data=action.pack())
    return InlineKeyboardButton(buttons.map, url=MAP_SEARCH + quote_plus(place.address))


def _address(line: ContactLine) -> str:
    value = line.contact.value
    return value if value.startswith(("http://", "https://")) else f"https://{value}"


def _short(label: str, *, keep_end: bool = False) -> str:
    if len(label) <= LABEL_LENGTH:
        return label
    if keep_end:
        return f"{label[: LABEL_LENGTH - 18].rstrip()}... {label[-14:].lstrip()}"
    return f"{label[: LABEL_LENGTH - 3].rstrip()}..."


def _as_html(block: Block) -> str:
    tag = _TAGS.get(block.kind)
    text = escape(block.text, quote=False)
    return f"<{tag}>{without_marks(text)}</{tag}>" if tag else BOLD.sub(r"<b>\1</b>", text)


def _pieces(block: Block) -> Iterator[Block]:
    """Yield ``block`` in pieces that each fit into one message, broken between lines, sentences or words."""
    text = block.text.strip()
    while length(text) > MessageLimit.MAX_TEXT_LENGTH:
        cut = _last_break(text)
        yield Block(text[:cut].rstrip(), block.kind)
        text = text[cut:].lstrip()
    if text:
        yield Block(text, block.kind)


def _last_break(text: str) -> int:
    fits = text
    while length(fits) > MessageLimit.MAX_TEXT_LENGTH:
        fits = fits[: len(fits) - max(1, (length(fits) - MessageLimit.MAX_TEXT_LENGTH) // 2)]
    for pattern in (r"\n", r"[.!?]\s", r"\s"):
        breaks = [match.end() for match in re.finditer(pattern, fits)]
        if breaks and breaks[-1] > len(fits) // 2:
            return breaks[-1]
    return len(fits)


def _grouped(blocks: Iterable[Block]) -> Iterator[list[tuple[str, Block]]]:
    """Gather blocks into messages; a heading stays close to what follows it."""
    group: list[tuple[str, Block]] = []
    size = 0
    for block in blocks:
        close = bool(group) and group[-1][1].kind in (BlockKind.TITLE, BlockKind.HEADING)
        gap = ("\n" if close else "\n\n") if group else ""
        if group and size + len(gap) + length(block.text) > MessageLimit.MAX_TEXT_LENGTH:
            yield group
            group, size, gap = [], 0, ""
        group.append((gap, block))
        size += len(gap) + length(block.text)
    if group:
        yield group
