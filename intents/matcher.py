"""From a text to what it means: exact wording first, what was learnt from the phrases second.

Fuzzy likeness never decides. Spelling is mended word by word; the mended words are understood like any others.
"""

from __future__ import annotations

import re
from dataclasses import replace

from directory.entry import Entry, Kind
from directory.library import Directory
from intents.clauses import asks, clauses, questions
from intents.collection import EntryRanker
from intents.forms import Forms
from intents.known_wording import KnownWording
from intents.learning import OFF_TOPIC, off_topic_sentences
from intents.learnt_meaning import LearntMeaning
from intents.model.text_model import Explanation, Prediction, TextModel, everyday_words
from intents.needs import TWO_NEEDS, Needs, slots_of
from intents.places import PlaceReader
from intents.sentences import Sentences
from intents.slots import SlotFinder, Slots
from intents.understanding import (
    ACTIVITIES,
    DETAILS_ONLY,
    HUBS,
    HUMAN,
    LIST,
    NOTHING,
    SHOW_ENTRY,
    MatchingRules,
    Understanding,
    Wish,
    load_rules,
)
from intents.vocabulary import Vocabulary

ASKED_OF_IT = "ask-"
"""How the intents are called that ask about what was just shown."""
ELSE_SAID = 2
"""Words beside its details that a message which asks for a list may have."""
HARDLY_KNOWN = 0.25
"""Share of a message's words that must be known, once their spelling is mended."""
OUTINGS = frozenset({Kind.ACTIVITY, Kind.PLACE, Kind.HUB})
"""Kinds of entry of which people want to see what there is, more than one."""


class Matcher:
    """Understands texts in the light of one directory. Build a new one when the directory changes."""

    def __init__(
        self,
        directory: Directory,
        vocabulary: Vocabulary,
        sentences: Sentences,
        model: TextModel,
        ranker: EntryRanker | None = None,
        rules: MatchingRules | None = None,
    ) -> None:
        """Understand with ``model``, learnt from the same entries and sentences.

        ``ranker`` ranks the entries of a directory that is too large for a learnt label each.
        """
        self._directory = directory
        self._vocabulary = vocabulary
        self._rules = rules or load_rules()
        self._forms = Forms(vocabulary)
        self._slots = SlotFinder(vocabulary.slots, directory.gazetteer)
        self._known = KnownWording(directory, vocabulary, sentences, self._forms, self._slots)
        self._meaning = LearntMeaning(directory, sentences, model, ranker, self._rules)
        self._needs = Needs(directory, self._rules)
        self._position = _named_position(vocabulary)
        off_topic = off_topic_sentences(vocabulary, sentences)
        self._off_topic_words = {word for text in off_topic for word in text.split()} - vocabulary.carriers
        ordinary = everyday_words() | vocabulary.known_words | self._known.words_of_names
        self._places = PlaceReader(vocabulary.slots, directory.gazetteer, ordinary)

    @property
    def known(self) -> KnownWording:
        """The wording that is known exactly."""
        return self._known

    @property
    def rules(self) -> MatchingRules:
        """The cut-offs that aren't learnt, for explanations."""
        return self._rules

    def plain(self, text: str) -> str:
        """Return the plain words of ``text`` with text-speak written out and politeness taken off."""
        return self._forms.plain(text)

    def understand(self, text: str, *, after_answer: bool = False) -> Understanding:
        """Return what ``text`` means.

        Args:
            text: as typed.
            after_answer: whether something was answered before. Only then may words that are merely near
                "what's their number?" count as it.
        """
        said = self._forms.written_out(text)
        plain = self._forms.without_politeness(said)
        if not plain:
            return Understanding(NOTHING, text=plain)
        typed = self._forms.as_typed(text)
        exact = (typed != said and self._known.term_asked(typed, text)) or self._known.understand(plain, text)
        if said != plain and (not exact or plain in self._vocabulary.politeness):
            # "thanks so much" is all politeness: hardly anything is left of it.
            exact = self._known.understand(said, text) or exact
        if exact and exact.intent in (LIST, HUBS) and not exact.left_out:
            parts = self._parts(text)
            both = self._with_second_need(exact, parts, self._wishes(parts))
            if both.intent == LIST and not both.entries:  # "swimming in Moreton" lists what is to do, swimming first
                both = replace(both, entries=self._meaning.likely(self._meaning.predict(plain)))
            return replace(both, slots=slots_of(both, exact.slots), how="exact", text=plain)
        if exact and exact.intent == DETAILS_ONLY and exact.slots.needs and not after_answer:
            return self._asked_by_details(exact)
        if exact:
            return exact
        mended = self._places.mended(plain)
        if mended != plain and (exact := self._known.understand(mended, text)):
            return replace(exact, how="fuzzy")
        asked = self._about_a_position(mended, text) if after_answer else None
        return asked or self._somewhere_else(mended, text) or self._learnt(text, mended, after_answer)

    def explain(self, text: str) -> Explanation:
        """Return why what was learnt says what it says of ``text``."""
        return self._meaning.explain(self._places.mended(self.plain(text)))

    def wishes(self, text: str) -> list[tuple[str, Wish | None]]:
        """Return each part of ``text``, and each question of a long story, with what it asks for, if anything."""
        parts, asked = self._parts(text), questions(text)
        _, of_parts = self._meaning.predict_with_parts(self._places.mended(self.plain(text)), self._plain(parts))
        found = dict(zip(asked, self._wishes(asked), strict=True))
        return list((found | dict(zip(parts, self._wishes(parts, of_parts), strict=True))).items())

    def still_true(self, earlier: Slots, *, answered: bool) -> Slots:
        """Return what of ``earlier`` holds for another question, too: how old the child is, and where they live.

        Args:
            earlier: the details told so far.
            answered: whether something was answered since. Until then, what the child is like holds as well.
        """
        needs = frozenset() if answered else earlier.needs - self._vocabulary.slots.troubles
        return Slots(ages=earlier.ages, area=earlier.area, needs=needs)

    def of_another_child(self, earlier: Slots) -> Slots:
        """Return what of ``earlier`` holds for the same question about another child."""
        return replace(earlier, ages=None, needs=earlier.needs & self._vocabulary.slots.troubles)

    def position(self, words: str) -> int | None:
        """Return the place in a list that ``words`` name, from 1; -1 is the last."""
        return self._vocabulary.slots.positions.get(words)

    def thing(self, name: str) -> Slots | None:
        """Return the details that ask for a list of the kind of thing with this name; None if it is gone."""
        thing = next((thing for thing in self._vocabulary.slots.things if thing.name == name), None)
        return Slots(thing=thing.name, kinds=thing.kinds, topics=thing.topics) if thing else None

    def _asked_by_details(self, told: Understanding) -> Understanding:
        """Return what details mean that begin a conversation: "stammer help age 4" asks for one thing.

        Where what was learnt isn't sure which, they stay details, and what is likely comes first.
        """
        whole = self._meaning.predict(told.text)
        learnt = self._meaning.decide(whole, after_answer=False)
        if learnt.intent == SHOW_ENTRY and learnt.sure:
            return replace(learnt, slots=told.slots, how="learnt", prediction=whole, text=told.text)
        return replace(told, entries=self._meaning.likely(whole))

    def _about_a_position(self, plain: str, text: str) -> Understanding | None:
        """Return the question about one of the last list, by its place: "is the first one free" asks "is it free"."""
        named = self._position.search(plain)
        if named is None:
            return None
        about_it = self._position.sub("it", plain, count=1)
        known = self._known.understand(about_it, text)
        asked = known or self._meaning.decide(self._meaning.predict(about_it), after_answer=True)
        if not asked.intent.startswith(ASKED_OF_IT):
            return None
        return replace(asked, position=self.position(named["one"] or named["number"] or named["last"]), text=plain)

    def _learnt(self, text: str, plain: str, after_answer: bool) -> Understanding:
        """Return what a message means whose wording isn't known: as a whole first, then by its details and parts."""
        parts = self._parts(text)
        whole, of_parts = self._meaning.predict_with_parts(plain, self._plain(parts))
        if whole.repaired != plain and (exact := self._known.understand(whole.repaired, text)):
            return replace(exact, how="fuzzy")
        decided = self._as_a_whole(whole, text, plain, after_answer)
        slots = self._slots.find(whole.repaired)
        if self._asks_for_a_list(decided, slots, plain):
            decided = Understanding(LIST, slots)
        if decided.intent in (LIST, ACTIVITIES):
            decided = replace(decided, entries=self._meaning.likely(whole))
        if asked := [wish for wish in self._wishes(questions(text)) if wish and wish.sure]:
            decided = self._needs.of_wishes(asked)  # a long story is told for what it asks
        elif decided.intent in (SHOW_ENTRY, LIST, HUBS, NOTHING, OFF_TOPIC):
            decided = self._with_second_need(decided, parts, self._wishes(parts, of_parts), whole)
        if not set(plain.split()) - self._vocabulary.carriers:
            decided = replace(decided, sure=False)  # small words alone decide nothing
        how = "fuzzy" if whole.repaired != plain or decided.how == "fuzzy" else "learnt"
        return replace(decided, slots=slots_of(decided, slots), how=how, prediction=whole, text=whole.repaired)

    def _as_a_whole(self, whole: Prediction, text: str, plain: str, after_answer: bool) -> Understanding:
        """Return what was learnt of the ``whole`` message, without a look at its parts; nothing rather than a guess."""
        if self._hardly_known(whole.repaired):
            return Understanding(NOTHING)  # what is near to one word of them would be a guess
        if whole.turned_away and (named := self._named_first(whole)):
            return Understanding(SHOW_ENTRY, entries=named)
        decided = self._list_without_names(plain, text) or self._meaning.decide(whole, after_answer)
        if decided.intent == OFF_TOPIC and not self._off_topic_words & set(plain.split()):
            return Understanding(NOTHING)  # words that nobody knows may be anything
        return decided

    def _hardly_known(self, plain: str) -> bool:
        words = plain.split()
        return sum(map(self._meaning.knows, words)) < HARDLY_KNOWN * len(words)

    def _asks_for_a_list(self, decided: Understanding, slots: Slots, plain: str) -> bool:
        """Tell whether a kind of thing and a detail of a message ask for a list, whatever else was understood.

        A name that nobody knows doesn't spoil "clubs in Moreton for my son", nor does one place to go answer it where
        hardly anything else is said: more words may tell which place is meant.
        """
        if not slots.thing or not (slots.area or slots.ages or slots.needs or slots.days):
            return False
        if decided.intent in (NOTHING, ACTIVITIES):
            return True
        if len(set(plain.split()) - slots.words - self._vocabulary.carriers) > ELSE_SAID:
            return False
        if decided.intent == OFF_TOPIC:
            return True
        if decided.intent != SHOW_ENTRY or decided.besides:
            return False
        entry = self._directory.entry(decided.entries[0])
        return entry.kind in OUTINGS and not self._names(plain, entry)

    def _named_first(self, whole: Prediction) -> tuple[str, ...]:
        """Return the likeliest entry if the message names it: whoever says "the SENDIASS line" isn't turned away."""
        likeliest = self._directory.known(self._meaning.ranked(whole)[:1])
        return tuple(entry.id for entry in likeliest if self._names(whole.repaired, entry))

    def _names(self, plain: str, entry: Entry) -> bool:
        """Tell whether a name of ``entry`` stands in a message."""
        return any(f" {self._forms.plain(name)} " in f" {plain} " for name in entry.names)

    def _somewhere_else(self, plain: str, text: str) -> Understanding | None:
        """Return what is asked for in a place that we don't hold, if it is a list or a place alone is told."""
        place = None if self._slots.find(plain).area else self._places.not_held(plain)
        if not place:
            return None
        rest = " ".join(f" {plain} ".replace(f" {place} ", " ", 1).split())
        known = rest and (self._known.understand(rest, text) or self._list_without_names(rest, text))
        asked = known or Understanding(NOTHING)
        if asked.intent == NOTHING and not set(rest.split()) - self._vocabulary.carriers:
            asked = Understanding(DETAILS_ONLY)
        if asked.intent not in (LIST, DETAILS_ONLY):
            return None
        return replace(asked, slots=replace(asked.slots, place=place), how="fuzzy", text=plain)

    def _list_without_names(self, plain: str, text: str) -> Understanding | None:
        """Return the list that is asked for once words that nobody knows, such as a child's name, are left out."""
        details = self._slots.find(plain).words
        known = " ".join(w for w in plain.split() if w in details or self._meaning.knows(w))
        listed = self._known.understand(known, text) if known and known != plain else None
        return replace(listed, how="fuzzy") if listed and listed.intent == LIST else None

    def _with_second_need(
        self, decided: Understanding, parts: list[str], wishes: list[Wish | None], whole: Prediction | None = None
    ) -> Understanding:
        """Answer every need of the message; where nobody understands any, the wish for a human is heard."""
        found = self._needs.with_second(decided, wishes, whole)
        return found if found.intent not in (NOTHING, OFF_TOPIC) else self._human_wanted(parts) or found

    def _human_wanted(self, parts: list[str]) -> Understanding | None:
        """Return the wish for a human, if one part of a message that nobody understands is just that."""
        asked = (self._known.understand(self._forms.plain(part), part) for part in parts)
        return next((understood for understood in asked if understood and understood.intent == HUMAN), None)

    def _parts(self, text: str) -> list[str]:
        """Return the parts of a message; none where it has but one."""
        parts = clauses(text, lambda part: self._known.wish(part) is not None)
        return parts if len(parts) > 1 else []

    def _plain(self, parts: list[str]) -> list[str]:
        return [self._forms.plain(part) for part in parts]

    def _wishes(self, parts: list[str], learnt: list[Prediction] | None = None) -> list[Wish | None]:
        """Return what each of ``parts`` asks for, if anything.

        Args:
            parts: as typed.
            learnt: what was learnt says of each in the light of the whole; None if they stand alone.
        """
        if learnt is None:
            learnt = self._meaning.predict_many(self._plain(parts))
        elif len(parts) == TWO_NEEDS:
            learnt = [self._surer_alone(part, prediction) for part, prediction in zip(parts, learnt, strict=True)]
        both = zip(parts, learnt, strict=True)
        return [self._known.wish(part) or self._learnt_wish(part, prediction) for part, prediction in both]

    def _surer_alone(self, part: str, in_light: Prediction) -> Prediction:
        """Return what a part means alone if only so it is sure: of two needs, a strong one may outshine the other."""
        if in_light.sure or not asks(part):
            return in_light
        alone = self._meaning.predict(self._forms.plain(part))
        return alone if alone.sure else in_light

    def _learnt_wish(self, part: str, prediction: Prediction) -> Wish | None:
        """Return what a part asks for by what was learnt; details alone, "we live in Moreton", ask for nothing."""
        slots = self._slots.find(prediction.repaired)
        if not slots.needs and self._known.made_of_details(prediction.repaired, slots):
            return None
        return self._meaning.wish(part, prediction, slots)


def _named_position(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Return what finds "the second one", "the last" or "number 3"; "the one" is no place in a list."""
    slots = vocabulary.slots
    ordinals = "|".join(word for word in slots.positions if word not in slots.numbers and not word.isdigit())
    return re.compile(
        rf"\b(?:the\s+)?(?P<one>{ordinals})\s+(?:one|choice|option)\b"
        rf"|\b(?:number|option|choice)\s+(?P<number>{'|'.join(slots.positions)})\b|\bthe\s+(?P<last>{ordinals})$"
    )
