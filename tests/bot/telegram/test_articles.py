"""What is offered to be shared: in danger urgent help alone, then entries; read and kept about nobody."""

from __future__ import annotations

import pytest

from bot import assistant as assistant_module
from bot.assistant import Assistant
from bot.channels.telegram.handlers import LINKS
from bot.channels.telegram.inline import MOST, InlineQueries
from bot.channels.telegram.render import length
from bot.conversation import Conversation
from bot.reply import Reply, Status
from bot.store import ConversationsInMemory
from bot.store.dangers import CountedDangers
from bot.turn import Message, Turn
from bot.wording import load_wording
from directory.library import Library
from tests.botapi.markup import parse_html

DANGER = "I want to die"
WORRY = "my son hits me and smashes the house up"


@pytest.fixture
def queries(assistant: Assistant) -> InlineQueries:
    return InlineQueries(assistant)


def test_telegram_would_take_what_every_entry_posts(queries: InlineQueries, library: Library) -> None:
    entries = library.current.content.entries
    for entry in entries.values():
        articles = queries.articles(entry.name)
        assert 1 <= len(articles) <= MOST
        assert len({article.id for article in articles}) == len(articles)
        for article in articles:
            assert 1 <= len(article.id.encode()) <= 64
            assert article.title
            assert article.description
            assert 1 <= length(article.message.plain) <= 4096
            assert parse_html(article.message.html)[0] == article.message.plain
            assert article.message.keyboard is None
            assert article.link in LINKS or article.link in entries


def test_no_entry_has_the_name_of_another_link(library: Library) -> None:
    assert set(LINKS) & set(library.current.content.entries) == set()


def test_each_way_of_ending_that_has_a_title_of_its_own_exists() -> None:
    assert set(load_wording().telegram.inline.instead) <= {status.value for status in Status}


def test_what_else_was_asked_is_not_posted_with_urgent_help(queries: InlineQueries, assistant: Assistant) -> None:
    text = f"{DANGER}. nearest family hub Moreton"
    also_asked = load_wording().urgent.also_asked
    assert also_asked in [block.text for block in assistant.reply(Message(text), "somebody").sources]
    [urgent] = queries.articles(text)
    assert "116 123" in urgent.message.plain
    assert also_asked not in urgent.message.plain


class Watched(ConversationsInMemory):
    """Conversations that tell what was done with them."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []

    def load(self, who: str) -> Conversation:
        self.done.append("load")
        return super().load(who)

    def save(self, who: str, conversation: Conversation) -> None:
        self.done.append("save")
        super().save(who, conversation)

    def forget(self, who: str) -> None:
        self.done.append("forget")
        super().forget(who)


def test_nothing_is_read_kept_or_counted(library: Library, caplog: pytest.LogCaptureFixture) -> None:
    conversations, dangers = Watched(), CountedDangers()
    assistant = Assistant(library, load_wording(), conversations, dangers=dangers)
    for text in ("short breaks", "forget me", WORRY, "I want to d", "I want to di", DANGER):
        assert InlineQueries(assistant).articles(text)
    assert (conversations.done, dangers.times, caplog.records) == ([], {}, [])
    assistant.reply(Message(DANGER), "somebody")
    assert conversations.done == ["load", "save"]
    assert sum(dangers.times.values()) == 1


def test_an_entry_that_fails_is_left_out(queries: InlineQueries, monkeypatch: pytest.MonkeyPatch) -> None:
    [first, *others] = queries.articles("clubs")
    steps = assistant_module.STEPS

    def crash_at_the_first(turn: Turn) -> Reply | None:
        if turn.message.action and turn.message.action.target == first.id:
            raise RuntimeError
        return None

    monkeypatch.setattr(assistant_module, "STEPS", (crash_at_the_first, *steps))
    assert queries.articles("clubs") == others


def test_if_every_entry_fails_words_of_regret_name_999(queries: InlineQueries, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = assistant_module.STEPS

    def crash_at_taps(turn: Turn) -> Reply | None:
        if turn.message.action:
            raise RuntimeError
        return None

    monkeypatch.setattr(assistant_module, "STEPS", (crash_at_taps, *steps))
    [sorry] = queries.articles("clubs")
    assert sorry.id == "error"
    assert "999" in sorry.message.plain
