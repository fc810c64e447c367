"""What the several wishes of one message amount to: which is answered first, and what is answered besides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from directory.library import Directory
from intents.learning import OFF_TOPIC
from intents.model.text_model import Prediction
from intents.slots import Slots
from intents.understanding import LIST, NOTHING, SHOW_ENTRY, MatchingRules, Understanding, Wish

TWO_NEEDS = 2
"""Parts of a message that names two needs; more of them tell a story."""


class Needs:
    """Weighs wishes against each other."""

    def __init__(self, directory: Directory, rules: MatchingRules) -> None:
        """Know from ``directory`` what entries are about, and from ``rules`` what presses."""
        self._directory = directory
        self._rules = rules

    def with_second(
        self, decided: Understanding, of_parts: Sequence[Wish | None], whole: Prediction | None = None
    ) -> Understanding:
        """Answer every need where parts of the message mean different things.

        Where each part asks for something, the more pressing need comes first. More parts, of which some only tell, are
        a story: it is about what the whole of it says, and beside it stands only what that makes likely too, or what
        is asked in wording that we know. So it is with what one of two parts tells.

        Args:
            decided: what the message means without a look at its parts.
            of_parts: what each part asks for, if anything.
            whole: what was learnt says of the whole message.
        """
        wishes = [wish for wish in of_parts if wish]
        if decided.intent in (NOTHING, OFF_TOPIC):
            wishes = [wish for wish in wishes if wish.known or (wish.sure and decided.intent == NOTHING)]
            return self.of_wishes(wishes) if wishes else decided
        likely = self._likely(whole) if whole else set()
        is_story = len(of_parts) > TWO_NEEDS and not all(wish and wish.asked for wish in of_parts)
        is_about_the_whole = is_story or len(wishes) < TWO_NEEDS or not all(wish.sure for wish in wishes)
        if whole and decided.entries and decided.sure and is_about_the_whole:
            wishes = [wish for wish in wishes if wish.asked or wish.what in likely]
            return _besides(decided, [wish for wish in wishes if not self._is_answered(wish, decided.entries[0])])
        if decided.sure:
            wishes = [wish for wish in wishes if wish.asked or not wish.entry or wish.what in likely]
        if len({wish.what for wish in wishes}) < TWO_NEEDS or not any(wish.sure for wish in wishes):
            return decided
        asked = [wish for wish in wishes if wish.asked]
        if len(asked) == 1 and decided.entries[:1] == (asked[0].entry,):
            told_besides = [wish for wish in wishes if not wish.asked]
            return _besides(replace(decided, sure=True), told_besides)  # "he's deaf and looking for an apprenticeship"
        return self.of_wishes(wishes)

    def _likely(self, whole: Prediction) -> set[str]:
        """Return the labels that the whole message makes nearly as likely as its likeliest one."""
        most = max((chance for _, chance in whole.ranked), default=0.0)
        return {label for label, chance in whole.ranked if chance >= most * self._rules.second_need}

    def of_wishes(self, wishes: Sequence[Wish]) -> Understanding:
        """Return the answer to the most pressing of ``wishes``, the others beside it."""
        ranked: dict[str, Wish] = {}
        for wish in sorted(wishes, key=lambda wish: (not wish.sure, self._urgency(wish))):
            ranked.setdefault(wish.what, wish)
        first, *others = ranked.values()
        if first.entry:
            others = [wish for wish in others if not self._is_answered(wish, first.entry)]
            return _besides(Understanding(SHOW_ENTRY, entries=(first.entry,), sure=True), others)
        return _besides(Understanding(LIST, first.slots), others)

    def _is_answered(self, wish: Wish, entry_id: str) -> bool:
        """Tell whether an entry answers a wish.

        It does if it is the one, if a list of its main subject, with no details, is asked for, or if what a part only
        tells leads to another entry for the very same needs and subjects: "he wont sleep and hes awake till 3am".
        """
        entry = self._directory.entry(entry_id)
        if wish.entry and not wish.asked:
            other = self._directory.entry(wish.entry)
            return (set(other.needs), set(other.topics)) == (set(entry.needs), set(entry.topics))
        if wish.entry or wish.slots.area or wish.slots.ages:
            return wish.what == entry_id
        return bool(wish.slots.topics & set(entry.topics[:1]))

    def _urgency(self, wish: Wish) -> int:
        """Return the place of what is wished for among what presses, from 0."""
        order = self._rules.pressing
        topics = self._directory.entry(wish.entry).topics if wish.entry else wish.slots.topics
        return min((order.index(topic) for topic in topics if topic in order), default=len(order))


def slots_of(decided: Understanding, whole: Slots) -> Slots:
    """Return the details that count: of the ``whole`` message, but of a list beside other needs only its own need."""
    if decided.intent != LIST:
        return whole
    others = decided.besides or decided.likely_besides or decided.lists
    return decided.slots.over(replace(whole, needs=frozenset()) if others else whole)


def _besides(first: Understanding, others: Iterable[Wish]) -> Understanding:
    """Return ``first`` with ``others`` to be answered besides."""
    others = {wish.what: wish for wish in others}.values()
    return replace(
        first,
        besides=tuple(wish.entry for wish in others if wish.entry and wish.sure),
        likely_besides=tuple(wish.entry for wish in others if wish.entry and not wish.sure),
        lists=tuple(wish.slots for wish in others if not wish.entry),
    )
