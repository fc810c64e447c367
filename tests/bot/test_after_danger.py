"""What a person gets right after urgent help, when they say little, answer our question, or ask something else."""

from __future__ import annotations

import pytest

from bot.action import Verb
from bot.reply import Reply, Status, as_plain_text
from bot.wording import load_wording
from tests.bot.somebody import Person

WORDS = load_wording().urgent
TOLD = "i want to kill myself"
ASKED = "i cant cope anymore"


def numbers(reply: Reply) -> list[str]:
    return [line.contact.value for line in reply.contacts]


@pytest.mark.parametrize(
    "text", ["help", "please", "im 14", "i live in birkenhead", "yes", "no", "im fine forget it", "tonight"]
)
def test_whoever_says_little_gets_the_numbers_again(person: Person, text: str) -> None:
    before = person.says(TOLD)
    reply = person.says(text)
    assert reply.status is Status.URGENT
    assert set(numbers(reply)) <= set(numbers(before))
    assert "You are not a bother" in as_plain_text(reply)


def test_who_goes_on_telling_details_gets_them_every_time(person: Person) -> None:
    for text in ("my dad hits me", "i live in birkenhead", "im 12", "please"):
        assert person.says(text).status is Status.URGENT


def test_the_numbers_come_again_and_not_what_was_answered_below_them(person: Person) -> None:
    person.says("my step dad scares me when hes drunk")
    assert numbers(person.says("im 13"))[0] == "999"


def test_lines_for_another_age_are_left_out_once_the_age_is_told(person: Person) -> None:
    assert "0800 1111" in numbers(person.says(TOLD))
    assert "0800 1111" not in numbers(person.says("im 23"))


@pytest.mark.parametrize("text", ["yes", "yes im safe", "im safe now"])
def test_yes_answers_our_question_whether_they_are_safe(person: Person, text: str) -> None:
    assert WORDS.unsure.strip() in as_plain_text(person.says(ASKED))
    assert WORDS.glad.strip() in as_plain_text(person.says(text))


@pytest.mark.parametrize("text", ["no", "nope"])
def test_no_to_our_question_names_999_at_once(person: Person, text: str) -> None:
    person.says(ASKED)
    reply = person.says(text)
    assert reply.status is Status.URGENT
    assert WORDS.not_safe.strip() in as_plain_text(reply)
    assert (Verb.SAY, "not-in-danger") in [(choice.action.verb, choice.action.target) for choice in reply.choices]


def test_a_question_afterwards_is_answered(person: Person) -> None:
    person.says(TOLD)
    assert person.says("how do i apply for a blue badge").status is Status.ANSWERED
    assert person.says("im 14").status is not Status.URGENT


def test_after_urgent_help_a_doubtful_danger_is_no_ordinary_question(person: Person) -> None:
    person.says(TOLD)
    reply = person.says("ive taken some tablets")
    assert reply.status is Status.URGENT
    assert "999" in numbers(reply)


@pytest.mark.parametrize("text", ["what if they say no", "im in heswall", "i live in heswall", "im in wallasey"])
def test_words_that_we_know_exactly_are_no_danger(person: Person, text: str) -> None:
    person.says("short breaks")
    reply = person.says(text)
    assert reply.status is not Status.URGENT
    assert "999" not in as_plain_text(reply)


@pytest.mark.parametrize(
    "text",
    [
        "my son wants to die. how do i get an ehc plan?",
        "he self harms and needs school transport",
    ],
)
def test_what_else_is_asked_stands_below_the_numbers(person: Person, text: str) -> None:
    reply = person.says(text)
    assert reply.status is Status.URGENT
    assert WORDS.also_asked in as_plain_text(reply)


def test_somebody_who_is_watched_is_told_how_to_hide_the_chat(person: Person) -> None:
    person.says("my dad hits me")
    assert WORDS.quiet_exit.strip() in as_plain_text(person.says("he might see this"))


def test_where_one_can_write_it_is_shown(person: Person) -> None:
    reply = person.says("my dad hits me")
    assert "https://www.childline.org.uk" in numbers(reply)
    assert WORDS.deaf in as_plain_text(reply)
