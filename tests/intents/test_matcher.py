"""Understanding: exact wording first, what was learnt second, mended spelling, and "nothing" when nothing fits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from directory.library import Directory
from directory.loading import Content
from intents.matcher import Matcher
from intents.understanding import Understanding, load_rules
from tests.directory.test_entry import entry

EHC = "guide-request-ehc-assessment"

MakeMatcher = Callable[[Directory], Matcher]


@pytest.fixture(scope="module")
def small(make_matcher: MakeMatcher) -> Matcher:
    """A matcher for five entries that are easy to mix up."""
    entries = [
        entry(id="dolphins", name="Dolphins", phrases=["swimming lessons for disabled children", "learn to swim"]),
        entry(id="otters", name="Otters", phrases=["swimming club for disabled children", "pool club"]),
        entry(id="beam-north", name="Beam North", also_known_as=["The Beam"], phrases=["lantern walks"]),
        entry(id="beam-south", name="Beam South", also_known_as=["Beam"], phrases=["kite workshops"]),
        entry(id="bus-passes", name="Bus passes", phrases=["free travel on the bus to college", "are you a robot"]),
    ]
    return make_matcher(Directory(Content(entries={each.id: each for each in entries}), version="small"))


def needs_of(understood: Understanding) -> set[str | None]:
    """What a message asks for, by entry or by kind of thing."""
    first = understood.entries[0] if understood.entries else understood.slots.thing
    return {first, *understood.besides, *understood.likely_besides, *(slots.thing for slots in understood.lists)}


class TestExact:
    @pytest.mark.parametrize("text", ["Dolphins", "dolphins?", "  DOLPHINS!! ", "please dolphins", "the dolphins"])
    def test_a_bare_name_shows_its_entry(self, small: Matcher, text: str) -> None:
        understood = small.understand(text)
        assert (understood.intent, understood.entries, understood.sure) == ("show-entry", ("dolphins",), True)
        assert understood.how == "exact"

    def test_a_phrase_of_an_editor_shows_its_entry(self, small: Matcher) -> None:
        understood = small.understand("Learn to swim!")
        assert (understood.entries, understood.sure, understood.how) == (("dolphins",), True, "exact")

    @pytest.mark.parametrize(
        ("text", "wording"),
        [("Learn to swim!", "learn to swim"), ("the dolphins", "Dolphins"), ("can you find otters please", None)],
    )
    def test_the_wording_that_was_met_can_be_told(self, small: Matcher, text: str, wording: str | None) -> None:
        understood = small.understand(text)
        assert small.known.wording_of("dolphins", understood.text) == wording

    def test_a_sentence_with_a_name_in_it_shows_the_entry(self, small: Matcher) -> None:
        understood = small.understand("hiya, how do I contact the otters please")
        assert (understood.intent, understood.entries, understood.how) == ("show-entry", ("otters",), "exact")
        assert understood.sentence is not None
        assert understood.sentence.groups["entry"] == "the otters"

    @pytest.mark.parametrize("text", ["beam", "The Beam", "what is beam", "phone number for the beam"])
    def test_two_entries_with_one_name_are_offered(self, small: Matcher, text: str) -> None:
        understood = small.understand(text)
        assert understood.intent == "show-entry"
        assert understood.entries == ("beam-north", "beam-south")
        assert understood.sure is False

    def test_a_sentence_about_us_is_never_an_entry(self, small: Matcher) -> None:
        """An editor's phrase must not keep us from saying that we are a machine."""
        assert small.understand("are you a robot").intent == "who-are-you"

    def test_more_literal_words_are_surer(self, matcher: Matcher) -> None:
        assert matcher.understand("nearest hub to moreton").intent == "nearest-hub"
        assert matcher.understand("hubs for autistic kids").intent == "list"

    @pytest.mark.parametrize(
        ("text", "intent"),
        [
            ("thanks so much", "thanks"),
            ("ta love", "thanks"),
            ("cheers mate", "thanks"),
            ("ok thanks", "thanks"),
            ("hello there", "greet"),
            ("hi love", "greet"),
        ],
    )
    def test_politeness_alone_is_not_taken_apart(self, matcher: Matcher, text: str, intent: str) -> None:
        understood = matcher.understand(text)
        assert (understood.intent, understood.how) == (intent, "exact")

    def test_details_alone_with_a_kind_of_thing_ask_for_a_list(self, matcher: Matcher) -> None:
        understood = matcher.understand("clubs on saturdays near moreton for my 9 year old")
        assert (understood.intent, understood.how) == ("list", "exact")
        assert understood.slots.thing == "things to do"
        assert (understood.slots.area, understood.slots.ages) == ("moreton", (9, 9))

    def test_details_alone_change_the_last_question(self, matcher: Matcher) -> None:
        understood = matcher.understand("on saturdays in wallasey", after_answer=True)
        assert (understood.intent, understood.slots.area) == ("refine", "wallasey")
        assert understood.entries == ()


class TestLearnt:
    def test_words_that_no_phrase_has_find_the_entry_that_is_meant(self, matcher: Matcher) -> None:
        understood = matcher.understand(
            "hes wide awake till gone three every single night and nothing we try will settle him"
        )
        assert understood.entries[0] in ("koala-sleep-support", "guide-sleep")
        assert understood.how in ("learnt", "fuzzy")
        assert understood.prediction is not None
        assert understood.prediction.ranked[0][0] == understood.entries[0]

    def test_never_more_than_three_are_offered(self, matcher: Matcher) -> None:
        assert load_rules().offered == 3
        for text in ("my child needs support", "school", "help with autism at home", "money", "who can we ask"):
            assert len(matcher.understand(text).entries) <= 3

    @pytest.mark.parametrize("text", ["quantum chromodynamics", "qwertyuiop zxcvbnm", "how tall is everest", "?"])
    def test_nothing_is_found_where_nothing_fits(self, matcher: Matcher, text: str) -> None:
        understood = matcher.understand(text)
        assert understood.intent in ("nothing", "off-topic")
        assert (understood.entries, understood.sure) == ((), False)

    def test_near_words_are_a_follow_up_only_after_an_answer(self, matcher: Matcher) -> None:
        text = "have you got a postcode for it then"
        assert matcher.understand(text, after_answer=True).intent == "ask-where"
        assert matcher.understand(text, after_answer=False).intent != "ask-where"


class TestTwoNeeds:
    def test_both_are_answered_the_more_pressing_first(self, matcher: Matcher) -> None:
        understood = matcher.understand("how do i get a blue badge and my lad wont sleep")
        assert understood.entries == ("koala-sleep-support",)
        assert understood.besides == ("guide-blue-badge",)

    def test_a_greeting_is_no_need(self, matcher: Matcher) -> None:
        understood = matcher.understand("Hiya, how do i get a blue badge and my lad wont sleep")
        assert {*understood.entries, *understood.besides} == {"koala-sleep-support", "guide-blue-badge"}

    def test_a_story_is_about_what_the_whole_of_it_says(self, matcher: Matcher) -> None:
        understood = matcher.understand(
            "hes been under portage since he was two, his sister is at swimming club, grandad has the car and all i "
            "want to know is how i get a blue badge"
        )
        assert understood.entries[0] == "guide-blue-badge"

    def test_one_need_in_two_clauses_stays_one(self, matcher: Matcher) -> None:
        understood = matcher.understand("my lad wont sleep and hes awake till 3am")
        assert understood.besides == ()

    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            ("we want to apply for an ehcp and find a club", {EHC, "things to do"}),
            ("how do i get an ehcp and where is the nearest hub", {EHC, "family hubs"}),
            ("diagnosis for adhd and help with money", {"guide-autism-adhd-assessment", "help with money"}),
            ("hub in wallasey and things to do for a 7 year old", {"family hubs", "things to do"}),
            ("need a blue badge and an ehcp", {"guide-blue-badge", EHC}),
            ("she is bullied at school and we need help with dla", {"guide-bullying", "guide-money-dla-blue-badge"}),
            ("my son has autism and needs a sleep help and i need an ehcp", {"koala-sleep-support", EHC}),
            ("need a wheelchair and a downstairs bathroom", {"wheelchair-service", "guide-disabled-facilities-grant"}),
        ],
    )
    def test_no_need_is_dropped(self, matcher: Matcher, text: str, wanted: set[str]) -> None:
        """A list, a hub, or an entry that isn't quite sure is a need as well."""
        assert needs_of(matcher.understand(text)) == wanted

    @pytest.mark.parametrize(
        "text",
        [
            "she wont eat anything but crisps and she gags on everything else",
            "my son cries and hides under the table every morning before school",
            "hes been off school since october and the school keeps fining us",
            "my lad is 12, he gets bullied every day and the teachers do nothing",
            "my boy is 2 and doesnt look at us or point",
            "my son needs a wheelchair and his old one is too small for him",
            "i want to complain about the school, they locked him in a room",
            "he has epilepsy and the school wont give him his medicine",
            "we moved from liverpool and his ehcp is with them still",
            "the taxi didnt come and he missed school again",
        ],
    )
    def test_one_need_told_in_two_parts_is_not_torn_apart(self, matcher: Matcher, text: str) -> None:
        assert len(needs_of(matcher.understand(text))) == 1

    @pytest.mark.parametrize(("before", "after"), [(30, 0), (0, 30)])
    def test_what_is_asked_in_a_long_message_is_answered(self, matcher: Matcher, before: int, after: int) -> None:
        chat = "We went to the park on Sunday and it was nice and sunny and we fed the ducks. "
        understood = matcher.understand(f"{chat * before}How do I ask for an EHC plan? {chat * after}")
        assert understood.entries[0] == "guide-request-ehc-assessment"

    def test_a_human_is_heard_beside_what_nobody_understands(self, matcher: Matcher) -> None:
        assert matcher.understand("you're a moron, i want a human").intent == "talk-to-a-person"


class TestPosition:
    @pytest.mark.parametrize(
        ("text", "intent", "position"),
        [
            ("is the first one free", "ask-cost", 1),
            ("how old do you have to be for the second one", "ask-ages", 2),
            ("where is the last one", "ask-where", -1),
            ("whats the number for number 3", "ask-contact", 3),
        ],
    )
    def test_a_question_may_be_about_a_place_in_the_list(
        self, matcher: Matcher, text: str, intent: str, position: int
    ) -> None:
        understood = matcher.understand(text, after_answer=True)
        assert (understood.intent, understood.position) == (intent, position)

    def test_the_one_is_no_place(self, matcher: Matcher) -> None:
        assert matcher.understand("is the one in moreton free", after_answer=True).position is None


class TestSpelling:
    def test_a_mistyped_name_still_shows_its_entry(self, small: Matcher) -> None:
        understood = small.understand("dolphnis")
        assert (understood.entries, understood.how) == (("dolphins",), "fuzzy")

    def test_a_mistyped_word_inside_a_sentence_is_mended(self, small: Matcher) -> None:
        understood = small.understand("phone numbr for the otters")
        assert (understood.intent, understood.entries) == ("show-entry", ("otters",))

    def test_words_that_are_right_are_not_mended(self, matcher: Matcher) -> None:
        assert matcher.explain("learn to swim with other kids").corrected == ()


class TestFuzzyNeverDecidesAlone:
    """A whole-string ratio gives 86 % to "I want to die" against "Home to school transport"."""

    @pytest.mark.parametrize(
        "text", ["I want to die", "i want to dye", "want to die", "i just want to die", "I wanted to die"]
    )
    def test_wanting_to_die_is_not_about_transport(self, matcher: Matcher, text: str) -> None:
        understood = matcher.understand(text)
        assert "home-to-school-transport" not in understood.entries
        assert "guide-school-transport" not in understood.entries

    @pytest.mark.parametrize("text", ["to the", "i want to", "for the", "the one to the"])
    def test_small_words_alone_decide_nothing(self, matcher: Matcher, text: str) -> None:
        assert not matcher.understand(text).sure


class TestRealQuestions:
    """Names and abbreviations that families use, in the real directory."""

    @pytest.mark.parametrize(
        ("text", "entry_id"),
        [
            ("sendiass", "sendiass-wirral"),
            ("SENDIAS", "sendiass-wirral"),
            ("cahms", "camhs-wirral"),
            ("The Hive", "the-hive"),
            ("short breaks", "short-breaks"),
            ("home to school transport", "home-to-school-transport"),
            ("koala sleep", "koala-sleep-support"),
            ("koalla sleep", "koala-sleep-support"),
            ("how do i get a blue badge", "guide-blue-badge"),
        ],
    )
    def test_they_are_answered_at_once(self, matcher: Matcher, text: str, entry_id: str) -> None:
        understood = matcher.understand(text)
        assert understood.intent == "show-entry"
        assert understood.entries[:1] == (entry_id,)
        assert understood.sure is True

    def test_every_name_leads_to_its_entry(self, matcher: Matcher, directory: Directory) -> None:
        lost = [
            (each.id, name)
            for each in directory.content.entries.values()
            for name in each.names
            if each.id not in matcher.understand(name).entries
        ]
        assert lost == []

    def test_a_name_that_several_entries_have_is_offered(self, matcher: Matcher) -> None:
        understood = matcher.understand("pre-portage")
        assert set(understood.entries) == {"portage", "pre-portage-and-sensory-sessions"}
        assert understood.sure is False

    @pytest.mark.parametrize("text", ["whats a pip", "what is a PIP", "what does PiP mean"])
    def test_of_two_terms_with_the_same_letters_the_usual_one_is_meant(self, matcher: Matcher, text: str) -> None:
        understood = matcher.understand(text)
        assert understood.sentence is not None
        term = matcher.known.term(understood.sentence.groups["term"])
        assert term is not None
        assert term.meaning == "Personal Independence Payment"

    def test_a_term_is_explained(self, matcher: Matcher) -> None:
        understood = matcher.understand("what does EHCP stand for?")
        assert understood.intent == "explain-term"
        term = matcher.known.term("ehcp")
        assert term is not None
        assert term.term == "EHCP"
        assert matcher.known.term("wibble") is None


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Hiya, can u help me plz", "can you help me"),
        ("hi there, what's ur number please, thanks", "whats your number"),
        ("wen is it", "when is it"),
        ("thanks", "thanks"),
        ("", ""),
        ("🙂", ""),
    ],
)
def test_text_speak_is_written_out_and_politeness_taken_off(matcher: Matcher, text: str, plain: str) -> None:
    assert matcher.plain(text) == plain


def check(understood: Understanding, known: Any) -> None:
    assert set(understood.entries) <= set(known)
    assert len(understood.entries) <= 3
    assert understood.how in ("exact", "learnt", "fuzzy", "none")
    assert not (understood.intent == "nothing" and understood.entries)
    assert understood.intent == "nothing" or not understood.nearest
    assert set(understood.nearest) <= set(known)


@given(text=st.text(max_size=60), after_answer=st.booleans())
@example(text="' OR 1=1 --", after_answer=False)
@example(text="(" * 50, after_answer=False)
@example(text="\u202eplease\x00help", after_answer=True)
@example(text="a" * 10_000, after_answer=False)
@example(text="sleep " * 2_000, after_answer=False)
def test_no_text_ever_raises(small: Matcher, text: str, after_answer: bool) -> None:
    known = {"dolphins", "otters", "beam-north", "beam-south", "bus-passes"}
    check(small.understand(text, after_answer=after_answer), known)


TYPED = [
    *("hi", "what", "whats", "is", "the", "a", "number", "for", "near", "in", "moreton", "ch45", "7", "year", "old"),
    *("adhd", "sleep", "hub", "hive", "camhs", "it", "them", "more", "no"),
]


@given(words=st.lists(st.sampled_from(TYPED), max_size=9), after_answer=st.booleans())
def test_words_that_people_type_in_any_order_never_raise(
    matcher: Matcher, directory: Directory, words: list[str], after_answer: bool
) -> None:
    check(matcher.understand(" ".join(words), after_answer=after_answer), directory.content.entries)


def test_a_name_that_nobody_knows_does_not_spoil_a_list(matcher: Matcher) -> None:
    understood = matcher.understand("clubs in Moreton for my son Zbigniew")
    assert understood.intent == "list"
    assert (understood.slots.area, understood.slots.thing) == ("moreton", "things to do")
