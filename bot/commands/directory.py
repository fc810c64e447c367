"""``sendlo directory``: check, build, show and search the entries; what editors should do next."""

from __future__ import annotations

import json
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.reports import (
    As,
    Format,
    console,
    coverage_as_json,
    coverage_table,
    print_advice,
    print_json,
    print_problems,
    print_task,
    problem_as_json,
    task_as_json,
    with_progress_bar,
)
from bot.commands.safety import warn_if_overdue
from bot.settings import Settings
from bot.wording import load_wording, unknown_in_wording
from directory.coverage import coverage_of
from directory.entry import Entry
from directory.errors import ContentError, NoSuchEntryError, Problem
from directory.facts import read_facts
from directory.index import build_index, open_index
from directory.library import Library
from directory.loading import CONTENT, load_content
from directory.quality import Inspection, find_problems, worst_first
from directory.search import search_index
from directory.worklist import work_list
from directory.yaml_file import json_schema
from intents.languages import load_languages
from intents.learning import load_off_topic
from intents.safety import load_safety
from intents.safety.kinds import unknown_in_replies
from intents.sentences import load_sentences
from intents.understanding import load_rules
from intents.vocabulary import load_vocabulary

app = typer.Typer(help="Check, build and look into the directory of entries.", no_args_is_help=True)
Folder = Annotated[Path, typer.Option(help="The folder of content files.")]
Facts = Annotated[
    Path | None,
    typer.Option(help="The folder of fact records: finds copied words and missing records too."),
]


@app.command()
def check(
    folder: Folder = CONTENT,
    facts: Facts = None,
    advice: Annotated[bool, typer.Option("--advice", help="List the advice too, worst first.")] = False,
    form: As = Format.TEXT,
) -> None:
    """Check every entry and say what to mend, with file and line. Exit code 1 if something must be mended."""
    entries: Collection[str] = ()
    problems: list[Problem] = []
    try:
        content = load_content(folder)
        entries = content.entries
        inspection = Inspection(content, folder=folder, facts=read_facts(facts) if facts else ())
        problems += worst_first(find_problems(inspection, with_progress_bar))
    except ContentError as error:
        problems += error.problems
    if folder == CONTENT:
        problems += _problems_of_intents(entries)
        if form is not Format.JSON and not any(problem.blocks for problem in problems):
            warn_if_overdue()
    blocking = [problem for problem in problems if problem.blocks]
    if form is Format.JSON:
        print_json({"entries": len(entries), "problems": [problem_as_json(problem) for problem in problems]})
    else:
        print_problems(blocking)
        print_advice([problem for problem in problems if not problem.blocks], listed=advice)
        if not blocking:
            console.print(f"{len(entries)} entries are fine.")
    if blocking:
        raise typer.Exit(1)


def _problems_of_intents(entries: Collection[str]) -> list[Problem]:
    """Return what is wrong with the words, sentences and safety rules that go with our own entries.

    Args:
        entries: ids that may be named; if there are none, since an entry doesn't load, that isn't looked at.
    """
    problems: list[Problem] = []
    for load in (
        load_vocabulary,
        load_sentences,
        load_safety,
        load_languages,
        load_rules,
        load_off_topic,
        load_wording,
    ):
        try:
            load()
        except ContentError as error:
            problems += error.problems
    for find in (unknown_in_replies, unknown_in_wording) if entries else ():
        with suppress(ContentError):  # told above
            problems += find(entries)
    return problems


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
        print_problems(error.problems)
        raise typer.Exit(1) from None
    console.print(f"Built {target}." if built else f"{target} is up to date.")


@app.command()
def coverage(folder: Folder = CONTENT, form: As = Format.TEXT) -> None:
    """Show what the law asks a local offer to hold, the entries that answer it, and the gaps."""
    covered = coverage_of(load_content(folder))
    if form is Format.JSON:
        print_json([coverage_as_json(line) for line in covered])
        return
    console.print(coverage_table(covered))
    console.print(f"{sum(1 for line in covered if line.gap)} of {len(covered)} duties have a gap.")


@app.command()
def todo(
    folder: Folder = CONTENT,
    limit: Annotated[int | None, typer.Option(min=1, help="How many tasks at most; all if left out.")] = None,
    form: As = Format.TEXT,
) -> None:
    """List what editors should confirm, find out or rewrite, worst first."""
    tasks = work_list(Inspection(load_content(folder), folder=folder))
    shown = tasks[:limit]
    if form is Format.JSON:
        print_json([task_as_json(task) for task in shown])
        return
    for task in shown:
        print_task(task)
    console.print(f"{len(shown)} of {len(tasks)} tasks.")


@app.command()
def schema(
    output: Annotated[Path | None, typer.Option(help="File to write; printed if left out.")] = None,
) -> None:
    """Write the JSON Schema of an entry, with which editors' tools complete and check what is typed."""
    text = json.dumps({"title": "SENDLO entry", **json_schema(Entry)}, indent=2)
    if output is None:
        typer.echo(text)
        return
    output.write_text(text + "\n", encoding="utf-8")
    console.print(f"Wrote {output}.")


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
