"""Danger comes first, in any language, and whatever breaks."""

from __future__ import annotations

import logging

import pytest

from bot import assistant as assistant_module
from bot.action import Action, Verb
from bot.answers import urgent
from bot.assistant import Assistant
from bot.conversation import Conversation
from bot.reply import Reply, as_plain_text
from bot.store import ConversationsInMemory
from bot.turn import Message, Turn
from tests.bot.somebody import Person, targets

DANGER = "I want to die"


# Danger comes first


def test_danger_is_answered_with_numbers_before_anything_else(person: Person) -> None:
    reply = person.says(DANGER)
    assert reply.status == "urgent"
    assert reply.entries[0].startswith("urgent-")
    assert {"999", "111"} <= {line.contact.value for line in reply.contacts}


@pytest.mark.parametrize(
    "text",
    [
        "hi, quick one, where is the nearest hub? also I want to die",
        "short breaks. " * 900 + "I want to kill myself",
        "I WANT TO DIE!!!",
        "<b>I want to die</b>",
        "\u202eI\u200b want to die\u202c",
    ],
)
def test_danger_anywhere_in_a_message_is_noticed(person: Person, text: str) -> None:
    assert person.says(text).status == "urgent"


def test_a_tap_that_comes_with_words_of_danger_gives_urgent_help(assistant: Assistant) -> None:
    reply = assistant.reply(Message(DANGER, Action(Verb.SAY, "help")), "tap and words")
    assert reply.status == "urgent"


def test_urgent_help_stays_one_tap_away_afterwards(person: Person) -> None:
    person.says(DANGER)
    later = person.says("short breaks")
    assert later.status == "answered"
    assert (Verb.SAY, "urgent-help") in targets(later)
    assert person.taps(Verb.SAY, "urgent-help").status == "urgent"


def test_after_danger_only_what_was_shown_can_be_named_by_its_place(person: Person) -> None:
    shown = person.says("I want to die. nearest family hub").entries
    assert person.says("the first one").entries[0] == shown[0]


# In any language


def test_a_number_card_keeps_its_numbers_in_any_language(assistant: Assistant) -> None:
    reply = assistant.reply(Message("proszę o pomoc", Action(Verb.SAY, "urgent-help")), "in Polish")
    assert "999" in {line.contact.value for line in reply.contacts}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mój syn chce się zabić", "Polish"),
        ("زوجي يضربني", "Arabic"),
        ("আমি মরতে চাই", "Bengali"),
        ("我女儿想自杀", "Mandarin"),
        ("я хочу вмерти", "Ukrainian"),
        ("мой сын хочет умереть", "only answer in English"),
        ("sotul ma bate", "only answer in English"),
    ],
)
def test_in_danger_the_first_line_says_in_their_language_to_call_999(person: Person, text: str, said: str) -> None:
    reply = person.says(text)
    assert reply.status == "urgent"
    assert "999" in reply.blocks[0].text
    assert said in reply.blocks[0].text
    assert "999" in {line.contact.value for line in reply.contacts}


# When something breaks


@pytest.fixture
def broken_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every message that isn't in danger crashes."""

    def crash(turn: Turn) -> Reply:
        raise RuntimeError(turn.message.text)

    monkeypatch.setattr(assistant_module, "STEPS", (crash,))


@pytest.fixture
def broken_store(monkeypatch: pytest.MonkeyPatch, kept: ConversationsInMemory) -> None:
    """Nothing can be read from or written to the database."""

    def disk_full(who: str, *_: object) -> Conversation:
        raise OSError(f"disk full while reading what {who} wrote")

    for name in ("load", "save", "forget"):
        monkeypatch.setattr(kept, name, disk_full)


@pytest.mark.usefixtures("broken_store")
def test_without_a_database_questions_are_still_answered(person: Person, caplog: pytest.LogCaptureFixture) -> None:
    assert person.says("short breaks").status == "answered"
    assert person.says(DANGER).status == "urgent"
    assert {record.levelno for record in caplog.records} == {logging.ERROR}


@pytest.mark.usefixtures("broken_store")
def test_nobody_is_told_that_they_are_forgotten_when_they_are_not(person: Person) -> None:
    assert person.says("forget me").status == "error"
    assert person.assistant.forget(person.who).status == "error"


@pytest.mark.usefixtures("broken_store")
def test_without_a_database_a_newcomer_is_still_welcomed(person: Person, caplog: pytest.LogCaptureFixture) -> None:
    assert person.assistant.welcome(person.who).intent == "start"
    assert {record.levelno for record in caplog.records} == {logging.ERROR}


@pytest.mark.usefixtures("broken_step")
def test_a_crash_still_answers_the_person(person: Person, caplog: pytest.LogCaptureFixture) -> None:
    reply = person.says("short breaks")
    assert reply.status == "error"
    assert "999" in as_plain_text(reply)
    assert "Traceback" not in as_plain_text(reply)
    assert (Verb.SAY, "urgent-help") in targets(reply)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "short breaks" not in caplog.records[0].getMessage()


@pytest.mark.usefixtures("broken_step")
def test_a_crash_never_loses_urgent_help(person: Person) -> None:
    reply = person.says(DANGER)
    assert reply.status == "urgent"
    assert "999" in {line.contact.value for line in reply.contacts}


@pytest.mark.parametrize("text", [DANGER, "short breaks"])
def test_when_even_urgent_help_fails_999_is_named(person: Person, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    def crash(*_: object) -> Reply:
        raise RuntimeError

    monkeypatch.setattr(urgent, "in_danger", crash)
    monkeypatch.setattr(assistant_module, "STEPS", (crash,))
    assert "999" in as_plain_text(person.says(text))


def test_when_danger_cannot_be_looked_for_999_is_named(
    assistant: Assistant, person: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def crash(text: str) -> None:
        raise ValueError(text)

    monkeypatch.setattr(assistant, "danger_in", crash)
    reply = person.says(DANGER)
    assert "999" in as_plain_text(reply)
    assert (Verb.SAY, "urgent-help") in targets(reply)
    assert DANGER not in caplog.records[0].getMessage()
