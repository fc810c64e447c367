"""Mistakes in content: each is shown with file, line, field, what is wrong and how to mend it."""

# ruff: noqa: E501 - messages are quoted whole, one case a line

from __future__ import annotations

from pathlib import Path

import pytest

from directory.errors import ContentError, NoSuchEntryError, Problem
from directory.loading import content_hash, load_content
from tests.directory.conftest import GUIDE_FILE, SLEEP, SLEEP_FILE, Folder

SLEEP_PATH = f"content/{SLEEP_FILE}"
GUIDE_PATH = f"content/{GUIDE_FILE}"
NOT_YAML = "isn't valid YAML"


def test_good_content_is_loaded_whole(folder: Folder) -> None:
    content = folder.load()
    assert list(content.entries) == ["koala-sleep", "guide-sleep"]
    assert content.entry("koala-sleep").names == ("Koala sleep support", "Koala")
    assert content.entry("koala-sleep").contacts[0].value == "0151 000 0000"
    assert content.organisations["koala"].name == "Koala"
    assert content.deadlines["nurse-reply"].period == "2 weeks"
    assert content.areas[0].id == "ch41"
    assert content.glossary[0].term == "SENCO"
    assert content.taxonomy.needs[0].id == "sleep"


def test_a_folder_with_nothing_in_it_holds_no_entries(tmp_path: Path) -> None:
    assert dict(load_content(tmp_path).entries) == {}


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("status: current", "status: running", "6: status: is 'running', but must be one of 'current', 'unconfirmed' or 'historic'"),
        ("status: current", "statsu: current", "1: status: is missing: add it\n6: statsu: isn't a field we know: check the spelling, or remove it"),
        ("status: current\n", "", "1: status: is missing: add it"),
        ("summary: Sleep", "summary: #Sleep", "10: summary: must be text: put quotes around it"),
        ("summary: Sleep workers help your child to sleep.", 'summary: " "', "10: summary: must not be empty"),
        ("phrases: [my lad wont sleep]", "phrases: my lad wont sleep", "14: phrases: must be a list: write [one, two], or one item a line with '- '"),
        ("topics: [health]", "topics: []", "9: topics: must not be empty"),
        ("topics: [health]", "topics: [Health Care]", "9: topics.0: is 'Health Care', which has the wrong form: use small letters, digits and single hyphens, such as family-hubs"),
        ("checked: 2025-01\n", "checked: Jan 2025\n", "19: checked: is 'Jan 2025', which has the wrong form: write a date as 2025, 2025-01 or 2025-01-31, or undated"),
        ("checked: 2025-01\n", "checked: 2025-13\n", "19: checked: is '2025-13', which isn't in the calendar (month must be in 1..12): correct it"),
        ("review_by: 2026-01-31", "review_by: next year", "20: review_by: must be a date written 2026-01-31"),
        ("review_by: 2026-01-31", "review_by: 2026", "20: review_by: must be a date written 2026-01-31"),
        ("review_by: 2026-01-31", "review_by: 2026-02-31", "20: has a date or number that can't be: day is out of range for month"),
        ("key: s1", "key: first", "18: sources.0.key: is 'first', which has the wrong form: write s1, s2, s3 and so on"),
        ("supports: [summary]", "supports: []", "18: sources.0.supports: must not be empty"),
        ("type: phone", "type: fax", "13: contacts.0.type: is 'fax', but must be one of 'phone', 'text', 'email' or 'website'"),
        ('"0151 000 0000"', "1510000000", "13: contacts.0.value: must be text: put quotes around it"),
        ("name: Koala sleep support", f"name: {'K' * 91}", "3: name: is too long: 91 characters, at most 90"),
        ("easy_read: Help", "cost: {free: perhaps}\neasy_read: Help", "11: cost.free: must be true or false"),
        ("easy_read: Help", "ages: {from: five}\neasy_read: Help", "11: ages.from: must be a whole number"),
        ("easy_read: Help", "ages: {to: 120}\neasy_read: Help", "11: ages.to: is 120, but must be 99 or less"),
        ("easy_read: Help", "ages: 5 to 12\neasy_read: Help", "11: ages: must be fields, each written 'name: value'"),
        ("easy_read: Help", "name: Koala again\neasy_read: Help", "11: name: 'name' is written twice: keep one"),
    ],
)  # fmt: skip
def test_a_mistake_is_shown_with_its_line_its_field_and_how_to_mend_it(
    folder: Folder, old: str, new: str, shown: str
) -> None:
    folder.edit(SLEEP_FILE, old, new)
    problems = [problem for problem in folder.problems() if problem.startswith(SLEEP_PATH)]
    assert problems == [f"{SLEEP_PATH}:{line}" for line in shown.split("\n")]


def test_a_key_written_twice_inside_a_list_is_found_too(folder: Folder) -> None:
    folder.edit(SLEEP_FILE, "{type: phone,", "{type: phone, type: text,")
    assert f"{SLEEP_PATH}:13: type: 'type' is written twice: keep one" in folder.problems()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("id: x\nsummary: it costs: nothing\n", 2, id="a colon inside a text"),
        pytest.param("id: x\nneeds: [sleep\nkind: guide\n", 3, id="a list that doesn't close"),
        pytest.param("id: x\n\tkind: guide\n", 2, id="a tab"),
        pytest.param("id: x\n---\nid: y\n", 2, id="two documents in one file"),
    ],
)
def test_bad_yaml_is_shown_with_its_line_and_what_to_check(folder: Folder, text: str, line: int) -> None:
    folder.write("guides/x.yaml", text)
    (problem,) = folder.problems()
    assert problem.startswith(f"content/guides/x.yaml:{line}: isn't valid YAML (")
    assert problem.endswith("check the indentation, the colons, and put quotes around text that has ': ' or '#' in it")


def test_an_empty_file_is_a_mistake(folder: Folder) -> None:
    folder.write("guides/x.yaml", "")
    assert folder.problems() == ["content/guides/x.yaml:1: must be fields, each written 'name: value'"]


def test_a_file_that_is_not_text_is_a_mistake(folder: Folder) -> None:
    (folder.path / "guides" / "x.yaml").write_bytes(b"id: caf\xe9\n")
    (problem,) = folder.problems()
    assert problem.startswith("content/guides/x.yaml:1: can't be read as UTF-8 text: ")


def test_a_file_with_control_characters_is_a_mistake_told_in_one_line(folder: Folder) -> None:
    folder.write("guides/x.yaml", "id: x\nname: \x07ring\n")
    (problem,) = folder.problems()
    assert problem.startswith("content/guides/x.yaml:1: isn't valid YAML: unacceptable character #x0007")
    assert "\n" not in problem


def test_the_id_must_be_the_name_of_the_file(folder: Folder) -> None:
    folder.edit(SLEEP_FILE, "id: koala-sleep", "id: koala")
    assert f"{SLEEP_PATH}:1: id: must be 'koala-sleep', the name of its file" in folder.problems()


def test_an_id_is_given_once(folder: Folder) -> None:
    folder.write("hubs/koala-sleep.yaml", SLEEP.replace("kind: service", "kind: hub"))
    assert folder.problems() == [
        "content/hubs/koala-sleep.yaml:1: id: is taken by content/services/koala-sleep.yaml: choose another id"
    ]


def test_an_entry_lies_in_the_folder_of_its_kind(folder: Folder) -> None:
    folder.edit(SLEEP_FILE, "kind: service", "kind: activity")
    shown = f"{SLEEP_PATH}:2: kind: is 'activity', so move the file to activities/, or write 'service'"
    assert shown in folder.problems()


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("related: [guide-sleep]", "related: [guide-slep]", "16: related.0: there is no entry 'guide-slep'. Did you mean 'guide-sleep'?"),
        ("related: [guide-sleep]", "related: [zzz]", "16: related.0: there is no entry 'zzz'. Check the spelling, or add it."),
        ("related: [guide-sleep]", "ask_instead: [koala-slepe]", "16: ask_instead.0: there is no entry 'koala-slepe'. Did you mean 'koala-sleep'?"),
        ("needs: [sleep]", "needs: [sleep, sleeep]", "8: needs.1: there is no need in taxonomy.yaml 'sleeep'. Did you mean 'sleep'?"),
        ("topics: [health]", "topics: [helth]", "9: topics.0: there is no topic in taxonomy.yaml 'helth'. Did you mean 'health'?"),
        ("duties: [T-health]", "duties: [T-helth]", "15: duties.0: there is no duty in duties.yaml 'T-helth'. Did you mean 'T-health'?"),
        ("organisation: koala", "organisation: koalas", "5: organisation: there is no organisation 'koalas'. Did you mean 'koala'?"),
        ("document: report.txt", "document: reprt.txt", "18: sources.0.document: there is no document in documents.yaml 'reprt.txt'. Did you mean 'report.txt'? Give a file name from there or a web address."),
        ("supports: [summary]", "supports: [summry]", "18: sources.0.supports.0: there is no field of an entry 'summry'. Did you mean 'summary'?"),
        ("sources: [s1], checked", "sources: [s1, s2], checked", "13: contacts.0.sources: 's2' isn't one of this entry's sources: add it, or mend the key"),
        ("sources:\n", "sources:\n  - {key: s1, document: report.txt, as_of: 2025, supports: [name]}\n", "19: sources.1.key: 's1' is used twice: number the sources s1, s2, s3"),
        ("Help with sleep.", "Wait {nurse-replay}.", "11: easy_read: there is no deadline 'nurse-replay'. Did you mean 'nurse-reply'?"),
    ],
)  # fmt: skip
def test_what_points_at_nothing_is_shown_with_what_was_perhaps_meant(
    folder: Folder, old: str, new: str, shown: str
) -> None:
    folder.edit(SLEEP_FILE, old, new)
    assert folder.problems() == [f"{SLEEP_PATH}:{shown}"]


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("{nurse-reply}.\n", "{nurse}.\n", "9: body: there is no deadline 'nurse'. Did you mean 'nurse-reply'?"),
        ("Ask the", "In {nurse-repl}, ask the", "11: steps.0.text: there is no deadline 'nurse-repl'. Did you mean 'nurse-reply'?"),
        ("deadline: nurse-reply", "deadline: nurse-reply-2", "11: steps.0.deadline: there is no deadline 'nurse-reply-2'. Did you mean 'nurse-reply'?"),
        ("next: koala-sleep", "next: koala-slep", "11: steps.0.next: there is no entry 'koala-slep'. Did you mean 'koala-sleep'?"),
    ],
)  # fmt: skip
def test_the_steps_and_texts_of_a_guide_point_at_things_that_exist(
    folder: Folder, old: str, new: str, shown: str
) -> None:
    folder.edit(GUIDE_FILE, old, new)
    assert folder.problems() == [f"{GUIDE_PATH}:{shown}"]


def test_a_glossary_term_leads_to_an_entry_that_exists(folder: Folder) -> None:
    folder.edit("glossary.yaml", "plain:", "entry: koala-slep, plain:")
    assert folder.problems() == [
        "content/glossary.yaml:1: 0.entry: there is no entry 'koala-slep'. Did you mean 'koala-sleep'?"
    ]
    folder.edit("glossary.yaml", "koala-slep", "koala-sleep")
    assert folder.load().glossary[0].entry == "koala-sleep"


def test_a_file_beside_the_entries_holds_each_key_once(folder: Folder) -> None:
    line = (folder.path / "duties.yaml").read_text(encoding="utf-8")
    folder.write("duties.yaml", line + line)
    assert folder.problems() == ["content/duties.yaml:2: 1: 'T-health' stands in this file twice: keep one"]


def test_mistakes_of_all_files_are_shown_at_once(folder: Folder) -> None:
    folder.edit(SLEEP_FILE, "status: current", "status: running")
    folder.edit(SLEEP_FILE, "audience: [parents]", "audience: [mums]")
    folder.edit(GUIDE_FILE, "deadline: nurse-reply", "deadline: nurse-replies")
    folder.edit("areas.yaml", "kind: postcode", "kind: village")
    folder.write("hubs/hub.yaml", "id: [")

    where = [problem.split(": ")[:2] for problem in folder.problems()]
    where = [[place, NOT_YAML if field.startswith(NOT_YAML) else field] for place, field in where]

    assert where == [
        ["content/areas.yaml:1", "0.kind"],
        [f"{GUIDE_PATH}:11", "steps.0.deadline"],
        [f"{GUIDE_PATH}:11", "steps.0.next"],  # the broken entry can't be pointed at either
        ["content/hubs/hub.yaml:2", NOT_YAML],
        [f"{SLEEP_PATH}:6", "status"],
        [f"{SLEEP_PATH}:7", "audience.0"],
    ]


def test_the_error_lists_all_problems_and_counts_them(folder: Folder) -> None:
    folder.edit(SLEEP_FILE, "needs: [sleep]", "needs: [food, money]")
    with pytest.raises(ContentError, match="2 problems in the content:") as caught:
        folder.load()
    assert str(caught.value).splitlines()[1:] == [str(problem) for problem in caught.value.problems]


def test_references_are_told_apart_from_the_form_of_a_file(folder: Folder) -> None:
    folder.edit(SLEEP_FILE, "needs: [sleep]", "needs: [food]")
    with pytest.raises(ContentError) as caught:
        folder.load()
    (problem,) = caught.value.problems
    assert isinstance(problem, Problem)
    assert (problem.check, problem.blocks) == ("reference", True)


def test_an_unknown_id_is_answered_with_ids_like_it(folder: Folder) -> None:
    with pytest.raises(NoSuchEntryError, match=r"There is no entry 'sleep'\. Did you mean guide-sleep, koala-sleep\?"):
        folder.load().entry("sleep")


class TestContentHash:
    def test_stays_the_same_while_nothing_changes(self, folder: Folder) -> None:
        assert content_hash(folder.path) == content_hash(folder.path)

    def test_changes_with_a_text(self, folder: Folder) -> None:
        before = content_hash(folder.path)
        folder.edit(SLEEP_FILE, "Koala sleep", "Koala Sleep")
        assert content_hash(folder.path) != before

    def test_changes_when_a_file_moves_to_another_folder(self, folder: Folder) -> None:
        before = content_hash(folder.path)
        (folder.path / "urgent").mkdir()
        (folder.path / SLEEP_FILE).rename(folder.path / "urgent" / "koala-sleep.yaml")
        assert content_hash(folder.path) != before

    def test_does_not_hang_on_where_the_folder_lies(self, folder: Folder, tmp_path: Path) -> None:
        assert content_hash(Folder(tmp_path / "elsewhere").path) == content_hash(folder.path)
