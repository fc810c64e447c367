"""The details of a message: how old, where, which day, which need, what kind of thing, who asks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.entry import Audience, Kind, Weekday
from directory.library import Directory, Filter
from intents.cleaning import clean, plain_words
from intents.slots import OLDEST, SlotFinder, Slots
from intents.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def finder(directory: Directory, vocabulary: Vocabulary) -> SlotFinder:
    return SlotFinder(vocabulary.slots, directory.gazetteer)


def find(finder: SlotFinder, text: str) -> Slots:
    return finder.find(plain_words(clean(text)))


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("my 7 year old can't sleep", (7, 7)),
        ("my 7-year-old can't sleep", (7, 7)),
        ("he is 7", (7, 7)),
        ("he's 7", (7, 7)),
        ("hes seven", (7, 7)),
        ("she's nearly 12", (12, 12)),
        ("just turned 18", (18, 18)),
        ("turning 16 soon", (16, 16)),
        ("aged 5", (5, 5)),
        ("a 3yo", (3, 3)),
        ("my 8 y/o", (8, 8)),
        ("14yrs", (14, 14)),
        ("my sixteen year old", (16, 16)),
        ("my twenty one year old", (21, 21)),
        ("18 months old", (1, 1)),
        ("my 6 month old", (0, 0)),
        ("my 20 week old baby", (0, 0)),
        ("he's in year 9", (13, 14)),
        ("yr 4", (8, 9)),
        ("y6 sats", (10, 11)),
        ("ages 5 to 11", (5, 11)),
        ("clubs for 5-11 year olds", (5, 11)),
        ("clubs for 5 to 11 year olds", (5, 11)),
        ("for 8 to 12s", (8, 12)),
        ("0-5s groups", (0, 5)),
        ("between 8 and 12", (8, 12)),
        ("under 5s", (0, 4)),
        ("over 16s", (16, OLDEST)),
        ("my teenager", (13, 19)),
        ("toddler groups", (1, 3)),
        ("a newborn", (0, 0)),
        ("at primary school", (4, 11)),
        ("reception class", (4, 5)),
        ("help for sixth form", (16, 19)),
        ("7 years 6 months old", (7, 7)),
        ("my 5 year old and my 12 year old", (5, 12)),
        ("hes 9 and his sister is 4", (4, 9)),
        ("a club for 9 year olds", (9, 9)),
        ("waiting 2 years for my 6 year old", (6, 6)),
        ("clubs for my lad 7", (7, 7)),
        ("my lads 9 and autistic", (9, 9)),
        ("clubs for my son whos 12", (12, 12)),
        ("clubs for 17-25", (17, 25)),
        ("ages 5-11", (5, 11)),
        ("14", (14, 14)),
        ("what about 9", (9, 9)),
        ("make it 9 then", (9, 9)),
    ],
)
def test_ages(finder: SlotFinder, text: str, ages: tuple[int, int]) -> None:
    assert find(finder, text).ages == ages


@pytest.mark.parametrize(
    "text",
    [
        "we wait for 6 weeks",
        "for 2 hours",
        "it is 3 miles away",
        "open 9 to 11 am",
        "section 19",
        "five kids",
        "he is 45",
        "over 30s",
        "ages 11 to 5",
        "ring 111",
        "clubs for tennis",
        "off school for 10 weeks",
        "a grant for 150 pounds",
        "help for one to one support",
        "is 111 free",
        "waiting over 12 weeks",
        "over 2 years on the list",
        "waited 2 years",
        "my son 2 weeks ago",
        "what is 2+2",
        "my son needs care 24/7",
        "45",
        "for 3 years now",
        "",
    ],
)
def test_other_numbers_are_no_ages(finder: SlotFinder, text: str) -> None:
    assert find(finder, text).ages is None


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("we live in Moreton", "moreton"),
        ("we live in morton", "moreton"),
        ("ROCK FERRY", "rock-ferry"),
        ("near b'head", "birkenhead"),
        ("birko", "birkenhead"),
        ("clubs in wallasey village", "wallasey-village"),
        ("clubs in wallasey", "wallasey"),
        ("hubs near CH45 1AA", "ch45"),
        ("hubs near ch451aa", "ch45"),
        ("ch 45", "ch45"),
        ("we are in CH64", "ch64"),
        ("moving from liverpool", "liverpool"),
        ("we live in paris", None),
        ("SW1A 1AA", None),
        ("clubs near ch431", "ch43"),
        ("the moretons next door", None),
    ],
)
def test_areas(finder: SlotFinder, text: str, area: str | None) -> None:
    assert find(finder, text).area == area


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("clubs on Saturdays", (Weekday.SA,)),
        ("owt on sat for him", (Weekday.SA,)),
        ("we sat in the car", ()),
        ("out in the sun", ()),
        ("monday or wednesday", (Weekday.MO, Weekday.WE)),
        ("something at the weekend", (Weekday.SA, Weekday.SU)),
        ("after school clubs", (Weekday.MO, Weekday.TU, Weekday.WE, Weekday.TH, Weekday.FR)),
        ("what a day", ()),
        ("whats on tonight", tuple(Weekday)),
        ("stuff for half term", tuple(Weekday)),
    ],
)
def test_days(finder: SlotFinder, text: str, days: tuple[Weekday, ...]) -> None:
    assert find(finder, text).days == days


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("he is autistic", {"autism"}),
        ("autistic and deaf", {"autism", "hearing"}),
        ("she has ADHD", {"adhd"}),
        ("non-verbal", {"speech-language"}),
        ("on the spectrum", {"autism"}),
        ("down's syndrome", {"learning-disability"}),
        ("special needs", {"any-send"}),
        ("send and dyslexia", {"learning-difficulty"}),
        ("he's a fussy eater", {"eating"}),
        ("swimming", set()),
    ],
)
def test_needs(finder: SlotFinder, text: str, needs: set[str]) -> None:
    assert find(finder, text).needs == needs


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("she is not autistic", {"autism"}),
        ("no not autism", {"autism"}),
        ("he hasn't got ADHD", {"adhd"}),
        ("autistic, not deaf", {"hearing"}),
        ("he's not sleeping", set()),
        ("no sleep again", set()),
        ("no speech at all", set()),
        ("he is autistic", set()),
    ],
)
def test_what_a_child_is_not_like_is_no_need_and_a_trouble_is_never_denied(
    finder: SlotFinder, text: str, without: set[str]
) -> None:
    slots = find(finder, text)
    assert slots.without == without
    assert not slots.needs & without


@pytest.mark.parametrize(
    ("text", "thing", "kinds", "topics"),
    [
        ("any family hubs", "family hubs", {Kind.HUB}, set()),
        ("things to do", "things to do", {Kind.ACTIVITY, Kind.PLACE}, {"activities"}),
        ("holiday clubs", "holiday activities", set(), {"holidays"}),
        ("youth clubs", "youth groups", {Kind.ACTIVITY, Kind.PLACE}, {"youth"}),
        ("what can we do tonight", "things to do", {Kind.ACTIVITY, Kind.PLACE}, {"activities"}),
        ("respite", "short breaks", set(), {"short-breaks"}),
        ("a bicycle", None, set(), set()),
    ],
)
def test_things(finder: SlotFinder, text: str, thing: str | None, kinds: set[Kind], topics: set[str]) -> None:
    slots = find(finder, text)
    assert (slots.thing, slots.kinds, slots.topics) == (thing, kinds, topics)


@pytest.mark.parametrize(
    ("text", "asking"),
    [
        ("my daughter won't eat", Audience.PARENTS),
        ("I'm a mum", Audience.PARENTS),
        ("my mum doesn't get it", Audience.YOUNG_PEOPLE),
        ("im 14 and bored", Audience.YOUNG_PEOPLE),
        ("I'm 34 and lonely", None),
        ("my son is 14", Audience.PARENTS),
        ("im 5 minutes away", None),
        ("I'm autistic", Audience.YOUNG_PEOPLE),
        ("I'm a SENCO", Audience.PROFESSIONALS),
        ("one of my students", Audience.PROFESSIONALS),
        ("short breaks", None),
    ],
)
def test_who_asks(finder: SlotFinder, text: str, asking: Audience | None) -> None:
    assert find(finder, text).asking == asking


def test_all_details_of_one_message(finder: SlotFinder) -> None:
    slots = find(finder, "Clubs on Saturdays near CH46 for my autistic son, he's 9?")
    assert slots == Slots(
        ages=(9, 9),
        area="ch46",
        days=(Weekday.SA,),
        needs=frozenset({"autism"}),
        thing="things to do",
        kinds=frozenset({Kind.ACTIVITY, Kind.PLACE}),
        topics=frozenset({"activities"}),
    )
    assert slots.words == {"hes", "9", "ch46", "saturdays", "autistic", "clubs"}


def test_a_message_without_details_has_none(finder: SlotFinder) -> None:
    assert find(finder, "hello there") == Slots()


class TestOver:
    EARLIER = Slots(ages=(7, 7), area="moreton", thing="family hubs", kinds=frozenset({Kind.HUB}))

    def test_what_is_said_now_wins_and_the_rest_stays(self) -> None:
        assert Slots(area="wallasey").over(self.EARLIER) == Slots(
            ages=(7, 7), area="wallasey", thing="family hubs", kinds=frozenset({Kind.HUB})
        )

    def test_another_thing_brings_its_own_kinds_and_topics(self) -> None:
        short_breaks = Slots(thing="short breaks", topics=frozenset({"short-breaks"}))
        assert short_breaks.over(self.EARLIER) == Slots(
            ages=(7, 7), area="moreton", thing="short breaks", topics=frozenset({"short-breaks"})
        )

    def test_a_need_that_is_not_meant_is_taken_away(self) -> None:
        told = Slots(ages=(7, 7), needs=frozenset({"autism", "adhd"}))
        assert Slots(without=frozenset({"autism"})).over(told).needs == {"adhd"}

    def test_a_place_that_we_do_not_hold_ends_the_one_before(self) -> None:
        assert Slots(place="eastham").over(self.EARLIER).area is None

    def test_saying_nothing_changes_nothing(self) -> None:
        assert Slots().over(self.EARLIER) == self.EARLIER


def test_the_filter_asks_for_what_entries_can_fit() -> None:
    slots = Slots(ages=(7, 7), area="moreton", days=(Weekday.SA,), needs=frozenset({"sleep"}))
    assert slots.filter == Filter(needs=frozenset({"sleep"}), ages=(7, 7))


@given(text=st.text(max_size=80))
def test_no_text_ever_raises(finder: SlotFinder, text: str) -> None:
    ages = find(finder, text).ages
    assert ages is None or 0 <= ages[0] <= ages[1] <= OLDEST


@given(
    low=st.integers(0, 99),
    high=st.integers(0, 99),
    form=st.sampled_from(["{} to {}", "between {} and {}", "{} {} year olds", "year {} {}", "under {} over {}"]),
)
def test_ages_always_run_from_young_to_old(finder: SlotFinder, low: int, high: int, form: str) -> None:
    ages = find(finder, form.format(low, high)).ages
    assert ages is None or 0 <= ages[0] <= ages[1] <= OLDEST


def test_every_need_of_the_vocabulary_is_in_the_taxonomy(directory: Directory, vocabulary: Vocabulary) -> None:
    taxonomy = directory.content.taxonomy
    assert {need.id for need in vocabulary.slots.needs} <= {term.id for term in taxonomy.needs}
    topics = {topic for thing in vocabulary.slots.things for topic in thing.topics}
    assert topics <= {term.id for term in taxonomy.topics}
