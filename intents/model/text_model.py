"""The trained model: from a text to labels with probabilities, a confidence, and the reasons."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents.model.encoder import FILES, Encoder
from intents.model.features import VectorSpace, numbers_from
from intents.model.gate import INPUTS, Gate, measure
from intents.model.heads import Heads
from intents.model.nearest import Bank
from intents.model.ngrams import NgramSpace, ngrams_of
from intents.model.repair import Repair, Repaired
from intents.model.spans import spans_of

Floats = NDArray[np.float32]

_FORMAT = 4  # raise when files of an older version can't be read any more
_RANKED = 10


class ModelMismatchError(ValueError):
    """A stored model can't be used here: another encoder, or another version of its files."""


@dataclass(frozen=True)
class Prediction:
    """What a text means, as far as the model can tell."""

    ranked: tuple[tuple[str, float], ...]
    """Up to ten labels with their probabilities, best first."""
    confidence: float
    """How likely the text is on topic and understood, 0 to 1, if half of all texts were off topic."""
    clear: float
    """How likely the first label is right, 0 to 1, given that the text is on topic."""
    repaired: str
    """The text after spelling repair."""
    turned_away: bool
    """The text is off topic, or not understood: `confidence` is below the learnt cut-off."""
    sure: bool
    """`clear` is above the learnt cut-off: the first label will do; otherwise better offer the first few."""


@dataclass(frozen=True)
class Explanation:
    """Why the model says what it says."""

    prediction: Prediction
    """What it says."""
    corrected: tuple[tuple[str, str], ...]
    """Each corrected word and what it became."""
    heaviest: tuple[tuple[str, float], ...]
    """The n-grams that speak most for the first label (above zero) or against it, heaviest first."""
    nearest: tuple[tuple[str, str, float], ...]
    """The most similar training phrases: phrase, its label, similarity -1 to 1."""
    gate: tuple[tuple[str, float, float], ...]
    """Each input of the gate: name, value, and what it adds to the score; last the bias."""
    score: float
    """The gate's on-topic score, all that its inputs add up to; the confidence is its logistic function."""
    turn_away: float
    """The learnt cut-off: with less confidence than this, a text is turned away."""
    sure_from: float
    """The learnt cut-off: from this chance of being right on, the first label alone will do."""


@dataclass(frozen=True)
class TextModel:
    """A trained model; make one with `train` or `TextModel.load`."""

    labels: tuple[str, ...]
    phrases: tuple[str, ...]
    repair: Repair
    space: VectorSpace
    grams: NgramSpace
    heads: Heads
    bank: Bank
    gate: Gate
    encoder: Encoder

    def predict(self, text: str) -> Prediction:
        """Say what ``text`` means; any text will do, also an empty one."""
        return self.predict_many([text])[0]

    def predict_many(self, texts: Sequence[str]) -> list[Prediction]:
        """Say what each of ``texts`` means, faster than one by one."""
        if not texts:
            return []
        repaired = [self.repair(text) for text in texts]
        return self._predictions(repaired, self.encoder.encode([each.text for each in repaired]))

    def predict_with_parts(self, text: str, parts: Sequence[str]) -> list[Prediction]:
        """Say what ``text`` means, then what each of its ``parts`` means in the light of all of it, for one look."""
        if not parts:
            return [self.predict(text)]
        whole, *others = repaired = [self.repair(each) for each in (text, *parts)]
        spans = spans_of([part.text for part in others], whole.text)
        return self._predictions(repaired, self.encoder.encode_parts(whole.text, spans))

    def _predictions(self, repaired: Sequence[Repaired], vectors: Floats) -> list[Prediction]:
        blend, inputs = self._measure(repaired, vectors)
        chances = self.gate.chances(inputs)
        found = []
        for row, each in enumerate(repaired):
            order = np.argsort(-blend[row], kind="stable")[:_RANKED]
            on_topic, clear = (float(chance) for chance in chances[row])
            found.append(
                Prediction(
                    ranked=tuple((self.labels[place], float(blend[row, place])) for place in order),
                    confidence=on_topic,
                    clear=clear,
                    repaired=each.text,
                    turned_away=on_topic < self.gate.turn_away,
                    sure=clear >= self.gate.sure,
                )
            )
        return found

    def explain(self, text: str) -> Explanation:
        """Say why ``predict`` gives what it gives for ``text``."""
        repaired = self.repair(text)
        _, inputs = self._measure([repaired], self.encoder.encode([repaired.text]))
        prediction = self.predict(text)
        added = self.gate.parts(inputs)[0]
        return Explanation(
            prediction=prediction,
            corrected=repaired.corrections,
            heaviest=self._heaviest(repaired.text, self.labels.index(prediction.ranked[0][0])),
            nearest=self._nearest(repaired.text),
            gate=tuple(
                (name, float(value), float(part))
                for name, value, part in zip((*INPUTS, "bias"), (*inputs[0], 1), added, strict=True)
            ),
            score=float(added.sum()),
            turn_away=self.gate.turn_away,
            sure_from=self.gate.sure,
        )

    def _measure(self, repaired: Sequence[Repaired], vectors: Floats) -> tuple[Floats, Floats]:
        numbers = numbers_from(repaired, vectors, self.grams.rows([each.text for each in repaired]), self.space)
        return measure(self.heads, self.bank, numbers, numbers.vectors @ self.bank.off_weights)

    def _heaviest(self, text: str, label: int) -> tuple[tuple[str, float], ...]:
        known, grams = self.grams.weigh(text), ngrams_of(text)
        table = self.heads.gram
        # Against the average label: what all labels share speaks for none of them.
        column = table[:, label] - table.mean(1)
        parts = column[known.columns] * known.weights
        order = np.argsort(-np.abs(parts), kind="stable")[:_RANKED]
        return tuple((grams[int(known.checksums[place])], float(parts[place])) for place in order)

    def _nearest(self, text: str) -> tuple[tuple[str, str, float], ...]:
        direction = self.space.directions(self.space.rows(self.encoder.encode([text])))[0]
        alike = self.bank.directions @ direction
        order = np.argsort(-alike, kind="stable")[:3]
        return tuple(
            (self.phrases[place], self.labels[self.bank.labels[place]], float(alike[place])) for place in order
        )

    def save(self, folder: Path) -> None:
        """Write the model to ``folder``, which is made if need be: ``model.json`` and ``model.npz``."""
        folder.mkdir(parents=True, exist_ok=True)
        words = {
            "format": _FORMAT,
            "encoder": self.encoder.name,
            "labels": self.labels,
            "phrases": self.phrases,
            "leave_alone": sorted(self.repair.leave_alone),
            "columns": self.grams.columns,
            "vector_share": self.heads.vector_share,
            "nearest_weight": self.heads.nearest_weight,
            "turn_away": self.gate.turn_away,
            "sure": self.gate.sure,
        }
        (folder / "model.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        half = np.float16
        np.savez(
            folder / "model.npz",
            centre=self.space.centre,
            scale=self.space.scale,
            axes=self.space.axes,
            grams=self.grams.checksums,
            rarity=self.grams.rarity,
            head_vector=self.heads.vector.astype(half),
            head_gram=self.heads.gram.astype(half),
            bank_directions=self.bank.directions.astype(half),
            bank_labels=self.bank.labels.astype(np.int32),
            bank_off_topic=self.bank.off_topic.astype(half),
            bank_off_weights=self.bank.off_weights,
            gate_centre=self.gate.centre,
            gate_scale=self.gate.scale,
            gate_weights=self.gate.weights,
        )

    @classmethod
    def load(cls, folder: Path, encoder: Encoder) -> "TextModel":
        """Read a model that `save` wrote.

        Args:
            folder: where it is.
            encoder: must be the one it was trained with.

        Raises:
            FileNotFoundError: there is no model in ``folder``.
            ModelMismatchError: it was trained with another encoder or saved by another version.
        """
        words = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        if words["format"] != _FORMAT:
            raise ModelMismatchError(f"{folder}: format {words['format']}, this version reads {_FORMAT}")
        if words["encoder"] != encoder.name:
            raise ModelMismatchError(f"{folder}: trained with {words['encoder']}, not with {encoder.name}")
        with np.load(folder / "model.npz") as stored:
            table = {name: stored[name] for name in stored.files}
        whole = {name: value.astype(np.float32) for name, value in table.items() if value.dtype.kind == "f"}
        return cls(
            labels=tuple(words["labels"]),
            phrases=tuple(words["phrases"]),
            repair=Repair(words["phrases"], words["leave_alone"], everyday_words()),
            space=VectorSpace(whole["centre"], whole["scale"], whole["axes"]),
            grams=NgramSpace(table["grams"], whole["rarity"], words["columns"]),
            heads=Heads(whole["head_vector"], whole["head_gram"], words["vector_share"], words["nearest_weight"]),
            bank=Bank(
                whole["bank_directions"],
                table["bank_labels"].astype(np.int64),
                whole["bank_off_topic"],
                whole["bank_off_weights"],
            ),
            gate=Gate(
                whole["gate_centre"], whole["gate_scale"], whole["gate_weights"], words["turn_away"], words["sure"]
            ),
            encoder=encoder,
        )


@cache
def everyday_words() -> frozenset[str]:
    """Words that no model mends: common English (the encoder's whole pieces) and phone typing."""
    pieces = (FILES / "vocabulary.txt").read_text(encoding="utf-8").splitlines()
    typed_short = (FILES / "typed_short.txt").read_text(encoding="utf-8").split()
    return frozenset(
        [*(piece for piece in pieces if piece.isascii() and piece.isalpha() and len(piece) > 2), *typed_short]
    )
