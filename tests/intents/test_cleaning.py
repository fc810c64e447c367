"""Cleaning: what is typed becomes comparable; what is personal is hidden before anything is logged."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intents.cleaning import (
    MAX_CHARACTERS,
    asked,
    clean,
    folded,
    holds_phone_number,
    mask_personal_details,
    plain_words,
    without_accents,
    words_of,
)


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  My SON   can't\nsleep ", "my son can't sleep"),
        ("What’s on", "what's on"),
        ("what´s on", "what's on"),
        ("what`s on", "what's on"),
        ("pleeeeease", "pleease"),
        ("hellooo", "helloo"),
        ("\uff48\uff45\uff4c\uff50", "help"),
        ("\ufb01nd", "find"),
        ("sl\u200beep", "sleep"),
        ("\u202ehelp\u202c", "help"),
        ("a\x00b", "a b"),
        ("autism – help", "autism - help"),
        ("café", "café"),
        ("cafe\u0301", "café"),
        ("100000", "100000"),
        ("", ""),
    ],
)
def test_cleaning(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@given(text=st.text())
@example(text="e\u200d\u0301")
@example(text="İ\u0323")
@example(text="a\u200ba\u200ba")
@example(text="´")
@example(text="\ud800")
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


@pytest.mark.parametrize(
    ("accented", "bare"), [("zoë's naïve café", "zoe's naive cafe"), ("łódź", "lodz"), ("йти", "ити"), ("হাঁটা", "হাঁটা")]
)
def test_letters_are_bared_of_their_accents(accented: str, bare: str) -> None:
    assert without_accents(accented) == bare


@pytest.mark.parametrize(
    ("typed", "alike"),
    [("Mój mąż", "moj maz"), ("أُريد", "اريد"), ("моей сёстры", "моеи сестры"), ("K\u0131z\u0131m", "kizim")],
)
def test_other_languages_are_compared_without_marks(typed: str, alike: str) -> None:
    assert folded(typed) == alike


@given(text=st.text(alphabet=st.characters()))
def test_nothing_invisible_is_left(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == cleaned.strip()
    assert cleaned.isprintable()
    assert "  " not in cleaned


@pytest.mark.parametrize(
    ("cleaned", "words"),
    [
        ("my son can't sleep", ["my", "son", "can't", "sleep"]),
        ("hubs, clubs & fun!", ["hubs", "clubs", "fun"]),
        ("0-5 year olds", ["0", "5", "year", "olds"]),
        ("'quoted' text", ["quoted", "text"]),
        ("my 7y/o and 9 y.o.", ["my", "7", "yo", "and", "9", "yo"]),
        ("by/on monday", ["by", "on", "monday"]),
        ("snake_case", ["snake", "case"]),
        ("আমার ছেলের অটিজম", ["আমার", "ছেলের", "অটিজম"]),
        ("मेरे बेटे को", ["मेरे", "बेटे", "को"]),
        ("?!", []),
    ],
)
def test_words(cleaned: str, words: list[str]) -> None:
    assert words_of(cleaned) == words


def test_plain_words_have_no_apostrophes() -> None:
    assert plain_words("he's 7, and won't sleep!") == "hes 7 and wont sleep"


@given(text=st.text())
def test_plain_words_of_plain_words_are_the_same(text: str) -> None:
    plain = plain_words(clean(text))
    assert plain_words(plain) == plain
    assert "'" not in plain


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("mail me at jo.bloggs+send@example.co.uk please", "mail me at [email] please"),
        ("see https://example.org/a?b=c now", "see [link] now"),
        ("ring 0151 666 4444 today", "ring [phone] today"),
        ("ring 07700900123", "ring [phone]"),
        ("ring 07700-900-123.", "ring [phone]."),
        ("ring 07700.900.123", "ring [phone]"),
        ("ring +44 7700 900123", "ring [phone]"),
        ("ring +44 (0)151 666 4444", "ring [phone]"),
        ("we live at CH41 1AA", "we live at [postcode]"),
        ("we live at ch411aa", "we live at [postcode]"),
        ("his nhs number is 943 476 5919", "his nhs number is [number]"),
        ("born 03/04/2015", "born [date]"),
        ("case 1234567", "case [number]"),
        ("my name is Jo", "my name is [name]"),
        ("he's called Sam O'Neil", "he's called [name]"),
    ],
)
def test_personal_details_are_hidden(text: str, masked: str) -> None:
    assert mask_personal_details(text) == masked


@pytest.mark.parametrize(
    "text",
    ["my 7 year old can't sleep", "clubs for 0-5s in ch46", "year 9 at high school", "ring 111 or 999", "section 19"],
)
def test_what_is_not_personal_stays(text: str) -> None:
    assert mask_personal_details(text) == text


AROUND = st.text(alphabet="abc ,\n", max_size=20)


@given(
    before=AROUND,
    after=AROUND,
    name=st.from_regex(r"[a-z0-9._+-]{1,20}", fullmatch=True),
    host=st.from_regex(r"[a-z0-9-]{1,10}\.(com|co\.uk|org)", fullmatch=True),
)
def test_no_email_is_left(before: str, after: str, name: str, host: str) -> None:
    assert "@" not in mask_personal_details(f"{before} {name}@{host} {after}")


@given(
    before=AROUND,
    after=AROUND,
    start=st.sampled_from(["0", "+44", "+44 ", "+44 (0)", "(0"]),
    digits=st.from_regex(r"[1-9][0-9]{9}", fullmatch=True),
    cut=st.sampled_from([(3, 6), (4, 7), (2, 6), (10, 10)]),
    gap=st.sampled_from([" ", "-", ".", "", ") ", "  "]),
)
def test_no_phone_number_is_left(
    before: str, after: str, start: str, digits: str, cut: tuple[int, int], gap: str
) -> None:
    number = start + gap.join(part for part in (digits[: cut[0]], digits[cut[0] : cut[1]], digits[cut[1] :]) if part)
    masked = mask_personal_details(f"{before} {number} {after}")
    assert not any(character.isdigit() for character in masked)


@given(
    before=AROUND,
    after=AROUND,
    outward=st.from_regex(r"[A-Za-z]{1,2}[0-9][0-9A-Za-z]?", fullmatch=True),
    inward=st.from_regex(r"[0-9][A-Za-z]{2}", fullmatch=True),
    space=st.sampled_from(["", " ", "  "]),
)
def test_no_postcode_is_left(before: str, after: str, outward: str, inward: str, space: str) -> None:
    masked = mask_personal_details(f"{before} {outward}{space}{inward} {after}")
    assert not any(character.isdigit() for character in masked)


@given(text=st.text())
def test_masking_never_raises(text: str) -> None:
    assert isinstance(mask_personal_details(text), str)


@pytest.mark.parametrize(
    ("typed", "matched"),
    [
        ("<b>my son</b> won't sleep &amp; cries", "my son won't sleep & cries"),
        ("ring 07700 900123 my son won't sleep", "ring . my son won't sleep"),
        ("he is 7 and <3 his dog", "he is 7 and <3 his dog"),
    ],
)
def test_markup_and_phone_numbers_are_not_matched(typed: str, matched: str) -> None:
    assert " ".join(asked(typed).split()) == matched


def test_a_very_long_message_is_read_at_its_beginning_and_its_end() -> None:
    read = asked(f"first {'words ' * MAX_CHARACTERS} last")
    assert len(read) <= MAX_CHARACTERS + 2
    assert read.startswith("first")
    assert read.endswith("last")


@pytest.mark.parametrize(("text", "held"), [("ring me on 07700 900123", True), ("he is 7", False)])
def test_a_phone_number_is_noticed(text: str, held: bool) -> None:
    assert holds_phone_number(text) is held
