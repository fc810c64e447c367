"""The messages that the second layer learns from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from directory.errors import ContentError
from intents.safety import likeness, load_safety
from intents.safety.kinds import load_files
from intents.safety.teaching import HARMLESS, Lesson, is_held_apart, lessons, load_examples

HERE = Path(__file__).parent
COMMON, FILES = load_files()
FRESH = ("fresh/danger.yaml", "fresh/harmless.yaml")


def written(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_one_message_a_line_and_notes_after_a_hash(tmp_path: Path) -> None:
    written(tmp_path, "danger/suicide.txt", "# from the helpline\ni want to die\n\n  it's over \n")
    written(tmp_path, "harmless/idiom.txt", "dead tired\n")
    assert load_examples(["suicide"], tmp_path) == [
        Lesson("i want to die", "suicide"),
        Lesson("it's over", "suicide"),
        Lesson("dead tired", HARMLESS),
    ]


def test_messages_that_were_looked_for_stand_in_files_of_their_own(tmp_path: Path) -> None:
    written(tmp_path, "danger/suicide.hard.txt", "labels on everything\n")
    written(tmp_path, "harmless/idiom.hard.txt", "dead to the world\n")
    assert load_examples(["suicide"], tmp_path) == [
        Lesson("labels on everything", "suicide", hard=True),
        Lesson("dead to the world", HARMLESS, hard=True),
    ]


def test_a_message_cannot_be_danger_and_harmless(tmp_path: Path) -> None:
    written(tmp_path, "danger/suicide.txt", "I want to die\n")
    written(tmp_path, "harmless/idiom.txt", "dead tired\ni want to die\n")
    with pytest.raises(ContentError, match=r"harmless/idiom.txt:2.*stands in danger/suicide.txt too"):
        load_examples(["suicide"], tmp_path)


def test_a_file_is_named_after_a_kind(tmp_path: Path) -> None:
    written(tmp_path, "danger/suicde.txt", "i want to die\n")
    with pytest.raises(ContentError, match="no kind of danger has this name"):
        load_examples(["suicide"], tmp_path)


def test_every_kind_has_hundreds_of_messages() -> None:
    found = lessons(COMMON, FILES, ["nearest hub"])
    by_kind: dict[str, int] = {}
    for lesson in found:
        by_kind[lesson.kind] = by_kind.get(lesson.kind, 0) + 1
    assert all(count >= 500 for count in by_kind.values()), by_kind
    assert found[-1] == Lesson("nearest hub", HARMLESS, ordinary=True)


def test_about_one_message_in_ten_is_held_apart() -> None:
    apart = [is_held_apart(lesson.text) for lesson in lessons(COMMON, FILES, [])]
    assert 0.08 < sum(apart) / len(apart) < 0.12


@pytest.mark.parametrize(
    "name", ["danger.yaml", "harmless.yaml", "natural/danger.yaml", "natural/harmless.yaml", *FRESH]
)
def test_nothing_is_learnt_from_the_kept_apart_messages(name: str) -> None:
    learnt = {lesson.text.lower() for lesson in lessons(COMMON, FILES, [])}
    kept_apart = {message["text"].lower() for message in yaml.safe_load((HERE / name).read_text(encoding="utf-8"))}
    assert not learnt & kept_apart


@pytest.mark.parametrize("stale", ["encoder", "kinds"])
def test_scores_that_do_not_fit_are_left_out_and_the_lists_go_on(
    stale: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    learnt = likeness.load()
    assert learnt
    changed = {"encoder": "another"} if stale == "encoder" else {"kinds": ("a-kind-that-is-gone", *learnt.kinds[1:])}
    monkeypatch.setattr(likeness, "load", lambda: replace(learnt, **changed))
    danger = load_safety().notice("i want to die")
    assert danger is not None
    assert danger.layer != "likeness"
    assert "sendlo safety learn" in caplog.text
