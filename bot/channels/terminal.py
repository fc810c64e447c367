"""A chat in the terminal, with choices as numbers."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from bot.action import Action, Verb
from bot.assistant import Assistant
from bot.reply import BOLD, Block, BlockKind, Choice, Reply, contacts_text, place_lines
from bot.turn import Message
from intents.understanding import HELP

STYLES = {BlockKind.TITLE: "bold", BlockKind.HEADING: "bold", BlockKind.NOTE: "dim", BlockKind.TEXT: ""}
WHO = "terminal"


def chat_in_terminal(assistant: Assistant, *, plain: bool = False, console: Console | None = None) -> None:
    """Chat until the person says goodbye or the input ends.

    Args:
        assistant: who answers.
        plain: no colours and no decoration, so that a screen reader reads only words.
        console: where to write; the terminal by default. Rich leaves colours out where there are none.
    """
    console = console or Console(no_color=plain, highlight=False, emoji=False, markup=False)
    words = assistant.knowledge.wording.terminal
    reply = assistant.welcome(WHO)
    show_reply(console, reply, plain=plain)
    console.print(words.hint)
    while not reply.ends:
        try:
            typed = console.input(words.prompt)
        except (EOFError, KeyboardInterrupt):
            console.print()
            return
        message = _meant(typed, reply.choices)
        if message is None:
            console.print(words.bad_number.format(number=typed.strip()))
            _show_choices(console, reply, plain=plain)
            continue
        if typed.strip().lower() == "/forget":
            reply = assistant.forget(WHO)
        elif typed.strip().lower() == "/start":
            reply = assistant.welcome(WHO)
        else:
            reply = assistant.reply(message, WHO)
        show_reply(console, reply, plain=plain)


def _meant(typed: str, choices: tuple[Choice, ...]) -> Message | None:
    """Return what was typed; a number is a choice, and /help asks what a tap does. None if there is no such choice."""
    number = typed.strip()
    if number.lower() == "/help":
        return Message(action=Action(Verb.SAY, HELP))
    if not (number.isascii() and number.isdigit()) or len(number) > 2 or not choices:
        return Message(typed)
    if not 1 <= int(number) <= len(choices):
        return None
    return Message(action=choices[int(number) - 1].action)


def show_reply(console: Console, reply: Reply, *, plain: bool = False) -> None:
    """Write ``reply`` to ``console``, with its choices numbered from 1."""
    console.print()
    for block in reply.blocks:
        console.print(_styled(block, plain=plain))
        if block.kind not in (BlockKind.TITLE, BlockKind.HEADING):
            console.print()
    _show_contacts(console, reply)
    for block in reply.sources:
        console.print(_styled(block, plain=plain))
        console.print()
    _show_choices(console, reply, plain=plain)


def _styled(block: Block, *, plain: bool) -> Text:
    """Return a block as it is shown: what an editor marked is bold, or just words where nothing is decorated."""
    text = Text("", "" if plain else STYLES[block.kind])
    for number, piece in enumerate(BOLD.split(block.text.strip())):
        text.append(piece, "bold" if number % 2 and not plain else None)
    return text


def _show_choices(console: Console, reply: Reply, *, plain: bool) -> None:
    for number, choice in enumerate(reply.choices, start=1):
        console.print(Text(f"{number}. {choice.label}", "" if plain else "cyan"))
    console.print()


def _show_contacts(console: Console, reply: Reply) -> None:
    if reply.contacts:
        console.print(contacts_text(reply))
    for line in place_lines(reply):
        console.print(line)
    if reply.contacts or reply.places:
        console.print()
