"""From a text to what it means: exact wording first, ranked words second, repaired spelling last.

Fuzzy likeness never decides alone. It only mends single words; the mended words are ranked like any others.
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
from intents.cleaning import MAX_CHARACTERS, clean, plain_words
from intents.ranking import Example, Ranked, Ranking
from intents.sentences import SentenceMatch, Sentences
from intents.slots import SlotFinder, Slots
from intents.spelling import Spelling
from intents.vocabulary import Vocabulary

INTENT = "intent:"
"""Marks a ranked label that is an intent and not an entry."""

SHOW_ENTRY = "show-entry"
LIST = "list"
NOTHING = "nothing"
DETAILS_ONLY = "refine"


class Thresholds(BaseModel):
    """``matching.yaml``: when a ranked match is good enough."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    answer: float
    """Score from which one entry is answered."""
    offer: float
    """Score from which entries are offered."""
    lead: float
    """How far the best must be ahead of the second to be answered alone."""
    offered: int
    """How many are offered at most."""


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
    """``exact``, ``ranked``, ``fuzzy`` or ``none``."""
    sentence: SentenceMatch | None = None
    ranked: tuple[Ranked, ...] = ()
    """Best labels with scores, for explanations."""
    text: str = ""
    """The plain words that were compared."""
    repaired: Mapping[str, str] = field(default_factory=dict)
    """Words that were mended: typed -> meant."""
    synonyms: tuple[str, ...] = ()
    """Words that were looked for as well."""


class Matcher:
    """Understands texts in the light of one directory. Build a new one when the directory changes."""

    def __init__(
        self, directory: Directory, vocabulary: Vocabulary, sentences: Sentences, thresholds: Thresholds
    ) -> None:
        self._directory = directory
        self._vocabulary = vocabulary
        self._sentences = sentences
        self._thresholds = thresholds
        self._slots = SlotFinder(vocabulary.slots, directory.gazetteer)
        self._names = _by_plain_words(
            (name, entry.id) for entry in directory.content.entries.values() for name in (entry.id, *entry.names)
        )
        self._phrases = _by_plain_words(
            (phrase, entry.id) for entry in directory.content.entries.values() for phrase in entry.phrases
        )
        self._terms = {
            plain_words(clean(name)): term for term in directory.content.glossary for name in (term.term, *term.also)
        }
        entries = directory.content.entries.values()
        self._ranking = Ranking(
            [Example(entry.id, self.plain(text)) for entry in entries for text in (*entry.phrases, *entry.names)]
            + [Example(INTENT + intent, text) for text, intent in sentences.plain],
            {
                entry.id: plain_words(clean(f"{entry.name} {entry.summary} {' '.join(entry.topics)}"))
                for entry in entries
            },
            vocabulary.skip_words,
        )
        self._spelling = Spelling(self._ranking.vocabulary | self._slots.vocabulary, vocabulary.known_words)
        self._longest_meaning = max((len(said.split()) for said in vocabulary.meanings), default=1)

    @property
    def thresholds(self) -> Thresholds:
        """When a ranked match is good enough."""
        return self._thresholds

    def plain(self, text: str) -> str:
        """Return the plain words of ``text`` with text-speak written out and politeness taken off."""
        words = plain_words(clean(text[:MAX_CHARACTERS])).split()
        expanded = " ".join(self._vocabulary.abbreviations.get(word, word) for word in words)
        return self._without_politeness(expanded)

    def understand(self, text: str, *, after_answer: bool = False) -> Understanding:
        """Return what ``text`` means.

        Args:
            text: as typed.
            after_answer: whether something was answered before, which "what's their number?" needs.
        """
        plain = self.plain(text)
        if not plain:
            return Understanding(NOTHING, text=plain)
        return self._exact(plain, after_answer) or self._ranked(plain, after_answer)

    def _exact(self, plain: str, after_answer: bool) -> Understanding | None:
        slots = self._slots.find(plain)
        named = self._names.get(plain) or self._phrases.get(plain)
        if named:
            return Understanding(SHOW_ENTRY, slots, named[:3], len(named) == 1, "exact", text=plain)
        matches = [
            match
            for match in self._sentences.match(plain, self._accepts)
            if after_answer or not self._sentences.intents[match.intent].needs_last_turn
        ]
        if matches:
            return self._from_sentence(plain, slots, matches)
        if self._made_of_details(plain, slots):
            if slots.thing:
                return Understanding(LIST, slots, how="exact", text=plain)
            if after_answer and (slots.area or slots.ages or slots.days):
                return Understanding(DETAILS_ONLY, slots, how="exact", text=plain)
        return None

    def _from_sentence(self, plain: str, slots: Slots, matches: list[SentenceMatch]) -> Understanding:
        best = max(matches, key=lambda match: (match.literal_words, match.intent == SHOW_ENTRY))
        entries: tuple[str, ...] = ()
        if "entry" in best.groups:
            entries = self._names[_without_article(best.groups["entry"])]
        return Understanding(best.intent, slots, entries[:3], len(entries) == 1, "exact", best, text=plain)

    def _ranked(self, plain: str, after_answer: bool) -> Understanding:
        repaired = self._spelling.repairs(plain)
        mended = " ".join(repaired.get(word, word) for word in plain.split())
        if repaired and (exact := self._exact(mended, after_answer)):
            return replace(exact, how="fuzzy", repaired=repaired)
        slots = self._slots.find(mended)
        synonyms = self._synonyms(mended)
        ranked = tuple(self._ranking.rank(mended, synonyms))
        return replace(
            self._decide(ranked, after_answer),
            slots=slots,
            how="fuzzy" if repaired else "ranked",
            ranked=ranked,
            text=mended,
            repaired=repaired,
            synonyms=synonyms,
        )

    def _decide(self, ranked: tuple[Ranked, ...], after_answer: bool) -> Understanding:
        """Answer, offer or give up, by the scores and the lead of the best."""
        limits = self._thresholds
        close = [item for item in ranked if item.score >= limits.offer]
        if close and close[0].label.startswith(INTENT) and close[0].score >= limits.answer:
            intent = close[0].label.removeprefix(INTENT)
            if after_answer or not self._sentences.intents[intent].needs_last_turn:
                return Understanding(intent, sure=True)
        entries = [item for item in close if not item.label.startswith(INTENT)]
        if not entries:
            return Understanding(NOTHING)
        lead = entries[0].score - (entries[1].score if len(entries) > 1 else 0.0)
        sure = entries[0].score >= limits.answer and lead >= limits.lead
        return Understanding(SHOW_ENTRY, entries=tuple(e.label for e in entries[: limits.offered]), sure=sure)

    def _accepts(self, slot: str, words: str) -> bool:
        """Tell whether ``words`` may stand for ``slot``."""
        if slot == "entry":
            return _without_article(words) in self._names
        if slot == "term":
            return _without_article(words) in self._terms
        found = self._slots.find(words)
        filled = {"area": found.area, "need": found.needs, "age": found.ages, "thing": found.thing}[slot]
        return bool(filled) and self._made_of_details(words, found)

    def _made_of_details(self, plain: str, slots: Slots) -> bool:
        """Tell whether nothing is left of ``plain`` without its details and the words that carry them."""
        if slots == Slots():
            return False
        left = set(plain.split()) - slots.words - self._vocabulary.carriers
        return not left

    def _synonyms(self, plain: str) -> tuple[str, ...]:
        words = plain.split()
        found: dict[str, None] = {}
        for start in range(len(words)):
            for size in range(1, self._longest_meaning + 1):
                run = " ".join(words[start : start + size])
                found.update(dict.fromkeys(self._vocabulary.meanings.get(run, ())))
        return tuple(found)

    def _without_politeness(self, text: str) -> str:
        changed = True
        while changed:
            changed = False
            for polite in self._vocabulary.politeness:
                if text.startswith(polite + " ") and text != polite:
                    text, changed = text[len(polite) + 1 :], True
                if text.endswith(" " + polite) and text != polite:
                    text, changed = text[: -len(polite) - 1], True
        return text

    def term(self, words: str) -> GlossaryTerm | None:
        """Return the glossary term that ``words`` name."""
        return self._terms.get(_without_article(words))


def load_thresholds(path: Path = Path(__file__).parent / "matching.yaml") -> Thresholds:
    """Load the thresholds; raises ``ContentError``."""
    return parse_as(Thresholds, read_yaml(path, Path(path.name)))


def _without_article(words: str) -> str:
    for article in ("the ", "a ", "an ", "my ", "our "):
        if words.startswith(article):
            return words[len(article) :]
    return words


def _by_plain_words(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for text, entry_id in pairs:
        plain = plain_words(clean(text))
        found[plain][entry_id] = None
        found[_without_article(plain)][entry_id] = None
    return {text: tuple(ids) for text, ids in found.items()}
