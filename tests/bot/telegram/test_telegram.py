"""The bot end to end: real HTTP, a Telegram that holds its limits, and people who type and tap."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable

import pytest

from bot.assistant import Assistant
from bot.channels.telegram import resending
from bot.store import StoredConversations
from intents.safety import Danger
from tests.bot.telegram.running import PATIENCE, answer, answers, data, labels
from tests.botapi import BotApiServer, Group, Person

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.usefixtures("nothing_refused")]


# Hello


async def test_the_welcome_says_what_it_is_and_offers_three_examples(somebody: Person) -> None:
    somebody.says("/start")
    hello = await answer(somebody)
    for needed in ("Wirral", "not a person", "999", "rivacy"):
        assert needed in hello.text
    assert len(hello.text) < 700
    assert data(hello) == ["1:find:1", "1:find:2", "1:find:3", "1:say:urgent-help"]


async def test_an_example_can_be_tapped(somebody: Person) -> None:
    somebody.says("/start")
    hello = await answer(somebody)
    somebody.taps(labels(hello)[0])
    found = await answer(somebody)
    assert "sleep" in found.text.lower()
    assert found.buttons


async def test_a_link_opens_its_entry(somebody: Person) -> None:
    somebody.says("/start short-breaks")
    assert (await answer(somebody)).text.startswith("Short breaks\n")


async def test_a_link_to_an_entry_that_is_gone_is_told_so(somebody: Person) -> None:
    somebody.says("/start no-such-entry")
    assert "ask again" in (await answer(somebody)).text


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/help", "what's their number"),
        ("/hubs", "Where are you?"),
        ("/shortbreaks", "Short breaks"),
        ("/assessment", "EHC needs assessment"),
        ("/activities", "hings to do"),
        ("/urgent", "999"),
        ("/privacy", "messages"),
        ("/forget", "wiped"),
        ("/HELP", "what's their number"),
        ("/help@sendlo_test_bot", "what's their number"),
    ],
)
async def test_each_command_has_its_answer(somebody: Person, command: str, said: str) -> None:
    somebody.says(command)
    assert said in (await answer(somebody)).text


async def test_every_command_in_the_menu_is_answered(telegram: BotApiServer, somebody: Person) -> None:
    commands = [command["command"] for command in telegram.calls("setMyCommands")[0]["commands"]]
    assert {"start", "help", "hubs", "urgent", "privacy", "forget"} <= set(commands)
    for command in commands:
        somebody.says(f"/{command}")
        assert "don't know that command" not in (await answer(somebody)).text


async def test_it_introduces_itself_to_telegram_at_start(telegram: BotApiServer) -> None:
    assert "Wirral" in telegram.calls("setMyDescription")[0]["description"]
    assert "999" in telegram.calls("setMyShortDescription")[0]["short_description"]
    assert telegram.calls("setChatMenuButton")[0]["menu_button"]["type"] == "commands"


# Questions


async def test_a_question_in_own_words_gets_an_answer_with_source_and_next_steps(somebody: Person) -> None:
    somebody.says("short breaks please")
    found = await answer(somebody)
    assert found.text.startswith("Short breaks\n")
    assert "Source: " in found.text
    assert found.parse_mode == "HTML"
    assert found.entities[0] == {"type": "bold", "offset": 0, "length": len("Short breaks")}
    assert "1:easy:short-breaks" in data(found)


async def test_the_person_sees_that_the_bot_is_typing(telegram: BotApiServer, somebody: Person) -> None:
    somebody.says("short breaks")
    await answer(somebody)
    assert {"chat_id": somebody.chat_id, "action": "typing"} in telegram.calls("sendChatAction")


async def test_a_follow_up_is_about_what_was_shown(somebody: Person) -> None:
    somebody.says("koala sleep support")
    await answer(somebody)
    somebody.says("is it free")
    assert "Koala" in (await answer(somebody)).text


async def test_forget_me_wipes_what_it_means(somebody: Person) -> None:
    somebody.says("koala sleep support")
    await answer(somebody)
    somebody.says("forget me")
    assert "wiped" in (await answer(somebody)).text
    somebody.says("is it free")
    assert "Koala" not in (await answer(somebody)).text


async def test_danger_gets_numbers_to_tap(somebody: Person) -> None:
    somebody.says("I want to die")
    urgent = await answer(somebody)
    assert "999" in urgent.text
    assert any(label.startswith("Call ") for label in labels(urgent))


@pytest.mark.parametrize("command", ["/help", "/start", "/hubs", "/forget", "/nosuchcommand"])
async def test_danger_behind_a_command_is_not_passed_by(somebody: Person, command: str) -> None:
    somebody.says(f"{command} I want to die")
    assert "999" in (await answer(somebody)).text


async def test_danger_behind_forget_is_answered_first_and_its_question_can_be_answered(somebody: Person) -> None:
    somebody.says("/forget i cant do this anymore")
    asked, wiped = await answers(somebody, 2)
    assert "999" in asked.text
    assert "wiped" in wiped.text
    somebody.says("no")
    assert "999" in (await answer(somebody)).text


@pytest.fixture
def broken_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be read from or written to the database."""

    def disk_full(*_: object) -> None:
        raise OSError("disk full")

    for name in ("load", "save", "forget"):
        monkeypatch.setattr(StoredConversations, name, disk_full)


@pytest.mark.usefixtures("broken_store")
async def test_without_a_database_danger_behind_forget_is_answered_and_the_wipe_is_regretted(somebody: Person) -> None:
    somebody.says("/forget I want to die")
    urgent, sorry = await answers(somebody, 2)
    assert any(label.startswith("Call ") for label in labels(urgent))
    assert "went wrong" in sorry.text


@pytest.mark.usefixtures("broken_store")
async def test_without_a_database_start_still_welcomes(somebody: Person) -> None:
    somebody.says("/start")
    assert "Wirral" in (await answer(somebody)).text


@pytest.mark.parametrize("said", ["I want to die", "/forget I want to die", "/nosuchcommand", "/start I want to die"])
async def test_danger_is_looked_for_while_other_chats_go_on(
    somebody: Person, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_in: list[threading.Thread] = []
    looks = Assistant.danger_in

    def look(assistant: Assistant, text: str) -> Danger | None:
        looked_in.append(threading.current_thread())
        return looks(assistant, text)

    monkeypatch.setattr(Assistant, "danger_in", look)
    somebody.says(said)
    await answer(somebody)
    assert looked_in
    assert threading.main_thread() not in looked_in


@pytest.mark.parametrize("command", ["/suicide", "/self_harm", "/urgent!", "/urgent, i want to die", "/help!"])
async def test_a_command_that_is_none_is_read_before_it_is_refused(somebody: Person, command: str) -> None:
    somebody.says(command)
    said = (await answer(somebody)).text
    assert "Sorry" not in said
    assert "999" in said or command == "/help!"


async def test_an_edited_question_is_answered_again(somebody: Person) -> None:
    somebody.says("xyzzy plugh")
    assert "haven't found" in (await answer(somebody)).text
    somebody.edits("short breaks")
    assert (await answer(somebody)).text.startswith("Short breaks\n")


@pytest.mark.parametrize(
    "text",
    [
        *("🙂", ".", "/", "//", "{name}", "&amp;", "<b>bold & <i>unclosed", '"*NEAR( OR ?'),
        *("\u202e\u05e9\u05dc\u05d5\u05dd", "a" * 4096),
    ],
)
async def test_odd_messages_get_a_clear_reply(somebody: Person, text: str) -> None:
    somebody.says(text)
    reply = await answer(somebody)
    assert reply.text
    assert "went wrong" not in reply.text


async def test_an_unknown_command_says_what_to_do(somebody: Person) -> None:
    somebody.says("/dance")
    assert "type what you are looking for" in (await answer(somebody)).text


async def test_an_unknown_command_with_words_is_answered_as_a_question(somebody: Person) -> None:
    somebody.says("/find short breaks")
    assert (await answer(somebody)).text.startswith("Short breaks\n")


# Taps


async def test_tapping_a_choice_opens_it_and_stops_the_spinner(telegram: BotApiServer, somebody: Person) -> None:
    answered_before = len(telegram.calls("answerCallbackQuery"))
    somebody.says("clubs")
    first = labels(await answer(somebody))[0]
    somebody.taps(first)
    assert (await answer(somebody)).text.startswith(first[:50])
    assert len(telegram.calls("answerCallbackQuery")) == answered_before + 1


async def test_easy_read_and_more_can_be_tapped(somebody: Person) -> None:
    somebody.says("short breaks")
    await answer(somebody)
    for tap in ("1:easy:short-breaks", "1:more:short-breaks"):
        somebody.taps_raw(tap)
        assert (await answer(somebody)).text.startswith("Short breaks\n")


async def test_call_sends_a_contact_that_can_be_tapped(somebody: Person) -> None:
    somebody.says("urgent help")
    call = next(label for label in labels(await answer(somebody)) if label.startswith("Call "))
    somebody.taps(call)
    card = await answer(somebody)
    assert card.method == "sendContact"
    assert card.contact is not None
    assert call.endswith(card.contact["phone_number"])


@pytest.mark.parametrize("old", ["0:show:short-breaks", "v1:bye", "show", "", "1:call:sendlo:x"])
async def test_a_button_that_cannot_be_read_any_more_says_so(somebody: Person, old: str) -> None:
    somebody.taps_raw(old)
    assert "too old" in (await answer(somebody)).text


@pytest.mark.parametrize("gone", ["1:show:no-such-entry", "1:call:no-such-entry", "1:map:no-such-entry:3"])
async def test_a_button_of_an_entry_that_is_gone_says_so(somebody: Person, gone: str) -> None:
    somebody.taps_raw(gone)
    assert "no longer" in (await answer(somebody)).text


@pytest.mark.parametrize("gone", ["1:call:short-breaks:7", "1:map:short-breaks:7"])
async def test_a_number_or_place_that_is_gone_shows_the_entry_instead(somebody: Person, gone: str) -> None:
    somebody.taps_raw(gone)
    assert (await answer(somebody)).text.startswith("Short breaks\n")


async def test_a_tap_that_telegram_calls_too_old_is_still_answered(telegram: BotApiServer, somebody: Person) -> None:
    telegram.fail_next("answerCallbackQuery", 400, "Bad Request: query is too old")
    somebody.taps_raw("1:show:short-breaks")
    assert (await answer(somebody)).text.startswith("Short breaks\n")


# Things that aren't text


async def test_a_shared_location_gives_the_nearest_hubs(somebody: Person) -> None:
    somebody.shares_location(53.402, -3.111)
    near = await answer(somebody)
    assert "Moreton Family Hub" in near.text
    assert "mile" in near.text
    assert data(near)[0] == "1:show:hub-moreton"


async def test_a_live_location_is_answered_once_and_not_at_every_step(somebody: Person) -> None:
    sent = somebody.shares_location(53.402, -3.111)
    await answer(somebody)
    moved = {**somebody.messages[sent], "location": {"latitude": 53.41, "longitude": -3.1}, "edit_date": 1}
    somebody.world.add_update("edited_message", moved)
    somebody.says("short breaks")
    assert (await answer(somebody)).text.startswith("Short breaks\n")


@pytest.mark.parametrize(
    ("send", "said"),
    [
        (Person.sends_voice, "voice"),
        (Person.sends_photo, "pictures"),
        (Person.sends_sticker, "stickers"),
        (Person.sends_document, "files"),
    ],
)
async def test_what_we_cannot_read_gets_a_kind_please_type_it(
    somebody: Person, send: Callable[[Person], int], said: str
) -> None:
    send(somebody)
    reply = await answer(somebody)
    assert said in reply.text
    assert "Please type" in reply.text


async def test_the_words_below_a_picture_are_read(somebody: Person) -> None:
    somebody.sends_photo("short breaks")
    assert (await answer(somebody)).text.startswith("Short breaks\n")


# Groups


async def test_a_group_is_answered_only_when_the_bot_is_addressed(group: Group, newcomer: Callable[[], Person]) -> None:
    ann = newcomer()
    group.says(ann, "anybody know about short breaks?")
    group.says(ann, "@sendlo_test_bot short breaks")
    assert (await answer(group)).text.startswith("Short breaks\n")
    group.says(ann, "thanks everybody, see you at the hive")
    group.says(ann, "is it free?", reply_to_bot=True)
    assert "Short breaks" in (await answer(group)).text
    group.says(ann, "/privacy@sendlo_test_bot")
    assert "messages" in (await answer(group)).text
    group.says(ann, "/privacy@another_bot")
    group.says(ann, "/dance")
    group.says(ann, "/forget@sendlo_test_bot")
    assert "wiped" in (await answer(group)).text
    assert len(group.inbox) == 4


@pytest.mark.parametrize(
    ("said", "is_reply"),
    [
        ("/suicide@sendlo_test_bot", False),
        ("/SELF_HARM@Sendlo_Test_Bot", False),
        ("/suicide @sendlo_test_bot", False),
        ("/nosuchcommand@sendlo_test_bot I want to die", False),
        ("/suicide", True),
        ("/nosuchcommand I want to die", True),
    ],
)
async def test_danger_in_a_command_that_is_none_is_answered_in_a_group_when_the_bot_is_addressed(
    group: Group, newcomer: Callable[[], Person], said: str, is_reply: bool
) -> None:
    ann = newcomer()
    group.says(ann, "@sendlo_test_bot short breaks")
    await answer(group)
    group.says(ann, said, reply_to_bot=is_reply)
    assert "999" in (await answer(group)).text


async def test_a_command_that_is_none_is_refused_in_a_group_only_when_the_bot_is_addressed(
    group: Group, newcomer: Callable[[], Person]
) -> None:
    ann = newcomer()
    group.says(ann, "@sendlo_test_bot short breaks")
    await answer(group)
    group.says(ann, "/dance")
    group.says(ann, "/dance@another_bot")
    group.says(ann, "/dance@another_bot", reply_to_bot=True)
    group.says(ann, "/privacy@another_bot", reply_to_bot=True)
    for addressed in ("/dance@sendlo_test_bot", "/dance @sendlo_test_bot"):
        group.says(ann, addressed)
        assert "don't know that command" in (await answer(group)).text
    assert len(group.inbox) == 3


async def test_a_tap_in_a_group_is_answered_there(group: Group, newcomer: Callable[[], Person]) -> None:
    ann = newcomer()
    group.says(ann, "@sendlo_test_bot, short breaks")
    shown = await answer(group)
    group.taps(ann, next(label for label in labels(shown) if label == "Easy read"))
    assert (await answer(group)).text.startswith("Short breaks\n")


async def test_people_of_one_group_have_conversations_of_their_own(
    group: Group, newcomer: Callable[[], Person]
) -> None:
    ann, bob = newcomer(), newcomer()
    group.says(ann, "@sendlo_test_bot short breaks")
    await answer(group)
    group.says(bob, "@sendlo_test_bot koala sleep support")
    await answer(group)
    group.says(ann, "@sendlo_test_bot is it free")
    assert "Short breaks" in (await answer(group)).text


# When Telegram is difficult


async def test_a_reply_whose_html_is_refused_is_sent_plain(
    telegram: BotApiServer, somebody: Person, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.fail_next("sendMessage", 400, "Bad Request: can't parse entities: Unexpected end tag at byte offset 7")
    somebody.says("short breaks")
    plain = await answer(somebody)
    assert plain.text.startswith("Short breaks\n")
    assert plain.parse_mode is None
    assert "1:easy:short-breaks" in data(plain)
    assert "short-breaks" in caplog.text


async def test_a_number_that_telegram_refuses_shows_the_entry_instead(
    telegram: BotApiServer, somebody: Person, caplog: pytest.LogCaptureFixture
) -> None:
    somebody.says("urgent help")
    number = next(tap for tap in data(await answer(somebody)) if tap and tap.startswith("1:call:"))
    telegram.fail_next("sendContact", 400, "Bad Request: PHONE_NUMBER_INVALID")
    somebody.taps(number)
    entry = await answer(somebody)
    assert entry.method == "sendMessage"
    assert "Source: " in entry.text
    assert number.split(":")[2] in caplog.text


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")  # the library reads its own old name
async def test_a_reply_that_came_too_fast_is_sent_again(telegram: BotApiServer, somebody: Person) -> None:
    telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=0.01, times=2)  # type: ignore[arg-type]
    somebody.says("short breaks")
    assert (await answer(somebody)).text.startswith("Short breaks\n")


async def test_the_typing_sign_is_no_reason_to_fail(telegram: BotApiServer, somebody: Person) -> None:
    telegram.fail_next("sendChatAction", 400, "Bad Request: CHAT_WRITE_FORBIDDEN")
    somebody.says("short breaks")
    assert (await answer(somebody)).text.startswith("Short breaks\n")


async def test_a_reply_that_did_not_get_through_is_sent_again(telegram: BotApiServer, somebody: Person) -> None:
    telegram.fail_next("sendMessage", 502, "Bad Gateway")
    somebody.says("i want to die")
    assert "999" in (await answer(somebody)).text
    telegram.drop_next("sendMessage")
    somebody.says("i want to die")
    assert "999" in (await answer(somebody)).text


async def test_a_send_that_fails_to_the_last_says_sorry_and_logs_nothing_that_was_written(
    telegram: BotApiServer, somebody: Person, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resending, "PAUSES", (0.0, 0.0))
    telegram.fail_next("sendMessage", 500, "Internal Server Error", times=3)
    somebody.says("short breaks for Alfie")
    sorry = await answer(somebody)
    assert "went wrong" in sorry.text
    assert "999" in sorry.text
    assert "could not be handled" in caplog.text
    assert "Alfie" not in caplog.text


async def test_somebody_who_blocked_the_bot_does_not_stop_it_for_others(
    telegram: BotApiServer, newcomer: Callable[[], Person], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    gone, there = newcomer(), newcomer()
    telegram.fail_next("sendMessage", 403, "Forbidden: bot was blocked by the user")
    gone.says("short breaks")
    await asyncio.to_thread(telegram.wait_for_call, "sendMessage", len(telegram.calls("sendMessage")) + 1, PATIENCE)
    there.says("short breaks")
    assert (await answer(there)).text.startswith("Short breaks\n")
    assert gone.inbox == []
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_many_chats_are_answered_side_by_side_each_in_its_order(newcomer: Callable[[], Person]) -> None:
    people = [newcomer() for _ in range(8)]
    for text in ("short breaks", "hello", "xyzzy plugh"):
        for person in people:
            person.says(text)
    for person in people:
        first, second, third = await answers(person, 3)
        assert first.text.startswith("Short breaks\n")
        assert second.text.startswith("Hello!")
        assert "haven't found" in third.text
