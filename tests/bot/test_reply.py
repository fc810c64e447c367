"""A reply as plain text: what a person reads where nothing can be tapped."""

from __future__ import annotations

from bot.action import Action, Verb
from bot.reply import Block, BlockKind, Choice, ContactLine, Place, Reply, Status, as_plain_text
from directory.entry import Contact

CALL = ContactLine(
    "Call 111",
    Contact(type="phone", value="111", sources=("s1",), checked="2025-01"),
    "urgent-nhs-111",
    0,
    "NHS 111",
)


def test_paragraphs_are_parted_by_an_empty_line_and_choices_are_numbered() -> None:
    reply = Reply(
        Status.ANSWERED,
        (Block("Sleep support", BlockKind.TITLE), Block("It helps children to sleep.")),
        sources=(Block("Source: a web page.", BlockKind.NOTE),),
        choices=(
            Choice("Tell me more", Action(Verb.MORE, "sleep")),
            Choice("Easy read", Action(Verb.EASY, "sleep")),
        ),
    )
    assert as_plain_text(reply) == (
        "Sleep support\n\nIt helps children to sleep.\n\nSource: a web page.\n\n1. Tell me more\n2. Easy read"
    )
    assert as_plain_text(reply, number_choices=False).endswith("\n\n- Tell me more\n- Easy read")


def test_contacts_and_addresses_are_written_out_before_the_source() -> None:
    reply = Reply(
        Status.ANSWERED,
        (Block("NHS 111", BlockKind.TITLE),),
        contacts=(CALL,),
        places=(Place("The Hive", "Bright Street, CH41 1EE", 53.39, -3.02, "the-hive", 0),),
        sources=(Block("Source: a web page.", BlockKind.NOTE),),
    )
    assert as_plain_text(reply) == ("NHS 111\n\nCall 111\n\nThe Hive: Bright Street, CH41 1EE\n\nSource: a web page.")


def test_a_place_without_an_address_leaves_no_loose_colon() -> None:
    reply = Reply(Status.ANSWERED, (Block("Hi"),), places=(Place("The Hive", "", 53.39, -3.02, "the-hive", 0),))
    assert as_plain_text(reply) == "Hi"
