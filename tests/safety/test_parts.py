"""The parts: templates, reading, counting, review dates, commands."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli import app
from bot.store import open_database
from bot.store.dangers import StoredDangers
from directory.errors import ContentError
from directory.library import Directory
from intents.safety import SafetyRules, is_learnt, load_safety
from intents.safety.inflection import inflect
from intents.safety.kinds import BY_DAY, OUT_OF_HOURS, unknown_in_replies
from intents.safety.languages import OtherLanguages
from intents.safety.review import overdue_reviews
from intents.safety.second_layer import SecondLayer
from intents.safety.templates import Finder, TemplateError, Token

REVIEWED = date(2026, 11, 22)


def found(template: str, text: str) -> bool:
    finder: Finder[str] = Finder({"pet": ("cat", "small dog")}, inflect=lambda word: inflect(word, {}))
    finder.add(template, "it")
    tokens = [Token(word, frozenset([word]), filler=word == "um") for word in text.split()]
    return bool(finder.find(tokens))


@pytest.mark.parametrize(
    ("template", "text", "expected"),
    [
        ("want to die", "i want to die now", True),
        ("want to die", "want to um die", True),
        ("want to die", "want die", False),
        ("(want|wish to) die", "wish to die", True),
        ("want [to] die", "want die", True),
        ("want (to)? die", "want die", True),
        ("my {pet} bites", "my small dog bites", True),
        ("kill* me", "killing me", True),
        ("i ~ die", "i will surely die", True),
        ("i ~ die", "i will most surely die", False),
        ("is missing $", "is missing", True),
        ("is missing $", "is missing school", False),
    ],
)
def test_templates(template: str, text: str, expected: bool) -> None:
    assert found(template, text) is expected


@pytest.mark.parametrize("template", ["(a", "a)", "", "~ a", "[a]", "{nobody}"])
def test_a_template_that_is_written_wrongly_is_refused(template: str) -> None:
    with pytest.raises(TemplateError):
        found(template, "a")


@given(st.text(max_size=300))
@example("\u2776 I want to die")  # a digit that is no number
@example("i am \u2776 and i want to die")
def test_no_text_breaks_the_rules(rules: SafetyRules, text: str) -> None:
    rules.notice(text)


@pytest.mark.parametrize(
    ("run", "text", "expected"),
    [
        (r"\bmor(o|t)? tare", "vai mor tare", "mor tare"),
        (r"\bmor(o|t)? tare", "amor tare", None),
        ("ciac sie|sie (po)?ciac", "chce sie pociac", "sie pociac"),
        ("(chc|mus)e umrz", "ja muse umrzec", "muse umrz"),
        ("samo?bij", "sambija", "sambij"),
        (r"\b(a (luat|baut (si|sau) )?mult)", "a baut si mult", "a baut si mult"),
    ],
)
def test_a_run_of_another_language_is_found(rules: SafetyRules, run: str, text: str, expected: str | None) -> None:
    file = rules.files[0].model_copy(update={"languages": {"pl": (run,)}})
    found = OtherLanguages([file], ()).find(text)
    assert (found[1] if found else None) == expected


def test_what_raises_no_alarm_is_not_doubted_in_vain(rules: SafetyRules, monkeypatch: pytest.MonkeyPatch) -> None:
    text = next(
        text
        for file in rules.files
        for text in file.tests.worried
        if (near := rules.nearness(text)) and near.score < rules.common.second_layer.doubt
    )
    noticed = rules.notice(text)
    monkeypatch.delattr(SecondLayer, "nearest")
    assert noticed
    assert rules.notice(text) == noticed


@pytest.mark.parametrize(
    ("name", "group"), [("running-away.yaml", "phrases"), ("running-away.yaml", "not_it"), ("common.yaml", "soon")]
)
def test_a_template_that_is_written_wrongly_is_shown_with_its_line(safety_folder: Path, name: str, group: str) -> None:
    before, key, after = (safety_folder / name).read_text(encoding="utf-8").partition(f"\n{group}:")
    block, bar, lines = after.partition("|\n")
    indent = " " * (len(lines) - len(lines.lstrip()))
    (safety_folder / name).write_text(f"{before}{key}{block}{bar}{indent}(oh no\n{lines}", encoding="utf-8")
    line = f"{before}{key}{block}{bar}".count("\n") + 1
    with pytest.raises(ContentError) as caught:
        load_safety(safety_folder, second_layer=False)
    (problem,) = caught.value.problems
    assert str(problem).startswith(f"{safety_folder / name}:{line}: ")


@pytest.mark.parametrize(
    ("name", "right", "wrong", "field"),
    [
        ("running-away.yaml", "urgent-runaway-helpline,", "urgent-runaway-helplin,", "replies.self.entries.1"),
        ("common.yaml", "front-door,", "front-dor,", "replies.professional.entries.1"),
        ("challenging-behaviour.yaml", "show: guide-", "show: guid-", "show"),
    ],
)
def test_an_entry_that_no_reply_can_name_is_shown_with_its_line(
    safety_folder: Path, directory: Directory, name: str, right: str, wrong: str, field: str
) -> None:
    known = directory.content.entries
    assert unknown_in_replies(known, safety_folder) == []
    text = (safety_folder / name).read_text(encoding="utf-8")
    (safety_folder / name).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    line = text[: text.index(right)].count("\n") + 1
    (problem,) = unknown_in_replies(known, safety_folder)
    assert str(problem).startswith(f"{safety_folder / name}:{line}: {field}: there is no entry '")


def test_counts_are_kept_by_kind_and_day(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'state.sqlite'}")
    dangers = StoredDangers(engine)
    dangers.count("suicide", date(2026, 11, 1))
    dangers.count("suicide", date(2026, 11, 1))
    dangers.count("abuse", date(2026, 11, 2))
    assert dangers.all() == {("suicide", date(2026, 11, 1)): 2, ("abuse", date(2026, 11, 2)): 1}
    engine.dispose()


def counts(database: str) -> list[list[str]]:
    """The words of each line of the command's table."""
    result = CliRunner().invoke(app, ["safety", "counts"], env={"SENDLO_DATABASE_URL": database})
    assert result.exit_code == 0
    return [re.findall(r"[\w-]+", line) for line in result.output.splitlines()]


def test_the_counts_are_shown_with_the_newest_day_first_and_then_the_most_frequent(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'state.sqlite'}"
    engine = open_database(database)
    dangers = StoredDangers(engine)
    for kind, day in (("suicide", 30), ("suicide", 31), ("self-harm", 31), ("self-harm", 31), ("abuse", 31)):
        dangers.count(kind, date(2026, 10, day))
    engine.dispose()
    shown = [line for line in counts(database) if line]
    assert shown == [
        ["day", "danger", "times"],
        ["31", "October", "2026", "self-harm", "2"],
        ["31", "October", "2026", "abuse", "1"],
        ["31", "October", "2026", "suicide", "1"],
        ["30", "October", "2026", "suicide", "1"],
    ]


def test_where_nothing_was_counted_it_says_so(tmp_path: Path) -> None:
    said = " ".join(word for line in counts(f"sqlite:///{tmp_path / 'state.sqlite'}") for word in line)
    assert said.startswith("No danger has been counted yet")


def test_what_was_learnt_fits_the_sentences() -> None:
    assert is_learnt(), "run `sendlo safety learn`"


def test_words_and_numbers_become_overdue(directory: Directory) -> None:
    entries = list(directory.content.entries.values())
    assert not [line for line in overdue_reviews(entries, (), REVIEWED, date(2026, 12, 1)) if "said" in line]
    late = list(overdue_reviews(entries, (), REVIEWED, date(2027, 3, 1)))
    assert any("what is said in danger" in line for line in late)
    assert any("the urgent wording" in line for line in late)
    assert any("the numbers of urgent-999" in line for line in late)


@pytest.mark.parametrize(("entry_id", "urgent"), [(BY_DAY, ()), (OUT_OF_HOURS, ()), ("family-hubs", ("family-hubs",))])
def test_the_numbers_of_every_entry_that_may_be_shown_become_overdue(
    directory: Directory, entry_id: str, urgent: tuple[str, ...]
) -> None:
    entry = directory.entry(entry_id).model_copy(update={"review_by": date(2026, 11, 30)})
    told = f"the numbers of {entry_id} were to be checked by 30 November 2026"
    assert told not in overdue_reviews([entry], urgent, REVIEWED, date(2026, 11, 30))
    assert told in overdue_reviews([entry], urgent, REVIEWED, date(2026, 12, 1))


def test_what_nobody_is_shown_in_danger_waits_for_its_own_review(directory: Directory) -> None:
    entry = directory.entry("family-hubs").model_copy(update={"review_by": date(2026, 11, 30)})
    assert not [line for line in overdue_reviews([entry], (), REVIEWED, date(2026, 12, 1)) if entry.id in line]


def test_trying_a_sentence_explains_it() -> None:
    result = CliRunner().invoke(app, ["safety", "try", "i want to die"])
    assert result.exit_code == 0
    assert "suicide, urgent" in result.output
    assert "read as: i want to die" in result.output


def test_trying_a_harmless_sentence() -> None:
    result = CliRunner().invoke(app, ["safety", "try", "nearest family hub"])
    assert "No danger noticed." in result.output
