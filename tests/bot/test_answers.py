"""What each kind of message is answered with."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.action import Action, Verb
from bot.assistant import Assistant
from bot.reply import Status, as_plain_text
from bot.turn import Message
from bot.wording import load_wording
from directory.entry import Audience
from directory.library import Library
from intents.sentences import Sentences
from tests.bot.somebody import Person, targets

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
        ("lorem ipsum dolor sit amet", "off_topic", "off-topic"),
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


def test_a_young_person_is_not_offered_what_is_for_parents_besides(person: Person, assistant: Assistant) -> None:
    entries = assistant.knowledge.directory.content.entries
    reply = person.says("im 14 and got no one to sit with at dinner")
    assert reply.entries
    for entry in reply.entries[1:]:
        assert Audience.YOUNG_PEOPLE in entries[entry].audience, entry


def test_not_it_offers_something_else(person: Person) -> None:
    person.says("short breaks")
    reply = person.says("no that's not it")
    assert reply.status == "asked_back"
    assert (Verb.SAY, "talk-to-a-person") in targets(reply)
    assert (Verb.SHOW, "short-breaks") not in targets(reply)


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


def test_a_playgroup_is_listed_for_little_ones_only(person: Person) -> None:
    assert "stay-and-play-autism" in person.says("things to do with a 3 year old").entries
    person.says("start again")
    reply = person.says("things to do for a 14 year old")
    seen = [*reply.entries]
    while (Verb.SAY, "more") in targets(reply):
        reply = person.taps(Verb.SAY, "more")
        seen += reply.entries
    assert "the-hive" in seen
    assert "stay-and-play-autism" not in seen


def test_something_to_do_in_any_words_is_a_list_for_the_age_and_place_told(person: Person) -> None:
    reply = person.says("half term and no ideas for my 10 year old in wallasey")
    assert reply.status is Status.ANSWERED
    assert "the-hive" in reply.entries
    assert {(Verb.DROP, "ages"), (Verb.DROP, "area")} <= set(targets(reply))


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


# Other languages


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("jak uzyskać EHCP", "guide-request-ehc-assessment"),
        ("رقم SENDIASS من فضلك", "sendiass-wirral"),
        ("怎么申请 DLA", "guide-money-dla-blue-badge"),
        ("mon fils ne parle pas", "speech-and-language-therapy"),
        ("potrzebuje tlumacza", "help-in-your-language"),
        ("czy to jest darmowe?", "help-in-your-language"),
    ],
)
def test_what_is_understood_of_another_language_is_answered(person: Person, text: str, first: str) -> None:
    reply = person.says(text)
    assert "999" in reply.blocks[0].text
    assert reply.entries[0] == first
    assert "18001 111" not in {line.contact.value for line in reply.contacts}  # text relay, for deaf people


@pytest.mark.parametrize("text", ["dziękuję", "你好", "hola"])
def test_a_greeting_in_another_language_is_greeted(person: Person, text: str) -> None:
    reply = person.says(text)
    assert reply.status == "smalltalk"
    assert "999" in reply.blocks[0].text


@pytest.mark.parametrize(
    "text",
    [
        "where do we get a radar key from for the disabled loos",
        "can my daughter learn to drive if she has fits",
        "who cuts hair for kids that cant stand the clippers",
        "who can help us write a will for our disabled son",
    ],
)
def test_what_no_entry_answers_is_not_answered_with_what_shares_a_word(person: Person, text: str) -> None:
    reply = person.says(text)
    assert reply.status in (Status.NOTHING_FOUND, Status.CHOICES)
    assert (Verb.SAY, "talk-to-a-person") in targets(reply)
