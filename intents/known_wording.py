"""Wording that is known exactly: the names and phrases of entries, the terms of the glossary, sentences, details."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial

from directory.entry import GlossaryTerm, Kind
from directory.library import Directory
from intents.cleaning import clean, plain_words
from intents.forms import Forms
from intents.sentences import SentenceMatch, Sentences
from intents.slots import SlotFinder, Slots
from intents.understanding import DETAILS_ONLY, EXPLAIN_TERM, HUBS, LIST, SHOW_ENTRY, Understanding, Wish
from intents.vocabulary import Vocabulary

CARRIED_ON = ("for ", "and ", "what about ", "how about ", "with ", "but ", "no ")
"""How a message begins that changes a detail of the last question."""
ANOTHER = ("and ", "what about ", "how about ", "but ", "no ", "wait ", "i meant ", "i mean ", "actually ")
"""So it begins where a child is named after it who isn't the one of the last question."""


class KnownWording:
    """Understands what is worded as somebody wrote it down; anything else it leaves alone."""

    def __init__(
        self, directory: Directory, vocabulary: Vocabulary, sentences: Sentences, forms: Forms, slots: SlotFinder
    ) -> None:
        """Know the wording of ``directory`` and ``sentences``, in the forms that ``forms`` brings it into."""
        self._directory = directory
        self._vocabulary = vocabulary
        self._sentences = sentences
        self._forms = forms
        self._slots = slots
        self._children = frozenset(vocabulary.slots.children)
        entries = directory.content.entries.values()
        self._names = self._by_words((name, entry.id) for entry in entries for name in (entry.id, *entry.names))
        self._phrases = self._by_words((phrase, entry.id) for entry in entries for phrase in entry.phrases)
        # Of two terms with the same letters, the one that isn't told apart by its capitals is meant.
        glossary = sorted(directory.content.glossary, key=lambda term: not term.exact_case)
        self._terms = {plain_words(clean(name)): term for term in glossary for name in (term.term, *term.also)}

    @property
    def words_of_names(self) -> frozenset[str]:
        """The words that names of entries and terms are made of."""
        return frozenset(word for name in (*self._names, *self._terms) for word in name.split())

    def understand(self, plain: str, text: str) -> Understanding | None:
        """Return what a message means whose wording is known as a whole; None if it isn't.

        Args:
            plain: its plain words.
            text: the same as typed, for terms that only their capitals tell apart from everyday words.
        """
        find = cache(self._slots.find)  # the same words may stand for several slots; forgotten with the message
        slots = find(plain)
        found = self._sentences.match(plain, partial(self._accepts, find))
        matches = [m for m in found if not (self._only_looks_like_a_term(m, text) or self._tells_a_trouble(m))]
        named = self._names.get(_without_article(plain))
        about_us = any(not match.groups for match in matches)  # "are you a robot", whatever an entry's phrases say
        if not named and not about_us:
            named = self._phrases.get(plain)
        if named:
            return Understanding(SHOW_ENTRY, slots, named[:3], len(named) == 1, "exact", text=plain)
        if matches:
            return self._from_sentence(plain, slots, matches)
        if self.made_of_details(plain, slots):
            if slots.thing:
                return Understanding(LIST, slots, how="exact", text=plain)
            # A need with an age may be a whole question ("stammer 5yr old"); only "for autistic 7 year olds" is not.
            told = slots.area or slots.ages or slots.days or slots.without
            if told and (not slots.needs or plain.startswith(CARRIED_ON)):
                return Understanding(DETAILS_ONLY, slots, how="exact", text=plain)
        return None

    def term_asked(self, typed: str, text: str) -> Understanding | None:
        """Return the question for a term's meaning as typed: written out, "what does ASD mean" asks for "autism"."""
        asked = self.understand(typed, text)
        in_words = asked and asked.intent == EXPLAIN_TERM and asked.sentence and asked.sentence.literal_words
        return asked if in_words else None

    def wish(self, part: str) -> Wish | None:
        """Return what a part asks for in wording that we know: an entry, a term that leads to one, or a list."""
        understood = self.understand(self._forms.plain(part), part)
        if understood is None or understood.intent == DETAILS_ONLY:
            return None
        if understood.intent in (LIST, HUBS) and understood.slots.thing:
            return Wish(understood.slots.thing, slots=understood.slots, known=True)
        entries = understood.entries
        if understood.intent == EXPLAIN_TERM and understood.sentence and not understood.slots.needs:
            term = self.term(understood.sentence.groups["term"])
            entries = (term.entry,) if term and term.entry else ()
        return Wish(entries[0], entries[0], known=True) if len(entries) == 1 else None

    def wording_of(self, entry_id: str, plain: str) -> str | None:
        """Return the name or the phrase of an entry, as its file has it, that is read as these plain words."""
        entry = self._directory.entry(entry_id)
        read = {plain, _without_article(plain)}
        wordings = (*entry.phrases, *entry.names, entry.id)
        return next((wording for wording in wordings if read & self._readings(wording)), None)

    def term(self, words: str) -> GlossaryTerm | None:
        """Return the glossary term that ``words`` name."""
        return self._terms.get(_without_article(words))

    def made_of_details(self, plain: str, slots: Slots) -> bool:
        """Tell whether nothing is left of ``plain`` without its details and the words that carry them."""
        if slots == Slots():
            return False
        left = set(plain.split()) - slots.words - self._vocabulary.carriers
        return not left

    def _from_sentence(self, plain: str, slots: Slots, matches: list[SentenceMatch]) -> Understanding:
        best = max(matches, key=lambda match: (match.literal_words, match.intent == SHOW_ENTRY))
        entries: tuple[str, ...] = ()
        if "entry" in best.groups:
            entries = self._names[_without_article(best.groups["entry"])]
        if best.intent in (LIST, DETAILS_ONLY):
            another = plain.startswith(ANOTHER) and bool(self._children & set(plain.split()))
            return Understanding(
                best.intent, slots, how="exact", sentence=best, text=plain, left_out=entries, another=another
            )
        return Understanding(best.intent, slots, entries[:3], len(entries) == 1, "exact", best, text=plain)

    def _only_looks_like_a_term(self, match: SentenceMatch, text: str) -> bool:
        """Some letters are everyday words: "hi" is hello, "HI" or "what is HI" asks what they stand for."""
        if match.intent != EXPLAIN_TERM or match.literal_words:
            return False
        term = self.term(match.groups.get("term", ""))
        return bool(term and term.exact_case and term.term not in text.split())

    def _tells_a_trouble(self, match: SentenceMatch) -> bool:
        """Some names are everyday words: "not feeding" is no wish to leave the guide to it out of a list."""
        if match.intent not in (LIST, DETAILS_ONLY) or "entry" not in match.groups:
            return False
        named = self._names[_without_article(match.groups["entry"])]
        return all(self._directory.entry(entry_id).kind is Kind.GUIDE for entry_id in named)

    def _accepts(self, find: Callable[[str], Slots], slot: str, words: str) -> bool:
        """Tell whether ``words``, whose details ``find`` finds, may stand for ``slot``."""
        if slot == "entry":
            return _without_article(words) in self._names
        if slot == "term":
            return _without_article(words) in self._terms
        if slot == "position":
            return words in self._vocabulary.slots.positions
        found = find(words)
        if found.thing and slot != "thing":  # "hubs for autistic kids" asks for a list; it's no need
            return False
        filled = {"area": found.area, "need": found.needs, "age": found.ages, "thing": found.thing}[slot]
        return bool(filled) and self.made_of_details(words, found)

    def _by_words(self, pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
        """Return words -> entries, by the words as they are typed and as questions are read."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for text, entry_id in pairs:
            for words in self._readings(text):
                found[words][entry_id] = None
        return {words: tuple(ids) for words, ids in found.items()}

    def _readings(self, text: str) -> set[str]:
        """Return the plain words of a name or a phrase, in every form in which they are known."""
        words = (self._forms.as_typed(text), self._forms.plain(text))
        return {*words, *map(_without_article, words)}


def _without_article(words: str) -> str:
    for article in ("the ", "a ", "an ", "my ", "our "):
        if words.startswith(article):
            return words[len(article) :]
    return words
