"""What happens to each kind of update. Handlers keep nothing between messages."""

from __future__ import annotations

import asyncio
import logging
import re
from contextlib import suppress
from typing import Any

from telegram import Chat, Message, Update
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot import turn
from bot.action import Action, Verb
from bot.answers.follow_ups import WHERE
from bot.assistant import Assistant
from bot.channels.telegram.inline import InlineQueries
from bot.channels.telegram.render import render
from bot.errors import StaleActionError
from bot.reply import Place, Reply
from bot.store import chat_key
from directory.areas import Point
from directory.entry import Entry
from intents.understanding import ACTIVITIES, HELP, HUBS, PRIVACY, URGENT_NUMBERS, WELCOME

log = logging.getLogger(__name__)

Context = ContextTypes.DEFAULT_TYPE
App = Application[Any, Any, Any, Any, Any, Any]

COMMANDS: dict[str, Action] = {
    "help": Action(Verb.SAY, HELP),
    "hubs": Action(Verb.SAY, HUBS),
    "shortbreaks": Action(Verb.SHOW, "short-breaks"),
    "assessment": Action(Verb.SHOW, "guide-request-ehc-assessment"),
    "activities": Action(Verb.SAY, ACTIVITIES),
    "urgent": Action(Verb.SAY, URGENT_NUMBERS),
    "privacy": Action(Verb.SAY, PRIVACY),
}
"""Commands that do the same as a tap."""

LINKS = {**COMMANDS, "start": Action(Verb.SAY, WELCOME)}
"""What a link may ask for by name (``t.me/bot?start=urgent``); every other one names an entry."""

NOT_TEXT = {
    "voice": filters.VOICE | filters.AUDIO | filters.VIDEO_NOTE,
    "photo": filters.PHOTO | filters.VIDEO | filters.ANIMATION,
    "sticker": filters.Sticker.ALL | filters.Dice.ALL,
    "document": filters.Document.ALL,
    "other": filters.CONTACT | filters.POLL | filters.VENUE | filters.GAME | filters.STORY,
}
"""What we can't read, by the wording that says so."""

NAMES_A_BOT = re.compile(r"/\w+@\w")
"""How a command begins that is for one bot alone."""


class Handlers:
    """Turns updates into messages for the assistant, and its replies into messages for the chat."""

    def __init__(self, assistant: Assistant, secret: bytes) -> None:
        """Answer with ``assistant``; ``secret`` is the key that chat ids are hashed with."""
        self._assistant = assistant
        self._inline = InlineQueries(assistant)
        self._secret = secret

    def add_to(self, app: App) -> None:
        """Add every handler. The first that fits an update takes it, so the order matters."""
        addressed = (filters.ChatType.PRIVATE | _Addressed()) & ~_PostedForUs()
        # A live location is edited at every step; it is answered once, when it is shared.
        place = filters.LOCATION & ~filters.VENUE & ~filters.UpdateType.EDITED_MESSAGE
        app.add_handler(CommandHandler("start", self.start))
        app.add_handler(CommandHandler("forget", self.forget))
        app.add_handler(CommandHandler(list(COMMANDS), self.command))
        app.add_handler(CallbackQueryHandler(self.tapped))
        app.add_handler(InlineQueryHandler(self._inline.typed))
        app.add_handler(MessageHandler(place & addressed, self.located))
        app.add_handler(MessageHandler(filters.COMMAND & addressed, self.unknown_command))
        app.add_handler(MessageHandler((filters.TEXT & ~filters.COMMAND | filters.CAPTION) & addressed, self.text))
        for wording, kind in NOT_TEXT.items():
            app.add_handler(MessageHandler(kind & filters.ChatType.PRIVATE, self.not_text(wording)))
        app.add_error_handler(self.failed)

    async def start(self, update: Update, _context: Context) -> None:
        """/start, also with the id of an entry from a link (``t.me/bot?start=family-hubs``), or a name of `LINKS`."""
        _, words = _parted(update)
        if words:
            asked = words.split()[0]
            await self._answer(update, turn.Message(words, LINKS.get(asked, Action(Verb.SHOW, asked[:50]))))
            return
        await self._send(update, await asyncio.to_thread(self._assistant.welcome, self._who(update)))

    async def command(self, update: Update, _: Context) -> None:
        """A command that does the same as a tap."""
        name, words = _parted(update)
        # The words after it go along: the command decides the answer, unless they tell of danger.
        await self._answer(update, turn.Message(words, COMMANDS[name]))

    async def forget(self, update: Update, _context: Context) -> None:
        """/forget wipes what is remembered; danger in the words after it is answered before anything else is sent."""
        _, words = _parted(update)
        in_danger = await self._in_danger(words)
        # Wiped before the answer, which may ask something back: its "yes" or "no" is still understood.
        wiped = await asyncio.to_thread(self._assistant.forget, self._who(update))
        if in_danger:
            await self._answer(update, turn.Message(words))
        await self._send(update, wiped)

    async def text(self, update: Update, context: Context) -> None:
        """A question, new or edited, or the words below a picture."""
        message = update.effective_message
        if message is None:
            return
        words = message.text or message.caption or ""
        name = context.bot.username
        await self._answer(update, turn.Message(_without_mention(words, name)))

    async def located(self, update: Update, _: Context) -> None:
        """A shared location asks for the nearest family hubs. It is used once and not stored."""
        place = update.effective_message.location if update.effective_message else None
        if place:
            await self._answer(update, turn.Message(point=Point(place.latitude, place.longitude)))

    async def tapped(self, update: Update, _: Context) -> None:
        """A tapped button: answer the tap first, so that it stops spinning, then work."""
        query = update.callback_query
        if query is None:
            return
        with suppress(TelegramError):
            await query.answer()
        try:
            action = Action.unpack(query.data or "")
        except StaleActionError:
            await self._say(update, self._assistant.knowledge.wording.errors.stale)
            return
        sent = await self._send_card(update, action) if action.verb in (Verb.CALL, Verb.MAP) else False
        if not sent:
            await self._answer(update, turn.Message(action=action))

    def not_text(self, wording: str) -> Any:
        """Return a handler that asks to type instead."""

        async def please_type(update: Update, _: Context) -> None:
            words = self._assistant.knowledge.wording.not_text
            await self._say(update, getattr(words, wording))

        return please_type

    async def unknown_command(self, update: Update, context: Context) -> None:
        """A command that we don't have. It may still tell of danger ("/suicide"), and what follows it is answered."""
        name, words = _parted(update)
        words = _without_mention(words, context.bot.username)
        said = f"{name.replace('_', ' ')} {words}"
        if await self._in_danger(said):
            await self._answer(update, turn.Message(said))
        elif words:
            await self._answer(update, turn.Message(words))
        else:
            await self._say(update, self._assistant.knowledge.wording.errors.unknown_command)

    async def failed(self, update: object, context: Context) -> None:
        """Log where it went wrong, never what was written, and tell the person."""
        if isinstance(context.error, Forbidden):
            log.info("A person has blocked the bot")
            return
        log.error("An update could not be handled", exc_info=context.error)
        if isinstance(update, Update):
            with suppress(TelegramError):
                await self._say(update, self._assistant.knowledge.wording.errors.text)
                await self._inline.say_sorry(update)

    async def _in_danger(self, words: str) -> bool:
        """Tell whether ``words`` tell of danger; other chats go on meanwhile."""
        return await asyncio.to_thread(self._assistant.danger_in, words) is not None

    async def _answer(self, update: Update, message: turn.Message) -> None:
        chat = update.effective_chat
        if chat is None:
            return
        with suppress(TelegramError):
            await chat.send_action(ChatAction.TYPING)
        reply = await asyncio.to_thread(self._assistant.reply, message, self._who(update))
        await self._send(update, reply)
        if reply.intent == WHERE:
            for place in reply.places[:2]:
                await _send_place(chat, place)

    async def _send(self, update: Update, reply: Reply) -> None:
        chat = update.effective_chat
        if chat is None:
            return
        for part in render(reply, self._assistant.knowledge.wording.buttons):
            try:
                await chat.send_message(part.html, parse_mode=ParseMode.HTML, reply_markup=part.keyboard)
            except BadRequest as error:
                # Telegram refused our HTML: people get the plain words, and editors the entry to look at.
                log.error("Telegram refused the reply for %s: %s", ", ".join(reply.entries), error.message)
                await chat.send_message(part.plain, reply_markup=part.keyboard)

    async def _send_card(self, update: Update, action: Action) -> bool:
        """Send a number as a contact that can be tapped, or a place as a venue; tell whether Telegram has taken it."""
        chat = update.effective_chat
        found = self._assistant.knowledge.directory.known([action.target])
        if chat is None or not found:
            return False
        send = _send_contact if action.verb is Verb.CALL else _send_venue
        try:
            return await send(chat, found[0], action.number)
        except BadRequest as error:
            log.error("Telegram refused a card of %s: %s", found[0].id, error.message)
            return False

    async def _say(self, update: Update, text: str) -> None:
        if update.effective_chat:
            await update.effective_chat.send_message(text)

    def _who(self, update: Update) -> str:
        """Return the key of a person; in a group each person has a conversation of their own."""
        chat = update.effective_chat.id if update.effective_chat else 0
        user = update.effective_user.id if update.effective_user else 0
        return chat_key(self._secret, "telegram", f"{chat}:{user}")


async def _send_contact(chat: Chat, entry: Entry, number: int) -> bool:
    contacts = entry.shown_contacts
    if number >= len(contacts) or contacts[number].type != "phone":
        return False
    await chat.send_contact(contacts[number].value, entry.name[:64])
    return True


async def _send_venue(chat: Chat, entry: Entry, number: int) -> bool:
    place = entry.locations[number] if number < len(entry.locations) else None
    if place is None or place.latitude is None or place.longitude is None:
        return False
    await chat.send_venue(place.latitude, place.longitude, place.name or entry.name, place.address or entry.name)
    return True


async def _send_place(chat: Chat, place: Place) -> None:
    """Send a place of an answer as a venue, where we know its position; the answer holds its address anyway."""
    if place.latitude is None or place.longitude is None:
        return
    try:
        await chat.send_venue(place.latitude, place.longitude, place.name, place.address or place.name)
    except BadRequest as error:
        log.error("Telegram refused a place of %s: %s", place.entry_id, error.message)


class _Addressed(filters.MessageFilter):
    """Lets through messages of a group that mention the bot or answer it; not a command that names another bot."""

    def filter(self, message: Message) -> bool:
        bot = message.get_bot()
        text = message.text or message.caption or ""
        if f"@{bot.username}".lower() in text.lower():
            return True
        answered = message.reply_to_message and message.reply_to_message.from_user
        return bool(answered and answered.id == bot.id) and not NAMES_A_BOT.match(text)


class _PostedForUs(filters.MessageFilter):
    """Lets through what somebody picked from our own articles: our words, which aren't a question to us."""

    def filter(self, message: Message) -> bool:
        return message.via_bot is not None and message.via_bot.id == message.get_bot().id


def _parted(update: Update) -> tuple[str, str]:
    """Return the name of a command and the words after it; "/urgent!" has one, which isn't lost either."""
    message = update.effective_message
    text = (message and message.text) or ""
    length = message.entities[0].length if message and message.entities else len(text.split(" ")[0])
    return text[1:length].split("@")[0].lower(), " ".join(text[length:].split())


def _without_mention(text: str, username: str) -> str:
    words = [word for word in text.split(" ") if word.lower().rstrip(",:;") != f"@{username}".lower()]
    return " ".join(words)
