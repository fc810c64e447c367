"""Inline queries end to end: somebody types the bot's name and a few words in any chat, and picks what to share."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import pytest

from bot import assistant as assistant_module
from bot.channels.telegram.handlers import LINKS
from bot.channels.telegram.inline import MOST, Article, InlineQueries
from bot.reply import Reply
from bot.turn import Turn
from bot.wording import load_wording
from tests.bot.telegram.running import PATIENCE, answer
from tests.botapi import BotApiServer, Group, InlineAnswer, Person

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.usefixtures("nothing_refused")]

DANGER = "I want to die"
WORRY = "my son hits me and smashes the house up"
WORDS = load_wording()
LINK = "https://t.me/sendlo_test_bot?start="


async def typed(person: Person, text: str) -> InlineAnswer:
    """What ``person`` sees once they have typed ``text`` behind the bot's name."""
    return await asyncio.to_thread(person.wait_for_inline, person.types_inline(text), PATIENCE)


async def titles(person: Person, text: str) -> list[str]:
    return [article.title for article in (await typed(person, text)).articles]


# Danger first


@pytest.mark.parametrize("text", [DANGER, f"short breaks. {DANGER}", "mój syn chce się zabić"])
async def test_in_danger_urgent_help_is_the_only_article(somebody: Person, text: str) -> None:
    found = await typed(somebody, text)
    [urgent] = found.articles
    assert urgent.title == "Urgent help"
    assert "999" in urgent.description
    assert urgent.text.count("999") >= 1
    assert "116 123" in urgent.text
    assert WORDS.urgent.also_asked not in urgent.text
    assert found.button == ("Urgent help", "urgent")
    assert urgent.buttons == ((("Urgent help", None, f"{LINK}urgent"),),)


async def test_in_danger_the_numbers_can_be_read_without_posting_anything(somebody: Person) -> None:
    [urgent] = (await typed(somebody, DANGER)).articles
    for number in ("999", "111", "0800 1111", "85258"):
        assert number in urgent.description


async def test_a_worry_gets_its_answer_and_urgent_help_second_where_nobody_has_to_scroll(somebody: Person) -> None:
    found = await typed(somebody, WORRY)
    first, urgent, *_ = found.articles
    assert first.title == "Meltdowns, hitting and hard behaviour"
    assert urgent.title == "Urgent help"
    assert "999" in urgent.text


async def test_urgent_help_that_is_asked_for_is_what_there_is_to_share(somebody: Person) -> None:
    assert await titles(somebody, "urgent help") == ["Urgent help"]
    [samaritans] = (await typed(somebody, "samaritans")).articles
    assert (samaritans.title, samaritans.description) == ("Samaritans", "Samaritans: 116 123")


@pytest.mark.parametrize("link", ["urgent", "start"])
async def test_the_way_to_the_private_chat_leads_to_an_answer(somebody: Person, link: str) -> None:
    assert link in LINKS
    somebody.says(f"/start {link}")
    said = (await answer(somebody)).text
    assert "999" in said
    assert said.startswith("Urgent help" if link == "urgent" else "Hello!")


# Entries


async def test_each_entry_that_the_reply_shows_or_offers_is_an_article(somebody: Person) -> None:
    found = await typed(somebody, "sleep moreton")
    assert "Sleep support from Koala North West" in [article.title for article in found.articles]
    assert 2 <= len(found.articles) <= MOST
    for article in found.articles:
        assert article.text.startswith(f"{article.title}\n{article.description}")
        assert "Source: " in article.text
        assert article.entities[0]["type"] == "bold"
        assert article.buttons == ((("Read more or ask me", None, LINK + article.id),),)


async def test_a_list_and_a_not_quite_sure_answer_give_several(somebody: Person) -> None:
    assert len(await titles(somebody, "clubs")) >= 3
    assert (await titles(somebody, "short breaks"))[0] == "Short breaks"


async def test_the_link_below_what_was_posted_opens_its_entry(somebody: Person) -> None:
    first = (await typed(somebody, "short breaks")).articles[0]
    somebody.says(f"/start {str(first.buttons[0][0].url).removeprefix(LINK)}")
    assert (await answer(somebody)).text.startswith("Short breaks\n")


# Nothing to share


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("xyzzy plugh", "I found nothing for that"),
        ("what is the weather", "I can't help with that"),
        ("hello", "Ask me in private"),
        ("forget me", "Ask me in private"),
        ("what's their number?", "I need a few more words"),
        ("nearest family hub", "I need a few more words"),
    ],
)
async def test_without_an_entry_one_article_says_so_and_invites_to_a_private_chat(
    somebody: Person, text: str, title: str
) -> None:
    found = await typed(somebody, text)
    [article] = found.articles
    assert article.title == title
    assert article.text == WORDS.telegram.inline.invitation
    assert article.buttons == ((("Ask me in private", None, f"{LINK}start"),),)
    assert found.button == ("Ask me in private", "start")


async def test_a_question_back_can_be_read_while_typing_on(somebody: Person) -> None:
    [article] = (await typed(somebody, "nearest family hub")).articles
    assert article.description.startswith("Where are you?")
    assert len((await typed(somebody, "nearest family hub Moreton")).articles) > 1


@pytest.mark.parametrize("text", ["", "   "])
async def test_without_words_there_is_only_the_way_to_the_private_chat(somebody: Person, text: str) -> None:
    found = await typed(somebody, text)
    assert found.articles == ()
    assert found.button == ("Ask me in private", "start")


@pytest.mark.parametrize("text", ["🙂", ".", "{name}", "&amp;", "<b>bold & <i>unclosed", '"*NEAR( OR ?', "a" * 256])
async def test_odd_words_are_answered(somebody: Person, text: str) -> None:
    assert (await typed(somebody, text)).articles


# Privacy


async def test_telegram_keeps_no_answer_for_others(somebody: Person) -> None:
    found = await typed(somebody, "short breaks")
    assert (found.cache_time, found.is_personal) == (0, True)


async def test_what_was_typed_elsewhere_is_unknown_in_the_private_chat(somebody: Person) -> None:
    somebody.says("koala sleep support")
    await answer(somebody)
    await typed(somebody, "short breaks")
    await typed(somebody, "forget me")
    somebody.says("is it free?")
    assert "Koala" in (await answer(somebody)).text
    [asked_back] = (await typed(somebody, "is it free?")).articles
    assert asked_back.title == "I need a few more words"


async def test_what_was_picked_is_not_answered_as_if_it_were_a_question(
    somebody: Person, group: Group, newcomer: Callable[[], Person]
) -> None:
    [urgent] = (await typed(somebody, DANGER)).articles
    somebody.picks(urgent)
    somebody.picks(urgent, group)
    somebody.says("short breaks")
    group.says(newcomer(), "@sendlo_test_bot short breaks")
    for chat in (somebody, group):
        assert (await answer(chat)).text.startswith("Short breaks\n")


# When something goes wrong


@pytest.fixture
def crashing_step(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(turn: Turn) -> Reply:
        raise RuntimeError(turn.message.text)

    monkeypatch.setattr(assistant_module, "STEPS", (crash,))


@pytest.mark.usefixtures("crashing_step")
async def test_a_failure_shows_words_of_regret_that_name_999(somebody: Person) -> None:
    found = await typed(somebody, "short breaks")
    [sorry] = found.articles
    assert sorry.title == "Sorry, something went wrong"
    assert "999" in sorry.description
    assert "999" in sorry.text
    assert found.button == ("Urgent help", "urgent")


@pytest.mark.usefixtures("crashing_step")
async def test_a_failure_never_loses_urgent_help(somebody: Person) -> None:
    assert await titles(somebody, DANGER) == ["Urgent help"]


@pytest.mark.parametrize("text", ["short breaks", DANGER])
async def test_articles_that_cannot_be_made_are_replaced_by_words_of_regret(
    somebody: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    def crash(*_: object) -> list[Article]:
        raise RuntimeError(text)

    monkeypatch.setattr(InlineQueries, "articles", crash)
    [sorry] = (await typed(somebody, text)).articles
    assert "999" in sorry.text
    assert "could not be handled" in caplog.text
    assert text not in caplog.messages


async def test_articles_whose_html_is_refused_are_shown_plain(
    telegram: BotApiServer, somebody: Person, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.fail_next("answerInlineQuery", 400, "Bad Request: can't parse entities: Unexpected end tag")
    first = (await typed(somebody, "short breaks")).articles[0]
    assert first.text.startswith("Short breaks\n")
    assert first.entities == ()
    assert "short-breaks" in caplog.text


async def test_an_answer_that_comes_too_late_is_no_error(
    telegram: BotApiServer, somebody: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    telegram.fail_next("answerInlineQuery", 400, too_old)
    somebody.types_inline("short")
    assert (await titles(somebody, "short breaks"))[0] == "Short breaks"
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_an_answer_that_did_not_get_through_is_sent_again(telegram: BotApiServer, somebody: Person) -> None:
    telegram.drop_next("answerInlineQuery")
    assert await titles(somebody, DANGER) == ["Urgent help"]


async def test_people_do_not_wait_for_each_other(
    newcomer: Callable[[], Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    both = asyncio.Barrier(2)
    loop = asyncio.get_running_loop()
    made = InlineQueries.articles

    def meet(self: InlineQueries, text: str) -> list[Article]:
        asyncio.run_coroutine_threadsafe(both.wait(), loop).result(PATIENCE)
        return made(self, text)

    monkeypatch.setattr(InlineQueries, "articles", meet)
    found = await asyncio.gather(typed(newcomer(), "short breaks"), typed(newcomer(), DANGER))
    assert [answered.articles[0].title for answered in found] == ["Short breaks", "Urgent help"]
