"""Trains a `TextModel` from example phrases. Everything chance-like is seeded."""

import random
import zlib
from collections import Counter
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.model.encoder import Encoder
from intents.model.features import Numbers, VectorSpace, numbers_from
from intents.model.gate import Gate, measure
from intents.model.heads import Heads, Settings, fit_heads
from intents.model.logistic import fit_yes_or_no
from intents.model.nearest import Bank
from intents.model.ngrams import NgramSpace
from intents.model.noise import noised
from intents.model.repair import Repair, words_and_marks
from intents.model.text_model import TextModel, everyday_words

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]

HELD_APART = 8
"""One phrase in so many is held apart to fit the gate."""

_FOLDS = 5
_OFF_ROUNDS = 15  # training steps of the off-topic score; more of them part phrases and sentences no better


def train(
    examples: Sequence[tuple[str, str]],
    *,
    off_topic: Sequence[str],
    encoder: Encoder,
    leave_alone: Collection[str] = (),
    seed: int = 0,
    settings: Settings | None = None,
) -> TextModel:
    """Train a model.

    Args:
        examples: phrase and label, several phrases a label; at least two labels.
        off_topic: sentences that no label fits.
        encoder: makes the sentence vectors; the model must be run with the same one.
        leave_alone: words that spelling repair must not touch, beyond common English.
        seed: for the noised copies.
        settings: penalties and the like, if not the usual ones.

    Raises:
        ValueError: fewer than two labels, or an empty phrase.
    """
    labels = tuple(sorted({label for _, label in examples}))
    if len(labels) < 2 or not all(phrase.strip() for phrase, _ in examples):
        raise ValueError("train needs at least two labels, and no empty phrases")
    given = settings or Settings()
    examples = sorted(examples, key=lambda example: example[1])  # the bank keeps the phrases of a label together
    phrases = [phrase for phrase, _ in examples]
    numbers_by_label = {label: number for number, label in enumerate(labels)}
    answers = np.array([numbers_by_label[label] for _, label in examples], np.int64)
    repair = _repair(phrases, off_topic, leave_alone)
    few = len(phrases) < given.few * len(labels)
    chance = random.Random(seed)  # noqa: S311 - the same noise every time
    held = _held_apart(phrases, answers)
    read = _Read.read(phrases, np.flatnonzero(held), off_topic, repair, encoder, given, chance, few=few)
    early = fit_heads(read.clean.part(np.flatnonzero(~held)), answers[~held], len(labels), given)
    gate, off_weights = _fit_gate(read, answers, held, early, given)
    heads = fit_heads(read.clean, answers, len(labels), given, early).stored()
    bank = Bank(read.clean.directions, answers, read.off.directions, off_weights)
    return TextModel(labels, tuple(phrases), repair, read.space, read.grams, heads, bank, gate, encoder)


def _repair(phrases: Sequence[str], off_topic: Sequence[str], leave_alone: Collection[str]) -> Repair:
    said_off_topic = Counter(word for text in off_topic for word in set(words_and_marks(text)))
    alone = {word for word, count in said_off_topic.items() if count > 1}  # said once, it may be a slip itself
    return Repair(phrases, alone | set(leave_alone), everyday_words())


def is_for_the_gate(phrase: str) -> bool:
    """Tell whether a phrase is one of those that the gate is fitted on: no label of it was taught to the encoder."""
    return zlib.crc32(phrase.encode()) % HELD_APART == 0


def _held_apart(phrases: Sequence[str], answers: Labels) -> NDArray[np.bool_]:
    """Choose the phrases to fit the gate on; of a label that has none of them one other, if it has two."""
    sums = np.array([zlib.crc32(phrase.encode()) for phrase in phrases])
    held = np.array([is_for_the_gate(phrase) for phrase in phrases])
    for label in range(int(answers.max()) + 1):
        rows = np.flatnonzero(answers == label)
        if len(rows) > 1 and not held[rows].any():
            held[rows[np.argmin(sums[rows])]] = True
        elif held[rows].all():
            held[rows[np.argmax(sums[rows])]] = False
    return held


@dataclass(frozen=True)
class _Read:
    """All training texts as numbers: phrases, off-topic sentences, and noised copies of what the gate is fitted on.

    The heads learn nothing more from noised copies: the encoder has met slips, and spelling is mended before.
    """

    clean: Numbers
    copies: Numbers
    """Noised copies of the phrases held apart."""
    off: Numbers
    off_copies: Numbers
    space: VectorSpace
    grams: NgramSpace

    @classmethod
    def read(
        cls,
        phrases: Sequence[str],
        held: Labels,
        off_topic: Sequence[str],
        repair: Repair,
        encoder: Encoder,
        settings: Settings,
        chance: random.Random,
        *,
        few: bool,
    ) -> "_Read":
        """Noise, repair, encode and count; ``held`` are the places of the phrases held apart."""
        copies = [noised(" ".join(words_and_marks(phrases[place])), chance) for place in held]
        off_copies = [noised(" ".join(words_and_marks(sentence)), chance) for sentence in off_topic]
        groups = [[repair(text) for text in group] for group in (phrases, copies, off_topic, off_copies)]
        texts = [[repaired.text for repaired in group] for group in groups]
        different = list(dict.fromkeys(text for group in texts for text in group))
        with ThreadPoolExecutor(1) as aside:
            encoding = aside.submit(encoder.encode_together, different)  # hardly needs Python, which counts meanwhile
            grams = NgramSpace.learn(texts[0], settings.gram_columns)
            laid_out = [grams.rows(group) for group in texts]
            vectors = encoding.result()
        rows = {text: row for row, text in enumerate(different)}
        of_groups = [vectors[[rows[text] for text in group]] for group in texts]
        space = VectorSpace.learn(of_groups[0], parts_of(encoder, settings, few=few))
        clean, noisy, off, off_noisy = (
            numbers_from(*group, space) for group in zip(groups, of_groups, laid_out, strict=True)
        )
        return cls(clean, noisy, off, off_noisy, space, grams)


def parts_of(encoder: Encoder, settings: Settings, *, few: bool) -> tuple[float, ...]:
    """What each part of the encoder's vectors weighs, such as MiniLM's layers; all the same in an encoder of others."""
    weights = settings.layer_weights_if_few if few else settings.layer_weights
    return weights if len(weights) == encoder.parts else (1.0,) * encoder.parts


def joined(parts: Sequence[Numbers]) -> Numbers:
    """Put several groups of texts below each other."""
    return Numbers(
        np.concatenate([part.vectors for part in parts]),
        np.concatenate([part.grams for part in parts]),
        np.concatenate([part.directions for part in parts]),
        np.concatenate([part.known for part in parts]),
    )


def _off_weights(phrases: Floats, off_topic: Floats, folds: Labels, settings: Settings) -> Floats:
    """Fit linear scores, high for off-topic sentences, low for phrases; both count the same together.

    Args:
        phrases: their rows.
        off_topic: the same of off-topic sentences.
        folds: for each phrase, then for each sentence, the number of the one score that mustn't see it; -1 for none.
        settings: tells the penalty.

    Returns:
        Weights, a column for each fold; the last is a score that saw everything.
    """
    sees = folds[:, None] != np.arange(_FOLDS + 1)
    if not len(off_topic):
        return np.zeros((phrases.shape[1], sees.shape[1]), np.float32)
    is_off = np.repeat([[False], [True]], [len(phrases), len(off_topic)], axis=0)
    counts = sum((sees & part) / np.maximum((sees & part).sum(0), 1) for part in (is_off, ~is_off))
    rows, truth = np.concatenate([phrases, off_topic]), np.broadcast_to(is_off, sees.shape)
    return fit_yes_or_no(rows, truth, counts, penalty=settings.off_penalty, rounds=_OFF_ROUNDS)


def _fit_gate(
    read: _Read, answers: Labels, held: NDArray[np.bool_], heads: Heads, settings: Settings
) -> tuple[Gate, Floats]:
    """Fit the gate on the phrases held apart, their noised copies, and off-topic sentences.

    Returns:
        The gate, and the weights of the off-topic score over all texts.
    """
    phrases, count = np.flatnonzero(held), len(read.off.vectors)
    texts = joined([read.clean.part(phrases), read.copies, read.off, read.off_copies])
    truth = np.concatenate([answers[phrases], answers[phrases], np.full(2 * count, -1)])
    own = np.concatenate([np.full(2 * len(phrases), -1), np.arange(count), np.arange(count)])
    # Every text is scored by an off-topic score that saw neither it nor its copy.
    fold = np.concatenate([phrases, phrases, np.arange(count), np.arange(count)]) % _FOLDS
    of_phrases = np.where(held, np.arange(len(held)) % _FOLDS, -1)
    folds = np.concatenate([of_phrases, np.arange(count) % _FOLDS])
    weights = _off_weights(read.clean.vectors, read.off.vectors, folds, settings)
    off_score = np.take_along_axis(texts.vectors @ weights, fold[:, None], axis=1)[:, 0]
    bank = Bank(read.clean.directions[~held], answers[~held], read.off.directions, np.zeros(0, np.float32))
    blend, inputs = measure(heads, bank, texts, off_score, own)
    return Gate.fit(inputs, blend.argmax(1) == truth, truth < 0), weights[:, -1].copy()
