"""The chat in a terminal: choices as numbers, and only words for a screen reader."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from rich.console import Console

from bot.assistant import Assistant
from bot.channels.terminal import chat_in_terminal

END_OF_INPUT = "\x04"


class Chat:
    """A terminal on which somebody types the given lines."""

    def __init__(self, assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
        self._assistant = assistant
        self._monkeypatch = monkeypatch

    def __call__(self, *lines: str, plain: bool = True, colours: bool = False) -> str:
        written = StringIO()
        console = Console(
            file=written, width=100, highlight=False, emoji=False, markup=False, no_color=plain,
            force_terminal=colours, color_system="truecolor" if colours else None,
        )  # fmt: skip
        self._monkeypatch.setattr("sys.stdin", StringIO("".join(f"{line}\n" for line in lines)))
        chat_in_terminal(self._assistant, plain=plain, console=console)
        return written.getvalue()


@pytest.fixture
def chat(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> Chat:
    return Chat(assistant, monkeypatch)


def test_it_welcomes_with_numbered_examples_and_says_how_to_leave(chat: Chat) -> None:
    shown = chat()
    assert "Wirral" in shown
    assert [line[:3] for line in shown.splitlines() if re.match(r"\d\. ", line)][:4] == ["1. ", "2. ", "3. ", "4. "]
    assert '"bye"' in shown


def test_a_number_takes_the_choice(chat: Chat) -> None:
    example = next(line[3:] for line in chat().splitlines() if line.startswith("1. "))
    typed, tapped = chat(example), chat("1")
    assert typed == tapped
    assert "sleep" in tapped[tapped.index('"bye"') :].lower()


def test_an_answer_shows_text_contacts_and_next_steps(chat: Chat) -> None:
    shown = chat("urgent help")
    answer = shown[shown.index("Urgent help", shown.index('"bye"')) :]
    assert "999" in answer
    assert "111" in answer


@pytest.mark.parametrize("number", ["0", "9", "99"])
def test_a_number_that_is_no_choice_says_so_and_the_chat_goes_on(chat: Chat, number: str) -> None:
    shown = chat(number, "short breaks")
    assert f"There is no choice {number}." in shown
    assert "Short breaks" in shown


def test_goodbye_ends_the_chat(chat: Chat) -> None:
    shown = chat("bye", "short breaks")
    assert "take care" in shown
    assert "Short breaks" not in shown


@pytest.mark.parametrize("line", ["no", "nope", "no thanks", "ok", "thanks", "not now"])
def test_only_a_goodbye_ends_the_chat(chat: Chat, line: str) -> None:
    assert "Short breaks" in chat(line, "short breaks")


def test_a_number_that_is_no_choice_shows_the_choices_again(chat: Chat) -> None:
    shown = chat("9")
    assert re.search(r"^1\. ", shown[shown.index("There is no choice 9.") :], re.MULTILINE)


@pytest.mark.parametrize("plain", [True, False])
def test_marks_of_bold_words_are_never_shown(chat: Chat, plain: bool) -> None:
    shown = chat("how do i complain", "tell me more", plain=plain)
    assert "Council complaints." in shown
    assert "**" not in shown


def test_the_end_of_input_ends_the_chat_without_a_traceback(chat: Chat) -> None:
    assert chat().endswith("\n")


def test_an_interrupt_ends_the_chat_quietly(assistant: Assistant) -> None:
    def interrupt(*_: object) -> str:
        raise KeyboardInterrupt

    written = StringIO()
    console = Console(file=written)
    console.input = interrupt  # type: ignore[method-assign, assignment]
    chat_in_terminal(assistant, plain=True, console=console)
    assert "Wirral" in written.getvalue()


def test_plain_has_no_escape_codes_even_on_a_colour_terminal(chat: Chat) -> None:
    questions = ("short breaks", "1", "clubs", "urgent help", "77", "bye")
    assert "\x1b" not in chat(*questions, plain=True, colours=True)
    assert "\x1b" in chat(*questions, plain=False, colours=True)


def test_colours_are_left_out_where_there_are_none(chat: Chat) -> None:
    assert "\x1b" not in chat("short breaks", "bye", plain=False)


@pytest.mark.parametrize("line", ["", "🙂", "[red]boo[/]", "[/x]", "<b>x</b>", "\x1b[31m", "/start", "?" * 900])
def test_odd_lines_get_an_answer_and_the_chat_goes_on(chat: Chat, line: str) -> None:
    shown = chat(line, "bye")
    assert "Traceback" not in shown
    assert "take care" in shown


@pytest.mark.parametrize("line", ["/forget", "forget me"])
def test_forget_wipes_what_it_means(chat: Chat, line: str) -> None:
    shown = chat("koala sleep support", line, "is it free")
    assert "wiped" in shown
    assert "Which one do you mean?" in shown


def test_help_says_what_can_be_asked_and_keeps_what_it_means(chat: Chat) -> None:
    shown = chat("koala sleep support", "/help", "is it free")
    assert "what's their number" in shown
    assert "Which one do you mean?" not in shown


def test_start_wipes_what_it_means(chat: Chat) -> None:
    assert "Which one do you mean?" in chat("koala sleep support", "/start", "is it free")


def test_danger_is_answered_with_numbers(chat: Chat) -> None:
    shown = chat("I want to die")
    assert "999" in shown[shown.index('"bye"') :]
