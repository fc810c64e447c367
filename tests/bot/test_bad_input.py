"""Bad input: a clear reply, never a traceback, never silence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.action import Verb
from bot.assistant import Assistant
from bot.reply import Status, as_plain_text
from intents.understanding import NOTHING, Understanding
from tests.bot.somebody import Person


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\t", "\x00\x01\x02\x1b", "🙂", "🙂🎉" * 50, "❤️‍🔥", "\u200b\u200e\u202e", "...", "?!?"],
)
def test_a_message_without_words_is_asked_for_words(person: Person, text: str) -> None:
    reply = person.says(text)
    assert reply.status == "asked_back"
    assert "type your question" in as_plain_text(reply)
    assert reply.choices


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "word " * 2_000,
        "'; DROP TABLE entries; --",
        '" OR 1=1 --',
        'NEAR("sleep" "child", 5)',
        "sleep* AND NOT ^hub",
        "names : sleep",
        "column:value {a b} + -c",
        "<script>alert(1)</script>",
        "<b>unclosed & <i>nested",
        "&amp;&lt;&#0;",
        "ما هي أقرب مساعدة لطفلي",
        "היכן המרכז הקרוב",
        "我的孩子睡不着",
        "{name} {0} %s %(x)d ${HOME}",
        "../../etc/passwd",
        "\ud800 lone surrogate",
        "1",
        "0" * 400,
        "/unknowncommand",
    ],
)
def test_odd_text_gets_a_clear_reply(person: Person, text: str) -> None:
    reply = person.says(text)
    assert reply.status in set(Status) - {Status.ERROR}
    shown = as_plain_text(reply)
    assert shown
    assert "Traceback" not in shown
    assert text not in shown or len(text) < 3


def test_a_question_in_fts_syntax_is_still_understood(person: Person) -> None:
    reply = person.says('"short" "breaks"* ???')
    assert reply.entries[0] == "short-breaks"


def test_a_long_ramble_without_a_match_is_told_that_its_beginning_and_end_were_read(person: Person) -> None:
    reply = person.says("xyzzy qwrtp " * 200)
    assert reply.status == "nothing_found"
    assert "few words" in as_plain_text(reply)


def test_where_nothing_is_found_what_is_nearest_can_be_tapped(
    person: Person, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    nearest = Understanding(NOTHING, nearest=("the-hive", "gone", "young-chamber"))  # one is gone, one is long past
    monkeypatch.setattr(assistant.knowledge.matcher, "understand", lambda *_, **__: nearest)
    reply = person.says("somewhere with a trampoline")
    assert reply.status == "nothing_found"
    assert "haven't found" in as_plain_text(reply)
    assert [choice.action.target for choice in reply.choices] == ["the-hive", "talk-to-a-person", "help"]
    assert not reply.entries


@given(st.text(max_size=300))
@settings(max_examples=150)
def test_no_text_breaks_the_assistant(assistant: Assistant, text: str) -> None:
    reply = Person(assistant).says(text)
    assert reply.status != Status.ERROR
    assert as_plain_text(reply)


# Taps that are old, forged or gone


def test_a_button_of_an_entry_that_is_gone_says_so(person: Person) -> None:
    reply = person.taps(Verb.SHOW, "no-such-entry")
    assert reply.status == "error"
    assert "ask again" in as_plain_text(reply)


@pytest.mark.parametrize("target", ["0", "99", "-1", "x", "²", "1"])
@pytest.mark.parametrize("verb", [Verb.FIND, Verb.SAY, Verb.DROP])
def test_a_forged_tap_gets_a_clear_reply(person: Person, verb: Verb, target: str) -> None:
    reply = person.taps(verb, target)
    assert reply.status != Status.ERROR
    assert as_plain_text(reply)


def test_a_button_that_takes_off_a_detail_which_nobody_told_says_that_it_is_old(person: Person) -> None:
    person.says("clubs in Moreton for my son, he's 9")
    assert person.taps(Verb.DROP, "area").entries
    assert "too old" in as_plain_text(person.taps(Verb.DROP, "area"))
