"""``sendlo directory``: check, build, show and search the entries."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.settings import Settings
from directory.errors import ContentError, NoSuchEntryError
from directory.index import build_index, open_index
from directory.library import Library
from directory.loading import CONTENT, load_content
from directory.search import search_index
from intents.safety import load_safety
from intents.sentences import load_sentences
from intents.vocabulary import load_vocabulary

app = typer.Typer(help="Check, build and look into the directory of entries.", no_args_is_help=True)
console = Console()
Folder = Annotated[Path, typer.Option(help="The folder of content files.")]


@app.command()
def check(folder: Folder = CONTENT) -> None:
    """Check every entry and say what to mend, with file and line. Exit code 1 if something must be mended."""
    try:
        content = load_content(folder)
        load_vocabulary()
        load_sentences()
        load_safety()
    except ContentError as error:
        console.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(1) from None
    console.print(f"{len(content.entries)} entries are fine.")


@app.command()
def build(
    folder: Folder = CONTENT,
    force: Annotated[bool, typer.Option(help="Build even if nothing changed.")] = False,
) -> None:
    """Build the search index from the entries, if they changed."""
    target = Settings().index_path
    try:
        built = build_index(target, folder, force=force)
    except ContentError as error:
        console.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(1) from None
    console.print(f"Built {target}." if built else f"{target} is up to date.")


@app.command()
def show(entry_id: Annotated[str, typer.Argument(help="Id of an entry, such as family-hubs.")]) -> None:
    """Show one entry as it is kept."""
    try:
        entry = Library(Settings().index_path).current.entry(entry_id)
    except NoSuchEntryError as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(1) from None
    console.print_json(entry.model_dump_json(by_alias=True, exclude_defaults=True))


@app.command()
def search(
    text: Annotated[list[str], typer.Argument(help="What to look for.")],
    limit: Annotated[int, typer.Option(min=1, help="How many entries at most.")] = 10,
) -> None:
    """Search the entries and say why each was found."""
    Library(Settings().index_path)
    connection = open_index(Settings().index_path)
    hits = search_index(connection, " ".join(text), skip_words=load_vocabulary().skip_words, limit=limit)
    for hit in hits:
        console.print(f"{hit.score:6.2f}  {hit.id}  {hit.name}  (in {', '.join(hit.found_in)})", highlight=False)
    if not hits:
        console.print("Nothing found.")
