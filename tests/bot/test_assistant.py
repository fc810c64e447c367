"""A message in, a reply out: what a person must get, whatever they type."""

from __future__ import annotations

import logging
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import assistant as assistant_module
from bot.action import Action, Verb
from bot.answers import urgent
from bot.assistant import Assistant
from bot.conversation import Conversation
from bot.reply import Reply, Status, as_plain_text
from bot.store import ConversationsInMemory
from bot.turn import Message, Turn
from bot.wording import load_wording
from directory.entry import Audience
from directory.library import Library
from directory.loading import CONTENT
from intents.matcher import NOTHING, Understanding
from intents.sentences import Sentences
from tests.bot.somebody import Person

DANGER = "I want to die"


def targets(reply: Reply) -> list[tuple[Verb, str]]:
    return [(choice.action.verb, choice.action.target) for choice in reply.choices]


# What each intent gives


@pytest.mark.parametrize(
    ("text", "status", "intent"),
    [
        ("hello", "smalltalk", "greet"),
        ("thank you so much", "smalltalk", "thanks"),
        ("bye", "smalltalk", "goodbye"),
        ("what can you do", "smalltalk", "help"),
        ("are you a robot", "smalltalk", "who-are-you"),
        ("is this private?", "smalltalk", "privacy"),
        ("can I talk to a real person", "answered", "talk-to-a-person"),
        ("start again", "smalltalk", "start-again"),
        ("what does EHCP mean", "answered", "explain-term"),
        ("what's the weather like", "off_topic", "off-topic"),
        ("urgent numbers", "urgent", "urgent-help"),
        ("short breaks", "answered", "show-entry"),
        ("clubs", "answered", "list"),
        ("nearest family hub", "asked_back", "nearest-hub"),
        ("that's not what I meant", "asked_back", "not-what-i-meant"),
        ("xyzzy plugh frobnicate", "nothing_found", "nothing"),
    ],
)
def test_each_intent_has_its_answer(person: Person, text: str, status: str, intent: str) -> None:
    reply = person.says(text)
    assert (reply.status, reply.intent) == (status, intent)
    assert as_plain_text(reply)


def test_every_intent_can_be_tapped(assistant: Assistant, sentences: Sentences) -> None:
    for intent in sentences.intents:
        reply = Person(assistant).taps(Verb.SAY, intent)
        assert reply.status != Status.ERROR, intent
        assert reply.blocks, intent


@pytest.mark.parametrize("intent", ["ask-contact", "ask-cost", "ask-ages", "ask-where", "ask-when", "ask-how"])
def test_a_follow_up_is_about_what_was_just_shown(person: Person, intent: str) -> None:
    person.taps(Verb.SHOW, "koala-sleep-support")
    reply = person.taps(Verb.SAY, intent)
    assert (reply.status, reply.intent, reply.entries) == ("answered", intent, ("koala-sleep-support",))
    assert reply.sources


@pytest.mark.parametrize(("text", "told"), [("branch", True), ("YoungMinds", True), ("short breaks", False)])
def test_help_with_feelings_comes_with_what_to_do_if_it_gets_worse(person: Person, text: str, told: bool) -> None:
    reply = person.says(text)
    assert (load_wording().urgent.if_worse.strip() in as_plain_text(reply)) is told
    assert (targets(reply)[0] == (Verb.SAY, "urgent-help")) is told


def test_a_follow_up_with_nothing_before_asks_which_one(person: Person) -> None:
    reply = person.taps(Verb.SAY, "ask-contact")
    assert (reply.status, reply.entries) == ("asked_back", ())


def test_a_follow_up_after_several_offers_them(person: Person) -> None:
    shown = person.says("clubs").entries
    reply = person.says("what's their number?")
    assert reply.status == "asked_back"
    assert targets(reply) == [(Verb.SHOW, entry_id) for entry_id in shown]


# An answer about an entry


def test_an_answer_says_where_it_comes_from_and_what_to_do_next(person: Person) -> None:
    reply = person.says("short breaks")
    assert reply.entries[0] == "short-breaks"
    assert reply.blocks[0].text == "Short breaks"
    assert reply.sources[0].text.startswith("Source: ")
    assert (Verb.EASY, "short-breaks") in targets(reply)
    assert (Verb.SAY, "not-what-i-meant") in targets(reply)


def test_every_entry_can_be_shown_with_its_source(assistant: Assistant, library: Library) -> None:
    for entry in library.current.content.entries.values():
        somebody = Person(assistant)
        reply = somebody.taps(Verb.SHOW, entry.id)
        assert reply.status == ("urgent" if entry.kind == "urgent" else "answered"), entry.id
        assert reply.entries[0] == entry.id
        assert reply.blocks[0].text == entry.name
        assert reply.sources, entry.id
        assert somebody.taps(Verb.EASY, entry.id).entries == (entry.id,)
        assert somebody.taps(Verb.MORE, entry.id).entries == (entry.id,)


def test_an_entry_that_is_not_current_says_so_and_shows_no_contact_of_its_own(
    assistant: Assistant, library: Library
) -> None:
    doubtful = [entry for entry in library.current.content.entries.values() if entry.status != "current"]
    assert doubtful
    for entry in doubtful:
        reply = Person(assistant).taps(Verb.SHOW, entry.id)
        text = as_plain_text(reply)
        assert "check this first" in text or "from the past" in text, entry.id
        if entry.status == "historic":
            assert reply.contacts == (), entry.id


def test_facts_grow_old_with_the_clock(assistant: Assistant, library: Library) -> None:
    entry = next(e for e in library.current.content.entries.values() if e.status == "current" and e.checked > "2025")
    tap = Action(Verb.SHOW, entry.id)
    fresh, old = (
        as_plain_text(assistant.reply(Message(action=tap, at=datetime(year, 1, 1, tzinfo=UTC)), "clock"))
        for year in (2026, 2040)
    )
    caution = "Please check that nothing has changed"
    assert caution not in fresh
    assert caution in old


def test_where_we_hold_no_contact_somebody_else_is_named(assistant: Assistant, library: Library) -> None:
    silent = [
        entry
        for entry in library.current.content.entries.values()
        if entry.family_facing and entry.status != "historic" and not entry.shown_contacts and entry.ask_instead
    ]
    assert silent
    for entry in silent:
        assert Person(assistant).taps(Verb.SHOW, entry.id).contacts, entry.id


def test_young_people_are_spoken_to_themselves(person: Person) -> None:
    entries = person.assistant.knowledge.directory.content.entries
    for_them = next(entry for entry in entries.values() if entry.for_young_people and entry.family_facing)
    assert for_them.for_young_people is not None
    person.says("I'm a teenager, any clubs for me?")
    text = as_plain_text(person.taps(Verb.SHOW, for_them.id))
    assert for_them.for_young_people.strip()[:40] in text


# Places


def test_a_shared_place_gives_the_nearest_hubs_first(person: Person) -> None:
    reply = person.shares(53.402, -3.111)
    assert (reply.status, reply.intent) == ("answered", "nearest-hub")
    assert reply.entries[0] == "hub-moreton"
    assert "mile" in as_plain_text(reply)


def test_a_place_far_away_is_told_so(person: Person) -> None:
    assert "far from Wirral" in as_plain_text(person.shares(51.5, -0.12))


def test_the_hub_question_is_answered_once_the_town_is_known(person: Person) -> None:
    assert person.says("where is my nearest family hub").status == "asked_back"
    reply = person.says("Moreton")
    assert (reply.status, reply.entries[0]) == ("answered", "hub-moreton")


def test_a_shared_place_is_not_remembered(person: Person, kept: ConversationsInMemory) -> None:
    person.shares(53.402, -3.111)
    assert kept.load(person.who).area is None
    assert "53.4" not in kept.load(person.who).model_dump_json()


# Lists


def test_others_follow_and_none_comes_twice(person: Person) -> None:
    reply = person.says("clubs")
    seen = list(reply.entries)
    while (Verb.SAY, "more") in targets(reply):
        reply = person.taps(Verb.SAY, "more")
        seen += reply.entries
    assert len(seen) > 4
    assert len(seen) == len(set(seen))
    assert person.taps(Verb.SAY, "more").entries == ()


def test_a_list_without_a_named_thing_still_has_a_readable_title(person: Person) -> None:
    person.says("help with autism")
    assert "{" not in as_plain_text(person.says("and in Wallasey?"))


def test_only_entries_for_the_age_are_listed(person: Person) -> None:
    entries = person.assistant.knowledge.directory.content.entries
    reply = person.says("clubs for my 15 year old")
    assert reply.entries
    for entry_id in reply.entries:
        ages = entries[entry_id].ages
        assert ages is None or ages.overlaps(15, 15), entry_id


def test_a_detail_can_be_taken_away_again(person: Person) -> None:
    narrow = person.says("clubs for teenagers in Wallasey")
    assert "near Wallasey" in as_plain_text(narrow)
    [remove] = [choice.label for choice in narrow.choices if "Wallasey" in choice.label]
    wide = person.taps_choice(narrow, remove)
    assert (wide.status, wide.entries != ()) == ("answered", True)
    assert "Wallasey" not in as_plain_text(wide)
    assert "13 to 19" in as_plain_text(wide)


def test_a_day_alone_is_asked_what_for(person: Person) -> None:
    reply = person.says("on Saturday")
    assert reply.status == "asked_back"
    assert "looking for?" in as_plain_text(reply)


def test_one_of_a_list_can_be_named_by_its_place(person: Person) -> None:
    shown = person.says("clubs").entries
    assert person.says("the second one").entries[0] == shown[1]


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


def test_a_number_card_keeps_its_numbers_in_any_language(assistant: Assistant) -> None:
    reply = assistant.reply(Message("proszę o pomoc", Action(Verb.SAY, "urgent-help")), "in Polish")
    assert "999" in {line.contact.value for line in reply.contacts}


def test_after_danger_only_what_was_shown_can_be_named_by_its_place(person: Person) -> None:
    shown = person.says("I want to die. nearest family hub").entries
    assert person.says("the first one").entries[0] == shown[0]


# Bad input: a clear reply, never a traceback, never silence


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


def test_a_long_ramble_without_a_match_is_told_that_its_beginning_was_read(person: Person) -> None:
    reply = person.says("xyzzy plugh " * 100)
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


def test_a_young_person_is_not_offered_what_is_for_parents_besides(person: Person, assistant: Assistant) -> None:
    entries = assistant.knowledge.directory.content.entries
    reply = person.says("im 14 and got no one to sit with at dinner")
    assert reply.entries
    for entry in reply.entries[1:]:
        assert Audience.YOUNG_PEOPLE in entries[entry].audience, entry


# The first message, and the last


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


def test_people_do_not_share_a_conversation(assistant: Assistant) -> None:
    ann, bob = Person(assistant), Person(assistant)
    ann.taps(Verb.SHOW, "koala-sleep-support")
    bob.taps(Verb.SHOW, "short-breaks")
    assert ann.taps(Verb.SAY, "ask-cost").entries == ("koala-sleep-support",)
    assert bob.taps(Verb.SAY, "ask-cost").entries == ("short-breaks",)


def test_not_it_offers_something_else(person: Person) -> None:
    person.says("short breaks")
    reply = person.says("no that's not it")
    assert reply.status == "asked_back"
    assert (Verb.SAY, "talk-to-a-person") in targets(reply)
    assert (Verb.SHOW, "short-breaks") not in targets(reply)


def test_no_message_text_is_remembered(person: Person, kept: ConversationsInMemory) -> None:
    person.says("clubs in Moreton for my son Alfie zebrawords")
    remembered = kept.load(person.who).model_dump_json()
    assert "moreton" in remembered
    assert "Alfie" not in remembered
    assert "zebrawords" not in remembered


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
