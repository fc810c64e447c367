"""The parts: templates, reading, counting, review dates, commands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli import app
from bot.store import open_database
from bot.store.dangers import StoredDangers
from directory.library import Directory
from intents.safety import SafetyRules, is_learnt
from intents.safety.inflection import inflect
from intents.safety.languages import OtherLanguages
from intents.safety.review import overdue_reviews
from intents.safety.second_layer import SecondLayer
from intents.safety.templates import Finder, TemplateError, Token


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


def test_counts_are_kept_by_kind_and_day(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'state.sqlite'}")
    dangers = StoredDangers(engine)
    dangers.count("suicide", date(2026, 11, 1))
    dangers.count("suicide", date(2026, 11, 1))
    dangers.count("abuse", date(2026, 11, 2))
    assert dangers.all() == {("suicide", date(2026, 11, 1)): 2, ("abuse", date(2026, 11, 2)): 1}
    engine.dispose()


def test_what_was_learnt_fits_the_sentences() -> None:
    assert is_learnt(), "run `sendlo safety learn`"


def test_words_and_numbers_become_overdue(directory: Directory) -> None:
    entries = list(directory.content.entries.values())
    reviewed = date(2026, 11, 22)
    assert not [line for line in overdue_reviews(entries, reviewed, date(2026, 12, 1)) if "said" in line]
    late = list(overdue_reviews(entries, reviewed, date(2027, 3, 1)))
    assert any("what is said in danger" in line for line in late)
    assert any("the urgent wording" in line for line in late)
    assert any("the numbers of urgent-999" in line for line in late)


def test_trying_a_sentence_explains_it() -> None:
    result = CliRunner().invoke(app, ["safety", "try", "i want to die"])
    assert result.exit_code == 0
    assert "suicide, urgent" in result.output
    assert "read as: i want to die" in result.output


def test_trying_a_harmless_sentence() -> None:
    result = CliRunner().invoke(app, ["safety", "try", "nearest family hub"])
    assert "No danger noticed." in result.output
