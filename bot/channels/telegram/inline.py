"""What can be shared in any chat: "@our_bot sleep moreton", and a tap on one of the articles posts it there.

Telegram sends what is typed with each letter, so words that are half written are answered as if nobody had said them:
nothing is remembered about the person, and a danger isn't counted. It is looked for as in every other message. What
an article shows is the assistant's reply to the words, or to a tap on an entry that this reply shows or offers.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ContextTypes
from telegram.helpers import create_deep_linked_url

from bot.action import Action, Verb
from bot.assistant import Assistant
from bot.channels.telegram.render import Part, render_as_one
from bot.reply import Block, BlockKind, Reply, Status, without_marks
from bot.turn import Message
from bot.wording import Wording
from intents.understanding import URGENT_NUMBERS

log = logging.getLogger(__name__)

MOST = 5
"""How many articles are offered: a phone shows three at a time."""

URGENT_HELP = Action(Verb.SAY, URGENT_NUMBERS)

START, URGENT = "start", "urgent"
"""What a link into the private chat asks for, besides entries by their id."""

SHOWS = (Status.ANSWERED, Status.CHOICES)
"""How a reply ends whose entries can be shared."""

TOO_OLD = "query is too old"
"""Telegram's word on an answer that comes after the person has typed on."""


@dataclass(frozen=True)
class Article:
    """Something that can be shared: how it is listed, and what is posted."""

    id: str
    title: str
    description: str
    message: Part
    label: str
    """What the button below the message says."""
    link: str
    """What that button asks us for, in the private chat."""


class InlineQueries:
    """Answers what is typed after the bot's name in any chat. Keeps nothing."""

    def __init__(self, assistant: Assistant) -> None:
        """Answer with ``assistant``."""
        self._assistant = assistant

    async def typed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer what can be shared for the words so far; without words, only the way to the private chat."""
        query = update.inline_query
        if query is None:
            return
        text = query.query.strip()
        articles = await asyncio.to_thread(self.articles, text) if text else []
        try:
            await self._offer(query, articles, ParseMode.HTML)
        except BadRequest as error:
            # As for messages: people get the plain words, and editors the entries to look at.
            log.error("Telegram refused the articles %s: %s", ", ".join(a.id for a in articles), error.message)
            await self._offer(query, articles, None)

    async def say_sorry(self, update: Update) -> None:
        """Answer a query that could not be handled: in its place stands a word of regret, which names 999."""
        if update.inline_query:
            sorry = Reply(Status.ERROR, (Block(self._words.errors.text),))
            await self._offer(update.inline_query, [self._instead(sorry)], None)

    def articles(self, text: str) -> list[Article]:
        """Return what can be shared for ``text``, best first; in danger urgent help, and nothing else."""
        reply = self._reply(Message(text))
        if reply.status not in SHOWS:
            return [self._instead(reply)]
        taps = _taps(reply)[:MOST]
        replies = [self._reply(Message(action=tap)) for tap in taps]
        articles = [
            self._urgent_help(shown) if tap == URGENT_HELP else self._entry(tap.target, shown)
            for tap, shown in zip(taps, replies, strict=True)
            if shown.status is not Status.ERROR
        ]
        # None: the reply has no entry, or not one of them could be shown.
        return articles or [self._instead((replies or [reply])[0])]

    @property
    def _words(self) -> Wording:
        return self._assistant.knowledge.wording

    def _reply(self, message: Message) -> Reply:
        return self._assistant.reply(message, None)

    def _entry(self, entry_id: str, reply: Reply) -> Article:
        words = self._words.telegram.inline
        message = render_as_one(reply, words.shortened)
        return Article(entry_id, _first(reply, BlockKind.TITLE), _first(reply), message, words.open, entry_id)

    def _urgent_help(self, reply: Reply) -> Article:
        """Return the card; its numbers can be read before anything is posted. What else was asked is left out."""
        card = replace(
            reply, sources=tuple(takewhile(lambda block: block.kind is not BlockKind.HEADING, reply.sources))
        )
        message = render_as_one(card, self._words.telegram.inline.shortened)
        title = _first(reply, BlockKind.TITLE) or self._words.urgent.title
        return Article(
            URGENT_HELP.pack(), title, _numbers(reply) or _first(reply), message, self._words.buttons.urgent, URGENT
        )

    def _instead(self, reply: Reply) -> Article:
        """Return the only article, for a reply that has no entries to share: urgent help, or the way to ask us."""
        if reply.status is Status.URGENT:
            return self._urgent_help(reply)
        words = self._words.telegram.inline
        title = words.instead.get(reply.status, words.ask)
        if reply.status is Status.ERROR:
            message = render_as_one(reply, words.shortened)
            return Article(reply.status, title, _first(reply), message, self._words.buttons.urgent, URGENT)
        description = _first(reply) if reply.status is Status.ASKED_BACK else words.invitation
        invitation = Part(words.invitation, words.invitation)
        return Article(reply.status, title, description, invitation, words.ask, START)

    async def _offer(self, query: InlineQuery, articles: Sequence[Article], mode: ParseMode | None) -> None:
        """Show ``articles`` to this person alone, and above them the way to the private chat.

        Raises:
            TelegramError: Telegram refused them, or could not be reached; not where the person has typed on since.
        """
        urgent = bool(articles) and articles[0].link == URGENT
        label, link = (self._words.buttons.urgent, URGENT) if urgent else (self._words.telegram.inline.ask, START)
        username = query.get_bot().username
        try:
            await query.answer(
                [_result(article, mode, username) for article in articles],
                cache_time=0,
                is_personal=True,
                button=InlineQueryResultsButton(label, start_parameter=link),
            )
        except BadRequest as error:
            if TOO_OLD not in error.message.lower():
                raise
            log.info("What was typed has changed before it was answered")


def _taps(reply: Reply) -> list[Action]:
    """Return what shows each entry of ``reply``, in the order of words and buttons; urgent help second, if offered."""
    shown = [Action(Verb.SHOW, entry) for entry in reply.entries]
    offered = [choice.action for choice in reply.choices]
    urgent = [URGENT_HELP] if URGENT_HELP in offered else []
    tapped = [action for action in offered if action.verb is Verb.SHOW]
    return list(dict.fromkeys([*shown[:1], *urgent, *tapped, *shown[1:]]))


def _first(reply: Reply, kind: BlockKind = BlockKind.TEXT) -> str:
    return next((without_marks(block.text).strip() for block in reply.blocks if block.kind is kind), "")


def _numbers(reply: Reply) -> str:
    """Return the first number of each line to call or text."""
    lines = [line for line in reply.contacts if line.contact.type in ("phone", "text")]
    first = {line.name: line.contact.value for line in reversed(lines)}
    return ", ".join(f"{name}: {value}" for name, value in reversed(first.items()))


def _result(article: Article, mode: ParseMode | None, username: str) -> InlineQueryResultArticle:
    message = article.message
    text = message.html if mode else message.plain
    link = InlineKeyboardButton(article.label, url=create_deep_linked_url(username, article.link))
    return InlineQueryResultArticle(
        article.id,
        article.title,
        InputTextMessageContent(text, parse_mode=mode),
        InlineKeyboardMarkup([[link]]),
        description=article.description,
    )
