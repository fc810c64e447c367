"""The people and groups a bot talks to, and everything they have said to each other."""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .markup import Entity, utf16_length

Json = dict[str, Any]

COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{5,32})?")
MENTION = re.compile(r"(?<![\w/@])@[A-Za-z0-9_]{5,32}")
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


class Button(NamedTuple):
    """One inline button; a reply keyboard is in SentMessage.keyboard."""

    label: str
    callback_data: str | None
    url: str | None


@dataclass(frozen=True)
class SentMessage:
    """One message as the bot sent it."""

    method: str
    message_id: int
    chat_id: int
    text: str = ""  # what people read, without markup
    html: str = ""  # the text as it was sent
    parse_mode: str | None = None
    entities: tuple[Entity, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    keyboard: tuple[tuple[str, ...], ...] = ()  # labels of a reply keyboard
    reply_to: int | None = None
    venue: Json | None = None
    contact: Json | None = None
    location: Json | None = None


@dataclass(frozen=True)
class Article:
    """One of the things that a person can pick below what they type, and what it posts."""

    id: str
    title: str
    description: str
    text: str
    entities: tuple[Entity, ...]
    buttons: tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class InlineAnswer:
    """What a person sees while they type the bot's name and a few words."""

    articles: tuple[Article, ...]
    button: tuple[str, str] | None  # above the articles: its label, and the start parameter it opens the bot with
    cache_time: int
    is_personal: bool


@dataclass
class World:
    """What both sides share. Whoever touches it holds `changed`."""

    bot: Json
    changed: threading.Condition = field(default_factory=threading.Condition)
    closed: bool = False
    chats: dict[int, "Chat"] = field(default_factory=dict)
    updates: list[Json] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)  # empty: all but NOT_BY_DEFAULT
    query_ids: set[str] = field(default_factory=set)
    inline_answers: dict[str, InlineAnswer | None] = field(default_factory=dict)  # by query; none yet: not answered
    refused: list[tuple[str, int, str]] = field(default_factory=list)  # method, code, description
    settings: Json = field(default_factory=dict)  # commands, descriptions, menu button, webhook
    last_id: int = 100

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def add_update(self, kind: str, content: Json) -> None:
        with self.changed:
            self.updates.append({"update_id": self.next_id(), kind: content})
            self.changed.notify_all()

    def wanted(self, update: Json) -> bool:
        kind = next(key for key in update if key != "update_id")
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT


def find_entities(text: str) -> list[Entity]:
    """The commands and @names Telegram marks in what people write."""
    found = [("bot_command", match) for match in COMMAND.finditer(text)]
    taken = [range(*match.span()) for _, match in found]
    mentions = (m for m in MENTION.finditer(text) if not any(m.start() in span for span in taken))
    found += [("mention", match) for match in mentions]
    return [
        {"type": kind, "offset": utf16_length(text[: match.start()]), "length": utf16_length(match[0])}
        for kind, match in sorted(found, key=lambda pair: pair[1].start())
    ]


class Chat:
    """A private chat or a group, seen from the people's side."""

    def __init__(self, world: World, description: Json) -> None:
        self.world = world
        self.description = description
        self.chat_id: int = description["id"]
        self.blocked = False
        self.messages: dict[int, Json] = {}  # both sides, as they are now
        self.inbox: list[SentMessage] = []  # what the bot sent, edits of a text included, oldest first
        self._seen = 0
        world.chats[self.chat_id] = self

    def wait_for(self, count: int = 1, timeout: float = 5) -> list[SentMessage]:
        """The next messages from the bot, each given once; fails when they do not come in time."""
        with self.world.changed:
            self.world.changed.wait_for(lambda: len(self.inbox) >= self._seen + count, timeout)
            new = self.inbox[self._seen : self._seen + count]
            if len(new) < count:
                arrived = "\n".join(f"- {message.method}: {message.text!r}" for message in new) or "- nothing"
                arrived += "".join(f"\n- refused: {refusal}" for refusal in self.world.refused)
                raise AssertionError(
                    f"Expected {count} new message(s) in chat {self.chat_id} within {timeout} s, got:\n{arrived}"
                )
            self._seen += count
            return new

    def from_bot(self) -> list[Json]:
        """What the bot has sent and not deleted, as it looks now, oldest first."""
        with self.world.changed:
            return [m for m in self.messages.values() if m["from"]["id"] == self.world.bot["id"]]

    def _send(self, user: Json, content: Json) -> int:
        if self.blocked:
            raise AssertionError(f"Chat {self.chat_id} has blocked the bot; call unblocks() first")
        with self.world.changed:
            message = {
                "message_id": self.world.next_id(),
                "date": int(time.time()),
                "from": user,
                "chat": self.description,
                **content,
            }
            self.messages[message["message_id"]] = message
            self.world.add_update("message", message)
        return int(message["message_id"])

    def _edit(self, user: Json, text: str) -> None:
        with self.world.changed:
            own = [m for m in self.messages.values() if m["from"]["id"] == user["id"] and "text" in m]
            if not own:
                raise AssertionError("There is no message to edit")
            change = {"text": text, "entities": find_entities(text), "edit_date": int(time.time())}
            self.messages[own[-1]["message_id"]] = edited = {**own[-1], **change}
            self.world.add_update("edited_message", edited)

    def _tap(self, user: Json, wanted: str, say: Callable[[str], object]) -> None:
        for message in reversed(self.from_bot()):
            markup = message.get("reply_markup", {})
            for button in (button for row in markup.get("inline_keyboard", []) for button in row):
                if wanted in (button["text"], button.get("callback_data")):
                    if "callback_data" not in button:
                        raise AssertionError(f"{wanted!r} opens {button.get('url')}, it sends nothing to the bot")
                    self._query(user, button["callback_data"], message)
                    return
        keyboards = [m.keyboard for m in self.inbox if m.keyboard]
        if keyboards and any(wanted in row for row in keyboards[-1]):
            say(wanted)
            return
        labels = [b.label for m in self.inbox for row in m.buttons for b in row]
        raise AssertionError(f"There is no button {wanted!r}; buttons sent so far: {labels}")

    def _query(self, user: Json, data: str, message: Json) -> None:
        with self.world.changed:
            query_id = str(self.world.next_id())
            self.world.query_ids.add(query_id)
            query = {"id": query_id, "from": user, "chat_instance": str(self.chat_id), "data": data}
            self.world.add_update("callback_query", {**query, "message": message})


class Person(Chat):
    """Someone in a private chat with the bot. What they do returns at once; the bot learns of it by polling."""

    def __init__(self, world: World, chat_id: int, first_name: str, language_code: str | None) -> None:
        super().__init__(world, {"id": chat_id, "type": "private", "first_name": first_name})
        self.user: Json = {"id": chat_id, "is_bot": False, "first_name": first_name}
        if language_code:
            self.user["language_code"] = language_code

    def says(self, text: str) -> int:
        return self._send(self.user, {"text": text, "entities": find_entities(text)})

    def edits(self, text: str) -> None:
        """Change the newest thing this person wrote."""
        self._edit(self.user, text)

    def taps(self, button: str) -> None:
        """Tap the button with this label or callback data, in the newest message that has it."""
        self._tap(self.user, button, self.says)

    def taps_raw(self, data: str) -> None:
        """Send callback data that no button needs to have: an old keyboard, or a forged one."""
        too_old_to_see = {"chat": self.description, "message_id": 1, "date": 0}
        self._query(self.user, data, (self.from_bot() or [too_old_to_see])[-1])

    def types_inline(self, text: str) -> str:
        """Type the bot's name and these words in some chat, and return the id of this query."""
        with self.world.changed:
            query_id = str(self.world.next_id())
            self.world.inline_answers[query_id] = None
            query = {"id": query_id, "from": self.user, "query": text, "offset": "", "chat_type": "supergroup"}
            self.world.add_update("inline_query", query)
        return query_id

    def wait_for_inline(self, query_id: str, timeout: float = 5) -> InlineAnswer:
        """What the bot shows for a query; fails when it does not come in time."""
        with self.world.changed:
            self.world.changed.wait_for(lambda: self.world.inline_answers[query_id], timeout)
            answer = self.world.inline_answers[query_id]
        if answer is None:
            raise AssertionError(f"No answer to the inline query within {timeout} s, refused: {self.world.refused}")
        return answer

    def picks(self, article: Article, chat: Chat | None = None) -> int:
        """Post an article, in the chat with the bot if no other is named; the bot sees it where it sees messages."""
        content = {"text": article.text, "entities": list(article.entities), "via_bot": self.world.bot}
        return (chat or self)._send(self.user, content)

    def shares_location(self, latitude: float, longitude: float) -> int:
        return self._send(self.user, {"location": {"latitude": latitude, "longitude": longitude}})

    def sends_voice(self) -> int:
        return self._send(self.user, {"voice": {**self._file(), "duration": 3, "mime_type": "audio/ogg"}})

    def sends_photo(self, caption: str | None = None) -> int:
        words = {"caption": caption, "caption_entities": find_entities(caption)} if caption else {}
        return self._send(self.user, {"photo": [{**self._file(), "width": 90, "height": 60}], **words})

    def sends_sticker(self) -> int:
        look = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._send(self.user, {"sticker": {**self._file(), **look, "emoji": "\N{WAVING HAND SIGN}"}})

    def sends_document(self) -> int:
        name = {"file_name": "letter.pdf", "mime_type": "application/pdf"}
        return self._send(self.user, {"document": {**self._file(), **name}})

    def blocks(self) -> None:
        """Stop the bot: it hears of it once, and every send to this chat is refused from now on."""
        self._set_blocked(True)

    def unblocks(self) -> None:
        self._set_blocked(False)

    def _set_blocked(self, blocked: bool) -> None:
        with self.world.changed:
            gone, there = {"status": "kicked", "until_date": 0}, {"status": "member"}
            before, after = (there, gone) if blocked else (gone, there)
            self.blocked = blocked
            change = {"chat": self.description, "from": self.user, "date": int(time.time())}
            change["old_chat_member"] = {"user": self.world.bot, **before}
            change["new_chat_member"] = {"user": self.world.bot, **after}
            self.world.add_update("my_chat_member", change)

    def _file(self) -> Json:
        name = f"file{self.world.next_id()}"
        return {"file_id": name, "file_unique_id": name, "file_size": 1000}


class Group(Chat):
    """A group in which the bot sees every message, as an administrator does."""

    def __init__(self, world: World, chat_id: int, title: str) -> None:
        super().__init__(world, {"id": chat_id, "type": "supergroup", "title": title})

    def says(self, person: Person, text: str, reply_to_bot: bool = False) -> int:
        content: Json = {"text": text, "entities": find_entities(text)}
        if reply_to_bot:
            sent = self.from_bot()
            if not sent:
                raise AssertionError("The bot has said nothing in this group to reply to")
            content["reply_to_message"] = sent[-1]
        return self._send(person.user, content)

    def taps(self, person: Person, button: str) -> None:
        """The same as Person.taps, on a message in the group."""
        self._tap(person.user, button, lambda text: self.says(person, text))
