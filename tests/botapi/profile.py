"""The methods about the bot itself: its webhook, commands, descriptions and menu button."""

import json
import re
from collections.abc import Callable

from .markup import bad_request
from .people import Json, World

TEXT_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def set_webhook(world: World, params: Json) -> bool:
    url = params.get("url", "")
    if url and not url.startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    world.settings["webhook"] = url
    if params.get("drop_pending_updates"):
        world.updates.clear()
    return True


def delete_webhook(world: World, params: Json) -> bool:
    return set_webhook(world, {**params, "url": ""})


def get_webhook_info(world: World, _: Json) -> Json:
    waiting = len(world.updates)
    url = world.settings.get("webhook", "")
    return {"url": url, "has_custom_certificate": False, "pending_update_count": waiting}


def commands_key(params: Json) -> str:
    scope = params.get("scope") or {"type": "default"}
    return f"commands {json.dumps(scope, sort_keys=True)} {params.get('language_code') or ''}"


def set_my_commands(world: World, params: Json) -> bool:
    commands = params.get("commands") or []
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not command["command"]:
            raise bad_request("command must be non-empty")
        if not command["description"].strip():
            raise bad_request("command description must be non-empty")
        if len(command["command"]) > 32:
            raise bad_request("command length must not exceed 32")
        if len(command["description"]) > 256:
            raise bad_request("command description length must not exceed 256")
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
    world.settings[commands_key(params)] = commands
    return True


def get_my_commands(world: World, params: Json) -> list[Json]:
    return list(world.settings.get(commands_key(params), []))


def delete_my_commands(world: World, params: Json) -> bool:
    world.settings.pop(commands_key(params), None)
    return True


def set_text(name: str) -> Callable[[World, Json], bool]:
    def set_it(world: World, params: Json) -> bool:
        value = params.get(name) or ""
        if len(value) > TEXT_LIMITS[name]:
            raise bad_request(f"{name} length must not exceed {TEXT_LIMITS[name]}")
        world.settings[f"{name} {params.get('language_code') or ''}"] = value
        return True

    return set_it


def get_text(name: str) -> Callable[[World, Json], Json]:
    return lambda world, params: {name: world.settings.get(f"{name} {params.get('language_code') or ''}", "")}


def set_chat_menu_button(world: World, params: Json) -> bool:
    if params.get("chat_id", 0) not in (0, *world.chats):
        raise bad_request("chat not found")
    world.settings[f"menu button {params.get('chat_id') or ''}"] = params.get("menu_button") or {"type": "default"}
    return True
