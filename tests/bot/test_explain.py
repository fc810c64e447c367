"""``sendlo why``: the answer and each step towards it, for editors who ask why the assistant said that."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.explain import Step, explain
from bot.explain.steps import file_of
from directory.loading import load_content
from intents.understanding import load_rules
from tests.bot.somebody import Person


def steps_of(assistant: Assistant, text: str) -> dict[str, Step]:
    return {step.key: step for step in explain(assistant, text)}


def said(step: Step) -> str:
    return " ".join(step.says)


def compared(step: Step, where: str) -> list[dict[str, Any]]:
    """What was compared with the cut-offs that are kept there."""
    return [one for one in step.data["compared"] if one["where"].endswith(where)]


def test_an_entrys_file_is_called_as_the_check_calls_it() -> None:
    content = load_content()
    called = {entry.id: file_of(entry) for entry in content.entries.values()}
    assert called == {entry_id: file.path.as_posix() for entry_id, file in content.files.items()}


def test_the_answer_comes_first_and_then_every_step_in_order(assistant: Assistant) -> None:
    steps = [*steps_of(assistant, "My child WON'T sleep!!")]
    understanding = ["read", "details", "matched", "learnt", "besides", "decision"]
    assert steps == ["answer", "danger", "language", *understanding, "numbers"]


@pytest.mark.parametrize(
    "text",
    [
        "my lad wont sleep",
        "you are useless",
        "mój syn nie śpi",
        "chcę umrzeć",
        "what if they say no",
        "I want to kill myself. How do I get a blue badge?",
        "he hits me when he has a meltdown",
        "autism",
        "",
    ],
)
def test_the_answer_is_what_somebody_gets_who_says_it(assistant: Assistant, person: Person, text: str) -> None:
    answer, reply = steps_of(assistant, text)["answer"], person.says(text)
    assert (answer.data["status"], answer.data["entries"]) == (reply.status, list(reply.entries))


def test_explaining_counts_and_keeps_nothing(assistant: Assistant, person: Person) -> None:
    explain(assistant, "I want to kill myself")
    assert "Urgent help" not in [choice.label for choice in person.says("short breaks").choices]


@pytest.mark.parametrize(
    ("text", "wording", "is_a", "file"),
    [
        ("my lad wont sleep", "my lad wont sleep", "a phrase", "directory/content/services/koala-sleep-support.yaml"),
        ("  SHORT   breaks ", "Short breaks", "a name", "directory/content/services/short-breaks.yaml"),
        ("whats the weather", "(whats|what is|hows) the weather", "a sentence", "intents/sentences/en/off-topic.yaml"),
        ("what does EHCP mean", "{term}", "a sentence", "intents/sentences/en/explain-term.yaml"),
    ],
)
def test_exact_wording_tells_what_it_is_and_in_which_file(
    assistant: Assistant, text: str, wording: str, is_a: str, file: str
) -> None:
    matched = steps_of(assistant, text)["matched"]
    [by] = matched.data["by"]
    assert matched.data["exact"]
    assert wording in by["wording"]
    assert by["is"].startswith(is_a)
    assert by["file"] == file
    assert f'"{by["wording"]}" is {by["is"]}, in {file}.' in matched.says


def test_wording_that_is_known_once_mended_says_so(assistant: Assistant) -> None:
    steps = steps_of(assistant, "SHORT breks")
    assert steps["read"].data["mended"] == [["breks", "breaks"]]
    assert "once its spelling is mended" in said(steps["matched"])


@pytest.mark.parametrize(
    "text", ["my lad wont sleep", "you are useless", "whats the weather", "my son is deaf at home"]
)
def test_nearest_phrases_runners_up_and_cut_offs_are_told_of_any_wording(assistant: Assistant, text: str) -> None:
    steps = steps_of(assistant, text)
    chances = [runner_up["probability"] for runner_up in steps["learnt"].data["labels"]]
    assert len(chances) > 1
    assert chances == sorted(chances, reverse=True)
    assert all(near["phrase"] and near["file"].endswith(".yaml") for near in steps["learnt"].data["nearest"])
    [for_us] = [one for one in compared(steps["decision"], "learnt from the phrases") if "for us" in one["what"]]
    assert for_us["reached"] == (for_us["value"] >= for_us["cut_off"])


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("he only sleeps three hours and we are all shattered", "worth_offering"),
        ("who won the football", "off_topic"),
    ],
)
def test_cut_offs_of_matching_yaml_are_told_with_what_they_were_compared_with(
    assistant: Assistant, text: str, where: str
) -> None:
    decision = steps_of(assistant, text)["decision"]
    found = compared(decision, f"intents/matching.yaml, {where}")
    assert {one["cut_off"] for one in found} == {getattr(load_rules(), where)}
    assert f"intents/matching.yaml, {where}" in said(decision)


def test_what_no_entry_answers_is_told_as_such(assistant: Assistant) -> None:
    steps = steps_of(assistant, "where do we get a radar key from for the disabled loos")
    assert any(near["file"] == "directory/content/not_held.yaml" for near in steps["learnt"].data["nearest"])
    assert "How likely it is that no entry answers it" in said(steps["decision"])


def test_each_part_of_a_message_is_told_and_what_is_answered_besides(assistant: Assistant) -> None:
    steps = steps_of(assistant, "how do i apply for dla and get speech therapy")
    besides, decision = steps["besides"], steps["decision"]
    asked = {part["what"] for part in besides.data["parts"] if part["surely"]}
    assert len(asked) == 2
    assert asked == {decision.data["entries"][0], *besides.data["entries"]}
    assert "intents/matching.yaml, pressing" in said(decision)


def test_a_list_besides_is_told(assistant: Assistant) -> None:
    steps = steps_of(assistant, "clubs and help with money")
    assert steps["besides"].data["named"] == ["things to do"]
    assert steps["decision"].says[-1] == "It lists what fits the details."


def test_of_a_story_it_is_told_what_the_whole_does_not_bear_out(assistant: Assistant) -> None:
    story = "he has ehcp review soon, my husband lost his job, and he cant sleep. how do i get a blue badge"
    besides = steps_of(assistant, story)["besides"]
    found = compared(besides, "second_need")
    assert {one["cut_off"] for one in found} == {load_rules().second_need}
    assert not any(one["reached"] for one in found)
    assert "guide-sleep" in said(besides)


def test_what_nobody_is_sure_of_is_told_with_its_cut_offs(assistant: Assistant) -> None:
    besides = steps_of(assistant, "we live in Wallasey, he is always hungry, and how do i get an ehcp")["besides"]
    assert "may be about guide-eating-and-food" in said(besides)
    assert besides.data["named"] == ["guide-eating-and-food"]
    assert "likely_need" in said(besides)
    assert "told_need" in said(besides)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("clubs in Moreton for my son Zyxxorp", "Its details ask for a list"),
        ("thanks", "The known wording decides."),
        ("asdf qwer zxcv", "none of its words is known from off-topic messages"),
        ("blorp, are you a real person or what", "The first is an intent and no entry"),
    ],
)
def test_what_decides_besides_the_cut_offs_is_told(assistant: Assistant, text: str, told: str) -> None:
    assert told in said(steps_of(assistant, text)["decision"])


def test_details_are_told_with_the_words_that_tell_them(assistant: Assistant) -> None:
    details = steps_of(assistant, "clubs for my autistic 7 year old in Moreton")["details"]
    found = details.data["details"]
    assert (found["ages"], found["area"], found["needs"]) == ((7, 7), "moreton", ["autism"])
    assert {"Age: 7.", "Place: moreton.", "Need: autism."} <= set(details.says)
    assert "autistic" in details.data["words"]


@pytest.mark.parametrize(
    ("text", "kind", "layer", "cut_off", "does"),
    [
        ("I want to die", "suicide", "lists", "doubt", "Urgent help comes first. Nothing else is answered."),
        ("i want to kill myself. how do i get a blue badge", "suicide", "lists", "doubt", "answered below"),
        ("i am scared", "unsafe-tonight", "likeness", "ask", "Urgent help comes first, with one gentle question"),
        (
            "my toddler hits me when he has a meltdown",
            "challenging-behaviour",
            "lists",
            "doubt",
            "It is a worry and no alarm",
        ),
    ],
)
def test_danger_tells_its_kind_its_words_its_cut_offs_and_what_it_does(
    assistant: Assistant, text: str, kind: str, layer: str, cut_off: str, does: str
) -> None:
    danger = steps_of(assistant, text)["danger"]
    assert (danger.data["kind"], danger.data["told_by"]) == (kind, layer)
    assert danger.data["file"] == f"intents/safety/{kind}.yaml"
    assert compared(danger, f"second_layer: {cut_off}")
    assert does in said(danger)
    assert all(one["reached"] for one in compared(danger, f"second_layer: {cut_off}")) == danger.data["alarms"]
    if layer == "lists":
        assert danger.data["words"] in text.lower()
        assert f'"{danger.data["words"]}"' in said(danger)


def test_where_urgent_help_is_the_whole_answer_the_rest_is_told_as_what_would_be(assistant: Assistant) -> None:
    *_, alone, would_follow = steps_of(assistant, "emergency help")["decision"].says
    assert alone.startswith("Urgent help is the whole answer.")
    assert would_follow == "It does what belongs to the intent urgent-help."


def test_likely_danger_in_wording_that_is_known_says_that_it_is_set_aside(assistant: Assistant) -> None:
    danger = steps_of(assistant, "and how long would it take")["danger"]
    assert danger.data["told_by"] == "likeness"
    assert "the wording is known exactly: it is answered, and danger isn't spoken of" in danger.says[-1]


def test_what_the_lists_found_may_be_borne_out_by_a_part_alone(assistant: Assistant) -> None:
    danger = steps_of(assistant, "he self harms and where do i send the dla form")["danger"]
    [doubt] = compared(danger, "doubt")
    assert "(alone)" in doubt["then"]
    assert doubt["value"] >= assistant.safety.common.second_layer.alone


def test_no_danger_tells_how_near_it_came(assistant: Assistant) -> None:
    danger = steps_of(assistant, "short breaks")["danger"]
    assert "No danger was noticed." in danger.says
    assert [one["reached"] for one in danger.data["compared"]] == [False]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("mój syn nie śpi", "pl", "Odpowiadamy tylko po angielsku"),
        ("chcę umrzeć", "pl", "Jeśli ktoś jest teraz w niebezpieczeństwie"),
        ("short breaks", "en", None),
    ],
)
def test_another_language_is_a_step_of_its_own(assistant: Assistant, text: str, code: str, line: str | None) -> None:
    language = steps_of(assistant, text)["language"]
    assert language.data["code"] == code
    assert (language.data["line"] or "").startswith(line or "")
    assert bool(language.data["line"]) == bool(line)


def test_of_another_language_it_is_told_what_is_understood(assistant: Assistant) -> None:
    steps = steps_of(assistant, "mój syn nie śpi")
    assert 'Of it, this is understood: "wont sleep".' in steps["read"].says
    assert steps["danger"].data["compared"] == []
    assert "hardly any word of this is" in said(steps["danger"])


def test_what_only_programmers_read_is_one_step_at_the_end(assistant: Assistant) -> None:
    steps = explain(assistant, "he only sleeps three hours")
    assert [step.key for step in steps if step.technical] == ["numbers"]
    assert {"word_pieces", "confidence", "confidence_score", "danger"} == set(steps[-1].data)


def test_a_message_without_words_says_so(assistant: Assistant) -> None:
    steps = steps_of(assistant, "")
    assert steps["read"].says == ["No words of it are understood any further."]
    assert steps["answer"].data["status"] == "asked_back"


@pytest.mark.parametrize("text", ["", "\x00", "🙂", "Moreton", "what's their number?", "blah. " * 500, "x" * 10_000])
def test_it_is_plain_data_for_any_text(assistant: Assistant, text: str) -> None:
    told = json.loads(json.dumps({step.key: step.as_json for step in explain(assistant, text)}))
    assert told["answer"]["status"]
    assert all(step["says"] for step in told.values())


def test_a_list_tells_what_its_words_make_likely(assistant: Assistant) -> None:
    decision = steps_of(assistant, "swimming sessions for a sensory kid round Moreton")["decision"]
    assert decision.says[-1].startswith("It lists what fits the details, first what its words make likely: active-all")
