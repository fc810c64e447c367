"""A chat from its first message to the last: what is remembered meanwhile, and what isn't."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.action import Verb
from bot.assistant import Assistant
from bot.conversation import Conversation
from bot.reply import as_plain_text
from bot.store import ConversationsInMemory
from bot.turn import Message
from bot.wording import load_wording
from directory.library import Library
from directory.loading import CONTENT
from tests.bot.somebody import Person, targets

# The first message


def test_the_welcome_offers_three_examples_that_all_work(assistant: Assistant) -> None:
    welcome = assistant.welcome("newcomer")
    examples = [choice for choice in welcome.choices if choice.action.verb is Verb.FIND]
    assert len(examples) == 3
    assert (Verb.SAY, "urgent-help") in targets(welcome)
    for example in examples:
        reply = assistant.reply(Message(action=example.action), "newcomer")
        assert reply.status in ("answered", "choices"), example.label
        assert reply.entries, example.label


def test_a_tapped_example_is_answered_as_if_typed(assistant: Assistant) -> None:
    for choice in assistant.welcome("newcomer").choices[:3]:
        tapped = Person(assistant).taps(choice.action.verb, choice.action.target)
        assert tapped.entries == Person(assistant).says(choice.label).entries


# What is remembered


def test_people_do_not_share_a_conversation(assistant: Assistant) -> None:
    ann, bob = Person(assistant), Person(assistant)
    ann.taps(Verb.SHOW, "koala-sleep-support")
    bob.taps(Verb.SHOW, "short-breaks")
    assert ann.taps(Verb.SAY, "ask-cost").entries == ("koala-sleep-support",)
    assert bob.taps(Verb.SAY, "ask-cost").entries == ("short-breaks",)


def test_no_message_text_is_remembered(person: Person, kept: ConversationsInMemory) -> None:
    person.says("clubs in Moreton for my son Alfie zebrawords")
    remembered = kept.load(person.who).model_dump_json()
    assert "moreton" in remembered
    assert "Alfie" not in remembered
    assert "zebrawords" not in remembered


def test_a_shared_place_is_not_remembered(person: Person, kept: ConversationsInMemory) -> None:
    person.shares(53.402, -3.111)
    assert kept.load(person.who).area is None
    assert "53.4" not in kept.load(person.who).model_dump_json()


# What is forgotten


@pytest.mark.parametrize("words", ["forget me", "Forget everything", "please delete my data"])
def test_forget_me_wipes_as_the_privacy_words_promise(person: Person, kept: ConversationsInMemory, words: str) -> None:
    person.says("clubs for my autistic 7 year old in Moreton")
    assert kept.load(person.who).area == "moreton"
    reply = person.says(words)
    assert (reply.status, reply.intent) == ("smalltalk", "forget")
    assert "wiped" in as_plain_text(reply)
    assert kept.load(person.who) == Conversation()


def test_forgetting_ends_what_it_means(assistant: Assistant, person: Person) -> None:
    person.taps(Verb.SHOW, "koala-sleep-support")
    assistant.forget(person.who)
    assert person.taps(Verb.SAY, "ask-contact").status == "asked_back"


# What changes meanwhile


def test_changed_entries_are_answered_without_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    library = Library(tmp_path / "directory.sqlite", folder)
    assistant = Assistant(library, load_wording(), ConversationsInMemory())
    path = folder / "services" / "short-breaks.yaml"
    before = path.read_text(encoding="utf-8")

    path.write_text(before.replace("how_to_get: |", "how_to_get: |\n  Ask at the new desk.\n", 1), encoding="utf-8")
    assert library.refresh()
    assert "Ask at the new desk." in as_plain_text(Person(assistant).taps(Verb.SHOW, "short-breaks"))

    path.write_text("name: [broken", encoding="utf-8")
    assert not library.refresh()
    assert "Ask at the new desk." in as_plain_text(Person(assistant).taps(Verb.SHOW, "short-breaks"))
