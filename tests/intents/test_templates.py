"""Sentence templates: what they match, all their variants, and mistakes told so that an editor can mend them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from directory.errors import ContentError
from intents.sentences import SLOTS, Sentences, compile_template, load_sentences, variants

SLOT = re.compile(r"\{[^}]*\}")


def matches(template: str, text: str) -> bool:
    return compile_template("x", template).pattern.fullmatch(text) is not None


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("thank you", "thank you"),
        ("Can't you?", "cant you"),
        ("thank you [very much]", "thank you"),
        ("thank you [very much]", "thank you very much"),
        ("[please] help", "please help"),
        ("(hi|hello) there", "hello there"),
        ("(hi|good (morning|evening)) [all]", "good evening all"),
        ("[tell me] about {entry}", "about the hive"),
        ("{entry} (number|email)", "the hive number"),
        ("{need} help in {area}", "autism help in new ferry"),
    ],
)
def test_a_template_matches(template: str, text: str) -> None:
    assert matches(template, text)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("thank you", "thank"),
        ("thank you", "thank you all"),
        ("thank you", "thankyou"),
        ("(hi|hello) there", "hi hello there"),
        ("good (morning|evening)", "good"),
        ("more [please]", "moreplease"),
        ("number", "numbers"),
        ("about {entry}", "about"),
    ],
)
def test_a_template_does_not_match_something_else(template: str, text: str) -> None:
    assert not matches(template, text)


def test_a_slot_holds_the_words_in_its_place() -> None:
    match = compile_template("x", "[find] {thing} in {area}").pattern.fullmatch("find youth clubs in new ferry")
    assert match is not None
    assert match.groupdict() == {"thing": "youth clubs", "area": "new ferry"}


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("hi (there", r"the bracket '\(' doesn't close"),
        ("hi [there", r"the bracket '\[' doesn't close"),
        ("hi there)", r"the bracket '\)' has no partner"),
        ("hi (there]", r"the bracket '\]' has no partner"),
        ("hi | hello", r"'\|' needs brackets around it: \(one\|another\)"),
        ("about {servise}", "there is no slot 'servise': use one of entry, term, "),
        ("{area} or {area}", "the slot 'area' stands twice: write two sentences"),
        ("about {Entry}", r"'\{' can't stand in a sentence: use \{slot\}, \[optional\], \(one\|another\)"),
        ("a } b", r"'\}' can't stand in a sentence"),
    ],
)
def test_a_mistake_is_told_with_how_to_mend_it(template: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        compile_template("x", template)


@pytest.mark.parametrize(
    ("template", "all_of_them"),
    [
        ("thank you", ["thank you"]),
        ("(hi|hello)", ["hi", "hello"]),
        ("thanks [mate]", ["thanks mate", "thanks"]),
        ("(a|b) [c]", ["a c", "a", "b c", "b"]),
        ("good (morning|[late] evening)", ["good morning", "good late evening", "good evening"]),
        ("it's [it's] me", ["its its me", "its me"]),
    ],
)
def test_variants_are_written_out(template: str, all_of_them: list[str]) -> None:
    assert variants(template) == all_of_them


def test_too_many_variants_are_cut_to_whole_sentences_that_use_every_choice() -> None:
    template = "(a|b|c|d) (e|f|g|h) (i|j|k|l) end"
    found = variants(template, most=10)
    assert len(found) == 10
    assert all(matches(template, variant) for variant in found)
    assert {word for variant in found for word in variant.split()} == {*"abcdefghijkl", "end"}


def test_every_variant_of_every_real_sentence_is_matched_by_it(sentences: Sentences) -> None:
    wrong = [
        (file.intent, sentence, variant)
        for file in sentences.intents.values()
        for sentence in file.sentences
        if "{" not in sentence
        for variant in variants(sentence)
        if not matches(sentence, variant)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("template", "needed"),
    [
        ("{thing} for {need}", [{"for"}]),
        ("(what is|whats) {term} [mean]", [{"what", "is", "whats"}]),
        ("[(a|b)] [c [d] (e|f)] g", [{"g"}]),
        ("(a (b|c)|d) (e|[f]) (h|)", []),
    ],
)
def test_the_words_that_a_text_must_hold_are_known(template: str, needed: list[set[str]]) -> None:
    assert list(map(set, compile_template("x", template).needed)) == needed


def test_no_variant_of_a_real_sentence_lacks_a_word_that_it_must_hold(sentences: Sentences) -> None:
    for file in sentences.intents.values():
        for sentence in file.sentences:
            template = compile_template(file.intent, sentence)
            for variant in variants(SLOT.sub("moreton", sentence)):
                assert template.may_fit(frozenset(variant.split())), (sentence, variant)


class TestMatch:
    FILES = (
        "intent: bye\nabout: They leave.\nsentences: ['bye [for now]', 'see (you|ya)']\n",
        "intent: about\nabout: They ask.\nsentences: ['{entry}', 'what is {entry}', 'tell me [more] about {entry}']\n",
        "intent: more\nabout: More.\nsentences: [more, 'tell me more about {entry}']\nneeds_last_turn: true\n",
    )

    @pytest.fixture
    def some(self, tmp_path: Path) -> Sentences:
        for text in self.FILES:
            write(tmp_path, f"{text.split()[1]}.yaml", text)
        return load_sentences(tmp_path / "sentences" / "en")

    @staticmethod
    def accepts(slot: str, words: str) -> bool:
        return slot == "entry" and words in ("the hive", "camhs")

    def test_it_names_the_intent_the_sentence_and_its_slots(self, some: Sentences) -> None:
        (match,) = some.match("what is the hive", self.accepts)
        assert (match.intent, match.template) == ("about", "what is {entry}")
        assert match.groups == {"entry": "the hive"}
        assert match.literal_words == 2

    def test_a_slot_takes_only_what_it_accepts(self, some: Sentences) -> None:
        assert some.match("what is love", self.accepts) == []

    def test_each_intent_is_found_once_and_the_surest_first(self, some: Sentences) -> None:
        found = some.match("tell me more about camhs", self.accepts)
        assert sorted(match.intent for match in found) == ["about", "more"]
        assert [match.literal_words for match in found] == [4, 4]

    def test_of_the_sentences_of_one_intent_the_surest_counts(self, some: Sentences) -> None:
        def anything(_slot: str, _words: str) -> bool:
            return True

        (match,) = some.match("what is the hive", anything)
        assert (match.template, match.literal_words) == ("what is {entry}", 2)

    def test_nothing_fits_something_else(self, some: Sentences) -> None:
        assert some.match("goodbye", self.accepts) == []

    def test_sentences_without_slots_are_examples(self, some: Sentences) -> None:
        assert some.plain == [
            ("bye for now", "bye"),
            ("bye", "bye"),
            ("see you", "bye"),
            ("see ya", "bye"),
            ("more", "more"),
        ]

    def test_an_intent_tells_whether_it_needs_an_answer_before(self, some: Sentences) -> None:
        assert [name for name, file in some.intents.items() if file.needs_last_turn] == ["more"]


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / "sentences" / "en" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path.parent


def test_mistakes_of_all_files_are_shown_at_once_with_file_and_line(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "intent: a\nabout: A.\nsentences:\n  - fine\n  - hi (there\n  - '{x} or'\n")
    write(tmp_path, "b.yaml", "intent: c\nabout: B.\nsentences: [hi]\n")
    folder = write(tmp_path, "d.yaml", "intent: d\nsentences: hi\n")

    with pytest.raises(ContentError) as caught:
        load_sentences(folder)

    assert [str(problem).removeprefix(f"{tmp_path}/") for problem in caught.value.problems] == [
        "sentences/en/a.yaml:5: sentences.1: the bracket '(' doesn't close",
        f"sentences/en/a.yaml:6: sentences.2: there is no slot 'x': use one of {', '.join(SLOTS)}",
        "sentences/en/b.yaml:1: intent: must be 'b', the name of its file",
        "sentences/en/d.yaml:1: about: is missing: add it",
        "sentences/en/d.yaml:2: sentences: must be a list: write [one, two], or one item a line with '- '",
    ]


def test_every_real_intent_says_what_the_person_wants(sentences: Sentences) -> None:
    assert len(sentences.intents) >= 20
    assert all(file.about.endswith(".") and file.sentences for file in sentences.intents.values())
