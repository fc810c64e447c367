"""What a message means by what was learnt: likeliest labels, and the confidence that decides what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from directory.library import Directory
from intents.clauses import asks
from intents.collection import EntryRanker
from intents.learning import ANY_ENTRY, INTENT, NOT_HELD, OFF_TOPIC
from intents.model.text_model import Explanation, Prediction, TextModel
from intents.sentences import Sentences
from intents.slots import Slots
from intents.understanding import NOTHING, SHOW_ENTRY, MatchingRules, Understanding, Wish


class LearntMeaning:
    """Asks the model, in a large directory the collection of entries as well."""

    def __init__(
        self,
        directory: Directory,
        sentences: Sentences,
        model: TextModel,
        ranker: EntryRanker | None,
        rules: MatchingRules,
    ) -> None:
        """Ask ``model``, learnt from ``directory`` and ``sentences``; ``ranker`` ranks entries without a label each."""
        self._directory = directory
        self._sentences = sentences
        self._model = model
        self._ranker = ranker
        self._rules = rules

    def predict(self, plain: str) -> Prediction:
        """Return what plain words may mean."""
        return self._with_entries(self._model.predict(plain))

    def predict_with_parts(self, plain: str, parts: Sequence[str]) -> tuple[Prediction, list[Prediction]]:
        """Return what plain words may mean, and what each of their parts may mean in the light of all of them."""
        whole, *others = map(self._with_entries, self._model.predict_with_parts(plain, parts))
        return whole, others

    def predict_many(self, plain: Sequence[str]) -> list[Prediction]:
        """Return the same for several texts at once."""
        return [self._with_entries(prediction) for prediction in self._model.predict_many(list(plain))]

    def explain(self, plain: str) -> Explanation:
        """Return why what was learnt says what it says of plain words."""
        why = self._model.explain(plain)
        return replace(why, prediction=self._with_entries(why.prediction))

    def knows(self, word: str) -> bool:
        """Tell whether a word needs no mending."""
        return self._model.repair.knows(word)

    def decide(self, prediction: Prediction, after_answer: bool) -> Understanding:
        """Answer, offer or give up, by the learnt confidence."""
        first, chance = prediction.ranked[0]
        if prediction.turned_away and prediction.confidence < self._rules.off_topic:
            return Understanding(OFF_TOPIC)
        if prediction.turned_away or (first == NOT_HELD and chance >= self._rules.not_held):
            return Understanding(NOTHING, nearest=self._worth_offering(prediction))
        if first.startswith(INTENT) and first != NOT_HELD:
            intent = first.removeprefix(INTENT)
            if after_answer or not self._sentences.intents[intent].needs_last_turn:
                return Understanding(intent, sure=prediction.sure)
        entries = self._worth_offering(prediction)
        if not entries:
            return Understanding(NOTHING)
        alone = len(entries) == 1 and not self._may_not_be_held(prediction)
        sure = first == entries[0] and (prediction.sure or alone)
        return Understanding(SHOW_ENTRY, entries=entries, sure=sure)

    def wish(self, part: str, prediction: Prediction, slots: Slots) -> Wish | None:
        """Return what a part of a message asks for; what merely tells something must be sure.

        Args:
            part: as typed.
            prediction: what it may mean.
            slots: its details.
        """
        entries = [item for item in prediction.ranked if not item[0].startswith(INTENT)]
        if not entries:
            return None
        first, chance = entries[0]
        is_sure = prediction.sure and first == prediction.ranked[0][0]
        if slots.thing and not is_sure and asks(part):
            return Wish(slots.thing, slots=slots)
        enough = self._rules.likely_need if asks(part) else self._rules.told_need
        if prediction.turned_away or not (is_sure or chance >= enough):
            return None
        return Wish(first, first, sure=is_sure, asked=is_sure and asks(part), chance=chance)

    def ranked(self, prediction: Prediction) -> tuple[str, ...]:
        """Return the ids of the likeliest entries, best first."""
        return tuple(label for label, _ in prediction.ranked if not label.startswith(INTENT))

    def likely(self, prediction: Prediction) -> tuple[str, ...]:
        """Return the ids of the entries that are likely enough to be named where something else is answered."""
        return tuple(
            label
            for label, chance in prediction.ranked
            if not label.startswith(INTENT) and chance >= self._rules.likely_need
        )

    def _worth_offering(self, prediction: Prediction) -> tuple[str, ...]:
        """Return the best entries, those far behind the first left out; what only a name asks for comes last."""
        ranked = [(label, chance) for label, chance in prediction.ranked if not label.startswith(INTENT)]
        enough = max((chance for _, chance in ranked), default=0.0) * self._rules.worth_offering
        close = [label for label, chance in ranked if chance >= enough]
        known = self._directory.content.entries
        first, rest = close[:1], close[1:]
        return tuple((first + [label for label in rest if known[label].family_facing])[: self._rules.offered])

    def _may_not_be_held(self, prediction: Prediction) -> bool:
        """Tell whether it is likely enough to be offered, were it an entry, that no entry answers."""
        enough = prediction.ranked[0][1] * self._rules.worth_offering
        return any(label == NOT_HELD and chance >= enough for label, chance in prediction.ranked)

    def _with_entries(self, prediction: Prediction) -> Prediction:
        """In a large directory, put entries where the label of any entry stands: the best one inherits its chance."""
        if self._ranker is None:
            return prediction
        ranked: list[tuple[str, float]] = []
        for label, chance in prediction.ranked:
            entries = self._ranker.ranked_entries(prediction.repaired) if label == ANY_ENTRY else ((label, 1.0),)
            ranked += [(found, chance * share / entries[0][1]) for found, share in entries]
        return replace(prediction, ranked=tuple(sorted(ranked, key=lambda item: -item[1])))
