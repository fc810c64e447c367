"""From a text to what it means: exact wording first, what was learnt from the phrases second.

Fuzzy likeness never decides. Spelling is mended word by word; the mended words are understood like any others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from directory.entry import GlossaryTerm
from directory.library import Directory
from directory.yaml_file import parse_as, read_yaml
from intents.clauses import clauses
from intents.cleaning import clean, plain_words
from intents.collection import EntryRanker
from intents.forms import Forms
from intents.learning import ANY_ENTRY, INTENT, OFF_TOPIC, off_topic_sentences
from intents.model.text_model import Explanation, Prediction, TextModel
from intents.sentences import SentenceMatch, Sentences
from intents.slots import SlotFinder, Slots
from intents.vocabulary import Vocabulary

SHOW_ENTRY = "show-entry"
LIST = "list"
EXPLAIN_TERM = "explain-term"
NOTHING = "nothing"
DETAILS_ONLY = "refine"
TWO_NEEDS = 2
"""Parts of a message that names two needs; more of them tell a story."""
CARRIED_ON = ("for ", "and ", "what about ", "how about ", "with ", "but ", "no ")
"""How a message begins that changes a detail of the last question."""


class MatchingRules(BaseModel):
    """``matching.yaml``: what is no matter of learning."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    offered: int
    """How many entries are offered at most."""
    worth_offering: float
    """Share of the best label's probability that another one needs to be offered beside it."""
    second_need: float
    """The same share for an entry that a part of a longer message asks for, so that it is answered besides."""
    off_topic: float
    """Chance of being on topic below which a message is called off topic; above, we say that we found nothing."""
    pressing: tuple[str, ...]
    """Topics, the most pressing first: of two needs in one message, it is answered first."""


@dataclass(frozen=True)
class Understanding:
    """What a text means, and why we think so."""

    intent: str
    """Name of an intent; ``show-entry`` when entries answer it; ``nothing`` when nothing fits."""
    slots: Slots = field(default_factory=Slots)
    entries: tuple[str, ...] = ()
    """Ids of entries that fit, best first."""
    sure: bool = False
    """True where the first entry can be answered; False where the entries should be offered."""
    how: str = "none"
    """``exact``, ``learnt``, ``fuzzy`` (after mending spelling) or ``none``."""
    sentence: SentenceMatch | None = None
    prediction: Prediction | None = None
    """What was learnt says of it; None if its wording was known exactly."""
    text: str = ""
    """The plain words that were compared."""
    besides: tuple[str, ...] = ()
    """Entries for another need in the same message."""
    nearest: tuple[str, ...] = ()
    """Where nothing is found: entries that may be near to what is meant."""


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
        self._sentences = sentences
        self._model = model
        self._ranker = ranker
        self._rules = rules or load_rules()
        self._forms = Forms(vocabulary)
        self._slots = SlotFinder(vocabulary.slots, directory.gazetteer)
        entries = directory.content.entries.values()
        self._names = self._by_words((name, entry.id) for entry in entries for name in (entry.id, *entry.names))
        self._phrases = self._by_words((phrase, entry.id) for entry in entries for phrase in entry.phrases)
        off_topic = off_topic_sentences(vocabulary, sentences)
        self._off_topic_words = {word for text in off_topic for word in text.split()} - vocabulary.carriers
        self._terms = {
            plain_words(clean(name)): term for term in directory.content.glossary for name in (term.term, *term.also)
        }

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
        exact = (typed != said and self._term_asked(typed, text)) or self._exact(plain, text)
        if not exact and said != plain:  # "thanks so much" is all politeness: hardly anything is left of it
            exact = self._exact(said, text)
        return exact or self._learnt(text, plain, after_answer)

    def explain(self, text: str) -> Explanation:
        """Return why what was learnt says what it says of ``text``."""
        return self._model.explain(self.plain(text))

    def _exact(self, plain: str, text: str) -> Understanding | None:
        slots = self._slots.find(plain)
        matches = [m for m in self._sentences.match(plain, self._accepts) if not self._only_looks_like_a_term(m, text)]
        named = self._names.get(_without_article(plain))
        about_us = any(not match.groups for match in matches)  # "are you a robot", whatever an entry's phrases say
        if not named and not about_us:
            named = self._phrases.get(plain)
        if named:
            return Understanding(SHOW_ENTRY, slots, named[:3], len(named) == 1, "exact", text=plain)
        if matches:
            return self._from_sentence(plain, slots, matches)
        if self._made_of_details(plain, slots):
            if slots.thing:
                return Understanding(LIST, slots, how="exact", text=plain)
            # A need with an age may be a whole question ("stammer 5yr old"); only "for autistic 7 year olds" is not.
            if (slots.area or slots.ages or slots.days) and (not slots.needs or plain.startswith(CARRIED_ON)):
                return Understanding(DETAILS_ONLY, slots, how="exact", text=plain)
        return None

    def _term_asked(self, typed: str, text: str) -> Understanding | None:
        """Return the question for a term's meaning as typed: written out, "what does ASD mean" asks for "autism"."""
        asked = self._exact(typed, text)
        in_words = asked and asked.intent == EXPLAIN_TERM and asked.sentence and asked.sentence.literal_words
        return asked if in_words else None

    def _from_sentence(self, plain: str, slots: Slots, matches: list[SentenceMatch]) -> Understanding:
        best = max(matches, key=lambda match: (match.literal_words, match.intent == SHOW_ENTRY))
        entries: tuple[str, ...] = ()
        if "entry" in best.groups:
            entries = self._names[_without_article(best.groups["entry"])]
        return Understanding(best.intent, slots, entries[:3], len(entries) == 1, "exact", best, text=plain)

    def _learnt(self, text: str, plain: str, after_answer: bool) -> Understanding:
        parts = [self._forms.plain(part) for part in clauses(text)]
        parts = parts if len(parts) > 1 else []
        whole, *of_parts = map(self._with_entries, self._model.predict_many([plain, *parts]))
        if whole.repaired != plain and (exact := self._exact(whole.repaired, text)):
            return replace(exact, how="fuzzy")
        if (listed := self._list_without_names(plain, text)) is not None:
            return listed
        decided = self._decide(whole, after_answer)
        if decided.intent == OFF_TOPIC and not self._off_topic_words & set(plain.split()):
            decided = Understanding(NOTHING)  # words that nobody knows may be anything
        if decided.intent in (SHOW_ENTRY, NOTHING, OFF_TOPIC):
            decided = self._with_second_need(decided, whole, parts, of_parts)
        if not set(plain.split()) - self._vocabulary.carriers:
            decided = replace(decided, sure=False)  # small words alone decide nothing
        how = "fuzzy" if whole.repaired != plain else "learnt"
        slots = self._slots.find(whole.repaired)
        if decided.intent == NOTHING and slots.thing and (slots.area or slots.ages or slots.needs):
            decided = Understanding(LIST)  # a name that nobody knows doesn't spoil "clubs in Moreton for my son"
        return replace(decided, slots=slots, how=how, prediction=whole, text=whole.repaired)

    def _list_without_names(self, plain: str, text: str) -> Understanding | None:
        """Return the list that is asked for once words that nobody knows, such as a child's name, are left out."""
        details = self._slots.find(plain).words
        known = " ".join(w for w in plain.split() if w in details or self._model.reader.repair.knows(w))
        listed = self._exact(known, text) if known and known != plain else None
        return replace(listed, how="fuzzy") if listed and listed.intent == LIST else None

    def _with_entries(self, prediction: Prediction) -> Prediction:
        """In a large directory, put entries where the label of any entry stands: the best one inherits its chance."""
        if self._ranker is None:
            return prediction
        ranked: list[tuple[str, float]] = []
        for label, chance in prediction.ranked:
            entries = self._ranker.ranked_entries(prediction.repaired) if label == ANY_ENTRY else ((label, 1.0),)
            ranked += [(found, chance * share / entries[0][1]) for found, share in entries]
        return replace(prediction, ranked=tuple(sorted(ranked, key=lambda item: -item[1])))

    def _decide(self, prediction: Prediction, after_answer: bool) -> Understanding:
        """Answer, offer or give up, by the learnt confidence."""
        first = prediction.ranked[0][0]
        if prediction.turned_away:
            if prediction.confidence < self._rules.off_topic:
                return Understanding(OFF_TOPIC)
            return Understanding(NOTHING, nearest=self._worth_offering(prediction))
        if first.startswith(INTENT):
            intent = first.removeprefix(INTENT)
            if after_answer or not self._sentences.intents[intent].needs_last_turn:
                return Understanding(intent, sure=prediction.sure)
        entries = self._worth_offering(prediction)
        if not entries:
            return Understanding(NOTHING)
        sure = first == entries[0] and (prediction.sure or len(entries) == 1)
        return Understanding(SHOW_ENTRY, entries=entries, sure=sure)

    def _worth_offering(self, prediction: Prediction) -> tuple[str, ...]:
        """Return the best entries, those far behind the first left out; what only a name asks for comes last."""
        ranked = [(label, chance) for label, chance in prediction.ranked if not label.startswith(INTENT)]
        enough = max((chance for _, chance in ranked), default=0.0) * self._rules.worth_offering
        close = [label for label, chance in ranked if chance >= enough]
        known = self._directory.content.entries
        first, rest = close[:1], close[1:]
        return tuple((first + [label for label in rest if known[label].family_facing])[: self._rules.offered])

    def _with_second_need(
        self, decided: Understanding, whole: Prediction, parts: list[str], predictions: list[Prediction]
    ) -> Understanding:
        """Answer two needs where parts of the message surely mean different entries.

        Of a message in two parts the more pressing need comes first. More parts are a story: it is about what the
        whole of it says, and only what that makes likely too stands beside.
        """
        found: dict[str, None] = {}
        for part, prediction in zip(parts, predictions, strict=True):
            known = self._phrases.get(part, ())
            first = known[0] if len(known) == 1 else prediction.ranked[0][0]
            if not first.startswith(INTENT) and (len(known) == 1 or (prediction.sure and not prediction.turned_away)):
                found[first] = None
        told, most = dict(whole.ranked), whole.ranked[0][1]
        is_story = len(parts) > TWO_NEEDS and decided.sure
        if is_story:
            found = {entry: None for entry in found if told.get(entry, 0) >= most * self._rules.second_need}
        if len(found) < TWO_NEEDS:
            return decided
        if is_story:
            besides = [entry for entry in found if entry != decided.entries[0]]
            answers = tuple(entry for entry in decided.entries if entry not in besides)
        else:
            pressing, *besides = sorted(found, key=self._pressing)
            answers = (pressing,)
        return Understanding(SHOW_ENTRY, entries=answers, sure=True, besides=tuple(besides))

    def _pressing(self, entry_id: str) -> int:
        order = self._rules.pressing
        topics = self._directory.entry(entry_id).topics
        return min((order.index(topic) for topic in topics if topic in order), default=len(order))

    def _only_looks_like_a_term(self, match: SentenceMatch, text: str) -> bool:
        """Some letters are everyday words: "hi" is hello, "HI" or "what is HI" asks what they stand for."""
        if match.intent != EXPLAIN_TERM or match.literal_words:
            return False
        term = self.term(match.groups.get("term", ""))
        return bool(term and term.exact_case and term.term not in text.split())

    def _accepts(self, slot: str, words: str) -> bool:
        """Tell whether ``words`` may stand for ``slot``."""
        if slot == "entry":
            return _without_article(words) in self._names
        if slot == "term":
            return _without_article(words) in self._terms
        if slot == "position":
            return words in self._vocabulary.slots.positions
        found = self._slots.find(words)
        if found.thing and slot != "thing":  # "hubs for autistic kids" asks for a list; it's no need
            return False
        filled = {"area": found.area, "need": found.needs, "age": found.ages, "thing": found.thing}[slot]
        return bool(filled) and self._made_of_details(words, found)

    def _made_of_details(self, plain: str, slots: Slots) -> bool:
        """Tell whether nothing is left of ``plain`` without its details and the words that carry them."""
        if slots == Slots():
            return False
        left = set(plain.split()) - slots.words - self._vocabulary.carriers
        return not left

    def _by_words(self, pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
        """Return words -> entries, by the words as they are typed and as questions are read."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for text, entry_id in pairs:
            for words in (self._forms.as_typed(text), self._forms.plain(text)):
                found[words][entry_id] = None
                found[_without_article(words)][entry_id] = None
        return {words: tuple(ids) for words, ids in found.items()}

    def position(self, words: str) -> int | None:
        """Return the place in a list that ``words`` name, from 1; -1 is the last."""
        return self._vocabulary.slots.positions.get(words)

    def term(self, words: str) -> GlossaryTerm | None:
        """Return the glossary term that ``words`` name."""
        return self._terms.get(_without_article(words))


def load_rules(path: Path = Path(__file__).parent / "matching.yaml") -> MatchingRules:
    """Load the rules; raises ``ContentError``."""
    return parse_as(MatchingRules, read_yaml(path, Path(path.name)))


def _without_article(words: str) -> str:
    for article in ("the ", "a ", "an ", "my ", "our "):
        if words.startswith(article):
            return words[len(article) :]
    return words
