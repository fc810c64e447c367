"""What is said in danger: to whom, which numbers, where they come from, and what happens to the question."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot import assistant as assistant_module
from bot.action import Action, Verb
from bot.answers.office_hours import open_door
from bot.assistant import Assistant
from bot.reply import Reply, as_plain_text
from bot.store.dangers import CountedDangers
from bot.turn import Message, Turn
from bot.wording import load_wording
from directory.library import Directory
from intents.safety import Reply as SafetyReply
from intents.safety import SafetyRules, Who
from intents.safety.kinds import BY_DAY, OUT_OF_HOURS, may_be_shown

MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 23, tzinfo=UTC)


def say(assistant: Assistant, text: str, who: str = "ann", at: datetime = MONDAY_NOON) -> Reply:
    return assistant.reply(Message(text, at=at), who)


def all_replies(rules: SafetyRules) -> list[tuple[str, SafetyReply]]:
    common = [(f"common, {who}", reply) for who, reply in rules.common.replies.items()]
    return common + [(f"{file.kind}, {who}", reply) for file in rules.files for who, reply in file.replies.items()]


# The words


def test_every_kind_has_a_reply_for_everybody_it_may_speak_to(rules: SafetyRules) -> None:
    for file in rules.files:
        for who in file.for_whom:
            assert rules.reply_to(file, who).text, (file.kind, who)


def test_every_entry_that_a_reply_names_exists(rules: SafetyRules, directory: Directory) -> None:
    named = {entry for _, reply in all_replies(rules) for entry in may_be_shown(reply.entries)}
    shown = {file.show for file in rules.files if file.show}
    assert (named | shown) - set(directory.content.entries) == set()
    assert {BY_DAY, OUT_OF_HOURS} <= named


def test_999_stands_first_in_every_reply(rules: SafetyRules) -> None:
    assert [where for where, reply in all_replies(rules) if reply.entries[0] != "urgent-999"] == []


def test_wording_holds_no_number_that_no_entry_holds(rules: SafetyRules, directory: Directory) -> None:
    urgent = load_wording().urgent.model_dump(mode="json", exclude={"reviewed"})
    said = [reply.text for _, reply in all_replies(rules)] + [str(words) for words in urgent.values()]
    held = " ".join(
        f"{entry.summary} {entry.body} {entry.how_to_get} {' '.join(contact.value for contact in entry.shown_contacts)}"
        for entry in directory.content.entries.values()
        if entry.kind == "urgent" or entry.id == BY_DAY
    )
    numbers = {number for text in said for number in re.findall(r"\d[\d ]*\d|\d", text)}
    assert {number for number in numbers if not re.search(rf"(?<!\d){re.escape(number)}(?!\d)", held)} - {"19"} == set()


@pytest.mark.parametrize("word", ["commit", "don't do anything", "attention", "stupid", "why did you"])
def test_wording_follows_safe_messaging(rules: SafetyRules, word: str) -> None:
    assert [where for where, reply in all_replies(rules) if word in reply.text.lower()] == []


def test_sentences_are_short(rules: SafetyRules) -> None:
    sentences = [s for _, reply in all_replies(rules) for s in re.split(r"(?<=[.?!:])\s", reply.text)]
    assert [sentence for sentence in sentences if len(sentence.split()) > 24] == []


def test_the_young_person_the_parent_the_friend_and_the_professional_read_different_words(rules: SafetyRules) -> None:
    suicide = next(file for file in rules.files if file.kind == "suicide")
    assert len({rules.reply_to(suicide, who).text for who in Who}) == len(Who)


# The numbers


def test_the_card_shows_numbers_hours_free_and_where_they_come_from(assistant: Assistant) -> None:
    text = as_plain_text(say(assistant, "i want to die"))
    assert "Call 999" in text
    assert "Call 0800 1111" in text
    assert "24 hours" in text
    assert "Free" in text
    assert "Text 85258" in text
    assert "Relay UK" in text
    assert "Numbers from: " in text


def test_no_number_is_shown_twice(assistant: Assistant, rules: SafetyRules) -> None:
    for file in rules.files:
        reply = say(assistant, file.tests.danger[0]) if file.tests.danger else None
        shown = [(line.contact.type, line.contact.value) for line in reply.contacts] if reply else []
        assert len(shown) == len(set(shown)), file.kind


def test_a_line_for_another_age_is_left_out(assistant: Assistant) -> None:
    assert "urgent-childline" in say(assistant, "im 15 and i want to die").entries
    assert "urgent-childline" not in say(assistant, "i am 40 and i want to die").entries


@pytest.mark.parametrize(
    ("now", "door"),
    [
        (datetime(2026, 11, 23, 9, 0), BY_DAY),
        (datetime(2026, 11, 23, 8, 59), OUT_OF_HOURS),
        (datetime(2026, 11, 23, 17, 0), OUT_OF_HOURS),
        (datetime(2026, 11, 22, 12, 0), OUT_OF_HOURS),
        (datetime(2026, 12, 25, 12, 0), OUT_OF_HOURS),
        (datetime(2026, 12, 28, 12, 0), OUT_OF_HOURS),  # Boxing Day is a Saturday: the Monday is its substitute
        (datetime(2027, 3, 29, 12, 0), OUT_OF_HOURS),  # Easter Monday
        (datetime(2026, 7, 13, 8, 30, tzinfo=UTC), BY_DAY),  # half past nine in London's summer
        (datetime(2026, 7, 13, 16, 30, tzinfo=UTC), OUT_OF_HOURS),
    ],
)
def test_the_door_that_is_open(now: datetime, door: str) -> None:
    assert open_door(now) == door


def test_the_reply_names_the_door_that_is_open(assistant: Assistant) -> None:
    assert BY_DAY in say(assistant, "my dad hits me").entries
    assert OUT_OF_HOURS in say(assistant, "my dad hits me", at=NIGHT).entries


# What comes with it and after it


def test_the_question_beside_it_is_answered_below_the_numbers(assistant: Assistant) -> None:
    reply = say(assistant, "I want to die. What are short breaks?")
    text = as_plain_text(reply)
    assert reply.status == "urgent"
    assert text.index("Call 999") < text.index("You also asked") < text.rindex("hort break")


def test_unsure_asks_one_gentle_question_beside_the_numbers(assistant: Assistant) -> None:
    reply = say(assistant, "i cant do this anymore")
    text = as_plain_text(reply)
    assert "Are you safe right now?" in text
    assert "Call 999" in text
    assert reply.choices[0].action == Action(Verb.SAY, "not-in-danger")
    glad = assistant.reply(Message(action=Action(Verb.SAY, "not-in-danger")), "ann")
    assert "glad you are safe" in as_plain_text(glad)


def test_challenging_behaviour_is_no_crisis_card(assistant: Assistant) -> None:
    reply = say(assistant, "my autistic son hits me when he has a meltdown", "cath")
    text = as_plain_text(reply)
    assert reply.status == "answered"
    assert reply.entries[0] == "guide-challenging-behaviour"
    assert text.index("you are not failing") < text.index("If it gets worse")
    assert reply.choices[0].action == Action(Verb.SAY, "urgent-help")


def test_the_quiet_exit_is_one_tap_away(assistant: Assistant) -> None:
    assert Action(Verb.SAY, "quiet-exit") in [choice.action for choice in say(assistant, "my husband hits me").choices]
    told = assistant.reply(Message(action=Action(Verb.SAY, "quiet-exit")), "ann")
    assert "Delete chat" in as_plain_text(told)


def test_only_the_kind_and_the_day_are_counted(assistant: Assistant, counted: CountedDangers) -> None:
    before = counted.times["forced-marriage", date(2026, 11, 23)]
    say(assistant, "my parents are forcing me to marry my cousin")
    assert counted.times["forced-marriage", date(2026, 11, 23)] == before + 1


def barely_noticed(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the second layer take every message for danger, without being certain."""
    danger = assistant.danger_in("i cant do this anymore")
    assert danger
    doubtful = replace(danger, layer="likeness", doubtful=True)
    monkeypatch.setattr(assistant._safety, "notice", lambda _: doubtful)


def test_an_ordinary_question_is_answered_first_where_danger_is_doubtful(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    barely_noticed(assistant, monkeypatch)
    reply = say(assistant, "what are short breaks", who="somebody who was in no danger before")
    assert reply.status == "answered"
    assert reply.entries[0] == "short-breaks"
    assert "If it gets worse" in as_plain_text(reply)
    assert reply.choices[0].action == Action(Verb.SAY, "urgent-help")


@pytest.mark.parametrize("text", ["camhs", "everything is too much and nobody sees it"])
def test_doubtful_danger_comes_first_where_the_question_is_not_ordinary(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    barely_noticed(assistant, monkeypatch)
    assert say(assistant, text).status == "urgent"


# Nothing can lose it


@pytest.mark.parametrize("broken", ["step", "count", "answer beside"])
def test_a_crash_in_any_later_step_still_gives_urgent_help(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def crash(*_: object) -> Reply:
        raise RuntimeError("broken")

    if broken == "step":
        monkeypatch.setattr(assistant_module, "STEPS", (crash,))
    elif broken == "count":
        monkeypatch.setattr(assistant._dangers, "count", crash)
    else:
        monkeypatch.setattr(Assistant, "_answer", crash)
    reply = say(assistant, "I want to die. What are short breaks?", broken)
    assert reply.status == "urgent"
    assert "999" in {line.contact.value for line in reply.contacts}


def test_urgent_help_needs_no_memory(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: str) -> None:
        raise OSError("the database is gone")

    monkeypatch.setattr(assistant._conversations, "load", gone)
    assert say(assistant, "i want to die", "no memory").status == "urgent"


def test_danger_is_looked_for_before_the_first_step(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    order = []

    def step(_: Turn) -> None:
        order.append("step")

    original = SafetyRules.notice

    def notice(self: SafetyRules, text: str) -> object:
        order.append("danger")
        return original(self, text)

    monkeypatch.setattr(assistant_module, "STEPS", (step,))
    monkeypatch.setattr(SafetyRules, "notice", notice)
    say(assistant, "short breaks", "order")
    assert order == ["danger", "step"]
