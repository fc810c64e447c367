"""The ``sendlo`` command."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from datetime import datetime
from io import TextIOWrapper
from time import perf_counter
from typing import Annotated, Any

import typer
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rich.console import Console
from rich.table import Table

from bot.assistant import Assistant
from bot.channels.terminal import chat_in_terminal
from bot.commands import directory as directory_commands
from bot.commands import safety as safety_commands
from bot.commands.reports import console, print_json
from bot.errors import SetupError
from bot.explain import explain
from bot.log import set_up_logging
from bot.reply import as_plain_text
from bot.settings import Settings, describe_settings
from bot.store import ConversationsInMemory
from bot.turn import Message
from bot.wording import load_wording
from directory.areas import Point
from directory.errors import DirectoryError
from directory.library import Library

app = typer.Typer(
    help="SENDLO assistant: finds local SEND help in Wirral.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(directory_commands.app, name="directory")
app.add_typer(safety_commands.app, name="safety")
errors = Console(stderr=True)


@app.command()
def run() -> None:
    """Start the assistant: the Telegram bot if SENDLO_TELEGRAM_TOKEN is set, else a chat in this terminal."""
    settings = Settings()
    if settings.telegram_token:
        telegram()
    else:
        chat(plain=False)


@app.command()
def telegram() -> None:
    """Run the Telegram bot by long polling until it is stopped."""
    from bot.channels.telegram.app import run_polling

    settings = Settings()
    set_up_logging(settings.log_level)
    run_polling(settings)


@app.command()
def chat(
    plain: Annotated[bool, typer.Option("--plain", help="No colours or boxes: for screen readers.")] = False,
) -> None:
    """Chat in this terminal."""
    set_up_logging("WARNING")
    chat_in_terminal(_assistant(), plain=plain)


class Identity(BaseModel):
    """What tells one line of ``sendlo ask --jsonl`` from another."""

    model_config = ConfigDict(extra="ignore")

    id: str | int


class Question(Identity):
    """One line of ``sendlo ask --jsonl``."""

    class Location(BaseModel):
        """A shared place, in degrees."""

        latitude: Annotated[float, Field(ge=-90, le=90)]
        longitude: Annotated[float, Field(ge=-180, le=180)]

    text: str = ""
    session: str | None = None
    at: datetime | None = None
    location: Location | None = None


@app.command()
def ask(
    text: Annotated[list[str] | None, typer.Argument(help="A question; leave out with --jsonl.")] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read JSON lines from stdin, write JSON lines to stdout.")
    ] = False,
) -> None:
    """Ask one question, or many as JSON lines."""
    set_up_logging("WARNING")
    assistant = _assistant()
    if not jsonl:
        typer.echo(as_plain_text(assistant.reply(Message(" ".join(text or [])), "ask")))
        return
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # bytes that are no text spoil their own line, not the run
    for number, line in enumerate(sys.stdin, start=1):
        if line.strip():
            typer.echo(json.dumps(_answer_line(assistant, line, number), ensure_ascii=False))
            sys.stdout.flush()


def _answer_line(assistant: Assistant, line: str, number: int) -> dict[str, Any]:
    started = perf_counter()
    try:
        question = Question.model_validate_json(line)
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(str(part) for part in problem["loc"])
        told = ": ".join(filter(None, (f"line {number}", where, problem["msg"])))
        return _line(_identity(line), "error", text=told, started=started)
    place = Point(question.location.latitude, question.location.longitude) if question.location else None
    who = f"session {question.session}" if question.session else f"line {number}"
    reply = assistant.reply(Message(question.text, point=place, at=question.at), who)
    return _line(
        question.id,
        reply.status,
        intent=reply.intent,
        entries=list(reply.entries),
        choices=[choice.label for choice in reply.choices],
        text=as_plain_text(reply, number_choices=False),
        started=started,
    )


def _identity(line: str) -> str | int | None:
    """Return the id of a line that is wrong elsewhere, so that whoever asked can tell which one it was."""
    with suppress(ValidationError):
        return Identity.model_validate_json(line).id
    return None


def _line(identity: str | int | None, status: str, *, text: str, started: float, **rest: Any) -> dict[str, Any]:
    blank: dict[str, Any] = {"intent": "", "entries": [], "choices": []}
    took = round((perf_counter() - started) * 1000, 3)
    return {"id": identity, "status": status, **blank, **rest, "text": text, "ms": took}


@app.command()
def why(
    text: Annotated[list[str], typer.Argument(help="What somebody typed.")],
    as_json: Annotated[bool, typer.Option("--json", help="For machines: everything.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Also the numbers that only programmers read.")] = False,
) -> None:
    """Explain, step by step, how a text is answered: what it matched, runners-up, every cut-off with its value."""
    set_up_logging("WARNING")
    steps = explain(_assistant(), " ".join(text))
    if as_json:
        print_json({step.key: step.as_json for step in steps})
        return
    shown = [step for step in steps if everything or not step.technical]
    for number, step in enumerate(shown, start=1):
        console.print(f"{number}. {step.title}", style="bold", markup=False, highlight=False, soft_wrap=True)
        for line in step.says:
            console.print(f"   {line}", markup=False, highlight=False, soft_wrap=True)


@app.command()
def settings(
    markdown: Annotated[bool, typer.Option("--markdown", help="As the README shows them.")] = False,
) -> None:
    """List every setting, its default and its meaning."""
    if markdown:
        typer.echo("| setting | default | meaning |\n| --- | --- | --- |")
        for name, default, meaning in describe_settings():
            typer.echo(f"| `{name}` | {f'`{default}`' if default else ''} | {meaning} |")
        return
    table = Table("setting", "default", "meaning")
    for row in describe_settings():
        table.add_row(*row)
    Console().print(table)


def _assistant() -> Assistant:
    settings = Settings()
    library = Library(settings.index_path)
    return Assistant(
        library,
        load_wording(),
        ConversationsInMemory(),
        models=settings.models_path,
        conversation_hours=settings.conversation_hours,
    )


def main() -> None:
    """Run the command; mistakes are told in words, without a traceback."""
    try:
        app()
    except (DirectoryError, SetupError) as error:
        errors.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(1)
    except ValidationError as error:
        for problem in error.errors():
            name = "_".join(str(part) for part in problem["loc"]).upper()
            errors.print(f"SENDLO_{name}: {problem['msg']}", style="red", markup=False)
        sys.exit(1)
