"""A reply as Telegram messages: within 4,096 characters and 64 bytes, escaped once, buttons on the last part."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.action import Action, Verb
from bot.assistant import Assistant
from bot.channels.telegram.render import Part, length, render, render_as_one
from bot.reply import Block, BlockKind, Choice, ContactLine, Place, Reply, Status
from bot.wording import load_wording
from directory.entry import Contact
from directory.library import Library
from tests.bot.somebody import Person
from tests.botapi.markup import check_markup, parse_html

BUTTONS = load_wording().buttons
NEXT = Choice("Tell me more", Action(Verb.MORE, "short-breaks"))


def parts_of(*blocks: Block | str, **rest: Any) -> list[Part]:
    made = tuple(block if isinstance(block, Block) else Block(block) for block in blocks)
    return render(Reply(Status.ANSWERED, made, **rest), BUTTONS)


def rows(part: Part) -> list[list[tuple[str, str]]]:
    """The buttons of ``part``: label and what it does."""
    assert part.keyboard is not None
    return [
        [(button.text, str(button.callback_data or button.url)) for button in row]
        for row in part.keyboard.inline_keyboard
    ]


def contact(kind: str, value: str, number: int = 0) -> ContactLine:
    made = Contact(type=kind, value=value, sources=("s1",), checked="2025-01")
    return ContactLine(f"Line {value}", made, "sendlo", number, "SENDLO")


def test_titles_are_bold_notes_are_italic_and_a_heading_stays_close_to_its_text() -> None:
    [part] = parts_of(
        Block("Sleep", BlockKind.TITLE),
        Block("It helps."),
        Block("How to get it", BlockKind.HEADING),
        Block("Ask."),
        sources=(Block("Source: a page.", BlockKind.NOTE),),
    )
    assert part.html == "<b>Sleep</b>\nIt helps.\n\n<b>How to get it</b>\nAsk.\n\n<i>Source: a page.</i>"
    assert part.plain == "Sleep\nIt helps.\n\nHow to get it\nAsk.\n\nSource: a page."
    assert part.keyboard is None


def test_everything_is_escaped_once() -> None:
    [part] = parts_of(Block("Q&A <b>", BlockKind.TITLE), 'ages < 5 & "up" &amp;')
    assert part.html == '<b>Q&amp;A &lt;b&gt;</b>\nages &lt; 5 &amp; "up" &amp;amp;'
    assert parse_html(part.html)[0] == part.plain


def test_a_long_reply_splits_between_paragraphs_with_the_buttons_on_the_last_part() -> None:
    first, second, third = "a" * 3000, "b" * 1000, "c" * 200
    one, two = parts_of(first, second, third, choices=(NEXT,))
    assert one.plain == f"{first}\n\n{second}"
    assert two.plain == third
    assert one.keyboard is None
    assert rows(two) == [[("Tell me more", "1:more:short-breaks")]]


def test_a_paragraph_that_is_too_long_breaks_after_a_sentence() -> None:
    sentence = "This one says a little more about it. "
    parts = parts_of(sentence * 200)
    assert len(parts) == 2
    assert parts[0].plain.endswith("about it.")
    assert parts[1].plain.startswith("This one")
    assert " ".join(part.plain for part in parts) == (sentence * 200).strip()


def test_the_limit_counts_utf16_units_as_telegram_does() -> None:
    assert length("é") == 1
    assert length("🙂") == 2
    parts = parts_of("🙂" * 2049)
    assert [length(part.plain) for part in parts] == [4096, 2]


def test_one_message_keeps_everything_that_fits() -> None:
    reply = Reply(Status.ANSWERED, (Block("Sleep", BlockKind.TITLE), Block("It helps.")), choices=(NEXT,))
    assert render_as_one(reply, "There is more.") == Part("<b>Sleep</b>\nIt helps.", "Sleep\nIt helps.")


def test_one_message_that_is_too_long_says_so_and_keeps_who_to_call_and_the_source() -> None:
    blocks = (
        Block("Sleep", BlockKind.TITLE),
        Block("a" * 3000),
        Block("How to get it", BlockKind.HEADING),
        Block("b" * 3000),
    )
    source = Block("Source: a page.", BlockKind.NOTE)
    reply = Reply(Status.ANSWERED, blocks, contacts=(contact("phone", "0151 496 0100"),), sources=(source,))
    part = render_as_one(reply, "There is more.")
    assert part.plain == f"Sleep\n{'a' * 3000}\n\nThere is more.\n\nSENDLO: Line 0151 496 0100\n\nSource: a page."
    assert part.keyboard is None


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
long_texts = st.tuples(words, st.sampled_from([" ", "\n", ". ", "🙂", "&<>", ""]), st.integers(1, 900)).map(
    lambda made: (made[0] + made[1]) * made[2]
)


@given(st.lists(st.tuples(long_texts, st.sampled_from(BlockKind)), min_size=1, max_size=5))
def test_no_part_is_ever_too_long_and_nothing_is_lost(made: list[tuple[str, BlockKind]]) -> None:
    parts = parts_of(*(Block(text, kind) for text, kind in made), choices=(NEXT,))
    for part in parts:
        assert 1 <= length(part.plain) <= 4096
        assert parse_html(part.html)[0].split() == part.plain.split()
    assert [bool(part.keyboard) for part in parts] == [*([False] * (len(parts) - 1)), True][: len(parts)]
    shown = "".join("".join(part.plain.split()) for part in parts)
    assert shown == "".join("".join(text.split()) for text, _ in made)


@given(st.lists(st.tuples(long_texts, st.sampled_from(BlockKind)), min_size=1, max_size=5))
def test_one_message_is_never_too_long(made: list[tuple[str, BlockKind]]) -> None:
    blocks = tuple(Block(text, kind) for text, kind in made)
    part = render_as_one(Reply(Status.ANSWERED, blocks, sources=(Block("Source."),)), "There is more.")
    assert 1 <= length(part.plain) <= 4096
    assert part.plain.endswith("Source.")


def test_ways_to_reach_somebody_come_before_what_to_do_next() -> None:
    [part] = parts_of(
        "Hi",
        contacts=(contact("phone", "0151 496 0100"), contact("website", "example.org", 1)),
        places=(Place("The Hive", "Bright Street", 53.39, -3.02, "the-hive", 0),),
        choices=(NEXT,),
    )
    assert rows(part) == [
        [("Call SENDLO 0151 496 0100", "1:call:sendlo")],
        [("Website", "https://example.org"), ("Map", "1:map:the-hive")],
        [("Tell me more", "1:more:short-breaks")],
    ]
    assert part.plain.index("Line 0151 496 0100") < part.plain.index("Line example.org")
    assert "The Hive: Bright Street" in part.plain


def test_at_most_two_numbers_become_buttons_and_the_rest_stay_readable() -> None:
    [part] = parts_of("Hi", contacts=tuple(contact("phone", f"0151 496 010{n}", n) for n in range(4)))
    assert [row[0][1] for row in rows(part)] == ["1:call:sendlo", "1:call:sendlo:1"]
    assert "0151 496 0103" in part.plain


def test_a_long_label_is_cut_but_its_number_stays() -> None:
    long_name = "A service with a very long name that does not fit on any button of a phone"
    call = contact("phone", "0151 496 0100")
    named = ContactLine(call.text, call.contact, call.entry_id, call.number, long_name)
    [part] = parts_of("Hi", contacts=(named,), choices=(Choice(long_name, Action(Verb.SHOW, "x")),))
    [[(call_label, _)], [(show_label, _)]] = rows(part)
    assert call_label.startswith("Call A service")
    assert call_label.endswith("0151 496 0100")
    assert show_label.endswith("...")
    assert max(len(call_label), len(show_label)) <= 60


def test_telegram_would_take_every_answer_about_every_entry(assistant: Assistant, library: Library) -> None:
    for entry_id in library.current.content.entries:
        somebody = Person(assistant)
        taps = [(verb, entry_id) for verb in (Verb.SHOW, Verb.MORE, Verb.EASY)]
        for verb, target in [*taps, (Verb.SAY, "ask-contact"), (Verb.SAY, "ask-where"), (Verb.SAY, "ask-how")]:
            parts = render(somebody.taps(verb, target), BUTTONS)
            assert parts
            assert [part.keyboard is None for part in parts[:-1]] == [True] * (len(parts) - 1)
            for part in parts:
                assert 1 <= length(part.plain) <= 4096, entry_id
                assert parse_html(part.html)[0] == part.plain, entry_id
                check_markup(part.keyboard.to_dict() if part.keyboard else None)


@pytest.mark.parametrize("text", ["clubs", "nearest family hub", "urgent help", "I want to die", "help", "privacy"])
def test_telegram_would_take_every_other_answer(person: Person, text: str) -> None:
    for part in render(person.says(text), BUTTONS):
        assert parse_html(part.html)[0] == part.plain
        check_markup(part.keyboard.to_dict() if part.keyboard else None)


def test_bold_words_of_an_entry_are_bold() -> None:
    [part] = parts_of("**Late?** The Tribunal may still take it.")
    assert part.html == "<b>Late?</b> The Tribunal may still take it."
    assert part.plain == "Late? The Tribunal may still take it."


@pytest.mark.parametrize("kind", [BlockKind.TITLE, BlockKind.HEADING, BlockKind.NOTE])
def test_no_marks_are_left_where_all_is_marked(kind: BlockKind) -> None:
    [part] = parts_of(Block("a **b** c", kind))
    assert "a b c" in part.html
