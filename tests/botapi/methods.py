"""The Bot API methods: each a function of the world and its parameters, with Telegram's limits and words."""

import re
import time
from collections.abc import Callable
from typing import Any

from .markup import (
    TEXT_LIMIT,
    ApiError,
    Entity,
    bad_request,
    check_markup,
    parse_html,
    strip_text,
)
from .people import Article, Button, Chat, InlineAnswer, Json, SentMessage, World
from .profile import (
    delete_my_commands,
    delete_webhook,
    get_my_commands,
    get_text,
    get_webhook_info,
    set_chat_menu_button,
    set_my_commands,
    set_text,
    set_webhook,
)

LONGEST_POLL = 1.0  # seconds; Telegram allows 50, tests should not wait for that
CHAT_ACTIONS = {
    *("typing", "choose_sticker", "find_location"),
    *("upload_photo", "upload_video", "upload_voice", "upload_document", "upload_video_note"),
    *("record_video", "record_voice", "record_video_note"),
}


def required(params: Json, name: str) -> Any:
    value = params.get(name)
    if value in (None, ""):
        raise bad_request(f"{name} is empty")
    return value


def chat_of(world: World, params: Json) -> Chat:
    chat = world.chats.get(required(params, "chat_id"))
    if chat is None:
        raise bad_request("chat not found")
    if chat.blocked:
        raise ApiError(403, "Forbidden: bot was blocked by the user")
    return chat


def formatted_text(params: Json) -> tuple[str, list[Entity]]:
    mode = str(params.get("parse_mode") or "").lower()
    if mode not in ("", "html"):  # the assistant writes HTML only, so Markdown is not built here
        raise bad_request("unsupported parse_mode")
    written = str(params.get("text", ""))
    text, entities = parse_html(written) if mode else (written, params.get("entities") or [])
    text, entities = strip_text(text, entities)
    if not text:
        raise bad_request("message text is empty")
    if len(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text, entities


def answered_message(chat: Chat, params: Json) -> Json:
    """The message this one replies to, as a part of a message; empty when it replies to none."""
    wanted: Json = params.get("reply_parameters") or {}
    if not wanted:
        return {}
    answered = chat.messages.get(wanted.get("message_id", 0))
    if answered is not None:
        return {"reply_to_message": answered}
    if wanted.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def inline_part(params: Json) -> Json:
    """The keyboard that stays with the message; a reply keyboard belongs to the chat."""
    markup = params.get("reply_markup") or {}
    return {"reply_markup": markup} if markup.get("inline_keyboard") else {}


def record(method: str, chat: Chat, message: Json, params: Json) -> None:
    """Put what people now see into their inbox."""
    markup = params.get("reply_markup") or {}
    chat.inbox.append(
        SentMessage(
            method=method,
            message_id=message["message_id"],
            chat_id=chat.chat_id,
            text=message.get("text", ""),
            html=params.get("text", ""),
            parse_mode=params.get("parse_mode"),
            entities=tuple(message.get("entities", ())),
            buttons=tuple(
                tuple(Button(b["text"], b.get("callback_data"), b.get("url")) for b in row)
                for row in markup.get("inline_keyboard", [])
            ),
            keyboard=tuple(
                tuple(b if isinstance(b, str) else b["text"] for b in row) for row in markup.get("keyboard", [])
            ),
            reply_to=message.get("reply_to_message", {}).get("message_id"),
            venue=message.get("venue"),
            contact=message.get("contact"),
            location=message.get("location"),
        )
    )
    chat.world.changed.notify_all()


def send(world: World, method: str, params: Json, content: Json) -> Json:
    check_markup(params.get("reply_markup"))
    chat = chat_of(world, params)
    content = {**content, **answered_message(chat, params), **inline_part(params)}
    message: Json = {"message_id": world.next_id(), "date": int(time.time()), "from": world.bot}
    message |= {"chat": chat.description, **content}
    chat.messages[message["message_id"]] = message
    record(method, chat, message, params)
    return message


def send_message(world: World, params: Json) -> Json:
    text, entities = formatted_text(params)
    return send(world, "sendMessage", params, {"text": text, **({"entities": entities} if entities else {})})


def place(params: Json) -> Json:
    latitude, longitude = float(required(params, "latitude")), float(required(params, "longitude"))
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong location specified")
    return {"latitude": latitude, "longitude": longitude}


def send_location(world: World, params: Json) -> Json:
    return send(world, "sendLocation", params, {"location": place(params)})


def send_venue(world: World, params: Json) -> Json:
    words = {name: required(params, name) for name in ("title", "address")}
    location = place(params)
    return send(world, "sendVenue", params, {"location": location, "venue": {"location": location, **words}})


def send_contact(world: World, params: Json) -> Json:
    contact = {name: str(required(params, name)) for name in ("phone_number", "first_name")}
    contact |= {name: params[name] for name in ("last_name", "vcard") if params.get(name)}
    return send(world, "sendContact", params, {"contact": contact})


def send_chat_action(world: World, params: Json) -> bool:
    chat_of(world, params)
    if params.get("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def own_message(world: World, params: Json, purpose: str) -> tuple[Chat, Json]:
    chat = chat_of(world, params)
    message = chat.messages.get(params.get("message_id", 0))
    if message is None:
        raise bad_request(f"message to {purpose} not found")
    if purpose == "edit" and message["from"] != world.bot:
        raise bad_request("message can't be edited")
    return chat, message


def change(chat: Chat, message: Json, content: Json, replaced: set[str]) -> Json:
    """Put new content in the place of these parts of a message."""
    before = {key: value for key, value in message.items() if key != "edit_date"}
    after = {key: value for key, value in before.items() if key not in replaced} | content
    if after == before:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same"
            " as a current content and reply markup of the message"
        )
    after["edit_date"] = int(time.time())
    chat.messages[message["message_id"]] = after
    return after


def edit_message_text(world: World, params: Json) -> Json:
    text, entities = formatted_text(params)
    check_markup(params.get("reply_markup"))
    chat, message = own_message(world, params, "edit")
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    content = {"text": text, **({"entities": entities} if entities else {}), **inline_part(params)}
    edited = change(chat, message, content, replaced={"text", "entities", "reply_markup"})
    record("editMessageText", chat, edited, params)
    return edited


def edit_message_reply_markup(world: World, params: Json) -> Json:
    check_markup(params.get("reply_markup"))
    chat, message = own_message(world, params, "edit")
    return change(chat, message, inline_part(params), replaced={"reply_markup"})


def delete_message(world: World, params: Json) -> bool:
    chat, message = own_message(world, params, "delete")
    del chat.messages[message["message_id"]]
    return True


def answer_callback_query(world: World, params: Json) -> bool:
    if params.get("callback_query_id") not in world.query_ids:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(params.get("text", "")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    return True


def answer_inline_query(world: World, params: Json) -> bool:
    query_id = params.get("inline_query_id")
    if query_id not in world.inline_answers:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    results: list[Json] = params.get("results") or []
    ids = [str(result.get("id", "")) for result in results]
    if len(results) > 50:
        raise bad_request("RESULTS_TOO_MUCH")
    if not all(1 <= len(result_id.encode()) <= 64 for result_id in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    world.inline_answers[query_id] = InlineAnswer(
        tuple(map(article, results)),
        inline_button(params.get("button")),
        int(params.get("cache_time", 300)),
        bool(params.get("is_personal")),
    )
    world.changed.notify_all()
    return True


def article(result: Json) -> Article:
    if result.get("type") != "article":  # the assistant offers articles only, so other kinds are not built here
        raise bad_request("unallowed inline query result type")
    if not result.get("title"):
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = required(result, "input_message_content")
    text, entities = formatted_text({**content, "text": content.get("message_text", "")})
    check_markup(result.get("reply_markup"))
    rows = (result.get("reply_markup") or {}).get("inline_keyboard", [])
    buttons = tuple(tuple(Button(b["text"], b.get("callback_data"), b.get("url")) for b in row) for row in rows)
    return Article(result["id"], result["title"], result.get("description", ""), text, tuple(entities), buttons)


def inline_button(button: Json | None) -> tuple[str, str] | None:
    """The button above the results: its words, and what it starts the bot with."""
    if not button:
        return None
    if not button.get("text"):
        raise bad_request("BUTTON_TEXT_EMPTY")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button.get("start_parameter", "")):
        raise bad_request("START_PARAM_INVALID")
    return button["text"], button["start_parameter"]


def get_updates(world: World, params: Json) -> list[Json]:
    if world.settings.get("webhook"):
        raise ApiError(
            409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it first"
        )
    offset = params.get("offset") or 0
    if isinstance(params.get("allowed_updates"), list):
        world.allowed = params["allowed_updates"]
    if offset > 0:
        world.updates = [update for update in world.updates if update["update_id"] >= offset]
    elif offset < 0:
        world.updates = world.updates[offset:]
    world.updates = [update for update in world.updates if world.wanted(update)]
    arrived = world.changed.wait_for(
        lambda: world.closed or any(world.wanted(update) for update in world.updates),
        min(float(params.get("timeout") or 0), LONGEST_POLL),
    )
    ready = [update for update in world.updates if world.wanted(update)]
    return ready[: params.get("limit") or 100] if arrived else []


METHODS: dict[str, Callable[[World, Json], Any]] = {
    "getMe": lambda world, _: world.bot,
    "logOut": lambda *_: True,
    "close": lambda *_: True,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "sendMessage": send_message,
    "sendVenue": send_venue,
    "sendLocation": send_location,
    "sendContact": send_contact,
    "sendChatAction": send_chat_action,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": set_text("name"),
    "getMyName": get_text("name"),
    "setMyDescription": set_text("description"),
    "getMyDescription": get_text("description"),
    "setMyShortDescription": set_text("short_description"),
    "getMyShortDescription": get_text("short_description"),
    "setChatMenuButton": set_chat_menu_button,
}
