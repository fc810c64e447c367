"""Each check beyond the schema, by the smallest mistake that it must find."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from directory.facts import FactRecord
from directory.quality import CHECKS, worst_first
from directory.quality.text import content_stems, reading_age, sentences, words
from tests.directory.inspecting import FLAWLESS, Change, advice, blocking, found, inspection_of


def contact(value: str, kind: str = "phone", **more: str) -> Change:
    return {"contacts": [{"type": kind, "value": value, "sources": ["s1"], "checked": "2025-11", **more}]}


def phrases(*texts: str) -> Change:
    return {"phrases": [*texts, *(f"still up, take {number}" for number in range(25 - len(texts)))]}


def other(**changes: Any) -> Change:
    """A second entry that shares nothing with the first."""
    apart = {
        "id": "larks",
        "name": "Larks",
        "contacts": None,
        "locations": None,
        "summary": "Larks help your child to wake.",
        "phrases": [f"cant rouse him, take {number}" for number in range(25)],
    }
    return apart | changes


def test_a_flawless_entry_has_no_problem(tmp_path: Path) -> None:
    assert found(inspection_of(tmp_path)) == []


def test_every_check_says_what_it_looks_for() -> None:
    assert [check.__name__ for check in CHECKS if not check.__doc__] == []
    assert len({check.__name__ for check in CHECKS}) == len(CHECKS)


BLOCKED = {
    "a statement without a source": ({"how_to_get": "Just ask."}, "unsupported-statement: how_to_get"),
    "a source in the future": (
        {"sources": [FLAWLESS["sources"][0] | {"as_of": "2027"}]},
        "date-order: sources.0.as_of",
    ),
    "a review before the last check": ({"review_by": date(2025, 10, 1)}, "date-order: review_by"),
    "a number that is no number": (contact("0151 12"), "phone-format: contacts.0.value"),
    "a number of another country": (contact("+33 1 70 18 99 00"), "phone-format: contacts.0.value"),
    "an email without a dot": (contact("owls@example", "email"), "email-format: contacts.0.value"),
    "a web address without https": (contact("www.example.org", "website"), "url-format: contacts.0.value"),
    "half a postcode": (
        {"locations": [{"postcode": "CH41", "sources": ["s1"]}]},
        "postcode-format: locations.0.postcode",
    ),
    "a phone number in a text": ({"body": "Ring 0151 666 4340 at night."}, "contact-in-text: body"),
    "a short code in a text": ({"body": "Text 85258 at night."}, "contact-in-text: body"),
    "a website in a text": ({"body": "Look at owls.org.uk for more."}, "contact-in-text: body"),
    "an email in a text": ({"body": "Write to us@owls.example at night."}, "contact-in-text: body"),
    "24 phrases": ({"phrases": FLAWLESS["phrases"][:24]}, "few-phrases: phrases"),
    "phrases that repeat the summary": (
        {"phrases": [f"child wont sleep {number}" for number in range(25)]},
        "few-phrases-in-other-words: phrases",
    ),
    "one phrase twice": (phrases("no rest", "No rest."), "same-phrase-twice: phrases.1"),
    "sixteen words in easy read": ({"easy_read": "word " * 15 + "end."}, "long-easy-read-sentence: easy_read"),
    "young people who aren't spoken to": ({"audience": ["young-people"]}, "missing-text-for-young-people: audience"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "problem"), BLOCKED.values(), ids=BLOCKED)
def test_what_keeps_an_entry_from_being_published(tmp_path: Path, change: Change, problem: str) -> None:
    assert blocking(inspection_of(tmp_path, change)) == [problem]


ADVISED = {
    "sources that disagree": ({"conflicts": ["9 or 10 owls"]}, "conflicting-sources: conflicts.0"),
    "a doubtful contact": (contact("0151 666 4340", confidence="low"), "low-confidence-contact: contacts.0"),
    "a contact without a date": (
        {"contacts": [{"type": "phone", "value": "0151 666 4340", "sources": ["s1"], "checked": "undated"}]},
        "undated-contact: contacts.0.checked",
    ),
    "an overdue review": ({"review_by": date(2026, 2, 28)}, "overdue-review: review_by"),
    "a sentence of 23 words": ({"body": "a " * 22 + "end."}, "long-sentence: body"),
    "a hard summary": (
        {"summary": "Multidisciplinary professionals facilitating neurodevelopmental intervention."},
        "hard-summary: summary",
    ),
    "letters that nobody explains": ({"body": "Ask the XQZ."}, "unresolved-abbreviation: body"),
    "jargon": ({"body": "We do signposting."}, "jargon: body"),
}


@pytest.mark.parametrize(("change", "problem"), ADVISED.values(), ids=ADVISED)
def test_what_editors_are_advised(tmp_path: Path, change: Change, problem: str) -> None:
    inspection = inspection_of(tmp_path, change)
    assert blocking(inspection) == []
    assert advice(inspection) == [problem]


FINE = {
    "emergency numbers in a text": {"body": "Ring 999, 111 or 101."},
    "a year or a count in a text": {"body": "In 2025 it helped 12,500 people, 1600 of them in Hoylake."},
    "a number for callers from abroad": contact("+44 20 7008 0151"),
    "a helpline of six digits": contact("116 123"),
    "a number for people who type": contact("18001 111"),
    "a text code": contact("85258", "text"),
    "letters that the glossary explains": {"body": "Ask the SENCO."},
    "letters that the text explains": {"body": "Ask the owl team (XQZ)."},
    "jargon with its meaning": {"body": "We do signposting (telling you where to go)."},
    "jargon in a name": {"name": "Signposting", "body": "We do signposting."},
    "background with two phrases": {"background": True, "phrases": ["owls", "night owls"]},
    "a past service that was due": {
        "status": "historic", "background": True, "checked": "2011", "review_by": date(2012, 1, 1),
    },
}  # fmt: skip


@pytest.mark.parametrize("change", FINE.values(), ids=FINE)
def test_what_is_fine(tmp_path: Path, change: Change) -> None:
    assert found(inspection_of(tmp_path, change)) == []


def test_a_contact_must_name_a_source_that_supports_contacts(tmp_path: Path) -> None:
    source = FLAWLESS["sources"][0]
    two = [source, {**source, "key": "s2", "supports": ["body"]}]
    change = contact("0151 666 4340", sources=["s2"]) | {"sources": two}  # type: ignore[arg-type]
    assert blocking(inspection_of(tmp_path, change)) == ["unsupported-contact: contacts.0.sources"]


def test_two_entries_never_share_a_name(tmp_path: Path) -> None:
    twin = other(also_known_as=["night owls"])
    assert blocking(inspection_of(tmp_path, {}, twin)) == ["duplicate-name: also_known_as"]


def test_two_entries_never_share_a_phrase(tmp_path: Path) -> None:
    inspection = inspection_of(tmp_path, phrases("no rest"), other(**phrases("no  rest?")))
    assert "same-phrase-twice: phrases.0" in blocking(inspection)


def test_a_phrase_is_nothing_that_no_entry_answers(tmp_path: Path) -> None:
    assert blocking(inspection_of(tmp_path, phrases("where do i vote"))) == ["same-phrase-twice: phrases.0"]


def test_one_number_for_two_organisations_is_a_mistake(tmp_path: Path) -> None:
    shared = FLAWLESS["contacts"]
    theirs = other(organisation="larks", contacts=shared)
    assert blocking(inspection_of(tmp_path, {}, theirs)) == ["duplicate-phone: contacts.0"]


def test_one_number_in_two_entries_of_an_organisation_is_worth_a_look(tmp_path: Path) -> None:
    inspection = inspection_of(tmp_path, {}, other(contacts=FLAWLESS["contacts"]))
    assert (blocking(inspection), advice(inspection)) == ([], ["duplicate-phone: contacts.0"])


def test_everyone_may_give_999(tmp_path: Path) -> None:
    urgent = contact("999")
    assert found(inspection_of(tmp_path, urgent, other(organisation="larks", **urgent))) == []


def test_eight_words_of_a_claim_are_copied(tmp_path: Path) -> None:
    claim = "In 2019 the Owls taught 40 tired parents how to keep a very calm bedtime."
    facts = (FactRecord("night-owls", (claim,)),)
    copied = inspection_of(
        tmp_path, {"body": "They taught tired parents how to keep a very calm bedtime."}, facts=facts
    )
    assert blocking(copied) == ["copied-words: body"]
    assert 'shares 10 words with the facts (night-owls): say "taught tired parents' in found(copied)[0].message


def test_seven_words_of_a_claim_may_be_chance(tmp_path: Path) -> None:
    facts = (FactRecord("night-owls", ("tired parents learn how to keep calm",)),)
    assert found(inspection_of(tmp_path, {"body": "Tired parents learn how to keep calm."}, facts=facts)) == []


def test_names_and_figures_may_be_shared(tmp_path: Path) -> None:
    facts = (
        FactRecord("night-owls", ("Birkenhead, Hoylake, Moreton, Wallasey, Heswall, Oxton, Prenton, Upton 1 2 3",)),
    )
    towns = {"body": "Birkenhead, Hoylake, Moreton, Wallasey, Heswall, Oxton, Prenton, Upton 1 2 3"}
    assert blocking(inspection_of(tmp_path, towns, facts=facts)) == []


def test_a_problem_points_at_its_line(tmp_path: Path) -> None:
    problem = found(inspection_of(tmp_path, {"body": "Text 85258."}))[0]
    lines = (tmp_path / problem.file).read_text().splitlines()
    assert lines[problem.line - 1].startswith("body:")


def test_the_worst_comes_first(tmp_path: Path) -> None:
    inspection = inspection_of(
        tmp_path,
        {"body": "We do signposting.", "review_by": date(2026, 2, 1)},
        other(review_by=date(2025, 12, 31), body="Text 85258."),
    )
    assert [(problem.check, problem.file.stem) for problem in worst_first(found(inspection))] == [
        ("contact-in-text", "larks"),
        ("overdue-review", "larks"),
        ("overdue-review", "night-owls"),
        ("jargon", "night-owls"),
    ]


def test_sentences_end_at_points_and_lines() -> None:
    text = "Is he awake? Ring at 3.30 pm.\n- Ask Dr. Owl\nYou hear within {ehc-decision}."
    assert sentences(text) == ["Is he awake?", "Ring at 3.30 pm.", "Ask Dr.", "Owl", "You hear within 6 weeks."]


def test_words_keep_their_apostrophes_and_hyphens() -> None:
    assert words("Don't wake the under-fives!") == ["Don't", "wake", "the", "under-fives"]


def test_words_that_carry_meaning() -> None:
    assert content_stems("My lad keeps waking in the night") == content_stems("nights, keeping lads wake")


def test_short_words_need_less_reading() -> None:
    easy, hard = "We help you to sleep.", "Practitioners facilitate appropriate interventions."
    assert reading_age([easy]) < 8 < 16 < reading_age([hard])
