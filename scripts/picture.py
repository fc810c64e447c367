"""Draws the README's picture: a short real conversation, as the terminal shows it. Run: ``make picture``."""

from __future__ import annotations

import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from bot.assistant import Assistant
from bot.channels.terminal import show_reply
from bot.store import ConversationsInMemory
from bot.turn import Message
from bot.wording import load_wording
from directory.library import Library

TARGET = Path(__file__).parent.parent / "docs" / "conversation.svg"
SAID = ("my lad wont sleep n im shattered", "is it free", "where is my nearest family hub? were in moreton")
PAPER = TerminalTheme((255, 255, 255), (40, 40, 40), [(40, 40, 40)] * 8, [(90, 90, 90)] * 8)


def main() -> None:
    """Write the picture."""
    console = Console(record=True, width=92, file=io.StringIO(), highlight=False, markup=False, emoji=False)
    with TemporaryDirectory() as folder:
        assistant = Assistant(Library(Path(folder) / "directory.sqlite"), load_wording(), ConversationsInMemory())
        for said in SAID:
            console.print(f"You: {said}", style="bold blue")
            show_reply(console, assistant.reply(Message(said), "picture"))
    TARGET.parent.mkdir(exist_ok=True)
    drawn = console.export_svg(title="SENDLO assistant", theme=PAPER)
    # Without the fonts that rich would fetch from the web: any fixed-width font will do.
    TARGET.write_text(re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    main()
