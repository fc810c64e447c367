"""``sendlo safety``: test every safety sentence, try one, teach the second layer, show counts, tell what is overdue."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Column, Table

from bot.commands.reports import console
from bot.settings import Settings
from bot.store import open_database
from bot.store.dangers import StoredDangers
from bot.wording import load_wording
from directory.loading import load_content
from intents.learning import load_off_topic
from intents.safety import is_learnt, learn_safety, load_safety, without_held_apart
from intents.safety.measuring import (
    Measured,
    benchmark_questions,
    danger_messages,
    harmless_messages,
    measure,
    ordinary_phrases,
)
from intents.safety.review import overdue_reviews
from intents.safety.teaching import HARMLESS

app = typer.Typer(help="Check how danger is noticed, and try a sentence.", no_args_is_help=True)

TESTS = Path("tests/safety")
BENCHMARKS = Path("../shared/benchmarks")
ENOUGH, TOO_MANY = 0.99, 0.01
"""Recall that must be reached, and false alarms that must not be passed."""

STEPS = (-1.0, -0.5, 0.0, 0.5, 1.0)
"""How far ``cut-offs`` moves the present ones."""

Folder = Annotated[Path, typer.Option(help="The folder of danger.yaml and harmless.yaml.")]
Benchmarks = Annotated[Path, typer.Option(help="Public questions, used if they are there.")]


@app.command()
def test(
    folder: Folder = TESTS,
    benchmarks: Benchmarks = BENCHMARKS,
    wrong: Annotated[bool, typer.Option("--wrong", help="List every message that was judged wrongly.")] = False,
) -> None:
    """Run every safety sentence and tell recall and false alarms by kind. Exit code 1 if they aren't good enough."""
    warn_if_overdue()
    rules = load_safety()
    own = [(file.kind, text) for file in rules.files for text in file.tests.danger]
    own_harmless = [(file.kind, text) for file in rules.files for text in (*file.tests.harmless, *file.tests.worried)]
    dangers = [(message.kind, message.text) for message in danger_messages(folder / "danger.yaml")]
    harmless = [(message.why, message.text) for message in harmless_messages(folder / "harmless.yaml")]
    ordinary = [("phrases", text) for text in ordinary_phrases(load_content())]
    ordinary += [("benchmarks", text) for text in benchmark_questions(benchmarks, "test")]
    results = (
        ("Own sentences, noticed", measure(rules, own, is_danger=True), 1.0, True),
        ("Own harmless sentences, alarms", measure(rules, own_harmless, is_danger=False), 0.0, False),
        ("Kept-apart danger, noticed", measure(rules, dangers, is_danger=True), ENOUGH, True),
        ("Kept-apart harmless, alarms", measure(rules, harmless, is_danger=False), TOO_MANY, False),
        ("Ordinary questions, alarms", measure(rules, ordinary, is_danger=False), 0.0, False),
    )
    good = True
    for title, found, limit, is_danger in results:
        good &= found.share() >= limit if is_danger else found.share() <= limit
        console.print(_table(title, found))
        if wrong:
            for group, text, told in found.wrong:
                console.print(f"  {group}: {text} -> {told}", highlight=False, markup=False)
    if not is_learnt():
        console.print("The sentences have changed: run `sendlo safety learn`.", style="red")
        good = False
    if not good:
        raise typer.Exit(1)


@app.command(name="try")
def try_one(text: Annotated[list[str], typer.Argument(help="What somebody typed.")]) -> None:
    """Explain what is noticed in a text, by which words, and what is said to whom."""
    said = " ".join(text)
    rules = load_safety()
    danger = rules.notice(said)
    if danger is None:
        console.print("No danger noticed.")
    else:
        console.print(f"{danger.kind}, {danger.grade}, told by {danger.layer}: {danger.matched}", markup=False)
        console.print(f"To the {danger.who}: {', '.join(danger.reply.entries)}", markup=False)
        console.print(danger.reply.text, markup=False)
    for line in rules.explain(said):
        console.print(f"  {line}", markup=False, highlight=False)


@app.command()
def learn(benchmarks: Benchmarks = BENCHMARKS) -> None:
    """Teach the second layer anew, after messages were changed. Takes about four minutes."""
    learn_safety(_ordinary(benchmarks))
    console.print("The second layer has learnt.")


@app.command(name="cut-offs")
def cut_offs(benchmarks: Benchmarks = BENCHMARKS) -> None:
    """Show what other cut-offs of the second layer would do to messages that it didn't learn from. Takes minutes."""
    rules, held = without_held_apart(_ordinary(benchmarks))
    danger = [(one.kind, one.text) for one in held if one.kind != HARMLESS]
    near = [(one.kind, one.text) for one in held if one.kind == HARMLESS and not one.ordinary]
    ordinary = [(one.kind, one.text) for one in held if one.ordinary]
    now = rules.common.second_layer
    table = Table("ask from", "danger: alarms", "or help below", "near-misses: alarms", "ordinary: alarms")
    for step in STEPS:
        moved = now.model_copy(update={"ask": now.ask + step, "worry": now.worry + step})
        rules.common = rules.common.model_copy(update={"second_layer": moved})
        found = measure(rules, danger, is_danger=True)
        false = [measure(rules, messages, is_danger=False).share() for messages in (near, ordinary)]
        shares = (found.share(), found.share_noticed(), *false)
        table.add_row(f"{moved.ask:g}", *(f"{share:.1%}" for share in shares))
    console.print(table)


@app.command()
def counts() -> None:
    """Show how often each kind of danger was noticed on each day, the newest first. Only the Telegram bot counts."""
    engine = open_database(Settings().database_url)
    counted = StoredDangers(engine).all()
    engine.dispose()
    if not counted:
        console.print("No danger has been counted yet. Only the Telegram bot counts.", soft_wrap=True)
        return
    table = Table("day", "danger", Column("times", justify="right"))
    for (kind, day), times in sorted(counted.items(), key=lambda one: (-one[0][1].toordinal(), -one[1], one[0])):
        table.add_row(f"{day:%d %B %Y}", kind, str(times))
    console.print(table)


def _ordinary(benchmarks: Path) -> list[str]:
    """Return questions as families ask them, messages that nothing here answers, and public ones."""
    content = load_content()
    off_topic = [text for texts in load_off_topic().values() for text in texts]
    public = benchmark_questions(benchmarks, "train")
    return [*ordinary_phrases(content), *content.not_held, *off_topic, *public]


def warn_if_overdue(today: date | None = None) -> None:
    """Warn loudly of urgent words and numbers that nobody has checked for too long."""
    entries, words = load_content().entries.values(), load_wording().urgent
    for line in overdue_reviews(entries, words.entries, words.reviewed, today or date.today()):
        console.print(f"REVIEW OVERDUE: {line}", style="bold white on red", highlight=False, soft_wrap=True)


def _table(title: str, found: Measured) -> Table:
    whole = f"{title}: {found.share():.1%}, or with help below the answer {found.share_noticed():.1%}"
    table = Table("group", "messages", "alarms", "share", "or with help below", title=whole, title_justify="left")
    for group in sorted(found.asked):
        share, noticed = f"{found.share(group):.1%}", f"{found.share_noticed(group):.1%}"
        table.add_row(group, str(found.asked[group]), str(found.alarms[group]), share, noticed)
    return table
