"""Every word that the assistant says itself: filled in wherever it is shown, and free of facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from pydantic import BaseModel
from rich.console import Console

from bot.action import Action, Verb
from bot.answers import follow_ups
from bot.assistant import Assistant
from bot.channels.telegram.render import render
from bot.channels.terminal import chat_in_terminal
from bot.reply import Reply, as_plain_text
from bot.store import ConversationsInMemory
from bot.turn import Message
from bot.wording import Wording, load_wording, unknown_in_wording
from directory.areas import Point
from directory.errors import ContentError
from directory.library import Directory, Library
from intents.sentences import Sentences
from intents.vocabulary import load_vocabulary

FOLLOW_UPS = (*follow_ups.ABOUT, "ask-refused")


class Template(str):
    """Wording that keeps the names of the values it was filled with."""

    key: str
    filled: dict[str, set[str]]

    def format(self, *args: object, **values: object) -> str:
        self.filled[self.key] = set(values)
        return super().format(*args, **values)


def watched(words: BaseModel, filled: dict[str, set[str]], above: str = "") -> Any:
    """Return ``words`` with every text as a ``Template``."""
    changed: dict[str, Any] = {}
    for name, value in words:
        if isinstance(value, BaseModel):
            changed[name] = watched(value, filled, f"{above}{name}.")
        elif isinstance(value, str):
            changed[name] = template = Template(value)
            template.key, template.filled = f"{above}{name}", filled
    return words.model_copy(update=changed)


def texts(words: BaseModel, above: str = "") -> Iterator[tuple[str, str]]:
    """Yield key and text of everything that can be said."""
    for name, value in words:
        key = f"{above}{name}"
        if isinstance(value, BaseModel):
            yield from texts(value, f"{key}.")
        elif isinstance(value, str):
            yield key, value
        elif isinstance(value, dict | tuple):
            items = value.items() if isinstance(value, dict) else enumerate(value)
            yield from ((f"{key}.{at}", item) for at, item in items)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


class Everything:
    """Asks for everything that there is, and keeps what came back."""

    def __init__(self, library: Library, wording: Wording, sentences: Sentences) -> None:
        self.directory = library.current
        self.wording = wording
        self.assistant = Assistant(library, wording, ConversationsInMemory())
        self.replies: list[Reply] = []
        self._ask_about_every_entry()
        self._ask_for_lists_and_places()
        self._ask_what_words_mean()
        self._say_every_intent(sentences)
        self.shown = [as_plain_text(reply) for reply in self.replies]
        self.shown += [part.plain for reply in self.replies for part in render(reply, wording.buttons)]
        self.shown.append(self._chat())

    def _ask(self, message: Message, who: str) -> None:
        self.replies.append(self.assistant.reply(message, who))

    def _ask_about_every_entry(self) -> None:
        for entry_id in self.directory.content.entries:
            for verb in (Verb.SHOW, Verb.MORE, Verb.EASY):
                self._ask(Message(action=Action(verb, entry_id)), entry_id)
            for intent in FOLLOW_UPS:
                self._ask(Message(action=Action(Verb.SAY, intent)), entry_id)
            for more in ("and in Wallasey?", "and in Chester?", "for a 3 year old", "for a 24 year old"):
                self._ask(Message(action=Action(Verb.SHOW, entry_id)), entry_id)
                self._ask(Message(more), entry_id)

    def _ask_for_lists_and_places(self) -> None:
        for who, said in {
            "ann": ["clubs", "for teenagers", "and in Wallasey?", "show me others", "on Saturday", "aged 7 to 11"],
            "bob": ["help with autism", "and in Wallasey?", "for a 5 year old"],
            "cid": ["nearest family hub", "Moreton", "Neston", "Chester", "CH46", "ZZ99"],
            "dee": ["clubs", "what's their number?", "the second one", "that one", "the ninth one"],
            "eve": ["short breaks", "for a 5 year old", "what about teenagers", "refused"],
            "guy": ["how do i ask for an ehcp, and how do i get speech therapy?"],
            "jan": ["my son is being bullied at school and we need money for a bike"],
            "hal": ["how do i get an ehcp and where is the nearest hub", "12345"],
            "ida": ["the hive", "hes 6 can he go", "hes 12 can he go"],
            "fay": ["for a 5 year old", "hello", "for a 5 year old in Moreton"],
            "gil": ["clubs in Tranmere", "nearest hub to Tranmere", "clubs in Eastham", "clubs L20"],
        }.items():
            for text in said:
                self._ask(Message(text), who)
        words = load_vocabulary().slots
        for thing in words.things:
            for said in (thing.said[0], *(f"for {need.said[0]}" for need in words.needs)):
                self._ask(Message(said), thing.name)
            for details in ("for a 1 year old", "for a deaf 25 year old", "for a child with a stammer in Moreton"):
                self._ask(Message(f"{thing.said[0]} {details}"), f"{thing.name} {details}")
        for point in (Point(53.39, -3.02), Point(51.5, -0.1)):
            self._ask(Message(point=point), "eve")

    def _ask_what_words_mean(self) -> None:
        for term in self.directory.content.glossary:
            self._ask(Message(f"what does {term.term} mean"), "fay")

    def _say_every_intent(self, sentences: Sentences) -> None:
        for intent in sentences.intents:
            self._ask(Message(action=Action(Verb.SAY, intent)), "gus")

    def _chat(self) -> str:
        written = StringIO()
        console = Console(file=written)
        typed = iter(["99", "bye"])
        console.input = lambda *_, **__: next(typed)  # type: ignore[method-assign]
        chat_in_terminal(self.assistant, console=console)
        return written.getvalue()


@pytest.fixture(scope="module")
def filled() -> dict[str, set[str]]:
    return {}


@pytest.fixture(scope="module")
def everything(library: Library, sentences: Sentences, filled: dict[str, set[str]]) -> Everything:
    return Everything(library, watched(load_wording(), filled), sentences)


def test_every_placeholder_is_one_that_the_code_fills(everything: Everything, filled: dict[str, set[str]]) -> None:
    wanted = {key: placeholders(text) for key, text in texts(everything.wording) if placeholders(text)}
    not_filled = {
        key: names - filled.get(key, set()) for key, names in wanted.items() if names - filled.get(key, set())
    }
    assert not_filled == {}


def test_no_brace_is_ever_shown(everything: Everything) -> None:
    assert [text for text in everything.shown if re.search(r"\{[\w-]*\}", text)] == []


def test_nothing_that_can_be_asked_is_answered_with_an_error(everything: Everything) -> None:
    assert [reply for reply in everything.replies if reply.status == "error"] == []
    assert all(reply.blocks for reply in everything.replies)


def test_the_only_phone_numbers_in_wording_are_those_of_999_and_111() -> None:
    found = {number.strip() for _, text in texts(load_wording()) for number in re.findall(r"\+?\d[\d ]{2,}", text)}
    assert {"999"} <= found <= {"999", "111", "55"}  # 55: pressed where one can't speak, see urgent-999


def test_texts_hold_no_web_or_email_address() -> None:
    held = [key for key, text in texts(load_wording()) if re.search(r"https?:|www\.|\w@\w", text)]
    assert held == []


@pytest.mark.parametrize("hour", [11, 23])
def test_urgent_help_names_entries_that_exist_by_day_and_by_night(assistant: Assistant, hour: int) -> None:
    asked = Message(action=Action(Verb.SAY, "urgent-help"), at=datetime(2026, 3, 3, hour, tzinfo=UTC))
    reply = assistant.reply(asked, "urgent")
    assert reply.entries[0] == "urgent-999"
    assert len(reply.entries) == len(assistant.knowledge.wording.urgent.entries)
    assert len(assistant.knowledge.directory.known(reply.entries)) == len(reply.entries)


def test_what_telegram_shows_about_the_bot_fits() -> None:
    words = load_wording().telegram
    assert len(words.short_description) <= 120
    assert len(words.description) <= 512
    assert all(re.fullmatch(r"[a-z0-9_]{1,32}", name) for name in words.commands)
    assert all(1 <= len(text) <= 256 for text in words.commands.values())


def test_the_welcome_fits_one_phone_screen_and_says_what_matters() -> None:
    words = load_wording()
    text = f"{words.welcome.title}\n{words.welcome.text}"
    assert len(text) < 700
    assert len(words.welcome.examples) == 3
    for needed in ("Wirral", "not a person", "999", "rivacy"):
        assert needed in text


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("bad_number:", "bad_numbr:"), r"/xx\.yaml:\d+: terminal\.bad_numbr: isn't a field we know"),
        (("bad_number:", "bad_numbr:"), r"/xx\.yaml:\d+: terminal\.bad_number: is missing"),
    ],
)
def test_a_misspelt_key_is_reported_with_its_line(tmp_path: Path, change: tuple[str, str], problem: str) -> None:
    right = (Path(__file__).parents[2] / "bot" / "wording" / "en.yaml").read_text(encoding="utf-8")
    (tmp_path / "xx.yaml").write_text(right.replace(*change), encoding="utf-8")
    with pytest.raises(ContentError, match=problem):
        load_wording("xx", tmp_path)


def test_an_entry_that_the_urgent_wording_cannot_name_is_shown_with_its_line(
    tmp_path: Path, directory: Directory
) -> None:
    known = directory.content.entries
    assert unknown_in_wording(known) == []
    right = (Path(__file__).parents[2] / "bot" / "wording" / "en.yaml").read_text(encoding="utf-8")
    path = tmp_path / "en.yaml"
    path.write_text(right.replace("urgent-childline", "urgent-chidline"), encoding="utf-8")
    line = right[: right.index("  entries: [")].count("\n") + 1
    assert [str(problem) for problem in unknown_in_wording(known, folder=tmp_path)] == [
        f"{path}:{line}: urgent.entries.2: there is no entry 'urgent-chidline'. Did you mean 'urgent-childline'?"
    ]
