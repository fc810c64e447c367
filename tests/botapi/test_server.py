"""The loopback Bot API server, through real HTTP: what it refuses must be what Telegram refuses."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import telegram

from . import BotApiServer

TOKEN = "1:TEST"
GOODBYE = {"text": "Bye", "callback_data": "v1:bye"}


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer(TOKEN) as running:
        yield running


class Api:
    """The bot's side, without a library in between."""

    def __init__(self, server: BotApiServer, client: httpx.Client) -> None:
        self.url = f"{server.base_url}{server.token}/"
        self.client = client

    def __call__(self, method: str, **params: Any) -> Any:
        answer = self.client.post(self.url + method, json=params).json()
        return answer["result"] if answer["ok"] else f"{answer['error_code']} {answer['description']}"

    def updates(self, **params: Any) -> list[Any]:
        updates: list[Any] = self("getUpdates", **params)
        return updates


@pytest.fixture
def api(server: BotApiServer) -> Iterator[Api]:
    with httpx.Client() as client:
        yield Api(server, client)


def test_form_json_multipart_and_query_say_the_same(server: BotApiServer, api: Api) -> None:
    server.person(chat_id=7)
    url = api.url + "sendMessage"
    markup = '{"inline_keyboard": [[{"text": "Bye", "callback_data": "v1:bye"}]]}'
    form = {"chat_id": "7", "text": "7 £", "reply_markup": markup}
    api.client.post(url, data=form)
    api.client.post(url, files={name: (None, value) for name, value in form.items()})
    api.client.get(url, params=form)
    api("sendMessage", chat_id=7, text="7 £", reply_markup={"inline_keyboard": [[GOODBYE]]})
    expected = {"chat_id": 7, "text": "7 £", "reply_markup": {"inline_keyboard": [[GOODBYE]]}}
    assert server.calls("sendMessage") == [expected] * 4


def test_a_wrong_token_and_an_unknown_method_are_refused(server: BotApiServer, api: Api) -> None:
    assert api("sendTelepathy") == "404 Not Found"
    answer = httpx.post(f"{server.base_url}2:OTHER/getMe")
    assert (answer.status_code, answer.json()["description"]) == (401, "Unauthorized")
    assert server.refused == [("sendTelepathy", 404, "Not Found"), ("getMe", 401, "Unauthorized")]


def test_html_becomes_text_and_entities_counted_in_utf16(server: BotApiServer, api: Api) -> None:
    person = server.person(chat_id=7)
    html = '\U0001f44b <b>Hi &amp; <i>all</i></b> <a href="https://example.org/">here</a> <a href="tel:+44">call</a>\n'
    sent = api("sendMessage", chat_id=7, text=html, parse_mode="HTML")
    assert sent["text"] == "\U0001f44b Hi & all here call"
    assert sent["entities"] == [
        {"type": "bold", "offset": 3, "length": 8},
        {"type": "italic", "offset": 8, "length": 3},
        {"type": "text_link", "offset": 12, "length": 4, "url": "https://example.org/"},
    ]
    [message] = person.wait_for()
    assert (message.text, message.html, message.parse_mode) == (sent["text"], html, "HTML")


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("£ <br>", 'Unsupported start tag "br" at byte offset 3'),
        ("ages < 5", 'Unsupported start tag "" at byte offset 5'),
        ("x <b", "Unclosed start tag at byte offset 2"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<a href=https://example.org>y</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(server: BotApiServer, api: Api, html: str, problem: str) -> None:
    server.person(chat_id=7)
    answer = api("sendMessage", chat_id=7, text=html, parse_mode="HTML")
    assert answer == f"400 Bad Request: can't parse entities: {problem}"


@pytest.mark.parametrize(
    ("params", "answer"),
    [
        ({"text": " \n"}, "400 Bad Request: message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "400 Bad Request: message text is empty"),
        ({"text": "a" * 4097}, "400 Bad Request: message is too long"),
        ({"text": "a", "chat_id": 8}, "400 Bad Request: chat not found"),
        ({"text": "a", "chat_id": None}, "400 Bad Request: chat_id is empty"),
    ],
)
def test_a_message_telegram_would_not_send_is_refused(
    server: BotApiServer, api: Api, params: dict[str, Any], answer: str
) -> None:
    server.person(chat_id=7)
    assert api("sendMessage", **{"chat_id": 7, **params}) == answer


def test_the_length_is_counted_without_markup(server: BotApiServer, api: Api) -> None:
    person = server.person(chat_id=7)
    api("sendMessage", chat_id=7, text=f"<b>{'&lt;' * 4096}</b>", parse_mode="HTML")
    assert person.wait_for()[0].text == "<" * 4096


@pytest.mark.parametrize(
    ("button", "problem"),
    [
        ({"text": "", "callback_data": "a"}, "inline keyboard button text must be non-empty"),
        ({"text": "a", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        (
            {"text": "a", "url": "tel:+441515550100"},
            "inline keyboard button URL 'tel:+441515550100' is invalid: Wrong port number specified in the URL",
        ),
        (
            {"text": "a", "url": "ftp://example.org"},
            "inline keyboard button URL 'ftp://example.org' is invalid: Unsupported URL protocol",
        ),
        (
            {"text": "a", "url": "http://localhost:8000"},
            "inline keyboard button URL 'http://localhost:8000' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "a"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
    ],
)
def test_buttons_telegram_would_not_show_are_refused(
    server: BotApiServer, api: Api, button: dict[str, str], problem: str
) -> None:
    server.person(chat_id=7)
    answer = api("sendMessage", chat_id=7, text="a", reply_markup={"inline_keyboard": [[button]]})
    assert answer == f"400 Bad Request: {problem}"


def test_a_hundred_buttons_fit_and_one_more_does_not(server: BotApiServer, api: Api) -> None:
    server.person(chat_id=7)
    rows = [[{"text": str(n), "callback_data": "é" * 32}] for n in range(101)]
    assert api("sendMessage", chat_id=7, text="a", reply_markup={"inline_keyboard": rows[:100]})["text"] == "a"
    answer = api("sendMessage", chat_id=7, text="a", reply_markup={"inline_keyboard": rows})
    assert answer == "400 Bad Request: REPLY_MARKUP_TOO_LONG"


def test_updates_come_in_order_until_confirmed(server: BotApiServer, api: Api) -> None:
    person = server.person(chat_id=7, first_name="Ada", language_code="pl")
    person.says("/start@sendlo_test_bot see @wirral_send")
    person.edits("Never mind")
    first, second = api.updates()
    assert first["message"]["from"] == {"id": 7, "is_bot": False, "first_name": "Ada", "language_code": "pl"}
    assert first["message"]["entities"] == [
        {"type": "bot_command", "offset": 0, "length": 22},
        {"type": "mention", "offset": 27, "length": 12},
    ]
    assert second["edited_message"]["text"] == "Never mind"
    assert api.updates(offset=second["update_id"]) == [second]
    assert api.updates(offset=second["update_id"] + 1) == []
    person.blocks()
    assert api.updates(allowed_updates=["message"]) == []


def test_a_poll_waits_for_what_is_said(server: BotApiServer, api: Api) -> None:
    person = server.person()
    threading.Timer(0.05, person.says, ["Hello"]).start()
    started = time.monotonic()
    assert api.updates(timeout=1)[0]["message"]["text"] == "Hello"
    assert time.monotonic() - started < 0.9


def test_closing_ends_a_poll_at_once() -> None:
    got: list[int] = []
    with BotApiServer(TOKEN) as server:
        url = f"{server.base_url}{TOKEN}/getUpdates?timeout=50"
        poll = threading.Thread(target=lambda: got.append(httpx.get(url).status_code))
        poll.start()
        server.wait_for_call("getUpdates")
        started = time.monotonic()
    poll.join()
    assert time.monotonic() - started < 0.9
    assert got == [200]


def test_a_tap_carries_its_message_and_must_be_answered_with_its_id(server: BotApiServer, api: Api) -> None:
    person = server.person(chat_id=7)
    for text in ("old", "new"):
        api("sendMessage", chat_id=7, text=text, reply_markup={"inline_keyboard": [[GOODBYE]]})
    person.taps("Bye")
    person.taps_raw("forged")
    bye, forged = (update["callback_query"] for update in api.updates())
    assert (bye["data"], bye["message"]["text"], forged["data"]) == ("v1:bye", "new", "forged")
    assert api("answerCallbackQuery", callback_query_id=bye["id"]) is True
    assert api("answerCallbackQuery", callback_query_id=bye["id"], text="a" * 201).startswith("400")
    assert api("answerCallbackQuery", callback_query_id="0") == (
        "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
    )
    with pytest.raises(AssertionError, match="There is no button 'Help'"):
        person.taps("Help")


def test_what_is_typed_inline_is_answered_with_articles_that_can_be_picked(server: BotApiServer, api: Api) -> None:
    person, group = server.person(chat_id=7), server.group(-100)
    typed = person.types_inline("sleep")
    [update] = api.updates()
    assert (update["inline_query"]["id"], update["inline_query"]["query"]) == (typed, "sleep")
    link = {"text": "Open", "url": "https://t.me/sendlo_test_bot?start=a"}
    content = {"message_text": "<b>Sleep</b>", "parse_mode": "HTML"}
    result = {"type": "article", "id": "a", "title": "Sleep", "input_message_content": content}
    result["reply_markup"] = {"inline_keyboard": [[link]]}
    button = {"text": "Ask", "start_parameter": "start"}
    given = {"inline_query_id": typed, "cache_time": 0, "is_personal": True, "button": button}
    assert api("answerInlineQuery", **given, results=[result]) is True
    answer = person.wait_for_inline(typed)
    assert (answer.button, answer.cache_time, answer.is_personal) == (("Ask", "start"), 0, True)
    [article] = answer.articles
    assert (article.title, article.text, article.buttons[0][0].url) == ("Sleep", "Sleep", link["url"])
    person.picks(article, group)
    posted = api.updates(offset=update["update_id"] + 1)[0]["message"]
    assert (posted["text"], posted["chat"]["id"], posted["via_bot"]["id"]) == ("Sleep", -100, 1)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"id": "é" * 33}, "RESULT_ID_INVALID"),
        ({"title": ""}, "ARTICLE_TITLE_EMPTY"),
        ({"type": "photo"}, "unallowed inline query result type"),
        ({"input_message_content": {"message_text": "a" * 4097}}, "message is too long"),
        ({"input_message_content": {"message_text": " "}}, "message text is empty"),
    ],
)
def test_articles_that_telegram_would_not_show_are_refused(
    server: BotApiServer, api: Api, change: dict[str, Any], problem: str
) -> None:
    typed = server.person().types_inline("sleep")
    result = {"type": "article", "id": "a", "title": "Sleep", "input_message_content": {"message_text": "Sleep"}}
    answer = api("answerInlineQuery", inline_query_id=typed, results=[{**result, **change}])
    assert answer == f"400 Bad Request: {problem}"
    twice = api("answerInlineQuery", inline_query_id=typed, results=[result] * 2)
    assert twice == "400 Bad Request: RESULT_ID_DUPLICATE"
    assert "query is too old" in api("answerInlineQuery", inline_query_id="0", results=[])


def test_editing_and_deleting_change_what_is_there_to_tap(server: BotApiServer, api: Api) -> None:
    person = server.person(chat_id=7)
    markup = {"inline_keyboard": [[GOODBYE]]}
    sent = api("sendMessage", chat_id=7, text="<b>One</b>", parse_mode="HTML", reply_markup=markup)
    where = {"chat_id": 7, "message_id": sent["message_id"]}
    assert "entities" not in api("editMessageText", **where, text="Two", reply_markup=markup)
    assert "message is not modified" in api("editMessageText", **where, text="Two", reply_markup=markup)
    assert "reply_markup" not in api("editMessageReplyMarkup", **where)
    with pytest.raises(AssertionError, match="no button"):
        person.taps("Bye")
    assert [message.method for message in person.wait_for(2)] == ["sendMessage", "editMessageText"]
    assert api("deleteMessage", **where) is True
    assert api("editMessageText", **where, text="Three") == "400 Bad Request: message to edit not found"


def test_a_blocked_bot_is_told_once_and_then_refused(server: BotApiServer, api: Api) -> None:
    person = server.person(chat_id=7)
    person.blocks()
    [update] = api.updates()
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert api("sendMessage", chat_id=7, text="a") == "403 Forbidden: bot was blocked by the user"
    person.unblocks()
    assert api("sendMessage", chat_id=7, text="a")["text"] == "a"


def test_ordered_failures_pass_and_lost_answers_may_have_taken_effect(server: BotApiServer, api: Api) -> None:
    person = server.person(chat_id=7)
    server.fail_next("sendMessage", 429, "Too Many Requests: retry after 3", retry_after=3)
    limited = api.client.post(api.url + "sendMessage", json={"chat_id": 7, "text": "a"})
    assert (limited.status_code, limited.json()["parameters"]) == (429, {"retry_after": 3})
    server.drop_next("sendMessage")
    server.drop_next("sendMessage", done_first=True)
    for text in ("lost", "sent"):
        with pytest.raises(httpx.RemoteProtocolError):
            api("sendMessage", chat_id=7, text=text)
    assert [message.text for message in person.wait_for()] == ["sent"]
    assert (len(server.calls("sendMessage")), server.refused) == (3, [])


def test_a_slow_method_keeps_the_bot_waiting(server: BotApiServer, api: Api) -> None:
    server.slow("getMe", 0.05)
    started = time.monotonic()
    api("getMe")
    assert time.monotonic() - started >= 0.05


def test_waiting_in_vain_says_what_did_come(server: BotApiServer, api: Api) -> None:
    person = server.person(chat_id=7)
    api("sendMessage", chat_id=7, text="Only this")
    with pytest.raises(AssertionError, match="sendMessage: 'Only this'"):
        person.wait_for(2, timeout=0.01)
    assert person.wait_for()[0].text == "Only this"


def test_a_group_is_more_than_one_person(server: BotApiServer, api: Api) -> None:
    group, ada, bo = server.group(-100, "Parents"), server.person(1, "Ada"), server.person(2, "Bo")
    question = group.says(ada, "@sendlo_test_bot hello")
    api("sendMessage", chat_id=-100, text="Hello Ada", reply_parameters={"message_id": question})
    group.says(bo, "and me", reply_to_bot=True)
    hello, reply = (update["message"] for update in api.updates())
    assert (hello["chat"]["type"], hello["from"]["id"], reply["from"]["id"]) == ("supergroup", 1, 2)
    assert reply["reply_to_message"]["text"] == group.wait_for()[0].text == "Hello Ada"


def test_the_profile_keeps_to_its_limits(server: BotApiServer, api: Api) -> None:
    commands = [{"command": "help", "description": "What I can do"}]
    assert api("setMyCommands", commands=commands, language_code="pl") is True
    assert (api("getMyCommands", language_code="pl"), api("getMyCommands")) == (commands, [])
    bad = [{"command": "Help!", "description": "a"}]
    assert api("setMyCommands", commands=bad) == "400 Bad Request: BOT_COMMAND_INVALID"
    for method, field, limit in (
        ("setMyName", "name", 64),
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ):
        assert api(method, **{field: "a" * limit}) is True
        assert str(api(method, **{field: "a" * (limit + 1)})).startswith("400 ")
    assert server.refused[-1][0] == "setMyShortDescription"


async def test_python_telegram_bot_sends_and_polls(server: BotApiServer) -> None:
    person = server.person(chat_id=7)
    keyboard = telegram.ReplyKeyboardMarkup([[telegram.KeyboardButton("Near me", request_location=True)]])
    inline = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Map", url="https://example.org")]])
    async with telegram.Bot(TOKEN, base_url=server.base_url) as bot:
        assert bot.username == "sendlo_test_bot"
        await bot.send_message(7, "<b>Hello</b>", parse_mode="HTML", reply_markup=inline)
        await bot.send_message(7, "Where?", reply_markup=keyboard)
        await bot.send_venue(7, 53.39, -3.02, "Library", "Borough Road")
        await bot.send_contact(7, "+441515550100", "Helpline")
        await bot.send_chat_action(7, "typing")
        hello, where, library, helpline = person.wait_for(4)
        assert (hello.text, hello.buttons[0][0]) == ("Hello", ("Map", None, "https://example.org"))
        assert where.keyboard == (("Near me",),)
        assert library.venue is not None
        assert library.venue["title"] == "Library"
        assert helpline.contact == {"phone_number": "+441515550100", "first_name": "Helpline"}
        person.shares_location(53.4, -3.05)
        person.sends_voice()
        person.sends_photo("My letter")
        person.sends_sticker()
        person.sends_document()
        person.taps_raw("old")
        person.blocks()
        updates = await bot.get_updates(timeout=1, allowed_updates=telegram.Update.ALL_TYPES)
        messages = [update.message for update in updates if update.message]
        kinds = ["location", "voice", "photo", "sticker", "document"]
        assert all(getattr(message, kind) for message, kind in zip(messages, kinds, strict=True))
        assert isinstance(updates[5].callback_query, telegram.CallbackQuery)
        with pytest.raises(telegram.error.Forbidden):
            await bot.send_message(7, "a")
    assert server.refused == [("sendMessage", 403, "Forbidden: bot was blocked by the user")]
